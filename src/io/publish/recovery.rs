//! Carries a publication that was interrupted to its end, or gives it up.

use std::path::Path;

use super::disk::{Disk, Kind};
use super::ground::{Files, Ground, Standing};
use super::journal::Journal;
use super::manifest::{Manifest, Print};
use super::path::FilePath;
use super::record::is_no_record;
use super::{FILES, JOURNAL, MANIFEST, NEXT};
use crate::diag::Diagnostic;

/// Carries out the journal of a run that was interrupted. A run that had not begun to move files is forgotten; one whose
/// journal cannot be carried out is given up, and the next build puts every file right. What postil does not write is
/// refused, and nothing is touched.
pub(super) fn recover(ground: &Ground, staging: &Path) -> Result<(), Diagnostic> {
    if !is_sound(&ground.disk, staging)? {
        return Ok(());
    }
    let old = Manifest::read(&ground.disk, &ground.output.join(MANIFEST))?;
    let Some(journal) = Journal::read(&ground.disk, &staging.join(JOURNAL))? else {
        return ground.disk.remove_all(staging);
    };
    let next = staging.join(NEXT);
    let is_moved = !ground.disk.is_there(&next)?;
    let new = if is_moved { old.clone() } else { Manifest::read(&ground.disk, &next)? };
    if journal.apply(&old) == new.files && is_possible(&journal, &old, ground, staging)? {
        return journal.carry_out(ground, staging);
    }
    give_up(&journal, old, ground, staging)
}

/// Whether there is a staging folder. What postil does not put there is refused.
pub(super) fn is_sound(disk: &Disk, staging: &Path) -> Result<bool, Diagnostic> {
    match disk.kind(staging)? {
        Kind::Absent => return Ok(false),
        Kind::Folder => {}
        Kind::File { .. } | Kind::Other => return Err(is_no_record(staging)),
    }
    match disk.kind(&staging.join(FILES))? {
        Kind::Other => Err(is_no_record(&staging.join(FILES))),
        _ => Ok(true),
    }
}

/// Whether every file that is to be put is staged or there already, as the journal says, and nothing of others is in its
/// way.
fn is_possible(journal: &Journal, old: &Manifest, ground: &Ground, staging: &Path) -> Result<bool, Diagnostic> {
    let staged = Ground::new(ground.disk.clone(), staging.join(FILES));
    let leaving = leaving(&journal.remove, ground)?;
    for (path, print) in &journal.put {
        let is_possible = match staged.look(path)? {
            Standing::Here(Kind::Absent) => ground.holds(path, *print)?,
            Standing::Here(Kind::File { .. }) => {
                staged.holds(path, *print)?
                    && ground.obstacle((path, *print), old, &leaving)?.is_none()
                    && is_known(path, *print, old, ground)?
            }
            Standing::Here(Kind::Folder) => false,
            Standing::Here(Kind::Other) => return Err(is_no_record(&path.below(&staged.output))),
            Standing::Under(place, Kind::Other) => return Err(is_no_record(&place)),
            Standing::Under(..) => false,
        };
        if !is_possible {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Those of the files that are there with the content that they had.
pub(super) fn leaving(remove: &Files, ground: &Ground) -> Result<Files, Diagnostic> {
    let mut leaving = Files::new();
    for (path, print) in remove {
        if ground.holds(path, *print)? {
            leaving.insert(path.clone(), *print);
        }
    }
    Ok(leaving)
}

/// Whether the file at a path, if there is one, is what the manifest or the journal says.
fn is_known(path: &FilePath, new: Print, old: &Manifest, ground: &Ground) -> Result<bool, Diagnostic> {
    let Standing::Here(Kind::File { .. }) = ground.look(path)? else { return Ok(true) };
    for print in [Some(new), old.files.get(path).copied()].into_iter().flatten() {
        if ground.holds(path, print)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Forgets a journal, but not which files of it are in place: the next build knows them as postil's own.
fn give_up(journal: &Journal, mut old: Manifest, ground: &Ground, staging: &Path) -> Result<(), Diagnostic> {
    let mut is_changed = false;
    for (path, print) in &journal.put {
        if old.files.get(path) != Some(print) && ground.holds(path, *print)? {
            old.files.insert(path.clone(), *print);
            is_changed = true;
        }
    }
    if is_changed {
        let known = staging.join("known");
        ground.disk.write_through(&known, old.text().as_bytes())?;
        if let Some(time) = old.time {
            // A file that was changed since then is still younger than the manifest.
            ground.disk.set_time(&known, time)?;
        }
        ground.disk.rename(&known, &ground.output.join(MANIFEST))?;
    }
    ground.disk.remove_file(&staging.join(JOURNAL))?;
    ground.disk.remove_all(staging)
}
