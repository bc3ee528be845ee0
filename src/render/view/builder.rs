//! Makes views of what the site has: each thing once, shared by all its pages.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use tera::Value;

use super::card::{Card, ColumnView, CoverView, PersonCard, TagLink};
use super::page::{ColumnLink, ContentView, FeedLink, PageLink, SiteView};
use super::study::finding_view;
use super::{Html, contents, object};
use crate::model::address::{self, tag_slug};
use crate::model::body::{Body, Target};
use crate::model::column::Column;
use crate::model::consent::Scope;
use crate::model::finding::Finding;
use crate::model::house::style_of;
use crate::model::issue::{Cover, Issue};
use crate::model::page::{MENU, Page};
use crate::model::person::PersonId;
use crate::model::picture::{Format, Picture, Role, Variant};
use crate::model::site::ColumnListing;
use crate::render::escape;
use crate::render::highlight::Highlighter;
use crate::render::html::{self, Glossary, HtmlOptions, Reading, Words};
use crate::render::phrase;
use crate::render::standpoint::Standpoint;

/// Makes the views of one language.
pub struct Builder<'a> {
    standpoint: Standpoint<'a>,
    words: Words,
    pub(super) glossary: Glossary,
    highlighter: &'a Highlighter<'a>,
    people: BTreeMap<PersonId, Value>,
    tags: BTreeMap<String, Value>,
    pub(super) columns: BTreeMap<Arc<str>, ColumnValues>,
}

impl<'a> Deref for Builder<'a> {
    type Target = Standpoint<'a>;
    fn deref(&self) -> &Standpoint<'a> {
        &self.standpoint
    }
}

/// What all issues of a column share.
pub(super) struct ColumnValues {
    pub(super) link: Value,
    pub(super) greeting: Option<Html>,
    pub(super) lead: Vec<Value>,
    pub(super) team: Vec<Value>,
    pub(super) partners: Vec<String>,
}

impl<'a> Builder<'a> {
    /// Prepares what is shared: people, tags, columns.
    pub fn new(standpoint: Standpoint<'a>, highlighter: &'a Highlighter<'a>) -> Self {
        let Standpoint { site, edition, strings } = standpoint;
        let mut builder = Self {
            standpoint,
            words: Words::of(strings, style_of(&site.settings.numbers, &edition.language)),
            glossary: Glossary::new(&site.glossary, &edition.language, &site.settings.language),
            highlighter,
            people: BTreeMap::new(),
            tags: BTreeMap::new(),
            columns: BTreeMap::new(),
        };
        builder.people = site.people.keys().map(|id| (id.clone(), builder.person(id))).collect();
        builder.tags = edition
            .tags
            .iter()
            .map(|(slug, tag)| {
                let link = TagLink {
                    name: tag.name.to_string(),
                    url: builder.url(&address::tag(slug)),
                    count: tag.issues.len(),
                };
                (slug.clone(), link.into())
            })
            .collect();
        builder.columns = edition.columns.iter().map(|listing| builder.column_values(listing)).collect();
        builder
    }

    fn text(&self, localized: Option<&crate::model::language::Localized>) -> Option<String> {
        localized.map(|text| text.get(self.language()).to_owned())
    }

    /// What every page gets: `site` and `t`.
    pub fn shared(&self) -> Vec<(&'static str, Value)> {
        let settings = &self.site.settings;
        let home = self.url("");
        let site = SiteView {
            title: settings.title.get(self.language()).to_owned(),
            description: self.text(settings.description.as_ref()),
            url: home.clone(),
            permalink: self.permalink(&self.edition.prefix),
            generator: concat!("postil ", env!("CARGO_PKG_VERSION")).to_owned(),
            home,
            archive: self.url(address::ARCHIVE),
            tags: self.url(address::TAGS),
            people: self.url(address::PEOPLE),
            columns: self.edition.columns.iter().map(|listing| self.column_link(listing)).collect(),
            sections: self
                .edition
                .pages
                .iter()
                .filter_map(|index| self.section_link(&self.site.pages[*index]))
                .take(MENU)
                .collect(),
            feeds: self.feeds("", settings.title.get(self.language())),
            preview: settings.preview,
            consent: self.site.consent.is_some().then(|| self.url(address::CONSENT)),
            touch_icon: self.site.files.contains_key(address::TOUCH_ICON).then(|| self.root_url(address::TOUCH_ICON)),
        };
        vec![("site", site.into()), ("t", self.strings.value())]
    }

