//! Every address that a site publishes, once: how it is spelt, what stands there and whose it is.
//!
//! [`of_site`] names all of them before anything is made. [`link`](crate::link) asks it where links lead and what
//! collides, and the outputs spell what they write as it does. What the theme decides, its assets and the cards, is
//! spelt here too, and named by `output::announced`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::column::Column;
use super::issue::Issue;
use super::outlet::Outlet;
use super::person::PersonId;
use super::site::{ColumnListing, Edition, IssueIndex, Site};
use crate::diag::{SourceText, Span};

mod file;
mod name;
mod tag;

pub use file::{are_twins, astray, composed, file_of, folded, not_on_windows, of_file, trouble, twin_help};
pub use name::*;
pub use tag::slug as tag_slug;

/// Something that stands at an address.
#[derive(Debug, Clone, Hash)]
pub struct Published {
    /// The address from the site's root, not encoded; one that ends with `/` is a folder with an `index.html`.
    pub address: String,
    /// What it is.
    pub kind: Kind,
    /// Who put it there.
    pub origin: Origin,
}

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The page of an issue, by its number in [`Site::issues`].
    Issue(IssueIndex),
    /// The page of a column, by the number in [`Site::columns`] of the text that it shows.
    Column(usize),
    /// A page that is no issue, by its number in [`Site::pages`].
    Page(usize),
    /// The page of a tag.
    Tag,
    /// The page of a person.
    Person,
    /// Another list: the home page, the archive, all tags, all people.
    List,
    /// A page that search engines are not told of: the second and later ones of a list, 404, what was agreed to.
    Further,
    /// An old address that leads to a new one.
    Alias {
        /// The new one.
        target: String,
    },
    /// What programs read: how an issue is cited, what was found.
    Machine,
    /// What tells programs of what is new or there: a feed, the sitemap. A preview has none, and a link to one of them
    /// is right all the same.
    Announcement,
    /// What hosts and crawlers look for; a file of the same name takes its place.
    Server,
    /// A file as it is.
    File,
}

/// Who put something at an address.
#[derive(Debug, Clone, Hash)]
pub enum Origin {
    /// The site itself.
    Site,
    /// A place in a text.
    Place(Arc<SourceText>, Span),
    /// A file, by its path from the site's folder.
    File(String),
}

impl Published {
    /// Whether search engines are told of it.
    pub fn is_listed(&self, site: &Site) -> bool {
        match self.kind {
            Kind::Issue(index) => !site.issues[index].draft,
            Kind::Column(_) | Kind::Page(_) | Kind::Tag | Kind::Person | Kind::List => true,
            Kind::Further | Kind::Alias { .. } | Kind::Machine | Kind::Announcement | Kind::Server | Kind::File => {
                false
            }
        }
    }
}

/// Everything that is published of a site but what the theme decides, each thing after what it would give way to: the
/// lists of each language, its texts, what is made of them; then what stands once on a site, files, and old addresses.
pub fn of_site(site: &Site) -> Vec<Published> {
    let mut all = List { site, published: Vec::new() };
    site.editions.iter().for_each(|edition| all.edition(edition));
    all.own(NOT_FOUND.to_owned(), Kind::Further);
    if site.settings.outlets.has(Outlet::Data) {
        all.own(FINDINGS_SCHEMA.to_owned(), Kind::Machine);
    }
    if site.settings.outlets.has(Outlet::Wechat) {
        [WECHAT_STYLE, WECHAT_SCRIPT].iter().for_each(|name| all.own(format!("{WECHAT}{name}"), Kind::Machine));
    }
    if site.settings.outlets.has(Outlet::Slides) {
        [SLIDES_STYLE, SLIDES_SCRIPT].iter().for_each(|name| all.own(format!("{SLIDES}{name}"), Kind::Machine));
    }
    if site.settings.outlets.has(Outlet::Print) {
        all.own(format!("{PRINT}{PRINT_STYLE}"), Kind::Machine);
    }
    let listed = all.published.iter().filter(|it| it.is_listed(site)).count();
    sitemaps(listed, SITEMAP_LIMIT).into_iter().for_each(|address| all.own(address, Kind::Announcement));
    for name in SERVER.iter().filter(|name| is_own(site, name)) {
        all.own((*name).to_owned(), Kind::Server);
    }
    for (address, path) in &site.files {
        all.put(address.clone(), Kind::File, Origin::File(path.clone()));
    }
    for OldAddress { address, target, origin } in redirects(site) {
        all.put(address, Kind::Alias { target }, origin);
    }
    all.published
}

