//! Faults of fields: F020 to F025.
//!
//! Never knows which fields there are: names come with the call.

use std::sync::Arc;

use super::{list, shorten};
use crate::diag::{Diagnostic, Locale, SourceText, Span, Text, code, text};

/// F020
pub(crate) fn unknown_field(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let found = Diagnostic::new(code::F020, text!("there is no field `{name}` here", name)).at(source, place);
    let found = match nearest {
        Some(nearest) => found.label(text!("did you mean `{nearest}`?", nearest)),
        None => found,
    };
    found.help(text!("the fields here are {known}", known = list(known)))
}

/// What a field may hold, in the language of what is said. The schema has one example for everybody; where that is Chinese,
/// it is the Chinese of an English one.
fn example_of(example: &str) -> Text {
    let known = [
        text!("Radiotherapy before sorafenib helps in liver cancer"),
        text!("Focus on Radiotherapy"),
        text!("About us"),
        text!("Overall survival"),
        text!("SBRT plus sorafenib"),
        text!("83 patients in the safety analysis"),
        text!("Example Expert A"),
        text!("Personal page"),
        text!("Results"),
        text!("Example Reader A"),
        text!("side effects"),
        text!("as in the CTCAE"),
        text!("Confirmation of identity"),
        text!("Your role"),
        text!("Physician"),
    ];
    let is_it = |it: &Text| it.say(Locale::Chinese) == example;
    known.into_iter().find(is_it).unwrap_or_else(|| Text::verbatim(example))
}

/// F021
pub(crate) fn missing_field(source: &Arc<SourceText>, place: Span, name: &str, of: Text, example: &str) -> Diagnostic {
    Diagnostic::new(code::F021, text!("{of} has no `{name}`", of, name)).at(source, place).help(text!(
        "write `{name}: {example}`",
        name,
        example = example_of(example)
    ))
}

/// F021
pub(crate) fn empty_field(source: &Arc<SourceText>, place: Span, name: &str, example: &str) -> Diagnostic {
    Diagnostic::new(code::F021, text!("`{name}` is empty", name)).at(source, place).help(text!(
        "write `{name}: {example}`",
        name,
        example = example_of(example)
    ))
}

/// F022
pub(crate) fn wrong_type(source: &Arc<SourceText>, place: Span, found: Text, expected: Text, help: Text) -> Diagnostic {
    Diagnostic::new(code::F022, text!("{found} stands where {expected} belongs", found, expected))
        .at(source, place)
        .help(help)
}

/// F023
pub(crate) fn not_in_list(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    what: Text,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let found = Diagnostic::new(code::F023, text!("`{written}` is not {what}", written = shorten(written), what))
        .at(source, place);
    let found = match nearest {
        Some(nearest) => found.label(text!("did you mean `{nearest}`?", nearest)),
        None => found,
    };
    found.help(text!("write one of {known}", known = list(known)))
}

/// F024
pub(crate) fn not_a_number(
    source: &Arc<SourceText>,
    place: Span,
    written: &str,
    expected: Text,
    instead: Option<&str>,
) -> Diagnostic {
    let found =
        Diagnostic::new(code::F024, text!("`{written}` is not {expected}", written = shorten(written), expected))
            .at(source, place);
    match instead {
        Some(instead) => found
            .label(text!("write `{instead}`", instead))
            .help(text!("digits only: no unit, no thousands separator, no quotation")),
        None => found.help(text!("digits only: no unit, no thousands separator, no quotation")),
    }
}

/// F024
pub(crate) fn decimal_comma(source: &Arc<SourceText>, place: Span, before: &str, after: &str) -> Diagnostic {
    Diagnostic::new(
        code::F024,
        text!("a comma between braces ends the value: `{before}` and `{after}` are two", before, after),
    )
    .at(source, place)
    .label(text!("write `{before}.{after}` if it is one number", before, after))
    .help(text!("write a point before decimals and nothing between thousands"))
}

/// F025
pub(crate) fn not_a_date(source: &Arc<SourceText>, place: Span, written: &str, instead: Option<&str>) -> Diagnostic {
    let found =
        Diagnostic::new(code::F025, text!("`{written}` is not a date", written = shorten(written))).at(source, place);
    let found = match instead {
        Some(instead) => found.label(text!("write `{instead}`", instead)),
        None => found,
    };
    found.help(text!("write year, month and day as `2025-08-07`"))
}
