//! postil makes the site of a medical literature column from a folder of Markdown.

pub mod config;
pub mod io;
pub mod diag;
pub mod link;
pub mod model;
pub mod parse;
pub mod render;
pub mod validate;
