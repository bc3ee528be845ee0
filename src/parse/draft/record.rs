//! The form in which drafts are defined.
//!
//! Never holds knowledge of any field.

/// Defines a draft: a group of named fields.
///
/// The documentation of a field becomes its description in the JSON Schema, and the text after `=` an example,
/// in the schema and in what is said when the field is missing. Every draft has a `span` besides its fields.
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        pub struct $record:ident as text!($what:literal) {
            $(
                $(#[doc = $doc:literal])*
                pub $field:ident: $type:ty $(= $example:literal)?,
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

        impl $crate::parse::draft::Decode for $record {
            fn decode(
                node: &$crate::parse::front_matter::Node<'_>,
                cx: &mut $crate::parse::draft::field::Context<'_>,
            ) -> Option<Self> {
                let entries = cx.entries(node, &[$(stringify!($field)),*])?;
                Some(Self {
                    $($field: cx.field(node, entries, stringify!($field), crate::diag::text!($what), concat!($($example)?)),)*
                    span: node.span.clone(),
                })
            }

            fn schema(schema: &mut $crate::parse::draft::schema::Definitions) -> serde_json::Value {
                schema.define(stringify!($record), concat!($($about),*), |object| {
                    $(object.field::<$type>(stringify!($field), concat!($($doc),*), concat!($($example)?));)*
                })
            }
        }
    };
}

pub(super) use record;
