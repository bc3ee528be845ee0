//! What was said of each thing that was looked at, by the print of all that whoever looked may ask: what the rules say of
//! a source, what the specimen of a site gives away. Where nothing of that has changed it is not looked at again.

use super::known::{Known, Live};
use crate::diag::{Kept, Said};
use crate::io::cache::Cache;

/// What is known of things of a kind: what was said of each, written down; nothing where that was nothing.
pub(in crate::pipeline) struct Heard<'a>(Known<'a, Vec<u8>>);

impl<'a> Heard<'a> {
    /// What earlier runs kept.
    pub(in crate::pipeline) fn new(kind: &str, live: &'a Live<Vec<u8>>, cache: impl Fn(&str) -> Cache) -> Self {
        Self(Known::new(live, cache, kind))
    }

    /// What is said of the thing with a print: by earlier runs, else by `read`.
    pub(in crate::pipeline) fn of(&self, print: u128, read: impl FnOnce() -> Said) -> Said {
        self.known(print).unwrap_or_else(|| self.learn(print, read()))
    }

    /// What earlier runs said of it.
    pub(in crate::pipeline) fn known(&self, print: u128) -> Option<Said> {
        let said = read_back(self.0.get(print)?)?;
        self.0.uses(print);
        Some(said)
    }

    /// Keeps what is said of it now.
    pub(in crate::pipeline) fn learn(&self, print: u128, said: Said) -> Said {
        let bytes = if said.is_empty() { Ok(Vec::new()) } else { postcard::to_allocvec(&Kept::of(&said)) };
        if let Ok(bytes) = bytes {
            self.0.add(print, |known| *known = bytes);
        }
        said
    }

    /// Keeps what is known now.
    pub(in crate::pipeline) fn keep(self) {
        self.0.keep();
    }
}

fn read_back(bytes: &[u8]) -> Option<Said> {
    if bytes.is_empty() {
        return Some(Said::default());
    }
    postcard::from_bytes::<Kept>(bytes).ok()?.into_said().map(Said::from)
}
