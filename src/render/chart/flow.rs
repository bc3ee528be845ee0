//! Flow diagrams: boxes from enrolment down to analysis, and a column for each arm.

use super::survival::marker;
use super::svg::{LINE, Number, Pen, Place, Style, Svg};
use super::table::{Cell, Table};
use super::{Width, Words};
use crate::model::chart::{Entry, Flow, FlowArm, Stage};

/// Between boxes below each other: room for an arrow.
const DROP: f64 = 24.0;
const PADDING: f64 = 10.0;
/// How far reasons stand in.
const INDENT: f64 = 9.0;
/// Arms that are narrower than this stand below each other.
const NARROWEST: f64 = 130.0;
const SUB: f64 = 16.5;

/// Stages that share a box.
const BOXES: [&[Stage]; 3] = [
    &[Stage::Allocated, Stage::Received, Stage::NotReceived],
    &[Stage::Lost, Stage::Discontinued],
    &[Stage::Analysed, Stage::NotAnalysed],
];

/// A line of a box.
struct Line {
    text: String,
    style: Style,
    /// The shape of an arm before it.
    marker: Option<usize>,
}

pub(super) fn draw(flow: &Flow, width: Width, words: &Words) -> Svg {
    let total = width.units() - 2.0;
    let count = flow.arms.len().max(1) as f64;
    let column = (total - 16.0 * (count - 1.0)) / count;
    let is_stacked = flow.arms.len() > 1 && column < NARROWEST;
    let mut chart = Chart {
        pen: Pen::new(),
        words,
        total,
        column,
        rail: if is_stacked { 13.0 } else { 1.0 + (column / 2.0).min(total * 0.32) },
    };
    let mut y = chart.trunk(flow);
    y = if is_stacked { chart.stacked(flow, y) } else { chart.columns(flow, y) };
    if let Some(entry) = &flow.total {
        let lines = chart.entry_lines(entry, total, true);
        let place = Place { x: 1.0, y, width: total, height: height(&lines) };
        chart.boxed(place, &lines, None);
        y += place.height;
    } else {
        y -= DROP;
    }
    chart.pen.finish(width.units(), y + 2.0)
}

struct Chart<'a> {
    pen: Pen,
    words: &'a Words,
    total: f64,
    column: f64,
    /// Where the line down the trunk is.
    rail: f64,
}

fn height(lines: &[Line]) -> f64 {
    lines.iter().map(|line| if line.style.bold { LINE } else { SUB }).sum::<f64>() + 2.0 * PADDING - 3.0
}

