//! What writes an article: where it is written from, what is written, and what is still to come.

use crate::model::issue::Issue;
use crate::model::person::{Person, PersonId};
use crate::model::site::{IssueIndex, Site};
use crate::render::escape;
use crate::render::html::Words;
use crate::render::metadata::Metadata;
use crate::render::standpoint::Standpoint;
use crate::render::theme::Theme;

/// The version of the tag set that an article is written by.
const VERSION: &str = "1.2";

/// Its public name.
const PUBLIC: &str = "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD with MathML3 v1.2 20190208//EN";

/// Its file, which every reader of JATS has.
const SYSTEM: &str = "JATS-archivearticle1-mathml3.dtd";

/// Writes an article.
pub(super) struct Writer<'a> {
    pub(super) standpoint: Standpoint<'a>,
    pub(super) issue: &'a Issue,
    pub(super) words: Words,
    /// What stands before the addresses of pictures.
    pub(super) files: &'a str,
    pub(super) out: String,
    /// Footnotes of all bodies, in the order of their numbers.
    pub(super) notes: Vec<String>,
    /// The files of the site that it shows.
    pub(super) shown: Vec<String>,
    /// How many tables and figures have an id.
    pub(super) ids: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(site: &'a Site, theme: &'a Theme, index: IssueIndex, files: &'a str) -> Option<Self> {
        let issue = &site.issues[index];
        let standpoint = theme.standpoint_of(site, issue)?;
        let words = standpoint.words();
        let out = String::with_capacity(16 * 1024);
        Some(Self { standpoint, issue, words, files, out, notes: Vec::new(), shown: Vec::new(), ids: 0 })
    }

    /// The article, and the files of the site that it shows.
    pub(super) fn article(mut self) -> (String, Vec<String>) {
        self.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.raw(&format!("<!DOCTYPE article PUBLIC \"{PUBLIC}\" \"{SYSTEM}\">\n"));
        self.open(&format!(
            "article article-type=\"article-commentary\" dtd-version=\"{VERSION}\" xml:lang=\"{}\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:ali=\"http://www.niso.org/schemas/ali/1.0/\"",
            self.issue.language.tag()
        ));
        self.raw("\n");
        self.front();
        self.body();
        self.back();
        self.raw("</article>\n");
        (self.out, self.shown)
    }

    pub(super) fn metadata(&self) -> Metadata<'_> {
        Metadata::new(&self.standpoint, self.issue)
    }

    pub(super) fn raw(&mut self, xml: &str) {
        self.out.push_str(xml);
    }

    /// A tag.
    pub(super) fn open(&mut self, tag: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// The tag of a table or a figure, with an id by which readers of JATS keep it.
    pub(super) fn open_with_id(&mut self, tag: &str) {
        self.ids += 1;
        self.open(&format!("{tag} id=\"{}-{}\"", tag.split(' ').next().unwrap_or(tag), self.ids));
    }

    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    pub(super) fn text(&mut self, text: &str) {
        escape::xml(&mut self.out, text);
    }

    /// An element with nothing but text; its tag may have attributes.
    pub(super) fn element(&mut self, tag: &str, text: &str) {
        self.open(tag);
        self.text(text);
        self.close(tag.split(' ').next().unwrap_or(tag));
    }

    /// The same, where there is something to say.
    pub(super) fn maybe(&mut self, tag: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.element(tag, text);
        }
    }

    /// A title in a section of its own, which stays open.
    pub(super) fn section(&mut self, kind: &str, title: &str) {
        self.open(&format!("sec sec-type=\"{kind}\""));
        self.element("title", title);
        self.raw("\n");
    }

    /// A name and what stands behind it.
    pub(super) fn named(&mut self, name: &str, text: &str) {
        let colon = self.standpoint.strings.get("finding.colon");
        self.element("p", &format!("{name}{colon}{text}"));
    }

    pub(super) fn word(&self, name: &'a str) -> &'a str {
        self.standpoint.strings.get(name)
    }

    pub(super) fn person(&self, id: &PersonId) -> Option<&'a Person> {
        self.standpoint.site.people.get(id)
    }

    /// A text in brackets, as the language writes them behind a word.
    pub(super) fn brackets(&self, text: &str) -> String {
        match self.issue.language.primary() {
            "zh" | "ja" => format!("（{text}）"),
            _ => format!(" ({text})"),
        }
    }
}

/// A text as the value of an attribute.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::new();
    escape::xml(&mut out, text);
    out
}
