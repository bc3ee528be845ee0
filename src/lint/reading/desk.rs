//! What lies beside a text while it is read: the site that it belongs to, and what the house wants.
//!
//! A rule that reads one source may ask of the site only what the functions here give: all of that is in
//! [`Desk::beside`], so that what was said of a source before holds as long as nothing of it changes.

use std::collections::BTreeMap;
use std::hash::Hash;

use jiff::civil::Date;

use super::document::Source;
use super::words::Words;
use crate::model::column::Column;
use crate::model::gathered::Gathered;
use crate::model::house::{House, NumberStyle};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::placeholder::placeholders;
use crate::model::retraction::{Notice, Notices};
use crate::model::site::Site;

/// What a rule may ask besides the text. Made once, for all texts.
pub struct Desk<'a> {
    site: &'a Site,
    /// The print of what a rule may ask whatever source it reads.
    everywhere: u128,
    /// How the house wants its issues.
    pub house: &'a House,
    /// What a list of retractions says of its papers.
    pub notices: &'a Notices,
    /// Words that the house does not use, and longer ones in which they are right: which term, and whether it is right.
    pub(in crate::lint) terms: Words<(usize, bool)>,
    /// Names of journals: which one, and whether it is the name of the house.
    pub(in crate::lint) journals: Words<(usize, bool)>,
    /// Words of new files that an editor replaces.
    pub(in crate::lint) placeholders: Words<()>,
    /// The units of the house.
    pub(in crate::lint) units: Words<()>,
}

impl<'a> Desk<'a> {
    /// Lays out what the rules need.
    pub fn new(site: &'a Site, house: &'a House, notices: &'a Notices) -> Self {
        let terms = house.terms.iter().enumerate().flat_map(|(number, term)| {
            let wrong = term.avoid.iter().map(move |word| (word.as_str(), (number, false)));
            wrong.chain(term.except.iter().map(move |word| (word.as_str(), (number, true))))
        });
        let journals = house.journals.iter().enumerate().flat_map(|(number, journal)| {
            let other = journal.also.iter().map(move |name| (name.as_str(), (number, false)));
            other.chain([(journal.name.as_str(), (number, true))])
        });
        Self {
            site,
            everywhere: everywhere(site, house, notices),
            house,
            notices,
            terms: Words::new(terms),
            journals: Words::new(journals),
            placeholders: Words::new(placeholders().map(|words| (words, ()))),
            units: Words::new(house.units.names.iter().map(|name| (name.as_str(), ()))),
        }
    }

    /// The main language of the site.
    pub(in crate::lint) fn main_language(&self) -> &'a Language {
        &self.site.settings.language
    }

    /// How the house writes numbers, by language.
    pub(in crate::lint) fn numbers(&self) -> &'a BTreeMap<String, NumberStyle> {
        &self.site.settings.numbers
    }

    /// Whether the glossary of the site has an abbreviation.
    pub(in crate::lint) fn explains(&self, abbreviation: &str) -> bool {
        self.site.glossary.contains_key(abbreviation)
    }

    /// The same issue in other languages, in the order of the settings.
    pub(in crate::lint) fn translations(&self, issue: &Issue) -> Vec<&'a Issue> {
        self.site.translations(issue)
    }

    /// Whether an issue stands in another language than the site's main one, and there too.
    pub(in crate::lint) fn is_translation(&self, issue: &Issue) -> bool {
        let main = self.main_language();
        issue.language != *main && self.translations(issue).iter().any(|other| other.language == *main)
    }

    /// Whether an issue of a column is published.
    pub(in crate::lint) fn publishes(&self, column: &Column) -> bool {
        self.site.issues.iter().any(|issue| issue.column == column.slug && !issue.draft)
    }

    /// The day on which a notice is heard of.
    pub(in crate::lint) fn day_of(&self, _: &Notice) -> Date {
        self.site.today
    }

    /// A print of a source and of everything that a rule which reads it may ask besides.
    pub fn beside(&self, source: Source<'_>) -> u128 {
        let mut print = Gathered::default();
        (self.everywhere, source).hash(&mut print);
        match source {
            Source::Issue(issue) => self.translations(issue).hash(&mut print),
            Source::Column(column) => self.publishes(column).hash(&mut print),
            Source::Page(_) | Source::Person(..) | Source::Consent(_) | Source::Settings(_) => {}
        }
        print.print()
    }
}

fn everywhere(site: &Site, house: &House, notices: &Notices) -> u128 {
    let mut print = Gathered::default();
    (&site.settings.language, &site.settings.numbers, &site.glossary, house).hash(&mut print);
    if !notices.is_empty() {
        (notices, site.today).hash(&mut print);
    }
    print.print()
}
