//! The article: its parts in the order of the page, what is written into the fields beside it, its pictures and notes.

use std::fmt::Write as _;

use super::picture::Picture;
use super::style::{ARTICLE, COLOURS, PARAGRAPH, PART, SMALL};
use crate::diag::Diagnostic;
use crate::model::body::{Body, Kind, Target};
use crate::model::issue::{Issue, Part};
use crate::model::outlet::{Kept, Outlet};
use crate::model::person::PersonId;
use crate::model::site::{IssueIndex, Site};
use crate::render::escape;
use crate::render::html::Words;
use crate::render::outlet::{Mark, Own, Written};
use crate::render::standpoint::Standpoint;
use crate::render::theme::Theme;

/// Where a page stands: what comes before the addresses of the site's files, and before those of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) files: String,
    pub(super) own: String,
}

/// An article.
#[derive(Debug, Clone, Default)]
pub(super) struct Article {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) digest: String,
    /// What is written as 阅读原文.
    pub(super) link: String,
    /// The article itself.
    pub(super) html: String,
    /// Its parts,
    pub(super) marks: Vec<Mark>,
    /// and how many characters each has with its markup, the longest first.
    pub(super) parts: Vec<(String, usize)>,
    /// What was corrected, as it is written.
    pub(super) corrections: Vec<String>,
    pub(super) pictures: Vec<Picture>,
    /// Addresses to which no link can lead there, by their numbers from 1.
    pub(super) links: Vec<String>,
    /// Whether something stands behind the question of consent, and not here.
    pub(super) is_part: bool,
}

/// Writes an article.
pub(super) struct Writer<'a> {
    pub(super) standpoint: Standpoint<'a>,
    pub(super) issue: &'a Issue,
    pub(super) place: &'a Place,
    pub(super) words: Words,
    pub(super) out: String,
    pub(super) made: Article,
}

impl Article {
    /// The article of an issue, of all that is for everyone.
    pub(super) fn new(site: &Site, theme: &Theme, index: IssueIndex, place: &Place) -> Option<Self> {
        let issue = &site.issues[index];
        let standpoint = theme.standpoint_of(site, issue)?;
        let words = standpoint.words();
        let made = Self::default();
        let mut writer = Writer { standpoint, issue, place, words, out: String::with_capacity(16 * 1024), made };
        writer.article();
        let mut article = writer.made;
        article.html = writer.out;
        article.title = standpoint.strings.title_of(issue).into_owned();
        article.author = issue.byline.clone().unwrap_or_default();
        article.digest = issue.public().summary().unwrap_or_default().to_owned();
        article.link = site.settings.base.whole(&site.issue_address(issue));
        article.measure();
        article.is_part = Part::of(issue).into_iter().any(|part| !issue.public().has(part));
        Some(article)
    }

    /// The ends of its parts, and how long they are.
    fn measure(&mut self) {
        // Each ends where the next begins, and the last with the article.
        let end = self.html.len();
        let inner = end - END.len();
        let starts: Vec<usize> = self.marks.iter().map(|mark| mark.content.end).collect();
        for (number, mark) in self.marks.iter_mut().enumerate() {
            let next = starts.get(number + 1).copied();
            mark.content.end = next.unwrap_or(inner);
            if !mark.name.is_empty() {
                let long = self.html[starts[number]..next.unwrap_or(end)].chars().count();
                self.parts.push((mark.name.clone(), long));
            }
        }
        self.parts.sort_by_key(|(_, characters)| std::cmp::Reverse(*characters));
    }

    /// What stands in it: what the theme's own template makes of it, if it has one.
    pub(super) fn own(&self, site: &Site, theme: &Theme, index: IssueIndex) -> Option<Result<Own, Diagnostic>> {
        let issue = &*site.issues[index];
        let written = Written {
            outlet: Outlet::Wechat,
            standpoint: theme.standpoint_of(site, issue)?,
            title: &self.title,
            url: &self.link,
            issues: &[issue],
            html: &self.html,
            colours: COLOURS,
        };
        let parts = || self.marks.iter().map(|mark| mark.section(&self.html)).collect();
        // Numbers in the text lead to the notes.
        let links = self.links.iter().map(|it| (Kept::Link, it.clone()));
        let corrections = self.corrections.iter().map(|it| (Kept::Correction, it.clone()));
        written.own(theme, parts, links.chain(corrections).collect())
    }
}

/// What closes the article.
const END: &str = "</section>";

