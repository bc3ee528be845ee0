//! Which arm a value in a sentence is of, where the sentence names it.

use std::ops::Range;

use crate::model::issue::Issue;
use crate::text::script::lower;

/// The arms of an issue's trial, with their names for readers.
#[derive(Debug, Clone, Default)]
pub(in crate::lint) struct Arms {
    arms: Vec<(String, Option<u32>)>,
}

/// What stands before the name of the arm that another is compared with.
const THAN: &[&str] =
    &["较", "比", "相比于", "相较于", "相对于", "than", "versus", "vs", "compared with", "compared to"];

/// Whether an arm that is named in a text is the one that another is compared with: `与单药组相比`, `than placebo`.
fn is_yardstick(text: &str, name: &Range<usize>) -> bool {
    let before: String = text[..name.start].chars().rev().take(24).collect();
    let before: String = before.chars().rev().collect::<String>().to_lowercase();
    let before = before.trim_end().trim_end_matches(" the");
    let after = text[name.end..].trim_start_matches('组');
    let is_joined = ["与", "和", "同", "跟"].iter().any(|it| before.ends_with(it));
    let is_compared = ["相比", "比较", "相较", "对比"].iter().any(|it| after.starts_with(it));
    is_joined && is_compared || THAN.iter().any(|it| before.ends_with(it))
}

impl Arms {
    /// Those of an issue; none where it has no trial.
    pub(in crate::lint) fn of(issue: &Issue) -> Self {
        let arms = issue.trial.iter().flat_map(|trial| &trial.arms);
        Self { arms: arms.map(|arm| (arm.label.clone(), arm.n)).collect() }
    }

    /// How many participants an arm has, with its name.
    pub(in crate::lint) fn size(&self, arm: usize) -> Option<(u32, &str)> {
        let (label, n) = self.arms.get(arm)?;
        n.map(|n| (n, label.as_str()))
    }

    /// The sizes of both arms, where there are two.
    pub(in crate::lint) fn two_sizes(&self) -> Option<[u32; 2]> {
        match &self.arms[..] {
            [(_, Some(first)), (_, Some(second))] => Some([*first, *second]),
            _ => None,
        }
    }

    /// Whether the size of any arm is known.
    pub(in crate::lint) fn has_sizes(&self) -> bool {
        self.arms.iter().any(|(_, n)| n.is_some())
    }

    /// The sizes of all arms but one.
    pub(in crate::lint) fn others(&self, arm: usize) -> Vec<u32> {
        let own = self.arms.get(arm).and_then(|(_, n)| *n);
        let all = self.arms.iter().filter_map(|(_, n)| *n);
        all.filter(|n| Some(*n) != own).collect()
    }

    /// The arm that a heading or a label is called after, and says nothing else: `联合组`, `单药组，例（%）`. `联合组男性` is
    /// a part of an arm.
    pub(in crate::lint) fn called(&self, label: &str) -> Option<usize> {
        let named = self.named(label);
        let [(range, arm)] = &named[..] else { return None };
        let rest = [&label[..range.start], &label[range.end..]].concat().to_lowercase();
        let rest = ["no.", "arm", "group", "例数", "人数", "组"].iter().fold(rest, |rest, it| rest.replace(it, ""));
        rest.chars().all(|c| !c.is_alphanumeric() || matches!(c, 'n' | '例')).then_some(*arm)
    }

    /// Where arms are named in a text. A name within a longer one is that of the longer.
    fn named(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let lowered = lower(text);
        if lowered.len() != text.len() {
            return Vec::new();
        }
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (arm, (label, _)) in self.arms.iter().enumerate() {
            let label = lower(label);
            if !label.is_empty() {
                found.extend(lowered.match_indices(&*label).map(|(at, _)| (at..at + label.len(), arm)));
            }
        }
        let is_inside = |it: &(Range<usize>, usize), other: &(Range<usize>, usize)| {
            other.0.len() > it.0.len() && other.0.start <= it.0.start && it.0.end <= other.0.end
        };
        let all = found.clone();
        found.retain(|it| !all.iter().any(|other| is_inside(it, other)));
        found.sort_by_key(|(range, _)| range.start);
        found
    }

    /// The arm of each of some values in a sentence, in their order, where the sentence says it for certain.
    pub(in crate::lint) fn assigned(&self, sentence: &str, values: &[Range<usize>]) -> Vec<Option<usize>> {
        let named = self.named(sentence);
        let Some(first) = values.first() else { return Vec::new() };
        let follow =
            named.first().is_some_and(|(range, _)| range.start >= first.end && follows(sentence, first, range.start));
        let between = |index: usize| {
            if follow {
                let end = values.get(index + 1).map_or(sentence.len(), |next| next.start);
                values[index].end..end
            } else {
                let start = index.checked_sub(1).map_or(0, |before| values[before].end);
                start..values[index].start
            }
        };
        let within = |range: &Range<usize>| -> Vec<usize> {
            let here = named.iter().filter(|(it, _)| range.start <= it.start && it.end <= range.end);
            let mut arms: Vec<usize> =
                here.filter(|(it, _)| !is_yardstick(sentence, it)).map(|(_, arm)| *arm).collect();
            arms.dedup();
            arms
        };
        let mut found: Vec<Option<usize>> = Vec::with_capacity(values.len());
        let mut in_order: Vec<usize> = Vec::new();
        for index in 0..values.len() {
            let range = between(index);
            let arms = within(&range);
            let arm = match arms[..] {
                [arm] => {
                    in_order.clear();
                    Some(arm)
                }
                [] if !in_order.is_empty() => Some(in_order.remove(0)),
                [] if !follow => self.carried(found.last().copied().flatten(), &sentence[range]),
                [first, ..] if !follow && arms.len() == values.len() - index && is_listed(sentence) => {
                    in_order = arms[1..].to_vec();
                    Some(first)
                }
                _ => None,
            };
            found.push(arm);
        }
        // `47% and 42% in the two arms, respectively`
        let is_in_order = follow && named.len() == values.len() && is_listed(sentence);
        if is_in_order { named.iter().map(|(_, arm)| Some(*arm)).collect() } else { found }
    }

