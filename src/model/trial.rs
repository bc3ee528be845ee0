//! The study that an issue reports.

use serde::{Deserialize, Serialize};

use super::identifier::{Doi, Pmid, TrialId};
use crate::diag::At;

/// A trial.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Trial {
    /// Its short name: `NRG/RTOG 1112`.
    pub name: String,
    /// Its full title.
    pub title: Option<String>,
    /// Its phase, as written: `Ⅲ`, `2/3`.
    pub phase: Option<String>,
    /// Its number in a registry.
    pub registration: Option<At<TrialId>>,
    /// How many participants were planned.
    pub planned: Option<u32>,
    /// How many took part.
    pub enrolled: Option<u32>,
    /// Its arms, in the order written.
    pub arms: Vec<Arm>,
    /// Where it was published.
    pub publication: Option<Publication>,
}

/// An arm of a trial.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Arm {
    /// The name by which findings refer to it.
    pub key: String,
    /// Its name for readers.
    pub label: String,
    /// Participants in it.
    pub n: Option<u32>,
}

/// The paper that reports the trial.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Publication {
    /// The journal's name.
    pub journal: String,
    /// The year.
    pub year: Option<u16>,
    /// Volume and issue, as written.
    pub volume: Option<String>,
    /// Pages or article number, as written.
    pub pages: Option<String>,
    /// Its DOI.
    pub doi: Option<At<Doi>>,
    /// Its PubMed id.
    pub pmid: Option<At<Pmid>>,
    /// Its address, where there is no DOI.
    pub url: Option<String>,
}

impl Publication {
    /// The address at which a reader finds the paper.
    pub fn address(&self) -> Option<String> {
        let pubmed = || self.pmid.as_ref().map(|pmid| pmid.url());
        self.doi.as_ref().map(|doi| doi.url()).or_else(|| self.url.clone()).or_else(pubmed)
    }
}
