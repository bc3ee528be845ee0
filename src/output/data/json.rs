//! The findings as one JSON object, an entry an issue. A field that nothing is known of is not there. Numbers are what
//! was read; `printed` has the digits as they stand in the paper.

use serde_json::{Map, Value, json};

use super::{Table, status};
use crate::model::address::FINDINGS_SCHEMA;
use crate::model::finding::Finding;
use crate::model::issue::{Issue, Part};
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, IntervalKind, PValue, Sides};
use crate::model::trial::{Publication, Trial};

/// The whole file.
pub(super) fn object(table: &Table<'_>) -> String {
    let base = &table.site.settings.base;
    let object = json!({
        "$schema": base.whole(FINDINGS_SCHEMA),
        "title": table.title,
        "url": base.whole(table.address),
        "language": table.language.tag(),
        "issues": table.issues.iter().map(|issue| entry(table, issue)).collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

fn entry(table: &Table<'_>, issue: &Issue) -> Value {
    let public = issue.public();
    let findings = public.findings().iter().map(|it| finding(it, issue.trial.as_ref()));
    object_of([
        ("number", Some(json!(issue.number.value))),
        ("title", Some(json!(issue.title))),
        ("url", Some(json!(table.url(issue)))),
        ("date", Some(json!(issue.date.to_string()))),
        ("updated", issue.updated.map(|date| json!(date.to_string()))),
        ("status", status(issue).map(Value::from)),
        ("trial", issue.trial.as_ref().map(trial)),
        ("withheld", Some(json!(!public.has(Part::KeyFindings)))),
        ("findings", Some(findings.collect::<Vec<_>>().into())),
    ])
}

fn trial(trial: &Trial) -> Value {
    let arms = trial.arms.iter().map(|arm| {
        object_of([("key", Some(json!(arm.key))), ("label", Some(json!(arm.label))), ("n", arm.n.map(Value::from))])
    });
    object_of([
        ("name", Some(json!(trial.name))),
        ("title", trial.title.as_deref().map(Value::from)),
        ("phase", trial.phase.as_deref().map(Value::from)),
        ("registration", trial.registration.as_ref().map(|id| json!(id.to_string()))),
        ("planned", trial.planned.map(Value::from)),
        ("enrolled", trial.enrolled.map(Value::from)),
        ("arms", Some(arms.collect::<Vec<_>>().into())),
        ("publication", trial.publication.as_ref().map(publication)),
    ])
}

fn publication(paper: &Publication) -> Value {
    object_of([
        ("journal", Some(json!(paper.journal))),
        ("year", paper.year.map(Value::from)),
        ("doi", paper.doi.as_ref().map(|doi| json!(doi.to_string()))),
        ("pmid", paper.pmid.as_ref().map(|pmid| json!(pmid.to_string()))),
        ("url", paper.address().map(Value::from)),
    ])
}

fn finding(finding: &Finding, trial: Option<&Trial>) -> Value {
    let values = finding.values.iter().map(|value| {
        let arm = trial.and_then(|trial| trial.arms.get(value.arm));
        object_of([
            ("arm", arm.map(|arm| json!(arm.key))),
            ("printed", Some(json!(value.value.value))),
            ("value", value.number.map(number)),
            ("count", value.count.as_ref().map(|count| json!(count.value))),
        ])
    });
    let read = &finding.understood;
    let printed = |written: &Option<crate::diag::At<String>>| written.as_ref().map(|at| at.value.clone());
    object_of([
        ("endpoint", Some(json!(finding.endpoint))),
        ("short", finding.short.as_deref().map(Value::from)),
        ("role", Some(json!(finding.role.name()))),
        ("population", finding.population.as_deref().map(Value::from)),
        ("measure", finding.measure.map(|measure| json!(measure.name()))),
        ("unit", finding.unit.as_deref().map(Value::from)),
        ("values", Some(values.collect::<Vec<_>>().into())),
        ("effect", printed(&finding.effect).map(|text| effect(&text, read.effect.as_ref()))),
        ("adjusted", printed(&finding.adjusted).map(|text| effect(&text, read.adjusted.as_ref()))),
        ("p", printed(&finding.p).map(|text| test(Some(&text), read.p.as_ref()))),
        ("margin", printed(&finding.margin).map(Value::from)),
        ("met", finding.met.map(Value::from)),
        ("note", finding.note.as_deref().map(Value::from)),
    ])
}

/// An effect as printed, and as far as it was understood.
fn effect(printed: &str, read: Option<&Effect>) -> Value {
    object_of([
        ("printed", Some(json!(printed))),
        ("measure", read.map(|it| json!(it.measure.abbreviation()))),
        ("name", read.map(|it| json!(it.measure.name()))),
        ("adjusted", read.map(|it| json!(it.is_adjusted))),
        ("estimate", read.map(|it| number(it.estimate.value))),
        ("interval", read.and_then(interval)),
        ("p", read.and_then(|it| it.p.as_ref()).map(|p| test(None, Some(p)))),
    ])
}

/// An interval; where one of its ends was not reached, that bound is not there.
fn interval(effect: &Effect) -> Option<Value> {
    let kind = |kind| match kind {
        IntervalKind::Confidence => "confidence",
        IntervalKind::Credible => "credible",
    };
    if let Some(it) = &effect.interval {
        return Some(object_of([
            ("kind", Some(json!(kind(it.kind)))),
            ("level", it.level.as_ref().map(|level| number(level.value))),
            ("lower", Some(number(it.lower.value))),
            ("upper", Some(number(it.upper.value))),
        ]));
    }
    let it = effect.half_open.as_ref()?;
    Some(object_of([
        ("kind", Some(json!(kind(it.kind)))),
        ("level", it.level.as_ref().map(|level| number(level.value))),
        (if it.is_lower { "lower" } else { "upper" }, Some(number(it.bound.value))),
    ]))
}

/// A P value as printed, where it stands alone, and as far as it was understood.
fn test(printed: Option<&str>, read: Option<&PValue>) -> Value {
    let sides = |sides| match sides {
        Sides::One => 1,
        Sides::Two => 2,
    };
    object_of([
        ("printed", printed.map(Value::from)),
        ("comparison", read.map(|p| json!(p.comparison.sign()))),
        ("value", read.map(|p| json!(p.value.value.value() * 10_f64.powi(i32::from(p.power))))),
        ("sides", read.and_then(|p| p.sides.as_ref()).map(|it| json!(sides(it.value)))),
    ])
}

/// A number; one without decimals as a whole one.
fn number(printed: Printed) -> Value {
    printed.whole().map_or_else(|| json!(printed.value()), Value::from)
}

fn object_of<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<String, Value>>())
}
