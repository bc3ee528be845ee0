//! The form in which drafts are defined.
//!
//! Never holds knowledge of any field.

/// Defines a draft: a group of named fields.
///
/// The documentation of a field becomes its description in the JSON Schema, and the text after `=` an example,
/// in the schema and in what is said when the field is missing. A field that holds text says what it is to readers:
/// `as Words` or another kind of prose, which the rules read, or `as Verbatim`; without it, it does not compile. Markdown
/// says so by its type, and what a translation takes from its original too. The fields of an issue also say where on its
/// page they stand, `where Head` or one of its parts, from which follows who may see them. What comes after `=>` is said
/// in a TOML file where the field is missing. Every draft has a `span` besides its fields.
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        pub struct $record:ident as text!($what:literal) {
            $(
                $(#[doc = $doc:literal])*
                pub $field:ident: $type:ty $(as $holds:ident)? $(where $part:ident)? $(= $example:literal)?
                    $(=> $wanted:expr)?,
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone)]
        pub struct $record {
            $(
                $(#[doc = $doc])*
                pub $field: $type,
            )*
            /// Its bytes in the file.
            pub span: $crate::diag::Span,
        }

        const _: () = {
            use $crate::parse::draft::record::{holds, part};
            $(assert!(
                <$type as $crate::parse::draft::Slot>::HOLDS_TEXT == holds!($($holds)?).is_some(),
                concat!("say what the text of `", stringify!($field), "` is: `as Words`, `as Verbatim` …; only text says it")
            );)*
            $(let _: Option<Option<$crate::model::issue::Part>> = part!($($part)?);)*
        };

        impl $crate::parse::draft::Decode for $record {
            const IS_GROUP: bool = true;

            fn decode(
                node: &$crate::parse::node::Node<'_>,
                cx: &mut $crate::parse::draft::field::Context<'_>,
            ) -> Option<Self> {
                use $crate::parse::draft::record::{holds, written};
                let entries = cx.entries(node, &[$(written(stringify!($field))),*])?;
                Some(Self {
                    $($field: cx.field(
                        node,
                        entries,
                        written(stringify!($field)),
                        ($crate::diag::text!($what), concat!($($example)?), holds!($($holds)?)),
                        [$($wanted)?].into_iter().next(),
                    ),)*
                    span: node.span.clone(),
                })
            }

            fn schema(schema: &mut $crate::parse::draft::schema::Definitions) -> serde_json::Value {
                use $crate::parse::draft::record::{holds, part, written};
                schema.define(stringify!($record), concat!($($about),*), |object| {
                    $(object.field::<$type>($crate::parse::draft::schema::Field {
                        name: written(stringify!($field)),
                        documentation: concat!($($doc),*),
                        example: concat!($($example)?),
                        holds: holds!($($holds)?),
                        part: part!($($part)?),
                    });)*
                })
            }

            fn gather(&self, _: $crate::parse::draft::Holds, all: &mut Vec<$crate::model::prose::Prose>) {
                use $crate::parse::draft::{Holds, Slot, record::holds};
                $(Slot::gather(&self.$field, holds!($($holds)?).unwrap_or(Holds::Verbatim), all);)*
            }
        }
    };
}

/// The name of a field as editors write it, where Rust keeps the word for itself: `abstract`.
pub(super) fn written(name: &'static str) -> &'static str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// What the text of a field is.
macro_rules! holds {
    () => {
        None::<$crate::parse::draft::Holds>
    };
    (Verbatim) => {
        Some($crate::parse::draft::Holds::Verbatim)
    };
    ($kind:ident) => {
        Some($crate::parse::draft::Holds::Prose($crate::model::prose::ProseKind::$kind))
    };
}

/// Where on the page of an issue a field stands: not said, in its head, in a part.
macro_rules! part {
    () => {
        None::<Option<$crate::model::issue::Part>>
    };
    (Head) => {
        Some(None::<$crate::model::issue::Part>)
    };
    ($part:ident) => {
        Some(Some($crate::model::issue::Part::$part))
    };
}

pub(super) use {holds, part, record};
