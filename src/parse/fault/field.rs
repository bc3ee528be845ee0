//! Faults of fields: F020 to F025.
//!
//! Never knows which fields there are: names come with the call.

use std::sync::Arc;

use super::{list, shorten};
use crate::diag::{Diagnostic, SourceText, Span, code};

/// F020
pub(crate) fn unknown_field(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let found = Diagnostic::new(code::F020, format!("there is no field `{name}` here")).at(source, place);
    let found = match nearest {
        Some(nearest) => found.label(format!("did you mean `{nearest}`?")),
        None => found,
    };
    found.help(format!("the fields here are {}", list(known)))
}

/// F021
pub(crate) fn missing_field(source: &Arc<SourceText>, place: Span, name: &str, of: &str, example: &str) -> Diagnostic {
    Diagnostic::new(code::F021, format!("{of} has no `{name}`"))
        .at(source, place)
        .help(format!("write `{name}: {example}`"))
}

/// F021
pub(crate) fn empty_field(source: &Arc<SourceText>, place: Span, name: &str, example: &str) -> Diagnostic {
    Diagnostic::new(code::F021, format!("`{name}` is empty"))
        .at(source, place)
        .help(format!("write `{name}: {example}`"))
}

/// F022
pub(crate) fn wrong_type(
    source: &Arc<SourceText>,
    place: Span,
    found: &str,
    expected: &str,
    help: String,
) -> Diagnostic {
    Diagnostic::new(code::F022, format!("{found} stands where {expected} belongs")).at(source, place).help(help)
}

/// F023
pub(crate) fn not_in_list(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    what: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let found = Diagnostic::new(code::F023, format!("`{}` is not {what}", shorten(written))).at(source, place);
    let found = match nearest {
        Some(nearest) => found.label(format!("did you mean `{nearest}`?")),
        None => found,
    };
    found.help(format!("write one of {}", list(known)))
}

/// F024
pub(crate) fn not_a_number(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    expected: &str,
    instead: Option<&str>,
) -> Diagnostic {
    let found = Diagnostic::new(code::F024, format!("`{}` is not {expected}", shorten(written))).at(source, place);
    match instead {
        Some(instead) => {
            found.label(format!("write `{instead}`")).help("digits only: no unit, no thousands separator, no quotation")
        }
        None => found.help("digits only: no unit, no thousands separator, no quotation"),
    }
}

/// F025
pub(crate) fn not_a_date(source: &Arc<SourceText>, place: Span, written: &str, instead: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(code::F025, format!("`{}` is not a date", shorten(written))).at(source, place);
    let found = match instead {
        Some(instead) => found.label(format!("write `{instead}`")),
        None => found,
    };
    found.help("write year, month and day as `2025-08-07`")
}
