//! A body as WeChat can hold it. What the article's elements cannot say, characters do: notes behind links, a box before a
//! task, a bracket around how a ruby is read.

use std::fmt::Write as _;

use super::article::{Writer, is_one_line};
use super::style::{BOX, CELL, CENTER, CODE, CODE_BLOCK, HEADING, PARAGRAPH, QUOTE, SMALL, STRUCK, TABLE};
use crate::model::body::{Alignment, Body, Kind, Visit};
use crate::render::tag::{self, Tag};

/// The only host to which links can lead.
const OWN_HOST: &str = "https://mp.weixin.qq.com/";

/// Where the walk through a body is.
#[derive(Default)]
struct At<'a> {
    columns: &'a [Alignment],
    column: usize,
    is_head: bool,
    /// How many captions are open.
    captions: usize,
    /// The number of the next item of each list that is open, where its numbers have to be written.
    counts: Vec<Option<u64>>,
    /// What stands before the next text.
    prefix: Option<String>,
}

impl<'a> Writer<'a> {
    /// A body.
    pub(super) fn body(&mut self, body: &'a Body) {
        self.walk(body, 0, At::default());
    }

    /// A body behind a name: in its line where it is no more than one.
    pub(super) fn lead(&mut self, name: &str, body: &'a Body) {
        if !is_one_line(body) {
            self.line(PARAGRAPH, name);
            return self.body(body);
        }
        let _ = write!(self.out, "<p style=\"{PARAGRAPH}\">");
        // Its paragraph is this one.
        self.walk(body, 1, At { prefix: Some(format!("{name} ")), ..At::default() });
        self.out.push_str("</p>");
    }

    /// The nodes of a body from one on.
    fn walk(&mut self, body: &'a Body, from: usize, mut at: At<'a>) {
        for visit in body.visit(from) {
            match visit {
                Visit::Leaf(number) => self.leaf(body, number, &mut at),
                Visit::Begin(number) => self.enter(body, number, &mut at),
                Visit::End(number) => self.leave(body, number, &mut at),
            }
        }
    }

    fn prefix(&mut self, at: &mut At<'a>) {
        if let Some(prefix) = at.prefix.take() {
            self.text(&prefix);
        }
    }

    fn leaf(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        let node = &body.nodes()[number];
        let text = body.text(node);
        if !matches!(node.kind, Kind::Rule) {
            self.prefix(at);
        }
        match &node.kind {
            Kind::Text => self.text(text),
            Kind::Code => {
                let _ = write!(self.out, "<span style=\"{CODE}\">");
                self.text(text);
                self.out.push_str("</span>");
            }
            Kind::CodeBlock { .. } => {
                let _ = write!(self.out, "<section style=\"{CODE_BLOCK}\">");
                // A line that begins with a space loses it elsewhere.
                self.text(&text.trim_end().replace(' ', "\u{a0}"));
                self.out.push_str("</section>");
            }
            Kind::Math { .. } => self.text(&body.plain_text(number..number + 1)),
            Kind::SoftBreak => self.out.push(' '),
            Kind::HardBreak => self.out.push_str("<br>"),
            Kind::Rule => self.line(CENTER, "* * *"),
            Kind::FootnoteReference { number, .. } => {
                let _ = write!(self.out, "<sup>※{number}</sup>");
            }
            Kind::Html => self.out.push_str(tag(text)),
            Kind::Image(image) => self.inline_picture(&body.images[*image as usize], &body.words_of(number)),
            _ => {}
        }
    }

