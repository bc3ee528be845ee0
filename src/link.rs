//! Issues, columns, pages and people -> [`Site`]: everything that can be known only by looking across files.
//!
//! Who is named must exist; where a link leads must be there; no two things may share an address. Nothing here
//! reads a file: what files there are is told by [`Assets`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::{At, Checked, Diagnostic, Said, SourceText, Span, code, nearest, text};
use crate::model::address::{NOT_IN_A_PREVIEW, are_twins, twin_help};
use crate::model::column::Column;
use crate::model::consent::{Consent, ConsentText};
use crate::model::issue::Issue;
use crate::model::language::Localized;
use crate::model::page::Page;
use crate::model::person::{Person, PersonId};
use crate::model::picture::{Gallery, Head, HeadFault};
use crate::model::site::{Settings, Site};

mod address;
mod awaited;
mod before;
mod consent;
mod edition;
mod picture;
mod specimen;
mod target;

use address::Addresses;
pub use address::Peace;
pub use awaited::Awaited;
use before::Around;
pub use before::Before;
pub use picture::faults_as_it_is;
pub use specimen::guises;

/// Everything that was read, before it is put together.
#[derive(Debug, Default)]
pub struct Parts {
    /// Issues in every language, in any order.
    pub issues: Vec<Arc<Issue>>,
    /// Columns in every language, in any order.
    pub columns: Vec<Column>,
    /// Pages in every language, in any order.
    pub pages: Vec<Page>,
    /// Everyone.
    pub people: BTreeMap<PersonId, Person>,
    /// The abbreviations of the field.
    pub glossary: BTreeMap<String, Localized>,
    /// The texts of the consent in every language, in any order.
    pub consent: Vec<ConsentText>,
    /// Files that could not be read at all, which is reported: who refers to them is not blamed for it.
    pub unreadable: Vec<String>,
}

/// Files beside the Markdown: path from the content folder -> what is known of it.
pub type Assets = BTreeMap<String, Asset>;

/// A file beside the Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// What its first bytes say, if it is a picture that can be shown.
    pub head: Result<Head, HeadFault>,
    /// Whether it is published whether or not anything leads to it (`content/static/`).
    pub is_static: bool,
}

/// A file beside the Markdown that something leads to.
#[derive(Debug, Clone)]
struct Attachment {
    /// Its address from the root.
    address: String,
    /// Its path from the site's folder.
    path: String,
    /// Where it was first asked for.
    place: (Arc<SourceText>, Span),
}

/// A site, and what of its links only its theme can answer.
#[derive(Debug)]
pub struct Linked {
    /// The site.
    pub site: Site,
    /// Links to what has a fingerprint in its name: the theme's files, cards, pictures.
    pub awaited: Vec<Awaited>,
}

/// What of a site is to be published on a day.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The day.
    pub today: Date,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether issues of later days are published.
    pub future: bool,
}

impl Selection {
    fn takes(&self, issue: &Issue) -> bool {
        (self.drafts || !issue.draft) && (self.future || issue.date <= self.today)
    }
}

