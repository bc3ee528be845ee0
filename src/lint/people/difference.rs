//! E204: a difference that is not the one of the values beside it.

use crate::diag::{Said, code, text};
use crate::evidence::amount::{Amount, Unit, amounts};
use crate::evidence::change::{Difference, differences};
use crate::evidence::rate::{is_change, is_compared, names_groups};
use crate::evidence::sentence::sentences;
use crate::evidence::words::{Topic, speak_of};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::finding::Measure;
use crate::model::issue::Issue;
use crate::model::printed::Printed;

/// A difference is the difference.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in &document.passages {
        let says = || passage.text.contains('差') || passage.text.contains("differ");
        if !passage.has_digit() || passage.kind.is_citation() || !says() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            // What is planned is no result, and what a model gives is not the difference of what was measured.
            let is = |topic: Topic| speak_of(&line, sentence.clone(), topic);
            if is(Topic::Planned) || is(Topic::Modelled) {
                continue;
            }
            let of_groups = names_groups(&line, sentence.clone());
            let all = amounts(&line, sentence.clone());
            let mut from = sentence.start;
            for difference in differences(&line, sentence.clone()) {
                let near = all.iter().filter(|it| it.at >= from && it.at < difference.at && it.unit == difference.unit);
                let values: Vec<Amount<'_>> = near.copied().collect();
                let is_pair = |first: &Amount<'_>, second: &Amount<'_>| {
                    let (first, second) = (first.at..first.at + 1, second.at..second.end);
                    is_compared(&line, of_groups, &first, &second) && !is_change(&line, &first, &second)
                };
                let fits = |pair: (Printed, Printed)| is_difference(pair, difference.number);
                let pair = match values[..] {
                    [first, second] if is_pair(&first, &second) => Some((first.number, second.number)),
                    [] => medians(issue, line.slice(sentence.clone()), &difference),
                    _ => None,
                };
                from = difference.end;
                let Some(pair) = pair.filter(|pair| !fits(*pair)) else { continue };
                let (first, second) = if pair.0.value() < pair.1.value() { (pair.1, pair.0) } else { pair };
                let decimals = first.decimals().max(second.decimals());
                let apart = format!("{:.*}", usize::from(decimals), first.value() - second.value());
                let message = text!(
                    "{first} − {second} = {apart}, printed {printed}",
                    first = first.to_string(),
                    second = second.to_string(),
                    apart,
                    printed = difference.number.to_string()
                );
                let span = line.span(difference.at..difference.end);
                said.push(say(code::E204, passage, span, message).help(text!("look the values up in the paper")));
            }
        }
    }
}

/// Whether rounding explains a difference of two values.
fn is_difference((first, second): (Printed, Printed), printed: Printed) -> bool {
    let apart = (first.value() - second.value()).abs();
    // A billionth for what floats lose.
    (apart - printed.value().abs()).abs() <= first.half() + second.half() + printed.half() + 1e-9
}

/// The medians of the one finding that a sentence is about, where it names no values itself.
fn medians(issue: &Issue, sentence: &str, difference: &Difference<'_>) -> Option<(Printed, Printed)> {
    let other = ["亚组", "校正", "调整", "subgroup", "adjusted"];
    if other.iter().any(|it| sentence.contains(it)) || difference.unit == Unit::Percent {
        return None;
    }
    let names =
        |word: &Option<String>| word.as_ref().is_some_and(|it| !it.is_empty() && sentence.contains(it.as_str()));
    let mut about = issue.findings.iter().filter(|it| names(&it.short) || sentence.contains(&it.endpoint));
    let (Some(finding), None) = (about.next(), about.next()) else { return None };
    let unit = finding.unit.as_deref().and_then(Unit::of)?;
    if finding.measure != Some(Measure::Median)
        || unit != difference.unit
        || !sentence.contains("中位") && !sentence.contains("median")
    {
        return None;
    }
    match &finding.values[..] {
        [first, second] => first.number.zip(second.number),
        _ => None,
    }
}
