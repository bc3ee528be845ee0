//! E106: the unusual level of an interval that is not said everywhere, or said differently.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::reckoning;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, PassageKind};
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, Interval};

/// The interval of an estimate whose level is not 95 %, where it is first said.
struct Unusual<'d> {
    passage: &'d Passage<'d>,
    effect: &'d Effect,
    interval: &'d Interval,
    level: Printed,
}

/// A level that is not 95 % is said wherever the result is.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let unusual = unusual(document);
    if unusual.is_empty() {
        return;
    }
    for passage in document.stating() {
        for effect in passage.effects() {
            let known = unusual.get(&key(effect)).into_iter().flatten();
            let is_unsaid =
                |it: &&Unusual<'_>| !std::ptr::eq(it.effect, effect) && !is_said_for_tables(document, passage, it);
            said.extend(known.filter(is_unsaid).find_map(|it| trouble(passage, effect, it)));
        }
    }
}

fn unusual<'d>(document: &'d Document<'_>) -> BTreeMap<(bool, i64, u8), Vec<Unusual<'d>>> {
    let mut found: BTreeMap<_, Vec<Unusual<'d>>> = BTreeMap::new();
    for passage in document.stating() {
        for effect in passage.effects() {
            let Some(interval) = &effect.interval else { continue };
            let Some(level) = interval.level.as_ref().map(|it| it.value) else { continue };
            if is_unusual(&level) {
                let known = found.entry(key(effect)).or_default();
                let p = |effect: &Effect| effect.p.as_ref().map(|p| p.value.value);
                if !known.iter().any(|it| is_same(it.interval, interval) && p(it.effect) == p(effect)) {
                    known.push(Unusual { passage, effect, interval, level });
                }
            }
        }
    }
    found
}

/// Whether a note or a caption says the level for a whole table, in a cell of which a result stands: `表中区间均为90%CI`.
fn is_said_for_tables(document: &Document<'_>, passage: &Passage<'_>, unusual: &Unusual<'_>) -> bool {
    let level = [format!("{}%", unusual.level), format!("{} %", unusual.level), format!("{}％", unusual.level)];
    let says = |other: &Passage<'_>| {
        let is_of_tables = ["表", "均为", "注：", "able", "ll intervals"].iter().any(|it| other.text.contains(it));
        other.kind != PassageKind::Cell && is_of_tables && level.iter().any(|it| other.text.contains(it.as_str()))
    };
    passage.kind == PassageKind::Cell && document.passages.iter().any(says)
}

/// `95`, `95.0` and a level that is none are not unusual.
fn is_unusual(level: &Printed) -> bool {
    reckoning::is_level(level) && (level.low() > 95.0 || level.high() < 95.0)
}

/// What makes two results one: the same kind of measure with the same estimate.
fn key(effect: &Effect) -> (bool, i64, u8) {
    let estimate = effect.estimate.value;
    (effect.measure.is_ratio(), estimate.units(), estimate.decimals())
}

fn is_same(one: &Interval, other: &Interval) -> bool {
    one.lower.value == other.lower.value && one.upper.value == other.upper.value
}

fn trouble(passage: &Passage<'_>, effect: &Effect, unusual: &Unusual<'_>) -> Option<Diagnostic> {
    let level = unusual.level.to_string();
    let (message, span) = match &effect.interval {
        Some(interval) if is_same(interval, unusual.interval) => match &interval.level {
            None => (
                text!("the interval does not say here that it is one of {level}%", level = &level),
                interval.span.clone(),
            ),
            Some(here) if here.value != unusual.level && !is_unusual(&here.value) => (
                text!(
                    "the same interval is one of {here}% here and of {level}% elsewhere",
                    here = here.to_string(),
                    level = &level
                ),
                // A level in the heading of a column stands nowhere in its cells.
                if passage.span(here.span.clone()).is_empty() { interval.span.clone() } else { here.span.clone() },
            ),
            Some(_) => return None,
        },
        Some(_) => return None,
        None => {
            let p = effect.p.as_ref()?;
            let is_its_own = unusual.effect.p.as_ref().is_some_and(|it| it.value.value == p.value.value);
            if !is_its_own {
                return None;
            }
            (
                text!("P {p} stands here without its interval of {level}%", p = p.printed(), level = &level),
                p.span.clone(),
            )
        }
    };
    Some(
        Diagnostic::new(code::E106, message)
            .at(passage.file, passage.span(span))
            .related(
                unusual.passage.file,
                unusual.passage.span(unusual.interval.span.clone()),
                text!("here it is one of {level}%", level = &level),
            )
            .help(text!(
                "readers take an interval for one of 95%: write `{level}%CI {lower}~{upper}` wherever the result stands",
                level,
                lower = unusual.interval.lower.to_string(),
                upper = unusual.interval.upper.to_string()
            )),
    )
}
