//! Which element of a page is the article, and the letters of elements.

use crate::inspect::tree::{Tree, What};

/// The element that is the article.
pub(super) fn article(tree: &Tree) -> usize {
    let is_named =
        |name: &'static str| move |what: &What| matches!(what, What::Element { name: own, .. } if own == name);
    find(tree, |what| what.get("id") == Some("js_content"))
        .or_else(|| find(tree, is_named("article")))
        .or_else(|| find(tree, is_named("main")))
        .or_else(|| find(tree, is_named("body")))
        .unwrap_or(0)
}

pub(super) fn find(tree: &Tree, is_wanted: impl Fn(&What) -> bool) -> Option<usize> {
    below(tree, 0).find(|at| is_wanted(tree.node(*at).0))
}

/// Everything in a node and the node itself, in order.
fn below(tree: &Tree, at: usize) -> impl Iterator<Item = usize> {
    let mut open = vec![at];
    std::iter::from_fn(move || {
        let at = open.pop()?;
        open.extend(tree.node(at).1.iter().rev());
        Some(at)
    })
}

pub(super) fn contains(tree: &Tree, at: usize, wanted: usize) -> bool {
    below(tree, at).any(|it| it == wanted)
}

/// The letters in a node, those of scripts and styles aside.
pub(super) fn letters(tree: &Tree, at: usize) -> String {
    let mut out = String::new();
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        match tree.node(at) {
            (What::Text(text), _) => out.push_str(text),
            (What::Element { name, .. }, _) if is_machine(name) => {}
            (_, children) => open.extend(children.iter().rev()),
        }
    }
    out
}

/// Elements whose text is for machines.
pub(super) fn is_machine(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "title" | "head"
    )
}
