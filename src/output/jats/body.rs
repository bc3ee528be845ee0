//! What readers read: findings, text, opinions, questions, as far as they are for everyone.

use super::writer::Writer;
use crate::model::body::Body;
use crate::model::issue::Part;
use crate::model::quiz::Question;

impl<'a> Writer<'a> {
    pub(super) fn body(&mut self) {
        let (issue, public, strings) = (self.issue, self.issue.public(), self.standpoint.strings);
        let start = self.out.len();
        self.raw("<body>\n");
        let begun = self.out.len();
        if let Some(banner) = strings.banner(issue) {
            self.raw("<boxed-text content-type=\"warning\">");
            self.element("p", banner);
            self.raw("</boxed-text>\n");
        }
        self.findings();
        if public.has(Part::Introduction) && !issue.body.is_empty() {
            self.section("text", strings.part(Part::Introduction));
            self.tree(&issue.body);
            self.raw("</sec>\n");
        }
        if public.has(Part::Commentary) && !issue.commentary.is_empty() {
            self.section("commentary", strings.part(Part::Commentary));
            for commentary in &issue.commentary {
                let name = self.standpoint.name_of(&commentary.expert.value).to_owned();
                self.section("opinion", &name);
                self.tree(&commentary.text);
                self.raw("</sec>\n");
            }
            self.raw("</sec>\n");
        }
        if public.has(Part::Quiz) && !issue.quiz.is_empty() {
            self.section("quiz", strings.part(Part::Quiz));
            issue.quiz.iter().enumerate().for_each(|(index, question)| self.question(index + 1, question));
            self.raw("</sec>\n");
        }
        if self.out.len() == begun {
            self.out.truncate(start);
        } else {
            self.raw("</body>\n");
        }
    }

    /// A question with its choices, its answer and why.
    fn question(&mut self, number: usize, question: &'a Question) {
        let title = self.word("quiz.question").replace("{n}", &number.to_string());
        self.section("question", &title);
        self.tree(&question.question);
        self.choices(question, |choice| Some(&choice.text));
        let answer = question.answer(self.word("credits.separator"));
        let answer = self.word("quiz.answer").replace("{answer}", &answer);
        self.element("p", &answer);
        if question.choices.iter().any(|choice| choice.feedback.is_some()) {
            self.choices(question, |choice| choice.feedback.as_ref());
        }
        if let Some(explanation) = &question.explanation {
            self.tree(explanation);
        }
        self.raw("</sec>\n");
    }

    /// What there is of each choice, behind its letter.
    fn choices(&mut self, question: &'a Question, of: impl Fn(&'a crate::model::quiz::Choice) -> Option<&'a Body>) {
        self.raw("<list list-type=\"simple\">");
        for (choice, letter) in question.choices.iter().zip('A'..='Z') {
            if let Some(body) = of(choice) {
                self.raw("<list-item>");
                self.element("label", &letter.to_string());
                self.inner_tree(body);
                self.raw("</list-item>");
            }
        }
        self.raw("</list>\n");
    }
}
