//! A book: texts, drawings and files of the site that are bound into one archive.

use std::sync::Arc;

use super::chart::plate::Plate;

/// A book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    /// Its parts by their paths in the archive, in the order in which they stand there. The first is not packed, as
    /// readers that look at the first bytes of an archive want it.
    pub parts: Vec<(String, Piece)>,
}

/// A part of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A text.
    Text(String),
    /// A chart as a picture.
    Drawn(Arc<Plate>),
    /// A picture of the site, by its address, which names what is in it.
    File(String),
}

impl Book {
    /// Adds a text.
    pub fn text(&mut self, path: &str, text: impl Into<String>) {
        self.parts.push((path.to_owned(), Piece::Text(text.into())));
    }
}
