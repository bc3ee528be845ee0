//! What the template of a page gets, for whoever writes one.

use std::sync::{Mutex, PoisonError};

use super::{Loaded, Request, pictures, read_theme};
use crate::diag::{Diagnostic, Said};
use crate::io::world::Disk;
use crate::output::{self, Artifact, Sink};
use crate::render::gate::Gate;

/// The values that the template of the page at an address gets, with pictures in their own form alone. None where the site
/// has no such page; a theme that cannot be read is said.
pub fn context(request: &Request, loaded: Loaded, address: &str, said: &mut Said) -> Option<serde_json::Value> {
    let disk = Disk::new(&request.root, &request.unsaved);
    let theme = read_theme(&disk, &loaded, said)?;
    let gallery = pictures::as_they_are(&loaded.site, &theme.wishes);
    let site = loaded.site.with_gallery(gallery);
    let gate = Gate::new(&site, &theme.assets);
    let listener = Listener { address, values: Mutex::default(), said: Mutex::default() };
    output::pages(&site, &theme, &gate, &listener);
    said.extend(listener.said.into_inner().unwrap_or_else(PoisonError::into_inner));
    listener.values.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for the page at an address, and has nothing rendered.
struct Listener<'a> {
    address: &'a str,
    values: Mutex<Option<serde_json::Value>>,
    said: Mutex<Vec<Diagnostic>>,
}

impl Sink for Listener<'_> {
    fn put(&self, _: Artifact) {}

    fn say(&self, diagnostic: Diagnostic) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).push(diagnostic);
    }

    // What is made of one issue has no template's values.
    fn once(&self, _: u128, _: &dyn Fn(&dyn Sink)) {}

    fn renders(&self, address: &str, values: &dyn Fn() -> serde_json::Value) -> bool {
        if address == self.address {
            *self.values.lock().unwrap_or_else(PoisonError::into_inner) = Some(values());
        }
        false
    }
}