impl<'a> Writer<'a> {
    fn article(&mut self) {
        let public = self.issue.public();
        let _ = write!(self.out, "<section style=\"{ARTICLE}\">");
        self.mark("head", String::new(), self.out.len());
        self.head();
        let (findings, key_findings) = (public.findings(), public.key_findings());
        if !findings.is_empty() || key_findings.is_some() {
            self.part(Part::KeyFindings);
            findings.iter().for_each(|finding| self.finding(finding));
            self.forest();
            if let Some(body) = key_findings {
                self.body(body);
            }
        }
        if public.has(Part::Introduction) && !self.issue.body.is_empty() {
            self.part(Part::Introduction);
            self.body(&self.issue.body);
        }
        if public.has(Part::Commentary) && !self.issue.commentary.is_empty() {
            self.part(Part::Commentary);
            for commentary in &self.issue.commentary {
                self.person(&commentary.expert.value);
                self.body(&commentary.text);
            }
        }
        if public.has(Part::Quiz) && !self.issue.quiz.is_empty() {
            self.part(Part::Quiz);
            self.quiz();
        }
        self.references();
        self.credits();
        self.corrections();
        self.notes();
        self.out.push_str(END);
    }

    /// Marks where a part begins, and where what stands below its heading does.
    fn mark(&mut self, kind: &'static str, name: String, start: usize) {
        // The end comes when the article is whole; until then it holds the start.
        self.made.marks.push(Mark { kind, name, content: self.out.len()..start });
    }

    pub(super) fn word(&self, name: &'a str) -> &'a str {
        self.standpoint.strings.get(name)
    }

    pub(super) fn text(&mut self, text: &str) {
        escape::text(&mut self.out, text);
    }

    /// An element with a style and a text.
    pub(super) fn line(&mut self, style: &str, text: &str) {
        let _ = write!(self.out, "<p style=\"{style}\">");
        self.text(text);
        self.out.push_str("</p>");
    }

    /// A name in bold, and a text behind it.
    pub(super) fn named(&mut self, style: &str, name: &str, text: &str) {
        let _ = write!(self.out, "<p style=\"{style}\"><strong>");
        self.text(name);
        self.out.push_str("</strong>");
        let colon = self.word("finding.colon");
        self.text(colon);
        self.text(text);
        self.out.push_str("</p>");
    }

    /// Begins a part of the issue.
    pub(super) fn part(&mut self, part: Part) {
        let name = self.standpoint.strings.part(part);
        self.begin(part.name(), name);
    }

    pub(super) fn begin(&mut self, kind: &'static str, name: &str) {
        let start = self.out.len();
        let _ = write!(self.out, "<section style=\"{PART}\"><strong>");
        self.text(name);
        self.out.push_str("</strong></section>");
        self.mark(kind, name.to_owned(), start);
    }

    /// What stands before all parts: what became of the paper, the study, the paper itself.
    fn head(&mut self) {
        let issue = self.issue;
        if let Some(banner) = self.standpoint.strings.banner(issue) {
            let _ = write!(self.out, "<p style=\"{}\"><strong>", super::style::BOX);
            self.text(banner);
            self.out.push_str("</strong></p>");
        }
        if let Some(sponsor) = &issue.sponsor {
            let words = self.word("issue.sponsor").replace("{name}", sponsor);
            self.line(SMALL, &words);
        }
        let Some(trial) = &issue.trial else { return };
        if let Some(title) = &trial.title {
            self.line(SMALL, title);
        }
        let registration = trial.registration.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = format!("{} {registration}", trial.name);
        let word = self.word("trial.name");
        self.named(SMALL, word, name.trim());
    }

    /// Who gives an opinion.
    fn person(&mut self, id: &'a PersonId) {
        let language = self.standpoint.language();
        let known = self.standpoint.site.people.get(id);
        let title = known.and_then(|it| it.title.as_ref()).map(|it| it.get(language));
        let affiliation = known.and_then(|it| it.affiliation.as_ref()).map(|it| it.get(language));
        let about: Vec<&str> = [title, affiliation].into_iter().flatten().collect();
        let name = self.standpoint.name_of(id);
        let _ = write!(self.out, "<p style=\"{PARAGRAPH}\"><strong>");
        self.text(name);
        self.out.push_str("</strong> ");
        self.text(&about.join(" "));
        self.out.push_str("</p>");
    }

    /// The whole address that a target has for readers elsewhere; none on the page itself.
    pub(super) fn address(&self, written: &str, target: &Target) -> Option<String> {
        match target {
            Target::Outside => Some(written.to_owned()),
            Target::Inside { address, fragment } => {
                let whole = self.standpoint.permalink(address);
                Some(fragment.as_ref().map_or_else(|| whole.clone(), |it| format!("{whole}#{it}")))
            }
            Target::Here(_) | Target::Unresolved => None,
        }
    }
}

/// Whether a body is one paragraph of text, and no more.
pub(super) fn is_one_line(body: &Body) -> bool {
    let is_paragraph = body.nodes().first().is_some_and(|first| matches!(first.kind, Kind::Paragraph | Kind::Plain));
    let has_pictures = body.nodes().iter().any(|node| matches!(node.kind, Kind::Image(_)));
    is_paragraph && !has_pictures && body.end_of(0) == body.nodes().len()
}
