//! The parser's events built into a tree: blocks, and the directives among them.
//!
//! A stack of frames holds what is open. A frame is a block or inline container of Markdown, a directive, or the
//! paragraph that a tight list item leaves out. Directives nest with Markdown's containers, so a container that
//! ends takes with it what was not closed inside.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment as Align, Event, LinkType, OffsetIter, Tag, TagEnd};

use super::footnote::Footnotes;
use super::html::Cleaner;
use super::html::place::{Dropping, OpenTag};
use super::id::Ids;
use super::prepare::Prepared;
use super::{MarkdownOptions, footnote, id, lost};
use crate::diag::{Checked, Code, Diagnostic, Edit, OffsetMap, Said, SourceText, Span, Text, code, text};
use crate::model::body::{Alignment, Body, Kind};

/// The parser's events, with those that were looked at ahead of time.
pub(super) struct Events<'p> {
    inner: OffsetIter<'p>,
    ahead: VecDeque<(Event<'p>, Range<usize>)>,
}

impl<'p> Events<'p> {
    pub(super) fn next(&mut self) -> Option<(Event<'p>, Range<usize>)> {
        self.ahead.pop_front().or_else(|| self.inner.next())
    }

    /// The event `count` after the next one.
    pub(super) fn peek(&mut self, count: usize) -> Option<&Event<'p>> {
        while self.ahead.len() <= count {
            let event = self.inner.next()?;
            self.ahead.push_back(event);
        }
        self.ahead.get(count).map(|(event, _)| event)
    }
}

/// Something open.
pub(super) struct Frame {
    pub(super) node: Option<usize>,
    pub(super) kind: FrameKind,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum FrameKind {
    /// A block container or leaf of Markdown.
    Block,
    /// A list item or definition, whose paragraph may be left out.
    Item,
    /// The paragraph that was left out.
    Plain,
    /// Emphasis, a link and the like.
    Inline,
    /// A picture's alternative text.
    Image,
    /// A directive, with its colons and the place of its opening line in the file.
    Directive { colons: usize, span: Span },
}

pub(super) struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) prepared: &'a Prepared<'a>,
    map: &'a OffsetMap,
    /// How far the text stands from the start of its file, if it stands there in one piece.
    shift: Option<usize>,
    pub(super) file: &'a Arc<SourceText>,
    pub(super) options: &'a MarkdownOptions,
    pub(super) body: Body,
    pub(super) frames: Vec<Frame>,
    pub(super) tags: Vec<OpenTag>,
    /// Names of elements that were left out for their place, whose end tags need no word of their own.
    pub(super) misplaced: Vec<String>,
    pub(super) cleaner: Option<Cleaner<'a>>,
    /// While a `<script>` in a line waits for its end.
    pub(super) dropping: Option<Dropping>,
    /// Names of elements that were left out with one word for all that stands in them.
    pub(super) unkept: Vec<String>,
    /// The numbers of the lists that are open.
    counts: Vec<Option<Count>>,
    /// How many columns the table has that was opened last.
    pub(super) columns: usize,
    /// Labels that links and pictures were found by.
    pub(super) used_labels: Vec<String>,
    pub(super) footnotes: Footnotes,
    pub(super) ids: Ids,
    /// The last character of the line so far.
    pub(super) before: Option<char>,
    /// Where the last lone asterisk that marked nothing ended.
    pub(super) asterisk: usize,
    /// The last two that marked nothing, as a range of the text.
    pub(super) asterisks: Option<Range<usize>>,
    /// Whether characters stand in the text that no page can hold.
    pub(super) has_controls: bool,
    pub(super) diagnostics: Said,
}

/// How an ordered list counts.
struct Count {
    start: u64,
    next: u64,
}

