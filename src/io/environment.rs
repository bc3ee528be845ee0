//! What the surroundings of the process say of it.

use std::fmt;
use std::path::PathBuf;

use crate::diag::Locale;

/// The language that the system's user reads, by the variables of POSIX.
pub fn locale() -> Locale {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).map_or(Locale::English, |name| Locale::of(&name))
}

/// Whether a machine runs this, and nobody looks on.
pub fn is_unattended() -> bool {
    std::env::var_os("CI").is_some()
}

/// A word that only the other side of a conversation is to read: it never prints itself.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The one in a variable, without spaces around it; `None` where it is not set or empty.
    pub fn of(variable: &str) -> Option<Self> {
        std::env::var(variable).ok().and_then(Self::new)
    }

    /// This word; `None` where it is empty.
    pub fn new(word: impl AsRef<str>) -> Option<Self> {
        let word = word.as_ref().trim();
        (!word.is_empty()).then(|| Self(word.to_owned()))
    }

    /// The word.
    pub fn word(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The folder in which the run stands: paths on the command line begin there.
pub fn folder() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// The link that opens a file in the editor's program, with `{path}`, `{line}` and `{column}` in it.
pub fn editor() -> Option<String> {
    std::env::var("POSTIL_EDITOR").ok().filter(|link| link.contains("{path}"))
}

/// Opens an address in the browser of whoever runs this. Where that cannot be done, its address stands on the terminal.
pub fn browse(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let quiet = std::process::Stdio::null;
    let started = std::process::Command::new(program)
        .args(before)
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
    drop(started);
}
