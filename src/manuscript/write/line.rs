//! A line of Markdown that postil reads back as the runs that it was made of.
//!
//! Whether a sign is read as a mark, the parser itself is asked: a line is written without any backslash if it reads back
//! as it was, and otherwise with those that it needs.

use std::collections::BTreeMap;

use self::letters::{Set, letters, trimmed, wanted};
use self::settled::{bare, settled};
use super::Shown;
use crate::diag::{Diagnostic, OffsetMap, SourceText, code};
use crate::manuscript::block::{Format, Height, Inline};
use crate::model::body::{Body, Kind};
use crate::parse::markdown::{MarkdownOptions, parse};

mod letters;
mod settled;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// Signs that can be marks.
const MARKS: &[char] = &[
    '\\', '`', '*', '_', '~', '[', ']', '<', '>', '$', '&', '|', '#', '+', '-', '.', ')', '=', ':', '{', '}', '!', '^',
];

/// From how many signs on they are tried by kind, and no longer one by one.
const MANY: usize = 24;

/// A piece of a line: letters that may need backslashes, or marks of its own.
#[derive(Debug, Clone)]
enum Piece {
    Letters(String),
    Mark(String),
}

/// A line on its way.
pub(super) struct Line<'m> {
    content: Vec<Inline>,
    place: Place,
    pictures: &'m [Shown],
    numbers: &'m BTreeMap<String, usize>,
}

impl<'m> Line<'m> {
    pub(super) fn new(
        content: &[Inline],
        place: Place,
        pictures: &'m [Shown],
        numbers: &'m BTreeMap<String, usize>,
    ) -> Self {
        Self { content: settled(content, place), place, pictures, numbers }
    }

    /// The line.
    pub(super) fn written(&self) -> String {
        let wanted = self.wanted();
        for as_html in [false, true] {
            let pieces = self.pieces(as_html);
            if let Some(text) = self.escaped(&pieces, &wanted) {
                return text;
            }
        }
        // How it is set is given up before a letter is.
        let bare: Vec<Inline> = self.content.iter().map(bare).collect();
        let line = Line { content: bare, ..*self };
        let pieces = line.pieces(true);
        line.escaped(&pieces, &line.wanted()).unwrap_or_else(|| composed(&pieces, &|_, _| true))
    }

    /// The pieces with as few backslashes as they read back with; `None` if they never do.
    fn escaped(&self, pieces: &[Piece], wanted: &[Set]) -> Option<String> {
        let reads = |text: &str, strictly: bool| self.reads_back(text, wanted, strictly);
        let plain = composed(pieces, &|_, _| false);
        if reads(&plain, true) {
            return Some(plain);
        }
        let full = composed(pieces, &|_, _| true);
        let strictly = reads(&full, true);
        if !strictly && reads(&plain, false) {
            return Some(plain);
        }
        if !strictly && !reads(&full, false) {
            return None;
        }
        let signs: Vec<char> = pieces
            .iter()
            .filter_map(|it| if let Piece::Letters(text) = it { Some(text) } else { None })
            .flat_map(|text| text.chars())
            .filter(|c| MARKS.contains(c))
            .collect();
        let mut keep = vec![true; signs.len()];
        let mut groups: Vec<Vec<usize>> =
            MARKS.iter().map(|mark| (0..signs.len()).filter(|at| signs[*at] == *mark).collect()).collect();
        if signs.len() <= MANY {
            // From the last to the first, so that the first of a pair keeps its backslash.
            groups.extend((0..signs.len()).rev().map(|at| vec![at]));
        }
        for group in groups.into_iter().filter(|group| !group.is_empty()) {
            let before = keep.clone();
            group.iter().for_each(|at| keep[*at] = false);
            if keep != before && !reads(&composed(pieces, &|at, _| keep[at]), strictly) {
                keep = before;
            }
        }
        Some(composed(pieces, &|at, _| keep[at]))
    }

    /// Whether a text is read as these letters. Strictly: and nothing is said of its marks.
    fn reads_back(&self, text: &str, wanted: &[Set], strictly: bool) -> bool {
        let mut whole = match self.place {
            Place::Paragraph => text.to_owned(),
            Place::Heading => format!("## {text}"),
            Place::Cell => format!("| {text} | x |\n|---|---|\n"),
        };
        for number in self.numbers.values() {
            whole.push_str(&format!("\n\n[^{number}]: x\n"));
        }
        let file = SourceText::new("line", whole.as_str());
        let checked = parse(&whole, &OffsetMap::shifted(0), &file, &MarkdownOptions::default());
        let is_of_marks = |it: &Diagnostic| {
            let is_other = [code::M016, code::M021, code::M023, code::M030, code::M032, code::M050, code::M051];
            !is_other.contains(&it.code)
        };
        if strictly && checked.diagnostics.iter().any(is_of_marks) {
            return false;
        }
        self.read(&checked.value).is_some_and(|read| read == wanted)
    }

