//! What the rules of numbers share: how they say something, and which texts are wrong on purpose.

use std::ops::Range;

use super::passage::{Passage, Section};
use crate::diag::{Code, Diagnostic, Text};
use crate::model::issue::Issue;

/// A diagnostic at a place of a passage.
pub(in crate::lint) fn say(code: Code, passage: &Passage<'_>, range: Range<usize>, message: Text) -> Diagnostic {
    Diagnostic::new(code, message).at(passage.file, passage.span(range))
}

/// Whether a passage is an answer that readers are not to choose: it may say what is not so.
pub(in crate::lint) fn in_wrong_answer(issue: &Issue, passage: &Passage<'_>) -> bool {
    let Section::Quiz(number) = passage.section else { return false };
    let place = passage.span(0..passage.text.len()).start;
    let wrong = issue.quiz.get(number).into_iter().flat_map(|it| &it.choices).filter(|choice| !choice.right);
    wrong
        .flat_map(|choice| choice.text.nodes())
        .any(|node| (node.span.start as usize..node.span.end as usize).contains(&place))
}
