//! The page of a deck.

use std::fmt::Write as _;

use super::deck::{Deck, Slide};
use crate::diag::{Locale, text};
use crate::model::issue::Issue;
use crate::render::escape;
use crate::render::outlet::{Colours, Section};
use crate::render::phrase;
use crate::render::standpoint::Standpoint;

/// The style sheet.
pub(super) const STYLE: &str = include_str!("page.css");
/// What the keys do.
pub(super) const SCRIPT: &str = include_str!("page.js");

/// What stands in the head: the policy, and the style sheet and script as the page has them.
pub(super) struct Head {
    pub(super) policy: String,
    pub(super) style: String,
    pub(super) script: String,
}

/// The colours of the style sheet.
pub(super) const COLOURS: Colours =
    Colours { accent: "#0d5c5f", ink: "#1b2321", soft: "#555f5c", rule: "#dcd5c6", ground: "#f6f2e9" };

/// Writes a deck with what stands in it.
pub(super) fn page(deck: &Deck, issue: &Issue, head: &Head, inside: &str) -> String {
    let locale = Locale::of(issue.language.tag());
    let mut out = String::with_capacity(inside.len() + 2048);
    let _ = write!(out, "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", issue.language);
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    escape::attribute(&mut out, &head.policy);
    out.push_str("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"robots\" content=\"noindex\">\n<title>");
    escape::text(&mut out, &deck.title);
    let _ = write!(out, "</title>\n{}\n{}\n</head>\n<body>\n<main>\n{inside}", head.style, head.script);
    out.push_str("</main>\n<p id=\"keys\">");
    let keys = text!(
        "Arrow keys turn the slides, Home and End go to the first and the last, N shows the notes, Esc the whole page."
    );
    escape::text(&mut out, &keys.say(locale));
    out.push_str("</p>\n</body>\n</html>\n");
    out
}

/// All slides of a deck.
pub(super) fn inside(deck: &Deck, standpoint: &Standpoint<'_>) -> String {
    let locale = Locale::of(standpoint.language().tag());
    let mut out = String::with_capacity(32 * 1024);
    let all = deck.slides.len();
    for (index, slide) in deck.slides.iter().enumerate() {
        let number = index + 1;
        let level = if index == 0 { "h1" } else { "h2" };
        let _ = write!(
            out,
            "<section id=\"slide-{number}\" class=\"slide {}\" aria-labelledby=\"title-{number}\">\n<{level} id=\"title-{number}\">",
            slide.class
        );
        out.push_str(&phrase::lines(&slide.title, &standpoint.site.settings.kept));
        let _ = write!(out, "</{level}>\n<div class=\"content\">\n{}</div>\n", slide.html);
        if let Some(notes) = notes(slide) {
            out.push_str("<details class=\"notes\"><summary>");
            escape::text(&mut out, &text!("Speaker's notes").say(locale));
            let _ = write!(out, "</summary>\n{notes}</details>\n");
        }
        let _ = write!(out, "<p class=\"number\">{number} / {all}</p>\n</section>\n");
    }
    out
}

/// The slides one by one.
pub(super) fn parts(deck: &Deck) -> Vec<Section> {
    let part = |slide: &Slide| {
        let (name, html) = (slide.title.clone(), slide.html.clone());
        Section { kind: slide.class, name, html, notes: notes(slide) }
    };
    deck.slides.iter().map(part).collect()
}

/// What the speaker says, as HTML.
fn notes(slide: &Slide) -> Option<String> {
    let mut out = String::new();
    for note in &slide.notes {
        out.push_str("<p>");
        escape::text(&mut out, note);
        out.push_str("</p>\n");
    }
    (!out.is_empty()).then_some(out)
}
