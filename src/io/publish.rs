//! Puts a site in its output folder: only what changed is written, only what postil made is removed, and a build
//! that fails or is killed leaves the last good site.
//!
//! A first build is made in a folder beside the output and moved into place in one step. A later build writes what
//! changed to a staging folder; when all of it is there, a journal is written, and the files are moved into place: those
//! that pages name, then the pages, and what the site no longer has goes last. Only while they are moved, some pages are
//! new and others still old, each of them whole. Should the machine stop then, the next run finds the journal and carries
//! it to its end, or gives it up and lets its build put every file right. What postil made is remembered in a manifest.
//!
//! A folder can come from anybody, with a manifest and a journal in it. So no path of theirs is used that is not one of
//! a published file (`path`), no link is followed below the output folder (`ground`), and no file is removed that is
//! not what the manifest says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diag::{Checked, Diagnostic, code, text};
use crate::model::address::trouble;

mod before;
mod built;
mod disk;
mod ground;
mod journal;
mod lock;
mod look;
mod manifest;
mod media;
mod path;
mod place;
mod record;
mod recovery;

pub use built::{Built, BuiltFile, Difference};
use disk::{Disk, Kind};
use ground::{Files, Ground, Standing, in_the_way, stranger, without_manifest};
use journal::Journal;
use lock::Lock;
pub use look::Look;
pub use manifest::Print;
use manifest::{Manifest, Sums};
pub use media::of as media;
use path::FilePath;
pub use place::Output;

/// What postil made, in the output folder.
const MANIFEST: &str = ".postil-manifest";
/// Where a later build is prepared, in the output folder.
const STAGING: &str = ".postil-staging";
/// In the staging folder: the files that are to be put in place,
const FILES: &str = "files";
/// what is to be done,
const JOURNAL: &str = "journal";
/// and the manifest of the site as it will be.
const NEXT: &str = "manifest";

/// An output folder that is being written. Dropped without [`Ready::commit`], it leaves the folder as it was.
pub struct Publisher {
    ground: Ground,
    staging: PathBuf,
    /// Whether the output folder does not exist yet: the staging folder will become it.
    is_first: bool,
    old: Manifest,
    new: Mutex<Files>,
    /// Folders of the staging folder that have been made, by their paths in the site.
    folders: Mutex<BTreeSet<String>>,
    staged: Mutex<BTreeSet<FilePath>>,
    /// The sums of contents that were at hand.
    sums: Mutex<BTreeMap<Print, Sums>>,
    /// Whether the staging folder is needed no more, or by the next run.
    is_settled: bool,
    _lock: Lock,
}

/// A site that is staged, and what will happen to its folder.
pub struct Ready {
    publisher: Publisher,
    journal: Journal,
    new: (Files, BTreeMap<Print, Sums>),
    left: Vec<PathBuf>,
    report: Report,
}

/// What a publication came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files that were written.
    pub written: usize,
    /// Files that were removed.
    pub removed: usize,
}

impl Publisher {
    /// Takes hold of an output folder, and carries an interrupted publication to its end.
    pub fn open(output: &Output) -> Result<Self, Diagnostic> {
        Self::open_on(Disk::default(), output)
    }

    fn open_on(disk: Disk, output: &Output) -> Result<Self, Diagnostic> {
        let output = output.place();
        for _ in 0..5 {
            let is_first = match disk.kind(output)? {
                Kind::Absent => true,
                Kind::Folder => false,
                Kind::File { .. } | Kind::Other => return Err(is_no_folder(output)),
            };
            let held = if is_first { beside(output) } else { output.to_path_buf() };
            if is_first {
                disk.make_folders(output.parent().unwrap_or(output))?;
                if !matches!(disk.kind(&held)?, Kind::Absent | Kind::Folder) {
                    return Err(stranger(disk.kind(&held)?, &held));
                }
                disk.make_folder(&held)?;
            }
            match Lock::take(&held)? {
                Some(lock) => return Self::ready(Ground::new(disk, output.to_path_buf()), is_first, lock),
                // The folder was moved into place by a build that ended just now.
                None => continue,
            }
        }
        Err(lock::is_busy(output))
    }

    fn ready(ground: Ground, is_first: bool, lock: Lock) -> Result<Self, Diagnostic> {
        let staging = if is_first { beside(&ground.output) } else { ground.output.join(STAGING) };
        let old = if is_first {
            begin(&ground.disk, &staging)?;
            Manifest::default()
        } else {
            recovery::recover(&ground, &staging)?;
            Manifest::read(&ground.disk, &ground.output.join(MANIFEST))?
        };
        Ok(Self {
            ground,
            staging,
            is_first,
            old,
            new: Mutex::default(),
            folders: Mutex::default(),
            staged: Mutex::default(),
            sums: Mutex::default(),
            is_settled: false,
            _lock: lock,
        })
    }

