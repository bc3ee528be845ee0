//! What is left to do when everything is staged.

use std::path::Path;

use super::disk::Disk;
use super::ground::{Files, Ground, pages_first};
use super::manifest::{Manifest, Print};
use super::record::Record;
use super::{FILES, JOURNAL, MANIFEST, NEXT};
use crate::diag::{Diagnostic, code, text};

/// The last line of a journal that was written whole.
const END: &str = "end\n";

/// The way from the files of one manifest to those of the next.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// What is new or different, with what it will be. A file that is not staged is there already.
    pub(super) put: Files,
    /// What goes, with what it was.
    pub(super) remove: Files,
}

impl Journal {
    /// Its text: a line a file, and an end.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (verb, files) in [("put", &self.put), ("remove", &self.remove)] {
            for (path, print) in files {
                text.push_str(&format!("{verb} {print} {path}\n"));
            }
        }
        text + END
    }

    /// Reads one. `None` if there is none, or it was cut short: then nothing of it has been carried out. One with a line
    /// that postil does not write is refused whole.
    pub(super) fn read(disk: &Disk, path: &Path) -> Result<Option<Self>, Diagnostic> {
        let Some(record) = Record::read(disk, path)? else { return Ok(None) };
        let Some(before_end) = record.text().strip_suffix(END).filter(|it| it.is_empty() || it.ends_with('\n')) else {
            return Ok(None);
        };
        let mut journal = Self::default();
        for (line, span) in record.lines().take_while(|(_, span)| span.end < before_end.len()) {
            let parsed = line.split_once(' ').and_then(|(verb, rest)| Some((verb, Print::parse(rest)?)));
            match parsed {
                Some(("put", (print, path))) => journal.put.insert(record.path(path, span.end)?, print),
                Some(("remove", (print, path))) => journal.remove.insert(record.path(path, span.end)?, print),
                _ => return Err(record.is_no_line(span)),
            };
        }
        Ok(Some(journal))
    }

    /// What a manifest becomes when this has been carried out.
    pub(super) fn apply(&self, old: &Manifest) -> Files {
        let mut files = old.files.clone();
        files.retain(|path, _| !self.remove.contains_key(path));
        files.extend(self.put.iter().map(|(path, print)| (path.clone(), *print)));
        files
    }

    /// Moves what is staged into place: first what pages name, then the pages, and what the site no longer has goes
    /// last, its pages before what they name. What was done before is passed over.
    pub(super) fn carry_out(&self, ground: &Ground, staging: &Path) -> Result<(), Diagnostic> {
        self.move_all(ground, staging).map_err(|fault| {
            let message = text!("{fault}; a part of the new site is in place already", fault = fault.message);
            let path = fault.path.unwrap_or_default();
            Diagnostic::new(code::I012, message)
                .path(path)
                .help(text!("run the command again when that is mended: it finishes this first"))
        })
    }

    fn move_all(&self, ground: &Ground, staging: &Path) -> Result<(), Diagnostic> {
        let (pages, others): (Vec<_>, Vec<_>) = self.put.keys().partition(|path| path.is_page());
        for path in others.into_iter().chain(pages) {
            let from = path.below(&staging.join(FILES));
            if ground.disk.is_there(&from)? {
                ground.put(&from, path, &self.remove)?;
            }
        }
        for (path, print) in pages_first(self.remove.iter()) {
            ground.remove(path, *print)?;
        }
        let next = staging.join(NEXT);
        if ground.disk.is_there(&next)? {
            // The manifest is younger than every file it names: that is how a later change of one is noticed.
            ground.disk.rename(&next, &ground.output.join(MANIFEST))?;
        }
        // Without a journal, what is left of a staging folder is rubbish.
        ground.disk.remove_file(&staging.join(JOURNAL))?;
        ground.disk.remove_all(staging)
    }
}
