//! Parts of pages in a drawing, and text that only Inkscape flows: left out where nothing is lost by it.

use super::{Element, Fault, Node};
use crate::diag::Span;
use crate::model::picture::Flaw;

/// What was left out, until it is known whether something else shows it.
pub(super) struct Foreign {
    /// Its tag.
    tag: Span,
    /// Whether it is Inkscape's.
    is_flowed: bool,
    /// The text in it.
    pub(super) text: String,
    /// Whether it shows something beside text.
    has_more: bool,
}

/// Whether an element holds text that Inkscape alone breaks into lines: a draft of SVG 1.2 that no browser took up.
pub(super) fn is_flowed(name: &str) -> bool {
    matches!(name, "flowRoot" | "flowRegion" | "flowPara" | "flowDiv" | "flowSpan")
}

impl Foreign {
    pub(super) fn new(tag: Span, name: &str) -> Self {
        Self { tag, is_flowed: is_flowed(name), text: String::new(), has_more: false }
    }

    /// Looks at an element in it.
    pub(super) fn see(&mut self, name: &str) {
        const SHOWN: &[&str] =
            &["audio", "button", "canvas", "embed", "iframe", "img", "input", "math", "object", "svg", "video"];
        self.has_more |= !self.is_flowed && SHOWN.iter().any(|shown| name.eq_ignore_ascii_case(shown));
    }

    /// Whether there was anything to see.
    pub(super) fn is_visible(&self) -> bool {
        self.has_more || !self.text.trim().is_empty()
    }

    /// Nothing is lost if the `switch` around it says the same in another way: draw.io writes each label as part of a
    /// page, and beside it as text (shortened where it is long) or as a picture. `before` children stand before it.
    pub(super) fn settle(self, parent: &Element, before: usize) -> Result<(), Fault> {
        let shown = solid(&self.text);
        let beside = parent.children[before..].iter().find_map(|node| match node {
            Node::Element(element) if parent.name == "switch" => Some(element),
            _ => None,
        });
        let says_the_same = beside.is_some_and(|element| {
            let mut text = String::new();
            element.text(&mut text);
            element.has("image") || (!self.has_more && solid(&text) == shown)
        });
        let words = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match (says_the_same, self.is_flowed) {
            (true, _) => Ok(()),
            (false, true) => Err((self.tag, Flaw::Flowed(words))),
            (false, false) => Err((self.tag, Flaw::Foreign(words))),
        }
    }
}

/// The text without white space: line breaks of a page are elements, and those of a drawing are none.
fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}
