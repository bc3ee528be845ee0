//! The parser's events built into a tree: blocks, and the directives among them.
//!
//! A stack of frames holds what is open. A frame is a block or inline container of Markdown, a directive, or the
//! paragraph that a tight list item leaves out. Directives nest with Markdown's containers, so a container that
//! ends takes with it what was not closed inside.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment as Align, CodeBlockKind, Event, OffsetIter, Tag, TagEnd};

use super::footnote::Footnotes;
use super::html::Cleaner;
use super::html::place::OpenTag;
use super::id::Ids;
use super::prepare::Prepared;
use super::{MarkdownOptions, footnote, id};
use crate::diag::{Checked, Code, Diagnostic, OffsetMap, SourceText, Span, code};
use crate::model::body::{Alignment, Body, Kind};
use crate::parse::directive::{self, Fault, Line};
use crate::parse::script::is_cjk;

/// Directives inside directives; more is a mistake, and every line that closes one searches them.
const DEEPEST_DIRECTIVE: usize = 16;

/// The parser's events, with those that were looked at ahead of time.
pub(super) struct Events<'p> {
    inner: OffsetIter<'p>,
    ahead: VecDeque<(Event<'p>, Range<usize>)>,
}

impl<'p> Events<'p> {
    fn next(&mut self) -> Option<(Event<'p>, Range<usize>)> {
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
    pub(super) file: &'a Arc<SourceText>,
    pub(super) options: &'a MarkdownOptions,
    pub(super) body: Body,
    pub(super) frames: Vec<Frame>,
    pub(super) tags: Vec<OpenTag>,
    pub(super) cleaner: Option<Cleaner<'a>>,
    /// While a `<script>` in a line waits for its end: its name, and how many nodes were passed over inside.
    pub(super) dropping: Option<(String, usize)>,
    pub(super) footnotes: Footnotes,
    ids: Ids,
    /// The last character of the line so far.
    pub(super) before: Option<char>,
    /// Where the last lone asterisk that marked nothing ended.
    pub(super) asterisk: usize,
    /// Whether characters stand in the text that no page can hold.
    pub(super) has_controls: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        text: &'a str,
        prepared: &'a Prepared<'a>,
        map: &'a OffsetMap,
        file: &'a Arc<SourceText>,
        options: &'a MarkdownOptions,
    ) -> Self {
        Self {
            text,
            prepared,
            map,
            file,
            options,
            body: Body::with_capacity(text.len()),
            frames: Vec::with_capacity(8),
            tags: Vec::new(),
            cleaner: None,
            dropping: None,
            footnotes: Footnotes::default(),
            ids: Ids::default(),
            before: None,
            asterisk: usize::MAX,
            has_controls: super::inline::has_controls(text),
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn build(mut self, events: OffsetIter<'_>) -> Checked<Body> {
        self.say_controls();
        let mut events = Events {
            inner: events,
            ahead: VecDeque::new(),
        };
        while let Some((event, range)) = events.next() {
            if self.dropping.is_some() && self.drop_event(&event) {
                continue;
            }
            match event {
                Event::Start(tag) => self.start(tag, range, &mut events),
                Event::End(tag) => self.end(tag),
                event => self.leaf(event, range, &mut events),
            }
        }
        while !self.frames.is_empty() {
            self.pop();
        }
        if self.options.extensions {
            footnote::settle(
                &mut self.body,
                self.footnotes,
                self.file,
                &mut self.diagnostics,
            );
            id::settle(&mut self.body, &self.ids);
        }
        self.body.shrink();
        Checked::new(self.body, self.diagnostics)
    }

    /// The place in the file of a range of the parser's text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.map.span(self.prepared.range(range))
    }

    /// The place in the file of a range of the text.
    pub(super) fn span_of(&self, range: Range<usize>) -> Span {
        self.map.span(range)
    }

    pub(super) fn say(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics.push(
            Diagnostic::new(code, message)
                .at(self.file, span)
                .help(help),
        );
    }

    pub(super) fn push(&mut self, kind: Kind, span: Span, frame: FrameKind) {
        let node = self.body.open(kind, span);
        self.frames.push(Frame {
            node: Some(node),
            kind: frame,
        });
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
                "this directive is never closed",
                format!("write a line `{}` after its text", ":".repeat(colons)),
            );
        }
    }

    /// Ends the paragraph that a tight item left out, since a block comes.
    fn before_block(&mut self) {
        self.before = None;
        if self
            .frames
            .last()
            .is_some_and(|frame| frame.kind == FrameKind::Plain)
        {
            self.pop();
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, events: &mut Events<'_>) {
        let (kind, frame) = match tag {
            Tag::Emphasis => return self.start_inline(Kind::Emphasis, range),
            Tag::Strong => return self.start_inline(Kind::Strong, range),
            Tag::Strikethrough => return self.start_inline(Kind::Strikethrough, range),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => return self.start_link(link_type, &dest_url, &title, range),
            Tag::Image {
                dest_url, title, ..
            } => {
                return self.start_image(&dest_url, &title, range, events);
            }
            Tag::HtmlBlock => return self.html_or_directive(range, events),
            Tag::CodeBlock(kind) => return self.code_block(&kind, range, events),
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                let level = level as u8;
                self.heading_says(level, &attrs, range.clone());
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
                self.footnotes
                    .define(&label, self.body.nodes().len(), marked);
                let (number, references) = (0, 0);
                return self.push(
                    Kind::Footnote { number, references },
                    span,
                    FrameKind::Block,
                );
            }
            Tag::Paragraph => (Kind::Paragraph, FrameKind::Block),
            Tag::BlockQuote(_) => (Kind::Quote, FrameKind::Block),
            Tag::List(start) => (Kind::List { start }, FrameKind::Block),
            Tag::Item => (Kind::Item { task: None }, FrameKind::Item),
            Tag::Table(alignments) => (table(&alignments), FrameKind::Block),
            Tag::TableHead => (Kind::TableHead, FrameKind::Block),
            Tag::TableRow => (Kind::TableRow, FrameKind::Block),
            Tag::TableCell => (Kind::TableCell, FrameKind::Block),
            Tag::DefinitionList => (Kind::DefinitionList, FrameKind::Block),
            Tag::DefinitionListTitle => (Kind::Term, FrameKind::Block),
            Tag::DefinitionListDefinition => (Kind::Definition, FrameKind::Item),
            // Their extensions are never on.
            Tag::Subscript | Tag::Superscript | Tag::MetadataBlock(_) => {
                (Kind::Plain, FrameKind::Inline)
            }
        };
        self.before_block();
        let span = self.span(range);
        self.push(kind, span, frame);
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
        let exact = self
            .text
            .get(start..end)
            .is_some_and(|text| text.ends_with(']'));
        self.span_of(start..if exact { end } else { start })
    }

    fn heading_says(
        &mut self,
        level: u8,
        attributes: &[(impl AsRef<str>, Option<impl AsRef<str>>)],
        range: Range<usize>,
    ) {
        if !self.options.extensions {
            return;
        }
        let line = self.first_line(range);
        if level == 1 {
            self.say(
                code::M014,
                line.clone(),
                "a heading of the first level stands in the text",
                "the title of the page is the first level: write `##`",
            );
        }
        if let Some((name, _)) = attributes.first() {
            let name = name.as_ref();
            self.say(
                code::M013,
                line,
                format!("`{name}` in the braces after a heading is dropped"),
                "only `#id` and `.class` may stand there; write `\\{` if the braces are text",
            );
        }
    }

    /// The first line of a range of the parser's text, as a place in the file.
    fn first_line(&self, range: Range<usize>) -> Span {
        let range = self.prepared.range(range);
        let line = self.text[range.clone()].find(['\n', '\r']);
        self.map
            .span(range.start..line.map_or(range.end, |line| range.start + line))
    }

    fn heading_id(&mut self, id: &str, range: Range<usize>) -> Box<str> {
        let id = self.prepared.restore(id).into_owned();
        let line = self.first_line(range);
        let written = self
            .file
            .text
            .get(line.clone())
            .and_then(|text| text.rfind(&format!("#{id}")));
        let span = match written {
            Some(at) => line.start + at..line.start + at + id.len() + 1,
            None => line,
        };
        self.keep_id(&id, span)
    }

    fn keep_id(&mut self, id: &str, span: Span) -> Box<str> {
        if self.ids.add(id, span, self.file, &mut self.diagnostics) {
            id.into()
        } else {
            Box::default()
        }
    }

    fn heading_classes(&mut self, classes: &[impl AsRef<str>]) -> u32 {
        if classes.is_empty() {
            return 0;
        }
        let names: Vec<&str> = classes.iter().map(AsRef::as_ref).collect();
        let names = self.prepared.restore(&names.join(" ")).into_owned();
        self.body.classes.push(names.into());
        self.body.classes.len() as u32
    }

    fn code_block(
        &mut self,
        kind: &CodeBlockKind<'_>,
        range: Range<usize>,
        events: &mut Events<'_>,
    ) {
        self.before_block();
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.prepared.restore(info),
            CodeBlockKind::Indented => "".into(),
        };
        let language = info.split_whitespace().next().unwrap_or_default();
        let span = self.span(range.clone());
        let line = self.first_line(range);
        if let Some(known) = self.options.knows_language
            && !language.is_empty()
            && !known(language)
        {
            let at = self.file.text[line.clone()]
                .find(language)
                .map(|at| line.start + at);
            self.say(
                code::M022,
                at.map_or(line.clone(), |at| at..at + language.len()),
                format!("no language `{language}` is known"),
                "the code is shown without colours; `text` says that this is meant",
            );
        }
        let language = language.into();
        self.body.leaf(Kind::CodeBlock { language }, "", span);
        let mut is_chinese = false;
        while let Some((event, _)) = events.next() {
            let Event::Text(text) = event else {
                break;
            };
            let text = self.prepared.restore(&text);
            is_chinese = is_chinese || text.contains(|c: char| is_cjk(c) && c.is_alphabetic());
            self.append(&text);
        }
        if self.options.extensions && is_chinese && matches!(kind, CodeBlockKind::Indented) {
            self.say(
                code::M025,
                line,
                "four spaces make this paragraph a block of code",
                "take the spaces away: the page indents paragraphs itself; fence real code with ```",
            );
        }
    }

    fn html_or_directive(&mut self, range: Range<usize>, events: &mut Events<'_>) {
        self.before_block();
        let line = self.prepared.directive(range.start);
        if line.is_none() {
            return self.html_block(range, events);
        }
        while let Some((event, _)) = events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
        }
        if let Some(line) = line {
            self.directive(line);
        }
    }

    /// The next event, for what takes several.
    pub(super) fn take<'p>(events: &mut Events<'p>) -> Option<(Event<'p>, Range<usize>)> {
        events.next()
    }

    /// A line of a directive, at a range of the text.
    fn directive(&mut self, range: Range<usize>) {
        let written = &self.text[range.clone()];
        let mut faults = Vec::new();
        let span = self.span_of(range.start..range.start + written.trim_end().len());
        match directive::read(written, &mut faults) {
            Line::Close { colons } => self.close_directive(colons, span),
            Line::Open {
                colons,
                name,
                given,
            } => {
                let open = self.frames.iter().rev();
                let depth = open.filter(|frame| matches!(frame.kind, FrameKind::Directive { .. }));
                if depth.count() >= DEEPEST_DIRECTIVE {
                    let help = "close some of the directives around it first";
                    return self.say(code::M010, span, "directives are nested too deep", help);
                }
                let node = if written[name.clone()].is_empty() {
                    None
                } else {
                    let (word, body) = (&written[name.clone()], &mut self.body);
                    directive::build(word, name, &given, body, span.clone(), &mut faults)
                };
                let node = node.map(|mut kind| {
                    self.keep_directive_id(&mut kind, &given, range.start);
                    self.body.open(kind, span.clone())
                });
                let kind = FrameKind::Directive { colons, span };
                self.frames.push(Frame { node, kind });
            }
        }
        for Fault {
            code,
            range: at,
            message,
            help,
        } in faults
        {
            let span = self.span_of(range.start + at.start..range.start + at.end);
            self.say(code, span, message, help);
        }
    }

    fn keep_directive_id(&mut self, kind: &mut Kind, given: &directive::Given, start: usize) {
        let Some((id, at)) = given.id_with_range() else {
            return;
        };
        let span = self.span_of(start + at.start..start + at.end);
        let kept = Some(self.keep_id(id, span)).filter(|id| !id.is_empty());
        match kind {
            Kind::Figure(figure) => figure.id = kept,
            Kind::Note(note) => note.id = kept,
            _ => {}
        }
    }

    /// Closes the innermost directive with as many colons, and what stands open inside it.
    fn close_directive(&mut self, colons: usize, span: Span) {
        let mut longest = None;
        let mut found = None;
        for (index, frame) in self.frames.iter().enumerate().rev() {
            let FrameKind::Directive { colons: open, .. } = frame.kind else {
                break;
            };
            if open == colons {
                found = Some(index);
                break;
            }
            longest = longest.or(Some(open));
        }
        let Some(found) = found else {
            let help = match longest {
                Some(open) => format!(
                    "the open directive has {open} colons: write `{}`",
                    ":".repeat(open)
                ),
                None => {
                    "take the line away, or open a directive above it, such as `:::note`".to_owned()
                }
            };
            return self.say(
                code::M003,
                span,
                "nothing is open that this line could close",
                help,
            );
        };
        while self.frames.len() > found + 1 {
            self.pop();
        }
        self.close_tags();
        if let Some(Frame {
            node: Some(node), ..
        }) = self.frames.pop()
        {
            self.body.close(node);
            self.unwrap_caption(node);
        }
    }

    /// The only paragraph of a figure is its caption, without tags of its own.
    fn unwrap_caption(&mut self, figure: usize) {
        let whole = self.body.end_of(figure);
        if matches!(self.body.nodes()[figure].kind, Kind::Figure(_))
            && whole > figure + 1
            && matches!(self.body.nodes()[figure + 1].kind, Kind::Paragraph)
            && self.body.end_of(figure + 1) == whole
        {
            self.body.set_kind(figure + 1, Kind::Plain);
        }
    }
}

fn table(alignments: &[Align]) -> Kind {
    let alignment = |align: &Align| match align {
        Align::None => Alignment::None,
        Align::Left => Alignment::Left,
        Align::Center => Alignment::Center,
        Align::Right => Alignment::Right,
    };
    Kind::Table {
        alignments: alignments.iter().map(alignment).collect(),
    }
}
