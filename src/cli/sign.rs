//! `postil sign`: somebody says that the numbers of an issue are those of the paper.

use super::arguments::{Common, Of};
use super::{End, finish, misuse, show};
use crate::diag::{Code, Diagnostic, Severity, code, nearest, text};
use crate::io::clock;
use crate::model::issue::Issue;
use crate::model::person::PersonId;
use crate::pipeline::{self, Loaded, Request};

/// What a signature itself puts right.
const OF_SIGNATURES: &[Code] = &[code::E510, code::E512];

/// Signs an issue, or takes a signature back.
pub(super) fn carry_out(common: &Common, request: &Request, of: &Of, by: &str, withdraw: bool) -> End {
    let checked = pipeline::load(request, &pipeline::Watch::nobody());
    let Some(loaded) = checked.value else { return finish(common, checked.diagnostics) };
    let issue = match show::find_one(&loaded.site, &of.issue, of.language.as_deref()) {
        Ok(issue) => issue,
        Err(message) => return misuse(common, &message),
    };
    let by = PersonId(by.into());
    if withdraw {
        return take_back(common, request, &loaded, issue, &by);
    }
    if !loaded.site.people.contains_key(&by) {
        let person = by.to_string();
        return misuse(
            common,
            &match nearest(&person, loaded.site.people.keys().map(|id| &*id.0)) {
                Some(known) => text!("`{person}` is not in people.yaml; did you mean `{known}`?", person, known),
                None => text!("`{person}` is not in people.yaml; add who signs there first", person),
            },
        );
    }
    let errors = errors(issue, checked.diagnostics);
    if !errors.is_empty() {
        let end = finish(common, errors);
        common.say(&text!("Nothing was signed: what has errors may still change."));
        return end;
    }
    let date = of.now.unwrap_or_else(|| clock::today(&loaded.site.settings.time_zone));
    let about =
        text!("Who compared these numbers with the paper. `postil sign` writes this file; nothing of it is published.");
    let about = about.say(crate::diag::Locale::of(loaded.site.settings.language.tag()));
    match pipeline::sign(&request.root, &loaded, issue, &by, date, &about) {
        Ok(numbers) => {
            let file = pipeline::file_of(&issue.source);
            common.say(&text!(
                "{numbers} numbers signed by {by} on {date}, in {file}",
                numbers,
                by = by.to_string(),
                date = date.to_string(),
                file
            ));
            End::Done
        }
        Err(diagnostic) => finish(common, vec![diagnostic]),
    }
}

fn take_back(common: &Common, request: &Request, loaded: &Loaded, issue: &Issue, by: &PersonId) -> End {
    let (person, number) = (by.to_string(), issue.number.value);
    match pipeline::withdraw(&request.root, loaded, issue, by) {
        Ok(true) => {
            common.say(&text!("the signature of {person} is taken back", person));
            End::Done
        }
        Ok(false) => misuse(common, &text!("{person} has not signed issue {number}", person, number)),
        Err(diagnostic) => finish(common, vec![diagnostic]),
    }
}

/// What is an error in the folder of an issue, apart from signatures that are missing.
pub(super) fn errors(issue: &Issue, said: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let own = folder(&issue.source.path);
    let is_own = |it: &Diagnostic| {
        let path = it.place.as_ref().map(|place| place.file.path.as_str()).or(it.path.as_deref());
        path.is_some_and(|path| folder(path) == own)
    };
    said.into_iter()
        .filter(|it| it.severity == Severity::Error && is_own(it) && !OF_SIGNATURES.contains(&it.code))
        .collect()
}
