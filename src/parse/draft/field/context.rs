//! A file while its fields are read: what is known of it, and what there is to say.
//!
//! Never decides what a value should be.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Decode, Need, Slot};
use crate::diag::{Diagnostic, Edit, Said, SourceText, Span, Text, nearest, only_nearest, text};
use crate::parse::fault;
use crate::parse::front_matter::{Entry, Node, Scalar, Style, Value};

/// What reading a draft needs besides the node.
pub struct Context<'a> {
    pub(in crate::parse::draft) source: &'a Arc<SourceText>,
    pub(in crate::parse::draft) diagnostics: Said,
    forgiven: &'a BTreeSet<String>,
    translation: bool,
}

impl<'a> Context<'a> {
    pub(in crate::parse::draft) fn new(
        source: &'a Arc<SourceText>,
        forgiven: &'a BTreeSet<String>,
        translation: bool,
    ) -> Self {
        Self { source, diagnostics: Said::default(), forgiven, translation }
    }

    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds what repairs the fault that was said last.
    pub(super) fn repair(&mut self, edits: impl IntoIterator<Item = Edit>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.fix.extend(edits);
        }
    }

    /// Reads the root; nothing at all is a group without fields.
    pub(in crate::parse::draft) fn decode_root<T: Decode>(&mut self, root: &Node<'_>) -> Option<T> {
        match root.value {
            Value::Null => T::decode(&Node { value: Value::Mapping(Vec::new()), span: root.span.clone() }, self),
            _ => T::decode(root, self),
        }
    }

    /// The entries of a group, each of which must have a known name.
    pub(in crate::parse::draft) fn entries<'n>(
        &mut self,
        node: &'n Node<'n>,
        known: &[&str],
    ) -> Option<&'n [Entry<'n>]> {
        let entries = self.mapping(node, known)?;
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            let chinese = chinese_name(&entry.key).filter(|name| known.contains(name));
            let near = chinese.or_else(|| nearest(&entry.key, known.iter().copied()));
            let certain = chinese.or_else(|| only_nearest(&entry.key, known.iter().copied()));
            // Nothing is certain where the field is there already, or where another may be meant to be it.
            let is_free = |name: &&str| {
                let means =
                    |other: &Entry<'_>| other.key == *name || nearest(&other.key, known.iter().copied()) == Some(*name);
                !entries.iter().any(|other| other.key != entry.key && means(other))
            };
            let fix = certain.filter(is_free).map(|name| Edit::new(entry.key_span.clone(), name));
            let found = fault::unknown_field(self.source, entry.key_span.clone(), &entry.key, near, known);
            self.say(found.fix(fix));
        }
        Some(entries)
    }

    /// The entries of a group with names of any kind.
    pub(super) fn mapping<'n>(&mut self, node: &'n Node<'n>, known: &[&str]) -> Option<&'n [Entry<'n>]> {
        match &node.value {
            Value::Mapping(entries) => return Some(entries),
            Value::Broken => {}
            Value::Scalar(scalar) if self.misses_space(node, scalar) => {}
            _ => {
                let example = known.first().copied().unwrap_or("name");
                let help =
                    text!("write its fields one to a line below it, indented by two spaces: `{example}: …`", example);
                self.wrong_type(node, text!("a group of fields"), help);
            }
        }
        None
    }

    /// Text that would be a field if its colon were right: `name：x`, `name:x`.
    pub(super) fn misses_space(&mut self, node: &Node<'_>, scalar: &Scalar<'_>) -> bool {
        let raw = &self.source.text[node.span.clone()];
        let Some(at) = raw.find([':', '：']).filter(|_| scalar.style == Style::Plain) else {
            return false;
        };
        let name = &raw[..at];
        if name.is_empty() || name.contains(char::is_whitespace) {
            return false;
        }
        let start = node.span.start + at;
        let found = if raw[at..].starts_with('：') {
            fault::full_width_colon(self.source, start..start + '：'.len_utf8(), name)
        } else {
            let value = raw[at + 1..].lines().next().unwrap_or("");
            fault::touching_colon(self.source, start..start + 1, name, value)
        };
        self.say(found);
        true
    }

    /// Reads one field of a group.
    pub(in crate::parse::draft) fn field<T: Slot>(
        &mut self,
        owner: &Node<'_>,
        entries: &[Entry<'_>],
        name: &str,
        what: Text,
        example: &str,
    ) -> T {
        let found = entries.iter().find(|entry| entry.key == name);
        let needed = T::NEED == Need::Always || T::NEED == Need::Original && !self.translation;
        let example = if example.is_empty() { "…" } else { example };
        match found {
            Some(entry) if is_empty(&entry.value) => {
                if needed {
                    self.say(fault::empty_field(self.source, entry.key_span.clone(), name, example));
                }
                T::fill(None, self)
            }
            Some(entry) => T::fill(Some(&entry.value), self),
            None => {
                if needed && !self.forgiven.contains(name) {
                    let place = self.first_line(&owner.span);
                    self.say(fault::missing_field(self.source, place, name, what, example));
                }
                T::fill(None, self)
            }
        }
    }

    pub(super) fn first_line(&self, span: &Span) -> Span {
        let line = self.source.text[span.clone()].lines().next().unwrap_or("");
        span.start..span.start + line.trim_end().len()
    }

    pub(super) fn wrong_type(&mut self, node: &Node<'_>, expected: Text, help: Text) {
        let found = match &node.value {
            Value::Null => text!("nothing"),
            Value::Scalar(_) => text!("text"),
            Value::Sequence(_) => text!("a list"),
            Value::Mapping(_) => text!("a group of fields"),
            Value::Broken => return,
        };
        let place = self.first_line(&node.span);
        self.say(fault::wrong_type(self.source, place, found, expected, help));
    }

    /// Something stands where a list belongs.
    pub(super) fn not_a_list(&mut self, node: &Node<'_>) {
        let help = match &node.value {
            Value::Scalar(scalar) if !scalar.text.contains('\n') => {
                text!("write `[{text}]`", text = scalar.text.trim())
            }
            _ => text!("write `[one, another]`, or each item in a line of its own after `- `"),
        };
        self.wrong_type(node, text!("a list"), help);
    }

    /// The text of a value in one piece.
    pub(super) fn scalar<'n>(&mut self, node: &'n Node<'n>, expected: Text) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(scalar) => {
                self.swallowed_field(node, scalar);
                Some(scalar.text.trim())
            }
            Value::Broken => None,
            Value::Null => {
                self.wrong_type(node, expected, text!("write it, or remove the field"));
                None
            }
            Value::Sequence(_) | Value::Mapping(_) => {
                let help = text!(
                    "if it is text, put it in quotation marks; long text goes below `name: |`, indented by two spaces"
                );
                self.wrong_type(node, expected, help);
                None
            }
        }
    }

    /// A line with a full-width colon that YAML took for the end of the text above it.
    pub(super) fn swallowed_field(&mut self, node: &Node<'_>, scalar: &Scalar<'_>) {
        let raw = &self.source.text[node.span.clone()];
        if scalar.style != Style::Plain || !raw.contains('\n') {
            return;
        }
        let mut start = node.span.start;
        for (number, line) in raw.split_inclusive('\n').enumerate() {
            let name = line.split('：').next().unwrap_or("").trim_start();
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            if number > 0 && is_name && name.len() < line.trim().len() {
                let colon = start + line.len() - line.trim_start().len() + name.len();
                let mut found = fault::full_width_colon(self.source, colon..colon + '：'.len_utf8(), name);
                // The line may belong to the text after all.
                found.fix.clear();
                self.diagnostics.push(found);
            }
            start += line.len();
        }
    }

    pub(super) fn items<T: Decode>(&mut self, nodes: &[Node<'_>]) -> Vec<T> {
        nodes.iter().filter_map(|node| T::decode(node, self)).collect()
    }
}

/// Nothing, or text of nothing.
fn is_empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(scalar) => scalar.text.trim().is_empty(),
        _ => false,
    }
}

/// The field that a Chinese name stands for.
fn chinese_name(written: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("标题", "title"),
        ("期号", "number"),
        ("日期", "date"),
        ("更新", "updated"),
        ("署名", "byline"),
        ("标签", "tags"),
        ("摘要", "summary"),
        ("试验", "trial"),
        ("本文精要", "key_findings"),
        ("结果", "findings"),
        ("专家点评", "commentary"),
        ("学后练习", "quiz"),
        ("更正", "corrections"),
        ("参考文献", "references"),
        ("姓名", "name"),
        ("单位", "affiliation"),
        ("简介", "bio"),
    ];
    NAMES.iter().find(|(chinese, _)| *chinese == written).map(|(_, name)| *name)
}
