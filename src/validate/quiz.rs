//! Questions after reading.
//!
//! Never asks whether the evidence is there: that is for `link`.

use super::{Validator, fault};
use crate::diag::text;
use crate::model::body::Target;
use crate::model::issue::Issue;
use crate::model::quiz::{Choice, Question};
use crate::parse::draft::{ChoiceDraft, QuestionDraft};

impl Validator<'_> {
    pub(super) fn quiz(&mut self, drafts: &[QuestionDraft], original: Option<&Issue>) -> Vec<Question> {
        let inherited = original.map_or(&[][..], |issue| &issue.quiz);
        drafts.iter().enumerate().filter_map(|(number, draft)| self.question(draft, inherited.get(number))).collect()
    }

    /// A question. A translation may leave its answer to the original, whose choices stand in the same order.
    fn question(&mut self, draft: &QuestionDraft, original: Option<&Question>) -> Option<Question> {
        let question = draft.question.0.as_ref().map(|text| self.body(text));
        if draft.choices.len() < 2 {
            let place = draft.question.0.as_ref().map_or(&draft.span, |text| &text.span);
            self.say(fault::few_choices(self.source, self.first_line(place), draft.choices.len()));
        }
        let right = match &draft.answer.0 {
            Some(_) => self.answers(draft),
            None => original.map_or_else(Vec::new, |question| {
                let right = |(number, choice): (usize, &Choice)| choice.right.then_some(number);
                question.choices.iter().enumerate().filter_map(right).collect()
            }),
        };
        let choices = draft
            .choices
            .iter()
            .enumerate()
            .filter_map(|(number, choice)| self.choice(choice, right.contains(&number)))
            .collect();
        let explanation = draft.explanation.as_ref().map(|text| self.body(text));
        Some(Question {
            question: question?,
            choices,
            explanation,
            evidence: draft.evidence.clone(),
            evidence_target: Target::Unresolved,
        })
    }

    fn choice(&mut self, draft: &ChoiceDraft, right: bool) -> Option<Choice> {
        let (text, feedback) = match draft {
            ChoiceDraft::Plain(text) => (text, None),
            // A choice without a text was reported when it was read.
            ChoiceDraft::Full(full) => (full.text.0.as_ref()?, full.feedback.as_ref()),
        };
        Some(Choice { text: self.body(text), right, feedback: feedback.map(|text| self.body(text)) })
    }

    /// The right choices, counted from 0.
    fn answers(&mut self, draft: &QuestionDraft) -> Vec<usize> {
        let Some(answer) = &draft.answer.0 else {
            return Vec::new();
        };
        if answer.items.is_empty() {
            self.say(fault::no_answer(self.source, answer.span.clone()));
        }
        let mut right: Vec<usize> = Vec::with_capacity(answer.items.len());
        for (number, item) in answer.items.iter().enumerate() {
            let choice = item.value as usize;
            if choice == 0 || choice > draft.choices.len() && draft.choices.len() >= 2 {
                self.say(fault::answer_outside(self.source, item.span.clone(), draft.choices.len()));
            } else if let Some(first) = answer.items[..number].iter().find(|other| other.value == item.value) {
                let what = text!("the answer {choice}", choice);
                self.say(fault::repeated(self.source, item.span.clone(), what, first.span.clone()));
            } else {
                right.push(choice - 1);
            }
        }
        right
    }

    fn first_line(&self, span: &crate::diag::Span) -> crate::diag::Span {
        let line = self.source.text[span.clone()].lines().next().unwrap_or("");
        span.start..span.start + line.trim_end().len()
    }
}
