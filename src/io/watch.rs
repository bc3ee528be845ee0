//! Watches the files of a site, and tells when some have changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long nothing may happen until a change is taken to be whole: editors write a file in several steps.
const STILL: Duration = Duration::from_millis(6);

/// How long one waits for that: something may be written all the time.
const LONGEST: Duration = Duration::from_millis(200);

/// How often one looks by oneself where the system does not tell everything.
const OFTEN: Duration = Duration::from_secs(1);

/// How long one waits at most, whatever the system tells.
const AT_LAST: Duration = Duration::from_secs(300);

/// How long what the system told is believed: then one looks at everything once more by oneself.
const DOUBT: Duration = Duration::from_millis(2500);

/// Folders of a site in which every change counts.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// What is known to have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Anything may have.
    Anything,
    /// What stands at these paths from the site's folder, with `/` between their parts. As far as the system tells.
    Paths(BTreeSet<String>),
}

/// Somebody who watches the files of a site.
pub struct Watcher {
    root: PathBuf,
    /// `None` where the system cannot tell of changes.
    system: Option<RecommendedWatcher>,
    events: Receiver<PathBuf>,
    /// How long one waits for what the system tells, before looking by oneself.
    patience: Duration,
    /// Whether the system told of something since one looked by oneself,
    is_unsure: bool,
    /// and when, if nobody waits; before one has looked at all, nothing that is told is enough.
    told: Option<Instant>,
    /// Keeps the receiver waiting where there is no system.
    _open: Sender<PathBuf>,
}

impl Watcher {
    /// Watches a site.
    pub fn of(root: &Path) -> Self {
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let (sender, events) = channel();
        let open = sender.clone();
        let tell = move |event: notify::Result<Event>| {
            // What was only read has not changed; whatever goes wrong while watching may have hidden a change.
            let event = event.unwrap_or_default();
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            let paths = if event.paths.is_empty() { vec![PathBuf::new()] } else { event.paths };
            // Nobody listens any more when the program ends.
            paths.into_iter().for_each(|path| drop(sender.send(path)));
        };
        let mut system = RecommendedWatcher::new(tell, Config::default()).ok();
        let is_watched = system.as_mut().is_some_and(|own| own.watch(&root, RecursiveMode::NonRecursive).is_ok());
        let patience = if is_watched { AT_LAST } else { OFTEN };
        let mut watcher = Self { root, system, events, patience, is_unsure: true, told: None, _open: open };
        watcher.enter();
        watcher
    }

    /// Waits until something of the site has changed and all is still again, or until it is time to look by oneself: the
    /// day may be another, and a system may fail to tell. What it told is believed for as long as a file must be still
    /// to be known by its time.
    pub fn wait(&mut self) -> Changed {
        loop {
            let patience = if self.is_unsure { self.patience.min(DOUBT) } else { self.patience };
            let Ok(path) = self.events.recv_timeout(patience) else {
                self.is_unsure = false;
                return Changed::Anything;
            };
            let mut paths = BTreeSet::new();
            let mut is_told = self.note(&path, &mut paths);
            let begin = now();
            while begin.elapsed() < LONGEST {
                match self.events.recv_timeout(STILL) {
                    Ok(path) => is_told &= self.note(&path, &mut paths),
                    Err(_) => break,
                }
            }
            // A folder that is made may have files in it before the system watches it, too.
            self.is_unsure |= !is_told || !paths.is_empty();
            if !is_told {
                return Changed::Anything;
            }
            if !paths.is_empty() {
                return Changed::Paths(paths);
            }
        }
    }

    /// What has changed since this was last asked, as far as it is known now: nobody waits until all is still. Where one
    /// does not know enough, or it is time to look by oneself, anything may have.
    pub fn told(&mut self) -> Changed {
        let mut paths = BTreeSet::new();
        let mut is_told = self.patience == AT_LAST;
        while let Ok(path) = self.events.try_recv() {
            is_told &= self.note(&path, &mut paths);
        }
        if !paths.is_empty() {
            self.is_unsure = true;
            self.told = self.told.map(|_| now());
        }
        let is_believed = !self.is_unsure || self.told.is_some_and(|told| told.elapsed() < DOUBT);
        if is_told && is_believed {
            return Changed::Paths(paths);
        }
        self.is_unsure = !is_told || !paths.is_empty();
        self.told = Some(now());
        Changed::Anything
    }

    /// Takes in what the system tells of a path; whether that says what has changed.
    fn note(&mut self, path: &Path, paths: &mut BTreeSet<String>) -> bool {
        if !self.counts(path) {
            return true;
        }
        let inner = self.inner(path);
        let is_told = inner.is_some();
        paths.extend(inner);
        is_told
    }

    /// A path from the site's folder; `None` where it is that folder, or not UTF-8.
    fn inner(&self, path: &Path) -> Option<String> {
        let parts: Option<Vec<&str>> = path.strip_prefix(&self.root).ok()?.iter().map(|part| part.to_str()).collect();
        parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
    }

    /// Whether a change there is one of the site.
    fn counts(&mut self, path: &Path) -> bool {
        let Ok(inner) = path.strip_prefix(&self.root) else { return path.as_os_str().is_empty() };
        let mut parts = inner.iter().map(|part| part.to_string_lossy());
        match (parts.next().as_deref(), parts.next()) {
            // A folder that is made again is another one.
            (Some(top), None) if FOLDERS.contains(&top) => {
                self.enter();
                true
            }
            (Some("config.toml"), None) | (None, _) => true,
            (Some(top), Some(_)) => FOLDERS.contains(&top) && !is_passing(path),
            (Some(_), None) => false,
        }
    }

    fn enter(&mut self) {
        let Some(system) = &mut self.system else { return };
        for folder in FOLDERS.map(|folder| self.root.join(folder)) {
            // One that is not there is entered when it is made. One that is there may have more folders than the system
            // watches for one program.
            if system.watch(&folder, RecursiveMode::Recursive).is_err() && folder.is_dir() {
                self.patience = OFTEN;
            }
        }
    }
}

fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "it measures how long somebody has been waiting for it")]
    Instant::now()
}

/// Whether a file is one that an editor writes for itself.
fn is_passing(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".tmp")
}
