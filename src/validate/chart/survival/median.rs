//! The medians of survival curves: those of the findings, and whether the curves can have them.
//!
//! A paper prints a median; a curve that is drawn from some of its steps has another. What readers see is the paper's.

use crate::diag::{Diagnostic, Text, code, text};
use crate::evidence::number::leading;
use crate::model::chart::{Curve, Median, Rows, Survival};
use crate::model::finding::{ArmValue, Finding, Measure};
use crate::model::printed::Printed;
use crate::validate::chart::Reader;

impl<'r> Reader<'r> {
    /// Gives curves their medians; `numbers` are those of their arms.
    pub(super) fn medians(&mut self, survival: &mut Survival, numbers: &[usize]) {
        let Some(finding) = self.finding_of(survival) else {
            self.medians_of_steps(survival);
            return;
        };
        let has_its_unit = same_unit(survival.unit.as_deref(), finding.unit.as_deref());
        for (index, arm) in numbers.iter().enumerate() {
            let Some(value) = finding.values.iter().find(|value| value.arm == *arm) else { continue };
            if has_its_unit {
                self.check_median(survival, &survival.curves[index], value);
            }
            let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
            let unit = finding.unit.as_deref().filter(|_| is_number).unwrap_or_default();
            let gap = if unit.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
            survival.curves[index].median = Some(Median {
                text: format!("{}{gap}{unit}", value.value.value).trim_end().into(),
                time: value.number.filter(|_| has_its_unit),
            });
        }
    }

    /// Without a finding, the steps say it themselves; shares at some times do not.
    fn medians_of_steps(&mut self, survival: &mut Survival) {
        if !survival.shows_medians {
            return;
        }
        if survival.rows == Rows::Landmarks {
            let message = text!("shares at some times do not say the median");
            let help =
                text!("write `medians:` into `findings:` and name that finding: finding=\"…\"; or take `median` out");
            self.say(Diagnostic::new(code::D025, message), help);
            survival.shows_medians = false;
            return;
        }
        for index in 0..survival.curves.len() {
            let Some(time) = survival.median_of_steps(&survival.curves[index]) else { continue };
            let unit = survival.unit.clone().unwrap_or_default();
            let gap = if unit.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
            let text = format!("{}{gap}{unit}", time.shown()).into();
            survival.curves[index].median = Some(Median { text, time: Some(time) });
        }
    }

    /// The finding with medians that the directive names, or whose endpoint the curves have.
    fn finding_of(&mut self, survival: &Survival) -> Option<&'r Finding> {
        let findings = self.around.findings;
        let with_medians = || findings.iter().filter(|finding| finding.measure == Some(Measure::Median));
        if let Some(given) = self.chart.given("finding") {
            let wanted = given.value.trim();
            let found = with_medians().find(|it| it.endpoint == wanted || it.short.as_deref() == Some(wanted));
            if found.is_none() {
                let names = with_medians().map(|finding| format!("`{}`", finding.endpoint));
                let message = text!("no finding `{wanted}` has medians", wanted);
                let help = text!("findings with medians: {names}", names = Text::list(names));
                self.said
                    .push(Diagnostic::new(code::D020, message).at(self.around.source, given.span.clone()).help(help));
            }
            return found;
        }
        let endpoint = stem(survival.endpoint.as_deref()?);
        let mut same = with_medians().filter(|it| {
            it.population.is_none()
                && (stem(&it.endpoint) == endpoint || it.short.as_deref().is_some_and(|it| stem(it) == endpoint))
        });
        same.next().filter(|_| same.next().is_none())
    }

    /// Says that a curve cannot have the median that the findings give its arm.
    fn check_median(&mut self, survival: &Survival, curve: &Curve, value: &ArmValue) {
        let (from, to) = survival.median_between(curve);
        let written = value.value.value.as_str();
        let fits = match value.number {
            Some(number) => {
                from.is_none_or(|from| number.high() >= from.low()) && to.is_none_or(|to| number.low() <= to.high())
            }
            // `>24`: it lies behind that; `NR`: the curve does not come down to it.
            None => match (written.trim_start().starts_with(['>', '≥']), to) {
                (_, None) => true,
                (true, Some(to)) => {
                    leading(written.trim_start_matches(['>', '≥', ' '])).is_none_or(|it| it.low() <= to.high())
                }
                (false, Some(_)) => written.contains(|c: char| c.is_ascii_digit()),
            },
        };
        if fits {
            return;
        }
        let arm = &*curve.label;
        let from = from.map_or_else(|| "0".to_owned(), shown);
        let message = match to.map(shown) {
            Some(to) => text!(
                "the curve of {arm} has half of its people left between {from} and {to}, and the median here is {written}",
                arm,
                from,
                to,
                written
            ),
            None => text!(
                "the curve of {arm} has more than half of its people left at {from}, and the median here is {written}",
                arm,
                from,
                written
            ),
        };
        let diagnostic = Diagnostic::new(code::D026, message)
            .at(self.around.source, value.value.span.clone())
            .related(self.around.source, self.chart.span.clone(), text!("the curve"))
            .help(text!("see the paper whether the table of the curve, its `unit` or the median is wrong"));
        self.said.push(diagnostic);
    }
}

fn shown(time: Printed) -> String {
    time.shown().to_string()
}

/// The name of an endpoint without what says that it is a time, a share or a curve: 总生存期 and 总生存率 are one.
fn stem(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let mut stem = lower.as_str();
    for end in ["曲线", "时间", "率", "期", " rate", " probability", " curve", " time", " (%)", "（%）"] {
        stem = stem.strip_suffix(end).unwrap_or(stem);
    }
    stem.trim().to_owned()
}

/// Whether two units of time are one; what is not said is taken to be the other.
fn same_unit(one: Option<&str>, other: Option<&str>) -> bool {
    const UNITS: &[&[&str]] = &[
        &["月", "个月", "month", "months", "mo", "mos"],
        &["年", "year", "years", "yr", "yrs"],
        &["周", "星期", "week", "weeks", "wk"],
        &["天", "日", "d", "day", "days"],
    ];
    let (Some(one), Some(other)) = (one, other) else { return true };
    let (one, other) = (one.trim().to_lowercase(), other.trim().to_lowercase());
    one == other || UNITS.iter().any(|names| names.contains(&&*one) && names.contains(&&*other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_endpoint_has_several_names() {
        assert_eq!(stem("总生存率"), stem("总生存期"));
        assert_eq!(stem("OS"), stem("os"));
        assert_ne!(stem("无进展生存期"), stem("总生存期"));
        assert!(
            same_unit(Some("月"), Some("个月")) && same_unit(None, Some("月")) && !same_unit(Some("天"), Some("月"))
        );
    }
}
