//! E507: a contents list in the text promises something that is not there.
//!
//! A contents list is the list that follows a heading or a paragraph of one of the names below. An entry is there if a
//! heading of the text, a part of the page or a caption has its words, or it has theirs: numbers, punctuation and spaces
//! do not count.

use crate::diag::{Diagnostic, Said, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::model::body::{Body, Kind};
use crate::model::issue::{Issue, Part};

const NAMES: &[&str] = &["目录", "本期目录", "本期内容", "内容提要", "contents", "in this issue", "table of contents"];

/// What the contents list promises is there.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let body = &issue.body;
    let Some(list) = contents_list(body) else { return };
    let there = there(issue);
    for item in body.children(list) {
        // Only its own words: a list in a list has entries of its own.
        let own = body.children(item).find(|child| matches!(body.nodes()[*child].kind, Kind::Plain | Kind::Paragraph));
        let Some(own) = own else { continue };
        let promised = body.plain_text(own..body.end_of(own));
        let key = key(&promised);
        if key.is_empty() || there.iter().any(|other| other.contains(&key) || key.contains(other.as_str())) {
            continue;
        }
        let span = &body.nodes()[own].span;
        said.push(
            Diagnostic::new(
                code::E507,
                text!("the contents list promises `{promised}`, and nothing here is called that", promised),
            )
            .at(&issue.source, span.start as usize..span.end as usize)
            .help(text!("write the part, give its heading these words, or take the entry out")),
        );
    }
}

/// The list after the name of a contents list.
fn contents_list(body: &Body) -> Option<usize> {
    let nodes = body.nodes();
    let named = (0..nodes.len()).find(|at| {
        matches!(nodes[*at].kind, Kind::Heading { .. } | Kind::Paragraph) && {
            let words = body.plain_text(*at..body.end_of(*at));
            NAMES.contains(&words.trim().trim_end_matches(['：', ':']).to_lowercase().as_str())
        }
    })?;
    let next = body.end_of(named);
    nodes.get(next).filter(|node| matches!(node.kind, Kind::List { .. })).map(|_| next)
}

/// What can be promised, as keys.
fn there(issue: &Issue) -> Vec<String> {
    let body = &issue.body;
    let mut all: Vec<String> =
        body.headings().map(|heading| key(&body.plain_text(heading.node..body.end_of(heading.node)))).collect();
    for (at, node) in body.nodes().iter().enumerate() {
        if matches!(node.kind, Kind::Figure(_)) {
            all.push(key(&body.plain_text(at..body.end_of(at))));
        }
    }
    for part in Part::of(issue) {
        all.extend(part.names().iter().map(|name| key(name)));
    }
    all.retain(|name| !name.is_empty() && !NAMES.contains(&name.as_str()));
    all
}

/// Letters alone, without the number of an entry.
fn key(words: &str) -> String {
    let words = words
        .trim_start_matches(|c: char| !c.is_alphabetic() || "一二三四五六七八九十".contains(c) && words.contains('、'));
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
