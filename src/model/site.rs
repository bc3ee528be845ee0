//! A whole site, linked: immutable from here on.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::body::Target;
use super::column::Column;
use super::consent::{Consent, Scope};
use super::gathered::Gathered;
use super::house::NumberStyle;
use super::issue::Issue;
use super::language::{Language, Localized};
use super::outlet::Outlets;
use super::page::Page;
use super::person::{Person, PersonId};
use super::picture::{Gallery, PictureFile, Role};
use super::prose::Prose;
use super::uri::{self, Part, WebAddress};
use crate::diag::{SourceText, Span};

/// What a site is, apart from what stands in it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its name.
    pub title: Localized,
    /// What it is about, in a sentence.
    pub description: Option<Localized>,
    /// Where it is published.
    pub base: BaseUrl,
    /// Its main language, whose pages stand at the root.
    pub language: Language,
    /// Every language, the main one first.
    pub languages: Vec<Language>,
    /// Where its dates are counted.
    pub time_zone: TimeZone,
    /// Issues on one page of a list.
    pub page_size: usize,
    /// Issues in a feed.
    pub feed_size: usize,
    /// Whether a picture is drawn for each page that is shared.
    pub cards: bool,
    /// Where else than on its own page each issue stands.
    pub outlets: Outlets,
    /// Whether it may show what is not published yet, and is for nobody but those who make it: no search engine and no
    /// feed reader is told of anything.
    pub preview: bool,
    /// How its house writes numbers, by language.
    pub numbers: BTreeMap<String, NumberStyle>,
    /// Words that no line of a title parts.
    pub kept: Vec<String>,
    /// Pixels that a picture may have.
    pub picture_pixels: u64,
    /// The file that says so.
    pub source: Arc<SourceText>,
    /// The words for readers in it.
    pub prose: Vec<Prose>,
}

impl Hash for Settings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            title,
            description,
            base,
            language,
            languages,
            time_zone,
            page_size,
            feed_size,
            cards,
            outlets,
            preview,
            numbers,
            kept,
            picture_pixels,
            source,
            prose,
        } = self;
        (title, description, base, language, languages, time_zone.iana_name()).hash(state);
        (page_size, feed_size, cards, outlets, preview, numbers, kept, picture_pixels, source, prose).hash(state);
    }
}

/// The address under which a site is published: scheme, host and a path that ends with `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Reads an `http` or `https` address without query and fragment; a `/` at the end is added.
    pub fn parse(text: &str) -> Option<Self> {
        let address = WebAddress::parse(text).filter(WebAddress::is_bare)?;
        let path = uri::after_origin(text);
        let path = path.strip_prefix('/').unwrap_or(path).trim_end_matches('/');
        let sound_path = path.is_empty()
            || path.split('/').all(|part| {
                !matches!(part, "" | "." | "..")
                    && part.chars().all(|it| it.is_alphanumeric() || "-._~%@+".contains(it))
            });
        sound_path.then(|| Self {
            origin: address.origin().to_owned(),
            path: if path.is_empty() { "/".to_owned() } else { format!("/{path}/") },
        })
    }

    /// The path before every address of the site: `/`, or `/a/b/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What a whole address of this site says after its base, however host and path are spelt; `None` for an address
    /// elsewhere.
    pub fn inner<'a>(&self, address: &'a str) -> Option<&'a str> {
        WebAddress::parse(address).filter(|it| it.origin() == self.origin)?;
        let mut rest = uri::after_origin(address);
        for part in self.path.trim_end_matches('/').split('/').skip(1) {
            let inside = rest.strip_prefix('/')?;
            let end = inside.find(['/', '?', '#']).unwrap_or(inside.len());
            if uri::decode(&inside[..end]) != uri::decode(part) {
                return None;
            }
            rest = &inside[end..];
        }
        Some(rest.strip_prefix('/').unwrap_or(rest))
    }

    /// Scheme, host and port, without a `/` at the end; letters of other scripts in the host as Punycode.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The whole address of one from the site's root in which nothing is encoded, in ASCII.
    pub fn whole(&self, address: &str) -> String {
        format!("{}{}{}", self.origin, uri::encode(&self.path, Part::Written), uri::encode(address, Part::Path))
    }
}

/// The number of an issue in [`Site::issues`].
pub type IssueIndex = usize;

