//! Survival curves: steps, intervals, marks of censoring, and the numbers at risk below the axis.

use std::fmt::Write as _;

use super::svg::{Anchor, LINE, Number, Pen, SMALL, Style, Svg};
use super::{Width, Words, tick};
use crate::model::chart::{Curve, Point, Rows, Survival};

mod words;

pub(super) use words::{describe, table};

/// Room for the labels of the share axis.
const LEFT: f64 = 34.0;
const RIGHT: f64 = 16.0;
/// How the lines of arms are dashed: what tells them apart without colour.
const DASHES: [&str; 4] =
    ["", "stroke-dasharray=\"8 3\"", "stroke-dasharray=\"2.5 2.5\"", "stroke-dasharray=\"10 3 2 3\""];

/// What belongs to the drawing of one plot.
struct Plot<'a> {
    survival: &'a Survival,
    words: &'a Words,
    width: f64,
    top: f64,
    bottom: f64,
    end: f64,
    ticks: Vec<f64>,
    /// Where numbers at risk stand that are known at other times than those of the ticks.
    risk_times: Vec<f64>,
    pen: Pen,
}

pub(super) fn draw(survival: &Survival, width: Width, words: &Words) -> Svg {
    let (units, height, most) = match width {
        Width::Narrow => (Width::Narrow.units(), 200.0, 7),
        Width::Wide => (Width::Wide.units(), 290.0, 11),
    };
    let mut plot = Plot {
        survival,
        words,
        width: units,
        top: 0.0,
        bottom: 0.0,
        end: 1.0,
        ticks: Vec::new(),
        risk_times: Vec::new(),
        pen: Pen::new(),
    };
    plot.top = plot.legend() + 12.0;
    plot.bottom = plot.top + height;
    plot.set_times(most);
    plot.axes();
    if survival.rows == Rows::Steps {
        for (number, curve) in survival.curves.iter().enumerate() {
            plot.band(number, curve);
        }
    }
    if survival.shows_medians {
        plot.medians();
    }
    for (number, curve) in survival.curves.iter().enumerate() {
        match survival.rows {
            Rows::Steps => plot.curve(number, curve),
            Rows::Landmarks => plot.landmarks(number, curve),
        }
    }
    let end = plot.at_risk(plot.bottom + 42.0);
    plot.pen.finish(units, end)
}

