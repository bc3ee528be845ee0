//! What the last publication left, and what of it the next takes over as it stands.

use std::sync::Mutex;

use super::ground::{Files, Ground, Standing};
use super::manifest::{Manifest, Print};
use super::path::FilePath;
use super::{Publisher, enter, hold};
use crate::diag::Diagnostic;

/// What the last publication left at a path, if nobody has touched it since.
pub(super) fn known(ground: &Ground, old: &Manifest, path: &FilePath) -> Result<Option<Print>, Diagnostic> {
    let Some(print) = old.files.get(path).copied() else { return Ok(None) };
    let is_untouched = match ground.look(path)? {
        Standing::Here(kind) => old.is_untouched(kind, print),
        Standing::Under(..) => false,
    };
    Ok(is_untouched.then_some(print))
}

/// Takes files over into those of the next publication, by their paths, if they are these: all or none.
pub(super) fn take_over(ground: &Ground, old: &Manifest, next: &Mutex<Files>, files: &[(String, Print)]) -> bool {
    let found = files.iter().map(|(path, print)| {
        let (path, _) = old.files.get_key_value(path.as_str())?;
        known(ground, old, path).is_ok_and(|known| known == Some(*print)).then(|| (path.clone(), *print))
    });
    let Some(found) = found.collect::<Option<Vec<_>>>() else { return false };
    let mut next = hold(next);
    // What two outputs would write is said where the second of them puts it.
    let is_free = found.iter().all(|(path, _)| !next.contains_key(path));
    next.extend(found.into_iter().filter(|_| is_free));
    is_free
}

/// What stands in a file that was taken over.
pub(super) fn read(ground: &Ground, path: &str) -> Option<Vec<u8>> {
    ground.disk.read(&FilePath::new(path.to_owned())?.below(&ground.output)).ok()
}

impl Publisher {
    /// Keeps the file that the last publication left at an address, for content that the address names; whether there
    /// was one that nobody has touched since.
    pub fn keep(&self, address: &str) -> Result<bool, Diagnostic> {
        let Some(path) = FilePath::of(address) else { return Ok(false) };
        match known(&self.ground, &self.old, &path)? {
            Some(print) => enter(&mut hold(&self.new), address, &path, print).map(|()| true),
            None => Ok(false),
        }
    }

    /// Takes files over from the last publication: all of them or none. Only for addresses that are made of what stands
    /// there, so that the same address is the same file. Any thread may call it.
    pub fn keep_all(&self, addresses: &[String]) -> bool {
        let known = addresses.iter().map(|address| {
            let path = FilePath::of(address)?;
            let print = known(&self.ground, &self.old, &path).ok()??;
            Some((path, print))
        });
        let Some(known) = known.collect::<Option<Vec<_>>>() else { return false };
        hold(&self.new).extend(known);
        true
    }

    /// Keeps files that the last publication left, by their paths, if they are these: all or none. Any thread may call it.
    pub fn keep_as(&self, files: &[(String, Print)]) -> bool {
        take_over(&self.ground, &self.old, &self.new, files)
    }

    /// What stands in a file that was put or kept.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        let own = FilePath::new(path.to_owned()).filter(|path| hold(&self.staged).contains(path));
        own.map_or_else(|| read(&self.ground, path), |own| self.ground.disk.read(&self.place(&own)).ok())
    }
}
