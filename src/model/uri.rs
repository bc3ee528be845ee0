//! The door of url and percent-encoding: how addresses are written, whatever stands there.
//!
//! What a text is an address of, and whether anything stands there, others know. Here is only the syntax: of the URL
//! Standard where it matters what a browser would do, of RFC 3986 where an address is written.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::{Position, Url};

/// What is written of an address, which says what of it has to be encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Any of it, as an author wrote it: what is encoded already stays so.
    Written,
    /// A path in which nothing is encoded yet.
    Path,
    /// A fragment in which nothing is encoded yet.
    Fragment,
}

/// What RFC 3986 lets stand anywhere in an address, but for the brackets of IPv6; all else is encoded.
const WRITTEN: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/')
    .remove(b'?')
    .remove(b'#')
    .remove(b'%');
const FRAGMENT: AsciiSet = WRITTEN.add(b'#').add(b'%');
const PATH: AsciiSet = FRAGMENT.add(b'?');

impl Part {
    const fn encoded(self) -> &'static AsciiSet {
        match self {
            Self::Written => &WRITTEN,
            Self::Path => &PATH,
            Self::Fragment => &FRAGMENT,
        }
    }
}

/// A part of an address as RFC 3986 writes it: in ASCII.
pub fn encode(text: &str, part: Part) -> Cow<'_, str> {
    utf8_percent_encode(text, part.encoded()).into()
}

/// A part of an address as RFC 3987 lets people read it: with the letters of every script.
pub fn encode_readably(text: &str, part: Part) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() || letter.is_whitespace() || letter.is_control() {
            out.extend(utf8_percent_encode(letter.encode_utf8(&mut [0; 4]), part.encoded()));
        } else {
            out.push(letter);
        }
    }
    out
}

/// Percent-decodes once; what is not UTF-8 then stays as it was.
pub fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// The path of an address without host, and what follows from its `?` or `#` on.
pub fn split(address: &str) -> (&str, &str) {
    address.split_at(address.find(['?', '#']).unwrap_or(address.len()))
}

/// The scheme of an address that has one (RFC 3986, 3.1).
pub fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let sound = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'));
    sound.then_some(scheme)
}

/// Whether a browser that meets the address on a page asks another host. To browsers `\` is `/`, and spaces around an
/// address and line breaks within it are nothing.
pub fn is_elsewhere(address: &str) -> bool {
    let here = Url::parse("https://here.invalid/a/").expect("a sound address");
    here.join(address).is_ok_and(|it| it.has_host() && it.host() != here.host())
}

/// Where a reference on a page of the web leads, in full and without what stands behind `#`; `None` where that is no page
/// of the web.
pub fn join(page: &str, reference: &str) -> Option<String> {
    let mut whole = Url::parse(page).ok()?.join(reference.trim()).ok()?;
    whole.set_fragment(None);
    WebAddress::parse(whole.as_str()).map(|_| whole.into())
}

/// A whole address of the web: `http` or `https`, with a host.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebAddress(Url);

impl WebAddress {
    /// Reads an address written in full. Browsers would repair spaces, missing slashes and the like: here they are
    /// refused, and so are full-width marks, which belong to the sentence around the address.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = scheme(text).and_then(|it| text[it.len()..].strip_prefix("://"))?;
        let is_clean = !text.contains(|it: char| {
            it.is_whitespace() || it.is_control() || matches!(it, '<' | '>' | '"' | '`' | '\\' | '，' | '。')
        });
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        // `https:///a` would become the host `a`, and `https://https://a` the host `https`.
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        let is_sound = !authority.is_empty() && !authority.ends_with(':');
        (is_clean && is_sound).then_some(Self(url))
    }

    /// Whether it is asked for over TLS.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Its host, in lower case and ASCII: `xn--fsqu00a.cn`.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Scheme, host and port, without a `/` at the end; letters of other scripts in the host as Punycode.
    pub fn origin(&self) -> &str {
        self.0[..Position::BeforePath].trim_end_matches('/')
    }

    /// Whether it is an origin and a path, and nothing else: no user, query or fragment.
    pub fn is_bare(&self) -> bool {
        let url = &self.0;
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none()
    }

    /// All of it as ASCII.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// What stands after scheme, host and port of an address written in full, as written.
