//! Forest plots.

use std::hash::{Hash, Hasher};

use super::Interval;
use crate::model::finding::{EndpointRole, Finding, Measure};
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, EffectMeasure};
use crate::model::trial::Trial;

/// Ratios with their intervals on one logarithmic axis, or differences on a linear one.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Forest {
    /// What the estimates are: `HR`, `MD`; empty where nobody says.
    pub measure: Box<str>,
    /// Which axis they stand on.
    pub scale: Scale,
    /// The names of the two arms whose counts stand beside the rows; empty where no row has counts.
    pub arms: Vec<Box<str>>,
    /// What lies below and above the line of no effect, where that is known.
    pub sides: Option<[Side; 2]>,
    /// How much the estimates differ from each other, as written: `I²=42%，P=0.12`.
    pub heterogeneity: Option<Box<str>>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The axis of a forest plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Logarithmic, for ratios: 1 means no effect.
    Ratio,
    /// Linear, for differences: 0 means no effect.
    Difference,
}

impl Scale {
    /// The value that means no effect.
    pub fn null(self) -> f64 {
        match self {
            Self::Ratio => 1.0,
            Self::Difference => 0.0,
        }
    }

    /// Whether a number has a place on it.
    pub fn holds(self, value: f64) -> bool {
        self == Self::Difference || value > 0.0
    }
}

/// What lies on a side of the line of no effect.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Side {
    /// It favours this arm.
    Favours(Box<str>),
    /// As its editor wrote.
    Written(Box<str>),
}

/// A row of a forest plot.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Row {
    /// The heading of the rows below it.
    Group {
        /// Its name.
        label: Box<str>,
        /// The P value for interaction.
        interaction: Option<Box<str>>,
    },
    /// An estimate.
    Estimate(Estimate),
}

/// An estimate with its interval, and what stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Whose or of what.
    pub label: Box<str>,
    /// Whether it is the estimate after adjustment.
    pub is_adjusted: bool,
    /// Whether it stands below a heading.
    pub is_inner: bool,
    /// Whether it sums up the others: drawn as a diamond.
    pub is_summary: bool,
    /// Events among participants of each arm, as written.
    pub counts: [Option<Box<str>>; 2],
    /// The numbers; none where the paper has none, as for a subgroup without events.
    pub interval: Option<Interval>,
    /// The level of the interval in percent, as written: `95`.
    pub level: Option<Box<str>>,
    /// Its P value, as it would stand in the text.
    pub p: Option<Box<str>>,
    /// How much it weighs among the others, in percent.
    pub weight: Option<f64>,
    /// The margin of non-inferiority, as written.
    pub margin: Option<Printed>,
}

impl Hash for Estimate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { label, is_adjusted, is_inner, is_summary, counts, interval, level, p, weight, margin } = self;
        (label, is_adjusted, is_inner, is_summary, counts).hash(state);
        (interval, level, p, weight.map(f64::to_bits), margin).hash(state);
    }
}

impl Forest {
    /// The estimates in order.
    pub fn estimates(&self) -> impl Iterator<Item = &Estimate> + Clone {
        self.rows.iter().filter_map(|row| match row {
            Row::Estimate(estimate) => Some(estimate),
            Row::Group { .. } => None,
        })
    }

    /// The intervals in order, of the estimates that have one.
    pub fn intervals(&self) -> impl Iterator<Item = Interval> + Clone {
        self.estimates().filter_map(|it| it.interval)
    }

    /// The margins of non-inferiority, each once.
    pub fn margins(&self) -> Vec<Printed> {
        let mut margins: Vec<Printed> = self.estimates().filter_map(|it| it.margin).collect();
        margins.dedup();
        margins
    }

    /// The level of every interval, if they have one in common.
    pub fn level(&self) -> Option<&str> {
        let mut levels = self.estimates().filter(|it| it.interval.is_some()).map(|it| it.level.as_deref());
        let first = levels.next()??;
        levels.all(|level| level == Some(first)).then_some(first)
    }
}

impl Forest {
    /// The forest plot of findings: every ratio of the first one's measure that has an interval.
    ///
    /// What lies on the two sides is told by the medians: below 1 lies what favours the arm that has the longer one.
    /// Where findings do not agree in this, or have no medians, nothing is told.
    pub fn of_findings(findings: &[Finding], trial: Option<&Trial>) -> Option<Self> {
        let mut ratios = findings.iter().flat_map(|finding| {
            let effect = finding.effect.as_ref().zip(finding.understood.effect.as_ref());
            let adjusted = finding.adjusted.as_ref().zip(finding.understood.adjusted.as_ref());
            let both = [effect.map(|it| (it, false)), adjusted.map(|it| (it, true))];
            both.into_iter().flatten().map(move |((written, effect), is_adjusted)| Ratio {
                finding,
                written: &written.value,
                effect,
                is_adjusted: is_adjusted || effect.is_adjusted,
            })
        });
        let measure = ratios.clone().find(Ratio::can_be_drawn)?.effect.measure;
        let rows: Vec<Row> = ratios
            .by_ref()
            .filter(|ratio| ratio.effect.measure == measure && ratio.can_be_drawn())
            .filter_map(|ratio| ratio.row())
            .collect();
        Some(Self {
            measure: measure.abbreviation().into(),
            scale: Scale::Ratio,
            arms: Vec::new(),
            sides: sides(findings, measure, trial),
            heterogeneity: None,
            rows,
        })
    }
}

/// An effect of a finding, with the text that it was read from.
struct Ratio<'f> {
    finding: &'f Finding,
    written: &'f str,
    effect: &'f Effect,
    is_adjusted: bool,
}

