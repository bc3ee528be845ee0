//! How addresses are spelt. Each name that postil gives stands here and nowhere else.
//!
//! Addresses of lists are inside a language: what stands before them is [`Edition::prefix`](crate::model::site::Edition).

use crate::model::person::PersonId;

/// Every issue of a language.
pub const ARCHIVE: &str = "archive/";
/// Every tag, and before each of them.
pub const TAGS: &str = "tags/";
/// Everyone, and before each of them.
pub const PEOPLE: &str = "people/";
/// Where readers see and withdraw what they agreed to.
pub const CONSENT: &str = "consent/";
/// Before the number of a page of a list.
pub const FURTHER: &str = "page/";
/// The theme's files and pictures, each with a fingerprint in its name.
pub const ASSETS: &str = "assets/";
/// Pictures, in their forms and widths.
pub const PICTURES: &str = "assets/pictures/";
/// The page for addresses that do not exist.
pub const NOT_FOUND: &str = "404.html";
/// Atom.
pub const ATOM: &str = "atom.xml";
/// JSON Feed.
pub const JSON_FEED: &str = "feed.json";
/// The feeds of a language and of each column, with their media types.
pub const FEEDS: [(&str, &str); 2] = [(ATOM, "application/atom+xml"), (JSON_FEED, "application/feed+json")];
/// How an issue is cited, for reference managers.
pub const RIS: &str = "citation.ris";
/// The same for LaTeX.
pub const BIBTEX: &str = "citation.bib";
/// The findings of a language or of a column, for programs.
pub const FINDINGS_JSON: &str = "findings.json";
/// The same for spreadsheets.
pub const FINDINGS_CSV: &str = "findings.csv";
/// What stands in the former, as a JSON Schema: once on a site.
pub const FINDINGS_SCHEMA: &str = "findings.schema.json";
/// An issue as a book.
pub const ISSUE_EPUB: &str = "issue.epub";
/// A column as one.
pub const COLUMN_EPUB: &str = "column.epub";
/// An issue as archives keep it.
pub const JATS: &str = "article.xml";
/// The newest issues of a language or a column as a mail.
pub const MAIL_HTML: &str = "mail.html";
/// The same as plain text.
pub const MAIL_TEXT: &str = "mail.txt";
/// Below an issue, the page from which it is copied into WeChat; at the root, what those pages share.
pub const WECHAT: &str = "wechat/";
/// The style sheet of those pages.
pub const WECHAT_STYLE: &str = "page.css";
/// Their script.
pub const WECHAT_SCRIPT: &str = "copy.js";
/// Below an issue, its visual abstracts.
pub const ABSTRACT: &str = "abstract/";
/// The ratios that there are of each, as its files are named.
pub const ABSTRACT_RATIOS: [&str; 3] = ["3x4", "1x1", "16x9"];
/// Below an issue, the visual abstract that readers are led to.
pub fn abstract_picture() -> String {
    format!("{ABSTRACT}{}.svg", ABSTRACT_RATIOS[0])
}

/// Below an issue, its slides; at the root, what all of them share.
pub const SLIDES: &str = "slides/";
/// The style sheet of slides.
pub const SLIDES_STYLE: &str = "slides.css";
/// Their script.
pub const SLIDES_SCRIPT: &str = "slides.js";
/// Below an issue, its print edition; at the root, the style sheet of all.
pub const PRINT: &str = "print/";
/// Below a print edition, the poster.
pub const POSTER: &str = "poster/";
/// The style sheet of both.
pub const PRINT_STYLE: &str = "print.css";
/// The sitemap.
pub const SITEMAP: &str = "sitemap.xml";
/// What crawlers may read.
pub const ROBOTS: &str = "robots.txt";
/// Response headers, as Netlify and Cloudflare Pages read them.
pub const HEADERS: &str = "_headers";
/// The domain of a site on GitHub Pages.
pub const DOMAIN: &str = "CNAME";
/// Where hosts lead readers elsewhere, as Netlify, Cloudflare Pages and GitLab Pages read it.
pub const REDIRECTS: &str = "_redirects";
/// Files of an editor's own that are not in a preview: they would give it the domain of the site, lead its readers there,
/// or tell search engines to read it.
pub const NOT_IN_A_PREVIEW: [&str; 3] = [ROBOTS, DOMAIN, REDIRECTS];
/// What keeps GitHub Pages from leaving out files whose names begin with `_`.
pub const NO_JEKYLL: &str = ".nojekyll";
/// The picture that phones show for a site on their screens, where it has its own.
pub const TOUCH_ICON: &str = "apple-touch-icon.png";
/// What hosts and crawlers look for at the root.
pub const SERVER: [&str; 3] = [ROBOTS, HEADERS, NO_JEKYLL];

