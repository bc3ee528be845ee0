//! How a house writes: rules that read the text which readers see, and say what an editor would mark.
//!
//! Everything with words is read as a [`Document`]: an issue, a column, a page, a person. A rule looks at one passage,
//! at a whole document or at the whole site; what else it may ask lies on its [`Desk`]. It changes nothing, and where a
//! repair is certain it says which. To add a rule is one file here with one function, and one line in [`RULES`]; its code has a line in [`diag::code`] and its
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

pub mod desk;
pub mod passage;

mod abbreviation;
pub(crate) mod amount;
mod complete;
mod contents;
pub mod crowd;
mod difference;
mod empty_link;
mod excess;
mod figure_source;
mod fold;
mod four_fields;
mod half_width;
mod implied_p;
mod impossible;
mod journal;
mod long_title;
mod markup;
pub(crate) mod normal;
pub(crate) mod numbers;
mod off_middle;
mod outside_interval;
mod p_value;
mod percentage;
mod plain_number;
mod qualifier;
mod quotation;
pub(crate) mod reckoning;
mod reduction;
pub(crate) mod retracted;
mod spin;
mod struck;
mod summary;
pub(crate) mod table;
mod term;
mod threshold;
mod total;
mod translated;
mod two_stories;
mod unit;
mod unread_effect;
mod unsaid_level;
mod unsaid_sides;
pub(crate) mod words;

pub use desk::Desk;
use passage::{Passage, Section};

/// Every rule, in the order of its code.
pub const RULES: &[Rule] = &[
    Rule { code: code::M027, look: Look::Passage(markup::look) },
    Rule { code: code::M028, look: Look::Passage(struck::look) },
    Rule { code: code::M029, look: Look::Passage(empty_link::look) },
    Rule { code: code::M030, look: Look::Passage(half_width::look) },
    Rule { code: code::M031, look: Look::Passage(quotation::look) },
    Rule { code: code::E101, look: Look::Passage(implied_p::look) },
    Rule { code: code::E102, look: Look::Passage(outside_interval::look) },
    Rule { code: code::E103, look: Look::Passage(off_middle::look) },
    Rule { code: code::E104, look: Look::Passage(two_stories::look) },
    Rule { code: code::E105, look: Look::Passage(unsaid_sides::look) },
    Rule { code: code::E106, look: Look::Document(unsaid_level::look) },
    Rule { code: code::E107, look: Look::Document(unread_effect::look) },
    Rule { code: code::E108, look: Look::Document(impossible::look) },
    Rule { code: code::E401, look: Look::Document(summary::look) },
    Rule { code: code::E402, look: Look::Document(qualifier::look) },
    Rule { code: code::E403, look: Look::Document(spin::look) },
    Rule { code: code::E501, look: Look::Document(complete::look) },
    Rule { code: code::E502, look: Look::Document(complete::doi) },
    Rule { code: code::E503, look: Look::Document(complete::statements) },
    Rule { code: code::E504, look: Look::Document(complete::parts) },
    Rule { code: code::E505, look: Look::Document(complete::roles) },
    Rule { code: code::E506, look: Look::Document(figure_source::look) },
    Rule { code: code::E507, look: Look::Document(contents::look) },
    Rule { code: code::E201, look: Look::Document(percentage::look) },
    Rule { code: code::E202, look: Look::Document(excess::look) },
    Rule { code: code::E203, look: Look::Document(total::look) },
    Rule { code: code::E204, look: Look::Document(difference::look) },
    Rule { code: code::E205, look: Look::Document(reduction::look) },
    Rule { code: code::E206, look: Look::Document(four_fields::look) },
    Rule { code: code::E301, look: Look::Document(fold::look) },
    Rule { code: code::E601, look: Look::House(unit::look) },
    Rule { code: code::E602, look: Look::Document(abbreviation::look) },
    Rule { code: code::E603, look: Look::House(p_value::look) },
    Rule { code: code::E604, look: Look::House(plain_number::look) },
    Rule { code: code::E605, look: Look::Passage(threshold::look) },
    Rule { code: code::E606, look: Look::House(term::look) },
    Rule { code: code::E607, look: Look::House(journal::look) },
    Rule { code: code::E607, look: Look::Site(journal::look_around) },
    Rule { code: code::E608, look: Look::Document(long_title::look) },
    Rule { code: code::E701, look: Look::Document(retracted::look) },
    Rule { code: code::E704, look: Look::Document(retracted::references) },
    Rule { code: code::E801, look: Look::Document(translated::look) },
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
    /// At one passage, the same in every house.
    Passage(fn(&Passage<'_>, &mut Vec<Diagnostic>)),
    /// At one passage, as the house wants it.
    House(fn(&Passage<'_>, &Desk<'_>, &mut Vec<Diagnostic>)),
    /// At everything that stands in one source.
    Document(fn(&Document<'_>, &Desk<'_>, &mut Vec<Diagnostic>)),
    /// At what stands in several files.
    Site(fn(&Desk<'_>, &mut Vec<Diagnostic>)),
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
    /// What it is.
    pub source: Source<'a>,
    /// Its texts, fields first.
    pub passages: Vec<Passage<'a>>,
}

impl<'a> Document<'a> {
    /// Reads a source.
    pub fn new(source: Source<'a>) -> Self {
        let mut document = Self { source, passages: Vec::new() };
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
            Source::Consent(text) => document.body(&text.body, &text.source, &text.language),
        }
        document
    }

    fn issue(&mut self, issue: &'a Issue) {
        self.fields(&issue.prose, &issue.source, &issue.language);
        let mut read = |body: &'a Body, section: Section| {
            let in_yaml = section != Section::Text;
            passage::of_body(body, &issue.source, &issue.language, in_yaml, section, &mut self.passages);
        };
        issue.key_findings.iter().for_each(|body| read(body, Section::KeyFindings));
        read(&issue.body, Section::Text);
        for (number, commentary) in issue.commentary.iter().enumerate() {
            read(&commentary.text, Section::Commentary(number));
        }
        for (number, question) in issue.quiz.iter().enumerate() {
            let choices = question.choices.iter().flat_map(|it| std::iter::once(&it.text).chain(&it.feedback));
            let all = std::iter::once(&question.question).chain(choices).chain(&question.explanation);
            all.for_each(|body| read(body, Section::Quiz(number)));
        }
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
        self.passages.extend(prose.iter().filter_map(|field| passage::of_field(field, source, language)));
    }

    fn body(&mut self, body: &'a Body, source: &'a Arc<SourceText>, language: &'a Language) {
        passage::of_body(body, source, language, false, Section::Text, &mut self.passages);
    }
}

/// Reads a source by every rule that looks at one.
pub fn read(source: Source<'_>, desk: &Desk<'_>) -> Vec<Diagnostic> {
    let document = Document::new(source);
    let mut said = Vec::new();
    for rule in RULES {
        match rule.look {
            Look::Passage(look) => document.passages.iter().for_each(|passage| look(passage, &mut said)),
            Look::House(look) => document.passages.iter().for_each(|passage| look(passage, desk, &mut said)),
            Look::Document(look) => look(&document, desk, &mut said),
            Look::Site(_) => {}
        }
    }
    said
}

/// Reads what stands in several files.
pub fn read_site(desk: &Desk<'_>) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for rule in RULES {
        if let Look::Site(look) = rule.look {
            look(desk, &mut said);
        }
    }
    said
}
