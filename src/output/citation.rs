//! How to cite each issue: RIS for reference managers, BibTeX for LaTeX.

use rayon::prelude::*;

use super::{Artifact, Content, Output, Sink};
use crate::model::address::{BIBTEX, RIS};
use crate::model::site::Site;
use crate::render::gate::Gate;
use crate::render::metadata::Metadata;
use crate::render::theme::Theme;

/// Citations.
pub(super) struct Citation;

impl Output for Citation {
    fn name(&self) -> &'static str {
        "citations"
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        for edition in &site.editions {
            let Some(standpoint) = theme.standpoint(site, edition) else { continue };
            edition.issues.par_iter().map(|index| &site.issues[*index]).for_each(|issue| {
                let metadata = Metadata::new(&standpoint, issue);
                let key = metadata.print();
                if sink.keeps(key) {
                    return;
                }
                for (name, text) in [(RIS, metadata.ris()), (BIBTEX, metadata.bibtex())] {
                    let address = format!("{}{name}", site.issue_address(issue));
                    sink.put(Artifact { address, content: Content::Text { text, key } });
                }
            });
        }
    }
}
