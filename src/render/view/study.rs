//! The views of a study and of what it found.

use tera::Value;

use super::{Html, object};
use crate::diag::At;
use crate::model::finding::{ArmValue, Finding, Measure};
use crate::model::trial::Trial;
use crate::render::chart::{self, Words};
use crate::render::printed::{Thousands, named};

view! {
    /// The study that an issue reports.
    TrialView {
        /// Its short name.
        name: String,
        /// Its full title.
        title: Option<String>,
        /// Its phase.
        phase: Option<String>,
        /// Its number in a registry.
        registration: Option<String>,
        /// The registry's page of it.
        registration_url: Option<String>,
        /// How many participants were planned, with its thousands parted as the house does.
        planned: Option<String>,
        /// How many took part.
        enrolled: Option<String>,
        /// Its arms: label, n.
        arms: Vec<Value>,
        /// The paper: PublicationView.
        publication: Option<Value>,
    }

    /// The paper that reports a trial.
    PublicationView {
        /// The journal.
        journal: String,
        /// The year.
        year: Option<u16>,
        /// The volume.
        volume: Option<String>,
        /// The pages.
        pages: Option<String>,
        /// The DOI.
        doi: Option<String>,
        /// Where a reader finds it.
        url: Option<String>,
    }

    /// A result.
    FindingView {
        /// The endpoint.
        endpoint: String,
        /// Its abbreviation.
        short: Option<String>,
        /// `primary`, `secondary`, `exploratory` or `safety`.
        role: String,
        /// Whom it was measured in, if not everyone.
        population: Option<String>,
        /// `median`, `mean`, `rate` or none.
        measure: Option<String>,
        /// The unit of medians and means.
        unit: Option<String>,
        /// A value for each arm: ArmValueView.
        values: Vec<Value>,
        /// The effect as written.
        effect: Option<String>,
        /// The same in its parts, cut at the commas: the estimate, its interval, the P value.
        effect_parts: Vec<String>,
        /// The effect after adjustment, as written.
        adjusted: Option<String>,
        /// The same in its parts.
        adjusted_parts: Vec<String>,
        /// A P value that stands alone, with its letter: `P<0.001`, `one-sided P=0.06`.
        p: Option<String>,
        /// The margin of non-inferiority, as written: the trial looked for that, and not for superiority.
        margin: Option<String>,
        /// Its estimate and interval as a small drawing, with the line of no effect and the margin.
        plot: Option<Html>,
        /// Whether the endpoint was met, where the authors say; with a margin, whether it is not inferior.
        met: Option<bool>,
        /// A remark.
        note: Option<String>,
    }

    /// The value of one arm.
    ArmValueView {
        /// The arm's name.
        arm: String,
        /// Which arm, from 0.
        arm_index: usize,
        /// How many are in the arm; none where it was measured in others than the whole of the arms.
        n: Option<String>,
        /// The value as written.
        value: String,
        /// The unit of the value; none of a rate, or where the value is words.
        unit: Option<String>,
        /// Events among those examined, as written.
        count: Option<String>,
        /// Its length, from 0 to 100: of a rate its share of everyone, else against the largest value of the finding, and
        /// 0 where there is nothing to compare with.
        share: Value,
    }
}

pub(super) fn trial_view(trial: &Trial, thousands: Thousands) -> Value {
    let count = |n: Option<u32>| n.map(|n| thousands.count(n));
    let arms = trial.arms.iter().map(|arm| object([("label", arm.label.as_str().into()), ("n", count(arm.n).into())]));
    let publication = trial.publication.as_ref().map(|it| {
        PublicationView {
            journal: it.journal.clone(),
            year: it.year,
            volume: it.volume.clone(),
            pages: it.pages.clone(),
            doi: it.doi.as_ref().map(ToString::to_string),
            url: it.address(),
        }
        .into()
    });
    TrialView {
        name: trial.name.clone(),
        title: trial.title.clone(),
        phase: trial.phase.clone(),
        registration: trial.registration.as_ref().map(ToString::to_string),
        registration_url: trial.registration.as_ref().and_then(|id| id.url()),
        planned: count(trial.planned),
        enrolled: count(trial.enrolled),
        arms: arms.collect(),
        publication,
    }
    .into()
}

