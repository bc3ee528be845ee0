//! The article: its parts in the order of the page, what is written into the fields beside it, its pictures and notes.

use std::fmt::Write as _;

use super::style::{ARTICLE, PARAGRAPH, PART, PICTURE, SMALL};
use crate::model::body::{Body, Image, Kind, Target};
use crate::model::chart::{Chart, ChartKind, Drawing};
use crate::model::issue::{Issue, Part};
use crate::model::person::PersonId;
use crate::model::picture::{Format, Role};
use crate::model::quiz::Question;
use crate::model::site::{IssueIndex, Site};
use crate::render::chart::plate::Plate;
use crate::render::escape;
use crate::render::html::Words;
use crate::render::standpoint::Standpoint;
use crate::render::theme::Theme;

/// How wide a picture is asked for: twice the width at which WeChat shows it on most phones.
const WIDTH: u32 = 1170;

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
    /// Its parts, with the bytes of the HTML at which each begins.
    pub(super) parts: Vec<(String, usize)>,
    pub(super) pictures: Vec<Picture>,
    /// Addresses to which no link can lead there, by their numbers from 1.
    pub(super) links: Vec<String>,
    /// Whether something stands behind the question of consent, and not here.
    pub(super) is_part: bool,
}

/// A picture of the article.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    pub(super) alt: String,
    pub(super) source: Source,
}

/// Where a picture comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// It is drawn of data.
    Drawn(Box<Plate>),
    /// A file of the site, by its address.
    File(String),
    /// WeChat does not take it.
    Unfit,
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
        let edition = site.editions.iter().find(|edition| edition.language == issue.language)?;
        let standpoint = theme.standpoint(site, edition)?;
        let style = site.settings.numbers.get(issue.language.primary());
        let words = Words::of(standpoint.strings, style);
        let made = Self::default();
        let mut writer = Writer { standpoint, issue, place, words, out: String::with_capacity(16 * 1024), made };
        writer.article();
        let mut article = writer.made;
        article.html = writer.out;
        article.title = standpoint.strings.title_of(issue).into_owned();
        article.author = issue.byline.clone().unwrap_or_default();
        article.digest = issue.public().summary().unwrap_or_default().to_owned();
        article.link = site.settings.base.whole(&site.issue_address(issue));
        article.is_part = Part::of(issue).into_iter().any(|part| !issue.public().has(part));
        Some(article)
    }
}

