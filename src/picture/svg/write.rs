//! A drawing as it is published: UTF-8 without a declaration, one namespace, nothing but elements, attributes and text.

use super::read::{Element, Node};
use super::vocabulary::{SVG, XLINK};

/// The drawing as a file.
pub(super) fn write(root: &Element) -> String {
    let mut out = String::new();
    element(root, true, &mut out);
    out.push('\n');
    out
}

fn element(it: &Element, is_root: bool, out: &mut String) {
    out.push('<');
    out.push_str(&it.name);
    if is_root {
        for (prefix, namespace) in [("", SVG), (":xlink", XLINK)] {
            out.push_str(&format!(" xmlns{prefix}=\"{namespace}\""));
        }
    }
    for (name, value) in &it.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, true, out);
        out.push('"');
    }
    if it.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for node in &it.children {
        match node {
            Node::Element(inner) => element(inner, false, out),
            Node::Text(text) => escape(text, false, out),
        }
    }
    out.push_str(&format!("</{}>", it.name));
}

/// White space that a reader of XML would turn into a plain space or line end is written by its number.
fn escape(text: &str, is_value: bool, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if is_value => out.push_str("&quot;"),
            '\t' | '\n' if is_value => out.push_str(&format!("&#{};", u32::from(letter))),
            '\r' => out.push_str("&#13;"),
            _ => out.push(letter),
        }
    }
}
