//! Word files (`.docx`, ISO/IEC 29500): paragraphs, runs, tables, lists, notes and pictures, as Word shows them.
//!
//! Tracked changes are accepted, and each is said; what Word does not show, or reckons anew on every page, is left out
//! and listed. An element that is not known is read for what is in it, so that no word is lost in it.

use std::collections::{BTreeMap, BTreeSet};

use self::numbering::Numbering;
use self::package::{Package, Relationships};
use self::style::Styles;
use self::tree::Element;
use super::block::{Block, Manuscript, Picture, Question, Reason, excerpt};
use super::refusal::Refusal;
use crate::diag::{Diagnostic, code, text};

mod equation;
mod list;
mod numbering;
mod package;
mod paragraph;
mod run;
mod style;
mod symbol;
mod table;
mod tree;

/// What is known while a file is read.
struct Reader<'b> {
    package: Package<'b>,
    styles: Styles,
    numbering: Numbering,
    /// Of the part that is being read.
    relationships: Relationships,
    /// Fields that have begun and not ended.
    fields: Vec<run::Field>,
    /// Comments whose words are being read: their ids, and the words.
    commented: Vec<(String, String)>,
    /// The words that comments stand at.
    anchors: BTreeMap<String, String>,
    /// Labels of notes that there are, and of those that the text refers to.
    notes: BTreeSet<String>,
    referred: BTreeSet<String>,
    /// What stands in boxes beside the paragraph that is being read.
    boxes: Vec<Block>,
    /// The runs of paragraphs whose ends were deleted: they go on in the next.
    joined: Vec<super::block::Inline>,
    /// Pictures by their parts.
    pictures: BTreeMap<String, usize>,
    out: Manuscript,
    name: &'b str,
}

/// Reads a file of this name.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Manuscript, Refusal> {
    let mut package = Package::open(bytes)?;
    let top = package.relationships("")?;
    let main = top.values().find(|it| it.kind == "officeDocument").map_or("word/document.xml", |it| &it.target);
    let tree = package.tree(main)?.ok_or(Refusal::Empty)?;
    let body = tree.root().child("w:body").ok_or(Refusal::Empty)?;
    let relationships = package.relationships(main)?;
    let parts = |kind: &str| -> Vec<String> {
        let all = relationships.values().filter(|it| it.kind == kind && !it.is_outside);
        all.map(|it| it.target.clone()).collect()
    };
    let first = |package: &mut Package<'_>, kind: &str| match parts(kind).first() {
        Some(part) => package.tree(part),
        None => Ok(None),
    };
    let styles = first(&mut package, "styles")?.map(|tree| Styles::read(tree.root())).unwrap_or_default();
    let numbering = first(&mut package, "numbering")?.map(|tree| Numbering::read(tree.root())).unwrap_or_default();
    let comments = first(&mut package, "comments")?;
    let mut reader = Reader::new(name, package, styles, numbering);
    for (kind, element, prefix) in [("footnotes", "w:footnote", ""), ("endnotes", "w:endnote", "e")] {
        for part in parts(kind) {
            reader.notes_of(&part, element, prefix)?;
        }
    }
    reader.relationships = relationships.clone();
    reader.out.blocks = reader.blocks(body);
    for (kind, reason) in [("header", Reason::Header), ("footer", Reason::Footer)] {
        for part in parts(kind) {
            let letters = reader.package.tree(&part)?.map(|tree| tree.root().letters()).unwrap_or_default();
            reader.leave_out(reason, letters);
        }
    }
    if let Some(tree) = comments {
        reader.questions(tree.root());
    }
    reader.settle_notes();
    Ok(reader.out)
}

