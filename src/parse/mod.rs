//! From text to values: the front matter and the Markdown of a file.
//!
//! Never reads a file, never prints, and never knows what an output looks like.

pub mod directive;
pub mod markdown;
pub mod measure;
pub mod script;
