//! What nodes of a body are, and what links and pictures lead to.

use serde::{Deserialize, Serialize};

use crate::diag::Span;
use crate::model::figure::{Figure, Note};

/// What a node is. Blocks first, then what stands in a line.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// The content of a tight list item: a paragraph without its tags.
    Plain,
    /// A heading. The id is unique in its body and keeps Han characters.
    Heading {
        /// 1 to 6, as written.
        level: u8,
        /// Classes given in `{.…}`: their number in [`Body::classes`](super::Body::classes) and one more, 0 for none.
        classes: u32,
        /// Its id, given or made from its text.
        id: Box<str>,
    },
    /// A block quote.
    Quote,
    /// A code block; its text is the code.
    CodeBlock {
        /// The word after the fence, if any: a language's name.
        language: Box<str>,
    },
    /// A list; ordered if it has a start.
    List {
        /// The number of the first item of an ordered list.
        start: Option<u64>,
    },
    /// An item of a list.
    Item {
        /// Whether the box of a task is ticked.
        task: Option<bool>,
        /// Its number, where it is not the one that follows.
        number: Option<u64>,
    },
    /// A table: one [`Kind::TableHead`], then rows.
    Table {
        /// One for each column.
        alignments: Box<[Alignment]>,
    },
    /// The heading row; its children are cells.
    TableHead,
    /// A row; its children are cells.
    TableRow,
    /// A cell.
    TableCell,
    /// A thematic break.
    Rule,
    /// A list of terms and their definitions.
    DefinitionList,
    /// A term.
    Term,
    /// A definition.
    Definition,
    /// The text of a footnote. All of them stand together at the end of the tape, in the order of their numbers.
    Footnote {
        /// From 1, by first reference.
        number: u32,
        /// How often the body refers to it.
        references: u32,
    },
    /// A `:::figure`; its children are the caption.
    Figure(Box<Figure>),
    /// A chart, with its number in [`Body::charts`](super::Body::charts); its children are the caption.
    Chart(u32),
    /// A `:::note`; its children are its blocks.
    Note(Box<Note>),
    /// Raw HTML between blocks; its children are tags ([`Kind::Html`]) and text.
    HtmlBlock,
    /// Text.
    Text,
    /// Code in a line.
    Code,
    /// `*…*`.
    Emphasis,
    /// `**…**`.
    Strong,
    /// `~~…~~`.
    Strikethrough,
    /// A link, with its number in [`Body::links`](super::Body::links).
    Link(u32),
    /// A picture, with its number in [`Body::images`](super::Body::images); its children are the alternative text.
    Image(u32),
    /// A line break that reads as a space.
    SoftBreak,
    /// A line break that stays.
    HardBreak,
    /// A tag of raw HTML, already reduced to what the site allows. What is opened among the children of a node
    /// is closed there.
    Html,
    /// TeX between dollar signs, left for the theme.
    Math {
        /// `$$…$$`.
        display: bool,
    },
    /// A reference to a footnote.
    FootnoteReference {
        /// The footnote's number.
        number: u32,
        /// Which of its references this is, from 1.
        reference: u32,
    },
}

impl Kind {
    /// Whether nodes of this kind hold text, or nothing, instead of other nodes.
    pub fn is_leaf(&self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Code
                | Self::CodeBlock { .. }
                | Self::Html
                | Self::Math { .. }
                | Self::SoftBreak
                | Self::HardBreak
                | Self::Rule
                | Self::FootnoteReference { .. }
        )
    }
}

/// How a table column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Alignment {
    /// As the theme likes.
    None,
    /// `:--`.
    Left,
    /// `:-:`.
    Center,
    /// `--:`.
    Right,
}

/// A link of the body.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Link {
    /// The destination as written.
    pub written: Box<str>,
    /// The title, if one was given.
    pub title: Option<Box<str>>,
    /// Its bytes in the file.
    pub span: Span,
    /// Where it leads; known after [`link`](crate::link).
    pub target: Target,
}

/// A picture of the body.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Image {
    /// The address as written.
    pub written: Box<str>,
    /// The title, if one was given.
    pub title: Option<Box<str>>,
    /// Its bytes in the file.
    pub span: Span,
    /// Where it is; known after [`link`](crate::link).
    pub target: Target,
    /// Width and height in pixels, once the file has been looked at.
    pub size: Option<(u32, u32)>,
}

/// Where a link or a picture leads.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum Target {
    /// Not looked at yet.
    #[default]
    Unresolved,
    /// Another site, or `mailto:` and the like: written as it is.
    Outside,
    /// A place of this site.
    Inside {
        /// The address from the site's own root, such as `rt-frontier/rtog1112/`, not percent-encoded.
        address: Box<str>,
        /// The fragment without `#`.
        fragment: Option<Box<str>>,
    },
    /// A place on the same page, without `#`.
    Here(Box<str>),
}
