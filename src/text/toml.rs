//! What is wrong with a text that is to be TOML, from what its reader says, in words of postil's own.

use crate::diag::{Text, text};

/// What the reader of TOML says, in postil's own words where it says it often.
pub fn fault(message: &str) -> Text {
    let first = message.lines().next().unwrap_or_default();
    let is = |part: &str| message.contains(part);
    if is("must be quoted") {
        text!("a text stands in quotation marks, and here are none")
    } else if is("invalid basic string") || is("invalid literal string") || is("invalid multi-line") {
        text!("a text is not closed: its second quotation mark is missing, or a `\\` in it means nothing")
    } else if is("duplicate key") {
        text!("this name is set twice")
    } else if is("unclosed array") {
        text!("a list is not closed: `]` is missing")
    } else {
        text!("this is not TOML: {said}", said = first)
    }
}
