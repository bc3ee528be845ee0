//! The words of the field in a reader's language: parts of an issue, roles, endpoints, verdicts, kinds of correction.

use super::Strings;
use crate::model::correction::CorrectionKind;
use crate::model::credit::{Credit, Role};
use crate::model::finding::{EndpointRole, Finding, Measure};
use crate::model::issue::{Issue, Part};

impl Strings {
    /// What a part of an issue is called.
    pub fn part(&self, part: Part) -> &str {
        self.get(match part {
            Part::KeyFindings => "parts.key_findings",
            Part::Introduction => "parts.introduction",
            Part::Commentary => "parts.commentary",
            Part::Quiz => "parts.quiz",
            Part::References => "parts.references",
            Part::Credits => "parts.credits",
            Part::Corrections => "parts.corrections",
            Part::Comments => "parts.comments",
        })
    }

    /// What somebody did.
    pub fn role(&self, role: Role) -> &str {
        self.get(match role {
            Role::Interpretation => "roles.interpretation",
            Role::Review => "roles.review",
            Role::Correspondent => "roles.correspondent",
            Role::Translation => "roles.translation",
            Role::Editing => "roles.editing",
            Role::Compilation => "roles.compilation",
        })
    }

    /// What a trial wanted of an endpoint.
    pub fn endpoint(&self, role: EndpointRole) -> &str {
        self.get(match role {
            EndpointRole::Primary => "finding.primary",
            EndpointRole::Secondary => "finding.secondary",
            EndpointRole::Exploratory => "finding.exploratory",
            EndpointRole::Safety => "finding.safety",
        })
    }

    /// Whether the endpoint was met, where the authors say; with a margin, whether it is not inferior.
    pub fn verdict(&self, finding: &Finding) -> Option<&str> {
        let name = match (finding.margin.is_some(), finding.met?) {
            (false, true) => "finding.met",
            (false, false) => "finding.not_met",
            (true, true) => "finding.noninferior",
            (true, false) => "finding.not_noninferior",
        };
        Some(self.get(name))
    }

    /// The same as a headline, which names a primary endpoint as one.
    pub fn headline(&self, finding: &Finding) -> Option<&str> {
        if finding.role != EndpointRole::Primary {
            return self.verdict(finding);
        }
        Some(self.get(match (finding.margin.is_some(), finding.met?) {
            (false, true) => "finding.primary_met",
            (false, false) => "finding.primary_not_met",
            (true, true) => "finding.primary_noninferior",
            (true, false) => "finding.primary_not_noninferior",
        }))
    }

    /// What stands before the value of an arm: that it is a median or a mean. A rate says so itself.
    pub fn measure(&self, finding: &Finding) -> &str {
        match finding.measure {
            Some(Measure::Median) => self.get("finding.median"),
            Some(Measure::Mean) => self.get("finding.mean"),
            Some(Measure::Rate) | None => "",
        }
    }

    /// What kind of correction it is.
    pub fn correction(&self, kind: CorrectionKind) -> &str {
        self.get(match kind {
            CorrectionKind::Correction => "corrections.correction",
            CorrectionKind::Clarification => "corrections.clarification",
            CorrectionKind::Concern => "corrections.concern",
            CorrectionKind::Retraction => "corrections.retraction",
        })
    }

    /// What became of the paper, as it stands above an issue.
    pub fn banner(&self, issue: &Issue) -> Option<&str> {
        match (issue.is_retracted(), issue.is_in_doubt()) {
            (true, _) => Some(self.get("issue.retracted_banner")),
            (_, true) => Some(self.get("issue.concern_banner")),
            _ => None,
        }
    }
}

/// The roles that people have in an issue, each once, in the order in which they are first named.
pub fn roles(credits: &[Credit]) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for role in credits.iter().map(|credit| credit.role) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}
