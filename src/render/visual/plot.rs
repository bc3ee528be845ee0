//! The effect: its number large, and its interval on an axis against the line of no effect and the margin.

use super::facts::{Outcome, Plot};
use super::part::Frame;
use super::sheet::{Anchor, Block, Ink, LEADING, Mark, Style, whole, width};
use crate::render::chart::tick::{Axis, label};

/// The effect of an outcome on a ground of its own; nothing where none is written.
pub(super) fn effect(outcome: &Outcome, frame: Frame) -> Block {
    let pad = frame.size(36.0);
    let inner = Frame { room: frame.room - 2.0 * pad, ..frame };
    let mut content = Block::default();
    if let Some(effect) = &outcome.effect {
        content = words(effect, inner);
    }
    if let Some(p) = &outcome.p {
        content.below(clauses(p, inner.room, Style::new(frame.size(36.0), Ink::Text).bold()), frame.size(16.0));
    }
    if let Some(plot) = &outcome.plot {
        content.below(axis(plot, inner), frame.size(34.0));
    }
    if content.height <= 0.0 {
        return content;
    }
    let height = content.height + 2.0 * pad;
    let ground = Mark::Box { x: 0.0, y: 0.0, width: frame.room, height, radius: frame.size(12.0), ink: Ink::Sheet };
    let mut block = Block { height, marks: vec![ground] };
    block.take(content, pad, pad);
    block
}

/// The estimate large, all that belongs to it smaller below.
fn words(effect: &str, frame: Frame) -> Block {
    // A bracket may belong to the name: the estimate has a number.
    let marks = ["，", ", ", "（", " (", "；", "; "].into_iter().flat_map(|mark| effect.match_indices(mark));
    let ends = marks.map(|(at, _)| at).filter(|at| effect[..*at].contains(|c: char| c.is_ascii_digit()));
    let end = ends.min().unwrap_or(effect.len());
    let (estimate, rest) = effect.split_at(end);
    let rest = rest.trim_start_matches(['，', ',', '；', ';', ' ']);
    let mut block = Block::text(estimate, frame.room, Style::new(frame.size(64.0), Ink::Accent).bold());
    if !rest.is_empty() {
        block.below(clauses(rest, frame.room, Style::new(frame.size(36.0), Ink::Text).bold()), frame.size(16.0));
    }
    block
}

/// A text in lines that end between its clauses, where each of them has room in one.
fn clauses(text: &str, room: f64, style: Style) -> Block {
    let mut lines: Vec<String> = vec![String::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let end = ["，", ", ", "；", "; "].iter().filter_map(|mark| rest.find(mark).map(|at| at + mark.len())).min();
        let (clause, after) = rest.split_at(end.unwrap_or(rest.len()));
        let line = lines.last_mut().expect("there is one");
        if !line.is_empty() && width(line, style.size) + width(clause.trim_end(), style.size) > room {
            lines.push(clause.to_owned());
        } else {
            line.push_str(clause);
        }
        rest = after;
    }
    let lines: Vec<String> = lines.into_iter().map(|line| line.trim_end().to_owned()).collect();
    if lines.iter().any(|line| width(line, style.size) > room) {
        return Block::text(text, room, style);
    }
    let mut block = Block::default();
    block.lines((0.0, 0.0), style, Anchor::Start, &lines);
    block
}