impl Chart<'_> {
    /// The lines of a count: itself, then its reasons.
    fn entry_lines(&self, entry: &Entry, width: f64, bold: bool) -> Vec<Line> {
        let room = width - 2.0 * PADDING;
        let name = self.words.get(&format!("chart.stages.{}", entry.stage.name()));
        let style = if bold { Style::PLAIN.bold() } else { Style::PLAIN };
        let mut lines: Vec<Line> = style
            .wrap(&self.counted(name, entry.count), room)
            .into_iter()
            .map(|text| Line { text, style, marker: None })
            .collect();
        for reason in &entry.reasons {
            let text = self.counted(&reason.text, reason.count);
            let wrapped = Style::SOFT.wrap(&text, room - INDENT);
            lines.extend(wrapped.into_iter().map(|text| Line { text, style: Style::SOFT, marker: None }));
        }
        lines
    }

    fn counted(&self, text: &str, count: Option<u32>) -> String {
        let Some(count) = count else { return text.to_owned() };
        self.words.fill("chart.stage_count", &[("stage", text), ("n", &self.words.thousands().count(count))])
    }

    fn boxed(&mut self, place: Place, lines: &[Line], arm: Option<usize>) {
        self.pen.open(&arm.map_or_else(|| "c-edge".to_owned(), |arm| format!("c-{arm}")));
        let stroke = if arm.is_some() { "1.8" } else { "1.2" };
        self.pen.rect(
            place,
            "c-box",
            &format!("rx=\"4\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"{stroke}\""),
        );
        self.pen.close();
        let mut y = place.y + PADDING + 11.0;
        for line in lines {
            let mut x = place.x + PADDING;
            if let Some(arm) = line.marker {
                self.pen.open(&format!("c-{arm}"));
                self.pen.fill(&marker(arm, x + 4.5, y - 4.5), "fill=\"currentColor\"");
                self.pen.close();
                x += 15.0;
            } else if line.style.size < Style::PLAIN.size {
                x += INDENT;
            }
            self.pen.text(x, y, line.style, &line.text);
            y += if line.style.bold { LINE } else { SUB };
        }
    }

    /// A line that ends in an arrow.
    fn arrow(&mut self, from: (f64, f64), to: (f64, f64)) {
        let is_down = (to.0 - from.0).abs() < 0.01;
        self.pen.open("c-edge");
        let (end, head) = if is_down {
            ((to.0, to.1 - 5.0), format!("M{} {}l-4 -7h8Z", Number(to.0), Number(to.1)))
        } else {
            ((to.0 - 5.0, to.1), format!("M{} {}l-7 -4v8Z", Number(to.0), Number(to.1)))
        };
        self.pen.line(from, end, 1.2, "");
        self.pen.fill(&head, "fill=\"currentColor\"");
        self.pen.close();
    }

    /// The boxes before there are arms; gives where the arms begin.
    fn trunk(&mut self, flow: &Flow) -> f64 {
        let mut y = 1.0;
        let (mut below, mut side): (Option<f64>, Option<f64>) = (None, None);
        for entry in &flow.trunk {
            if entry.stage == Stage::Excluded {
                let x = self.rail + 26.0;
                let width = self.total + 1.0 - x;
                let lines = self.entry_lines(entry, width, true);
                let place = Place { x, y: y - DROP + 12.0, width, height: height(&lines) };
                self.boxed(place, &lines, None);
                side = Some(place.y + place.height / 2.0);
                y = place.y + place.height + 14.0;
                continue;
            }
            if let Some(bottom) = below {
                self.arrow((self.rail, bottom), (self.rail, y));
            }
            if let Some(middle) = side.take() {
                self.arrow((self.rail, middle), (self.rail + 26.0, middle));
            }
            let lines = self.entry_lines(entry, self.total, true);
            let place = Place { x: 1.0, y, width: self.total, height: height(&lines) };
            self.boxed(place, &lines, None);
            below = Some(y + place.height);
            y += place.height + DROP;
        }
        // Who was excluded last: the line goes on to the arms, or ends there.
        if let Some(middle) = side {
            if let Some(bottom) = below {
                let end = if flow.arms.is_empty() { middle } else { y };
                self.pen.open("c-edge");
                self.pen.line((self.rail, bottom), (self.rail, end), 1.2, "");
                self.pen.close();
            }
            self.arrow((self.rail, middle), (self.rail + 26.0, middle));
        }
        y
    }

    /// The lines of one of an arm's boxes; `is_first` gives it the arm's name.
    fn arm_lines(&self, arm: &FlowArm, number: usize, group: usize, width: f64, is_first: bool) -> Vec<Line> {
        let entries: Vec<&Entry> = arm.entries.iter().filter(|it| BOXES[group].contains(&it.stage)).collect();
        if entries.is_empty() {
            return Vec::new();
        }
        let mut lines = Vec::new();
        if is_first {
            let style = Style::PLAIN.bold();
            let wrapped = style.wrap(&arm.label, width - 2.0 * PADDING - 15.0);
            lines.extend(wrapped.into_iter().enumerate().map(|(line, text)| {
                // Only the first line of a name has the shape of its arm.
                Line { text, style, marker: Some(number).filter(|_| line == 0) }
            }));
        }
        for entry in entries {
            lines.extend(self.entry_lines(entry, width, false));
        }
        lines
    }

    fn first_group(arm: &FlowArm) -> usize {
        BOXES.iter().position(|group| arm.entries.iter().any(|entry| group.contains(&entry.stage))).unwrap_or(0)
    }

    fn columns(&mut self, flow: &Flow, mut y: f64) -> f64 {
        let mut bottoms: Vec<f64> = vec![y - DROP; flow.arms.len()];
        for group in 0..BOXES.len() {
            let all: Vec<Vec<Line>> = flow
                .arms
                .iter()
                .enumerate()
                .map(|(number, arm)| self.arm_lines(arm, number, group, self.column, Self::first_group(arm) == group))
                .collect();
            let tallest = all.iter().filter(|lines| !lines.is_empty()).map(|lines| height(lines)).fold(0.0, f64::max);
            if tallest == 0.0 {
                continue;
            }
            for (number, lines) in all.iter().enumerate().filter(|(_, lines)| !lines.is_empty()) {
                let x = 1.0 + number as f64 * (self.column + 16.0);
                let middle = x + self.column / 2.0;
                if !(flow.trunk.is_empty() && Self::first_group(&flow.arms[number]) == group) {
                    self.arrow((middle, bottoms[number]), (middle, y));
                }
                self.boxed(Place { x, y, width: self.column, height: tallest }, lines, Some(number));
                bottoms[number] = y + tallest;
            }
            y += tallest + DROP;
        }
        if flow.total.is_some() {
            for (number, bottom) in bottoms.iter().enumerate() {
                let middle = 1.0 + number as f64 * (self.column + 16.0) + self.column / 2.0;
                self.arrow((middle, *bottom), (middle, y));
            }
        }
        y
    }

    /// Arms below each other, beside one line that leads to each.
    fn stacked(&mut self, flow: &Flow, mut y: f64) -> f64 {
        let (x, top) = (34.0, y - DROP);
        let width = self.total + 1.0 - x;
        let mut last = top;
        for (number, arm) in flow.arms.iter().enumerate() {
            let mut bottom: Option<f64> = None;
            for group in 0..BOXES.len() {
                let lines = self.arm_lines(arm, number, group, width, Self::first_group(arm) == group);
                if lines.is_empty() {
                    continue;
                }
                let place = Place { x, y, width, height: height(&lines) };
                match bottom {
                    Some(bottom) => self.arrow((x + 24.0, bottom), (x + 24.0, y)),
                    None => {
                        last = y + 20.0;
                        self.arrow((self.rail, last), (x, last));
                    }
                }
                self.boxed(place, &lines, Some(number));
                bottom = Some(y + place.height);
                y += place.height + DROP;
            }
            y -= DROP - 14.0;
        }
        y += DROP - 14.0;
        let is_total = flow.total.is_some();
        if is_total {
            self.arrow((self.rail, top), (self.rail, y));
        } else if !flow.trunk.is_empty() {
            self.pen.open("c-edge");
            self.pen.line((self.rail, top), (self.rail, last), 1.2, "");
            self.pen.close();
        }
        y
    }
}

