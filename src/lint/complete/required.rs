//! E501–E505: what the house requires of every issue (`require` and `roles` of `[house]`), and an issue lacks.
//!
//! What a translation takes from its original is missed there alone.

use crate::diag::{Code, Diagnostic, Said, Span, Text, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::model::credit::Role;
use crate::model::house::Requirement;
use crate::model::issue::{Issue, SummarySource};
use crate::model::trial::Trial;

/// E501: the trial has its number in a registry.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some((issue, trial)) = own_trial(document, desk, Requirement::Registration) else { return };
    if trial.registration.is_none() && !is_written(issue, "trial:", "registration:") {
        let message = text!("the trial `{name}` has no registration", name = &trial.name);
        let help = text!(
            "write `registration:` below `trial:`, such as NCT01730937; where there is none, accept this with the reason"
        );
        said.push(Diagnostic::new(code::E501, message).at(&issue.source, field(issue, "trial:")).help(help));
    }
}

/// E502: the covered paper has its DOI.
pub(in crate::lint) fn doi(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some((issue, trial)) = own_trial(document, desk, Requirement::Doi) else { return };
    let has_doi = trial.publication.as_ref().is_some_and(|publication| publication.doi.is_some());
    if !has_doi && !is_written(issue, "publication:", "doi:") {
        let message = text!("the paper on `{name}` has no DOI", name = &trial.name);
        let help = text!(
            "write `doi:` below `publication:` of the trial: readers find the paper by it, and retractions are looked up by it"
        );
        let name = if trial.publication.is_some() { "publication:" } else { "trial:" };
        said.push(Diagnostic::new(code::E502, message).at(&issue.source, field(issue, name)).help(help));
    }
}

/// E503: the issue says who paid, and what interests there are.
pub(in crate::lint) fn statements(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for (requirement, is_there) in
        [(Requirement::Funding, issue.funding.is_some()), (Requirement::Disclosures, issue.disclosures.is_some())]
    {
        if !is_there && requires(desk, requirement) {
            let name = requirement.name();
            let help = text!("write `{name}:`; where there is nothing to say, say that: `{name}: None`", name);
            said.push(missing(issue, code::E503, text!("the issue has no `{name}`", name), help));
        }
    }
}

/// E504: the issue has its parts.
pub(in crate::lint) fn parts(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for requirement in &desk.house.require {
        let is_there = match requirement {
            Requirement::Summary => issue.summary_from == SummarySource::Written,
            Requirement::KeyFindings => issue.key_findings.is_some(),
            Requirement::Findings => !issue.findings.is_empty(),
            Requirement::Commentary => !issue.commentary.is_empty(),
            Requirement::Quiz => !issue.quiz.is_empty(),
            Requirement::References => !issue.references.is_empty(),
            Requirement::Cover => issue.cover.is_some(),
            _ => true,
        };
        if !is_there {
            let name = requirement.name();
            let help = text!("write `{name}:`, or take it out of `require` in config.toml", name);
            said.push(missing(issue, code::E504, text!("the issue has no `{name}`", name), help));
        }
    }
}

/// E505: the issue names who did what.
pub(in crate::lint) fn roles(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue().filter(|issue| !desk.is_translation(issue)) else { return };
    let is_named = |role: &&Role| !issue.credits.iter().any(|credit| credit.role == **role);
    for role in desk.house.roles.iter().filter(is_named) {
        let name = role.name();
        let help = text!("write below `credits:`  `- {role: {name}, person: …}`, with an id of people.yaml", name);
        said.push(missing(issue, code::E505, text!("nobody is named for `{name}`", name), help));
    }
}

/// The issue and its trial, if the house requires something of it and the issue is no translation.
fn own_trial<'a>(document: &Document<'a>, desk: &Desk<'_>, what: Requirement) -> Option<(&'a Issue, &'a Trial)> {
    let issue = document.as_issue().filter(|issue| requires(desk, what) && !desk.is_translation(issue))?;
    issue.trial.as_ref().map(|trial| (issue, trial))
}

fn requires(desk: &Desk<'_>, what: Requirement) -> bool {
    desk.house.require.contains(&what)
}

fn missing(issue: &Issue, code: Code, message: Text, help: Text) -> Diagnostic {
    Diagnostic::new(code, message).at(&issue.source, issue.title_span.clone()).help(help)
}

/// Whether a field is written below another one, with a value of which something else has been said.
fn is_written(issue: &Issue, within: &str, name: &str) -> bool {
    let title = issue.title_span.clone();
    let (above, place) = (field(issue, within), field(issue, name));
    if above == title || place == title || place.start < above.end {
        return false;
    }
    let between = &issue.source.text[above.end..place.start];
    // The next field that begins a line belongs to something else.
    !between.lines().skip(1).any(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The place of a field's name in front matter; the title's where it is not written like that.
fn field(issue: &Issue, name: &str) -> Span {
    let text = &issue.source.text;
    let front = &text[..text.match_indices("\n---").next().map_or(text.len(), |(at, _)| at)];
    let at = front.match_indices(name).map(|(at, _)| at).find(|at| front[..*at].ends_with(['\n', ' ', '{']));
    at.map_or(issue.title_span.clone(), |at| at..at + name.len() - 1)
}
