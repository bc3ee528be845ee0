//! What stands apart from the text: footnotes, figures, charts, remarks.

use std::sync::Arc;

use super::chapter::Writer;
use super::path_of;
use super::text::{At, id_attribute};
use crate::model::body::{Body, Kind};
use crate::model::chart::Drawing;
use crate::render::book::Piece;
use crate::render::chart::{self, plate::Plate};

impl<'a> Writer<'a> {
    pub(super) fn enter_set_apart(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Footnote { number, .. } => {
                at.seen += 1;
                let number = at.notes + *number as usize;
                self.raw(&format!(
                    "<aside epub:type=\"footnote\" role=\"doc-footnote\" class=\"notes\" id=\"note-{number}\">\n<a href=\"#ref-{number}-1\">{number}</a> "
                ));
            }
            Kind::Figure(figure) => {
                self.raw(&format!("<figure{}>\n", id_attribute(figure.id.as_deref().filter(|_| at.has_ids))));
                self.image(&body.images[figure.image as usize], &figure.alt);
                self.begin_caption(body, number, figure.source.as_deref());
            }
            Kind::Chart(chart) => {
                let chart = &body.charts[*chart as usize];
                self.raw(&format!("<figure{}>\n", id_attribute(chart.id.as_deref().filter(|_| at.has_ids))));
                if let Some(title) = chart.text("title") {
                    self.element("p class=\"note-title\"", title);
                }
                if let Some(drawing) = &chart.drawing {
                    self.drawing(drawing);
                }
                self.begin_caption(body, number, chart.text("source"));
            }
            Kind::Note(note) => {
                let title = note.title.as_deref().unwrap_or_else(|| self.words.note_kind(note.kind)).to_owned();
                self.raw(&format!("<div class=\"note\"{}>\n", id_attribute(note.id.as_deref().filter(|_| at.has_ids))));
                self.element("p class=\"note-title\"", &title);
            }
            _ => {}
        }
    }

    pub(super) fn leave_set_apart(&mut self, body: &'a Body, number: usize) {
        match &body.nodes()[number].kind {
            Kind::Footnote { .. } => self.raw("</aside>\n"),
            Kind::Figure(figure) => self.end_figure(body, number, figure.source.as_deref()),
            Kind::Chart(chart) => self.end_figure(body, number, body.charts[*chart as usize].text("source")),
            Kind::Note(_) => self.raw("</div>\n"),
            _ => {}
        }
    }

    /// A drawing as a picture that is described in words, with its data below.
    pub(super) fn drawing(&mut self, drawing: &Drawing) {
        let plate = Plate::new(drawing, &self.words.chart);
        let path = path_of(&plate.name());
        let alt = chart::describe(drawing, &self.words.chart);
        self.img(&path, &alt);
        self.pictures.push((path, Piece::Drawn(Arc::new(plate))));
        let summary = self.words.chart.get("chart.data").to_owned();
        self.raw("<details>\n");
        self.element("summary", &summary);
        let table = chart::table(drawing, &self.words.chart);
        self.raw("<table><thead><tr>");
        table.head.iter().for_each(|cell| self.element("th scope=\"col\"", cell));
        self.raw("</tr></thead><tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            match row.as_slice() {
                [heading] => self.element(&format!("th colspan=\"{}\"", table.head.len()), &heading.text),
                cells => {
                    for cell in cells {
                        let tag = if cell.is_number { "td class=\"right\"" } else { "td" };
                        self.element(tag, &cell.text);
                    }
                }
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table>\n</details>\n");
    }

    fn begin_caption(&mut self, body: &Body, number: usize, source: Option<&str>) {
        if body.end_of(number) > number + 1 || source.is_some() {
            self.raw("\n<figcaption>");
        }
    }

    fn end_figure(&mut self, body: &Body, number: usize, source: Option<&str>) {
        if let Some(source) = source {
            let text = format!("{}{source}", self.words.source);
            self.element("p", &text);
        }
        if body.end_of(number) > number + 1 || source.is_some() {
            self.raw("</figcaption>\n");
        }
        self.raw("</figure>\n");
    }
}
