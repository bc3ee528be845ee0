//! E206: a P value that no test of the two counts beside it gives.
//!
//! χ², Yates, Fisher and mid-P are tried, and everything between them is accepted. A P value of an effect, of a
//! stratified or adjusted test, or of non-inferiority is another one.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::counted::counted;
use crate::evidence::lex::{Kind, Line, Sign};
use crate::evidence::people::lone_fraction;
use crate::evidence::probability::{self, whole};
use crate::evidence::proportion::Share;
use crate::evidence::sentence::sentences;
use crate::evidence::share::CountPercent;
use crate::evidence::two_by_two::Tests;
use crate::evidence::words::first_of;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::PassageKind;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::table::{Cell, Table, tables};
use crate::model::finding::{ArmValue, Measure};
use crate::model::issue::Issue;
use crate::model::statistic::{Comparison, PRole, PValue, Sides};

/// A P value is that of the counts.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_any("Pp")) {
        let may = passage.kind != PassageKind::Cell && !passage.kind.is_citation() && passage.has_any("%");
        if !may || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        let shares = counted(&line);
        for sentence in sentences(&line) {
            let all = shares.iter().filter(|it| sentence.contains(&it.pieces.start)).collect::<Vec<_>>();
            if all.len() < 2 || names_other_test(line.slice(sentence.clone())) {
                continue;
            }
            for at in sentence.clone() {
                let Some((p, _)) = probability::read(&line, at) else { continue };
                if let Some(pair) = pair_before(&line, &all, at)
                    && let Some(message) = judge(pair, &p)
                {
                    said.push(say(code::E206, passage, p.span, message).help(help()));
                }
            }
        }
    }
    if document.passages.iter().any(|it| it.kind == PassageKind::Cell) {
        tables(document).iter().for_each(|table| read_table(table, said));
    }
    findings(issue, said);
}

fn help() -> Text {
    text!("look the counts and the P value up in the paper; if it is of another test, say which in the sentence")
}

/// Whether a text names a test that two counts do not decide.
fn names_other_test(text: &str) -> bool {
    first_of(text, |it| it.model_tests).is_some() || names_more_groups(text)
}

/// Whether a text speaks of more groups than two: `三组`, `four arms`.
fn names_more_groups(text: &str) -> bool {
    let small = text.to_lowercase();
    let is_chinese = ["三", "四", "五", "多", "3", "4", "5"].iter().any(|size| small.contains(&format!("{size}组")));
    let is_english = |size: &str| ["groups", "arms"].iter().any(|of| small.contains(&format!("{size} {of}")));
    is_chinese || ["three", "four", "five", "multiple", "all"].into_iter().any(is_english)
}

/// The two shares that stand right before a P value, with nothing between that it could belong to.
fn pair_before(line: &Line<'_>, shares: &[&CountPercent], at: usize) -> Option<(Share, Share)> {
    let last = shares.iter().rposition(|it| it.pieces.end <= at)?;
    let (first, second) = (shares[last.checked_sub(1)?], shares[last]);
    let of = |share: &CountPercent| share.among.map(|among| Share { count: share.count, among });
    // A third one makes it a test of three.
    let is_third = last > 1 && between_is_short(line, shares[last - 2].pieces.end, first.pieces.start);
    let joined = between_is_short(line, first.pieces.end, second.pieces.start);
    let near = (second.pieces.end..at).all(|it| match line.kind(it) {
        Some(Kind::Sign(sign)) => matches!(sign, Sign::Comma | Sign::Open | Sign::Close),
        Some(Kind::Han(han)) => {
            ["双侧", "单侧", "差异无统计学意义", "差异有统计学意义", "两组差异无统计学意义", "例", "检验", "精确检验"]
                .contains(&han)
        }
        Some(Kind::Word(word)) => {
            ["fisher", "yates", "exact", "test", "two", "one", "sided"].contains(&word.to_ascii_lowercase().as_str())
        }
        _ => false,
    });
    (joined && near && !is_third).then(|| of(first).zip(of(second)))?
}

/// Whether two shares are set against each other: few words, no other number.
fn between_is_short(line: &Line<'_>, from: usize, to: usize) -> bool {
    to >= from
        && to - from <= 6
        && (from..to).all(|it| !matches!(line.kind(it), Some(Kind::Number(_) | Kind::Digits)))
        && (from..to).any(|it| {
            line.han(it).is_some_and(|han| {
                ["对", "比", "和", "与", "对比"].iter().any(|word| han.starts_with(word) || han == *word)
            }) || line
                .word(it)
                .is_some_and(|word| ["vs", "versus", "and", "against"].contains(&word.to_ascii_lowercase().as_str()))
                || line.is(it, Sign::ListComma)
        })
}

