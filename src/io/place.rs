//! Puts new files where nothing is, all of them or none, and looks at what is there already.
//!
//! Never overwrites a file, and leaves nothing behind when the disk refuses.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Text, code, text};
use crate::io::failure;

/// What an empty folder may hold: a repository that has just been made, and what file managers leave behind.
const HARMLESS: &[&str] = &[".git", ".DS_Store", STAGING];

/// The folder in which a site is made that goes into an empty folder.
const STAGING: &str = ".postil-new";

/// Makes a folder with files in it, in one step.
pub fn folder(place: &Path, files: &[(&str, impl AsRef<[u8]>)]) -> Result<(), Diagnostic> {
    if place.exists() {
        return Err(taken(&place.display().to_string(), text!("choose another name")));
    }
    let staging = beside(place);
    let made = stage(&staging, files).and_then(|()| {
        fs::rename(&staging, place).map_err(|error| failure(code::I002, text!("cannot make the folder"), place, &error))
    });
    if made.is_err() {
        // The first fault is the one to tell.
        let _ = fs::remove_dir_all(&staging);
    }
    made
}

/// Fills a folder that does not exist or is empty.
pub fn fill(place: &Path, files: &[(&str, String)]) -> Result<(), Diagnostic> {
    let place =
        &std::path::absolute(place).map_err(|error| failure(code::I002, text!("cannot write to"), place, &error))?;
    if !place.exists() {
        return folder(place, files);
    }
    if let Some(first) = first_entry(place)? {
        return Err(Diagnostic::new(
            code::N003,
            text!("the folder `{place}` is not empty: it has `{first}`", place = place.display(), first),
        )
        .path(place.display().to_string())
        .help(text!("name a new folder, or one that is empty; nothing was changed")));
    }
    // The folder may be the one that somebody stands in, or a disk of its own: it stays, and is filled from inside.
    let staging = place.join(STAGING);
    let mut moved = Vec::new();
    let made = stage(&staging, files).and_then(|()| move_up(&staging, place, files, &mut moved));
    if made.is_err() {
        for path in moved {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
    let _ = fs::remove_dir_all(&staging);
    made
}

/// Adds a file to a folder. A file that is there already stays as it is.
pub fn add(place: &Path, text: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    let mut file = File::create_new(place).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => taken(&place.display().to_string(), text!("it was left as it is")),
        _ => failure(code::I002, text!("cannot write"), place, &error),
    })?;
    file.write_all(text.as_ref()).and_then(|()| file.sync_all()).map_err(|error| {
        let _ = fs::remove_file(place);
        failure(code::I002, text!("cannot write"), place, &error)
    })
}

/// Adds a file to a folder and folders in it, which are made where they are missing: `.github/workflows/x.yml`.
pub fn add_below(folder: &Path, path: &str, text: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    let place = folder.join(path);
    let parent = place.parent().unwrap_or(folder);
    let made = fs::create_dir_all(parent)
        .map_err(|error| failure(code::I002, text!("cannot make the folder"), parent, &error))
        .and_then(|()| add(&place, text));
    if made.is_err() {
        // A folder that is not empty stays.
        for below in parent.ancestors().take_while(|below| *below != folder) {
            let _ = fs::remove_dir(below);
        }
    }
    made
}

/// Writes a file that is there only if it begins with one of some signs: what was written by the same command is written
/// anew, and nothing that an editor wrote.
pub fn again(place: &Path, text: &str, signs: &[&str]) -> Result<(), Diagnostic> {
    if !place.exists() {
        return add(place, text);
    }
    let there = fs::read(place).map_err(|error| failure(code::I001, text!("cannot read"), place, &error))?;
    if !signs.iter().any(|sign| there.starts_with(sign.as_bytes())) {
        return Err(taken(&place.display().to_string(), text!("it was left as it is")));
    }
    fs::write(place, text).map_err(|error| failure(code::I002, text!("cannot write"), place, &error))
}

/// Writes files to a hidden folder.
fn stage(staging: &Path, files: &[(&str, impl AsRef<[u8]>)]) -> Result<(), Diagnostic> {
    if staging.exists() {
        // Left over from a run that was killed.
        fs::remove_dir_all(staging).map_err(|error| failure(code::I002, text!("cannot remove"), staging, &error))?;
    }
    fs::create_dir_all(staging)
        .map_err(|error| failure(code::I002, text!("cannot make the folder"), staging, &error))?;
    for (path, text) in files {
        let path = staging.join(path);
        let folder = path.parent().unwrap_or(staging);
        fs::create_dir_all(folder)
            .map_err(|error| failure(code::I002, text!("cannot make the folder"), folder, &error))?;
        add(&path, text)?;
    }
    Ok(())
}

/// Moves what stands at the top of the staging folder into place, in the order of the files.
fn move_up(staging: &Path, place: &Path, files: &[(&str, String)], moved: &mut Vec<PathBuf>) -> Result<(), Diagnostic> {
    let mut tops: Vec<&str> = files.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    tops.dedup();
    for top in tops {
        let to = place.join(top);
        if to.exists() {
            return Err(taken(
                &to.display().to_string(),
                text!("something else writes to this folder; try again in another one"),
            ));
        }
        fs::rename(staging.join(top), &to).map_err(|error| failure(code::I002, text!("cannot write"), &to, &error))?;
        moved.push(to);
    }
    Ok(())
}

/// The name of anything in a folder that is not harmless; also what is no folder is not empty.
fn first_entry(place: &Path) -> Result<Option<String>, Diagnostic> {
    if !place.is_dir() {
        return Err(taken(&place.display().to_string(), text!("it is a file; name a new folder")));
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(place).map_err(|error| failure(code::I001, text!("cannot read"), place, &error))? {
        let entry = entry.map_err(|error| failure(code::I001, text!("cannot read"), place, &error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !HARMLESS.contains(&name.as_str()));
    Ok(names.into_iter().min())
}

/// A hidden folder beside a place, so that moving it is one step; the content of a site passes over hidden ones.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.postil-new"))
}

/// Whether anything stands at a path.
pub fn is_taken(path: &Path) -> bool {
    path.exists()
}

/// Whether a file stands at a path.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Something stands at a path already.
pub fn taken(path: &str, help: Text) -> Diagnostic {
    Diagnostic::new(code::N003, text!("`{path}` is there already", path)).path(path).help(help)
}

/// The text of a file, as far as it is UTF-8; empty where there is none.
pub fn text_if_any(path: &Path) -> Result<String, Diagnostic> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(failure(code::I001, text!("cannot read"), path, &error)),
    }
}

/// Names of the folders in a folder, sorted; hidden ones are passed over.
pub fn folders(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let mut names = names(folder)?;
    names.retain(|name| folder.join(name).is_dir());
    Ok(names)
}

/// Names of what is in a folder, sorted; nothing where there is no folder. Hidden ones are passed over, and so are
/// names that are not UTF-8, which no site can publish.
pub fn names(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(failure(code::I001, text!("cannot read"), folder, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failure(code::I001, text!("cannot read"), folder, &error))?;
        names.extend(entry.file_name().into_string().ok().filter(|name| !name.starts_with('.')));
    }
    names.sort();
    Ok(names)
}