    /// The two feeds below an address of this language; none of a preview.
    pub fn feeds(&self, folder: &str, title: &str) -> Vec<Value> {
        let feeds: &[_] = if self.site.settings.preview { &[] } else { &address::FEEDS };
        feeds
            .iter()
            .map(|&(file, kind)| {
                FeedLink { title: title.to_owned(), url: self.url(&format!("{folder}{file}")), r#type: kind.to_owned() }
                    .into()
            })
            .collect()
    }

    fn section_link(&self, page: &Page) -> Option<Value> {
        page.is_in_menus()
            .then(|| PageLink { title: page.title.clone(), url: self.url(&page.address), current: false }.into())
    }

    fn column_link(&self, listing: &ColumnListing) -> Value {
        let column = &self.site.columns[listing.column];
        ColumnLink {
            title: column.title.clone(),
            slug: column.slug.to_string(),
            url: self.url(&address::column(&column.slug)),
            description: column.description.clone(),
            count: listing.issues.len(),
        }
        .into()
    }

    fn column_values(&self, listing: &ColumnListing) -> (Arc<str>, ColumnValues) {
        let column = &self.site.columns[listing.column];
        let values = ColumnValues {
            link: self.column_link(listing),
            greeting: self.greeting(column),
            lead: column.lead.iter().map(|person| self.person_card(&person.value)).collect(),
            team: column.team.iter().map(|person| self.person_card(&person.value)).collect(),
            partners: column.partners.clone(),
        };
        (Arc::clone(&column.slug), values)
    }

    fn greeting(&self, column: &Column) -> Option<Html> {
        (!column.greeting.is_empty()).then(|| self.body(&column.greeting, 1, "greeting-"))
    }

    /// A column on its own page or the home page.
    pub fn column(&self, listing: &ColumnListing, newest: Option<Value>) -> Value {
        let column = &self.site.columns[listing.column];
        let values = &self.columns[&column.slug];
        ColumnView {
            title: column.title.clone(),
            slug: column.slug.to_string(),
            url: self.url(&address::column(&column.slug)),
            description: column.description.clone(),
            count: listing.issues.len(),
            partners: values.partners.clone(),
            lead: values.lead.clone(),
            team: values.team.clone(),
            greeting: values.greeting.clone(),
            newest,
            feeds: self.feeds(&address::column(&column.slug), &column.title),
        }
        .into()
    }

    fn person(&self, id: &PersonId) -> Value {
        let person = &self.site.people[id];
        let photo = person.photo.as_ref().and_then(|photo| {
            let picture = self.site.gallery.get(&photo.address, Role::Portrait)?;
            let (width, height) = picture.size;
            Some(object([
                ("url", self.root_url(picture.plain()).into()),
                ("width", width.into()),
                ("height", height.into()),
                ("srcset", self.srcset(&picture.fallback).into()),
                ("sources", self.sources(picture).into()),
            ]))
        });
        let links = person
            .links
            .iter()
            .map(|(label, url)| object([("label", label.get(self.language()).into()), ("url", url.as_str().into())]));
        PersonCard {
            id: id.to_string(),
            name: person.name.get(self.language()).to_owned(),
            title: self.text(person.title.as_ref()),
            affiliation: self.text(person.affiliation.as_ref()),
            url: self.url(&address::person(id)),
            photo,
            count: self.edition.people.get(id).map_or(0, |all| all.count()),
            bio: self.text(person.bio.as_ref()),
            orcid: person.orcid.as_ref().map(ToString::to_string),
            orcid_url: person.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}")),
            links: links.collect(),
        }
        .into()
    }

    /// A person of the site.
    pub fn person_card(&self, id: &PersonId) -> Value {
        self.people.get(id).cloned().unwrap_or_else(Value::none)
    }

    /// A tag of the edition.
    pub fn tag(&self, slug: &str) -> Value {
        self.tags.get(slug).cloned().unwrap_or_else(Value::none)
    }

    /// An issue in a list or beside another, on a page of a scope.
    pub fn card(&self, issue: &Issue, page: Scope) -> Value {
        let address = self.site.issue_address(issue);
        let shown = issue.on_page(page);
        let cover = issue.cover.as_ref().and_then(|cover| self.cover(cover)).map(Value::from);
        Card {
            number: issue.number.value,
            title: self.strings.title_of(issue).into_owned(),
            title_html: self.title_html(issue),
            title_ems: phrase::ems(&issue.title, &self.site.settings.kept),
            url: self.root_url(&address),
            permalink: self.permalink(&address),
            date: issue.date.to_string(),
            updated: issue.updated.map(|date| date.to_string()),
            summary: shown.summary().map(str::to_owned),
            byline: issue.byline.clone(),
            original: issue.original,
            sponsor: issue.sponsor.clone(),
            draft: issue.draft,
            minutes: issue.measure.minutes,
            words: issue.measure.words,
            column: self.columns.get(&issue.column).map_or_else(Value::none, |column| column.link.clone()),
            tags: issue.tags.iter().map(|tag| self.tag(&tag_slug(tag))).collect(),
            trial: issue
                .trial
                .as_ref()
                .map(|trial| object([("name", trial.name.as_str().into()), ("phase", trial.phase.clone().into())])),
            headline: shown.headline().map(|finding| self.finding(issue, finding)),
            headlines: shown.headlines().map(|finding| self.finding(issue, finding)).collect(),
            retracted: issue.is_retracted(),
            concern: issue.is_in_doubt(),
            corrected: !issue.corrections.is_empty(),
            cover,
        }
        .into()
    }

