//! The output folder as it is, seen without following a link: what stands at a path, and what may be done to it.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::disk::{Disk, Kind};
use super::manifest::{Manifest, Print};
use super::path::FilePath;
use crate::diag::{Diagnostic, code, text};

/// Files by path, with what their content is known to be.
pub(super) type Files = BTreeMap<FilePath, Print>;

/// An output folder.
pub(super) struct Ground {
    pub(super) disk: Disk,
    pub(super) output: PathBuf,
    /// Folders of the output that have been seen to be folders, and no links, by their paths in it: each is looked at once.
    folders: Mutex<HashSet<String>>,
}

/// What stands at the path of a file.
pub(super) enum Standing {
    /// This, in folders that are none but folders.
    Here(Kind),
    /// Nothing can: where a folder above it should be, there is this.
    Under(PathBuf, Kind),
}

impl Ground {
    pub(super) fn new(disk: Disk, output: PathBuf) -> Self {
        Self { disk, output, folders: Mutex::default() }
    }

    /// What stands at a path.
    pub(super) fn look(&self, path: &FilePath) -> Result<Standing, Diagnostic> {
        if path.folders().next_back().is_some_and(|folder| !self.knows(folder)) {
            for folder in path.folders().filter(|folder| !self.knows(folder)) {
                let place = self.output.join(folder);
                match self.disk.kind(&place)? {
                    Kind::Folder => self.learn(folder),
                    Kind::Absent => return Ok(Standing::Here(Kind::Absent)),
                    kind @ (Kind::File { .. } | Kind::Other) => return Ok(Standing::Under(place, kind)),
                };
            }
        }
        self.disk.kind(&path.below(&self.output)).map(Standing::Here)
    }

    /// Whether a file stands at a path whose content is this.
    pub(super) fn holds(&self, path: &FilePath, print: Print) -> Result<bool, Diagnostic> {
        match self.look(path)? {
            Standing::Here(Kind::File { length, .. }) if length == print.length => {
                self.disk.read(&path.below(&self.output)).map(|content| Print::of(&content) == print)
            }
            _ => Ok(false),
        }
    }

    /// What keeps a file from being put at a path once the files of `leaving` are gone: something that is neither in the
    /// manifest nor the same already.
    pub(super) fn obstacle(
        &self,
        (path, print): (&FilePath, Print),
        old: &Manifest,
        leaving: &Files,
    ) -> Result<Option<PathBuf>, Diagnostic> {
        let place = path.below(&self.output);
        match self.look(path)? {
            Standing::Here(Kind::Absent) => Ok(None),
            Standing::Here(Kind::Folder) => self.stranger(&place, leaving),
            Standing::Here(Kind::File { .. } | Kind::Other) if old.files.contains_key(path) => Ok(None),
            Standing::Here(Kind::File { .. } | Kind::Other) => Ok((!self.holds(path, print)?).then_some(place)),
            Standing::Under(place, Kind::File { .. }) if self.leaves(&place, leaving) => Ok(None),
            Standing::Under(place, _) => Ok(Some(place)),
        }
    }

