//! The door of html5ever: a page as the tree that browsers make of it.
//!
//! What stands inside of an element cannot be told from the tags alone: `<p class="gated">` ends where the first
//! paragraph inside of it begins, and what is in a table but in no cell comes to stand before the table.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{Attribute, ElementFlags, NodeOrText, QualName, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ExpandedName, ParseOpts, local_name, ns, parse_document};

/// A page.
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

/// Something on a page.
struct Node {
    what: What,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// What it is.
pub(crate) enum What {
    /// The page.
    Document,
    /// An element.
    Element {
        /// Its name in small letters.
        name: String,
        /// Names and values, as they are understood.
        attributes: Vec<(String, String)>,
    },
    /// Text, the data of scripts too.
    Text(String),
    /// A comment.
    Comment(String),
}

impl What {
    /// The value of an attribute.
    pub(crate) fn get(&self, wanted: &str) -> Option<&str> {
        let Self::Element { attributes, .. } = self else { return None };
        attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    /// Whether it is an element with this attribute.
    pub(crate) fn has(&self, wanted: &str) -> bool {
        matches!(self, Self::Element { attributes, .. } if attributes.iter().any(|(name, _)| name == wanted))
    }

    /// Whether it is an element of this class.
    pub(crate) fn has_class(&self, wanted: &str) -> bool {
        let Self::Element { attributes, .. } = self else { return false };
        let classes = attributes.iter().filter(|(name, _)| name == "class");
        classes.flat_map(|(_, value)| value.split_ascii_whitespace()).any(|class| class == wanted)
    }
}

impl Tree {
    /// Reads a page. There is none that browsers cannot read.
    pub(crate) fn read(html: &[u8]) -> Self {
        parse_document(Grower::new(), ParseOpts::default()).from_utf8().one(html)
    }

    /// What has a number, and the numbers of what stands right in it. The page itself has the number 0.
    pub(crate) fn node(&self, at: usize) -> (&What, &[usize]) {
        let node = &self.nodes[at];
        (&node.what, &node.children)
    }

    /// Everything that stands outside of what `leaves_out` names, each with the name of the element around it. It is
    /// told whether the page itself hides what it is asked of: it, or something around it, says `hidden`.
    pub(crate) fn outside(&self, leaves_out: impl Fn(&What, bool) -> bool) -> impl Iterator<Item = (&str, &What)> {
        let mut open = vec![(0, "", false)];
        std::iter::from_fn(move || {
            loop {
                let (at, around, is_hidden) = open.pop()?;
                let node = self.nodes.get(at)?;
                let is_hidden = is_hidden || node.what.has("hidden");
                if leaves_out(&node.what, is_hidden) {
                    continue;
                }
                let inner = if let What::Element { name, .. } = &node.what { name } else { around };
                open.extend(node.children.iter().rev().map(|child| (*child, inner, is_hidden)));
                return Some((around, &node.what));
            }
        })
    }
}

/// A node that is being put into its place: its number, and its name if it is an element.
#[derive(Clone)]
struct Handle {
    at: usize,
    name: Rc<QualName>,
}

/// Takes what the parser finds.
struct Grower {
    nodes: RefCell<Vec<Node>>,
    /// The name of what is no element.
    nameless: Rc<QualName>,
}

impl Grower {
    fn new() -> Self {
        let document = Node { what: What::Document, parent: None, children: Vec::new() };
        Self { nodes: RefCell::new(vec![document]), nameless: Rc::new(QualName::new(None, ns!(), local_name!(""))) }
    }

    fn add(&self, what: What, name: Rc<QualName>) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { what, parent: None, children: Vec::new() });
        Handle { at: nodes.len() - 1, name }
    }

