//! `sitemap.xml` (sitemaps.org, split at 50,000 addresses) and `robots.txt`.

use super::{Artifact, Content, Output, Sink};
use crate::model::site::{Edition, Site};
use crate::render::gate::Gate;
use crate::render::theme::Theme;
use crate::render::xml::escape;

/// Sitemap and robots.
pub(super) struct Sitemap;

/// The most addresses that the protocol allows in one file.
const LIMIT: usize = 50_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

impl Output for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn emit(&self, site: &Site, _theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        let put =
            |address: String, text: String| sink.put(Artifact { address, content: Content::Bytes(text.into_bytes()) });
        let entries: Vec<Entry> = site.editions.iter().flat_map(|edition| entries(site, edition)).collect();
        for (address, text) in sitemaps(&entries, LIMIT, &|address| whole(site, address)) {
            put(address, text);
        }
        if !site.files.contains_key("robots.txt") {
            put(
                "robots.txt".to_owned(),
                format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", whole(site, "sitemap.xml")),
            );
        }
    }
}

struct Entry {
    address: String,
    changed: Option<String>,
    /// Language tag and address of the same page in every language, this one too; empty where there is only one.
    alternates: Vec<(String, String)>,
}

fn entries(site: &Site, edition: &Edition) -> Vec<Entry> {
    let plain = |address: String| Entry {
        address: format!("{}{address}", edition.prefix),
        changed: None,
        alternates: Vec::new(),
    };
    let mut all = vec![
        plain(String::new()),
        plain("archive/".to_owned()),
        plain("tags/".to_owned()),
        plain("people/".to_owned()),
    ];
    all.extend(edition.columns.iter().map(|listing| plain(format!("{}/", site.columns[listing.column].slug))));
    all.extend(edition.pages.iter().map(|index| plain(site.pages[*index].address.clone())));
    all.extend(edition.tags.keys().map(|tag| plain(format!("tags/{tag}/"))));
    all.extend(edition.people.keys().map(|person| plain(format!("people/{person}/"))));
    for issue in edition.issues.iter().map(|index| &site.issues[*index]).filter(|issue| !issue.draft) {
        let translations = site.translations(issue);
        let alternates = if translations.is_empty() {
            Vec::new()
        } else {
            std::iter::once(issue)
                .chain(translations)
                .map(|it| (it.language.to_string(), site.issue_address(it)))
                .collect()
        };
        let changed =
            issue.updated.unwrap_or(issue.date).max(issue.corrections.first().map_or(issue.date, |it| it.date));
        all.push(Entry { address: site.issue_address(issue), changed: Some(changed.to_string()), alternates });
    }
    all
}

/// The files of a sitemap: one, or an index and as many parts as it takes. `whole` makes an address whole.
fn sitemaps(entries: &[Entry], limit: usize, whole: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    if entries.len() <= limit {
        return vec![("sitemap.xml".to_owned(), url_set(entries, whole))];
    }
    let mut files = Vec::new();
    let mut index = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    for (number, part) in entries.chunks(limit).enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        index.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", whole(&name)));
        files.push((name, url_set(part, whole)));
    }
    index.push_str("</sitemapindex>\n");
    files.push(("sitemap.xml".to_owned(), index));
    files
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
    escape(&site.settings.base.whole(address), &mut out);
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
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let counts: Vec<usize> = files.iter().map(|(_, text)| text.matches("<loc>").count()).collect();
        assert_eq!(counts, [3, 3, 1, 3]);
        assert!(files[3].1.contains("<loc>https://example.org/sitemap-2.xml</loc>"));
        assert_eq!(sitemaps(&entries, 7, &str::to_owned).len(), 1);
    }
}