/// Puts a site together. `asked` is what its configuration wants readers to be asked, without words yet; `before` is what
/// is remembered of the last time.
pub fn link(
    parts: Parts,
    assets: &Assets,
    settings: &Settings,
    asked: Option<&Consent>,
    selection: &Selection,
    before: &mut Before,
) -> Checked<Linked> {
    let mut said = Said::default();
    let (mut issues, withheld): (Vec<Arc<Issue>>, Vec<Arc<Issue>>) =
        parts.issues.into_iter().partition(|issue| selection.takes(issue));
    let (mut columns, mut pages, mut texts) = (parts.columns, parts.pages, parts.consent);
    order(&mut issues, &mut columns, &mut pages);
    texts.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    check_columns(&issues, &columns, &parts.unreadable, settings, &mut said);
    check_numbers(&issues, &mut said);
    if !parts.unreadable.iter().any(|path| path == "content/people.yaml") {
        check_people(&issues, &columns, &parts.people, &mut said);
    }
    let editions = edition::editions(&issues, &columns, &pages, settings, &mut said);
    let statics = assets.iter().filter(|(_, asset)| asset.is_static);
    said.extend(statics.clone().filter_map(|(path, asset)| faults_as_it_is(&format!("content/{path}"), &asset.head)));
    let mut site = Site {
        settings: settings.clone(),
        today: selection.today,
        translations: edition::translations(&issues),
        issues,
        columns,
        pages,
        people: parts.people,
        glossary: parts.glossary,
        editions,
        withheld_people: people_of(&withheld),
        files: statics
            .map(|(path, _)| (path.trim_start_matches("static/").to_owned(), format!("content/{path}")))
            .filter(|(address, _)| !(settings.preview && NOT_IN_A_PREVIEW.contains(&address.as_str())))
            .collect(),
        pictures: BTreeMap::new(),
        gallery: Gallery::default(),
        consent: asked.cloned(),
    };
    let awaited = resolve(&mut site, &mut texts, &withheld, assets, parts.unreadable.clone(), before, &mut said);
    site.consent = consent::consent(asked, texts, &parts.unreadable, settings, &mut said);
    consent::scopes(&site.issues, &mut site.pages, site.consent.as_ref(), settings, &mut said);
    Checked::new(Linked { site, awaited }, said)
}

/// Puts everything in an order that does not depend on the disk.
fn order(issues: &mut [Arc<Issue>], columns: &mut [Column], pages: &mut [Page]) {
    // Newest first; what shares a day by number, then by address.
    issues.sort_by(|a, b| {
        (b.date, b.number.value, &a.column, &a.slug, &a.language).cmp(&(
            a.date,
            a.number.value,
            &b.column,
            &b.slug,
            &b.language,
        ))
    });
    columns.sort_by(|a, b| (&a.slug, &a.language).cmp(&(&b.slug, &b.language)));
    pages.sort_by(|a, b| {
        (&a.language, &a.section, !a.is_index, a.order, &a.address).cmp(&(
            &b.language,
            &b.section,
            !b.is_index,
            b.order,
            &b.address,
        ))
    });
}

/// Everyone whom issues name.
fn people_of(issues: &[Arc<Issue>]) -> BTreeSet<PersonId> {
    issues
        .iter()
        .flat_map(|issue| issue.commentary.iter().map(|it| &it.expert).chain(issue.credits.iter().map(|it| &it.person)))
        .map(|person| person.value.clone())
        .collect()
}

/// Finds out where every link leads, and which files are in use. What is left may be the theme's.
fn resolve(
    site: &mut Site,
    texts: &mut [ConsentText],
    withheld: &[Arc<Issue>],
    assets: &Assets,
    unreadable: Vec<String>,
    before: &mut Before,
    said: &mut Said,
) -> Vec<Awaited> {
    let peace = before.peace.take();
    let mut in_the_way = Said::default();
    let addresses = Addresses::of(site, withheld, peace.as_ref(), &mut in_the_way);
    let is_peaceful = in_the_way.is_empty();
    said.extend(in_the_way);
    let settings = &site.settings;
    let scope = site.consent.as_ref().map(|consent| consent.scope);
    let around = Around { addresses, unreadable, base: settings.base.clone(), pixels: settings.picture_pixels, scope };
    let mut resolver = target::Resolver::new(&around, assets);
    before.resolve(&mut site.issues, &mut resolver);
    for column in &mut site.columns {
        resolver.column(column);
    }
    for page in &mut site.pages {
        resolver.page(page);
    }
    for text in texts {
        resolver.consent(text);
    }
    for person in site.people.values_mut() {
        resolver.person(person);
    }
    let target::Found { said: faults, files, pictures, awaited } = resolver.into_found();
    said.extend(faults);
    let attachments: Vec<Attachment> = files.into_values().collect();
    let addresses = before.keep(around, assets);
    let mut in_the_way = Said::default();
    let attached = addresses.attach(&attachments, peace.as_ref(), &mut in_the_way);
    let is_peaceful = is_peaceful && in_the_way.is_empty();
    said.extend(in_the_way);
    let peace = is_peaceful.then(|| addresses.peace(&attachments));
    site.files.extend(attachments.into_iter().map(|it| (it.address, it.path)));
    site.pictures = pictures;
    let awaited = awaited::settle(awaited, addresses, said);
    addresses.detach(&attached);
    before.peace = peace;
    awaited
}

