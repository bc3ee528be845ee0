//! A forest plot for a phone: the words of a row above its plot.

use super::Plot;
use super::words::{counts, join, label, measure, p_value, weight};
use crate::model::chart::{Estimate, Forest, Row};
use crate::render::chart::svg::{Anchor, LINE, Place, Style, Svg};
use crate::render::chart::{Width, Words};

pub(super) fn draw(forest: &Forest, words: &Words) -> Svg {
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
            Row::Group { label, interaction } => group(&mut plot, label, interaction.as_deref(), width, y),
            Row::Estimate(estimate) => entry(&mut plot, estimate, width, y),
        };
    }
    let end = plot.axis(y + 4.0);
    plot.pen.finish(width, end)
}

fn group(plot: &mut Plot<'_>, label: &str, interaction: Option<&str>, width: f64, y: f64) -> f64 {
    let style = Style::PLAIN.bold();
    let mut y = plot.pen.lines(0.0, y + 19.0, LINE, style, &style.wrap(label, width));
    if let Some(p) = interaction {
        let text = plot.words.fill("chart.interaction", &[("p", p)]);
        plot.pen.text(0.0, y - 1.0, Style::SOFT, &text);
        y += 17.0;
    }
    y - 9.0
}

fn entry(plot: &mut Plot<'_>, estimate: &Estimate, width: f64, top: f64) -> f64 {
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
    let weight = weight(estimate);
    let weight = if weight.is_empty() { weight } else { format!("{} {weight}", plot.words.get("chart.weight")) };
    let p = join(&p_value(estimate, plot.words), &weight);
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
    plot.null_line(band, band + 22.0);
    plot.mark(estimate, band + 11.0);
    band + 22.0 + 9.0
}

fn remark(plot: &mut Plot<'_>, text: &str, indent: f64, width: f64, y: f64) -> f64 {
    if text.is_empty() {
        return y;
    }
    plot.pen.lines(indent, y - 1.0, 16.0, Style::SOFT, &Style::SOFT.wrap(text, width - indent))
}
