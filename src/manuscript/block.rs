//! What every reader of manuscripts makes: a list of blocks with runs of text in them, and what did not become text.
//!
//! Never knows where it was read from, nor what an issue is.

use crate::diag::{Diagnostic, Text, text};

/// How a run is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Format {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
    pub(super) height: Height,
}

/// Where a run stands on its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Height {
    #[default]
    Line,
    Above,
    Below,
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inline {
    /// Text, set in one way.
    Text(String, Format),
    /// A line break that stays.
    Break,
    /// A link and its words.
    Link { address: String, content: Vec<Inline> },
    /// A picture, by its number in [`Manuscript::pictures`].
    Picture(usize),
    /// A mark of a footnote, by its label.
    Note(String),
    /// A formula as TeX.
    Math(String),
}

/// A piece of a manuscript between others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    List(List),
    Table(Table),
    Quote(Vec<Block>),
    /// Code, and the name of its language.
    Code(String, String),
    Rule,
    /// Markdown that stands as it is.
    Raw(String),
}

/// A heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// From 1; 0 for the title of the whole.
    pub(super) level: u8,
    pub(super) content: Vec<Inline>,
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) content: Vec<Inline>,
    pub(super) is_centred: bool,
    /// Whether its style says that it explains a picture or a table.
    pub(super) is_caption: bool,
}

/// A list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct List {
    /// The number of its first item, if it counts.
    pub(super) start: Option<u64>,
    pub(super) items: Vec<Vec<Block>>,
}

/// A table: rows of cells. The first row is its head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
    /// Whether cells of it were one over several rows or columns.
    pub(super) is_merged: bool,
}

/// A picture of a manuscript.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Picture {
    /// What is in its file; nothing where there is none.
    pub(super) bytes: Option<Vec<u8>>,
    /// Where it was said to be.
    pub(super) address: String,
    /// What it shows, in words.
    pub(super) alt: String,
}

/// A remark that somebody put beside the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) by: String,
    /// The words that it stands at.
    pub(super) at: String,
    pub(super) text: String,
}

/// Why something of a manuscript is not in the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It was deleted by a tracked change.
    Deleted,
    /// It is hidden text.
    Hidden,
    /// It stands at the top of every page.
    Header,
    /// It stands at the foot of every page.
    Footer,
    /// A program reckons it: a page number, a table of contents.
    Reckoned,
    /// It stands around the article: menus, lists of other articles.
    Around,
    /// It is a field of another program's front matter.
    FrontMatter,
}

impl Reason {
    /// What it is called.
    pub(super) fn about(self) -> Text {
        match self {
            Self::Deleted => text!("deleted by a tracked change"),
            Self::Hidden => text!("hidden text"),
            Self::Header => text!("the head of every page"),
            Self::Footer => text!("the foot of every page"),
            Self::Reckoned => text!("a page number or table of contents"),
            Self::Around => text!("around the article"),
            Self::FrontMatter => text!("another program's front matter"),
        }
    }
}

/// What happened to letters and digits that do not stand in the issue as they stood in the manuscript.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// What was left out, and why.
    pub left_out: Vec<(Reason, String)>,
    /// What became something else than text: the name of a part, a typed number of a list, the letter of an answer.
    pub became: Vec<String>,
    /// What was no text in the manuscript and is now: a number that Word counted, a sign of a symbol font.
    pub added: Vec<String>,
}

impl Account {
    /// Takes over what another one lists.
    pub(super) fn join(&mut self, other: Self) {
        self.left_out.extend(other.left_out);
        self.became.extend(other.became);
        self.added.extend(other.added);
    }

    /// Notes that one text stands now for another.
    pub(super) fn turned(&mut self, before: impl Into<String>, after: impl Into<String>) {
        self.became.push(before.into());
        self.added.push(after.into());
    }
}

/// A manuscript as it was read.
#[derive(Debug, Default)]
pub(super) struct Manuscript {
    /// Its title, where its file says so outside of the text.
    pub(super) title: Option<String>,
    pub(super) blocks: Vec<Block>,
    /// Footnotes by their labels, in their order.
    pub(super) notes: Vec<(String, Vec<Block>)>,
    pub(super) pictures: Vec<Picture>,
    pub(super) questions: Vec<Question>,
    pub(super) account: Account,
    pub(super) said: Vec<Diagnostic>,
}

/// The letters of some runs, without marks.
pub(super) fn plain(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        match inline {
            Inline::Text(text, _) => out.push_str(text),
            Inline::Break => out.push(' '),
            Inline::Link { content, .. } => out.push_str(&plain(content)),
            Inline::Math(tex) => out.push_str(tex),
            Inline::Picture(_) | Inline::Note(_) => {}
        }
    }
    out
}

/// The letters of some blocks, a line each.
pub(super) fn plain_blocks(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(heading) => lines.push(plain(&heading.content)),
            Block::Paragraph(paragraph) => lines.push(plain(&paragraph.content)),
            Block::List(list) => lines.extend(list.items.iter().map(|item| plain_blocks(item))),
            Block::Table(table) => {
                lines.extend(
                    table.rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" ")),
                );
            }
            Block::Quote(inner) => lines.push(plain_blocks(inner)),
            Block::Code(text, _) | Block::Raw(text) => lines.push(text.clone()),
            Block::Rule => {}
        }
    }
    lines.join("\n")
}

/// Whether runs are words alone: no picture, no footnote and no formula that a field could not hold.
pub(super) fn is_words(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(..) | Inline::Break => true,
        Inline::Link { content, .. } => is_words(content),
        Inline::Picture(_) | Inline::Note(_) | Inline::Math(_) => false,
    })
}

/// Whether there is nothing to see in some runs.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text, _) => text.chars().all(char::is_whitespace),
        Inline::Break => true,
        Inline::Link { content, .. } => is_blank(content),
        Inline::Picture(_) | Inline::Note(_) | Inline::Math(_) => false,
    })
}

/// The beginning of a text, to be quoted in a message.
pub(super) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 40;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// Blocks as the content of a cell: a line each.
pub(super) fn flattened(blocks: &[Block]) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks {
        let content = match block {
            Block::Heading(heading) => heading.content.clone(),
            Block::Paragraph(paragraph) => paragraph.content.clone(),
            Block::List(list) => {
                let items = list.items.iter().enumerate().map(|(at, item)| {
                    let number = list.start.map(|start| format!("{}. ", start.saturating_add(at as u64)));
                    let mark = Inline::Text(number.unwrap_or_else(|| "• ".to_owned()), Format::default());
                    std::iter::once(mark).chain(flattened(item)).collect::<Vec<_>>()
                });
                joined(items)
            }
            Block::Table(table) => joined(table.rows.iter().map(|row| {
                let cells = row.iter().filter(|cell| !cell.is_empty());
                let mut line = Vec::new();
                for cell in cells {
                    if !line.is_empty() {
                        line.push(Inline::Text(" / ".to_owned(), Format::default()));
                    }
                    line.extend(cell.iter().cloned());
                }
                line
            })),
            Block::Quote(inner) => flattened(inner),
            Block::Code(text, _) | Block::Raw(text) => vec![Inline::Text(text.clone(), Format::default())],
            Block::Rule => continue,
        };
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(content);
    }
    out
}

fn joined(lines: impl Iterator<Item = Vec<Inline>>) -> Vec<Inline> {
    let mut out = Vec::new();
    for line in lines {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(line);
    }
    out
}

/// Whether a link leads to a page or a person.
pub(super) fn is_address(target: &str) -> bool {
    let lower = target.trim().to_lowercase();
    let is_known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    is_known && !lower.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))
}
