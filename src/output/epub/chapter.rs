//! An issue as a chapter of a book.

use std::collections::BTreeSet;

use super::picture;
use crate::model::issue::{Issue, Part};
use crate::model::person::PersonId;
use crate::render::book::Piece;
use crate::render::escape;
use crate::render::html::Words;
use crate::render::metadata::Metadata;
use crate::render::standpoint::Standpoint;

/// A chapter.
pub(super) struct Chapter<'a> {
    pub(super) issue: &'a Issue,
    /// Its file in the book.
    pub(super) file: String,
    pub(super) title: String,
    pub(super) html: String,
    /// The names of its parts, with the ids that lead to them.
    pub(super) parts: Vec<(String, &'static str)>,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// Its pictures by their paths.
    pub(super) pictures: Vec<(String, Piece)>,
}

/// Writes a chapter.
pub(super) struct Writer<'a> {
    pub(super) standpoint: Standpoint<'a>,
    pub(super) issue: &'a Issue,
    pub(super) words: Words,
    pub(super) out: String,
    pub(super) pictures: Vec<(String, Piece)>,
    parts: Vec<(String, &'static str)>,
    /// Ids of the text that links can lead to.
    pub(super) ids: BTreeSet<&'a str>,
    /// How many footnotes the bodies before have.
    pub(super) notes: usize,
}

impl<'a> Chapter<'a> {
    /// What of an issue is for everyone.
    pub(super) fn new(standpoint: &Standpoint<'a>, issue: &'a Issue) -> Self {
        let words = standpoint.words();
        let ids = if issue.public().has(Part::Introduction) { issue.body.ids().collect() } else { BTreeSet::new() };
        let (out, pictures, parts) = (String::with_capacity(16 * 1024), Vec::new(), Vec::new());
        let mut writer = Writer { standpoint: *standpoint, issue, words, out, pictures, parts, ids, notes: 0 };
        let title = standpoint.strings.title_of(issue).into_owned();
        writer.chapter(&title);
        let file = format!("issue-{}-{}.xhtml", issue.number.value, fingerprint(&issue.slug));
        let authors = Metadata::new(standpoint, issue).names();
        let Writer { out, pictures, parts, .. } = writer;
        Self { issue, file, title, html: out, parts, authors, pictures }
    }
}

/// A name as every device can have it in a file's.
fn fingerprint(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let spell = |c: char| if is_plain(c) { c.to_string() } else { format!("_{:x}", u32::from(c)) };
    name.chars().map(spell).collect()
}

impl<'a> Writer<'a> {
    fn chapter(&mut self, title: &str) {
        let (issue, public) = (self.issue, self.issue.public());
        self.raw("<section epub:type=\"chapter\" role=\"doc-chapter\">\n");
        self.element("h1", title);
        self.head();
        let (findings, key_findings) = (public.findings(), public.key_findings());
        if !findings.is_empty() || key_findings.is_some() {
            self.part(Part::KeyFindings);
            findings.iter().for_each(|finding| self.finding(finding));
            self.forest();
            if let Some(body) = key_findings {
                self.tree(body, None);
            }
            self.raw("</section>\n");
        }
        if public.has(Part::Introduction) && !issue.body.is_empty() {
            self.part(Part::Introduction);
            self.tree(&issue.body, Some("text"));
            self.raw("</section>\n");
        }
        if public.has(Part::Commentary) && !issue.commentary.is_empty() {
            self.part(Part::Commentary);
            for commentary in &issue.commentary {
                self.person(&commentary.expert.value);
                self.tree(&commentary.text, None);
            }
            self.raw("</section>\n");
        }
        if public.has(Part::Quiz) && !issue.quiz.is_empty() {
            self.part(Part::Quiz);
            self.quiz();
            self.raw("</section>\n");
        }
        self.references();
        self.credits();
        self.corrections();
        self.raw("</section>\n");
    }

