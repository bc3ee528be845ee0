//! What was made with much work, kept beside the site for the next build: files by the key of what they were made from.
//!
//! The cache is never needed: it may be deleted at any time, and what in it cannot be read is made anew. It is not part
//! of the site and belongs into no repository.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use xxhash_rust::xxh3::Xxh3;

use super::{clock, failure};
use crate::diag::{Diagnostic, code, text};

/// The folder in the site's own.
pub const FOLDER: &str = ".postil-cache";

/// What nothing used for so long is removed: a branch that is built once a week still finds its own.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How often that is looked for: a look at every file costs more than a build that changes nothing.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// What says when it was last looked for, and what was in use then.
const LOOKED: &str = ".looked";

/// One kind of things in the cache.
pub struct Cache {
    /// `None` where nothing is kept on the disk.
    folder: Option<PathBuf>,
    /// The link because of which nothing is.
    link: Option<PathBuf>,
}

/// Numbers files that are being written, so that no two threads share one.
static NEXT: AtomicU64 = AtomicU64::new(0);

impl Cache {
    /// The things of one kind, in the cache of a site. A link is no cache: whoever gave the site away may have made it
    /// lead to files of somebody else, which would be overwritten and, when they are old, removed.
    pub fn new(root: &Path, kind: &str) -> Self {
        let (top, folder) = (root.join(FOLDER), root.join(FOLDER).join(kind));
        let link = [top, folder.clone()].into_iter().find(|path| path.is_symlink());
        Self { folder: link.is_none().then_some(folder), link }
    }

    /// A cache that keeps nothing.
    pub fn none() -> Self {
        Self { folder: None, link: None }
    }

    /// Whether anything is kept.
    pub fn keeps(&self) -> bool {
        self.folder.is_some()
    }

    /// Whether anything is kept under a name.
    pub fn holds(&self, name: &str) -> bool {
        self.folder.as_ref().is_some_and(|folder| folder.join(name).is_file())
    }

    /// What was kept under a name.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder.as_ref()?.join(name);
        // Whoever gave the site away may have put a pipe there, and to read that is to wait.
        path.is_file().then(|| fs::read(path).ok()).flatten()
    }

    /// What was kept under a name with [`write_sealed`](Self::write_sealed), if it is as it was then.
    pub fn read_sealed(&self, name: &str) -> Option<Vec<u8>> {
        unsealed(name, self.read(name)?)
    }

    /// Keeps something with a seal behind it, so that what was cut off or changed, or kept under another name, is not
    /// taken for it.
    pub fn write_sealed(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.write(name, &sealed(name, bytes))
    }

    /// Its first bytes, which may be all of it.
    pub fn read_start(&self, name: &str, length: u64) -> Option<Vec<u8>> {
        use io::Read;
        let mut bytes = Vec::new();
        fs::File::open(self.folder.as_ref()?.join(name)).ok()?.take(length).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Keeps something. Whoever reads meanwhile, or after the machine stopped, finds all of it or nothing.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some(link) = &self.link {
            let path = link.display().to_string();
            let message = text!("`{path}` is a symbolic link, and nothing is kept there", path);
            let help = text!("remove the link: postil makes the folder anew");
            return Err(Diagnostic::new(code::P011, message).path(link.display().to_string()).help(help));
        }
        let Some(folder) = &self.folder else { return Ok(()) };
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let half = folder.join(format!(".{}-{number}.half", std::process::id()));
        let written = fs::write(&half, bytes)
            // There is no folder yet.
            .or_else(|_| make(folder).and_then(|()| fs::write(&half, bytes)))
            .and_then(|()| fs::rename(&half, folder.join(name)));
        written.map_err(|error| {
            // What is left of it is removed like anything that nothing uses.
            let _ = fs::remove_file(&half);
            failure(code::P011, text!("cannot keep"), folder.parent().unwrap_or(folder), &error)
        })
    }

    /// Removes all but so many: those that were written last stay.
    pub fn keep_newest(&self, count: usize) {
        let Some(folder) = &self.folder else { return };
        let all = fs::read_dir(folder).into_iter().flatten().flatten();
        let own = all.filter(|entry| is_name(&entry.file_name().to_string_lossy()));
        let mut own: Vec<_> =
            own.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
        own.sort();
        for (_, path) in own.iter().take(own.len().saturating_sub(count)) {
            let _ = fs::remove_file(path);
        }
    }

    /// Says that things are still in use, and removes what nothing has used for long; where the same is in use, once a
    /// day.
    pub fn prune(&self, used: &BTreeSet<String>) {
        let Some(folder) = &self.folder else { return };
        let now = clock::now();
        let mut print = Xxh3::new();
        used.iter().for_each(|name| print.update(name.as_bytes()));
        let print = print.digest128().to_le_bytes();
        let looked = fs::symlink_metadata(folder.join(LOOKED)).and_then(|it| it.modified()).ok();
        let is_recent = looked.and_then(|it| now.duration_since(it).ok()).is_some_and(|age| age < EVERY);
        if is_recent && self.read(LOOKED).is_some_and(|it| it == print) {
            return;
        }
        // Whatever fails here fails again the next time, and does no harm.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_own = is_name(&name) || name.starts_with('.') && name.ends_with(".half");
            if !is_own || !entry.file_type().is_ok_and(|it| it.is_file()) {
                continue;
            }
            let is_used = used.contains(&name);
            let age = entry.metadata().and_then(|it| it.modified()).ok().and_then(|it| now.duration_since(it).ok());
            let Some(age) = age else { continue };
            if !is_used && age > KEPT {
                let _ = fs::remove_file(entry.path());
            } else if is_used && age > KEPT / 2 {
                let _ = fs::File::options().append(true).open(entry.path()).and_then(|file| file.set_modified(now));
            }
        }
        // A folder that is not there needs no look either.
        if folder.is_dir() {
            let _ = self.write(LOOKED, &print);
        }
    }
}

