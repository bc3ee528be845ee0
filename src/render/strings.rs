//! The interface strings of a theme: the words around what editors write, in each language of the site.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::Value;

use super::chart;
use crate::diag::{Diagnostic, Said, SourceText, code, text};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::outlet::{Outlet, Outlets};
use crate::text::toml::fault;

mod field;
mod stranger;

pub use field::roles;

/// The interface strings of a language.
#[derive(Debug, Clone)]
pub struct Strings {
    /// By dotted name: `parts.quiz`.
    flat: BTreeMap<String, String>,
    /// As templates get them.
    value: Value,
}

impl Strings {
    /// All of them by their dotted names.
    pub fn flat(&self) -> &BTreeMap<String, String> {
        &self.flat
    }

    /// A string by its dotted name; the name itself where there is none, which [`prepare`](super::theme::prepare) has reported.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.flat.get(name).map_or(name, String::as_str)
    }

    /// The title of an issue as readers see it anywhere: that its paper was retracted or is in doubt stands before it.
    pub fn title_of<'a>(&self, issue: &'a Issue) -> Cow<'a, str> {
        match self.title_mark(issue) {
            Some(mark) => Cow::Owned(format!("{mark}{}", issue.title)),
            None => Cow::Borrowed(&issue.title),
        }
    }

    /// What stands before the title of an issue.
    pub fn title_mark(&self, issue: &Issue) -> Option<&str> {
        match (issue.is_retracted(), issue.is_in_doubt()) {
            (true, _) => Some(self.get("issue.retracted_prefix")),
            (_, true) => Some(self.get("issue.concern_prefix")),
            _ => None,
        }
    }

    /// All of them as a value for templates.
    pub fn value(&self) -> Value {
        self.value.clone()
    }
}

/// Interface strings that postil's own outputs need, whatever the theme.
const OWN_STRINGS: &[&str] = &[
    "archive.title",
    "body.footnote",
    "body.footnote_back",
    "body.footnotes",
    "body.note",
    "body.source",
    "body.table_scroll",
    "body.task_done",
    "body.task_open",
    "body.warning",
    "consent.title",
    "corrections.clarification",
    "corrections.concern",
    "corrections.correction",
    "corrections.notice",
    "corrections.now",
    "corrections.retraction",
    "corrections.was",
    "credits.separator",
    "description.archive",
    "description.column",
    "description.consent",
    "description.people",
    "description.person",
    "description.tag",
    "description.tags",
    "elsewhere.at",
    "elsewhere.concern",
    "elsewhere.gone",
    "elsewhere.head",
    "elsewhere.link",
    "elsewhere.number",
    "elsewhere.others",
    "elsewhere.retracted",
    "finding.colon",
    "gate.description",
    "gate.withheld",
    "issue.concern_prefix",
    "issue.retracted_prefix",
    "not_found.title",
    "people.title",
    "redirect.title",
    "site.preview",
    "tags.title",
];

/// Those that an outlet needs besides, where a site has it.
const OUTLET_STRINGS: &[(Outlet, &[&[&str]])] = &[
    (Outlet::Data, &[&["outlets.findings", "outlets.findings_about"]]),
    (Outlet::Epub, &[ARTICLE_STRINGS]),
    (Outlet::Jats, &[ARTICLE_STRINGS]),
    (Outlet::Abstract, &[RESULT_STRINGS, &["home.read", "issue.concern", "issue.retracted"]]),
    (
        Outlet::Slides,
        &[
            RESULT_STRINGS,
            &[
                "parts.commentary",
                "parts.key_findings",
                "parts.references",
                "trial.arms",
                "trial.participants",
                "trial.phase",
                "trial.planned",
                "trial.publication",
                "trial.registration",
                "trial.separator",
            ],
        ],
    ),
    (
        Outlet::Print,
        &[
            RESULT_STRINGS,
            &[
                "home.read",
                "issue.concern",
                "issue.retracted",
                "parts.commentary",
                "parts.key_findings",
                "parts.references",
                "references.publication",
            ],
        ],
    ),
    (
        Outlet::Mail,
        &[&[
            "finding.mean",
            "finding.median",
            "finding.met",
            "finding.noninferior",
            "finding.not_met",
            "finding.not_noninferior",
            "finding.primary",
            "home.read",
            "issue.concern_banner",
            "issue.number",
            "issue.retracted_banner",
            "site.notice",
        ]],
    ),
    (Outlet::Wechat, &[ARTICLE_STRINGS, RESULT_STRINGS, &["home.read", "issue.concern", "issue.retracted"]]),
];

