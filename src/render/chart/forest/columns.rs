//! A forest plot for a column of text: a table with the plot between its columns.

use super::Plot;
use super::words::{label, measure, p_cell, weight};
use crate::model::chart::{Estimate, Forest, Row};
use crate::render::chart::svg::{Anchor, LINE, Style, Svg, TEXT};
use crate::render::chart::{Width, Words};

/// Where the columns of a wide forest plot stand.
struct Grid {
    label: f64,
    /// The middle of each arm's column, and its room.
    arms: Vec<(f64, f64)>,
    plot: (f64, f64),
    estimate: f64,
    p: f64,
    weight: f64,
}

/// The room of an arm's column: at least, and at most where a word of its name needs more.
const ARM: (f64, f64) = (66.0, 112.0);
const GAP: f64 = 14.0;

impl Grid {
    fn new(forest: &Forest, words: &Words, texts: &[String], width: f64) -> Self {
        let estimates = || forest.estimates();
        let widest = |style: Style, all: &mut dyn Iterator<Item = String>| {
            all.map(|text| style.width(&text)).fold(0.0, f64::max)
        };
        let p_width = widest(Style::PLAIN, &mut estimates().map(p_cell));
        let p = if p_width > 0.0 { p_width + GAP } else { 0.0 };
        let heaviest = widest(Style::PLAIN, &mut estimates().map(weight));
        let head = Style::SOFT.width(words.get("chart.weight"));
        let weight = if heaviest > 0.0 { heaviest.max(head) + GAP } else { 0.0 };
        let width = width - weight;
        let has_summary = estimates().any(|it| it.is_summary);
        let style = if has_summary { Style::PLAIN.bold() } else { Style::PLAIN };
        let estimate = widest(style, &mut texts.iter().cloned()).max(90.0);
        let rooms = forest.arms.iter().take(2).map(|arm| (Style::SOFT.longest(arm) + 6.0).clamp(ARM.0, ARM.1));
        let rooms: Vec<f64> = rooms.collect();
        let arms: f64 = rooms.iter().sum();
        let left = width - p - estimate - arms - 2.0 * GAP;
        let wanted = widest(style, &mut estimates().map(|it| label(it, words))) + 12.0;
        let label = wanted.min(left - 170.0).max(84.0);
        let mut end = label + 8.0;
        let place = |room: f64| {
            end += room;
            (end - room / 2.0, room)
        };
        Self {
            label,
            arms: rooms.into_iter().map(place).collect(),
            plot: (label + arms + GAP + 8.0, width - p - estimate - GAP - 8.0),
            estimate: width - p,
            p: width,
            weight: width + weight,
        }
    }
}

pub(super) fn draw(forest: &Forest, words: &Words) -> Svg {
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
                let height = entry(&mut plot, &grid, estimate, &text, y);
                marks.push((estimate, y + height / 2.0));
                y += height;
            }
        }
    }
    // The line of no effect goes through the rows that have a mark, not through the headings of groups.
    for (_, middle) in &marks {
        plot.null_line(middle - 15.0, middle + 15.0);
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
    let names = plot.forest.arms.iter().zip(&grid.arms);
    let arms: Vec<Vec<String>> = names.map(|(arm, (_, room))| style.wrap(arm, room - 4.0)).collect();
    let deepest = arms.iter().map(Vec::len).max().unwrap_or(1).max(1);
    for (lines, (x, _)) in arms.iter().zip(&grid.arms) {
        plot.pen.lines(*x, 14.0 + (deepest - lines.len()) as f64 * 16.0, 16.0, style, lines);
    }
    y += (deepest - 1) as f64 * 16.0;
    let ci = plot.words.interval(plot.forest.level());
    let head = plot.words.fill("chart.estimate", &[("measure", measure(plot.forest, plot.words)), ("ci", &ci)]);
    plot.pen.text(grid.estimate, y, Style::SOFT.at(Anchor::End), &head);
    if grid.p > grid.estimate {
        // The letter leans over its end.
        plot.pen.text(grid.p - 3.0, y, Style::SOFT.at(Anchor::End), plot.words.get("chart.p"));
    }
    if grid.weight > grid.p {
        plot.pen.text(grid.weight, y, Style::SOFT.at(Anchor::End), plot.words.get("chart.weight"));
    }
    y + 10.0
}

fn entry(plot: &mut Plot<'_>, grid: &Grid, estimate: &Estimate, text: &str, top: f64) -> f64 {
    let style = if estimate.is_summary { Style::PLAIN.bold() } else { Style::PLAIN };
    let indent = if estimate.is_inner { 12.0 } else { 0.0 };
    let lines = style.wrap(&label(estimate, plot.words), grid.label - indent);
    let height = (lines.len() as f64 * LINE + 12.0).max(30.0);
    let middle = top + height / 2.0 + TEXT * 0.36;
    let first = middle - (lines.len() - 1) as f64 * LINE / 2.0;
    plot.pen.lines(indent, first, LINE, style, &lines);
    for (count, (x, _)) in estimate.counts.iter().zip(&grid.arms) {
        plot.pen.text(*x, middle, Style::PLAIN.at(Anchor::Middle), count.as_deref().unwrap_or_default());
    }
    plot.pen.text(grid.estimate, middle, style.at(Anchor::End), text);
    plot.pen.text(grid.p, middle, Style::PLAIN.at(Anchor::End), &p_cell(estimate));
    plot.pen.text(grid.weight, middle, Style::PLAIN.at(Anchor::End), &weight(estimate));
    height
}
