//! What the rules said of each source, by the print of all that they may ask: a source of which nothing of that has
//! changed is not read by them again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{sealed, unsealed};
use crate::diag::{Kept, Said};
use crate::io::cache::Cache;

/// The kind of things in the cache.
const KIND: &str = "rules";

/// How many runs in a row may not ask for something before it goes: those of other branches lie between.
const FORGOTTEN: u8 = 16;

/// What was said of a source.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Runs since it was last asked for.
    age: u8,
    /// What was said, written down; empty where that was nothing.
    said: Vec<u8>,
}

/// What is known of sources.
pub(in crate::pipeline) struct Heard {
    cache: Cache,
    name: String,
    before: BTreeMap<u128, Entry>,
    now: Mutex<BTreeMap<u128, Vec<u8>>>,
}

impl Heard {
    /// What earlier runs kept.
    pub(in crate::pipeline) fn new(cache: impl Fn(&str) -> Cache) -> Self {
        let (cache, name) = (cache(KIND), super::name("rules"));
        let before = cache.read(&name).and_then(|bytes| unsealed(&bytes)).unwrap_or_default();
        Self { cache, name, before, now: Mutex::default() }
    }

    /// What is said of the source with a print: by earlier runs, else by `read`.
    pub(in crate::pipeline) fn of(&self, print: u128, read: impl FnOnce() -> Said) -> Said {
        let known = self.before.get(&print).and_then(|entry| {
            let said = if entry.said.is_empty() {
                Vec::new()
            } else {
                postcard::from_bytes::<Kept>(&entry.said).ok()?.into_said()?
            };
            Some((said, entry.said.clone()))
        });
        let (said, kept) = match known {
            Some((said, kept)) => (Said::from(said), kept),
            None => {
                let said = read();
                let Ok(kept) = (if said.is_empty() { Ok(Vec::new()) } else { postcard::to_allocvec(&Kept::of(&said)) })
                else {
                    return said;
                };
                (said, kept)
            }
        };
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(print, kept);
        said
    }

    /// Keeps what is known now, and for a while what this run did not ask for.
    pub(in crate::pipeline) fn keep(self) {
        let now = self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_as_before = now.len() == self.before.len() && now.keys().all(|print| self.before.contains_key(print));
        if is_as_before && self.before.values().all(|entry| entry.age == 0) {
            return;
        }
        let mut all: BTreeMap<u128, Entry> = self
            .before
            .into_iter()
            .map(|(print, entry)| (print, Entry { age: entry.age.saturating_add(1), ..entry }))
            .filter(|(_, entry)| entry.age <= FORGOTTEN)
            .collect();
        all.extend(now.into_iter().map(|(print, said)| (print, Entry { age: 0, said })));
        if let Some(bytes) = sealed(&all) {
            // What cannot be kept is found out again.
            let _ = self.cache.write(&self.name, &bytes);
        }
    }
}
