//! Looks at an output folder as a build would find it, and touches nothing: what would keep a site from being published
//! is known before it is.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::disk::{Disk, Kind};
use super::ground::{Files, Ground, Standing, below};
use super::journal::Journal;
use super::manifest::{Manifest, Print};
use super::path::FilePath;
use super::{JOURNAL, MANIFEST, Output, STAGING, adopts, before, enter, hold, in_the_way, is_no_folder, recovery};
use crate::diag::Diagnostic;

/// An output folder that is looked at.
pub struct Look {
    ground: Ground,
    old: Manifest,
    new: Mutex<Files>,
    /// Whether anything has been found to be in the way.
    is_barred: AtomicBool,
}

impl Look {
    /// Looks at the output folder of a site. `None` where nothing that is there can be in the way: there is no such folder
    /// yet, or the next build first finishes what was interrupted. The error says what no build gets over.
    pub fn at(output: &Output) -> Result<Option<Self>, Diagnostic> {
        let (disk, output) = (Disk::default(), output.place());
        match disk.kind(output)? {
            Kind::Absent => return Ok(None),
            Kind::Folder => {}
            Kind::File { .. } | Kind::Other => return Err(is_no_folder(output)),
        }
        let staging = output.join(STAGING);
        let is_interrupted =
            recovery::is_sound(&disk, &staging)? && Journal::read(&disk, &staging.join(JOURNAL))?.is_some();
        let old = Manifest::read(&disk, &output.join(MANIFEST))?;
        let look = Self {
            ground: Ground::new(disk, output.to_path_buf()),
            old,
            new: Mutex::default(),
            is_barred: AtomicBool::new(false),
        };
        Ok((!is_interrupted).then_some(look))
    }

    /// Looks at what stands where a file of the site would be put.
    pub fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic> {
        // What cannot be an address is said where it is written.
        let Some(path) = FilePath::of(address) else { return Ok(()) };
        let print = Print::of(content);
        let looked = enter(&mut hold(&self.new), address, &path, print).and_then(|()| {
            let is_own = self.old.files.contains_key(&path);
            if is_own { Ok(true) } else { adopts(&self.ground, &self.old, &path, content) }
        });
        self.is_barred.fetch_or(looked.is_err(), Ordering::Relaxed);
        looked.map(drop)
    }

    /// Looks at what stands where a file would be put that a site had before; whether nothing has to be said of it.
    pub fn expects(&self, path: &str, print: Print) -> bool {
        let Some(path) = FilePath::new(path.to_owned()) else { return false };
        let is_free =
            self.old.files.contains_key(&path) || matches!(self.ground.look(&path), Ok(Standing::Here(Kind::Absent)));
        is_free && hold(&self.new).insert(path, print).is_none()
    }

    /// Takes it that files are put where the last publication left the same ones: all or none.
    pub fn keep_as(&self, files: &[(String, Print)]) -> bool {
        before::take_over(&self.ground, &self.old, &self.new, files)
    }

    /// What stands in a file that was taken for the same.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        before::read(&self.ground, path)
    }

    /// The files that have been looked for, by path; `None` where anything was in the way.
    pub fn files(&self) -> Option<Vec<(String, Print)>> {
        let files = || hold(&self.new).iter().map(|(path, print)| (path.to_string(), *print)).collect();
        (!self.is_barred.load(Ordering::Relaxed)).then(files)
    }

    /// What else is in the way, now that all files are known.
    pub fn finish(self) -> Result<(), Diagnostic> {
        let new = self.new.into_inner().unwrap_or_default();
        for (path, print) in new.iter().filter(|(path, _)| !self.old.files.contains_key(*path)) {
            if matches!(self.ground.look(path)?, Standing::Here(Kind::Absent | Kind::File { .. })) {
                continue;
            }
            // A file that the site no longer has goes, and only those above and below can be in the way.
            let old = &self.old.files;
            let above = path.folders().filter_map(|folder| old.get_key_value(folder));
            let near: Files = above
                .chain(below(old, path))
                .filter(|(path, _)| !new.contains_key(*path))
                .map(|(path, print)| (path.clone(), *print))
                .collect();
            let leaving = recovery::leaving(&near, &self.ground)?;
            if let Some(place) = self.ground.obstacle((path, *print), &self.old, &leaving)? {
                return Err(in_the_way(&self.ground, &place)?);
            }
        }
        Ok(())
    }
}
