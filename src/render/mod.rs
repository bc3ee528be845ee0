//! From the document tree to text that readers' programs understand.
//!
//! Never reads a file, never prints, and never starts from another output's text.

pub mod highlight;
pub mod html;
