//! Text as a YAML value that reads back as the same text, whatever it holds.
//!
//! Never writes anything but scalars on one line.

/// A scalar for a text: as it is where no reader can take it for anything else, in double quotes otherwise.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Whether a text may stand without quotes, by a list of what is safe rather than of what is not.
fn is_plain(text: &str) -> bool {
    const MARKS: &str = " -_./()+，。、；：！？“”‘’（）【】《》—…·≥≤×±";
    // A digit begins a number or a date, but no number has a slash: DOIs stay readable.
    let is_start = |first: char| {
        first.is_alphabetic() || "“‘（【《".contains(first) || (first.is_ascii_digit() && text.contains('/'))
    };
    let is_word =
        ["true", "false", "yes", "no", "on", "off", "y", "n", "null"].contains(&text.to_ascii_lowercase().as_str());
    text.starts_with(is_start)
        && !text.ends_with(' ')
        && !is_word
        && text.chars().all(|letter| letter.is_alphanumeric() || MARKS.contains(letter))
}

/// A text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // What YAML does not print, and what it takes for the end of a line.
            it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(it)));
            }
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a reader of YAML makes of a text.
    pub(in crate::scaffold) fn read(text: &str) -> serde_json::Value {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    #[track_caller]
    fn reads_back(text: &str) {
        assert_eq!(
            read(&format!(
                "a: {}
b: x
",
                scalar(text)
            ))["a"],
            text
        );
    }

    #[test]
    fn plain_where_it_is_safe() {
        for text in ["局部晚期肝癌：SBRT联合索拉非尼", "【演示】标题", "JAMA Oncology", "10.1001/jamaoncol.2024.5403"]
        {
            assert_eq!(scalar(text), text);
        }
        assert_eq!(scalar("HR: 0.77"), "\"HR: 0.77\"");
        assert_eq!(scalar("11(2)"), "\"11(2)\"");
        assert_eq!(scalar("136-144"), "\"136-144\"");
    }

    #[test]
    fn traps_of_yaml_read_back() {
        for text in [
            "",
            " ",
            "a ",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "*P*",
            "@a",
            "%a",
            "&a",
            "!a",
            "|",
            ">",
            "- a",
            "? a",
            "[a",
            "{a}",
            "'a'",
            "\"a\"",
            "\\",
            "\\n",
            "a\nb",
            "\r\n",
            "\t",
            "~",
            "null",
            "Yes",
            "1e3",
            "0x1F",
            "2025-08-07",
            "12:30",
            "---",
            "...",
            "\u{0}\u{7f}\u{85}\u{2028}\u{feff}a",
            "`a`",
            "a, b",
            "1/2",
            "2025/08",
        ] {
            reads_back(text);
        }
    }

    proptest! {
        #[test]
        fn every_text_reads_back(text in any::<String>()) {
            reads_back(&text);
        }
    }
}