impl<'a> Writer<'a> {
    fn article(&mut self) {
        let public = self.issue.public();
        let _ = write!(self.out, "<section style=\"{ARTICLE}\">");
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
        self.out.push_str("</section>");
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
    fn named(&mut self, style: &str, name: &str, text: &str) {
        let _ = write!(self.out, "<p style=\"{style}\"><strong>");
        self.text(name);
        self.out.push_str("</strong>");
        let colon = self.word("finding.colon");
        self.text(colon);
        self.text(text);
        self.out.push_str("</p>");
    }

    /// Begins a part of the issue.
    fn part(&mut self, part: Part) {
        let name = self.standpoint.strings.get(match part {
            Part::KeyFindings => "parts.key_findings",
            Part::Introduction => "parts.introduction",
            Part::Commentary => "parts.commentary",
            Part::Quiz => "parts.quiz",
            Part::References => "parts.references",
            Part::Credits => "parts.credits",
            Part::Corrections => "parts.corrections",
            Part::Comments => "parts.comments",
        });
        self.begin(name);
    }

    fn begin(&mut self, name: &str) {
        self.made.parts.push((name.to_owned(), self.out.len()));
        let _ = write!(self.out, "<section style=\"{PART}\"><strong>");
        self.text(name);
        self.out.push_str("</strong></section>");
    }

    /// What stands before all parts: what became of the paper, the study, the paper itself.
    fn head(&mut self) {
        let issue = self.issue;
        let banner = match (issue.is_retracted(), issue.is_in_doubt()) {
            (true, _) => Some("issue.retracted_banner"),
            (_, true) => Some("issue.concern_banner"),
            _ => None,
        };
        if let Some(banner) = banner {
            let _ = write!(self.out, "<p style=\"{}\"><strong>", super::style::BOX);
            let words = self.word(banner);
            self.text(words);
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

    /// The forest plot of the findings, where the text has none of them itself.
    fn forest(&mut self) {
        let is_of_findings = |chart: &Chart| chart.kind == ChartKind::Forest && chart.shows_findings();
        let is_there = self.issue.bodies().flat_map(|body| &body.charts).any(is_of_findings);
        if let Some(forest) = self.issue.public().forest().filter(|_| !is_there) {
            let name = self.words.chart.get("chart.findings").to_owned();
            self.plate(&Drawing::Forest(forest), &name);
        }
    }

    /// A drawing as a picture.
    pub(super) fn plate(&mut self, drawing: &Drawing, name: &str) {
        let plate = Plate::new(drawing, &self.words.chart);
        let source = plate.name();
        self.made.pictures.push(Picture { alt: name.to_owned(), source: Source::Drawn(Box::new(plate)) });
        self.image(&source, name);
    }

    /// A picture on a line of its own.
    fn image(&mut self, source: &str, alt: &str) {
        let _ = write!(self.out, "<p style=\"{PARAGRAPH}\">");
        self.img(source, alt);
        self.out.push_str("</p>");
    }

    fn img(&mut self, source: &str, alt: &str) {
        let _ = write!(self.out, "<img style=\"{PICTURE}\" src=\"");
        escape::url(&mut self.out, source);
        self.out.push_str("\" alt=\"");
        escape::attribute(&mut self.out, alt);
        self.out.push_str("\">");
    }

    /// A figure; what WeChat does not take is named where it belongs.
    pub(super) fn picture(&mut self, image: &Image, alt: &str) {
        match self.source(image, alt) {
            Some(source) => self.image(&source, alt),
            None => self.line(SMALL, &format!("［{alt}］")),
        }
    }

    /// The same among text.
    pub(super) fn inline_picture(&mut self, image: &Image, alt: &str) {
        match self.source(image, alt) {
            Some(source) => self.img(&source, alt),
            None => self.text(&format!("［{alt}］")),
        }
    }

    /// The address of a picture in a form that WeChat takes, which goes with the article.
    fn source(&mut self, image: &Image, alt: &str) -> Option<String> {
        let gallery = &self.standpoint.site.gallery;
        let file = match &image.target {
            Target::Inside { address, .. } => gallery.get(address, Role::Figure).map(|picture| {
                let fitting = picture.fallback.iter().rev().find(|it| it.width <= WIDTH);
                fitting.map_or_else(|| picture.plain().to_owned(), |it| it.address.clone())
            }),
            _ => None,
        };
        let is_taken = |it: &String| matches!(Format::of_name(it), Some(Format::Png | Format::Jpeg | Format::Gif));
        let file = file.filter(is_taken);
        let source = file.as_ref().map(|file| format!("{}{file}", self.place.files));
        let from = file.map_or(Source::Unfit, Source::File);
        self.made.pictures.push(Picture { alt: alt.to_owned(), source: from });
        source
    }

    fn name_of(&self, id: &'a PersonId) -> &'a str {
        let site = self.standpoint.site;
        site.people.get(id).map_or(&*id.0, |person| person.name.get(self.standpoint.language()))
    }

    /// Who gives an opinion.
    fn person(&mut self, id: &'a PersonId) {
        let language = self.standpoint.language();
        let known = self.standpoint.site.people.get(id);
        let title = known.and_then(|it| it.title.as_ref()).map(|it| it.get(language));
        let affiliation = known.and_then(|it| it.affiliation.as_ref()).map(|it| it.get(language));
        let about: Vec<&str> = [title, affiliation].into_iter().flatten().collect();
        let name = self.name_of(id);
        let _ = write!(self.out, "<p style=\"{PARAGRAPH}\"><strong>");
        self.text(name);
        self.out.push_str("</strong> ");
        self.text(&about.join(" "));
        self.out.push_str("</p>");
    }

    /// The questions with their choices, and behind all of them the answers.
    fn quiz(&mut self) {
        let number = |number: usize, word: &str| word.replace("{n}", &number.to_string());
        for (index, question) in self.issue.quiz.iter().enumerate() {
            let name = number(index + 1, self.word("quiz.question"));
            self.lead(&name, &question.question);
            for (choice, letter) in question.choices.iter().zip('A'..='Z') {
                self.lead(&format!("{letter}."), &choice.text);
            }
        }
        let _ = write!(self.out, "<section style=\"{}\">", super::style::BOX);
        for (index, question) in self.issue.quiz.iter().enumerate() {
            let name = number(index + 1, self.word("quiz.question"));
            let answer =
                self.word("quiz.answer").replace("{answer}", &answer(question, self.word("credits.separator")));
            self.line(PARAGRAPH, &format!("{name} {answer}"));
            for (choice, letter) in question.choices.iter().zip('A'..='Z') {
                if let Some(feedback) = &choice.feedback {
                    self.lead(&format!("{letter}."), feedback);
                }
            }
            if let Some(explanation) = &question.explanation {
                self.body(explanation);
            }
        }
        self.out.push_str("</section>");
    }

    fn references(&mut self) {
        let issue = self.issue;
        let paper = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
        let address = paper.and_then(|paper| paper.address());
        if issue.references.is_empty() && address.is_none() {
            return;
        }
        self.part(Part::References);
        if let Some((paper, address)) = paper.zip(address) {
            let year = paper.year.map(|year| year.to_string());
            let parts = [Some(paper.journal.clone()), year, paper.volume.clone(), paper.pages.clone(), Some(address)];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let word = self.word("references.publication");
            self.named(SMALL, word, &parts.join(" "));
        }
        for (index, reference) in issue.references.iter().enumerate() {
            let address = reference.address().map(|it| format!(" {it}")).unwrap_or_default();
            self.line(SMALL, &format!("[{}] {}{address}", index + 1, reference.citation));
        }
    }

    fn credits(&mut self) {
        let issue = self.issue;
        if issue.credits.is_empty() && issue.disclosures.is_none() && issue.funding.is_none() {
            return;
        }
        self.part(Part::Credits);
        let mut roles: Vec<_> = issue.credits.iter().map(|credit| credit.role).collect();
        roles.dedup();
        for role in roles {
            let people = issue.credits.iter().filter(|credit| credit.role == role);
            let names: Vec<&str> = people.map(|credit| self.name_of(&credit.person.value)).collect();
            let names = names.join(self.word("credits.separator"));
            let word = self.standpoint.strings.get(match role.name() {
                "interpretation" => "roles.interpretation",
                "review" => "roles.review",
                "correspondent" => "roles.correspondent",
                "translation" => "roles.translation",
                "editing" => "roles.editing",
                _ => "roles.compilation",
            });
            self.named(SMALL, word, &names);
        }
        for (name, text) in [("credits.disclosures", &issue.disclosures), ("credits.funding", &issue.funding)] {
            if let Some(text) = text {
                let word = self.word(name);
                self.named(SMALL, word, text);
            }
        }
    }

    fn corrections(&mut self) {
        let public = self.issue.public();
        if public.corrections().next().is_none() {
            return;
        }
        self.part(Part::Corrections);
        for (correction, has_words) in public.corrections() {
            let kind = match correction.kind.name() {
                "clarification" => "corrections.clarification",
                "concern" => "corrections.concern",
                "retraction" => "corrections.retraction",
                _ => "corrections.correction",
            };
            let mut said: Vec<String> = vec![correction.date.to_string()];
            if has_words {
                let change = [("corrections.was", &correction.was), ("corrections.now", &correction.now)];
                let change = change.into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?)));
                said.extend(change.map(|(word, text)| format!("{} {text}", self.word(word))));
                said.extend(correction.note.clone());
            }
            said.extend(
                correction.doi.as_ref().map(|doi| format!("{} {}", self.word("corrections.notice"), doi.url())),
            );
            let word = self.word(kind);
            self.named(SMALL, word, &said.join(" "));
        }
    }

    /// What the links of the text lead to: none of them can be followed there.
    fn notes(&mut self) {
        if self.made.links.is_empty() {
            return;
        }
        let name = self.word("share.links");
        self.begin(name);
        for (index, link) in self.made.links.clone().iter().enumerate() {
            self.line(SMALL, &format!("〔{}〕{link}", index + 1));
        }
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

/// The letters of the right choices.
fn answer(question: &Question, separator: &str) -> String {
    let letters = question.choices.iter().zip('A'..='Z').filter(|(choice, _)| choice.right);
    letters.map(|(_, letter)| letter.to_string()).collect::<Vec<_>>().join(separator)
}

/// Whether a body is one paragraph of text, and no more.
pub(super) fn is_one_line(body: &Body) -> bool {
    let is_paragraph = body.nodes().first().is_some_and(|first| matches!(first.kind, Kind::Paragraph | Kind::Plain));
    let has_pictures = body.nodes().iter().any(|node| matches!(node.kind, Kind::Image(_)));
    is_paragraph && !has_pictures && body.end_of(0) == body.nodes().len()
}
