//! What is said of what editors wrote: one function a code, all its words in it.
//!
//! Never looks for faults; those who find them call here.

use crate::diag::Text;

mod field;
mod text;
pub(crate) mod toml;

pub(crate) use field::{
    decimal_comma, empty_field, missing_field, not_a_date, not_a_number, not_in_list, unknown_field, wrong_type,
};
pub(crate) use text::*;

/// Names in backquotes, one after another.
pub(crate) fn list(names: &[&str]) -> Text {
    Text::list(names.iter().map(|name| format!("`{name}`")))
}

/// The value in quotation marks that it does not hold itself.
fn quoted(value: &str) -> String {
    let value = shorten(value.trim());
    if value.contains('"') { format!("'{}'", value.replace('\'', "''")) } else { format!("\"{value}\"") }
}

/// At most the first forty characters.
pub(crate) fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
