//! The disk, with a memory: a file that stands as it did is not read again.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Disk, World};
use crate::diag::{Checked, Diagnostic};
use crate::io::cache::Cache;
use crate::io::publish::Print;
use crate::io::source::Seen;
use crate::io::theme::ThemeFiles;
use crate::io::watch::Changed;
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
    /// The number of how each file stood; of all files, none is given twice.
    editions: ByPath<u64>,
    next: AtomicU64,
    /// The files of the content, where no link leads to any of them, and what was said of them.
    list: Mutex<Option<Arc<Checked<Vec<String>>>>>,
    /// Themes by their names.
    themes: Mutex<BTreeMap<String, Option<ThemeFiles>>>,
}

impl Recall {
    /// Forgets what stands at a path.
    fn forget(&self, path: &str) {
        hold(&self.texts).remove(path);
        hold(&self.prints).remove(path);
        hold(&self.heads).remove(path);
        hold(&self.editions).remove(path);
    }

    /// Whether the list of files is as it was, where no more than these paths have changed.
    fn lists_as_before(&self, paths: &BTreeSet<String>, disk: &Disk<'_>) -> bool {
        let Some(list) = hold(&self.list).clone() else { return false };
        let is_folder = |path: &str| {
            let folder = format!("{path}/");
            let first = list.value.partition_point(|it| *it < folder);
            list.value.get(first).is_some_and(|it| it.starts_with(&folder))
        };
        paths.iter().filter(|path| path.split('/').next() == Some("content")).all(|path| {
            if list.value.binary_search(path).is_ok() {
                return disk.is_plain_file(path);
            }
            // A folder that went, or something that came; what was there for a moment is no matter.
            !is_folder(path) && !disk.is_anything(path)
        })
    }
}

/// What is remembered of something, or how its file stands now, if that tells whether it has been touched since.
enum Holds<T> {
    Known(T),
    Seen(Seen),
    Unknown,
}

/// The disk as somebody sees it who remembers.
pub struct Recalled<'a> {
    disk: &'a Disk<'a>,
    recall: &'a Recall,
    /// Whether what is remembered is believed without a look at the disk.
    believes: bool,
    /// Whether the themes are, too.
    believes_themes: bool,
}

impl<'a> Recalled<'a> {
    /// The disk, with what is remembered of it. Where it is known what has changed since it was last asked, what is
    /// remembered of anything else holds.
    pub fn after(disk: &'a Disk<'a>, recall: &'a Recall, changed: &Changed) -> Self {
        let (mut believes, mut believes_themes) = (false, false);
        if let Changed::Paths(paths) = changed {
            paths.iter().for_each(|path| recall.forget(path));
            believes = recall.lists_as_before(paths, disk);
            believes_themes = believes && !paths.iter().any(|path| path.split('/').next() == Some("themes"));
        }
        Self { disk, recall, believes, believes_themes }
    }

    /// Whether what is remembered of a file holds: it stands as it did.
    fn holds<T: Clone>(&self, known: &ByPath<T>, path: &str) -> Holds<T> {
        // Who watches a site is told of these.
        let is_told = self.believes && (path.starts_with("content/") || path == "config.toml");
        if is_told
            && !self.disk.is_unsaved(path)
            && let Some((_, known)) = hold(known).get(path)
        {
            return Holds::Known(known.clone());
        }
        let seen = self.disk.seen(path);
        let mut known = hold(known);
        match known.get(path) {
            Some((before, known)) if Some(before) == seen.as_ref() => return Holds::Known(known.clone()),
            // What is unsaved says nothing of the file.
            Some(_) if !self.disk.is_unsaved(path) => drop(known.remove(path)),
            _ => {}
        }
        seen.map_or(Holds::Unknown, Holds::Seen)
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
        let seen = match self.holds(known, path) {
            Holds::Known(known) => return Ok(known),
            Holds::Unknown => return find(),
            Holds::Seen(seen) => seen,
        };
        let found = find()?;
        if is_worth(&found) {
            hold(known).insert(path.to_owned(), (seen, found.clone()));
        }
        Ok(found)
    }
}

impl World for Recalled<'_> {
    fn list(&self) -> Checked<Vec<String>> {
        if let Some(list) = hold(&self.recall.list).clone().filter(|_| self.believes) {
            return Checked::new(list.value.clone(), list.diagnostics.clone());
        }
        let (list, has_links) = self.disk.list_with_links();
        let list = Arc::new(list);
        // What a link leads to changes without a word of the link.
        *hold(&self.recall.list) = (!has_links).then(|| Arc::clone(&list));
        Checked::new(list.value.clone(), list.diagnostics.clone())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        self.of(&self.recall.texts, path, || self.disk.read(path), |bytes| bytes.len() <= LONGEST)
    }

    fn print(&self, path: &str) -> Option<Print> {
        self.of(&self.recall.prints, path, || self.disk.read(path).map(|bytes| Print::of(&bytes)), |_| true).ok()
    }

    /// A file is read after it was seen: what was written in between is seen the next time.
    fn edition(&self, path: &str) -> Option<u64> {
        let seen = match self.holds(&self.recall.editions, path) {
            Holds::Known(number) => return Some(number),
            Holds::Unknown => return None,
            Holds::Seen(seen) => seen,
        };
        let number = self.recall.next.fetch_add(1, Ordering::Relaxed);
        hold(&self.recall.editions).insert(path.to_owned(), (seen, number));
        Some(number)
    }

    fn read_named(&self, path: &Path) -> Result<Vec<u8>, Diagnostic> {
        self.disk.read_named(path)
    }

    fn picture_head(&self, path: &str) -> Result<Head, HeadFault> {
        self.of(&self.recall.heads, path, || Ok::<_, Infallible>(self.disk.picture_head(path)), |_| true)
            .unwrap_or_else(|never| match never {})
    }

    fn theme(&self, name: &str) -> Result<Option<ThemeFiles>, Diagnostic> {
        if let Some(known) = hold(&self.recall.themes).get(name).filter(|_| self.believes_themes) {
            return Ok(known.clone());
        }
        let theme = self.disk.theme(name)?;
        hold(&self.recall.themes).insert(name.to_owned(), theme.clone());
        Ok(theme)
    }

    fn theme_names(&self) -> Vec<String> {
        self.disk.theme_names()
    }

    fn today(&self, zone: &TimeZone) -> Date {
        self.disk.today(zone)
    }

    fn cache(&self, kind: &str) -> Cache {
        self.disk.cache(kind)
    }
}

fn hold<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
