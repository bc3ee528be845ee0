//! Where a drawing's `href` and `url()` may lead: to a part of itself, or to a picture or font that it carries.

use crate::picture::head::{self, Nature};

/// What a `data:` address may hold beside pictures where a style sheet asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    /// Pictures of pixels.
    Pictures,
    /// Those, and fonts.
    PicturesAndFonts,
}

/// Pictures of pixels, which can do nothing.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"];

/// The names that fonts go by.
const FONTS: &[&str] = &[
    "application/font-woff",
    "application/font-woff2",
    "application/octet-stream",
    "application/x-font-opentype",
    "application/x-font-otf",
    "application/x-font-ttf",
    "application/x-font-truetype",
    "application/x-font-woff",
    "application/x-font-woff2",
];

/// The address as it may be published, or `None`: a fragment, nothing at all, or a picture in Base64 (RFC 2397).
pub(super) fn sound(written: &str, carried: Carried) -> Option<&str> {
    let address = written.trim();
    (address.is_empty() || address.starts_with('#') || is_carried(address, carried)).then_some(address)
}

fn is_carried(address: &str, carried: Carried) -> bool {
    let Some((head, data)) = address.split_once(',') else { return false };
    let Some(head) = head.get(..5).filter(|it| it.eq_ignore_ascii_case("data:")).map(|_| &head[5..]) else {
        return false;
    };
    let mut parts = head.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media = parts.next().unwrap_or_default();
    let is_font = || media.starts_with("font/") || FONTS.contains(&media.as_str());
    let is_known = PICTURES.contains(&media.as_str()) || (carried == Carried::PicturesAndFonts && is_font());
    let is_base64 = parts.next_back().is_some_and(|last| last == "base64");
    // Line ends are written as they are, or as `%0A`.
    let is_data = |it: char| it.is_ascii_alphanumeric() || it.is_ascii_whitespace() || "+/=-_%".contains(it);
    is_known && is_base64 && data.chars().all(is_data)
}

/// Whether the picture that an address carries is none that browsers show, by its first bytes.
pub(super) fn is_hollow(address: &str) -> bool {
    let Some((head, data)) = address.split_once(',') else { return false };
    if !head.trim_start().get(..11).is_some_and(|it| it.eq_ignore_ascii_case("data:image/")) {
        return false;
    }
    let data = data.replace("%0A", "").replace("%0a", "").replace("%0D", "").replace("%0d", "");
    let data = data.replace("%2B", "+").replace("%2b", "+").replace("%2F", "/").replace("%2f", "/");
    let letters: String = data.chars().filter(|it| it.is_ascii_alphanumeric() || "+/".contains(*it)).take(64).collect();
    let whole = &letters[..letters.len() / 4 * 4];
    let start = data_encoding::BASE64.decode(whole.as_bytes()).unwrap_or_default();
    !matches!(head::nature(&start), Nature::Shown(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_carried_is_one() {
        assert!(!is_hollow("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"));
        assert!(!is_hollow("data:image/png;base64,iVBORw0K%0AGgoAAAAN\nSUhEUgAA"));
        assert!(!is_hollow("data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ=="));
        assert!(is_hollow("data:image/png;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="));
        assert!(is_hollow("data:image/png;base64,"));
        assert!(!is_hollow("#a") && !is_hollow("data:font/woff2;base64,AA=="));
    }

    #[test]
    fn only_what_a_drawing_carries_is_sound() {
        for good in
            ["#a", " #渐变\n", "", "data:image/png;base64,AA==", "DATA:IMAGE/JPEG;charset=utf-8;base64,A%0A\n/+="]
        {
            assert_eq!(sound(good, Carried::Pictures), Some(good.trim()), "{good}");
        }
        for bad in [
            "a.svg#b",
            "//host/a",
            "https://host/a.png",
            "javascript:x()",
            "data:image/svg+xml;base64,AA==",
            "data:image/png,<svg>",
            "data:image/png;base64,AA<",
            "data:text/html;base64,AA==",
            "data:,x",
            "data:font/woff2;base64,AA==",
        ] {
            assert_eq!(sound(bad, Carried::Pictures), None, "{bad}");
        }
        assert!(sound("data:font/woff2;base64,AA==", Carried::PicturesAndFonts).is_some());
        assert!(sound("data:text/css;base64,AA==", Carried::PicturesAndFonts).is_none());
    }
}
