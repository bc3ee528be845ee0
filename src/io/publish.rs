//! Puts a site in its output folder: only what changed is written, only what postil made is removed, and a build
//! that fails or is killed leaves the last good site.
//!
//! A first build is made in a folder beside the output and moved into place in one step. A later build writes what
//! changed to a staging folder; when all of it is on disk, a journal is written, and the files are moved into place.
//! Should the machine stop in between, the next run finds the journal and carries it to its end, so the site is
//! always the old one or the new one, of whole files. What postil made is remembered in a manifest.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::failure;
use crate::diag::{Diagnostic, code, text};

mod lock;
mod manifest;

use lock::Lock;
use manifest::{Manifest, Print};

const STAGING: &str = ".postil-staging";
const MANIFEST: &str = ".postil-manifest";

/// An output folder that is being written. Dropped without [`Publisher::commit`], it leaves the folder as it was.
pub struct Publisher {
    output: PathBuf,
    staging: PathBuf,
    /// Whether the output folder does not exist yet: the staging folder will become it.
    is_first: bool,
    old: Manifest,
    new: Mutex<Manifest>,
    folders: Mutex<HashSet<PathBuf>>,
    changed: Mutex<Vec<String>>,
    is_done: bool,
    _lock: Lock,
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
    pub fn open(output: &Path) -> Result<Self, Diagnostic> {
        let output = std::path::absolute(output)
            .map_err(|error| failure(code::I002, text!("cannot write to"), output, &error))?;
        if output.exists() && !output.is_dir() {
            return Err(Diagnostic::new(
                code::I002,
                text!("`{output}` is a file, not a folder", output = output.display()),
            )
            .path(output.display().to_string())
            .help(text!("name another folder with `--output`")));
        }
        for _ in 0..5 {
            let is_first = !output.exists();
            let staging = if is_first { beside(&output) } else { output.join(STAGING) };
            let held = if is_first { &staging } else { &output };
            if is_first {
                fs::create_dir_all(held)
                    .map_err(|error| failure(code::I002, text!("cannot make the folder"), held, &error))?;
            }
            match Lock::take(held)? {
                Some(lock) => return Self::ready(output, staging, is_first, lock),
                // The folder was moved into place by a build that ended just now.
                None => continue,
            }
        }
        Err(lock::is_busy(&output))
    }

    fn ready(output: PathBuf, staging: PathBuf, is_first: bool, lock: Lock) -> Result<Self, Diagnostic> {
        if is_first {
            empty(&staging).map_err(|error| failure(code::I002, text!("cannot empty"), &staging, &error))?;
        } else {
            recover(&output, &staging)?;
        }
        let old = Manifest::read(&output.join(MANIFEST))
            .map_err(|error| failure(code::I001, text!("cannot read"), &output.join(MANIFEST), &error))?;
        Ok(Self {
            output,
            staging,
            is_first,
            old,
            new: Mutex::default(),
            folders: Mutex::default(),
            changed: Mutex::default(),
            is_done: false,
            _lock: lock,
        })
    }

    /// Puts a file at an address (`a/b/` means `a/b/index.html`), unless it is there already. Any thread may call it.
    pub fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic> {
        let path = file_path(address);
        if !is_sound(&path) {
            return Err(Diagnostic::new(code::I002, text!("`{address}` cannot be the address of a file", address))
                .path(address)
                .help(text!("give it another `slug:`; `..`, control characters and names that start with `.postil` cannot be published")));
        }
        let print = Print { hash: xxh3_128(content), length: content.len() as u64 };
        let known = self.old.get(&path) == Some(print) && self.old.is_untouched(&self.output.join(&path), print);
        if !known && !self.adopt(&path, content)? {
            self.stage(&path, content)?;
        }
        self.enter(address, path, print)
    }

    /// Keeps the file that the last publication left at an address, for content that the address names; whether there
    /// was one that nobody has touched since.
    pub fn keep(&self, address: &str) -> Result<bool, Diagnostic> {
        let path = file_path(address);
        match self.old.get(&path) {
            Some(print) if self.old.is_untouched(&self.output.join(&path), print) => {
                self.enter(address, path, print).map(|()| true)
            }
            _ => Ok(false),
        }
    }