    /// The arm of a value after one of an arm: the same, or the other of two if both are set against each other.
    fn carried(&self, before: Option<usize>, between: &str) -> Option<usize> {
        let before = before?;
        let is_against = ["对", "比", "与", "和", "vs", "versus", "and"].iter().any(|it| between.contains(it));
        match (is_against, self.arms.len()) {
            (true, 2) => Some(1 - before),
            (false, _) if between.chars().count() <= 16 => Some(before),
            _ => None,
        }
    }
}

/// Whether the name that begins at a byte belongs to the value before it: `39例（47%，联合组）`, `47% in the drug group`. After
/// a comma a new clause begins.
fn follows(sentence: &str, value: &Range<usize>, name: usize) -> bool {
    let count = |marks: [char; 2]| sentence[value.clone()].matches(marks).count();
    let is_open = count(['(', '（']) > count([')', '）']);
    let gap = &sentence[value.end..name];
    is_open || !gap.contains(['，', ',', '、', '；', ';'])
}

/// Whether a sentence says that values stand in the order of those whom they are of.
fn is_listed(sentence: &str) -> bool {
    ["分别", "依次", "respectively"].iter().any(|it| sentence.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assigned(sentence: &str, values: &[&str]) -> Vec<Option<usize>> {
        let arms = Arms {
            arms: vec![("联合组".to_owned(), Some(85)), ("单药组".to_owned(), Some(92)), ("单药组B".to_owned(), None)],
        };
        let two = Arms { arms: arms.arms[..2].to_vec() };
        let mut from = 0;
        let ranges: Vec<Range<usize>> = values
            .iter()
            .map(|value| {
                let at = sentence[from..].find(value).expect("a value") + from;
                from = at + value.len();
                at..from
            })
            .collect();
        two.assigned(sentence, &ranges)
    }

    #[test]
    fn a_value_is_of_the_arm_that_is_named() {
        assert_eq!(
            assigned("联合组39例（47%），单药组37例（42%）", &["39例（47%）", "37例（42%）"]),
            [Some(0), Some(1)]
        );
        assert_eq!(assigned("单药组为37例（42%）对39例（47%）", &["37例（42%）", "39例（47%）"]), [Some(1), Some(0)]);
        assert_eq!(
            assigned("联合组和单药组分别为39例（47%）和37例（42%）", &["39例（47%）", "37例（42%）"]),
            [Some(0), Some(1)]
        );
        assert_eq!(assigned("联合组和单药组共37例（42%）", &["37例（42%）"]), [None]);
        assert_eq!(assigned("与单药组相比，联合组39例（47%）", &["39例（47%）"]), [Some(0)]);
        assert_eq!(
            assigned("39例（47%，联合组）对37例（42%，单药组）", &["39例（47%", "37例（42%"]),
            [Some(0), Some(1)]
        );
        assert_eq!(
            assigned("39例（47%）（联合组）对37例（42%）（单药组）", &["39例（47%）", "37例（42%）"]),
            [Some(0), Some(1)]
        );
        assert_eq!(
            assigned(
                "共76例（43%），联合组39例（47%），单药组37例（42%）",
                &["76例（43%）", "39例（47%）", "37例（42%）"]
            ),
            [None, Some(0), Some(1)]
        );
        assert_eq!(assigned("共39例（47%）", &["39例（47%）"]), [None]);
        assert_eq!(
            assigned("联合组CR 10例（12%）、PR 20例（24%）", &["10例（12%）", "20例（24%）"]),
            [Some(0), Some(0)]
        );
    }

    #[test]
    fn a_name_within_a_longer_one_is_the_longer() {
        let arms =
            Arms { arms: vec![("SBRT+索拉非尼".to_owned(), Some(85)), ("索拉非尼".to_owned(), Some(92))] };
        assert_eq!(arms.called("SBRT+索拉非尼组，例（%）"), Some(0));
        assert_eq!(arms.called("索拉非尼组（n）"), Some(1));
        for label in ["索拉非尼组男性", "索拉非尼对SBRT+索拉非尼", "合计", "索拉非尼 2周期"] {
            assert_eq!(arms.called(label), None, "{label}");
        }
        let named: Vec<usize> =
            arms.named("SBRT+索拉非尼组39例，索拉非尼组37例").into_iter().map(|(_, arm)| arm).collect();
        assert_eq!(named, [0, 1]);
    }
}
