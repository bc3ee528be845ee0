//! From the events of the YAML reader to a tree.
//!
//! Builds with a stack of its own, so that no depth of brackets can exhaust the thread's. Never follows an
//! anchor or an alias: there is nothing to expand, and so no bomb to defuse.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_yaml::granit_parser::{self, Event, Options, Parser, ScalarStyle, ScanError, StructureStyle};

use super::{Entry, Node, Scalar, Style, Value, whole_characters};
use super::{fold, map};
use crate::diag::{Said, SourceText, Span};
use crate::parse::{fault, unseen};

/// The deepest that collections may stand inside one another; an issue needs five.
pub(super) const DEPTH_LIMIT: usize = 24;

/// A tree with what was noticed while building it.
pub(super) struct Built<'a> {
    pub(super) root: Value<'a>,
    pub(super) diagnostics: Said,
    pub(super) forgiven: BTreeSet<String>,
}

/// The reader stopped: why, where, and what it had seen.
pub(super) struct Stop {
    pub(super) error: ScanError,
    /// Bytes from the start of the text.
    pub(super) at: usize,
    /// The last scalar before it.
    pub(super) last: Span,
    /// Where the last event ended.
    pub(super) after: usize,
    /// The innermost `[` or `{` that is open.
    pub(super) bracket: Option<usize>,
}

enum Open<'a> {
    Sequence(Vec<Node<'a>>),
    Mapping(Vec<Entry<'a>>, Option<(Cow<'a, str>, Span)>),
}

struct Frame<'a> {
    open: Open<'a>,
    start: usize,
    /// Where its last child ends.
    end: usize,
    flow: bool,
}

struct Builder<'a, 's> {
    text: &'a str,
    base: usize,
    said: Notes<'a, 's>,
    frames: Vec<Frame<'a>>,
    root: Option<Node<'a>>,
    documents: usize,
    last: Span,
    after: usize,
}

/// Builds the tree of `text`, which stands at `base` of the file (or is a copy of it of the same length).
pub(super) fn build<'a>(source: &Arc<SourceText>, text: &'a str, base: usize) -> Result<Built<'a>, Box<Stop>> {
    let mut builder = Builder {
        text,
        base,
        said: Notes { source, text, base, diagnostics: Said::default(), forgiven: BTreeSet::new() },
        frames: Vec::with_capacity(8),
        root: None,
        documents: 0,
        last: 0..0,
        after: 0,
    };
    for event in Parser::new_from_str_with_options(text, options()) {
        match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => return Err(Box::new(builder.stop(error))),
        }
    }
    let root = builder.root.map_or(Value::Null, |root| root.value);
    Ok(Built { root, diagnostics: builder.said.diagnostics, forgiven: builder.said.forgiven })
}

fn options() -> Options {
    let mut options = Options::default();
    options.disallow_directives = true;
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    options.set_emit_comments(false);
    options.flow_nesting_limit = DEPTH_LIMIT;
    options.block_nesting_limit = DEPTH_LIMIT;
    options
}

impl<'a> Builder<'a, '_> {
    fn event(&mut self, event: Event<'a>, at: &granit_parser::Span) {
        let span = at.byte_range().unwrap_or(0..0);
        if let Some(tag) = at.tag_span().and_then(|tag| tag.byte_range()) {
            self.refer(tag, fault::Reference::Tag);
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    let found = fault::second_document(self.said.source, self.place(span.clone()));
                    self.said.diagnostics.push(found);
                }
            }
            Event::SequenceStart(style, ..) => self.open(Open::Sequence(Vec::new()), &span, style),
            Event::MappingStart(style, ..) => {
                self.open(Open::Mapping(Vec::new(), None), &span, style);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            Event::Scalar(text, style, ..) => {
                self.last = span.clone();
                let indent = at.indent.unwrap_or(0);
                let node = self.scalar(text, style, span.clone(), indent);
                self.add(node);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refer(span.clone(), fault::Reference::Alias);
                let span = self.place(span.clone());
                self.add(Node { value: Value::Broken, span });
            }
            // It stands before the node that it names, which was counted already.
            Event::Anchor(..) => return self.refer(span, fault::Reference::Anchor),
            _ => {}
        }
        self.after = self.after.max(span.end);
    }

    fn refer(&mut self, span: Span, kind: fault::Reference) {
        let place = self.place(span);
        let found = fault::reference(self.said.source, place, kind);
        self.said.diagnostics.push(found);
    }

    fn place(&self, span: Span) -> Span {
        whole_characters(&self.said.source.text, span.start + self.base..span.end + self.base)
    }

    fn open(&mut self, open: Open<'a>, span: &Span, style: StructureStyle) {
        let flow = style == StructureStyle::Flow;
        self.frames.push(Frame { open, start: span.start, end: span.end, flow });
    }

    fn close(&mut self, span: &Span) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let end = if frame.flow { span.end } else { frame.end };
        let value = match frame.open {
            Open::Sequence(items) => Value::Sequence(items),
            Open::Mapping(entries, _) => Value::Mapping(entries),
        };
        let span = self.place(frame.start..end.max(frame.start));
        self.add(Node { value, span });
    }

    fn scalar(&mut self, text: Cow<'a, str>, style: ScalarStyle, span: Span, indent: usize) -> Node<'a> {
        let raw = &self.text[span.clone()];
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => {
                let text = Cow::Owned(fold::kept(raw, &text, indent));
                return self.scalar(text, ScalarStyle::Literal, span, indent);
            }
        };
        let is_block = style == Style::Literal;
        let joined = if is_block || !raw.contains('\n') { None } else { fold::joined(self.text, &span, &text, style) };
        let text = joined.map_or(text, Cow::Owned);
        if style == Style::Double && raw.contains('\\') {
            let map = map::of_scalar(self.text, &span, &text, style, indent);
            let (base, said) = (self.base, &mut self.said);
            let place = |at| base + map.offset(at);
            unseen::look_behind_escapes(said.source, &text, place, base + span.end - 1, &mut said.diagnostics);
        }
        if style == Style::Plain && matches!(raw, "" | "~" | "null" | "Null" | "NULL") {
            return Node { value: Value::Null, span: self.place(span) };
        }
        // A block's bytes run on over the blank lines after it.
        let end = span.start + raw.trim_end().len();
        Node { value: Value::Scalar(Scalar { text, style, indent }), span: self.place(span.start..end) }
    }

    /// Puts a node where the innermost open collection wants one: as an item, as a key, or as a value.
    fn add(&mut self, mut node: Node<'a>) {
        let Some(frame) = self.frames.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        frame.end = frame.end.max(node.span.end - self.base);
        match &mut frame.open {
            Open::Sequence(items) => {
                self.said.lost_text(&node, None);
                items.push(node);
            }
            Open::Mapping(_, waiting @ None) => *waiting = Some(key(node)),
            Open::Mapping(entries, waiting) => {
                let (key, key_span) = waiting.take().unwrap_or_default();
                self.said.lost_text(&node, Some(&key_span));
                if node.span.is_empty() {
                    node.span = key_span.clone();
                }
                if self.said.accepts(entries, &key, &key_span) {
                    entries.push(Entry { key, key_span, value: node });
                }
            }
        }
    }

    fn stop(&self, error: ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        Stop {
            error,
            at,
            last: self.last.clone(),
            after: self.after,
            bracket: self.frames.iter().rev().find(|frame| frame.flow).map(|frame| frame.start),
        }
    }
}

