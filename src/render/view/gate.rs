//! The views of the gate and of the page on which a reader sees what was given.

use tera::Value;

use super::builder::Builder;
use super::{Html, object};
use crate::model::address;
use crate::model::consent::{
    Consent, ConsentAnswer, ConsentChoice, ConsentQuestion, ConsentText, OTHERS, Scope, StepKind, Texts,
};

/// Stands in a rendered gate for the title of the page: everything else of it is the same on all pages.
pub const PAGE_TITLE: &str = "\u{FDD0}";

view! {
    /// What every page gets for the gate, as `gate`. Its place in the page is made by postil.
    GateMount {
        /// How much of the page stands behind the question: `open`, `body` or `page`.
        scope: String,
        /// The security policy, and on a gated page what closes it before the first paint.
        head: Html,
        /// The gate itself, the first thing in the body.
        body: Html,
        /// What of the gate comes after the title of the page; empty where a theme's gate does not name it.
        rest: Html,
        /// What stands where the text would, on a page that is public in part.
        panel: Html,
        /// The attributes by which `<main>` is closed even where no style sheet and no script arrive.
        hidden: Html,
    }

    /// What `gate.html` and `gate-panel.html` get, as `consent`.
    GateView {
        /// `body` or `page`.
        scope: String,
        /// The place of the title of the page: at most once in `gate.html`.
        page_title: String,
        /// What is asked, in its order: GateStepView.
        steps: Vec<Value>,
        /// How many of the steps a reader has to answer: all but reviews and the last.
        count: usize,
        /// Whether answers are reviewed: then there is no box to tick for who has no scripts.
        reviewed: bool,
        /// What must be agreed to, for the panel, with ids of its own: title, body.
        panel_agreements: Vec<Value>,
        /// Who asks, for what, and what rights a reader has: title, body.
        notice: Value,
        /// The same for the panel, with ids of its own: title, body.
        panel_notice: Value,
        /// Whether a choice ends the way of who is not a professional.
        refuses: bool,
        /// Words in place of the theme's: `declined`, `refused`, `review`, `pending`, `rejected`, `failed`, `passed`, `reviewed`,
        /// each title and body, or none.
        words: Value,
        /// The page on which a reader sees and withdraws what was given.
        url: String,
    }

    /// A step of the gate.
    GateStepView {
        /// `agreement`, `optional`, `questions`, `review` or `passed`.
        kind: String,
        /// What the record is kept for; of a review, what its case is kept for.
        purpose: Option<String>,
        /// The purposes whose answers a review is of.
        reviews: Vec<Value>,
        /// Whether the purpose can be passed over.
        optional: bool,
        /// The heading.
        title: Option<String>,
        /// What it says.
        body: Option<Html>,
        /// The word of the button that agrees, if not the theme's.
        agree: Option<String>,
        /// The word of the button that declines or passes over, if not the theme's.
        decline: Option<String>,
        /// What is asked: GateQuestionView.
        questions: Vec<Value>,
        /// Where answers are sent.
        endpoint: Option<String>,
        /// Seconds until the page opens.
        seconds: Option<u32>,
    }

    /// A question to a reader.
    GateQuestionView {
        /// Its name in the record.
        id: String,
        /// What is asked.
        label: String,
        /// A remark below it.
        hint: Option<String>,
        /// Whether there has to be an answer.
        required: bool,
        /// `text`, `single` or `multiple`.
        kind: String,
        /// The most characters of an answer in words.
        limit: Option<u32>,
        /// The choices: id, label, refuse.
        choices: Vec<Value>,
    }

    /// What `consent.html` gets, as `consent`.
    ConsentView {
        /// What records can be kept for: purpose, title, optional, body, and `endpoints`, where its answers are sent.
        purposes: Vec<Value>,
        /// The notice: title, body.
        notice: Value,
        /// Days for which an answer is remembered.
        days: u32,
        /// The version of the policy.
        version: String,
    }
}

