//! The only rooms of postil that touch disk and clock. Every error carries its path.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "here are the doors to the world outside")]

pub mod builtin;
pub mod cache;
pub mod chance;
pub mod clock;
pub mod deliver;
pub mod edit;
pub mod environment;
pub mod listen;
pub mod place;
pub mod publish;
pub mod remote;
pub mod source;
pub mod stdio;
pub mod theme;
pub mod watch;
pub mod web;
pub mod world;

use std::path::Path;

use crate::diag::{Code, Diagnostic, Text, code, text};

/// What a walk says of links that lead in a circle.
const A_LOOP: &str = "a loop of links";
/// What is said of a pipe and the like where a file should be.
const NO_FILE: &str = "no file, but a pipe, a socket or a device";

/// A diagnostic for what the system said about a path.
pub fn failure(code: Code, doing: Text, path: &Path, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind;
    let help = match error.kind() {
        ErrorKind::NotFound => {
            text!("there is no such file or folder; check its name, or whether something removed it meanwhile")
        }
        ErrorKind::PermissionDenied => text!("you may not do that there; check who owns it and its permissions"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            text!("the disk is full; make room and run the command again, the old site is untouched")
        }
        ErrorKind::ReadOnlyFilesystem => text!("that disk can only be read; choose another folder with `--output`"),
        ErrorKind::IsADirectory => text!("name a file: this is a folder"),
        _ if error.to_string() == NO_FILE => text!("save what it gives as a file, and name that"),
        _ => text!("run the command again; if it stays, check that disk"),
    };
    Diagnostic::new(code, text!("{doing} `{path}`: {error}", doing, path = path.display(), error = reason(error)))
        .path(path.display().to_string())
        .help(help)
}

/// What the system said, without its number; what it says most often is known in more than one language.
fn reason(error: &std::io::Error) -> Text {
    let said = error.to_string();
    let said = said.split(" (os error").next().unwrap_or(&said);
    match said {
        "No such file or directory" => text!("No such file or directory"),
        "Permission denied" => text!("Permission denied"),
        "No space left on device" => text!("No space left on device"),
        "Read-only file system" => text!("Read-only file system"),
        "Not a directory" => text!("Not a directory"),
        "Is a directory" => text!("Is a directory"),
        "File exists" => text!("File exists"),
        A_LOOP => text!("a loop of links"),
        NO_FILE => text!("no file, but a pipe, a socket or a device"),
        other => Text::verbatim(other),
    }
}

/// A symbolic link that leads out of the site's folder.
fn leads_out(named: &str) -> Diagnostic {
    Diagnostic::new(code::I005, text!("`{path}` is a symbolic link that leads out of the site's folder", path = named))
        .path(named)
        .help(text!("copy what it leads to to this place instead of linking to it"))
}
