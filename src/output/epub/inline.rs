//! What stands in a line: tags of an editor's own HTML, pictures, links.

use super::chapter::Writer;
use super::text::At;
use crate::model::body::{Body, Image, Kind, Target};
use crate::model::picture::Role;
use crate::render::escape;
use crate::render::tag::{self, Tag};

/// An element that is open in a line.
pub(super) struct Open {
    name: &'static str,
    /// Whether a tag of HTML has opened it, and another one is to end it.
    is_html: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn mark(&mut self, at: &mut At<'a>, name: &'static str, is_html: bool) {
        self.raw(&format!("<{name}>"));
        at.open.push(Open { name, is_html });
    }

    /// Ends what was opened in the line since there were so many.
    pub(super) fn end_marks(&mut self, at: &mut At<'a>, before: usize) {
        while at.open.len() > before {
            if let Some(open) = at.open.pop() {
                self.raw(&format!("</{}>", open.name));
            }
        }
    }

    /// A tag of an editor's own HTML: the level or the weight of its text, or a break.
    pub(super) fn tag(&mut self, written: &str, at: &mut At<'a>) {
        let Some((tag, is_end)) = tag::read(written) else { return };
        let element = match tag {
            Tag::Raised => "sup",
            Tag::Lowered => "sub",
            Tag::Strong => "strong",
            Tag::Emphasis => "em",
            Tag::Underlined => "u",
            Tag::Struck => "del",
            Tag::Spoken => return self.text(if is_end { "）" } else { "（" }),
            Tag::Break => return self.raw("<br/>"),
            Tag::Block if is_end && at.is_in_html => return self.raw("<br/>"),
            Tag::Cell if is_end => return self.raw(" "),
            Tag::Block | Tag::Cell => return,
        };
        if !is_end {
            return self.mark(at, element, true);
        }
        let within = at.marks.last().copied().unwrap_or_default();
        let opened = at.open.iter().rposition(|open| open.is_html && open.name == element);
        if let Some(opened) = opened.filter(|opened| *opened >= within) {
            self.end_marks(at, opened);
        }
    }

    pub(super) fn image(&mut self, image: &Image, alt: &str) {
        match self.source(image) {
            Some(path) => self.img(&path, alt),
            None => self.text(&format!("［{alt}］")),
        }
    }

    pub(super) fn img(&mut self, path: &str, alt: &str) {
        self.raw(&format!("<img src=\"{path}\" alt=\""));
        escape::xml(&mut self.out, alt);
        self.raw("\"/>");
    }

    /// The path of a picture in the book. A book carries none of other sites.
    pub(super) fn source(&mut self, image: &Image) -> Option<String> {
        let Target::Inside { address, .. } = &image.target else { return None };
        let picture = self.standpoint.site.gallery.get(address, Role::Figure)?;
        let file = picture.plain().to_owned();
        Some(self.carry(&file))
    }

    /// Begins a link: to a place of the chapter, where it is there, else to the site.
    pub(super) fn link(&mut self, body: &'a Body, node: usize, at: &mut At<'a>) {
        let Kind::Link(number) = body.nodes()[node].kind else { return };
        let link = &body.links[number as usize];
        let page = || self.standpoint.permalink(&self.standpoint.site.issue_address(self.issue));
        let address = match &link.target {
            Target::Outside => link.written.to_string(),
            Target::Inside { address, fragment } => {
                let whole = self.standpoint.permalink(address);
                fragment.as_ref().map_or_else(|| whole.clone(), |it| format!("{whole}#{it}"))
            }
            Target::Here(id) if self.ids.contains(&**id) => format!("#{}", id_of(id)),
            Target::Here(id) => format!("{}#{id}", page()),
            Target::Unresolved => return,
        };
        self.raw("<a href=\"");
        escape::url(&mut self.out, &address);
        self.raw("\">");
        at.open.push(Open { name: "a", is_html: false });
    }
}

/// An id of a text as XML can hold it.
pub(super) fn id_of(id: &str) -> String {
    let spell = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("_{:x}", u32::from(c)) };
    format!("text-{}", id.chars().map(spell).collect::<String>())
}
