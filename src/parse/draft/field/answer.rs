//! The right choices of a question: numbers, counted from 1, or the letters that manuscripts have.

use serde_json::json;

use super::{Context, Decode};
use crate::diag::{At, Span};
use crate::parse::draft::schema::Definitions;
use crate::parse::node::{Node, Value};

/// As many choices have letters.
const LETTERS: usize = 10;

/// The numbers of right choices, at least one.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The numbers, each with its place.
    pub items: Vec<At<u32>>,
    /// All of it.
    pub span: Span,
}

impl Decode for Answers {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let mut items = Vec::new();
        match &node.value {
            Value::Sequence(nodes) => nodes.iter().for_each(|node| answers(node, cx, &mut items)),
            _ => answers(node, cx, &mut items),
        }
        let is_none = items.is_empty() && !matches!(&node.value, Value::Sequence(nodes) if nodes.is_empty());
        // What was not understood has been said.
        (!is_none).then(|| Self { items, span: node.span.clone() })
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        let number = At::<u32>::schema(schema);
        let letters = json!({ "type": "string", "pattern": "^[A-Ja-jＡ-Ｊａ-ｊ]([ ,，、]*[A-Ja-jＡ-Ｊａ-ｊ])*$" });
        let item = json!({ "anyOf": [number, letters] });
        json!({ "anyOf": [number, letters, { "type": "array", "items": item, "minItems": 1 }] })
    }
}

/// The answers in one value: a number, a letter, or letters in a row.
fn answers(node: &Node<'_>, cx: &mut Context<'_>, items: &mut Vec<At<u32>>) {
    let Value::Scalar(scalar) = &node.value else {
        items.extend(At::<u32>::decode(node, cx));
        return;
    };
    let letters: Option<Vec<(usize, char)>> = scalar
        .text
        .char_indices()
        .filter(|(_, c)| !" ,，、".contains(*c))
        .map(|(at, c)| Some((at, letter(c)?)))
        .collect();
    let Some(letters) = letters.filter(|letters| !letters.is_empty()) else {
        items.extend(At::<u32>::decode(node, cx));
        return;
    };
    // Each letter has its own place where the value is written as it is.
    let is_plain = cx.source.text.get(node.span.clone()) == Some(&*scalar.text);
    items.extend(letters.into_iter().map(|(at, letter)| {
        let start = node.span.start + at;
        let length = scalar.text[at..].chars().next().map_or(1, char::len_utf8);
        let span = if is_plain { start..start + length } else { node.span.clone() };
        At::new(u32::from(letter) - u32::from('A') + 1, span)
    }));
}

/// A letter that a choice can have, as a capital of ASCII.
fn letter(c: char) -> Option<char> {
    let ascii = match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0)?,
        c => c,
    };
    let capital = ascii.to_ascii_uppercase();
    ('A'..='Z').take(LETTERS).any(|known| known == capital).then_some(capital)
}
