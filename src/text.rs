//! What a text is, whatever it says: the script of its characters, and how long it is.
//!
//! Pure. It knows nothing of Markdown, of fields or of numbers.

pub mod measure;
pub mod script;
