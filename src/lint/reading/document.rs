//! A document: everything with words that stands in one source, in passages.

use std::sync::Arc;

use super::passage::{Passage, Section, of_body, of_field};
use super::row::rows;
use crate::diag::SourceText;
use crate::model::body::Body;
use crate::model::column::Column;
use crate::model::consent::ConsentText;
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::page::Page;
use crate::model::person::Person;
use crate::model::prose::Prose;
use crate::model::site::{Settings, Site};
use crate::model::statistic::Synonyms;

/// Something with words, not yet read.
#[derive(Clone, Copy, Hash)]
pub enum Source<'a> {
    /// An issue.
    Issue(&'a Issue),
    /// A column.
    Column(&'a Column),
    /// A page.
    Page(&'a Page),
    /// A person.
    Person(&'a Person, &'a Language),
    /// A text that a reader agrees to.
    Consent(&'a ConsentText),
    /// The settings of the site: its name, and what it is about.
    Settings(&'a Settings),
}

impl Source<'_> {
    /// The path of the file that it stands in.
    pub fn path(&self) -> &str {
        let file = match self {
            Self::Issue(issue) => &issue.source,
            Self::Column(column) => &column.source,
            Self::Page(page) => &page.source,
            Self::Person(person, _) => &person.source,
            Self::Consent(text) => &text.source,
            Self::Settings(settings) => &settings.source,
        };
        &file.path
    }
}

/// Everything with words in a site.
pub fn sources(site: &Site) -> Vec<Source<'_>> {
    let mut all: Vec<Source<'_>> = site.issues.iter().map(|issue| Source::Issue(issue)).collect();
    all.push(Source::Settings(&site.settings));
    all.extend(site.columns.iter().map(Source::Column));
    all.extend(site.pages.iter().map(Source::Page));
    all.extend(site.people.values().map(|person| Source::Person(person, &site.settings.language)));
    for texts in site.consent.iter().flat_map(|consent| consent.texts.values()) {
        let texts = texts.notice.iter().chain(texts.steps.values()).chain(texts.others.values());
        all.extend(texts.map(Source::Consent));
    }
    all
}

/// A file, or a part of one, as its readers see it.
pub struct Document<'a> {
    /// What it is.
    pub source: Source<'a>,
    /// Its texts, fields first.
    pub passages: Vec<Passage<'a>>,
    /// What the rows of its tables state, once [`Document::read_rows`] has read them.
    pub(in crate::lint) rows: Vec<Passage<'a>>,
}

impl<'a> Document<'a> {
    /// Reads a source, with what the house calls measures of effect.
    pub fn new(source: Source<'a>, synonyms: &'a Synonyms) -> Self {
        let mut document = Self { source, passages: Vec::new(), rows: Vec::new() };
        match source {
            Source::Issue(issue) => document.issue(issue),
            Source::Column(column) => {
                document.fields(&column.prose, &column.source, &column.language);
                document.body(&column.greeting, &column.source, &column.language);
            }
            Source::Page(page) => {
                document.fields(&page.prose, &page.source, &page.language);
                document.body(&page.body, &page.source, &page.language);
            }
            Source::Person(person, language) => document.fields(&person.prose, &person.source, language),
            Source::Settings(settings) => document.fields(&settings.prose, &settings.source, &settings.language),
            Source::Consent(text) => {
                document.fields(&text.prose, &text.source, &text.language);
                document.body(&text.body, &text.source, &text.language);
            }
        }
        document.passages.iter_mut().for_each(|passage| passage.read_with(synonyms));
        document
    }

    fn issue(&mut self, issue: &'a Issue) {
        self.fields(&issue.prose, &issue.source, &issue.language);
        for (section, body) in issue.texts() {
            let in_yaml = section != Section::Text;
            of_body(body, &issue.source, &issue.language, in_yaml, section, &mut self.passages);
        }
    }

    /// Reads the rows of its tables. What a row states, its cells leave to it.
    pub(in crate::lint) fn read_rows(&mut self) {
        self.rows = rows(self);
    }

    /// Every passage that may state something of statistics: the rows of tables too.
    pub(in crate::lint) fn stating(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().chain(&self.rows)
    }

    /// The issue, if it is one.
    pub fn as_issue(&self) -> Option<&'a Issue> {
        match self.source {
            Source::Issue(issue) => Some(issue),
            _ => None,
        }
    }

    /// The passages of a section.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(move |passage| passage.section == section)
    }

    fn fields(&mut self, prose: &'a [Prose], source: &'a Arc<SourceText>, language: &'a Language) {
        self.passages.extend(prose.iter().filter_map(|field| of_field(field, source, language)));
    }

    fn body(&mut self, body: &'a Body, source: &'a Arc<SourceText>, language: &'a Language) {
        of_body(body, source, language, false, Section::Text, &mut self.passages);
    }
}
