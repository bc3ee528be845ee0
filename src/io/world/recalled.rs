//! The disk, with a memory: a file that stands as it did is not read again.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Disk, World};
use crate::diag::{Checked, Diagnostic};
use crate::io::cache::{Cache, InMemory};
use crate::io::publish::Print;
use crate::io::source::Seen;
use crate::io::theme::ThemeFiles;
use crate::model::picture::{Head, HeadFault};

/// Texts that are longer are read each time rather than held.
const LONGEST: usize = 1 << 20;

/// Things by the path of their file, with how that stood when they were found out.
type ByPath<T> = Mutex<BTreeMap<String, (Seen, T)>>;

/// What a program that goes on remembers of the files of a site, and of what it found out about them. Never more than is
/// there: what is remembered of a file that went stays until the program ends.
#[derive(Default)]
pub struct Recall {
    texts: ByPath<Vec<u8>>,
    prints: ByPath<Print>,
    heads: ByPath<Result<Head, HeadFault>>,
    /// By kind.
    kept: BTreeMap<&'static str, InMemory>,
}

impl Recall {
    /// One that keeps things of these kinds in memory alone, and those of others in the cache of the site.
    pub fn new(kinds: impl IntoIterator<Item = &'static str>) -> Self {
        let kept = kinds.into_iter().map(|kind| (kind, InMemory::default())).collect();
        Self { kept, ..Self::default() }
    }
}

/// The disk as somebody sees it who remembers.
pub struct Recalled<'a> {
    disk: &'a Disk<'a>,
    recall: &'a Recall,
}

impl<'a> Recalled<'a> {
    /// The disk, with what is remembered of it.
    pub fn new(disk: &'a Disk<'a>, recall: &'a Recall) -> Self {
        Self { disk, recall }
    }

    /// What is remembered of a file, if that stands as it did; else what `find` finds, which is remembered where it is
    /// worth that and no fault.
    fn of<T: Clone, E>(
        &self,
        known: &ByPath<T>,
        path: &str,
        find: impl FnOnce() -> Result<T, E>,
        is_worth: impl FnOnce(&T) -> bool,
    ) -> Result<T, E> {
        let Some(seen) = self.disk.seen(path) else { return find() };
        if let Some((_, known)) = hold(known).get(path).filter(|(before, _)| *before == seen) {
            return Ok(known.clone());
        }
        let found = find()?;
        if is_worth(&found) {
            hold(known).insert(path.to_owned(), (seen, found.clone()));
        }
        Ok(found)
    }
}

impl World for Recalled<'_> {
    fn list(&self) -> Checked<Vec<String>> {
        self.disk.list()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        self.of(&self.recall.texts, path, || self.disk.read(path), |bytes| bytes.len() <= LONGEST)
    }

    fn print(&self, path: &str) -> Option<Print> {
        self.of(&self.recall.prints, path, || self.disk.read(path).map(|bytes| Print::of(&bytes)), |_| true).ok()
    }

    fn read_named(&self, path: &Path) -> Result<Vec<u8>, Diagnostic> {
        self.disk.read_named(path)
    }

    fn picture_head(&self, path: &str) -> Result<Head, HeadFault> {
        self.of(&self.recall.heads, path, || Ok::<_, Infallible>(self.disk.picture_head(path)), |_| true)
            .unwrap_or_else(|never| match never {})
    }

    fn theme(&self, name: &str) -> Result<Option<ThemeFiles>, Diagnostic> {
        self.disk.theme(name)
    }

    fn theme_names(&self) -> Vec<String> {
        self.disk.theme_names()
    }

    fn today(&self, zone: &TimeZone) -> Date {
        self.disk.today(zone)
    }

    fn cache(&self, kind: &str) -> Cache {
        self.recall.kept.get(kind).map_or_else(|| self.disk.cache(kind), Cache::in_memory)
    }
}

fn hold<T>(known: &ByPath<T>) -> MutexGuard<'_, BTreeMap<String, (Seen, T)>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
