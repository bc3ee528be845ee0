//! Looks for what consent withholds outside of what the gate closes: two pages that differ in nothing else are the same
//! there, or the theme shows something of it.

use std::collections::{BTreeMap, BTreeSet};

use super::Sample;
use super::tree::{Tree, What};
use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::model::consent::Scope;
use crate::model::issue::Part;
use crate::model::public::guise;

/// What templates show outside: the template and the scope of the page, the place, and the parts that show there, as
/// far as they can be told.
#[derive(Debug, Default)]
pub struct Leaks {
    found: BTreeMap<(String, Scope, Text), BTreeSet<Part>>,
}

impl Leaks {
    /// Compares a page in both guises.
    pub fn compare(&mut self, one: Sample<'_>, other: Sample<'_>) {
        if one.html == other.html {
            return;
        }
        let (mine, theirs) = (outside(one), outside(other));
        for (a, b) in [(&mine, &theirs), (&theirs, &mine)] {
            for ((place, said), count) in a {
                if b.get(&(place.clone(), said.clone())) != Some(count) {
                    let parts = self.found.entry((one.template.to_owned(), one.scope, place.clone())).or_default();
                    parts.extend(guise::parts_in(said));
                }
            }
        }
    }

    /// What there is to say.
    pub fn into_said(self) -> Said {
        self.found.into_iter().map(|((template, scope, place), parts)| say(&template, scope, place, &parts)).collect()
    }
}

fn say(template: &str, scope: Scope, place: Text, parts: &BTreeSet<Part>) -> Diagnostic {
    let message = if parts.is_empty() {
        text!("pages of `{template}` are not the same in {place} whatever consent withholds", template, place)
    } else {
        let parts = Text::list(parts.iter().map(|part| format!("`{}`", part.name())));
        text!("pages of `{template}` show what consent withholds in {place}: {parts}", template, place, parts)
    };
    let help = match scope {
        Scope::Open => text!("leave it out: nobody is asked before reading these pages"),
        Scope::Body => text!("put it into an element of the class `gated` within `<main>`, or leave it out"),
        Scope::Page => text!("put it into `<main>`, or leave it out: all the rest can be seen without being asked"),
    };
    Diagnostic::new(code::T012, message).path(format!("templates/{template}")).help(help)
}

/// What stands outside, and how often: the place (`<meta content>`, the text of `<title>`, a comment) and the words.
fn outside(sample: Sample<'_>) -> BTreeMap<(Text, String), usize> {
    let tree = Tree::read(sample.html);
    // The page itself says `<main hidden>`, and that holds whatever a host lets through. All else stands behind the gate
    // only where its style sheet arrives.
    let is_closed = |what: &What, is_hidden: bool| match sample.scope {
        Scope::Open => false,
        Scope::Body => is_hidden && what.has_class("gated"),
        Scope::Page => what.has("hidden") && what.has_class("gated-page"),
    };
    let mut all = BTreeMap::new();
    let mut note = |place: Text, words: &str| *all.entry((place, words.to_owned())).or_default() += 1;
    for (around, what) in tree.outside(is_closed) {
        match what {
            What::Document => {}
            What::Element { name, attributes } => {
                note(Text::verbatim(format!("`<{name}>`")), "");
                for (attribute, value) in attributes {
                    note(Text::verbatim(format!("`<{name} {attribute}>`")), value);
                }
            }
            What::Text(words) => note(text!("the text of `<{name}>`", name = around), words),
            What::Comment(words) => note(text!("a comment"), words),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(scope: Scope, one: &str, other: &str) -> Vec<String> {
        let sample = |html| Sample { template: "issue.html", scope, html };
        let mut leaks = Leaks::default();
        leaks.compare(sample(one.as_bytes()), sample(other.as_bytes()));
        leaks.found.into_keys().map(|(_, _, place)| place.to_string()).collect()
    }

    #[test]
    fn whatever_differs_outside_is_found() {
        let both = |text: &str| (text.replace('@', "1"), text.replace('@', "2"));
        for (scope, page, expected) in [
            (
                Scope::Page,
                "<title>x</title><body><dialog id=gate></dialog><main class='gated-page x' hidden><p title=@>@</p><!--@--></main>",
                &[][..],
            ),
            (Scope::Page, "<body><dialog id=gate></dialog><aside>@</aside>", &["the text of `<aside>`"]),
            (Scope::Page, "<title>@</title><body>", &["the text of `<title>`"]),
            (Scope::Page, "<title>x</title><p>@</p><dialog id=gate></dialog>", &["the text of `<p>`"]),
            (
                Scope::Page,
                "<body><dialog id=gate></dialog>@<main class=gated-page hidden>@</main>",
                &["the text of `<body>`"],
            ),
            (
                Scope::Page,
                "<body data-x=@><dialog id=gate></dialog><main class=gated-page hidden>@</main>",
                &["`<body data-x>`"],
            ),
            (Scope::Page, "<meta name=a content=@><body>", &["`<meta content>`"]),
            (
                Scope::Body,
                "<main hidden><p>@</p><p class=gated>@</p><!--@--></main>",
                &["a comment", "the text of `<p>`"],
            ),
            (Scope::Body, "<main hidden><div><p class=gated>@</p></div></main>", &[]),
            (Scope::Body, "<main hidden><p class=gated><p>@</p></main>", &["the text of `<p>`"]),
            // Where a host lets no style sheet through, nothing closes it.
            (Scope::Body, "<main hidden>x</main><aside class=gated>@</aside>", &["the text of `<aside>`"]),
            (Scope::Open, "<p class=gated>@</p>", &["the text of `<p>`"]),
        ] {
            let (one, other) = both(page);
            assert_eq!(places(scope, &one, &other), expected, "{page}");
        }
        // A yes or no.
        assert_eq!(places(Scope::Open, "<b>x</b>", "x"), ["`<b>`", "the text of `<b>`", "the text of `<body>`"]);
    }
}