fn stage_name<'a>(entry: &Entry, words: &'a Words) -> &'a str {
    words.get(&format!("chart.stages.{}", entry.stage.name()))
}

/// Every count with the arm that it is counted in.
fn entries(flow: &Flow) -> impl Iterator<Item = (Option<&FlowArm>, &Entry)> {
    let arms = flow.arms.iter().flat_map(|arm| arm.entries.iter().map(move |entry| (Some(arm), entry)));
    flow.trunk.iter().map(|entry| (None, entry)).chain(arms).chain(flow.total.iter().map(|entry| (None, entry)))
}

pub(super) fn describe(flow: &Flow, words: &Words) -> String {
    let mut parts: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    for (arm, entry) in entries(flow) {
        let mut says = stage_name(entry, words).to_owned();
        if let Some(count) = entry.count {
            says = words.fill("chart.stage_count", &[("stage", &says), ("n", &words.thousands().count(count))]);
        }
        let reasons: Vec<String> = entry
            .reasons
            .iter()
            .map(|reason| match reason.count {
                Some(n) => {
                    words.fill("chart.stage_count", &[("stage", &reason.text), ("n", &words.thousands().count(n))])
                }
                None => reason.text.to_string(),
            })
            .collect();
        if !reasons.is_empty() {
            says = format!("{says}{}{}", words.get("chart.colon"), reasons.join(words.get("chart.comma")));
        }
        let label = arm.map(|arm| &*arm.label);
        match parts.last_mut() {
            Some((last, all)) if *last == label => all.push(says),
            _ => parts.push((label, vec![says])),
        }
    }
    let sentences: Vec<String> = parts
        .into_iter()
        .map(|(arm, says)| {
            let says = says.join(words.get("chart.separator"));
            arm.map_or_else(|| says.clone(), |arm| format!("{arm}{}{says}", words.get("chart.colon")))
        })
        .collect();
    sentences.join(words.get("chart.stop"))
}

pub(super) fn table(flow: &Flow, words: &Words) -> Table {
    let head = ["chart.arm", "chart.stage", "chart.reason", "chart.count"].map(|name| words.get(name).to_owned());
    let mut rows = Vec::new();
    for (arm, entry) in entries(flow) {
        let arm = arm.map_or_else(|| words.get("chart.all_arms"), |arm| &arm.label);
        let row = |reason: &str, count: Option<u32>| {
            vec![
                Cell::words(arm),
                Cell::words(stage_name(entry, words)),
                Cell::words(reason),
                Cell::number(count.map(|it| words.thousands().count(it)).unwrap_or_default()),
            ]
        };
        if entry.count.is_some() || entry.reasons.is_empty() {
            rows.push(row("", entry.count));
        }
        rows.extend(entry.reasons.iter().map(|reason| row(&reason.text, reason.count)));
    }
    Table { head: head.to_vec(), rows }.without_empty()
}