/// Reads a node as a key. What cannot be one keeps its place and has no name.
fn key(node: Node<'_>) -> (Cow<'_, str>, Span) {
    match node.value {
        Value::Scalar(scalar) => (scalar.text, node.span),
        Value::Null if !node.span.is_empty() => (Cow::Borrowed("null"), node.span),
        _ => (Cow::Borrowed(""), node.span),
    }
}

/// Spaces that do not indent.
const WIDE_SPACES: [char; 2] = ['\u{3000}', '\u{a0}'];

/// What there is to say of a text that YAML accepts.
struct Notes<'a, 's> {
    source: &'s Arc<SourceText>,
    text: &'a str,
    base: usize,
    diagnostics: Said,
    forgiven: BTreeSet<String>,
}

impl Notes<'_, '_> {
    /// Whether an entry is one; says why where it is not.
    fn accepts(&mut self, entries: &[Entry<'_>], key: &str, place: &Span) -> bool {
        // Only what was written without quotation marks has its characters where they are counted.
        let plain = if key.len() == place.len() { key } else { "" };
        let name = plain.trim_start_matches(WIDE_SPACES);
        let colon = plain.find('：').filter(|at| key[..*at].bytes().all(|byte| byte.is_ascii_graphic()));
        let found = if key == "<<" {
            fault::reference(self.source, place.clone(), fault::Reference::Merge)
        } else if key.is_empty() {
            fault::not_a_name(self.source, place.clone())
        } else if name.len() < plain.len() {
            self.forgiven.insert(name.to_owned());
            let end = place.start + plain.len() - name.len();
            fault::indentation_characters(self.source, place.start..end, 1)
        } else if let Some(at) = colon.filter(|at| *at > 0) {
            self.forgiven.insert(key[..at].to_owned());
            let start = place.start + at;
            fault::full_width_colon(self.source, start..start + '：'.len_utf8(), &key[..at])
        } else if let Some(first) = entries.iter().find(|entry| entry.key == key) {
            fault::duplicate_field(self.source, key, place.clone(), first.key_span.clone())
        } else {
            return true;
        };
        self.diagnostics.push(found);
        false
    }

    /// Warns of text that YAML takes for a comment: `Trial #1`, `#总生存期`. A comment proper has a space after
    /// its mark, and only where words belong can that be text as well, which is said where fields are known.
    fn lost_text(&mut self, node: &Node<'_>, key: Option<&Span>) {
        let from = match (&node.value, key) {
            (Value::Scalar(scalar), _) if scalar.style == Style::Plain => node.span.end,
            (Value::Null, Some(key)) if node.span.is_empty() => key.end + 1,
            _ => return,
        };
        let rest = self.text.as_bytes().get(from - self.base..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if blanks == 0 || rest.get(blanks) != Some(&b'#') {
            return;
        }
        let start = from + blanks;
        let lost = self.text[start - self.base..].lines().next().unwrap_or("").trim_end();
        if lost[1..].starts_with(|c: char| !c.is_whitespace() && c != '#') {
            let replaced = matches!(node.value, Value::Null);
            let found =
                fault::lost_text(self.source, whole_characters(&self.source.text, start..start + lost.len()), replaced);
            self.diagnostics.push(found);
        }
    }
}
