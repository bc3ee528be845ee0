//! The path of a published file: what [`model::address`](crate::model::address) lets stand at an address, and nothing
//! that leads elsewhere on this system.

use std::borrow::Borrow;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::model::address::{astray, file_of};

/// A path below the output folder, with `/` between its parts. There is none that leads out of the folder, to what
/// postil keeps there for itself, or to a name that some system does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FilePath(String);

impl FilePath {
    /// The file of an address: `a/b/` means `a/b/index.html`.
    pub(super) fn of(address: &str) -> Option<Self> {
        Self::new(file_of(address))
    }

    /// A path as it was written down.
    pub(super) fn new(path: String) -> Option<Self> {
        let is_sound = !path.is_empty()
            && !path.ends_with('/')
            && astray(&path).is_none()
            && (cfg!(unix) || !path.contains(':'))
            && Path::new(&path).components().all(|it| matches!(it, Component::Normal(_)));
        is_sound.then_some(Self(path))
    }

    /// Where the file is, if the output folder is `folder`.
    pub(super) fn below(&self, folder: &Path) -> PathBuf {
        folder.join(&self.0)
    }

    /// The folders that it lies in, the outermost first: of `a/b/c` these are `a` and `a/b`.
    pub(super) fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }

    /// Whether it begins with this.
    pub(super) fn begins(&self, with: &str) -> bool {
        self.0.starts_with(with)
    }

    /// Whether it is a page, which names other files.
    pub(super) fn is_page(&self) -> bool {
        self.0.ends_with(".html")
    }
}

impl Borrow<str> for FilePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_in_the_folder_is_a_path() {
        for sound in ["a", "a/b.html", "..a/b..", "中文/一.html", ".well-known/x", "a/.postil-manifest", "a b"] {
            assert!(FilePath::new(sound.to_owned()).is_some(), "{sound}");
        }
        let long = "x".repeat(256);
        let unsound = ["", "/", "/etc/passwd", "..", "../a", "a/../../b", "a/..", "./a", "a/./b", "a//b", "a/", "a\\b"];
        let unsound = unsound.into_iter().chain([".postil-manifest", ".POSTIL-staging/x", "a\0", "a\nb", &long]);
        for path in unsound {
            assert!(FilePath::new(path.to_owned()).is_none(), "{path:?}");
        }
        let folders: Vec<String> = FilePath::of("a/b/")
            .into_iter()
            .flat_map(|it| it.folders().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert_eq!(folders, ["a", "a/b"]);
    }
}
