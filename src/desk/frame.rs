//! What the desk's own pages have in common: how they begin and end, what is said in a word, and the way to the editor.

use std::fmt::Write as _;

use super::State;
use crate::diag::{Locale, Text, count, text};
use crate::model::uri::{self, Part};
use crate::render::escape;

/// The address of the editor of a file.
pub(super) fn editor_of(path: &str, base: &str) -> String {
    format!("{base}_desk/edit?file={}", uri::encode(path, Part::Path))
}

/// The beginning of a page.
pub(super) fn head(title: &str, base: &str, locale: Locale) -> String {
    let language = if locale == Locale::Chinese { "zh-CN" } else { "en" };
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"{base}_desk/desk.css\"></head><body class=\"desk\">",
        escaped(title)
    )
}

/// The end of a page, which is loaded anew whenever the site has changed.
pub(super) fn foot(mut html: String, base: &str, state: &State) -> String {
    let _ = write!(
        html,
        "<script src=\"{base}_desk/desk.js\" data-base=\"{base}\" data-edition=\"{}\" data-own></script></body></html>",
        state.edition
    );
    html
}

/// How many errors and warnings there are.
pub(super) fn badges(errors: usize, warnings: usize, locale: Locale) -> String {
    let badge =
        |kind: &str, words: Text| format!("<span class=\"badge {kind}\">{}</span>", escaped(&words.say(locale)));
    match (errors, warnings) {
        (0, 0) => badge("clean", text!("nothing to say")),
        (errors, 0) => badge("error", count::errors(errors)),
        (0, warnings) => badge("warning", count::warnings(warnings)),
        (errors, warnings) => {
            [badge("error", count::errors(errors)), badge("warning", count::warnings(warnings))].join(" ")
        }
    }
}

/// A text as HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape::attribute(&mut out, text);
    out
}
