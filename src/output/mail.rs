//! A newsletter: one HTML mail of the newest issues of a language, of each of its columns, or of one issue, with its twin
//! in plain text. Who sends it, and to whom, is not postil's business: `mail.html` and `mail.txt` are handed to whatever
//! sends mail.
//!
//! Written in what mail programs have in common: tables for the layout, styles in each element, whole addresses. It has
//! no picture, so that it reads the same where pictures are off, and nothing that tells who has opened it.

use super::{Artifact, Content, Outlet, Output, Sink};
use crate::model::address::{MAIL_HTML, MAIL_TEXT, column};
use crate::model::issue::Issue;
use crate::model::outlet::Outlet as Name;
use crate::model::site::{IssueIndex, Site};
use crate::render::gate::Gate;
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
            letter.put(&edition.prefix, sink);
            for listing in &edition.columns {
                let shown = &site.columns[listing.column];
                let folder = format!("{}{}", edition.prefix, column(&shown.slug));
                Letter::new(standpoint, &shown.title, &folder, &listing.issues).put(&folder, sink);
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
            Letter::new(standpoint, title, &address, &[index]).put("", sink);
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

    fn put(&self, folder: &str, sink: &dyn Sink) {
        for (name, text) in [(MAIL_HTML, html::write(self)), (MAIL_TEXT, plain::write(self))] {
            let content = Content::Bytes(text.into_bytes());
            sink.put(Artifact { address: format!("{folder}{name}"), content });
        }
    }

    fn word(&self, name: &'a str) -> &'a str {
        self.standpoint.strings.get(name)
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        self.issues.iter().map(|issue| self.entry(issue))
    }

    fn entry(&self, issue: &Issue) -> Entry {
        let (site, strings) = (self.standpoint.site, self.standpoint.strings);
        let column = site.column_title(issue);
        let number = strings.get("issue.number").replace("{n}", &issue.number.value.to_string());
        let (trial, date) = (issue.trial.as_ref().map(|trial| trial.name.as_str()), issue.date.to_string());
        let about = [Some(column), Some(number.as_str()), Some(date.as_str()), trial];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let colon = strings.get("finding.colon");
        let results = issue.public().headlines().map(|finding| {
            let arms = finding.values.iter().map(|value| {
                let arm = issue.trial.as_ref().and_then(|trial| trial.arms.get(value.arm));
                let unit = finding.unit.as_deref().unwrap_or_default();
                let is_number = value.value.value.contains(|c: char| c.is_ascii_digit());
                let space = if matches!(issue.language.primary(), "zh" | "ja") { "" } else { " " };
                let unit = if is_number && !unit.is_empty() { format!("{space}{unit}") } else { String::new() };
                let measure = Some(strings.measure(finding)).filter(|it| is_number && !it.is_empty());
                let measure = measure.map(|it| format!("{it}{space}")).unwrap_or_default();
                format!("{}{colon}{measure}{}{unit}", arm.map_or("", |arm| arm.label.as_str()), value.value.value)
            });
            let verdict = strings.verdict(finding).map(str::to_owned);
            let effect = finding.effect.as_ref().or(finding.p.as_ref()).map(|at| at.value.clone());
            let name = format!("{}{colon}{}", strings.endpoint(finding.role), finding.endpoint);
            (name, arms.chain(effect).chain(verdict).collect())
        });
        Entry {
            title: strings.title_of(issue).into_owned(),
            address: self.standpoint.permalink(&site.issue_address(issue)),
            banner: strings.banner(issue).map(str::to_owned),
            summary: issue.public().summary().map(str::to_owned),
            results: results.collect(),
            about,
        }
    }
}

/// What a newsletter says of an issue.
struct Entry {
    title: String,
    address: String,
    about: String,
    banner: Option<String>,
    summary: Option<String>,
    /// Primary endpoints, each with the values of the arms, the effect and whether it was met.
    results: Vec<(String, Vec<String>)>,
}
