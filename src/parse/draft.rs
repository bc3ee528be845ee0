//! What editors write, as types.
//!
//! Each field is defined once: reading it, its JSON Schema and its documentation all come from that definition.
//! A draft holds what was written, with its place, and never decides whether it makes sense; a field that could
//! not be read is empty in it, and has been reported.

use std::sync::Arc;

use crate::diag::{Checked, Diagnostic, Said, SourceText, Span, code};

use super::{front_matter, toml};

mod config;
mod consent;
mod field;
mod house;
mod issue;
mod others;
mod record;
mod schema;
mod theme;
mod told;

pub use config::{
    AnyStep, CacheDraft, ConfigDraft, ConsentSettingsDraft, MarkdownDraft, OutletsDraft, PassedStepDraft,
    PictureLimitsDraft, PublishDraft, ReviewStepDraft, RulesDraft, SiteScope, StepDraft, TextStep, TextStepDraft,
    UnknownStepDraft, WechatDraft,
};
pub use consent::{AnswerKind, ConsentChoiceDraft, ConsentDraft, ConsentQuestionDraft, PageScope};
pub use field::{
    ByLanguage, Choice, Decode, Holds, Inherited, LocalizedDraft, Map, Need, OneOrMany, Original, Required, Slot, Text,
    Whole, Wholes,
};
pub use house::{
    HouseDraft, HouseTitleDraft, JournalDraft, Letter, NumberStyleDraft, PStyleDraft, TermDraft, UnitsDraft, WordsDraft,
};
pub use issue::{
    AcceptDraft, ArmDraft, ChoiceDraft, CommentaryDraft, CorrectionDraft, CoverDraft, CreditDraft, FindingDraft,
    FullChoiceDraft, IssueDraft, PublicationDraft, PublishedDraft, QuestionDraft, ReferenceDraft, TrialDraft,
};
pub use others::{
    ColumnDraft, CommentDraft, CommentsDraft, KeptDraft, LinkDraft, PageDraft, PersonDraft, SignatureDraft,
    SignedRowDraft,
};
pub use schema::{KINDS, Kind, part_of, schema};
pub use theme::{ThemeDraft, WishesDraft};
pub use told::{TOLD, schema_in, sentences};

use field::Context;

/// A file that was read: its front matter as a draft, and where its body stands.
#[derive(Debug, Clone)]
pub struct Draft<T> {
    /// The file.
    pub source: Arc<SourceText>,
    /// What its front matter says.
    pub front: T,
    /// The bytes of its body.
    pub body: Span,
    /// The place of the front matter as a whole.
    pub fence: Span,
}

/// Reads an issue.
pub fn issue(source: &Arc<SourceText>) -> Checked<Option<Draft<IssueDraft>>> {
    markdown_file(source, false)
}

/// Reads the translation of an issue: the same fields, but what does not depend on the language may be left out.
pub fn translation(source: &Arc<SourceText>) -> Checked<Option<Draft<IssueDraft>>> {
    markdown_file(source, true)
}

/// Reads a column.
pub fn column(source: &Arc<SourceText>) -> Checked<Option<Draft<ColumnDraft>>> {
    markdown_file(source, false)
}

/// Reads a page.
pub fn page(source: &Arc<SourceText>) -> Checked<Option<Draft<PageDraft>>> {
    markdown_file(source, false)
}

/// Reads a text of the consent.
pub fn consent(source: &Arc<SourceText>) -> Checked<Option<Draft<ConsentDraft>>> {
    markdown_file(source, false)
}

/// Reads `people.yaml`.
pub fn people(source: &Arc<SourceText>) -> Checked<Option<Map<PersonDraft>>> {
    yaml_file(source)
}

/// Reads `glossary.yaml`.
pub fn glossary(source: &Arc<SourceText>) -> Checked<Option<Map<LocalizedDraft>>> {
    yaml_file(source)
}

/// Reads `comments.yaml`.
pub fn comments(source: &Arc<SourceText>) -> Checked<Option<CommentsDraft>> {
    yaml_file(source)
}

/// Reads `signatures.yaml`.
pub fn signatures(source: &Arc<SourceText>) -> Checked<Option<Map<SignatureDraft>>> {
    yaml_file(source)
}

/// Reads the numbers that were put elsewhere.
pub fn kept(source: &Arc<SourceText>) -> Checked<Option<Map<KeptDraft>>> {
    yaml_file(source)
}

/// Reads `config.toml`.
pub fn config(source: &Arc<SourceText>) -> Checked<Option<ConfigDraft>> {
    toml_file(source)
}

/// Reads `theme.toml`.
pub fn theme(source: &Arc<SourceText>) -> Checked<Option<ThemeDraft>> {
    toml_file(source)
}

fn toml_file<T: Decode>(source: &Arc<SourceText>) -> Checked<Option<T>> {
    let mut all = Said::default();
    let root = toml::read(source).into_value(&mut all);
    let mut cx = Context::toml(source);
    let value = T::decode(&root, &mut cx);
    // What a line that cannot be read made of its value is no fault of the value's type.
    let line = |it: &Diagnostic| it.place.as_ref().map(|place| source.line_column(place.span.start).0);
    let unread: Vec<Option<usize>> = all.iter().map(line).collect();
    let is_own = |it: &Diagnostic| it.code != code::S002 || !unread.contains(&line(it));
    all.extend(cx.diagnostics.into_iter().filter(is_own));
    Checked::new(value, all)
}

fn markdown_file<T: Decode>(source: &Arc<SourceText>, translation: bool) -> Checked<Option<Draft<T>>> {
    let mut all = Said::default();
    let Some(document) = front_matter::read(source).into_value(&mut all) else {
        return Checked::new(None, all);
    };
    let mut cx = Context::new(source, &document.forgiven, translation);
    let front = cx.decode_root(&document.root);
    all.extend(cx.diagnostics);
    let draft = front.map(|front| Draft {
        source: Arc::clone(source),
        front,
        body: document.body.clone(),
        fence: document.root.span.clone(),
    });
    Checked::new(draft, all)
}

fn yaml_file<T: Decode>(source: &Arc<SourceText>) -> Checked<Option<T>> {
    let mut all = Said::default();
    let Some(document) = front_matter::read_yaml(source).into_value(&mut all) else {
        return Checked::new(None, all);
    };
    let mut cx = Context::new(source, &document.forgiven, false);
    let value = cx.decode_root(&document.root);
    all.extend(cx.diagnostics);
    Checked::new(value, all)
}
