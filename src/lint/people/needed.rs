//! E208: a number needed to treat that is not that of the difference beside it.

use std::ops::Range;

use crate::diag::{Said, code, text};
use crate::evidence::amount::{Unit, amounts};
use crate::evidence::change::differences;
use crate::evidence::lex::Line;
use crate::evidence::needed::needed;
use crate::evidence::rate::pairs;
use crate::evidence::sentence::sentences;
use crate::evidence::words::{Topic, speak_of};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::Passage;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::printed::Printed;
use crate::model::statistic::EffectMeasure;

/// A number needed to treat is one over the difference.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_any("%")) {
        if passage.kind.is_citation() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        let mut last: Option<Range<usize>> = None;
        for sentence in sentences(&line) {
            let before = last.replace(sentence.clone());
            // Of several, each is of another difference.
            let found = needed(&line, sentence.clone());
            if found.len() != 1 || speak_of(&line, sentence.clone(), Topic::Modelled) {
                continue;
            }
            let words = line.slice(sentence.clone());
            // Harm is told of another event than the benefit of the sentence before, and a sentence with a number of its own
            // has used its difference.
            let is_harm = words.contains("NNH") || words.contains('害') || words.contains("harm");
            let before = before.filter(|it| !is_harm && needed(&line, it.clone()).is_empty());
            let near = before.into_iter().chain([sentence]);
            let known: Vec<Known> = near.flat_map(|it| risks(passage, &line, &it)).collect();
            let Some(first) = known.last() else { continue };
            for needed in found.iter().filter(|it| !known.iter().any(|known| explains(known, it.number))) {
                let message = text!(
                    "1 over a difference of {apart} points is {shown}, printed {printed}",
                    apart = first.shown.as_str(),
                    shown = format!("{:.1}", 100.0 / f64::midpoint(first.range.0, first.range.1)),
                    printed = needed.number.to_string()
                );
                let help = text!(
                    "look the rates and the number needed to treat up in the paper; if it is of another time or population, say which"
                );
                said.push(say(code::E208, passage, line.span(needed.at..needed.at + 1), message).help(help));
            }
        }
    }
}

/// A difference of two risks in points, with what is rounded to it.
struct Known {
    range: (f64, f64),
    shown: String,
}

/// Every difference of risks that a sentence says, or that two of its rates have.
fn risks(passage: &Passage<'_>, line: &Line<'_>, sentence: &Range<usize>) -> Vec<Known> {
    let span = line.span(sentence.clone());
    let printed = |number: Printed| Known {
        range: (number.value().abs() - number.half(), number.value().abs() + number.half()),
        shown: number.to_string(),
    };
    let is_absolute = |at: usize| {
        at > 0 && line.han(at - 1).is_some_and(|han| han.contains("绝对"))
            || (at.saturating_sub(5)..at).any(|it| line.is_word(it, "absolute"))
    };
    let mut found: Vec<Known> = Vec::new();
    for (first, second) in pairs(line, passage.counted(), sentence) {
        let ((a, b), (c, d)) = (first.bounds(), second.bounds());
        let (low, high) = ((a - d) * 100.0, (b - c) * 100.0);
        let range = if low < 0.0 { (-high, -low) } else { (low, high) };
        let decimals = usize::from(first.percent.decimals().max(second.percent.decimals()));
        found.push(Known { range, shown: format!("{:.decimals$}", f64::midpoint(range.0, range.1)) });
    }
    let said = amounts(line, sentence.clone()).into_iter().filter(|it| it.unit == Unit::Percent && is_absolute(it.at));
    found.extend(said.map(|it| printed(it.number)));
    let apart = differences(line, sentence.clone()).into_iter().filter(|it| it.unit == Unit::Percent);
    found.extend(apart.map(|it| printed(it.number)));
    let effects = passage.effects().filter(|it| span.contains(&it.span.start));
    let of_risk = effects.filter(|it| it.measure == EffectMeasure::RiskDifference);
    found.extend(of_risk.map(|it| printed(it.estimate.value)));
    found.retain(|it| it.range.1 > 0.0);
    found
}

/// Whether a difference gives this number: rounded, or rounded up as is usual.
fn explains(known: &Known, number: Printed) -> bool {
    let (low, high) = known.range;
    let most = if low > 0.0 { (100.0 / low).ceil() } else { f64::INFINITY };
    (100.0 / high).floor() - 1e-9 <= number.high() && number.low() <= most + 1e-9
        // In shares of one.
        || high < 1.0 && (1.0 / high).floor() <= number.high() && (low <= 0.0 || number.low() <= (1.0 / low).ceil())
}
