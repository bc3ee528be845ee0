//! Raw HTML cut into tags and text.

use std::ops::Range;

/// Names of attributes, in lower case, with their places.
pub(in crate::parse::markdown) type Names = Vec<(String, Range<usize>)>;

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::parse::markdown) enum Token {
    /// `<name …>`.
    Open {
        /// In lower case.
        name: String,
        /// The names of its attributes, in lower case, with their place.
        attributes: Names,
        /// The whole tag.
        range: Range<usize>,
    },
    /// `</name>`.
    Close {
        /// In lower case.
        name: String,
        /// The whole tag.
        range: Range<usize>,
    },
    /// Text between tags.
    Text(Range<usize>),
    /// A comment.
    Hidden(Range<usize>),
    /// A declaration or an instruction: `<!…>`, `<?…>`.
    Declaration(Range<usize>),
}

/// Cuts a text into tokens. Every byte belongs to one, in order.
pub(in crate::parse::markdown) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// No `-->` and no `>` stands from here on.
    no_comment_end: usize,
    no_tag_end: usize,
}

impl<'a> Tokens<'a> {
    pub(in crate::parse::markdown) fn new(text: &'a str) -> Self {
        Self { text, at: 0, no_comment_end: usize::MAX, no_tag_end: usize::MAX }
    }

    /// Passes over everything up to the end tag of the element `name`, which comes next.
    pub(in crate::parse::markdown) fn skip_content(&mut self, name: &str) {
        self.at = self.end_tag(name).unwrap_or(self.text.len());
    }

    /// Where the next end tag of an element begins.
    pub(in crate::parse::markdown) fn end_tag(&self, name: &str) -> Option<usize> {
        self.end_tag_before(name, |_| false)
    }

    /// The same, in a text that begins in a paragraph: not behind its end.
    pub(in crate::parse::markdown) fn end_tag_in_paragraph(&self, name: &str) -> Option<usize> {
        self.end_tag_before(name, |rest| rest.starts_with(b"\n\n"))
    }

    fn end_tag_before(&self, name: &str, is_over: impl Fn(&[u8]) -> bool) -> Option<usize> {
        let rest = &self.text.as_bytes()[self.at..];
        let is_end = |at: usize| {
            rest[at..].starts_with(b"</")
                && rest
                    .get(at + 2..at + 2 + name.len())
                    .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && !rest.get(at + 2 + name.len()).is_some_and(u8::is_ascii_alphanumeric)
        };
        let mut places = (0..rest.len()).take_while(|at| !is_over(&rest[*at..]));
        places.find(|at| is_end(*at)).map(|at| self.at + at)
    }

    fn hidden(&mut self, start: usize, end: &str) -> Option<Token> {
        let known = if end == "-->" { &mut self.no_comment_end } else { &mut self.no_tag_end };
        if start >= *known {
            return None;
        }
        let found = self.text[start + 2..].find(end);
        if found.is_none() {
            *known = start;
        }
        self.at = start + 2 + found? + end.len();
        Some(Token::Hidden(start..self.at))
    }

    /// The tag that begins here, if it is one.
    fn tag(&mut self, start: usize) -> Option<Token> {
        let rest = &self.text[start..];
        if rest.starts_with("<!--") {
            return self.hidden(start, "-->");
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            self.hidden(start, ">")?;
            return Some(Token::Declaration(start..self.at));
        }
        let bytes = self.text.as_bytes();
        let closing = rest.starts_with("</");
        let name_start = start + 1 + usize::from(closing);
        if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) || start >= self.no_tag_end {
            return None;
        }
        let is_name = |byte: &u8| !byte.is_ascii_whitespace() && !b"/>=\"'<".contains(byte);
        let length = bytes[name_start..].iter().take_while(|byte| is_name(byte)).count();
        let name = self.text[name_start..name_start + length].to_ascii_lowercase();
        let (attributes, end) = match attributes(self.text, name_start + length) {
            Attributes::Ended(names, end) => (names, end),
            Attributes::Broken => return None,
            Attributes::Endless => {
                self.no_tag_end = start;
                return None;
            }
        };
        self.at = end;
        let range = start..end;
        Some(if closing { Token::Close { name, range } } else { Token::Open { name, attributes, range } })
    }
}

/// What stands in a tag behind its name.
enum Attributes {
    /// The names, and the offset after the `>` that ends them.
    Ended(Names, usize),
    /// Another `<` stands in it, outside of quotation marks: it is no tag.
    Broken,
    /// It has no end.
    Endless,
}

/// The attributes from `at` on.
fn attributes(text: &str, mut at: usize) -> Attributes {
    let bytes = text.as_bytes();
    let mut names = Vec::new();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Attributes::Ended(names, at + 1),
            _ if byte.is_ascii_whitespace() || byte == b'/' => at += 1,
            b'"' | b'\'' => match bytes[at + 1..].iter().position(|other| *other == byte) {
                Some(length) => at += 2 + length,
                None => return Attributes::Endless,
            },
            b'=' => {
                at += 1;
                at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if !matches!(bytes.get(at), Some(b'"' | b'\'')) {
                    let unquoted = |byte: &&u8| !byte.is_ascii_whitespace() && **byte != b'>';
                    let length = bytes[at..].iter().take_while(unquoted).count();
                    if bytes[at..at + length].contains(&b'<') {
                        return Attributes::Broken;
                    }
                    at += length;
                }
            }
            _ => {
                let is_name = |byte: &&u8| !byte.is_ascii_whitespace() && !b"=>/\"'".contains(byte);
                let length = bytes[at..].iter().take_while(is_name).count();
                if bytes[at..at + length].contains(&b'<') {
                    return Attributes::Broken;
                }
                names.push((text[at..at + length].to_ascii_lowercase(), at..at + length));
                at += length;
            }
        }
    }
    Attributes::Endless
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        if self.text.as_bytes()[start] == b'<'
            && let Some(token) = self.tag(start)
        {
            return Some(token);
        }
        // A `<` that begins no tag is text, one character of it.
        let next = if self.text.as_bytes()[start] == b'<' {
            start + 1
        } else {
            self.text[start..].find('<').map_or(self.text.len(), |at| start + at)
        };
        self.at = next;
        Some(Token::Text(start..next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_tags() {
        let text = "a <SPAN class='x>y' ID=z>b</span > < c <!-- d --> <e";
        let tokens: Vec<Token> = Tokens::new(text).collect();
        assert!(matches!(&tokens[1], Token::Open { name, attributes, .. }
            if name == "span" && attributes.len() == 2 && attributes[1].0 == "id"));
        assert!(matches!(&tokens[3], Token::Close { name, .. } if name == "span"));
        assert!(tokens.iter().any(|token| matches!(token, Token::Hidden(_))));
        assert_eq!(tokens.last(), Some(&Token::Text(text.len() - 1..text.len())));
    }
}