    /// Takes a file into the manifest.
    fn enter(&self, address: &str, path: String, print: Print) -> Result<(), Diagnostic> {
        if hold(&self.new).insert(path, print) {
            return Err(Diagnostic::new(code::O001, text!("two outputs would write `{address}`", address))
                .path(address)
                .help(text!(
                    "give the issue or page at that address another `slug:`, or rename the file in `content/static/`"
                )));
        }
        Ok(())
    }

    /// Takes files over from the last publication: all of them or none. Only for addresses that are made of what stands
    /// there, so that the same address is the same file. Any thread may call it.
    pub fn keep_all(&self, addresses: &[String]) -> bool {
        let known: Option<Vec<(String, Print)>> = addresses
            .iter()
            .map(|address| {
                let path = file_path(address);
                let print = self.old.get(&path)?;
                self.old.is_untouched(&self.output.join(&path), print).then_some((path, print))
            })
            .collect();
        let Some(known) = known else { return false };
        let mut new = hold(&self.new);
        for (path, print) in known {
            new.insert(path, print);
        }
        true
    }

    /// Whether a file that is not in the manifest stands there already, the same to the byte. One that differs is
    /// somebody else's.
    fn adopt(&self, path: &str, content: &[u8]) -> Result<bool, Diagnostic> {
        let place = self.output.join(path);
        if self.is_first || self.old.get(path).is_some() {
            return Ok(false);
        }
        match fs::read(&place) {
            Ok(there) if there == content => Ok(true),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
            Ok(_) | Err(_) => Err(Diagnostic::new(code::I004, text!("`{place}` is in the way, and postil did not make it", place = place.display()))
                .path(place.display().to_string())
                .help(text!("name an empty folder with `--output`, or move this file away; files that should be published belong in `content/static/`"))),
        }
    }

    fn stage(&self, path: &str, content: &[u8]) -> Result<(), Diagnostic> {
        let place = if self.is_first { self.staging.join(path) } else { self.staging.join("files").join(path) };
        let folder = place.parent().unwrap_or(&self.staging);
        if !hold(&self.folders).contains(folder) {
            fs::create_dir_all(folder)
                .map_err(|error| failure(code::I002, text!("cannot make the folder"), folder, &error))?;
            hold(&self.folders).insert(folder.to_path_buf());
        }
        fs::write(&place, content).map_err(|error| failure(code::I002, text!("cannot write"), &place, &error))?;
        hold(&self.changed).push(path.to_owned());
        Ok(())
    }

    /// Moves everything into place, and removes what the site no longer has.
    pub fn commit(mut self) -> Result<Report, Diagnostic> {
        let new = std::mem::take(&mut *hold(&self.new));
        let mut changed = std::mem::take(&mut *hold(&self.changed));
        changed.sort();
        let removed: Vec<String> = self.old.paths().filter(|path| new.get(path).is_none()).map(str::to_owned).collect();
        let report = Report { files: new.len(), bytes: new.bytes(), written: changed.len(), removed: removed.len() };
        if self.is_first {
            new.write(&self.staging.join(MANIFEST))
                .map_err(|error| failure(code::I002, text!("cannot write"), &self.staging.join(MANIFEST), &error))?;
            fs::rename(&self.staging, &self.output)
                .map_err(|error| failure(code::I002, text!("cannot make the folder"), &self.output, &error))?;
        } else if new != self.old {
            fs::create_dir_all(&self.staging)
                .map_err(|error| failure(code::I002, text!("cannot make the folder"), &self.staging, &error))?;
            let journal = Journal { put: changed, remove: removed };
            new.write(&self.staging.join("manifest"))
                .and_then(|()| journal.write(&self.staging.join("journal")))
                .map_err(|error| failure(code::I002, text!("cannot write"), &self.staging, &error))?;
            journal.carry_out(&self.output, &self.staging)?;
        } else if !changed.is_empty() {
            // Somebody changed files of the last site: they are put right, the manifest stays as it is but for its time.
            fs::create_dir_all(&self.staging)
                .and_then(|()| new.write(&self.staging.join("manifest")))
                .map_err(|error| failure(code::I002, text!("cannot write"), &self.staging, &error))?;
            Journal { put: changed, remove: removed }.carry_out(&self.output, &self.staging)?;
        }
        self.is_done = true;
        Ok(report)
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        // A journal that was written is carried out by the next run, which needs what is staged.
        let is_interrupted = !self.is_first && self.staging.join("journal").exists();
        if !self.is_done && !is_interrupted {
            // What cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&self.staging);
        }
    }
}

