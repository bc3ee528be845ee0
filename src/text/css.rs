//! The door of cssparser: a style sheet as tokens (CSS Syntax Level 3), each with its place.
//!
//! Escapes, case and comments are read here, so that nobody who looks for an address searches in text: `u\72l(a)` is
//! `url(a)`. What a browser would repair in silence is a fault.

use cssparser::{CowRcStr, Parser, ParserInput, Token as Read};

use crate::diag::Span;

/// How deep brackets may stand in one another.
const DEEPEST: usize = 64;

/// What a token is. Names of functions and at-rules are in lower case: CSS does not tell them apart by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// White space.
    Space,
    /// A comment.
    Comment,
    /// A word: the name of a property, an element or a value.
    Word(String),
    /// `@name`.
    At(String),
    /// `name(`; what it is given ends with a [`Kind::Close`].
    Function(String),
    /// A string, without its quotation marks.
    Quoted(String),
    /// `url(…)` without quotation marks: the address.
    Url(String),
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    /// `#name`: the id in a selector, or a colour.
    Hash(String),
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// Numbers and signs.
    Other,
}

/// A token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// The number of the token after it or, for one that opens a bracket, of the token after that bracket's end.
    pub next: usize,
}

/// What cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A bracket that is never closed.
    Unclosed(char),
    /// A bracket that closes nothing.
    Stray(char),
    /// A string that does not end on its line.
    Quoted,
    /// A `url(…)` without quotation marks that has a space, a quotation mark or a bracket in it, or no end.
    Url,
    /// A comment that is never closed.
    Comment,
    /// A `\` that escapes nothing.
    Backslash,
    /// More brackets in one another than any style sheet has.
    Deep,
}

/// A style sheet, read.
#[derive(Debug, Default)]
pub struct Sheet {
    /// All of it, in order.
    pub tokens: Vec<Token>,
    /// What cannot be read. The tokens do not mean anything then.
    pub faults: Vec<(Fault, Span)>,
}

/// An address that a style sheet has a browser ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// As it is meant, without escapes.
    pub written: &'a str,
    /// The token that it stands in.
    pub token: &'a Token,
    /// Whether a whole style sheet is imported from there.
    pub is_import: bool,
}

impl Sheet {
    /// Reads a style sheet, or the declarations of a `style` attribute.
    pub fn read(text: &str) -> Self {
        // What is cut off by the end of the text is closed by it in silence; by the end of a line it is not.
        let ended = format!("{text}\n");
        let mut input = ParserInput::new(&ended);
        let mut reader = Reader { text: &ended, sheet: Self::default() };
        reader.level(&mut Parser::new(&mut input), 0);
        let mut sheet = reader.sheet;
        let is_unclosed = |fault: &Fault| matches!(fault, Fault::Unclosed(_));
        // One bracket that is never closed takes all others with it.
        if let Some(first) = sheet.faults.iter().position(|(fault, _)| is_unclosed(fault)) {
            let mut at = 0..;
            sheet.faults.retain(|(fault, _)| {
                let is_first = at.next() == Some(first);
                is_first || !(is_unclosed(fault) || matches!(fault, Fault::Stray(_)))
            });
        }
        for span in sheet.faults.iter_mut().map(|(_, span)| span) {
            span.end = span.end.min(text.len());
        }
        sheet
    }

    /// The addresses that it has a browser ask for: `url(…)`, `src(…)`, the pictures of an `image-set(…)`, and what it
    /// imports. The name of a namespace is none.
    pub fn addresses(&self) -> Vec<Address<'_>> {
        let mut found = Vec::new();
        let mut functions: Vec<(&str, usize)> = Vec::new();
        // The at-rule whose beginning is being read.
        let mut rule = "";
        for (at, token) in self.tokens.iter().enumerate() {
            while functions.pop_if(|(_, end)| *end <= at).is_some() {}
            let function = functions.last().map_or("", |(name, _)| *name);
            let written = match &token.kind {
                Kind::At(name) => {
                    rule = name;
                    continue;
                }
                Kind::Semicolon | Kind::Open('{') => {
                    rule = "";
                    continue;
                }
                Kind::Function(name) => {
                    functions.push((name, token.next));
                    continue;
                }
                Kind::Url(written) => written,
                Kind::Quoted(written)
                    if matches!(function, "url" | "src" | "image" | "image-set" | "-webkit-image-set")
                        || (function.is_empty() && rule == "import") =>
                {
                    written
                }
                _ => continue,
            };
            if rule != "namespace" {
                found.push(Address { written, token, is_import: rule == "import" });
            }
        }
        found
    }
}