    /// A finding of an issue.
    pub(super) fn finding(&self, issue: &Issue, finding: &Finding) -> Value {
        finding_view(finding, issue.trial.as_ref(), &self.words.chart)
    }

    fn cover(&self, cover: &Cover) -> Option<CoverView> {
        let Target::Inside { address, .. } = &cover.image.target else { return None };
        let picture = self.site.gallery.get(address, Role::Figure)?;
        Some(CoverView {
            url: self.root_url(picture.plain()),
            alt: cover.alt.clone(),
            width: picture.size.0,
            height: picture.size.1,
            source: cover.source.clone(),
            large: self.root_url(picture.large()),
            srcset: self.srcset(&picture.fallback),
            sources: self.sources(picture),
            tone: picture.tone.map(u32::from),
        })
    }

    /// Widths to choose from; none where there is no choice.
    fn srcset(&self, variants: &[Variant]) -> Option<String> {
        let mut out = String::new();
        html::srcset(&mut out, variants, self.site.settings.base.path());
        (variants.len() > 1).then_some(out)
    }

    /// The smaller forms of a picture: type, srcset.
    fn sources(&self, picture: &Picture) -> Vec<Value> {
        let of = |(format, variants): &(Format, Vec<Variant>)| {
            let mut srcset = String::new();
            html::srcset(&mut srcset, variants, self.site.settings.base.path());
            object([("type", format.media_type().into()), ("srcset", srcset.into())])
        };
        picture.sources.iter().map(of).collect()
    }

    /// The title of an issue, with what stands before it marked, and lines that end between words.
    fn title_html(&self, issue: &Issue) -> Html {
        let mut html = String::new();
        if let Some(mark) = self.strings.title_mark(issue) {
            html.push_str("<span class=\"title-mark\">");
            escape::xml(&mut html, mark);
            html.push_str("</span>");
        }
        html.push_str(&phrase::lines(&issue.title, &self.site.settings.kept));
        Html(html)
    }

    /// A page that is no issue.
    pub fn content(&self, page: &Page) -> Value {
        let siblings: Vec<&Page> = self
            .edition
            .pages
            .iter()
            .map(|index| &self.site.pages[*index])
            .filter(|other| !page.section.is_empty() && other.section == page.section)
            .collect();
        let at = siblings.iter().position(|other| other.address == page.address);
        let link = |other: &Page| -> Value {
            PageLink {
                title: other.title.clone(),
                url: self.url(&other.address),
                current: other.address == page.address,
            }
            .into()
        };
        ContentView {
            title: page.title.clone(),
            description: page.description.clone(),
            body: self.body(&page.body, 0, ""),
            figures: page.body.has_figures(),
            contents: contents::of_headings(&page.body),
            section: siblings.iter().find(|other| other.is_index).map(|other| link(other)),
            pages: siblings.iter().map(|other| link(other)).collect(),
            previous: at.and_then(|at| at.checked_sub(1)).map(|at| link(siblings[at])),
            next: at.and_then(|at| siblings.get(at + 1)).map(|other| link(other)),
        }
        .into()
    }

    /// A body as HTML. `shift` is how many levels its headings go down; `id_prefix` keeps its ids apart from those
    /// of other bodies on the page.
    pub fn body(&self, body: &Body, shift: u8, id_prefix: &str) -> Html {
        self.body_with(body, shift, id_prefix, None)
    }

    /// The same, with the abbreviations of the glossary marked.
    pub(super) fn read_body(&self, body: &Body, shift: u8, id_prefix: &str, reading: &Reading<'_>) -> Html {
        self.body_with(body, shift, id_prefix, Some(reading).filter(|_| !self.glossary.is_empty()))
    }

    fn body_with(&self, body: &Body, shift: u8, id_prefix: &str, abbreviations: Option<&Reading<'_>>) -> Html {
        let mut out = String::with_capacity(1024);
        let options = HtmlOptions {
            heading_shift: shift,
            base_path: self.site.settings.base.path(),
            id_prefix,
            gallery: Some(&self.site.gallery),
            words: &self.words,
            highlighter: self.highlighter,
            keeps_numbers: true,
            abbreviations,
            plain: false,
        };
        html::write(body, &mut out, &options);
        Html(out)
    }

    /// The words of the language that bodies and charts are written with.
    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    pub(super) fn target(&self, target: &Target) -> Option<String> {
        match target {
            Target::Inside { address, fragment } => {
                let fragment = fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
                Some(self.root_url(&format!("{address}{fragment}")))
            }
            Target::Here(fragment) => Some(format!("#{fragment}")),
            Target::Unresolved | Target::Outside => None,
        }
    }
}
