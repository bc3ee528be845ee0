//! The contents lists of pages: what their headings are called, and which of them stand below which.

use tera::Value;

use super::object;
use super::page::ContentsEntry;
use crate::model::body::Body;
use crate::model::issue::{Issue, Part};

/// The list of a page: headings of its highest level, with those one deeper below each.
pub(super) fn of_headings(body: &Body) -> Vec<Value> {
    let Some(top) = body.headings().map(|heading| heading.level).min() else { return Vec::new() };
    let mut entries: Vec<(ContentsEntry, Vec<Value>)> = Vec::new();
    for heading in body.headings() {
        let title = heading_text(body, heading.node);
        if heading.level == top {
            entries.push((
                ContentsEntry { id: heading.id.to_owned(), part: None, title: Some(title), children: Vec::new() },
                Vec::new(),
            ));
        } else if heading.level == top + 1
            && let Some((_, children)) = entries.last_mut()
        {
            children.push(object([("id", heading.id.into()), ("title", title.into())]));
        }
    }
    entries.into_iter().map(|(entry, children)| ContentsEntry { children, ..entry }.into()).collect()
}

/// The contents list of an issue: its parts, and below 研究简介 the headings of the body.
pub(super) fn of_issue(issue: &Issue) -> Vec<Value> {
    Part::of(issue)
        .into_iter()
        .map(|part| {
            let children = if part == Part::Introduction { top_headings(&issue.body) } else { Vec::new() };
            ContentsEntry { id: part.id().to_owned(), part: Some(part.name().to_owned()), title: None, children }.into()
        })
        .collect()
}

fn top_headings(body: &Body) -> Vec<Value> {
    let top = body.headings().map(|heading| heading.level).min();
    body.headings()
        .filter(|heading| Some(heading.level) == top)
        .map(|heading| object([("id", heading.id.into()), ("title", heading_text(body, heading.node).into())]))
        .collect()
}

fn heading_text(body: &Body, node: usize) -> String {
    body.plain_text(node + 1..body.end_of(node)).trim().to_owned()
}
