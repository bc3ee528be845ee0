//! What stands where on this site: nothing is found at an address that is not here, and no two things share one.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Attachment;
use crate::diag::{Said, Text, text};
use crate::model::address::{Kind, Origin, Published, column, of_site};
use crate::model::body::Body;
use crate::model::gathered::Gathered;
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
    /// What is published but for the files beside the Markdown.
    published: Vec<Published>,
    /// Its print.
    print: u128,
    /// Their files, unless they were found to be in nobody's way before.
    register: Option<Register>,
}

/// Addresses of which none is in the way of another, by their prints: those of what is published, and those of the files
/// beside the Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peace {
    published: u128,
    attached: u128,
}

fn print_of(all: impl Iterator<Item = impl Hash>) -> u128 {
    let mut print = Gathered::default();
    all.for_each(|one| one.hash(&mut print));
    print.print()
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
    /// Gathers every address; what cannot be one, and whatever would share one, is reported. Where all are as they were
    /// in `peace`, that need not be looked for.
    pub(super) fn of(site: &Site, withheld: &[Arc<Issue>], peace: Option<&Peace>, said: &mut Said) -> Self {
        let published = of_site(site);
        let print = print_of(published.iter().map(|it| (&it.address, &it.kind)));
        let mut register = peace.is_none_or(|peace| peace.published != print).then(Register::default);
        let mut all = Self { print, ..Self::default() };
        for published in &published {
            if let Some(source) = text_of(site, published) {
                all.sources.insert(source.to_owned(), published.address.clone());
            }
            // Of two at one address nobody knows which ids are there.
            let is_alone = register.as_mut().is_none_or(|register| register.enter(published, said));
            let ids = if is_alone { ids_of(site, &published.kind) } else { None };
            all.taken.insert(published.address.clone(), ids);
        }
        (all.published, all.register) = (published, register);
        for issue in withheld {
            let reason = if issue.draft { text!("a draft") } else { text!("an issue of a later day") };
            all.withheld.insert(issue.source.path.clone(), reason);
        }
        all
    }

    /// Whether the same stands at the same addresses.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let Self { taken, sources, withheld, published: _, print: _, register: _ } = self;
        (taken, sources, withheld) == (&other.taken, &other.sources, &other.withheld)
    }

    /// Adds the files beside the Markdown that something leads to; those at whose address nothing was. Nothing is in
    /// anybody's way if that is so in `peace`, or if nothing is `said`.
    pub(super) fn attach(&mut self, attachments: &[Attachment], peace: Option<&Peace>, said: &mut Said) -> Vec<String> {
        if self.register.is_some() || peace.is_none_or(|peace| *peace != self.peace(attachments)) {
            let Self { published, register, .. } = self;
            let register = register.get_or_insert_with(|| Register::of(published));
            for Attachment { address, place: (file, span), .. } in attachments {
                let origin = Origin::Place(Arc::clone(file), span.clone());
                register.enter(&Published { address: address.clone(), kind: Kind::File, origin }, said);
            }
        }
        let mut added = Vec::new();
        for Attachment { address, .. } in attachments {
            if let Entry::Vacant(free) = self.taken.entry(address.clone()) {
                added.push(address.clone());
                free.insert(None);
            }
        }
        added
    }

    /// What is where, if nothing is in the way of anything.
    pub(super) fn peace(&self, attachments: &[Attachment]) -> Peace {
        Peace { published: self.print, attached: print_of(attachments.iter().map(|it| (&it.address, &it.path))) }
    }

    /// Takes such files out again.
    pub(super) fn detach(&mut self, added: &[String]) {
        added.iter().for_each(|address| drop(self.taken.remove(address)));
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
