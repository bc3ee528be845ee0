//! A text of the consent: what it says and what it asks.
//!
//! Never asks whether a step uses it: that is for `link`.

use std::sync::Arc;

use super::{Setting, Validator, plain};
use crate::diag::{self, At, Checked, Diagnostic, Span, code, text};
use crate::model::consent::{ConsentAnswer, ConsentChoice, ConsentQuestion, ConsentText};
use crate::parse::draft::{AnswerKind, ConsentChoiceDraft, ConsentDraft, ConsentQuestionDraft, Decode, Draft, Text};
use crate::text::unseen::{is_alike, seen};

/// The most characters of an answer in words, where the text does not say.
const LIMIT: u32 = 200;

/// A text of the consent; `setting.name` is its file's name.
pub fn consent(draft: &Draft<ConsentDraft>, setting: &Setting<'_>) -> Checked<Option<ConsentText>> {
    let mut check = Validator::new(&draft.source, setting);
    let front = &draft.front;
    let mut questions: Vec<ConsentQuestion> = Vec::new();
    for draft in &front.questions {
        let Some(question) = check.consent_question(draft) else { continue };
        if questions.iter().any(|other| other.id == question.id) {
            let message = text!("the question `{id}` is asked twice", id = question.id);
            check.cannot_ask(message, &question.id_span, text!("give one of the two another `id:`"));
            continue;
        }
        if questions.iter().any(|other| is_alike(&other.label, &question.label)) {
            let message = text!("two questions read `{label}`", label = &question.label);
            check.cannot_ask(message, &question.id_span, text!("write what tells them apart, or take one of them out"));
        }
        questions.push(question);
    }
    check.buttons(front);
    let body = check.body_of_file(draft.body.clone());
    let is_blank = !seen(&body.plain_text(0..body.nodes().len())).contains(char::is_alphanumeric);
    let text = front.title.0.as_ref().map(|title| ConsentText {
        name: setting.name.to_owned(),
        language: setting.language.clone(),
        source: Arc::clone(&draft.source),
        title: title.value.clone(),
        agree: front.agree.clone(),
        decline: front.decline.clone(),
        body,
        is_blank,
        questions,
        prose: front.prose(),
    });
    Checked::new(text, check.diagnostics)
}

impl Validator<'_> {
    /// The button that agrees and the one beside it say two things.
    fn buttons(&mut self, front: &ConsentDraft) {
        let (Some(agree), Some(decline)) = (&front.agree, &front.decline) else { return };
        if is_alike(&agree.value, &decline.value) {
            self.say(
                Diagnostic::new(code::C013, text!("both buttons say `{label}`", label = &agree.value))
                    .at(self.source, decline.span.clone())
                    .related(self.source, agree.span.clone(), text!("the other button"))
                    .help(text!("write on each what it does: who does not agree is to find the way, too")),
            );
        }
    }

    fn cannot_ask(&mut self, message: diag::Text, span: &Span, help: diag::Text) {
        self.say(Diagnostic::new(code::C006, message).at(self.source, span.clone()).help(help));
    }

    fn consent_question(&mut self, draft: &ConsentQuestionDraft) -> Option<ConsentQuestion> {
        let id = draft.id.0.as_ref().filter(|id| self.is_consent_id(id))?;
        let label = draft.label.0.as_ref()?;
        let kind = draft.kind.0.as_ref()?;
        let choices = self.consent_choices(&draft.choices);
        let answer = match kind.value {
            AnswerKind::Text => {
                if let Some(choice) = draft.choices.first() {
                    self.cannot_ask(
                        text!("`{id}` is answered in words, but has choices", id = id.value),
                        &choice.span,
                        text!("take the choices out, or write `kind: single` or `kind: multiple`"),
                    );
                }
                let limit = draft.limit.as_ref();
                if let Some(limit) = limit.filter(|limit| !(1..=2000).contains(&limit.value)) {
                    self.cannot_ask(
                        text!("an answer cannot have {limit} characters at most", limit = limit.value),
                        &limit.span,
                        text!("write a number from 1 to 2000"),
                    );
                }
                ConsentAnswer::Text { limit: limit.map_or(LIMIT, |limit| limit.value) }
            }
            kind @ (AnswerKind::Single | AnswerKind::Multiple) => {
                if draft.choices.len() < 2 {
                    self.cannot_ask(
                        text!("`{id}` has nothing to choose from", id = id.value),
                        &draft.span,
                        text!("give it at least two `choices:`, each with `id:` and `label:`"),
                    );
                } else if choices.iter().all(|choice| choice.refuse) && !choices.is_empty() {
                    self.cannot_ask(
                        text!("every choice of `{id}` refuses", id = id.value),
                        &draft.span,
                        text!("leave `refuse:` out of those with which a reader may go on"),
                    );
                }
                if kind == AnswerKind::Single {
                    ConsentAnswer::Single(choices)
                } else {
                    ConsentAnswer::Multiple(choices)
                }
            }
        };
        Some(ConsentQuestion {
            id: id.value.clone(),
            id_span: id.span.clone(),
            label: label.value.clone(),
            hint: plain(draft.hint.as_ref()),
            required: draft.required.as_ref().is_some_and(|required| required.value),
            answer,
        })
    }

    fn consent_choices(&mut self, drafts: &[ConsentChoiceDraft]) -> Vec<ConsentChoice> {
        let mut choices: Vec<ConsentChoice> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let Some((id, label)) = draft.id.0.as_ref().zip(draft.label.0.as_ref()) else { continue };
            if !self.is_consent_id(id) {
                continue;
            }
            if choices.iter().any(|other| other.id == id.value) {
                self.cannot_ask(
                    text!("the choice `{id}` is given twice", id = id.value),
                    &id.span,
                    text!("give one of the two another `id:`"),
                );
                continue;
            }
            if choices.iter().any(|other| is_alike(&other.label, &label.value)) {
                self.cannot_ask(
                    text!("two choices read `{label}`", label = &label.value),
                    &label.span,
                    text!("write what tells them apart, or take one of them out"),
                );
            }
            let refuse = draft.refuse.as_ref().is_some_and(|refuse| refuse.value);
            choices.push(ConsentChoice { id: id.value.clone(), label: label.value.clone(), refuse });
        }
        choices
    }

    /// Ids stand in records and in the page, the same in every language.
    fn is_consent_id(&mut self, id: &Text) -> bool {
        let At { value, span } = id;
        let sound = value.starts_with(|it: char| it.is_ascii_lowercase())
            && value.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '_'))
            && value.len() <= 40;
        if !sound {
            self.cannot_ask(
                text!("`{value}` cannot be the id of a question or choice", value),
                span,
                text!("an id is made of small letters, digits and `-`, at most 40 of them, and begins with a letter; what readers see is the `label:`"),
            );
        }
        sound
    }
}
