//! Pictures that others have made, fetched into the cache before any is made here, and those of the cache that others have
//! not yet, given to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::super::memo::{Known, Live};
use super::wanted::Wanted;
use super::{SMALL, Studio};
use crate::diag::text;
use crate::io::remote::Remote;
use crate::io::world::World;
use crate::model::picture::{Format, PictureFile};
use crate::picture::Key;
use crate::picture::decode;
use crate::picture::pack::Pack;

/// How many requests are on their way at once: who waits for another machine needs no core.
const AT_ONCE: usize = 16;

/// What was exchanged with other builders, in pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// Those that others had made.
    pub fetched: usize,
    /// Those that were given to them.
    pub given: usize,
}

/// An exchange on its way.
pub(super) struct Exchange<'a> {
    remote: &'a Remote,
    /// The keys of pictures that are there, as earlier runs have seen.
    known: Known<'a, ()>,
    fetched: Mutex<BTreeSet<Key>>,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(remote: &'a Remote, live: &'a Live<()>, world: &dyn World) -> Self {
        let known = Known::new(live, |_| world.cache("remote"), &format!("remote {}", remote.place()));
        Self { remote, known, fetched: Mutex::default() }
    }

    /// Fetches what is not in the cache.
    pub(super) fn fetch(&self, studio: &Studio<'_>, wanted: &BTreeMap<Key, Wanted<'_>>) {
        let is_missing = |key: &Key, file: &PictureFile| !studio.cache.holds(&key.name()) && studio.is_developed(file);
        let missing: Vec<Key> =
            wanted.par_iter().filter(|(key, it)| is_missing(key, it.file)).map(|(key, _)| *key).collect();
        if missing.is_empty() {
            return;
        }
        studio.watch.stage(text!("pictures of other builders"));
        at_once(|| missing.par_iter().with_max_len(1).for_each(|key| self.one(studio, *key)));
        studio.watch.stage(text!("pictures"));
    }

    fn one(&self, studio: &Studio<'_>, key: Key) {
        // What is no picture as this postil keeps them is made anew.
        let pack = self.remote.get(&path(key)).filter(|bytes| Pack::read(bytes).is_some());
        let Some(pack) = pack else { return };
        match studio.cache.write(&key.name(), &pack) {
            Ok(()) => {
                self.known.add(key.print(), |()| {});
                self.fetched.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
            }
            Err(diagnostic) => studio.say(diagnostic),
        }
    }

    /// Gives to others what is in the cache, where it is not known that they have it.
    pub(super) fn give(self, studio: &Studio<'_>, wanted: &BTreeMap<Key, Wanted<'_>>) -> Exchanged {
        let fetched = self.fetched.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (there, own): (Vec<Key>, Vec<Key>) =
            wanted.keys().filter(|key| !fetched.contains(key)).partition(|key| self.known.get(key.print()).is_some());
        there.iter().for_each(|key| self.known.uses(key.print()));
        let own: Vec<Key> = own.into_iter().filter(|key| studio.cache.holds(&key.name())).collect();
        let mut given = 0;
        if self.remote.is_open() && !own.is_empty() {
            studio.watch.stage(text!("pictures for other builders"));
            let give = |key: &&Key| {
                let pack = studio.cache.read(&key.name()).filter(|bytes| Pack::read(bytes).is_some());
                let is_there = pack.is_some_and(|pack| self.remote.put(&path(**key), &pack));
                if is_there {
                    self.known.add(key.print(), |()| {});
                }
                is_there
            };
            given = at_once(|| own.par_iter().with_max_len(1).filter(give).count());
        }
        self.known.keep();
        Exchanged { fetched: fetched.len(), given }
    }
}

/// Where a picture is.
fn path(key: Key) -> String {
    format!("pictures/{}", key.name())
}

fn at_once<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build() {
        Ok(pool) => pool.install(work),
        // A machine that has no more threads to give asks for fewer at once.
        Err(_) => work(),
    }
}

impl Studio<'_> {
    /// Whether forms of a picture are made and kept: others are published as they are.
    fn is_developed(&self, file: &PictureFile) -> bool {
        let format = file.head.format;
        match format {
            Format::Avif | Format::Svg => false,
            Format::Jpeg => true,
            Format::Png | Format::Gif | Format::Webp => self.read(file).is_ok_and(|bytes| {
                let (width, height) = file.head.size;
                let is_small = bytes.len() <= SMALL.0 && u64::from(width) * u64::from(height) <= SMALL.1;
                !(decode::is_moving(&bytes, format) || format == Format::Png && is_small)
            }),
        }
    }
}
