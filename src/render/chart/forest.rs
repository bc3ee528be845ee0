//! Forest plots: a row for each estimate, and below them the axis with its sides.

use std::fmt::Write as _;

use super::svg::{Anchor, Number, Pen, SMALL, Style, Svg};
use super::table::{Cell, Table};
use super::tick::Axis;
use super::{Width, Words};
use crate::model::chart::{Estimate, Forest, Interval, Row, Scale};

mod columns;
mod stacked;
mod words;

use words::{join, label, measure, notes, p_cell, range, side_text, weight};

/// What belongs to the drawing of one forest plot.
struct Plot<'a> {
    forest: &'a Forest,
    words: &'a Words,
    axis: Axis,
    width: f64,
    left: f64,
    right: f64,
    heaviest: f64,
    pen: Pen,
}

pub(super) fn draw(forest: &Forest, width: Width, words: &Words) -> Svg {
    match width {
        Width::Narrow => stacked::draw(forest, words),
        Width::Wide => columns::draw(forest, words),
    }
}

impl<'a> Plot<'a> {
    fn new(forest: &'a Forest, words: &'a Words, width: f64, (left, right): (f64, f64)) -> Self {
        let intervals = forest.intervals().map(|it| (it.point.value(), it.lower.value(), it.upper.value()));
        let margins: Vec<f64> = forest.margins().iter().map(|it| it.value()).collect();
        let margins = margins.iter().map(|margin| (*margin, *margin, *margin));
        Self {
            forest,
            words,
            axis: Axis::new(forest.scale, intervals.chain(margins), (left, right)),
            width,
            left,
            right,
            heaviest: forest.estimates().filter(|it| !it.is_summary).filter_map(|it| it.weight).fold(0.0, f64::max),
            pen: Pen::new(),
        }
    }

    /// The estimate and its interval at a height.
    fn mark(&mut self, estimate: &Estimate, y: f64) {
        if let Some(margin) = estimate.margin {
            let x = self.axis.x(margin.value());
            self.pen.open("c-soft");
            self.pen.line((x, y - 11.0), (x, y + 11.0), 1.6, "stroke-dasharray=\"3 2\"");
            self.pen.close();
        }
        let Some(Interval { point, lower, upper }) = estimate.interval else { return };
        let (point, lower, upper) = (point.value(), lower.value(), upper.value());
        let at = self.axis.x(point);
        self.pen.open("c-0");
        if estimate.is_summary {
            let (from, to) = (self.axis.x(lower).max(self.left), self.axis.x(upper).min(self.right));
            let path = format!(
                "M{} {y}L{x} {}L{} {y}L{x} {}Z",
                Number(from),
                Number(y - 7.0),
                Number(to),
                Number(y + 7.0),
                x = Number(at),
                y = Number(y)
            );
            self.pen.fill(&path, "fill=\"currentColor\"");
            self.pen.close();
            return;
        }
        let mut path = String::new();
        let (from, arrow) = self.end(lower, y, -1.0);
        let (to, other) = self.end(upper, y, 1.0);
        let _ = write!(path, "M{} {y}H{}{arrow}{other}", Number(from), Number(to), y = Number(y));
        self.pen.stroke(&path, 1.6, "stroke-linejoin=\"round\"");
        let side = match estimate.weight {
            Some(weight) if self.heaviest > 0.0 => (14.0 * (weight / self.heaviest).sqrt()).max(4.0),
            _ => 9.0,
        };
        let square = format!(
            "M{} {}h{side}v{side}h-{side}Z",
            Number(at - side / 2.0),
            Number(y - side / 2.0),
            side = Number(side)
        );
        self.pen.fill(&square, "fill=\"currentColor\"");
        self.pen.close();
    }

    /// Where a whisker ends, and its end: a cap, or an arrow where the axis is cut.
    fn end(&self, bound: f64, y: f64, direction: f64) -> (f64, String) {
        if self.axis.holds(bound) {
            let x = self.axis.x(bound);
            return (x, format!("M{} {}v8", Number(x), Number(y - 4.0)));
        }
        let x = if direction < 0.0 { self.left } else { self.right };
        let back = Number(x - direction * 6.0).to_string();
        (x, format!("M{back} {}L{} {}L{back} {}", Number(y - 4.0), Number(x), Number(y), Number(y + 4.0)))
    }

    /// The estimate as text; with the level of its interval where the rows differ in it.
    fn estimate(&self, estimate: &Estimate) -> String {
        let Some(interval) = &estimate.interval else { return self.words.get("chart.not_estimable").to_owned() };
        let mut range = range(interval, self.words);
        if self.forest.level().is_none() && estimate.level.is_some() {
            range = format!("{} {range}", self.words.interval(estimate.level.as_deref()));
        }
        let point = interval.point.shown().to_string();
        self.words.fill("chart.estimate", &[("measure", &point), ("ci", &range)])
    }

