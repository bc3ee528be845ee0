//! E201: a count and its percentage that do not agree.
//!
//! Where the text says of how many, these are taken; where it does not, everything that the issue names is tried: arms,
//! totals, populations, every other number of people. Only what none of them explains is flagged. Rates of survival are
//! estimated, not counted, and another study's people are not known here: neither is looked at.

use std::cell::OnceCell;

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::counted::{counted, is_of_others};
use crate::evidence::lex::Line;
use crate::evidence::people::lone_fraction;
use crate::evidence::proportion::{Share, denominators};
use crate::evidence::share::{CountPercent, percent};
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
    for passage in document.passages.iter().filter(|it| it.has_any("%") && !it.kind.is_citation()) {
        if passage.kind == PassageKind::Cell || in_wrong_answer(issue, passage) {
            continue;
        }
        for share in counted(&passage.line()) {
            let misfit = misfit(&share, &[], &known);
            said.extend(misfit.map(|it| flag(passage, share.span, &it)));
        }
    }
    if document.passages.iter().any(|it| it.kind == PassageKind::Cell && it.has_any("%")) {
        tables(document).iter().for_each(|table| read_table(table, &known, said));
    }
    findings(issue, said);
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

fn read_table<'c>(table: &Table<'_, '_>, known: &dyn Fn() -> &'c Crowds, said: &mut Said) {
    for row in &table.rows {
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        if is_of_others(about) {
            continue;
        }
        for column in 0..row.len() {
            let Some((share, passage)) = table.share(row, column) else { continue };
            let own = table.people(column);
            let fits = |among: u32| Share { count: share.count, among }.is_printed_as(share.percent);
            if share.among.is_none() && own.is_some_and(fits) {
                continue;
            }
            // The people of another column are not those of this one.
            let others: Vec<u32> = match own {
                Some(own) => (0..row.len()).filter_map(|it| table.people(it)).filter(|it| *it != own).collect(),
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
            let rate = Line::new(&value.value);
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
