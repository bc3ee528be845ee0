//! The door of lol_html: looks at a finished page of each template, and says what every page needs and what no page
//! may have.
//!
//! Rewriting each of ten thousand pages would cost more than making them. What can be wrong with a theme is the same
//! on all pages of a template, so the first one of each is read, once a build.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use lol_html::{HtmlRewriter, Settings, element};

use crate::diag::{Code, Diagnostic, Said, SourceText, Span, Text, code, text};
use crate::model::consent::Scope;
use crate::model::uri;
use crate::parse::markdown::characters;

mod gate;
mod leak;
mod nest;
pub mod outlet;
pub(crate) mod tree;

pub use leak::Leaks;

/// A page made with a template.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// The template's name.
    pub template: &'a str,
    /// How much of it stands behind the question of consent.
    pub scope: Scope,
    /// The page.
    pub html: &'a [u8],
}

/// What is known of the site that a page belongs to.
pub struct Frame<'a> {
    /// What stands before every address of the site.
    pub base_path: &'a str,
    /// Whether something will stand at an address from the root.
    pub exists: &'a dyn Fn(&str) -> bool,
    /// Whether the site's policy lets an inline script or style through.
    pub allows: &'a dyn Fn(&str) -> bool,
    /// The steps of the gate by name, if anything is asked.
    pub steps: Option<&'a [&'a str]>,
    /// Where a template, or one that it takes from, has the first of some words.
    pub find: &'a Find<'a>,
}

/// Finds the first of some words in a template, or in one that it takes from.
pub type Find<'a> = dyn Fn(&str, &[&str]) -> Option<(Arc<SourceText>, Span)> + 'a;

/// What was seen on a page.
#[derive(Debug, Default)]
struct Seen {
    counts: BTreeMap<&'static str, usize>,
    has_language: bool,
    title: String,
    /// Addresses that the browser fetches by itself.
    fetched: Vec<String>,
    /// Addresses that a reader can follow.
    links: Vec<String>,
    /// Attributes that a strict content security policy would block: name, element.
    inline: Vec<(String, String)>,
    /// Inline scripts, but for data.
    scripts: Vec<String>,
    /// Inline styles.
    styles: Vec<String>,
    /// What belongs to the gate.
    gate: gate::Seen,
}

/// Reads a page made with a template and says what is wrong with the theme.
pub fn inspect(sample: Sample<'_>, frame: &Frame<'_>) -> Said {
    let template = sample.template;
    let seen = match look(sample.html) {
        Ok(seen) => seen,
        Err(message) => {
            return Diagnostic::new(
                code::T008,
                text!("a page of `{template}` cannot be read: {message}", template, message),
            )
            .path(template.to_owned())
            .help(text!("mend the HTML of the template"))
            .into();
        }
    };
    let mut faults = Faults { template, find: frame.find, said: Said::default() };
    faults.of_frame(&seen);
    faults.of_policy(&seen, frame);
    faults.of_addresses(&seen, frame);
    gate::faults(&mut faults, sample.scope, &seen, frame);
    faults.of_nesting(sample.html);
    faults.said
}

/// What is wrong with the pages of a template.
struct Faults<'a> {
    template: &'a str,
    find: &'a Find<'a>,
    said: Said,
}

