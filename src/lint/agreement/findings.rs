//! E404: a median or the number of participants in the text that is not the one in the fields.
//!
//! Only what can hardly be meant otherwise is flagged: a sentence that names the endpoint of one finding and gives the
//! medians of both arms, of which one is that of the finding and the other is not; or that names one arm, or all
//! participants, with a number that differs from the field's in one digit. What is said of subgroups, of other studies,
//! of adjusted values or of the time of follow-up is left alone.

use crate::diag::{Diagnostic, Said, Span, code, text};
use crate::evidence::amount::{Amount, Unit, amounts};
use crate::evidence::change::differences;
use crate::evidence::counted::is_of_others;
use crate::evidence::lex::Line;
use crate::evidence::people::crowd;
use crate::evidence::sentence::sentences;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, PassageKind, Section};
use crate::lint::reading::place::say;
use crate::model::finding::{ArmValue, Finding, Measure};
use crate::model::issue::Issue;
use crate::model::printed::Printed;
use crate::text::script::lower;

/// What is said of others than all participants, or of something else than the median.
const OTHERS: &[&str] = &[
    "亚组",
    "校正",
    "调整",
    "随访",
    "其中",
    "患者中",
    "人群",
    "者中",
    "分层",
    "subgroup",
    "adjusted",
    "follow-up",
    "followed",
    "among",
    "in patients with",
    "in those",
];

/// The text says what the fields say.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.section(Section::Text).filter(|it| it.has_digit() && it.kind == PassageKind::Running) {
        let line = passage.line();
        for sentence in sentences(&line) {
            let words = lower(line.slice(sentence.clone()));
            if is_of_others(&line, sentence.clone()) || OTHERS.iter().any(|other| words.contains(other)) {
                continue;
            }
            said.extend(median(issue, passage, &line, sentence.clone()));
            said.extend(participants(issue, passage, &line, sentence));
        }
    }
}

fn median(issue: &Issue, passage: &Passage<'_>, line: &Line<'_>, sentence: Span) -> Option<Diagnostic> {
    let words = line.slice(sentence.clone());
    if !words.contains("中位") && !lower(words).contains("median") {
        return None;
    }
    let names = |word: &Option<String>| word.as_ref().is_some_and(|it| !it.is_empty() && words.contains(it.as_str()));
    let mut about = issue.findings.iter().filter(|it| names(&it.short) || words.contains(&it.endpoint));
    let (finding, None) = (about.next()?, about.next()) else { return None };
    let unit = finding.unit.as_deref().and_then(Unit::of)?;
    let [first, second] = &finding.values[..] else { return None };
    if finding.measure != Some(Measure::Median) || finding.population.is_some() {
        return None;
    }
    let apart = differences(line, sentence.clone());
    let is_apart = |it: &Amount<'_>| apart.iter().any(|other| (other.at..other.end).contains(&it.at));
    let all: Vec<Amount<'_>> =
        amounts(line, sentence).into_iter().filter(|it| it.unit == unit && !is_apart(it)).collect();
    let (wrong, stated) = match &all[..] {
        [one, other] => {
            let pairs = [
                (one, other, first, second),
                (one, other, second, first),
                (other, one, first, second),
                (other, one, second, first),
            ];
            if pairs.iter().any(|(one, other, first, second)| is_said(one, first) && is_said(other, second)) {
                return None;
            }
            let (_, wrong, _, stated) = *pairs.iter().find(|(one, _, first, _)| is_said(one, first))?;
            (wrong, stated)
        }
        [one] => (one, arm_of(issue, finding, words).filter(|value| is_slip(one, value))?),
        _ => return None,
    };
    let elsewhere = issue.findings.iter().flat_map(|it| &it.values);
    if elsewhere.into_iter().any(|value| is_said(wrong, value)) {
        return None;
    }
    let (printed, known) = (wrong.number.to_string(), stated.number?.to_string());
    let message = text!(
        "`{printed}` here, but `{known}` in `findings` ({endpoint})",
        printed,
        known,
        endpoint = &finding.endpoint
    );
    let found = say(code::E404, passage, line.span(wrong.at..wrong.at + 1), message).help(help());
    Some(found.related(&issue.source, stated.value.span.clone(), text!("the finding")))
}

fn help() -> crate::diag::Text {
    text!(
        "look the number up in the paper and write it in both places; if others are meant, say so, or accept E404 with the reason"
    )
}

/// Whether an amount is a value, rounding included.
fn is_said(amount: &Amount<'_>, value: &ArmValue) -> bool {
    value.number.is_some_and(|known| {
        (known.value() - amount.number.value()).abs() <= known.half().max(amount.number.half()) + 1e-9
    })
}

/// Whether an amount is a value but for one digit.
fn is_slip(amount: &Amount<'_>, value: &ArmValue) -> bool {
    value.number.is_some_and(|known| differs_in_one_digit(&known, &amount.number))
}

fn differs_in_one_digit(one: &Printed, other: &Printed) -> bool {
    let (one, other) = (one.to_string(), other.to_string());
    one.len() > 1
        && one.len() == other.len()
        && one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count() == 1
}

/// The value of the one arm that a sentence names.
fn arm_of<'f>(issue: &Issue, finding: &'f Finding, words: &str) -> Option<&'f ArmValue> {
    let arms = &issue.trial.as_ref()?.arms;
    let mut named = finding.values.iter().filter(|value| {
        arms.get(value.arm).is_some_and(|arm| !arm.label.is_empty() && words.contains(arm.label.as_str()))
    });
    named.next().filter(|_| named.next().is_none())
}

/// `共入组179例`, `179 patients were enrolled`, where the fields have 177.
fn participants(issue: &Issue, passage: &Passage<'_>, line: &Line<'_>, sentence: Span) -> Option<Diagnostic> {
    let trial = issue.trial.as_ref()?;
    let enrolled = trial.enrolled?;
    let mut known: Vec<u32> = trial.arms.iter().filter_map(|arm| arm.n).collect();
    let all: Vec<(usize, u32)> = sentence.clone().filter_map(|at| Some((at, crowd(line, at)?))).collect();
    // Arms that do not add up to their total are E203's.
    if known.len() > 1 && known.iter().all(|n| all.iter().any(|(_, count)| count == n)) {
        return None;
    }
    known.extend([Some(enrolled), trial.planned].into_iter().flatten());
    let is_whole = |at: usize| {
        let before = line.slice(sentence.start..at).trim_end().to_lowercase();
        let after = line.slice(at + 1..sentence.end).to_lowercase();
        let before = before.trim_end_matches('了');
        ["入组", "纳入", "随机", "enrolled", "randomized", "randomised"].iter().any(|word| before.ends_with(word))
            || [
                "patients were enrolled",
                "patients were random",
                "participants were enrolled",
                "participants were random",
            ]
            .iter()
            .any(|words| after.trim_start().starts_with(words))
    };
    let (at, count) = all.into_iter().find(|(at, _)| is_whole(*at))?;
    let printed = |n: u32| Printed::new(i64::from(n), 0);
    if known.contains(&count) || !differs_in_one_digit(&printed(count), &printed(enrolled)) {
        return None;
    }
    let message = text!("{count} participants here, but `enrolled` says {enrolled}", count, enrolled);
    Some(say(code::E404, passage, line.span(at..at + 1), message).help(help()))
}
