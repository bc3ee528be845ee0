//! Blocks.

use super::writer::Writer;
use crate::model::body::Kind;
use crate::model::figure::{Figure, Note};
use crate::render::escape;

impl<'a> Writer<'a, '_> {
    /// A paragraph; false if all of it was written.
    pub(super) fn paragraph(&mut self, node: usize) -> bool {
        self.line();
        let whole = self.body.end_of(node);
        if whole == node + 2 {
            let child = &self.body.nodes()[node + 1];
            if let Kind::Math { display: true } = child.kind {
                self.math(self.body.text(child), true, "div");
                self.out.push('\n');
                return false;
            }
        }
        if self.caption(node) {
            return true;
        }
        self.out.push_str("<p>");
        true
    }

    pub(super) fn enter_block(&mut self, node: usize, kind: &'a Kind) {
        match kind {
            Kind::Heading { level, id, classes } => self.heading(*level, id, *classes),
            Kind::Quote => self.out.push_str("<blockquote>\n"),
            Kind::List { start } => self.list(*start),
            Kind::Item { task, number } => self.item(*task, *number),
            Kind::Table { alignments } => self.table(node, alignments),
            Kind::TableHead => {
                self.in_head = true;
                self.row = 0;
                self.column = 0;
                self.out.push_str("<thead>\n<tr>\n");
            }
            Kind::TableRow => {
                if !self.has_rows {
                    self.has_rows = true;
                    self.out.push_str("<tbody>\n");
                }
                self.column = 0;
                self.row += 1;
                self.out.push_str("<tr>\n");
            }
            Kind::TableCell => self.cell(node),
            Kind::DefinitionList => self.out.push_str("<dl>\n"),
            Kind::Term => self.out.push_str("<dt>"),
            Kind::Definition => self.out.push_str("<dd>"),
            Kind::Footnote { number, .. } => self.footnote(*number),
            Kind::Figure(figure) => self.figure(node, figure),
            Kind::Note(note) => self.note(note),
            Kind::Chart(number) => self.chart(node, *number),
            _ => {}
        }
    }

    pub(super) fn leave_block(&mut self, node: usize, kind: &Kind) {
        match kind {
            Kind::Heading { level, .. } => {
                self.out.push_str("</h");
                self.number(self.heading_level(*level));
                self.out.push_str(">\n");
            }
            Kind::Quote => self.end_line("</blockquote>\n"),
            Kind::List { start: Some(_) } => self.out.push_str("</ol>\n"),
            Kind::List { start: None } => self.out.push_str("</ul>\n"),
            Kind::Item { .. } => self.out.push_str("</li>\n"),
            Kind::Table { .. } => self.end_table(),
            Kind::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr>\n</thead>\n");
            }
            Kind::TableRow => self.out.push_str("</tr>\n"),
            Kind::TableCell => self.end_cell(node),
            Kind::DefinitionList => self.out.push_str("</dl>\n"),
            Kind::Term => self.out.push_str("</dt>\n"),
            Kind::Definition => self.out.push_str("</dd>\n"),
            Kind::HtmlBlock => self.line(),
            Kind::Footnote { number, references } => {
                if !self.ends_with_paragraph(node) {
                    self.out.push_str("<p>");
                    self.write_back_links(*number, *references);
                    self.out.push_str("</p>\n");
                }
                self.out.push_str("</li>\n");
            }
            Kind::Chart(number) => self.end_chart(node, *number),
            Kind::Figure(figure) => self.end_figure(node, figure),
            Kind::Note(_) => self.end_line("</div>\n"),
            _ => {}
        }
    }

    fn end_line(&mut self, text: &str) {
        self.line();
        self.out.push_str(text);
    }

    fn heading_level(&self, level: u8) -> u8 {
        if self.options.plain { level } else { level.saturating_add(self.options.heading_shift).min(6) }
    }

    fn heading(&mut self, level: u8, id: &str, classes: u32) {
        self.out.push_str("<h");
        self.number(self.heading_level(level));
        if !id.is_empty() {
            self.id(id);
        }
        if let Some(classes) = self.body.classes.get((classes as usize).wrapping_sub(1)) {
            self.attribute("class", classes);
        }
        self.out.push('>');
    }

    fn list(&mut self, start: Option<u64>) {
        match start {
            None => self.out.push_str("<ul>\n"),
            Some(1) => self.out.push_str("<ol>\n"),
            Some(start) => {
                self.out.push_str("<ol start=\"");
                self.number(start);
                self.out.push_str("\">\n");
            }
        }
    }

    fn item(&mut self, task: Option<bool>, number: Option<u64>) {
        self.out.push_str("<li");
        if let Some(number) = number {
            self.attribute("value", &number.to_string());
        }
        let Some(ticked) = task else {
            return self.out.push('>');
        };
        self.out.push_str(" class=\"task\"><input type=\"checkbox\" disabled");
        let words = self.options.words;
        let label = if ticked { &words.task_done } else { &words.task_open };
        if ticked {
            self.out.push_str(" checked");
        }
        self.attribute("aria-label", label);
        self.out.push_str("> ");
    }

    pub(super) fn code_block(&mut self, language: &str, code: &str) {
        self.line();
        self.out.push_str(if self.options.plain {
            "<pre><code"
        } else {
            // It may be wider than the page, and is moved with the keyboard too.
            "<pre tabindex=\"0\"><code"
        });
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape::attribute(self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        let highlighter = self.options.highlighter;
        if self.options.plain || !highlighter.write(language, code, self.out) {
            self.text(code);
        }
        self.out.push_str("</code></pre>\n");
    }

    fn footnote(&mut self, number: u32) {
        if !self.in_footnotes {
            self.in_footnotes = true;
            self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\"");
            self.attribute("aria-label", &self.options.words.footnotes);
            self.out.push_str(">\n<ol>\n");
        }
        self.out.push_str("<li");
        self.id(&format!("fn-{number}"));
        self.out.push('>');
    }

    /// Whether the last child of a node is a paragraph.
    fn ends_with_paragraph(&self, node: usize) -> bool {
        let last = self.body.children(node).last();
        last.is_some_and(|last| matches!(self.body.nodes()[last].kind, Kind::Paragraph))
    }

    /// The ways back, in the last paragraph of a footnote.
    pub(super) fn back_links(&mut self, paragraph: usize, parent: usize) {
        if let Kind::Footnote { number, references } = self.body.nodes()[parent].kind
            && self.body.end_of(parent) == self.body.end_of(paragraph)
        {
            self.write_back_links(number, references);
        }
    }

    fn figure(&mut self, node: usize, figure: &Figure) {
        let image = &self.body.images[figure.image as usize];
        self.out.push_str("<figure class=\"figure");
        self.classes(&figure.classes);
        self.out.push('"');
        if let Some(id) = &figure.id {
            self.id(id);
        }
        self.out.push_str(">\n");
        self.figure_link(image);
        self.begin_image(image);
        escape::attribute(self.out, &figure.alt);
        self.end_image(image);
        self.out.push_str("</a>\n");
        if self.has_caption(node, figure) {
            self.out.push_str("<figcaption>");
        }
    }

    fn has_caption(&self, node: usize, figure: &Figure) -> bool {
        figure.source.is_some() || self.body.end_of(node) > node + 1
    }

    fn end_figure(&mut self, node: usize, figure: &Figure) {
        if let Some(source) = &figure.source {
            if self.body.end_of(node) > node + 1 {
                self.out.push(' ');
            }
            self.out.push_str("<span class=\"figure-source\">");
            self.text(&self.options.words.source);
            self.text(source);
            self.out.push_str("</span>");
        }
        if self.has_caption(node, figure) {
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }

    fn note(&mut self, note: &Note) {
        self.out.push_str("<div class=\"note note-");
        self.out.push_str(note.kind.name());
        self.classes(&note.classes);
        self.out.push('"');
        if let Some(id) = &note.id {
            self.id(id);
        }
        self.out.push_str(" role=\"note\">\n<p class=\"note-title\">");
        let own = note.title.as_deref();
        self.text(own.unwrap_or_else(|| self.options.words.note_kind(note.kind)));
        self.out.push_str("</p>\n");
    }

    pub(super) fn classes(&mut self, classes: &str) {
        if !classes.is_empty() {
            self.out.push(' ');
            escape::attribute(self.out, classes);
        }
    }
}
