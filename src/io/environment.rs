//! What the surroundings of the process say of it.

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

/// The folder in which the run stands: paths on the command line begin there.
pub fn folder() -> Option<PathBuf> {
    std::env::current_dir().ok()
}