    /// The letters of the first block of a body, if it is what the line is to be and stands alone.
    fn read(&self, body: &Body) -> Option<Vec<Set>> {
        let first = body.nodes().first()?;
        let is_kind = match self.place {
            Place::Paragraph => matches!(first.kind, Kind::Paragraph),
            Place::Heading => matches!(first.kind, Kind::Heading { level: 2, .. }),
            Place::Cell => matches!(first.kind, Kind::Table { .. }),
        };
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < body.nodes().len() {
            blocks.push(at);
            at = body.end_of(at);
        }
        let is_note = |at: &&usize| matches!(body.nodes()[**at].kind, Kind::Footnote { .. });
        if !is_kind || blocks.iter().skip(1).any(|at| !is_note(&at)) {
            return None;
        }
        let range = match self.place {
            Place::Cell => {
                let cell = body.nodes().iter().position(|node| matches!(node.kind, Kind::TableCell))?;
                cell + 1..body.end_of(cell)
            }
            _ => 1..body.end_of(0),
        };
        let mut set = Vec::new();
        letters(body, range, Format::default(), &mut set);
        Some(trimmed(set))
    }

    /// What is to be read back.
    fn wanted(&self) -> Vec<Set> {
        let mut set = Vec::new();
        wanted(&self.content, &mut set);
        trimmed(set)
    }

    fn pieces(&self, as_html: bool) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.push(&self.content, as_html, &mut pieces);
        pieces
    }

    fn push(&self, content: &[Inline], as_html: bool, pieces: &mut Vec<Piece>) {
        let mut open: Vec<&'static (&'static str, &'static str)> = Vec::new();
        for inline in content {
            let format = match inline {
                Inline::Text(_, format) => *format,
                _ => Format::default(),
            };
            let tags = tags(format, as_html);
            let shared = open.iter().zip(&tags).take_while(|(a, b)| a == b).count();
            while open.len() > shared {
                pieces.extend(open.pop().map(|(_, end)| Piece::Mark((*end).to_owned())));
            }
            for tag in &tags[shared..] {
                pieces.push(Piece::Mark(tag.0.to_owned()));
                open.push(tag);
            }
            match inline {
                Inline::Text(text, format) if format.code => pieces.push(Piece::Mark(code_span(text))),
                Inline::Text(text, _) => pieces.push(Piece::Letters(text.clone())),
                Inline::Break => {
                    pieces.push(Piece::Mark(if self.place == Place::Paragraph { "\\\n" } else { "<br>" }.to_owned()))
                }
                Inline::Link { address, content } => self.push_link(address, content, as_html, pieces),
                Inline::Picture(at) => {
                    let shown = self.pictures.get(*at).filter(|shown| !shown.file.is_empty());
                    pieces.extend(shown.map(|shown| {
                        Piece::Mark(format!(
                            "![{}]({})",
                            shown.alt.replace(['[', ']', '\\', '`', '*', '<', '\n', '|'], " "),
                            shown.file
                        ))
                    }));
                }
                Inline::Note(label) => {
                    let number = self.numbers.get(label).copied().unwrap_or_default();
                    pieces.push(Piece::Mark(format!("[^{number}]")));
                }
                Inline::Math(tex) => pieces.push(Piece::Mark(format!("${tex}$"))),
            }
        }
        while let Some((_, end)) = open.pop() {
            pieces.push(Piece::Mark((*end).to_owned()));
        }
    }

    fn push_link(&self, address: &str, content: &[Inline], as_html: bool, pieces: &mut Vec<Piece>) {
        let is_bare =
            matches!(content, [Inline::Text(text, format)] if text == address && *format == Format::default());
        if is_bare {
            pieces.push(Piece::Letters(address.to_owned()));
            return;
        }
        let is_simple = !address.contains(['(', ')', ' ', '\\', '|', '*', '_', '`', '~', '$']);
        let destination = if is_simple {
            address.to_owned()
        } else {
            format!("<{}>", address.replace(['<', '>', ' '], "").replace('|', "%7C"))
        };
        pieces.push(Piece::Mark("[".to_owned()));
        self.push(content, as_html, pieces);
        pieces.push(Piece::Mark(format!("]({destination})")));
    }
}

