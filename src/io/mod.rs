//! The only rooms of postil that touch disk and clock. Every error carries its path.

pub mod builtin;
pub mod clock;
pub mod edit;
pub mod publish;
pub mod scaffold;
pub mod source;
pub mod theme;

use std::path::Path;

use crate::diag::{Code, Diagnostic};

/// A diagnostic for what the system said about a path.
pub fn failure(code: Code, doing: &str, path: &Path, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind;
    let help = match error.kind() {
        ErrorKind::NotFound => {
            "there is no such file or folder; check its name, or whether something removed it meanwhile"
        }
        ErrorKind::PermissionDenied => "you may not do that there; check who owns it and its permissions",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full; make room and run the command again, the old site is untouched"
        }
        ErrorKind::ReadOnlyFilesystem => "that disk can only be read; choose another folder with `--output`",
        _ => "run the command again; if it stays, check that disk",
    };
    Diagnostic::new(code, format!("{doing} `{}`: {}", path.display(), plain(error)))
        .path(path.display().to_string())
        .help(help)
}

/// What the system said, without its number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
