//! Blocks as postil's own Markdown.

use std::collections::BTreeMap;

use self::line::{Line, Place};
use super::block::{Block, Inline, List, Paragraph, Table, is_blank, plain};
use super::heading::is_caption;

pub(super) mod front;
mod line;

/// A picture as the issue has it.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    /// The name of its file beside the issue; empty where there is none.
    pub(super) file: String,
    pub(super) alt: String,
}

/// Writes Markdown.
pub(super) struct Writer<'m> {
    pub(super) pictures: &'m [Shown],
    pub(super) notes: &'m [(String, Vec<Block>)],
    /// Labels of notes by the numbers that they have in what is being written.
    numbers: BTreeMap<String, usize>,
}

impl<'m> Writer<'m> {
    pub(super) fn new(pictures: &'m [Shown], notes: &'m [(String, Vec<Block>)]) -> Self {
        Self { pictures, notes, numbers: BTreeMap::new() }
    }

    /// A text with its footnotes.
    pub(super) fn text(&mut self, blocks: &[Block]) -> String {
        self.numbers.clear();
        let mut pieces = self.blocks(blocks);
        // A note may refer to another.
        let mut done = 0;
        while done < self.numbers.len() {
            done += 1;
            let Some(label) = self.numbers.iter().find(|(_, number)| **number == done).map(|(label, _)| label.clone())
            else {
                break;
            };
            let note = self.notes.iter().find(|(known, _)| *known == label).map(|(_, blocks)| blocks.as_slice());
            let text = self.blocks(note.unwrap_or_default()).join("\n\n");
            pieces.push(format!("[^{done}]: {}", indented(&text, 4)));
        }
        pieces.join("\n\n")
    }

    /// One line of Markdown, for a field.
    pub(super) fn one_line(&mut self, content: &[Inline]) -> String {
        self.numbers.clear();
        self.line(content, Place::Paragraph).replace("\\\n", "<br>")
    }

    fn line(&mut self, content: &[Inline], place: Place) -> String {
        for label in labels(content) {
            let next = self.numbers.len() + 1;
            self.numbers.entry(label).or_insert(next);
        }
        Line::new(content, place, self.pictures, &self.numbers).written()
    }

    fn blocks(&mut self, blocks: &[Block]) -> Vec<String> {
        let mut out = Vec::new();
        let mut rest = blocks;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            let piece = match first {
                Block::Heading(heading) => {
                    let text = self.line(&heading.content, Place::Heading);
                    format!("{} {text}", "#".repeat(usize::from(heading.level.clamp(1, 6))))
                }
                Block::Paragraph(paragraph) => match self.figure(paragraph, after.first()) {
                    Some((figure, takes)) => {
                        rest = &rest[usize::from(takes)..];
                        figure
                    }
                    None => self.line(&paragraph.content, Place::Paragraph),
                },
                Block::List(list) => self.list(list),
                Block::Table(table) => self.table(table),
                Block::Quote(inner) => {
                    let text = self.blocks(inner).join("\n\n");
                    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
                }
                Block::Code(code, language) => {
                    let longest =
                        code.lines().map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(0);
                    let fence = "`".repeat(longest.max(2) + 1);
                    format!("{fence}{}\n{code}\n{fence}", if language.is_empty() { "text" } else { language })
                }
                Block::Rule => "---".to_owned(),
                Block::Raw(text) => text.clone(),
            };
            if !piece.trim().is_empty() {
                out.push(piece);
            }
        }
        out
    }

    /// A picture alone, with a caption below it: a figure, if it says what it shows. Whether it takes the next block.
    fn figure(&mut self, paragraph: &Paragraph, next: Option<&Block>) -> Option<(String, bool)> {
        let content: Vec<&Inline> = paragraph.content.iter().filter(|it| !is_blank(std::slice::from_ref(it))).collect();
        let [Inline::Picture(at)] = content.as_slice() else { return None };
        let shown = self.pictures.get(*at).filter(|shown| !shown.file.is_empty() && !shown.alt.is_empty())?.clone();
        if shown.alt.contains(['"', '\\', '{', '}', '\n']) {
            return None;
        }
        let caption = match next {
            Some(Block::Paragraph(below)) if below.is_caption || is_caption(&plain(&below.content)) => Some(below),
            _ => None,
        };
        let words = caption.map(|below| self.line(&below.content, Place::Paragraph)).unwrap_or_default();
        let words = if words.is_empty() { words } else { format!("{words}\n") };
        Some((format!(":::figure{{src=\"{}\" alt=\"{}\"}}\n{words}:::", shown.file, shown.alt), caption.is_some()))
    }

    fn list(&mut self, list: &List) -> String {
        let is_loose =
            list.items.iter().any(|item| item.iter().filter(|block| !matches!(block, Block::List(_))).count() > 1);
        let mut items = Vec::new();
        for (at, item) in list.items.iter().enumerate() {
            let mark = match list.start {
                Some(start) => format!("{}. ", start.saturating_add(at as u64)),
                None => "- ".to_owned(),
            };
            let between = if is_loose { "\n\n" } else { "\n" };
            let text = self.blocks(item).join(between);
            items.push(format!("{mark}{}", indented(&text, mark.len())));
        }
        items.join(if is_loose { "\n\n" } else { "\n" })
    }

    fn table(&mut self, table: &Table) -> String {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            let mut cells: Vec<String> = row.iter().map(|cell| self.line(cell, Place::Cell)).collect();
            cells.resize(columns, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if at == 0 {
                let numbers = |column: usize| {
                    let cells = table.rows.iter().skip(1).filter_map(|row| row.get(column)).map(|cell| plain(cell));
                    let mut cells = cells.filter(|cell| !cell.trim().is_empty()).peekable();
                    cells.peek().is_some()
                        && cells.all(|cell| cell.trim_start().starts_with(|c: char| c.is_ascii_digit()))
                };
                let marks: Vec<&str> =
                    (0..columns).map(|column| if numbers(column) { "---:" } else { ":---" }).collect();
                lines.push(format!("|{}|", marks.join("|")));
            }
        }
        lines.join("\n")
    }
}

/// The labels of the notes that some runs refer to.
fn labels(content: &[Inline]) -> Vec<String> {
    let mut found = Vec::new();
    for inline in content {
        match inline {
            Inline::Note(label) => found.push(label.clone()),
            Inline::Link { content, .. } => found.extend(labels(content)),
            _ => {}
        }
    }
    found
}

/// A text whose lines after the first are indented.
fn indented(text: &str, by: usize) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(
        first,
        |text, line| if line.is_empty() { text + "\n" } else { format!("{text}\n{}{line}", " ".repeat(by)) },
    )
}
