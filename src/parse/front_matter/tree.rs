//! From the events of the YAML reader to a tree.
//!
//! Builds with a stack of its own, so that no depth of brackets can exhaust the thread's. Never follows an
//! anchor or an alias: there is nothing to expand, and so no bomb to defuse.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_yaml::granit_parser::{
    self, Event, Options, Parser, ScalarStyle, ScanError, StructureStyle,
};

use super::{Entry, Node, Scalar, Style, Value};
use crate::diag::{Diagnostic, SourceText, Span};
use crate::parse::fault;

/// The deepest that collections may stand inside one another; an issue needs five.
pub(super) const DEPTH_LIMIT: usize = 24;

/// A tree with what was noticed while building it.
pub(super) struct Built<'a> {
    pub(super) root: Value<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
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
    source: &'s Arc<SourceText>,
    text: &'a str,
    base: usize,
    frames: Vec<Frame<'a>>,
    root: Option<Node<'a>>,
    diagnostics: Vec<Diagnostic>,
    forgiven: BTreeSet<String>,
    documents: usize,
    last: Span,
    after: usize,
}

/// Builds the tree of `text`, which stands at `base` of the file (or is a copy of it of the same length).
pub(super) fn build<'a>(
    source: &Arc<SourceText>,
    text: &'a str,
    base: usize,
) -> Result<Built<'a>, Stop> {
    let mut builder = Builder {
        source,
        text,
        base,
        frames: Vec::with_capacity(8),
        root: None,
        diagnostics: Vec::new(),
        forgiven: BTreeSet::new(),
        documents: 0,
        last: 0..0,
        after: 0,
    };
    for event in Parser::new_from_str_with_options(text, options()) {
        match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => return Err(builder.stop(error)),
        }
    }
    let root = builder.root.map_or(Value::Null, |root| root.value);
    Ok(Built {
        root,
        diagnostics: builder.diagnostics,
        forgiven: builder.forgiven,
    })
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
            self.diagnostics.push(fault::reference(
                self.source,
                self.place(tag),
                fault::Reference::Tag,
            ));
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.diagnostics.push(fault::second_document(
                        self.source,
                        self.place(span.clone()),
                    ));
                }
            }
            Event::SequenceStart(style, ..) => self.open(Open::Sequence(Vec::new()), &span, style),
            Event::MappingStart(style, ..) => {
                self.open(Open::Mapping(Vec::new(), None), &span, style)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            Event::Scalar(text, style, ..) => {
                self.last = span.clone();
                let indent = at.indent.unwrap_or(0);
                let node = self.scalar(text, style, span.clone(), indent);
                self.add(node);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.diagnostics.push(fault::reference(
                    self.source,
                    self.place(span.clone()),
                    fault::Reference::Alias,
                ));
                let span = self.place(span.clone());
                self.add(Node {
                    value: Value::Broken,
                    span,
                });
            }
            Event::Anchor(..) => {
                let place = self.place(span.clone());
                self.diagnostics.push(fault::reference(
                    self.source,
                    place,
                    fault::Reference::Anchor,
                ));
                return;
            }
            _ => {}
        }
        self.after = self.after.max(span.end);
    }

    fn place(&self, span: Span) -> Span {
        span.start + self.base..span.end + self.base
    }

    fn open(&mut self, open: Open<'a>, span: &Span, style: StructureStyle) {
        let flow = style == StructureStyle::Flow;
        self.frames.push(Frame {
            open,
            start: span.start,
            end: span.end,
            flow,
        });
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

    fn scalar(
        &mut self,
        text: Cow<'a, str>,
        style: ScalarStyle,
        span: Span,
        indent: usize,
    ) -> Node<'a> {
        let raw = &self.text[span.clone()];
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        if style == Style::Plain && matches!(raw, "" | "~" | "null" | "Null" | "NULL") {
            return Node {
                value: Value::Null,
                span: self.place(span),
            };
        }
        // A block's bytes run on over the blank lines after it.
        let end = span.start + raw.trim_end().len();
        Node {
            value: Value::Scalar(Scalar {
                text,
                style,
                indent,
            }),
            span: self.place(span.start..end),
        }
    }

    /// Puts a node where the innermost open collection wants one: as an item, as a key, or as a value.
    fn add(&mut self, mut node: Node<'a>) {
        let Some(mut frame) = self.frames.pop() else {
            self.root.get_or_insert(node);
            return;
        };
        frame.end = frame.end.max(node.span.end - self.base);
        match &mut frame.open {
            Open::Sequence(items) => {
                self.notice_lost_text(&node, None);
                items.push(node);
            }
            Open::Mapping(_, waiting @ None) => *waiting = Some(self.key(node)),
            Open::Mapping(entries, waiting) => {
                let (key, key_span) = waiting.take().unwrap_or_default();
                self.notice_lost_text(&node, Some(&key_span));
                if node.span.is_empty() {
                    node.span = key_span.clone();
                }
                self.entry(entries, key, key_span, node);
            }
        }
        self.frames.push(frame);
    }

    /// Reads a node as a key. What cannot be one keeps its place and has no name.
    fn key(&mut self, node: Node<'a>) -> (Cow<'a, str>, Span) {
        match node.value {
            Value::Scalar(scalar) => (scalar.text, node.span),
            Value::Null if !node.span.is_empty() => (Cow::Borrowed("null"), node.span),
            _ => (Cow::Borrowed(""), node.span),
        }
    }

    fn entry(
        &mut self,
        entries: &mut Vec<Entry<'a>>,
        key: Cow<'a, str>,
        key_span: Span,
        value: Node<'a>,
    ) {
        if key == "<<" {
            self.diagnostics.push(fault::reference(
                self.source,
                key_span,
                fault::Reference::Merge,
            ));
        } else if key.is_empty() {
            self.diagnostics
                .push(fault::not_a_name(self.source, key_span));
        } else if let Some(name) = key.strip_prefix(['\u{3000}', '\u{a0}']) {
            let width = key
                .chars()
                .take_while(|c| matches!(c, '\u{3000}' | '\u{a0}'))
                .map(char::len_utf8)
                .sum::<usize>();
            self.diagnostics.push(fault::indentation_characters(
                self.source,
                key_span.start..key_span.start + width,
                1,
            ));
            self.forgiven
                .insert(name.trim_start_matches(['\u{3000}', '\u{a0}']).to_owned());
        } else if let Some(first) = entries.iter().find(|entry| entry.key == key) {
            self.diagnostics.push(fault::duplicate_field(
                self.source,
                &key,
                key_span,
                first.key_span.clone(),
            ));
        } else {
            entries.push(Entry {
                key,
                key_span,
                value,
            });
        }
    }

    /// Warns of text that YAML takes for a comment: `Trial #1`, `#总生存期`. A comment proper has a space after
    /// its mark.
    fn notice_lost_text(&mut self, node: &Node<'a>, key: Option<&Span>) {
        let from = match (&node.value, key) {
            (Value::Scalar(scalar), _) if scalar.style == Style::Plain => node.span.end,
            (Value::Null, Some(key)) if node.span.is_empty() => key.end + 1,
            _ => return,
        };
        let Some(rest) = self.text.get(from - self.base..) else {
            return;
        };
        let line = rest.split(['\n', '\r']).next().unwrap_or("");
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        let lost = line[blanks..].trim_end();
        let is_text = lost
            .strip_prefix('#')
            .is_some_and(|text| text.starts_with(|c: char| !c.is_whitespace() && c != '#'));
        if is_text && blanks > 0 {
            let start = from + blanks;
            let replaced = matches!(node.value, Value::Null);
            self.diagnostics.push(fault::lost_text(
                self.source,
                start..start + lost.len(),
                replaced,
            ));
        }
    }

    fn stop(&self, error: ScanError) -> Stop {
        let at = error
            .marker()
            .byte_offset()
            .unwrap_or(0)
            .min(self.text.len());
        Stop {
            error,
            at,
            last: self.last.clone(),
            after: self.after,
            bracket: self
                .frames
                .iter()
                .rev()
                .find(|frame| frame.flow)
                .map(|frame| frame.start),
        }
    }
}
