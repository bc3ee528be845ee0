//! The lines of directives: finding them in a text and reading one.

use std::ops::Range;

use super::{Fault, Given, Value};
use crate::diag::{Text, code, text};

/// What the line of a directive says; ranges are in the line.
#[derive(Debug)]
pub enum Line {
    /// It opens one.
    Open {
        /// How many colons.
        colons: usize,
        /// Where the name stands.
        name: Range<usize>,
        /// What stands in the braces.
        given: Given,
    },
    /// It closes one.
    Close {
        /// How many colons.
        colons: usize,
    },
}

/// Finds every line that begins with three colons, after the marks of lists and quotes that it may stand in, and
/// gives the range from the colons to the end of the line.
///
/// Some may turn out to be code: only the Markdown parser knows.
pub fn lines(text: &str, mut found: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let end = text[start..].find('\n').map_or(bytes.len(), |end| start + end);
        let line = &bytes[start..end];
        let is_prefix = |at: usize| match line[at] {
            b':' => !line[at..].starts_with(b":::"),
            byte => b" \t>-*+.)0123456789".contains(&byte),
        };
        let prefix = (0..line.len()).find(|at| !is_prefix(*at)).unwrap_or(line.len());
        let rest = &line[prefix..];
        if (rest.starts_with(b":::") || rest.starts_with("：：：".as_bytes()))
            && is_container_prefix(&text[start..start + prefix])
        {
            let end = end - usize::from(rest.ends_with(b"\r"));
            found(start + prefix..end);
        }
        start = end + 1;
    }
}

/// Whether a text holds nothing but what opens or continues quotes and list items.
fn is_container_prefix(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        if rest.is_empty() {
            return true;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let marker = match (digits, rest.as_bytes()[digits..].first()) {
            (0, Some(b'-' | b'*' | b'+' | b':')) => 1,
            (1..=9, Some(b'.' | b')')) => digits + 1,
            _ => return false,
        };
        rest = &rest[marker..];
        if !rest.starts_with([' ', '\t']) {
            return false;
        }
    }
}

/// Reads the line of a directive, from its colons on. What is wrong is added to `faults` and passed over.
pub fn read(line: &str, faults: &mut Vec<Fault>) -> Line {
    let mut reader = Reader { line: line.trim_end(), at: 0, faults };
    let start = reader.at;
    reader.skip(|c| c == ':' || c == '：');
    let written = &reader.line[start..reader.at];
    let colons = written.chars().count();
    if written.contains('：') {
        let help = text!("write `{colons}`", colons = ":".repeat(colons));
        reader.full_width(start..reader.at, text!("the colons are full-width"), help);
    }
    reader.skip(char::is_whitespace);
    if reader.rest().is_empty() {
        return Line::Close { colons };
    }
    let name = reader.word();
    if name.is_empty() {
        reader.fault(
            start..start + written.len(),
            text!("a directive has no name"),
            text!("write its name after the colons, such as `:::note`"),
        );
    }
    reader.skip(char::is_whitespace);
    let given = reader.braces();
    Line::Open { colons, name, given }
}

struct Reader<'l, 'f> {
    line: &'l str,
    at: usize,
    faults: &'f mut Vec<Fault>,
}

