//! Where a page of the site is written from: the site, the language's part of it, and the words of the language.

use super::html::Words;
use super::printed::Thousands;
use super::strings::{Strings, roles};
use crate::model::correction::Correction;
use crate::model::house::{NumberStyle, style_of};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::person::PersonId;
use crate::model::site::{Edition, Site};

/// What everything that is written in one language of the site knows: addresses and words.
#[derive(Clone, Copy)]
pub struct Standpoint<'a> {
    /// The site.
    pub site: &'a Site,
    /// The language's part of it.
    pub edition: &'a Edition,
    /// The interface strings of the language.
    pub strings: &'a Strings,
}

impl<'a> Standpoint<'a> {
    /// The language.
    pub fn language(&self) -> &'a Language {
        &self.edition.language
    }

    /// The direction in which the language is written.
    pub fn direction(&self) -> &'static str {
        if self.language().is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// The words that stand among those of a text, with numbers as the house writes them.
    pub fn words(&self) -> Words {
        Words::of(self.strings, self.numbers())
    }

    fn numbers(&self) -> Option<&'a NumberStyle> {
        style_of(&self.site.settings.numbers, self.language())
    }

    /// How the house writes counts.
    pub fn thousands(&self) -> Thousands {
        Thousands::of(self.numbers())
    }

    /// What somebody is called; the id where nobody knows.
    pub fn name_of<'b>(&self, id: &'b PersonId) -> &'b str
    where
        'a: 'b,
    {
        self.site.people.get(id).map_or(&*id.0, |person| person.name.get(self.language()))
    }

    /// Who worked on an issue, by what they did; what the team says of itself; conflicts of interest; who paid for it: each
    /// with its name.
    pub fn credits(&self, issue: &'a Issue) -> Vec<(&'a str, String)> {
        let with_role = |role| {
            let people = issue.credits.iter().filter(move |credit| credit.role == role);
            let names: Vec<&str> = people.map(|credit| self.name_of(&credit.person.value)).collect();
            (self.strings.role(role), names.join(self.strings.get("credits.separator")))
        };
        let people = roles(&issue.credits).into_iter().map(with_role);
        let rest = [
            ("column.team", &issue.about_team),
            ("credits.disclosures", &issue.disclosures),
            ("credits.funding", &issue.funding),
        ];
        let rest = rest.into_iter().filter_map(|(name, text)| Some((self.strings.get(name), text.clone()?)));
        people.chain(rest).collect()
    }

    /// What was corrected in an issue: the kind of each correction, and its date, what it changes and where it was announced.
    /// What it says of a part that is not for everyone is left out.
    pub fn corrections(&self, issue: &'a Issue) -> Vec<(&'a str, String)> {
        let one = |(correction, has_words): (&'a Correction, bool)| {
            let mut said: Vec<String> = vec![correction.date.to_string()];
            if has_words {
                let change = [("corrections.was", &correction.was), ("corrections.now", &correction.now)];
                let change = change.into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?)));
                said.extend(change.map(|(word, text)| format!("{} {text}", self.strings.get(word))));
                said.extend(correction.note.clone());
            }
            let notice = self.strings.get("corrections.notice");
            said.extend(correction.doi.as_ref().map(|doi| format!("{notice} {}", doi.url())));
            (self.strings.correction(correction.kind), said.join(" "))
        };
        issue.public().corrections().map(one).collect()
    }

    /// The address in pages of an address of this language.
    pub fn url(&self, address: &str) -> String {
        self.root_url(&format!("{}{address}", self.edition.prefix))
    }

    /// The address in pages of an address from the site's root.
    pub fn root_url(&self, address: &str) -> String {
        format!("{}{address}", self.site.settings.base.path())
    }

    /// The whole address of an address from the site's root.
    pub fn permalink(&self, address: &str) -> String {
        self.site.settings.base.whole(address)
    }
}
