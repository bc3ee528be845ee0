//! What a program that goes on remembers from one run to the next: what files came to, the theme, which pictures are
//! made. A command that runs once remembers nothing, and pays nothing for it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::parse::Part;
use super::{Live, Page};
use crate::diag::{Checked, SourceText};
use crate::link::{Before, Peace};
use crate::model::person::{Person, PersonId};
use crate::model::picture::Picture;
use crate::picture::Key;
use crate::render::highlight::Pieces;
use crate::render::theme::Theme;

/// How many runs in a row may not ask for something before it goes: an editor takes a change back, and changes branches.
const FORGOTTEN: u64 = 8;

/// What a text of people came to.
pub(in crate::pipeline) type Everyone = Arc<Checked<Option<BTreeMap<PersonId, Person>>>>;

/// What is remembered; nothing by default.
#[derive(Default)]
pub(in crate::pipeline) struct Memory {
    /// What was said of each source by the rules,
    pub(in crate::pipeline) rules: Live<Vec<u8>>,
    /// of the specimen,
    pub(in crate::pipeline) leaks: Live<Vec<u8>>,
    /// of a page of each template.
    pub(in crate::pipeline) looks: Live<Vec<u8>>,
    /// Pages that were made.
    pub(in crate::pipeline) pages: Live<Vec<Page>>,
    /// How codes were taken apart.
    pub(in crate::pipeline) code: Live<Pieces>,
    /// Of small pictures that are published as they are, whether the ground shines through.
    pub(in crate::pipeline) clear: Live<bool>,
    /// Everyone, by the text that names them.
    pub(in crate::pipeline) people: Remembered<Everyone>,
    /// What files came to, by all that they were read from.
    pub(in crate::pipeline) parts: Remembered<Arc<Checked<Part>>>,
    /// What texts were read, by the edition of their file.
    pub(in crate::pipeline) texts: Remembered<Arc<Checked<Option<Arc<SourceText>>>>>,
    /// Addresses of which none was in the way of another.
    pub(in crate::pipeline) peace: Live<Option<Peace>>,
    /// How the issues of the last run were linked.
    pub(in crate::pipeline) linked: Mutex<Before>,
    /// Themes, by their files and what of the site they were prepared for.
    pub(in crate::pipeline) themes: Remembered<Arc<Checked<Option<Arc<Theme>>>>>,
    /// Keys of pictures, by the print of their file and the widths that they are wanted in.
    pub(in crate::pipeline) keys: Live<Key>,
    /// Pictures, by their keys, whose forms were made.
    pub(in crate::pipeline) pictures: Remembered<Picture>,
}

impl Memory {
    /// One of a program that goes on.
    pub(in crate::pipeline) fn lasting() -> Self {
        Self {
            rules: Live::lasting(),
            leaks: Live::lasting(),
            looks: Live::lasting(),
            pages: Live::lasting(),
            code: Live::lasting(),
            clear: Live::lasting(),
            people: Remembered::lasting(),
            texts: Remembered::lasting(),
            parts: Remembered::lasting(),
            peace: Live::lasting(),
            linked: Mutex::new(Before::lasting()),
            themes: Remembered::lasting(),
            keys: Live::lasting(),
            pictures: Remembered::lasting(),
        }
    }

    /// Ends a run that asked for texts and the theme alone.
    pub(in crate::pipeline) fn end_of_check(&self) {
        self.people.end_of_run();
        self.texts.end_of_run();
        self.parts.end_of_run();
        self.themes.end_of_run();
    }

    /// Ends a run: what it did not ask for is on its way to be forgotten.
    pub(in crate::pipeline) fn end_of_run(&self) {
        self.end_of_check();
        self.pictures.end_of_run();
    }
}

/// Things of one kind by their prints, with the run that last asked for each.
pub(in crate::pipeline) struct Remembered<T> {
    /// `None` where nothing is remembered.
    all: Option<Mutex<BTreeMap<u128, (u64, T)>>>,
    run: AtomicU64,
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self { all: None, run: AtomicU64::new(0) }
    }
}

impl<T: Clone> Remembered<T> {
    fn lasting() -> Self {
        Self { all: Some(Mutex::default()), ..Self::default() }
    }

    /// Whether anything is.
    pub(in crate::pipeline) fn lasts(&self) -> bool {
        self.all.is_some()
    }

    /// What is remembered under a print.
    pub(in crate::pipeline) fn get(&self, print: u128) -> Option<T> {
        let mut all = hold(self.all.as_ref()?);
        let (run, known) = all.get_mut(&print)?;
        *run = self.run.load(Ordering::Relaxed);
        Some(known.clone())
    }

    /// Remembers something.
    pub(in crate::pipeline) fn add(&self, print: u128, found: T) {
        if let Some(all) = &self.all {
            hold(all).insert(print, (self.run.load(Ordering::Relaxed), found));
        }
    }

    fn end_of_run(&self) {
        let Some(all) = &self.all else { return };
        let run = self.run.fetch_add(1, Ordering::Relaxed);
        hold(all).retain(|_, (last, _)| *last + FORGOTTEN > run);
    }
}

fn hold<T>(all: &Mutex<BTreeMap<u128, (u64, T)>>) -> MutexGuard<'_, BTreeMap<u128, (u64, T)>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}
