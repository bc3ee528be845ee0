//! Atom (RFC 4287) and JSON Feed 1.1: of a language, and of each of its columns.
//!
//! A feed holds titles, summaries and corrections, never the text of an issue: who reads the text is asked first.

use jiff::civil::Date;

use super::{Artifact, Content, Output, Sink};
use crate::model::address::{ATOM, JSON_FEED, column};
use crate::model::issue::Issue;
use crate::model::site::{Edition, IssueIndex, Site};
use crate::render::escape::{xml, xml_element};
use crate::render::gate::Gate;
use crate::render::strings::Strings;
use crate::render::theme::Theme;

/// Feeds.
pub(super) struct Feed;

impl Output for Feed {
    fn name(&self) -> &'static str {
        "feeds"
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        if site.settings.preview {
            return;
        }
        for edition in &site.editions {
            let Some(strings) = theme.strings(&edition.language) else { continue };
            let title = site.settings.title.get(&edition.language);
            let whole = Channel { site, edition, strings, folder: String::new(), title, description: None };
            whole.emit(&edition.issues, sink);
            for listing in &edition.columns {
                let text = &site.columns[listing.column];
                let channel = Channel {
                    folder: column(&text.slug),
                    title: &text.title,
                    description: text.description.as_deref(),
                    ..whole
                };
                channel.emit(&listing.issues, sink);
            }
        }
    }
}

/// A feed's frame.
#[derive(Clone)]
struct Channel<'a> {
    site: &'a Site,
    edition: &'a Edition,
    strings: &'a Strings,
    /// Address of the pages that it follows, in its language.
    folder: String,
    title: &'a str,
    description: Option<&'a str>,
}

impl Channel<'_> {
    fn emit(&self, issues: &[IssueIndex], sink: &dyn Sink) {
        let issues: Vec<&Issue> = issues
            .iter()
            .map(|index| &*self.site.issues[*index])
            .filter(|issue| !issue.draft)
            .take(self.site.settings.feed_size)
            .collect();
        for (name, text) in [(ATOM, self.atom(&issues)), (JSON_FEED, self.json(&issues))] {
            let address = format!("{}{}{name}", self.edition.prefix, self.folder);
            sink.put(Artifact { address, content: Content::Bytes(text.into_bytes()) });
        }
    }

    /// What names an issue for feed readers, whatever its address becomes: its column and its number.
    fn id(&self, issue: &Issue) -> String {
        let number = issue.number.value;
        format!("{}#{number}", self.permalink(&format!("{}{}", self.edition.prefix, column(&issue.column))))
    }

    fn permalink(&self, address: &str) -> String {
        self.site.settings.base.whole(address)
    }

    fn own(&self, file: &str) -> String {
        self.permalink(&format!("{}{}{file}", self.edition.prefix, self.folder))
    }

    /// Midnight of a day where the site counts its days, as RFC 3339.
    fn instant(&self, date: Date) -> String {
        let zone = self.site.settings.time_zone.clone();
        date.to_zoned(zone)
            .map_or_else(|_| format!("{date}T00:00:00Z"), |start| start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// What is for everyone: that something was put right, and the summary.
    fn summary(&self, issue: &Issue) -> String {
        let public = issue.public();
        let mut summary = String::new();
        for (correction, has_words) in public.corrections() {
            let name = self.strings.get("corrections.correction");
            let name = match correction.kind.name() {
                "retraction" => self.strings.get("corrections.retraction"),
                "concern" => self.strings.get("corrections.concern"),
                "clarification" => self.strings.get("corrections.clarification"),
                _ => name,
            };
            if !has_words {
                summary.push_str(&format!("[{name} {}] ", correction.date));
                continue;
            }
            let colon = self.strings.get("finding.colon");
            let said: Vec<&str> = [&correction.was, &correction.now, &correction.note]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            let said = match (&correction.was, &correction.now) {
                (Some(was), Some(now)) => {
                    let note = correction.note.as_deref().map(|note| format!(" {note}")).unwrap_or_default();
                    format!("{was} → {now}{note}")
                }
                _ => said.join(" "),
            };
            summary.push_str(&format!("[{name} {}{colon}{said}] ", correction.date));
        }
        summary.push_str(public.summary().unwrap_or_else(|| self.strings.get("gate.withheld")));
        summary
    }

    fn atom(&self, issues: &[&Issue]) -> String {
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
            self.edition.language
        );
        xml_element(&mut out, "title", self.title);
        if let Some(description) = self.description {
            xml_element(&mut out, "subtitle", description);
        }
        xml_element(&mut out, "id", &self.own(""));
        out.push_str(&format!(
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
            attribute(&self.own(ATOM))
        ));
        out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", attribute(&self.own(""))));
        // A feed without issues says when something was last published beside it, or that it begins today.
        let beside = || self.site.issues.iter().filter(|issue| !issue.draft).map(|issue| changed(issue)).max();
        let newest = issues.iter().map(|issue| changed(issue)).max().or_else(beside).unwrap_or(self.site.today);
        xml_element(&mut out, "updated", &self.instant(newest));
        out.push_str("<author>");
        xml_element(&mut out, "name", self.site.settings.title.get(&self.edition.language));
        out.push_str("</author>\n<generator>postil</generator>\n");
        for issue in issues {
            self.atom_entry(issue, &mut out);
        }
        out.push_str("</feed>\n");
        out
    }

    fn atom_entry(&self, issue: &Issue, out: &mut String) {
        let address = self.permalink(&self.site.issue_address(issue));
        out.push_str("<entry>\n");
        xml_element(out, "title", &self.strings.title_of(issue));
        xml_element(out, "id", &self.id(issue));
        out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", attribute(&address)));
        xml_element(out, "published", &self.instant(issue.date));
        xml_element(out, "updated", &self.instant(changed(issue)));
        if let Some(byline) = &issue.byline {
            out.push_str("<author>");
            xml_element(out, "name", byline);
            out.push_str("</author>\n");
        }
        for tag in &issue.tags {
            out.push_str(&format!("<category term=\"{}\"/>\n", attribute(tag)));
        }
        xml_element(out, "summary", &self.summary(issue));
        out.push_str("</entry>\n");
    }

    fn json(&self, issues: &[&Issue]) -> String {
        let items: Vec<serde_json::Value> = issues
            .iter()
            .map(|issue| {
                let address = self.permalink(&self.site.issue_address(issue));
                let mut item = serde_json::json!({
                    "id": self.id(issue),
                    "url": address,
                    "title": self.strings.title_of(issue),
                    "content_text": self.summary(issue),
                    "date_published": self.instant(issue.date),
                    "date_modified": self.instant(changed(issue)),
                    "language": issue.language.tag(),
                    "tags": issue.tags.iter().map(|tag| &*tag.value).collect::<Vec<_>>(),
                });
                if let Some(byline) = &issue.byline {
                    item["authors"] = serde_json::json!([{ "name": byline }]);
                }
                item
            })
            .collect();
        let mut feed = serde_json::json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.own(""),
            "feed_url": self.own(JSON_FEED),
            "language": self.edition.language.tag(),
        });
        if let Some(description) = self.description {
            feed["description"] = description.into();
        }
        feed["items"] = items.into();
        format!("{feed:#}\n")
    }
}

fn changed(issue: &Issue) -> Date {
    let corrected = issue.corrections.iter().map(|it| it.date).max();
    [Some(issue.date), issue.updated, corrected].into_iter().flatten().max().unwrap_or(issue.date)
}

fn attribute(text: &str) -> String {
    let mut out = String::new();
    xml(&mut out, text);
    out
}
