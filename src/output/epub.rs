//! EPUB 3: each issue as a book, each column as one, and each year of a column that has several. What is for everyone is
//! in it, with its pictures in one form each; charts are pictures with their data as a table below.
//!
//! A reader's device knows nothing of the site: addresses in a book are whole, its style sheet is its own, and it has no
//! script.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::{Artifact, Content, Outlet, Output, Sink};
use crate::model::address::{COLUMN_EPUB, ISSUE_EPUB, column, year_epub, years};
use crate::model::gathered::Gathered;
use crate::model::outlet::Outlet as Name;
use crate::model::site::{ColumnListing, Edition, IssueIndex, Site};
use crate::render::book::{Book, Piece};
use crate::render::gate::Gate;
use crate::render::standpoint::Standpoint;
use crate::render::theme::Theme;

mod back;
mod chapter;
mod finding;
mod inline;
mod package;
mod set_apart;
mod text;

use chapter::Chapter;
use package::Volume;

/// Books.
pub(super) struct Epub;

impl Output for Epub {
    fn name(&self) -> &'static str {
        "books (EPUB)"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        for edition in &site.editions {
            let Some(standpoint) = theme.standpoint(site, edition) else { continue };
            let around = Gathered::of((self.of().name(), site.around_one(), theme.print()));
            edition.columns.par_iter().for_each(|listing| {
                Shelf::new(standpoint, &listing.issues, around).put_all(edition, listing, sink);
            });
            // Those whose column has no page in the language.
            let listed: BTreeSet<IssueIndex> = edition.columns.iter().flat_map(|it| &it.issues).copied().collect();
            let rest: Vec<IssueIndex> = edition.issues.iter().filter(|it| !listed.contains(it)).copied().collect();
            Shelf::new(standpoint, &rest, around).put_issues(sink);
        }
    }
}

impl Outlet for Epub {
    fn of(&self) -> Name {
        Name::Epub
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        if let Some(standpoint) = theme.standpoint_of(site, &site.issues[index]) {
            let chapter = Chapter::new(&standpoint, &site.issues[index]);
            put(of_issue(&standpoint, &chapter), ISSUE_EPUB.to_owned(), sink);
        }
        // It carries its pictures.
        Vec::new()
    }
}

fn put(book: Book, address: String, sink: &dyn Sink) {
    sink.put(Artifact { address, content: Content::Book(Box::new(book)) });
}

/// The book of an issue.
fn of_issue(standpoint: &Standpoint<'_>, chapter: &Chapter<'_>) -> Book {
    let address = standpoint.site.issue_address(chapter.issue);
    let title = chapter.title.clone();
    let volume = Volume { address: &address, title, subtitle: None, is_series: false };
    volume.bind(standpoint, &[chapter])
}

/// Issues of which books are made: the chapter of one stands in its own book, in that of its column and in that of its
/// year, and is written once, when the first of them is made.
struct Shelf<'a> {
    standpoint: Standpoint<'a>,
    issues: &'a [IssueIndex],
    chapters: Vec<OnceLock<Chapter<'a>>>,
    /// The print of each issue with all that is around it.
    prints: Vec<u128>,
}

impl<'a> Shelf<'a> {
    fn new(standpoint: Standpoint<'a>, issues: &'a [IssueIndex], around: u128) -> Self {
        let site = standpoint.site;
        let print = |index: &IssueIndex| {
            let issue = &site.issues[*index];
            Gathered::of((around, issue, site.pictures_of(issue)))
        };
        let prints = issues.iter().map(print).collect();
        Self { standpoint, issues, chapters: issues.iter().map(|_| OnceLock::new()).collect(), prints }
    }

    fn chapter(&self, at: usize) -> &Chapter<'a> {
        let issue = &self.standpoint.site.issues[self.issues[at]];
        self.chapters[at].get_or_init(|| Chapter::new(&self.standpoint, issue))
    }

    /// The book of each issue.
    fn put_issues(&self, sink: &dyn Sink) {
        self.issues.par_iter().enumerate().for_each(|(at, index)| {
            let site = self.standpoint.site;
            let address = format!("{}{ISSUE_EPUB}", site.issue_address(&site.issues[*index]));
            sink.once(self.prints[at], &|sink| {
                put(of_issue(&self.standpoint, self.chapter(at)), address.clone(), sink)
            });
        });
    }

    /// The books of a column besides: all issues, the oldest first; and those of each year, where there are several.
    fn put_all(&self, edition: &Edition, listing: &ColumnListing, sink: &dyn Sink) {
        self.put_issues(sink);
        let site = self.standpoint.site;
        if listing.issues.is_empty() {
            return;
        }
        let shown = &site.columns[listing.column];
        let folder = format!("{}{}", edition.prefix, column(&shown.slug));
        let book = |address: String, year: Option<i16>| {
            let places = (0..self.issues.len()).rev();
            let is_in = |at: &usize| year.is_none_or(|year| site.issues[self.issues[*at]].date.year() == year);
            let places: Vec<usize> = places.filter(is_in).collect();
            let prints: Vec<u128> = places.iter().map(|at| self.prints[*at]).collect();
            sink.once(Gathered::of((&address, prints)), &|sink| {
                let chapters: Vec<&Chapter<'_>> = places.iter().map(|at| self.chapter(*at)).collect();
                let (title, subtitle) = (shown.title.clone(), year.map(|year| year.to_string()));
                // A year is known by its own address.
                let of = if year.is_some() { &address } else { &folder };
                let volume = Volume { address: of, title, subtitle, is_series: true };
                put(volume.bind(&self.standpoint, &chapters), address.clone(), sink);
            });
        };
        book(format!("{folder}{COLUMN_EPUB}"), None);
        for year in years(site, listing) {
            book(format!("{folder}{}", year_epub(year)), Some(year));
        }
    }
}

/// The path of a picture in a book.
fn path_of(address: &str) -> String {
    format!("pictures/{}", address.rsplit('/').next().unwrap_or(address))
}

/// A picture of the site as a part of a book.
fn picture(address: &str) -> (String, Piece) {
    (path_of(address), Piece::File(address.to_owned()))
}
