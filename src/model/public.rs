//! What of an issue is for everyone: the one place that says it, and that every output asks.
//!
//! Always: what identifies the issue and its study, who made it, that it was corrected, and a summary that the editor
//! wrote for lists. With [`Scope::Body`] also the key findings. The rest stands behind the question of consent.

use super::body::Body;
use super::chart::Forest;
use super::consent::Scope;
use super::correction::Correction;
use super::finding::{EndpointRole, Finding};
use super::issue::{Issue, Part, SummarySource};

/// What of an issue is for everyone.
#[derive(Debug, Clone, Copy)]
pub struct Public<'a> {
    issue: &'a Issue,
    scope: Scope,
}

impl Issue {
    /// What of it is for everyone.
    pub fn public(&self) -> Public<'_> {
        self.behind(self.scope)
    }

    /// What may be shown where the question of this scope has been answered: a list that stands behind the question
    /// itself shows everything.
    pub fn behind(&self, scope: Scope) -> Public<'_> {
        Public { issue: self, scope }
    }
}

impl<'a> Public<'a> {
    /// The summary, unless it was made from a text that is not public.
    pub fn summary(self) -> Option<&'a str> {
        let is_public = match self.issue.summary_from {
            SummarySource::Written => true,
            SummarySource::KeyFindings => self.has(Part::KeyFindings),
            SummarySource::Text => self.has(Part::Introduction),
        };
        Some(self.issue.summary.as_str()).filter(|summary| is_public && !summary.is_empty())
    }

    /// 本文精要.
    pub fn key_findings(self) -> Option<&'a Body> {
        self.issue.key_findings.as_ref().filter(|_| self.has(Part::KeyFindings))
    }

    /// The results as data.
    pub fn findings(self) -> &'a [Finding] {
        if self.has(Part::KeyFindings) { &self.issue.findings } else { &[] }
    }

    /// The forest plot of the results, where there is more than one to compare.
    pub fn forest(self) -> Option<Forest> {
        let forest = Forest::of_findings(self.findings(), self.issue.trial.as_ref())?;
        (forest.rows.len() > 1).then_some(forest)
    }

    /// The finding of the primary endpoint.
    pub fn headline(self) -> Option<&'a Finding> {
        self.findings().iter().find(|finding| finding.role == EndpointRole::Primary)
    }

    /// What was put right: the day and the kind are for everyone, the words only where the text is.
    pub fn corrections(self) -> impl Iterator<Item = (&'a Correction, bool)> {
        let has_words = self.scope == Scope::Open;
        self.issue.corrections.iter().map(move |correction| (correction, has_words))
    }

    /// Whether a part of the page is for everyone, all of it.
    pub fn has(self, part: Part) -> bool {
        match part {
            Part::KeyFindings => self.scope != Scope::Page,
            Part::Introduction | Part::Commentary | Part::Quiz | Part::Comments | Part::Corrections => {
                self.scope == Scope::Open
            }
            Part::References | Part::Credits => true,
        }
    }
}
