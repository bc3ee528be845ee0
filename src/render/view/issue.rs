//! The view of an issue on its own page: what it has, and how it is made.

use tera::Value;

use super::builder::Builder;
use super::study::trial_view;
use super::{Html, contents};
use crate::model::address::{BIBTEX, ISSUE_EPUB, RIS, abstract_picture};
use crate::model::body::Body;
use crate::model::chart::{Chart, ChartKind, Drawing};
use crate::model::consent::Scope;
use crate::model::identifier::Doi;
use crate::model::issue::Issue;
use crate::model::outlet::Outlet;
use crate::model::quiz::Question;
use crate::render::html;
use crate::render::html::Reading;
use crate::render::metadata::Metadata;

view! {
    /// An issue on its own page, as `issue`: everything that its Card has, and more.
    IssueView {
        /// The study: TrialView. It takes the place of the card's.
        trial: Option<Value>,
        /// Its key findings.
        key_findings: Option<Html>,
        /// The results as data: FindingView.
        findings: Vec<Value>,
        /// The forest plot of its findings, where two or more have a ratio with an interval.
        forest: Option<Html>,
        /// Its text: the study.
        body: Html,
        /// Whether there are figures on the page, which a script can enlarge.
        figures: bool,
        /// The contents list: ContentsEntry.
        contents: Vec<Value>,
        /// What experts say of it: CommentaryView.
        commentary: Vec<Value>,
        /// Questions after reading: QuestionView.
        quiz: Vec<Value>,
        /// What it refers to: ReferenceView.
        references: Vec<Value>,
        /// Who made it, by role: CreditView.
        credits: Vec<Value>,
        /// What the team says of itself, line by line.
        about_team: Option<String>,
        /// Conflicts of interest.
        disclosures: Option<String>,
        /// Who paid.
        funding: Option<String>,
        /// What was put right, newest first: CorrectionView.
        corrections: Vec<Value>,
        /// What readers say: CommentsView.
        comments: Value,
        /// How it is cited in running text.
        citation: String,
        /// The same with `{day}` where the day on which it is read belongs, for the script that copies it.
        citation_dated: String,
        /// Address of the citation for reference managers (RIS).
        citation_ris: String,
        /// Address of the citation for LaTeX (BibTeX).
        citation_bibtex: String,
        /// Address of the issue as a book (EPUB), where the site has that.
        epub: Option<String>,
        /// Address of its visual abstract, where the site has that and there is one.
        abstract_picture: Option<String>,
        /// The column's greeting.
        greeting: Option<Html>,
        /// The column's lead experts: PersonCard.
        lead: Vec<Value>,
        /// The column's team: PersonCard.
        team: Vec<Value>,
        /// Who publishes the column together.
        partners: Vec<String>,
    }

    /// A commentary.
    CommentaryView {
        /// Who wrote it: PersonCard.
        expert: Value,
        /// What was written.
        text: Html,
    }

    /// A question after reading.
    QuestionView {
        /// What is asked.
        question: Html,
        /// Whether several choices are right.
        multiple: bool,
        /// What can be answered: ChoiceView.
        choices: Vec<Value>,
        /// The letters of the right choices, such as `B, D`.
        answer: String,
        /// Why.
        explanation: Option<Html>,
        /// The address of the place that supports it.
        evidence: Option<String>,
    }

    /// A choice of a question.
    ChoiceView {
        /// `A`, `B` …
        letter: String,
        /// What it says.
        text: Html,
        /// Whether it belongs to the answer.
        right: bool,
        /// What is said to a reader who chooses it.
        feedback: Option<Html>,
    }

    /// An entry of the list of references.
    ReferenceView {
        /// As readers see it.
        citation: String,
        /// Where a reader finds it.
        url: Option<String>,
        /// The DOI.
        doi: Option<String>,
        /// The PubMed id.
        pmid: Option<String>,
    }

    /// Everyone with one role.
    CreditView {
        /// The role, for the theme to name.
        role: String,
        /// Who they are: PersonCard.
        people: Vec<Value>,
    }

    /// What was put right.
    CorrectionView {
        /// When.
        date: String,
        /// `correction`, `clarification`, `concern` or `retraction`.
        kind: String,
        /// What stood there.
        was: Option<String>,
        /// What stands there now.
        now: Option<String>,
        /// Why.
        note: Option<String>,
        /// The DOI of the notice by which it was made known.
        doi: Option<String>,
        /// The address of that notice.
        url: Option<String>,
    }

    /// Comments of readers.
    CommentsView {
        /// How many there are, here or elsewhere.
        count: u32,
        /// Where the rest can be read.
        more: Option<String>,
        /// Those that stand here: CommentView.
        shown: Vec<Value>,
    }

    /// A comment.
    CommentView {
        /// Who wrote it.
        author: String,
        /// When.
        date: Option<String>,
        /// What.
        text: String,
        /// How many readers liked it.
        likes: Option<u32>,
    }
}