    /// Puts something among the children of a node, before the one at a place. Text joins the text before it.
    fn put(&self, parent: usize, place: usize, child: NodeOrText<Handle>) {
        let child = match child {
            NodeOrText::AppendNode(node) => node.at,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = place.checked_sub(1).and_then(|before| nodes[parent].children.get(before).copied());
                if let Some(What::Text(said)) = before.map(|before| &mut nodes[before].what) {
                    said.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(What::Text(text.to_string()), Rc::clone(&self.nameless)).at
            }
        };
        self.take(child);
        let mut nodes = self.nodes.borrow_mut();
        nodes[child].parent = Some(parent);
        let place = place.min(nodes[parent].children.len());
        nodes[parent].children.insert(place, child);
    }

    /// Takes a node out of its place.
    fn take(&self, child: usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[child].parent.take() {
            nodes[parent].children.retain(|it| *it != child);
        }
    }
}

impl TreeSink for Grower {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { at: 0, name: Rc::clone(&self.nameless) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Handle {
        let what = What::Element { name: name.local.to_string(), attributes: read(attributes) };
        self.add(what, Rc::new(name))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.add(What::Comment(text.to_string()), Rc::clone(&self.nameless))
    }

    fn create_pi(&self, _target: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let last = self.nodes.borrow()[parent.at].children.len();
        self.put(parent.at, last, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.nodes.borrow()[element.at].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    // What is in a template is in the file: it is looked at like anything else.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.at == other.at
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.take(node.at);
        }
        let place = {
            let nodes = self.nodes.borrow();
            let parent = nodes[sibling.at].parent.unwrap_or_default();
            nodes[parent].children.iter().position(|it| *it == sibling.at).map(|place| (parent, place))
        };
        let (parent, place) = place.unwrap_or_default();
        self.put(parent, place, child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, more: Vec<Attribute>) {
        if let What::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.at].what {
            for (name, value) in read(more) {
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.take(target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children = self.nodes.borrow()[node.at].children.clone();
        for at in children {
            let name = Rc::clone(&self.nameless);
            self.append(new_parent, NodeOrText::AppendNode(Handle { at, name }));
        }
    }
}

fn read(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    attributes.into_iter().map(|it| (it.name.local.to_string(), it.value.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words outside of elements of the class `gated`.
    fn outside(html: &str) -> String {
        let tree = Tree::read(html.as_bytes());
        let words = tree.outside(|what, _| what.has_class("gated")).filter_map(|(_, what)| match what {
            What::Text(text) => Some(text.trim()),
            _ => None,
        });
        words.collect::<Vec<_>>().join("")
    }

    #[test]
    fn an_element_ends_where_browsers_end_it() {
        for (html, expected) in [
            ("a<div class=\"x gated\">b<p>c</p></div>d", "ad"),
            ("a<p class=gated>b<p>c</p></p>d", "acd"),
            ("a<p><span class=gated>b<div>c</div></span></p>d", "acd"),
            ("<ul><li class=gated>b<li>c</ul>d", "cd"),
            ("a<img class=gated alt=b>c", "ac"),
            ("a<table class=gated><p>b</p><tr><td>c</table>d", "abd"),
            ("a<section class=gated>b", "a"),
            ("a<template>b</template>", "ab"),
        ] {
            assert_eq!(outside(html), expected, "{html}");
        }
    }

    #[test]
    fn elements_are_told_by_name_and_what_is_around_them() {
        let tree = Tree::read(b"<title>t</title><!--c--><b title=\"v\">x</b>");
        let all: Vec<String> = tree
            .outside(|what, _| matches!(what, What::Element { name, .. } if name == "head"))
            .filter_map(|(around, what)| match what {
                What::Text(text) => Some(format!("{around}: {text}")),
                What::Comment(text) => Some(format!("{around}! {text}")),
                What::Element { name, attributes } if !attributes.is_empty() => Some(format!("{name} {attributes:?}")),
                _ => None,
            })
            .collect();
        assert_eq!(all, ["b [(\"title\", \"v\")]", "b: x"]);
    }
}
