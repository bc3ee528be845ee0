//! The findings as data: `findings.json` and `findings.csv` of each language and of each of its columns, with the JSON
//! Schema of the former once on a site.
//!
//! What identifies an issue and its study is for everyone; its findings are where [`Public`](crate::model::public::Public)
//! says so, and are left out elsewhere.

use super::{Artifact, Content, Outlet, Output, Sink};
use crate::model::address::{FINDINGS_CSV, FINDINGS_JSON, FINDINGS_SCHEMA, column};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::gate::Gate;
use crate::render::theme::Theme;

mod csv;
mod json;

/// The schema of `findings.json`.
const SCHEMA: &str = include_str!("data/findings.schema.json");

/// Findings as data.
pub(super) struct Data;

impl Output for Data {
    fn name(&self) -> &'static str {
        "findings as data"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, _theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        for edition in &site.editions {
            let title = site.settings.title.get(&edition.language);
            put(&Table::new(site, &edition.language, title, &edition.prefix, &edition.issues), &edition.prefix, sink);
            for listing in &edition.columns {
                let shown = &site.columns[listing.column];
                let folder = format!("{}{}", edition.prefix, column(&shown.slug));
                put(&Table::new(site, &edition.language, &shown.title, &folder, &listing.issues), &folder, sink);
            }
        }
        schema(sink);
    }
}

impl Outlet for Data {
    fn of(&self) -> Name {
        Name::Data
    }

    fn issue(&self, site: &Site, _theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        let issue = &site.issues[index];
        put(&Table::new(site, &issue.language, &issue.title, &site.issue_address(issue), &[index]), "", sink);
        schema(sink);
        Vec::new()
    }
}

/// Puts a table into a folder, in both forms.
fn put(table: &Table<'_>, folder: &str, sink: &dyn Sink) {
    for (name, text) in [(FINDINGS_JSON, json::object(table)), (FINDINGS_CSV, csv::table(table))] {
        sink.put(Artifact { address: format!("{folder}{name}"), content: Content::Bytes(text.into_bytes()) });
    }
}

fn schema(sink: &dyn Sink) {
    let content = Content::Bytes(SCHEMA.as_bytes().to_vec());
    sink.put(Artifact { address: FINDINGS_SCHEMA.to_owned(), content });
}

/// Issues whose findings stand in one file.
struct Table<'a> {
    site: &'a Site,
    language: &'a Language,
    title: &'a str,
    /// The page that it is of, from the site's root.
    address: &'a str,
    issues: Vec<&'a Issue>,
}

impl<'a> Table<'a> {
    fn new(site: &'a Site, language: &'a Language, title: &'a str, address: &'a str, issues: &[IssueIndex]) -> Self {
        let issues = issues.iter().map(|index| &*site.issues[*index]).collect();
        Self { site, language, title, address, issues }
    }

    /// The whole address of the page of an issue.
    fn url(&self, issue: &Issue) -> String {
        self.site.settings.base.whole(&self.site.issue_address(issue))
    }
}

/// What became of the paper or of the issue, where something did.
fn status(issue: &Issue) -> Option<&'static str> {
    match (issue.is_retracted(), issue.is_in_doubt()) {
        (true, _) => Some("retracted"),
        (_, true) => Some("concern"),
        _ => None,
    }
}
