//! The bytes of an XML file as text: UTF-8, or UTF-16 with its mark.

/// The text without its mark, with line ends as XML's readers see them (XML 1.0, 2.11); `None` if it is in another
/// encoding.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok()?.to_owned(),
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes)?,
        _ => std::str::from_utf8(bytes).ok()?.to_owned(),
    };
    Some(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
}

/// Whether the encoding that a file names in its first line is the one in which its text was read.
///
/// Text of plain ASCII is the same in all encodings of the second list, whose names old programs write; it is not the
/// same in UTF-7 or ISO-2022, in which letters stand for others.
pub(super) fn is_true(named: &str, text: &str) -> bool {
    const UNICODE: &[&str] = &["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"];
    const ASCII_AND_MORE: &[&str] =
        &["iso-8859-", "windows-12", "latin1", "gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-"];
    let named = named.to_ascii_lowercase();
    UNICODE.contains(&named.as_str())
        || (text.is_ascii() && ASCII_AND_MORE.iter().any(|start| named.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_unicode_only() {
        let utf_16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain("<图>\r\n😀".encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
        };
        assert_eq!(text(&utf_16([0xff, 0xfe], u16::to_le_bytes)).as_deref(), Some("<图>\n😀"));
        assert_eq!(text(&utf_16([0xfe, 0xff], u16::to_be_bytes)).as_deref(), Some("<图>\n😀"));
        assert_eq!(text("\u{feff}a\r\rb".as_bytes()).as_deref(), Some("a\n\nb"));
        assert_eq!(text(b"<svg>\xcd\xbc</svg>".as_slice()).as_deref(), Some("<svg>\u{37c}</svg>"));
        for other in [&b"<svg>\xcd\xbc\xcd</svg>"[..], b"\xff\xfe<", b"\xff\xfe\x00\xd8"] {
            assert_eq!(text(other), None, "{other:x?}");
        }
    }

    #[test]
    fn a_name_is_true_or_makes_no_difference() {
        for (named, text, right) in [
            ("UTF-8", "图", true),
            ("iso-8859-1", "a", true),
            ("iso-8859-1", "é", false),
            ("GB2312", "图", false),
            ("UTF-7", "+ADw-", false),
            ("ISO-2022-JP", "a", false),
        ] {
            assert_eq!(is_true(named, text), right, "{named}");
        }
    }
}
