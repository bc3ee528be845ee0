//! EPUB 3: each issue as a book, each column as one, and each year of a column that has several. What is for everyone is
//! in it, with its pictures in one form each; charts are pictures with their data as a table below.
//!
//! A reader's device knows nothing of the site: addresses in a book are whole, its style sheet is its own, and it has no
//! script.

use rayon::prelude::*;

use super::{Artifact, Content, Outlet, Output, Sink};
use crate::model::address::{COLUMN_EPUB, ISSUE_EPUB, column, year_epub, years};
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
            edition.issues.par_iter().for_each(|index| {
                let address = format!("{}{ISSUE_EPUB}", site.issue_address(&site.issues[*index]));
                put(of_issue(&standpoint, *index), address, sink);
            });
            edition.columns.par_iter().for_each(|listing| columns(&standpoint, edition, listing, sink));
        }
    }
}

impl Outlet for Epub {
    fn of(&self) -> Name {
        Name::Epub
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        if let Some(standpoint) = theme.standpoint_of(site, &site.issues[index]) {
            put(of_issue(&standpoint, index), ISSUE_EPUB.to_owned(), sink);
        }
        // It carries its pictures.
        Vec::new()
    }
}

fn put(book: Book, address: String, sink: &dyn Sink) {
    if !sink.keeps(book.key()) {
        sink.put(Artifact { address, content: Content::Book(Box::new(book)) });
    }
}

/// The book of an issue.
fn of_issue(standpoint: &Standpoint<'_>, index: IssueIndex) -> Book {
    let issue = &standpoint.site.issues[index];
    let address = standpoint.site.issue_address(issue);
    let title = standpoint.strings.title_of(issue).into_owned();
    let volume = Volume { address: &address, title, subtitle: None, is_series: false };
    volume.bind(standpoint, vec![Chapter::new(standpoint, issue)])
}

/// The books of a column: all issues, the oldest first; and those of each year, where there are several.
fn columns(standpoint: &Standpoint<'_>, edition: &Edition, listing: &ColumnListing, sink: &dyn Sink) {
    let site = standpoint.site;
    if listing.issues.is_empty() {
        return;
    }
    let shown = &site.columns[listing.column];
    let folder = format!("{}{}", edition.prefix, column(&shown.slug));
    let chapters = |of: &dyn Fn(i16) -> bool| -> Vec<Chapter> {
        let issues = listing.issues.iter().rev().map(|index| &*site.issues[*index]);
        issues.filter(|issue| of(issue.date.year())).map(|issue| Chapter::new(standpoint, issue)).collect()
    };
    let volume = Volume { address: &folder, title: shown.title.clone(), subtitle: None, is_series: true };
    put(volume.bind(standpoint, chapters(&|_| true)), format!("{folder}{COLUMN_EPUB}"), sink);
    for year in years(site, listing) {
        let address = format!("{folder}{}", year_epub(year));
        let title = shown.title.clone();
        let volume = Volume { address: &address, title, subtitle: Some(year.to_string()), is_series: true };
        put(volume.bind(standpoint, chapters(&|it| it == year)), address.clone(), sink);
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
