//! How a house writes: rules that read the text which readers see, and say what an editor would mark.
//!
//! Everything with words is read as a [`Document`]: an issue, a column, a page, a person. A rule looks at one passage,
//! at a whole document or at the whole site; it changes nothing, and where a repair is certain it says which. To add a
//! rule is one file here with one function, and one line in [`RULES`]; its code has a line in [`diag::code`] and its
//! documentation, whose examples are its tests, in `tests/rules/`.
//!
//! [`diag::code`]: crate::diag::code

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, SourceText, code};
use crate::model::body::Body;
use crate::model::column::Column;
use crate::model::consent::ConsentText;
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::page::Page;
use crate::model::person::Person;
use crate::model::prose::Prose;
use crate::model::site::Site;

pub mod passage;

mod empty_link;
mod half_width;
mod markup;
mod quotation;
mod struck;

use passage::Passage;

/// Every rule, in the order of its code.
pub const RULES: &[Rule] = &[
    Rule { code: code::M027, look: Look::Passage(markup::look) },
    Rule { code: code::M028, look: Look::Passage(struck::look) },
    Rule { code: code::M029, look: Look::Passage(empty_link::look) },
    Rule { code: code::M030, look: Look::Passage(half_width::look) },
    Rule { code: code::M031, look: Look::Passage(quotation::look) },
];

/// Something to look for.
pub struct Rule {
    /// What it says.
    pub code: Code,
    /// Where it looks.
    pub look: Look,
}

/// Where a rule looks.
pub enum Look {
    /// At one passage.
    Passage(fn(&Passage<'_>, &mut Vec<Diagnostic>)),
}

/// Something with words, not yet read.
#[derive(Clone, Copy)]
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
}

/// Everything with words in a site.
pub fn sources(site: &Site) -> Vec<Source<'_>> {
    let mut all: Vec<Source<'_>> = site.issues.iter().map(Source::Issue).collect();
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
    /// Its texts, fields first.
    pub passages: Vec<Passage<'a>>,
}

impl<'a> Document<'a> {
    /// Reads a source.
    pub fn new(source: Source<'a>) -> Self {
        let mut document = Self { passages: Vec::new() };
        match source {
            Source::Issue(issue) => {
                document.fields(&issue.prose, &issue.source, &issue.language);
                for body in issue.bodies() {
                    let in_yaml = !std::ptr::eq(body, &issue.body);
                    passage::of_body(body, &issue.source, &issue.language, in_yaml, &mut document.passages);
                }
            }
            Source::Column(column) => {
                document.fields(&column.prose, &column.source, &column.language);
                document.body(&column.greeting, &column.source, &column.language);
            }
            Source::Page(page) => {
                document.fields(&page.prose, &page.source, &page.language);
                document.body(&page.body, &page.source, &page.language);
            }
            Source::Person(person, language) => document.fields(&person.prose, &person.source, language),
            Source::Consent(text) => document.body(&text.body, &text.source, &text.language),
        }
        document
    }

    fn fields(&mut self, prose: &'a [Prose], source: &'a Arc<SourceText>, language: &'a Language) {
        self.passages.extend(prose.iter().filter_map(|field| passage::of_field(field, source, language)));
    }

    fn body(&mut self, body: &'a Body, source: &'a Arc<SourceText>, language: &'a Language) {
        passage::of_body(body, source, language, false, &mut self.passages);
    }
}

/// Reads a source by every rule that looks at one.
pub fn read(source: Source<'_>) -> Vec<Diagnostic> {
    let document = Document::new(source);
    let mut said = Vec::new();
    for rule in RULES {
        match rule.look {
            Look::Passage(look) => document.passages.iter().for_each(|passage| look(passage, &mut said)),
        }
    }
    said
}
