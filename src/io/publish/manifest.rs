//! What postil made: a line a file, with the fingerprint of its content.

use std::fmt;
use std::path::Path;
use std::time::SystemTime;

use xxhash_rust::xxh3::xxh3_128;

use super::disk::{Disk, Kind};
use super::ground::Files;
use super::record::Record;
use crate::diag::Diagnostic;

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

impl Print {
    /// The fingerprint of a content.
    pub(super) fn of(content: &[u8]) -> Self {
        Self { hash: xxh3_128(content), length: content.len() as u64 }
    }

    /// Reads one from the beginning of a line; gives the rest of the line, too.
    pub(super) fn parse(line: &str) -> Option<(Self, &str)> {
        let (hash, rest) = line.split_once(' ')?;
        let (length, rest) = rest.split_once(' ')?;
        Some((Self { hash: u128::from_str_radix(hash, 16).ok()?, length: length.parse().ok()? }, rest))
    }
}

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x} {}", self.hash, self.length)
    }
}

/// Files by path.
#[derive(Debug, Default, Clone)]
pub(super) struct Manifest {
    pub(super) files: Files,
    /// When it was written.
    pub(super) time: Option<SystemTime>,
    /// Whether there was none in a folder that is there.
    pub(super) is_lost: bool,
}

impl Manifest {
    /// Reads one; nothing is known where there is none, or one of another format. One with a line that postil does not
    /// write is refused whole.
    pub(super) fn read(disk: &Disk, path: &Path) -> Result<Self, Diagnostic> {
        let Some(record) = Record::read(disk, path)? else { return Ok(Self { is_lost: true, ..Self::default() }) };
        let mut lines = record.lines();
        if lines.next().is_none_or(|(line, _)| line != HEAD) {
            return Ok(Self::default());
        }
        let mut files = Files::new();
        for (line, span) in lines {
            let (print, path) = Print::parse(line).ok_or_else(|| record.is_no_line(span.clone()))?;
            files.insert(record.path(path, span.end)?, print);
        }
        Ok(Self { files, time: record.time, is_lost: false })
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (file, print) in &self.files {
            text.push_str(&format!("{print} {file}\n"));
        }
        text
    }

    /// Whether a file is still as postil left it, as far as its length and its time tell.
    pub(super) fn is_untouched(&self, kind: Kind, print: Print) -> bool {
        let Kind::File { length, modified } = kind else { return false };
        length == print.length && modified.zip(self.time).is_some_and(|(file, manifest)| file <= manifest)
    }
}