    /// What stands before all parts: what became of the paper, the column, the page, the study.
    fn head(&mut self) {
        let (issue, strings) = (self.issue, self.standpoint.strings);
        if let Some(banner) = strings.banner(issue) {
            self.element("p class=\"banner\"", banner);
        }
        let column = self.standpoint.site.column_title(issue).to_owned();
        let address = self.standpoint.permalink(&self.standpoint.site.issue_address(issue));
        self.raw("<p class=\"about\">");
        let number = self.word("issue.number").replace("{n}", &issue.number.value.to_string());
        self.text(&format!("{column} {number} · {} · ", issue.date));
        self.link_to(&address, &address);
        self.raw("</p>\n");
        let sponsor = issue.sponsor.as_ref().map(|name| strings.get("issue.sponsor").replace("{name}", name));
        let lines = issue.byline.iter().cloned().chain(sponsor);
        lines.for_each(|line| self.element("p class=\"about\"", &line));
        if Part::of(issue).into_iter().any(|part| !issue.public().has(part)) {
            self.element("p class=\"banner\"", strings.get("gate.withheld"));
        }
        let Some(trial) = &issue.trial else { return };
        if let Some(title) = &trial.title {
            self.element("p", title);
        }
        let registration = trial.registration.as_ref().map(|id| format!(" {id}", id = id.value)).unwrap_or_default();
        self.named(strings.get("trial.name"), &format!("{}{registration}", trial.name));
    }

    /// The forest plot of the findings, where the text has none of them itself.
    fn forest(&mut self) {
        use crate::model::chart::{Chart, ChartKind, Drawing};
        let is_of_findings = |chart: &Chart| chart.kind == ChartKind::Forest && chart.shows_findings();
        let is_there = self.issue.bodies().flat_map(|body| &body.charts).any(is_of_findings);
        if let Some(forest) = self.issue.public().forest().filter(|_| !is_there) {
            let name = self.words.chart.get("chart.findings").to_owned();
            self.raw("<figure>\n");
            self.drawing(&Drawing::Forest(forest));
            self.element("figcaption", &name);
            self.raw("</figure>\n");
        }
    }

    /// Who gives an opinion.
    fn person(&mut self, id: &'a PersonId) {
        let language = self.standpoint.language();
        let known = self.standpoint.site.people.get(id);
        let title = known.and_then(|it| it.title.as_ref()).map(|it| it.get(language));
        let affiliation = known.and_then(|it| it.affiliation.as_ref()).map(|it| it.get(language));
        let about: Vec<&str> = [title, affiliation].into_iter().flatten().collect();
        let name = self.standpoint.name_of(id);
        self.element("h3", name);
        if !about.is_empty() {
            self.element("p class=\"about\"", &about.join(" "));
        }
    }

    /// Begins a part of the issue.
    pub(super) fn part(&mut self, part: Part) {
        let name = self.standpoint.strings.part(part);
        self.parts.push((name.to_owned(), part.id()));
        self.raw(&format!("<section id=\"{}\">\n", part.id()));
        self.element("h2", name);
    }

    pub(super) fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    pub(super) fn text(&mut self, text: &str) {
        escape::xml(&mut self.out, text);
    }

    /// An element with nothing but text, on a line of its own; its tag may have attributes.
    pub(super) fn element(&mut self, tag: &str, text: &str) {
        escape::xml_element(&mut self.out, tag, text);
    }

    /// A name in bold, and a text behind it.
    pub(super) fn named(&mut self, name: &str, text: &str) {
        self.raw("<p><strong>");
        self.text(name);
        self.raw("</strong>");
        let colon = self.word("finding.colon");
        self.text(colon);
        self.text(text);
        self.raw("</p>\n");
    }

    pub(super) fn link_to(&mut self, address: &str, text: &str) {
        self.raw("<a href=\"");
        escape::url(&mut self.out, address);
        self.raw("\">");
        self.text(text);
        self.raw("</a>");
    }

    pub(super) fn word(&self, name: &'a str) -> &'a str {
        self.standpoint.strings.get(name)
    }

    /// What stands between a word and a number.
    pub(super) fn space(&self) -> &'static str {
        if matches!(self.issue.language.primary(), "zh" | "ja") { "" } else { " " }
    }

    /// A text in brackets, as the language writes them behind a word.
    pub(super) fn brackets(&self, text: &str) -> String {
        if self.space().is_empty() { format!("（{text}）") } else { format!(" ({text})") }
    }

    /// The path of a picture of the site, which the book then carries.
    pub(super) fn carry(&mut self, address: &str) -> String {
        let (path, piece) = picture(address);
        self.pictures.push((path.clone(), piece));
        path
    }
}
