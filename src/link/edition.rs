//! The site in each of its languages: who is listed where.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Said, code, text};
use crate::model::address::{are_twins, tag_slug, twin_help};
use crate::model::column::Column;
use crate::model::issue::Issue;
use crate::model::page::Page;
use crate::model::site::{ColumnListing, Contributions, Edition, IssueIndex, Settings, TagListing, prefix};

/// An edition for every language that has something in it; the main language always has one.
pub(super) fn editions(
    issues: &[Arc<Issue>],
    columns: &[Column],
    pages: &[Page],
    settings: &Settings,
    said: &mut Said,
) -> Vec<Edition> {
    let mut editions = Vec::new();
    for language in &settings.languages {
        let mut edition = Edition {
            language: language.clone(),
            prefix: prefix(settings, language),
            issues: Vec::new(),
            columns: Vec::new(),
            tags: BTreeMap::new(),
            people: BTreeMap::new(),
            pages: (0..pages.len()).filter(|index| pages[*index].language == *language).collect(),
        };
        edition.issues = (0..issues.len()).filter(|index| issues[*index].language == *language).collect();
        list_columns(&mut edition, issues, columns, settings);
        list_tags(&mut edition, issues, said);
        list_people(&mut edition, issues, columns);
        let is_empty = edition.issues.is_empty() && edition.pages.is_empty() && edition.columns.is_empty();
        if !is_empty || *language == settings.language {
            editions.push(edition);
        }
    }
    editions
}

/// A column stands in an edition if it is written in its language, or has issues there under its main title.
fn list_columns(edition: &mut Edition, issues: &[Arc<Issue>], columns: &[Column], settings: &Settings) {
    let mut by_slug: BTreeMap<&str, Vec<IssueIndex>> = BTreeMap::new();
    for index in &edition.issues {
        by_slug.entry(&issues[*index].column).or_default().push(*index);
    }
    let mut slugs: Vec<&Arc<str>> = columns.iter().map(|column| &column.slug).collect();
    slugs.dedup();
    for slug in slugs {
        let of = |language: &crate::model::language::Language| {
            columns.iter().position(|column| column.slug == *slug && column.language == *language)
        };
        let issues = by_slug.remove(&**slug).unwrap_or_default();
        let own = of(&edition.language);
        let column = own.or_else(|| (!issues.is_empty()).then(|| of(&settings.language)).flatten());
        if let Some(column) = column {
            edition.columns.push(ColumnListing { column, issues });
        }
    }
}

fn list_tags(edition: &mut Edition, issues: &[Arc<Issue>], said: &mut Said) {
    let mut slugs: BTreeMap<&str, String> = BTreeMap::new();
    for &index in &edition.issues {
        let issue = &issues[index];
        for tag in &issue.tags {
            let slug = slugs.entry(tag).or_insert_with(|| tag_slug(tag));
            let listing = edition.tags.entry(slug.clone()).or_insert_with(|| TagListing {
                name: Arc::clone(&tag.value),
                span: tag.span.clone(),
                issues: Vec::new(),
            });
            if listing.name != tag.value {
                let first = listing.issues.first().map_or(issue, |index| &issues[*index]);
                said.push(
                    Diagnostic::new(
                        code::L012,
                        text!(
                            "the tags `{tag}` and `{other}` share one address",
                            tag = &tag.value,
                            other = listing.name
                        ),
                    )
                    .at(&issue.source, tag.span.clone())
                    .related(&first.source, listing.span.clone(), text!("the other one"))
                    .help(if are_twins(&tag.value, &listing.name) {
                        twin_help()
                    } else {
                        text!("write the tag in one way in every issue")
                    }),
                );
            }
            if listing.issues.last() != Some(&index) {
                listing.issues.push(index);
            }
        }
    }
}

fn list_people(edition: &mut Edition, issues: &[Arc<Issue>], columns: &[Column]) {
    for &index in &edition.issues {
        let issue = &issues[index];
        for commentary in &issue.commentary {
            let all: &mut Contributions = edition.people.entry(commentary.expert.value.clone()).or_default();
            if all.commentaries.last() != Some(&index) {
                all.commentaries.push(index);
            }
        }
        for credit in &issue.credits {
            let all = edition.people.entry(credit.person.value.clone()).or_default();
            if all.credits.last() != Some(&index) {
                all.credits.push(index);
            }
        }
    }
    for listing in &edition.columns {
        let column = &columns[listing.column];
        for person in column.lead.iter().chain(&column.team) {
            edition.people.entry(person.value.clone()).or_default().is_staff = true;
        }
    }
}

/// Issues that stand in more than one language, by address in their language.
pub(super) fn translations(issues: &[Arc<Issue>]) -> BTreeMap<String, Vec<IssueIndex>> {
    let mut all: BTreeMap<(&str, &str), Vec<IssueIndex>> = BTreeMap::new();
    for (index, issue) in issues.iter().enumerate() {
        all.entry((&issue.column, &issue.slug)).or_default().push(index);
    }
    let several = all.into_values().filter(|indices| indices.len() > 1);
    several.map(|indices| (issues[indices[0]].address(), indices)).collect()
}