impl<'b> Reader<'b> {
    fn new(name: &'b str, package: Package<'b>, styles: Styles, numbering: Numbering) -> Self {
        Self {
            package,
            styles,
            numbering,
            relationships: Relationships::new(),
            fields: Vec::new(),
            commented: Vec::new(),
            anchors: BTreeMap::new(),
            notes: BTreeSet::new(),
            referred: BTreeSet::new(),
            boxes: Vec::new(),
            joined: Vec::new(),
            pictures: BTreeMap::new(),
            out: Manuscript::default(),
            name,
        }
    }

    /// Reads the notes of a part.
    fn notes_of(&mut self, part: &str, element: &str, prefix: &str) -> Result<(), Refusal> {
        let Some(tree) = self.package.tree(part)? else { return Ok(()) };
        self.relationships = self.package.relationships(part)?;
        // Lines between the text and its notes are notes, too.
        let is_note = |it: &Element<'_>| it.name() == element && matches!(it.get("w:type"), None | Some("normal"));
        for note in tree.root().children().filter(is_note) {
            let label = format!("{prefix}{}", note.get("w:id").unwrap_or_default());
            let blocks = self.blocks(note);
            self.notes.insert(label.clone());
            self.out.notes.push((label, blocks));
        }
        Ok(())
    }

    /// A note that nothing refers to stands in the text.
    fn settle_notes(&mut self) {
        let all = std::mem::take(&mut self.out.notes);
        let (kept, lone) = all.into_iter().partition(|(label, _)| self.referred.contains(label));
        self.out.notes = kept;
        let lone: Vec<(String, Vec<Block>)> = lone;
        self.out.blocks.extend(lone.into_iter().flat_map(|(_, blocks)| blocks));
    }

    /// The comments become questions.
    fn questions(&mut self, root: Element<'_>) {
        for comment in root.children().filter(|it| it.name() == "w:comment") {
            let at = self.anchors.remove(comment.get("w:id").unwrap_or_default()).unwrap_or_default();
            let by = comment.get("w:author").unwrap_or_default().to_owned();
            let paragraphs: Vec<String> = comment.children().map(Element::letters).collect();
            self.out.questions.push(Question { by, at, text: paragraphs.join(" ") });
        }
    }

    /// Notes that a text is not in the issue.
    fn leave_out(&mut self, reason: Reason, text: String) {
        if !text.trim().is_empty() {
            self.out.account.left_out.push((reason, text));
        }
    }

    /// Says that something wants a look.
    fn look(&mut self, message: crate::diag::Text, help: crate::diag::Text) {
        self.out.said.push(Diagnostic::new(code::N025, message).path(self.name).help(help));
    }

    /// A tracked change that was accepted.
    fn accepted(&mut self, is_inserted: bool, element: Element<'_>) {
        let words = excerpt(&element.letters());
        if words.is_empty() {
            return;
        }
        let by = element.get("w:author").unwrap_or("?").to_owned();
        let message = match is_inserted {
            true => text!("`{words}` was inserted by {by}, and stands in the issue", words, by),
            false => text!("`{words}` was deleted by {by}, and does not stand in the issue", words, by),
        };
        let help = text!("compare it with the manuscript: tracked changes are taken as accepted");
        self.out.said.push(Diagnostic::new(code::N024, message).path(self.name).help(help));
    }

    /// The number of a picture that a relationship leads to.
    fn picture(&mut self, id: &str, alt: &str) -> Option<usize> {
        let Some(relationship) = self.relationships.get(id).cloned() else {
            let message = text!("a picture is not in the file");
            self.look(message, text!("put it beside the issue, and show it where it stood"));
            return None;
        };
        if let Some(known) = self.pictures.get(&relationship.target) {
            return Some(*known);
        }
        let bytes =
            if relationship.is_outside { None } else { self.package.bytes(&relationship.target).ok().flatten() };
        let address = relationship.target.clone();
        self.out.pictures.push(Picture { bytes, address, alt: alt.trim().to_owned() });
        let at = self.out.pictures.len() - 1;
        self.pictures.insert(relationship.target, at);
        Some(at)
    }
}
