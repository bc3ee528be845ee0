//! The pages: home, columns, issues, lists, people, and pages that are no issues.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::OnceLock;
use std::time::Duration;

use rayon::prelude::*;
use tera::Value;

use super::{Artifact, Content, Output, Sink};
use crate::model::address::{CONSENT, NOT_FOUND};
use crate::model::consent::Scope;
use crate::model::gathered::Gathered;
use crate::model::language::Language;
use crate::model::outside::Outside;
use crate::model::site::{Edition, IssueIndex, Site, TagListing};
use crate::render::card::Card;
use crate::render::gate::{Gate, Mounts};
use crate::render::highlight::{Highlighter, Pieces, Shelf};
use crate::render::theme::Theme;
use crate::render::view::page::{PageView, ShareCard, Translation};
use crate::render::view::{Builder, Html as Markup};

mod issue;
mod lists;

/// Pages.
pub(super) struct Html;

/// The template of the page on which a reader sees and withdraws what was given.
const RECORD: &str = "consent.html";

impl Output for Html {
    fn name(&self) -> &'static str {
        "pages"
    }

    fn emit(&self, site: &Site, theme: &Theme, gate: &Gate, sink: &dyn Sink) {
        let shelf = Kept(sink);
        let highlighter = Highlighter::new(&shelf);
        let around = Gathered::of((site.around_issues(), theme.print()));
        let outsides: Vec<u128> = site.issues.par_iter().map(|issue| Gathered::of(Outside(issue))).collect();
        for edition in &site.editions {
            // A language without strings was reported when the theme was read.
            let Some(standpoint) = theme.standpoint(site, edition) else { continue };
            let builder = Builder::new(standpoint, &highlighter);
            let mounts = match gate.mounts(&builder, &theme.templates) {
                Ok(mounts) => mounts,
                Err(diagnostic) => {
                    sink.say(diagnostic);
                    continue;
                }
            };
            let cards = edition.issues.iter().map(|index| (*index, OnceLock::new())).collect();
            let around = Gathered::of((around, &edition.language));
            let outsides = &outsides;
            let shared = builder.shared();
            let tags = edition.tags.values().map(|listing| (&*listing.name, listing)).collect();
            let desk = Desk { site, edition, theme, sink, shared, mounts, cards, builder, tags, around, outsides };
            let press = Press { desk: &desk, key: 0, begun: None };
            press.front();
            press.columns();
            press.issues();
            press.archive();
            press.tags();
            press.people();
            press.pages();
            press.consent();
        }
    }
}

/// Code that was taken apart before, as the sink has it.
struct Kept<'a>(&'a dyn Sink);

impl Shelf for Kept<'_> {
    fn pieces(&self, print: u128, make: &dyn Fn() -> Option<Pieces>) -> Option<Pieces> {
        self.0.pieces(print, make)
    }
}

/// Prints pages of one edition.
#[derive(Clone, Copy)]
struct Press<'a> {
    desk: &'a Desk<'a>,
    /// The print of all that the page at hand is made of,
    key: u128,
    /// and the moment of the run at which it was begun, where somebody measures.
    begun: Option<Duration>,
}

impl<'a> Deref for Press<'a> {
    type Target = Desk<'a>;
    fn deref(&self) -> &Desk<'a> {
        self.desk
    }
}

/// What the pages of one edition are made from.
struct Desk<'a> {
    site: &'a Site,
    edition: &'a Edition,
    theme: &'a Theme,
    sink: &'a dyn Sink,
    builder: Builder<'a>,
    shared: Vec<(&'static str, Value)>,
    mounts: Mounts,
    /// Issues as pages that list them show them, made when the first page wants them.
    cards: BTreeMap<IssueIndex, OnceLock<Value>>,
    /// Its tags as they were first written.
    tags: BTreeMap<&'a str, &'a TagListing>,
    /// A print of everything that a page may show but issues.
    around: u128,
    /// A print of each issue of the site as other pages than its own show it.
    outsides: &'a [u128],
}

/// JSON that can stand in a `<script>`: nothing in it ends the script.
fn script_data(data: &serde_json::Value) -> Markup {
    Markup(data.to_string().replace('<', "\\u003c"))
}

