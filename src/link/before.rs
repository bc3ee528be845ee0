//! What is remembered of the last time that a site was put together: an issue that was read as it was, in surroundings
//! that are as they were, is linked as it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Assets;
use super::address::{Addresses, Peace};
use super::target::{Found, Resolver};
use crate::model::consent::Scope;
use crate::model::issue::Issue;
use crate::model::site::BaseUrl;

/// What is remembered; nothing by default.
#[derive(Default)]
pub struct Before {
    lasts: bool,
    around: Option<(Around, Assets)>,
    /// Addresses of which none was in the way of another.
    pub peace: Option<Peace>,
    /// By the place in memory of the issue as it was read, which is held here, so that no other can stand there.
    issues: BTreeMap<usize, Linked>,
    /// Where nothing is remembered: the addresses of now.
    addresses: Addresses,
}

/// All that decides what becomes of an issue when it is linked, but for the issue and the files beside the Markdown.
pub(super) struct Around {
    pub(super) addresses: Addresses,
    /// Files that could not be read at all.
    pub(super) unreadable: Vec<String>,
    pub(super) base: BaseUrl,
    /// Pixels that a picture may have.
    pub(super) pixels: u64,
    /// What stands behind the question of consent where an issue says nothing of it, if anything is asked.
    pub(super) scope: Option<Scope>,
}

impl Around {
    fn is_as(&self, other: &Self) -> bool {
        let Self { addresses, unreadable, base, pixels, scope } = self;
        (unreadable, base, pixels, scope) == (&other.unreadable, &other.base, &other.pixels, &other.scope)
            && addresses.is_as(&other.addresses)
    }
}

/// An issue that was linked.
struct Linked {
    /// As it was read.
    read: Arc<Issue>,
    linked: Arc<Issue>,
    found: Found,
}

impl Before {
    /// What a program that goes on remembers.
    pub fn lasting() -> Self {
        Self { lasts: true, ..Self::default() }
    }

    /// Links issues.
    pub(super) fn resolve(&mut self, issues: &mut [Arc<Issue>], resolver: &mut Resolver<'_>) {
        if !self.lasts {
            return issues.iter_mut().for_each(|issue| resolver.issue(Arc::make_mut(issue)));
        }
        let (around, assets) = resolver.around();
        let is_same = self.around.as_ref().is_some_and(|before| before.0.is_as(around) && before.1 == *assets);
        let mut before = std::mem::take(&mut self.issues);
        for issue in issues {
            let place = Arc::as_ptr(issue).addr();
            let linked = before.remove(&place).filter(|_| is_same).unwrap_or_else(|| {
                let mut own = Resolver::new(around, assets);
                let mut linked = Arc::clone(issue);
                own.issue(Arc::make_mut(&mut linked));
                Linked { read: Arc::clone(issue), linked, found: own.into_found() }
            });
            debug_assert!(Arc::ptr_eq(&linked.read, issue), "it is held, so that no other can stand in its place");
            resolver.add(&linked.found);
            *issue = Arc::clone(&linked.linked);
            self.issues.insert(place, linked);
        }
    }

    /// Remembers the surroundings, and gives their addresses.
    pub(super) fn keep(&mut self, around: Around, assets: &Assets) -> &mut Addresses {
        if !self.lasts {
            self.addresses = around.addresses;
            return &mut self.addresses;
        }
        // Files that are as they were need not be copied.
        let assets = match self.around.take() {
            Some((_, before)) if before == *assets => before,
            _ => assets.clone(),
        };
        &mut self.around.insert((around, assets)).0.addresses
    }
}
