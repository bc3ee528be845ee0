//! Forest plots: a row for each estimate, and below them the axis with its sides.

use std::fmt::Write as _;

use super::svg::{Anchor, LINE, Number, Pen, Place, SMALL, Style, Svg, TEXT};
use super::table::{Cell, Table};
use super::tick::{self, LogAxis};
use super::{Width, Words};
use crate::model::chart::{Estimate, Forest, Interval, Row, Side};

/// What belongs to the drawing of one forest plot.
struct Plot<'a> {
    forest: &'a Forest,
    words: &'a Words,
    axis: LogAxis,
    width: f64,
    left: f64,
    right: f64,
    heaviest: f64,
    pen: Pen,
}

pub(super) fn draw(forest: &Forest, width: Width, words: &Words) -> Svg {
    match width {
        Width::Narrow => stacked(forest, words),
        Width::Wide => columns(forest, words),
    }
}

impl<'a> Plot<'a> {
    fn new(forest: &'a Forest, words: &'a Words, width: f64, (left, right): (f64, f64)) -> Self {
        let intervals =
            forest.estimates().map(|it| it.interval).map(|it| (it.point.value(), it.lower.value(), it.upper.value()));
        Self {
            forest,
            words,
            axis: LogAxis::new(intervals, left, right),
            width,
            left,
            right,
            heaviest: forest.estimates().filter(|it| !it.is_summary).filter_map(|it| it.weight).fold(0.0, f64::max),
            pen: Pen::new(),
        }
    }

    /// The estimate and its interval at a height.
    fn mark(&mut self, estimate: &Estimate, y: f64) {
        let Interval { point, lower, upper } = estimate.interval;
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
        let mut range = range(estimate, self.words);
        if self.forest.level().is_none() && estimate.level.is_some() {
            range = format!("{} {range}", self.words.interval(estimate.level.as_deref()));
        }
        let point = estimate.interval.point.to_string();
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
            let label = tick::label(tick);
            let half = style.width(&label) / 2.0;
            let x = self.axis.x(tick).clamp(self.left - 10.0 + half, self.right + 10.0 - half);
            self.pen.text(x, top + 19.0, style, &label);
        }
        let middle = f64::midpoint(self.left, self.right);
        let name = self.words.fill("chart.log_axis", &[("measure", measure(self.forest, self.words))]);
        self.pen.text(middle, top + 37.0, style, &name);
        self.sides(top + 60.0)
    }

    /// What the two sides mean: on both sides of the line where there is room, otherwise from the edges.
    fn sides(&mut self, y: f64) -> f64 {
        let Some(sides) = &self.forest.sides else { return y - 12.0 };
        let middle = self.axis.x(1.0);
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
}

/// For a phone: the words of a row above its plot.
fn stacked(forest: &Forest, words: &Words) -> Svg {
    let width = Width::Narrow.units();
    let mut plot = Plot::new(forest, words, width, (10.0, width - 10.0));
    let mut y = 14.0;
    let ci = words.interval(forest.level());
    let head = words.fill("chart.estimate", &[("measure", measure(forest, words)), ("ci", &ci)]);
    plot.pen.text(width, y, Style::SOFT.at(Anchor::End), &head);
    if let [first, second] = &forest.arms[..] {
        let room = width - Style::SOFT.width(&head) - 12.0;
        let both = words.fill("chart.versus", &[("first", first), ("second", second)]);
        let lines = Style::SOFT.wrap(&both, room);
        y = plot.pen.lines(0.0, y, 16.0, Style::SOFT, &lines) - 16.0;
    }
    y += 12.0;
    for row in &forest.rows {
        plot.pen.open("c-rule");
        plot.pen.line((0.0, y), (width, y), 1.0, "");
        plot.pen.close();
        y = match row {
            Row::Group { label, interaction } => stacked_group(&mut plot, label, interaction.as_deref(), width, y),
            Row::Estimate(estimate) => stacked_estimate(&mut plot, estimate, width, y),
        };
    }
    let end = plot.axis(y + 4.0);
    plot.pen.finish(width, end)
}

