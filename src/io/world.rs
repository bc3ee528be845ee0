//! What a site is made from and where it goes, as the pipeline asks for them: on the disk, or in memory, where tests and
//! texts that are not saved need no disk.

use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::cache::Cache;
use super::publish::{Look, Print, Publisher};
use super::theme::ThemeFiles;
use crate::diag::{Checked, Diagnostic};
use crate::model::picture::{Head, HeadFault};

mod disk;
mod memory;
mod recalled;
mod traced;

pub use disk::Disk;
pub use memory::{File, Files, Memory, Shelf};
pub use recalled::{Recall, Recalled};
pub use traced::{Answer, Question, Trace, Traced};

/// What a site is made from. Paths are from the site's folder, with `/` between their parts.
pub trait World: Sync {
    /// Every file below `content/`, in the order of their paths, and what is wrong with any.
    fn list(&self) -> Checked<Vec<String>>;
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic>;
    /// A number that is another one whenever what stands in a file may be another than before, where the world remembers
    /// such things.
    fn edition(&self, path: &str) -> Option<u64> {
        let _ = path;
        None
    }
    /// The bytes of a file that is named from outside of the site, as on the command line.
    fn read_named(&self, path: &Path) -> Result<Vec<u8>, Diagnostic>;
    /// The print of a file's bytes, where the world remembers such things.
    fn print(&self, path: &str) -> Option<Print> {
        let _ = path;
        None
    }
    /// What the beginning of a file says of a picture.
    fn picture_head(&self, path: &str) -> Result<Head, HeadFault>;
    /// The files of a theme: the site's own, else the one that comes with postil.
    fn theme(&self, name: &str) -> Result<Option<ThemeFiles>, Diagnostic>;
    /// Names of the themes that the site can use, for suggestions.
    fn theme_names(&self) -> Vec<String>;
    /// The day in a time zone.
    fn today(&self, zone: &TimeZone) -> Date;
    /// What earlier builds kept of one kind.
    fn cache(&self, kind: &str) -> Cache;
}

/// Where the files of a site go. Any thread may put one there.
pub trait Destination: Sync {
    /// Puts a file at an address (`a/b/` means `a/b/index.html`).
    fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic>;
    /// Keeps what the last publication left at an address that names its content; whether there was anything.
    fn keep(&self, address: &str) -> Result<bool, Diagnostic>;
    /// Keeps what it left at several addresses: all or none.
    fn keep_all(&self, addresses: &[String]) -> bool;
    /// Keeps files that it left, by their paths, if they have these prints: all or none.
    fn keep_as(&self, files: &[(String, Print)]) -> bool;
    /// What stands in a file that was put or kept, by its path.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
}

impl Destination for Look {
    fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic> {
        Self::put(self, address, content)
    }

    /// Nothing is made for it whose address names its content.
    fn keep(&self, _: &str) -> Result<bool, Diagnostic> {
        Ok(true)
    }

    fn keep_all(&self, _: &[String]) -> bool {
        true
    }

    fn keep_as(&self, files: &[(String, Print)]) -> bool {
        Self::keep_as(self, files)
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        Self::read(self, path)
    }
}

impl Destination for Publisher {
    fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic> {
        Self::put(self, address, content)
    }

    fn keep(&self, address: &str) -> Result<bool, Diagnostic> {
        Self::keep(self, address)
    }

    fn keep_all(&self, addresses: &[String]) -> bool {
        Self::keep_all(self, addresses)
    }

    fn keep_as(&self, files: &[(String, Print)]) -> bool {
        Self::keep_as(self, files)
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        Self::read(self, path)
    }
}
