//! What issues came to when their texts were read by earlier runs, by the print of all that each was read from: a text that
//! is as it was is not parsed again.
//!
//! They stand on some shelves, a file of the cache each; the path of a text says on which. Where one text is edited one
//! shelf is written again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::super::parse::Part;
use super::known::FORGOTTEN;
use crate::diag::{Checked, Kept, Said, SourceText};
use crate::io::cache::Cache;
use crate::model::issue::Issue;

/// The kind of things in the cache.
const KIND: &str = "texts";

/// How many shelves there are for each kind of texts.
const SHELVES: usize = 32;

/// How many stay: two kinds of texts, each of two postils that take turns.
const KEPT: usize = 4 * SHELVES;

/// What is known of texts.
pub(in crate::pipeline) struct Read(Cache);

/// What a text came to, and that as it is kept where it is new.
type Found = (Checked<Part>, Option<Vec<u8>>);

impl Read {
    /// What earlier runs kept.
    pub(in crate::pipeline) fn new(cache: impl Fn(&str) -> Cache) -> Self {
        Self(cache(KIND))
    }

    /// What all texts of a kind come to: as earlier runs read them, else as `read` does. `key` gives the print of all that
    /// one is read from, and the text.
    pub(in crate::pipeline) fn all<'t, T: Sync>(
        &self,
        kind: &str,
        texts: &'t [T],
        key: impl Fn(&'t T) -> (u128, &'t Arc<SourceText>) + Sync,
        read: impl Fn(&'t T) -> Checked<Part> + Sync,
    ) -> Vec<Checked<Part>> {
        if !self.0.keeps() {
            return texts.par_iter().map(&read).collect();
        }
        let keys: Vec<_> = texts.par_iter().map(&key).collect();
        let mut shelves = vec![Vec::new(); SHELVES];
        for (number, (_, text)) in keys.iter().enumerate() {
            shelves[xxh3_64(text.path.as_bytes()) as usize % SHELVES].push(number);
        }
        let one = |(shelf, numbers): (usize, &Vec<usize>)| {
            if numbers.is_empty() {
                return (Vec::new(), false);
            }
            let name = super::name(&format!("{kind} {shelf}"));
            let bytes = self.0.read_sealed(&name).unwrap_or_default();
            let before = entries(&bytes).unwrap_or_default();
            let find = |number: &usize| {
                let (print, text) = &keys[*number];
                match before.get(print).and_then(|(_, bytes)| recall(bytes, text)) {
                    Some(known) => (known, None),
                    None => keep(read(&texts[*number])),
                }
            };
            let found: Vec<Found> = numbers.par_iter().map(find).collect();
            let prints = numbers.iter().map(|number| keys[*number].0);
            let is_written = self.write(&name, &before, prints.zip(&found));
            (found.into_iter().map(|(known, _)| known).collect(), is_written)
        };
        let found: Vec<(Vec<Checked<Part>>, bool)> = shelves.par_iter().enumerate().map(one).collect();
        if found.iter().any(|(_, is_written)| *is_written) {
            self.0.keep_newest(KEPT);
        }
        let numbers = shelves.into_iter().flatten();
        let mut all: Vec<_> = numbers.zip(found.into_iter().flat_map(|(found, _)| found)).collect();
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, known)| known).collect()
    }

    /// Writes a shelf again where it is another than before, and for a while with what nobody asked for; whether it was.
    fn write<'f>(
        &self,
        name: &str,
        before: &BTreeMap<u128, (u8, &[u8])>,
        found: impl Iterator<Item = (u128, &'f Found)>,
    ) -> bool {
        let (mut asked, mut new) = (BTreeSet::new(), BTreeMap::new());
        for (print, (_, bytes)) in found {
            asked.insert(print);
            new.extend(bytes.iter().map(|bytes| (print, bytes.as_slice())));
        }
        if new.is_empty() && before.iter().all(|(print, (age, _))| *age == 0 && asked.contains(print)) {
            return false;
        }
        let mut shelf = Vec::new();
        for (print, (age, bytes)) in before.iter().filter(|(print, _)| !new.contains_key(print)) {
            let age = if asked.contains(print) { 0 } else { age.saturating_add(1) };
            if age <= FORGOTTEN {
                put(&mut shelf, *print, age, bytes);
            }
        }
        new.iter().for_each(|(print, bytes)| put(&mut shelf, *print, 0, bytes));
        // What cannot be kept is read again.
        let _ = self.0.write_sealed(name, &shelf);
        true
    }
}

/// Puts an entry on a shelf: its print, the runs since it was last asked for, how long it is, and itself.
fn put(shelf: &mut Vec<u8>, print: u128, age: u8, bytes: &[u8]) {
    shelf.extend(print.to_le_bytes());
    shelf.push(age);
    shelf.extend((bytes.len() as u64).to_le_bytes());
    shelf.extend(bytes);
}

/// What stands on a shelf.
fn entries(mut shelf: &[u8]) -> Option<BTreeMap<u128, (u8, &[u8])>> {
    let mut all = BTreeMap::new();
    while let Some((print, rest)) = shelf.split_first_chunk() {
        let (age, rest) = rest.split_first()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (bytes, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        all.insert(u128::from_le_bytes(*print), (*age, bytes));
        shelf = rest;
    }
    Some(all)
}

/// An issue that was read, with what was said of it. Anything else is read again.
fn keep(found: Checked<Part>) -> Found {
    let Part::Issue(issue) = &found.value else { return (found, None) };
    let bytes = postcard::to_allocvec(&(Kept::of(&found.diagnostics), &**issue)).ok();
    (found, bytes)
}

/// The same as it was kept.
fn recall(bytes: &[u8], text: &Arc<SourceText>) -> Option<Checked<Part>> {
    let (said, mut issue): (Kept, Issue) = postcard::from_bytes(bytes).ok()?;
    issue.source = Arc::clone(text);
    issue.accepts.iter_mut().for_each(|it| it.file = Arc::clone(text));
    Some(Checked::new(Part::Issue(Arc::new(issue)), Said::from(said.into_said()?)))
}
