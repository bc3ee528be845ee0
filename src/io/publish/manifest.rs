//! What postil made: `.postil-manifest` in the output folder, which also tells programs that copy a site to a host what
//! is new.
//!
//! UTF-8, lines that end in a line feed. The first names the format; every other is a file, in the order of their paths
//! by their bytes, as six parts with one space between them:
//!
//! | part | form |
//! |---|---|
//! | XXH3 | 128 bits, 32 hexadecimal digits: what postil itself compares |
//! | length | bytes |
//! | SHA-256 | FIPS 180-4, 64 hexadecimal digits |
//! | MD5 | RFC 1321, 32 hexadecimal digits: what stores of objects call the ETag of a file that came in one piece |
//! | type | the media type, without blanks |
//! | path | from the output folder, with `/` between its parts; the rest of the line, blanks included |
//!
//! SHA-256 and MD5 are `-` where an interrupted run left them open; the next build fills them in. Lines of format 1 had
//! neither them nor the type.

use std::borrow::Borrow as _;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use md5::Md5;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_128;

use super::disk::{Disk, Kind};
use super::ground::Files;
use super::media;
use super::record::Record;
use crate::diag::Diagnostic;

/// First line of a manifest: the format's name and number.
const HEAD: &str = "postil manifest 2";
/// That of the format without sums and types.
const OLD_HEAD: &str = "postil manifest 1";

/// The fingerprint of a file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Print {
    /// XXH3 with 128 bits.
    pub(super) hash: u128,
    /// Bytes.
    pub(super) length: u64,
}

impl Print {
    /// The fingerprint of a content.
    pub fn of(content: &[u8]) -> Self {
        Self { hash: xxh3_128(content), length: content.len() as u64 }
    }

    /// That of a content of which both are known.
    pub(in crate::io) fn known(hash: u128, length: u64) -> Self {
        Self { hash, length }
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

/// What other programs know a content by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    sha256: [u8; 32],
    md5: [u8; 16],
}

impl Sums {
    /// The sums of a content.
    pub(super) fn of(content: &[u8]) -> Self {
        Self { sha256: Sha256::digest(content).into(), md5: Md5::digest(content).into() }
    }

    /// The MD5, as hexadecimal digits.
    pub(super) fn md5_digits(self) -> String {
        HEXLOWER.encode(&self.md5)
    }

    /// Reads them, or that they are open, and the type from the beginning of a line; gives the path after them.
    fn parse(line: &str) -> Option<(Option<Self>, &str)> {
        let mut parts = line.splitn(4, ' ');
        let (sha256, md5, _, path) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if (sha256, md5) == ("-", "-") {
            return Some((None, path));
        }
        Some((Some(Self { sha256: bytes(sha256)?, md5: bytes(md5)? }), path))
    }
}

/// So many bytes, as hexadecimal digits.
fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let is_whole = digits.len() == 2 * N && HEXLOWER.decode_mut(digits.as_bytes(), &mut bytes).is_ok();
    is_whole.then_some(bytes)
}

/// Files by path.
#[derive(Debug, Default, Clone)]
pub(super) struct Manifest {
    pub(super) files: Files,
    /// What other programs know their contents by, as far as that is known.
    pub(super) sums: BTreeMap<Print, Sums>,
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
        let has_sums = match lines.next() {
            Some((HEAD, _)) => true,
            Some((OLD_HEAD, _)) => false,
            _ => return Ok(Self::default()),
        };
        let (mut files, mut known) = (Vec::new(), Vec::new());
        for (line, span) in lines {
            let is_no_line = || record.is_no_line(span.clone());
            let (print, rest) = Print::parse(line).ok_or_else(is_no_line)?;
            let (sums, path) = if has_sums { Sums::parse(rest).ok_or_else(is_no_line)? } else { (None, rest) };
            let path = record.path(path, span.end)?;
            known.extend(sums.map(|sums| (print, sums)));
            files.push((path, print));
        }
        // All at once: lines are in order, and a map takes them as they come.
        let (files, sums) = (files.into_iter().collect(), known.into_iter().collect());
        Ok(Self { files, sums, time: record.time, is_lost: false })
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (path, print) in &self.files {
            // Writing to a string cannot fail.
            let _ = write!(text, "{print} ");
            match self.sums.get(print) {
                Some(Sums { sha256, md5 }) => {
                    HEXLOWER.encode_append(sha256, &mut text);
                    text.push(' ');
                    HEXLOWER.encode_append(md5, &mut text);
                }
                None => text.push_str("- -"),
            }
            let path: &str = path.borrow();
            text.extend([" ", media::of(path), " ", path, "\n"]);
        }
        text
    }

    /// Whether a file is still as postil left it, as far as its length and its time tell.
    pub(super) fn is_untouched(&self, kind: Kind, print: Print) -> bool {
        let Kind::File { length, modified } = kind else { return false };
        length == print.length && modified.zip(self.time).is_some_and(|(file, manifest)| file <= manifest)
    }
}