    /// The first file below a folder that does not leave.
    fn stranger(&self, folder: &Path, leaving: &Files) -> Result<Option<PathBuf>, Diagnostic> {
        for entry in self.disk.entries(folder)? {
            let found = match self.disk.kind(&entry)? {
                Kind::Folder => self.stranger(&entry, leaving)?,
                Kind::File { .. } if self.leaves(&entry, leaving) => None,
                Kind::Absent => None,
                Kind::File { .. } | Kind::Other => Some(entry),
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn leaves(&self, place: &Path, leaving: &Files) -> bool {
        self.path_of(place).is_some_and(|path| leaving.contains_key(path.as_str()))
    }

    /// The path in the output folder of what stands at a place in it.
    fn path_of(&self, place: &Path) -> Option<String> {
        let path = place.strip_prefix(&self.output).ok()?.to_str()?;
        Some(path.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// Moves a file to a path. What of `leaving` is in its way goes first.
    pub(super) fn put(&self, from: &Path, path: &FilePath, leaving: &Files) -> Result<(), Diagnostic> {
        let place = path.below(&self.output);
        match self.look(path)? {
            Standing::Here(Kind::File { .. } | Kind::Other) => return self.disk.rename(from, &place),
            Standing::Here(Kind::Absent) => {}
            Standing::Here(Kind::Folder) => {
                for (below, print) in pages_first(below(leaving, path)) {
                    self.remove(below, *print)?;
                }
                self.remove_empty(&place)?;
            }
            Standing::Under(..) => {
                for folder in path.folders() {
                    if let Some((file, print)) = leaving.get_key_value(folder) {
                        self.remove(file, *print)?;
                    }
                }
            }
        }
        self.make_folders(path)?;
        self.disk.rename(from, &place)
    }

    fn make_folders(&self, path: &FilePath) -> Result<(), Diagnostic> {
        for folder in path.folders().filter(|folder| !self.knows(folder)) {
            self.disk.make_folder(&self.output.join(folder))?;
            self.learn(folder);
        }
        Ok(())
    }

    /// Removes a file whose content is this, and the folders above it that are empty then. Any other file stays.
    pub(super) fn remove(&self, path: &FilePath, print: Print) -> Result<(), Diagnostic> {
        let place = path.below(&self.output);
        match self.look(path)? {
            Standing::Here(Kind::Absent) => {}
            Standing::Here(Kind::File { .. }) if self.holds(path, print)? => self.disk.remove_file(&place)?,
            _ => return Ok(()),
        }
        for folder in path.folders().rev() {
            if !self.disk.remove_folder(&self.output.join(folder)) {
                break;
            }
            self.forget(folder);
        }
        Ok(())
    }

    /// Removes a folder that has nothing but empty folders in it.
    fn remove_empty(&self, folder: &Path) -> Result<(), Diagnostic> {
        if self.disk.kind(folder)? != Kind::Folder {
            return Ok(());
        }
        for entry in self.disk.entries(folder)? {
            self.remove_empty(&entry)?;
        }
        self.disk.remove_folder(folder);
        self.path_of(folder).iter().for_each(|path| self.forget(path));
        Ok(())
    }

    fn knows(&self, folder: &str) -> bool {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).contains(folder)
    }

    fn learn(&self, folder: &str) {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
    }

    fn forget(&self, folder: &str) {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).remove(folder);
    }
}

/// The files that lie below a path, if it is taken for a folder's.
pub(super) fn below<'a>(files: &'a Files, path: &FilePath) -> impl Iterator<Item = (&'a FilePath, &'a Print)> {
    let start = format!("{path}/");
    let from = files.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
    from.take_while(move |(path, _)| path.begins(&start))
}

/// Files in the order in which they go: no page that is still there names one that is gone.
pub(super) fn pages_first<'a>(
    files: impl Iterator<Item = (&'a FilePath, &'a Print)>,
) -> impl Iterator<Item = (&'a FilePath, &'a Print)> {
    let (pages, others): (Vec<_>, Vec<_>) = files.partition(|(path, _)| path.is_page());
    pages.into_iter().chain(others)
}

/// Something of others stands where postil would put its own, below its output folder.
pub(super) fn in_the_way(ground: &Ground, place: &Path) -> Result<Diagnostic, Diagnostic> {
    ground.disk.kind(place).map(|kind| stranger(kind, place))
}

/// Something of others, of this kind, stands where postil would put its own.
pub(super) fn stranger(kind: Kind, place: &Path) -> Diagnostic {
    let shown = place.display().to_string();
    let (message, help) = match kind {
        Kind::Other => (
            text!(
                "`{place}` is a link or a device and in the way: postil follows none in its output folder",
                place = &shown
            ),
            text!("remove it, or name an empty folder with `--output`"),
        ),
        Kind::Folder => (
            text!("the folder `{place}` is in the way, and postil did not make it", place = &shown),
            text!("move the folder away, or name an empty one with `--output`"),
        ),
        Kind::File { .. } | Kind::Absent => (
            text!("`{place}` is in the way, and postil did not make it", place = &shown),
            text!(
                "name an empty folder with `--output`, or move this file away; files that should be published belong in `content/static/`"
            ),
        ),
    };
    Diagnostic::new(code::I004, message).path(shown).help(help)
}

/// Files stand where postil would put its own, and nothing tells which of them it made.
pub(super) fn without_manifest(output: &Path) -> Diagnostic {
    let message = text!(
        "`{output}` has no `.postil-manifest` (any more), and nobody knows which of its files postil made",
        output = output.display()
    );
    Diagnostic::new(code::I004, message).path(output.display().to_string()).help(text!(
        "if everything in it comes from postil, remove the folder and build again; otherwise name an empty folder with `--output`; keep the manifest when a site is copied"
    ))
}
