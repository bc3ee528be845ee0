//! The media types of published files, by their names (IANA's registry; for citations what reference managers ask for).

/// By the end of a name, in small letters.
const TYPES: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("bib", "application/x-bibtex"),
    ("css", "text/css;charset=utf-8"),
    ("csv", "text/csv;charset=utf-8"),
    ("gif", "image/gif"),
    ("html", "text/html;charset=utf-8"),
    ("ico", "image/vnd.microsoft.icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript;charset=utf-8"),
    ("json", "application/json"),
    ("mp4", "video/mp4"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ris", "application/x-research-info-systems"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain;charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];

/// What hosts read themselves.
const PLAIN: &[&str] = &["_headers", "_redirects", "CNAME"];

/// The media type of a file by its path, without blanks; `application/octet-stream` where nothing is known.
pub fn of(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some((_, kind)) = crate::model::address::FEEDS.into_iter().find(|(feed, _)| *feed == name) {
        return kind;
    }
    if PLAIN.contains(&name) {
        return "text/plain;charset=utf-8";
    }
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    let found = TYPES.binary_search_by(|(known, _)| (*known).cmp(&end));
    found.map_or("application/octet-stream", |at| TYPES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_names() {
        assert!(TYPES.is_sorted());
        for (path, kind) in [
            ("a/index.html", "text/html;charset=utf-8"),
            ("atom.xml", "application/atom+xml"),
            ("a/feed.json", "application/feed+json"),
            ("sitemap.xml", "application/xml"),
            ("a.b/C.PNG", "image/png"),
            ("_headers", "text/plain;charset=utf-8"),
            (".nojekyll", "application/octet-stream"),
            ("a.xyz", "application/octet-stream"),
        ] {
            assert_eq!(of(path), kind, "{path}");
            assert!(!of(path).contains(' '));
        }
    }
}
