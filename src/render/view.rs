//! What a template gets: the site as values, made once and shared by every page that shows them.
//!
//! Every field is always there; one that has nothing to say is `none`. Nothing a template could want from the disk
//! is asked of it later: addresses are ready, texts are HTML already.

use tera::Value;

/// HTML that is put on the page as it is.
#[derive(Debug, Clone, Default)]
pub struct Html(pub String);

impl From<Html> for Value {
    fn from(html: Html) -> Self {
        Self::safe_string(&html.0)
    }
}

/// A view: a record with documentation for every field, turned into a value for templates.
macro_rules! view {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone)]
            pub struct $name { $($(#[doc = $field_doc])+ pub $field: $type,)* }

            impl From<$name> for Value {
                fn from(view: $name) -> Self {
                    let mut map = tera::Map::with_capacity([$(stringify!($field)),*].len());
                    $(map.insert(const { super::bare(stringify!($field)) }.into(), Value::from(view.$field));)*
                    Self::from(map)
                }
            }
        )*

        /// The views of this module as the handbook lists them.
        pub(super) const VIEWS: &[super::View] = &[
            $((stringify!($name), concat!($($doc),+), &[$((stringify!($field), stringify!($type), concat!($($field_doc),+))),*])),*
        ];
    };
}

/// The name of a field, which Rust may have to mark as one.
const fn bare(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

pub mod builder;
pub mod card;
mod contents;
pub mod gate;
pub mod issue;
pub mod lists;
pub mod outlet;
pub mod page;
pub mod study;

pub use builder::Builder;
pub use gate::GateMount;

/// A view as the handbook lists it: its name, what it is, and the name, the type and the documentation of every field.
pub type View = (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

/// Every view, in the order of the handbook.
pub const VIEWS: &[&[View]] =
    &[page::VIEWS, card::VIEWS, lists::VIEWS, study::VIEWS, issue::VIEWS, gate::VIEWS, outlet::VIEWS];

/// A map with these fields.
fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    let map: tera::Map = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
    Value::from(map)
}
