//! What a text is, whatever it says: the script of its characters, how long it is, and a style sheet in tokens.
//!
//! Pure. It knows nothing of Markdown, of fields or of numbers.

pub mod css;
pub mod measure;
pub mod script;
pub mod summary;
pub mod unseen;
