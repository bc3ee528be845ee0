//! The law of conservation: every letter and digit of a manuscript stands in the issue, or in the list of what does not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::block::Account;
use crate::diag::{OffsetMap, SourceText, Written};
use crate::model::body::Kind;
use crate::parse::draft::{self, ChoiceDraft, IssueDraft};
use crate::parse::markdown::{MarkdownOptions, parse};

/// The words of an issue as postil reads them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Landed {
    /// Those of its fields.
    pub fields: String,
    /// Those of its text.
    pub body: String,
}

/// How many letters and digits a text has.
pub fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Reads the words of an `issue.md`.
pub fn landed(path: &str, text: &str) -> Landed {
    let source = SourceText::new(path, text);
    let Some(draft) = draft::issue(&source).value else { return Landed::default() };
    let body = text.get(draft.body.clone()).unwrap_or_default();
    Landed { fields: fields(&draft.front, &source), body: words(body, &source) }
}

fn fields(front: &IssueDraft, source: &Arc<SourceText>) -> String {
    let mut all: Vec<String> = Vec::new();
    let markdown = |written: &Written| words(&written.text, source);
    all.extend(front.title.0.iter().map(|it| it.value.clone()));
    all.extend(front.todo.iter().map(|it| it.value.clone()));
    all.extend(front.key_findings.iter().map(markdown));
    all.extend(front.commentary.iter().filter_map(|it| it.text.0.as_ref()).map(markdown));
    all.extend([&front.disclosures, &front.funding].into_iter().flatten().map(|it| it.value.clone()));
    for question in &front.quiz {
        all.extend(question.question.0.iter().chain(&question.explanation).map(markdown));
        all.extend(question.choices.iter().filter_map(|choice| match choice {
            ChoiceDraft::Plain(text) => Some(markdown(text)),
            ChoiceDraft::Full(choice) => choice.text.0.as_ref().map(markdown),
        }));
    }
    front.references.or(None, |references| {
        all.extend(references.iter().filter_map(|it| it.citation.0.as_ref()).map(|it| it.value.clone()));
    });
    all.join("\n")
}

/// The words of a text of Markdown. What is said of a picture to those who do not see it is no word of the text.
fn words(text: &str, source: &Arc<SourceText>) -> String {
    let body = parse(text, &OffsetMap::shifted(0), source, &MarkdownOptions::default()).value;
    let mut words = String::new();
    let mut at = 0;
    while let Some(node) = body.nodes().get(at) {
        match node.kind {
            Kind::Image(_) => {
                at = body.end_of(at);
                continue;
            }
            Kind::Text | Kind::Code | Kind::CodeBlock { .. } | Kind::Math { .. } => words.push_str(body.text(node)),
            _ => words.push(' '),
        }
        at += 1;
    }
    words
}

/// How often each letter and digit stands in some texts. A digit above the line is the digit.
fn counted<'t>(texts: impl IntoIterator<Item = &'t str>) -> BTreeMap<char, i64> {
    let mut counts = BTreeMap::new();
    for c in texts.into_iter().flat_map(str::chars).filter(|c| c.is_alphanumeric()) {
        *counts.entry(on_the_line(c)).or_insert(0) += 1;
    }
    counts
}

fn on_the_line(c: char) -> char {
    match c {
        '⁰' | '⁴'..='⁹' => char::from_u32(u32::from(c) - u32::from('⁰') + u32::from('0')).unwrap_or(c),
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        c => c,
    }
}

/// Letters that a manuscript has more often than the issue and the list of what is not in it, and the other way round: both
/// empty where none is lost and none invented.
pub fn unaccounted(manuscript: &str, account: &Account, landed: &Landed) -> (String, String) {
    let before = counted([manuscript].into_iter().chain(account.added.iter().map(String::as_str)));
    let left_out = account.left_out.iter().map(|(_, text)| text.as_str());
    let elsewhere = left_out.chain(account.became.iter().map(String::as_str));
    let after = counted([landed.fields.as_str(), landed.body.as_str()].into_iter().chain(elsewhere));
    let (mut lost, mut invented) = (String::new(), String::new());
    let mut all: Vec<char> = before.keys().chain(after.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    for c in all {
        let more = before.get(&c).unwrap_or(&0) - after.get(&c).unwrap_or(&0);
        let into = if more > 0 { &mut lost } else { &mut invented };
        into.extend(std::iter::repeat_n(c, usize::try_from(more.abs()).unwrap_or_default()));
    }
    (lost, invented)
}
