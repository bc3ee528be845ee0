//! postil makes the site of a medical literature column from a folder of Markdown.

pub mod diag;
pub mod model;
pub mod parse;
pub mod render;
