//! Numbers that are kept, as they were signed or put elsewhere: how they are written, and what changed since.
//!
//! The numbers themselves are kept, row by row, rather than a digest of them: people can read the file, two signatures
//! merge, and what changed can be named. A row that stands elsewhere is the same row, and words are not kept at all.

use std::collections::{BTreeMap, BTreeSet};

use super::number::Entry;
use crate::diag::{SourceText, Span};
use crate::model::signature::{Signature, Signatures, SignedRow};

/// The numbers of a row as they stand now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The part of the issue.
    pub place: String,
    /// The numbers.
    pub numbers: Vec<String>,
    /// Which entries they are.
    pub entries: Vec<usize>,
}

/// What is no longer as it was signed. Numbers are of the entries now, rows of the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Another number stands there.
    Changed {
        /// What was signed.
        was: String,
        /// The entry that stands there now.
        entry: usize,
    },
    /// A number was added.
    Added {
        /// Its entry.
        entry: usize,
    },
    /// A number is gone.
    Removed {
        /// What was signed.
        was: String,
        /// The row of the signature.
        row: usize,
    },
    /// The numbers of a row stand in another order.
    Exchanged {
        /// As they were signed.
        was: String,
        /// As they stand now.
        now: String,
        /// The first of them.
        entry: usize,
    },
}

/// The rows of the numbers that are signed: all but those that are no results.
pub fn rows(entries: &[Entry]) -> Vec<Row> {
    let mut found: BTreeMap<(bool, &str, usize), Row> = BTreeMap::new();
    let first = entries.first().map_or("", |it| it.file.path.as_str());
    for (number, entry) in entries.iter().enumerate().filter(|(_, it)| it.apart().is_none()) {
        let path = entry.file.path.as_str();
        let row = found.entry((path != first, path, entry.row)).or_default();
        if row.numbers.is_empty() {
            entry.place.name().clone_into(&mut row.place);
        }
        row.numbers.push(entry.token.clone());
        row.entries.push(number);
    }
    found.into_values().collect()
}

/// What changed since a signature: what is gone and what came is exactly the difference of the numbers, however often
/// each stands there.
pub fn changes(signed: &[SignedRow], now: &[Row]) -> Vec<Change> {
    let (old, new) = unmatched(signed, now);
    let mut gone = counts(old.iter().flat_map(|it| &signed[*it].numbers));
    let mut come = counts(new.iter().flat_map(|it| &now[*it].numbers));
    for (token, count) in &mut gone {
        if let Some(other) = come.get_mut(token) {
            let both = (*count).min(*other);
            (*count, *other) = (*count - both, *other - both);
        }
    }
    let mut found = Vec::new();
    let (mut left, mut fresh) = (Vec::new(), Vec::new());
    for (signed_row, after) in pairs(signed, now, &old, &new) {
        let (before, row) = (&signed[signed_row].numbers, &now[after]);
        if before.len() == row.numbers.len() && sorted(before) == sorted(&row.numbers) {
            let (was, stands) = (before.join(" "), row.numbers.join(" "));
            found.push(Change::Exchanged { was, now: stands, entry: row.entries[0] });
            continue;
        }
        for (deleted, inserted) in gaps(before, &row.numbers) {
            let deleted: Vec<&String> = deleted.map(|at| &before[at]).filter(|it| take(&mut gone, it)).collect();
            let inserted: Vec<usize> = inserted.filter(|at| take(&mut come, &row.numbers[*at])).collect();
            for (was, at) in deleted.iter().zip(&inserted) {
                found.push(Change::Changed { was: (*was).clone(), entry: row.entries[*at] });
            }
            let both = deleted.len().min(inserted.len());
            left.extend(deleted.into_iter().skip(both).map(|it| (it.clone(), signed_row)));
            fresh.extend(inserted.into_iter().skip(both).map(|at| row.entries[at]));
        }
    }
    found.extend(left.into_iter().map(|(was, row)| Change::Removed { was, row }));
    found.extend(fresh.into_iter().map(|entry| Change::Added { entry }));
    for row in old {
        let here = signed[row].numbers.iter().filter(|it| take(&mut gone, it));
        found.extend(here.map(|was| Change::Removed { was: was.clone(), row }));
    }
    for row in new.iter().map(|it| &now[*it]) {
        let here = row.numbers.iter().zip(&row.entries).filter(|(it, _)| take(&mut come, it));
        found.extend(here.map(|(_, entry)| Change::Added { entry: *entry }));
    }
    found
}