impl Builder<'_> {
    /// The gate of this language for pages of a scope.
    pub fn gate(&self, consent: &Consent, scope: Scope) -> Value {
        let empty = Texts::default();
        let texts = consent.texts.get(self.language()).unwrap_or(&empty);
        let steps: Vec<Value> = consent.steps.iter().map(|step| self.gate_step(consent, texts, &step.kind)).collect();
        let refuses = texts.steps.values().flat_map(|text| &text.questions).any(|question| match &question.answer {
            ConsentAnswer::Single(choices) | ConsentAnswer::Multiple(choices) => choices.iter().any(|it| it.refuse),
            ConsentAnswer::Text { .. } => false,
        });
        let words = OTHERS.map(|name| (name, self.consent_text(texts.others.get(name), &format!("gate-{name}-"))));
        let agreements = consent.required().filter_map(|purpose| texts.steps.get(purpose));
        GateView {
            scope: scope.name().to_owned(),
            page_title: PAGE_TITLE.to_owned(),
            count: consent.steps.iter().filter(|step| step.kind.is_answered()).count(),
            reviewed: consent.has_review(),
            panel_agreements: agreements
                .map(|text| self.consent_text(Some(text), &format!("gate-panel-{}-", text.name)))
                .collect(),
            steps,
            notice: self.consent_text(texts.notice.as_ref(), "gate-notice-"),
            panel_notice: self.consent_text(texts.notice.as_ref(), "gate-panel-notice-"),
            refuses,
            words: object(words),
            url: self.url(address::CONSENT),
        }
        .into()
    }

    fn gate_step(&self, consent: &Consent, texts: &Texts, kind: &StepKind) -> Value {
        let (purpose, text) = match kind {
            StepKind::Agreement { purpose } | StepKind::Optional { purpose } => (Some(purpose), Some(purpose)),
            StepKind::Questions { purpose, text } => (Some(purpose), Some(text)),
            StepKind::Review { name, .. } => (Some(name), None),
            StepKind::Passed { .. } => (None, None),
        };
        let text = text.and_then(|text| texts.steps.get(text));
        let optional = consent
            .steps
            .iter()
            .any(|step| matches!(&step.kind, StepKind::Optional { purpose: other } if Some(other) == purpose));
        GateStepView {
            kind: kind.name().to_owned(),
            purpose: purpose.cloned(),
            reviews: match kind {
                StepKind::Review { purposes, .. } => purposes.iter().map(|purpose| purpose.as_str().into()).collect(),
                _ => Vec::new(),
            },
            optional,
            title: text.map(|text| text.title.clone()),
            body: text
                .filter(|text| !text.body.is_empty())
                .map(|text| self.body(&text.body, 1, &format!("gate-{}-", text.name))),
            agree: text.and_then(|text| Some(text.agree.as_ref()?.value.clone())),
            decline: text.and_then(|text| Some(text.decline.as_ref()?.value.clone())),
            questions: text.map(|text| text.questions.iter().map(question).collect()).unwrap_or_default(),
            endpoint: match kind {
                StepKind::Review { endpoint, .. } => Some(endpoint.address().to_owned()),
                _ => None,
            },
            seconds: match kind {
                StepKind::Passed { seconds } => Some(*seconds),
                _ => None,
            },
        }
        .into()
    }

    /// The page on which a reader sees and withdraws what was given.
    pub fn consent_page(&self, consent: &Consent) -> Value {
        let empty = Texts::default();
        let texts = consent.texts.get(self.language()).unwrap_or(&empty);
        let purposes = consent.steps.iter().filter_map(|step| {
            let (purpose, optional) = match &step.kind {
                StepKind::Agreement { purpose } => (purpose, false),
                StepKind::Optional { purpose } => (purpose, true),
                _ => return None,
            };
            let text = texts.steps.get(purpose)?;
            let endpoints = consent.reviews().filter(|(of, _)| of.contains(purpose));
            Some(object([
                (
                    "endpoints",
                    endpoints.map(|(_, it)| Value::from(it.address().trim_end_matches('/'))).collect::<Vec<_>>().into(),
                ),
                ("purpose", purpose.as_str().into()),
                ("title", text.title.as_str().into()),
                ("optional", optional.into()),
                ("body", self.body(&text.body, 2, &format!("{purpose}-")).into()),
            ]))
        });
        ConsentView {
            purposes: purposes.collect(),
            notice: self.consent_text(texts.notice.as_ref(), "notice-"),
            days: consent.remember_days,
            version: consent.policy_version.clone(),
        }
        .into()
    }

    fn consent_text(&self, text: Option<&ConsentText>, id_prefix: &str) -> Value {
        text.map_or_else(Value::none, |text| {
            object([("title", text.title.as_str().into()), ("body", self.body(&text.body, 2, id_prefix).into())])
        })
    }
}

fn question(question: &ConsentQuestion) -> Value {
    let (kind, limit, choices): (_, _, &[ConsentChoice]) = match &question.answer {
        ConsentAnswer::Text { limit } => ("text", Some(*limit), &[]),
        ConsentAnswer::Single(choices) => ("single", None, choices),
        ConsentAnswer::Multiple(choices) => ("multiple", None, choices),
    };
    let choices = choices.iter().map(|choice| {
        object([
            ("id", choice.id.as_str().into()),
            ("label", choice.label.as_str().into()),
            ("refuse", choice.refuse.into()),
        ])
    });
    GateQuestionView {
        id: question.id.clone(),
        label: question.label.clone(),
        hint: question.hint.clone(),
        required: question.required,
        kind: kind.to_owned(),
        limit,
        choices: choices.collect(),
    }
    .into()
}
