//! Which pages were made, by the print of all that they were made of: what the last publication left of them is taken
//! over, and they are not made again.

use serde::{Deserialize, Serialize};

use super::known::{Known, Live};
use crate::io::cache::Cache;
use crate::io::publish::Print;
use crate::model::consent::Scope;
use crate::render::theme::TEMPLATES;

/// The kind of things in the cache.
const KIND: &str = "pages";

/// Scopes by their numbers.
const SCOPES: [Scope; 3] = [Scope::Open, Scope::Body, Scope::Page];

/// A page that was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::pipeline) struct Page {
    /// Its address.
    pub(in crate::pipeline) address: String,
    template: String,
    scope: u8,
    /// What is in it.
    pub(in crate::pipeline) print: Print,
    /// The keys of the drawings that are in it.
    pictures: Vec<u128>,
}

impl Page {
    /// A page as it was made now.
    pub(in crate::pipeline) fn new(address: &str, template: &str, scope: Scope, html: &[u8]) -> Self {
        let scope = SCOPES.iter().position(|it| *it == scope).unwrap_or_default() as u8;
        Self { template: template.to_owned(), scope, ..Self::plain(address, html) }
    }

    /// A text that no template makes.
    pub(in crate::pipeline) fn plain(address: &str, content: &[u8]) -> Self {
        let print = Print::of(content);
        Self { address: address.to_owned(), template: String::new(), scope: 0, print, pictures: Vec::new() }
    }

    /// The same with drawings that are kept under such names.
    pub(in crate::pipeline) fn with_pictures(self, names: impl IntoIterator<Item = String>) -> Self {
        let pictures = names.into_iter().filter_map(|name| u128::from_str_radix(&name, 16).ok()).collect();
        Self { pictures, ..self }
    }

    /// The names under which drawings are kept that are in it.
    pub(in crate::pipeline) fn pictures(&self) -> impl Iterator<Item = String> {
        self.pictures.iter().map(|key| format!("{key:032x}"))
    }

    /// Its template, and how much of it stands behind the question of consent; nothing for what no template made.
    pub(in crate::pipeline) fn kind(&self) -> Option<(&'static str, Scope)> {
        let template = TEMPLATES.iter().find(|name| **name == self.template)?;
        Some((template, *SCOPES.get(usize::from(self.scope))?))
    }
}

/// Pages that are known, by the print of what they are made of.
pub(in crate::pipeline) struct Printed<'a>(Known<'a, Vec<Page>>);

impl<'a> Printed<'a> {
    /// What earlier runs kept.
    pub(in crate::pipeline) fn new(live: &'a Live<Vec<Page>>, cache: impl Fn(&str) -> Cache) -> Self {
        Self(Known::new(live, cache, KIND))
    }

    /// The pages and texts that are made of what has this print.
    pub(in crate::pipeline) fn of(&self, print: u128) -> Option<&[Page]> {
        self.0.get(print).map(Vec::as_slice)
    }

    /// Says that they were taken over.
    pub(in crate::pipeline) fn uses(&self, print: u128) {
        self.0.uses(print);
    }

    /// Learns of a page.
    pub(in crate::pipeline) fn add(&self, print: u128, page: Page) {
        self.0.add(print, |pages| pages.push(page));
    }

    /// Keeps what is known now.
    pub(in crate::pipeline) fn keep(self) {
        self.0.keep();
    }
}