/// What is said of a result that is shown by itself, and of its trial.
const RESULT_STRINGS: &[&str] = &[
    "finding.adjusted",
    "finding.exploratory",
    "finding.margin",
    "finding.mean",
    "finding.median",
    "finding.met",
    "finding.noninferior",
    "finding.not_met",
    "finding.not_noninferior",
    "finding.p_value",
    "finding.primary",
    "finding.primary_met",
    "finding.primary_noninferior",
    "finding.primary_not_met",
    "finding.primary_not_noninferior",
    "finding.safety",
    "finding.secondary",
    "issue.number",
    "trial.arm_size",
    "trial.enrolled",
    "trial.phase_value",
];

/// What is said around the texts of an issue where all of it stands elsewhere.
const ARTICLE_STRINGS: &[&str] = &[
    "column.team",
    "corrections.notice",
    "corrections.now",
    "corrections.was",
    "credits.disclosures",
    "credits.funding",
    "finding.adjusted",
    "finding.effect",
    "finding.exploratory",
    "finding.margin",
    "finding.mean",
    "finding.median",
    "finding.met",
    "finding.noninferior",
    "finding.not_met",
    "finding.not_noninferior",
    "finding.p_value",
    "finding.primary",
    "finding.safety",
    "finding.secondary",
    "issue.concern_banner",
    "issue.number",
    "issue.retracted_banner",
    "issue.sponsor",
    "parts.commentary",
    "parts.comments",
    "parts.corrections",
    "parts.credits",
    "parts.introduction",
    "parts.key_findings",
    "parts.quiz",
    "parts.references",
    "quiz.answer",
    "quiz.question",
    "references.publication",
    "roles.compilation",
    "roles.correspondent",
    "roles.editing",
    "roles.interpretation",
    "roles.review",
    "roles.translation",
    "share.links",
    "trial.arm_size",
    "trial.name",
];

/// Interface strings as they are gathered: language tag -> dotted name -> string, and where a language was read last.
#[derive(Default)]
pub(super) struct StringFiles {
    texts: BTreeMap<String, BTreeMap<String, toml::Value>>,
    files: BTreeMap<String, Arc<SourceText>>,
    /// Every file that was read, in the order of the layers.
    all: Vec<Arc<SourceText>>,
}

impl StringFiles {
    pub(super) fn read(&mut self, tag: &str, source: &Arc<SourceText>, said: &mut Said) {
        let table: toml::Table = match toml::from_str(&source.text) {
            Ok(table) => table,
            Err(error) => {
                let end = source.text.len();
                let span = error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end));
                said.push(
                    Diagnostic::new(code::S001, fault(error.message()))
                        .at(source, span)
                        .help(text!("a line is `name = \"text\"`; a group begins with `[name]`")),
                );
                return;
            }
        };
        flatten("", &table, self.texts.entry(tag.to_owned()).or_default());
        self.files.insert(tag.to_owned(), Arc::clone(source));
        self.all.push(Arc::clone(source));
    }

    /// The tags of what stands in for the words of a language, the nearest first, and whether they are its own.
    fn serving(&self, language: &Language) -> Vec<(&str, bool)> {
        let near = |tag: &String| language.distance(&Language::parse(tag)?);
        let mut tags: Vec<(u8, &str)> = self.texts.keys().filter_map(|tag| Some((near(tag)?, tag.as_str()))).collect();
        tags.sort_unstable();
        tags.into_iter().map(|(distance, tag)| (tag, distance <= Language::OWN)).collect()
    }

    /// Every name that some language of the theme has, and those that postil or an outlet of the site needs.
    fn wanted(&self, outlets: &Outlets) -> BTreeSet<String> {
        let own = own_strings(|outlet| outlets.has(outlet)).map(str::to_owned);
        self.texts.values().flat_map(|texts| texts.keys().cloned()).chain(own).collect()
    }

    /// The strings of each language of the site. Where a language has none of its own, those of a near one stand in
    /// for them, which is said once; what none has is reported.
    pub(super) fn complete(
        self,
        languages: &[Language],
        outlets: &Outlets,
        folder: &str,
        said: &mut Said,
    ) -> BTreeMap<Language, Strings> {
        let wanted = self.wanted(outlets);
        let mut all = BTreeMap::new();
        let mut lacking: Vec<Lacking> = Vec::new();
        for language in languages {
            let tags = self.serving(language);
            let Some((first, _)) = tags.first() else {
                said.push(
                    Diagnostic::new(code::T006, text!("the theme has no strings for the language `{language}`", language = language.tag()))
                        .path(format!("{folder}/i18n/{language}.toml"))
                        .help(text!("make a theme of your own with `extends = \"default\"` and put its words into `i18n/{language}.toml`, or take the language out of `languages` in config.toml", language = language.tag())),
                );
                continue;
            };
            let mut texts = BTreeMap::new();
            let mut lacks = Lacking::new(language);
            for name in &wanted {
                match tags.iter().find_map(|(tag, is_own)| Some((*tag, *is_own, self.texts[*tag].get(name)?))) {
                    Some((tag, is_own, value)) => {
                        if !is_own {
                            lacks.add(name, tag);
                        }
                        texts.insert(name.clone(), value.clone());
                    }
                    None => said.push(missing(name, &self.files[*first])),
                }
            }
            if lacks.count > 0 {
                lacking.push(lacks);
            }
            let flat =
                texts.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
            all.insert(language.clone(), Strings { flat, value: nest(&texts) });
        }
        said.extend(Lacking::said(&lacking, wanted.len(), folder));
        all
    }
}

