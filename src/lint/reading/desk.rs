//! What lies beside a text while it is read: the site that it belongs to, and what the house wants.

use super::words::Words;
use crate::model::house::House;
use crate::model::placeholder::placeholders;
use crate::model::retraction::Notices;
use crate::model::site::Site;

/// What a rule may ask besides the text. Made once, for all texts.
pub struct Desk<'a> {
    /// The site.
    pub site: &'a Site,
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
            house,
            notices,
            terms: Words::new(terms),
            journals: Words::new(journals),
            placeholders: Words::new(placeholders().map(|words| (words, ()))),
            units: Words::new(house.units.names.iter().map(|name| (name.as_str(), ()))),
        }
    }
}
