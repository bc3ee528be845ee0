//! What stands behind the text of an article: questions, references, people, corrections, notes.

use std::fmt::Write as _;

use super::article::Writer;
use super::style::{BOX, PARAGRAPH, SMALL};
use crate::model::issue::Part;
use crate::model::quiz::Question;
use crate::render::strings::roles;

impl Writer<'_> {
    /// The questions with their choices, and behind all of them the answers.
    pub(super) fn quiz(&mut self) {
        let number = |number: usize, word: &str| word.replace("{n}", &number.to_string());
        for (index, question) in self.issue.quiz.iter().enumerate() {
            let name = number(index + 1, self.word("quiz.question"));
            self.lead(&name, &question.question);
            for (choice, letter) in question.choices.iter().zip('A'..='Z') {
                self.lead(&format!("{letter}."), &choice.text);
            }
        }
        let _ = write!(self.out, "<section style=\"{}\">", BOX);
        for (index, question) in self.issue.quiz.iter().enumerate() {
            let name = number(index + 1, self.word("quiz.question"));
            let answer =
                self.word("quiz.answer").replace("{answer}", &answer(question, self.word("credits.separator")));
            self.line(PARAGRAPH, &format!("{name} {answer}"));
            for (choice, letter) in question.choices.iter().zip('A'..='Z') {
                if let Some(feedback) = &choice.feedback {
                    self.lead(&format!("{letter}."), feedback);
                }
            }
            if let Some(explanation) = &question.explanation {
                self.body(explanation);
            }
        }
        self.out.push_str("</section>");
    }

    pub(super) fn references(&mut self) {
        let issue = self.issue;
        let paper = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
        let address = paper.and_then(|paper| paper.address());
        if issue.references.is_empty() && address.is_none() {
            return;
        }
        self.part(Part::References);
        if let Some((paper, address)) = paper.zip(address) {
            let year = paper.year.map(|year| year.to_string());
            let parts = [Some(paper.journal.clone()), year, paper.volume.clone(), paper.pages.clone(), Some(address)];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let word = self.word("references.publication");
            self.named(SMALL, word, &parts.join(" "));
        }
        for (index, reference) in issue.references.iter().enumerate() {
            let address = reference.address().map(|it| format!(" {it}")).unwrap_or_default();
            self.line(SMALL, &format!("[{}] {}{address}", index + 1, reference.citation));
        }
    }

    pub(super) fn credits(&mut self) {
        let issue = self.issue;
        if issue.credits.is_empty() && issue.disclosures.is_none() && issue.funding.is_none() {
            return;
        }
        self.part(Part::Credits);
        for role in roles(&issue.credits) {
            let people = issue.credits.iter().filter(|credit| credit.role == role);
            let names: Vec<&str> = people.map(|credit| self.name_of(&credit.person.value)).collect();
            let names = names.join(self.word("credits.separator"));
            let word = self.standpoint.strings.role(role);
            self.named(SMALL, word, &names);
        }
        for (name, text) in [("credits.disclosures", &issue.disclosures), ("credits.funding", &issue.funding)] {
            if let Some(text) = text {
                let word = self.word(name);
                self.named(SMALL, word, text);
            }
        }
    }

    pub(super) fn corrections(&mut self) {
        let public = self.issue.public();
        if public.corrections().next().is_none() {
            return;
        }
        self.part(Part::Corrections);
        for (correction, has_words) in public.corrections() {
            let mut said: Vec<String> = vec![correction.date.to_string()];
            if has_words {
                let change = [("corrections.was", &correction.was), ("corrections.now", &correction.now)];
                let change = change.into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?)));
                said.extend(change.map(|(word, text)| format!("{} {text}", self.word(word))));
                said.extend(correction.note.clone());
            }
            said.extend(
                correction.doi.as_ref().map(|doi| format!("{} {}", self.word("corrections.notice"), doi.url())),
            );
            let word = self.standpoint.strings.correction(correction.kind);
            self.named(SMALL, word, &said.join(" "));
        }
    }

    /// What the links of the text lead to: none of them can be followed there.
    pub(super) fn notes(&mut self) {
        if self.made.links.is_empty() {
            return;
        }
        let name = self.word("share.links");
        self.begin(name);
        for (index, link) in self.made.links.clone().iter().enumerate() {
            self.line(SMALL, &format!("〔{}〕{link}", index + 1));
        }
    }
}

/// The letters of the right choices.
fn answer(question: &Question, separator: &str) -> String {
    let letters = question.choices.iter().zip('A'..='Z').filter(|(choice, _)| choice.right);
    letters.map(|(_, letter)| letter.to_string()).collect::<Vec<_>>().join(separator)
}
