//! Text as readers see it, in one piece, with the way back to where it was written.
//!
//! A passage is a paragraph, a heading, a cell, a caption, the description of a picture, or a plain field. Marks of
//! Markdown are not in its text; code, formulas and pictures are one [`OBJECT`] each, and addresses are known as such, so
//! that no rule reads them. Every character knows where it stands in the file, and whether it stands there as it is
//! read: only then can a repair be certain.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Edit, SourceText, Span};
use crate::evidence::lex::narrow;
use crate::model::language::Language;
use crate::model::prose::ProseKind;
use crate::model::statistic::Synonyms;

mod align;
mod gather;
mod join;
mod read;

pub use crate::model::issue::Section;
pub use gather::{of_body, of_field};
pub(super) use join::Part;
use read::Read;

/// What stands in a text for something that is no text.
pub const OBJECT: char = '\u{FFFC}';

/// Text in one piece.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The file.
    pub file: &'a Arc<SourceText>,
    /// Its language.
    pub language: &'a Language,
    /// What kind of text it is.
    pub kind: PassageKind,
    /// Which part of its source it belongs to.
    pub section: Section,
    /// Whether it stands in front matter, where some characters mean something to YAML.
    pub in_yaml: bool,
    /// The text.
    pub text: String,
    /// What is marked in it, in the order in which the marks close.
    pub marks: Vec<Mark>,
    pieces: Vec<Piece>,
    /// Addresses and the like, in their order.
    addresses: Vec<Range<usize>>,
    /// Which ASCII characters it has: one bit each.
    signs: u128,
    /// What was read in it.
    read: Read,
    /// What the house calls measures of effect.
    synonyms: Option<&'a Synonyms>,
}

/// Kinds of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A paragraph of a body, or something else that is read through.
    Running,
    /// A heading of a body.
    Heading,
    /// A cell of a table.
    Cell,
    /// The description of a picture.
    Description,
    /// A plain field.
    Field(ProseKind),
}

impl PassageKind {
    /// Whether Markdown means nothing there.
    pub fn is_plain(self) -> bool {
        matches!(self, Self::Field(_))
    }

    /// Whether it is an entry of the list of references or the name of a journal, which have a punctuation of their own.
    pub fn is_citation(self) -> bool {
        matches!(self, Self::Field(ProseKind::Citation | ProseKind::Journal))
    }
}

/// Something marked in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// The text inside.
    pub range: Range<usize>,
    /// All of it in the file, marks included.
    pub span: Span,
}

/// Kinds of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `~~…~~`
    Strike,
    /// `[…](…)`
    Link,
}

/// Some characters that stand in the file one after the other, up to the next piece.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the text.
    text: usize,
    /// Where it begins in the file.
    file: usize,
    /// For a character that is written in another way: the bytes that it takes in the file.
    instead: Option<usize>,
}

impl<'a> Passage<'a> {
    fn new(
        file: &'a Arc<SourceText>,
        language: &'a Language,
        kind: PassageKind,
        section: Section,
        in_yaml: bool,
    ) -> Self {
        Self {
            section,
            file,
            language,
            kind,
            in_yaml,
            text: String::new(),
            marks: Vec::new(),
            pieces: Vec::new(),
            addresses: Vec::new(),
            signs: 0,
            read: Read::default(),
            synonyms: None,
        }
    }

    /// Takes note of what the house calls measures of effect.
    pub(super) fn read_with(&mut self, synonyms: &'a Synonyms) {
        self.synonyms = Some(synonyms).filter(|it| !it.0.is_empty());
    }

    /// Whether its language is Chinese.
    pub fn is_chinese(&self) -> bool {
        self.language.primary() == "zh"
    }

    /// Whether any of these ASCII characters is in it: letters, digits and the sign of per cent in any width.
    pub fn has_any(&self, signs: &str) -> bool {
        signs.bytes().any(|sign| self.signs & bit(sign) != 0)
    }

    /// Whether a digit is in it, in any width.
    pub fn has_digit(&self) -> bool {
        const DIGITS: u128 = 0b11_1111_1111 << b'0';
        self.signs & DIGITS != 0
    }

    /// Whether an address stands at an offset: it is not language.
    pub fn is_address(&self, at: usize) -> bool {
        let next = self.addresses.partition_point(|address| address.end <= at);
        self.addresses.get(next).is_some_and(|address| address.contains(&at))
    }

    /// Whether it is the field of this kind.
    pub fn is_field(&self, kind: ProseKind) -> bool {
        self.kind == PassageKind::Field(kind)
    }

    /// The characters of the text with their offsets.
    pub fn chars(&self) -> Vec<(usize, char)> {
        self.text.char_indices().collect()
    }