/// What a page says of itself.
#[derive(Debug, Clone, Default)]
struct Head {
    title: Option<String>,
    description: Option<String>,
    /// Whole languages in which the same address exists.
    languages: Vec<Language>,
    feeds: Vec<Value>,
    noindex: bool,
    /// How much of it stands behind the question of consent.
    scope: Scope,
    /// What it says of itself to scholarly search engines.
    tags: Vec<Value>,
    /// The picture that is shown where it is shared; that of the site where it has none of its own.
    card: Option<Card>,
    /// The same for search engines.
    json_ld: Option<Markup>,
}

impl Press<'_> {
    /// Makes a page, unless an earlier run made it of the same: `what` it is of besides what is around all issues,
    /// and the issues that it shows from outside. Nothing else of any issue may stand on it.
    fn once(&self, what: impl Hash, shown: impl IntoIterator<Item = IssueIndex>, make: impl FnOnce(Press<'_>)) {
        let mut print = Gathered::default();
        (self.around, what).hash(&mut print);
        shown.into_iter().for_each(|index| self.outsides[index].hash(&mut print));
        let key = print.print();
        if !self.sink.keeps(key) {
            make(Press { key, begun: self.sink.moment(), ..*self });
        }
    }

    /// An issue as lists show it.
    fn card(&self, index: IssueIndex) -> Value {
        let make = || self.builder.card(&self.site.issues[index], self.site.list_scope());
        self.cards.get(&index).map_or_else(make, |card| card.get_or_init(make).clone())
    }

    /// Renders a page at an address of this language and hands it over.
    fn print(&self, template: &'static str, address: &str, head: Head, mut own: Vec<(&'static str, Value)>) {
        let address = format!("{}{address}", self.edition.prefix);
        let scope = head.scope;
        own.push(("gate", if template == RECORD { self.mounts.of_record() } else { self.mounts.of(scope) }));
        own.push(("page", self.page_view(template, &address, head)));
        let values = || {
            let all = self.shared.iter().chain(&own);
            let json = |value: &Value| serde_json::to_value(value).unwrap_or_default();
            all.map(|(name, value)| ((*name).to_owned(), json(value))).collect::<serde_json::Map<_, _>>().into()
        };
        if !self.sink.renders(&address, &values) {
            return;
        }
        let mut html = Vec::with_capacity(16 * 1024);
        let rendering = self.sink.moment();
        let rendered = self.theme.templates.render(template, self.builder.thousands(), &self.shared, own, &mut html);
        if let Some((begun, rendering)) = self.begun.zip(rendering) {
            self.sink.took(&address, template, [begun, rendering]);
        }
        match rendered {
            Ok(()) => self
                .sink
                .put(Artifact { address, content: Content::Page { template, scope, html, key: Some(self.key) } }),
            Err(diagnostic) => self.sink.say(diagnostic),
        }
    }

    fn page_view(&self, template: &str, address: &str, head: Head) -> Value {
        let inner = &address[self.edition.prefix.len()..];
        let mut translations = Vec::new();
        let mut alternates = Vec::new();
        let mut main = None;
        if head.languages.len() > 1 {
            for language in &head.languages {
                let other = format!("{}{inner}", self.site.prefix(language));
                let name = format!("languages.{language}");
                let translation: Value = Translation {
                    language: language.to_string(),
                    name: match self.theme.strings(language).map(|strings| strings.get(&name)) {
                        Some(own_name) if own_name != name => own_name.to_owned(),
                        _ => language.to_string(),
                    },
                    url: self.builder.root_url(&other),
                    permalink: self.builder.permalink(&other),
                }
                .into();
                if language != self.builder.language() {
                    translations.push(translation.clone());
                }
                // Readers of every other language get the main one.
                if *language == self.site.settings.language {
                    main = Some(Translation {
                        language: "x-default".to_owned(),
                        name: String::new(),
                        url: self.builder.root_url(&other),
                        permalink: self.builder.permalink(&other),
                    });
                }
                alternates.push(translation);
            }
            alternates.extend(main.map(Value::from));
        }
        let own = head.card.filter(Card::is_legible);
        let card = own.or_else(|| Some(Card::of_site(&self.builder)).filter(Card::is_legible));
        let card = card.filter(|_| self.site.settings.cards);
        PageView {
            kind: template.trim_end_matches(".html").to_owned(),
            title: head.title,
            description: head.description,
            url: self.builder.root_url(address),
            permalink: self.builder.permalink(address),
            language: self.builder.language().to_string(),
            direction: self.builder.direction().to_owned(),
            translations,
            alternates,
            feeds: head.feeds,
            square: card.as_ref().map(|card| self.share_card(&card.squared())),
            card: card.as_ref().map(|card| self.share_card(card)),
            noindex: head.noindex || self.site.settings.preview,
            tags: head.tags,
            json_ld: head.json_ld,
        }
        .into()
    }

    fn share_card(&self, card: &Card) -> Value {
        let (width, height) = card.shape().size();
        let permalink = self.builder.permalink(&card.address());
        ShareCard { permalink, r#type: "image/png".to_owned(), width, height, alt: card.alt() }.into()
    }

    /// The languages whose edition fulfils a condition, in the order of the settings.
    fn languages(&self, has: impl Fn(&Edition) -> bool) -> Vec<Language> {
        self.site.editions.iter().filter(|edition| has(edition)).map(|edition| edition.language.clone()).collect()
    }

    fn cards(&self, issues: &[IssueIndex]) -> Vec<Value> {
        issues.iter().map(|index| self.card(*index)).collect()
    }

    /// An issue as a page of a scope shows it.
    fn card_on(&self, page: Scope, index: IssueIndex) -> Value {
        let issue = &self.site.issues[index];
        let as_in_lists = issue.on_page(page).shows_as_much_as(issue.on_page(self.site.list_scope()));
        if as_in_lists { self.card(index) } else { self.builder.card(issue, page) }
    }

    fn site_feeds(&self) -> Vec<Value> {
        self.builder.feeds("", self.site.settings.title.get(self.builder.language()))
    }

    /// The home page, and in the main language the page for addresses that do not exist.
    fn front(&self) {
        let first = self.edition.issues.iter().take(1 + self.site.settings.page_size);
        let newest = self.edition.columns.iter().filter_map(|listing| listing.issues.first());
        self.once("home", first.chain(newest).copied(), |press| press.home());
        if self.edition.prefix.is_empty() {
            self.once("not found", [], |press| press.not_found());
        }
    }

    fn home(&self) {
        let newest = self.edition.issues.first().map(|index| self.card(*index));
        let rest = self.edition.issues.get(1..).unwrap_or_default();
        let columns: Vec<Value> = self
            .edition
            .columns
            .iter()
            .map(|listing| self.builder.column(listing, listing.issues.first().map(|index| self.card(*index))))
            .collect();
        let head = Head {
            description: self
                .site
                .settings
                .description
                .as_ref()
                .map(|text| text.get(self.builder.language()).to_owned())
                .or_else(|| self.says("archive", "", self.edition.issues.len())),
            languages: self.languages(|_| true),
            feeds: self.site_feeds(),
            scope: self.site.list_scope(),
            ..Head::default()
        };
        let shown = &rest[..rest.len().min(self.site.settings.page_size)];
        let own = vec![
            ("newest", newest.unwrap_or_else(Value::none)),
            ("issues", self.cards(shown).into()),
            ("columns", columns.into()),
        ];
        self.print("home.html", "", head, own);
    }

    fn not_found(&self) {
        let title = Some(self.builder.strings.get("not_found.title").to_owned());
        self.print("404.html", NOT_FOUND, Head { title, noindex: true, ..Head::default() }, Vec::new());
    }

    /// An interface string with its `{names}` filled in.
    fn words(&self, key: &str, fill: &[(&str, &str)]) -> String {
        let words = self.builder.strings.get(key).to_owned();
        fill.iter().fold(words, |words, (name, value)| words.replace(&format!("{{{name}}}"), value))
    }

    fn pages(&self) {
        self.edition.pages.par_iter().for_each(|index| self.once(("page", index), [], |press| press.page(*index)));
    }

    fn page(&self, index: usize) {
        let page = &self.site.pages[index];
        let same =
            |edition: &Edition| edition.pages.iter().any(|other| self.site.pages[*other].address == page.address);
        let head = Head {
            title: Some(page.title.clone()),
            description: page.description.clone(),
            languages: self.languages(same),
            scope: page.scope,
            ..Head::default()
        };
        self.print("page.html", &page.address, head, vec![("content", self.builder.content(page))]);
    }

    /// The page on which a reader sees and withdraws what was given, where anything is asked.
    fn consent(&self) {
        self.once("consent", [], |press| press.records());
    }

    fn records(&self) {
        let Some(consent) = &self.site.consent else { return };
        let head = Head {
            title: Some(self.builder.strings.get("consent.title").to_owned()),
            description: self.says("consent", "", self.edition.issues.len()),
            languages: self.languages(|_| true),
            ..Head::default()
        };
        self.print(RECORD, CONSENT, head, vec![("consent", self.builder.consent_page(consent))]);
    }
}
