//! Text, attribute values and addresses as HTML can hold them.

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

/// Which characters of an address are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Address {
    /// As an author wrote it: what is encoded already stays so. ASCII only, as CommonMark shows it.
    AsciiOnly,
    /// As an author wrote it, Han included.
    Written,
    /// A path of this site, in which nothing is encoded yet.
    Path,
    /// A fragment, in which nothing is encoded yet.
    Fragment,
}

/// Appends an address as an author wrote it, percent-encoding what cannot stand in one.
pub fn url(out: &mut String, address: &str) {
    write_url(out, address, Address::Written);
}

pub(in crate::render) fn write_url(out: &mut String, address: &str, kind: Address) {
    for c in address.chars() {
        let kept = match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => true,
            '-' | '_' | '.' | '~' | '!' | '*' | '(' | ')' | ',' | ';' | ':' | '@' | '=' | '+' | '$' | '/' => true,
            '?' | '#' | '%' => {
                matches!(kind, Address::AsciiOnly | Address::Written) || (c == '?' && kind == Address::Fragment)
            }
            '&' => {
                out.push_str("&amp;");
                continue;
            }
            '\'' => {
                out.push_str("&#x27;");
                continue;
            }
            _ => !c.is_ascii() && kind != Address::AsciiOnly && !c.is_whitespace() && !c.is_control(),
        };
        if kept {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_what_was_encoded_and_encode_the_rest() {
        let url = |address: &str, kind| {
            let mut out = String::new();
            write_url(&mut out, address, kind);
            out
        };
        assert_eq!(url("a%20b?x=1&y=2", Address::Written), "a%20b?x=1&amp;y=2");
        assert_eq!(url("栏目/100%?/", Address::Path), "栏目/100%25%3F/");
        assert_eq!(url("肝 癌", Address::Fragment), "肝%20癌");
        assert_eq!(url("ä", Address::AsciiOnly), "%C3%A4");
    }
}
