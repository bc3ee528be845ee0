//! What a text is, whatever it says: the script of its characters and which of them nobody sees, how long it is,
//! how it begins, a style sheet in tokens, and what a reader of TOML says of it.
//!
//! Pure. It knows nothing of Markdown, of fields or of what numbers mean.

pub mod css;
pub mod measure;
pub mod script;
pub mod summary;
pub mod toml;
pub mod unseen;
