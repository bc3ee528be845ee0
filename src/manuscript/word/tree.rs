//! The door of xml in Word files: a part as a tree.
//!
//! A part that declares entities, or is nested or filled beyond what any manuscript is, is refused before it grows.

use xml::ParserConfig;
use xml::name::OwnedName;
use xml::reader::XmlEvent;

use crate::manuscript::refusal::Refusal;

/// The most elements in each other. A table in a cell adds three.
const DEEPEST: usize = 320;

/// The most elements and texts.
const MOST_NODES: usize = 1_000_000;

/// Namespaces that are read, by the prefix that they have here whatever the file calls them: of the transitional and of
/// the strict form (ISO/IEC 29500-1 and -4).
const NAMESPACES: &[(&str, &str)] = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("urn:schemas-microsoft-com:vml", "v"),
];

/// A part as a tree.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    /// Its name with its prefix; empty for text.
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<u32>,
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub(super) struct Element<'t> {
    tree: &'t Tree,
    at: usize,
}

impl Tree {
    /// Reads a part.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let config = ParserConfig::new().cdata_to_characters(true).whitespace_to_characters(true);
        let mut nodes = vec![Node::default()];
        let mut open = vec![0_usize];
        for event in config.create_reader(bytes) {
            if nodes.len() > MOST_NODES {
                return Err(Refusal::TooLarge);
            }
            let last = open.last().copied().unwrap_or_default();
            match event.map_err(|_| Refusal::Broken)? {
                XmlEvent::Doctype { .. } => return Err(Refusal::Entities),
                XmlEvent::StartElement { name, attributes, .. } => {
                    if open.len() > DEEPEST {
                        return Err(Refusal::TooDeep);
                    }
                    let attributes = attributes.into_iter().map(|it| (called(&it.name), it.value)).collect();
                    nodes.push(Node { name: called(&name), attributes, ..Node::default() });
                    let at = nodes.len() - 1;
                    nodes[last].children.push(at as u32);
                    open.push(at);
                }
                XmlEvent::EndElement { .. } => {
                    open.pop();
                }
                XmlEvent::Characters(text) => {
                    nodes.push(Node { text, ..Node::default() });
                    let at = nodes.len() - 1;
                    nodes[last].children.push(at as u32);
                }
                _ => {}
            }
        }
        if nodes[0].children.is_empty() { Err(Refusal::Broken) } else { Ok(Self { nodes }) }
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Element<'_> {
        let top = Element { tree: self, at: 0 };
        top.children().next().unwrap_or(top)
    }
}

fn called(name: &OwnedName) -> String {
    let Some(namespace) = &name.namespace else { return name.local_name.clone() };
    match NAMESPACES.iter().find(|(known, _)| known == namespace) {
        Some((_, prefix)) => format!("{prefix}:{}", name.local_name),
        None => name.local_name.clone(),
    }
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.at]
    }

    /// Its name, with a prefix of this module if it is of a known namespace.
    pub(super) fn name(self) -> &'t str {
        &self.node().name
    }

    /// The elements in it.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        let all = self.node().children.iter().map(move |at| Element { tree, at: *at as usize });
        all.filter(|child| !child.name().is_empty())
    }

    /// The first element in it of a name.
    pub(super) fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// The first element of a name at the end of a path.
    pub(super) fn at(self, path: &[&str]) -> Option<Element<'t>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The value of an attribute.
    pub(super) fn get(self, name: &str) -> Option<&'t str> {
        self.node().attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value `w:val` of an element in it.
    pub(super) fn value(self, name: &str) -> Option<&'t str> {
        self.child(name)?.get("w:val")
    }

    /// The texts right in it.
    pub(super) fn text(self) -> String {
        self.node().children.iter().map(|at| self.tree.nodes[*at as usize].text.as_str()).collect()
    }

    /// All elements below it, in their order.
    pub(super) fn below(self) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        let mut open: Vec<u32> = self.node().children.iter().rev().copied().collect();
        std::iter::from_fn(move || {
            loop {
                let at = open.pop()? as usize;
                let node = &tree.nodes[at];
                open.extend(node.children.iter().rev());
                if !node.name.is_empty() {
                    return Some(Element { tree, at });
                }
            }
        })
    }

    /// All letters below it: of `w:t`, `w:delText` and `m:t`.
    pub(super) fn letters(self) -> String {
        let is_text = |it: &Element<'_>| matches!(it.name(), "w:t" | "w:delText" | "m:t");
        self.below().filter(is_text).map(Element::text).collect()
    }

    /// A property that is on where it stands without a value: `<w:b/>`.
    pub(super) fn is_on(self, name: &str) -> Option<bool> {
        let property = self.child(name)?;
        Some(!matches!(property.get("w:val"), Some("0" | "false" | "off" | "none")))
    }
}