/// A whole site: what [`link`](crate::link) makes, and every output reads.
#[derive(Debug)]
pub struct Site {
    /// What it is.
    pub settings: Settings,
    /// The day of the build, as given.
    pub today: Date,
    /// Every published issue in every language, newest first.
    pub issues: Vec<Arc<Issue>>,
    /// Every column in every language, in the order of their folders.
    pub columns: Vec<Column>,
    /// Every page that is no issue, by address.
    pub pages: Vec<Page>,
    /// Everyone.
    pub people: BTreeMap<PersonId, Person>,
    /// The abbreviations of the field.
    pub glossary: BTreeMap<String, Localized>,
    /// One for each language of the settings that has anything in it.
    pub editions: Vec<Edition>,
    /// Issues that stand in more than one language, by address in their language.
    pub translations: BTreeMap<String, Vec<IssueIndex>>,
    /// People whom issues name that are not published yet, and those who sign numbers: no page names them.
    pub withheld_people: BTreeSet<PersonId>,
    /// Files that are published as they are: address from the root, path from the site's folder.
    pub files: BTreeMap<String, String>,
    /// Pictures that pages show: the address that a file would have and its use, and the file.
    pub pictures: BTreeMap<(String, Role), PictureFile>,
    /// The same as they are published; empty until they were made.
    pub gallery: Gallery,
    /// What readers are asked first, if anything.
    pub consent: Option<Consent>,
}

/// The site in one language.
#[derive(Debug, Hash)]
pub struct Edition {
    /// The language.
    pub language: Language,
    /// What stands before its addresses: empty, or `en/`.
    pub prefix: String,
    /// Its issues, newest first.
    pub issues: Vec<IssueIndex>,
    /// Its columns with their issues, in the order of their folders.
    pub columns: Vec<ColumnListing>,
    /// Its tags by address part, each with its issues, newest first.
    pub tags: BTreeMap<String, TagListing>,
    /// The people who appear in it.
    pub people: BTreeMap<PersonId, Contributions>,
    /// Its pages, by number in [`Site::pages`].
    pub pages: Vec<usize>,
}

/// A column's issues in one language.
#[derive(Debug, Hash)]
pub struct ColumnListing {
    /// The number in [`Site::columns`].
    pub column: usize,
    /// Its issues, newest first.
    pub issues: Vec<IssueIndex>,
}

/// A tag's issues in one language.
#[derive(Debug, Hash)]
pub struct TagListing {
    /// The tag as first written.
    pub name: Arc<str>,
    /// Where, in the file of the first of its issues.
    pub span: Span,
    /// Its issues, newest first.
    pub issues: Vec<IssueIndex>,
}

/// What a person did, in one language.
#[derive(Debug, Default, Hash)]
pub struct Contributions {
    /// Issues with a commentary of theirs, newest first.
    pub commentaries: Vec<IssueIndex>,
    /// Issues that credit them, newest first.
    pub credits: Vec<IssueIndex>,
    /// Whether they lead a column or belong to its team.
    pub is_staff: bool,
}

impl Contributions {
    /// How many issues they took part in.
    pub fn count(&self) -> usize {
        let mut issues: Vec<IssueIndex> = self.commentaries.iter().chain(&self.credits).copied().collect();
        issues.sort_unstable();
        issues.dedup();
        issues.len()
    }
}

impl Site {
    /// The column of an issue, in the issue's language.
    pub fn column_of(&self, issue: &Issue) -> Option<&Column> {
        self.columns.iter().find(|it| it.slug == issue.column && it.language == issue.language)
    }

    /// What it is called; its folder where it has no name in that language.
    pub fn column_title<'a>(&'a self, issue: &'a Issue) -> &'a str {
        self.column_of(issue).map_or(&*issue.column, |column| column.title.as_str())
    }

    /// A print of what pages show of a site besides its issues: what it is, its columns, pages and people, which issues
    /// stand where, and pictures.
    pub fn around_issues(&self) -> u128 {
        let Self {
            settings,
            today: _,
            issues: _,
            columns,
            pages,
            people,
            glossary,
            editions,
            translations,
            withheld_people,
            files: _,
            pictures: _,
            gallery,
            consent,
        } = self;
        let mut print = Gathered::default();
        (settings, columns, pages, people, glossary, editions).hash(&mut print);
        (translations, withheld_people, gallery, consent).hash(&mut print);
        print.print()
    }

    /// A print of what is shown besides it by all that is made of one issue alone: what the site is, its columns and
    /// people, words that are explained, the question of consent. Where other issues stand is nothing of it.
    pub fn around_one(&self) -> u128 {
        let Self {
            settings,
            today: _,
            issues: _,
            columns,
            pages: _,
            people,
            glossary,
            editions: _,
            translations: _,
            withheld_people: _,
            files: _,
            pictures: _,
            gallery: Gallery { pictures: _, sizes },
            consent,
        } = self;
        Gathered::of((settings, columns, people, glossary, consent, sizes))
    }

