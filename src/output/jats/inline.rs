//! What stands in a line: marks that open and end, tags of an editor's own HTML, formulas, pictures, links.

use super::text::{At, Line};
use super::writer::{Writer, quoted};
use crate::model::body::{Body, Image, Kind, Target};
use crate::model::picture::Role;
use crate::render::tag::{self, Tag};

/// An element that is open in a line.
pub(super) struct Open {
    /// Its tag, with which it is opened again after a break.
    tag: String,
    name: &'static str,
    /// Whether a tag of HTML has opened it, and another one is to end it.
    is_html: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn mark(&mut self, at: &mut At<'a>, name: &'static str, attributes: &str, is_html: bool) {
        let tag = format!("{name}{attributes}");
        self.open(&tag);
        at.open.push(Open { tag, name, is_html });
    }

    /// Ends what was opened in the line since there were so many.
    pub(super) fn end_marks(&mut self, at: &mut At<'a>, before: usize) {
        while at.open.len() > before {
            if let Some(open) = at.open.pop() {
                self.close(open.name);
            }
        }
    }

    /// A tag of an editor's own HTML: the level or the weight of its text, or a break.
    pub(super) fn tag(&mut self, written: &str, at: &mut At<'a>) {
        if at.line == Line::None {
            return;
        }
        let Some((tag, is_end)) = tag::read(written) else { return };
        let element = match tag {
            Tag::Raised => "sup",
            Tag::Lowered => "sub",
            Tag::Strong => "bold",
            Tag::Emphasis => "italic",
            Tag::Underlined => "underline",
            Tag::Struck => "strike",
            Tag::Spoken => return self.text(if is_end { "）" } else { "（" }),
            Tag::Break => return self.line_break(at),
            Tag::Block if is_end => return self.line_break(at),
            Tag::Cell if is_end => return self.text(" "),
            Tag::Block | Tag::Cell => return,
        };
        if !is_end {
            return self.mark(at, element, "", true);
        }
        let within = at.marks.last().copied().unwrap_or_default();
        let opened = at.open.iter().rposition(|open| open.is_html && open.name == element);
        if let Some(opened) = opened.filter(|opened| *opened >= within) {
            self.end_marks(at, opened);
        }
    }

    /// A break that stays. A paragraph of JATS has none: another one begins.
    pub(super) fn line_break(&mut self, at: &mut At<'a>) {
        match at.line {
            Line::Cell | Line::Title => self.raw("<break/>"),
            Line::Term => self.raw(" "),
            Line::None => {}
            Line::Paragraph => {
                at.open.iter().rev().for_each(|open| self.close(open.name));
                self.raw("</p>\n<p>");
                at.open.iter().for_each(|open| self.open(&open.tag));
            }
        }
    }

    pub(super) fn formula(&mut self, tex: &str, is_display: bool, at: &At<'a>) {
        let is_block = is_display && at.line == Line::Paragraph && at.open.is_empty();
        let name = if is_block { "disp-formula" } else { "inline-formula" };
        self.open(name);
        self.element("tex-math", tex);
        self.close(name);
    }

    pub(super) fn picture(&mut self, image: &Image, alt: &str) {
        match self.source(image) {
            Some(source) => {
                self.open(&format!("inline-graphic xlink:href=\"{}\"", quoted(&source)));
                self.element("alt-text", alt);
                self.close("inline-graphic");
            }
            None => self.text(&format!("［{alt}］")),
        }
    }

    /// The address of a picture, in a form that everyone reads.
    pub(super) fn source(&mut self, image: &Image) -> Option<String> {
        match &image.target {
            Target::Inside { address, .. } => {
                let picture = self.standpoint.site.gallery.get(address, Role::Figure)?;
                self.shown.push(picture.large().to_owned());
                Some(format!("{}{}", self.files, picture.large()))
            }
            Target::Outside => Some(image.written.to_string()),
            Target::Here(_) | Target::Unresolved => None,
        }
    }

    /// Begins a link, which leads to the site where it leads to a page of it.
    pub(super) fn link(&mut self, body: &'a Body, node: usize, at: &mut At<'a>) {
        let Kind::Link(number) = body.nodes()[node].kind else { return };
        let link = &body.links[number as usize];
        let own = || self.standpoint.site.issue_address(self.issue);
        let address = match &link.target {
            Target::Outside => Some(link.written.to_string()),
            Target::Inside { address, fragment } => {
                let whole = self.standpoint.permalink(address);
                Some(fragment.as_ref().map_or_else(|| whole.clone(), |it| format!("{whole}#{it}")))
            }
            Target::Here(fragment) => Some(format!("{}#{fragment}", self.standpoint.permalink(&own()))),
            Target::Unresolved => None,
        };
        if let Some(address) = address {
            let attributes = format!(" ext-link-type=\"uri\" xlink:href=\"{}\"", quoted(&address));
            self.mark(at, "ext-link", &attributes, false);
        }
    }
}
