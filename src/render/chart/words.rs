//! The words of charts in a reader's language, with their places for what changes.

use std::collections::BTreeMap;

use super::tick;
use crate::model::house::NumberStyle;
use crate::render::printed::Thousands;

/// The interface strings that charts need, with their English.
pub const STRINGS: &[(&str, &str)] = &[
    ("chart.forest", "Forest plot"),
    ("chart.survival", "Survival curves"),
    ("chart.flow", "Participant flow"),
    ("chart.icons", "Icon array"),
    ("chart.data", "Show the data as a table"),
    ("chart.ratio", "Ratio"),
    ("chart.difference", "Difference"),
    ("chart.not_estimable", "NE"),
    ("chart.margin", "Dashed line: non-inferiority margin {margin}"),
    ("chart.heterogeneity", "Heterogeneity: {text}"),
    ("chart.findings", "Forest plot of the findings"),
    ("chart.ci", "{level}% CI"),
    ("chart.interval", "CI"),
    ("chart.estimate", "{measure} ({ci})"),
    ("chart.range", "{lower}–{upper}"),
    ("chart.versus", "{first} vs {second}"),
    ("chart.favours", "Favours {arm}"),
    ("chart.log_axis", "{measure}, log scale"),
    ("chart.adjusted", "{label}, adjusted"),
    ("chart.interaction", "P for interaction {p}"),
    ("chart.p", "P"),
    ("chart.weight", "Weight"),
    ("chart.item", "Item"),
    ("chart.comma", ", "),
    ("chart.separator", "; "),
    ("chart.colon", ": "),
    ("chart.stop", ". "),
    ("chart.forest_says", "Estimates on a logarithmic axis; the vertical line at 1 means no effect"),
    ("chart.forest_linear", "Differences on a linear axis; the vertical line at 0 means no effect"),
    ("chart.forest_linear_sides", "Below 0: {left}; above 0: {right}"),
    ("chart.forest_sides", "Below 1: {left}; above 1: {right}"),
    ("chart.forest_row", "{label} {measure} {point}, {ci} {lower} to {upper}"),
    ("chart.arm", "Group"),
    ("chart.time", "Time"),
    ("chart.time_unit", "Time ({unit})"),
    ("chart.share", "Survival"),
    ("chart.share_axis", "{endpoint} (%)"),
    ("chart.at_risk", "Number at risk"),
    ("chart.censored", "Censored"),
    ("chart.events", "Events"),
    ("chart.censor_key", "Censored"),
    ("chart.median", "median {time}"),
    ("chart.median_none", "median not reached"),
    ("chart.survival_says", "Step curves of {endpoint} from time 0 to {end}"),
    ("chart.landmarks_say", "{endpoint} at some times from 0 to {end}"),
    ("chart.survival_row", "{arm}: {share} at the end"),
    ("chart.with_unit", "{number} {unit}"),
    ("chart.stage", "Stage"),
    ("chart.count", "Number"),
    ("chart.reason", "Reason"),
    ("chart.stage_count", "{stage} (n={n})"),
    ("chart.all_arms", "All"),
    ("chart.stages.planned", "Planned"),
    ("chart.stages.assessed", "Assessed for eligibility"),
    ("chart.stages.excluded", "Excluded"),
    ("chart.stages.enrolled", "Enrolled"),
    ("chart.stages.randomised", "Randomised"),
    ("chart.stages.allocated", "Allocated"),
    ("chart.stages.received", "Received treatment"),
    ("chart.stages.not_received", "Did not receive treatment"),
    ("chart.stages.lost", "Lost to follow-up"),
    ("chart.stages.discontinued", "Discontinued"),
    ("chart.stages.analysed", "Analysed"),
    ("chart.stages.not_analysed", "Not analysed"),
    ("chart.icons_of", "{n} of {of}"),
    ("chart.icons_fewer", "fewer than 1 of {of}"),
    ("chart.icons_dots", "Each dot is one person; filled: {event}"),
    ("chart.icons_says", "Each figure is one person; filled: {event}"),
    ("chart.icons_event", "with the event"),
    ("chart.icons_others", "Others"),
];

/// The words of a language, and how its house writes numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    texts: BTreeMap<&'static str, String>,
    /// Whether no zero stands before the point of the numbers that a chart adds to those of its data.
    bare: bool,
    thousands: Thousands,
}

impl Default for Words {
    fn default() -> Self {
        Self::new(|_, english| english.to_owned())
    }
}

impl Words {
    /// The words that a language has, given their names and their English.
    pub fn new(find: impl Fn(&'static str, &'static str) -> String) -> Self {
        let texts = STRINGS.iter().map(|(name, english)| (*name, find(name, english))).collect();
        Self { texts, bare: false, thousands: Thousands::default() }
    }

    /// The same for a house that writes numbers so.
    #[must_use]
    pub fn of_house(self, style: Option<&NumberStyle>) -> Self {
        let bare = style.and_then(|style| style.leading_zero) == Some(false);
        Self { bare, thousands: Thousands::of(style), ..self }
    }

    /// How counts are written.
    pub fn thousands(&self) -> Thousands {
        self.thousands
    }

    /// A number on an axis: no more digits than it needs.
    pub(super) fn tick(&self, tick: f64) -> String {
        let label = tick::label(tick);
        if self.bare { label.replacen("0.", ".", usize::from(tick.abs() < 1.0)) } else { label }
    }

    /// The words of this name.
    pub fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The same with what belongs in their places.
    pub fn fill(&self, name: &str, parts: &[(&str, &str)]) -> String {
        let mut text = self.get(name).to_owned();
        for (place, part) in parts {
            text = text.replace(&format!("{{{place}}}"), part);
        }
        text
    }

    /// `95% CI`, or `CI` where the level is not known.
    pub(super) fn interval(&self, level: Option<&str>) -> String {
        level.map_or_else(|| self.get("chart.interval").to_owned(), |level| self.fill("chart.ci", &[("level", level)]))
    }

    /// A number with its unit, if it has one.
    pub(super) fn with_unit(&self, number: &str, unit: Option<&str>) -> String {
        unit.map_or_else(
            || number.to_owned(),
            |unit| self.fill("chart.with_unit", &[("number", number), ("unit", unit)]),
        )
    }
}
