//! E205: a risk that is said to fall by another percentage than the ratio or the rates beside it say.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diag::{Said, Text, code, text};
use crate::evidence::change::{Reduction, may_be_of_one_event, reductions};
use crate::evidence::counted::is_of_others;
use crate::evidence::lex::{Line, Sign};
use crate::evidence::rate::{Rate, pairs};
use crate::evidence::sentence::sentences;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::Passage;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::issue::Issue;
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, EffectMeasure, Statement};

/// A relative reduction is one less the ratio.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in &document.passages {
        let may = passage.has_any("%") && ["险", "risk", "hazard"].iter().any(|it| passage.text.contains(it));
        if !may || passage.kind.is_citation() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        let all: Vec<Range<usize>> = sentences(&line).collect();
        for (number, sentence) in all.iter().enumerate() {
            let found = reductions(&line, sentence.clone());
            if found.is_empty() {
                continue;
            }
            let place = Place::of(issue, passage, &line, (&all, number), &found);
            for reduction in &found {
                if let Some(message) = place.judge(reduction) {
                    let span = line.span(reduction.at..reduction.at + 2);
                    said.push(say(code::E205, passage, span, message).help(
                        text!("1 less the hazard ratio is the reduction of the hazard; a difference of two rates is called an absolute one"),
                    ));
                }
            }
        }
    }
}

/// A sentence among those of its passage, and what it has to do with all that it says to fall or to rise.
struct Place<'p> {
    issue: &'p Issue,
    passage: &'p Passage<'p>,
    line: &'p Line<'p>,
    sentence: &'p Range<usize>,
    /// Its ratios, as they stand.
    own: Vec<&'p Effect>,
    /// What these and those of the sentence before are, neighbours that are the same once.
    values: Vec<Printed>,
    /// The first of its ratios that none of its reductions is of.
    free: Option<&'p Effect>,
    /// The only two rates that it sets against each other.
    pair: Option<(Rate, Rate)>,
    /// The only ratio of the sentence before or after, if this one has none and speaks of the same event.
    near: Option<&'p Effect>,
}

impl<'p> Place<'p> {
    fn of(
        issue: &'p Issue,
        passage: &'p Passage<'p>,
        line: &'p Line<'p>,
        (sentences, number): (&'p [Range<usize>], usize),
        found: &[Reduction],
    ) -> Self {
        let sentence = &sentences[number];
        let ratios = |number: Option<usize>| {
            let sentence = number.and_then(|it| sentences.get(it));
            sentence.map(|it| ratios(passage, line.span(it.clone()))).unwrap_or_default()
        };
        let words = |number: usize| sentences.get(number).map_or("", |sentence| line.slice(sentence.clone()));
        let (before, own) = (ratios(number.checked_sub(1)), ratios(Some(number)));
        let mut values: Vec<Printed> = own.iter().chain(&before).map(|it| it.estimate.value).collect();
        values.dedup();
        let mut all = pairs(line, passage.counted(), sentence).into_iter();
        let pair = all.next().filter(|_| all.next().is_none());
        let near = if own.is_empty() && !is_of_others(line, sentence.clone()) {
            [number.checked_sub(1), Some(number + 1)].into_iter().flatten().find_map(|other| {
                match ratios(Some(other))[..] {
                    [ratio] if may_be_of_one_event(words(number), words(other)) => Some(ratio),
                    _ => None,
                }
            })
        } else {
            None
        };
        let mut place = Self { issue, passage, line, sentence, own, values, free: None, pair, near };
        place.free = place.free(found);
        place
    }

    /// What is wrong with a reduction: a ratio in its own sentence, two rates beside it, or the only ratio of the sentence
    /// before or after says otherwise.
    fn judge(&self, reduction: &Reduction) -> Option<Text> {
        let pair = self.rates_of(reduction);
        if self.values.iter().any(|it| explains(*it, reduction)) || pair.is_some_and(|it| rates_explain(it, reduction))
        {
            return None;
        }
        if !self.own.is_empty() {
            return self.bracketed(reduction).or(self.free).map(|ratio| of_ratio(ratio, reduction));
        }
        if let Some((first, second)) = pair {
            return Some(of_rates(first, second, reduction));
        }
        // Of another sentence only what nothing else in the issue explains.
        let ratio = self.near?;
        let mut everywhere = self.passage.effects().filter(|it| it.measure.is_ratio()).chain(
            self.issue
                .findings
                .iter()
                .flat_map(|finding| finding.understood.effect.iter().chain(&finding.understood.adjusted)),
        );
        (!everywhere.any(|it| explains(it.estimate.value, reduction))).then(|| of_ratio(ratio, reduction))
    }

    /// The ratio in the bracket after a reduction.
    fn bracketed(&self, of: &Reduction) -> Option<&'p Effect> {
        let open = of.at + 2;
        let start = self.line.lexemes.get(open + 1).filter(|_| self.line.is(open, Sign::Open))?.span.start;
        let at = self.own.partition_point(|it| it.span.start < start);
        self.own.get(at).filter(|it| it.span.start == start).copied()
    }

