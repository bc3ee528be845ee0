//! Consent: what a reader is asked before reading, and how much of an issue stands behind the question.
//!
//! It is attestation and a record of consent in the reader's own browser, never access control: the text is in the
//! page that is delivered.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::body::Body;
use super::language::Language;
use super::prose::Prose;
use super::uri::WebAddress;
use crate::diag::{At, SourceText, Span};

/// How much stands behind the question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Nothing: everyone reads everything.
    #[default]
    Open,
    /// The text; title, trial and key findings are for everyone.
    Body,
    /// The whole page.
    Page,
}

impl Scope {
    /// Its name in templates and in the page: `open`, `body`, `page`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Body => "body",
            Self::Page => "page",
        }
    }
}

/// What a site asks of its readers.
#[derive(Debug, Clone, Default, Hash)]
pub struct Consent {
    /// The version of the policy, as the site's owner names it; another one asks every reader again.
    pub policy_version: String,
    /// What holds for issues that do not say otherwise, and for the pages that list them.
    pub scope: Scope,
    /// Days for which an answer is remembered.
    pub remember_days: u32,
    /// What is asked, in its order.
    pub steps: Vec<Step>,
    /// The words of it, for each language of the site.
    pub texts: BTreeMap<Language, Texts>,
}

/// One thing that a reader is asked or told.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// What kind it is.
    pub kind: StepKind,
    /// Where it stands in the configuration, for messages.
    pub span: Span,
}

/// Kinds of steps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Agreed to, or nothing is shown.
    Agreement {
        /// What the record is kept for: the name of its text.
        purpose: String,
    },
    /// Agreed to, or passed over together with the questions under it.
    Optional {
        /// What the record is kept for: the name of its text.
        purpose: String,
    },
    /// Asked under the agreement before them.
    Questions {
        /// The agreement that they are asked under.
        purpose: String,
        /// The name of their text.
        text: String,
    },
    /// The answers are sent somewhere and looked at by people.
    Review {
        /// Whose answers it is of: all that were asked since the review before it, by the agreement they were asked
        /// under. It is passed over only by who agreed to none of these.
        purposes: Vec<String>,
        /// What a waiting case is kept for: the first of the purposes, with `:2` for the second review that begins with
        /// it.
        name: String,
        /// Where the answers go.
        endpoint: Endpoint,
    },
    /// Said at the end; the page opens after this many seconds.
    Passed {
        /// From 1.
        seconds: u32,
    },
}

impl StepKind {
    /// Its name in the configuration, in templates and in the page.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Agreement { .. } => "agreement",
            Self::Optional { .. } => "optional",
            Self::Questions { .. } => "questions",
            Self::Review { .. } => "review",
            Self::Passed { .. } => "passed",
        }
    }

    /// Whether a reader has to answer it.
    pub fn is_answered(&self) -> bool {
        !matches!(self, Self::Review { .. } | Self::Passed { .. })
    }
}

/// The address of a review service: scheme, host and path, without query or fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    address: String,
    origin: String,
}

impl Endpoint {
    /// Reads an `https` address, or one of this very machine with `http`, for trying things out. Where a policy for
    /// browsers names hosts, `;`, `,` and spaces would end it: they are refused.
    pub fn parse(text: &str) -> Option<Self> {
        let address = WebAddress::parse(text).filter(WebAddress::is_bare)?;
        let is_here = matches!(address.host(), "localhost" | "127.0.0.1");
        let sound = address.host().chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-'))
            && address.as_str().chars().all(|it| it.is_ascii_graphic() && !";,'\"<>?#\\`".contains(it));
        (sound && (address.is_secure() || is_here))
            .then(|| Self { address: address.as_str().to_owned(), origin: address.origin().to_owned() })
    }

