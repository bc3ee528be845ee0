//! E602: an abbreviation that nobody explains.
//!
//! One in the glossary of the house counts as explained.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Diagnostic, Said, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, Section};
use crate::lint::reading::words::stands_alone;
use crate::model::issue::Issue;

/// What every reader of the field knows, and what stands for nothing longer any more.
const KNOWN: &[&str] = &[
    "AIDS", "AJCC", "ASCO", "ASTRO", "CSCO", "CT", "DNA", "DOI", "EMA", "ESMO", "ESTRO", "FDA", "GB", "HIV", "ID",
    "II", "III", "IV", "JAMA", "MR", "MRI", "NCCN", "NEJM", "NIH", "NMPA", "NR", "NRG", "PET", "PMID", "RNA", "RTOG",
    "SCI", "TNM", "UICC", "UK", "USA", "US", "VI", "VII", "VIII", "WHO",
];

/// Where an abbreviation stands.
struct Use<'d, 'a> {
    passage: &'d Passage<'a>,
    range: Range<usize>,
    is_explained: bool,
}

/// Abbreviations are explained where they first stand.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue().filter(|_| desk.house.abbreviations) else { return };
    let mut uses: BTreeMap<&str, Vec<Use<'_, '_>>> = BTreeMap::new();
    for passage in document.passages.iter().filter(|passage| passage.section.is_read_through()) {
        for range in abbreviations(&passage.text) {
            let is_explained = is_explained(&passage.text, &range);
            if !passage.is_address(range.start) {
                uses.entry(&passage.text[range.clone()]).or_default().push(Use { passage, range, is_explained });
            }
        }
    }
    let names = names(issue);
    for (word, uses) in uses {
        let is_known = KNOWN.contains(&word)
            || desk.house.known.iter().any(|known| known == word)
            || desk.explains(word)
            || names.iter().any(|name| has_word(name, word));
        if !is_known {
            judge(word, &uses, said);
        }
    }
}

fn judge(word: &str, uses: &[Use<'_, '_>], said: &mut Said) {
    // Key findings stand before the text, which is where things are explained.
    let in_text = uses.iter().find(|it| it.passage.section == Section::Text);
    let Some(first) = in_text.or(uses.first()) else { return };
    let place = first.passage.span(first.range.clone());
    let help = text!(
        "write its full name at the first place, as in `full name ({word})`, or give it to content/glossary.yaml",
        word
    );
    match uses.iter().find(|it| it.is_explained) {
        None => said.push(
            Diagnostic::new(code::E602, text!("`{word}` is explained nowhere", word))
                .at(first.passage.file, place)
                .help(help),
        ),
        Some(other) if !first.is_explained && other.passage.section == Section::Text => said.push(
            Diagnostic::new(code::E602, text!("`{word}` is explained only later", word))
                .at(first.passage.file, place)
                .related(other.passage.file, other.passage.span(other.range.clone()), text!("here"))
                .help(help),
        ),
        Some(_) => {}
    }
}

/// Words of two to six letters, most of them capitals: `OS`, `pCR`.
fn abbreviations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '+' | '_' | '.' | '‐' | '₁'..='₉'), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text[from..at].trim_end_matches(['.', '-', '/', '+']);
                let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
                let is_short = (2..=6).contains(&word.len()) && word.bytes().all(|it| it.is_ascii_alphabetic());
                if is_short && capitals >= 2 && capitals * 2 > word.len() {
                    found.push(from..from + word.len());
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// `总生存期（OS）`, `OS（总生存期）`, `OS, overall survival`: a bracket before or behind.
fn is_explained(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end();
    let after = text[range.end..].trim_start();
    let in_brackets = before.ends_with(['（', '(', '［', '[', '，', ',']) && {
        let open = before.rfind(['（', '(', '［', '[']);
        let inside = open.map_or("", |at| &before[at..]);
        open.is_some_and(|at| before[..at].trim_end().ends_with(char::is_alphabetic)) && !inside.contains(['）', ')'])
    };
    let opens = after.strip_prefix(['（', '(']).is_some_and(|inside| {
        let inside = inside.split(['）', ')']).next().unwrap_or_default();
        inside.chars().filter(|c| c.is_alphabetic()).count() > 3 && !inside.contains(|c: char| c.is_ascii_digit())
    });
    in_brackets || opens || after.starts_with("即") || after.starts_with("是指")
}

/// Names in which letters stand for themselves: of the trial, its arms, the journal.
fn names(issue: &Issue) -> Vec<&str> {
    let trial = issue.trial.iter();
    trial
        .flat_map(|trial| {
            let arms = trial.arms.iter().map(|arm| arm.key.as_str());
            let journal = trial.publication.iter().map(|it| it.journal.as_str());
            std::iter::once(trial.name.as_str()).chain(arms).chain(journal)
        })
        .collect()
}

fn has_word(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| stands_alone(name, at..at + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_capitals() {
        let text = "中位OS为15.8个月，pCR率；BRCA1、Child-Pugh、NRG/RTOG、ECOG。A组 HRs ABCDEFG";
        let found: Vec<&str> = abbreviations(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["OS", "pCR", "ECOG", "HRs"]);
    }

    #[test]
    fn a_bracket_explains() {
        let explained = |text: &str| is_explained(text, &abbreviations(text)[0]);
        assert!(
            explained("总生存期（OS）延长")
                && explained("OS（总生存期）延长")
                && explained("overall survival (OS) was")
        );
        assert!(!explained("OS（HR=0.77）") && !explained("中位OS为15.8个月"));
    }
}