/// The most addresses that the protocol allows in one file of a sitemap (sitemaps.org).
pub const SITEMAP_LIMIT: usize = 50_000;

/// The page of a column.
pub fn column(slug: &str) -> String {
    format!("{slug}/")
}

/// A year of a column as a book.
pub fn year_epub(year: i16) -> String {
    format!("{year}.epub")
}

/// The page of a tag, by its [`tag_slug`](super::tag_slug).
pub fn tag(slug: &str) -> String {
    format!("{TAGS}{slug}/")
}

/// The page of a person.
pub fn person(id: &PersonId) -> String {
    format!("{PEOPLE}{id}/")
}

/// A page of a list, counted from 1: the first has no address of its own.
pub fn page_of(list: &str, page: usize) -> String {
    if page == 1 { list.to_owned() } else { format!("{list}{FURTHER}{page}/") }
}

/// How many pages a list of `total` issues has, `size` on each: at least one.
pub fn pages(total: usize, size: usize) -> usize {
    total.div_ceil(size.max(1)).max(1)
}

/// The files of a sitemap of `total` addresses: one, or as many parts as it takes and their index last.
pub fn sitemaps(total: usize, limit: usize) -> Vec<String> {
    let parts = if total <= limit { 0 } else { total.div_ceil(limit) };
    (1..=parts).map(|part| format!("sitemap-{part}.xml")).chain([SITEMAP.to_owned()]).collect()
}

/// The picture that stands for the page of a folder where it is shared, by the fingerprint of what is on it.
pub fn card(folder: &str, print: u64) -> String {
    format!("{folder}card-{print:016x}.png")
}

/// Whether the file at a path has a print of what it shows in its name, so that it never changes.
pub fn is_lasting(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with(ASSETS) || is_drawn(name)
}

/// What is drawn, and so has a name that says what it shows.
const DRAWN: [&str; 3] = ["card-", "chart-", "cover-"];

/// Whether a file's name is that of a drawing: a word, a print and its ending.
fn is_drawn(name: &str) -> bool {
    let print = DRAWN.iter().find_map(|word| name.strip_prefix(word)).and_then(|rest| rest.strip_suffix(".png"));
    print.is_some_and(|it| it.len() == 16 && it.bytes().all(|c| c.is_ascii_hexdigit()))
}

/// The drawings of a visual abstract, in each ratio of width to height.
pub fn abstracts() -> impl Iterator<Item = String> {
    ABSTRACT_RATIOS.iter().map(|ratio| format!("{ratio}.svg"))
}

/// Whether only the theme, or what a file of the site holds, says if there is something at an address: it has a
/// fingerprint in its name.
pub fn has_fingerprint(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or(address);
    address.starts_with(ASSETS) || is_drawn(name)
}

/// The address of an old address as its editor wrote it: `/p/22` and `/p/22/` are one folder on disk.
pub fn alias(written: &str) -> String {
    let address = written.trim_start_matches('/');
    if address.ends_with(".html") || address.ends_with('/') { address.to_owned() } else { format!("{address}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_is_the_list_itself() {
        assert_eq!(page_of(ARCHIVE, 1), "archive/");
        assert_eq!(page_of(ARCHIVE, 2), "archive/page/2/");
        assert_eq!((pages(0, 10), pages(10, 10), pages(11, 10)), (1, 1, 2));
    }

    #[test]
    fn a_long_sitemap_has_parts() {
        assert_eq!(sitemaps(3, 3), ["sitemap.xml"]);
        assert_eq!(sitemaps(7, 3), ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
    }

    #[test]
    fn fingerprints_are_known() {
        for address in ["assets/css/a-0123456789.css", &card("demo/one/", 7), &card("", u64::MAX)] {
            assert!(has_fingerprint(address), "{address}");
        }
        for address in ["demo/one/card.png", "card-1.png", "demo/assets/a.css", "tags/"] {
            assert!(!has_fingerprint(address), "{address}");
        }
    }

    #[test]
    fn an_old_address_is_a_page_or_a_folder() {
        for (written, address) in [("/p/22", "p/22/"), ("/p/22/", "p/22/"), ("/old/1.html", "old/1.html")] {
            assert_eq!(alias(written), address);
        }
    }
}
