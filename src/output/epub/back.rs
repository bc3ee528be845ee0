//! What stands behind the text: questions with the answers behind all of them, references, people, corrections.

use super::chapter::Writer;
use crate::model::issue::Part;
use crate::model::quiz::Question;

impl<'a> Writer<'a> {
    pub(super) fn quiz(&mut self) {
        for (index, question) in self.issue.quiz.iter().enumerate() {
            let name = self.word("quiz.question").replace("{n}", &(index + 1).to_string());
            self.element("h3", &name);
            self.tree(&question.question, None);
            self.choices(question, |choice| Some(&choice.text));
        }
        self.raw("<section class=\"note\">\n");
        for (index, question) in self.issue.quiz.iter().enumerate() {
            let name = self.word("quiz.question").replace("{n}", &(index + 1).to_string());
            let answer = question.answer(self.word("credits.separator"));
            let answer = self.word("quiz.answer").replace("{answer}", &answer);
            self.element("p class=\"note-title\"", &format!("{name} {answer}"));
            if question.choices.iter().any(|choice| choice.feedback.is_some()) {
                self.choices(question, |choice| choice.feedback.as_ref());
            }
            if let Some(explanation) = &question.explanation {
                self.tree(explanation, None);
            }
        }
        self.raw("</section>\n");
    }

    /// What there is of each choice, behind its letter.
    fn choices(
        &mut self,
        question: &'a Question,
        of: impl Fn(&'a crate::model::quiz::Choice) -> Option<&'a crate::model::body::Body>,
    ) {
        self.raw("<dl>\n");
        for (choice, letter) in question.choices.iter().zip('A'..='Z') {
            if let Some(body) = of(choice) {
                self.element("dt", &letter.to_string());
                self.raw("<dd>");
                self.tree(body, None);
                self.raw("</dd>\n");
            }
        }
        self.raw("</dl>\n");
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
            let parts = [Some(paper.journal.clone()), year, paper.volume.clone(), paper.pages.clone()];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let name = format!("{}{}", self.word("references.publication"), self.word("finding.colon"));
            self.raw("<p>");
            self.text(&format!("{name}{} ", parts.join(" ")));
            self.link_to(&address, &address);
            self.raw("</p>\n");
        }
        if !issue.references.is_empty() {
            self.raw("<ol>\n");
            for reference in &issue.references {
                self.raw("<li>");
                self.text(&reference.citation);
                if let Some(address) = reference.address() {
                    self.raw(" ");
                    self.link_to(&address, &address);
                }
                self.raw("</li>\n");
            }
            self.raw("</ol>\n");
        }
        self.raw("</section>\n");
    }

    pub(super) fn credits(&mut self) {
        self.named_lines(Part::Credits, self.standpoint.credits(self.issue));
    }

    pub(super) fn corrections(&mut self) {
        self.named_lines(Part::Corrections, self.standpoint.corrections(self.issue));
    }

    /// A part of lines with a name each; nothing without a line.
    fn named_lines(&mut self, part: Part, lines: Vec<(&str, String)>) {
        if !lines.is_empty() {
            self.part(part);
            lines.iter().for_each(|(name, text)| self.named(name, text));
            self.raw("</section>\n");
        }
    }
}
