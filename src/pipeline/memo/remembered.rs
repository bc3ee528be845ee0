//! What a program that goes on remembers from one run to the next: what files came to, the theme, which pictures are
//! made. A command that runs once remembers nothing, and pays nothing for it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::parse::Part;
use crate::diag::Checked;
use crate::model::picture::Picture;
use crate::picture::Key;
use crate::render::theme::Theme;

/// How many runs in a row may not ask for something before it goes: an editor takes a change back, and changes branches.
const FORGOTTEN: u64 = 8;

/// What is remembered; nothing by default.
#[derive(Default)]
pub(in crate::pipeline) struct Memory {
    /// What files came to, by all that they were read from.
    pub(in crate::pipeline) parts: Remembered<Arc<Checked<Part>>>,
    /// Themes, by their files and what of the site they were prepared for.
    pub(in crate::pipeline) themes: Remembered<Arc<Checked<Option<Arc<Theme>>>>>,
    /// Keys of pictures, by the print of their file and the widths that they are wanted in.
    pub(in crate::pipeline) keys: Remembered<Key>,
    /// Pictures, by their keys, whose forms were made.
    pub(in crate::pipeline) pictures: Remembered<Picture>,
}

impl Memory {
    /// One of a program that goes on.
    pub(in crate::pipeline) fn lasting() -> Self {
        Self {
            parts: Remembered::lasting(),
            themes: Remembered::lasting(),
            keys: Remembered::lasting(),
            pictures: Remembered::lasting(),
        }
    }

    /// Ends a run that asked for texts and the theme alone.
    pub(in crate::pipeline) fn end_of_check(&self) {
        self.parts.end_of_run();
        self.themes.end_of_run();
    }

    /// Ends a run: what it did not ask for is on its way to be forgotten.
    pub(in crate::pipeline) fn end_of_run(&self) {
        self.parts.end_of_run();
        self.themes.end_of_run();
        self.keys.end_of_run();
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
