//! What stands where in a site: its texts and the pages made of them, and whom and what a text can name.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Loaded;
use crate::model::address::{Kind, Origin, Published, of_site};
use crate::model::consent::{Scope, Texts};
use crate::model::issue::Issue;
use crate::model::site::Site;

/// What stands where in a site.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The text of each page that has one of its own: address to path.
    pub sources: BTreeMap<String, String>,
    /// Its columns in the order of their names, with their issues, newest first.
    pub columns: Vec<(String, Vec<Entry>)>,
    /// The texts of columns and pages, path to title.
    pub pages: BTreeMap<String, String>,
    /// The tags of its languages, the main one first.
    pub languages: Vec<String>,
    /// Everyone in `people.yaml`: id to name, in the main language.
    pub people: BTreeMap<String, String>,
    /// The texts that readers agree to, by their paths: whoever agreed is asked again when a byte of one is another.
    pub agreed: BTreeSet<String>,
    /// A page that stands behind the question of consent, for each language that has one: tag to address.
    pub gated: BTreeMap<String, String>,
}

/// An issue as an outline has it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its number in the column.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: String,
    /// Its day.
    pub date: Date,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether its day is still to come.
    pub is_later: bool,
    /// How many have signed it.
    pub signatures: usize,
    /// Its address.
    pub address: String,
    /// Its file.
    pub path: String,
}

impl Outline {
    pub(super) fn of(loaded: &Loaded) -> Self {
        let site = &loaded.site;
        let source = |it: Published| match it.origin {
            Origin::Place(file, _) if !matches!(it.kind, Kind::Alias { .. }) => Some((it.address, file.path.clone())),
            _ => None,
        };
        let mut columns: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
        site.issues.iter().for_each(|issue| columns.entry(&issue.column).or_default().push(entry(issue, loaded)));
        let title = |slug: &str| {
            let own = site.columns.iter().find(|it| *it.slug == *slug && it.language == site.settings.language);
            own.map_or_else(|| slug.to_owned(), |it| it.title.clone())
        };
        let of_columns = site.columns.iter().map(|it| (it.source.path.clone(), it.title.clone()));
        let of_pages = site.pages.iter().map(|it| (it.source.path.clone(), it.title.clone()));
        let main = &site.settings.language;
        Self {
            sources: of_site(site).into_iter().filter_map(source).collect(),
            columns: columns.into_iter().map(|(slug, issues)| (title(slug), issues)).collect(),
            pages: of_columns.chain(of_pages).collect(),
            languages: site.settings.languages.iter().map(ToString::to_string).collect(),
            people: site.people.iter().map(|(id, it)| (id.to_string(), it.name.get(main).to_owned())).collect(),
            agreed: agreed(site),
            gated: gated(site),
        }
    }
}

fn entry(issue: &Issue, loaded: &Loaded) -> Entry {
    Entry {
        number: issue.number.value,
        title: issue.title.clone(),
        language: issue.language.to_string(),
        date: issue.date,
        draft: issue.draft,
        is_later: issue.date > loaded.site.today,
        signatures: loaded.signatures.get(&issue.source.path).map_or(0, |it| it.all.len()),
        address: loaded.site.issue_address(issue),
        path: issue.source.path.clone(),
    }
}

fn agreed(site: &Site) -> BTreeSet<String> {
    let of_language = |texts: &Texts| {
        let all = texts.notice.iter().chain(texts.steps.values());
        all.map(|text| text.source.path.clone()).collect::<Vec<_>>()
    };
    site.consent.iter().flat_map(|consent| consent.texts.values()).flat_map(of_language).collect()
}

fn gated(site: &Site) -> BTreeMap<String, String> {
    let is_asked = |issue: &&std::sync::Arc<Issue>| site.consent.is_some() && issue.scope != Scope::Open;
    let mut all = BTreeMap::new();
    for issue in site.issues.iter().filter(is_asked) {
        all.entry(issue.language.to_string()).or_insert_with(|| site.issue_address(issue));
    }
    all
}
