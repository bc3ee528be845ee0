//! `sitemap.xml` (sitemaps.org, split at 50,000 addresses) and `robots.txt`.

use super::{Artifact, Content, Output, Sink};
use crate::model::address::{self, Kind, ROBOTS, SITEMAP, SITEMAP_LIMIT, is_own};
use crate::model::issue::Issue;
use crate::model::site::Site;
use crate::render::escape;
use crate::render::gate::Gate;
use crate::render::theme::Theme;

/// Sitemap and robots.
pub(super) struct Sitemap;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

impl Output for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn emit(&self, site: &Site, _theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        let put =
            |address: String, text: String| sink.put(Artifact { address, content: Content::Bytes(text.into_bytes()) });
        if site.settings.preview {
            if is_own(site, ROBOTS) {
                put(ROBOTS.to_owned(), "User-agent: *\nDisallow: /\n".to_owned());
            }
            return;
        }
        let entries = entries(site);
        for (address, text) in sitemaps(&entries, SITEMAP_LIMIT, &|address| whole(site, address)) {
            put(address, text);
        }
        if is_own(site, ROBOTS) {
            put(ROBOTS.to_owned(), format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", whole(site, SITEMAP)));
        }
    }
}

struct Entry {
    address: String,
    changed: Option<String>,
    /// Language tag and address of the same page in every language, this one too; empty where there is only one.
    alternates: Vec<(String, String)>,
}

/// Everything that search engines are told of.
fn entries(site: &Site) -> Vec<Entry> {
    let listed = address::of_site(site).into_iter().filter(|it| it.is_listed(site));
    listed
        .map(|it| match it.kind {
            Kind::Issue(index) => of_issue(site, &site.issues[index], it.address),
            _ => Entry { address: it.address, changed: None, alternates: Vec::new() },
        })
        .collect()
}

fn of_issue(site: &Site, issue: &Issue, address: String) -> Entry {
    let translations = site.translations(issue);
    let alternates = if translations.is_empty() {
        Vec::new()
    } else {
        let all: Vec<&Issue> = std::iter::once(issue).chain(translations).collect();
        let main = all.iter().filter(|it| it.language == site.settings.language);
        let main = main.map(|it| ("x-default".to_owned(), site.issue_address(it)));
        all.iter().map(|it| (it.language.to_string(), site.issue_address(it))).chain(main).collect()
    };
    let changed = issue.updated.unwrap_or(issue.date).max(issue.corrections.first().map_or(issue.date, |it| it.date));
    Entry { address, changed: Some(changed.to_string()), alternates }
}

/// The files of a sitemap: one, or as many parts as it takes and an index. `whole` makes an address whole.
fn sitemaps(entries: &[Entry], limit: usize, whole: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let mut names = address::sitemaps(entries.len(), limit);
    let Some(last) = names.pop() else { return Vec::new() };
    if names.is_empty() {
        return vec![(last, url_set(entries, whole))];
    }
    let mut index = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    for name in &names {
        index.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", whole(name)));
    }
    index.push_str("</sitemapindex>\n");
    let parts = entries.chunks(limit).map(|part| url_set(part, whole));
    names.into_iter().zip(parts).chain([(last, index)]).collect()
}

fn url_set(entries: &[Entry], whole: &dyn Fn(&str) -> String) -> String {
    let mut out = format!("{HEAD}<urlset xmlns=\"{NAMESPACE}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for entry in entries {
        out.push_str("<url><loc>");
        out.push_str(&whole(&entry.address));
        out.push_str("</loc>");
        if let Some(changed) = &entry.changed {
            out.push_str(&format!("<lastmod>{changed}</lastmod>"));
        }
        for (language, address) in &entry.alternates {
            let href = whole(address);
            out.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{href}\"/>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The whole address of one from the root, ready for XML.
fn whole(site: &Site, address: &str) -> String {
    let mut out = String::new();
    escape::xml(&mut out, &site.settings.base.whole(address));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sitemap_is_split_and_every_address_stands_in_one_part() {
        let entries: Vec<Entry> = (0..7)
            .map(|number| Entry { address: format!("{number}/"), changed: None, alternates: Vec::new() })
            .collect();
        let files = sitemaps(&entries, 3, &|address| format!("https://example.org/{address}"));
        let counts: Vec<usize> = files.iter().map(|(_, text)| text.matches("<loc>").count()).collect();
        assert_eq!(counts, [3, 3, 1, 3]);
        assert!(files[3].1.contains("<loc>https://example.org/sitemap-2.xml</loc>"));
        assert_eq!(sitemaps(&entries, 7, &str::to_owned).len(), 1);
    }
}
