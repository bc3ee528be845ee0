//! L017: a person whom nobody names.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Said, code, text};
use crate::lint::Desk;
use crate::model::person::PersonId;
use crate::model::site::Site;

/// Everyone in `people.yaml` is named somewhere.
pub(in crate::lint) fn look(site: &Site, _: &Desk<'_>, said: &mut Said) {
    // Someone whom only a draft or a later issue names is not forgotten: `link` keeps those names too.
    let named: BTreeSet<&PersonId> =
        site.editions.iter().flat_map(|edition| edition.people.keys()).chain(&site.withheld_people).collect();
    for person in site.people.values().filter(|person| !named.contains(&person.id)) {
        said.push(
            Diagnostic::new(code::L017, text!("nobody names `{id}`", id = person.id.to_string()))
                .at(&person.source, person.span.clone())
                .help(text!("name the person in a column, a credit or a commentary, or take the entry out")),
        );
    }
}
