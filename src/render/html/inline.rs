//! Links, pictures, formulas, references.

use super::picture::{self, Setting};
use super::writer::Writer;
use crate::model::body::{Image, Kind, Target};
use crate::model::picture::{Picture, Role};
use crate::model::uri::Part;
use crate::render::escape;
use crate::render::escape::{write_ascii_url, write_url};

impl<'a> Writer<'a, '_> {
    pub(super) fn link(&mut self, number: u32) {
        let link = &self.body.links[number as usize];
        self.out.push_str("<a href=\"");
        self.address(&link.written, &link.target);
        self.out.push('"');
        if let Some(title) = &link.title {
            self.attribute("title", title);
        }
        let outside = match link.target {
            Target::Outside => true,
            Target::Unresolved => link.written.starts_with("http:") || link.written.starts_with("https:"),
            _ => false,
        };
        if outside && !self.options.plain {
            self.out.push_str(" rel=\"noopener\"");
        }
        self.out.push('>');
    }

    fn address(&mut self, written: &str, target: &Target) {
        match target {
            Target::Unresolved | Target::Outside if self.options.plain => {
                write_ascii_url(self.out, written, Part::Written);
            }
            Target::Unresolved | Target::Outside => write_url(self.out, written, Part::Written),
            Target::Inside { address, fragment } => {
                // A link to a picture's file leads to the largest form of it that readers have.
                let published = self.options.gallery.and_then(|all| all.get(address, Role::Figure)).map(Picture::large);
                write_url(self.out, self.options.base_path, Part::Written);
                write_url(self.out, published.unwrap_or(address), Part::Path);
                if let Some(fragment) = fragment {
                    self.out.push('#');
                    write_url(self.out, fragment, Part::Fragment);
                }
            }
            Target::Here(fragment) => {
                self.out.push('#');
                write_url(self.out, fragment, Part::Fragment);
            }
        }
    }

    /// A picture; its children are its alternative text.
    pub(super) fn image(&mut self, node: usize, number: u32) {
        let body = self.body;
        let image = &body.images[number as usize];
        self.begin_image(image);
        for it in &body.nodes()[node + 1..body.end_of(node)] {
            match it.kind {
                Kind::Text | Kind::Code | Kind::Math { .. } => escape::attribute(self.out, body.text(it)),
                Kind::SoftBreak | Kind::HardBreak => {
                    self.out.push(if self.options.plain { '\n' } else { ' ' });
                }
                _ => {}
            }
        }
        self.end_image(image);
    }

    /// `<img src="…" alt="`.
    pub(super) fn begin_image(&mut self, image: &Image) {
        if let Some((picture, setting)) = self.published(image) {
            return picture::begin(self.out, picture, setting);
        }
        self.out.push_str("<img src=\"");
        self.address(&image.written, &image.target);
        self.out.push_str("\" alt=\"");
    }

    pub(super) fn end_image(&mut self, image: &Image) {
        self.out.push('"');
        if let Some(title) = &image.title {
            self.attribute("title", title);
        }
        if self.options.plain {
            return self.out.push_str(" />");
        }
        let published = self.published(image).map(|(picture, _)| picture);
        if let Some((width, height)) = published.map(|picture| picture.size).or(image.size) {
            self.out.push_str(" width=\"");
            self.number(width);
            self.out.push_str("\" height=\"");
            self.number(height);
            self.out.push('"');
        }
        self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
        if let Some(picture) = published {
            picture::end(self.out, picture);
        }
    }

    /// A picture as it is published, and how wide it is shown.
    fn published<'p>(&self, image: &Image) -> Option<(&'p Picture, Setting<'p>)>
    where
        'a: 'p,
    {
        let gallery = self.options.gallery?;
        let Target::Inside { address, .. } = &image.target else { return None };
        let setting = Setting { base_path: self.options.base_path, sizes: &gallery.sizes };
        Some((gallery.get(address, Role::Figure)?, setting))
    }

    /// The start of the link around a figure's picture.
    pub(super) fn figure_link(&mut self, image: &Image) {
        self.out.push_str("<a class=\"figure-link\" href=\"");
        self.address(&image.written, &image.target);
        self.out.push_str("\">");
    }

    pub(super) fn math(&mut self, tex: &str, display: bool, element: &str) {
        self.out.push('<');
        self.out.push_str(element);
        self.out.push_str(if display { " class=\"math math-display\">" } else { " class=\"math math-inline\">" });
        self.text(tex);
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    /// The number of a footnote, with a link to it.
    pub(super) fn reference(&mut self, number: u32, reference: u32) {
        self.out.push_str("<sup class=\"footnote-reference\"><a href=\"#");
        escape::attribute(self.out, self.options.id_prefix);
        self.out.push_str("fn-");
        self.number(number);
        self.out.push('"');
        self.id(&reference_id(number, reference));
        self.out.push_str(" role=\"doc-noteref\" aria-label=\"");
        escape::attribute(self.out, &self.options.words.footnote);
        self.out.push(' ');
        self.number(number);
        self.out.push_str("\">");
        self.number(number);
        self.out.push_str("</a></sup>");
    }

    /// The ways back from a footnote to each place that refers to it.
    pub(super) fn write_back_links(&mut self, number: u32, references: u32) {
        for reference in 1..=references {
            self.out.push_str(" <a class=\"footnote-back\" href=\"#");
            escape::attribute(self.out, self.options.id_prefix);
            self.out.push_str(&reference_id(number, reference));
            self.out.push_str("\" role=\"doc-backlink\" aria-label=\"");
            escape::attribute(self.out, &self.options.words.footnote_back);
            self.out.push(' ');
            self.number(number);
            if reference > 1 {
                self.out.push('-');
                self.number(reference);
            }
            self.out.push_str("\">↩</a>");
        }
    }
}

fn reference_id(number: u32, reference: u32) -> String {
    if reference > 1 { format!("fnref-{number}-{reference}") } else { format!("fnref-{number}") }
}