/// An interval on its axis.
fn axis(plot: &Plot, frame: Frame) -> Block {
    let mut block = Block::default();
    let (small, tall) = (frame.size(28.0), frame.size(84.0));
    let ends = (frame.size(16.0), frame.room - frame.size(16.0));
    let shown = [(plot.point, plot.lower, plot.upper)].into_iter().chain(plot.margin.map(|it| (it, it, it)));
    let axis = Axis::new(plot.scale, shown, ends);
    let mut top = 0.0;
    if plot.margin.is_some() && !plot.margin_words.is_empty() {
        let (size, lines) = whole(&plot.margin_words, frame.room, small, 2);
        let wide = lines.iter().map(|line| width(line, size)).fold(0.0, f64::max);
        let at = plot.margin.map_or(0.0, |margin| axis.x(margin));
        let middle = at.clamp(wide / 2.0, (frame.room - wide / 2.0).max(wide / 2.0));
        block.lines((middle, 0.0), Style::new(size, Ink::Rust).bold(), Anchor::Middle, &lines);
        top = block.height + frame.size(10.0);
    }
    let (middle, bottom) = (top + tall / 2.0, top + tall);
    let line = |from: (f64, f64), to: (f64, f64), width: f64, is_dashed: bool, ink: Ink| Mark::Line {
        from,
        to,
        width,
        is_dashed,
        ink,
    };
    let thick = frame.size(3.0);
    block.marks.push(line((0.0, bottom), (frame.room, bottom), frame.size(2.0), false, Ink::Soft));
    if let Some(null) = plot.null {
        let x = axis.x(null);
        block.marks.push(line((x, top), (x, bottom), thick, false, Ink::Text));
    }
    if let Some(margin) = plot.margin {
        let x = axis.x(margin);
        block.marks.push(line((x, top), (x, bottom), thick, true, Ink::Rust));
    }
    interval(&mut block, plot, axis, (frame.size(5.0), middle, ends));
    let ticks = axis.ticks(frame.size(110.0));
    for tick in ticks {
        let x = axis.x(tick);
        let is_null = plot.null.is_some_and(|null| (null - tick).abs() < 1e-9);
        block.marks.push(line((x, bottom), (x, bottom + frame.size(9.0)), frame.size(2.0), false, Ink::Soft));
        let style = if is_null { Style::new(small, Ink::Text).bold() } else { Style::new(small, Ink::Soft) };
        block.line((x, bottom + frame.size(16.0)), style, Anchor::Middle, &label(tick));
    }
    if let Some([below, above]) = &plot.sides {
        let y = block.height + small * 0.7;
        sides(&mut block, [below, above], y, frame, small);
    }
    block
}

/// The estimate and its interval; an end beyond the axis is an arrow.
fn interval(block: &mut Block, plot: &Plot, axis: Axis, (width, y, (left, right)): (f64, f64, (f64, f64))) {
    let ink = Ink::Accent;
    let end = |bound: f64, edge: f64| if axis.holds(bound) { axis.x(bound) } else { edge };
    let (from, to) = (end(plot.lower, left), end(plot.upper, right));
    block.marks.push(Mark::Line { from: (from, y), to: (to, y), width, is_dashed: false, ink });
    for (bound, x, way) in [(plot.lower, from, -1.0), (plot.upper, to, 1.0)] {
        let reach = width * 3.0;
        block.marks.push(if axis.holds(bound) {
            Mark::Line { from: (x, y - reach), to: (x, y + reach), width, is_dashed: false, ink }
        } else {
            let points = vec![(x + way * width * 2.0, y), (x - way * reach, y - reach), (x - way * reach, y + reach)];
            Mark::Shape { points, ink }
        });
    }
    let (x, half) = (axis.x(plot.point), width * 2.7);
    let points = vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)];
    block.marks.push(Mark::Shape { points, ink });
}

/// Whom each side of the line of no effect favours, with an arrow that way.
fn sides(block: &mut Block, [below, above]: [&String; 2], y: f64, frame: Frame, small: f64) {
    let arrow = small * 1.1;
    let room = frame.room / 2.0 - arrow - small * 0.8;
    let style = Style::new(small, Ink::Text);
    let small = [below, above].map(|words| whole(words, room, small, 2).0).into_iter().fold(small, f64::min);
    for (words, is_below) in [(below, true), (above, false)] {
        let (size, lines) = whole(words, room, small, usize::MAX);
        let (x, end) = if is_below { (arrow, Anchor::Start) } else { (frame.room - arrow, Anchor::End) };
        block.lines((x, y), Style { size, ..style }, end, &lines);
        let tall = (lines.len() as f64 - 1.0) * size * LEADING + size;
        let (tip, base) = if is_below { (0.0, arrow * 0.6) } else { (frame.room, frame.room - arrow * 0.6) };
        let middle = y + tall / 2.0;
        let points = vec![(tip, middle), (base, middle - small * 0.4), (base, middle + small * 0.4)];
        block.marks.push(Mark::Shape { points, ink: Ink::Text });
    }
}
