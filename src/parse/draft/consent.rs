//! The fields of the texts that a reader agrees to.
//!
//! Never reads them: see [`field`](super::field).

use super::field::{Choice, Required, Text};
use super::record::record;
use crate::diag::{self, At, text};
use crate::model::consent::Scope;

record! {
    /// The front matter of a text in content/consent/; below it stands what it says.
    pub struct ConsentDraft as text!("the text") {
        /// Its heading.
        pub title: Required<Text> as Title = "身份认证协议书",
        /// What stands on the button that agrees, if not the theme's word.
        pub agree: Option<Text> as Words = "同意",
        /// What stands on the button that declines or passes over, if not the theme's word.
        pub decline: Option<Text> as Words = "拒绝",
        /// The questions that it asks.
        pub questions: Vec<ConsentQuestionDraft>,
    }
}

record! {
    /// Something that a reader is asked about themselves.
    pub struct ConsentQuestionDraft as text!("the question") {
        /// Its name in the record, the same in every language.
        pub id: Required<Text> as Verbatim = "role",
        /// What is asked.
        pub label: Required<Text> as Words = "您的身份",
        /// A remark below it.
        pub hint: Option<Text> as Words = "可多选",
        /// Whether there has to be an answer.
        pub required: Option<At<bool>> = "true",
        /// How it is answered: in words (`text`), with one choice (`single`) or several (`multiple`).
        pub kind: Required<At<AnswerKind>> = "single",
        /// What can be chosen.
        pub choices: Vec<ConsentChoiceDraft>,
        /// The most characters of an answer in words.
        pub limit: Option<At<u32>> = "100",
    }
}

record! {
    /// A choice of a question.
    pub struct ConsentChoiceDraft as text!("the choice") {
        /// What is kept in the record, the same in every language.
        pub id: Required<Text> as Verbatim = "physician",
        /// What the reader sees.
        pub label: Required<Text> as Words = "医师",
        /// Whether who chooses it is not a professional, and cannot go on.
        pub refuse: Option<At<bool>> = "true",
    }
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// In words.
    Text,
    /// With one choice.
    Single,
    /// With any of the choices.
    Multiple,
}

impl Choice for AnswerKind {
    const NAMES: &'static [(&'static str, Self)] =
        &[("text", Self::Text), ("single", Self::Single), ("multiple", Self::Multiple)];
    const WHAT: diag::Text = text!("a kind of question");
}

impl Choice for Scope {
    const NAMES: &'static [(&'static str, Self)] = &[("false", Self::Open), ("body", Self::Body), ("page", Self::Page)];
    const WHAT: diag::Text = text!("how much an issue withholds");
}

/// How much a page that is no issue withholds: everything or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageScope(pub Scope);

impl Choice for PageScope {
    const NAMES: &'static [(&'static str, Self)] = &[("false", Self(Scope::Open)), ("page", Self(Scope::Page))];
    const WHAT: diag::Text = text!("how much a page withholds");
}
