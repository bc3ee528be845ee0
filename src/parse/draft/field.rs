//! How a field is read from a node, and what can be wrong with it on its own.
//!
//! Knows kinds of values, never names of fields. Reads on after every fault, and says nothing twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::json;

use super::schema::Definitions;
use crate::diag::{At, Diagnostic, SourceText, Span, Written, nearest};
use crate::parse::fault;
use crate::parse::front_matter::{Entry, Node, Scalar, Style, Value};

mod number;

/// Text in one piece, with its place.
pub type Text = At<String>;

/// What can be read from a value.
pub trait Decode: Sized {
    /// Reads it; says why where that is impossible.
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self>;

    /// Its JSON Schema.
    fn schema(schema: &mut Definitions) -> serde_json::Value;
}

/// Whether a field may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may.
    Optional,
    /// Only in a translation, which takes it from the original.
    Original,
    /// Never.
    Always,
}

/// What the fields of a draft are: each is there in some form, whatever was written.
pub trait Slot: Sized {
    /// Whether it may be left out.
    const NEED: Need;

    /// Reads the field from its node; one that is absent or empty comes as `None`.
    fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self;

    /// Its JSON Schema.
    fn schema(schema: &mut Definitions) -> serde_json::Value;
}

/// A field that must be there. Where it is `None`, that has been reported.
#[derive(Debug, Clone)]
pub struct Required<T>(pub Option<T>);

/// A field that must be there, except in a translation. Where it is `None` in an original, that has been reported.
#[derive(Debug, Clone)]
pub struct Original<T>(pub Option<T>);

/// Named values in the order written.
#[derive(Debug, Clone)]
pub struct Map<T>(pub Vec<(Text, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// A list, or its only item.
#[derive(Debug, Clone)]
pub struct OneOrMany<T> {
    /// The items.
    pub items: Vec<T>,
    /// All of it.
    pub span: Span,
}

/// A text, or a text for each language.
#[derive(Debug, Clone)]
pub enum LocalizedDraft {
    /// The same everywhere.
    Plain(Text),
    /// By language tag.
    ByLanguage(Map<Text>),
}

/// A closed list of names.
pub trait Choice: Copy + 'static {
    /// Each name with its meaning.
    const NAMES: &'static [(&'static str, Self)];
    /// What a name of the list is: `a role`.
    const WHAT: &'static str;
}

