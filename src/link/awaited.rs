//! Links to addresses at which nothing is yet while links are resolved: a file that another link publishes, or what has a
//! fingerprint in its name and is known with the theme.

use std::sync::Arc;

use super::address::{Addresses, Found};
use crate::diag::{Diagnostic, Said, SourceText, Span, code, nearest, text};
use crate::model::address::{are_twins, has_fingerprint, twin_help};

/// A link to an address at which nothing was found yet.
#[derive(Debug, Clone)]
pub struct Awaited {
    /// The address from the root.
    pub address: String,
    /// The link as it was written.
    pub(super) written: String,
    /// Its file.
    pub(super) file: Arc<SourceText>,
    /// Where it stands in it.
    pub(super) span: Span,
}

impl Awaited {
    /// What is said if nothing is there. `known` are the addresses at which there is something.
    pub fn lost<'a>(&self, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
        let help = match nearest(&self.address, known.clone()) {
            _ if known
                .clone()
                .any(|known| are_twins(known.trim_end_matches('/'), self.address.trim_end_matches('/'))) =>
            {
                twin_help()
            }
            Some(known) => text!("did you mean `/{known}`?", known),
            None => text!("a link to another issue is best written to its file: `../026-rtog1112/issue.md`"),
        };
        Diagnostic::new(code::L001, text!("nothing will stand at `{written}`", written = &self.written))
            .at(&self.file, self.span.clone())
            .help(help)
    }
}

/// Asks once more, now that every file is known; what only the theme can answer is left.
pub(super) fn settle(awaited: Vec<Awaited>, addresses: &Addresses, said: &mut Said) -> Vec<Awaited> {
    let lost = awaited.into_iter().filter(|link| addresses.find(&link.address, None) == Found::No);
    let (left, lost): (Vec<_>, Vec<_>) = lost.partition(|link| has_fingerprint(&link.address));
    said.extend(lost.iter().map(|link| link.lost(addresses.all())));
    left
}
