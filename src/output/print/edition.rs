//! The print edition: what was found before anything else, then the figures, what experts say, and the references.

use std::fmt::Write as _;

use super::{finding, page};
use crate::model::body::Body;
use crate::model::chart::Drawing;
use crate::model::issue::{Issue, Part};
use crate::render::chart::Width;
use crate::render::escape;
use crate::render::exhibit::Exhibit;
use crate::render::highlight::Highlighter;
use crate::render::html::{self, HtmlOptions, Words};
use crate::render::outlet::Mark;
use crate::render::standpoint::Standpoint;

/// A print edition, and the files of the site that it shows.
pub(super) struct Edition {
    pub(super) html: String,
    pub(super) files: Vec<String>,
    /// Its parts.
    pub(super) marks: Vec<Mark>,
}

struct Writer<'a> {
    standpoint: Standpoint<'a>,
    issue: &'a Issue,
    base: &'a str,
    words: Words,
    out: String,
    files: Vec<String>,
    marks: Vec<Mark>,
    bodies: usize,
}

/// The print edition of all of an issue that is for everyone.
pub(super) fn edition(standpoint: Standpoint<'_>, issue: &Issue, base: &str) -> Edition {
    let words = standpoint.words();
    let out = String::with_capacity(32 * 1024);
    let mut writer = Writer { standpoint, issue, base, words, out, files: Vec::new(), marks: Vec::new(), bodies: 0 };
    writer.write();
    Edition { html: writer.out, files: writer.files, marks: writer.marks }
}

impl<'a> Writer<'a> {
    fn word(&self, name: &'a str) -> &'a str {
        self.standpoint.strings.get(name)
    }

    fn write(&mut self) {
        let (issue, public) = (self.issue, self.issue.public());
        self.mark("head", "");
        self.head();
        self.close("");
        self.mark("verdict", "");
        for headline in public.headlines() {
            finding::verdict(&self.standpoint, headline, &mut self.out);
        }
        self.close("");
        if let Some(body) = public.key_findings() {
            self.part(Part::KeyFindings, "key");
            self.body(body);
            self.close("</section>\n");
        }
        if !public.findings().is_empty() {
            self.out.push_str("<section class=\"findings\">\n");
            self.mark("findings", "");
            for it in public.findings() {
                finding::card(&self.standpoint, issue, it, &mut self.out);
            }
            self.close("</section>\n");
        }
        self.out.push_str("<section class=\"figures\">\n");
        self.mark("figures", "");
        if let Some(forest) = public.forest() {
            let name = self.words.chart.get("chart.findings").to_owned();
            self.exhibit(Exhibit::of(&Drawing::Forest(forest), &name, None, &self.words, &[Width::Wide]));
        }
        if public.has(Part::Introduction) {
            let exhibits = Exhibit::all(&issue.body, &self.standpoint, &self.words, self.base, &[Width::Wide]);
            exhibits.into_iter().for_each(|it| self.exhibit(it));
        }
        self.close("</section>\n");
        if public.has(Part::Commentary) && !issue.commentary.is_empty() {
            self.part(Part::Commentary, "columns");
            for commentary in &issue.commentary {
                let name = self.standpoint.name_of(&commentary.expert.value);
                self.line("person", name);
                self.body(&commentary.text);
            }
            self.close("</section>\n");
        }
        self.references();
    }

    /// The column, the title, the study, and the code that leads to the issue.
    fn head(&mut self) {
        let (issue, site) = (self.issue, self.standpoint.site);
        let column = site.column_title(issue);
        let number = self.word("issue.number").replace("{n}", &issue.number.value.to_string());
        self.out.push_str("<header>\n<div>\n");
        self.line("kicker", &format!("{column} · {number}"));
        self.out.push_str("<h1>");
        escape::text(&mut self.out, &self.standpoint.strings.title_of(issue));
        self.out.push_str("</h1>\n");
        if let Some(trial) = &issue.trial {
            let registration = trial.registration.as_ref().map(|it| it.value.to_string());
            let enrolled = trial
                .enrolled
                .map(|n| self.word("trial.enrolled").replace("{n}", &self.standpoint.thousands().count(n)));
            let parts = [Some(trial.name.clone()), trial.title.clone(), enrolled, registration];
            self.line("study", &parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        }
        let date = issue.date.to_string();
        let by = [issue.byline.as_deref(), Some(date.as_str())];
        self.line("study", &by.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        self.out.push_str("</div>\n");
        let code = page::code(&self.standpoint, issue);
        self.out.push_str(&code);
        self.out.push_str("</header>\n");
    }

    /// Begins a part of the issue.
    fn part(&mut self, part: Part, class: &str) {
        let name = self.standpoint.strings.part(part);
        let _ = write!(self.out, "<section class=\"{class}\">\n<h2>");
        escape::text(&mut self.out, name);
        self.out.push_str("</h2>\n");
        self.mark(part.name(), name);
    }

    /// Begins what stands in a part, behind its heading.
    fn mark(&mut self, kind: &'static str, name: &str) {
        let at = self.out.len();
        self.marks.push(Mark { kind, name: name.to_owned(), content: at..at });
    }

    /// Ends it, and writes what closes the part.
    fn close(&mut self, tag: &str) {
        let end = self.out.len();
        self.marks.iter_mut().last().into_iter().for_each(|mark| mark.content.end = end);
        self.out.push_str(tag);
    }

    fn line(&mut self, class: &str, text: &str) {
        if !text.is_empty() {
            let _ = write!(self.out, "<p class=\"{class}\">");
            escape::text(&mut self.out, text);
            self.out.push_str("</p>\n");
        }
    }

    fn body(&mut self, body: &Body) {
        self.bodies += 1;
        let highlighter = Highlighter::default();
        let prefix = format!("p{}-", self.bodies);
        let options = HtmlOptions {
            heading_shift: 2,
            base_path: self.base,
            id_prefix: &prefix,
            gallery: Some(&self.standpoint.site.gallery),
            keeps_numbers: true,
            ..HtmlOptions::new(&self.words, &highlighter)
        };
        html::write(body, &mut self.out, &options);
    }

    /// A chart or a figure with its caption.
    fn exhibit(&mut self, exhibit: Exhibit) {
        let Exhibit { html, name, source, file } = exhibit;
        let source = source.map(|source| format!(" {}{source}", self.words.source)).unwrap_or_default();
        self.out.push_str("<figure>\n");
        self.out.push_str(&html);
        self.out.push_str("<figcaption>");
        escape::text(&mut self.out, &format!("{name}{source}"));
        self.out.push_str("</figcaption>\n</figure>\n");
        self.files.extend(file);
    }

    fn references(&mut self) {
        let issue = self.issue;
        let paper = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
        if issue.references.is_empty() && paper.is_none() {
            return;
        }
        self.part(Part::References, "references");
        if let Some(paper) = paper {
            let year = paper.year.map(|year| year.to_string());
            let parts = [Some(paper.journal.clone()), year, paper.volume.clone(), paper.pages.clone(), paper.address()];
            let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let name = self.word("references.publication");
            let colon = self.word("finding.colon");
            self.line("paper", &format!("{name}{colon}{text}"));
        }
        if !issue.references.is_empty() {
            self.out.push_str("<ol>\n");
            for reference in &issue.references {
                let address = reference.address().map(|it| format!(" {it}")).unwrap_or_default();
                self.out.push_str("<li>");
                escape::text(&mut self.out, &format!("{}{address}", reference.citation));
                self.out.push_str("</li>\n");
            }
            self.out.push_str("</ol>\n");
        }
        self.close("</section>\n");
    }
}
