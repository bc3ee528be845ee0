//! E206: a P value that no test of the two counts beside it gives.
//!
//! χ², Yates, Fisher and mid-P are tried, and everything between them is accepted. A P value of an effect, of a
//! stratified or adjusted test, or of non-inferiority is another one.

use super::percentage::counted;
use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::lex::{Kind, Line, Sign, is_exactly};
use crate::evidence::people::whole;
use crate::evidence::proportion::Share;
use crate::evidence::sentence::{first_of, sentences};
use crate::evidence::share::CountPercent;
use crate::evidence::two_by_two::Tests;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::PassageKind;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::table::{Table, tables};
use crate::model::finding::Measure;
use crate::model::issue::Issue;
use crate::model::printed::Printed;

/// Words of tests that two counts do not decide.
const OTHER_TESTS: &[&str] = &[
    "分层",
    "cmh",
    "cochran",
    "校正",
    "调整",
    "log-rank",
    "logrank",
    "logistic",
    "回归",
    "趋势",
    "非劣",
    "gray",
    "交互",
    "stratified",
    "adjusted",
    "regression",
    "trend",
    "noninferior",
    "non-inferior",
    "interaction",
    "mcnemar",
    "配对",
];

/// A P value of two counts.
#[derive(Debug, Clone, Copy)]
struct Probability {
    number: Printed,
    sign: Sign,
    is_one_sided: bool,
}

/// A P value is that of the counts.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_any("Pp") || it.text.contains('Ｐ')) {
        let may =
            passage.kind != PassageKind::Cell && !passage.kind.is_citation() && passage.text.contains(['%', '％']);
        if !may || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = Line::new(&passage.text);
        let shares = counted(&line);
        for sentence in sentences(&line) {
            let all = shares.iter().filter(|it| sentence.contains(&it.pieces.start)).collect::<Vec<_>>();
            if all.len() < 2 || first_of(line.slice(sentence.clone()), OTHER_TESTS).is_some() {
                continue;
            }
            for at in sentence.clone() {
                let Some((p, end)) = probability(&line, at) else { continue };
                if let Some(pair) = pair_before(&line, &all, at)
                    && let Some(message) = judge(pair, p)
                {
                    said.push(say(code::E206, passage, line.span(at..end), message).help(help()));
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

/// `P=0.02`, `P<0.001`; the piece after it.
fn probability(line: &Line<'_>, at: usize) -> Option<(Probability, usize)> {
    if !line.word(at).is_some_and(|word| is_exactly(word, "P") || is_exactly(word, "p")) {
        return None;
    }
    let value = at + 1 + usize::from(line.han(at + 1) == Some("值"));
    let sign = line.sign(value).filter(|it| matches!(it, Sign::Equals | Sign::Less | Sign::Greater))?;
    let number = line.number(value + 1)?;
    let before = at.checked_sub(1).and_then(|it| line.han(it)).unwrap_or_default();
    let sided = at > 1 && (line.is_word(at - 1, "sided") || line.is_word(at - 1, "tailed"));
    let one = at > 2
        && sided
        && (line.is_word(at - 2, "one")
            || line.is_word(at - 3, "one")
            || line.number(at - 3).is_some_and(|it| it.units() == 1));
    Some((Probability { number, sign, is_one_sided: before.ends_with("单侧") || one }, value + 2))
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
        })
}

/// What is wrong with a P value of two shares, with the values of the tests.
fn judge((first, second): (Share, Share), p: Probability) -> Option<Text> {
    let tests = Tests::of(first, second)?;
    let (least, greatest) = tests.range(p.is_one_sided);
    let (low, high) = (p.number.low() - 1e-9, p.number.high() + 1e-9);
    let fits = match p.sign {
        Sign::Less => least < high,
        Sign::Greater => greatest > low,
        _ => least <= high && low <= greatest,
    };
    if fits {
        return None;
    }
    let shown = |p: f64| if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") };
    let printed = format!(
        "{}{}",
        match p.sign {
            Sign::Less => "<",
            Sign::Greater => ">",
            _ => "",
        },
        p.number
    );
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
    for row in &table.rows {
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        let shares: Vec<Share> = (1..row.len()).filter_map(|column| table.whole_share(row, column)).collect();
        let [first, second] = shares[..] else { continue };
        let other = |words: &str| first_of(words, OTHER_TESTS).is_some();
        let Some((column, passage)) = row.iter().enumerate().skip(1).find_map(|(column, cell)| {
            let passage = cell.filter(|cell| value(&cell.text, &table.heading(column)).is_some())?;
            Some((column, passage))
        }) else {
            continue;
        };
        let heading = table.heading(column);
        if other(about) || other(&heading) {
            continue;
        }
        let Some(p) = value(&passage.text, &heading) else { continue };
        if let Some(message) = judge((first, second), p) {
            said.push(say(code::E206, passage, 0..passage.text.len(), message).help(help()));
        }
    }
}

/// The P value that a cell is.
fn value(cell: &str, heading: &str) -> Option<Probability> {
    let line = Line::new(cell);
    if let Some((p, end)) = probability(&line, 0) {
        return (end == line.lexemes.len()).then_some(p);
    }
    let is_column = matches!(heading.trim(), "p" | "p值" | "p value" | "p-value" | "p 值");
    is_column.then(|| alone(&line))?
}

/// `0.52`, `<0.001`.
fn alone(line: &Line<'_>) -> Option<Probability> {
    let of = |number, sign| Probability { number, sign, is_one_sided: false };
    match (line.lexemes.len(), line.sign(0)) {
        (1, None) => line.number(0).map(|number| of(number, Sign::Equals)),
        (2, Some(sign @ (Sign::Less | Sign::Greater | Sign::Equals))) => line.number(1).map(|number| of(number, sign)),
        _ => None,
    }
}

/// Findings of two arms with counts and a P value of their own.
fn findings(issue: &Issue, said: &mut Said) {
    for finding in issue.findings.iter().filter(|it| it.measure == Some(Measure::Rate) && it.effect.is_none()) {
        let note = finding.note.as_deref().unwrap_or_default();
        let (Some(p), [first, second], None) = (&finding.p, &finding.values[..], first_of(note, OTHER_TESTS)) else {
            continue;
        };
        let share = |count: &str| {
            let line = Line::new(count);
            whole(&line, 0)
                .zip(whole(&line, 2).filter(|_| line.is(1, Sign::Slash)))
                .map(|(count, among)| Share { count, among })
        };
        let of = |value: &crate::model::finding::ArmValue| value.count.as_ref().and_then(|count| share(count));
        let line = Line::new(p);
        let printed = alone(&line).or_else(|| probability(&line, 0).map(|(p, _)| p));
        let Some((pair, printed)) = of(first).zip(of(second)).zip(printed) else { continue };
        if let Some(message) = judge(pair, printed) {
            said.push(Diagnostic::new(code::E206, message).at(&issue.source, p.span.clone()).help(help()));
        }
    }
}
