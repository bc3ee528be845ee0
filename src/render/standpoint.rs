//! Where a page of the site is written from: the site, the language's part of it, and the words of the language.

use super::strings::Strings;
use crate::model::language::Language;
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
        if matches!(self.language().primary(), "ar" | "fa" | "he" | "ur" | "ug" | "yi") { "rtl" } else { "ltr" }
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