/// What is wrong with a P value of two shares, with the values of the tests.
fn judge((first, second): (Share, Share), p: &PValue) -> Option<Text> {
    let tests = Tests::of(first, second).filter(|_| p.role == PRole::Effect)?;
    let is_one_sided = p.sides.as_ref().is_some_and(|it| it.value == Sides::One);
    let (least, greatest) = tests.range(is_one_sided);
    let scale = 10_f64.powi(i32::from(p.power));
    let (low, high) = (p.value.low() * scale - 1e-9, p.value.high() * scale + 1e-9);
    let fits = match p.comparison {
        Comparison::Less | Comparison::AtMost => least < high,
        Comparison::Greater | Comparison::AtLeast => greatest > low,
        Comparison::Equal => least <= high && low <= greatest,
    };
    if fits {
        return None;
    }
    let shown = |p: f64| if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") };
    let printed = p.printed().trim_start_matches("= ").replacen(' ', "", 1);
    Some(text!(
        "{a}/{n} against {c}/{m}: χ² gives P = {chi}, with Yates {yates}, Fisher {fisher}; printed {printed}",
        a = first.count,
        n = first.among,
        c = second.count,
        m = second.among,
        chi = shown(tests.chi_square),
        yates = shown(tests.yates),
        fisher = shown(tests.fisher),
        printed
    ))
}

/// Rows with two counts and a P value: `| 27.0%（41/152） | 44.0%（66/150） | 0.002 |`.
fn read_table(table: &Table<'_, '_>, said: &mut Said) {
    for (number, row) in table.rows.iter().enumerate() {
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        let Some((first, second)) = pair(table, row) else { continue };
        let Some((p, passage, heading)) = row.iter().enumerate().skip(1).find_map(|(column, cell)| {
            let (cell, heading) = ((*cell)?, table.heading(column));
            value(&cell.line(), &heading).map(|p| (p, cell, heading))
        }) else {
            continue;
        };
        let is_of_more = has_more_levels(table, number, (first, second));
        if names_other_test(about) || names_other_test(&heading) || is_of_more {
            continue;
        }
        if let Some(message) = judge((first, second), &p) {
            said.push(say(code::E206, passage, 0..passage.text.len(), message).help(help()));
        }
    }
}

/// The two shares of a row, where there are no more.
fn pair(table: &Table<'_, '_>, row: &[Cell<'_, '_>]) -> Option<(Share, Share)> {
    let shares: Vec<Share> = (1..row.len()).filter_map(|column| table.whole_share(row, column)).collect();
    let [first, second] = shares[..] else { return None };
    Some((first, second))
}

/// Whether the P value of a row is of more than its two shares: rows without one follow, other levels of its variable. A
/// single one that has everybody else changes nothing.
fn has_more_levels(table: &Table<'_, '_>, number: usize, (first, second): (Share, Share)) -> bool {
    let has_p = |row: &[Cell<'_, '_>]| {
        (1..row.len())
            .any(|column| row[column].is_some_and(|cell| value(&cell.line(), &table.heading(column)).is_some()))
    };
    let rest = table.rows[number + 1..].iter().map_while(|row| pair(table, row).filter(|_| !has_p(row)));
    let rest: Vec<(Share, Share)> = rest.collect();
    let is_rest = |share: Share, other: Share| share.count + other.count == share.among && share.among == other.among;
    match rest[..] {
        [] => false,
        [(one, other)] => !(is_rest(first, one) && is_rest(second, other)),
        _ => true,
    }
}

/// The P value that a cell is: with its letter, or without it in a column of P values.
fn value(cell: &Line<'_>, heading: &str) -> Option<PValue> {
    let is_column = matches!(heading.trim(), "p" | "p值" | "p value" | "p-value" | "p 值");
    let has_letter = || cell.text.contains(['P', 'p', 'Ｐ', 'ｐ']);
    whole(cell).filter(|_| is_column || has_letter())
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
        if let Some(message) = judge(pair, p) {
            said.push(Diagnostic::new(code::E206, message).at(&issue.source, written.span.clone()).help(help()));
        }
    }
}
