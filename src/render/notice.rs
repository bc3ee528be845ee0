//! What is posted where an issue stands as it no longer is: what it said, what is right, since when, and where the whole
//! of it can be read; or that its paper was withdrawn. Plain text, in the language of the issue.
//!
//! Of a part that is not for everyone it says no more than how many numbers were put right in it.

use std::collections::BTreeMap;

use super::standpoint::Standpoint;
use crate::model::correction::CorrectionKind;
use crate::model::elsewhere::{Behind, Change};
use crate::model::issue::Issue;

/// The text for a place that is behind.
pub fn notice(standpoint: &Standpoint<'_>, issue: &Issue, behind: &Behind) -> String {
    let strings = standpoint.strings;
    let kinds = || behind.corrections.iter().filter_map(|it| issue.corrections.get(*it)).map(|it| it.kind);
    let has = |wanted| kinds().any(|kind| kind == wanted);
    let kind = match () {
        () if has(CorrectionKind::Retraction) => CorrectionKind::Retraction,
        () if has(CorrectionKind::Concern) => CorrectionKind::Concern,
        () if has(CorrectionKind::Correction) || !behind.changes.is_empty() => CorrectionKind::Correction,
        () => CorrectionKind::Clarification,
    };
    let column = standpoint.site.columns.iter().find(|it| it.slug == issue.column && it.language == issue.language);
    let head = [
        ("kind", strings.correction(kind)),
        ("column", column.map_or("", |it| &it.title)),
        ("n", &issue.number.value.to_string()),
        ("title", &issue.title),
        ("date", &issue.date.to_string()),
    ];
    let mut lines = vec![filled(strings.get("elsewhere.head"), &head)];
    match kind {
        CorrectionKind::Retraction => lines.push(strings.get("elsewhere.retracted").to_owned()),
        CorrectionKind::Concern => lines.push(strings.get("elsewhere.concern").to_owned()),
        CorrectionKind::Correction | CorrectionKind::Clarification => {}
    }
    let told = standpoint.corrections(issue);
    // Where all are of one kind, the head says which.
    let is_mixed = kinds().any(|it| it != kind);
    let one = |(name, words): &(&str, String)| if is_mixed { format!("{name} {words}") } else { words.clone() };
    lines.extend(behind.corrections.iter().filter_map(|at| told.get(*at)).map(one));
    lines.extend(changes(standpoint, behind.changes.iter().filter(|it| it.is_public)));
    let others = behind.changes.iter().filter(|it| !it.is_public).count();
    if others > 0 {
        lines.push(filled(strings.get("elsewhere.others"), &[("n", &others.to_string())]));
    }
    let url = standpoint.permalink(&standpoint.site.issue_address(issue));
    lines.push(filled(strings.get("elsewhere.link"), &[("url", &url)]));
    lines.join("\n")
}

/// One line for each number that is another, with all the places in which it stood.
fn changes<'c>(standpoint: &Standpoint<'_>, changes: impl Iterator<Item = &'c Change>) -> Vec<String> {
    let strings = standpoint.strings;
    let mut order: Vec<(&str, Option<&str>)> = Vec::new();
    let mut places: BTreeMap<(&str, Option<&str>), Vec<&str>> = BTreeMap::new();
    for change in changes {
        let key = (change.was.as_str(), change.now.as_deref());
        let all = places.entry(key).or_insert_with(|| {
            order.push(key);
            Vec::new()
        });
        let place = match (change.of.as_str(), change.part) {
            ("", Some(part)) => strings.part(part),
            (of, _) => of,
        };
        if !place.is_empty() && !all.contains(&place) {
            all.push(place);
        }
    }
    let line = |key: &(&str, Option<&str>)| {
        let said = match key.1 {
            Some(now) => filled(strings.get("elsewhere.number"), &[("was", key.0), ("now", now)]),
            None => filled(strings.get("elsewhere.gone"), &[("was", key.0)]),
        };
        match places[key].join(strings.get("credits.separator")) {
            at if at.is_empty() => said,
            at => filled(strings.get("elsewhere.at"), &[("place", &at), ("said", &said)]),
        }
    };
    order.iter().map(line).collect()
}

/// A string with words for the names in braces; what is put in is not looked through again.
fn filled(string: &str, words: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(string.len());
    let mut rest = string;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        out.push_str(words.iter().find(|(known, _)| *known == name).map_or("", |(_, word)| word));
        rest = after;
    }
    out.push_str(rest);
    out
}