/// Makes the folder of a kind. The cache tells repositories by itself that it belongs into none, as one that is there
/// already may not.
fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignored = folder.with_file_name(".gitignore");
    // Where this cannot be written nothing else is lost.
    let _ = fs::File::create_new(ignored).and_then(|mut file| io::Write::write_all(&mut file, b"*\n"));
    Ok(())
}

/// A content as it is kept under a name, with a seal behind it.
pub(super) fn sealed(name: &str, content: &[u8]) -> Vec<u8> {
    [content, &seal(name, content)].concat()
}

/// What was sealed under a name, if it is as it was then.
pub(super) fn unsealed(name: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (content, sealed) = bytes.split_last_chunk()?;
    if *sealed != seal(name, content) {
        return None;
    }
    bytes.truncate(bytes.len() - sealed.len());
    Some(bytes)
}

/// What stands behind a content that is kept under a name.
fn seal(name: &str, content: &[u8]) -> [u8; 16] {
    let mut hash = Xxh3::new();
    hash.update(name.as_bytes());
    hash.update(content);
    hash.digest128().to_le_bytes()
}

/// Whether a name is one under which things are kept: a key in 32 hexadecimal digits.
fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_and_what_nothing_uses_goes() {
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(root.path(), "pictures");
        assert_eq!(cache.read(&"a".repeat(32)), None);
        let [a, b, c] = ["a", "b", "c"].map(|name| name.repeat(32));
        for name in [&a, &b, &c] {
            cache.write(name, b"12345").expect("written");
        }
        assert_eq!(cache.read(&a).as_deref(), Some(&b"12345"[..]));
        let ignored = fs::read_to_string(root.path().join(FOLDER).join(".gitignore"));
        assert_eq!(ignored.expect("what repositories are told"), "*\n");
        assert_eq!(cache.read_start(&a, 2).as_deref(), Some(&b"12"[..]));
        let folder = cache.folder.clone().expect("it keeps");
        let old = clock::now() - KEPT * 2;
        fs::write(folder.join("notes.txt"), "mine").expect("a file");
        for name in [&*a, &*b, "notes.txt"] {
            let file = fs::File::options().append(true).open(folder.join(name)).expect("a file");
            file.set_modified(old).expect("its time");
        }
        cache.prune(&BTreeSet::from([a.clone()]));
        assert!(cache.read(&a).is_some() && cache.read(&b).is_none() && cache.read(&c).is_some());
        assert!(folder.join("notes.txt").exists(), "what is not the cache's own stays");
        let left: Vec<_> = fs::read_dir(&folder).expect("the folder").flatten().map(|it| it.file_name()).collect();
        assert_eq!(left.len(), 4, "nothing half-written is left: {left:?}");
        let age = |name: &str, age: Duration| {
            let file = fs::File::options().append(true).open(folder.join(name)).expect("a file");
            file.set_modified(clock::now() - age).expect("its time");
        };
        let used = BTreeSet::from([a.clone()]);
        age(&c, KEPT * 2);
        cache.prune(&used);
        assert!(cache.read(&c).is_some(), "it was looked for a moment ago");
        age(LOOKED, EVERY * 2);
        cache.prune(&used);
        assert!(cache.read(&c).is_none() && cache.read(&a).is_some());
        age(&a, KEPT * 2);
        cache.prune(&BTreeSet::new());
        assert!(cache.read(&a).is_none(), "something else is in use than a moment ago");
    }

    #[test]
    fn what_is_not_as_it_was_kept_is_not_found() {
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(root.path(), "cards");
        let [name, other] = ["a", "b"].map(|name| name.repeat(32));
        for content in [&b"12345"[..], b""] {
            cache.write_sealed(&name, content).expect("written");
            assert_eq!(cache.read_sealed(&name).as_deref(), Some(content));
            let sound = cache.read(&name).expect("a file");
            for at in 0..sound.len() {
                let mut changed = sound.clone();
                changed[at] ^= 1;
                for bytes in [&changed, &sound[..at], &sound[at + 1..], &[&sound[..], b"x"].concat()] {
                    cache.write(&name, bytes).expect("written");
                    assert_eq!(cache.read_sealed(&name), None, "byte {at}");
                }
            }
            cache.write(&other, &sound).expect("written");
            assert_eq!(cache.read_sealed(&other), None, "it was kept under another name");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_cache() {
        for place in [FOLDER.to_owned(), format!("{FOLDER}/pictures")] {
            let (root, elsewhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
            let link = root.path().join(place);
            fs::create_dir_all(link.parent().expect("a parent")).expect("a folder");
            std::os::unix::fs::symlink(elsewhere.path(), link).expect("a link");
            let cache = Cache::new(root.path(), "pictures");
            assert_eq!(cache.write(&"a".repeat(32), b"12345").map_err(|it| it.code), Err(code::P011));
            cache.prune(&BTreeSet::new());
            assert_eq!(fs::read_dir(elsewhere.path()).expect("the folder").count(), 0);
        }
    }
}
