//! A document tree as JATS. Headings become sections; what may not stand beside paragraphs in an element stands in one of
//! them.

use super::inline::Open;
use super::writer::{Writer, quoted};
use crate::model::body::{Alignment, Body, Kind, Visit};
use crate::render::chart;

/// What the line stands in, which decides how it can be broken.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Line {
    /// Between blocks.
    #[default]
    None,
    Paragraph,
    Cell,
    Title,
    Term,
}

/// Where the walk through a tree is.
#[derive(Default)]
pub(super) struct At<'a> {
    /// How many elements are open that hold nothing but paragraphs.
    inner: usize,
    /// The levels of the sections that are open.
    sections: Vec<u8>,
    columns: &'a [Alignment],
    column: usize,
    is_head: bool,
    /// Whether a table has rows below its head.
    has_rows: bool,
    /// Whether an entry is open in each list of terms that is.
    terms: Vec<bool>,
    pub(super) line: Line,
    /// What is open in the line,
    pub(super) open: Vec<Open>,
    /// and how much was, where each open node began.
    pub(super) marks: Vec<usize>,
    /// The number of the next item of each list that is open, where its numbers have to be written.
    counts: Vec<Option<u64>>,
    /// What stands before the next text.
    prefix: Option<String>,
    /// The number of the first footnote of this body, less one.
    notes: usize,
    /// Where in the article a footnote begins that is moved behind the text.
    note: usize,
}

impl<'a> Writer<'a> {
    /// A tree whose headings become sections.
    pub(super) fn tree(&mut self, body: &'a Body) {
        self.walk(body, At { notes: self.notes.len(), ..At::default() });
    }

    /// A tree in an element that holds nothing but paragraphs.
    pub(super) fn inner_tree(&mut self, body: &'a Body) {
        self.walk(body, At { inner: 1, notes: self.notes.len(), ..At::default() });
    }

    fn walk(&mut self, body: &'a Body, mut at: At<'a>) {
        for visit in body.visit(0) {
            match visit {
                Visit::Leaf(number) => self.leaf(body, number, &mut at),
                Visit::Begin(number) => {
                    at.marks.push(at.open.len());
                    self.enter(body, number, &mut at);
                }
                Visit::End(number) => {
                    let before = at.marks.pop().unwrap_or_default();
                    self.end_marks(&mut at, before);
                    self.leave(body, number, &mut at);
                }
            }
        }
        at.sections.iter().for_each(|_| self.raw("</sec>\n"));
    }

    fn leaf(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        let node = &body.nodes()[number];
        let text = body.text(node);
        match &node.kind {
            Kind::Text => {
                let prefix = at.prefix.take().unwrap_or_default();
                self.text(&prefix);
                self.text(text);
            }
            Kind::Code => self.element("monospace", text),
            Kind::CodeBlock { language } => {
                self.begin_block(at);
                let language = Some(quoted(language)).filter(|it| !it.is_empty());
                let language = language.map(|it| format!(" language=\"{it}\"")).unwrap_or_default();
                self.element(&format!("code{language} xml:space=\"preserve\""), text.trim_end());
                self.end_block(at);
            }
            Kind::Math { display } => self.formula(text, *display, at),
            Kind::SoftBreak => self.raw(" "),
            Kind::HardBreak => self.line_break(at),
            Kind::Rule => {
                self.begin_block(at);
                self.raw(if at.inner > 0 { "* * *" } else { "<p>* * *</p>" });
                self.end_block(at);
            }
            Kind::FootnoteReference { number, .. } => {
                let number = at.notes + *number as usize;
                self.raw(&format!("<xref ref-type=\"fn\" rid=\"fn-{number}\"><sup>{number}</sup></xref>"));
            }
            Kind::Html => self.tag(text, at),
            Kind::Image(image) => self.picture(&body.images[*image as usize], &body.words_of(number)),
            _ => {}
        }
    }

    /// What may not stand where paragraphs alone do stands in one of them.
    fn begin_block(&mut self, at: &At<'a>) {
        if at.inner > 0 {
            self.raw("<p>");
        }
    }

    fn end_block(&mut self, at: &At<'a>) {
        self.raw(if at.inner > 0 { "</p>\n" } else { "\n" });
    }

    fn paragraph(&mut self, at: &mut At<'a>) {
        at.line = Line::Paragraph;
        self.raw("<p>");
    }

    fn end_paragraph(&mut self, at: &mut At<'a>) {
        at.line = Line::None;
        self.raw("</p>\n");
    }

