//! The body of an issue as a document tree: what HTML, and every other output, is made from.
//!
//! The tree is a *tape*: nodes in the order in which they open, each knowing where its last descendant ends.
//! One allocation for the nodes and one for the text serve a whole body, and walking it is a loop, however
//! deep it is.
//!
//! It never holds markup of an output: raw HTML of an editor stands in it tag by tag, already reduced to what
//! the site allows.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::chart::Chart;
use crate::diag::Span;

mod gather;
mod kind;
mod plain;

pub use kind::{Alignment, Image, Kind, Link, Target};

/// A document tree.
#[derive(Debug, Clone, Default, Hash, Serialize, Deserialize)]
pub struct Body {
    nodes: Vec<Node>,
    text: String,
    /// Whether nothing was opened or closed since the last leaf.
    joins: bool,
    /// Destinations of links, by the number in [`Kind::Link`].
    pub links: Vec<Link>,
    /// Pictures, by the number in [`Kind::Image`] and [`Figure::image`](super::figure::Figure::image).
    pub images: Vec<Image>,
    /// Charts, by the number in [`Kind::Chart`].
    pub charts: Vec<Chart>,
    /// Classes given to headings, by the number in [`Kind::Heading`].
    pub classes: Vec<Box<str>>,
}

/// A node: what it is, where it was written, and its text if it is a leaf.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the file.
    pub span: Range<u32>,
    /// For a leaf: its text. For any other node, the end is the number after its last descendant.
    extent: Range<u32>,
}

/// A heading, for contents lists.
#[derive(Debug, Clone, Copy, Hash)]
pub struct Heading<'a> {
    /// 1 to 6.
    pub level: u8,
    /// Its id.
    pub id: &'a str,
    /// The index of its node.
    pub node: usize,
}

/// A step of a walk through the tree.
#[derive(Debug, Clone, Copy, Hash)]
pub enum Step<'a> {
    /// A node begins.
    Enter(&'a Node),
    /// A node that has had its children ends. Every entered node is left, leaves too.
    Leave(&'a Node),
}

/// A step of a walk that gives nodes by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// A leaf, or an image, which is one with its words.
    Leaf(usize),
    /// Another node begins,
    Begin(usize),
    /// and has had its children.
    End(usize),
}

impl Body {
    /// Whether a figure stands in it.
    pub fn has_figures(&self) -> bool {
        self.nodes().iter().any(|node| matches!(node.kind, Kind::Figure(_)))
    }

    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty tree with room for the nodes of a text of this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { nodes: Vec::with_capacity(bytes / 20 + 4), text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Gives back the room that was not needed.
    pub fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.text.shrink_to_fit();
        self.links.shrink_to_fit();
        self.images.shrink_to_fit();
        self.charts.shrink_to_fit();
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many bytes of text are in it.
    pub fn text_len(&self) -> usize {
        self.text.len()
    }

    /// The nodes in the order in which they open.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Opens a node, to be ended by [`Body::close`].
    pub fn open(&mut self, kind: Kind, span: Span) -> usize {
        self.push(kind, span, 0..0);
        self.joins = false;
        self.nodes.len() - 1
    }

    /// Ends the node that [`Body::open`] numbered: all nodes since are its descendants.
    pub fn close(&mut self, node: usize) {
        self.nodes[node].extent.end = self.nodes.len() as u32;
        self.joins = false;
    }

    /// Adds a leaf with its text. Text that follows text joins it.
    pub fn leaf(&mut self, kind: Kind, text: &str, span: Span) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        if self.joins
            && matches!(kind, Kind::Text)
            && let Some(last) = self.nodes.last_mut()
            && matches!(last.kind, Kind::Text)
        {
            last.extent.end = end;
            last.span.end = span.end as u32;
            return;
        }
        self.push(kind, span, start..end);
        self.joins = true;
    }

    /// Adds to the text of the last node, which is a leaf.
    pub fn append(&mut self, text: &str) {
        if let Some(last) = self.nodes.last_mut() {
            self.text.push_str(text);
            last.extent.end = self.text.len() as u32;
        }
    }

