//! E201: a count and its percentage that do not agree.
//!
//! Where the text says of how many, these are taken; where it does not, everything that the issue names is tried: arms,
//! totals, populations, every other number of people. Only what none of them explains is flagged. Rates of survival are
//! estimated, not counted, and another study's people are not known here: neither is looked at.

use std::cell::OnceCell;
use std::ops::Range;

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::counted::is_of_others;
use crate::evidence::lex::Line;
use crate::evidence::people::lone_fraction;
use crate::evidence::proportion::{Share, denominators};
use crate::evidence::rate::names_groups;
use crate::evidence::sentence::sentences;
use crate::evidence::share::{CountPercent, percent};
use crate::evidence::words::{Topic, speak_of};
use crate::lint::reading::arms::Arms;
use crate::lint::reading::crowd::{Crowds, Misfit};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, PassageKind};
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::table::{Table, tables};
use crate::model::finding::Measure;
use crate::model::issue::Issue;

/// A count and its percentage agree.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let crowds = OnceCell::new();
    let known = || crowds.get_or_init(|| Crowds::in_document(document));
    let arms = Arms::of(issue);
    for passage in document.passages.iter().filter(|it| it.has_any("%") && !it.kind.is_citation()) {
        if passage.kind == PassageKind::Cell || in_wrong_answer(issue, passage) {
            continue;
        }
        let (line, shares) = (passage.line(), passage.counted());
        for sentence in sentences(&line).filter(|_| !shares.is_empty()) {
            let within = |at: usize| shares.partition_point(|it| it.pieces.start < at);
            let here = &shares[within(sentence.start)..within(sentence.end)];
            // `共602例……16例（5.3%）对27例（9.0%）`: groups whose sizes nobody says.
            let of_groups = !arms.has_sizes() && names_groups(&line, sentence.clone());
            for (number, (share, arm)) in here.iter().zip(arms_of(&line, &sentence, here, &arms)).enumerate() {
                let near =
                    [number.checked_sub(1), Some(number + 1)].into_iter().flatten().filter_map(|it| here.get(it));
                let are_together = |other: &CountPercent| {
                    let both = [share, other].map(|it| (it.count, it.percent));
                    share.among.or(other.among).is_none() && known().are_together(both[0], both[1])
                };
                if is_of_some(&line, &sentence, share, known())
                    || is_possible(share) && (of_groups || arm.is_none() && near.into_iter().any(are_together))
                {
                    continue;
                }
                // Who is of the arm that the sentence names is of no other.
                let but = arm.map(|arm| arms.others(arm)).unwrap_or_default();
                let mut misfit = misfit(share, &but, &known);
                let own =
                    arm.and_then(|arm| arms.size(arm)).filter(|(n, _)| *n >= share.count && share.among.is_none());
                if let (Some(misfit), Some((n, name))) = (&mut misfit, own) {
                    misfit.nearest = Some((n, name.to_owned()));
                }
                said.extend(misfit.map(|it| flag(passage, share.span.clone(), &it)));
            }
        }
    }
    if document.passages.iter().any(|it| it.kind == PassageKind::Cell && it.has_any("%")) {
        tables(document).iter().for_each(|table| read_table(table, &arms, &known, said));
    }
    findings(issue, said);
}

/// The arm of each share of a sentence, where it names it.
fn arms_of(line: &Line<'_>, sentence: &Range<usize>, shares: &[CountPercent], arms: &Arms) -> Vec<Option<usize>> {
    let span = line.span(sentence.clone());
    let places: Vec<_> = shares.iter().map(|it| it.span.start - span.start..it.span.end - span.start).collect();
    arms.assigned(&line.text[span], &places)
}