    fn enter(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Paragraph => {
                let style = if at.captions > 0 { SMALL } else { PARAGRAPH };
                self.open("p", style);
            }
            Kind::Heading { .. } => {
                self.open("p", HEADING);
                self.out.push_str("<strong>");
            }
            Kind::Quote => self.open("section", QUOTE),
            Kind::List { start } => {
                let is_plain = body.counts_from_one(number);
                at.counts.push(start.filter(|_| !is_plain));
                self.out.push_str(if start.is_some() && is_plain { "<ol>" } else { "<ul>" });
            }
            Kind::Item { task, number: own } => {
                self.out.push_str("<li>");
                at.prefix = at.counts.last_mut().and_then(Option::as_mut).map(|count| {
                    let this = own.unwrap_or(*count);
                    *count = this.saturating_add(1);
                    format!("{this}. ")
                });
                if let Some(is_done) = task {
                    at.prefix = Some(if *is_done { "☑ ".to_owned() } else { "☐ ".to_owned() });
                }
            }
            Kind::Table { alignments } => {
                at.columns = alignments;
                self.open("table", TABLE);
                self.out.push_str("<tbody>");
            }
            Kind::TableHead | Kind::TableRow => {
                at.column = 0;
                at.is_head = matches!(body.nodes()[number].kind, Kind::TableHead);
                self.out.push_str("<tr>");
            }
            Kind::TableCell => self.cell(at),
            Kind::Term => {
                self.open("p", PARAGRAPH);
                self.out.push_str("<strong>");
            }
            Kind::HtmlBlock => self.out.push_str("<section>"),
            Kind::Emphasis => self.out.push_str("<em>"),
            Kind::Strong => self.out.push_str("<strong>"),
            Kind::Strikethrough => self.open("span", STRUCK),
            Kind::Link(link) => {
                let link = &body.links[*link as usize];
                if link.written.starts_with(OWN_HOST) {
                    self.out.push_str("<a href=\"");
                    crate::render::escape::url(&mut self.out, &link.written);
                    self.out.push_str("\">");
                }
            }
            _ => self.enter_set_apart(body, number, at),
        }
    }

    /// What stands apart from the text: definitions, footnotes, figures, charts, remarks.
    fn enter_set_apart(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Definition => self.open("section", QUOTE),
            Kind::Footnote { number, .. } => {
                self.open("section", SMALL);
                at.prefix = Some(format!("※{number} "));
            }
            Kind::Figure(figure) => {
                self.picture(&body.images[figure.image as usize], &figure.alt);
                self.caption(body, number, at);
            }
            Kind::Chart(chart) => {
                let chart = &body.charts[*chart as usize];
                let name =
                    chart.text("title").unwrap_or_else(|| crate::render::chart::name(chart.kind, &self.words.chart));
                let name = name.to_owned();
                if chart.text("title").is_some() {
                    self.line(CENTER, &name);
                }
                if let Some(drawing) = &chart.drawing {
                    self.plate(drawing, &name);
                }
                self.caption(body, number, at);
            }
            Kind::Note(note) => {
                self.open("section", BOX);
                let title = note.title.as_deref().unwrap_or_else(|| self.words.note_kind(note.kind)).to_owned();
                self.out.push_str("<p><strong>");
                self.text(&title);
                self.out.push_str("</strong></p>");
            }
            _ => {}
        }
    }

    fn leave(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        match &body.nodes()[number].kind {
            Kind::Paragraph => self.out.push_str("</p>"),
            Kind::Heading { .. } | Kind::Term => self.out.push_str("</strong></p>"),
            Kind::Quote | Kind::Definition | Kind::Note(_) | Kind::HtmlBlock => self.out.push_str("</section>"),
            Kind::List { start } => {
                let is_plain = at.counts.pop().is_some_and(|count| count.is_none());
                self.out.push_str(if start.is_some() && is_plain { "</ol>" } else { "</ul>" });
            }
            Kind::Item { .. } => {
                self.prefix(at);
                self.out.push_str("</li>");
            }
            Kind::Table { .. } => self.out.push_str("</tbody></table>"),
            Kind::TableHead | Kind::TableRow => self.out.push_str("</tr>"),
            Kind::TableCell => self.out.push_str(if at.is_head { "</strong></td>" } else { "</td>" }),
            Kind::Footnote { .. } => {
                self.prefix(at);
                self.out.push_str("</section>");
            }
            Kind::Figure(figure) => self.end_caption(body, number, figure.source.as_deref(), at),
            Kind::Chart(chart) => {
                let source = body.charts[*chart as usize].text("source");
                self.end_caption(body, number, source, at);
            }
            Kind::Emphasis => self.out.push_str("</em>"),
            Kind::Strong => self.out.push_str("</strong>"),
            Kind::Strikethrough => self.out.push_str("</span>"),
            Kind::Link(link) => self.end_link(body, *link),
            _ => {}
        }
    }

    fn open(&mut self, element: &str, style: &str) {
        let _ = write!(self.out, "<{element} style=\"{style}\">");
    }

    fn cell(&mut self, at: &mut At<'a>) {
        let side = match at.columns.get(at.column) {
            Some(Alignment::Center) => ";text-align:center",
            Some(Alignment::Right) => ";text-align:right",
            _ => "",
        };
        at.column += 1;
        let _ = write!(self.out, "<td style=\"{CELL}{side}\">");
        if at.is_head {
            self.out.push_str("<strong>");
        }
    }

    /// Begins the caption of a figure whose text stands in it without a paragraph.
    fn caption(&mut self, body: &'a Body, number: usize, at: &mut At<'a>) {
        at.captions += 1;
        if is_bare(body, number) {
            self.open("p", SMALL);
        }
    }

    fn end_caption(&mut self, body: &'a Body, number: usize, source: Option<&str>, at: &mut At<'a>) {
        at.captions -= 1;
        if is_bare(body, number) {
            self.out.push_str("</p>");
        }
        if let Some(source) = source {
            let text = format!("{}{source}", self.words.source);
            self.line(SMALL, &text);
        }
    }

    /// The end of a link: where it cannot lead, the number of its note.
    fn end_link(&mut self, body: &'a Body, link: u32) {
        let link = &body.links[link as usize];
        if link.written.starts_with(OWN_HOST) {
            return self.out.push_str("</a>");
        }
        let Some(address) = self.address(&link.written, &link.target) else { return };
        let known = self.made.links.iter().position(|it| *it == address);
        let number = known.unwrap_or_else(|| {
            self.made.links.push(address);
            self.made.links.len() - 1
        });
        let _ = write!(self.out, "<sup>〔{}〕</sup>", number + 1);
    }
}

/// Whether the children of a figure are text, and not paragraphs.
fn is_bare(body: &Body, figure: usize) -> bool {
    let first = body.children(figure).next();
    first.is_some_and(|first| !matches!(body.nodes()[first].kind, Kind::Paragraph))
}

/// What a tag of an editor's own HTML becomes: the level of its text, a break, or nothing.
fn tag(written: &str) -> &'static str {
    let Some(read) = tag::read(written) else { return "" };
    match read {
        (Tag::Raised, false) => "<sup>",
        (Tag::Raised, true) => "</sup>",
        (Tag::Lowered, false) => "<sub>",
        (Tag::Lowered, true) => "</sub>",
        (Tag::Strong, false) => "<strong>",
        (Tag::Strong, true) => "</strong>",
        (Tag::Emphasis, false) => "<em>",
        (Tag::Emphasis, true) => "</em>",
        (Tag::Struck, false) => "<span style=\"text-decoration:line-through\">",
        (Tag::Struck, true) => "</span>",
        (Tag::Spoken, false) => "（",
        (Tag::Spoken, true) => "）",
        (Tag::Break, _) | (Tag::Block, true) => "<br>",
        (Tag::Cell, true) => " ",
        (Tag::Underlined, _) | (Tag::Block | Tag::Cell, false) => "",
    }
}
