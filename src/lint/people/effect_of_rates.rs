//! E207: a relative risk, an odds ratio or a difference that is not that of the two rates beside it.
//!
//! What stratification and other methods move a little is only noted: three tenths of a standard error, from the interval
//! where there is one, else from the counts. An adjusted effect is another one, and so is a hazard ratio.

use std::cell::LazyCell;

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::lex::Line;
use crate::evidence::method::Verdict;
use crate::evidence::normal::reach;
use crate::evidence::proportion::Share;
use crate::evidence::rate::{Rate, is_beside, pairs};
use crate::evidence::sentence::sentences;
use crate::evidence::words::{Topic, speak_of};
use crate::lint::reading::arms::Arms;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::Passage;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::reckoned::judged;
use crate::lint::reading::table::{Cell, Table, tables};
use crate::model::statistic::{Effect, EffectMeasure, Statement};

/// How far from the crude effect another method may be, in standard errors.
const OTHER_METHOD: f64 = 0.3;
/// The same where no standard error is known: of a ratio on the scale of the logarithm, and of a difference.
const UNKNOWN: (f64, f64) = (0.1, 0.05);
/// What moves an effect a little: its name in English, in the catalogue.
const STRATIFIED: &str = "a stratified or adjusted estimate";

/// An effect is that of the rates.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_any("%")) {
        if passage.kind.is_citation() || in_wrong_answer(issue, passage) || passage.effects().next().is_none() {
            continue;
        }
        let line = passage.line();
        let shares = passage.counted();
        for sentence in sentences(&line) {
            let others = [Topic::Modelled, Topic::ModelTests, Topic::Planned];
            if others.into_iter().any(|topic| speak_of(&line, sentence.clone(), topic)) {
                continue;
            }
            let span = line.span(sentence.clone());
            for (first, second) in pairs(&line, shares, &sentence) {
                let from = second.pieces.end;
                let Some(effect) = next_effect(passage, line.span(from - 1..from).end).filter(|it| !it.is_adjusted)
                else {
                    continue;
                };
                // The name of a measure may be the end of a row of characters.
                let at = line.lexemes.partition_point(|it| it.span.end <= effect.span.start);
                if effect.span.start >= span.end || !is_beside(&line, from, at) {
                    continue;
                }
                if let Some(judgement) = judge(&line, effect, &first, &second) {
                    said.push(tell(passage, effect, judgement));
                }
            }
        }
    }
    read_tables(document, &Arms::of(issue), said);
}

/// Rows with two shares and the effect of them: `| 39（47%） | 37（42%） | OR 1.2 |`. Where a text tells of a model, the
/// effects of its tables may be of that.
fn read_tables(document: &Document<'_>, arms: &Arms, said: &mut Said) {
    if document.rows.is_empty() {
        return;
    }
    let is_modelled =
        |passage: &Passage<'_>| passage.first_of(Topic::Modelled).is_some() && !passage.kind.is_citation();
    // Asked only where something is wrong: it reads all of the text.
    let tells_of_model = LazyCell::new(|| document.passages.iter().any(is_modelled));
    for table in tables(document) {
        for row in &table.rows {
            let rates: Vec<Rate> = (1..row.len()).filter_map(|column| rate(&table, row, column, arms)).collect();
            let [first, second] = &rates[..] else { continue };
            let place = |passage: &Passage<'_>| passage.span(0..passage.text.len());
            let is_here = |effect: &Effect, of: &Passage<'_>| {
                let start = of.span(effect.estimate.span.clone()).start;
                row.iter().flatten().any(|cell| place(cell).contains(&start))
            };
            let stated = document.rows.iter().flat_map(|of| of.effects().map(move |effect| (of, effect)));
            let mut stated = stated.filter(|(of, effect)| is_here(effect, of) && !effect.is_adjusted);
            let (Some((of, effect)), None) = (stated.next(), stated.next()) else { continue };
            if let Some(judgement) = judge(&of.line(), effect, first, second).filter(|_| !*tells_of_model) {
                said.push(tell(of, effect, judgement));
            }
        }
    }
}

/// The rate in a cell, with both of its numbers.
fn rate(table: &Table<'_, '_>, row: &[Cell<'_, '_>], column: usize, arms: &Arms) -> Option<Rate> {
    let percent = table.share(row, column)?.0.percent;
    let Share { count, among } = table.whole_share(row, column, arms)?;
    Some(Rate { percent, count: Some(count), among: Some(among), pieces: 0..0 })
}

/// What is said of an effect.
fn tell(passage: &Passage<'_>, effect: &Effect, (message, verdict): (Text, Verdict)) -> Diagnostic {
    let help = text!(
        "look the rates and the effect up in the paper; if it is adjusted or of another model, say so in the sentence"
    );
    let found = say(code::E207, passage, effect.estimate.span.clone(), message);
    judged(found, verdict, help, |method| {
        text!("{method} may explain the difference; otherwise a digit is wrong", method)
    })
}