/// Whether a percentage is of some people whose number the text leaves out: `可评估患者中`. What fits no number at all is
/// looked at all the same, and so is what names its own.
fn is_of_some(line: &Line<'_>, sentence: &Range<usize>, share: &CountPercent, crowds: &Crowds) -> bool {
    if !is_possible(share) {
        return false;
    }
    // `47% (n=83)`: a number that is known as one of people may be the whole.
    let is_n = share.pieces.clone().any(|at| line.word(at) == Some("n"));
    speak_of(line, sentence.start..share.pieces.start, Topic::Subset) || is_n && crowds.knows(share.count)
}

/// Whether a count can have its percentage among some number of people that the text does not say.
fn is_possible(share: &CountPercent) -> bool {
    share.among.is_none() && denominators(share.count, share.percent).is_some()
}

/// What is wrong with a share. More than everybody is for E202 to say.
fn misfit<'c>(share: &CountPercent, but: &[u32], known: &dyn Fn() -> &'c Crowds) -> Option<Misfit> {
    let (count, percent) = (share.count, share.percent);
    if percent.low() > 100.0 {
        return None;
    }
    match share.among {
        Some(among) if among < count || among == 0 => None,
        Some(among) => (!Share { count, among }.is_printed_as(percent)).then(|| Misfit {
            count,
            percent,
            fitting: denominators(count, percent),
            nearest: Some((among, String::new())),
        }),
        None => known().judge(count, percent, but),
    }
}

fn read_table<'c>(table: &Table<'_, '_>, arms: &Arms, known: &dyn Fn() -> &'c Crowds, said: &mut Said) {
    for row in &table.rows {
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        let about = Line::new(about);
        if is_of_others(&about, 0..about.lexemes.len()) {
            continue;
        }
        for column in 0..row.len() {
            let Some((share, passage)) = table.share(row, column) else { continue };
            let own = table.size(row, column, arms);
            let fits = |among: u32| Share { count: share.count, among }.is_printed_as(share.percent);
            if share.among.is_none() && own.is_some_and(fits) {
                continue;
            }
            // The people of another column are not those of this one.
            let others: Vec<u32> = match own {
                Some(own) => {
                    let all = (0..row.len()).filter_map(|it| table.size(row, it, arms));
                    all.filter(|it| *it != own).collect()
                }
                None => Vec::new(),
            };
            let mut found = misfit(&share, &others, known);
            if let (Some(found), Some(own), None) = (&mut found, own, share.among)
                && own >= share.count
            {
                found.nearest = Some((own, String::new()));
            }
            said.extend(found.map(|it| flag(passage, share.span, &it)));
        }
    }
}

/// Rates of findings with their counts.
fn findings(issue: &Issue, said: &mut Said) {
    for finding in issue.findings.iter().filter(|it| it.measure == Some(Measure::Rate)) {
        for value in &finding.values {
            let Some(count) = &value.count else { continue };
            let rate = Line::in_language(&value.value, &issue.language);
            let parsed =
                percent(&rate, 0).map(|(it, _)| it).or_else(|| rate.number(0).filter(|_| rate.lexemes.len() == 1));
            let (Some(percent), Some(share)) = (parsed, lone_fraction(count)) else { continue };
            let Share { count, among } = share;
            if count > among || among == 0 || percent.low() > 100.0 || share.is_printed_as(percent) {
                continue;
            }
            let misfit =
                Misfit { count, percent, fitting: denominators(count, percent), nearest: Some((among, String::new())) };
            let found = Diagnostic::new(code::E201, misfit.arithmetic()).at(&issue.source, value.value.span.clone());
            said.push(found.label(misfit.would_fit()).help(help()));
        }
    }
}

fn flag(passage: &Passage<'_>, range: std::ops::Range<usize>, misfit: &Misfit) -> Diagnostic {
    say(code::E201, passage, range, misfit.arithmetic()).label(misfit.would_fit()).help(help())
}

fn help() -> crate::diag::Text {
    text!(
        "look both numbers up in the paper; if the percentage is of other people, say of how many, or accept E201 with the reason"
    )
}
