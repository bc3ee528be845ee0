//! A print of many small parts: they are gathered first, since XXH3 takes one long row of bytes far more quickly than
//! many short ones.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Parts of which a print is made. It is the one that XXH3 makes of the same parts as they come.
#[derive(Debug, Default)]
pub struct Gathered(Vec<u8>);

impl Gathered {
    /// The print of something.
    pub fn of(what: impl Hash) -> u128 {
        let mut print = Self::default();
        what.hash(&mut print);
        print.print()
    }

    /// The print, 128 bits.
    pub fn print(&self) -> u128 {
        xxh3_128(&self.0)
    }
}

impl Hasher for Gathered {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
}
