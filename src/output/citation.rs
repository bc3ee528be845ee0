//! How to cite each issue: RIS for reference managers, BibTeX for LaTeX.

use super::{Artifact, Content, Output, Sink};
use crate::model::site::Site;
use crate::render::highlight::Highlighter;
use crate::render::metadata::Metadata;
use crate::render::theme::Theme;
use crate::render::view::Builder;

/// Citations.
pub(super) struct Citation;

impl Output for Citation {
    fn name(&self) -> &'static str {
        "citations"
    }

    fn emit(&self, site: &Site, theme: &Theme, sink: &dyn Sink) {
        let highlighter = Highlighter::default();
        for edition in &site.editions {
            let Some(builder) = Builder::new(site, edition, theme, &highlighter) else { continue };
            for issue in edition.issues.iter().map(|index| &site.issues[*index]) {
                let metadata = Metadata::new(&builder, issue);
                for (name, text) in [("citation.ris", metadata.ris()), ("citation.bib", metadata.bibtex())] {
                    let address = format!("{}{name}", site.issue_address(issue));
                    sink.put(Artifact { address, content: Content::Bytes(text.into_bytes()) });
                }
            }
        }
    }
}
