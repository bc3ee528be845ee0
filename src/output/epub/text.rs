//! A document tree as XHTML.

use super::chapter::Writer;
use super::inline::{Open, id_of};
use crate::model::body::{Alignment, Body, Kind, Visit};

/// Where the walk through a tree is.
#[derive(Default)]
pub(super) struct At<'a> {
    columns: &'a [Alignment],
    column: usize,
    is_head: bool,
    has_rows: bool,
    /// Whether an editor's own HTML is open between blocks.
    pub(super) is_in_html: bool,
    /// What is open in the line,
    pub(super) open: Vec<Open>,
    /// and how much was, where each open node began.
    pub(super) marks: Vec<usize>,
    /// What stands before the next text.
    prefix: Option<&'static str>,
    /// Whether links may lead to what has an id in it.
    pub(super) has_ids: bool,
    /// How many footnotes the bodies before have.
    pub(super) notes: usize,
    /// How many were seen.
    pub(super) seen: usize,
}

impl<'a> Writer<'a> {
    /// A tree; with a name, its ids are the chapter's.
    pub(super) fn tree(&mut self, body: &'a Body, name: Option<&str>) {
        let mut at = At { has_ids: name.is_some(), notes: self.notes, ..At::default() };
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
        self.notes += at.seen;
    }

    fn leaf(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        let node = &body.nodes()[number];
        let text = body.text(node);
        match &node.kind {
            Kind::Text => {
                self.raw(at.prefix.take().unwrap_or_default());
                self.text(text);
            }
            Kind::Code => {
                self.raw("<code>");
                self.text(text);
                self.raw("</code>");
            }
            Kind::CodeBlock { .. } => {
                self.raw("<pre><code>");
                self.text(text.trim_end());
                self.raw("</code></pre>\n");
            }
            Kind::Math { .. } => {
                let plain = body.plain_text(number..number + 1);
                self.text(&plain);
            }
            Kind::SoftBreak => self.raw("\n"),
            Kind::HardBreak => self.raw("<br/>\n"),
            Kind::Rule => self.raw("<hr/>\n"),
            Kind::FootnoteReference { number, reference } => {
                let number = at.notes + *number as usize;
                self.raw(&format!(
                    "<sup><a epub:type=\"noteref\" role=\"doc-noteref\" id=\"ref-{number}-{reference}\" href=\"#note-{number}\">{number}</a></sup>"
                ));
            }
            Kind::Html => self.tag(text, at),
            Kind::Image(image) => self.image(&body.images[*image as usize], &body.words_of(number)),
            _ => {}
        }
    }

    fn enter(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Paragraph => self.raw("<p>"),
            Kind::HtmlBlock => {
                at.is_in_html = true;
                self.raw("<div>");
            }
            Kind::Heading { level, id, .. } => {
                let id = id_attribute(Some(&**id).filter(|_| at.has_ids));
                self.raw(&format!("<h{}{id}>", (level + 1).clamp(3, 6)));
            }
            Kind::Quote => self.raw("<blockquote>\n"),
            Kind::List { start } => self.list(body, number, *start),
            Kind::Item { task, number: own } => {
                self.raw(&own.map_or_else(|| "<li>".to_owned(), |own| format!("<li value=\"{own}\">")));
                at.prefix = task.map(|is_done| if is_done { "☑ " } else { "☐ " });
            }
            Kind::Table { alignments } => {
                at.columns = alignments;
                at.has_rows = body.children(number).nth(1).is_some();
                self.raw("<table>\n");
            }
            Kind::TableHead | Kind::TableRow => {
                at.column = 0;
                at.is_head = matches!(body.nodes()[number].kind, Kind::TableHead);
                self.raw(if at.is_head { "<thead><tr>" } else { "<tr>" });
            }
            Kind::TableCell => self.cell(at),
            Kind::DefinitionList => self.raw("<dl>\n"),
            Kind::Term => self.raw("<dt>"),
            Kind::Definition => self.raw("<dd>"),
            Kind::Emphasis => self.mark(at, "em", false),
            Kind::Strong => self.mark(at, "strong", false),
            Kind::Strikethrough => self.mark(at, "del", false),
            Kind::Link(_) => self.link(body, number, at),
            _ => self.enter_set_apart(body, number, at),
        }
    }

    fn list(&mut self, body: &Body, list: usize, start: Option<u64>) {
        let is_task = |item: usize| matches!(body.nodes()[item].kind, Kind::Item { task: Some(_), .. });
        let has_tasks = body.children(list).any(is_task);
        self.raw(&match start {
            Some(1) => "<ol>\n".to_owned(),
            Some(start) => format!("<ol start=\"{start}\">\n"),
            None if has_tasks => "<ul class=\"tasks\">\n".to_owned(),
            None => "<ul>\n".to_owned(),
        });
    }

    fn cell(&mut self, at: &mut At<'a>) {
        let side = match at.columns.get(at.column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        at.column += 1;
        self.raw(&if at.is_head { format!("<th scope=\"col\"{side}>") } else { format!("<td{side}>") });
    }

    fn leave(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Paragraph => self.raw("</p>\n"),
            Kind::HtmlBlock => {
                at.is_in_html = false;
                self.raw("</div>\n");
            }
            Kind::Heading { level, .. } => self.raw(&format!("</h{}>\n", (level + 1).clamp(3, 6))),
            Kind::Quote => self.raw("</blockquote>\n"),
            Kind::List { start } => self.raw(if start.is_some() { "</ol>\n" } else { "</ul>\n" }),
            Kind::Item { .. } => {
                // A box without a word.
                self.raw(at.prefix.take().unwrap_or_default());
                self.raw("</li>\n");
            }
            Kind::Table { .. } => self.raw(if at.has_rows { "</tbody></table>\n" } else { "</table>\n" }),
            Kind::TableHead => self.raw(if at.has_rows { "</tr></thead><tbody>\n" } else { "</tr></thead>\n" }),
            Kind::TableRow => self.raw("</tr>\n"),
            Kind::TableCell => self.raw(if at.is_head { "</th>" } else { "</td>" }),
            Kind::DefinitionList => self.raw("</dl>\n"),
            Kind::Term => self.raw("</dt>\n"),
            Kind::Definition => self.raw("</dd>\n"),
            _ => self.leave_set_apart(body, number),
        }
    }
}

/// An id of a text as an attribute.
pub(super) fn id_attribute(id: Option<&str>) -> String {
    id.map(|id| format!(" id=\"{}\"", id_of(id))).unwrap_or_default()
}