    fn enter(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Paragraph | Kind::Plain | Kind::HtmlBlock => self.paragraph(at),
            Kind::Heading { level, .. } => self.heading(*level, at),
            Kind::Quote => self.begin_inner("disp-quote", at),
            Kind::List { start } => {
                self.begin_block(at);
                let is_plain = body.counts_from_one(number);
                at.counts.push(start.filter(|_| !is_plain));
                self.raw(match (start, is_plain) {
                    (None, _) => "<list list-type=\"bullet\">\n",
                    (Some(_), true) => "<list list-type=\"order\">\n",
                    (Some(_), false) => "<list list-type=\"simple\">\n",
                });
                at.inner += 1;
            }
            Kind::Item { task, number: own } => self.item(*task, *own, body.end_of(number) == number + 1, at),
            Kind::Table { alignments } => {
                self.begin_block(at);
                at.columns = alignments;
                at.has_rows = body.children(number).nth(1).is_some();
                self.open_with_id("table-wrap");
                self.raw("<table>");
            }
            Kind::TableHead | Kind::TableRow => {
                at.column = 0;
                at.is_head = matches!(body.nodes()[number].kind, Kind::TableHead);
                self.raw(if at.is_head { "<thead><tr>" } else { "<tr>" });
            }
            Kind::TableCell => self.cell(at),
            Kind::DefinitionList => {
                self.begin_block(at);
                self.raw("<def-list>");
                at.inner += 1;
                at.terms.push(false);
            }
            Kind::Term => {
                let is_open = at.terms.last_mut().is_some_and(|open| std::mem::replace(open, true));
                self.raw(if is_open { "</def-item><def-item><term>" } else { "<def-item><term>" });
                at.line = Line::Term;
            }
            Kind::Definition => self.raw("<def>"),
            Kind::Emphasis => self.mark(at, "italic", "", false),
            Kind::Strong => self.mark(at, "bold", "", false),
            Kind::Strikethrough => self.mark(at, "strike", "", false),
            Kind::Link(_) => self.link(body, number, at),
            _ => self.enter_set_apart(body, number, at),
        }
    }

    /// What stands apart from the text: footnotes, figures, charts, remarks.
    fn enter_set_apart(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Footnote { number: own, .. } => {
                at.note = self.out.len();
                let own = at.notes + *own as usize;
                self.raw(&format!("<fn id=\"fn-{own}\"><label>{own}</label>"));
                at.inner += 1;
                if body.end_of(number) == number + 1 {
                    self.raw("<p/>");
                }
            }
            Kind::Figure(_) => {
                self.begin_block(at);
                self.open_with_id("fig");
                self.begin_caption(body, number, None, at);
            }
            Kind::Chart(chart) => {
                self.begin_block(at);
                self.open_with_id("table-wrap content-type=\"chart\"");
                let chart = &body.charts[*chart as usize];
                let name = chart.text("title").unwrap_or_else(|| chart::name(chart.kind, &self.words.chart)).to_owned();
                self.begin_caption(body, number, Some(&name), at);
            }
            Kind::Note(note) => {
                let title = note.title.as_deref().unwrap_or_else(|| self.words.note_kind(note.kind)).to_owned();
                self.begin_inner(&format!("boxed-text content-type=\"{}\"", note.kind.name()), at);
                self.raw("<caption>");
                self.element("title", &title);
                self.raw("</caption>");
            }
            _ => {}
        }
    }

    /// An element that holds nothing but paragraphs.
    fn begin_inner(&mut self, tag: &str, at: &mut At<'a>) {
        self.begin_block(at);
        self.open(tag);
        at.inner += 1;
    }

    fn end_inner(&mut self, name: &str, at: &mut At<'a>) {
        at.inner -= 1;
        self.close(name);
        self.end_block(at);
    }

    fn leave(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Paragraph | Kind::Plain | Kind::HtmlBlock => self.end_paragraph(at),
            Kind::Heading { .. } if at.inner > 0 => self.end_paragraph(at),
            Kind::Heading { .. } => {
                at.line = Line::None;
                self.raw("</title>\n");
            }
            Kind::Quote => self.end_inner("disp-quote", at),
            Kind::List { .. } => {
                at.counts.pop();
                self.end_inner("list", at);
            }
            Kind::Item { .. } => {
                // A box without a word.
                let prefix = at.prefix.take();
                self.maybe("p", prefix.as_deref());
                self.raw("</list-item>\n");
            }
            Kind::Table { .. } => {
                self.raw("</tbody></table></table-wrap>");
                self.end_block(at);
            }
            Kind::TableHead if at.has_rows => self.raw("</tr></thead><tbody>\n"),
            Kind::TableHead => self.raw("</tr></thead><tbody><tr><td/></tr>\n"),
            Kind::TableRow => self.raw("</tr>\n"),
            Kind::TableCell => {
                at.line = Line::None;
                self.raw(if at.is_head { "</th>" } else { "</td>" });
            }
            _ => self.leave_set_apart(body, number, at),
        }
    }

    fn leave_set_apart(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::DefinitionList => {
                let is_open = at.terms.pop().unwrap_or_default();
                self.raw(if is_open { "</def-item>" } else { "" });
                self.end_inner("def-list", at);
            }
            Kind::Term => {
                at.line = Line::None;
                self.raw("</term>");
            }
            Kind::Definition => self.raw("</def>"),
            Kind::Note(_) => self.end_inner("boxed-text", at),
            Kind::Footnote { .. } => {
                at.inner -= 1;
                self.raw("</fn>\n");
                let note = self.out.split_off(at.note);
                self.notes.push(note);
            }
            Kind::Figure(figure) => {
                self.end_caption(body, number, false, at);
                self.element("alt-text", &figure.alt);
                if let Some(source) = self.source(&body.images[figure.image as usize]) {
                    self.raw(&format!("<graphic xlink:href=\"{}\"/>", quoted(&source)));
                }
                self.source_of(figure.source.as_deref());
                self.raw("</fig>");
                self.end_block(at);
            }
            Kind::Chart(chart) => {
                self.end_caption(body, number, true, at);
                let chart = &body.charts[*chart as usize];
                if let Some(drawing) = &chart.drawing {
                    let alt = chart::describe(drawing, &self.words.chart);
                    self.element("alt-text", &alt);
                    let table = chart::table(drawing, &self.words.chart);
                    self.data(&table);
                }
                self.source_of(chart.text("source"));
                self.raw("</table-wrap>");
                self.end_block(at);
            }
            _ => {}
        }
    }

    /// Where a figure or a chart comes from.
    fn source_of(&mut self, source: Option<&str>) {
        let source = source.map(|source| format!("{}{source}", self.words.source));
        self.maybe("attrib", source.as_deref());
    }
}

