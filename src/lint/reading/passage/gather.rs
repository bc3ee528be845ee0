//! Passages gathered from bodies and from fields.

use std::sync::Arc;

use super::align::align;
use super::{Mark, MarkKind, OBJECT, Passage, PassageKind, Piece, Section};
use crate::diag::{SourceText, Span};
use crate::model::body::{Body, Kind, Node};
use crate::model::language::Language;
use crate::model::prose::Prose;

/// The passages of a body, in their order.
pub fn of_body<'a>(
    body: &'a Body,
    file: &'a Arc<SourceText>,
    language: &'a Language,
    in_yaml: bool,
    section: Section,
    out: &mut Vec<Passage<'a>>,
) {
    let now = Passage::new(file, language, PassageKind::Running, section, in_yaml);
    let mut gather =
        Gather { body, now, picture: None, open: Vec::new(), raised: false, lowered: false, passed: 0, out };
    for node in 0..body.nodes().len() {
        while let Some((last, start)) = gather.open.pop_if(|(open, _)| body.end_of(*open) <= node) {
            gather.leave(last, start);
        }
        let start = gather.now.text.len();
        if node >= gather.passed {
            gather.enter(node);
        }
        gather.open.push((node, start));
    }
    while let Some((last, start)) = gather.open.pop() {
        gather.leave(last, start);
    }
    gather.begin(PassageKind::Running);
}

struct Gather<'a, 'o> {
    body: &'a Body,
    now: Passage<'a>,
    /// The description of the picture that is open.
    picture: Option<Passage<'a>>,
    /// The nodes that are open, and how long the passage was when they began.
    open: Vec<(usize, usize)>,
    /// Whether text is above the line.
    raised: bool,
    /// Whether text is below the line.
    lowered: bool,
    /// The end of a link that is passed over, since its text is its address.
    passed: usize,
    out: &'o mut Vec<Passage<'a>>,
}

impl<'a> Gather<'a, '_> {
    fn enter(&mut self, at: usize) {
        let body = self.body;
        let node = &body.nodes()[at];
        let span = place(node);
        match &node.kind {
            Kind::Text if self.raised && is_power(body.text(node)) => {
                // A power is no part of the number before it. It is written in another way, so that nothing repairs it.
                let last = self.now.file.text.len();
                for (offset, c) in body.text(node).char_indices() {
                    let at = (span.start + offset).min(last);
                    self.line().add_instead(above(c), at..(at + c.len_utf8()).min(last));
                }
            }
            Kind::Html => match body.text(node) {
                "<sup>" => self.raised = true,
                "</sup>" => self.raised = false,
                "<sub>" => self.lowered = true,
                "</sub>" => self.lowered = false,
                _ => {}
            },
            Kind::Text if self.lowered && body.text(node).starts_with(char::is_alphabetic) => {
                // `HR<sub>PFS</sub>` is a name with an index, and no name of five letters.
                self.line().add_instead('_', span.start..span.start);
                self.line().add(body.text(node), span);
            }
            Kind::Text => self.line().add(body.text(node), span),
            Kind::SoftBreak | Kind::HardBreak => self.line().add_instead(' ', span),
            Kind::Code | Kind::Math { .. } | Kind::FootnoteReference { .. } => self.line().add_instead(OBJECT, span),
            Kind::Image(_) => {
                self.line().add_instead(OBJECT, span);
                self.picture = Some(self.another(PassageKind::Description));
            }
            Kind::Link(number) if self.is_bare(at, *number) => {
                self.line().add_instead(OBJECT, span);
                self.passed = self.body.end_of(at);
            }
            Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_) => {}
            Kind::Heading { .. } => self.begin(PassageKind::Heading),
            Kind::TableCell => self.begin(PassageKind::Cell),
            Kind::Figure(figure) => self.attributes([Some(&figure.alt), figure.source.as_deref()], &span),
            Kind::Note(note) => self.attributes([note.title.as_deref(), None], &span),
            Kind::Chart(number) => {
                let chart = body.charts.get(*number as usize);
                let text = |name| chart.and_then(|chart| chart.text(name));
                self.attributes([text("title"), text("source")], &span);
            }
            _ => self.begin(PassageKind::Running),
        }
    }

    fn leave(&mut self, at: usize, start: usize) {
        let node = &self.body.nodes()[at];
        let kind = match &node.kind {
            Kind::Emphasis => MarkKind::Emphasis,
            Kind::Strong => MarkKind::Strong,
            Kind::Strikethrough => MarkKind::Strike,
            Kind::Link(_) => MarkKind::Link,
            Kind::Image(_) => {
                self.out.extend(self.picture.take().and_then(Passage::finish));
                return;
            }
            kind if kind.is_leaf() => return,
            _ => return self.begin(PassageKind::Running),
        };
        if self.picture.is_none() {
            let range = start..self.now.text.len();
            self.now.marks.push(Mark { kind, range, span: place(node) });
        }
    }

    /// What text belongs to now.
    fn line(&mut self) -> &mut Passage<'a> {
        self.picture.as_mut().unwrap_or(&mut self.now)
    }

    fn another(&self, kind: PassageKind) -> Passage<'a> {
        Passage::new(self.now.file, self.now.language, kind, self.now.section, self.now.in_yaml)
    }

    fn begin(&mut self, kind: PassageKind) {
        let next = self.another(kind);
        let done = std::mem::replace(&mut self.now, next);
        self.out.extend(done.finish());
    }

    /// Words in the attributes of a directive, which begins with its span.
    fn attributes(&mut self, words: [Option<&str>; 2], span: &Span) {
        self.begin(PassageKind::Running);
        let line = self.now.file.text.get(span.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
        for words in words.into_iter().flatten() {
            let found = self.another(PassageKind::Description).quoted(words, span.start..span.start + line.len());
            self.out.extend(found);
        }
    }

    /// Whether the text of a link is its address.
    fn is_bare(&self, at: usize, number: u32) -> bool {
        let written = self.body.links.get(number as usize).map_or("", |link| &link.written);
        let text = self.body.letters(at + 1..self.body.end_of(at));
        !text.is_empty() && (text == written || written.strip_prefix("mailto:") == Some(&text))
    }
}