    /// Puts a file at an address (`a/b/` means `a/b/index.html`), unless it is there already. Any thread may call it.
    pub fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic> {
        let Some(path) = FilePath::of(address) else {
            let reason = trouble(address).unwrap_or_else(|| text!("it does not stay inside the site"));
            let message = text!("`{address}` cannot be the address of a file: {reason}", address, reason);
            return Err(Diagnostic::new(code::I002, message).path(address).help(text!("give it another name")));
        };
        let print = Print::of(content);
        enter(&mut hold(&self.new), address, &path, print)?;
        let is_there = before::known(&self.ground, &self.old, &path)? == Some(print)
            || !self.is_first
                && !self.old.files.contains_key(&path)
                && adopts(&self.ground, &self.old, &path, content)?;
        if !self.old.sums.contains_key(&print) {
            // Other threads need not wait for it.
            let sums = Sums::of(content);
            hold(&self.sums).insert(print, sums);
        }
        if is_there { Ok(()) } else { self.stage(path, content) }
    }

    /// Where a file waits.
    fn place(&self, path: &FilePath) -> PathBuf {
        if self.is_first { path.below(&self.staging) } else { path.below(&self.staging.join(FILES)) }
    }

    fn stage(&self, path: FilePath, content: &[u8]) -> Result<(), Diagnostic> {
        let place = self.place(&path);
        let folder = path.folders().next_back().unwrap_or_default();
        if !hold(&self.folders).contains(folder) {
            self.ground.disk.make_folders(place.parent().unwrap_or(&self.staging))?;
            hold(&self.folders).insert(folder.to_owned());
        }
        self.ground.disk.write(&place, content)?;
        hold(&self.staged).insert(path);
        Ok(())
    }

    /// Finds out what is to be done to the folder, now that all files are known, and whether it can be.
    pub fn prepare(self) -> Result<Ready, Diagnostic> {
        let new = std::mem::take(&mut *hold(&self.new));
        let staged = std::mem::take(&mut *hold(&self.staged));
        let is_put = |path: &FilePath, print: &Print| staged.contains(path) || self.old.files.get(path) != Some(print);
        let put: Files =
            new.iter().filter(|it| is_put(it.0, it.1)).map(|(path, print)| (path.clone(), *print)).collect();
        let mut remove = self.old.files.clone();
        remove.retain(|path, _| !new.contains_key(path));
        let leaving = recovery::leaving(&remove, &self.ground)?;
        let mut left = Vec::new();
        for path in remove.keys().filter(|path| !leaving.contains_key(*path)) {
            if matches!(self.ground.look(path)?, Standing::Here(Kind::File { .. } | Kind::Other)) {
                left.push(path.below(&self.ground.output));
            }
        }
        let report = Report {
            files: new.len(),
            bytes: new.values().map(|print| print.length).sum(),
            written: staged.len(),
            removed: leaving.len(),
        };
        if !self.is_first {
            for (path, print) in &put {
                if let Some(place) = self.ground.obstacle((path, *print), &self.old, &leaving)? {
                    return Err(in_the_way(&self.ground, &place)?);
                }
            }
        }
        let sums = self.all_sums(&new)?;
        Ok(Ready { publisher: self, journal: Journal { put, remove }, new: (new, sums), left, report })
    }

    /// The sums of all files: those that were reckoned now, those of the last publication, and where it has none, what
    /// the files say.
    fn all_sums(&self, new: &Files) -> Result<BTreeMap<Print, Sums>, Diagnostic> {
        let now = hold(&self.sums);
        let sums = new.iter().map(|(path, print)| match now.get(print).or_else(|| self.old.sums.get(print)) {
            Some(sums) => Ok((*print, *sums)),
            None => Ok((*print, Sums::of(&self.ground.disk.read(&path.below(&self.ground.output))?))),
        });
        sums.collect()
    }
}

impl Ready {
    /// What there is to say before anything is done: of the files that the site no longer has, those that were changed
    /// after postil had made them stay.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let warn = |place: &PathBuf| {
            let place = place.display().to_string();
            Diagnostic::new(
                code::I011,
                text!("`{place}` was changed after postil had made it, and stays", place = &place),
            )
            .path(place)
            .help(text!(
                "the site no longer has this file: remove it by hand, or keep what is yours in `content/static/`"
            ))
        };
        self.left.iter().map(warn).collect()
    }

    /// The files that the site has, by path.
    pub fn files(&self) -> Vec<(String, Print)> {
        self.new.0.iter().map(|(path, print)| (path.to_string(), *print)).collect()
    }

    /// Moves everything into place, and removes what the site no longer has.
    pub fn commit(mut self) -> Result<Report, Diagnostic> {
        let Self { publisher, journal, new, report, .. } = &mut self;
        let (files, sums) = std::mem::take(new);
        let manifest = Manifest { files, sums, ..Manifest::default() };
        let (disk, staging) = (&publisher.ground.disk, &publisher.staging);
        if publisher.is_first {
            disk.write_through(&staging.join(MANIFEST), manifest.text().as_bytes())?;
            disk.rename(staging, &publisher.ground.output)?;
        } else if !journal.put.is_empty()
            || manifest.files != publisher.old.files
            || manifest.sums != publisher.old.sums
        {
            disk.make_folders(staging)?;
            disk.write_through(&staging.join(NEXT), manifest.text().as_bytes())?;
            disk.write_through(&staging.join(JOURNAL), journal.text().as_bytes())?;
            publisher.is_settled = true;
            // Folders may have become links while the site was made: all of them are looked at once more.
            journal.carry_out(&Ground::new(disk.clone(), publisher.ground.output.clone()), staging)?;
        }
        publisher.is_settled = true;
        Ok(*report)
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = match (self.is_settled, self.is_first) {
            (true, _) => Ok(()),
            (false, true) => abandon(&self.ground.disk, &self.staging),
            (false, false) => self.ground.disk.remove_all(&self.staging),
        };
    }
}