    fn push(&mut self, kind: Kind, span: Span, extent: Range<u32>) {
        self.nodes.push(Node { kind, span: span.start as u32..span.end as u32, extent });
    }

    /// Changes what a node is, for a parser that learns it late. A leaf stays a leaf.
    pub fn set_kind(&mut self, node: usize, kind: Kind) {
        debug_assert_eq!(self.nodes[node].kind.is_leaf(), kind.is_leaf());
        self.nodes[node].kind = kind;
    }

    /// The text of a leaf; empty for other nodes.
    pub fn text(&self, node: &Node) -> &str {
        if node.kind.is_leaf() { &self.text[node.extent.start as usize..node.extent.end as usize] } else { "" }
    }

    /// The number after the last descendant of node number `node`.
    pub fn end_of(&self, node: usize) -> usize {
        if self.nodes[node].kind.is_leaf() { node + 1 } else { self.nodes[node].extent.end as usize }
    }

    /// The numbers of the nodes that stand right under node number `node`.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let end = self.end_of(node);
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.end_of(child);
                child
            })
        })
    }

    /// Whether the items of a list have no numbers, or are numbered from 1 without a gap, as formats number them that know
    /// nothing else.
    pub fn counts_from_one(&self, list: usize) -> bool {
        let is_odd = |item: usize| matches!(self.nodes[item].kind, Kind::Item { number: Some(_), .. });
        match self.nodes[list].kind {
            Kind::List { start: Some(start) } => start == 1 && !self.children(list).any(is_odd),
            _ => true,
        }
    }

    /// Walks the whole tree.
    pub fn walk(&self) -> impl Iterator<Item = Step<'_>> {
        self.walk_range(0..self.nodes.len())
    }

    /// Walks the nodes of a range that holds whole subtrees, such as `node + 1..end_of(node)` for the children.
    pub fn walk_range(&self, range: Range<usize>) -> impl Iterator<Item = Step<'_>> {
        let mut next = range.start;
        let mut open: Vec<usize> = Vec::with_capacity(8);
        std::iter::from_fn(move || {
            if let Some(&last) = open.last()
                && self.end_of(last) <= next
            {
                open.pop();
                return Some(Step::Leave(&self.nodes[last]));
            }
            (next < range.end).then(|| {
                open.push(next);
                next += 1;
                Step::Enter(&self.nodes[next - 1])
            })
        })
    }

    /// Walks the nodes from number `from` on, for what writes them.
    pub fn visit(&self, from: usize) -> impl Iterator<Item = Visit> {
        let mut next = from;
        let mut open: Vec<usize> = Vec::with_capacity(8);
        std::iter::from_fn(move || {
            if let Some(last) = open.pop_if(|last| self.end_of(*last) <= next) {
                return Some(Visit::End(last));
            }
            let node = (next < self.nodes.len()).then_some(next)?;
            let is_one = self.nodes[node].kind.is_leaf() || matches!(self.nodes[node].kind, Kind::Image(_));
            if is_one {
                next = self.end_of(node);
                return Some(Visit::Leaf(node));
            }
            next += 1;
            open.push(node);
            Some(Visit::Begin(node))
        })
    }

    /// The words of an image.
    pub fn words_of(&self, image: usize) -> String {
        self.plain_text(image + 1..self.end_of(image))
    }

    /// Its headings in order.
    pub fn headings(&self) -> impl Iterator<Item = Heading<'_>> {
        self.nodes.iter().enumerate().filter_map(|(node, it)| match &it.kind {
            Kind::Heading { level, id, .. } => Some(Heading { level: *level, id, node }),
            _ => None,
        })
    }

    /// Every id that a link can lead to, in order: of headings, figures, charts and notes.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|node| match &node.kind {
            Kind::Heading { id, .. } => Some(&**id),
            Kind::Figure(figure) => figure.id.as_deref(),
            Kind::Note(note) => note.id.as_deref(),
            Kind::Chart(number) => self.charts.get(*number as usize).and_then(|chart| chart.id.as_deref()),
            _ => None,
        })
    }
}
