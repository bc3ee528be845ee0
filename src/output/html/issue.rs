//! The page of an issue.

use rayon::prelude::*;
use tera::Value;

use super::{Head, Press, script_data};
use crate::model::address::{self, tag_slug};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::outside::Outside;
use crate::model::site::{IssueIndex, TagListing};
use crate::render::card::Card;
use crate::render::metadata::Metadata;
use crate::render::view::page::MetaTag;

impl Press<'_> {
    pub(super) fn issues(&self) {
        self.edition.columns.par_iter().for_each(|listing| {
            listing.issues.par_iter().enumerate().for_each(|(at, index)| {
                let older = listing.issues.get(at + 1);
                let newer = at.checked_sub(1).and_then(|at| listing.issues.get(at));
                let related = self.related(*index);
                let translations = self.site.translations(&self.site.issues[*index]);
                let translations: Vec<Outside<'_>> = translations.into_iter().map(Outside).collect();
                // Which of those that are shown stands where.
                let places = (older.is_some(), newer.is_some());
                let what = ("issue", &self.site.issues[*index], translations, places);
                let shown = older.into_iter().chain(newer).chain(&related).copied();
                self.once(what, shown, |press| press.issue(*index, older, newer, &related));
            });
        });
    }

    fn issue(&self, index: IssueIndex, older: Option<&IssueIndex>, newer: Option<&IssueIndex>, related: &[IssueIndex]) {
        let issue = &self.site.issues[index];
        let mut languages: Vec<Language> =
            self.site.translations(issue).iter().map(|other| other.language.clone()).collect();
        languages.push(issue.language.clone());
        languages.sort_by_key(|language| self.site.settings.languages.iter().position(|it| it == language));
        let metadata = Metadata::new(&self.builder, issue);
        let tag = |(name, content): (&str, String)| MetaTag { name: name.to_owned(), content }.into();
        let head = Head {
            title: Some(self.builder.strings.title_of(issue).into_owned()),
            description: Some(self.description(issue)),
            tags: metadata.tags().into_iter().map(tag).collect(),
            card: Some(Card::of_issue(&self.builder, issue)),
            json_ld: Some(script_data(&metadata.json_ld())),
            languages,
            feeds: self.column_feeds(issue),
            noindex: issue.draft,
            scope: issue.scope,
        };
        let card = |index: &IssueIndex| self.card_on(issue.scope, *index);
        let beside = |index: Option<&IssueIndex>| index.map(card).unwrap_or_else(Value::none);
        let own = vec![
            ("issue", self.builder.issue(issue, &card(&index))),
            ("previous", beside(older)),
            ("next", beside(newer)),
            ("related", related.iter().map(card).collect::<Vec<Value>>().into()),
        ];
        self.print("issue.html", &issue.address(), head, own);
    }

    /// What search engines and those with whom the page is shared are told: nothing that is not for everyone.
    fn description(&self, issue: &Issue) -> String {
        if let Some(summary) = issue.public().summary() {
            return summary.to_owned();
        }
        let column = self.site.column_title(issue);
        self.words("gate.description", &[("column", column), ("n", &issue.number.value.to_string())])
    }

    fn column_feeds(&self, issue: &Issue) -> Vec<Value> {
        let column = self
            .edition
            .columns
            .iter()
            .map(|listing| &self.site.columns[listing.column])
            .find(|column| column.slug == issue.column);
        column.map(|column| self.builder.feeds(&address::column(&column.slug), &column.title)).unwrap_or_default()
    }

    /// Up to three other issues that share most tags with this one, of those near it in time; what stands next to it
    /// in its column is linked already.
    fn related(&self, index: IssueIndex) -> Vec<IssueIndex> {
        const NEAR: usize = 12;
        const MOST: usize = 3;
        let mut near_by = Vec::new();
        for tag in &self.site.issues[index].tags {
            let Some(listing) = self.tag(tag) else { continue };
            let at = listing.issues.partition_point(|other| *other < index);
            let near = &listing.issues[at.saturating_sub(NEAR)..(at + NEAR + 1).min(listing.issues.len())];
            near_by.extend(near.iter().filter(|other| **other != index));
        }
        near_by.sort_unstable();
        let shared = near_by.chunk_by(|one, other| one == other);
        let mut found: Vec<(IssueIndex, usize)> = shared.map(|same| (same[0], same.len())).collect();
        let rank = |(other, count): &(IssueIndex, usize)| (std::cmp::Reverse(*count), other.abs_diff(index), *other);
        if found.len() > MOST {
            found.select_nth_unstable_by_key(MOST, rank);
            found.truncate(MOST);
        }
        found.sort_unstable_by_key(rank);
        found.into_iter().map(|(other, _)| other).collect()
    }

    /// What is listed under a tag. Most are written as the first of them.
    fn tag(&self, written: &str) -> Option<&TagListing> {
        self.tags.get(written).copied().or_else(|| self.edition.tags.get(&tag_slug(written)))
    }
}
