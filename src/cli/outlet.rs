//! `postil outlet`: one issue as it stands elsewhere.

use std::path::PathBuf;

use super::arguments::{Common, Wanted};
use super::{End, Format, finish, misuse, show};
use crate::diag::{Diagnostic, Said, Severity, count, text};
use crate::model::outlet::Outlet;
use crate::pipeline::{self, Extract, Request};

/// Makes an outlet of an issue, and tells where it is.
pub(super) fn carry_out(common: &Common, request: &Request, wanted: &Wanted) -> End {
    let Some((_, outlet)) = Outlet::ALL.iter().find(|(name, _)| *name == wanted.name) else {
        return misuse(common, &text!("there is no outlet `{name}`", name = &wanted.name));
    };
    let checked = pipeline::load(request, &pipeline::Watch::nobody());
    let Some(loaded) = checked.value else { return finish(common, checked.diagnostics) };
    let issue = match show::find_one(&loaded.site, &wanted.of.issue, wanted.of.language.as_deref()) {
        Ok(issue) => issue,
        Err(message) => return misuse(common, &message),
    };
    let index = loaded.site.issues.iter().position(|it| std::ptr::eq(&**it, issue)).unwrap_or_default();
    let folder = issue.source.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let output = wanted.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}-{}", wanted.name, issue.slug)));
    let request = Request { output: Some(output.clone()), ..request.clone() };
    let mut said: Said = checked.diagnostics.into_iter().filter(|it| concerns(it, &folder)).collect();
    let extract = Extract { outlet: *outlet, issue: index, whole: wanted.whole };
    let report = pipeline::outlet(&request, loaded, extract, &mut said);
    let end = finish(common, said);
    if let Some(report) = report.filter(|_| end == End::Done && !common.quiet && common.format == Format::Human) {
        let (files, folder) = (count::files(report.files), output.display().to_string());
        common.say(&text!("{files} in {folder}", files, folder));
    } else if end != End::Done && !common.quiet && common.format == Format::Human {
        common.say(&text!("Nothing was written."));
    }
    end
}

/// Whether a diagnostic says something of an issue by its folder, or of what all issues share.
fn concerns(it: &Diagnostic, folder: &str) -> bool {
    let path = it.place.as_ref().map(|place| place.file.path.as_str()).or(it.path.as_deref()).unwrap_or_default();
    let of_issue = path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
    of_issue || (it.severity == Severity::Error && !path.starts_with("content/"))
}
