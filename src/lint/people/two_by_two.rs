//! E206: a P value that no test of the two rates beside it gives.
//!
//! χ², Yates, Fisher, mid-P, the likelihood ratio and Wald's tests are tried, and what one of them gives is right. What
//! lies between them or so near that a stratified test explains it, and what a one-sided one gives that is not called so,
//! is noted. A P value of an effect, of an adjusted test, or of non-inferiority is another one. Where the text gives
//! percentages alone, every count that rounds to them is tried, among all of the arms.

use std::ops::RangeInclusive;

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::lex::Line;
use crate::evidence::method::Verdict;
use crate::evidence::normal::{both_tails, reach};
use crate::evidence::people::{crowd, lone_fraction};
use crate::evidence::probability;
use crate::evidence::proportion::{Share, counts};
use crate::evidence::rate::{Rate, is_beside, pairs};
use crate::evidence::sentence::sentences;
use crate::evidence::two_by_two::Tests;
use crate::evidence::words::{Topic, first_of, speak_of};
use crate::lint::reading::arms::Arms;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::PassageKind;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::reckoned::judged;
use crate::lint::reading::table::{Cell, Table, tables};
use crate::model::finding::{ArmValue, Measure};
use crate::model::issue::Issue;
use crate::model::statistic::{Comparison, PRole, PValue, Sides};

/// How far, in z, another test of the same counts may be from those that are tried: a stratified one, a trend.
const OTHER_TEST: f64 = 0.1;
/// The same where the counts are not printed, and some of an arm may not have been analysed.
const OTHER_COUNTS: f64 = 0.4;
/// The part of an arm that is analysed at least.
const ANALYSED: f64 = 0.8;

/// What gives another P value than the tests of the counts: the names in English, each in the catalogue.
const STRATIFIED: &str = "a stratified or adjusted test";
const ONE_SIDED: &str = "a one-sided test";
const FEWER: &str = "a test of fewer people than the arms have";

/// A P value is that of the rates.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let arms = Arms::of(issue);
    for passage in document.passages.iter().filter(|it| it.has_any("Pp")) {
        let may = passage.kind != PassageKind::Cell && !passage.kind.is_citation() && passage.has_any("%");
        if !may || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            let says = |topic: Topic| speak_of(&line, sentence.clone(), topic);
            if OTHER_TESTS.into_iter().any(says) || says(Topic::Planned) {
                continue;
            }
            for (first, second) in pairs(&line, passage.counted(), &sentence) {
                let from = second.pieces.end;
                let next =
                    (from..sentence.end.min(from + 16)).find_map(|at| Some((probability::read(&line, at)?.0, at)));
                let Some((p, _)) = next.filter(|(_, at)| is_beside(&line, from, *at)) else { continue };
                if let Some(table) = table_of(&line, &sentence, [&first, &second], &arms)
                    && let Some((message, verdict)) = judge(&table, &p)
                {
                    said.push(explained(say(code::E206, passage, p.span, message), verdict));
                }
            }
        }
    }
    if document.passages.iter().any(|it| it.kind == PassageKind::Cell) {
        for table in tables(document) {
            read_table(&table, &arms, said);
            // Arms may be rows, with P below them or in the row of the last.
            let turned = table.turned();
            let is_arm = |cell: &Cell<'_, '_>| cell.is_some_and(|cell| arms.called(&cell.text).is_some());
            if turned.head.iter().filter(|cell| is_arm(cell)).count() == 2 {
                read_table(&turned, &arms, said);
            }
        }
    }
    findings(issue, said);
}

fn explained(diagnostic: Diagnostic, verdict: Verdict) -> Diagnostic {
    let help =
        text!("look the counts and the P value up in the paper; if it is of another test, say which in the sentence");
    judged(diagnostic, verdict, help, |method| {
        text!("{method} may explain the difference; otherwise a digit is wrong", method)
    })
}

/// What names a test that two counts do not decide: its name, or more groups than two.
const OTHER_TESTS: [Topic; 2] = [Topic::ModelTests, Topic::MoreGroups];

/// Whether a text names one.
fn names_other_test(text: &str) -> bool {
    OTHER_TESTS.into_iter().any(|topic| first_of(text, topic).is_some())
}

/// Two rates with what is known of their counts.
enum Counted {
    /// Both counts, among how many.
    Known(Share, Share),
    /// Percentages of arms: each with the counts that round to it, and the size of the arm.
    Rounded([(RangeInclusive<u32>, u32); 2], [String; 2]),
}

