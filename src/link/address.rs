//! Who stands at which address: no two may share one, and nothing is found at an address that is not here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Assets;
use crate::diag::{At, Diagnostic, Said, SourceText, Span, Text, code, text};
use crate::model::body::Body;
use crate::model::column::Column;
use crate::model::issue::Issue;
use crate::model::page::Page;
use crate::model::person::{Person, PersonId};
use crate::model::site::{Settings, prefix, tag_slug};

/// Every address that the site will have, and the source file of each that has one.
#[derive(Debug, Default)]
pub struct Addresses {
    /// Address from the root -> what stands there.
    taken: BTreeMap<String, Tenant>,
    /// Source path -> its address.
    sources: BTreeMap<String, String>,
    /// Sources of issues that are not published now, with the reason.
    withheld: BTreeMap<String, Text>,
    /// Old address -> new address.
    redirects: BTreeMap<String, String>,
}

/// Who stands at an address.
#[derive(Debug)]
struct Tenant {
    /// The file that put it there, and the place that says so.
    source: Option<(Arc<SourceText>, Span)>,
    /// The ids on its page, where they are known: `None` for lists, whose ids are the theme's.
    ids: Option<BTreeSet<Box<str>>>,
}

/// What is known of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It is there.
    Yes,
    /// The page is there, the fragment is not.
    NoFragment,
    /// Nothing is there.
    No,
}

impl Addresses {
    /// Gathers every address; whatever would share one is reported.
    #[allow(clippy::too_many_arguments, reason = "the parts of a site, each of which has addresses")]
    pub fn collect(
        issues: &[Issue],
        withheld: &[Issue],
        columns: &[Column],
        pages: &[Page],
        people: &BTreeMap<PersonId, Person>,
        assets: &Assets,
        settings: &Settings,
        said: &mut Said,
    ) -> Self {
        let mut all = Self::default();
        all.lists(issues, people, settings);
        for (path, _) in assets.iter().filter(|(_, asset)| asset.is_static) {
            all.taken.insert(path.trim_start_matches("static/").to_owned(), Tenant { source: None, ids: None });
        }
        for column in columns {
            let address = format!("{}{}/", prefix(settings, &column.language), column.slug);
            all.put(address, &column.source, 0..0, None, said);
        }
        for page in pages {
            let address = prefix(settings, &page.language) + &page.address;
            all.put(address, &page.source, 0..0, Some(ids(std::iter::once(&page.body))), said);
        }
        for issue in issues {
            let address = prefix(settings, &issue.language) + &issue.address();
            all.put(address, &issue.source, issue.title_span.clone(), Some(issue_ids(issue)), said);
        }
        for issue in withheld {
            let reason = if issue.draft { text!("a draft") } else { text!("an issue of a later day") };
            all.withheld.insert(issue.source.path.clone(), reason);
        }
        for page in pages {
            all.aliases(&page.aliases, &page.source, &(prefix(settings, &page.language) + &page.address), said);
        }
        for issue in issues {
            all.aliases(&issue.aliases, &issue.source, &(prefix(settings, &issue.language) + &issue.address()), said);
        }
        all
    }

    /// The addresses of pages that no single file stands for.
    fn lists(&mut self, issues: &[Issue], people: &BTreeMap<PersonId, Person>, settings: &Settings) {
        let mut take = |address: String| {
            self.taken.insert(address, Tenant { source: None, ids: None });
        };
        for language in &settings.languages {
            let prefix = prefix(settings, language);
            for list in ["", "archive/", "tags/", "people/", "atom.xml", "feed.json"] {
                take(format!("{prefix}{list}"));
            }
            for issue in issues.iter().filter(|issue| issue.language == *language) {
                for citation in ["citation.ris", "citation.bib"] {
                    take(format!("{prefix}{}{citation}", issue.address()));
                }
                for tag in &issue.tags {
                    take(format!("{prefix}tags/{}/", tag_slug(tag)));
                }
            }
            for person in people.keys() {
                take(format!("{prefix}people/{person}/"));
            }
        }
        for file in ["404.html", "sitemap.xml", "robots.txt", ".nojekyll"] {
            take(file.to_owned());
        }
    }

