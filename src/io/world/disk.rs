//! The world as it is: a site's folder, with texts that are read instead of what some of its files hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

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
    /// The files of the content, and whether one of them is a link: they are looked for once a run.
    listed: OnceLock<(Checked<Vec<String>>, bool)>,
}

impl<'a> Disk<'a> {
    /// The folder `root`, with `unsaved` texts by path in place of what those files hold.
    pub fn new(root: &Path, unsaved: &'a BTreeMap<String, String>) -> Self {
        Self { root: root.to_path_buf(), unsaved, listed: OnceLock::new() }
    }

    /// Whether a text is read instead of what a file holds.
    pub(super) fn is_unsaved(&self, path: &str) -> bool {
        self.unsaved.contains_key(path)
    }

    /// Whether a file stands at a path, and no link to one.
    pub(super) fn is_plain_file(&self, path: &str) -> bool {
        std::fs::symlink_metadata(self.root.join(path)).is_ok_and(|it| it.is_file())
    }

    /// Whether anything stands at a path, be it a link to nothing.
    pub(super) fn is_anything(&self, path: &str) -> bool {
        std::fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// The files of the content, and whether one of them is a link.
    pub(super) fn list_with_links(&self) -> (Checked<Vec<String>>, bool) {
        self.listed.get_or_init(|| source::list(&self.root)).clone()
    }

    /// How a file stands; `None` where that tells too little.
    pub(super) fn seen(&self, path: &str) -> Option<Seen> {
        if self.is_unsaved(path) { None } else { Seen::of(&self.root.join(path)) }
    }
}

impl World for Disk<'_> {
    fn list(&self) -> Checked<Vec<String>> {
        self.list_with_links().0
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
