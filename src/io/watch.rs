//! Watches the files of a site, and tells when some have changed.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long nothing may happen until a change is taken to be whole: editors write a file in several steps.
const STILL: Duration = Duration::from_millis(6);

/// How long one waits for that: something may be written all the time.
const LONGEST: Duration = Duration::from_millis(200);

/// How often is looked where the system tells nothing of itself.
const OFTEN: Duration = Duration::from_secs(1);

/// How long one waits at most, whatever the system tells.
const AT_LAST: Duration = Duration::from_secs(300);

/// Folders of a site in which every change counts.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// Somebody who watches the files of a site.
pub struct Watcher {
    root: PathBuf,
    system: Box<dyn notify::Watcher + Send>,
    events: Receiver<PathBuf>,
    tells: bool,
}

impl Watcher {
    /// Watches a site. Where the system does not tell what changes, the files are looked at each second.
    pub fn of(root: &Path) -> Self {
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let (sender, events) = channel();
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
        let own = RecommendedWatcher::new(tell.clone(), Config::default())
            .and_then(|mut own| own.watch(&root, RecursiveMode::NonRecursive).map(|()| own));
        let (system, tells): (Box<dyn notify::Watcher + Send>, bool) = match own {
            Ok(own) => (Box::new(own), true),
            Err(_) => match PollWatcher::new(tell, Config::default().with_poll_interval(OFTEN)) {
                Ok(mut own) => {
                    let _ = own.watch(&root, RecursiveMode::NonRecursive);
                    (Box::new(own), false)
                }
                Err(_) => (Box::new(notify::NullWatcher), false),
            },
        };
        let mut watcher = Self { root, system, events, tells };
        watcher.enter();
        watcher
    }

    /// Whether the system tells of changes by itself.
    pub fn tells(&self) -> bool {
        self.tells
    }

    /// Waits until something of the site has changed and all is still again, or until it is time to look by oneself: the
    /// day may be another, and a system may fail to tell.
    pub fn wait(&mut self) {
        loop {
            let Ok(path) = self.events.recv_timeout(AT_LAST) else { return };
            let mut counts = self.counts(&path);
            #[expect(clippy::disallowed_methods, reason = "it measures how long somebody has been waiting for it")]
            let begin = Instant::now();
            while begin.elapsed() < LONGEST {
                match self.events.recv_timeout(STILL) {
                    Ok(path) => counts |= self.counts(&path),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                }
            }
            if counts {
                return;
            }
        }
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
        for folder in FOLDERS {
            // One that is not there is entered when it is made.
            let _ = self.system.watch(&self.root.join(folder), RecursiveMode::Recursive);
        }
    }
}

/// Whether a file is one that an editor writes for itself.
fn is_passing(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".tmp")
}