/// The first effect from a byte of a passage on.
fn next_effect<'p>(passage: &'p Passage<'_>, from: usize) -> Option<&'p Effect> {
    let all = passage.statements();
    // Statements stand one after the other.
    all[all.partition_point(|it| it.span().start < from)..].first().and_then(Statement::effect)
}

/// What is wrong with an effect of two rates, and whether another method may explain it.
fn judge(line: &Line<'_>, effect: &Effect, first: &Rate, second: &Rate) -> Option<(Text, Verdict)> {
    let (one, other) = (first.bounds(), second.bounds());
    if one.0 <= 0.0 || other.0 <= 0.0 || one.1 >= 1.0 || other.1 >= 1.0 {
        return None;
    }
    let estimate = effect.estimate.value;
    let crude = crude(effect.measure, one, other)?;
    // In points, or in shares of one.
    let after = line.text[effect.estimate.span.end..].trim_start();
    let is_points = after.starts_with(['%', '％', '个']) || after.starts_with("percent");
    let in_points = if is_points || estimate.value().abs() > 1.0 { 100.0 } else { 1.0 };
    let fits = |leeway: f64| {
        if effect.measure.is_ratio() {
            let meets = |low: f64, high: f64| {
                low.ln() - leeway <= estimate.high().ln() + 1e-9
                    && estimate.low().max(1e-6).ln() - 1e-9 <= high.ln() + leeway
            };
            return meets(crude.0, crude.1) || meets(1.0 / crude.1, 1.0 / crude.0);
        }
        let meets = |low: f64, high: f64| {
            (low - leeway) * in_points <= estimate.high() + 1e-9 && estimate.low() - 1e-9 <= (high + leeway) * in_points
        };
        meets(crude.0, crude.1) || meets(-crude.1, -crude.0)
    };
    if fits(0.0) {
        return None;
    }
    let unknown = if effect.measure.is_ratio() { UNKNOWN.0 } else { UNKNOWN.1 };
    let leeway = error(effect, first, second).map_or(unknown, |error| OTHER_METHOD * error);
    let verdict = if fits(leeway) { Verdict::Explained(STRATIFIED) } else { Verdict::Unexplained };
    let rate = |rate: &Rate| match (rate.count, rate.among) {
        (Some(count), Some(among)) => format!("{count}/{among}"),
        _ => format!("{}%", rate.percent),
    };
    let scale = if effect.measure.is_ratio() || estimate.value().abs() <= 1.0 { 1.0 } else { 100.0 };
    let middle = f64::midpoint(crude.0, crude.1) * scale;
    let decimals = usize::from(estimate.decimals());
    let message = text!(
        "{first} against {second}: {measure} {shown}, printed {printed}",
        first = rate(first),
        second = rate(second),
        measure = effect.measure.abbreviation(),
        shown = format!("{middle:.decimals$}").replace('-', "−"),
        printed = estimate.to_string()
    );
    Some((message, verdict))
}

/// The effect that two rates have, over what is rounded to them.
fn crude(measure: EffectMeasure, one: (f64, f64), other: (f64, f64)) -> Option<(f64, f64)> {
    let odds = |rate: f64| rate / (1.0 - rate);
    match measure {
        EffectMeasure::RiskRatio => Some((one.0 / other.1, one.1 / other.0)),
        EffectMeasure::OddsRatio => Some((odds(one.0) / odds(other.1), odds(one.1) / odds(other.0))),
        EffectMeasure::RiskDifference | EffectMeasure::Difference => Some((one.0 - other.1, one.1 - other.0)),
        _ => None,
    }
}

/// The standard error of an effect: from its interval, or from the counts.
fn error(effect: &Effect, first: &Rate, second: &Rate) -> Option<f64> {
    if let Some(interval) = &effect.interval {
        let level = interval.level.as_ref().map_or(95.0, |it| it.value.value());
        let (lower, upper) = (interval.lower.value.value(), interval.upper.value.value());
        let (lower, upper) =
            if effect.measure.is_ratio() { (lower.max(1e-6).ln(), upper.max(1e-6).ln()) } else { (lower, upper) };
        let scale = if effect.measure.is_ratio() || upper.abs().max(lower.abs()) <= 1.0 { 1.0 } else { 100.0 };
        return Some((upper - lower).abs() / (2.0 * reach(level)) / scale);
    }
    let parts = |rate: &Rate| Some((f64::from(rate.count?), f64::from(rate.among?)));
    let ((a, n), (c, m)) = (parts(first)?, parts(second)?);
    let variance = match effect.measure {
        EffectMeasure::RiskRatio => 1.0 / a - 1.0 / n + 1.0 / c - 1.0 / m,
        EffectMeasure::OddsRatio => 1.0 / a + 1.0 / (n - a) + 1.0 / c + 1.0 / (m - c),
        _ => a / n * (1.0 - a / n) / n + c / m * (1.0 - c / m) / m,
    };
    Some(variance.max(0.0).sqrt())
}
