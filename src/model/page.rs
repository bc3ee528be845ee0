//! Pages that are not issues: a handbook, 关于我们.

use std::sync::Arc;

use super::body::Body;
use super::consent::Scope;
use super::language::Language;
use super::prose::Prose;
use crate::diag::{At, SourceText};

/// The most pages that a menu lists: each is named on every page of the site, and no reader looks through more.
pub const MENU: usize = 50;

/// A page.
#[derive(Debug, Clone, Hash)]
pub struct Page {
    /// Its address in its language, with `/` at its end: `handbook/start/`.
    pub address: String,
    /// The folder that it belongs to, empty at the top.
    pub section: String,
    /// Whether it opens its folder (`index.md`).
    pub is_index: bool,
    /// Its language.
    pub language: Language,
    /// The file.
    pub source: Arc<SourceText>,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// Its place among its neighbours, low first.
    pub order: i64,
    /// Old addresses that lead to it.
    pub aliases: Vec<At<String>>,
    /// What its editor says of how much stands behind the question of consent.
    pub asks: Option<At<Scope>>,
    /// How much does: everything or nothing. Set when the site is put together.
    pub scope: Scope,
    /// What it says.
    pub body: Body,
    /// Its words outside the body.
    pub prose: Vec<Prose>,
}

impl Page {
    /// Whether menus list it: it stands at the top, or opens its folder.
    pub fn is_in_menus(&self) -> bool {
        self.section.is_empty() || self.is_index
    }
}
