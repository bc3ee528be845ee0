//! The medians of survival curves: those of the findings, and whether the curves can have them.
//!
//! A paper prints a median; a curve that is drawn from some of its steps has another. What readers see is the paper's.

use crate::diag::{Diagnostic, Text, code, text};
use crate::evidence::number::leading;
use crate::model::chart::{Curve, Median, Rows, Survival};
use crate::model::finding::{ArmValue, Finding, Measure};
use crate::model::printed::Printed;
use crate::validate::chart::Reader;
use crate::validate::chart::survival::unit;

impl<'r> Reader<'r> {
    /// Gives curves their medians; `numbers` are those of their arms.
    pub(super) fn medians(&mut self, survival: &mut Survival, numbers: &[usize]) {
        let Some(finding) = self.finding_of(survival) else {
            self.medians_of_steps(survival);
            return;
        };
        self.unit_says(survival, finding);
        let factor = unit::factor(finding.unit.as_deref(), survival.unit.as_deref());
        for (index, arm) in numbers.iter().enumerate() {
            let Some(value) = finding.values.iter().find(|value| value.arm == *arm) else { continue };
            if let Some(factor) = factor {
                self.check_median(survival, &survival.curves[index], value, factor, finding.unit.as_deref());
            }
            let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
            let unit = finding.unit.as_deref().filter(|_| is_number).unwrap_or_default();
            survival.curves[index].median = Some(Median {
                text: with_unit(&value.value.value, unit).into(),
                time: value.number.zip(factor).map(|(number, (factor, _))| turned(number, factor)),
            });
        }
    }

    /// Says that the median of a finding is drawn on an axis whose unit nobody knows.
    fn unit_says(&mut self, survival: &Survival, finding: &Finding) {
        let Some(unit) = finding.unit.as_deref().filter(|_| survival.unit.is_none()) else { return };
        let message = text!("the curve does not say its unit of time, and its median is in {unit}", unit);
        self.say(
            Diagnostic::new(code::D034, message),
            text!("write the unit of the column `time`: unit=\"{unit}\"", unit),
        );
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
            let text = with_unit(&shown(time), &unit).into();
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

    /// Says that a curve cannot have the median that the findings give its arm. `factor` turns the median into the unit
    /// of the curve, with the share by which that may be off.
    fn check_median(
        &mut self,
        survival: &Survival,
        curve: &Curve,
        value: &ArmValue,
        (factor, about): (f64, f64),
        unit: Option<&str>,
    ) {
        let (from, to) = survival.median_between(curve);
        let written = value.value.value.as_str();
        let low = |number: Printed| number.low() * factor * (1.0 - about);
        let high = |number: Printed| number.high() * factor * (1.0 + about);
        let fits = match value.number {
            Some(number) => {
                from.is_none_or(|from| high(number) >= from.low()) && to.is_none_or(|to| low(number) <= to.high())
            }
            // `>24`: it lies behind that; `NR`: the curve does not come down to it.
            None => match (written.trim_start().starts_with(['>', '≥']), to) {
                (_, None) => true,
                (true, Some(to)) => {
                    leading(written.trim_start_matches(['>', '≥', ' '])).is_none_or(|it| low(it) <= to.high())
                }
                (false, Some(_)) => written.contains(|c: char| c.is_ascii_digit()),
            },
        };
        if !fits {
            // Where the units differ, each number has its own.
            let is_other = (factor - 1.0).abs() > f64::EPSILON || about > 0.0;
            let its = |unit: Option<&str>| unit.filter(|_| is_other).unwrap_or_default().trim().to_owned();
            let (its, axis) = (its(unit), its(survival.unit.as_deref()));
            self.say_median(curve, value, (from, to), (&its, &axis));
        }
    }

    fn say_median(
        &mut self,
        curve: &Curve,
        value: &ArmValue,
        (from, to): (Option<Printed>, Option<Printed>),
        (unit, axis): (&str, &str),
    ) {
        let arm = &*curve.label;
        let written = with_unit(&value.value.value, unit);
        let from = with_unit(&from.map_or_else(|| "0".to_owned(), shown), axis);
        let message = match to.map(shown) {
            Some(to) => text!(
                "the curve of {arm} has half of its people left between {from} and {to}, and the median here is {written}",
                arm,
                from,
                to = with_unit(&to, axis),
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

/// A number with its unit: `15.8个月`, `15.8 months`.
fn with_unit(number: &str, unit: &str) -> String {
    let gap = if unit.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    format!("{number}{gap}{unit}")
}

/// A time in another unit, with one digit more than it was printed with.
fn turned(time: Printed, factor: f64) -> Printed {
    if factor == 1.0 {
        return time;
    }
    let places = time.decimals().min(3) + 1;
    Printed::new((time.value() * factor * 10_f64.powi(i32::from(places))).round() as i64, places)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_endpoint_has_several_names() {
        assert_eq!(stem("总生存率"), stem("总生存期"));
        assert_eq!(stem("OS"), stem("os"));
        assert_ne!(stem("无进展生存期"), stem("总生存期"));
    }
}