/// What reading a draft needs besides the node.
pub struct Context<'a> {
    pub(super) source: &'a Arc<SourceText>,
    pub(super) diagnostics: Vec<Diagnostic>,
    forgiven: &'a BTreeSet<String>,
    translation: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        source: &'a Arc<SourceText>,
        forgiven: &'a BTreeSet<String>,
        translation: bool,
    ) -> Self {
        Self {
            source,
            diagnostics: Vec::new(),
            forgiven,
            translation,
        }
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads the root; nothing at all is a group without fields.
    pub(super) fn decode_root<T: Decode>(&mut self, root: &Node<'_>) -> Option<T> {
        match root.value {
            Value::Null => T::decode(
                &Node {
                    value: Value::Mapping(Vec::new()),
                    span: root.span.clone(),
                },
                self,
            ),
            _ => T::decode(root, self),
        }
    }

    /// The entries of a group, each of which must have a known name.
    pub(super) fn entries<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: &str,
        known: &[&str],
    ) -> Option<&'n [Entry<'n>]> {
        let entries = self.mapping(node, what, known)?;
        for entry in entries {
            if !known.contains(&&*entry.key) {
                let near = chinese_name(&entry.key)
                    .filter(|name| known.contains(name))
                    .or_else(|| nearest(&entry.key, known.iter().copied()));
                self.say(fault::unknown_field(
                    self.source,
                    entry.key_span.clone(),
                    &entry.key,
                    near,
                    known,
                ));
            }
        }
        Some(entries)
    }

    /// The entries of a group with names of any kind.
    fn mapping<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: &str,
        known: &[&str],
    ) -> Option<&'n [Entry<'n>]> {
        match &node.value {
            Value::Mapping(entries) => return Some(entries),
            Value::Broken => {}
            Value::Scalar(scalar) if self.misses_space(node, scalar) => {}
            _ => {
                let example = known.first().copied().unwrap_or("name");
                let help = format!(
                    "write its fields one to a line below it, indented by two spaces: `{example}: …`"
                );
                self.wrong_type(node, what, help);
            }
        }
        None
    }

    /// Text that would be a field if its colon were right: `name：x`, `name:x`.
    fn misses_space(&mut self, node: &Node<'_>, scalar: &Scalar<'_>) -> bool {
        let raw = &self.source.text[node.span.clone()];
        let Some(at) = raw
            .find([':', '：'])
            .filter(|_| scalar.style == Style::Plain)
        else {
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
    pub(super) fn field<T: Slot>(
        &mut self,
        owner: &Node<'_>,
        entries: &[Entry<'_>],
        name: &str,
        what: &str,
        example: &str,
    ) -> T {
        let found = entries.iter().find(|entry| entry.key == name);
        let needed = T::NEED == Need::Always || T::NEED == Need::Original && !self.translation;
        let example = if example.is_empty() { "…" } else { example };
        match found {
            Some(entry) if is_empty(&entry.value) => {
                if needed {
                    self.say(fault::empty_field(
                        self.source,
                        entry.key_span.clone(),
                        name,
                        example,
                    ));
                }
                T::fill(None, self)
            }
            Some(entry) => T::fill(Some(&entry.value), self),
            None => {
                if needed && !self.forgiven.contains(name) {
                    let place = self.first_line(&owner.span);
                    self.say(fault::missing_field(
                        self.source,
                        place,
                        name,
                        what,
                        example,
                    ));
                }
                T::fill(None, self)
            }
        }
    }

    fn first_line(&self, span: &Span) -> Span {
        let line = self.source.text[span.clone()].lines().next().unwrap_or("");
        span.start..span.start + line.trim_end().len()
    }

    fn wrong_type(&mut self, node: &Node<'_>, expected: &str, help: String) {
        let found = match &node.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a group of fields",
            Value::Broken => return,
        };
        let place = self.first_line(&node.span);
        self.say(fault::wrong_type(self.source, place, found, expected, help));
    }

    /// The text of a value in one piece.
    fn scalar<'n>(&mut self, node: &'n Node<'n>, expected: &str) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(scalar) => {
                self.swallowed_field(node, scalar);
                Some(scalar.text.trim())
            }
            Value::Broken => None,
            Value::Null => {
                self.wrong_type(node, expected, "write it, or remove the field".to_owned());
                None
            }
            Value::Sequence(_) | Value::Mapping(_) => {
                let help = "if it is text, put it in quotation marks; long text goes below `name: |`, indented by two spaces";
                self.wrong_type(node, expected, help.to_owned());
                None
            }
        }
    }

    /// A line with a full-width colon that YAML took for the end of the text above it.
    fn swallowed_field(&mut self, node: &Node<'_>, scalar: &Scalar<'_>) {
        let raw = &self.source.text[node.span.clone()];
        if scalar.style != Style::Plain || !raw.contains('\n') {
            return;
        }
        let mut start = node.span.start;
        for (number, line) in raw.split_inclusive('\n').enumerate() {
            let name = line.split('：').next().unwrap_or("").trim_start();
            let is_name = !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            if number > 0 && is_name && name.len() < line.trim().len() {
                let colon = start + line.len() - line.trim_start().len() + name.len();
                self.diagnostics.push(fault::full_width_colon(
                    self.source,
                    colon..colon + '：'.len_utf8(),
                    name,
                ));
            }
            start += line.len();
        }
    }

    fn items<T: Decode>(&mut self, nodes: &[Node<'_>]) -> Vec<T> {
        nodes
            .iter()
            .filter_map(|node| T::decode(node, self))
            .collect()
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
    NAMES
        .iter()
        .find(|(chinese, _)| *chinese == written)
        .map(|(_, name)| *name)
}

impl Decode for Text {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let text = cx.scalar(node, "text")?.to_owned();
        Some(At::new(text, node.span.clone()))
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        // A number is text here that keeps its digits.
        json!({ "type": ["string", "number"] })
    }
}

impl Decode for Written {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        cx.scalar(node, "text")?;
        node.written(cx.source)
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        json!({ "type": ["string", "number"] })
    }
}

