//! What earlier runs found out, by the print of all that it was found out from: in one file of the cache, read at the
//! beginning of a run and written at its end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::io::cache::Cache;

/// How many runs in a row may not ask for something before it goes: those of other branches lie between.
pub(super) const FORGOTTEN: u8 = 16;

/// Things by their prints, with the runs since each was last asked for.
type Aged<T> = BTreeMap<u128, (u8, T)>;

/// Things of one kind that a program which goes on keeps in memory, and in no file.
pub(in crate::pipeline) struct Live<T>(Option<Mutex<Aged<T>>>);

impl<T> Default for Live<T> {
    /// Nothing is kept in memory.
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Live<T> {
    /// Those of a program that goes on.
    pub(in crate::pipeline) fn lasting() -> Self {
        Self(Some(Mutex::default()))
    }
}

/// Things of one kind that are known.
pub(in crate::pipeline) struct Known<'a, T> {
    live: &'a Live<T>,
    cache: Cache,
    name: String,
    before: Aged<T>,
    used: Mutex<BTreeSet<u128>>,
    new: Mutex<BTreeMap<u128, T>>,
}

impl<'a, T: Default + Serialize + for<'de> Deserialize<'de>> Known<'a, T> {
    /// What earlier runs kept of a kind: in memory, where that lasts, and taken from there until it is kept again.
    pub(in crate::pipeline) fn new(live: &'a Live<T>, cache: impl Fn(&str) -> Cache, kind: &str) -> Self {
        let name = super::name(kind);
        let (before, cache) = match &live.0 {
            Some(live) => (std::mem::take(&mut *hold(live)), Cache::none()),
            None => {
                let cache = cache(kind);
                let read = cache.read_sealed(&name).and_then(|bytes| postcard::from_bytes(&bytes).ok());
                (read.unwrap_or_default(), cache)
            }
        };
        Self { live, cache, name, before, used: Mutex::default(), new: Mutex::default() }
    }

    /// What is known.
    pub(in crate::pipeline) fn get(&self, print: u128) -> Option<&T> {
        self.before.get(&print).map(|(_, known)| known)
    }

    /// Says that what is known holds in this run too.
    pub(in crate::pipeline) fn uses(&self, print: u128) {
        hold(&self.used).insert(print);
    }

    /// Adds to what this run found out.
    pub(in crate::pipeline) fn add(&self, print: u128, add: impl FnOnce(&mut T)) {
        add(hold(&self.new).entry(print).or_default());
    }

    /// Keeps what this run found out, and for a while what it did not ask for.
    pub(in crate::pipeline) fn keep(mut self) {
        if let Some(live) = &self.live.0 {
            let (used, new) = (into(self.used), into(self.new));
            self.before.retain(|print, (age, _)| {
                *age = if used.contains(print) { 0 } else { age.saturating_add(1) };
                *age <= FORGOTTEN
            });
            self.before.extend(new.into_iter().map(|(print, found)| (print, (0, found))));
            *hold(live) = self.before;
            return;
        }
        let (used, new) = (into(self.used), into(self.new));
        let is_used = |print: &u128| used.contains(print);
        if new.is_empty() && self.before.iter().all(|(print, (age, _))| *age == 0 && is_used(print)) {
            return;
        }
        let mut all: Aged<T> = self
            .before
            .into_iter()
            .map(|(print, (age, known))| (print, (if is_used(&print) { 0 } else { age.saturating_add(1) }, known)))
            .filter(|(_, (age, _))| *age <= FORGOTTEN)
            .collect();
        all.extend(new.into_iter().map(|(print, found)| (print, (0, found))));
        if let Ok(bytes) = postcard::to_allocvec(&all) {
            // What cannot be kept is found out again.
            let _ = self.cache.write_sealed(&self.name, &bytes);
        }
    }
}

impl<T> Known<'_, T> {
    /// Leaves what is known as it was.
    pub(super) fn leave(self) {
        if let Some(live) = &self.live.0 {
            *hold(live) = self.before;
        }
    }
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