impl<'l> Reader<'l, '_> {
    fn rest(&self) -> &'l str {
        &self.line[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        self.at = self.line.len() - self.rest().trim_start_matches(wanted).len();
    }

    fn word(&mut self) -> Range<usize> {
        let start = self.at;
        self.skip(|c| c.is_alphanumeric() || c == '-' || c == '_');
        start..self.at
    }

    fn fault(&mut self, range: Range<usize>, message: Text, help: Text) {
        self.faults.push(Fault::new(code::M004, range, message, help));
    }

    fn full_width(&mut self, range: Range<usize>, message: Text, help: Text) {
        self.faults.push(Fault::new(code::M009, range, message, help));
    }

    /// Everything from the opening brace to the end of the line.
    fn braces(&mut self) -> Given {
        let mut given = Given::default();
        let start = self.at;
        match self.peek() {
            None => return given,
            Some('{') => self.at += 1,
            Some(wide @ '｛') => {
                self.at += wide.len_utf8();
                self.full_width(start..self.at, text!("the brace is full-width"), text!("write `{` and `}`"));
            }
            Some(_) => {
                self.fault(
                    start..self.line.len(),
                    text!("a directive's name is followed by other text"),
                    text!("put its attributes in braces, and its text in the lines below"),
                );
                return given;
            }
        }
        loop {
            self.skip(char::is_whitespace);
            let at = self.at;
            match self.peek() {
                None => {
                    self.fault(start..at, text!("the braces are not closed"), text!("end the line with `}`"));
                    return given;
                }
                Some(c @ ('}' | '｝')) => {
                    self.at += c.len_utf8();
                    break;
                }
                Some('#') => self.id(&mut given),
                Some('.') => {
                    self.at += 1;
                    let name = self.word();
                    given.classes.push(self.line[name].to_owned());
                }
                Some(_) => {
                    if !self.value(&mut given) {
                        return given;
                    }
                }
            }
        }
        self.skip(char::is_whitespace);
        if !self.rest().is_empty() {
            let range = self.at..self.line.len();
            self.fault(range, text!("text follows the braces"), text!("put it in the lines below"));
        }
        given
    }

    fn id(&mut self, given: &mut Given) {
        let start = self.at;
        self.at += 1;
        self.skip(|c| !c.is_whitespace() && c != '}' && c != '｝');
        let range = start..self.at;
        let id = self.line[start + 1..self.at].to_owned();
        if given.id.is_some() {
            let fault = Fault::new(code::M006, range, text!("an id is given twice"), text!("keep one of them"));
            self.faults.push(fault);
        } else {
            given.id = Some((id, range));
        }
    }

    /// `name="text"`; false if nothing after it can be read.
    fn value(&mut self, given: &mut Given) -> bool {
        let start = self.at;
        let name = self.word();
        if name.is_empty() {
            let stray = self.peek().map_or(0, char::len_utf8);
            self.at += stray;
            let range = start..self.at;
            self.fault(
                range,
                text!("this stands between the attributes"),
                text!("part attributes by spaces: {name=\"text\" name=\"text\"}"),
            );
            return true;
        }
        self.skip(char::is_whitespace);
        match self.peek() {
            Some('=') => self.at += 1,
            Some(wide @ '＝') => {
                self.at += wide.len_utf8();
                let range = self.at - wide.len_utf8()..self.at;
                self.full_width(range, text!("the equals sign is full-width"), text!("write `=`"));
            }
            _ => {
                let help = text!("write {name}=\"…\"", name = &self.line[name.clone()]);
                self.fault(name, text!("an attribute has no value"), help);
                return true;
            }
        }
        self.skip(char::is_whitespace);
        let Some(text) = self.quoted() else {
            return false;
        };
        given.values.push(Value { name: self.line[name].to_owned(), text, range: start..self.at });
        true
    }

    fn quoted(&mut self) -> Option<String> {
        let start = self.at;
        let open = self.peek().unwrap_or(' ');
        let close: &[char] = match open {
            '"' => &['"'],
            '\'' => &['\''],
            '“' | '”' => &['”', '“'],
            '‘' | '’' => &['’', '‘'],
            '＂' => &['＂'],
            _ => {
                self.skip(|c| !c.is_whitespace() && c != '}' && c != '｝');
                let text = self.line[start..self.at].to_owned();
                let help = text!("write \"{text}\"", text);
                self.fault(start..self.at, text!("a value stands without quotes"), help);
                return Some(text);
            }
        };
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((offset, c)) = chars.next() {
            match c {
                '\\' => text.extend(chars.next().map(|(_, c)| c)),
                _ if close.contains(&c) => {
                    self.at = start + offset + c.len_utf8();
                    if !open.is_ascii() {
                        let help = text!("write \"{text}\"", text);
                        self.full_width(start..self.at, text!("the quotes are not straight"), help);
                    }
                    return Some(text);
                }
                _ => text.push(c),
            }
        }
        self.fault(
            start..self.line.len(),
            text!("a quote is not closed in its line"),
            text!("write the closing `\"`; the whole line of a directive is one line"),
        );
        None
    }
}
