//! How a field is read from a node, and what can be wrong with it on its own.
//!
//! Knows kinds of values, never names of fields. Reads on after every fault, and says nothing twice.

use crate::diag::{self, At, Span, text};
use crate::model::prose::{Prose, ProseKind};
use crate::parse::node::Node;

use super::schema::Definitions;

mod answer;
mod context;
mod number;
mod value;

pub(super) use answer::Answers;
pub(super) use context::Context;

/// Text in one piece, with its place.
pub type Text = At<String>;

/// What a text of a field is to its readers. A field that holds text says so where it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Plain words, which the rules read.
    Prose(ProseKind),
    /// A name, a code, an address, a number with its digits, a quotation: it stands as it is.
    Verbatim,
}

/// What can be read from a value.
pub trait Decode: Sized {
    /// Whether it holds text of which only its field knows what it is.
    const HOLDS_TEXT: bool = false;
    /// Whether it is a group of fields: a table of TOML.
    const IS_GROUP: bool = false;

    /// Reads it; says why where that is impossible.
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self>;

    /// Its JSON Schema.
    fn schema(schema: &mut Definitions) -> serde_json::Value;

    /// Adds its words, which are of this kind; a group of fields has kinds of its own.
    fn gather(&self, _: Holds, _: &mut Vec<Prose>) {}

    /// All words in it that the rules read, besides Markdown.
    fn prose(&self) -> Vec<Prose> {
        let mut all = Vec::new();
        self.gather(Holds::Verbatim, &mut all);
        all
    }
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
    /// Whether a translation takes it from its original where it is left out.
    const INHERITED: bool;
    /// Whether it holds text of which only the field knows what it is.
    const HOLDS_TEXT: bool;

    /// Reads the field from its node; one that is absent or empty comes as `None`.
    fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self;

    /// Its JSON Schema.
    fn schema(schema: &mut Definitions) -> serde_json::Value;

    /// Adds its words, which are of this kind.
    fn gather(&self, holds: Holds, all: &mut Vec<Prose>);
}

/// A field that must be there. Where it is `None`, that has been reported.
#[derive(Debug, Clone)]
pub struct Required<T>(pub Option<T>);

/// A field that must be there, except in a translation. Where it is `None` in an original, that has been reported.
#[derive(Debug, Clone)]
pub struct Original<T>(pub Option<T>);

/// A field that may be left out, and that a translation then takes from its original. It can be read only together with
/// what the original says.
#[derive(Debug, Clone)]
pub struct Inherited<T>(Option<T>);

impl<T> Inherited<T> {
    /// The value, or else the original's.
    pub fn or<M>(&self, original: Option<M>, value: impl FnOnce(&T) -> M) -> Option<M> {
        self.with(original, |own, original| own.map(value).or(original))
    }

    /// What is made of the value and of the original's.
    pub fn with<M, R>(&self, original: M, make: impl FnOnce(Option<&T>, M) -> R) -> R {
        make(self.0.as_ref(), original)
    }
}

/// Named values in the order written.
#[derive(Debug, Clone)]
pub struct Map<T>(pub Vec<(Text, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// A value for each language, by its tag.
#[derive(Debug, Clone)]
pub struct ByLanguage<T>(pub Map<T>);

/// A whole number of a TOML file, within bounds.
#[derive(Debug, Clone)]
pub struct Whole<const LEAST: u32, const MOST: u32>(pub u32);

/// A list of whole numbers of a TOML file, each within bounds; at least one.
#[derive(Debug, Clone)]
pub struct Wholes<const LEAST: u32, const MOST: u32>(pub Vec<u32>);

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
    /// What a name of the list is in front matter: `a role`.
    const WHAT: diag::Text = text!("a value");
}

macro_rules! slots {
    ($($slot:ident $need:ident $inherited:literal $make:expr, $value:expr;)*) => {$(
        impl<T: Decode> Slot for $slot<T> {
            const NEED: Need = Need::$need;
            const INHERITED: bool = $inherited;
            const HOLDS_TEXT: bool = T::HOLDS_TEXT;

            fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self {
                let make: fn(Option<T>) -> Self = $make;
                make(node.and_then(|node| T::decode(node, cx)))
            }

            fn schema(schema: &mut Definitions) -> serde_json::Value {
                T::schema(schema)
            }

            fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
                let value: fn(&Self) -> &Option<T> = $value;
                value(self).iter().for_each(|value| value.gather(holds, all));
            }
        }
    )*};
}

slots! {
    Required Always false Required, |it| &it.0;
    Original Original true Original, |it| &it.0;
    Inherited Optional true Inherited, |it| &it.0;
    Option Optional false |value| value, |it| it;
}

impl<T: Decode> Slot for Map<T> {
    const NEED: Need = Need::Optional;
    const INHERITED: bool = false;
    const HOLDS_TEXT: bool = T::HOLDS_TEXT;

    fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self {
        node.and_then(|node| Self::decode(node, cx)).unwrap_or_default()
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        <Self as Decode>::schema(schema)
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        Decode::gather(self, holds, all);
    }
}

impl<T: Decode> Slot for Vec<T> {
    const NEED: Need = Need::Optional;
    const INHERITED: bool = false;
    const HOLDS_TEXT: bool = T::HOLDS_TEXT;

    fn fill(node: Option<&Node<'_>>, cx: &mut Context<'_>) -> Self {
        node.and_then(|node| Self::decode(node, cx)).unwrap_or_default()
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        <Self as Decode>::schema(schema)
    }

    fn gather(&self, holds: Holds, all: &mut Vec<Prose>) {
        Decode::gather(self, holds, all);
    }
}