fn stacked_group(plot: &mut Plot<'_>, label: &str, interaction: Option<&str>, width: f64, y: f64) -> f64 {
    let style = Style::PLAIN.bold();
    let mut y = plot.pen.lines(0.0, y + 19.0, LINE, style, &style.wrap(label, width));
    if let Some(p) = interaction {
        let text = plot.words.fill("chart.interaction", &[("p", p)]);
        plot.pen.text(0.0, y - 1.0, Style::SOFT, &text);
        y += 17.0;
    }
    y - 9.0
}

fn stacked_estimate(plot: &mut Plot<'_>, estimate: &Estimate, width: f64, top: f64) -> f64 {
    let style = if estimate.is_summary { Style::PLAIN.bold() } else { Style::PLAIN };
    let indent = if estimate.is_inner { 12.0 } else { 0.0 };
    let text = plot.estimate(estimate);
    let label = label(estimate, plot.words);
    let beside = width - indent - style.width(&text) - 14.0;
    let fits = style.width(&label) <= beside || beside >= 130.0;
    let lines = style.wrap(&label, if fits { beside } else { width - indent });
    let first = top + 19.0;
    let mut y = plot.pen.lines(indent, first, LINE, style, &lines);
    if fits {
        plot.pen.text(width, first, style.at(Anchor::End), &text);
    }
    let counts = counts(estimate, plot.words);
    let p = p_value(estimate, plot.words);
    if !fits {
        plot.pen.text(indent, y, style, &text);
        let right = if counts.is_empty() { &p } else { &counts };
        let room = width - indent - style.width(&text) - 10.0;
        let is_beside = Style::SOFT.width(right) <= room;
        if is_beside {
            plot.pen.text(width, y, Style::SOFT.at(Anchor::End), right);
        }
        y += LINE;
        let rest = if is_beside && !counts.is_empty() {
            p
        } else if is_beside {
            String::new()
        } else {
            join(&counts, &p)
        };
        y = remark(plot, &rest, indent, width, y);
    } else if Style::SOFT.width(&counts) + Style::SOFT.width(&p) + 12.0 <= width - indent {
        if !counts.is_empty() || !p.is_empty() {
            plot.pen.text(indent, y - 1.0, Style::SOFT, &counts);
            plot.pen.text(width, y - 1.0, Style::SOFT.at(Anchor::End), &p);
            y += 16.0;
        }
    } else {
        y = remark(plot, &join(&counts, &p), indent, width, y);
    }
    let band = y - 9.0;
    plot.pen.rect(Place { x: 0.0, y: band, width, height: 22.0 }, "c-band", "fill=\"none\"");
    null_line(plot, band, band + 22.0);
    plot.mark(estimate, band + 11.0);
    band + 22.0 + 9.0
}

fn remark(plot: &mut Plot<'_>, text: &str, indent: f64, width: f64, y: f64) -> f64 {
    if text.is_empty() {
        return y;
    }
    plot.pen.lines(indent, y - 1.0, 16.0, Style::SOFT, &Style::SOFT.wrap(text, width - indent))
}

fn join(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() { format!("{first}{second}") } else { format!("{first} · {second}") }
}

fn null_line(plot: &mut Plot<'_>, from: f64, to: f64) {
    let x = plot.axis.x(1.0);
    plot.pen.line((x, from), (x, to), 1.2, "");
}

/// Where the columns of a wide forest plot stand.
struct Grid {
    label: f64,
    arms: Vec<f64>,
    plot: (f64, f64),
    estimate: f64,
    p: f64,
}

const ARM: f64 = 66.0;
const GAP: f64 = 14.0;

