//! What binds chapters into a book: the package with what it says of itself, the contents, the container.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::chapter::Chapter;
use crate::model::picture::Format;
use crate::render::book::{Book, Piece};
use crate::render::escape;
use crate::render::metadata::Metadata;
use crate::render::standpoint::Standpoint;

/// The style sheet of a book.
const STYLE: &str = include_str!("style.css");

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles><rootfile full-path=\"book/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>\n</container>\n";

/// What a book is of.
pub(super) struct Volume<'v> {
    /// The page that it is of, by which it is known.
    pub(super) address: &'v str,
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    /// Whether it has the issues of a column.
    pub(super) is_series: bool,
}

impl Volume<'_> {
    pub(super) fn bind(&self, standpoint: &Standpoint<'_>, chapters: &[&Chapter<'_>]) -> Book {
        let mut book = Book::default();
        book.text("mimetype", "application/epub+zip");
        book.text("META-INF/container.xml", CONTAINER);
        book.text("book/package.opf", self.package(standpoint, chapters));
        book.text("book/nav.xhtml", self.contents(standpoint, chapters));
        book.text("book/style.css", STYLE);
        for chapter in chapters {
            book.text(&format!("book/{}", chapter.file), page(standpoint, &chapter.title, &chapter.html));
        }
        for (path, piece) in pictures(chapters) {
            book.parts.push((format!("book/{path}"), piece.clone()));
        }
        book
    }

    fn name(&self) -> String {
        self.subtitle.as_ref().map_or_else(|| self.title.clone(), |subtitle| format!("{} {subtitle}", self.title))
    }

    /// What the book says of itself, and what is in it.
    fn package(&self, standpoint: &Standpoint<'_>, chapters: &[&Chapter<'_>]) -> String {
        let language = standpoint.language().tag();
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{language}\" prefix=\"schema: http://schema.org/\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
        );
        let mut say = |tag: &str, text: &str| escape::xml_element(&mut out, tag, text);
        say("dc:identifier id=\"id\"", &standpoint.permalink(self.address));
        say("dc:title", &self.name());
        say("dc:language", language);
        say("dc:publisher", standpoint.site.settings.title.get(standpoint.language()));
        let newest = chapters.iter().map(|chapter| chapter.issue).max_by_key(|issue| issue.date);
        if let Some(newest) = newest {
            say("dc:date", &newest.date.to_string());
        }
        let changed = chapters.iter().map(|it| it.issue.updated.unwrap_or(it.issue.date)).max();
        if let Some(changed) = changed {
            say("meta property=\"dcterms:modified\"", &format!("{changed}T00:00:00Z"));
        }
        let mut authors: Vec<&str> = Vec::new();
        for name in chapters.iter().flat_map(|chapter| &chapter.authors).map(String::as_str) {
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
        authors.iter().for_each(|name| say("dc:creator", name));
        let mut tags: Vec<&str> = Vec::new();
        for tag in chapters.iter().flat_map(|chapter| &chapter.issue.tags).map(|tag| &*tag.value) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags.iter().for_each(|tag| say("dc:subject", tag));
        let papers = chapters.iter().filter_map(|it| it.issue.trial.as_ref()?.publication.as_ref()?.address());
        papers.for_each(|paper| say("dc:source", &paper));
        if let [only] = chapters
            && !self.is_series
        {
            only.issue.public().summary().into_iter().for_each(|summary| say("dc:description", summary));
            say(
                "meta property=\"belongs-to-collection\" id=\"column\"",
                Metadata::new(standpoint, only.issue).column(),
            );
            say("meta refines=\"#column\" property=\"collection-type\"", "series");
            say("meta refines=\"#column\" property=\"group-position\"", &only.issue.number.value.to_string());
        }
        accessibility(chapters, &mut say);
        out.push_str("</metadata>\n");
        manifest(&mut out, chapters);
        out.push_str("</package>\n");
        out
    }

    /// The contents: each issue with its parts.
    fn contents(&self, standpoint: &Standpoint<'_>, chapters: &[&Chapter<'_>]) -> String {
        let title = self.name();
        let mut nav = String::from("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>");
        escape::xml(&mut nav, &title);
        nav.push_str("</h1>\n<ol>\n");
        for chapter in chapters {
            let _ = write!(nav, "<li><a href=\"{}\">", chapter.file);
            escape::xml(&mut nav, &chapter.title);
            nav.push_str("</a>");
            if !chapter.parts.is_empty() {
                nav.push_str("\n<ol>\n");
                for (name, id) in &chapter.parts {
                    let _ = write!(nav, "<li><a href=\"{}#{id}\">", chapter.file);
                    escape::xml(&mut nav, name);
                    nav.push_str("</a></li>\n");
                }
                nav.push_str("</ol>\n");
            }
            nav.push_str("</li>\n");
        }
        nav.push_str("</ol>\n</nav>\n");
        page(standpoint, &title, &nav)
    }
}

/// The pictures of some chapters, each once.
fn pictures<'c>(chapters: &'c [&Chapter<'_>]) -> Vec<(&'c str, &'c Piece)> {
    let mut seen = BTreeSet::new();
    let all = chapters.iter().flat_map(|chapter| &chapter.pictures);
    all.map(|(path, piece)| (path.as_str(), piece)).filter(|(path, _)| seen.insert(*path)).collect()
}

/// Who can read it how.
fn accessibility(chapters: &[&Chapter<'_>], say: &mut impl FnMut(&str, &str)) {
    let has_pictures = chapters.iter().any(|chapter| !chapter.pictures.is_empty());
    say("meta property=\"schema:accessMode\"", "textual");
    if has_pictures {
        say("meta property=\"schema:accessMode\"", "visual");
    }
    say("meta property=\"schema:accessModeSufficient\"", "textual");
    for feature in ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"] {
        say("meta property=\"schema:accessibilityFeature\"", feature);
    }
    if has_pictures {
        say("meta property=\"schema:accessibilityFeature\"", "alternativeText");
    }
    say("meta property=\"schema:accessibilityHazard\"", "none");
}

fn manifest(out: &mut String, chapters: &[&Chapter<'_>]) {
    out.push_str("<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n");
    for (index, chapter) in chapters.iter().enumerate() {
        let _ = writeln!(out, "<item id=\"c{index}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>", chapter.file);
    }
    for (index, (path, piece)) in pictures(chapters).into_iter().enumerate() {
        let kind = match piece {
            Piece::File(address) => Format::of_name(address).map_or("image/png", Format::media_type),
            Piece::Drawn(_) | Piece::Text(_) => "image/png",
        };
        let _ = writeln!(out, "<item id=\"p{index}\" href=\"{path}\" media-type=\"{kind}\"/>");
    }
    out.push_str("</manifest>\n<spine>\n");
    // Contents that lead to one chapter would only be in its way.
    if chapters.len() > 1 {
        out.push_str("<itemref idref=\"nav\"/>\n");
    }
    for index in 0..chapters.len() {
        let _ = writeln!(out, "<itemref idref=\"c{index}\"/>");
    }
    out.push_str("</spine>\n");
}

/// A page of a book.
fn page(standpoint: &Standpoint<'_>, title: &str, content: &str) -> String {
    let (language, direction) = (standpoint.language().tag(), standpoint.direction());
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>"
    );
    escape::xml(&mut out, title);
    out.push_str("</title>\n<link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n<body>\n");
    out.push_str(content);
    out.push_str("</body>\n</html>\n");
    out
}