    /// The axis below the rows, its name and its sides; gives where the drawing ends.
    fn axis(&mut self, top: f64) -> f64 {
        self.pen.open("c-soft");
        let mut path = format!("M{} {}H{}", Number(self.left), Number(top), Number(self.right));
        let ticks = self.axis.ticks(36.0);
        for tick in &ticks {
            let _ = write!(path, "M{} {}v5", Number(self.axis.x(*tick)), Number(top));
        }
        self.pen.stroke(&path, 1.0, "");
        self.pen.close();
        let style = Style::SOFT.at(Anchor::Middle);
        for tick in ticks {
            let label = self.words.tick(tick);
            let half = style.width(&label) / 2.0;
            let x = self.axis.x(tick).clamp(self.left - 10.0 + half, self.right + 10.0 - half);
            self.pen.text(x, top + 19.0, style, &label);
        }
        let middle = f64::midpoint(self.left, self.right);
        let name = measure(self.forest, self.words);
        let name = match self.forest.scale {
            Scale::Ratio => self.words.fill("chart.log_axis", &[("measure", name)]),
            Scale::Difference => name.to_owned(),
        };
        self.pen.text(middle, top + 37.0, style, &name);
        let mut end = self.sides(top + 60.0);
        for note in notes(self.forest, self.words) {
            let lines = Style::SOFT.wrap(&note, self.width);
            end = self.pen.lines(0.0, end + 20.0, 16.0, Style::SOFT, &lines) - 10.0;
        }
        end
    }

    /// What the two sides mean: on both sides of the line where there is room, otherwise from the edges.
    fn sides(&mut self, y: f64) -> f64 {
        let Some(sides) = &self.forest.sides else { return y - 12.0 };
        let middle = self.axis.x(self.forest.scale.null());
        let is_wide = self.right - self.left < self.width * 0.8;
        let (from, to) = if is_wide { (middle - 8.0, middle + 8.0) } else { (0.0, self.width) };
        let anchors = if is_wide { [Anchor::End, Anchor::Start] } else { [Anchor::Start, Anchor::End] };
        let rooms = if is_wide { [from, self.width - to] } else { [self.width / 2.0 - 8.0; 2] };
        let style = Style { size: SMALL, ..Style::PLAIN };
        let mut end = y;
        for (index, side) in sides.iter().enumerate() {
            let text = side_text(side, self.words);
            let text = if index == 0 { format!("← {text}") } else { format!("{text} →") };
            let lines = style.wrap(&text, rooms[index]);
            let x = if index == 0 { from } else { to };
            end = end.max(self.pen.lines(x, y, 16.0, style.at(anchors[index]), &lines));
        }
        end - 10.0
    }

    /// A piece of the line of no effect.
    fn null_line(&mut self, from: f64, to: f64) {
        let x = self.axis.x(self.forest.scale.null());
        self.pen.line((x, from), (x, to), 1.2, "");
    }
}

pub(super) fn describe(forest: &Forest, words: &Words) -> String {
    let (says, sides) = match forest.scale {
        Scale::Ratio => ("chart.forest_says", "chart.forest_sides"),
        Scale::Difference => ("chart.forest_linear", "chart.forest_linear_sides"),
    };
    let mut sentences = vec![words.get(says).to_owned()];
    if let Some([left, right]) = &forest.sides {
        let (left, right) = (side_text(left, words), side_text(right, words));
        sentences.push(words.fill(sides, &[("left", &left), ("right", &right)]));
    }
    let rows: Vec<String> = forest
        .estimates()
        .map(|estimate| {
            let Some(Interval { point, lower, upper }) = estimate.interval else {
                let none = words.get("chart.not_estimable");
                return format!("{}{}{none}", label(estimate, words), words.get("chart.colon"));
            };
            words.fill(
                "chart.forest_row",
                &[
                    ("label", &label(estimate, words)),
                    ("measure", measure(forest, words)),
                    ("point", &point.shown().to_string()),
                    ("ci", &words.interval(estimate.level.as_deref())),
                    ("lower", &lower.shown().to_string()),
                    ("upper", &upper.shown().to_string()),
                ],
            )
        })
        .collect();
    sentences.push(rows.join(words.get("chart.separator")));
    sentences.extend(notes(forest, words));
    sentences.join(words.get("chart.stop"))
}

pub(super) fn table(forest: &Forest, words: &Words) -> Table {
    let ci = words.interval(forest.level());
    let arm = |index: usize| forest.arms.get(index).map(|arm| arm.to_string()).unwrap_or_default();
    let head = vec![
        words.get("chart.item").to_owned(),
        arm(0),
        arm(1),
        measure(forest, words).to_owned(),
        ci,
        words.get("chart.p").to_owned(),
        words.get("chart.weight").to_owned(),
    ];
    let rows = forest.rows.iter().map(|row| match row {
        Row::Group { label, interaction } => {
            let p = interaction.as_ref().map(|p| words.fill("chart.interaction", &[("p", p)]));
            vec![Cell::words(join(label, &p.unwrap_or_default()))]
        }
        Row::Estimate(it) => {
            let mut interval = it.interval.as_ref().map(|interval| range(interval, words)).unwrap_or_default();
            if forest.level().is_none() && it.level.is_some() && it.interval.is_some() {
                interval = format!("{interval} ({})", words.interval(it.level.as_deref()));
            }
            let point = it.interval.map(|interval| interval.point.shown().to_string());
            let point = point.unwrap_or_else(|| words.get("chart.not_estimable").to_owned());
            let [first, second] = [0, 1].map(|arm| it.counts[arm].as_deref().unwrap_or_default());
            vec![
                Cell::words(label(it, words)),
                Cell::number(first),
                Cell::number(second),
                Cell::number(point),
                Cell::number(interval),
                Cell::number(p_cell(it)),
                Cell::number(weight(it)),
            ]
        }
    });
    Table { head, rows: rows.collect() }.without_empty()
}