impl Grid {
    fn new(forest: &Forest, words: &Words, texts: &[String], width: f64) -> Self {
        let estimates = || forest.estimates();
        let widest = |style: Style, all: &mut dyn Iterator<Item = String>| {
            all.map(|text| style.width(&text)).fold(0.0, f64::max)
        };
        let p_width = widest(Style::PLAIN, &mut estimates().map(|it| p_value(it, words)));
        let p = if p_width > 0.0 { p_width + GAP } else { 0.0 };
        let has_summary = estimates().any(|it| it.is_summary);
        let style = if has_summary { Style::PLAIN.bold() } else { Style::PLAIN };
        let estimate = widest(style, &mut texts.iter().cloned()).max(90.0);
        let arms = forest.arms.len().min(2) as f64 * ARM;
        let left = width - p - estimate - arms - 2.0 * GAP;
        let wanted = widest(style, &mut estimates().map(|it| label(it, words))) + 12.0;
        let label = wanted.min(left - 170.0).max(84.0);
        let arm_places = (0..forest.arms.len().min(2)).map(|index| label + 8.0 + ARM * (index as f64 + 0.5));
        Self {
            label,
            arms: arm_places.collect(),
            plot: (label + arms + GAP + 8.0, width - p - estimate - GAP - 8.0),
            estimate: width - p,
            p: width,
        }
    }
}

/// For a column of text: a table with the plot between its columns.
fn columns(forest: &Forest, words: &Words) -> Svg {
    let width = Width::Wide.units();
    let draft = Plot::new(forest, words, width, (0.0, 1.0));
    let texts: Vec<String> = forest.estimates().map(|it| draft.estimate(it)).collect();
    let grid = Grid::new(forest, words, &texts, width);
    let mut plot = Plot::new(forest, words, width, grid.plot);
    let mut y = heads(&mut plot, &grid);
    let top = y;
    let mut marks: Vec<(&Estimate, f64)> = Vec::new();
    let mut texts = texts.into_iter();
    for row in &forest.rows {
        plot.pen.open("c-rule");
        plot.pen.line((0.0, y), (width, y), if y > top { 0.6 } else { 1.0 }, "");
        plot.pen.close();
        match row {
            Row::Group { label, interaction } => {
                let style = Style::PLAIN.bold();
                plot.pen.text(0.0, y + 20.0, style, label);
                if let Some(p) = interaction {
                    let text = words.fill("chart.interaction", &[("p", p)]);
                    plot.pen.text(width, y + 20.0, Style::SOFT.at(Anchor::End), &text);
                }
                y += 30.0;
            }
            Row::Estimate(estimate) => {
                let text = texts.next().unwrap_or_default();
                let height = row_of_columns(&mut plot, &grid, estimate, &text, y);
                marks.push((estimate, y + height / 2.0));
                y += height;
            }
        }
    }
    // The line of no effect goes through the rows that have a mark, not through the headings of groups.
    for (_, middle) in &marks {
        null_line(&mut plot, middle - 15.0, middle + 15.0);
    }
    for (estimate, middle) in marks {
        plot.mark(estimate, middle);
    }
    let end = plot.axis(y + 4.0);
    plot.pen.finish(width, end)
}

fn heads(plot: &mut Plot<'_>, grid: &Grid) -> f64 {
    let style = Style::SOFT.at(Anchor::Middle);
    let mut y = 14.0_f64;
    let arms: Vec<Vec<String>> = plot.forest.arms.iter().map(|arm| style.wrap(arm, ARM - 4.0)).collect();
    let deepest = arms.iter().map(Vec::len).max().unwrap_or(1).max(1);
    for (lines, x) in arms.iter().zip(&grid.arms) {
        plot.pen.lines(*x, 14.0 + (deepest - lines.len()) as f64 * 16.0, 16.0, style, lines);
    }
    y += (deepest - 1) as f64 * 16.0;
    let ci = plot.words.interval(plot.forest.level());
    let head = plot.words.fill("chart.estimate", &[("measure", measure(plot.forest, plot.words)), ("ci", &ci)]);
    plot.pen.text(grid.estimate, y, Style::SOFT.at(Anchor::End), &head);
    if grid.p > grid.estimate {
        plot.pen.text(grid.p, y, Style::SOFT.at(Anchor::End), plot.words.get("chart.p"));
    }
    y + 10.0
}

