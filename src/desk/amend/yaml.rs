//! Values as YAML, as an editor would write them: without quotation marks where they are not needed, short lists and
//! groups on one line, texts of several lines as blocks.

use serde_json::{Map, Value as Json};

use crate::parse::front_matter::Style;
use crate::scaffold;

/// The longest list or group that stands on one line, in characters.
const SHORT: usize = 60;

/// What stands behind `name:` or `-`, whose column is `column`, with the space before it.
pub(super) fn behind(value: &Json, column: usize, end: &str, is_top: bool) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => written(text, column, end),
        Json::Bool(_) | Json::Number(_) => format!(" {value}"),
        Json::Array(items) => match flow(value).filter(|it| is_short(it, items)) {
            Some(line) => format!(" {line}"),
            None => {
                items.iter().map(|it| format!("{end}{}{}", spaces(column + 2), item(it, column + 2, end))).collect()
            }
        },
        Json::Object(fields) => match flow(value).filter(|it| !is_top && it.chars().count() <= SHORT) {
            Some(line) => format!(" {line}"),
            None => format!("{end}{}{}", spaces(column + 2), group(fields, column + 2, end)),
        },
    }
}

/// An item of a list with its dash at `column`.
pub(super) fn item(value: &Json, column: usize, end: &str) -> String {
    match value {
        Json::Object(fields) if !fields.is_empty() => format!("- {}", group(fields, column + 2, end)),
        Json::Null => "-".to_owned(),
        other => format!("-{}", behind(other, column, end, false)),
    }
}

/// The fields of a group at `column`, the first without its indentation.
fn group(fields: &Map<String, Json>, column: usize, end: &str) -> String {
    let line =
        |(name, value): (&String, &Json)| format!("{}:{}", scalar(name, true), behind(value, column, end, false));
    fields.iter().map(line).collect::<Vec<_>>().join(&format!("{end}{}", spaces(column)))
}

/// A field with its value at `column`.
pub(super) fn field(name: &str, value: &Json, column: usize, end: &str) -> String {
    format!("{}:{}", scalar(name, true), behind(value, column, end, column == 0))
}

/// A thing that a file lists by its name, with its value.
pub(super) fn listed(name: &str, value: &Json, end: &str, is_on_lines: bool) -> String {
    format!("{}:{}", scalar(name, true), behind(value, 0, end, is_on_lines))
}

fn is_short(line: &str, items: &[Json]) -> bool {
    let is_word = |it: &Json| it.as_str().is_some_and(|text| text.chars().count() <= 12);
    line.chars().count() <= SHORT && items.iter().all(is_word)
}

/// A value on one line, if its texts are short and of one line.
pub(super) fn flow(value: &Json) -> Option<String> {
    Some(match value {
        Json::Null => "null".to_owned(),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::String(text) if text.contains('\n') => return None,
        Json::String(text) => scalar(text, true),
        Json::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Option<Vec<_>>>()?.join(", ")),
        Json::Object(fields) => {
            let pair = |(name, value): (&String, &Json)| Some(format!("{}: {}", scalar(name, true), flow(value)?));
            format!("{{{}}}", fields.iter().map(pair).collect::<Option<Vec<_>>>()?.join(", "))
        }
    })
}

/// A text behind `name:`.
fn written(text: &str, column: usize, end: &str) -> String {
    block(text, column, end).unwrap_or_else(|| format!(" {}", scalar(text, false)))
}

/// A text of several lines as a block, where a block can hold it.
fn block(text: &str, column: usize, end: &str) -> Option<String> {
    let kept = text.trim_end_matches('\n');
    let is_plain = |line: &str| line.trim_end() == line && !line.chars().any(|c| c.is_control() || is_line_end(c));
    let first = kept.lines().next().unwrap_or_default();
    if !text.contains('\n') || first.is_empty() || first.starts_with([' ', '\t']) || !kept.split('\n').all(is_plain) {
        return None;
    }
    let mark = match text.len() - kept.len() {
        0 => "|-",
        1 => "|",
        _ => return None,
    };
    let lines = kept.split('\n').map(|line| match line {
        "" => end.to_owned(),
        line => format!("{end}{}{line}", spaces(column + 2)),
    });
    Some(format!(" {mark}{}", lines.collect::<String>()))
}

/// A text on one line in the manner in which another stood there, if that manner can hold it.
pub(super) fn like(text: &str, style: Style, flow: bool) -> String {
    match style {
        Style::Double => scaffold::quoted(text),
        Style::Single if !text.contains(|c: char| c.is_control() || is_line_end(c)) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        _ => scalar(text, flow),
    }
}

fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) { text.to_owned() } else { scaffold::quoted(text) }
}

/// Whether a text may stand without quotation marks (YAML 1.2.2, 7.3.3), for readers of older YAML too.
fn is_plain(text: &str, flow: bool) -> bool {
    let word = text.to_ascii_lowercase();
    let is_word = ["yes", "no", "on", "off", "y", "n", "null", "~", "", "=", "<<"].contains(&word.as_str());
    let is_start = |c: char| !c.is_whitespace() && !"-?:,[]{}#&*!|>'\"%@`=.".contains(c);
    let is_number = |it: &str| it.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !is_word
        && (text.starts_with(is_start) || is_number(text))
        && text.trim() == text
        && !text.ends_with(':')
        && ![": ", " #", ":\u{3000}"].iter().any(|it| text.contains(it))
        && !text.chars().any(|c| c.is_control() || is_line_end(c))
        && !(flow && (text.contains([',', '[', ']', '{', '}', ':'])))
}

/// What YAML, or a reader of an older one, takes for the end of a line or for nothing.
fn is_line_end(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

pub(super) fn spaces(count: usize) -> String {
    " ".repeat(count)
}
