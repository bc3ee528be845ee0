//! The texts of new files in the languages that postil writes: Chinese, and English for every other.
//!
//! Never decides what goes into a file; it only fills the slots of a template, each value already in its form.

use super::yaml;
use crate::model::language::Language;
use crate::model::placeholder::{self, TITLES};

/// Texts of one language.
pub(super) struct Texts {
    pub(super) config: &'static str,
    pub(super) people: &'static str,
    pub(super) glossary: &'static str,
    pub(super) about: &'static str,
    pub(super) consent_notice: &'static str,
    pub(super) consent_identity: &'static str,
    pub(super) consent_questions: &'static str,
    pub(super) first_column: &'static str,
    pub(super) first_issue: &'static str,
    pub(super) issue: &'static str,
    /// What a repository says of itself to who writes in it.
    pub(super) readme: &'static str,
    /// What is to be done once on GitHub.
    pub(super) on_github: &'static str,
    /// What is to be done once on GitLab.
    pub(super) on_gitlab: &'static str,
    /// What a workflow says of itself, as comments.
    pub(super) about_workflow: &'static str,
    /// The language of messages, as `--lang` takes it.
    pub(super) messages: &'static str,
    /// The same, as systems name it.
    pub(super) system_language: &'static str,
    /// The place of a publication that nothing is known of.
    pub(super) unpublished: &'static str,
    /// The place of references where there are none.
    pub(super) unreferenced: &'static str,
    /// A title for an issue that has none.
    pub(super) title: &'static str,
    /// A journal that is not known.
    pub(super) journal: &'static str,
    /// What stands where a record names no journal.
    pub(super) journal_missing: &'static str,
    /// Introduces the publisher of a paper without a journal.
    pub(super) publisher: &'static str,
    /// A paper of which only an id is known.
    pub(super) paper: &'static str,
    /// Introduces further registrations.
    pub(super) also: &'static str,
    column: &'static str,
    column_title: &'static str,
}

macro_rules! text {
    ($language:literal, $file:literal) => {
        include_str!(concat!($language, "/", $file))
    };
}

macro_rules! texts {
    ($language:literal, $($field:ident: $text:expr),*) => {
        Texts {
            config: text!($language, "config.toml"),
            people: text!($language, "people.yaml"),
            glossary: text!($language, "glossary.yaml"),
            about: text!($language, "about.md"),
            consent_notice: text!($language, "consent-notice.md"),
            consent_identity: text!($language, "consent-identity.md"),
            consent_questions: text!($language, "consent-questions.md"),
            first_column: text!($language, "site-column.md"),
            first_issue: text!($language, "site-issue.md"),
            issue: text!($language, "issue.md"),
            readme: text!($language, "readme.md"),
            on_github: text!($language, "on-github.md"),
            on_gitlab: text!($language, "on-gitlab.md"),
            about_workflow: text!($language, "about-workflow.yml"),
            unpublished: text!($language, "unpublished.yaml"),
            unreferenced: text!($language, "unreferenced.yaml"),
            column: text!($language, "column.md"),
            $($field: $text),*
        }
    };
}

static CHINESE: Texts = texts!("zh", 
    messages: "zh", system_language: "zh_CN.UTF-8",
    column_title: "示例专栏",
    title: TITLES[0], journal: "示例期刊", journal_missing: "记录里没有刊名，请补上",
    publisher: "；出版者：", paper: "示例文献", also: "记录里还有这些注册号：");

static ENGLISH: Texts = texts!(
    "en",

    messages: "en",
    system_language: "en_US.UTF-8",
    column_title: "Example Column",
    title: TITLES[1],
    journal: "Example Journal",
    journal_missing: "The record names no journal: write it here",
    publisher: "; its publisher: ",
    paper: "Example paper",
    also: "Registrations that the record names too: "
);

impl Texts {
    /// The texts for a site in a language.
    pub(super) fn of(language: &Language) -> &'static Self {
        if language.primary() == "zh" { &CHINESE } else { &ENGLISH }
    }

    /// The `column.md` of a new column.
    pub(super) fn new_column(&self, title: &str) -> String {
        let title = if title.trim().is_empty() { self.column_title } else { title };
        fill(self.column, &[("title", &yaml::scalar(title))])
    }
}

/// A template with its slots filled. A value is never searched for slots: a title may hold anything.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        // Words that an editor replaces, which are known as such.
        let words = name.strip_prefix(placeholder::MARK);
        let value = words.or_else(|| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value));
        debug_assert!(value.is_some(), "no value for `{name}`");
        filled.push_str(value.unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}
