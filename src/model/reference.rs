//! What an issue refers to.

use serde::{Deserialize, Serialize};

use super::identifier::{Doi, Pmid};
use crate::diag::Span;

/// An entry of the list of references.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// The entry as readers see it.
    pub citation: String,
    /// Its DOI.
    pub doi: Option<Doi>,
    /// Its PubMed id.
    pub pmid: Option<Pmid>,
    /// Its address, where there is neither.
    pub url: Option<String>,
    /// Where it was written.
    pub span: Span,
}

impl Reference {
    /// The address at which a reader finds it.
    pub fn address(&self) -> Option<String> {
        self.doi.as_ref().map(Doi::url).or_else(|| self.pmid.as_ref().map(Pmid::url)).or_else(|| self.url.clone())
    }
}