/// The text of some pieces. `is_escaped` is asked of each sign that can be a mark, by its number.
fn composed(pieces: &[Piece], is_escaped: &dyn Fn(usize, char) -> bool) -> String {
    let mut out = String::new();
    let mut at = 0;
    for piece in pieces {
        match piece {
            Piece::Mark(mark) => out.push_str(mark),
            Piece::Letters(text) => {
                for c in text.chars() {
                    if MARKS.contains(&c) {
                        if is_escaped(at, c) {
                            out.push('\\');
                        }
                        at += 1;
                    }
                    out.push(c);
                }
            }
        }
    }
    out.trim().to_owned()
}

const STRONG: &[(&str, &str)] = &[("**", "**"), ("<strong>", "</strong>")];
const EMPHASIS: &[(&str, &str)] = &[("*", "*"), ("<em>", "</em>")];
const STRIKE: &[(&str, &str)] = &[("~~", "~~"), ("<del>", "</del>")];
const ABOVE: &(&str, &str) = &("<sup>", "</sup>");
const BELOW: &(&str, &str) = &("<sub>", "</sub>");

/// The marks around letters, the outermost first.
fn tags(format: Format, as_html: bool) -> Vec<&'static (&'static str, &'static str)> {
    let form = usize::from(as_html);
    let mut tags = Vec::new();
    if format.bold {
        tags.push(&STRONG[form]);
    }
    if format.italic {
        tags.push(&EMPHASIS[form]);
    }
    if format.strike {
        tags.push(&STRIKE[form]);
    }
    match format.height {
        Height::Above => tags.push(ABOVE),
        Height::Below => tags.push(BELOW),
        Height::Line => {}
    }
    tags
}

fn code_span(text: &str) -> String {
    let mut ticks = "`".to_owned();
    while text.contains(&ticks) {
        ticks.push('`');
    }
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(content: &[Inline], place: Place) -> String {
        Line::new(content, place, &[], &BTreeMap::new()).written()
    }

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned(), Format::default())
    }

    fn bold(words: &str) -> Inline {
        Inline::Text(words.to_owned(), Format { bold: true, ..Format::default() })
    }

    #[test]
    fn signs_are_escaped_where_they_would_be_marks_and_only_there() {
        for (words, wanted) in [
            ("95%CI 0.52~0.99，P<0.001", "95%CI 0.52~0.99，P<0.001"),
            ("1. 第一点", "1\\. 第一点"),
            ("- 一项", "\\- 一项"),
            ("# 号", "\\# 号"),
            ("a*b*c", "a\\*b\\*c"),
            ("年龄>65岁", "年龄>65岁"),
            ("<b>不是标记</b>", "\\<b>不是标记\\</b>"),
            ("S_1与S_2", "S_1与S_2"),
            ("[1](x)", "[1]\\(x)"),
            ("$x$", "\\$x$"),
            ("CYP2C19*2", "CYP2C19*2"),
            (":::note", "\\:::note"),
        ] {
            let line = written(&[text(words)], Place::Paragraph);
            // Which of two signs is escaped does not matter; that it reads back does.
            let numbers = BTreeMap::new();
            let back = Line::new(&[text(words)], Place::Paragraph, &[], &numbers);
            assert!(back.reads_back(&line, &back.wanted(), false), "{words}: {line}");
            assert_eq!(line.contains('\\'), wanted.contains('\\'), "{words}: {line}");
        }
    }

    #[test]
    fn runs_keep_how_they_are_set() {
        let above = |words: &str| Inline::Text(words.to_owned(), Format { height: Height::Above, ..Format::default() });
        assert_eq!(written(&[bold("结论："), text("联合SBRT")], Place::Paragraph), "**结论：**联合SBRT");
        assert_eq!(written(&[text("≥60×10"), above("9"), text("/L")], Place::Paragraph), "≥60×10⁹/L");
        assert_eq!(written(&[text("距离5 m"), above("2")], Place::Paragraph), "距离5 m<sup>2</sup>");
        assert_eq!(written(&[bold("前 "), text("后")], Place::Paragraph), "**前** 后");
        assert_eq!(written(&[text("a|b"), Inline::Break, text("c")], Place::Cell), "a\\|b<br>c");
        assert_eq!(written(&[text("甲"), Inline::Break, text("乙")], Place::Paragraph), "甲\\\n乙");
    }
}
