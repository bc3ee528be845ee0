//! The ids that links lead to: those that were given, and those that headings get.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, Span, code, text};
use crate::model::address::composed;
use crate::model::body::{Body, Kind};

/// What ids of a text may not begin with: the page's own parts, its footnotes and the gate have them.
pub const RESERVED_PREFIXES: &[&str] = &["fn-", "fnref-", "part-", "gate-"];
/// The gate's own id.
const GATE: &str = "gate";

/// The ids that were given in a text, with their places in the file.
#[derive(Default)]
pub(super) struct Ids {
    given: BTreeMap<Box<str>, Span>,
}

impl Ids {
    /// Whether this id can be kept; says why not.
    pub(super) fn add(&mut self, id: &str, span: Span, file: &Arc<SourceText>, diagnostics: &mut Said) -> bool {
        let help = if let Some(prefix) = RESERVED_PREFIXES.iter().find(|prefix| id.starts_with(**prefix)) {
            text!("ids that begin with `{prefix}` belong to the page itself", prefix)
        } else if id == GATE {
            text!("the id `{gate}` belongs to the page itself", gate = GATE)
        } else if id.is_empty() || id.contains(|c: char| !c.is_alphanumeric() && !"-_.:".contains(c)) {
            text!("an id is made of letters, digits, Han and `-`")
        } else if let Some(first) = self.given.get(id) {
            diagnostics.push(
                Diagnostic::new(code::M011, text!("the id `{id}` is given twice", id))
                    .at(file, span)
                    .related(file, first.clone(), text!("first here"))
                    .help(text!("give one of them another id, and look at the links that lead there")),
            );
            return false;
        } else {
            self.given.insert(id.into(), span);
            return true;
        };
        let message = text!("`{id}` cannot be an id", id);
        diagnostics.push(Diagnostic::new(code::M012, message).at(file, span).help(help));
        false
    }
}

/// Gives every heading without an id one that is made from its text and unique.
pub(super) fn settle(body: &mut Body, ids: &Ids) {
    let without: Vec<usize> = (0..body.nodes().len())
        .filter(|node| matches!(&body.nodes()[*node].kind, Kind::Heading { id, .. } if id.is_empty()))
        .collect();
    // How often each made id was wanted so far.
    let mut wanted: BTreeMap<String, u32> = BTreeMap::new();
    for node in without {
        let base = slug(&body.letters(node + 1..body.end_of(node)));
        let count = wanted.get(&base).copied().unwrap_or(0);
        let mut number = count + 1;
        let id = loop {
            let id = if number == 1 { base.clone() } else { format!("{base}-{number}") };
            // A number that ends another heading's own text may have made the same id.
            if !ids.given.contains_key(&*id) && (number == 1 || !wanted.contains_key(&id)) {
                break id;
            }
            number += 1;
        };
        if number > 1 {
            wanted.insert(id.clone(), 1);
        }
        wanted.insert(base, number);
        let Kind::Heading { level, classes, .. } = body.nodes()[node].kind else {
            continue;
        };
        let id = id.into();
        body.set_kind(node, Kind::Heading { level, classes, id });
    }
}

/// The id made from a heading's text: letters (in Unicode's form C), digits and Han in lower case, `-` for spaces,
/// nothing else. What is struck out is shown, and is part of it: who strikes a word out breaks no link that leads there.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in composed(text).chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if (c.is_whitespace() || matches!(c, '-' | '_' | '–' | '—')) && !slug.is_empty() && !slug.ends_with('-')
        {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() || slug == GATE || RESERVED_PREFIXES.iter().any(|prefix| slug.starts_with(prefix)) {
        slug.insert_str(0, if slug.is_empty() { "section" } else { "section-" });
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_keep_han_and_drop_punctuation() {
        for (text, id) in [
            ("研究简介", "研究简介"),
            ("主要终点：总生存期（OS）", "主要终点总生存期os"),
            ("Overall Survival — ITT", "overall-survival-itt"),
            ("  1. 背景 ", "1-背景"),
            ("？！", "section"),
            ("fn 1", "section-fn-1"),
            ("Part A", "section-part-a"),
            ("Gate", "section-gate"),
            ("Gates", "gates"),
            ("か\u{3099}ん", "がん"),
            ("Ame\u{301}lie", "amélie"),
        ] {
            assert_eq!(slug(text), id);
        }
    }
}
