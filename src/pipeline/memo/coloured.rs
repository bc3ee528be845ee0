//! How codes were taken apart to be coloured, by their prints.

use std::sync::atomic::{AtomicBool, Ordering};

use super::known::{Known, Live};
use crate::io::cache::Cache;
use crate::render::highlight::Pieces;

/// The kind of things in the cache.
const KIND: &str = "code";

/// Codes that are known.
pub(in crate::pipeline) struct Coloured<'a> {
    known: Known<'a, Pieces>,
    /// Whether any was new. Where none was, pages with code were perhaps not made at all, which says nothing of the others.
    is_any_new: AtomicBool,
}

impl<'a> Coloured<'a> {
    /// What earlier runs kept.
    pub(in crate::pipeline) fn new(live: &'a Live<Pieces>, cache: impl Fn(&str) -> Cache) -> Self {
        Self { known: Known::new(live, cache, KIND), is_any_new: AtomicBool::new(false) }
    }

    /// The pieces of the code with this print; those that are made now are kept.
    pub(in crate::pipeline) fn of(&self, print: u128, make: &dyn Fn() -> Option<Pieces>) -> Option<Pieces> {
        if let Some(pieces) = self.known.get(print) {
            self.known.uses(print);
            return Some(pieces.clone());
        }
        let made = make()?;
        self.known.add(print, |known| known.clone_from(&made));
        self.is_any_new.store(true, Ordering::Relaxed);
        Some(made)
    }

    /// Keeps what is known now.
    pub(in crate::pipeline) fn keep(self) {
        if self.is_any_new.into_inner() {
            self.known.keep();
        } else {
            self.known.leave();
        }
    }
}
