//! `postil fix`: what is certain is repaired, what remains is reported.

use similar::TextDiff;

use super::arguments::{Common, Format};
use super::{End, check, finish, plural, print, say};
use crate::pipeline::{self, Repairs, Request};

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// Repairs the files of a site, or shows what that would change.
pub(super) fn carry_out(common: &Common, request: &Request, dry_run: bool) -> End {
    let repairs = pipeline::repair(request, &|_| {});
    if dry_run {
        return preview(common, &repairs);
    }
    let faults = pipeline::keep(&request.root, &repairs);
    if !faults.is_empty() {
        return finish(common, faults);
    }
    if !common.quiet && common.format == Format::Human {
        for file in &repairs.files {
            say(&format!("{}: {}", file.path, plural(file.repairs, "repair")));
        }
        let count = repairs.files.iter().map(|file| file.repairs).sum();
        say(&if count == 0 {
            "nothing could be repaired for certain".to_owned()
        } else {
            format!("{} in {} written", plural(count, "repair"), plural(repairs.files.len(), "file"))
        });
    }
    check(common, request)
}

fn preview(common: &Common, repairs: &Repairs) -> End {
    for file in &repairs.files {
        let diff = TextDiff::from_lines(&file.before, &file.after);
        let (old, new) = (format!("a/{}", file.path), format!("b/{}", file.path));
        print(&diff.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string());
    }
    let count: usize = repairs.files.iter().map(|file| file.repairs).sum();
    if !common.quiet {
        say(&format!("{} in {}; nothing was written", plural(count, "repair"), plural(repairs.files.len(), "file")));
    }
    if count == 0 { End::Done } else { End::Content }
}
