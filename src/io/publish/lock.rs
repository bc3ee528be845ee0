//! One build at a time for an output folder.

use std::fs::File;
use std::path::Path;

use crate::diag::{Diagnostic, code, text};
use crate::io::failure;

/// Held as long as it lives; the system lets go of it when the process ends, however it ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Locks a folder. `None` if the folder is another one by the time the lock is there.
    pub(super) fn take(folder: &Path) -> Result<Option<Self>, Diagnostic> {
        let file = open(folder).map_err(|error| failure(code::I002, text!("cannot write to"), folder, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(is_still(&file, folder).then_some(Self { _file: file })),
            Err(std::fs::TryLockError::WouldBlock) => Err(is_busy(folder)),
            // A file system that knows no locks (some network disks): better a build without one than none.
            Err(std::fs::TryLockError::Error(_)) => Ok(Some(Self { _file: file })),
        }
    }
}

/// The folder is somebody else's at the moment.
pub(super) fn is_busy(folder: &Path) -> Diagnostic {
    Diagnostic::new(code::I003, text!("another build is writing to `{folder}`", folder = folder.display()))
        .path(folder.display().to_string())
        .help(text!("wait until it has ended and run the command again, or write to another folder with `--output`"))
}

/// A folder can itself be opened and locked, so no lock file is ever left behind.
#[cfg(unix)]
fn open(folder: &Path) -> std::io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open(folder: &Path) -> std::io::Result<File> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // Whatever stands there already is opened as it is.
    File::options().append(true).create(true).open(folder.with_file_name(format!(".{name}.postil-lock")))
}

#[cfg(unix)]
fn is_still(file: &File, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok((held, there)) = file.metadata().and_then(|held| Ok((held, std::fs::metadata(folder)?))) else {
        return false;
    };
    (held.dev(), held.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
fn is_still(_file: &File, _folder: &Path) -> bool {
    true
}