pub(super) fn finding_view(finding: &Finding, trial: Option<&Trial>, words: &Words) -> Value {
    // The length of a bar; 0 for a value that is not reached (`NR`).
    let length = |value: &ArmValue| value.number.map_or(0.0, |number| number.value().max(0.0));
    let numbers: Vec<f64> = finding.values.iter().map(length).collect();
    // A share is a share of everyone: two rates side by side are not made to look larger than they are.
    let whole = match finding.measure {
        Some(Measure::Rate) if numbers.iter().all(|number| *number <= 100.0) => 100.0,
        // One bar alone, or one beside a number below 0, compares nothing.
        _ if numbers.len() < 2 || finding.values.iter().any(|it| it.number.is_some_and(|it| it.value() < 0.0)) => 0.0,
        _ => numbers.iter().copied().fold(0.0, f64::max),
    };
    // In a part of the arms, their size would be taken for its own.
    let total: u32 = trial.map_or(0, |trial| trial.arms.iter().filter_map(|arm| arm.n).sum());
    let in_all = finding.population.as_ref().is_none_or(|it| {
        crate::evidence::number::of_text(it)
            .iter()
            .any(|number| it[number.range.clone()].replace(',', "") == total.to_string())
    });
    let unit = |value: &str| finding.unit.clone().filter(|_| value.contains(|c: char| c.is_ascii_digit()));
    let values = finding.values.iter().zip(&numbers).map(|(value, number)| {
        let arm = trial.and_then(|trial| trial.arms.get(value.arm));
        ArmValueView {
            arm: arm.map(|arm| arm.label.clone()).unwrap_or_default(),
            arm_index: value.arm,
            n: arm.and_then(|arm| arm.n).filter(|_| in_all).map(|n| words.thousands().count(n)),
            value: value.value.value.clone(),
            unit: unit(&value.value),
            count: value.count.as_ref().map(|count| words.thousands().counts(&count.value)),
            share: share(if whole > 0.0 { number / whole * 100.0 } else { 0.0 }),
        }
        .into()
    });
    FindingView {
        endpoint: finding.endpoint.clone(),
        short: finding.short.clone(),
        role: finding.role.name().to_owned(),
        population: finding.population.clone(),
        measure: finding.measure.map(|measure| measure.name().to_owned()),
        unit: finding.unit.clone(),
        values: values.collect(),
        effect: finding.effect.as_ref().map(|it| it.value.clone()),
        effect_parts: parts(finding.effect.as_ref()),
        adjusted: finding.adjusted.as_ref().map(|it| it.value.clone()),
        adjusted_parts: parts(finding.adjusted.as_ref()),
        p: finding.p.as_ref().map(|it| named(&it.value, "P")),
        margin: finding.margin.as_ref().map(|it| it.value.clone()),
        plot: chart::mini(finding, words).map(Html),
        met: finding.met,
        note: finding.note.clone(),
    }
    .into()
}

/// A length: to the whole, where it is not so small that only a part is left.
fn share(length: f64) -> Value {
    if length >= 10.0 || length == 0.0 {
        Value::from(length.round() as u32)
    } else {
        Value::from((length * 100.0).round() / 100.0)
    }
}

/// An effect cut at its commas and semicolons, which are left out; not inside brackets, and not in a number: `1,234`.
fn parts(effect: Option<&At<String>>) -> Vec<String> {
    let Some(effect) = effect else { return Vec::new() };
    let has_number = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    let mut letters = effect.value.chars().peekable();
    while let Some(it) = letters.next() {
        match it {
            '（' | '(' | '[' => depth += 1,
            '）' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let parted = matches!(it, '，' | '；')
            || (matches!(it, ',' | ';') && letters.peek().is_some_and(|it| it.is_whitespace()));
        match parts.last_mut() {
            // `hazard ratio, 0.88`: what is before the first number names it.
            Some(part) if !(parted && depth == 0 && has_number(part)) => {
                part.push(it);
            }
            _ => parts.push(String::new()),
        }
    }
    parts
        .iter()
        .map(|part| part.trim_matches(|it: char| it.is_whitespace() || matches!(it, '，' | '；')).to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_is_cut_at_its_commas_only() {
        let cut = |text: &str| parts(Some(&At::new(text.to_owned(), crate::diag::Span::default()))).join("|");
        assert_eq!(cut("HR=0.77，90%CI 0.59~1.01，单侧P=0.06"), "HR=0.77|90%CI 0.59~1.01|单侧P=0.06");
        assert_eq!(
            cut("difference 1,234, 95% CI (1,000, 1,500); P<0.001"),
            "difference 1,234|95% CI (1,000, 1,500)|P<0.001"
        );
        assert_eq!(
            cut("hazard ratio, 0.88 [95% CI, 0.70 to 1.10]; P = .27"),
            "hazard ratio, 0.88 [95% CI, 0.70 to 1.10]|P = .27"
        );
        assert_eq!(cut("，"), "");
    }
}
