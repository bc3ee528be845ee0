//! What postil made: a line a file, with the fingerprint of its content.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// First line of a manifest: the format's name and number.
const HEAD: &str = "postil manifest 1";

/// The fingerprint of a file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    /// XXH3 with 128 bits.
    pub(super) hash: u128,
    /// Bytes.
    pub(super) length: u64,
}

/// Files by path, with `/` between its parts.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    files: BTreeMap<String, Print>,
    /// When it was written.
    time: Option<SystemTime>,
}

impl PartialEq for Manifest {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl Manifest {
    /// Reads one; nothing is known where there is none, or one of another format.
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidData) => {
                return Ok(Self::default());
            }
            Err(error) => return Err(error),
        };
        let mut lines = text.lines();
        if lines.next() != Some(HEAD) {
            return Ok(Self::default());
        }
        let files = lines.filter_map(parse_line).collect();
        Ok(Self { files, time: fs::metadata(path)?.modified().ok() })
    }

    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let mut text = format!("{HEAD}\n");
        for (file, print) in &self.files {
            text.push_str(&format!("{:032x} {} {file}\n", print.hash, print.length));
        }
        fs::write(path, text)
    }

    pub(super) fn get(&self, path: &str) -> Option<Print> {
        self.files.get(path).copied()
    }

    /// Adds a file; whether there was one of this path already.
    pub(super) fn insert(&mut self, path: String, print: Print) -> bool {
        self.files.insert(path, print).is_some()
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.files.values().map(|print| print.length).sum()
    }

    /// Whether a file is still as postil left it, as far as its length and its time tell.
    pub(super) fn is_untouched(&self, place: &Path, print: Print) -> bool {
        let Ok(metadata) = fs::symlink_metadata(place) else { return false };
        let is_older = metadata.modified().ok().zip(self.time).is_some_and(|(file, manifest)| file <= manifest);
        metadata.is_file() && metadata.len() == print.length && is_older
    }
}

fn parse_line(line: &str) -> Option<(String, Print)> {
    let mut parts = line.splitn(3, ' ');
    let hash = u128::from_str_radix(parts.next()?, 16).ok()?;
    let length = parts.next()?.parse().ok()?;
    Some((parts.next()?.to_owned(), Print { hash, length }))
}
