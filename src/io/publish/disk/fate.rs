//! In tests: an operation that fails, or a machine that stops.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What happens to the operations on a disk.
#[derive(Debug)]
pub(in crate::io::publish) struct Fate {
    /// How many operations succeed before one does not.
    after: usize,
    /// Whether nothing succeeds from then on, as if the program were killed.
    is_death: bool,
    done: AtomicUsize,
    has_struck: AtomicBool,
}

impl Default for Fate {
    /// Every operation succeeds.
    fn default() -> Self {
        Self::new(usize::MAX, false)
    }
}

impl Fate {
    pub(in crate::io::publish) fn new(after: usize, is_death: bool) -> Self {
        Self { after, is_death, done: AtomicUsize::new(0), has_struck: AtomicBool::new(false) }
    }

    pub(in crate::io::publish) fn has_struck(&self) -> bool {
        self.has_struck.load(Ordering::SeqCst)
    }

    /// Lets an operation happen, or cuts it short: then it has done `half` of its work.
    pub(super) fn meet(&self, half: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let number = self.done.fetch_add(1, Ordering::SeqCst);
        if number == self.after {
            self.has_struck.store(true, Ordering::SeqCst);
            // Where there is nothing to do, half of it is nothing.
            let _ = half();
        } else if number < self.after || !self.is_death {
            return Ok(());
        }
        Err(io::Error::other("the test's fault"))
    }
}