    /// The first ratio that stands in no bracket after one of the reductions, and explains none of them.
    fn free(&self, found: &[Reduction]) -> Option<&'p Effect> {
        let taken: BTreeSet<usize> = found.iter().filter_map(|it| self.bracketed(it)).map(|it| it.span.start).collect();
        let mut changes: Vec<Reduction> = found.to_vec();
        changes.dedup_by(|a, b| (a.percent, a.rises) == (b.percent, b.rises));
        let is_free = |ratio: &&&Effect| {
            !taken.contains(&ratio.span.start) && !changes.iter().any(|it| explains(ratio.estimate.value, it))
        };
        self.own.iter().find(is_free).copied()
    }

    /// The two rates that a reduction is of: in the bracket after it, or before it and of the event that it names.
    fn rates_of(&self, reduction: &Reduction) -> Option<&(Rate, Rate)> {
        let pair = self.pair.as_ref()?;
        let is_bracketed = |at: usize| self.line.is(at, Sign::Open) && pair.0.pieces.start == at + 1;
        let follows = (reduction.at + 2..reduction.at + 6).any(is_bracketed);
        // 死亡 of 死亡风险.
        let han = self.line.han(reduction.at.checked_sub(1)?).unwrap_or_default();
        let event: String = han.split("风险").next().unwrap_or_default().chars().rev().take(2).collect();
        let event: String = event.chars().rev().collect();
        let named = self.line.slice(self.sentence.start..pair.0.pieces.start);
        let precedes =
            pair.1.pieces.end <= reduction.at && !event.is_empty() && han.contains("风险") && named.contains(&event);
        (follows || precedes).then_some(pair)
    }
}

/// The ratios that a part of a passage states.
fn ratios<'p>(passage: &'p Passage<'_>, part: Range<usize>) -> Vec<&'p Effect> {
    let all = passage.statements();
    // Statements stand one after the other.
    let here = &all[all.partition_point(|it| it.span().start < part.start)..];
    let here = here.iter().take_while(|it| it.span().start < part.end).filter_map(Statement::effect);
    here.filter(|it| it.measure.is_ratio() && it.estimate.value.units() > 0).collect()
}

fn of_ratio(ratio: &Effect, reduction: &Reduction) -> Text {
    let estimate = ratio.estimate.value;
    let shown = (estimate.value() - 1.0).abs() * 100.0;
    let decimals = usize::from(estimate.decimals().saturating_sub(2));
    let (shown, printed) = (format!("{shown:.decimals$}"), reduction.percent.to_string());
    if matches!(ratio.measure, EffectMeasure::HazardRatio) {
        return text!(
            "a hazard ratio of {ratio} is a change of {shown}%, printed {printed}%",
            ratio = estimate.to_string(),
            shown,
            printed
        );
    }
    let measure = Text::known(ratio.measure.name());
    text!(
        "a {measure} of {ratio} is a change of {shown}%, printed {printed}%",
        measure,
        ratio = estimate.to_string(),
        shown,
        printed
    )
}

fn of_rates(first: &Rate, second: &Rate, reduction: &Reduction) -> Text {
    let (small, great) = if first.percent.value() < second.percent.value() { (first, second) } else { (second, first) };
    let (base, other) = if reduction.rises { (small, great) } else { (great, small) };
    let shown = (1.0 - other.percent.value() / base.percent.value()).abs() * 100.0;
    text!(
        "from {base}% to {other}% is a change of {shown}%, printed {printed}%",
        base = base.percent.to_string(),
        other = other.percent.to_string(),
        shown = format!("{shown:.0}"),
        printed = reduction.percent.to_string()
    )
}

/// Whether a range of changes, in shares of one, meets what is printed.
fn meets(reduction: &Reduction, a: f64, b: f64) -> bool {
    let (from, to) = (a.min(b) * 100.0, a.max(b) * 100.0);
    from <= reduction.percent.high() + 1e-9 && reduction.percent.low() - 1e-9 <= to
}

/// Whether a ratio, seen from either group, says by how much the risk changes.
fn explains(ratio: Printed, reduction: &Reduction) -> bool {
    let (low, high) = (ratio.low().max(1e-6), ratio.high());
    // From the other group the ratio is its inverse.
    if reduction.rises {
        meets(reduction, low - 1.0, high - 1.0) || meets(reduction, 1.0 / high - 1.0, 1.0 / low - 1.0)
    } else {
        meets(reduction, 1.0 - high, 1.0 - low) || meets(reduction, 1.0 - 1.0 / low, 1.0 - 1.0 / high)
    }
}

/// Whether two rates say by how much the risk changes: as a share of one of them, or as their difference.
fn rates_explain((first, second): &(Rate, Rate), reduction: &Reduction) -> bool {
    let ((a, b), (c, d)) = (first.bounds(), second.bounds());
    let relative = |(a, b): (f64, f64), (c, d): (f64, f64)| {
        meets(reduction, (1.0 - b / c.max(1e-9)).abs(), (1.0 - a / d.max(1e-9)).abs())
    };
    let apart = meets(reduction, (a - d).abs(), (b - c).abs());
    relative((a, b), (c, d)) || relative((c, d), (a, b)) || apart
}
