//! Draft -> what it stands for: one file at a time, what cannot be represented is refused.
//!
//! Ids become ids, names of arms become arms, Markdown becomes trees. Everything that is wrong in a file is said
//! in one run. Nothing here looks into another file but an issue's original, and nothing judges whether what is
//! said is true: that is for `link` and the rules.

use std::sync::Arc;

use crate::diag::{At, Checked, Diagnostic, Edit, OffsetMap, Said, SourceText, Span, Written};
use crate::model::body::Body;
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::statistic::Synonyms;
use crate::parse::draft::{Draft, IssueDraft};

mod chart;
mod consent;
mod elsewhere;
mod fault;
mod finding;
mod issue;
mod list;
mod name;
mod others;
mod quiz;
mod text;
mod trial;

/// Reads Markdown: the text, the way from it to its file, and the file.
pub type Markdown<'a> = dyn Fn(&str, &OffsetMap, &Arc<SourceText>) -> Checked<Body> + Sync + 'a;

/// What is known of a file besides its text.
pub struct Setting<'a> {
    /// The folder of the column, and its part of the address; empty for what belongs to no column.
    pub column: Arc<str>,
    /// The name of the folder (of an issue) or of the file without its ending (of a page).
    pub name: &'a str,
    /// The language of the file.
    pub language: Language,
    /// The languages of the site; empty if any will do.
    pub languages: &'a [Language],
    /// How Markdown is read.
    pub markdown: &'a Markdown<'a>,
    /// What the house calls measures of effect.
    pub synonyms: &'a Synonyms,
}

/// An issue, or a translation of `original`, which gives what the translation leaves out and no language changes.
pub fn issue(draft: Draft<IssueDraft>, setting: &Setting<'_>, original: Option<&Issue>) -> Checked<Issue> {
    let mut check = Validator::new(&draft.source, setting);
    let issue = issue::issue(&mut check, &draft, setting, original);
    Checked::new(issue, check.diagnostics)
}

pub use chart::{Data, Surroundings, chart};
pub use consent::consent;
pub use elsewhere::kept;
pub use others::{column, comments, glossary, page, people, signatures};

/// One file while it is looked at.
struct Validator<'a> {
    source: &'a Arc<SourceText>,
    language: Language,
    languages: &'a [Language],
    markdown: &'a Markdown<'a>,
    synonyms: &'a Synonyms,
    diagnostics: Said,
}

impl<'a> Validator<'a> {
    fn new(source: &'a Arc<SourceText>, setting: &Setting<'a>) -> Self {
        let Setting { languages, markdown, synonyms, .. } = *setting;
        Self { source, language: setting.language.clone(), languages, markdown, synonyms, diagnostics: Said::default() }
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn body(&mut self, written: &Written) -> Body {
        (self.markdown)(&written.text, &written.map, self.source).into_value(&mut self.diagnostics)
    }

    fn body_of_file(&mut self, range: Span) -> Body {
        let map = OffsetMap::shifted(range.start);
        (self.markdown)(&self.source.text[range], &map, self.source).into_value(&mut self.diagnostics)
    }

    /// Warns of an item that holds several, joined by a comma that YAML does not know.
    /// Between names that may hold one themselves (`is_certain`: they may not) nothing is repaired.
    fn chinese_commas(&mut self, items: &[At<String>], is_certain: bool) {
        for item in items {
            let parts: Vec<&str> = item.split(['，', '、']).map(str::trim).collect();
            if parts.len() > 1 && parts.iter().all(|part| !part.is_empty()) {
                let found = fault::chinese_comma(self.source, item.span.clone(), &parts);
                let edits = if is_certain { self.separated(item) } else { Vec::new() };
                self.say(found.fix(edits));
            }
        }
    }
}

impl Validator<'_> {
    /// The commas of an item that hold several, if all of it stands without quotation marks in a list in brackets.
    fn separated(&self, item: &At<String>) -> Vec<Edit> {
        let text = &self.source.text;
        let line = text[..item.span.start].rfind('\n').map_or(0, |at| at + 1);
        let in_brackets = text[line..item.span.start].trim_end().ends_with(['[', ',']);
        if text.get(item.span.clone()) != Some(&item.value) || !in_brackets {
            return Vec::new();
        }
        let commas = item.value.match_indices(['，', '、']);
        let edit = |(at, comma): (usize, &str)| {
            let rest = &item.value[at + comma.len()..];
            let blank = rest.len() - rest.trim_start().len();
            let start = item.span.start + at;
            Edit::new(start..start + comma.len() + blank, ", ")
        };
        commas.map(edit).collect()
    }
}

/// The text of an optional field.
fn plain(written: Option<&At<String>>) -> Option<String> {
    written.map(|text| text.value.clone())
}
