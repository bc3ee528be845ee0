//! What stands behind the text of an article: questions, references, people, corrections, notes.

use std::fmt::Write as _;

use super::article::Writer;
use super::style::{BOX, PARAGRAPH, SMALL};
use crate::model::issue::Part;

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
            let answer = self.word("quiz.answer").replace("{answer}", &question.answer(self.word("credits.separator")));
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
        self.named_lines(Part::Credits, self.standpoint.credits(self.issue));
    }

    pub(super) fn corrections(&mut self) {
        let lines = self.standpoint.corrections(self.issue);
        self.made.corrections = lines.iter().map(|(_, text)| text.clone()).collect();
        self.named_lines(Part::Corrections, lines);
    }

    /// A part of lines with a name each; nothing without a line.
    fn named_lines(&mut self, part: Part, lines: Vec<(&str, String)>) {
        if !lines.is_empty() {
            self.part(part);
            lines.iter().for_each(|(name, text)| self.named(SMALL, name, text));
        }
    }

    /// What the links of the text lead to: none of them can be followed there.
    pub(super) fn notes(&mut self) {
        if self.made.links.is_empty() {
            return;
        }
        let name = self.word("share.links");
        self.begin("notes", name);
        for (index, link) in self.made.links.clone().iter().enumerate() {
            self.line(SMALL, &format!("〔{}〕{link}", index + 1));
        }
    }
}