/// Whether postil makes a file of [`SERVER`] itself: an editor's own is the site's word on it.
pub fn is_own(site: &Site, name: &str) -> bool {
    !site.files.contains_key(name)
}

/// An old address.
pub struct OldAddress {
    /// The old address.
    pub address: String,
    /// Where it leads.
    pub target: String,
    /// Where it is written.
    pub origin: Origin,
}

/// Every old address of a site.
pub fn redirects(site: &Site) -> impl Iterator<Item = OldAddress> {
    let pages =
        site.pages.iter().map(|page| (&page.aliases, &page.source, site.prefix(&page.language) + &page.address));
    let issues = site.issues.iter().map(|issue| (&issue.aliases, &issue.source, site.issue_address(issue)));
    pages.chain(issues).flat_map(|(aliases, source, target)| {
        aliases.iter().map(move |written| OldAddress {
            address: alias(written),
            target: target.clone(),
            origin: Origin::Place(Arc::clone(source), written.span.clone()),
        })
    })
}

/// The years of a column that have a book of their own: none where there is but one.
pub fn years(site: &Site, listing: &ColumnListing) -> Vec<i16> {
    let years: BTreeSet<i16> = listing.issues.iter().map(|index| site.issues[*index].date.year()).collect();
    if years.len() > 1 { years.into_iter().collect() } else { Vec::new() }
}

struct List<'a> {
    site: &'a Site,
    published: Vec<Published>,
}

