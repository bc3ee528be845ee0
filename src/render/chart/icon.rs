//! Icon arrays: a figure for each person, filled for those with the event and hollow for the others.

use std::fmt::Write as _;

use super::svg::{LINE, Number, Pen, SMALL, Style, Svg};
use super::table::{Cell, Table};
use super::{Width, Words};
use crate::model::chart::{IconArm, Icons};

/// From figure to figure, across and down; from dot to dot.
const FIGURE: (f64, f64) = (14.6, 17.0);
const DOT: (f64, f64) = (5.6, 5.6);
/// More people than this are dots.
const MOST_FIGURES: u32 = 100;

pub(super) fn draw(icons: &Icons, width: Width, words: &Words) -> Svg {
    let total = width.units();
    let across = match width {
        Width::Narrow => 2,
        Width::Wide => icons.arms.len().clamp(2, 4),
    };
    let column = total / across as f64;
    let mut pen = Pen::new();
    let mut y = 0.0;
    for (index, row) in icons.arms.chunks(across).enumerate() {
        let offset = index * across;
        let heads: Vec<Vec<String>> =
            row.iter().map(|arm| Style::PLAIN.bold().wrap(&arm.label, column - 14.0)).collect();
        let deepest = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let mut end = y;
        for (index, (arm, head)) in row.iter().zip(&heads).enumerate() {
            let x = index as f64 * column;
            pen.lines(x, y + 15.0, LINE, Style::PLAIN.bold(), head);
            let top = y + 15.0 + deepest * LINE;
            end = end.max(one(&mut pen, arm, offset + index, x, top, column, words));
        }
        y = end + 14.0;
    }
    let y = key(&mut pen, icons, y + 6.0, total, words);
    pen.finish(total, y)
}

/// An arm: its share large, then its figures.
fn one(pen: &mut Pen, arm: &IconArm, number: usize, x: f64, y: f64, column: f64, words: &Words) -> f64 {
    let large = Style { size: 26.0, ..Style::PLAIN }.bold();
    pen.open(&format!("c-{number}"));
    pen.text(x, y + 17.0, large, &arm.value);
    pen.close();
    let says = match &arm.count {
        Some(count) => count.to_string(),
        None => share(arm, words),
    };
    let size = if arm.of > MOST_FIGURES { DOT } else { FIGURE };
    // Tens side by side, as many as there is room for, so that rows can be counted.
    let across = (((column - 4.0) / size.0) as u32 / 10 * 10).max(10);
    let after = large.width(&arm.value) + 8.0;
    let is_said = arm.count.is_some() || *arm.value != *format!("{}/{}", arm.filled, arm.of);
    let mut top = y + 29.0;
    if is_said && after + Style::SOFT.width(&says) <= column - 8.0 {
        pen.text(x + after, y + 17.0, Style::SOFT, &says);
    } else if is_said {
        pen.text(x, y + 36.0, Style::SOFT, &says);
        top += 18.0;
    }
    let (mut filled, mut hollow) = (String::new(), String::new());
    for icon in 0..arm.of {
        let path = if icon < arm.filled { &mut filled } else { &mut hollow };
        let (left, up) = (x + f64::from(icon % across) * size.0, top + f64::from(icon / across) * size.1);
        if arm.of > MOST_FIGURES { dot(path, left, up) } else { figure(path, left, up) }
    }
    pen.open(&format!("c-{number}"));
    if !filled.is_empty() {
        pen.fill(&filled, "fill=\"currentColor\" stroke=\"currentColor\"");
    }
    if !hollow.is_empty() {
        pen.stroke(&hollow, if arm.of > MOST_FIGURES { 0.5 } else { 1.0 }, "");
    }
    pen.close();
    top + f64::from(arm.of.div_ceil(across)) * size.1
}

/// How many of how many icons are filled, in words.
fn share(arm: &IconArm, words: &Words) -> String {
    let of = words.thousands().count(arm.of);
    if arm.is_fewer {
        return words.fill("chart.icons_fewer", &[("of", &of)]);
    }
    words.fill("chart.icons_of", &[("n", &words.thousands().count(arm.filled)), ("of", &of)])
}

/// Adds a person among very many: a dot.
fn dot(path: &mut String, x: f64, y: f64) {
    let _ = write!(path, "M{} {}a1.8 1.8 0 1 1 3.6 0a1.8 1.8 0 1 1 -3.6 0Z", Number(x + 1.0), Number(y + 2.8));
}

fn is_dotted(icons: &Icons) -> bool {
    icons.arms.iter().any(|arm| arm.of > MOST_FIGURES)
}

/// Adds a person: a head, and shoulders below it.
fn figure(path: &mut String, x: f64, y: f64) {
    let _ = write!(
        path,
        "M{} {}a2.4 2.4 0 1 1 4.8 0a2.4 2.4 0 1 1 -4.8 0ZM{} {}v-3a3 3 0 0 1 3 -3h2a3 3 0 0 1 3 3v3Z",
        Number(x + 2.6),
        Number(y + 3.4),
        Number(x + 1.0),
        Number(y + 13.5)
    );
}

fn key(pen: &mut Pen, icons: &Icons, y: f64, width: f64, words: &Words) -> f64 {
    let style = Style { size: SMALL, ..Style::PLAIN };
    let event = icons.event.as_deref().unwrap_or_else(|| words.get("chart.icons_event"));
    let mut at = (0.0, y);
    for (is_filled, text) in [(true, event), (false, words.get("chart.icons_others"))] {
        let lines = style.wrap(text, width - 20.0);
        let wide = 20.0 + lines.iter().map(|line| style.width(line)).fold(0.0, f64::max);
        if at.0 + wide > width {
            at = (0.0, at.1 + 18.0);
        }
        let mut path = String::new();
        figure(&mut path, at.0, at.1 - 1.0);
        if is_dotted(icons) {
            path.clear();
            dot(&mut path, at.0 + 4.0, at.1 + 3.0);
        }
        if is_filled {
            pen.fill(&path, "fill=\"currentColor\" stroke=\"currentColor\"");
        } else {
            pen.stroke(&path, 1.0, "");
        }
        let end = pen.lines(at.0 + 17.0, at.1 + 10.5, 16.0, style, &lines);
        at = (at.0 + wide + 18.0, end - 26.5);
    }
    at.1 + 18.0
}

pub(super) fn describe(icons: &Icons, words: &Words) -> String {
    let event = icons.event.as_deref().unwrap_or_else(|| words.get("chart.icons_event"));
    let arms: Vec<String> = icons
        .arms
        .iter()
        .map(|arm| format!("{}{}{}", arm.label, words.get("chart.colon"), share(arm, words)))
        .collect();
    let says = words.fill(if is_dotted(icons) { "chart.icons_dots" } else { "chart.icons_says" }, &[("event", event)]);
    format!("{says}{}{}", words.get("chart.stop"), arms.join(words.get("chart.separator")))
}

pub(super) fn table(icons: &Icons, words: &Words) -> Table {
    let event = icons.event.as_deref().unwrap_or_else(|| words.get("chart.icons_event"));
    let head = vec![words.get("chart.arm").to_owned(), event.to_owned(), words.get("chart.count").to_owned()];
    let rows = icons.arms.iter().map(|arm| {
        vec![
            Cell::words(&*arm.label),
            Cell::number(&*arm.value),
            Cell::number(arm.count.as_deref().unwrap_or_default()),
        ]
    });
    Table { head, rows: rows.collect() }.without_empty()
}
