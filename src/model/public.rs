//! What of an issue is for everyone: the one place that says it, and that every output asks.
//!
//! Always: what identifies the issue and its study, who made it, that it was corrected and by which notice, and a
//! summary that the editor wrote for lists. With [`Scope::Body`] also the key findings. The rest stands behind the
//! question of consent. [`guise`] shows an issue in which nothing else is left.

use super::body::Body;
use super::chart::Forest;
use super::consent::Scope;
use super::correction::Correction;
use super::finding::{EndpointRole, Finding};
use super::issue::{Issue, Part, SummarySource};

pub mod guise;

/// What of an issue is for everyone.
#[derive(Debug, Clone, Copy, Hash)]
pub struct Public<'a> {
    issue: &'a Issue,
    scope: Scope,
}

impl Issue {
    /// What of it is for everyone.
    pub fn public(&self) -> Public<'_> {
        self.behind(self.scope)
    }

    /// What of it can be seen as long as a question of this scope has not been answered.
    pub fn behind(&self, scope: Scope) -> Public<'_> {
        Public { issue: self, scope }
    }

    /// What a page of a scope may show of it, its own or another: all where the whole page stands behind the question,
    /// else what is for everyone.
    pub fn on_page(&self, page: Scope) -> Public<'_> {
        if page == Scope::Page { self.behind(Scope::Open) } else { self.public() }
    }
}

impl<'a> Public<'a> {
    /// Whether both show the same of one issue.
    pub fn shows_as_much_as(self, other: Self) -> bool {
        self.scope == other.scope
    }

    /// The summary, unless it was made from a text that is not public.
    pub fn summary(self) -> Option<&'a str> {
        let is_public = self.summary_part().is_none_or(|part| self.has(part));
        Some(self.issue.summary.as_str()).filter(|summary| is_public && !summary.is_empty())
    }

    /// The part that the summary was made from; none where the editor wrote it.
    fn summary_part(self) -> Option<Part> {
        match self.issue.summary_from {
            SummarySource::Written => None,
            SummarySource::KeyFindings => Some(Part::KeyFindings),
            SummarySource::Text => Some(Part::Introduction),
        }
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

    /// The findings of the primary endpoints: a trial may have more than one.
    pub fn headlines(self) -> impl Iterator<Item = &'a Finding> {
        self.findings().iter().filter(|finding| finding.role == EndpointRole::Primary)
    }

    /// The first of them.
    pub fn headline(self) -> Option<&'a Finding> {
        self.headlines().next()
    }

    /// What was put right: the day, the kind and the notice that made it known are for everyone, the words only where the
    /// text is.
    pub fn corrections(self) -> impl Iterator<Item = (&'a Correction, bool)> {
        let has_words = self.has(Part::Corrections);
        self.issue.corrections.iter().map(move |correction| (correction, has_words))
    }

    /// Whether a part of the page is for everyone, all of it.
    pub fn has(self, part: Part) -> bool {
        part.withheld_by().is_none_or(|least| self.scope < least)
    }
}
