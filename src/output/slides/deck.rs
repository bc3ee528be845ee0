//! The slides of an issue in their order, of all that is for everyone.

use std::fmt::Write as _;

use crate::model::body::{Body, Kind};
use crate::model::chart::Drawing;
use crate::model::commentary::Commentary;
use crate::model::issue::{Issue, Part};
use crate::model::site::{IssueIndex, Site};
use crate::render::chart::Width;
use crate::render::escape;
use crate::render::exhibit::{Exhibit, drawing};
use crate::render::highlight::Highlighter;
use crate::render::html::{self, HtmlOptions, Words};
use crate::render::standpoint::Standpoint;
use crate::render::theme::Theme;
use crate::render::visual;

/// How many references a slide holds.
const REFERENCES: usize = 8;

/// What is drawn is drawn for a screen in a room, and for a phone.
const WIDTHS: [Width; 2] = [Width::Wide, Width::Narrow];

/// A slide.
#[derive(Debug, Default)]
pub(super) struct Slide {
    /// What it shows below its heading, as HTML.
    pub(super) html: String,
    pub(super) title: String,
    /// What the speaker says, paragraph by paragraph.
    pub(super) notes: Vec<String>,
    /// How it is laid out.
    pub(super) class: &'static str,
}

/// The slides of an issue, and the files of the site that they show.
#[derive(Debug, Default)]
pub(super) struct Deck {
    pub(super) title: String,
    pub(super) slides: Vec<Slide>,
    pub(super) files: Vec<String>,
}

struct Writer<'a> {
    standpoint: Standpoint<'a>,
    issue: &'a Issue,
    base: &'a str,
    words: Words,
    deck: Deck,
}

impl Deck {
    /// The deck of an issue; `base` is what comes before the addresses of the site's files.
    pub(super) fn of(site: &Site, theme: &Theme, index: IssueIndex, base: &str) -> Option<Self> {
        let issue = &site.issues[index];
        let standpoint = theme.standpoint_of(site, issue)?;
        let words = standpoint.words();
        let mut writer = Writer { standpoint, issue, base, words, deck: Self::default() };
        writer.deck.title = standpoint.strings.title_of(issue).into_owned();
        writer.write();
        Some(writer.deck)
    }
}