impl Faults<'_> {
    /// Says something of a file of the theme.
    fn say_of(&mut self, file: &str, code: Code, message: Text, help: Text) {
        self.said.push(Diagnostic::new(code, message).path(format!("templates/{file}")).help(help));
    }

    /// Says something of the template itself.
    fn say(&mut self, code: Code, message: Text, help: Text) {
        self.say_of(self.template, code, message, help);
    }

    /// Says something where the first of some words stands in the template or in one that it takes from; of the template
    /// itself where none does.
    fn say_at(&mut self, words: &[&str], code: Code, message: Text, help: Text) {
        match (self.find)(self.template, words) {
            Some((file, span)) => self.said.push(Diagnostic::new(code, message).at(&file, span).help(help)),
            None => self.say(code, message, help),
        }
    }

    /// Elements that are not closed, or that stand where none of their kind can: the first one, which others follow.
    fn of_nesting(&mut self, html: &[u8]) {
        let template = self.template;
        let Some(fault) = nest::fault(html) else { return };
        let (message, help) = match fault.what {
            nest::What::Unclosed => (
                text!("pages of `{template}` never close `{tag}`", template, tag = &fault.tag),
                text!("write `</{name}>` where it is to end", name = &fault.name),
            ),
            nest::What::Stray => (
                text!(
                    "pages of `{template}` have `{tag}` where nothing of the kind is open",
                    template,
                    tag = &fault.tag
                ),
                text!("take it out, or open the element before it; a `<p>` ends where a block begins in it"),
            ),
            nest::What::Inside(around) => (
                text!("pages of `{template}` have `{tag}` in `<{around}>`", template, tag = &fault.tag, around),
                text!("write the one after the other, or take one of them away"),
            ),
        };
        let start = format!("<{}", fault.name);
        let words: &[&str] = if fault.tag.starts_with("</") { &[&fault.tag] } else { &[&fault.tag, &start] };
        self.say_at(words, code::T025, message, help);
    }

    /// What every page has once.
    fn of_frame(&mut self, seen: &Seen) {
        let template = self.template;
        if !seen.has_language {
            self.say_at(
                &["<html"],
                code::T008,
                text!("pages of `{template}` do not say their language", template),
                text!("write `<html lang=\"{{ page.language }}\">`"),
            );
        }
        if seen.title.trim().is_empty() {
            self.say_at(
                &["<title", "<head"],
                code::T008,
                text!("pages of `{template}` have no title", template),
                text!("write `<title>` with `page.title` and `site.title` in it"),
            );
        }
        for (what, words, help) in [
            ("charset", ["<head", "<html"], text!("write `<meta charset=\"utf-8\">` as the first thing in the head")),
            (
                "viewport",
                ["<head", "<html"],
                text!(
                    "write `<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">`, or phones show the page small"
                ),
            ),
            (
                "main",
                ["<main", "<body"],
                text!("put what the page is about into one `<main>`: readers of a screen reader jump to it"),
            ),
            ("h1", ["{% block main", "<main"], text!("give the page one `<h1>`")),
        ] {
            let message = match seen.counts.get(what).copied().unwrap_or(0) {
                1 => continue,
                0 => text!("pages of `{template}` have no {what}", template, what),
                many => text!("pages of `{template}` have {many} of {what}, and one is right", template, many, what),
            };
            self.say_at(&words, code::T008, message, help);
        }
    }

    /// What the policy of the site's pages blocks.
    fn of_policy(&mut self, seen: &Seen, frame: &Frame<'_>) {
        let template = self.template;
        let is_blocked = |texts: &[String]| texts.iter().any(|it| !(frame.allows)(it));
        let styles = is_blocked(&seen.styles).then(|| ("<style".to_owned(), text!("a `<style>` of their own")));
        let scripts = is_blocked(&seen.scripts).then(|| ("<script>".to_owned(), text!("a script of their own")));
        let inline = seen.inline.iter().map(|(attribute_name, name)| {
            (format!("{attribute_name}="), text!("`{attribute_name}=` on `<{name}>`", attribute_name, name))
        });
        for (word, inline) in inline.chain(styles).chain(scripts) {
            self.say_at(
                &[&word],
                code::T011,
                text!("pages of `{template}` have {inline}", template, inline),
                text!(
                    "put it into a file below `assets/` and name it with `asset(path=…)`: pages are published with a policy that blocks anything else"
                ),
            );
        }
    }

    /// What leads away from the site, or nowhere on it.
    fn of_addresses(&mut self, seen: &Seen, frame: &Frame<'_>) {
        let template = self.template;
        for address in seen.fetched.iter().filter(|address| uri::is_elsewhere(address)) {
            self.say_at(
                &[address],
                code::T009,
                text!("pages of `{template}` fetch `{address}` from another host", template, address),
                text!("put the file below `assets/` and name it with `asset(path=…)`"),
            );
        }
        for address in seen.fetched.iter().chain(&seen.links) {
            if let Some(fault) = lost(address, frame.base_path, frame.exists) {
                self.say_at(
                    &[address],
                    code::T010,
                    text!("pages of `{template}` lead to `{address}`, {fault}", template, address, fault),
                    text!(
                        "use the addresses that the template gets (`issue.url`, `site.tags`, `asset(path=…)` …) instead of writing them"
                    ),
                );
            }
        }
    }
}

/// What is wrong with an address from the host's root, if anything.
fn lost(address: &str, base_path: &str, exists: &dyn Fn(&str) -> bool) -> Option<Text> {
    let (path, _) = uri::split(address);
    if !path.starts_with('/') || uri::is_elsewhere(address) {
        return None;
    }
    match uri::decode(path).strip_prefix(&*uri::decode(base_path)) {
        None => Some(text!("which is not below the site's `base_url`")),
        Some(inner) if !exists(inner) => Some(text!("and nothing will stand there")),
        Some(_) => None,
    }
}

fn look(html: &[u8]) -> Result<Seen, String> {
    let seen = Rc::new(RefCell::new(Seen::default()));
    let (all, title) = (Rc::clone(&seen), Rc::clone(&seen));
    let (scripts, styles) = (Rc::clone(&seen), Rc::clone(&seen));
    let settings = Settings::new()
        .append_element_content_handler(element!("*", move |element| {
            note(&mut all.borrow_mut(), element);
            gate::follow(&all, element);
            Ok(())
        }))
        .append_element_content_handler(lol_html::text!("title", move |chunk| {
            title.borrow_mut().title.push_str(chunk.as_str());
            Ok(())
        }))
        .append_element_content_handler(lol_html::text!(
            "script:not([src]):not([type=\"application/ld+json\"]):not([type=\"application/json\"])",
            move |chunk| {
                gather(&mut scripts.borrow_mut().scripts, chunk);
                Ok(())
            }
        ))
        .append_element_content_handler(lol_html::text!("style", move |chunk| {
            gather(&mut styles.borrow_mut().styles, chunk);
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(html).and_then(|()| rewriter.end()).map_err(|error| error.to_string())?;
    let mut seen = std::mem::take(&mut *seen.borrow_mut());
    for text in seen.scripts.iter_mut().chain(&mut seen.styles) {
        text.truncate(text.trim_end_matches(END).len());
    }
    seen.scripts.retain(|text| !text.trim().is_empty());
    Ok(seen)
}

/// Puts the pieces of a text together: it comes in as many as it likes, the last of them empty.
fn gather(texts: &mut Vec<String>, chunk: &lol_html::html_content::TextChunk<'_>) {
    if texts.last().is_none_or(|text| text.ends_with(END)) {
        texts.push(String::new());
    }
    let Some(text) = texts.last_mut() else { return };
    text.push_str(chunk.as_str());
    if chunk.last_in_text_node() {
        text.push(END);
    }
}

/// What marks a text that is complete while others are gathered.
const END: char = '\0';

fn note(seen: &mut Seen, element: &lol_html::html_content::Element<'_, '_>) {
    let name = element.tag_name();
    let has = |attribute: &str| element.get_attribute(attribute).is_some_and(|value| !value.is_empty());
    let mut count = |what: &'static str| *seen.counts.entry(what).or_default() += 1;
    match name.as_str() {
        "html" => seen.has_language = has("lang"),
        "main" => count("main"),
        // The steps of the gate have headings of their own, and are not there while the page is read.
        "h1" if !seen.gate.is_inside => count("h1"),
        "meta" if element.has_attribute("charset") => count("charset"),
        "meta" if element.get_attribute("name").as_deref() == Some("viewport") => count("viewport"),
        _ => {}
    }
    for attribute in element.attributes() {
        let attribute_name = attribute.name();
        if attribute_name == "style" || attribute_name.starts_with("on") {
            let inline = (attribute_name, name.clone());
            if !seen.inline.contains(&inline) {
                seen.inline.push(inline);
            }
        }
    }
    let fetched = match name.as_str() {
        "script" | "img" | "iframe" | "source" | "video" | "audio" | "embed" | "track" | "input" => {
            element.get_attribute("src")
        }
        "link" if !matches!(element.get_attribute("rel").as_deref(), Some("canonical" | "alternate")) => {
            element.get_attribute("href")
        }
        "object" => element.get_attribute("data"),
        _ => None,
    };
    let read = |written: String| characters(&written).into_owned();
    seen.fetched.extend(fetched.map(read));
    if matches!(name.as_str(), "a" | "area") {
        seen.links.extend(element.get_attribute("href").map(read));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"x\"><meta name=\"viewport\" content=\"x\"><title>T</title><main><h1>x</h1></main>";

    fn codes(html: &str) -> Vec<&'static str> {
        let sample = Sample { template: "issue.html", scope: Scope::Open, html: html.as_bytes() };
        let frame = Frame {
            base_path: "/a/",
            exists: &|address| matches!(address, "there/" | "附件 1&2's 100%#?.pdf"),
            allows: &|text| text == "allowed()",
            steps: None,
            find: &|_, _| None,
        };
        inspect(sample, &frame).iter().map(|it| it.code.name()).collect()
    }

    #[test]
    fn a_sound_page_passes() {
        assert_eq!(codes(&format!("{SOUND}<a href=\"/a/there/#x\">x</a><a href=\"https://doi.org/\">y</a>")), [""; 0]);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(codes("<p>x"), ["T008", "T008", "T008", "T008", "T008", "T008", "T013"]);
        assert_eq!(codes(&format!("{SOUND}<main></main>")), ["T008"]);
    }

    #[test]
    fn what_a_policy_blocks_is_named() {
        assert_eq!(codes(&format!("{SOUND}<p style=\"x\" onclick=\"y\">")), ["T011", "T011"]);
        assert_eq!(codes(&format!("{SOUND}<style>p{{}}</style><script>x</script>")), ["T011", "T011"]);
        assert_eq!(
            codes(&format!("{SOUND}<script>allowed()</script><script type=\"application/ld+json\">{{}}</script>")),
            [""; 0]
        );
    }

    #[test]
    fn an_address_is_decoded_before_it_is_looked_for() {
        for written in [
            "/a/%E9%99%84件%201&amp;2&#x27;s%20100%25%23%3F.pdf?x#y",
            "/%61/附件 1&2's 100%25%23%3f.pdf",
            "/a/there/#%",
        ] {
            assert_eq!(codes(&format!("{SOUND}<a href=\"{written}\">x</a>")), [""; 0], "{written}");
        }
        assert_eq!(codes(&format!("{SOUND}<a href=\"/a/附件%25201.pdf\">x</a>")), ["T010"]);
    }

    #[test]
    fn addresses_stay_on_the_site_and_below_its_base() {
        assert_eq!(codes(&format!("{SOUND}<img src=\"https://example.com/x.png\" alt=\"\">")), ["T009"]);
        assert_eq!(codes(&format!("{SOUND}<img src=\"/&#92;example.com/x.png\" alt=\"\">")), ["T009"]);
        assert_eq!(codes(&format!("{SOUND}<a href=\"/there/\">x</a>")), ["T010"]);
        assert_eq!(codes(&format!("{SOUND}<a href=\"/a/gone/\">x</a>")), ["T010"]);
    }
}