/// Removes every file that postil made, and the folders that are empty then. Gives the number of files.
pub fn clean(output: &Path) -> Result<usize, Diagnostic> {
    if !output.is_dir() {
        return Ok(0);
    }
    let publisher = Publisher::open(output)?;
    let report = publisher.commit()?;
    let manifest = output.join(MANIFEST);
    if manifest.exists() {
        fs::remove_file(&manifest).map_err(|error| failure(code::I002, text!("cannot remove"), &manifest, &error))?;
    }
    // A folder with files of somebody else's stays.
    let _ = fs::remove_dir(output);
    Ok(report.removed)
}

/// What is left to do when everything is staged: in this order, removals first, so that a file can become a folder.
struct Journal {
    put: Vec<String>,
    remove: Vec<String>,
}

impl Journal {
    fn write(&self, path: &Path) -> io::Result<()> {
        let mut text = String::new();
        for (verb, paths) in [("put", &self.put), ("remove", &self.remove)] {
            for path in paths {
                text.push_str(&format!("{verb} {path}\n"));
            }
        }
        text.push_str("end\n");
        fs::write(path, text)?;
        File::open(path)?.sync_all()
    }

    /// `None` if it was cut short: then nothing of it has been carried out.
    fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let lines = text.strip_suffix("end\n")?.lines();
        let mut journal = Self { put: Vec::new(), remove: Vec::new() };
        for line in lines {
            match line.split_once(' ')? {
                ("put", path) => journal.put.push(path.to_owned()),
                ("remove", path) => journal.remove.push(path.to_owned()),
                _ => return None,
            }
        }
        Some(journal)
    }

    fn carry_out(&self, output: &Path, staging: &Path) -> Result<(), Diagnostic> {
        for path in &self.remove {
            let place = output.join(path);
            match fs::remove_file(&place) {
                Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    return Err(failure(code::I002, text!("cannot remove"), &place, &error));
                }
                _ => prune(output, &place),
            }
        }
        for path in &self.put {
            let (from, to) = (staging.join("files").join(path), output.join(path));
            let moved = match fs::rename(&from, &to) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && from.exists() => {
                    fs::create_dir_all(to.parent().unwrap_or(output)).and_then(|()| fs::rename(&from, &to))
                }
                // Already moved by the run that was interrupted.
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                moved => moved,
            };
            moved.map_err(|error| failure(code::I002, text!("cannot write"), &to, &error))?;
        }
        let manifest = staging.join("manifest");
        if manifest.exists() {
            // The manifest is younger than every file it names: that is how a later change of one is noticed.
            let to = output.join(MANIFEST);
            fs::rename(&manifest, &to).map_err(|error| failure(code::I002, text!("cannot write"), &to, &error))?;
        }
        fs::remove_dir_all(staging).map_err(|error| failure(code::I002, text!("cannot remove"), staging, &error))
    }
}

/// Carries an interrupted publication to its end, or forgets one that had not begun to move files.
fn recover(output: &Path, staging: &Path) -> Result<(), Diagnostic> {
    if !staging.exists() {
        return Ok(());
    }
    match Journal::read(&staging.join("journal")) {
        Some(journal) => journal.carry_out(output, staging),
        None => {
            fs::remove_dir_all(staging).map_err(|error| failure(code::I002, text!("cannot remove"), staging, &error))
        }
    }
}

/// Removes the folders above a removed file that are empty now, up to the output folder.
fn prune(output: &Path, removed: &Path) {
    for folder in removed.ancestors().skip(1).take_while(|folder| *folder != output && folder.starts_with(output)) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    Ok(())
}

/// The folder in which a first build of `output` is made: beside it, so that it can be moved in one step.
fn beside(output: &Path) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.postil-new"))
}

/// The file of an address.
fn file_path(address: &str) -> String {
    if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() }
}

fn is_sound(path: &str) -> bool {
    !path.starts_with(".postil")
        && path.len() < 4096
        && path.split('/').all(|part| {
            !matches!(part, "" | "." | "..")
                && part.len() <= 255
                && !part.chars().any(|it| it.is_control() || it == '\\')
        })
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked holding one of these left it whole: each change is a single insertion.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
