//! Every operation on files that publishing is made of. Each says what it was doing when the system refused; what stands
//! at a path, and that it is no link, is for the caller to ask first.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::diag::{Diagnostic, code, text};
use crate::io::failure;

/// The disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    /// Which operation fails.
    #[cfg(test)]
    pub(super) fate: std::sync::Arc<fate::Fate>,
}

/// What stands at a path. A link is not what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Absent,
    /// A file.
    File {
        /// In bytes.
        length: u64,
        /// When it was last written, where the system knows.
        modified: Option<SystemTime>,
    },
    /// A folder.
    Folder,
    /// A link, a device, a pipe.
    Other,
}

impl Disk {
    /// Begins an operation. In a test it may be cut short here, and has done `half` of its work by then.
    #[cfg(test)]
    fn begin(&self, half: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        self.fate.meet(half)
    }

    #[cfg(not(test))]
    fn begin(&self, _: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn kind(&self, path: &Path) -> Result<Kind, Diagnostic> {
        let metadata = match self.begin(nothing).and_then(|()| fs::symlink_metadata(path)) {
            Ok(metadata) => metadata,
            Err(error) if is_absent(&error) => return Ok(Kind::Absent),
            Err(error) => return Err(failure(code::I001, text!("cannot read"), path, &error)),
        };
        Ok(if metadata.is_file() {
            Kind::File { length: metadata.len(), modified: metadata.modified().ok() }
        } else if metadata.is_dir() {
            Kind::Folder
        } else {
            Kind::Other
        })
    }

    /// Whether anything stands at a path.
    pub(super) fn is_there(&self, path: &Path) -> Result<bool, Diagnostic> {
        Ok(self.kind(path)? != Kind::Absent)
    }

    pub(super) fn read(&self, path: &Path) -> Result<Vec<u8>, Diagnostic> {
        let read = self.begin(nothing).and_then(|()| fs::read(path));
        read.map_err(|error| failure(code::I001, text!("cannot read"), path, &error))
    }

    /// What a folder holds, in the order of the names.
    pub(super) fn entries(&self, folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
        let list = || {
            self.begin(nothing)?;
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()
        };
        let mut entries = list().map_err(|error| failure(code::I001, text!("cannot read"), folder, &error))?;
        entries.sort();
        Ok(entries)
    }

    pub(super) fn write(&self, path: &Path, content: &[u8]) -> Result<(), Diagnostic> {
        let half = || fs::write(path, &content[..content.len() / 2]);
        let written = self.begin(half).and_then(|()| fs::write(path, content));
        written.map_err(|error| failure(code::I002, text!("cannot write"), path, &error))
    }

    /// Writes a file that is on the disk, and not only on its way there, when this returns.
    pub(super) fn write_through(&self, path: &Path, content: &[u8]) -> Result<(), Diagnostic> {
        let half = || fs::write(path, &content[..content.len() / 2]);
        let write = || {
            self.begin(half)?;
            let mut file = File::create(path)?;
            file.write_all(content)?;
            // A test stops programs, not disks, and waits for none.
            if cfg!(test) { Ok(()) } else { file.sync_all() }
        };
        write().map_err(|error| failure(code::I002, text!("cannot write"), path, &error))
    }

    /// Says when a file was last written.
    pub(super) fn set_time(&self, path: &Path, time: SystemTime) -> Result<(), Diagnostic> {
        let set = || {
            self.begin(nothing)?;
            File::options().write(true).open(path)?.set_modified(time)
        };
        set().map_err(|error| failure(code::I002, text!("cannot write"), path, &error))
    }

    /// Makes a folder; one that is there already is as good.
    pub(super) fn make_folder(&self, path: &Path) -> Result<(), Diagnostic> {
        match self.begin(nothing).and_then(|()| fs::create_dir(path)) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && self.kind(path)? == Kind::Folder => Ok(()),
            made => made.map_err(|error| failure(code::I002, text!("cannot make the folder"), path, &error)),
        }
    }

    /// Makes a folder and those above it.
    pub(super) fn make_folders(&self, path: &Path) -> Result<(), Diagnostic> {
        let half = || path.parent().map_or(Ok(()), fs::create_dir_all);
        let made = self.begin(half).and_then(|()| fs::create_dir_all(path));
        made.map_err(|error| failure(code::I002, text!("cannot make the folder"), path, &error))
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), Diagnostic> {
        let renamed = self.begin(nothing).and_then(|()| fs::rename(from, to));
        renamed.map_err(|error| failure(code::I002, text!("cannot write"), to, &error))
    }

    pub(super) fn remove_file(&self, path: &Path) -> Result<(), Diagnostic> {
        match self.begin(nothing).and_then(|()| fs::remove_file(path)) {
            Err(error) if !is_absent(&error) => Err(failure(code::I002, text!("cannot remove"), path, &error)),
            _ => Ok(()),
        }
    }

    /// Removes a folder if it is empty; whether it is gone.
    pub(super) fn remove_folder(&self, path: &Path) -> bool {
        match self.begin(nothing).and_then(|()| fs::remove_dir(path)) {
            Ok(()) => true,
            Err(error) => error.kind() == ErrorKind::NotFound,
        }
    }

    /// Removes a folder with all that it holds.
    pub(super) fn remove_all(&self, path: &Path) -> Result<(), Diagnostic> {
        let half = || {
            fs::read_dir(path)?.take(1).try_for_each(|entry| {
                let entry = entry?.path();
                if entry.is_dir() { fs::remove_dir_all(entry) } else { fs::remove_file(entry) }
            })
        };
        match self.begin(half).and_then(|()| fs::remove_dir_all(path)) {
            Err(error) if !is_absent(&error) => Err(failure(code::I002, text!("cannot remove"), path, &error)),
            _ => Ok(()),
        }
    }
}

/// What most operations have done that are cut short.
fn nothing() -> io::Result<()> {
    Ok(())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

#[cfg(test)]
pub(super) mod fate;
