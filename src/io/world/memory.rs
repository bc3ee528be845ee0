//! A site that is nowhere but in memory, and what is made of it.

use std::collections::BTreeMap;
use std::io::{Cursor, ErrorKind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Destination, World};
use crate::diag::{Checked, Diagnostic, code, text};
use crate::io::cache::Cache;
use crate::io::publish::Print;
use crate::io::theme::{self, ThemeFiles};
use crate::io::{failure, source};
use crate::model::address::file_of;
use crate::model::picture::{Head, HeadFault};

/// Files by their paths, and the day on which they are looked at.
#[derive(Debug, Clone)]
pub struct Memory {
    /// The bytes of each file, by its path from the site's folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The day.
    pub today: Date,
}

impl World for Memory {
    fn list(&self) -> Checked<Vec<String>> {
        let listed = |path: &&String| path.starts_with("content/") && source::is_content(path);
        Checked::clean(self.files.keys().filter(listed).cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        let none = || failure(code::I001, text!("cannot read"), Path::new(path), &ErrorKind::NotFound.into());
        self.files.get(path).cloned().ok_or_else(none)
    }

    fn read_named(&self, path: &Path) -> Result<Vec<u8>, Diagnostic> {
        self.read(&path.to_string_lossy())
    }

    fn picture_head(&self, path: &str) -> Result<Head, HeadFault> {
        let bytes = self.files.get(path).ok_or(HeadFault::Unknown)?;
        source::head_of(path, Cursor::new(bytes), bytes.len() as u64)
    }

    fn theme(&self, name: &str) -> Result<Option<ThemeFiles>, Diagnostic> {
        let folder = format!("themes/{name}/");
        let own = self.files.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
        let files: BTreeMap<String, Vec<u8>> =
            own.map(|(path, bytes)| (path[folder.len()..].to_owned(), bytes.clone())).collect();
        if files.is_empty() {
            return Ok(theme::builtin(name));
        }
        Ok(Some(ThemeFiles { name: name.to_owned(), folder: format!("themes/{name}"), files }))
    }

    fn theme_names(&self) -> Vec<String> {
        let own = self.files.keys().filter_map(|path| path.strip_prefix("themes/")?.split('/').next());
        theme::with_builtin(own.map(str::to_owned).collect())
    }

    fn today(&self, _zone: &TimeZone) -> Date {
        self.today
    }

    fn cache(&self, _kind: &str) -> Cache {
        Cache::none()
    }
}

/// Files of a site that stands in memory, by their paths.
pub type Files = BTreeMap<String, Arc<File>>;

/// A file of a site that stands in memory.
#[derive(Debug)]
pub struct File {
    /// What stands in it.
    pub bytes: Vec<u8>,
    print: OnceLock<Print>,
}

impl File {
    /// The fingerprint of what stands in it.
    pub fn print(&self) -> Print {
        *self.print.get_or_init(|| Print::of(&self.bytes))
    }
}

/// Where the files of a site stand that goes nowhere.
#[derive(Debug, Default)]
pub struct Shelf {
    before: Arc<Files>,
    files: Mutex<Files>,
}

impl Shelf {
    /// A shelf on which stood what was made before.
    pub fn after(before: Arc<Files>) -> Self {
        Self { before, files: Mutex::default() }
    }

    /// Every file that was put there, by its path.
    pub fn into_files(self) -> Files {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over files from before: all or none. Each has the print that is asked for, if one is.
    fn take_over(&self, files: impl Iterator<Item = (String, Option<Print>)>) -> bool {
        let found: Option<Vec<_>> = files
            .map(|(path, print)| {
                let file = self.before.get(&path).filter(|file| print.is_none_or(|print| file.print() == print))?;
                Some((path, Arc::clone(file)))
            })
            .collect();
        let is_there = found.is_some();
        self.hold().extend(found.into_iter().flatten());
        is_there
    }

    fn hold(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Destination for Shelf {
    fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic> {
        let path = file_of(address);
        // What is the same stays the same file, whose print is known.
        let same = self.before.get(&path).filter(|file| file.bytes == content).map(Arc::clone);
        let file = same.unwrap_or_else(|| Arc::new(File { bytes: content.to_vec(), print: OnceLock::new() }));
        self.hold().insert(path, file);
        Ok(())
    }

    fn keep(&self, address: &str) -> Result<bool, Diagnostic> {
        Ok(self.keep_all(&[address.to_owned()]))
    }

    fn keep_all(&self, addresses: &[String]) -> bool {
        self.take_over(addresses.iter().map(|address| (file_of(address), None)))
    }

    fn keep_as(&self, files: &[(String, Print)]) -> bool {
        self.take_over(files.iter().map(|(path, print)| (path.clone(), Some(*print))))
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let put = self.hold().get(path).map(Arc::clone);
        put.as_ref().or_else(|| self.before.get(path)).map(|file| file.bytes.clone())
    }
}
