//! Directives in their place in the tree.
//!
//! They nest with Markdown's containers: a line closes only what was opened in the same quote or list item, and a
//! container that ends takes with it what was not closed inside.

use std::ops::Range;

use pulldown_cmark::Event;

use super::build::{Builder, Events, Frame, FrameKind};
use crate::diag::{Span, code, text};
use crate::model::body::Kind;
use crate::model::chart::Inline;
use crate::parse::directive::{self, Fault, Line};

/// Directives inside directives; more is a mistake, and every line that closes one searches them.
const DEEPEST: usize = 16;

impl Builder<'_> {
    pub(super) fn html_or_directive(&mut self, range: Range<usize>, events: &mut Events<'_>) {
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

    /// A line of a directive, at a range of the text.
    fn directive(&mut self, range: Range<usize>) {
        let written = &self.text[range.clone()];
        let mut faults = Vec::new();
        let span = self.span_of(range.start..range.start + written.trim_end().len());
        match directive::read(written, &mut faults) {
            Line::Close { colons } => self.close_directive(colons, span),
            Line::Open { colons, name, given } => {
                let open = self.frames.iter().rev();
                let depth = open.filter(|frame| matches!(frame.kind, FrameKind::Directive { .. }));
                if depth.count() >= DEEPEST {
                    let help = text!("close some of the directives around it first");
                    return self.say(code::M010, span, text!("directives are nested too deep"), help);
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
        for Fault { code, range: at, message, help } in faults {
            let span = self.span_of(range.start + at.start..range.start + at.end);
            self.say(code, span, message, help);
            let written = &self.text[range.start + at.start..range.start + at.end];
            let meant = match code {
                code::M009 => directive::narrow(written),
                code::M001 => directive::known_name(written).map(str::to_owned),
                _ => None,
            };
            self.repair(range.start + at.start..range.start + at.end, meant.as_deref());
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
            Kind::Chart(number) => self.body.charts[*number as usize].id = kept,
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
                Some(open) => {
                    text!("the open directive has {open} colons: write `{colons}`", open, colons = ":".repeat(open))
                }
                None => text!("take the line away, or open a directive above it, such as `:::note`"),
            };
            return self.say(code::M003, span, text!("nothing is open that this line could close"), help);
        };
        while self.frames.len() > found + 1 {
            self.pop();
        }
        self.close_tags();
        if let Some(Frame { node: Some(node), .. }) = self.frames.pop() {
            self.body.close(node);
            self.unwrap_caption(node);
        }
    }

    /// The chart whose directive is the innermost thing open.
    fn chart(&self) -> Option<usize> {
        let Some(Frame { node: Some(node), kind: FrameKind::Directive { .. } }) = self.frames.last() else {
            return None;
        };
        match self.body.nodes()[*node].kind {
            Kind::Chart(number) => Some(number as usize),
            _ => None,
        }
    }

    /// Whether a table that comes now is a chart's.
    pub(super) fn in_chart(&self) -> bool {
        self.chart().is_some()
    }

    /// Gives a table to the chart that is open.
    pub(super) fn chart_data(&mut self, data: &str, span: &Span) {
        let Some(chart) = self.chart() else { return };
        let chart = &mut self.body.charts[chart];
        if chart.data.is_none() {
            chart.data = Some(Inline { text: data.into(), span: span.clone() });
        } else {
            let (message, help) = (text!("the chart has two tables"), text!("keep one of them"));
            self.say(code::D009, span.clone(), message, help);
        }
    }

    /// The only paragraph of a figure or a chart is its caption, without tags of its own.
    fn unwrap_caption(&mut self, figure: usize) {
        let whole = self.body.end_of(figure);
        if matches!(self.body.nodes()[figure].kind, Kind::Figure(_) | Kind::Chart(_))
            && whole > figure + 1
            && matches!(self.body.nodes()[figure + 1].kind, Kind::Paragraph)
            && self.body.end_of(figure + 1) == whole
        {
            self.body.set_kind(figure + 1, Kind::Plain);
        }
    }
}