    /// A print of the pictures that an issue shows or leads to, as they are published.
    pub fn pictures_of(&self, issue: &Issue) -> u128 {
        let targets = issue.bodies().flat_map(|body| {
            let links = body.links.iter().map(|link| &link.target);
            links.chain(body.images.iter().map(|image| &image.target))
        });
        let mut print = Gathered::default();
        for target in targets.chain(issue.cover.iter().map(|cover| &cover.image.target)) {
            if let Target::Inside { address, .. } = target {
                self.gallery.get(address, Role::Figure).hash(&mut print);
            }
        }
        print.print()
    }

    /// The same site with its pictures as they are published.
    #[must_use]
    pub fn with_gallery(self, gallery: Gallery) -> Self {
        Self { gallery, ..self }
    }

    /// What stands before the addresses of a language: nothing for the main one.
    pub fn prefix(&self, language: &Language) -> String {
        prefix(&self.settings, language)
    }

    /// The address of an issue from the site's root.
    pub fn issue_address(&self, issue: &Issue) -> String {
        self.prefix(&issue.language) + &issue.address()
    }

    /// How much of a page that lists issues stands behind the question: everything or nothing.
    pub fn list_scope(&self) -> Scope {
        match self.consent.as_ref().map(|consent| consent.scope) {
            Some(Scope::Page) => Scope::Page,
            _ => Scope::Open,
        }
    }

    /// The same issue in other languages, in the order of the settings.
    pub fn translations(&self, issue: &Issue) -> Vec<&Issue> {
        let all = self.translations.get(&issue.address()).into_iter().flatten().map(|index| &*self.issues[*index]);
        let mut others: Vec<&Issue> = all.filter(|other| other.language != issue.language).collect();
        others.sort_by_key(|other| self.settings.languages.iter().position(|language| *language == other.language));
        others
    }
}

/// What stands before the addresses of a language.
pub fn prefix(settings: &Settings, language: &Language) -> String {
    if *language == settings.language { String::new() } else { format!("{}/", language.tag()) }
}

/// A path written in a file of `folder`, from the folder that `folder` itself is below; `None` if it leads out of it.
pub fn below(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_the_content_folder() {
        assert_eq!(below("a/b/", "../c/d.png").as_deref(), Some("a/c/d.png"));
        assert_eq!(below("a/", "../../etc/passwd"), None);
        assert_eq!(below("a/", "./x.png").as_deref(), Some("a/x.png"));
    }

    #[test]
    fn a_base_address_is_whole() {
        assert_eq!(BaseUrl::parse("https://example.org").map(|it| it.path), Some("/".to_owned()));
        assert_eq!(BaseUrl::parse("https://example.org/a/b").map(|it| it.path), Some("/a/b/".to_owned()));
        for wrong in [
            "example.org",
            "/a/",
            "ftp://example.org",
            "https://",
            "https://example.org/a?b",
            "https://example.org/../a",
            "https://example.org//a/",
            "https://user@example.org/",
            "https://exa mple.org/",
        ] {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_site_knows_its_own_addresses() {
        let base = BaseUrl::parse("https://example.org/a/").expect("sound");
        assert_eq!(base.inner("https://example.org/a/b/#c"), Some("b/#c"));
        assert_eq!(base.inner("https://example.org/a"), Some(""));
        assert_eq!(base.inner("https://example.org/b/"), None);
        assert_eq!(base.inner("https://example.organic/a/"), None);
        assert_eq!(base.inner("https://example.org/ab/"), None);
        assert_eq!(base.inner("HTTPS://Example.org:443/a?b"), Some("?b"));
    }

    #[test]
    fn a_host_of_any_script_is_written_as_dns_knows_it() {
        let base = BaseUrl::parse("https://例子.中国/栏目/").expect("sound");
        assert_eq!(base.origin(), "https://xn--fsqu00a.xn--fiqs8s");
        assert_eq!(base.path(), "/栏目/");
        assert_eq!(base.whole("a b/"), "https://xn--fsqu00a.xn--fiqs8s/%E6%A0%8F%E7%9B%AE/a%20b/");
        for own in ["https://例子.中国/栏目/a/", "https://xn--fsqu00a.xn--fiqs8s/%E6%A0%8F%E7%9B%AE/a/"] {
            assert_eq!(base.inner(own), Some("a/"), "{own}");
        }
    }
}