    /// The whole address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// Texts that take the place of the theme's words: for who declined, and for who is no professional; above a review, and
/// for each of its states; for who has passed, without a review and after one.
pub const OTHERS: [&str; 8] = ["declined", "failed", "passed", "pending", "refused", "rejected", "review", "reviewed"];

/// The text that stands on every gate.
pub const NOTICE: &str = "notice";

/// The words of the consent in one language.
#[derive(Debug, Clone, Default, Hash)]
pub struct Texts {
    /// Who asks, for what, what is kept and for how long, and what rights a reader has: always on the gate.
    pub notice: Option<ConsentText>,
    /// The text of each agreement, by purpose, and of each group of questions, by name.
    pub steps: BTreeMap<String, ConsentText>,
    /// Words that take the place of the theme's, by [`OTHERS`].
    pub others: BTreeMap<String, ConsentText>,
}

/// A file of `content/consent/`.
#[derive(Debug, Clone, Hash)]
pub struct ConsentText {
    /// Its name without language and ending: `identity`.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// The file.
    pub source: Arc<SourceText>,
    /// Its heading.
    pub title: String,
    /// What stands on the button that agrees; the theme's word unless given.
    pub agree: Option<At<String>>,
    /// What stands on the button that declines or passes over; the theme's word unless given.
    pub decline: Option<At<String>>,
    /// What it says.
    pub body: Body,
    /// Whether that holds no letter and no digit that a reader sees.
    pub is_blank: bool,
    /// What it asks.
    pub questions: Vec<ConsentQuestion>,
    /// Its words outside the body: heading, buttons, questions, choices.
    pub prose: Vec<Prose>,
}

/// Something that a reader is asked about themselves.
#[derive(Debug, Clone, Hash)]
pub struct ConsentQuestion {
    /// Its name in the record, alike in every language: `role`.
    pub id: String,
    /// Where the name stands in its file.
    pub id_span: Span,
    /// What is asked.
    pub label: String,
    /// A remark below it.
    pub hint: Option<String>,
    /// Whether there has to be an answer.
    pub required: bool,
    /// How it is answered.
    pub answer: ConsentAnswer,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConsentAnswer {
    /// In words, at most this many characters.
    Text {
        /// The most characters.
        limit: u32,
    },
    /// With one of the choices.
    Single(Vec<ConsentChoice>),
    /// With any of the choices.
    Multiple(Vec<ConsentChoice>),
}

/// A choice of a question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentChoice {
    /// What is kept in the record, alike in every language: `physician`.
    pub id: String,
    /// What the reader sees.
    pub label: String,
    /// Whether who chooses it is not a professional, and cannot go on.
    pub refuse: bool,
}

impl ConsentText {
    /// What of it is hashed into the record: the whole file as the editor wrote it.
    pub fn hashed(&self) -> &str {
        &self.source.text
    }
}

impl Consent {
    /// The purposes that must be agreed to before anything is shown.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match &step.kind {
            StepKind::Agreement { purpose } => Some(purpose.as_str()),
            _ => None,
        })
    }

    /// Every purpose that a record can be kept for.
    pub fn purposes(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match &step.kind {
            StepKind::Agreement { purpose } | StepKind::Optional { purpose } => Some(purpose.as_str()),
            _ => None,
        })
    }

    /// The names of the steps of the gate, those that follow from others too.
    pub fn step_names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = self.steps.iter().map(|step| step.kind.name()).collect();
        names.extend(["declined", "framed"]);
        if self.has_review() {
            names.extend(["reviewed", "left", "withdrawn"]);
        }
        names
    }

    /// Whether answers are reviewed: then nobody can pass without scripts.
    pub fn has_review(&self) -> bool {
        self.reviews().next().is_some()
    }

    /// The purposes whose answers are reviewed, and where they are sent.
    pub fn reviews(&self) -> impl Iterator<Item = (&[String], &Endpoint)> {
        self.steps.iter().filter_map(|step| match &step.kind {
            StepKind::Review { purposes, endpoint, .. } => Some((purposes.as_slice(), endpoint)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_secure_address_that_a_policy_can_name() {
        let origin = |text: &str| Endpoint::parse(text).map(|it| it.origin().to_owned());
        assert_eq!(origin("https://review.example.org/hcp").as_deref(), Some("https://review.example.org"));
        assert_eq!(origin("https://example.org:8443").as_deref(), Some("https://example.org:8443"));
        assert_eq!(origin("http://127.0.0.1:8000/x").as_deref(), Some("http://127.0.0.1:8000"));
        assert_eq!(origin("https://例子.中国/审核").as_deref(), Some("https://xn--fsqu00a.xn--fiqs8s"));
        for wrong in
            ["http://example.org/", "https://", "https://a;b/", "https://a/?b", "//a", "https://u:p@a/", "https://*"]
        {
            assert_eq!(Endpoint::parse(wrong), None, "{wrong}");
        }
    }
}