impl<'a> Writer<'a> {
    fn word(&self, name: &'a str) -> &'a str {
        self.standpoint.strings.get(name)
    }

    fn write(&mut self) {
        let public = self.issue.public();
        self.first();
        self.design();
        if let Some(body) = public.key_findings() {
            let title = self.word("parts.key_findings").to_owned();
            let html = self.body(body);
            self.put(Slide { title, html, class: "text", ..Slide::default() });
        }
        for finding in public.findings() {
            let said = visual::said(&self.standpoint, self.issue, finding);
            let one = |width: &Width| {
                let svg = visual::finding(&self.standpoint, self.issue, finding, *width);
                drawing(&svg, Some(*width), &said)
            };
            let html = WIDTHS.iter().map(one).collect();
            self.put(Slide { title: finding.endpoint.clone(), html, class: "result", ..Slide::default() });
        }
        if let Some(forest) = public.forest() {
            let title = self.words.chart.get("chart.findings").to_owned();
            self.exhibit(Exhibit::of(&Drawing::Forest(forest), &title, None, &self.words, &WIDTHS));
        }
        if public.has(Part::Introduction) {
            let exhibits = Exhibit::all(&self.issue.body, &self.standpoint, &self.words, self.base, &WIDTHS);
            exhibits.into_iter().for_each(|it| self.exhibit(it));
        }
        if public.has(Part::Commentary) {
            self.issue.commentary.iter().for_each(|commentary| self.commentary(commentary));
        }
        self.references();
    }

    fn put(&mut self, slide: Slide) {
        self.deck.slides.push(slide);
    }

    /// The title, and where the issue stands.
    fn first(&mut self) {
        let (issue, site) = (self.issue, self.standpoint.site);
        let column = site.column_title(issue);
        let number = self.word("issue.number").replace("{n}", &issue.number.value.to_string());
        let address = site.settings.base.whole(&site.issue_address(issue));
        let mut html = String::new();
        for (class, text) in [
            ("kicker", format!("{column} · {number}")),
            ("byline", issue.byline.clone().unwrap_or_default()),
            ("address", address),
        ] {
            line(&mut html, class, &text);
        }
        let title = self.deck.title.clone();
        let notes = issue.public().summary().map(str::to_owned).into_iter().collect();
        self.put(Slide { title, html, notes, class: "first" });
    }

    /// The study: its question, its arms, where it was published.
    fn design(&mut self) {
        let Some(trial) = &self.issue.trial else { return };
        let mut rows: Vec<(&str, String)> = Vec::new();
        rows.extend(
            trial
                .phase
                .as_ref()
                .map(|it| (self.word("trial.phase"), self.word("trial.phase_value").replace("{phase}", it))),
        );
        rows.extend(trial.registration.as_ref().map(|it| (self.word("trial.registration"), it.value.to_string())));
        let people = [("trial.planned", trial.planned), ("trial.enrolled", trial.enrolled)];
        let people: Vec<String> = people
            .iter()
            .filter_map(|(name, n)| Some(self.word(name).replace("{n}", &self.standpoint.thousands().count((*n)?))))
            .collect();
        if !people.is_empty() {
            rows.push((self.word("trial.participants"), people.join(self.word("trial.separator"))));
        }
        let arms = trial.arms.iter().map(|arm| {
            let size = arm.n.map(|n| self.word("trial.arm_size").replace("{n}", &self.standpoint.thousands().count(n)));
            [Some(arm.label.clone()), size].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        });
        let arms: Vec<String> = arms.collect();
        if let Some(paper) = &trial.publication {
            let year = paper.year.map(|year| year.to_string());
            let parts = [Some(paper.journal.clone()), year, paper.address()];
            rows.push((self.word("trial.publication"), parts.into_iter().flatten().collect::<Vec<_>>().join(" ")));
        }
        let mut html = String::new();
        line(&mut html, "lead", trial.title.as_deref().unwrap_or_default());
        html.push_str("<table><tbody>\n");
        for (name, text) in &rows {
            row(&mut html, name, std::slice::from_ref(text));
        }
        if !arms.is_empty() {
            row(&mut html, self.word("trial.arms"), &arms);
        }
        html.push_str("</tbody></table>\n");
        self.put(Slide { title: trial.name.clone(), html, class: "text", ..Slide::default() });
    }

    /// A body as HTML, with ids that stand nowhere else in the deck.
    fn body(&self, body: &Body) -> String {
        let highlighter = Highlighter::default();
        let prefix = format!("s{}-", self.deck.slides.len() + 1);
        let options = HtmlOptions {
            heading_shift: 2,
            base_path: self.base,
            id_prefix: &prefix,
            gallery: Some(&self.standpoint.site.gallery),
            ..HtmlOptions::new(&self.words, &highlighter)
        };
        let mut out = String::new();
        html::write(body, &mut out, &options);
        out
    }

    /// A chart or a figure on a slide of its own.
    fn exhibit(&mut self, exhibit: Exhibit) {
        let Exhibit { mut html, name, source, file } = exhibit;
        if let Some(source) = source {
            line(&mut html, "source", &format!("{}{source}", self.words.source));
        }
        self.deck.files.extend(file);
        self.put(Slide { title: name, html, class: "chart", ..Slide::default() });
    }

    /// A commentary: what it stresses is shown, all of it is what the speaker says.
    fn commentary(&mut self, commentary: &'a Commentary) {
        let body = &commentary.text;
        let name = self.standpoint.name_of(&commentary.expert.value);
        let stressed = body.nodes().iter().enumerate().filter(|(_, node)| matches!(node.kind, Kind::Strong));
        let mut points: Vec<String> = stressed.map(|(at, _)| body.plain_text(at..body.end_of(at))).collect();
        points.truncate(10);
        let mut html = String::new();
        line(&mut html, "byline", name);
        if points.is_empty() {
            html.push_str(&self.body(body));
        } else {
            html.push_str("<ul>\n");
            for point in &points {
                html.push_str("<li>");
                escape::text(&mut html, point);
                html.push_str("</li>\n");
            }
            html.push_str("</ul>\n");
        }
        let is_block = |kind: &Kind| matches!(kind, Kind::Paragraph | Kind::Plain | Kind::Heading { .. });
        let blocks = body.nodes().iter().enumerate().filter(|(_, node)| is_block(&node.kind));
        let notes: Vec<String> = blocks.map(|(at, _)| body.plain_text(at..body.end_of(at))).collect();
        let title = self.word("parts.commentary").to_owned();
        self.put(Slide { title, html, notes, class: "text" });
    }

    fn references(&mut self) {
        let issue = self.issue;
        let pieces = issue.references.chunks(REFERENCES).enumerate();
        for (piece, references) in pieces {
            let mut html = String::new();
            let _ = writeln!(html, "<ol start=\"{}\">", piece * REFERENCES + 1);
            for reference in references {
                let address = reference.address().map(|it| format!(" {it}")).unwrap_or_default();
                html.push_str("<li>");
                escape::text(&mut html, &format!("{}{address}", reference.citation));
                html.push_str("</li>\n");
            }
            html.push_str("</ol>\n");
            let title = self.word("parts.references").to_owned();
            self.put(Slide { title, html, class: "references", ..Slide::default() });
        }
    }
}

/// A paragraph of a class; nothing without words.
fn line(html: &mut String, class: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(html, "<p class=\"{class}\">");
        escape::text(html, text);
        html.push_str("</p>\n");
    }
}

/// A row of the table of a study.
fn row(html: &mut String, name: &str, lines: &[String]) {
    html.push_str("<tr><th scope=\"row\">");
    escape::text(html, name);
    html.push_str("</th><td>");
    for (index, line) in lines.iter().enumerate() {
        html.push_str(if index > 0 { "<br>" } else { "" });
        escape::text(html, line);
    }
    html.push_str("</td></tr>\n");
}