/// Whether a text above the line is a power: `9`, `-3`.
fn is_power(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '−', '–', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A character of a power, above the line.
fn above(c: char) -> char {
    match c {
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        _ => c.to_digit(10).and_then(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize)).unwrap_or(c),
    }
}

fn place(node: &Node) -> Span {
    node.span.start as usize..node.span.end as usize
}

/// The passage of a field.
pub fn of_field<'a>(prose: &'a Prose, file: &'a Arc<SourceText>, language: &'a Language) -> Option<Passage<'a>> {
    let language = prose.language.as_ref().unwrap_or(language);
    let mut passage = Passage::new(file, language, PassageKind::Field(prose.kind), Section::Fields, true);
    let raw = file.text.get(prose.span.clone())?;
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\'') && raw.len() > 1 && raw.ends_with(*c));
    let inside = if quote.is_some() { prose.span.start + 1..prose.span.end - 1 } else { prose.span.clone() };
    let raw = &file.text[inside.clone()];
    let mut from = 0;
    while let Some(next) = raw[from..].chars().next() {
        let at = inside.start + from;
        let rest = &raw[from..];
        from += if matches!(next, '\n' | '\r') {
            // A line break, with the indentation after it.
            let blank = rest.len() - rest.trim_start().len();
            passage.add_instead(' ', at..at + blank);
            blank
        } else if quote == Some('\'') && rest.starts_with("''") {
            passage.add_instead('\'', at..at + 2);
            2
        } else if quote == Some('"') && next == '\\' {
            let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            let escaped = rest[1..].chars().next().filter(|c| matches!(c, '"' | '\\' | '/'));
            passage.add_instead(escaped.unwrap_or(OBJECT), at..at + length);
            length
        } else {
            let special = |c: char| matches!(c, '\n' | '\r') || (quote.is_some() && matches!(c, '\'' | '\\'));
            let length = rest[next.len_utf8()..].find(special).map_or(rest.len(), |end| end + next.len_utf8());
            passage.add(&rest[..length], at..at + length);
            length
        };
    }
    passage.finish()
}

impl Passage<'_> {
    /// Adds text that was written at a place.
    fn add(&mut self, text: &str, span: Span) {
        let written = self.file.text.get(span.clone()).unwrap_or_default();
        align(text, self.text.len(), written, span.start, &mut self.pieces);
        self.text.push_str(text);
    }

    /// Adds a character that stands for something else.
    fn add_instead(&mut self, c: char, span: Span) {
        self.pieces.push(Piece { text: self.text.len(), file: span.start, instead: Some(span.len()) });
        self.text.push(c);
    }

    /// A text that stands in quotation marks somewhere in a place.
    fn quoted(mut self, words: &str, within: Span) -> Option<Self> {
        let written = self.file.text.get(within.clone())?;
        let mut found = written.match_indices(words).map(|(at, _)| within.start + at);
        let (first, second) = (found.next()?, found.next());
        if second.is_some() || words.is_empty() {
            return None;
        }
        self.add(words, first..first + words.len());
        self.finish()
    }
}
