//! Markdown of other tools, read as postil reads its own: what the document tree knows becomes blocks, and every other
//! piece stands as it was written.

use super::block::{
    Block, Format, Heading, Height, Inline, List, Manuscript, Paragraph, Picture, Reason, Table, is_address,
};
use super::page::Beside;
use crate::diag::{Diagnostic, OffsetMap, SourceText, code, text};
use crate::model::body::{Body, Kind};
use crate::parse::markdown::{MarkdownOptions, parse};

/// Reads a file.
pub(super) fn read(name: &str, text: &str, beside: Beside<'_>) -> Manuscript {
    let mut out = Manuscript::default();
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let body = front_matter(&text, &mut out);
    let file = SourceText::new(name, body);
    let checked = parse(body, &OffsetMap::shifted(0), &file, &MarkdownOptions::default());
    for lost in checked.diagnostics.iter().filter(|it| matches!(it.code, code::M018 | code::M039 | code::M040)) {
        let at = lost.place.as_ref().map(|place| file.line_column(place.span.start).0).unwrap_or_default();
        let message = text!("line {at} has HTML that is not kept: {what}", at, what = lost.message.clone());
        let help = text!("write it as Markdown in the issue");
        out.said.push(Diagnostic::new(code::N025, message).path(name).help(help));
    }
    let mut reader = Reader { body: &checked.value, text: body, beside, name, out };
    let top = 0..checked.value.nodes().len();
    reader.out.blocks = reader.blocks(top);
    reader.out
}

/// Takes the front matter of another program off a text: its title is kept, everything else listed.
fn front_matter<'t>(text: &'t str, out: &mut Manuscript) -> &'t str {
    let Some((front, body)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else {
        return text;
    };
    let mut others = Vec::new();
    for line in front.lines() {
        match line.strip_prefix("title:") {
            Some(title) if out.title.is_none() => {
                out.account.became.push("title".to_owned());
                out.title = Some(title.trim().trim_matches(['"', '\'']).to_owned());
            }
            _ => others.push(line),
        }
    }
    if !others.is_empty() {
        out.account.left_out.push((Reason::FrontMatter, others.join("\n")));
    }
    body
}

struct Reader<'t> {
    body: &'t Body,
    text: &'t str,
    beside: Beside<'t>,
    name: &'t str,
    out: Manuscript,
}