pub fn after_origin(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    address[start..].find(['/', '?', '#']).map_or("", |at| &address[start + at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_stays_so_and_the_rest_is_encoded() {
        for (text, part, ascii, readable) in [
            ("a%20b?x=1&y=2", Part::Written, "a%20b?x=1&y=2", "a%20b?x=1&y=2"),
            ("栏目/100%?/", Part::Path, "%E6%A0%8F%E7%9B%AE/100%25%3F/", "栏目/100%25%3F/"),
            (
                "附件 1\u{3000}#2.pdf",
                Part::Path,
                "%E9%99%84%E4%BB%B6%201%E3%80%80%232.pdf",
                "附件%201%E3%80%80%232.pdf",
            ),
            ("肝 癌?", Part::Fragment, "%E8%82%9D%20%E7%99%8C?", "肝%20癌?"),
            (
                "[\"<a>\\^`{|}\u{7f}",
                Part::Written,
                "%5B%22%3Ca%3E%5C%5E%60%7B%7C%7D%7F",
                "%5B%22%3Ca%3E%5C%5E%60%7B%7C%7D%7F",
            ),
        ] {
            assert_eq!(encode(text, part), ascii);
            assert_eq!(encode_readably(text, part), readable);
        }
    }

    #[test]
    fn percent_signs_are_read_once() {
        for (written, meant) in
            [("%E8%82%9D%E7%99%8C", "肝癌"), ("100%", "100%"), ("%2525", "%25"), ("%+1", "%+1"), ("%ff", "%ff")]
        {
            assert_eq!(decode(written), meant);
        }
    }

    #[test]
    fn another_host_is_seen_as_browsers_see_it() {
        for address in ["https://a.example/", "HTTP://a.example", "//a", "/\\a", "\\\\a", " //a", "/\n/a", "ftp://a/"] {
            assert!(is_elsewhere(address), "{address:?}");
        }
        for address in ["", "a", "/a", "a//b", "?//a", "#//a", "data:image/png;base64,AA==", "mailto:a@b.example"] {
            assert!(!is_elsewhere(address), "{address:?}");
        }
    }

    #[test]
    fn a_web_address_is_whole() {
        let origin = |text: &str| WebAddress::parse(text).map(|it| it.origin().to_owned());
        for (text, wanted) in [
            ("https://example.org", "https://example.org"),
            ("HTTPS://Example.ORG:443/a?b#c", "https://example.org"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("https://例子.中国/栏目/", "https://xn--fsqu00a.xn--fiqs8s"),
        ] {
            assert_eq!(origin(text).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "example.org",
            "//example.org",
            "https:example.org",
            "https:/example.org",
            "https:///example.org",
            "https://",
            "https://a b.example/",
            "https://a.example/x y",
            "https://a.example。",
            "ftp://a.example/",
            "https://a.example\\b",
            "https://https://a.example/",
            "https://1.2.3.456/",
        ] {
            assert_eq!(origin(text), None, "{text}");
        }
        assert!(WebAddress::parse("https://a@b.example/").is_some_and(|it| !it.is_bare()));
    }

    #[test]
    fn a_path_is_what_follows_the_origin() {
        for (address, path) in
            [("https://a.example/b/#c", "/b/#c"), ("https://a.example", ""), ("https://a.example?b", "?b")]
        {
            assert_eq!(after_origin(address), path);
        }
        assert_eq!(split("a/b.svg?x#y"), ("a/b.svg", "?x#y"));
        assert_eq!(split("#a?b"), ("", "#a?b"));
    }
}
