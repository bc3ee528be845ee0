//! Diagnostics that an editor accepts with a reason (`accept:` in front matter), and reasons that accept nothing.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, Severity, code, text};
use crate::model::accept::Accept;
use crate::model::issue::Issue;

/// Takes out of `said` what is accepted in the issue in whose file it stands, and names what was accepted for nothing.
pub fn settle(issues: &[Issue], said: &mut Vec<Diagnostic>) {
    let accepting: BTreeMap<&str, &Issue> = issues
        .iter()
        .filter(|issue| !issue.accepts.is_empty())
        .map(|issue| (issue.source.path.as_str(), issue))
        .collect();
    if accepting.is_empty() {
        return;
    }
    let mut used: Vec<&Accept> = Vec::new();
    said.retain(|diagnostic| {
        let Some(place) = &diagnostic.place else { return true };
        let Some(issue) = accepting.get(place.file.path.as_str()).or_else(|| table_of(place, &accepting)) else {
            return true;
        };
        let matching: Vec<&Accept> =
            issue.accepts.iter().filter(|it| it.code == diagnostic.code && stands_at(place, it)).collect();
        let is_accepted = !matching.is_empty();
        used.extend(matching);
        !is_accepted
    });
    // With errors, not every rule has looked.
    if said.iter().any(|it| it.severity == Severity::Error) {
        return;
    }
    for issue in accepting.values() {
        for accept in issue.accepts.iter().filter(|it| !used.iter().any(|used| std::ptr::eq(*used, *it))) {
            let message = match &accept.at {
                Some(at) => text!("there is no {code} at `{at}` to be accepted", code = accept.code, at = &at.value),
                None => text!("there is no {code} to be accepted", code = accept.code),
            };
            said.push(
                Diagnostic::new(code::F041, message)
                    .at(&issue.source, accept.span.clone())
                    .help(text!("take the entry out, or write in `at:` words of the line that is meant")),
            );
        }
    }
}

/// The issue beside whose text a table stands: what is said of the one is accepted in the other.
fn table_of<'a, 'i>(place: &Place, accepting: &'a BTreeMap<&str, &'i Issue>) -> Option<&'a &'i Issue> {
    let (folder, name) = place.file.path.rsplit_once('/')?;
    let is_table = name.to_ascii_lowercase().ends_with(".csv");
    accepting
        .values()
        .find(|issue| is_table && issue.source.path.rsplit_once('/').is_some_and(|(own, _)| own == folder))
}

/// Whether the lines of a place hold the words that an editor names.
fn stands_at(place: &Place, accept: &Accept) -> bool {
    let Some(at) = &accept.at else { return true };
    let text = &place.file.text;
    let (start, end) = (place.span.start.min(text.len()), place.span.end.min(text.len()));
    let first = text[..text.floor_char_boundary(start)].rfind('\n').map_or(0, |at| at + 1);
    let end = text.ceil_char_boundary(end);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    text[first..last].contains(&at.value)
}
