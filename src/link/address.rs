//! What stands where on this site: nothing is found at an address that is not here, and no two things share one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Attachment;
use crate::diag::{Said, Text, text};
use crate::model::address::{Kind, Origin, Published, column, of_site};
use crate::model::body::Body;
use crate::model::issue::{Issue, Part};
use crate::model::site::Site;

mod clash;
mod register;

use register::Register;

/// Every address that the site will have, and the source file of each that has one.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// Address -> the ids on its page, where they are known: `None` for lists, whose ids are the theme's.
    taken: BTreeMap<String, Option<BTreeSet<Box<str>>>>,
    /// Source path -> its address.
    sources: BTreeMap<String, String>,
    /// Sources of issues that are not published now, with the reason.
    withheld: BTreeMap<String, Text>,
    register: Register,
}

/// What is known of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It is there.
    Yes,
    /// The page is there, the fragment is not.
    NoFragment,
    /// Nothing is there.
    No,
}

impl Addresses {
    /// Gathers every address; what cannot be one, and whatever would share one, is reported.
    pub(super) fn of(site: &Site, withheld: &[Issue], said: &mut Said) -> Self {
        let mut all = Self::default();
        for published in of_site(site) {
            if let Some(source) = text_of(site, &published) {
                all.sources.insert(source.to_owned(), published.address.clone());
            }
            let ids = ids_of(site, &published.kind);
            // Of two at one address nobody knows which ids are there.
            let ids = if all.register.enter(&published, said) { ids } else { None };
            all.taken.insert(published.address, ids);
        }
        for issue in withheld {
            let reason = if issue.draft { text!("a draft") } else { text!("an issue of a later day") };
            all.withheld.insert(issue.source.path.clone(), reason);
        }
        all
    }

    /// Adds the files beside the Markdown that something leads to.
    pub(super) fn attach(&mut self, attachments: &[Attachment], said: &mut Said) {
        for Attachment { address, place: (file, span), .. } in attachments {
            let origin = Origin::Place(Arc::clone(file), span.clone());
            self.register.enter(&Published { address: address.clone(), kind: Kind::File, origin }, said);
            self.taken.entry(address.clone()).or_insert(None);
        }
    }

    /// The address of a source file.
    pub(super) fn of_source(&self, path: &str) -> Option<&str> {
        self.sources.get(path).map(String::as_str)
    }

    /// Every source file, for suggestions.
    pub(super) fn all_sources(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// Why an issue's file is not published now.
    pub(super) fn withheld(&self, path: &str) -> Option<&Text> {
        self.withheld.get(path)
    }

    /// Whether an address, and a place on it, will be there.
    pub(super) fn find(&self, address: &str, fragment: Option<&str>) -> Found {
        let Some(ids) = self.taken.get(address) else { return Found::No };
        match (fragment, ids) {
            (Some(fragment), Some(ids)) if !fragment.is_empty() && !ids.contains(fragment) => Found::NoFragment,
            _ => Found::Yes,
        }
    }

    /// The ids of the page at an address, for suggestions.
    pub(super) fn ids(&self, address: &str) -> impl Iterator<Item = &str> {
        self.taken.get(address).and_then(Option::as_ref).into_iter().flatten().map(|id| &**id)
    }

    /// Every address, for suggestions.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> + Clone {
        self.taken.keys().map(String::as_str)
    }
}

/// The source of which something is the page. A column that is not written in a language is shown there in the main
/// one, whose own page is elsewhere.
fn text_of<'a>(site: &'a Site, published: &Published) -> Option<&'a str> {
    let source = match published.kind {
        Kind::Issue(index) => &site.issues[index].source,
        Kind::Page(index) => &site.pages[index].source,
        Kind::Column(index) => {
            let text = &site.columns[index];
            let own = format!("{}{}", site.prefix(&text.language), column(&text.slug));
            return (own == published.address).then_some(&text.source.path);
        }
        _ => return None,
    };
    Some(&source.path)
}

/// Ids that links may name on a page: those of its body, and of an issue the parts that it has.
fn ids_of(site: &Site, kind: &Kind) -> Option<BTreeSet<Box<str>>> {
    let of = |body: &Body| body.ids().map(Into::into).collect::<BTreeSet<Box<str>>>();
    match kind {
        Kind::Page(index) => Some(of(&site.pages[*index].body)),
        Kind::Issue(index) => {
            let issue = &site.issues[*index];
            let mut ids = of(&issue.body);
            ids.extend(Part::of(issue).into_iter().map(|part| part.id().into()));
            Some(ids)
        }
        _ => None,
    }
}
