//! Repairs every file of a site as far as that is certain: in memory first, round after round until nothing more can
//! be repaired, then on disk.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Request, Watch, load};
use crate::diag::fix;
use crate::diag::{Diagnostic, Said};
use crate::io::edit;

/// The most rounds. A repair that calls for another that calls for the first would never end.
const ROUNDS: usize = 16;

/// A file and what it is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// Path from the site's folder.
    pub path: String,
    /// What it held when it was read.
    pub before: String,
    /// What it is to hold.
    pub after: String,
    /// How many repairs that takes.
    pub repairs: usize,
}

/// What can be repaired.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repairs {
    /// The files that change, in the order of their paths.
    pub files: Vec<Repaired>,
}

/// Finds out what every file of a site becomes when all certain repairs are made. Nothing is written.
pub fn repair(request: &Request, watch: &Watch<'_>) -> Repairs {
    let mut request = request.clone();
    let mut files: BTreeMap<String, Repaired> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let said = load(&request, watch).diagnostics;
        let changed = round(&said, &mut files);
        if !changed {
            break;
        }
        for file in files.values() {
            request.unsaved.insert(file.path.clone(), file.after.clone());
        }
    }
    Repairs { files: files.into_values().filter(|file| file.before != file.after).collect() }
}

/// Applies what was said to the texts; tells whether anything changed.
fn round(said: &[Diagnostic], files: &mut BTreeMap<String, Repaired>) -> bool {
    let mut changed = false;
    for (path, fixes) in fix::by_file(said) {
        let read = said.iter().filter_map(|it| it.place.as_ref()).find(|place| place.file.path == path);
        let Some(text) = read.map(|place| place.file.text.as_str()) else { continue };
        let (after, repairs) = fix::apply(text, fixes);
        if repairs == 0 {
            continue;
        }
        changed = true;
        let file = files.entry(path.to_owned()).or_insert_with(|| Repaired {
            path: path.to_owned(),
            before: text.to_owned(),
            after: String::new(),
            repairs: 0,
        });
        file.after = after;
        file.repairs += repairs;
    }
    changed
}

/// Writes the files of a site that were repaired. One that changed on disk meanwhile is left as it is, and named.
pub fn keep(root: &Path, repairs: &Repairs) -> Said {
    let keep = |file: &Repaired| edit::replace(root, &file.path, &file.before, &file.after).err();
    repairs.files.iter().filter_map(keep).collect()
}