impl Reader<'_> {
    /// The blocks among some nodes.
    fn blocks(&mut self, range: std::ops::Range<usize>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let end = self.body.end_of(at);
            blocks.extend(self.block(at, end));
            at = end;
        }
        blocks
    }

    fn block(&mut self, at: usize, end: usize) -> Option<Block> {
        let body = self.body;
        let node = &body.nodes()[at];
        Some(match &node.kind {
            Kind::Paragraph | Kind::Plain => {
                let content = self.inlines(at + 1..end);
                Block::Paragraph(Paragraph { content, ..Paragraph::default() })
            }
            Kind::Heading { level, .. } => {
                Block::Heading(Heading { level: *level, content: self.inlines(at + 1..end) })
            }
            Kind::Quote => Block::Quote(self.blocks(at + 1..end)),
            Kind::List { start } => {
                let items: Vec<usize> = body.children(at).collect();
                let items = items.into_iter().map(|item| self.blocks(item + 1..body.end_of(item))).collect();
                Block::List(List { start: *start, items })
            }
            Kind::Table { .. } => {
                let rows: Vec<usize> = body.children(at).collect();
                let row = |reader: &mut Self, row: usize| {
                    let cells: Vec<usize> = body.children(row).collect();
                    cells.into_iter().map(|cell| reader.inlines(cell + 1..body.end_of(cell))).collect()
                };
                let rows = rows.into_iter().map(|it| row(self, it)).collect();
                Block::Table(Table { rows, is_merged: false })
            }
            Kind::CodeBlock { language } => {
                Block::Code(body.text(node).trim_end_matches('\n').to_owned(), language.to_string())
            }
            Kind::Rule => Block::Rule,
            Kind::Footnote { number, .. } => {
                let blocks = self.blocks(at + 1..end);
                self.out.notes.push((number.to_string(), blocks));
                return None;
            }
            _ => {
                let source = self.text.get(node.span.start as usize..node.span.end as usize).unwrap_or_default();
                if source.trim().is_empty() {
                    return None;
                }
                Block::Raw(source.trim_end().to_owned())
            }
        })
    }

    fn inlines(&mut self, range: std::ops::Range<usize>) -> Vec<Inline> {
        let mut out = Vec::new();
        self.gather(range, Format::default(), &mut out);
        out
    }

    fn gather(&mut self, range: std::ops::Range<usize>, around: Format, out: &mut Vec<Inline>) {
        let body = self.body;
        let mut format = around;
        let mut at = range.start;
        while at < range.end {
            let node = &body.nodes()[at];
            let end = body.end_of(at);
            match &node.kind {
                Kind::Text => out.push(Inline::Text(body.text(node).to_owned(), format)),
                Kind::Code => out.push(Inline::Text(body.text(node).to_owned(), Format { code: true, ..format })),
                Kind::SoftBreak => out.push(Inline::Text(self.soft_break(at), format)),
                Kind::HardBreak => out.push(Inline::Break),
                Kind::Emphasis => self.gather(at + 1..end, Format { italic: true, ..format }, out),
                Kind::Strong => self.gather(at + 1..end, Format { bold: true, ..format }, out),
                Kind::Strikethrough => self.gather(at + 1..end, Format { strike: true, ..format }, out),
                Kind::Link(number) => {
                    let address = body.links[*number as usize].written.to_string();
                    let mut content = Vec::new();
                    self.gather(at + 1..end, format, &mut content);
                    match is_address(&address) {
                        true => out.push(Inline::Link { address, content }),
                        false => self.unlinked(address, content, out),
                    }
                }
                Kind::Image(number) => self.picture(&body.images[*number as usize].written.clone(), at + 1..end, out),
                Kind::Math { .. } => out.push(Inline::Math(body.text(node).to_owned())),
                Kind::FootnoteReference { number, .. } => out.push(Inline::Note(number.to_string())),
                Kind::Html => tag(body.text(node), &mut format, around, out),
                _ => self.gather(at + 1..end, format, out),
            }
            at = end;
        }
    }

    /// A line break of the text is a space where none of its sides is Chinese.
    fn soft_break(&self, at: usize) -> String {
        let node = &self.body.nodes()[at];
        let before = self.text.get(..node.span.start as usize).and_then(|text| text.chars().next_back());
        let after = self.text.get(node.span.end as usize..).and_then(|text| text.trim_start().chars().next());
        let joins =
            before.zip(after).is_some_and(|(before, after)| crate::text::script::breaks_without_space(before, after));
        if joins { String::new() } else { " ".to_owned() }
    }

    /// Words that led to a file of another site stay without their link.
    fn unlinked(&mut self, address: String, content: Vec<Inline>, out: &mut Vec<Inline>) {
        let message = text!("the link to `{address}` is left out, and its words stay", address);
        let help = text!("link to the page of this site that is meant");
        self.out.said.push(Diagnostic::new(code::N025, message).path(self.name).help(help));
        out.extend(content);
    }

    fn picture(&mut self, address: &str, alt: std::ops::Range<usize>, out: &mut Vec<Inline>) {
        let words = self.body.plain_text(alt);
        let bytes = (self.beside)(address);
        self.out.pictures.push(Picture { bytes, address: address.to_owned(), alt: words.trim().to_owned() });
        out.push(Inline::Picture(self.out.pictures.len() - 1));
    }
}

/// A tag of HTML among the runs.
fn tag(tag: &str, format: &mut Format, around: Format, out: &mut Vec<Inline>) {
    let name = tag.trim_matches(['<', '>', '/', ' ']).split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_end = tag.starts_with("</");
    match name.as_str() {
        "br" => out.push(Inline::Break),
        "sup" => format.height = if is_end { around.height } else { Height::Above },
        "sub" => format.height = if is_end { around.height } else { Height::Below },
        "strong" | "b" => format.bold = !is_end || around.bold,
        "em" | "i" => format.italic = !is_end || around.italic,
        "del" | "s" => format.strike = !is_end || around.strike,
        _ => {}
    }
}