/// The table of two rates: with their own numbers, or with those of the arms that the sentence names or of the only two.
fn table_of(line: &Line<'_>, sentence: &std::ops::Range<usize>, rates: [&Rate; 2], arms: &Arms) -> Option<Counted> {
    let span = line.span(sentence.clone());
    let places = rates.map(|rate| {
        let place = line.span(rate.pieces.clone());
        place.start - span.start..place.end - span.start
    });
    let own = |arm: Option<usize>| arm.and_then(|arm| arms.size(arm)).map(|(n, _)| n);
    let named: Vec<_> = arms.assigned(&line.text[span], &places).into_iter().map(own).collect();
    let is_named = matches!(named[..], [Some(first), Some(second)] if arms.two_sizes().is_none_or(|it| it == [first, second] || it == [second, first]));
    let named =
        if let ([Some(first), Some(second)], true) = (&named[..], is_named) { Some([*first, *second]) } else { None };
    let alone = |rate: &Rate| rate.share(None);
    if let (Some(first), Some(second)) = (alone(rates[0]), alone(rates[1])) {
        return Some(Counted::Known(first, second));
    }
    if rates.iter().any(|rate| rate.among.is_some()) {
        return None;
    }
    let of = |[first, second]: [u32; 2]| rates[0].share(Some(first)).zip(rates[1].share(Some(second)));
    let two = arms.two_sizes();
    if rates.iter().all(|rate| rate.count.is_some()) {
        let table = named.and_then(of).or_else(|| two.and_then(of)).or_else(|| two.and_then(|[a, b]| of([b, a])));
        return table.map(|(first, second)| Counted::Known(first, second));
    }
    let [first, second] = named.or(two.filter(|[a, b]| is_near(*a, *b)))?;
    // A share of people is called one.
    let says = |topic: Topic| speak_of(line, sentence.start..rates[1].pieces.end, topic);
    let is_of_arms = named.is_some() || !says(Topic::OfOthers);
    // Some of the arms have a number of their own, which stands in the sentence.
    let names_crowd = sentence.clone().any(|at| crowd(line, at).is_some_and(|size| size != first && size != second));
    if !is_of_arms || names_crowd || !says(Topic::OfPeople) || says(Topic::NoShare) || says(Topic::Subset) {
        return None;
    }
    let of = |rate: &Rate, among: u32| counts(rate.percent, among).map(|counts| (counts, among));
    let shown = |rate: &Rate| rate.percent.to_string();
    Some(Counted::Rounded([of(rates[0], first)?, of(rates[1], second)?], [shown(rates[0]), shown(rates[1])]))
}

/// Whether it matters little which of two arms is which.
fn is_near(a: u32, b: u32) -> bool {
    f64::from(a.min(b)) >= 0.8 * f64::from(a.max(b))
}

impl Counted {
    /// The shares, with the counts in the middle of those that are possible.
    fn shares(&self) -> (Share, Share) {
        let middle = |(counts, among): &(RangeInclusive<u32>, u32)| Share {
            count: u32::midpoint(*counts.start(), *counts.end()),
            among: *among,
        };
        match self {
            Self::Known(first, second) => (*first, *second),
            Self::Rounded([first, second], _) => (middle(first), middle(second)),
        }
    }

    /// The P values that tests give, and what is so near to them that others do.
    fn range(&self, is_one_sided: bool) -> Option<(f64, f64)> {
        Some(match self {
            Self::Known(first, second) => {
                widened(Tests::of(*first, *second)?.range(is_one_sided), is_one_sided, OTHER_TEST, 1.0)
            }
            Self::Rounded([first, second], _) => {
                widened(Tests::over(first, second, is_one_sided)?, is_one_sided, OTHER_COUNTS, ANALYSED)
            }
        })
    }

    /// Whether one of the tests gives a P value that fits, all people being analysed.
    fn gives(&self, is_one_sided: bool, fits: impl Fn(f64, f64) -> bool) -> bool {
        match self {
            Self::Known(first, second) => {
                Tests::of(*first, *second).is_some_and(|it| it.all(is_one_sided).into_iter().any(|p| fits(p, p)))
            }
            Self::Rounded([first, second], _) => {
                Tests::over(first, second, is_one_sided).is_some_and(|(least, greatest)| fits(least, greatest))
            }
        }
    }
}

