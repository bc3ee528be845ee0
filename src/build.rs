//! Runs before the compiler: `POSTIL_BUILD` names the program by everything that decides what it does, so that what one
//! postil kept for its next run is never taken for its own by another.

#![expect(clippy::disallowed_methods, reason = "it reads what cargo gives to the compiler")]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// What the program is made from.
const SOURCES: [&str; 4] = ["Cargo.lock", "Cargo.toml", "src", "themes"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        take(Path::new(source), &mut hasher);
    }
    println!("cargo::rustc-env=POSTIL_BUILD={:016x}", hasher.finish());
}

/// Takes in a file, or everything in a folder.
fn take(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| take(path, hasher));
    } else if let Ok(bytes) = fs::read(path) {
        path.to_string_lossy().replace('\\', "/").hash(hasher);
        bytes.hash(hasher);
    }
}