impl<'a> Writer<'a> {
    /// A heading of the text begins a section; one in an item, a quote or a remark is a paragraph in bold.
    fn heading(&mut self, level: u8, at: &mut At<'a>) {
        if at.inner > 0 {
            self.paragraph(at);
            return self.mark(at, "bold", "", false);
        }
        while at.sections.pop_if(|open| *open >= level).is_some() {
            self.raw("</sec>\n");
        }
        at.sections.push(level);
        at.line = Line::Title;
        self.raw("<sec><title>");
    }

    fn item(&mut self, task: Option<bool>, number: Option<u64>, is_empty: bool, at: &mut At<'a>) {
        self.raw("<list-item>");
        let label = at.counts.last_mut().and_then(Option::as_mut).map(|count| {
            let this = number.unwrap_or(*count);
            *count = this.saturating_add(1);
            format!("{this}.")
        });
        self.maybe("label", label.as_deref());
        at.prefix = task.map(|is_done| if is_done { "☑ ".to_owned() } else { "☐ ".to_owned() });
        if is_empty && task.is_none() {
            self.raw("<p/>");
        }
    }

    fn cell(&mut self, at: &mut At<'a>) {
        let side = match at.columns.get(at.column) {
            Some(Alignment::Left) => " align=\"left\"",
            Some(Alignment::Center) => " align=\"center\"",
            Some(Alignment::Right) => " align=\"right\"",
            _ => "",
        };
        at.column += 1;
        at.line = Line::Cell;
        self.open(&format!("{}{side}", if at.is_head { "th" } else { "td" }));
    }

    /// Begins the caption of a figure or a chart.
    fn begin_caption(&mut self, body: &'a Body, number: usize, title: Option<&str>, at: &mut At<'a>) {
        at.inner += 1;
        let has_words = body.end_of(number) > number + 1;
        if has_words || title.is_some() {
            self.raw("<caption>");
            self.maybe("title", title);
        }
    }

    fn end_caption(&mut self, body: &'a Body, number: usize, has_title: bool, at: &mut At<'a>) {
        at.inner -= 1;
        if body.end_of(number) > number + 1 || has_title {
            self.raw("</caption>");
        }
    }

    /// The data of a chart.
    fn data(&mut self, table: &chart::Table) {
        self.raw("<table><thead><tr>");
        table.head.iter().for_each(|cell| self.element("th", cell));
        self.raw("</tr></thead><tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            match row.as_slice() {
                [heading] => self.element(&format!("th colspan=\"{}\"", table.head.len()), &heading.text),
                cells => cells.iter().for_each(|cell| self.element("td", &cell.text)),
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table>");
    }
}
