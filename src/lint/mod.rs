//! What can be represented, but is wrong or careless: one file a rule, and one line here.
//!
//! A rule reads the whole site and changes nothing. Its code's documentation in `tests/rules/` says what it flags.

use crate::diag::Diagnostic;
use crate::model::site::Site;

mod unnamed_person;

/// Every rule, in the order of its code.
pub const RULES: &[&dyn Rule] = &[&unnamed_person::UnnamedPerson];

/// Something to look for.
pub trait Rule: Sync {
    /// Says what it found.
    fn check(&self, site: &Site, said: &mut Vec<Diagnostic>);
}

/// Runs every rule.
pub fn lint(site: &Site) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for rule in RULES {
        rule.check(site, &mut said);
    }
    said
}
