//! The numbers of people that an issue speaks of: what a percentage in it can be a percentage of.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Document;
use crate::diag::{Text, text};
use crate::evidence::lex::Line;
use crate::evidence::people::{count, crowd, fraction, lone_fraction, measures, size};
use crate::evidence::proportion::{Share, denominators};
use crate::evidence::sentence::sentences;
use crate::evidence::share::CountPercent;
use crate::evidence::words::{Topic, speak_of};
use crate::model::chart::Drawing;
use crate::model::printed::Printed;

/// How many numbers of a sentence are tried as those who are left out of others.
const MOST_LEFT_OUT: usize = 8;

/// Every number of people that an issue names.
#[derive(Debug, Default)]
pub struct Crowds {
    /// By how many they are: who they are, empty where only the number is known.
    sizes: BTreeMap<u32, String>,
    /// People who have a percentage themselves, and may be the whole of another one.
    parts: BTreeSet<u32>,
    /// Every other whole number that the issue prints, and those that are left of all without some: they may be the
    /// whole of a percentage, but nobody is named by them.
    others: BTreeSet<u32>,
    /// Whether all participants, or those of an arm, are among them.
    is_anchored: bool,
}

impl Crowds {
    /// People of known numbers, with who they are.
    pub fn of(known: impl IntoIterator<Item = (u32, String)>) -> Self {
        let mut crowds = Self { is_anchored: true, ..Self::default() };
        known.into_iter().for_each(|(size, name)| crowds.add(size, &name));
        crowds
    }

    /// Those of an issue: its arms, its totals, and all that its text names.
    pub(in crate::lint) fn in_document(document: &Document<'_>) -> Self {
        let mut crowds = Self::default();
        if let Some(trial) = document.as_issue().and_then(|issue| issue.trial.as_ref()) {
            let arms = || trial.arms.iter().filter_map(|arm| arm.n.map(|n| (n, arm.label.as_str())));
            crowds.is_anchored = arms().next().is_some() || trial.enrolled.is_some();
            arms().for_each(|(n, label)| crowds.add(n, label));
            let sum: u32 = arms().map(|(n, _)| n).fold(0, u32::saturating_add);
            [Some(sum), trial.enrolled, trial.planned].into_iter().flatten().for_each(|n| crowds.add(n, ""));
        }
        for finding in document.as_issue().iter().flat_map(|issue| &issue.findings) {
            let counts = finding.values.iter().filter_map(|value| lone_fraction(value.count.as_ref()?));
            counts.for_each(|share| crowds.add(share.among, ""));
            crowds.others(&Line::new(finding.population.as_deref().unwrap_or_default()), &[]);
            crowds.others(&Line::new(finding.note.as_deref().unwrap_or_default()), &[]);
        }
        let charts = document.as_issue().into_iter().flat_map(|issue| issue.bodies()).flat_map(|body| &body.charts);
        for chart in charts {
            let Some(Drawing::Flow(flow)) = &chart.drawing else { continue };
            let all = flow.trunk.iter().chain(flow.arms.iter().flat_map(|arm| &arm.entries)).chain(&flow.total);
            crowds.others.extend(all.filter_map(|entry| entry.count));
        }
        let all: Vec<u32> = crowds.sizes.keys().copied().collect();
        for passage in document.passages.iter().filter(|it| !it.kind.is_citation()) {
            let written = passage.in_words().iter().filter(|it| **it >= 2.0);
            crowds.others.extend(written.map(|it| *it as u32));
            if passage.has_digit() {
                crowds.read(&passage.line(), passage.shares());
                crowds.others(&passage.line(), &all);
            }
        }
        crowds
    }

    /// Whole numbers of a line that may be of anything: 眼, 人次, 份, 样本, or nothing that is said; and what is left of
    /// all where some are said to be left out.
    fn others(&mut self, line: &Line<'_>, all: &[u32]) {
        for sentence in sentences(line) {
            let numbers = |at: usize| count(line, at).filter(|(size, next)| *size > 1 && !measures(line, *next));
            let here: Vec<u32> = sentence.clone().filter_map(numbers).map(|(size, _)| size).collect();
            if !here.is_empty() && speak_of(line, sentence, Topic::LeftOut) {
                let wholes = all.iter().chain(here.iter().take(MOST_LEFT_OUT));
                for (whole, out) in
                    wholes.flat_map(|whole| here.iter().take(MOST_LEFT_OUT).map(move |out| (*whole, *out)))
                {
                    self.others.extend(whole.checked_sub(out));
                }
            }
            self.others.extend(here);
        }
    }

    /// Whether two counts with percentages are of two groups that are together some number of people.
    pub fn are_together(&self, first: (u32, Printed), second: (u32, Printed)) -> bool {
        let of = |(count, percent)| denominators(count, percent);
        of(first).zip(of(second)).is_some_and(|((least, greatest), (low, high))| {
            self.sizes.range(least.saturating_add(low)..=greatest.saturating_add(high)).next().is_some()
        })
    }

    /// Whether a number of people is known as such.
    pub fn knows(&self, size: u32) -> bool {
        self.sizes.contains_key(&size)
    }

    fn add(&mut self, size: u32, name: &str) {
        let known = self.sizes.entry(size).or_default();
        if known.is_empty() {
            name.clone_into(known);
        }
    }

