//! How a field is read from a node, and what can be wrong with it on its own.
//!
//! Knows kinds of values, never names of fields. Reads on after every fault, and says nothing twice.

use crate::diag::{self, At, Span};
use crate::parse::front_matter::{Node, Value};
use serde_json::json;

use super::schema::Definitions;

mod context;
mod number;
mod value;

pub(super) use context::Context;

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
    const WHAT: diag::Text;
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
        node.and_then(|node| Self::decode(node, cx)).unwrap_or_default()
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
                cx.not_a_list(node);
                Vec::new()
            }
        }
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "type": "array", "items": T::schema(schema) })
    }
}
