//! The site as text: the tree as HTML, values for templates, templates themselves.
//!
//! Nothing here reads or writes a file: a theme comes as bytes and leaves as strings.

pub mod asset;
pub mod book;
pub mod card;
pub mod chart;
pub mod entry;
pub mod escape;
pub mod exhibit;
pub mod gate;
pub mod highlight;
pub mod html;
pub mod metadata;
pub mod mount;
pub mod notice;
pub mod outlet;
pub mod phrase;
pub mod printed;
pub mod qr;
pub mod standpoint;
pub mod strings;
pub mod stylesheet;
pub mod tag;
pub mod template;
pub mod theme;
pub mod view;
pub mod visual;
