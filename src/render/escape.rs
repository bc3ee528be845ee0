//! Text, attribute values and addresses as HTML can hold them, text as XML can, in feeds and sitemaps, and as tables can.

use crate::model::uri::{self, Part};

/// What a byte is written as in text and in attribute values, if not as itself. Control characters cannot stand in
/// HTML at all.
const fn replacement(byte: u8, quotes: bool) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' if quotes => Some("&quot;"),
        b'\t' | b'\n' | b'\r' => None,
        0 => Some("\u{FFFD}"),
        1..=0x1F | 0x7F => Some(""),
        _ => None,
    }
}

const fn table(quotes: bool) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = replacement(byte as u8, quotes).is_some();
        byte += 1;
    }
    table
}

static TEXT: [bool; 256] = table(false);
static QUOTED: [bool; 256] = table(true);

/// Appends text between tags.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, false, &TEXT);
}

/// Appends the value of an attribute that stands in double quotes.
pub fn attribute(out: &mut String, value: &str) {
    escape(out, value, true, &QUOTED);
}

fn escape(out: &mut String, text: &str, quotes: bool, special: &[bool; 256]) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| special[usize::from(byte)]) {
        out.push_str(&rest[..at]);
        out.push_str(replacement(rest.as_bytes()[at], quotes).unwrap_or_default());
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Appends an address as an author wrote it, percent-encoding what cannot stand in one.
pub fn url(out: &mut String, address: &str) {
    write_url(out, address, Part::Written);
}

/// Appends a part of an address, for people to read.
pub(in crate::render) fn write_url(out: &mut String, address: &str, part: Part) {
    quoted(out, &uri::encode_readably(address, part));
}

/// Appends a part of an address, as CommonMark shows it: in ASCII.
pub(in crate::render) fn write_ascii_url(out: &mut String, address: &str, part: Part) {
    quoted(out, &uri::encode(address, part));
}

/// What of an encoded address cannot stand between quotation marks of either kind.
fn quoted(out: &mut String, encoded: &str) {
    for letter in encoded.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#x27;"),
            _ => out.push(letter),
        }
    }
}

/// Appends text with `&`, `<`, `>` and quotes escaped, and without the characters that XML 1.0 has no way to hold.
pub fn xml(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(letter),
        }
    }
}

/// Appends `<name>text</name>` on a line of its own.
pub fn xml_element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    xml(out, text);
    out.push_str("</");
    out.push_str(name.split(' ').next().unwrap_or(name));
    out.push_str(">\n");
}

/// Text as a cell of a table of RFC 4180 that is no formula.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, whatever quotes stand around it: such a
/// cell gets an apostrophe, unless it is nothing but a number.
pub fn cell(text: &str) -> String {
    let is_number = !text.is_empty()
        && text.chars().any(|c| c.is_ascii_digit())
        && text.trim_start_matches(['-', '+']).chars().all(|c| c.is_ascii_digit() || c == '.')
        && text.matches(['-', '+']).count() < 2;
    let starts = |text: &str| text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let is_formula = !is_number && (starts(text) || text.starts_with(['\t', '\r', '\n']));
    let safe = if is_formula { "'" } else { "" };
    let quotes = text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if quotes { format!("\"{safe}{}\"", text.replace('"', "\"\"")) } else { format!("{safe}{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_cannot_hold_control_characters() {
        let mut out = String::new();
        xml(&mut out, "a\u{1}<b>&\"");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;");
    }

    #[test]
    fn addresses_end_no_attribute() {
        let mut out = String::new();
        url(&mut out, "a'b\"c?x=1&y=2");
        assert_eq!(out, "a&#x27;b%22c?x=1&amp;y=2");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (text, written) in [
            ("0.77", "0.77"),
            ("-2.5", "-2.5"),
            ("−2.5", "−2.5"),
            ("=1+1", "'=1+1"),
            ("-2+3", "'-2+3"),
            ("+A1", "'+A1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""),
            (" =1", "\"' =1\""),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("a,b", "\"a,b\""),
            ("说“好”", "说“好”"),
            ("a\"b", "\"a\"\"b\""),
            ("a\r\nb", "\"a\r\nb\""),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
    }
}