/// What is wrong with a P value of two rates, with the values of the tests, and whether another one may explain it.
fn judge(table: &Counted, p: &PValue) -> Option<(Text, Verdict)> {
    if p.role != PRole::Effect {
        return None;
    }
    let is_one_sided = p.sides.as_ref().is_some_and(|it| it.value == Sides::One);
    let (first, second) = table.shares();
    let (least, greatest) = table.range(is_one_sided)?;
    let scale = 10_f64.powi(i32::from(p.power));
    let (low, high) = (p.value.low() * scale - 1e-9, p.value.high() * scale + 1e-9);
    let fits = |least: f64, greatest: f64| match p.comparison {
        Comparison::Less | Comparison::AtMost => least < high,
        Comparison::Greater | Comparison::AtLeast => greatest > low,
        Comparison::Equal => least <= high && low <= greatest,
    };
    if table.gives(is_one_sided, fits) {
        return None;
    }
    let verdict = if fits(least, greatest) {
        Verdict::Explained(if matches!(table, Counted::Known(..)) { STRATIFIED } else { FEWER })
    } else if p.sides.is_none() && table.gives(true, fits) {
        Verdict::Explained(ONE_SIDED)
    } else {
        Verdict::Unexplained
    };
    let tests = Tests::of(first, second)?;
    let shown = |p: f64| if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") };
    let printed = p.printed().trim_start_matches("= ").replacen(' ', "", 1);
    let message = match table {
        Counted::Known(..) => text!(
            "{a}/{n} against {c}/{m}: χ² gives P = {chi}, with Yates {yates}, Fisher {fisher}; printed {printed}",
            a = first.count,
            n = first.among,
            c = second.count,
            m = second.among,
            chi = shown(tests.chi_square),
            yates = shown(tests.yates),
            fisher = shown(tests.fisher),
            printed
        ),
        Counted::Rounded(_, [one, other]) => text!(
            "{one}% of {n} against {other}% of {m}: χ² gives P = {chi}, Fisher {fisher}; printed {printed}",
            one = one.as_str(),
            n = first.among,
            other = other.as_str(),
            m = second.among,
            chi = shown(tests.chi_square),
            fisher = shown(tests.fisher),
            printed
        ),
    };
    Some((message, verdict))
}

/// A range of P values, and what lies nearer to it in z than `by`, if as few as a `part` of the people were analysed.
fn widened((least, greatest): (f64, f64), is_one_sided: bool, by: f64, part: f64) -> (f64, f64) {
    let both = if is_one_sided { 2.0 } else { 1.0 };
    let z = |p: f64| reach(100.0 * (1.0 - (p * both).clamp(1e-14, 1.0)));
    let (far, near) = (z(least) + by, (z(greatest) * part.sqrt() - by).max(0.0));
    (both_tails(far) / both, both_tails(near) / both)
}

/// Rows with two counts and a P value: `| 27.0%（41/152） | 44.0%（66/150） | 0.002 |`.
fn read_table(table: &Table<'_, '_>, arms: &Arms, said: &mut Said) {
    for (number, row) in table.rows.iter().enumerate() {
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        let Some(shares) = pair(table, row, arms) else { continue };
        let Some((p, passage, heading)) = table.p_value(row) else { continue };
        let is_of_more = has_more_levels(table, number, shares, arms);
        if is_of_more || names_other_test(about) || names_other_test(&heading) {
            continue;
        }
        if let Some((message, verdict)) = judge(&Counted::Known(shares.0, shares.1), &p) {
            said.push(explained(say(code::E206, passage, 0..passage.text.len(), message), verdict));
        }
    }
}

/// The two shares of a row, where there are no more.
fn pair(table: &Table<'_, '_>, row: &[Cell<'_, '_>], arms: &Arms) -> Option<(Share, Share)> {
    let shares: Vec<Share> = (1..row.len()).filter_map(|column| table.whole_share(row, column, arms)).collect();
    let [first, second] = shares[..] else { return None };
    Some((first, second))
}

/// Whether the P value of a row is of more than its two shares: rows without one follow, other levels of its variable. A
/// single one that has everybody else changes nothing.
fn has_more_levels(table: &Table<'_, '_>, number: usize, (first, second): (Share, Share), arms: &Arms) -> bool {
    let rest = table.rows[number + 1..].iter();
    let rest: Vec<(Share, Share)> =
        rest.map_while(|row| pair(table, row, arms).filter(|_| table.p_value(row).is_none())).collect();
    let is_rest = |share: Share, other: Share| share.count + other.count == share.among && share.among == other.among;
    match rest[..] {
        [] => false,
        [(one, other)] => !(is_rest(first, one) && is_rest(second, other)),
        _ => true,
    }
}

/// Findings of two arms with counts and a P value of their own.
fn findings(issue: &Issue, said: &mut Said) {
    for finding in issue.findings.iter().filter(|it| it.measure == Some(Measure::Rate) && it.effect.is_none()) {
        let note = finding.note.as_deref().unwrap_or_default();
        let (Some(p), Some(written), [first, second]) = (&finding.understood.p, &finding.p, &finding.values[..]) else {
            continue;
        };
        let share = |value: &ArmValue| value.count.as_ref().and_then(|count| lone_fraction(count));
        let Some(pair) = share(first).zip(share(second)).filter(|_| !names_other_test(note)) else { continue };
        if let Some((message, verdict)) = judge(&Counted::Known(pair.0, pair.1), p) {
            said.push(explained(Diagnostic::new(code::E206, message).at(&issue.source, written.span.clone()), verdict));
        }
    }
}
