//! TOML and INI, which are lines of `key = value`.

use super::Spans;

/// Appends code with its colours.
pub(super) fn write(code: &str, out: &mut String) {
    let mut spans = Spans::new(out);
    // The quotes that a string of several lines ends with.
    let mut open: Option<&str> = None;
    for line in code.split_inclusive('\n') {
        let mut rest = line;
        if let Some(quotes) = open {
            let end = rest.find(quotes).map_or(rest.len(), |at| at + quotes.len());
            if end < rest.len() || rest.ends_with(quotes) {
                open = None;
            }
            spans.add("hl-string", &rest[..end]);
            rest = &rest[end..];
        } else if rest.trim_start().starts_with('[') {
            let end = rest.find('#').unwrap_or(rest.len());
            spans.add("hl-heading", &rest[..end]);
            rest = &rest[end..];
        } else if let Some(end) = end_of_key(rest) {
            spans.add("hl-tag", &rest[..end]);
            spans.add("hl-operator", "=");
            rest = &rest[end + 1..];
        }
        open = open.or(value(rest, &mut spans));
    }
    spans.end();
}

/// Where the `=` after a key stands.
fn end_of_key(line: &str) -> Option<usize> {
    let end = line.find(['=', '#', ';'])?;
    (line.as_bytes()[end] == b'=' && !line[..end].trim().is_empty()).then_some(end)
}

/// Writes what follows a key; gives the quotes of a string that goes on in the next line.
fn value(text: &str, spans: &mut Spans<'_>) -> Option<&'static str> {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (class, length) = match first {
            '#' | ';' => ("hl-comment", rest.len()),
            '"' | '\'' => {
                let (length, open) = string(rest);
                if open.is_some() {
                    spans.add("hl-string", rest);
                    return open;
                }
                ("hl-string", length)
            }
            c if c.is_alphanumeric() || matches!(c, '+' | '-') => word(rest),
            c => ("", c.len_utf8()),
        };
        spans.add(class, &rest[..length]);
        rest = &rest[length..];
    }
    None
}

/// The length of a string, or the quotes that it still waits for.
fn string(text: &str) -> (usize, Option<&'static str>) {
    for quotes in ["\"\"\"", "'''"] {
        if let Some(inside) = text.strip_prefix(quotes) {
            return match inside.find(quotes) {
                Some(end) => (end + 6, None),
                None => (text.len(), Some(quotes)),
            };
        }
    }
    let quote = text.as_bytes()[0];
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if byte == quote && !escaped {
            return (at + 1, None);
        }
        escaped = byte == b'\\' && !escaped && quote == b'"';
    }
    (text.len(), None)
}

fn word(text: &str) -> (&'static str, usize) {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '_' | '.' | ':');
    let length = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let word = &text[..length];
    let class = if matches!(word, "true" | "false" | "inf" | "nan") {
        "hl-constant"
    } else if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-')) {
        "hl-number"
    } else {
        ""
    };
    (class, length)
}
