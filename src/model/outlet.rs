//! Outlets: where else than on its own page an issue stands, as far as a site switches it on.

use std::collections::BTreeSet;

/// An outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outlet {
    /// The findings as tables for programs: JSON and CSV.
    Data,
}

impl Outlet {
    /// Every outlet with the name that editors write.
    pub const ALL: &[(&str, Self)] = &[("data", Self::Data)];

    /// The name that editors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, outlet)| *outlet == self).map_or("", |(name, _)| name)
    }
}

/// What a site says of its outlets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Outlets {
    /// Those that are made with the site.
    pub on: BTreeSet<Outlet>,
}

impl Outlets {
    /// Whether an outlet is made with the site.
    pub fn has(&self, outlet: Outlet) -> bool {
        self.on.contains(&outlet)
    }
}
