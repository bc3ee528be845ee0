//! Changes a file that an editor wrote, and only one that is still what was read.
//!
//! The new text is put beside the file and moved into its place in one step, with the file's own permissions: whatever
//! happens in between, the file is the old one or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::failure;
use crate::diag::{Diagnostic, code, text};

/// Where the file `name` of the site's folder `root` is behind all links. One that leads out of the folder is refused.
pub fn inside(root: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
    let real =
        |path: &Path| fs::canonicalize(path).map_err(|error| failure(code::I001, text!("cannot read"), path, &error));
    let path = real(&root.join(name))?;
    if path.starts_with(real(root)?) { Ok(path) } else { Err(super::leads_out(name)) }
}

/// Gives the file `name` of the site's folder `root` the text `after`, if it still holds `before`.
pub fn replace(root: &Path, name: &str, before: &str, after: &str) -> Result<(), Diagnostic> {
    // A link stays one: what it leads to is changed, if that is the site's own.
    let path = inside(root, name)?;
    if holds(&path, after)? {
        return Ok(());
    }
    unchanged(&path, name, before)?;
    let cannot = |error: io::Error| failure(code::I002, text!("cannot write"), &path, &error);
    let beside = beside(&path);
    let written = write(&path, &beside, after).map_err(cannot);
    let moved =
        written.and_then(|()| unchanged(&path, name, before)).and_then(|()| fs::rename(&beside, &path).map_err(cannot));
    if moved.is_err() {
        // The first fault is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// Removes the file `name` of the site's folder `root`, if it still holds `before`.
pub fn remove(root: &Path, name: &str, before: &str) -> Result<(), Diagnostic> {
    let path = root.join(name);
    unchanged(&path, name, before)?;
    fs::remove_file(&path).map_err(|error| failure(code::I002, text!("cannot remove"), &path, &error))
}

fn unchanged(path: &Path, name: &str, before: &str) -> Result<(), Diagnostic> {
    if holds(path, before)? {
        return Ok(());
    }
    Err(Diagnostic::new(code::I008, text!("the file was changed by something else while it was being repaired"))
        .path(name)
        .help(text!("nothing in it was touched; save it in your editor and run `postil fix` again")))
}

fn holds(path: &Path, text: &str) -> Result<bool, Diagnostic> {
    let bytes = fs::read(path).map_err(|error| failure(code::I001, text!("cannot read"), path, &error))?;
    Ok(bytes == text.as_bytes())
}

/// A name beside a file that is no file of a site.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn write(path: &Path, beside: &Path, text: &str) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    // A file that may not be written is not written by way of another name either.
    OpenOptions::new().append(true).open(path)?;
    let mut file = File::create(beside)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "newer").expect("written");
        let said = replace(folder.path(), "a.md", "older", "repaired").expect_err("changed");
        assert_eq!(said.code, code::I008);
        assert_eq!(fs::read_to_string(&path).expect("read"), "newer");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&path, "before").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
        std::os::unix::fs::symlink(&path, &link).expect("linked");
        replace(folder.path(), "b.md", "before", "after").expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("read"), "after");
        assert_eq!(fs::metadata(&path).expect("read").permissions().mode() & 0o777, 0o640);
        assert!(link.is_symlink());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
        // What a link leads to outside of the site is not the site's to change.
        let site = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink(&path, site.path().join("config.toml")).expect("linked");
        let said = replace(site.path(), "config.toml", "after", "repaired").expect_err("it leads out");
        assert_eq!((said.code, fs::read_to_string(&path).expect("read").as_str()), (code::I005, "after"));
    }
}
