//! The door of zip for what is written: a book as an archive, the same bytes each time.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::diag::{Diagnostic, code, text};
use crate::render::book::{Book, Piece};

/// A text of so many bytes is bound as it is.
const SHORT: usize = 2048;

/// How hard texts are packed: of a book, most is its pictures.
const LEVEL: i64 = 1;

/// A book as a file. `bytes` gives those of a drawing or of a picture of the site; what is not there is said, and no book
/// without it is made.
pub(super) fn bind(
    address: &str,
    book: &Book,
    bytes: &dyn Fn(&Piece) -> Option<Vec<u8>>,
) -> Result<Vec<u8>, Diagnostic> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (path, piece)) in book.parts.iter().enumerate() {
        // Pictures are packed already, and of a short text it takes longer to begin than it saves.
        let is_packed = index > 0 && matches!(piece, Piece::Text(text) if text.len() > SHORT);
        let method = if is_packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        // The clock is nothing of a book's.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .compression_level(is_packed.then_some(LEVEL))
            .last_modified_time(DateTime::default());
        let content = match piece {
            Piece::Text(text) => Some(text.clone().into_bytes()),
            Piece::Drawn(_) | Piece::File(_) => bytes(piece),
        };
        let content = content.ok_or_else(|| fault(address, path))?;
        let written = archive.start_file(path.as_str(), options).map_err(|error| error.to_string());
        written
            .and_then(|()| archive.write_all(&content).map_err(|error| error.to_string()))
            .map_err(|why| fault(address, &why))?;
    }
    archive.finish().map(Cursor::into_inner).map_err(|error| fault(address, &error.to_string()))
}

fn fault(address: &str, what: &str) -> Diagnostic {
    Diagnostic::new(code::I002, text!("the book `{address}` cannot be made: {what}", address, what))
        .path(address)
        .help(text!("build again; if it stays so, please report it"))
}