/// Removes every file that postil made, and the folders that are empty then. Gives the number of files, and what there
/// is to say of those that stay.
pub fn clean(output: &Output) -> Result<Checked<usize>, Diagnostic> {
    clean_on(Disk::default(), output)
}

fn clean_on(disk: Disk, output: &Output) -> Result<Checked<usize>, Diagnostic> {
    if disk.kind(output.place())? != Kind::Folder {
        return Ok(Checked::clean(0));
    }
    let ready = Publisher::open_on(disk.clone(), output)?.prepare()?;
    let warnings = ready.warnings();
    let report = ready.commit()?;
    disk.remove_file(&output.place().join(MANIFEST))?;
    // A folder with files of somebody else's stays.
    disk.remove_folder(output.place());
    Ok(Checked::new(report.removed, warnings))
}

/// Takes a file into a manifest: one at each path, and none where another needs a folder.
fn enter(new: &mut Files, address: &str, path: &FilePath, print: Print) -> Result<(), Diagnostic> {
    let above = path.folders().find(|folder| new.contains_key(*folder)).map(str::to_owned);
    let both = above.or_else(|| ground::below(new, path).next().map(|_| path.to_string()));
    let message = match both {
        Some(file) => text!("`{file}` would be a file and a folder at once", file),
        None if new.insert(path.clone(), print).is_some() => text!("two outputs would write `{address}`", address),
        None => return Ok(()),
    };
    Err(Diagnostic::new(code::O001, message).path(address).help(text!("rename the file in `content/static/`")))
}

/// Whether a file that is not in the manifest stands there already, the same to the byte. One that differs is
/// somebody else's.
fn adopts(ground: &Ground, old: &Manifest, path: &FilePath, content: &[u8]) -> Result<bool, Diagnostic> {
    match ground.look(path)? {
        Standing::Here(Kind::File { .. }) if ground.holds(path, Print::of(content))? => Ok(true),
        // Without a manifest every file is as this one, and it is said once.
        Standing::Here(Kind::File { .. }) if old.is_lost => Err(without_manifest(&ground.output)),
        Standing::Here(Kind::File { .. } | Kind::Other) => Err(in_the_way(ground, &path.below(&ground.output))?),
        // Whether a folder will be gone, or a file where a folder should be, is known when all files are.
        Standing::Here(Kind::Absent | Kind::Folder) | Standing::Under(..) => Ok(false),
    }
}

/// Makes a folder ready for a first build. One that another build left is emptied: it has a manifest from its beginning,
/// and loses that last. Any other is somebody else's.
fn begin(disk: &Disk, staging: &Path) -> Result<(), Diagnostic> {
    let mark = staging.join(MANIFEST);
    if disk.entries(staging)?.is_empty() {
        return disk.write(&mark, Manifest::default().text().as_bytes());
    }
    if !matches!(disk.kind(&mark)?, Kind::File { .. }) {
        return Err(stranger(Kind::Folder, staging));
    }
    empty(disk, staging)
}

/// Removes the folder of a first build that came to nothing.
fn abandon(disk: &Disk, staging: &Path) -> Result<(), Diagnostic> {
    empty(disk, staging)?;
    disk.remove_file(&staging.join(MANIFEST))?;
    disk.remove_folder(staging);
    Ok(())
}

/// Empties a folder of all but its manifest.
fn empty(disk: &Disk, staging: &Path) -> Result<(), Diagnostic> {
    for entry in disk.entries(staging)?.into_iter().filter(|entry| !entry.ends_with(MANIFEST)) {
        match disk.kind(&entry)? {
            Kind::Folder => disk.remove_all(&entry)?,
            _ => disk.remove_file(&entry)?,
        }
    }
    Ok(())
}

/// The folder in which a first build of `output` is made: beside it, so that it can be moved in one step.
fn beside(output: &Path) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.postil-new"))
}

fn is_no_folder(output: &Path) -> Diagnostic {
    Diagnostic::new(code::I002, text!("`{output}` is a file, not a folder", output = output.display()))
        .path(output.display().to_string())
        .help(text!("name another folder with `--output`"))
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked holding one of these left it whole: each change is a single insertion.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
