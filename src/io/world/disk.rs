//! The world as it is: a site's folder, with texts that are read instead of what some of its files hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::World;
use crate::diag::{Checked, Diagnostic};
use crate::io::cache::Cache;
use crate::io::source::Seen;
use crate::io::theme::ThemeFiles;
use crate::io::{clock, source, theme};
use crate::model::picture::{Head, HeadFault};

/// A site's folder.
#[derive(Debug, Clone)]
pub struct Disk<'a> {
    root: PathBuf,
    unsaved: &'a BTreeMap<String, String>,
}

impl<'a> Disk<'a> {
    /// The folder `root`, with `unsaved` texts by path in place of what those files hold.
    pub fn new(root: &Path, unsaved: &'a BTreeMap<String, String>) -> Self {
        Self { root: root.to_path_buf(), unsaved }
    }

    /// How a file stands; `None` where that tells too little.
    pub(super) fn seen(&self, path: &str) -> Option<Seen> {
        if self.unsaved.contains_key(path) { None } else { Seen::of(&self.root.join(path)) }
    }
}

impl World for Disk<'_> {
    fn list(&self) -> Checked<Vec<String>> {
        source::list(&self.root)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        match self.unsaved.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => source::read(&self.root.join(path)),
        }
    }

    fn read_named(&self, path: &Path) -> Result<Vec<u8>, Diagnostic> {
        source::read_named(path)
    }

    fn picture_head(&self, path: &str) -> Result<Head, HeadFault> {
        source::picture_head(path, &self.root.join(path))
    }

    fn theme(&self, name: &str) -> Result<Option<ThemeFiles>, Diagnostic> {
        theme::read(&self.root, name)
    }

    fn theme_names(&self) -> Vec<String> {
        theme::names(&self.root)
    }

    fn today(&self, zone: &TimeZone) -> Date {
        clock::today(zone)
    }

    fn cache(&self, kind: &str) -> Cache {
        Cache::new(&self.root, kind)
    }
}
