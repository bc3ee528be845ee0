//! Reads the files of a theme and of those that it is built on. Knows paths, not what stands in the files.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

use super::{builtin, failure};
use crate::diag::{Diagnostic, code, text};

/// The files of one theme, by path inside it (`templates/issue.html`).
#[derive(Debug, Clone, Default)]
pub struct ThemeFiles {
    /// Its name.
    pub name: String,
    /// What messages call its folder: `themes/default`.
    pub folder: String,
    /// Its files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Reads a theme: from `themes/<name>` of the site, else the one that comes with postil.
pub fn read(root: &Path, name: &str) -> Result<Option<ThemeFiles>, Diagnostic> {
    if !is_name(name) {
        return Ok(None);
    }
    let folder = root.join("themes").join(name);
    if !folder.is_dir() {
        return Ok(builtin(name));
    }
    stays_inside(root, &folder, &format!("themes/{name}"))?;
    let mut files = BTreeMap::new();
    for found in WalkDir::new(&folder).follow_links(false).sort_by_file_name() {
        let found = found.map_err(|error| {
            let path = error.path().unwrap_or(&folder).to_path_buf();
            let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other(super::A_LOOP));
            failure(code::I001, text!("cannot read"), &path, &error)
        })?;
        let inner = found.path().strip_prefix(&folder).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
        let Some(inner) = inner.filter(|path| !path.rsplit('/').next().unwrap_or(path).starts_with('.')) else {
            continue;
        };
        if found.file_type().is_file() {
            files.insert(inner, super::source::read(found.path())?);
        }
    }
    Ok(Some(ThemeFiles { name: name.to_owned(), folder: format!("themes/{name}"), files }))
}

/// Whether a name can be that of a theme: it never leads out of `themes/`.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0'])
}

/// A theme is published with all its assets, so its folder has to be the site's own, behind all links.
pub fn stays_inside(root: &Path, folder: &Path, named: &str) -> Result<(), Diagnostic> {
    let real = |path: &Path| {
        std::fs::canonicalize(path).map_err(|error| failure(code::I001, text!("cannot read"), path, &error))
    };
    if real(folder)?.starts_with(real(root)?) {
        return Ok(());
    }
    Err(super::leads_out(named))
}

/// A theme that comes with postil.
pub fn builtin(name: &str) -> Option<ThemeFiles> {
    builtin::theme(name).map(|files| ThemeFiles {
        name: name.to_owned(),
        folder: format!("(built in) themes/{name}"),
        files: files.into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect(),
    })
}

/// Names of the themes that a site can use, for suggestions.
pub fn names(root: &Path) -> Vec<String> {
    let own = std::fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    with_builtin(
        own.filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().into_string().ok()).collect(),
    )
}

/// These names and those of the themes that come with postil, each once, in order.
pub fn with_builtin(mut names: Vec<String>) -> Vec<String> {
    names.extend(builtin::themes().map(str::to_owned));
    names.sort();
    names.dedup();
    names
}
