//! E210: percentages that are parts of one whole and do not add up to it.
//!
//! Only where a text or a table says that a whole is divided: 构成比, `其余24.7%`, `the remaining 24.7%`, and a column of
//! a table whose last row is all of it.

use std::ops::Range;

use crate::diag::{Said, Text, code, text};
use crate::evidence::lex::{Kind, Line, Sign};
use crate::evidence::rate::{Rate, rates};
use crate::evidence::sentence::sentences;
use crate::evidence::share::{CountPercent, cell, lone_percent};
use crate::evidence::words::{Topic, begins, is};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::PassageKind;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::table::{Cell, Table, tables};
use crate::model::printed::Printed;

/// Parts add up to the whole.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_any("%")) {
        let may = passage.kind != PassageKind::Cell && !passage.kind.is_citation();
        if !may || passage.first_of(Topic::RestOfAll).is_none() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            let Some((parts, span)) = divided(&line, passage.counted(), &sentence) else { continue };
            if let Some(message) = judge(&parts) {
                said.push(say(code::E210, passage, line.span(span), message).help(help()));
            }
        }
    }
    if document.passages.iter().any(|it| it.kind == PassageKind::Cell) {
        tables(document).iter().for_each(|table| read_table(table, said));
    }
}

fn help() -> Text {
    text!(
        "look the parts up in the paper; if one can be of two kinds, or some are left out, say so, or accept E210 with the reason"
    )
}

/// What is wrong with the parts of a whole: nothing that rounding explains.
fn judge(parts: &[Printed]) -> Option<Text> {
    let sum: f64 = parts.iter().map(|it| it.value()).sum();
    let rounding: f64 = parts.iter().map(|it| it.half()).sum();
    let decimals = parts.iter().map(|it| it.decimals()).max().map_or(0, usize::from);
    let shown: Vec<String> = parts.iter().map(Printed::to_string).collect();
    ((sum - 100.0).abs() > rounding + 1e-9)
        .then(|| text!("{parts} = {sum}%, not 100%", parts = shown.join(" + "), sum = format!("{sum:.decimals$}")))
}

/// The percentages into which a sentence divides a whole, and the pieces of the last.
fn divided(line: &Line<'_>, shares: &[CountPercent], sentence: &Range<usize>) -> Option<(Vec<Printed>, Range<usize>)> {
    let all = rates(line, shares, sentence.clone());
    let words = line.slice(sentence.clone());
    // The rest is named right before its percentage: `其余24.7%`, `the remaining 24.7%`.
    let is_rest = |at: usize| {
        let Some(before) = at.checked_sub(1) else { return false };
        let han = line.han(before).unwrap_or_default();
        let bare = han.trim_end_matches(['的', '为', '占', '者']);
        ["其余", "余下", "剩余"].iter().any(|it| bare.ends_with(it)) || is(line, before, |it| it.reckoned.rest_of_all)
    };
    if let Some(last) = all.iter().rposition(|rate| is_rest(rate.pieces.start)) {
        let parts: Vec<Printed> = all[..=last].iter().map(|it| it.percent).collect();
        // What stands before may begin another whole.
        let fits = |from: usize| judge(&parts[from..]).is_none();
        // Parts of a part: `45%……其中30%……其余15%`.
        let is_part = |at: usize| {
            let rest: f64 = parts[at + 1..].iter().map(|it| it.value()).sum();
            let rounding: f64 = parts[at..].iter().map(|it| it.half()).sum();
            (parts[at].value() - rest).abs() <= rounding + 1e-9
        };
        let is_one = (2..=6).contains(&parts.len()) && !(0..parts.len() - 1).any(|at| fits(at) || is_part(at));
        let piece = all[last].pieces.clone();
        return is_one.then_some((parts, piece));
    }
    let lists = words.contains("构成比") && (words.contains("分别为") || words.contains("依次为"));
    let joined = |pair: &[Rate]| {
        let gap = pair[0].pieces.end..pair[1].pieces.start;
        gap.len() == 1
            && (line.is(gap.start, Sign::ListComma)
                || matches!(line.kind(gap.start), Some(Kind::Han("和" | "与" | "及"))))
    };
    let is_list = lists && all.len() > 2 && all.windows(2).all(joined);
    let span = all.first()?.pieces.start..all.last()?.pieces.end;
    is_list.then(|| (all.iter().map(|it| it.percent).collect(), span))
}

/// Columns of percentages whose last row is all of them.
fn read_table(table: &Table<'_, '_>, said: &mut Said) {
    let Some((last, rows)) = table.rows.split_last() else { return };
    let name = |row: &[Cell<'_, '_>]| {
        row.first().copied().flatten().map(|cell| cell.text.trim().to_lowercase()).unwrap_or_default()
    };
    let is_total = begins(&Line::new(&name(last)), 0, |it| it.reckoned.total_rows);
    let has_levels = rows.iter().any(|row| {
        let name = name(row);
        name.is_empty() || name.starts_with("其中") || name.contains("小计") || name.starts_with('-')
    });
    if !is_total || has_levels || rows.len() < 2 {
        return;
    }
    for column in 1..last.len() {
        let percent = |row: &[Cell<'_, '_>]| {
            let passage = row.get(column).copied().flatten()?;
            let line = passage.line();
            lone_percent(&line).or_else(|| cell(&line).map(|share| share.percent)).or_else(|| {
                let heading = table.heading(column);
                let is_percent = heading.contains('%') || heading.contains('％');
                line.number(0).filter(|_| is_percent && line.lexemes.len() == 1)
            })
        };
        let Some(parts) = rows.iter().map(|row| percent(row)).collect::<Option<Vec<Printed>>>() else { continue };
        let Some(passage) = last[column].filter(|_| percent(last).is_some_and(|it| it.value() == 100.0)) else {
            continue;
        };
        if let Some(message) = judge(&parts) {
            said.push(say(code::E210, passage, 0..passage.text.len(), message).help(help()));
        }
    }
}