    /// Takes the addresses of the pages on which a reader sees and withdraws what was given.
    pub fn take_consent(&mut self, settings: &Settings, said: &mut Said) {
        for language in &settings.languages {
            let address = format!("{}consent/", prefix(settings, language));
            if let Some(Tenant { source: Some((file, span)), .. }) = self.taken.get(&address) {
                said.push(
                    Diagnostic::new(code::L008, text!("two things would stand at `/{address}`", address))
                        .at(file, span.clone())
                        .help(text!("readers see and withdraw their consent there: give this page another `slug:`")),
                );
            }
            self.taken.insert(address, Tenant { source: None, ids: None });
        }
    }

    fn put(
        &mut self,
        address: String,
        source: &Arc<SourceText>,
        span: Span,
        ids: Option<BTreeSet<Box<str>>>,
        said: &mut Said,
    ) {
        if let Some(first) = self.taken.get(&address) {
            let mut diagnostic = Diagnostic::new(code::L008, text!("two things would stand at `/{address}`", address))
                .at(source, span)
                .help(text!("give one of them another `slug:`, or rename its folder"));
            diagnostic = match &first.source {
                Some((file, span)) => diagnostic.related(file, span.clone(), text!("the other one")),
                None => diagnostic.help(text!(
                    "the site itself has a page there: give this one another `slug:`, or rename its folder"
                )),
            };
            said.push(diagnostic);
            return;
        }
        self.sources.insert(source.path.clone(), address.clone());
        self.taken.insert(address, Tenant { source: Some((Arc::clone(source), span)), ids });
    }

    fn aliases(&mut self, aliases: &[At<String>], source: &Arc<SourceText>, target: &str, said: &mut Said) {
        for alias in aliases {
            let address = alias.value.trim_start_matches('/').to_owned();
            // `/p/22` and `/p/22/` are one folder on disk.
            let folder = format!("{}/", address.trim_end_matches('/'));
            let other = [&address, &folder].into_iter().find_map(|it| self.taken.get(it));
            if let Some(other) = other {
                let mut diagnostic = Diagnostic::new(
                    code::L008,
                    text!("the alias `{alias}` is the address of something else", alias = alias.value),
                )
                .at(source, alias.span.clone())
                .help(text!("take the alias out, or write the old address that it was meant for"));
                if let Some((file, span)) = &other.source {
                    diagnostic = diagnostic.related(file, span.clone(), text!("the other one"));
                }
                said.push(diagnostic);
                continue;
            }
            let address = if address.ends_with(".html") || address.ends_with('/') { address } else { folder };
            self.taken
                .insert(address.clone(), Tenant { source: Some((Arc::clone(source), alias.span.clone())), ids: None });
            self.redirects.insert(address, target.to_owned());
        }
    }

    /// The address of a source file.
    pub fn of_source(&self, path: &str) -> Option<&str> {
        self.sources.get(path).map(String::as_str)
    }

    /// Why an issue's file is not published now.
    pub fn withheld(&self, path: &str) -> Option<&Text> {
        self.withheld.get(path)
    }

    /// Whether an address, and a place on it, will be there.
    pub fn find(&self, address: &str, fragment: Option<&str>) -> Found {
        let Some(tenant) = self.taken.get(address) else { return Found::No };
        match (fragment, &tenant.ids) {
            (Some(fragment), Some(ids)) if !fragment.is_empty() && !ids.contains(fragment) => Found::NoFragment,
            _ => Found::Yes,
        }
    }

    /// The ids of the page at an address, for suggestions.
    pub fn ids(&self, address: &str) -> impl Iterator<Item = &str> {
        self.taken.get(address).and_then(|tenant| tenant.ids.as_ref()).into_iter().flatten().map(|id| &**id)
    }

    /// Every address, for suggestions.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.taken.keys().map(String::as_str)
    }

    /// Old addresses and where they lead now.
    pub fn into_redirects(self) -> BTreeMap<String, String> {
        self.redirects
    }
}

/// Ids that links may name in these bodies.
fn ids<'a>(bodies: impl Iterator<Item = &'a Body>) -> BTreeSet<Box<str>> {
    bodies.flat_map(Body::ids).map(Into::into).collect()
}

/// Ids of an issue's page: those of its body, and of the parts that it has.
fn issue_ids(issue: &Issue) -> BTreeSet<Box<str>> {
    let mut ids = ids(std::iter::once(&issue.body));
    ids.extend(crate::model::issue::Part::of(issue).into_iter().map(|part| part.id().into()));
    ids
}