struct Reader<'a> {
    text: &'a str,
    sheet: Sheet,
}

impl<'a> Reader<'a> {
    fn level(&mut self, parser: &mut Parser<'a, '_>, depth: usize) {
        loop {
            let start = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
            let token = token.clone();
            let span = start..parser.position().byte_index();
            // The line break that was added.
            if span.end == self.text.len() && matches!(token, Read::WhiteSpace(_)) {
                if span.len() > 1 {
                    self.push(Kind::Space, start..span.end - 1);
                }
                continue;
            }
            self.look(&token, &span);
            let number = self.sheet.tokens.len();
            let Some(close) = opened(&token) else {
                self.push(kind(token), span);
                continue;
            };
            self.push(kind(token), span.clone());
            if depth == DEEPEST {
                return self.fault(Fault::Deep, span);
            }
            let mut inner_end = 0;
            let _: Result<(), cssparser::ParseError<'_, ()>> = parser.parse_nested_block(|inner| {
                self.level(inner, depth + 1);
                inner_end = inner.position().byte_index();
                Ok(())
            });
            let end = parser.position().byte_index();
            if self.text[inner_end..end] == *close.encode_utf8(&mut [0; 4]) {
                self.push(Kind::Close(close), inner_end..end);
            } else if self.sheet.faults.last().is_none_or(|(fault, _)| *fault != Fault::Deep) {
                let open = self.text[..span.end].chars().next_back().unwrap_or('{');
                self.fault(Fault::Unclosed(open), span);
            }
            self.sheet.tokens[number].next = self.sheet.tokens.len();
        }
    }

    fn push(&mut self, kind: Kind, span: Span) {
        let next = self.sheet.tokens.len() + 1;
        self.sheet.tokens.push(Token { kind, span, next });
    }

    fn fault(&mut self, fault: Fault, span: Span) {
        self.sheet.faults.push((fault, span));
    }

    /// What a browser repairs in silence.
    fn look(&mut self, token: &Read<'_>, span: &Span) {
        let written = &self.text[span.clone()];
        let fault = match token {
            Read::BadString(_) => Fault::Quoted,
            Read::BadUrl(_) => Fault::Url,
            Read::UnquotedUrl(_) if !written.ends_with(')') => Fault::Url,
            Read::Comment(_) if !written.ends_with("*/") => Fault::Comment,
            Read::Delim('\\') => Fault::Backslash,
            Read::CloseParenthesis => Fault::Stray(')'),
            Read::CloseSquareBracket => Fault::Stray(']'),
            Read::CloseCurlyBracket => Fault::Stray('}'),
            _ => return,
        };
        self.fault(fault, span.clone());
    }
}

/// What closes the bracket that a token opens.
fn opened(token: &Read<'_>) -> Option<char> {
    match token {
        Read::Function(_) | Read::ParenthesisBlock => Some(')'),
        Read::SquareBracketBlock => Some(']'),
        Read::CurlyBracketBlock => Some('}'),
        _ => None,
    }
}

