//! Faults of config.toml and theme.toml: S002 to S004 and S007.
//!
//! Never knows which fields there are: names come with the call.

use std::sync::Arc;

use crate::diag::{Diagnostic, SourceText, Span, Text, code, text};

/// S002
pub(crate) fn wrong_type(source: &Arc<SourceText>, place: Span, name: &str, found: Text, wanted: Text) -> Diagnostic {
    let message = text!("`{key}` is {type_name}, but {wanted} was expected", key = name, type_name = found, wanted);
    Diagnostic::new(code::S002, message).at(source, place)
}

/// S003, at the beginning of the table that lacks the field.
pub(crate) fn missing(
    source: &Arc<SourceText>,
    table_span: &Span,
    table: &str,
    name: &str,
    wanted: Option<Text>,
) -> Diagnostic {
    let start = table_span.start.min(source.text.len());
    let message = if table.is_empty() {
        text!("`{key}` is missing", key = name)
    } else {
        text!("`{key}` is missing in `[{table}]`", key = name, table)
    };
    let found = Diagnostic::new(code::S003, message).at(source, start..start);
    match wanted {
        Some(wanted) => found.help(wanted),
        None => found,
    }
}

/// S004
pub(crate) fn not_in_list(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    written: &str,
    known: &[&str],
) -> Diagnostic {
    let message = text!("`{written}` is not a value of `{key}`", written, key = name);
    Diagnostic::new(code::S004, message).at(source, place).help(text!("it can be {names}", names = super::list(known)))
}

/// S004
pub(crate) fn out_of_bounds(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    number: i64,
    bounds: (i64, i64),
) -> Diagnostic {
    let (least, most) = bounds;
    let message = text!("`{key}` is {number}, but must be from {least} to {most}", key = name, number, least, most);
    Diagnostic::new(code::S004, message).at(source, place)
}

/// S004
pub(crate) fn item_out_of_bounds(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    number: i64,
    bounds: (i64, i64),
) -> Diagnostic {
    let (least, most) = bounds;
    let message = text!("{number} in `{key}` must be from {least} to {most}", number, key = name, least, most);
    Diagnostic::new(code::S004, message).at(source, place)
}

/// S004
pub(crate) fn empty_list(source: &Arc<SourceText>, place: Span, name: &str) -> Diagnostic {
    Diagnostic::new(code::S004, text!("`{key}` is empty", key = name)).at(source, place)
}

/// S005
pub(crate) fn no_rule(source: &Arc<SourceText>, place: Span, name: &str) -> Diagnostic {
    Diagnostic::new(code::S005, text!("there is no rule `{name}`", name))
        .at(source, place)
        .help(text!("rules have names such as `E101`; a setting of the whole site stands above the first `[group]`"))
}

/// S007
pub(crate) fn unknown_field(
    source: &Arc<SourceText>,
    place: Span,
    name: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let mut sorted = known.to_vec();
    sorted.sort_unstable();
    let help = match nearest {
        Some(known) => text!("did you mean `{known}`?", known),
        None => text!("known here: {names}", names = Text::list(&sorted)),
    };
    let path = source.path.rsplit('/').next().unwrap_or_default();
    let message = text!("`{key}` is not a field of {path}", key = name, path);
    Diagnostic::new(code::S007, message).at(source, place).help(help)
}