impl Builder<'_> {
    /// An issue on its own page: its card and everything else.
    pub fn issue(&self, issue: &Issue, card: &Value) -> Value {
        let column = self.columns.get(&issue.column);
        let file = |name: &str| self.url(&format!("{}{name}", issue.address()));
        let has = |outlet| self.site.settings.outlets.has(outlet);
        // In the order of the page: what is read first is what gets its full name.
        let reading = Reading::new(&self.glossary);
        let view = IssueView {
            trial: issue.trial.as_ref().map(|it| trial_view(it, self.words().chart.thousands())),
            key_findings: issue.key_findings.as_ref().map(|body| self.read_body(body, 1, "key-findings-", &reading)),
            findings: issue.findings.iter().map(|finding| self.finding(issue, finding)).collect(),
            forest: self.forest(issue),
            body: self.read_body(&issue.body, 1, "", &reading),
            figures: issue.bodies().any(Body::has_figures),
            contents: contents::of_issue(issue),
            commentary: self.commentary(issue, &reading),
            quiz: issue.quiz.iter().enumerate().map(|(index, question)| self.question(question, index + 1)).collect(),
            references: references(issue),
            credits: self.credits(issue),
            about_team: issue.about_team.clone(),
            disclosures: issue.disclosures.clone(),
            funding: issue.funding.clone(),
            corrections: corrections(issue),
            comments: comments(issue),
            citation: Metadata::new(self, issue).printed_citation(),
            citation_dated: Metadata::new(self, issue).citation(),
            citation_ris: file(RIS),
            citation_bibtex: file(BIBTEX),
            epub: has(Outlet::Epub).then(|| file(ISSUE_EPUB)),
            abstract_picture: (has(Outlet::Abstract) && issue.trial.is_some()).then(|| file(&abstract_picture())),
            greeting: column.and_then(|column| column.greeting.clone()),
            lead: column.map(|column| column.lead.clone()).unwrap_or_default(),
            team: column.map(|column| column.team.clone()).unwrap_or_default(),
            partners: column.map(|column| column.partners.clone()).unwrap_or_default(),
        };
        // The page's own fields take the place of the card's.
        let mut all = card.clone().into_map().unwrap_or_default();
        all.extend(Value::from(view).into_map().unwrap_or_default());
        Value::from(all)
    }

    /// The forest plot of the findings, where the text has none of them itself. The page is withheld where they are.
    fn forest(&self, issue: &Issue) -> Option<Html> {
        let is_of_findings = |chart: &Chart| chart.kind == ChartKind::Forest && chart.shows_findings();
        if issue.bodies().flat_map(|body| &body.charts).any(is_of_findings) {
            return None;
        }
        let drawing = Drawing::Forest(issue.behind(Scope::Open).forest()?);
        let words = &self.words().chart;
        let mut out = String::with_capacity(8 * 1024);
        html::chart(&mut out, &drawing, words.get("chart.findings"), "findings-forest", words);
        Some(Html(out))
    }

    fn commentary(&self, issue: &Issue, reading: &Reading<'_>) -> Vec<Value> {
        let written = issue.commentary.iter().enumerate().map(|(index, commentary)| {
            let text = self.read_body(&commentary.text, 2, &format!("commentary-{}-", index + 1), reading);
            CommentaryView { expert: self.person_card(&commentary.expert.value), text }.into()
        });
        written.collect()
    }

    fn question(&self, question: &Question, number: usize) -> Value {
        let letters: Vec<String> = ('A'..='Z').map(String::from).collect();
        let right: Vec<&str> = question
            .choices
            .iter()
            .zip(&letters)
            .filter(|(choice, _)| choice.right)
            .map(|(_, letter)| letter.as_str())
            .collect();
        QuestionView {
            question: self.body(&question.question, 3, &format!("question-{number}-")),
            multiple: question.is_multiple(),
            choices: question
                .choices
                .iter()
                .zip(&letters)
                .map(|(choice, letter)| {
                    let id_prefix = format!("question-{number}-{}-", letter.to_lowercase());
                    ChoiceView {
                        letter: letter.clone(),
                        text: self.body(&choice.text, 3, &id_prefix),
                        right: choice.right,
                        feedback: choice.feedback.as_ref().map(|body| self.body(body, 3, &format!("{id_prefix}why-"))),
                    }
                    .into()
                })
                .collect(),
            answer: right.join(self.strings.get("credits.separator")),
            explanation: question
                .explanation
                .as_ref()
                .map(|body| self.body(body, 3, &format!("question-{number}-why-"))),
            evidence: self.target(&question.evidence_target),
        }
        .into()
    }

    fn credits(&self, issue: &Issue) -> Vec<Value> {
        let mut roles: Vec<_> = issue.credits.iter().map(|credit| credit.role).collect();
        roles.sort();
        roles.dedup();
        roles
            .into_iter()
            .map(|role| {
                let people = issue
                    .credits
                    .iter()
                    .filter(|credit| credit.role == role)
                    .map(|credit| self.person_card(&credit.person.value));
                CreditView { role: role.name().to_owned(), people: people.collect() }.into()
            })
            .collect()
    }
}

fn references(issue: &Issue) -> Vec<Value> {
    let entries = issue.references.iter().map(|reference| {
        ReferenceView {
            citation: reference.citation.clone(),
            url: reference.address(),
            doi: reference.doi.as_ref().map(ToString::to_string),
            pmid: reference.pmid.as_ref().map(ToString::to_string),
        }
        .into()
    });
    entries.collect()
}

fn corrections(issue: &Issue) -> Vec<Value> {
    let entries = issue.corrections.iter().map(|correction| {
        CorrectionView {
            date: correction.date.to_string(),
            kind: correction.kind.name().to_owned(),
            was: correction.was.clone(),
            now: correction.now.clone(),
            note: correction.note.clone(),
            doi: correction.doi.as_ref().map(ToString::to_string),
            url: correction.doi.as_ref().map(Doi::url),
        }
        .into()
    });
    entries.collect()
}

fn comments(issue: &Issue) -> Value {
    let shown = issue.comments.shown.iter().map(|comment| {
        CommentView {
            author: comment.author.clone(),
            date: comment.date.map(|date| date.to_string()),
            text: comment.text.clone(),
            likes: comment.likes,
        }
        .into()
    });
    CommentsView { count: issue.comments.count, more: issue.comments.more.clone(), shown: shown.collect() }.into()
}