    fn read(&mut self, line: &Line<'_>, shares: &[CountPercent]) {
        for share in shares {
            self.parts.insert(share.count);
            share.among.into_iter().for_each(|among| self.add(among, ""));
        }
        for sentence in sentences(line) {
            let mut is_total = None;
            for at in sentence.clone() {
                if line.number(at).is_none() {
                    continue;
                }
                let after = shares.partition_point(|share| share.pieces.end <= at);
                let is_part = shares.get(after).is_some_and(|share| share.pieces.contains(&at));
                if let Some(size) = crowd(line, at).filter(|_| !is_part) {
                    self.is_anchored |=
                        *is_total.get_or_insert_with(|| speak_of(line, sentence.clone(), Topic::AllPeople));
                    self.add(size, "");
                } else if let Some(size) = size(line, at).filter(|_| !is_part) {
                    self.is_anchored = true;
                    self.add(size, "");
                } else if let Some(fraction) = fraction(line, at) {
                    self.add(fraction.among, "");
                }
            }
        }
    }

    /// What is wrong with a percentage of some of them, if none of them explains it; `but` are ruled out.
    pub fn judge(&self, count: u32, percent: Printed, but: &[u32]) -> Option<Misfit> {
        let fitting = denominators(count, percent);
        let is_other = |size: &u32| *size != count && !but.contains(size);
        // All of some people, whoever they are.
        let is_all = percent.low() < 100.0 && percent.high() > 100.0;
        let is_explained = is_all
            || fitting.is_some_and(|(least, greatest)| {
                let fit = least..=greatest;
                self.sizes.range(fit.clone()).any(|(size, _)| !but.contains(size))
                    || self.parts.range(fit.clone()).any(&is_other)
                    || self.others.range(fit).any(&is_other)
            });
        // Without the number of participants, nothing is known of the whole.
        if is_explained || (fitting.is_some() && !self.is_anchored) {
            return None;
        }
        let far = |size: &u32| {
            let (least, greatest) = fitting.unwrap_or((count, count));
            least.saturating_sub(*size).max(size.saturating_sub(greatest))
        };
        let candidates = || self.sizes.iter().filter(|(size, _)| **size >= count && **size > 0);
        // A named one is what the editor knows best.
        let named = candidates().filter(|(_, name)| !name.is_empty()).min_by_key(|(size, _)| far(size));
        let nearest = named.or_else(|| candidates().min_by_key(|(size, _)| far(size)));
        Some(Misfit { count, percent, fitting, nearest: nearest.map(|(size, name)| (*size, name.clone())) })
    }
}

/// A percentage that is none of a number of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// How many are counted.
    pub count: u32,
    /// What was printed.
    pub percent: Printed,
    /// The least and the greatest number that would fit.
    pub fitting: Option<(u32, u32)>,
    /// The number that was meant, or the nearest that is known, with who they are.
    pub nearest: Option<(u32, String)>,
}

impl Misfit {
    /// The arithmetic: `39/85 = 45.9%, printed 47%`.
    pub(in crate::lint) fn arithmetic(&self) -> Text {
        let (count, printed) = (self.count, format!("{}%", self.percent));
        let Some((among, name)) = self.nearest.clone() else {
            return text!("{count} cannot be {printed} of any number of people", count, printed);
        };
        let decimals = self.percent.decimals() + u8::from(self.percent.decimals() == 0);
        let share = Share { count, among }.percent(decimals);
        if name.is_empty() {
            text!("{count}/{among} = {share}%, printed {printed}", count, among, share = share.to_string(), printed)
        } else {
            text!(
                "{count}/{among} ({name}) = {share}%, printed {printed}",
                count,
                among,
                name,
                share = share.to_string(),
                printed
            )
        }
    }

    /// Which numbers would fit.
    pub(in crate::lint) fn would_fit(&self) -> Text {
        match self.fitting {
            None => text!("no number would fit"),
            Some((least, greatest)) if least == greatest => text!("{least} would fit", least),
            Some((least, u32::MAX)) => text!("{least} and more would fit", least),
            Some((least, greatest)) if greatest == least + 1 => {
                text!("{least} and {greatest} would fit", least, greatest)
            }
            Some((least, greatest)) => text!("{least} to {greatest} would fit", least, greatest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::share::shares;

    fn judge(count: u32, percent: &str) -> Option<Misfit> {
        let known = [(85, "A".to_owned()), (92, "B".to_owned()), (177, String::new())];
        Crowds::of(known).judge(count, Printed::parse(percent).expect("sound"), &[])
    }

    #[test]
    fn a_percentage_that_none_explains_is_shown_with_what_would() {
        let misfit = judge(39, "47").expect("a misfit");
        assert_eq!(misfit.arithmetic().to_string(), "39/85 (A) = 45.9%, printed 47%");
        assert_eq!(misfit.would_fit().to_string(), "83 would fit");
        assert_eq!(judge(37, "42").expect("a misfit").would_fit().to_string(), "88 and 89 would fit");
        assert_eq!(judge(1, "40").expect("a misfit").would_fit().to_string(), "no number would fit");
        for (count, percent) in [(150, "84.7"), (23, "27"), (12, "13"), (19, "20.7"), (0, "0")] {
            assert_eq!(judge(count, percent), None);
        }
    }

    #[test]
    fn the_text_names_people_too() {
        let mut crowds = Crowds::default();
        crowds.read(&Line::new("共随机162例，其中接受手术的151例（n=74 与 77例）；3/131例复发。"), &[]);
        assert!(crowds.is_anchored);
        assert_eq!(crowds.sizes.keys().copied().collect::<Vec<_>>(), [74, 77, 131, 151, 162]);
        let mut crowds = Crowds::default();
        let line = Line::new("男性150例（84.7%）");
        crowds.read(&line, &shares(&line));
        assert!(!crowds.is_anchored && crowds.sizes.is_empty());
        assert_eq!(crowds.judge(39, Printed::new(47, 0), &[]), None);
    }
}
