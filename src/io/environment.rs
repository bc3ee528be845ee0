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
