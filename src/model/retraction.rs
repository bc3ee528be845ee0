//! What a list of retractions says of papers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

/// What happened to a paper. The later the graver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// What was said before holds no more.
    Reinstatement,
    /// Something in it was put right.
    Correction,
    /// Its editors doubt it.
    Concern,
    /// It was withdrawn.
    Retraction,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// What happened.
    pub nature: Nature,
    /// When.
    pub date: Option<Date>,
    /// The DOI of the notice itself, in small letters.
    pub doi: Option<String>,
    /// Why, as the list says.
    pub reason: String,
    /// The line of the list.
    pub line: u64,
}

/// The papers that a site speaks of, by DOI in small letters and by PubMed id.
#[derive(Debug, Clone, Default, Hash)]
pub struct Papers {
    /// DOIs.
    pub dois: BTreeSet<String>,
    /// PubMed ids.
    pub pmids: BTreeSet<String>,
}

/// What a list says of the papers of a site.
#[derive(Debug, Clone, Default, Hash)]
pub struct Notices {
    /// The file, for messages.
    pub path: String,
    /// By DOI in small letters.
    pub by_doi: BTreeMap<String, Vec<Notice>>,
    /// By PubMed id.
    pub by_pmid: BTreeMap<String, Vec<Notice>>,
}

impl Notices {
    /// Whether it says nothing of any.
    pub fn is_empty(&self) -> bool {
        self.by_doi.is_empty() && self.by_pmid.is_empty()
    }

    /// What stands of a paper: the gravest that no later entry has taken back.
    pub fn standing(&self, doi: Option<&str>, pmid: Option<&str>) -> Option<&Notice> {
        let by_doi = doi.and_then(|doi| self.by_doi.get(&doi.to_ascii_lowercase()));
        let by_pmid = pmid.and_then(|pmid| self.by_pmid.get(pmid));
        let all = || by_doi.into_iter().chain(by_pmid).flatten();
        let back = all().filter(|it| it.nature == Nature::Reinstatement).map(|it| it.date).max();
        // One without a day stands.
        let holds = |notice: &&Notice| back.is_none_or(|back| notice.date.is_none() || notice.date > back);
        all().filter(|it| it.nature != Nature::Reinstatement).filter(holds).max_by_key(|it| (it.nature, it.date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(nature: Nature, year: i16) -> Notice {
        Notice { nature, date: Date::new(year, 1, 1).ok(), doi: None, reason: String::new(), line: 1 }
    }

    #[test]
    fn the_gravest_stands_until_it_is_taken_back() {
        let standing = |entries: &[(Nature, i16)]| {
            let all = entries.iter().map(|(nature, year)| notice(*nature, *year)).collect();
            let notices = Notices { by_doi: [("10.1000/a".to_owned(), all)].into(), ..Notices::default() };
            notices.standing(Some("10.1000/A"), None).map(|it| it.nature)
        };
        assert_eq!(standing(&[(Nature::Retraction, 2020), (Nature::Correction, 2022)]), Some(Nature::Retraction));
        assert_eq!(standing(&[(Nature::Retraction, 2020), (Nature::Reinstatement, 2021)]), None);
        assert_eq!(standing(&[(Nature::Reinstatement, 2021), (Nature::Concern, 2022)]), Some(Nature::Concern));
        assert_eq!(standing(&[]), None);
    }
}