/// A text and where it comes from.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) map: &'a OffsetMap,
    pub(super) file: &'a Arc<SourceText>,
    /// Whether characters stand in the text that no page can hold.
    pub(super) has_controls: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: Source<'a>, options: &'a MarkdownOptions) -> Self {
        let Source { text, prepared, map, file, has_controls } = source;
        let start = map.offset(0);
        Self {
            text,
            prepared,
            map,
            shift: (*map == OffsetMap::shifted(start)).then_some(start),
            file,
            options,
            body: Body::with_capacity(text.len()),
            frames: Vec::with_capacity(8),
            tags: Vec::new(),
            misplaced: Vec::new(),
            cleaner: None,
            dropping: None,
            unkept: Vec::new(),
            counts: Vec::new(),
            columns: 0,
            used_labels: Vec::new(),
            footnotes: Footnotes::default(),
            ids: Ids::default(),
            before: None,
            asterisk: usize::MAX,
            asterisks: None,
            has_controls,
            diagnostics: Said::default(),
        }
    }

    pub(super) fn build(mut self, events: OffsetIter<'_>) -> Checked<Body> {
        let mut events = Events { inner: events, ahead: VecDeque::new() };
        while let Some((event, range)) = events.next() {
            if self.dropping.is_some() && self.drop_event(&event, &range) {
                continue;
            }
            match event {
                Event::Start(tag) => self.start(tag, range, &mut events),
                Event::End(tag) => {
                    if matches!(tag, TagEnd::List(_)) {
                        self.counts.pop();
                    }
                    self.end(tag);
                }
                event => self.leaf(event, range, &mut events),
            }
        }
        while !self.frames.is_empty() {
            self.pop();
        }
        self.close_tags();
        if self.options.extensions {
            self.say_lost();
            footnote::settle(&mut self.body, self.footnotes, self.file, &mut self.diagnostics);
            id::settle(&mut self.body, &self.ids);
        }
        self.body.shrink();
        Checked::new(self.body, self.diagnostics)
    }

    /// The place in the file of a range of the parser's text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.span_of(self.prepared.range(range))
    }

    /// The place in the file of a range of the text.
    pub(super) fn span_of(&self, range: Range<usize>) -> Span {
        match self.shift {
            Some(shift) => range.start + shift..range.end + shift,
            None => self.whole_characters(self.map.span(range)),
        }
    }

    /// A place that holds whole characters of the file. Where a text was written with escapes, in quotes, the way back
    /// leads near its place and may end inside a character.
    fn whole_characters(&self, span: Span) -> Span {
        let start = self.file.text.floor_char_boundary(span.start);
        start..self.file.text.ceil_char_boundary(span.end).max(start)
    }

    pub(super) fn say(&mut self, code: Code, span: Span, message: Text, help: Text) {
        self.diagnostics.push(Diagnostic::new(code, message).at(self.file, span).help(help));
    }

    /// Adds what repairs the fault that was said last: another text in the place of a range of the text. Where the file
    /// has something else there, nothing is certain.
    pub(super) fn repair(&mut self, range: Range<usize>, instead: Option<&str>) {
        let span = self.span_of(range.clone());
        let is_there = self.file.text.get(span.clone()) == Some(&self.text[range]);
        if let (Some(last), Some(instead), true) = (self.diagnostics.last_mut(), instead, is_there) {
            last.fix.push(Edit::new(span, instead));
        }
    }

    pub(super) fn push(&mut self, kind: Kind, span: Span, frame: FrameKind) {
        let node = self.body.open(kind, span);
        self.frames.push(Frame { node: Some(node), kind: frame });
    }

    /// Ends the innermost frame, with the raw HTML that it left open.
    pub(super) fn pop(&mut self) {
        self.close_tags();
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if let Some(node) = frame.node {
            self.body.close(node);
        }
        if let FrameKind::Directive { colons, span } = frame.kind {
            self.say(
                code::M002,
                span,
                text!("this directive is never closed"),
                text!("write a line `{colons}` after its text", colons = ":".repeat(colons)),
            );
        }
    }

    /// Ends the paragraph that a tight item left out, since a block comes.
    pub(super) fn before_block(&mut self) {
        self.before = None;
        if self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Plain) {
            self.pop();
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, events: &mut Events<'_>) {
        let (kind, frame) = match tag {
            Tag::Emphasis => return self.start_inline(Kind::Emphasis, range),
            Tag::Strong => return self.start_inline(Kind::Strong, range),
            Tag::Strikethrough => return self.start_inline(Kind::Strikethrough, range),
            Tag::Link { link_type, dest_url, title, id } => {
                let label = self.label(link_type, &id);
                return self.start_link(link_type, &dest_url, &title, label, range);
            }
            Tag::Image { link_type, dest_url, title, id } => {
                let label = self.label(link_type, &id);
                self.used_labels.extend(label);
                return self.start_image(&dest_url, &title, range, events);
            }
            Tag::HtmlBlock => return self.html_or_directive(range, events),
            Tag::CodeBlock(kind) => return self.code_block(&kind, range, events),
            Tag::Heading { level, id, classes, .. } => {
                let level = level as u8;
                self.heading_says(level, range.clone());
                let id = id.map(|id| self.heading_id(&id, range.clone()));
                let classes = self.heading_classes(&classes);
                let id = id.unwrap_or_default();
                (Kind::Heading { level, classes, id }, FrameKind::Block)
            }
            Tag::FootnoteDefinition(label) => {
                self.before_block();
                let label = self.prepared.restore(&label).into_owned();
                let span = self.span(range.clone());
                let marked = self.marked(range.start, &label);
                self.footnotes.define(&label, self.body.nodes().len(), marked);
                let (number, references) = (0, 0);
                return self.push(Kind::Footnote { number, references }, span, FrameKind::Block);
            }
            Tag::Paragraph => (Kind::Paragraph, FrameKind::Block),
            Tag::BlockQuote(_) => (Kind::Quote, FrameKind::Block),
            Tag::List(start) => {
                self.counts.push(start.map(|start| Count { start, next: start }));
                (Kind::List { start }, FrameKind::Block)
            }
            Tag::Item => (Kind::Item { task: None, number: self.number(range.start) }, FrameKind::Item),
            Tag::Table(alignments) => {
                self.columns = alignments.len();
                (table(&alignments), FrameKind::Block)
            }
            Tag::TableHead => (Kind::TableHead, FrameKind::Block),
            Tag::TableRow => {
                self.row_says(range.clone());
                (Kind::TableRow, FrameKind::Block)
            }
            Tag::TableCell => (Kind::TableCell, FrameKind::Block),
            Tag::DefinitionList => (Kind::DefinitionList, FrameKind::Block),
            Tag::DefinitionListTitle => (Kind::Term, FrameKind::Block),
            Tag::DefinitionListDefinition => (Kind::Definition, FrameKind::Item),
            // Their extensions are never on.
            Tag::Subscript | Tag::Superscript | Tag::MetadataBlock(_) => (Kind::Plain, FrameKind::Inline),
        };
        self.before_block();
        let span = self.span(range);
        self.push(kind, span, frame);
    }

    /// The number of an item, where it is not the one that follows. A list whose items all have its first number leaves
    /// the counting to the page.
    fn number(&mut self, at: usize) -> Option<u64> {
        let at = self.prepared.range(at..at).start;
        let digits = self.text[at..].bytes().take_while(u8::is_ascii_digit).count();
        let count = self.counts.last_mut()?.as_mut()?;
        let written: u64 = self.text[at..at + digits].parse().ok()?;
        let is_all_the_same = written == count.start && count.next == count.start + 1;
        if written == count.next || is_all_the_same || !self.options.extensions {
            count.next = if is_all_the_same { count.next } else { written + 1 };
            return None;
        }
        count.next = written + 1;
        Some(written)
    }

    /// The label by which a link or a picture was found.
    fn label(&self, link_type: LinkType, label: &str) -> Option<String> {
        let by_label = matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
        by_label.then(|| lost::normal(&self.prepared.restore(label)))
    }

    /// Ends what one start of Markdown opened, and what stands open inside it.
    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Image) {
            self.before = None;
        }
        while let Some(frame) = self.frames.last() {
            let inside = matches!(frame.kind, FrameKind::Plain | FrameKind::Directive { .. });
            self.pop();
            if !inside {
                return;
            }
        }
    }

    /// The place of a footnote's mark, `[^label]`.
    fn marked(&self, start: usize, label: &str) -> Span {
        let start = self.prepared.range(start..start).start;
        let end = (start + label.len() + 3).min(self.text.len());
        let exact = self.text.get(start..end).is_some_and(|text| text.ends_with(']'));
        self.span_of(start..if exact { end } else { start })
    }

    /// The first line of a range of the parser's text, as a place in the file.
    pub(super) fn first_line(&self, range: Range<usize>) -> Span {
        let range = self.prepared.range(range);
        let line = self.text[range.clone()].find(['\n', '\r']);
        self.span_of(range.start..line.map_or(range.end, |line| range.start + line))
    }
}