/// Every issue needs its column, in its language or at least in the main one.
fn check_columns(
    issues: &[Arc<Issue>],
    columns: &[Column],
    unreadable: &[String],
    settings: &Settings,
    said: &mut Said,
) {
    let mut missing: BTreeMap<(&str, &str), &Issue> = BTreeMap::new();
    for issue in issues {
        let has = |language: &crate::model::language::Language| {
            columns.iter().any(|column| column.slug == issue.column && column.language == *language)
        };
        if !has(&settings.language) {
            missing.entry((&issue.column, "")).or_insert(issue);
        } else if !has(&issue.language) {
            missing.entry((&issue.column, issue.language.tag())).or_insert(issue);
        }
    }
    for ((column, language), issue) in missing {
        let file = if language.is_empty() {
            format!("content/{column}/column.md")
        } else {
            format!("content/{column}/column.{language}.md")
        };
        if unreadable.contains(&file) {
            continue;
        }
        let diagnostic = if language.is_empty() {
            Diagnostic::new(code::L010, text!("the folder `{column}` has issues but no `column.md`", column)).help(
                text!(
                    "write `content/{column}/column.md` with at least a `title:`; `postil new column` makes one",
                    column
                ),
            )
        } else {
            Diagnostic::new(code::L011, text!("the column `{column}` has issues in `{language}` but no `column.{language}.md`", column, language = issue.language.tag()))
                .help(text!("write `content/{column}/column.{language}.md`; until then its {language} pages carry the column's title in {main}", column, language, main = settings.language.tag()))
        };
        said.push(diagnostic.path(issue.source.path.clone()));
    }
}

/// A number is given once in a column.
fn check_numbers(issues: &[Arc<Issue>], said: &mut Said) {
    let mut seen: BTreeMap<(&str, &str, u32), &Issue> = BTreeMap::new();
    let mut in_order: Vec<&Issue> = issues.iter().map(|issue| &**issue).collect();
    in_order.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    for issue in in_order {
        let key = (&*issue.column, issue.language.tag(), issue.number.value);
        match seen.get(&key) {
            // A number that is missing or not one has been reported.
            _ if issue.number.value == 0 => {}
            Some(first) if first.slug != issue.slug => said.push(
                Diagnostic::new(
                    code::L009,
                    text!(
                        "number {number} of `{column}` is given twice",
                        number = issue.number.value,
                        column = issue.column
                    ),
                )
                .at(&issue.source, issue.number.span.clone())
                .related(&first.source, first.number.span.clone(), text!("the first one"))
                .help(text!("give one of the two another `number:`")),
            ),
            Some(_) => {}
            None => {
                seen.insert(key, issue);
            }
        }
    }
}

/// Everyone who is named stands in `people.yaml`.
fn check_people(issues: &[Arc<Issue>], columns: &[Column], people: &BTreeMap<PersonId, Person>, said: &mut Said) {
    let mut check = |file: &Arc<SourceText>, person: &At<PersonId>| {
        if people.contains_key(&person.value) || person.span.is_empty() {
            return;
        }
        let known = nearest(&person.value.0, people.keys().map(|id| &*id.0));
        let help = match known {
            _ if people.keys().any(|id| are_twins(&id.0, &person.value.0)) => twin_help(),
            Some(known) => text!("did you mean `{known}`?", known),
            None => {
                text!("add this person to `content/people.yaml`: an id, then `name:`, `title:`, `affiliation:`")
            }
        };
        said.push(
            Diagnostic::new(code::L007, text!("`{person}` is not in people.yaml", person = person.value.to_string()))
                .at(file, person.span.clone())
                .help(help),
        );
    };
    for issue in issues {
        for commentary in &issue.commentary {
            check(&issue.source, &commentary.expert);
        }
        for credit in &issue.credits {
            check(&issue.source, &credit.person);
        }
    }
    for column in columns {
        for person in column.lead.iter().chain(&column.team) {
            check(&column.source, person);
        }
    }
}
