//! An issue: one published number of a column.

use std::sync::Arc;

use jiff::civil::Date;

use super::body::{Body, Image};
use super::comment::Comments;
use super::commentary::Commentary;
use super::correction::{Correction, CorrectionKind};
use super::credit::Credit;
use super::finding::Finding;
use super::language::Language;
use super::quiz::Question;
use super::reference::Reference;
use super::trial::Trial;
use crate::diag::{SourceText, Span};

/// An issue in one language.
#[derive(Debug, Clone)]
pub struct Issue {
    /// Its column's slug.
    pub column: Arc<str>,
    /// The last part of its address.
    pub slug: String,
    /// Its language.
    pub language: Language,
    /// The file.
    pub source: Arc<SourceText>,
    /// Where the title stands in the file.
    pub title_span: Span,
    /// Its title.
    pub title: String,
    /// Its number in the column.
    pub number: u32,
    /// When it is published.
    pub date: Date,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Who it is by, as printed.
    pub byline: Option<String>,
    /// Whether it was written for this column.
    pub original: bool,
    /// Its subjects.
    pub tags: Vec<Arc<str>>,
    /// Whether it is not ready to be published.
    pub draft: bool,
    /// Old addresses that lead to it.
    pub aliases: Vec<String>,
    /// What it says in a sentence or two; made from the key findings or the body where none was written.
    pub summary: String,
    /// A picture for its head.
    pub cover: Option<Cover>,
    /// The study it reports.
    pub trial: Option<Trial>,
    /// 本文精要.
    pub key_findings: Option<Body>,
    /// The results as data.
    pub findings: Vec<Finding>,
    /// 研究简介.
    pub body: Body,
    /// 专家点评.
    pub commentary: Vec<Commentary>,
    /// Who made it.
    pub credits: Vec<Credit>,
    /// Conflicts of interest, as declared.
    pub disclosures: Option<String>,
    /// Who paid for the trial or the issue.
    pub funding: Option<String>,
    /// 学后练习.
    pub quiz: Vec<Question>,
    /// 更正, newest first.
    pub corrections: Vec<Correction>,
    /// What it refers to.
    pub references: Vec<Reference>,
    /// Comments of readers.
    pub comments: Comments,
    /// What can be counted in it.
    pub measure: TextMeasure,
}

/// A picture for the head of an issue.
#[derive(Debug, Clone)]
pub struct Cover {
    /// The picture.
    pub image: Image,
    /// What it shows.
    pub alt: String,
    /// Where it comes from.
    pub source: Option<String>,
}

/// How long a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextMeasure {
    /// Han characters and words of other scripts.
    pub words: u32,
    /// Minutes to read it, at least one.
    pub minutes: u32,
}

impl Issue {
    /// Its address in its language, with `/` at its end: `rt-frontier/rtog1112/`.
    pub fn address(&self) -> String {
        format!("{}/{}/", self.column, self.slug)
    }

    /// Whether the covered paper or the issue was withdrawn.
    pub fn is_retracted(&self) -> bool {
        self.corrections
            .iter()
            .any(|correction| correction.kind == CorrectionKind::Retraction)
    }

    /// Every body in it, in the order of the page.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.key_findings
            .iter()
            .chain(std::iter::once(&self.body))
            .chain(self.commentary.iter().map(|commentary| &commentary.text))
            .chain(self.quiz.iter().flat_map(|question| {
                std::iter::once(&question.question)
                    .chain(question.choices.iter().map(|choice| &choice.text))
                    .chain(question.explanation.iter())
            }))
    }

    /// The same, to be changed.
    pub fn bodies_mut(&mut self) -> impl Iterator<Item = &mut Body> {
        self.key_findings
            .iter_mut()
            .chain(std::iter::once(&mut self.body))
            .chain(
                self.commentary
                    .iter_mut()
                    .map(|commentary| &mut commentary.text),
            )
            .chain(self.quiz.iter_mut().flat_map(|question| {
                std::iter::once(&mut question.question)
                    .chain(question.choices.iter_mut().map(|choice| &mut choice.text))
                    .chain(question.explanation.iter_mut())
            }))
    }
}