fn kind(token: Read<'_>) -> Kind {
    let lower = |name: CowRcStr<'_>| name.to_ascii_lowercase();
    match token {
        Read::WhiteSpace(_) => Kind::Space,
        Read::Comment(_) => Kind::Comment,
        Read::Ident(name) => Kind::Word(name.to_string()),
        Read::AtKeyword(name) => Kind::At(lower(name)),
        Read::Function(name) => Kind::Function(lower(name)),
        Read::IDHash(name) | Read::Hash(name) => Kind::Hash(name.to_string()),
        Read::QuotedString(text) => Kind::Quoted(text.to_string()),
        Read::UnquotedUrl(address) => Kind::Url(address.to_string()),
        Read::ParenthesisBlock => Kind::Open('('),
        Read::SquareBracketBlock => Kind::Open('['),
        Read::CurlyBracketBlock => Kind::Open('{'),
        Read::CloseParenthesis => Kind::Close(')'),
        Read::CloseSquareBracket => Kind::Close(']'),
        Read::CloseCurlyBracket => Kind::Close('}'),
        Read::Colon => Kind::Colon,
        Read::Semicolon => Kind::Semicolon,
        Read::Comma => Kind::Comma,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(Fault, Span)> {
        Sheet::read(text).faults
    }

    #[test]
    fn what_a_browser_repairs_in_silence_is_a_fault() {
        for (text, fault, span) in [
            (".x { color: red; .y", Fault::Unclosed('{'), 3..4),
            ("a { width: calc(1px; } b { c: d }", Fault::Unclosed('('), 11..16),
            ("a{} }", Fault::Stray('}'), 4..5),
            ("a { b: (; } c) }", Fault::Stray('}'), 10..11),
            ("a { content: \"x }", Fault::Quoted, 13..17),
            ("a { content: \"x\n}", Fault::Quoted, 13..15),
            ("a { b: \"x\\\"", Fault::Quoted, 7..11),
            ("a { b: url(x y) }", Fault::Url, 7..15),
            ("a{} /* b", Fault::Comment, 4..8),
            ("a{} /*/", Fault::Comment, 4..7),
            ("a{} \\", Fault::Backslash, 4..5),
        ] {
            assert_eq!(faults(text).first(), Some(&(fault, span)), "{text}");
        }
        assert_eq!(faults("a { b: url(x\\)").first().map(|it| it.0), Some(Fault::Url));
        for text in ["", " ", "\n", "a { b: c }", "a { b: \"\\\n\" }", "/**/", "a { b: url( x ) }", "<!-- a {} -->"] {
            assert_eq!(faults(text), [], "{text}");
        }
    }

    #[test]
    fn brackets_without_end_end() {
        for text in ["(".repeat(100_000), "a{".repeat(100_000), "[(".repeat(50_000) + &")]".repeat(50_000)] {
            assert_eq!(faults(&text).first().map(|it| it.0), Some(Fault::Deep));
        }
    }

    #[test]
    fn tokens_cover_the_text() {
        let text = "@media (a) { b:hover , c::d [e='f'] { --g: { h }; i: calc(1px + 2%) !important } } \n";
        let sheet = Sheet::read(text);
        let all: String = sheet.tokens.iter().map(|it| &text[it.span.clone()]).collect();
        assert_eq!(all, text);
        for token in &sheet.tokens {
            let is_open = matches!(token.kind, Kind::Open(_) | Kind::Function(_));
            assert_eq!(
                is_open,
                matches!(sheet.tokens[token.next - 1].kind, Kind::Close(_))
                    && token.span != sheet.tokens[token.next - 1].span,
                "{token:?}"
            );
        }
    }

    #[test]
    fn addresses_are_read_as_css_reads_them() {
        for (text, wanted) in [
            ("a{b:u\\72l(x.png)}", &[("x.png", false)] as &[_]),
            ("a{b:URL( 'x\\.png' )}", &[("x.png", false)]),
            ("@IMPORT \"a.css\" layer(b); c{d:e}", &[("a.css", true)]),
            ("@im\\70ort u\\52l(a.css) supports(b: url(c))", &[("a.css", true), ("c", true)]),
            ("a{b:image-set(\"x.avif\" type(\"image/avif\"), url(y) 2x)}", &[("x.avif", false), ("y", false)]),
            ("@namespace url(http://www.w3.org/1999/xhtml); @namespace 'x';", &[]),
            ("@font-face{src:local(\"A\"),url(b) format(\"woff2\")}", &[("b", false)]),
            ("a{content:\"url(x)\"} /* url(y) */", &[]),
        ] {
            let sheet = Sheet::read(text);
            let found: Vec<(&str, bool)> = sheet.addresses().iter().map(|it| (it.written, it.is_import)).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
