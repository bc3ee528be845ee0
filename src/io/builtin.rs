//! The theme that postil carries with it, so that a new site needs nothing else.

use include_dir::{Dir, include_dir};

static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The files of a theme that comes with postil: path inside the theme, bytes.
pub fn theme(name: &str) -> Option<Vec<(String, &'static [u8])>> {
    let folder = THEMES.get_dir(name)?;
    let mut files = Vec::new();
    collect(folder, name, &mut files);
    files.sort();
    Some(files)
}

/// Names of the themes that come with postil.
pub fn themes() -> impl Iterator<Item = &'static str> {
    THEMES.dirs().filter_map(|folder| folder.path().to_str())
}

fn collect(folder: &'static Dir<'static>, name: &str, files: &mut Vec<(String, &'static [u8])>) {
    for file in folder.files() {
        if let Some(path) = file.path().to_str().and_then(|path| path.strip_prefix(name)) {
            files.push((path.trim_start_matches('/').replace('\\', "/"), file.contents()));
        }
    }
    for inner in folder.dirs() {
        collect(inner, name, files);
    }
}
