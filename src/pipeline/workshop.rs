//! A site that is made again and again, in memory: what the desk shows while an editor writes.
//!
//! It comes to what a build of the same request comes to. Only what changed since is read, checked and made anew.

use std::sync::Arc;

use super::memo::Memory;
use super::outline::Outline;
use super::{Loaded, Request, Run, Watch, answer_unmade, elsewhere, load_from, make, prevents, themes};
use crate::diag::{Checked, Said};
use crate::io::watch::Changed;
use crate::io::world::{Disk, Files, Recall, Recalled, Shelf};

/// A site that is made again and again.
pub struct Workshop {
    memory: Memory,
    recall: Recall,
    files: Arc<Files>,
}

impl Default for Workshop {
    fn default() -> Self {
        Self { memory: Memory::lasting(), recall: Recall::default(), files: Arc::default() }
    }
}

/// What a round of work came to.
pub struct Round {
    /// All files of the site, if nothing keeps it from being published.
    pub files: Option<Arc<Files>>,
    /// What stands where, if the texts could be put together.
    pub outline: Option<Outline>,
}

impl Workshop {
    /// Reads the texts as they stand now and checks them, and makes no page: says what a check of the command line says
    /// but for what only pages tell, and for what stands in the way of the output.
    pub fn check(&mut self, request: &Request) -> Checked<Option<Loaded>> {
        self.check_after(request, &Changed::Anything)
    }

    /// The same, where nothing but this and texts that are not saved is said to have changed since the last time.
    pub fn check_after(&mut self, request: &Request, changed: &Changed) -> Checked<Option<Loaded>> {
        let mut said = Said::default();
        let disk = Disk::new(&request.root, &request.unsaved);
        let world = Recalled::after(&disk, &self.recall, changed);
        let run = Run { world: &world, request, memory: &self.memory, watch: &Watch::nobody() };
        let loaded = load_from(run, &mut said);
        if let Some(loaded) = &loaded {
            let theme = themes::theme(&world, loaded, &self.memory, &mut said);
            if let Some(theme) = theme.filter(|_| !said.has_errors()) {
                answer_unmade(run, loaded, &theme, &mut said);
                said.extend(elsewhere::told(&loaded.site, &theme, &loaded.behind));
            }
        }
        self.memory.end_of_check();
        Checked::new(loaded, said)
    }

    /// Makes the site as it stands now.
    pub fn make(&mut self, request: &Request) -> Checked<Round> {
        self.make_after(request, &Changed::Anything)
    }

    /// The same, where nothing but this is said to have changed since the last time.
    pub fn make_after(&mut self, request: &Request, changed: &Changed) -> Checked<Round> {
        let mut said = Said::default();
        let disk = Disk::new(&request.root, &request.unsaved);
        let world = Recalled::after(&disk, &self.recall, changed);
        let shelf = Shelf::after(Arc::clone(&self.files));
        let mut outline = None;
        let run = Run { world: &world, request, memory: &self.memory, watch: &Watch::nobody() };
        let mut make = || {
            let loaded = load_from(run, &mut said)?;
            outline = Some(Outline::of(&loaded));
            let theme =
                themes::theme(&world, &loaded, &self.memory, &mut said).filter(|_| !prevents(request, &said))?;
            make(run, loaded, &theme, &shelf, &mut said)
        };
        let files = make().map(|_| Arc::new(shelf.into_files()));
        if let Some(files) = &files {
            self.files = Arc::clone(files);
        }
        self.memory.end_of_run();
        Checked::new(Round { files, outline }, said)
    }
}
