//! Text for XML: feeds and sitemaps.

/// Writes text with `&`, `<`, `>` and quotes escaped, and without the characters that XML 1.0 has no way to hold.
pub fn escape(text: &str, out: &mut String) {
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

/// Writes `<name>text</name>` on a line of its own.
pub fn element(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(text, out);
    out.push_str("</");
    out.push_str(name.split(' ').next().unwrap_or(name));
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_cannot_hold_control_characters() {
        let mut out = String::new();
        escape("a\u{1}<b>&\"", &mut out);
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;");
    }
}