fn row_of_columns(plot: &mut Plot<'_>, grid: &Grid, estimate: &Estimate, text: &str, top: f64) -> f64 {
    let style = if estimate.is_summary { Style::PLAIN.bold() } else { Style::PLAIN };
    let indent = if estimate.is_inner { 12.0 } else { 0.0 };
    let lines = style.wrap(&label(estimate, plot.words), grid.label - indent);
    let height = (lines.len() as f64 * LINE + 12.0).max(30.0);
    let middle = top + height / 2.0 + TEXT * 0.36;
    let first = middle - (lines.len() - 1) as f64 * LINE / 2.0;
    plot.pen.lines(indent, first, LINE, style, &lines);
    for (count, x) in estimate.counts.iter().zip(&grid.arms) {
        plot.pen.text(*x, middle, Style::PLAIN.at(Anchor::Middle), count.as_deref().unwrap_or_default());
    }
    plot.pen.text(grid.estimate, middle, style.at(Anchor::End), text);
    plot.pen.text(grid.p, middle, Style::PLAIN.at(Anchor::End), &p_value(estimate, plot.words));
    height
}

fn measure<'a>(forest: &'a Forest, words: &'a Words) -> &'a str {
    if forest.measure.is_empty() { words.get("chart.ratio") } else { &forest.measure }
}

fn label(estimate: &Estimate, words: &Words) -> String {
    if estimate.is_adjusted {
        words.fill("chart.adjusted", &[("label", &estimate.label)])
    } else {
        estimate.label.to_string()
    }
}

fn counts(estimate: &Estimate, words: &Words) -> String {
    match &estimate.counts {
        [Some(first), Some(second)] => words.fill("chart.versus", &[("first", first), ("second", second)]),
        [Some(only), None] | [None, Some(only)] => only.to_string(),
        [None, None] => String::new(),
    }
}

/// A P value with its name: `0.06` is `P=0.06`.
fn p_value(estimate: &Estimate, words: &Words) -> String {
    let Some(p) = estimate.p.as_deref() else { return String::new() };
    if p.contains(['P', 'p']) {
        p.to_owned()
    } else if p.starts_with(['<', '>', '=', '＜', '≤']) {
        format!("{}{p}", words.get("chart.p"))
    } else {
        format!("{}={p}", words.get("chart.p"))
    }
}

fn side_text(side: &Side, words: &Words) -> String {
    match side {
        Side::Favours(arm) => words.fill("chart.favours", &[("arm", arm)]),
        Side::Written(text) => text.to_string(),
    }
}

pub(super) fn describe(forest: &Forest, words: &Words) -> String {
    let mut sentences = vec![words.get("chart.forest_says").to_owned()];
    if let Some([left, right]) = &forest.sides {
        let (left, right) = (side_text(left, words), side_text(right, words));
        sentences.push(words.fill("chart.forest_sides", &[("left", &left), ("right", &right)]));
    }
    let rows: Vec<String> = forest
        .estimates()
        .map(|estimate| {
            let Interval { point, lower, upper } = estimate.interval;
            words.fill(
                "chart.forest_row",
                &[
                    ("label", &label(estimate, words)),
                    ("measure", measure(forest, words)),
                    ("point", &point.to_string()),
                    ("ci", &words.interval(estimate.level.as_deref())),
                    ("lower", &lower.to_string()),
                    ("upper", &upper.to_string()),
                ],
            )
        })
        .collect();
    sentences.push(rows.join(words.get("chart.separator")));
    sentences.join(words.get("chart.stop"))
}

fn range(estimate: &Estimate, words: &Words) -> String {
    let (lower, upper) = (estimate.interval.lower.to_string(), estimate.interval.upper.to_string());
    words.fill("chart.range", &[("lower", &lower), ("upper", &upper)])
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
            let mut interval = range(it, words);
            if forest.level().is_none() && it.level.is_some() {
                interval = format!("{interval} ({})", words.interval(it.level.as_deref()));
            }
            let [first, second] = [0, 1].map(|arm| it.counts[arm].as_deref().unwrap_or_default());
            vec![
                Cell::words(label(it, words)),
                Cell::number(first),
                Cell::number(second),
                Cell::number(it.interval.point.to_string()),
                Cell::number(interval),
                Cell::number(it.p.as_deref().unwrap_or_default()),
                Cell::number(it.weight.map(|weight| format!("{}%", tick::label(weight))).unwrap_or_default()),
            ]
        }
    });
    Table { head, rows: rows.collect() }.without_empty()
}
