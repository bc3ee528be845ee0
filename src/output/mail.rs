//! A newsletter: one HTML mail of the newest issues of a language, of each of its columns, or of one issue, with its twin
//! in plain text. Who sends it, and to whom, is not postil's business: `mail.html` and `mail.txt` are handed to whatever
//! sends mail.
//!
//! Written in what mail programs have in common: tables for the layout, styles in each element, whole addresses. It has
//! no picture, so that it reads the same where pictures are off, and nothing that tells who has opened it.

use super::{Artifact, Content, Outlet, Output, Sink, inside};
use crate::model::address::{MAIL_HTML, MAIL_TEXT, column};
use crate::model::issue::Issue;
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::entry::Entry;
use crate::render::gate::Gate;
use crate::render::outlet::Written;
use crate::render::standpoint::Standpoint;
use crate::render::theme::Theme;

mod html;
mod plain;

/// The most issues of a newsletter.
const MOST: usize = 5;

/// Newsletters.
pub(super) struct Mail;

impl Output for Mail {
    fn name(&self) -> &'static str {
        "newsletters"
    }

    fn outlet(&self) -> Option<&dyn Outlet> {
        Some(self)
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        for edition in &site.editions {
            let Some(standpoint) = theme.standpoint(site, edition) else { continue };
            let title = site.settings.title.get(&edition.language);
            let letter = Letter::new(standpoint, title, &edition.prefix, &edition.issues);
            letter.put(theme, &edition.prefix, sink);
            for listing in &edition.columns {
                let shown = &site.columns[listing.column];
                let folder = format!("{}{}", edition.prefix, column(&shown.slug));
                Letter::new(standpoint, &shown.title, &folder, &listing.issues).put(theme, &folder, sink);
            }
        }
    }
}

impl Outlet for Mail {
    fn of(&self) -> Name {
        Name::Mail
    }

    fn issue(&self, site: &Site, theme: &Theme, index: IssueIndex, sink: &dyn Sink) -> Vec<String> {
        let issue = &site.issues[index];
        if let Some(standpoint) = theme.standpoint_of(site, issue) {
            let address = site.issue_address(issue);
            let title = site.settings.title.get(&issue.language);
            Letter::new(standpoint, title, &address, &[index]).put(theme, "", sink);
        }
        Vec::new()
    }
}

/// A newsletter.
struct Letter<'a> {
    standpoint: Standpoint<'a>,
    title: &'a str,
    /// The page that it is of, as a whole address.
    page: String,
    issues: Vec<&'a Issue>,
}

impl<'a> Letter<'a> {
    fn new(standpoint: Standpoint<'a>, title: &'a str, page: &str, issues: &[IssueIndex]) -> Self {
        let issues = issues.iter().take(MOST).map(|index| &*standpoint.site.issues[*index]).collect();
        Self { standpoint, title, page: standpoint.permalink(page), issues }
    }

    fn put(&self, theme: &Theme, folder: &str, sink: &dyn Sink) {
        let html = html::inside(self);
        let written = Written {
            outlet: Name::Mail,
            standpoint: self.standpoint,
            title: self.title,
            url: &self.page,
            issues: &self.issues,
            html: &html,
            colours: html::COLOURS,
        };
        let html = inside(&written, theme, || html::parts(self), Vec::new(), sink);
        let html = html.map(|inside| html::page(self, &inside));
        for (name, text) in [(MAIL_HTML, html), (MAIL_TEXT, Some(plain::write(self)))] {
            let Some(text) = text else { continue };
            let content = Content::Bytes(text.into_bytes());
            sink.put(Artifact { address: format!("{folder}{name}"), content });
        }
    }

    fn word(&self, name: &'a str) -> &'a str {
        self.standpoint.strings.get(name)
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        self.issues.iter().map(|issue| Entry::of(&self.standpoint, issue))
    }
}
