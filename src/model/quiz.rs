//! Questions after reading.

use serde::{Deserialize, Serialize};

use super::body::{Body, Target};
use crate::diag::At;

/// A question with its choices.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub question: Body,
    /// What can be answered; at least two.
    pub choices: Vec<Choice>,
    /// Why.
    pub explanation: Option<Body>,
    /// The place that supports the answer, as written: `#总生存期`.
    pub evidence: Option<At<String>>,
    /// Where [`Question::evidence`] leads; known after [`link`](crate::link).
    pub evidence_target: Target,
}

impl Question {
    /// The letters of the right choices, with something between them.
    pub fn answer(&self, separator: &str) -> String {
        let right = self.choices.iter().zip('A'..='Z').filter(|(choice, _)| choice.right);
        right.map(|(_, letter)| letter.to_string()).collect::<Vec<_>>().join(separator)
    }

    /// Whether several choices are right.
    pub fn is_multiple(&self) -> bool {
        self.choices.iter().filter(|choice| choice.right).count() > 1
    }
}

/// A choice of a question.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// What it says.
    pub text: Body,
    /// Whether it belongs to the answer.
    pub right: bool,
    /// What is said to a reader who chooses it.
    pub feedback: Option<Body>,
}
