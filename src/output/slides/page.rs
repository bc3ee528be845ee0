//! The page of a deck.

use std::fmt::Write as _;

use super::deck::Deck;
use crate::diag::{Locale, Text, text};
use crate::model::issue::Issue;
use crate::render::escape;

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

/// Writes a deck.
pub(super) fn page(deck: &Deck, issue: &Issue, head: &Head) -> String {
    let locale = Locale::of(issue.language.tag());
    let say = |out: &mut String, said: &Text| escape::text(out, &said.say(locale));
    let mut out = String::with_capacity(32 * 1024);
    let _ = write!(out, "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", issue.language);
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    escape::attribute(&mut out, &head.policy);
    out.push_str("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"robots\" content=\"noindex\">\n<title>");
    escape::text(&mut out, &deck.title);
    let _ = write!(out, "</title>\n{}\n{}\n</head>\n<body>\n<main>\n", head.style, head.script);
    let all = deck.slides.len();
    for (index, slide) in deck.slides.iter().enumerate() {
        let number = index + 1;
        let level = if index == 0 { "h1" } else { "h2" };
        let _ = write!(
            out,
            "<section id=\"slide-{number}\" class=\"slide {}\" aria-labelledby=\"title-{number}\">\n<{level} id=\"title-{number}\">",
            slide.class
        );
        escape::text(&mut out, &slide.title);
        let _ = write!(out, "</{level}>\n<div class=\"content\">\n{}</div>\n", slide.html);
        if !slide.notes.is_empty() {
            out.push_str("<details class=\"notes\"><summary>");
            say(&mut out, &text!("Speaker's notes"));
            out.push_str("</summary>\n");
            for note in &slide.notes {
                out.push_str("<p>");
                escape::text(&mut out, note);
                out.push_str("</p>\n");
            }
            out.push_str("</details>\n");
        }
        let _ = write!(out, "<p class=\"number\">{number} / {all}</p>\n</section>\n");
    }
    out.push_str("</main>\n<p id=\"keys\">");
    say(
        &mut out,
        &text!(
            "Arrow keys turn the slides, Home and End go to the first and the last, N shows the notes, Esc the whole page."
        ),
    );
    out.push_str("</p>\n</body>\n</html>\n");
    out
}