impl Decode for At<bool> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        const EXPECTED: &str = "`true` or `false`";
        let value = match cx.scalar(node, EXPECTED)? {
            "true" => true,
            "false" => false,
            written => {
                let help = match written {
                    "yes" | "Yes" | "on" | "True" | "TRUE" | "是" | "对" | "1" => "write `true`",
                    "no" | "No" | "off" | "False" | "FALSE" | "否" | "不" | "0" => {
                        "write `false`"
                    }
                    _ => "write `true` or `false`",
                };
                cx.wrong_type(node, EXPECTED, help.to_owned());
                return None;
            }
        };
        Some(At::new(value, node.span.clone()))
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        json!({ "type": "boolean" })
    }
}

impl Decode for At<Date> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let written = cx.scalar(node, "a date")?;
        let date = number::date(written);
        if date.is_none() {
            let instead = number::date_meant(written);
            cx.say(fault::not_a_date(
                cx.source,
                node.span.clone(),
                written,
                instead.as_deref(),
            ));
        }
        date.map(|date| At::new(date, node.span.clone()))
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        json!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
    }
}

impl<C: Choice> Decode for At<C> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let written = cx.scalar(node, C::WHAT)?;
        if let Some((_, value)) = C::NAMES.iter().find(|(name, _)| *name == written) {
            return Some(At::new(*value, node.span.clone()));
        }
        let known: Vec<&str> = C::NAMES.iter().map(|(name, _)| *name).collect();
        let near = nearest(written, known.iter().copied());
        cx.say(fault::not_in_list(
            cx.source,
            node.span.clone(),
            written,
            C::WHAT,
            near,
            &known,
        ));
        None
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        json!({ "enum": C::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>() })
    }
}

impl Decode for LocalizedDraft {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        match node.value {
            Value::Mapping(_) => Map::decode(node, cx).map(Self::ByLanguage),
            _ => Text::decode(node, cx).map(Self::Plain),
        }
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "anyOf": [<Text as Decode>::schema(schema), {
            "type": "object",
            "description": "A text for each language, by its tag.",
            "propertyNames": { "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" },
            "additionalProperties": <Text as Decode>::schema(schema),
        }] })
    }
}

impl<T: Decode> Decode for Map<T> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let entries = cx.mapping(node, "a group of names and values", &[])?;
        let mut values = Vec::with_capacity(entries.len());
        for entry in entries {
            if let Some(value) = T::decode(&entry.value, cx) {
                values.push((
                    At::new(entry.key.clone().into_owned(), entry.key_span.clone()),
                    value,
                ));
            }
        }
        Some(Self(values))
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "type": "object", "additionalProperties": T::schema(schema) })
    }
}

impl<T: Decode> Decode for OneOrMany<T> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let items = match &node.value {
            Value::Sequence(nodes) => cx.items(nodes),
            _ => vec![T::decode(node, cx)?],
        };
        Some(Self {
            items,
            span: node.span.clone(),
        })
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        let item = T::schema(schema);
        json!({ "anyOf": [item.clone(), { "type": "array", "items": item, "minItems": 1 }] })
    }
}

macro_rules! slots {
    ($($slot:ident $need:ident $make:expr;)*) => {$(
        impl<T: Decode> Slot for $slot<T> {
            const NEED: Need = Need::$need;

            fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self {
                let make: fn(Option<T>) -> Self = $make;
                make(node.and_then(|node| T::decode(node, cx)))
            }

            fn schema(schema: &mut Definitions) -> serde_json::Value {
                T::schema(schema)
            }
        }
    )*};
}

slots! {
    Required Always Required;
    Original Original Original;
    Option Optional |value| value;
}

impl<T: Decode> Slot for Map<T> {
    const NEED: Need = Need::Optional;

    fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self {
        node.and_then(|node| Self::decode(node, cx))
            .unwrap_or_default()
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        <Self as Decode>::schema(schema)
    }
}

impl<T: Decode> Slot for Vec<T> {
    const NEED: Need = Need::Optional;

    fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self {
        match node.map(|node| (&node.value, node)) {
            Some((Value::Sequence(nodes), _)) => cx.items(nodes),
            Some((Value::Broken, _)) | None => Vec::new(),
            Some((_, node)) => {
                cx.wrong_type(
                    node,
                    "a list",
                    "write `[one, another]`, or each item in a line of its own after `- `"
                        .to_owned(),
                );
                Vec::new()
            }
        }
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "type": "array", "items": T::schema(schema) })
    }
}