impl Plot<'_> {
    fn x(&self, time: f64) -> f64 {
        LEFT + time / self.end * (self.width - LEFT - RIGHT)
    }

    fn y(&self, share: f64) -> f64 {
        self.bottom - share * (self.bottom - self.top)
    }

    /// Ticks stand evenly: at times whose numbers at risk are known, if such can be found, otherwise at round times.
    fn set_times(&mut self, most: usize) {
        let last = self.survival.end();
        let is_landmark = self.survival.rows == Rows::Landmarks;
        let mut known: Vec<f64> = self
            .survival
            .curves
            .iter()
            .flat_map(|curve| &curve.points)
            .filter(|point| point.at_risk.is_some() || is_landmark)
            .map(|point| point.time.value())
            .collect();
        known.sort_by(f64::total_cmp);
        known.dedup();
        self.end = if last > 0.0 { last } else { 1.0 };
        self.ticks = tick::times(self.end, most);
        if self.survival.curves.iter().all(Curve::tells_of_all) {
            return;
        }
        if known.len() < 3 {
            self.risk_times = known;
            return;
        }
        let all_known = self.ticks.iter().all(|time| known.iter().any(|it| (it - time).abs() < 1e-9));
        if all_known && self.ticks.len() > 2 {
            return;
        }
        let room = self.counts_room();
        let even = tick::even_times(&known, room / (self.x(1.0) - self.x(0.0)));
        if !even.is_empty() {
            self.ticks = even;
            return;
        }
        for time in known {
            if self.risk_times.last().is_none_or(|last| self.x(time) - self.x(*last) >= room) {
                self.risk_times.push(time);
            }
        }
    }

    /// From one number at risk to the next.
    fn counts_room(&self) -> f64 {
        let counts = self.survival.curves.iter().flat_map(|curve| &curve.points).filter_map(|point| point.at_risk);
        let largest = self.words.thousands().count(counts.max().unwrap_or(0));
        Style::SOFT.width(&largest).max(Style::SOFT.width(&self.words.tick(self.end))) + 10.0
    }

    /// The names of the arms, each with its line; gives where the plot may begin.
    fn legend(&mut self) -> f64 {
        let mut y = 16.0;
        for (number, curve) in self.survival.curves.iter().enumerate() {
            self.pen.open(&format!("c-{number}"));
            if self.survival.rows == Rows::Steps {
                self.pen.line((0.0, y - 4.5), (30.0, y - 4.5), 2.2, DASHES[number % 4]);
            }
            self.pen.fill(&marker(number, 15.0, y - 4.5), "fill=\"currentColor\"");
            self.pen.close();
            let mut label = curve.label.to_string();
            if self.survival.shows_medians {
                let _ = write!(label, "{}{}", self.words.get("chart.colon"), self.median(curve));
            }
            let lines = Style::PLAIN.wrap(&label, self.width - 38.0);
            y = self.pen.lines(38.0, y, LINE, Style::PLAIN, &lines) + 2.0;
        }
        let mut x = 0.0;
        let is_landmark = self.survival.rows == Rows::Landmarks;
        if self.survival.has_bounds() {
            let text = self.words.interval(self.survival.level.as_deref());
            self.pen.open("c-soft");
            if is_landmark {
                self.pen.stroke(&whisker(15.0, y - 10.0, y + 1.0), 1.4, "");
            } else {
                self.pen
                    .fill(&format!("M0 {}h30v11h-30Z", Number(y - 10.0)), "fill=\"currentColor\" fill-opacity=\".22\"");
            }
            self.pen.close();
            self.pen.text(38.0, y, Style::SOFT, &text);
            x = 38.0 + Style::SOFT.width(&text) + 22.0;
        }
        if self.survival.has_censored() && !is_landmark {
            let path = format!("M{} {}v10M{} {}h10", Number(x + 5.0), Number(y - 9.5), Number(x), Number(y - 4.5));
            self.pen.open("c-soft");
            self.pen.stroke(&path, 1.5, "");
            self.pen.close();
            self.pen.text(x + 16.0, y, Style::SOFT, self.words.get("chart.censor_key"));
            x += 1.0;
        }
        if x > 0.0 { y + 18.0 } else { y }
    }

    fn median(&self, curve: &Curve) -> String {
        match &curve.median {
            Some(median) => self.words.fill("chart.median", &[("time", &median.text)]),
            None => self.words.get("chart.median_none").to_owned(),
        }
    }

    fn axes(&mut self) {
        let endpoint = self.survival.endpoint.as_deref().unwrap_or_else(|| self.words.get("chart.share"));
        let name = self.words.fill("chart.share_axis", &[("endpoint", endpoint)]);
        let lines = Style::SOFT.wrap(&name, self.width);
        let moved = lines.len() as f64 * 16.0;
        self.pen.lines(0.0, self.top, 16.0, Style::SOFT, &lines);
        self.top += moved;
        self.bottom += moved;
        self.pen.open("c-rule");
        for share in [0.25, 0.5, 0.75, 1.0] {
            self.pen.line((LEFT, self.y(share)), (self.width - RIGHT, self.y(share)), 1.0, "");
        }
        self.pen.close();
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let label = self.words.tick(share * 100.0);
            self.pen.text(LEFT - 7.0, self.y(share) + 4.3, Style::SOFT.at(Anchor::End), &label);
        }
        let mut path = format!(
            "M{} {}V{}H{}",
            Number(LEFT),
            Number(self.top - 4.0),
            Number(self.bottom),
            Number(self.width - RIGHT)
        );
        for tick in &self.ticks {
            let _ = write!(path, "M{} {}v5", Number(self.x(*tick)), Number(self.bottom));
        }
        self.pen.open("c-soft");
        self.pen.stroke(&path, 1.0, "");
        self.pen.close();
        let style = Style::SOFT.at(Anchor::Middle);
        let mut free = f64::NEG_INFINITY;
        for tick in self.ticks.clone() {
            let (label, x) = (self.words.tick(tick), self.x(tick));
            let half = style.width(&label) / 2.0;
            if x - half >= free {
                self.pen.text(x, self.bottom + 19.0, style, &label);
                free = x + half + 4.0;
            }
        }
        let name = match &self.survival.unit {
            Some(unit) => self.words.fill("chart.time_unit", &[("unit", unit)]),
            None => self.words.get("chart.time").to_owned(),
        };
        self.pen.text(self.width - RIGHT, self.bottom + 37.0, Style::SOFT.at(Anchor::End), &name);
    }

    /// The steps of some share of a curve: from the beginning, or from its first point.
    fn steps(&self, values: &[(f64, f64)]) -> String {
        let mut path = String::new();
        for (index, (time, share)) in values.iter().enumerate() {
            let (x, y) = (Number(self.x(*time)), Number(self.y(*share)));
            let _ = if index == 0 { write!(path, "M{x} {y}") } else { write!(path, "H{x}V{y}") };
        }
        path
    }

    fn curve(&mut self, number: usize, curve: &Curve) {
        let mut values: Vec<(f64, f64)> = Vec::with_capacity(curve.points.len() + 1);
        if curve.points.first().is_some_and(|point| point.time.value() > 0.0) {
            values.push((0.0, 1.0));
        }
        values.extend(curve.points.iter().map(|point| (point.time.value(), self.survival.share(point.survival))));
        let path = self.steps(&values);
        let mut censored = String::new();
        // A cross: of a mark that is upright only, nothing would be seen on a drop.
        for point in curve.points.iter().filter(|point| point.censored.is_some_and(|count| count > 0)) {
            let (x, y) = (self.x(point.time.value()), self.y(self.survival.share(point.survival)));
            let _ = write!(censored, "M{} {}v9M{} {}h8", Number(x), Number(y - 4.5), Number(x - 4.0), Number(y));
        }
        let end = values.last().map(|(time, share)| marker(number, self.x(*time), self.y(*share)));
        self.pen.open(&format!("c-{number}"));
        self.pen.stroke(&path, 2.2, format!("stroke-linejoin=\"round\" {}", DASHES[number % 4]).trim_end());
        if !censored.is_empty() {
            self.pen.stroke(&censored, 1.5, "");
        }
        self.pen.fill(&end.unwrap_or_default(), "fill=\"currentColor\"");
        self.pen.close();
    }

    /// The shares at some times, each with its interval; the arms stand side by side.
    fn landmarks(&mut self, number: usize, curve: &Curve) {
        let aside = (number as f64 - (self.survival.curves.len() as f64 - 1.0) / 2.0) * 7.0;
        let place = |point: &Point| {
            let x = self.x(point.time.value());
            // At the beginning all are there: nothing lies side by side.
            if point.time.value() > 0.0 { x + aside } else { x }
        };
        let (mut whiskers, mut points) = (String::new(), String::new());
        for point in &curve.points {
            let x = place(point);
            if let Some((lower, upper)) = point.bounds.filter(|(lower, upper)| lower.value() < upper.value()) {
                let (lower, upper) = (self.y(self.survival.share(lower)), self.y(self.survival.share(upper)));
                whiskers.push_str(&whisker(x, upper, lower));
            }
            points.push_str(&marker(number, x, self.y(self.survival.share(point.survival))));
        }
        self.pen.open(&format!("c-{number}"));
        if !whiskers.is_empty() {
            self.pen.stroke(&whiskers, 1.4, "");
        }
        self.pen.fill(&points, "fill=\"currentColor\"");
        self.pen.close();
    }

    /// The interval of a curve, in pieces where it is not known all along.
    fn band(&mut self, number: usize, curve: &Curve) {
        let mut path = String::new();
        for piece in curve.points.chunk_by(|a, b| a.bounds.is_some() == b.bounds.is_some()) {
            let bounds: Vec<(f64, f64, f64)> = piece
                .iter()
                .filter_map(|point| {
                    let (lower, upper) = point.bounds?;
                    Some((point.time.value(), self.survival.share(lower), self.survival.share(upper)))
                })
                .collect();
            if bounds.len() < 2 {
                continue;
            }
            let upper: Vec<(f64, f64)> = bounds.iter().map(|(time, _, upper)| (*time, *upper)).collect();
            path.push_str(&self.steps(&upper));
            // Back along the lower bound: first across, then up.
            for index in (0..bounds.len()).rev() {
                let (time, lower, _) = bounds[index];
                if index == bounds.len() - 1 {
                    let _ = write!(path, "V{}", Number(self.y(lower)));
                } else {
                    let _ = write!(path, "V{}H{}", Number(self.y(lower)), Number(self.x(time)));
                }
            }
            path.push('Z');
        }
        if !path.is_empty() {
            self.pen.open(&format!("c-{number}"));
            self.pen.fill(&path, "fill=\"currentColor\" fill-opacity=\".16\"");
            self.pen.close();
        }
    }

    fn medians(&mut self) {
        let medians = self.survival.curves.iter().filter_map(|curve| curve.median.as_ref()?.time);
        let times: Vec<f64> = medians.map(|time| time.value()).filter(|time| *time <= self.end).collect();
        let Some(last) = times.iter().copied().reduce(f64::max) else { return };
        let half = self.y(0.5);
        let mut path = format!("M{} {}H{}", Number(LEFT), Number(half), Number(self.x(last)));
        for time in times {
            let _ = write!(path, "M{} {}V{}", Number(self.x(time)), Number(half), Number(self.bottom));
        }
        self.pen.open("c-soft");
        self.pen.stroke(&path, 1.2, "stroke-dasharray=\"3 3\"");
        self.pen.close();
    }

    /// The numbers at risk under their ticks; gives where the drawing ends.
    fn at_risk(&mut self, mut y: f64) -> f64 {
        if !self.survival.has_risk() {
            return y;
        }
        y += 12.0;
        self.pen.text(0.0, y, Style::SOFT.bold(), self.words.get("chart.at_risk"));
        let times = if self.risk_times.is_empty() { self.ticks.clone() } else { self.risk_times.clone() };
        if !self.risk_times.is_empty() {
            y += 17.0;
            self.pen.text(0.0, y, Style::SOFT, self.words.get("chart.time"));
            for time in &times {
                self.pen.text(self.x(*time), y, Style::SOFT.at(Anchor::Middle), &self.words.tick(*time));
            }
        }
        for (number, curve) in self.survival.curves.iter().enumerate() {
            y += 20.0;
            self.pen.open(&format!("c-{number}"));
            self.pen.fill(&marker(number, 5.0, y - 4.3), "fill=\"currentColor\"");
            self.pen.close();
            let style = Style { size: SMALL, ..Style::PLAIN };
            let lines = style.wrap(&curve.label, self.width - 16.0);
            y = self.pen.lines(16.0, y, 16.0, style, &lines) + 1.0;
            let mut free = f64::NEG_INFINITY;
            for tick in times.iter().copied() {
                let Some(count) = curve.at_risk(tick) else { continue };
                let (text, x) = (self.words.thousands().count(count), self.x(tick));
                let half = style.width(&text) / 2.0;
                if x - half >= free {
                    self.pen.text(x, y, style.at(Anchor::Middle), &text);
                    free = x + half + 4.0;
                }
            }
        }
        y + 8.0
    }
}

/// The shape of an arm: a disc, a square, a triangle, a diamond.
pub(super) fn marker(number: usize, x: f64, y: f64) -> String {
    match number % 4 {
        0 => format!("M{} {}a4.5 4.5 0 1 1 9 0a4.5 4.5 0 1 1 -9 0Z", Number(x - 4.5), Number(y)),
        1 => format!("M{} {}h8v8h-8Z", Number(x - 4.0), Number(y - 4.0)),
        2 => format!("M{} {}l5 9h-10Z", Number(x), Number(y - 5.0)),
        _ => format!("M{} {}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z", Number(x), Number(y - 5.5)),
    }
}

/// An upright interval with its caps.
fn whisker(x: f64, upper: f64, lower: f64) -> String {
    let (left, x) = (Number(x - 3.5), Number(x));
    format!("M{left} {}h7M{x} {}V{}M{left} {}h7", Number(upper), Number(upper), Number(lower), Number(lower))
}
