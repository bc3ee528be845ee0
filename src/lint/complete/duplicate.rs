//! N016: one paper, or one trial, in two issues.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Said, Span, code, text};
use crate::lint::Desk;
use crate::model::issue::Issue;
use crate::model::site::Site;

/// What identifies the paper or the trial of an issue is that of no other one.
pub(in crate::lint) fn look(site: &Site, _: &Desk<'_>, said: &mut Said) {
    let mut papers: BTreeMap<String, &Issue> = BTreeMap::new();
    let mut trials: BTreeMap<String, &Issue> = BTreeMap::new();
    let mut issues: Vec<&Issue> = site.issues.iter().map(|issue| &**issue).collect();
    issues.sort_by(|a, b| (a.date, &a.source.path).cmp(&(b.date, &b.source.path)));
    for issue in issues {
        let Some(trial) = &issue.trial else { continue };
        // DOIs are the same in upper and lower case.
        let doi = trial.publication.as_ref().and_then(|paper| paper.doi.as_ref());
        if let Some(doi) = doi {
            let first = papers.entry(doi.as_str().to_lowercase()).or_insert(issue);
            if is_other(first, issue) {
                say(first, issue, doi.as_str(), said);
                continue;
            }
        }
        if let Some(id) = &trial.registration {
            let first = trials.entry(id.as_str().to_owned()).or_insert(issue);
            // Two papers of one trial are two issues.
            if is_other(first, issue) && !(has_paper(first) && has_paper(issue)) {
                say(first, issue, id.as_str(), said);
            }
        }
    }
}

/// Whether two are different issues, and not one in two languages.
fn is_other(first: &Issue, issue: &Issue) -> bool {
    first.column != issue.column || first.number.value != issue.number.value
}

fn has_paper(issue: &Issue) -> bool {
    issue.trial.as_ref().and_then(|trial| trial.publication.as_ref()).is_some_and(|paper| paper.doi.is_some())
}

fn say(first: &Issue, issue: &Issue, id: &str, said: &mut Said) {
    let message = text!("another issue has `{id}` too", id);
    said.push(
        Diagnostic::new(code::N016, message)
            .at(&issue.source, place(issue, id))
            .related(&first.source, place(first, id), text!("the other issue"))
            .help(text!("look whether the number was copied; if both are meant, accept it with a reason: `accept:`")),
    );
}

/// Where the number stands first in a file; at its title, if it is a translation's that has it from its original.
fn place(issue: &Issue, id: &str) -> Span {
    issue.source.text.find(id).map_or_else(|| issue.title_span.clone(), |at| at..at + id.len())
}
