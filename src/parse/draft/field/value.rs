//! Kinds of values: texts, truths, dates, names of a closed list, texts by language, named values.
//!
//! Never knows which field it reads.

use jiff::civil::Date;
use serde_json::json;

use super::{ByLanguage, Choice, Context, Decode, Holds, LocalizedDraft, Map, OneOrMany, Text, number};
use crate::diag::{self, At, Edit, Written, nearest, only_nearest, text};
use crate::model::language::Language;
use crate::model::prose::Prose;
use crate::parse::draft::schema::Definitions;
use crate::parse::fault;
use crate::parse::node::{Format, Node, Value};
use crate::text::script::breaks_without_space;

impl Decode for Text {
    const HOLDS_TEXT: bool = true;

    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let text = cx.scalar(node, text!("text"))?;
        if matches!(cx.holds, Some(Holds::Prose(_))) {
            cx.comment_behind(node);
        }
        let text = if cx.format == Format::Yaml && text.contains('\n') { in_one_line(text) } else { text.to_owned() };
        Some(At::new(text, node.span.clone()))
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        match schema.format {
            // A number is text here that keeps its digits.
            Format::Yaml => json!({ "type": ["string", "number"] }),
            Format::Toml => json!({ "type": "string" }),
        }
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        add(self, holds, None, all);
    }
}

impl Decode for Written {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        cx.scalar(node, text!("text"))?;
        cx.comment_behind(node);
        node.written(cx.source)
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        json!({ "type": ["string", "number"], "contentMediaType": "text/markdown" })
    }
}

/// The lines of a block as one, joined as those of a paragraph are.
fn in_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let joins = out.chars().next_back().zip(line.chars().next());
        if joins.is_some_and(|(before, after)| !breaks_without_space(before, after)) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

fn add(text: &Text, holds: Holds, language: Option<Language>, all: &mut Vec<Prose>) {
    if let Holds::Prose(kind) = holds {
        all.push(Prose { kind, span: text.span.clone(), language });
    }
}

impl Decode for At<bool> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        const EXPECTED: diag::Text = text!("`true` or `false`");
        if let Value::Truth(value) = node.value {
            return Some(At::new(value, node.span.clone()));
        }
        if cx.format == Format::Toml {
            cx.not(node, EXPECTED);
            return None;
        }
        let value = match cx.scalar(node, EXPECTED)? {
            "true" => true,
            "false" => false,
            written => {
                let (help, meant) = match written {
                    "yes" | "Yes" | "on" | "True" | "TRUE" | "是" | "对" | "1" => {
                        (text!("write `true`"), Some("true"))
                    }
                    "no" | "No" | "off" | "False" | "FALSE" | "否" | "不" | "0" => {
                        (text!("write `false`"), Some("false"))
                    }
                    _ => (text!("write `true` or `false`"), None),
                };
                cx.wrong_type(node, EXPECTED, help);
                cx.repair(meant.map(|meant| Edit::new(node.span.clone(), meant)));
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
        let written = cx.scalar(node, text!("a date"))?;
        let date = number::date(written);
        if date.is_none() {
            let instead = number::date_meant(written);
            let found = fault::not_a_date(cx.source, node.span.clone(), written, instead.as_deref());
            let certain = instead.filter(|_| number::is_only_a_date(written));
            cx.say(found.fix(certain.map(|date| Edit::new(node.span.clone(), date))));
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
        if cx.format == Format::Toml {
            cx.say(fault::toml::not_in_list(cx.source, node.span.clone(), cx.name(), written, &known));
            return None;
        }
        let near = nearest(written, known.iter().copied());
        let found = fault::not_in_list(cx.source, node.span.clone(), written, C::WHAT, near, &known);
        let certain = only_nearest(written, known.iter().copied());
        cx.say(found.fix(certain.map(|name| Edit::new(node.span.clone(), name))));
        None
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        json!({ "enum": C::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>() })
    }
}

impl Decode for LocalizedDraft {
    const HOLDS_TEXT: bool = true;

    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        match node.value {
            Value::Mapping(_) => Map::decode(node, cx).map(Self::ByLanguage),
            Value::Scalar(_) | Value::Broken => Text::decode(node, cx).map(Self::Plain),
            _ if cx.format == Format::Toml => {
                cx.not(node, text!("a text, or a table of texts by language,"));
                None
            }
            _ => Text::decode(node, cx).map(Self::Plain),
        }
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        let mut texts = ByLanguage::<Text>::schema(schema);
        texts["description"] = json!("A text for each language, by its tag.");
        json!({ "anyOf": [<Text as Decode>::schema(schema), texts] })
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        match self {
            Self::Plain(text) => text.gather(holds, all),
            Self::ByLanguage(texts) => {
                texts.0.iter().for_each(|(tag, text)| add(text, holds, Language::parse(tag), all));
            }
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    const HOLDS_TEXT: bool = T::HOLDS_TEXT;

    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        match &node.value {
            Value::Sequence(nodes) => Some(cx.items(nodes)),
            Value::Broken => None,
            _ => {
                cx.not_a_list(node, T::IS_GROUP);
                None
            }
        }
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "type": "array", "items": T::schema(schema) })
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        self.iter().for_each(|item| item.gather(holds, all));
    }
}

impl<T: Decode> Decode for Map<T> {
    const HOLDS_TEXT: bool = T::HOLDS_TEXT;

    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let entries = cx.mapping(node, &[])?;
        let mut values = Vec::with_capacity(entries.len());
        for (number, entry) in entries.iter().enumerate() {
            let before = number.checked_sub(1).map(|at| &entries[at]);
            if before.is_some_and(|before| cx.splits_number(before, entry)) {
                continue;
            }
            if let Some(value) = cx.inside(&entry.key, |cx| T::decode(&entry.value, cx)) {
                values.push((At::new(entry.key.clone().into_owned(), entry.key_span.clone()), value));
            }
        }
        Some(Self(values))
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "type": "object", "additionalProperties": T::schema(schema) })
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        self.0.iter().for_each(|(_, value)| value.gather(holds, all));
    }
}

impl<T: Decode> Decode for ByLanguage<T> {
    const HOLDS_TEXT: bool = T::HOLDS_TEXT;

    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        Map::decode(node, cx).map(Self)
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({
            "type": "object",
            "propertyNames": { "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" },
            "additionalProperties": T::schema(schema),
        })
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        Decode::gather(&self.0, holds, all);
    }
}

impl<T: Decode> Decode for OneOrMany<T> {
    const HOLDS_TEXT: bool = T::HOLDS_TEXT;

    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let items = match &node.value {
            Value::Scalar(_) => vec![T::decode(node, cx)?],
            _ if cx.format == Format::Toml => Vec::decode(node, cx)?,
            Value::Sequence(nodes) => cx.items(nodes),
            _ => vec![T::decode(node, cx)?],
        };
        Some(Self { items, span: node.span.clone() })
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        let item = T::schema(schema);
        json!({ "anyOf": [item.clone(), { "type": "array", "items": item, "minItems": 1 }] })
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        self.items.iter().for_each(|item| item.gather(holds, all));
    }
}
