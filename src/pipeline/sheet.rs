//! The sheet of an issue's numbers: which rules would notice that a number is wrong, found out by making it wrong.
//!
//! Nothing is said of a rule that it does not do: each number is written with other digits, the issue is read again, and
//! the rules that judge numbers are asked. Those that say anything else than before have looked at it; what they said of
//! the issue as it stands is what they made of it. Where none does, there is nothing to check the number against.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::parse::{Again, again};
use super::{Loaded, Request, signatures};
use crate::diag::{Code, Diagnostic, SourceText};
use crate::io::world::Disk;
use crate::lint::{self, Desk, Source};
use crate::model::issue::Issue;
use crate::model::retraction::Notices;
use crate::sheet::Entry;

/// How many wrong writings of a number are tried.
const TRIES: usize = 5;

/// The numbers of an issue with what was checked of them.
pub struct Sheet {
    /// Every number that may be a result, in the order of the file.
    pub lines: Vec<Line>,
    /// The others.
    pub apart: Vec<Entry>,
}

/// A number with what was checked of it.
pub struct Line {
    /// The number.
    pub entry: Entry,
    /// The rules that look at it.
    pub codes: BTreeSet<Code>,
    /// How many wrong numbers were tried in its place.
    pub tried: usize,
    /// How many of them a rule would have noticed.
    pub noticed: usize,
    /// What rules say of it as it stands.
    pub remarks: Vec<Remark>,
    /// Where the same number stands: lines of the sheet.
    pub elsewhere: Vec<usize>,
}

/// What a rule says of a number.
pub struct Remark {
    /// What it says.
    pub diagnostic: Diagnostic,
    /// Whether the site or its editor lets it stand.
    pub is_accepted: bool,
}

/// Makes the sheet of an issue. `kept` is what was said of its site.
pub fn sheet(request: &Request, loaded: &Loaded, kept: &[Diagnostic], issue: &Issue) -> Sheet {
    let world = Disk::new(&request.root, &request.unsaved);
    let (apart, results): (Vec<Entry>, Vec<Entry>) =
        signatures::numbers(&world, &loaded.config.house, issue).into_iter().partition(|entry| entry.apart().is_some());
    let notices = Notices::default();
    let desk = Desk::new(&loaded.site, &loaded.config.house, &notices);
    let main = &loaded.site.settings.language;
    let is_translation = issue.language != *main;
    let original = loaded.site.translations(issue).into_iter().find(|it| is_translation && it.language == *main);
    let probe = Probe { read: again(&loaded.config), desk: &desk, issue, original };
    let before = probe.judge(&issue.source).unwrap_or_default();
    let lines: Vec<Line> = results.into_par_iter().map(|entry| probe.line(entry, &before, kept)).collect();
    Sheet { lines: linked(lines), apart }
}

/// Finds the lines with the same number. Small counts stand everywhere.
fn linked(mut lines: Vec<Line>) -> Vec<Line> {
    let mut by_token: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, it)| it.entry.matters) {
        by_token.entry(line.entry.token.clone()).or_default().push(number);
    }
    for (number, line) in lines.iter_mut().enumerate().filter(|(_, it)| it.entry.matters) {
        let same = by_token.get(&line.entry.token).into_iter().flatten();
        line.elsewhere = same.copied().filter(|other| *other != number).collect();
    }
    lines
}

/// What rules say, told apart by what they say and where.
type Judgement = BTreeMap<(Code, usize, String), Diagnostic>;

struct Probe<'a> {
    read: Again<'a>,
    desk: &'a Desk<'a>,
    issue: &'a Issue,
    original: Option<&'a Issue>,
}

impl Probe<'_> {
    /// What rules say of the issue with this text.
    fn judge(&self, text: &Arc<SourceText>) -> Option<Judgement> {
        let issue = (self.read)(text, &self.issue.language, self.original)?;
        let said = lint::judge(Source::Issue(&issue), self.desk);
        let place = |it: &Diagnostic| it.place.as_ref().map_or(0, |place| place.span.start);
        Some(said.into_iter().map(|it| ((it.code, place(&it), it.message.to_string()), it)).collect())
    }

    fn line(&self, entry: Entry, before: &Judgement, kept: &[Diagnostic]) -> Line {
        let mut line =
            Line { entry, codes: BTreeSet::new(), tried: 0, noticed: 0, remarks: Vec::new(), elsewhere: Vec::new() };
        let is_here = line.entry.file.path == self.issue.source.path;
        let mut about: BTreeSet<&(Code, usize, String)> = BTreeSet::new();
        for wrong in if is_here { wrong(&line.entry) } else { Vec::new() } {
            let mut text = self.issue.source.text.clone();
            text.replace_range(line.entry.span.clone(), &wrong);
            let Some(after) = self.judge(&SourceText::new(self.issue.source.path.as_str(), text)) else { continue };
            let gone: Vec<_> = before.keys().filter(|it| !after.contains_key(*it)).collect();
            let come = after.keys().filter(|it| !before.contains_key(*it)).map(|(code, ..)| *code);
            let codes: BTreeSet<Code> = gone.iter().map(|(code, ..)| *code).chain(come).collect();
            about.extend(gone);
            line.tried += 1;
            line.noticed += usize::from(!codes.is_empty());
            line.codes.extend(codes);
        }
        let stands = |it: &Diagnostic| {
            let place = it.place.as_ref().filter(|_| is_here);
            place.is_some_and(|at| at.span.start < line.entry.span.end && line.entry.span.start < at.span.end)
        };
        let mut seen = BTreeSet::new();
        let said = before.iter().filter(|(key, it)| about.contains(key) || stands(it));
        // What is said in several places of this number is said once.
        let said = said.filter(|((code, _, message), _)| seen.insert((*code, message.as_str())));
        let is_kept = |it: &Diagnostic| kept.iter().any(|other| other.code == it.code && other.message == it.message);
        line.remarks = said.map(|(_, it)| Remark { is_accepted: !is_kept(it), diagnostic: it.clone() }).collect();
        line.codes.extend(line.remarks.iter().map(|it| it.diagnostic.code));
        line
    }
}

/// Wrong writings of a number: one digit is another in each.
fn wrong(entry: &Entry) -> Vec<String> {
    let text = &entry.file.text[entry.span.clone()];
    let digits: Vec<(usize, char, u32)> =
        text.char_indices().filter_map(|(at, c)| Some((at, c, c.to_digit(10).or_else(|| wide(c))?))).collect();
    let last = digits.len().saturating_sub(1);
    let write = |(at, c, _): &(usize, char, u32), digit: u32| {
        let other = char::from_u32(u32::from(*c) - c.to_digit(10).or_else(|| wide(*c)).unwrap_or(0) + digit);
        let mut text = text.to_owned();
        text.replace_range(*at..at + c.len_utf8(), &String::from(other.unwrap_or(*c)));
        text
    };
    let far = digits.iter().enumerate().map(|(place, it)| {
        let digit = (it.2 + 5) % 10;
        // A number that began with a digit goes on to.
        write(it, if place == 0 && digit == 0 { 9 } else { digit })
    });
    let near = digits.get(last).map(|it| write(it, if it.2 == 9 { 8 } else { it.2 + 1 }));
    let mut all: Vec<String> = near.into_iter().chain(far).filter(|it| it != text).collect();
    all.dedup();
    all.truncate(TRIES);
    all
}

/// A full-width digit.
fn wide(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| u32::from(c) - u32::from('０'))
}