/// The strings that postil itself needs, with those of some outlets.
fn own_strings(has: impl Fn(Outlet) -> bool) -> impl Iterator<Item = &'static str> {
    let charts = chart::STRINGS.iter().map(|(name, _)| *name);
    let outlets = OUTLET_STRINGS.iter().filter(move |(outlet, _)| has(*outlet));
    let outlets = outlets.flat_map(|(_, lists)| lists.iter().copied().flatten());
    OWN_STRINGS.iter().chain(outlets).copied().chain(charts)
}

/// A word that no language which could stand in has.
fn missing(name: &str, file: &Arc<SourceText>) -> Diagnostic {
    let end = file.text.len();
    Diagnostic::new(code::T006, text!("the string `{name}` is missing", name))
        .at(file, end..end)
        .help(text!("add `{line}` with its text in this language", line = name.replace('.', "` → `")))
}

/// The words that a language has not, and another one has.
struct Lacking {
    /// The language.
    tag: String,
    /// How many they are.
    count: usize,
    /// The first of them.
    first: String,
    /// The languages that stand in.
    others: BTreeSet<String>,
}

impl Lacking {
    fn new(language: &Language) -> Self {
        Self { tag: language.tag().to_owned(), count: 0, first: String::new(), others: BTreeSet::new() }
    }

    fn add(&mut self, name: &str, other: &str) {
        if self.count == 0 {
            name.clone_into(&mut self.first);
        }
        self.count += 1;
        self.others.insert(other.to_owned());
    }

    /// What there is to say of all languages of a site: one sentence.
    fn said(all: &[Self], words: usize, folder: &str) -> Option<Diagnostic> {
        let Self { tag, first, .. } = all.first()?;
        let one = |it: &Self| {
            let others: Vec<&str> = it.others.iter().map(String::as_str).collect();
            format!("{} {}/{words} → {}", it.tag, it.count, others.join(", "))
        };
        let list = all.iter().map(one).collect::<Vec<_>>().join("; ");
        let message = text!("readers see words of the theme in another language: {list}", list);
        Some(
            Diagnostic::new(code::T027, message)
                .path(format!("{folder}/i18n/{tag}.toml"))
                .help(text!("write them (the first is `{first}`) into `i18n/{tag}.toml` of a theme of your own: `postil new theme NAME` makes that file with the list to translate", first, tag)),
        )
    }
}

fn flatten(prefix: &str, table: &toml::Table, texts: &mut BTreeMap<String, toml::Value>) {
    for (name, value) in table {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, texts),
            other => {
                texts.insert(name, other.clone());
            }
        }
    }
}

/// Dotted names as nested maps again, after the layers were put together.
fn nest(texts: &BTreeMap<String, toml::Value>) -> Value {
    let mut root = toml::Table::new();
    for (name, value) in texts {
        let mut parts: Vec<&str> = name.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let mut table = &mut root;
        for part in parts {
            let entry = table.entry(part).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if !entry.is_table() {
                *entry = toml::Value::Table(toml::Table::new());
            }
            let toml::Value::Table(inner) = entry else { unreachable!("it was made a table just now") };
            table = inner;
        }
        table.insert(last.to_owned(), value.clone());
    }
    Value::from_serializable(&root)
}
