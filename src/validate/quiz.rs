//! Questions after reading.
//!
//! Never asks whether the evidence is there: that is for `link`.

use super::{Validator, fault};
use crate::diag::{Written, text};
use crate::model::body::{Body, Target};
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
        let question = draft.question.0.as_ref().map(|text| self.line(text));
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
        Some(Choice { text: self.line(text), right, feedback: feedback.map(|text| self.line(text)) })
    }

    /// Markdown that stands in one line: what would begin a block there is text, `> 65岁`, `- 5分`, `1. 甲`.
    fn line(&mut self, written: &Written) -> Body {
        let Some(at) = block_mark(&written.text) else { return self.body(written) };
        let mut text = written.text.clone();
        text.insert(at, '\\');
        self.body(&Written { text, map: written.map.inserted(at, 1), span: written.span.clone() })
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

/// Where a text of one line begins with the mark of a block: the offset before which a backslash makes it text.
fn block_mark(text: &str) -> Option<usize> {
    let line = text.trim();
    let start = text.len() - text.trim_start().len();
    let is_set_off = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match line.chars().next()? {
        '>' => Some(start),
        '#' => is_set_off(line.trim_start_matches('#')).then_some(start),
        '-' | '+' | '*' => is_set_off(&line[1..]).then_some(start),
        '~' => line.starts_with("~~~").then_some(start),
        '0'..='9' => line[digits..].strip_prefix(['.', ')']).is_some_and(is_set_off).then_some(start + digits),
        _ => None,
    };
    mark.filter(|_| !line.contains('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_blocks_are_found() {
        for (text, at) in [
            ("> 65岁", Some(0)),
            (">65岁", Some(0)),
            ("- 5分", Some(0)),
            ("+ 阳性", Some(0)),
            ("* 甲", Some(0)),
            ("# 甲", Some(0)),
            ("1. 甲", Some(1)),
            ("12) 甲", Some(2)),
            (" - 5分\n", Some(1)),
            ("-5分", None),
            ("1.5分", None),
            ("**甲**", None),
            ("#甲", None),
            ("- 甲\n- 乙", None),
            ("", None),
        ] {
            assert_eq!(block_mark(text), at, "{text}");
        }
    }
}
