//! Colours for code.
//!
//! Never writes a colour: only classes, which the theme gives one.

/// Colours code.
#[derive(Debug, Default)]
pub struct Highlighter {}

impl Highlighter {
    /// Appends coloured code; false if the language is not known.
    pub fn write(&self, _language: &str, _code: &str, _out: &mut String) -> bool {
        false
    }
}

/// Whether a language is known.
pub fn knows(language: &str) -> bool {
    !language.is_empty()
}
