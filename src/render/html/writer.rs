//! The walk over the tape.

use std::ops::Range;

use super::HtmlOptions;
use super::abbreviation::Surroundings;
use super::table::Shape;
use super::unparted::{Spans, UNPARTED};
use crate::model::body::{Alignment, Body, Kind};
use crate::render::escape;
use crate::render::printed::{LETTER, with_letters};

pub(super) struct Writer<'a, 'o> {
    pub(super) body: &'a Body,
    pub(super) out: &'o mut String,
    pub(super) options: &'a HtmlOptions<'a>,
    /// Where this body's HTML begins in the buffer.
    start: usize,
    /// The columns of the table that is being written, what they are, and the one that comes next.
    pub(super) columns: &'a [Alignment],
    pub(super) shape: Shape,
    pub(super) row: usize,
    pub(super) column: usize,
    /// The paragraph that is the caption of the table behind it.
    pub(super) captioned: Option<usize>,
    pub(super) in_head: bool,
    /// Whether rows were written after the head.
    pub(super) has_rows: bool,
    pub(super) tables: usize,
    pub(super) in_footnotes: bool,
    pub(super) surroundings: Surroundings,
    spans: Spans,
}

impl<'a, 'o> Writer<'a, 'o> {
    pub(super) fn new(body: &'a Body, out: &'o mut String, options: &'a HtmlOptions<'a>) -> Self {
        Self {
            start: out.len(),
            body,
            out,
            options,
            columns: &[],
            shape: Shape::default(),
            row: 0,
            column: 0,
            captioned: None,
            in_head: false,
            has_rows: false,
            tables: 0,
            in_footnotes: false,
            surroundings: Surroundings::default(),
            spans: Spans::default(),
        }
    }

    pub(super) fn run(mut self) {
        if let Some(reading) = self.options.abbreviations {
            reading.begin_section();
        }
        let count = self.body.nodes().len();
        let mut open: Vec<usize> = Vec::with_capacity(8);
        let mut node = 0;
        loop {
            while let Some(&last) = open.last()
                && self.body.end_of(last) <= node
            {
                open.pop();
                self.surroundings.pass(&self.body.nodes()[last].kind, -1);
                self.leave(last, open.last().copied());
            }
            if node == count {
                break;
            }
            if self.enter(node) {
                self.surroundings.pass(&self.body.nodes()[node].kind, 1);
                open.push(node);
                node += 1;
            } else {
                node = self.body.end_of(node);
            }
        }
        if self.in_footnotes {
            self.out.push_str("</ol>\n</section>\n");
        }
    }

    /// Writes how a node begins; false if that was all of it.
    fn enter(&mut self, node: usize) -> bool {
        let it = &self.body.nodes()[node];
        if !it.kind.is_leaf() {
            return self.enter_container(node, &it.kind);
        }
        let text = self.body.text(it);
        match &it.kind {
            Kind::Text => {
                if self.options.keeps_numbers {
                    self.spans.look(self.body, node);
                }
                match self.options.abbreviations {
                    Some(reading) if self.surroundings.quiet == 0 => self.reading_text(node, text, reading),
                    _ => self.piece(node, text, 0..text.len()),
                }
            }
            Kind::Code => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Kind::Html => {
                self.surroundings.tag(text);
                self.out.push_str(text);
            }
            Kind::SoftBreak => self.out.push('\n'),
            Kind::HardBreak => self.out.push_str(if self.options.plain { "<br />\n" } else { "<br>\n" }),
            Kind::Rule => {
                self.line();
                self.out.push_str(if self.options.plain { "<hr />\n" } else { "<hr>\n" });
            }
            Kind::Math { display } => self.math(text, *display, "span"),
            Kind::CodeBlock { language } => self.code_block(language, text),
            Kind::FootnoteReference { number, reference } => self.reference(*number, *reference),
            _ => {}
        }
        false
    }

    fn enter_container(&mut self, node: usize, kind: &'a Kind) -> bool {
        if let (Some(reading), Kind::Heading { level: ..=2, .. }) = (self.options.abbreviations, kind) {
            reading.begin_section();
        }
        if self.options.keeps_numbers && is_set_off(kind) {
            self.spans.look(self.body, node);
            if self.spans.begins_before(node) {
                self.out.push_str(UNPARTED[0]);
            }
        }
        match kind {
            Kind::Emphasis => self.out.push_str("<em>"),
            Kind::Strong => self.out.push_str("<strong>"),
            Kind::Strikethrough => self.out.push_str("<del>"),
            Kind::Link(number) => self.link(*number),
            Kind::Image(number) => {
                self.image(node, *number);
                return false;
            }
            Kind::Plain => {}
            Kind::Paragraph => return self.paragraph(node),
            _ => {
                self.line();
                self.enter_block(node, kind);
            }
        }
        true
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        match &self.body.nodes()[node].kind {
            Kind::Emphasis => self.out.push_str("</em>"),
            Kind::Strong => self.out.push_str("</strong>"),
            Kind::Strikethrough => self.out.push_str("</del>"),
            Kind::Link(_) => self.out.push_str("</a>"),
            Kind::Paragraph if self.captioned == Some(node) => self.out.push_str("</caption>\n"),
            Kind::Paragraph => {
                if let Some(parent) = parent {
                    self.back_links(node, parent);
                }
                self.out.push_str("</p>\n");
            }
            kind => self.leave_block(node, kind),
        }
        if self.spans.ends_behind(node) {
            self.out.push_str(UNPARTED[1]);
        }
    }

    /// Part of the text of a node, with the spans around what no line parts.
    pub(super) fn piece(&mut self, node: usize, text: &str, part: Range<usize>) {
        let mut written = part.start;
        let is_last = part.end == text.len();
        while let Some((place, begins)) = self.spans.next(node, part.end, !is_last) {
            // What begins inside of a word that was written whole stands behind it.
            let place = place.max(written);
            self.letters(&text[written..place]);
            self.out.push_str(UNPARTED[usize::from(!begins)]);
            written = place;
        }
        self.letters(&text[written..part.end]);
    }

    /// Text with the letters of P values in italics, unless an author set them so.
    fn letters(&mut self, text: &str) {
        if !self.options.keeps_numbers || self.out.ends_with("<em>") {
            return self.text(text);
        }
        with_letters(self.out, text, LETTER, escape::text);
    }

    /// Begins a line, unless one has just begun.
    pub(super) fn line(&mut self) {
        if self.out.len() > self.start && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Text between tags. The specification's examples also escape quotes there.
    pub(super) fn text(&mut self, text: &str) {
        if self.options.plain {
            escape::attribute(self.out, text);
        } else {
            escape::text(self.out, text);
        }
    }

    /// ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::attribute(self.out, value);
        self.out.push('"');
    }

    /// ` id="…"` with what ids of this body begin with.
    pub(super) fn id(&mut self, id: &str) {
        if !self.options.plain {
            self.out.push_str(" id=\"");
            escape::attribute(self.out, self.options.id_prefix);
            escape::attribute(self.out, id);
            self.out.push('"');
        }
    }

    /// Appends a number.
    pub(super) fn number(&mut self, number: impl std::fmt::Display) {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{number}");
    }
}

/// Whether a node sets off part of a line.
fn is_set_off(kind: &Kind) -> bool {
    matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_))
}