impl Ratio<'_> {
    /// Whether it is a ratio that lies in its interval, on an axis that has no 0.
    fn can_be_drawn(&self) -> bool {
        let Some(interval) = &self.effect.interval else { return false };
        let (point, lower, upper) = (&self.effect.estimate, &interval.lower, &interval.upper);
        self.effect.measure.is_ratio()
            && lower.value.value() > 0.0
            && lower.value.value() <= upper.value.value()
            && point.high() >= lower.low()
            && point.low() <= upper.high()
    }

    fn row(&self) -> Option<Row> {
        let interval = self.effect.interval.as_ref()?;
        Some(Row::Estimate(Estimate {
            label: self.finding.endpoint.as_str().into(),
            is_adjusted: self.is_adjusted,
            is_inner: false,
            is_summary: false,
            counts: [None, None],
            interval: Some(Interval {
                point: self.effect.estimate.value,
                lower: interval.lower.value,
                upper: interval.upper.value,
            }),
            level: interval.level.as_ref().map(|level| level.to_string().into()),
            p: self.p(),
            weight: None,
            margin: self.finding.margin_on_axis(),
        }))
    }

    /// The P value as it was written, with its sides: `单侧P=0.06`, `P=0.06（单侧）`.
    fn p(&self) -> Option<Box<str>> {
        let p = self.effect.p.as_ref()?;
        let (mut start, mut end) = (p.span.start, p.span.end);
        if let Some(sides) = &p.sides {
            start = start.min(sides.span.start);
            end = end.max(sides.span.end);
            if sides.span.start >= p.span.end {
                let closing = self.written.get(end..)?.chars().next().filter(|c| matches!(c, '）' | ')'));
                end += closing.map_or(0, char::len_utf8);
            }
        }
        Some(self.written.get(start..end)?.trim().into())
    }
}

/// What happens to those who get better: that it comes sooner, and to more of them, is what is hoped for.
const WANTED: &[&str] = &[
    "康复",
    "恢复",
    "缓解",
    "愈合",
    "起效",
    "痊愈",
    "治愈",
    "出院",
    "脱机",
    "拔管",
    "撤机",
    "应答",
    "改善",
    "好转",
    "转阴",
    "清除",
    "受孕",
    "妊娠",
    "活产",
    "有效",
    "recover",
    "heal",
    "cure",
    "discharge",
    "wean",
    "extubat",
    "respon",
    "remission",
    "relief",
    "improve",
    "resol",
    "clearance",
    "conversion",
    "onset",
    "pregnan",
    "live birth",
    "alleviat",
    "liberation",
];
/// What says that it lasts, is lost or is lived without: more of the time is hoped for.
const LASTING: &[&str] = &["持续", "duration", "维持", "复发", "无", "free", "relapse", "loss of", "不良", "adverse"];

/// Whether more events, and sooner, are what an endpoint hopes for, so that a ratio below 1 does not favour the first arm.
fn hopes_for_events(endpoint: &str) -> bool {
    let endpoint = endpoint.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| endpoint.contains(word));
    names(WANTED) && !names(LASTING)
}

/// Which arm each side favours, as far as the medians of all findings with this measure agree. Where an endpoint hopes for
/// events, nothing is told: its sides are not those of survival.
fn sides(findings: &[Finding], measure: EffectMeasure, trial: Option<&Trial>) -> Option<[Side; 2]> {
    if measure != EffectMeasure::HazardRatio {
        return None;
    }
    let drawn = |finding: &Finding| {
        let understood = &finding.understood;
        [&understood.effect, &understood.adjusted].into_iter().flatten().any(|effect| effect.measure == measure)
    };
    let is_hope = |finding: &Finding| {
        hopes_for_events(&finding.endpoint) || finding.short.as_deref().is_some_and(hopes_for_events)
    };
    if findings.iter().any(|finding| drawn(finding) && is_hope(finding)) {
        return None;
    }
    let mut votes = findings.iter().filter_map(|finding| {
        let effect = finding.understood.effect.as_ref().filter(|effect| effect.measure == measure)?;
        let [first, second] = &finding.values[..] else { return None };
        if finding.measure != Some(Measure::Median) || finding.role == EndpointRole::Safety {
            return None;
        }
        let (a, b) = (first.number?, second.number?);
        let is_below = effect.estimate.value.value() < 1.0;
        let longer_first = a.value() > b.value();
        let is_told = a.value() != b.value() && effect.estimate.value.value() != 1.0;
        is_told.then_some(if longer_first == is_below { [first.arm, second.arm] } else { [second.arm, first.arm] })
    });
    let first = votes.next()?;
    if !votes.all(|vote| vote == first) {
        return None;
    }
    let arms = &trial?.arms;
    let favours = |arm: usize| arms.get(arm).map(|arm| Side::Favours(arm.label.as_str().into()));
    Some([favours(first[0])?, favours(first[1])?])
}

#[cfg(test)]
mod tests {
    use super::hopes_for_events;

    #[test]
    fn what_is_hoped_for_is_known_by_its_name() {
        for endpoint in [
            "至康复时间",
            "症状缓解时间",
            "客观缓解率",
            "Time to recovery",
            "Wound healing",
            "至首次出院时间",
            "Response rate",
        ] {
            assert!(hopes_for_events(endpoint), "{endpoint}");
        }
        for endpoint in ["总生存期", "无进展生存期", "缓解持续时间", "Duration of response", "无复发生存期", "死亡"]
        {
            assert!(!hopes_for_events(endpoint), "{endpoint}");
        }
    }
}
