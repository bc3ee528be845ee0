//! The lists of a language: columns, the archive, tags and people.

use std::sync::OnceLock;

use rayon::prelude::*;
use tera::Value;

use super::{Head, Press, script_data};
use crate::model::address::{self, ARCHIVE, PEOPLE, TAGS, page_of, pages};
use crate::model::outlet::Outlet;
use crate::model::person::PersonId;
use crate::model::site::{Contributions, IssueIndex};
use crate::render::card::Card;
use crate::render::metadata::dataset;
use crate::render::view::lists::pager;

impl Press<'_> {
    pub(super) fn columns(&self) {
        for listing in &self.edition.columns {
            let column = &self.site.columns[listing.column];
            let address = address::column(&column.slug);
            let newest = listing.issues.first();
            let view = OnceLock::new();
            let view = || view.get_or_init(|| self.builder.column(listing, newest.map(|index| self.card(*index))));
            self.list(&address, &listing.issues, newest, |page| {
                let head = Head {
                    title: Some(column.title.clone()),
                    description: column
                        .description
                        .clone()
                        .or_else(|| self.says("column", &column.title, listing.issues.len())),
                    languages: if page == 1 {
                        self.languages(|edition| {
                            edition.columns.iter().any(|it| self.site.columns[it.column].slug == column.slug)
                        })
                    } else {
                        Vec::new()
                    },
                    feeds: self.builder.feeds(&address, &column.title),
                    scope: self.site.list_scope(),
                    card: Some(Card::of_column(&self.builder, column)),
                    json_ld: (page == 1 && self.site.settings.outlets.has(Outlet::Data))
                        .then(|| script_data(&dataset(&self.builder, listing))),
                    ..Head::default()
                };
                ("column.html", head, vec![("column", view().clone())])
            });
        }
    }

    /// A list over as many pages as it takes, each of which may show one issue `also`. `page` tells, for each, the template, the head and what else it gets.
    fn list(
        &self,
        address: &str,
        issues: &[IssueIndex],
        also: Option<&IssueIndex>,
        page: impl Fn(usize) -> (&'static str, Head, Vec<(&'static str, Value)>) + Sync,
    ) {
        let size = self.site.settings.page_size;
        (1..=pages(issues.len(), size)).into_par_iter().for_each(|number| {
            let first = (number - 1) * size;
            let shown = issues.get(first..(first + size).min(issues.len())).unwrap_or_default();
            self.once(("list", address, number), shown.iter().chain(also).copied(), |press| {
                let (template, head, mut own) = page(number);
                own.push(("issues", press.cards(shown).into()));
                own.push(("pager", pager(address, number, issues.len(), size, |it| press.builder.url(it))));
                press.print(template, &page_of(address, number), head, own);
            });
        });
    }

    pub(super) fn archive(&self) {
        self.list(ARCHIVE, &self.edition.issues, None, |page| {
            let head = Head {
                title: Some(self.builder.strings.get("archive.title").to_owned()),
                description: self.says("archive", "", self.edition.issues.len()),
                languages: if page == 1 { self.languages(|_| true) } else { Vec::new() },
                feeds: self.site_feeds(),
                scope: self.site.list_scope(),
                ..Head::default()
            };
            ("archive.html", head, vec![("column", Value::none())])
        });
    }

    pub(super) fn tags(&self) {
        self.once("tags", [], |press| press.all_tags());
        for (slug, tag) in &self.edition.tags {
            let address = address::tag(slug);
            self.list(&address, &tag.issues, None, |_| {
                let head = Head {
                    title: Some(tag.name.to_string()),
                    description: self.says("tag", &tag.name, tag.issues.len()),
                    scope: self.site.list_scope(),
                    ..Head::default()
                };
                ("tag.html", head, vec![("tag", self.builder.tag(slug))])
            });
        }
    }

    fn all_tags(&self) {
        let mut tags: Vec<(&String, usize)> =
            self.edition.tags.iter().map(|(slug, tag)| (slug, tag.issues.len())).collect();
        tags.sort_by_key(|(slug, count)| (std::cmp::Reverse(*count), *slug));
        let views: Vec<Value> = tags.into_iter().map(|(slug, _)| self.builder.tag(slug)).collect();
        let head = Head {
            title: Some(self.builder.strings.get("tags.title").to_owned()),
            description: self.says("tags", "", self.edition.issues.len()),
            languages: self.languages(|_| true),
            scope: self.site.list_scope(),
            ..Head::default()
        };
        self.print("tags.html", TAGS, head, vec![("tags", views.into())]);
    }

    pub(super) fn people(&self) {
        self.once("people", [], |press| press.everyone());
        self.edition.people.par_iter().for_each(|(id, all)| {
            let shown = all.commentaries.iter().chain(&all.credits).copied();
            self.once(("person", id), shown, |press| press.person(id, all));
        });
    }

    fn everyone(&self) {
        let mut people: Vec<_> = self.edition.people.iter().map(|(id, all)| (id, all.count())).collect();
        people.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        let views: Vec<Value> = people.iter().map(|(id, _)| self.builder.person_card(id)).collect();
        let head = Head {
            title: Some(self.builder.strings.get("people.title").to_owned()),
            description: self.says("people", "", self.edition.issues.len()),
            languages: self.languages(|_| true),
            scope: self.site.list_scope(),
            ..Head::default()
        };
        self.print("people.html", PEOPLE, head, vec![("people", views.into())]);
    }

    fn person(&self, id: &PersonId, all: &Contributions) {
        let Some(person) = self.site.people.get(id) else { return };
        let language = self.builder.language();
        let name = person.name.get(language);
        let bio = person.bio.as_ref().map(|bio| bio.get(language).to_owned());
        let head = Head {
            title: Some(name.to_owned()),
            description: bio.or_else(|| self.says("person", name, all.count())),
            languages: self.languages(|edition| edition.people.contains_key(id)),
            scope: self.site.list_scope(),
            ..Head::default()
        };
        let credits = all.credits.iter().flat_map(|index| {
            let issue = &self.site.issues[*index];
            let roles =
                issue.credits.iter().filter(|credit| credit.person.value == *id).map(|credit| credit.role.name());
            roles.map(|role| {
                let fields: tera::Map =
                    [("role".into(), Value::from(role)), ("issue".into(), self.card(*index))].into_iter().collect();
                Value::from(fields)
            })
        });
        let own = vec![
            ("person", self.builder.person_card(id)),
            ("commentaries", self.cards(&all.commentaries).into()),
            ("credits", credits.collect::<Vec<Value>>().into()),
        ];
        self.print("person.html", &address::person(id), head, own);
    }

    /// What a page says of itself to search engines where its editor said nothing.
    pub(super) fn says(&self, page: &str, name: &str, issues: usize) -> Option<String> {
        let language = self.builder.language();
        let site = self.site.settings.title.get(language);
        let issues = issues.to_string();
        Some(self.words(&format!("description.{page}"), &[("site", site), ("name", name), ("n", &issues)]))
    }
}