fn table(alignments: &[Align]) -> Kind {
    let alignment = |align: &Align| match align {
        Align::None => Alignment::None,
        Align::Left => Alignment::Left,
        Align::Center => Alignment::Center,
        Align::Right => Alignment::Right,
    };
    Kind::Table { alignments: alignments.iter().map(alignment).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::{MarkdownOptions, parse};
    use crate::diag::{OffsetMap, SourceText};

    #[test]
    fn spans_hold_whole_characters_of_the_file_however_the_text_was_written() {
        let file = SourceText::new("a.md", "text: |\n  ## 甲 {#a b}\n  乙[^1]**“丙”**丁\n  :::note\n");
        let text = "## 甲 {#a b}\n乙[^1]**“丙”**丁\n:::note\n";
        for pieces in [vec![(0, 10), (16, 28), (43, 57)], vec![(0, 11), (3, 14), (16, 30)], vec![(0, 0), (5, 60)]] {
            let map = OffsetMap::pieces(pieces, file.text.len());
            let checked = parse(text, &map, &file, &MarkdownOptions::default());
            for node in checked.value.nodes() {
                assert!(file.text.get(node.span.start as usize..node.span.end as usize).is_some());
            }
            for diagnostic in &checked.diagnostics {
                let place = diagnostic.place.as_ref().map(|place| place.span.clone());
                assert!(place.is_some_and(|span| file.text.get(span).is_some()), "{diagnostic:?}");
            }
        }
    }
}
