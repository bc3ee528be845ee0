//! What people are shown once: the same code with the same words and the same repair, wherever it stands. In which order,
//! and how often.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Locale, Place, Severity, Text, text};

/// So many other lines are named, the others counted.
const MOST_LINES: usize = 12;

/// So many diagnostics are counted at a glance; of more, a list says how often each code was said.
const FEW: usize = 5;

/// Diagnostics that say the same of several places.
pub(super) struct Group<'d> {
    /// The first of them, which is shown with its line.
    pub(super) first: &'d Diagnostic,
    /// Where the others stand.
    others: Vec<&'d Place>,
}

/// What is the same about diagnostics of a group: code, words and repair.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'d> {
    severity: Severity,
    code: Code,
    message: &'d Text,
    label: &'d Text,
    help: Option<&'d Text>,
    repair: Vec<&'d str>,
}

/// The groups in the order in which they are shown: notes before warnings before errors, and of either what readers lose last.
pub(super) fn groups<'d>(said: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<Group<'d>> {
    let mut groups: Vec<Group<'d>> = Vec::new();
    let mut known: BTreeMap<Key<'d>, usize> = BTreeMap::new();
    for diagnostic in said {
        let Some((key, place)) = key(diagnostic) else {
            groups.push(Group::of(diagnostic));
            continue;
        };
        match known.get(&key) {
            Some(group) => groups[*group].others.push(place),
            None => {
                known.insert(key, groups.len());
                groups.push(Group::of(diagnostic));
            }
        }
    }
    groups.sort_by_key(|group| (group.first.severity, group.first.code.is_about_content()));
    groups
}

/// What a diagnostic has in common with others, and its place. What names other places stands by itself.
fn key(diagnostic: &Diagnostic) -> Option<(Key<'_>, &Place)> {
    let place = diagnostic.place.as_ref().filter(|_| diagnostic.related.is_empty())?;
    let key = Key {
        severity: diagnostic.severity,
        code: diagnostic.code,
        message: &diagnostic.message,
        label: &place.label,
        help: diagnostic.help.as_ref(),
        repair: diagnostic.fix.iter().map(|edit| edit.text.as_str()).collect(),
    };
    Some((key, place))
}

/// A line for each code, with how often it was said, in the order of the groups. None where few things were said.
pub(super) fn counts(groups: &[Group<'_>], locale: Locale) -> Vec<String> {
    let mut codes: Vec<(Code, usize)> = Vec::new();
    for group in groups {
        match codes.iter_mut().find(|(code, _)| *code == group.first.code) {
            Some((_, count)) => *count += group.count(),
            None => codes.push((group.first.code, group.count())),
        }
    }
    if codes.len() < 2 || groups.iter().map(Group::count).sum::<usize>() <= FEW {
        return Vec::new();
    }
    let width = codes.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(1);
    let line = |(code, count): &(Code, usize)| format!("{count:>width$}  {code}  {}", code.about().say(locale));
    codes.iter().map(line).chain([String::new()]).collect()
}

impl<'d> Group<'d> {
    /// One by itself.
    pub(super) fn of(first: &'d Diagnostic) -> Self {
        Self { first, others: Vec::new() }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.others.len() + 1
    }

    /// Where the others stand: numbers of lines, and the path of another file once before its lines.
    pub(super) fn others(&self) -> Option<Text> {
        let own = &self.first.place.as_ref()?.file.path;
        // Diagnostics come by file and line, so the same line follows itself.
        let mut lines: Vec<(&str, usize, usize)> = Vec::new();
        for place in &self.others {
            let (path, line) = (place.file.path.as_str(), place.file.line_column(place.span.start).0);
            match lines.last_mut().filter(|last| (last.0, last.1) == (path, line)) {
                Some((_, _, times)) => *times += 1,
                None => lines.push((path, line, 1)),
            }
        }
        let count = self.others.len();
        let named = lines.iter().take(MOST_LINES).map(|(path, line, times)| {
            let place = if path == own { line.to_string() } else { format!("{path}:{line}") };
            if *times > 1 { format!("{place} (×{times})") } else { place }
        });
        let places = Text::list(named);
        match lines.len().saturating_sub(MOST_LINES) {
            _ if count == 0 => None,
            0 if count == 1 => Some(text!("the same stands once more, in line {places}", places)),
            0 => Some(text!("the same stands {count} times more, in lines {places}", count, places)),
            more => Some(text!(
                "the same stands {count} times more, in lines {places} and {more} others",
                count,
                places,
                more
            )),
        }
    }
}
