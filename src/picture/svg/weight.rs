//! How much a browser would draw: an element that is used in an element that is used … multiplies, and a hundred bytes
//! more of a file keep a reader's phone busy for ever.

use std::collections::BTreeMap;

use super::read::{Element, Node};
use crate::diag::Span;

/// Elements that are drawn, counting each use of one. Drawings with a hundred thousand points have a tenth of it.
const MOST: u64 = 1_000_000;
/// How far elements may be used in each other, with those that they stand in.
const DEEPEST: usize = 1_000;

/// Where a drawing begins to draw more than browsers can; `None` where it does not.
pub(super) fn too_much(root: &Element) -> Option<Span> {
    let mut ids = BTreeMap::new();
    learn(root, &mut ids);
    Scale { ids, known: BTreeMap::new() }.weigh(root, 0).err()
}

/// Elements by their ids; of several of one id browsers take the first.
fn learn<'e>(element: &'e Element, ids: &mut BTreeMap<&'e str, &'e Element>) {
    if let Some(id) = element.get("id") {
        ids.entry(id).or_insert(element);
    }
    for inner in inner(element) {
        learn(inner, ids);
    }
}

fn inner(element: &Element) -> impl Iterator<Item = &Element> {
    element.children.iter().filter_map(|node| match node {
        Node::Element(inner) => Some(inner),
        Node::Text(_) => None,
    })
}

struct Scale<'e> {
    ids: BTreeMap<&'e str, &'e Element>,
    /// What elements weigh that are referred to; nothing as long as it is being found out, for what is used in itself is
    /// not drawn.
    known: BTreeMap<&'e str, u64>,
}

impl<'e> Scale<'e> {
    fn weigh(&mut self, element: &'e Element, depth: usize) -> Result<u64, Span> {
        if depth > DEEPEST {
            return Err(element.tag());
        }
        let mut weight = 1_u64;
        for inner in inner(element) {
            weight = weight.saturating_add(self.weigh(inner, depth + 1)?);
        }
        for (name, value) in &element.attributes {
            // A marker is drawn at every point of a line.
            let times = if name.starts_with("marker") { points(element) } else { 1 };
            for id in references(name, value) {
                weight = weight.saturating_add(self.of_id(id, depth)?.saturating_mul(times));
            }
        }
        if weight > MOST { Err(element.tag()) } else { Ok(weight) }
    }

    fn of_id(&mut self, id: &str, depth: usize) -> Result<u64, Span> {
        let Some((id, element)) = self.ids.get_key_value(id).map(|(id, element)| (*id, *element)) else { return Ok(0) };
        if let Some(known) = self.known.get(id) {
            return Ok(*known);
        }
        self.known.insert(id, 0);
        let weight = self.weigh(element, depth + 1)?;
        self.known.insert(id, weight);
        Ok(weight)
    }
}

/// What of the drawing itself an attribute refers to: `href="#a"`, `url(#a)` in any other.
fn references<'v>(name: &str, value: &'v str) -> impl Iterator<Item = &'v str> {
    let whole = matches!(name, "href" | "xlink:href").then(|| value.strip_prefix('#')).flatten();
    let inside = value.split("url(").skip(1).filter_map(|rest| {
        let id = rest.trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
        id.split([')', '"', '\'', ' ']).next()
    });
    whole.into_iter().chain(inside)
}

/// How many points a line may have: half of the numbers that say where they are.
fn points(element: &Element) -> u64 {
    let all = ["d", "points"].into_iter().filter_map(|name| element.get(name));
    let numbers = |it: &str| it.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|it| !it.is_empty()).count();
    all.map(numbers).sum::<usize>().div_ceil(2).max(2) as u64
}
