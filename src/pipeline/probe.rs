//! Looks for what consent withholds in everything that is made of a site: a specimen of it is made twice, in two guises
//! that differ in nothing that is for everyone. What is not the same outside of the gate tells what it must not.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::Xxh3Default;

use super::Run;
use super::memo::Heard;
use super::press::at_home;
use crate::diag::{Diagnostic, Said, code, text};
use crate::inspect::{Leaks, Sample};
use crate::link;
use crate::model::site::Site;
use crate::output::{self, Artifact, Content, Sink};
use crate::render::gate::Gate;
use crate::render::theme::Theme;

/// Everything that shows what it must not. `known` is what has been said of the site itself.
pub(super) fn leaks(run: Run<'_>, site: &Site, theme: &Theme, gate: &Gate, known: &Said) -> Said {
    let guises = link::guises(site);
    if guises.is_empty() {
        return Said::default();
    }
    let heard = Heard::new("leaks", &run.memory.leaks, |kind| run.world.cache(kind));
    let said = heard.of(print(&guises, theme, known), || look(guises, theme, gate, known));
    heard.keep();
    said
}

/// A print of the specimen, of what makes its pages, and of what is known of these already. What is withheld differs
/// between two guises and is the same in all editions of a text: most changes of one leave the print as it is.
fn print(guises: &[[Site; 2]], theme: &Theme, known: &Said) -> u128 {
    let mut print = Xxh3Default::new();
    theme.print().hash(&mut print);
    for guise in guises.iter().flatten() {
        (guise.around_issues(), &guise.issues).hash(&mut print);
    }
    known.is_sound().hash(&mut print);
    known.iter().filter(|it| it.code.name().starts_with('T')).for_each(|it| format!("{it:?}").hash(&mut print));
    print.digest128()
}

fn look(guises: Vec<[Site; 2]>, theme: &Theme, gate: &Gate, known: &Said) -> Said {
    let mut leaks = Leaks::default();
    let mut said = Said::default();
    for (order, guises) in guises.into_iter().enumerate() {
        // What is made of each issue by itself is the same in whatever order they stand.
        let is_new = |output: &&dyn output::Output| {
            order == 0 || output.outlet().is_none_or(|outlet| !outlet.of().is_of_one_issue())
        };
        let made = guises.map(|guise| {
            let made = Made::default();
            let outputs = output::of_site(&guise).filter(is_new);
            outputs.for_each(|output| output.emit(&guise, theme, gate, &made));
            made
        });
        for diagnostic in compare(made, known, &mut leaks) {
            if !said.contains(&diagnostic) {
                said.push(diagnostic);
            }
        }
    }
    said.extend(leaks.into_said().into_iter().map(|fault| at_home(fault, theme)));
    said
}

/// Compares what was made in both guises. Pages go to `leaks`; what there is to say of anything else is returned.
fn compare(made: [Made; 2], known: &Said, leaks: &mut Leaks) -> Said {
    let mut said = failed(&made, known);
    let is_whole = said.is_empty() && known.is_sound();
    let [one, other] = made.map(Made::into_contents);
    for address in one.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
        match (one.get(address), other.get(address)) {
            (Some(Content::Page { template, scope, html, .. }), Some(Content::Page { html: changed, .. })) => {
                let sample = |html| Sample { template, scope: *scope, html };
                leaks.compare(sample(html), sample(changed));
            }
            // A page whose template failed in one guise; that has been said.
            (Some(Content::Page { .. }), None) | (None, Some(Content::Page { .. })) if !is_whole => {}
            // It is made of all that other pages show of an issue, and shows less.
            (Some(Content::Text { text, .. }), Some(Content::Text { text: changed, .. })) if text == changed => {}
            (one, other) if one == other => {}
            _ => said.push(own_fault(address)),
        }
    }
    said
}

/// What is not made by a template, and still tells something.
fn own_fault(address: &str) -> Diagnostic {
    Diagnostic::new(code::T012, text!("`{address}` tells what consent withholds", address))
        .path(address)
        .help(text!("this is a fault of postil itself, and nothing is published: please report it"))
}

/// Templates that make the pages of the site, but none of the specimen: what they show cannot be known.
fn failed(made: &[Made], known: &Said) -> Said {
    let is_known = |fault: &Diagnostic| known.iter().any(|it| it.code == fault.code && it.place == fault.place);
    let faults = made.iter().flat_map(|made| made.faults());
    let mut said = Said::default();
    for fault in faults.filter(|fault| !is_known(fault)) {
        let diagnostic = Diagnostic {
            code: code::T012,
            severity: code::T012.severity(),
            message: text!("what consent withholds cannot be looked for: {message}", message = fault.message.clone()),
            help: Some(text!(
                "pages are made once more with another text in place of everything that is withheld: show such texts as they are, whatever they say"
            )),
            ..fault
        };
        if !said.contains(&diagnostic) {
            said.push(diagnostic);
        }
    }
    said
}

/// What the outputs made, by address.
#[derive(Default)]
struct Made {
    contents: Mutex<BTreeMap<String, Content>>,
    faults: Mutex<Vec<Diagnostic>>,
}

impl Made {
    fn faults(&self) -> Vec<Diagnostic> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn into_contents(self) -> BTreeMap<String, Content> {
        self.contents.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Made {
    fn put(&self, artifact: Artifact) {
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        contents.insert(artifact.address, artifact.content);
    }

    fn once(&self, _: u128, make: &dyn Fn(&dyn Sink)) {
        make(self);
    }

    fn say(&self, diagnostic: Diagnostic) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(one: &[(&str, &str)], other: &[(&str, &str)]) -> Vec<Option<String>> {
        let made = |all: &[(&str, &str)]| {
            let made = Made::default();
            for (address, text) in all {
                let content = Content::Bytes(text.as_bytes().to_vec());
                made.put(Artifact { address: (*address).to_owned(), content });
            }
            made
        };
        let mut leaks = Leaks::default();
        let said = compare([made(one), made(other)], &Said::default(), &mut leaks);
        said.iter().map(|it| it.path.clone()).collect()
    }

    #[test]
    fn what_no_template_makes_is_looked_at_too() {
        assert_eq!(said(&[("atom.xml", "a")], &[("atom.xml", "a")]), []);
        assert_eq!(said(&[("atom.xml", "a")], &[("atom.xml", "b")]), [Some("atom.xml".to_owned())]);
        // The name of a file can tell something too.
        let names = said(&[("a.png", "")], &[("b.png", "")]);
        assert_eq!(names, [Some("a.png".to_owned()), Some("b.png".to_owned())]);
    }
}