/// The rows of both sides that stand only there.
fn unmatched(signed: &[SignedRow], now: &[Row]) -> (Vec<usize>, Vec<usize>) {
    let mut known: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (number, row) in now.iter().enumerate().rev() {
        known.entry(&row.numbers).or_default().push(number);
    }
    let mut is_left = |row: &SignedRow| known.get_mut(&row.numbers[..]).and_then(Vec::pop).is_none();
    let old = (0..signed.len()).filter(|it| is_left(&signed[*it])).collect();
    let mut new: Vec<usize> = known.into_values().flatten().collect();
    new.sort_unstable();
    (old, new)
}

fn counts<'t>(tokens: impl Iterator<Item = &'t String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    tokens.for_each(|token| *counts.entry(token.clone()).or_default() += 1);
    counts
}

/// Takes one of a number, if any is left.
fn take(counts: &mut BTreeMap<String, usize>, token: &str) -> bool {
    match counts.get_mut(token) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

fn sorted(numbers: &[String]) -> Vec<&String> {
    let mut all: Vec<&String> = numbers.iter().collect();
    all.sort();
    all
}

/// Which row became which: those that have most in common, then those of the same part and length.
fn pairs(signed: &[SignedRow], now: &[Row], old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for before in old {
        for after in new {
            let (row, other) = (&signed[*before], &now[*after]);
            let mut counts = counts(row.numbers.iter());
            let common = other.numbers.iter().filter(|it| take(&mut counts, it)).count();
            let is_here = row.place == other.place;
            let is_as_long = row.numbers.len() == other.numbers.len();
            if common > 0 || is_here {
                let alike = common * 2000 / (row.numbers.len() + other.numbers.len());
                all.push(((alike, is_here, is_as_long), *before, *after));
            }
        }
    }
    all.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used, mut taken) = (BTreeSet::new(), BTreeSet::new());
    all.retain(|(_, before, after)| {
        let is_free = !used.contains(before) && !taken.contains(after);
        if is_free {
            used.insert(*before);
            taken.insert(*after);
        }
        is_free
    });
    all.into_iter().map(|(_, before, after)| (before, after)).collect()
}

/// Where two rows differ: between each two numbers that they have in common, in the longest row of them.
fn gaps(before: &[String], after: &[String]) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let width = after.len() + 1;
    let mut longest = vec![0_usize; (before.len() + 1) * width];
    for i in (0..before.len()).rev() {
        for j in (0..after.len()).rev() {
            longest[i * width + j] = if before[i] == after[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut found, mut i, mut j) = (Vec::new(), 0, 0);
    let mut start = (0, 0);
    while i < before.len() && j < after.len() {
        if before[i] == after[j] {
            found.push((start.0..i, start.1..j));
            (i, j) = (i + 1, j + 1);
            start = (i, j);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found.push((start.0..before.len(), start.1..after.len()));
    found
}

/// What a file that keeps numbers has of one who signed or one place: its name, what else is said of it, and the numbers.
pub fn block(name: &str, said: &[(&str, String)], rows: &[Row]) -> String {
    let mut own = format!("{name}:\n");
    for (field, value) in said {
        own.push_str(&format!("  {field}: {value}\n"));
    }
    own.push_str("  numbers:\n");
    for row in rows {
        own.push_str(&format!("    - {{at: {}, are: {}}}\n", quoted(&row.place), quoted(&row.numbers.join(" "))));
    }
    own
}

/// Such a file with one more block, in the place of the earlier one whose name stands at `earlier`; nothing else in it
/// changes. `about` opens a new file.
pub fn with(existing: Option<&SourceText>, earlier: Option<&Span>, block: &str, about: &str) -> String {
    let Some(existing) = existing else { return format!("# {about}\n{block}") };
    let text = &existing.text;
    match earlier {
        Some(name) => {
            let Span { start, end } = lines(text, name);
            format!("{}{block}{}", &text[..start], &text[end..])
        }
        None => format!("{text}{}{block}", if text.is_empty() || text.ends_with('\n') { "" } else { "\n" }),
    }
}

/// The file without the signature of a person; `None` where it is the last.
pub fn without(existing: &Signatures, signature: &Signature) -> Option<String> {
    let text = &existing.source.text;
    let Span { start, end } = lines(text, &signature.by.span);
    (existing.all.len() > 1).then(|| format!("{}{}", &text[..start], &text[end..]))
}

/// The lines of a block: that of its name and those that are indented below it.
fn lines(text: &str, name: &Span) -> Span {
    let start = text[..name.start].rfind('\n').map_or(0, |at| at + 1);
    let first = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
    let is_inside = |line: &&str| line.starts_with([' ', '\t', '-']);
    let inside: usize = text[first..].split_inclusive('\n').take_while(is_inside).map(str::len).sum();
    start..first + inside
}

/// A text in quotation marks, as YAML reads it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}') => out.push(' '),
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
