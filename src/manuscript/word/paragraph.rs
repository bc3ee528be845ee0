//! Blocks of Word files: paragraphs by their styles and numberings, what wraps them, and what stands in boxes beside them.

use super::list::{Item, Piece, assembled};
use super::numbering::Mark;
use super::style::Role;
use super::tree::Element;
use super::{Reader, run};
use crate::manuscript::block::{Block, Format, Heading, Inline, Paragraph, Reason, is_blank, plain};

impl Reader<'_> {
    /// The blocks in an element.
    pub(super) fn blocks(&mut self, parent: Element<'_>) -> Vec<Block> {
        let mut pieces = Vec::new();
        self.pieces(parent, &mut pieces);
        self.end_joined(&mut pieces);
        assembled(pieces)
    }

    fn pieces(&mut self, parent: Element<'_>, pieces: &mut Vec<Piece>) {
        for element in parent.children() {
            match element.name() {
                "w:p" => self.paragraph(element, pieces),
                "w:tbl" => {
                    self.end_joined(pieces);
                    let blocks = self.table(element);
                    pieces.extend(blocks.into_iter().map(Piece::Block));
                }
                "w:ins" | "w:moveTo" => {
                    self.accepted(true, element);
                    self.pieces(element, pieces);
                }
                "w:del" | "w:moveFrom" => {
                    self.accepted(false, element);
                    self.leave_out(Reason::Deleted, element.letters());
                }
                "w:sectPr" => {}
                name if name.ends_with("Pr") => {}
                // What wraps blocks, known or not, is read for what is in it.
                _ if element.below().any(|it| matches!(it.name(), "w:p" | "w:tbl")) => self.pieces(element, pieces),
                // A run or a formula that stands between paragraphs.
                _ => {
                    let mut content = Vec::new();
                    self.inline(element, Format::default(), &mut content);
                    if !is_blank(&content) {
                        pieces.push(Piece::Block(Block::Paragraph(Paragraph { content, ..Paragraph::default() })));
                    }
                }
            }
        }
    }

    /// What was joined to a paragraph that does not come is one.
    fn end_joined(&mut self, pieces: &mut Vec<Piece>) {
        let content = std::mem::take(&mut self.joined);
        if !is_blank(&content) {
            pieces.push(Piece::Block(Block::Paragraph(Paragraph { content, ..Paragraph::default() })));
        }
    }

    fn paragraph(&mut self, element: Element<'_>, pieces: &mut Vec<Piece>) {
        let properties = element.child("w:pPr");
        let style = properties.and_then(|it| it.value("w:pStyle")).unwrap_or_default();
        let role = self.styles.role(style);
        if role == Role::Contents {
            // Fields begin and end in it all the same.
            let mut unseen = Vec::new();
            self.inlines(element, Format::default(), &mut unseen);
            self.leave_out(Reason::Reckoned, plain(&unseen));
            return;
        }
        let mut content = std::mem::take(&mut self.joined);
        let marks = self.styles.marks(style);
        let is_heading = matches!(role, Role::Heading(_) | Role::Title | Role::Caption);
        let format = Format {
            // A heading or a caption is bold by being one.
            bold: marks.bold == Some(true) && !is_heading,
            italic: marks.italic == Some(true) && !is_heading,
            strike: marks.strike == Some(true),
            ..Format::default()
        };
        self.inlines(element, format, &mut content);
        run::end_of_paragraph(&mut self.fields);
        let mark = properties.and_then(|it| it.child("w:rPr"));
        if mark.is_some_and(|it| it.child("w:del").is_some() || it.child("w:moveFrom").is_some()) {
            self.joined = content;
            return;
        }
        let boxes = std::mem::take(&mut self.boxes);
        if is_blank(&content) {
            pieces.extend(boxes.into_iter().map(Piece::Block));
            return;
        }
        self.push(properties, style, role, content, pieces);
        pieces.extend(boxes.into_iter().map(Piece::Block));
    }

    /// Puts a paragraph among the others as what it is.
    fn push(
        &mut self,
        properties: Option<Element<'_>>,
        style: &str,
        role: Role,
        mut content: Vec<Inline>,
        pieces: &mut Vec<Piece>,
    ) {
        let mark = self.mark(properties, style);
        let outline = properties.and_then(|it| it.value("w:outlineLvl")?.parse::<u8>().ok()).filter(|level| *level < 9);
        let role = match (role, outline) {
            (Role::Text, Some(level)) => Role::Heading(level + 1),
            (role, _) => role,
        };
        let label = match (&mark, role) {
            (Mark::Label(label), _) => Some(label.clone()),
            (Mark::Number(number), Role::Heading(_)) => Some(format!("{number}.")),
            _ => None,
        };
        if let Some(label) = label {
            let space = if label.ends_with(['、', '）', '．', ' ']) { "" } else { " " };
            content.insert(0, Inline::Text(format!("{label}{space}"), Format::default()));
            self.out.account.added.push(label);
        }
        let alignment = properties.and_then(|it| it.value("w:jc"));
        let paragraph = Paragraph {
            is_centred: alignment == Some("center"),
            is_caption: role == Role::Caption,
            content: Vec::new(),
        };
        let level = properties.and_then(|it| it.at(&["w:numPr"])?.value("w:ilvl")?.parse().ok());
        let level = level.or(self.styles.numbering(style).map(|(_, level)| level)).unwrap_or_default();
        pieces.push(match (role, mark) {
            (Role::Title, _) => Piece::Block(Block::Heading(Heading { level: 0, content })),
            (Role::Heading(level), _) => Piece::Block(Block::Heading(Heading { level, content })),
            (_, Mark::Bullet) => Piece::Item(Item { level, number: None, content }),
            (_, Mark::Number(number)) => Piece::Item(Item { level, number: Some(number), content }),
            (Role::Quote, _) => Piece::Block(Block::Quote(vec![Block::Paragraph(Paragraph { content, ..paragraph })])),
            _ => Piece::Block(Block::Paragraph(Paragraph { content, ..paragraph })),
        });
    }

    /// What Word writes before a paragraph.
    fn mark(&mut self, properties: Option<Element<'_>>, style: &str) -> Mark {
        let own = properties.and_then(|it| it.child("w:numPr"));
        let of_style = self.styles.numbering(style);
        let id = own.and_then(|it| it.value("w:numId")).map(str::to_owned);
        let level = own.and_then(|it| it.value("w:ilvl")?.parse().ok());
        let id = id.or_else(|| of_style.as_ref().map(|(id, _)| id.clone()));
        // A numbering of 0 takes that of the style away.
        let Some(id) = id.filter(|id| id != "0") else { return Mark::Nothing };
        self.numbering.count(&id, level.or(of_style.map(|(_, level)| level)).unwrap_or_default())
    }
}
