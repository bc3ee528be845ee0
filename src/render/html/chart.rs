//! Charts on a page: the drawing for a phone and the one for a column, the data as a table, and a caption.
//!
//! A style sheet shows one of the two drawings; both say the same, so that either can be left out.

use crate::render::escape;
use std::fmt::Write as _;

use super::writer::Writer;
use crate::model::chart::{Chart, Drawing};
use crate::render::chart::{self, Width, Words};
use crate::render::printed::{LETTER, with_letters};

impl Writer<'_, '_> {
    pub(super) fn chart(&mut self, node: usize, number: u32) {
        let chart = &self.body.charts[number as usize];
        self.out.push_str("<figure class=\"chart chart-");
        self.out.push_str(chart.kind.name());
        self.classes(&chart.classes);
        self.out.push('"');
        if let Some(id) = &chart.id {
            self.id(id);
        }
        self.out.push_str(">\n");
        let words = &self.options.words.chart;
        let name = chart.text("title").unwrap_or_else(|| chart::name(chart.kind, words));
        if chart.text("title").is_some() {
            self.out.push_str("<p class=\"chart-title\">");
            self.text(name);
            self.out.push_str("</p>\n");
        }
        if let Some(drawing) = &chart.drawing {
            let id = format!("{}chart-{}", self.options.id_prefix, number + 1);
            drawings(self.out, drawing, name, &id, words);
            // A caption is the first or the last of a figure's children: the data come before it.
            data(self.out, drawing, name, words);
        }
        if self.has_chart_caption(node, chart) {
            self.out.push_str("<figcaption>");
        }
    }

    fn has_chart_caption(&self, node: usize, chart: &Chart) -> bool {
        chart.text("source").is_some() || self.body.end_of(node) > node + 1
    }

    pub(super) fn end_chart(&mut self, node: usize, number: u32) {
        let chart = &self.body.charts[number as usize];
        if let Some(source) = chart.text("source") {
            if self.body.end_of(node) > node + 1 {
                self.out.push(' ');
            }
            self.out.push_str("<span class=\"figure-source\">");
            self.text(&self.options.words.source);
            self.text(source);
            self.out.push_str("</span>");
        }
        if self.has_chart_caption(node, chart) {
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }
}

/// A chart that stands outside a body, whole; its name is its caption.
pub fn chart(out: &mut String, drawing: &Drawing, name: &str, id: &str, words: &Words) {
    out.push_str("<figure class=\"chart\">\n");
    drawings(out, drawing, name, id, words);
    data(out, drawing, name, words);
    out.push_str("<figcaption>");
    escape::text(out, name);
    out.push_str("</figcaption>\n</figure>\n");
}

fn drawings(out: &mut String, drawing: &Drawing, name: &str, id: &str, words: &Words) {
    let description = chart::describe(drawing, words);
    for width in [Width::Narrow, Width::Wide] {
        let svg = chart::draw(drawing, width, words);
        let (class, wide, high) = (width.name(), svg.width, svg.height);
        let _ = write!(
            out,
            "<svg class=\"chart-{class}\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" role=\"img\" aria-labelledby=\""
        );
        let id_of = |out: &mut String, part: &str| {
            escape::attribute(out, id);
            let _ = write!(out, "-{class}-{part}");
        };
        id_of(out, "name");
        out.push_str("\" aria-describedby=\"");
        id_of(out, "says");
        out.push_str("\" fill=\"currentColor\" font-size=\"13\">\n<title id=\"");
        id_of(out, "name");
        out.push_str("\">");
        escape::text(out, name);
        out.push_str("</title>\n<desc id=\"");
        id_of(out, "says");
        out.push_str("\">");
        escape::text(out, &description);
        out.push_str("</desc>\n");
        out.push_str(&svg.content);
        out.push_str("</svg>\n");
    }
}

/// The data as a table behind a disclosure.
fn data(out: &mut String, drawing: &Drawing, name: &str, words: &Words) {
    let table = chart::table(drawing, words);
    out.push_str("<details class=\"chart-data\">\n<summary>");
    escape::text(out, words.get("chart.data"));
    out.push_str("</summary>\n<div class=\"table-wrap\" role=\"group\" tabindex=\"0\" aria-label=\"");
    escape::attribute(out, name);
    out.push_str("\">\n<table>\n<thead>\n<tr>");
    for (column, head) in table.head.iter().enumerate() {
        let is_number = table.rows.iter().filter_map(|row| row.get(column)).any(|cell| cell.is_number);
        out.push_str(if is_number { "<th scope=\"col\" class=\"align-right\">" } else { "<th scope=\"col\">" });
        letters(out, head);
        out.push_str("</th>");
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        if let [only] = &row[..]
            && table.head.len() > 1
        {
            let _ = write!(out, "<th scope=\"colgroup\" colspan=\"{}\">", table.head.len());
            letters(out, &only.text);
            out.push_str("</th></tr>\n");
            continue;
        }
        for (column, cell) in row.iter().enumerate() {
            out.push_str(match (column, cell.is_number) {
                (0, _) => "<th scope=\"row\">",
                (_, true) => "<td class=\"align-right\">",
                (_, false) => "<td>",
            });
            letters(out, &cell.text);
            out.push_str(if column == 0 { "</th>" } else { "</td>" });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n</details>\n");
}

/// Text with the letters of P values in italics.
fn letters(out: &mut String, text: &str) {
    with_letters(out, text, LETTER, escape::text);
}
