//! A site that is nowhere but in memory, and what is made of it.

use std::collections::BTreeMap;
use std::io::{Cursor, ErrorKind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

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

/// Where the files of a site stand that goes nowhere.
#[derive(Debug, Default)]
pub struct Shelf {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Shelf {
    /// Every file that was put there, by its path.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Destination for Shelf {
    fn put(&self, address: &str, content: &[u8]) -> Result<(), Diagnostic> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(file_of(address), content.to_vec());
        Ok(())
    }

    fn keep(&self, _address: &str) -> Result<bool, Diagnostic> {
        Ok(false)
    }

    fn keep_all(&self, _addresses: &[String]) -> bool {
        false
    }

    fn keep_as(&self, _files: &[(String, Print)]) -> bool {
        false
    }

    fn read(&self, _path: &str) -> Option<Vec<u8>> {
        None
    }
}
