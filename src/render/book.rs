//! A book: texts, drawings and files of the site that are bound into one archive. What it is made of is known before
//! anything is drawn or read, so that one that is there already need not be bound again.

use xxhash_rust::xxh3::Xxh3Default;

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
    Drawn(Box<Plate>),
    /// A picture of the site, by its address, which names what is in it.
    File(String),
}

impl Book {
    /// Adds a text.
    pub fn text(&mut self, path: &str, text: impl Into<String>) {
        self.parts.push((path.to_owned(), Piece::Text(text.into())));
    }

    /// Adds a picture, unless it is there.
    pub fn picture(&mut self, path: String, piece: Piece) {
        if self.parts.iter().all(|(known, _)| *known != path) {
            self.parts.push((path, piece));
        }
    }

    /// A print of all that is in it.
    pub fn key(&self) -> u128 {
        let mut print = Xxh3Default::new();
        for (path, piece) in &self.parts {
            print.update(path.as_bytes());
            print.update(&[0]);
            match piece {
                Piece::Text(text) => print.update(text.as_bytes()),
                Piece::Drawn(plate) => print.update(plate.key().as_bytes()),
                Piece::File(address) => print.update(address.as_bytes()),
            }
            print.update(&[0]);
        }
        print.digest128()
    }
}
