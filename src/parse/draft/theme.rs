//! The fields of a theme's theme.toml.
//!
//! Never reads them: see [`field`](super::field).

use super::field::{Required, Text, Wholes};
use super::record::record;
use crate::diag::text;

record! {
    /// theme.toml: what a theme is built on, and which postil it is for.
    pub struct ThemeDraft as text!("the file") {
        /// What it is called.
        pub name: Option<Text> as Verbatim = "journal",
        /// What it looks like, in a sentence.
        pub description: Option<Text> as Verbatim,
        /// Its license, as an SPDX expression.
        pub license: Option<Text> as Verbatim = "MIT",
        /// The versions of postil that it is for: comparisons with commas between them.
        pub postil: Required<Text> as Verbatim = ">=0.1, <0.2"
            => text!("say which versions the theme is for, such as `postil = \">=0.1, <0.2\"`"),
        /// The theme that it is built on: what it lacks is taken from there.
        pub extends: Option<Text> as Verbatim = "default",
        /// The theme whose words it takes where it has none of its own, and nothing else.
        pub words: Option<Text> as Verbatim = "default",
        /// What it wishes of pictures.
        pub pictures: Option<WishesDraft>,
    }
}

record! {
    /// In which widths a layout shows pictures.
    pub struct WishesDraft as text!("the file") {
        /// Widths of pictures, in pixels.
        pub widths: Option<Wholes<16, 8192>> = "[390, 780]",
        /// Widths of portraits, in pixels.
        pub portrait_widths: Option<Wholes<16, 8192>> = "[96, 192]",
        /// How wide pictures are shown, as the attribute `sizes` of HTML.
        pub sizes: Option<Text> as Verbatim = "100vw",
    }
}