impl List<'_> {
    fn put(&mut self, address: String, kind: Kind, origin: Origin) {
        self.published.push(Published { address, kind, origin });
    }

    fn own(&mut self, address: String, kind: Kind) {
        self.put(address, kind, Origin::Site);
    }

    /// A list of `total` issues: its first page, and those that follow.
    fn list(&mut self, address: String, kind: Kind, origin: Origin, total: usize) {
        self.put(address.clone(), kind, origin.clone());
        for number in 2..=pages(total, self.site.settings.page_size) {
            self.put(page_of(&address, number), Kind::Further, origin.clone());
        }
    }

    fn feeds(&mut self, folder: &str, origin: &Origin) {
        for (name, _) in FEEDS {
            self.put(format!("{folder}{name}"), Kind::Announcement, origin.clone());
        }
    }

    /// The findings as data, where the site has that outlet.
    fn findings(&mut self, folder: &str, origin: &Origin) {
        if self.site.settings.outlets.has(Outlet::Data) {
            for name in [FINDINGS_JSON, FINDINGS_CSV] {
                self.put(format!("{folder}{name}"), Kind::Machine, origin.clone());
            }
        }
    }

    /// The newsletter, where the site has that outlet.
    fn letters(&mut self, folder: &str, origin: &Origin) {
        if self.site.settings.outlets.has(Outlet::Mail) {
            for name in [MAIL_HTML, MAIL_TEXT] {
                self.put(format!("{folder}{name}"), Kind::Machine, origin.clone());
            }
        }
    }

    /// The books of a column that has issues, where the site has that outlet.
    fn books(&mut self, folder: &str, listing: &ColumnListing, origin: &Origin) {
        if self.site.settings.outlets.has(Outlet::Epub) && !listing.issues.is_empty() {
            self.put(format!("{folder}{COLUMN_EPUB}"), Kind::Machine, origin.clone());
            for year in years(self.site, listing) {
                self.put(format!("{folder}{}", year_epub(year)), Kind::Machine, origin.clone());
            }
        }
    }

    /// In the order of the sitemap.
    fn edition(&mut self, edition: &Edition) {
        let site = self.site;
        let prefix = &edition.prefix;
        self.own(prefix.clone(), Kind::List);
        self.list(format!("{prefix}{ARCHIVE}"), Kind::List, Origin::Site, edition.issues.len());
        self.own(format!("{prefix}{TAGS}"), Kind::List);
        self.own(format!("{prefix}{PEOPLE}"), Kind::List);
        self.feeds(prefix, &Origin::Site);
        self.findings(prefix, &Origin::Site);
        self.letters(prefix, &Origin::Site);
        if site.consent.is_some() {
            self.own(format!("{prefix}{CONSENT}"), Kind::Further);
        }
        for listing in &edition.columns {
            let shown = &site.columns[listing.column];
            let (address, origin) = (format!("{prefix}{}", column(&shown.slug)), of_column(shown));
            self.list(address.clone(), Kind::Column(listing.column), origin.clone(), listing.issues.len());
            self.feeds(&address, &origin);
            self.findings(&address, &origin);
            self.letters(&address, &origin);
            self.books(&address, listing, &origin);
        }
        for index in &edition.pages {
            let page = &site.pages[*index];
            let origin = Origin::Place(Arc::clone(&page.source), 0..0);
            self.put(format!("{prefix}{}", page.address), Kind::Page(*index), origin);
        }
        for (slug, listing) in &edition.tags {
            let first = listing.issues.first().map(|index| &site.issues[*index]);
            let origin =
                first.map_or(Origin::Site, |issue| Origin::Place(Arc::clone(&issue.source), listing.span.clone()));
            self.list(format!("{prefix}{}", tag(slug)), Kind::Tag, origin, listing.issues.len());
        }
        for id in edition.people.keys() {
            self.person(prefix, id);
        }
        for index in &edition.issues {
            self.issue(*index);
        }
    }

    fn person(&mut self, prefix: &str, id: &PersonId) {
        // Who is named and unknown has no page; that is reported.
        let Some(known) = self.site.people.get(id) else { return };
        let origin = Origin::Place(Arc::clone(&known.source), known.span.clone());
        self.put(format!("{prefix}{}", person(id)), Kind::Person, origin);
    }

    fn issue(&mut self, index: IssueIndex) {
        let issue = &self.site.issues[index];
        let (address, origin) = (self.site.issue_address(issue), of_issue(issue));
        self.put(address.clone(), Kind::Issue(index), origin.clone());
        for name in [RIS, BIBTEX] {
            self.put(format!("{address}{name}"), Kind::Machine, origin.clone());
        }
        if self.site.settings.outlets.has(Outlet::Epub) {
            self.put(format!("{address}{ISSUE_EPUB}"), Kind::Machine, origin.clone());
        }
        if self.site.settings.outlets.has(Outlet::Jats) {
            self.put(format!("{address}{JATS}"), Kind::Machine, origin.clone());
        }
        if self.site.settings.outlets.has(Outlet::Wechat) && Outlet::Wechat.takes(&issue.language) {
            self.put(format!("{address}{WECHAT}"), Kind::Further, origin.clone());
        }
        if self.site.settings.outlets.has(Outlet::Abstract) && issue.trial.is_some() {
            for name in abstracts() {
                self.put(format!("{address}{ABSTRACT}{name}"), Kind::Machine, origin.clone());
            }
        }
        if self.site.settings.outlets.has(Outlet::Slides) {
            self.put(format!("{address}{SLIDES}"), Kind::Further, origin.clone());
        }
        if self.site.settings.outlets.has(Outlet::Print) {
            self.put(format!("{address}{PRINT}"), Kind::Further, origin.clone());
            if issue.trial.is_some() {
                self.put(format!("{address}{PRINT}{POSTER}"), Kind::Further, origin.clone());
            }
        }
    }
}

fn of_column(column: &Column) -> Origin {
    Origin::Place(Arc::clone(&column.source), 0..0)
}

fn of_issue(issue: &Issue) -> Origin {
    Origin::Place(Arc::clone(&issue.source), issue.title_span.clone())
}
