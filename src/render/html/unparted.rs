//! Numbers that no line parts from their sign, name or unit: a `<span class="nb">` around each that a line could part.
//!
//! What belongs together may stand in several nodes, as in `单侧*P*=0.06` and `**15.8**个月`. A span begins and ends
//! among the children of one node, so that tags nest.

use std::ops::Range;

use crate::evidence::unparted::unparted;
use crate::model::body::{Body, Kind};

/// How a span begins and ends.
pub(in crate::render) const UNPARTED: [&str; 2] = ["<span class=\"nb\">", "</span>"];

/// Stands for what is no text: no number goes on across it.
const BARRIER: char = '\u{fffc}';

/// Where spans begin and end in the nodes of one body.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// In the text of a node: the node, the place, whether a span begins there; in the order of the text.
    inside: Vec<(usize, usize, bool)>,
    /// How many of these are written.
    written: usize,
    /// Containers before which a span begins.
    before: Vec<usize>,
    /// Containers behind which a span ends.
    behind: Vec<usize>,
    /// Up to which node texts were looked at.
    seen: usize,
}

/// A piece of the text of a line.
struct Piece {
    node: usize,
    /// Its place in the line.
    range: Range<usize>,
    /// The containers around it in the line, from without.
    around: Vec<usize>,
}

impl Spans {
    /// Looks at the line of text that begins with a node, unless it was looked at.
    pub(super) fn look(&mut self, body: &Body, node: usize) {
        if node < self.seen {
            return;
        }
        let nodes = body.nodes();
        let mut line = String::new();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut around: Vec<usize> = Vec::new();
        let mut at = node;
        while let Some(it) = nodes.get(at) {
            while around.last().is_some_and(|last| body.end_of(*last) <= at) {
                around.pop();
            }
            match it.kind {
                Kind::Text => {
                    let start = line.len();
                    line.push_str(body.text(it));
                    pieces.push(Piece { node: at, range: start..line.len(), around: around.clone() });
                }
                Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_) => around.push(at),
                Kind::SoftBreak => line.push(BARRIER),
                Kind::Code | Kind::Html | Kind::HardBreak | Kind::Math { .. } | Kind::FootnoteReference { .. } => {
                    line.push(BARRIER);
                }
                Kind::Image(_) => {
                    line.push(BARRIER);
                    at = body.end_of(at);
                    continue;
                }
                _ => break,
            }
            at += 1;
        }
        self.seen = at.max(node + 1);
        for range in unparted(&line) {
            self.add(body, &pieces, &range);
        }
    }

    fn add(&mut self, body: &Body, pieces: &[Piece], range: &Range<usize>) {
        let at = |place: usize| pieces.partition_point(|piece| piece.range.end <= place);
        let (Some(first), Some(last)) = (pieces.get(at(range.start)), pieces.get(at(range.end - 1))) else { return };
        let depth = first.around.iter().zip(&last.around).take_while(|(one, other)| one == other).count();
        let begins = match first.around.get(depth) {
            None => Some((first.node, range.start - first.range.start)),
            // At the very beginning of what sets it off, the span stands around that.
            Some(container)
                if range.start == first.range.start && first.node == container + first.around.len() - depth =>
            {
                self.before.push(*container);
                None
            }
            Some(_) => return,
        };
        let ends = match last.around.get(depth) {
            None => Some((last.node, range.end - last.range.start)),
            Some(container) if range.end == last.range.end && body.end_of(*container) == last.node + 1 => {
                self.behind.push(*container);
                None
            }
            Some(_) => {
                if begins.is_none() {
                    self.before.pop();
                }
                return;
            }
        };
        self.inside.extend(begins.map(|(node, place)| (node, place, true)));
        self.inside.extend(ends.map(|(node, place)| (node, place, false)));
    }

    /// Whether a span begins before a container.
    pub(super) fn begins_before(&self, container: usize) -> bool {
        self.before.binary_search(&container).is_ok()
    }

    /// Whether a span ends behind a container.
    pub(super) fn ends_behind(&self, container: usize) -> bool {
        self.behind.binary_search(&container).is_ok()
    }

    /// The next begin (`true`) or end of a span in a node, not behind a place; a begin at the place itself only if
    /// `at_begin`.
    pub(super) fn next(&mut self, node: usize, to: usize, at_begin: bool) -> Option<(usize, bool)> {
        let (of, place, begins) = *self.inside.get(self.written)?;
        let is_due = of == node && (place < to || place == to && (!begins || at_begin));
        is_due.then(|| {
            self.written += 1;
            (place, begins)
        })
    }
}
