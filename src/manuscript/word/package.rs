//! The door of zip: the parts of a Word file, each as large as is good for it.
//!
//! Nothing is unpacked to a disk; a name in the file is only ever compared with others.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::tree::Tree;
use crate::manuscript::refusal::Refusal;
use crate::model::site::below;

/// The most bytes of a part that is text.
const LARGEST_TEXT: u64 = 32 << 20;

/// The most bytes of a part that is none.
const LARGEST_PICTURE: u64 = 64 << 20;

/// The most bytes of all parts that are read.
const LARGEST_WHOLE: u64 = 256 << 20;

/// The most parts.
const MOST_PARTS: usize = 20_000;

/// The parts of a file.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

/// Where a relationship leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relationship {
    /// The last part of the address of its kind: `image`, `footnotes`.
    pub(super) kind: String,
    /// The part that it leads to, or an address outside of the file.
    pub(super) target: String,
    pub(super) is_outside: bool,
}

/// Relationships of a part by their ids.
pub(super) type Relationships = BTreeMap<String, Relationship>;

impl<'b> Package<'b> {
    /// Opens a file.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
        if archive.len() > MOST_PARTS {
            return Err(Refusal::TooLarge);
        }
        Ok(Self { archive, left: LARGEST_WHOLE })
    }

    /// The bytes of a part; `None` where there is none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        self.unpack(name, LARGEST_PICTURE)
    }

    /// The tree of a part; `None` where there is none of this name.
    pub(super) fn tree(&mut self, name: &str) -> Result<Option<Tree>, Refusal> {
        self.unpack(name, LARGEST_TEXT)?.map(|bytes| Tree::read(&bytes)).transpose()
    }

    fn unpack(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Refusal> {
        let limit = limit.min(self.left);
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Refusal::Protected),
            Err(_) => return Err(Refusal::Broken),
        };
        let mut bytes = Vec::new();
        // What a file says of its length is not believed.
        let read = file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Broken)? as u64;
        if read > limit {
            return Err(Refusal::TooLarge);
        }
        self.left -= read;
        Ok(Some(bytes))
    }

    /// What a part refers to. Without a list of it, that is nothing.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Relationships, Refusal> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(tree) = self.tree(&list)? else { return Ok(Relationships::new()) };
        let mut found = Relationships::new();
        for entry in tree.root().children() {
            let (Some(id), Some(target)) = (entry.get("Id"), entry.get("Target")) else { continue };
            let kind = entry.get("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
            let is_outside = entry.get("TargetMode") == Some("External");
            let target = if is_outside { target.to_owned() } else { resolved(folder, target) };
            found.insert(id.to_owned(), Relationship { kind, target, is_outside });
        }
        Ok(found)
    }
}

/// The name of a part that is named from a folder. One that climbs out of the file is the name of nothing.
fn resolved(folder: &str, target: &str) -> String {
    let folder = if target.starts_with('/') { "" } else { folder };
    below(folder, target).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn a_part_is_named_from_its_neighbour() {
        for (folder, target, part) in [
            ("word", "media/image1.png", "word/media/image1.png"),
            ("word", "/word/media/image1.png", "word/media/image1.png"),
            ("word", "../customXml/item1.xml", "customXml/item1.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../etc/passwd", ""),
        ] {
            assert_eq!(resolved(folder, target), part, "{target}");
        }
    }
}
