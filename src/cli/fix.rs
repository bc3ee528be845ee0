//! `postil fix`: what is certain is repaired, what remains is reported.

use similar::TextDiff;

use super::arguments::{Common, Format, Measured};
use super::site::{Wanted, check};
use super::{End, finish, print};
use crate::diag::{count, text};
use crate::pipeline::{self, Repairs, Request};

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// Repairs the files of a site, or shows what that would change.
pub(super) fn carry_out(common: &Common, request: &Request, dry_run: bool) -> End {
    let repairs = pipeline::repair(request, &pipeline::Watch::nobody());
    if dry_run {
        return preview(common, &repairs);
    }
    let faults = pipeline::keep(&request.root, &repairs);
    if !faults.is_empty() {
        return finish(common, faults);
    }
    if !common.quiet && common.format == Format::Human {
        for file in &repairs.files {
            common.say(&text!("{path}: {repairs}", path = file.path, repairs = count::repairs(file.repairs)));
        }
        let count = repairs.files.iter().map(|file| file.repairs).sum();
        common.say(&if count == 0 {
            text!("nothing could be repaired for certain")
        } else {
            let (repairs, files) = (count::repairs(count), count::files(repairs.files.len()));
            text!("{repairs} in {files} written", repairs, files)
        });
    }
    check(common, request, Wanted::default(), &Measured::default())
}

fn preview(common: &Common, repairs: &Repairs) -> End {
    for file in &repairs.files {
        let diff = TextDiff::from_lines(&file.before, &file.after);
        let (old, new) = (format!("a/{}", file.path), format!("b/{}", file.path));
        print(&diff.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string());
    }
    let count: usize = repairs.files.iter().map(|file| file.repairs).sum();
    if !common.quiet {
        let (repairs, files) = (count::repairs(count), count::files(repairs.files.len()));
        common.say(&text!("{repairs} in {files}; nothing was written", repairs, files));
    }
    if count == 0 { End::Done } else { End::Content }
}