    /// The character before an offset.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character at an offset.
    pub fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The place in the file of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.place(range.start).map_or(0, |(file, _)| file);
        let Some(last) = self.text[..range.end].char_indices().next_back().filter(|_| range.end > range.start) else {
            return start..start;
        };
        let end = self.place(last.0).map_or(start, |(file, instead)| file + instead.unwrap_or(last.1.len_utf8()));
        let text = &self.file.text;
        let end = text.ceil_char_boundary(end.min(text.len()));
        text.floor_char_boundary(start.min(end))..end
    }

    /// Where a character stands in the file, and how many bytes it takes there if it is written in another way.
    fn place(&self, at: usize) -> Option<(usize, Option<usize>)> {
        let piece = self.pieces.partition_point(|piece| piece.text <= at).checked_sub(1).map(|it| self.pieces[it])?;
        Some(match piece.instead {
            Some(bytes) => (piece.file, Some(bytes)),
            None => (piece.file + at - piece.text, None),
        })
    }

    /// The place of a range, if the file has there what the text has. What is escaped has not.
    pub fn as_written(&self, range: Range<usize>) -> Option<Span> {
        let span = self.span(range.clone());
        let same = self.file.text.get(span.clone()) == Some(&self.text[range.clone()]);
        (same && self.place(range.start).is_some_and(|(_, instead)| instead.is_none())).then_some(span)
    }

    /// Puts another text in the place of a range; `None` where that cannot be certain.
    pub fn edit(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        let means_something = |c: char| ":#\"'\\{}[],&*!|>%@`".contains(c);
        if self.in_yaml && text.contains(means_something) {
            return None;
        }
        if !range.is_empty() {
            return self.as_written(range).map(|span| Edit::new(span, text));
        }
        // Between two characters that stand side by side in the file.
        let at = range.start;
        let before = self.as_written(at - self.before(at)?.len_utf8()..at)?;
        let after = self.as_written(at..at + self.after(at)?.len_utf8())?;
        (before.end == after.start).then(|| Edit::new(after.start..after.start, text))
    }

    /// Takes note of what the text has, once it is complete.
    fn finish(mut self) -> Option<Self> {
        if self.text.is_empty() && self.marks.is_empty() {
            return None;
        }
        let mut signs = [0_u64; 2];
        for (at, byte) in self.text.bytes().enumerate() {
            if byte.is_ascii() {
                signs[usize::from(byte >> 6)] |= 1 << (byte & 0x3F);
            } else if byte == WIDE {
                self.signs |= self.after(at).filter(|c| is_wide_sign(*c)).map_or(0, |c| bit(narrow(c) as u8));
            }
        }
        self.signs |= u128::from(signs[1]) << 64 | u128::from(signs[0]);
        if self.has_any("/@") {
            self.addresses = addresses(&self.text);
        }
        Some(self)
    }
}

/// The byte with which every character of full or small width begins.
const WIDE: u8 = 0xEF;

/// Whether a character is a sign in another width. Full-width punctuation is that of Chinese, and no other way to write
/// one.
fn is_wide_sign(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '﹪')
}

fn bit(sign: u8) -> u128 {
    1 << (sign & 0x7F)
}

/// Web addresses, addresses of mail, DOIs, in runs that neither a space nor Chinese interrupts.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"') {
            continue;
        }
        let word = text[start..at].trim_end_matches([',', '.', ';', ':', '!', '?', ')']);
        found.extend(address(word).map(|from| start + from..start + word.len()));
        start = at + c.len_utf8();
    }
    found
}

/// Where an address begins in a word that holds one.
fn address(word: &str) -> Option<usize> {
    let back = |at: usize, part: fn(char) -> bool| word[..at].trim_end_matches(part).len();
    let scheme = word.find("://").map(|at| back(at, |c| c.is_ascii_alphanumeric()));
    let doi = || {
        let at = word.find("10.")?;
        let digits = word[at + 3..].bytes().take_while(u8::is_ascii_digit).count();
        (digits >= 4 && word[at + 3 + digits..].starts_with('/')).then_some(at)
    };
    let mail = || {
        let at = word.find('@').filter(|at| word[*at..].contains('.'))?;
        let start = back(at, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
        (start < at).then_some(start)
    };
    scheme.or_else(|| word.find("www.")).or_else(doi).or_else(mail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_words() {
        let text = "见[x](https://a.example/x,y，或a@b.example；DOI 10.1001/jama.2024.1, 1/2 and 10.5/3";
        let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["https://a.example/x,y", "a@b.example", "10.1001/jama.2024.1"]);
    }
}
