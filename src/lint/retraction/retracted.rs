//! E701–E705: the covered paper, or one that is referred to, was retracted, is in doubt or was corrected.
//!
//! What happened to the covered paper is an error until the issue says so itself under `corrections:`, whatever else it
//! accepts: then its title, its page, lists, feeds and metadata say it to readers.

use crate::diag::{Code, Diagnostic, Said, Text, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::model::correction::CorrectionKind;
use crate::model::identifier::{Doi, Pmid};
use crate::model::issue::Issue;
use crate::model::retraction::{Nature, Notice, Papers};
use crate::model::site::Site;

/// The papers that a site speaks of.
pub(crate) fn papers(site: &Site) -> Papers {
    let mut papers = Papers::default();
    for issue in &site.issues {
        let covered = issue.trial.iter().filter_map(|trial| trial.publication.as_ref());
        let covered = covered.map(|it| (it.doi.as_deref(), it.pmid.as_deref()));
        let cited = issue.references.iter().map(|it| (it.doi.as_ref(), it.pmid.as_ref()));
        for (doi, pmid) in covered.chain(cited) {
            papers.dois.extend(doi.map(|doi| doi.as_str().to_ascii_lowercase()));
            papers.pmids.extend(pmid.map(|pmid| pmid.as_str().to_owned()));
        }
    }
    papers
}

/// The covered paper stands, or the issue says that it does not.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let Some(paper) = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref()) else { return };
    // A translation is about the paper of its original, and says what that says.
    if desk.is_translation(issue) {
        return;
    }
    let Some(notice) = standing(desk, paper.doi.as_deref(), paper.pmid.as_deref()) else { return };
    if is_said(issue, notice) {
        return;
    }
    let (code, message, kind) = match notice.nature {
        Nature::Retraction => {
            (code::E701, text!("the covered paper was retracted{details}", details = details(notice)), "retraction")
        }
        Nature::Concern => (
            code::E702,
            text!("the covered paper has an expression of concern{details}", details = details(notice)),
            "concern",
        ),
        _ => (code::E703, text!("the covered paper was corrected{details}", details = details(notice)), "correction"),
    };
    let place =
        paper.doi.as_ref().map(|doi| doi.span.clone()).or_else(|| paper.pmid.as_ref().map(|pmid| pmid.span.clone()));
    let doi = notice.doi.as_ref().map(|doi| format!(", doi: {doi}")).unwrap_or_default();
    let entry = format!("- {{kind: {kind}, date: {}{doi}, note: …}}", desk.day_of(notice));
    let help = match notice.nature {
        Nature::Correction => text!(
            "see whether it changes what the issue says, and write below `corrections:` the entry `{entry}`",
            entry
        ),
        _ => text!(
            "write below `corrections:` the entry `{entry}`: readers are told at the title, in lists, feeds and citations",
            entry
        ),
    };
    said.push(
        Diagnostic::new(code, message)
            .at(&issue.source, place.unwrap_or(issue.title_span.clone()))
            .label(source(desk, notice))
            .help(help),
    );
}

/// No reference leads to a paper that was retracted.
pub(in crate::lint) fn references(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue().filter(|issue| !desk.is_translation(issue)) else { return };
    let covered = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
    for reference in &issue.references {
        let same =
            |doi: &Doi| reference.doi.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(doi.as_str()));
        if covered.and_then(|paper| paper.doi.as_deref()).is_some_and(same) {
            continue;
        }
        let Some(notice) = standing(desk, reference.doi.as_ref(), reference.pmid.as_ref()) else { continue };
        let (code, message): (Code, Text) = match notice.nature {
            Nature::Retraction => {
                (code::E704, text!("a paper that is referred to was retracted{details}", details = details(notice)))
            }
            Nature::Concern => (
                code::E704,
                text!("a paper that is referred to has an expression of concern{details}", details = details(notice)),
            ),
            _ => (code::E705, text!("a paper that is referred to was corrected{details}", details = details(notice))),
        };
        said.push(
            Diagnostic::new(code, message)
                .at(&issue.source, reference.span.clone())
                .label(source(desk, notice))
                .help(text!("see whether the issue still says what it may; say in the entry what happened to the paper, or refer to another one")),
        );
    }
}

fn standing<'a>(desk: &'a Desk<'_>, doi: Option<&Doi>, pmid: Option<&Pmid>) -> Option<&'a Notice> {
    desk.notices.standing(doi.map(Doi::as_str), pmid.map(Pmid::as_str))
}

/// Whether the issue says it itself.
fn is_said(issue: &Issue, notice: &Notice) -> bool {
    issue.corrections.iter().any(|correction| match notice.nature {
        Nature::Retraction => correction.kind == CorrectionKind::Retraction,
        Nature::Concern => matches!(correction.kind, CorrectionKind::Retraction | CorrectionKind::Concern),
        _ => correction
            .doi
            .as_ref()
            .is_some_and(|doi| notice.doi.as_ref().is_none_or(|own| doi.as_str().eq_ignore_ascii_case(own))),
    })
}

/// When, and why.
fn details(notice: &Notice) -> Text {
    match (notice.date, notice.reason.is_empty()) {
        (Some(date), false) => text!(" on {date}: {reason}", date = date.to_string(), reason = &notice.reason),
        (Some(date), true) => text!(" on {date}", date = date.to_string()),
        (None, false) => text!(": {reason}", reason = &notice.reason),
        (None, true) => Text::default(),
    }
}

fn source(desk: &Desk<'_>, notice: &Notice) -> Text {
    text!("line {line} of {path}", line = notice.line, path = &desk.notices.path)
}
