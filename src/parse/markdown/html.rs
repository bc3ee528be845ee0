//! Raw HTML of editors: what a site allows, tag by tag.
//!
//! A tag that has attributes is rewritten by ammonia, which decides what an attribute may say; a tag without
//! any is written from its name. Scripts, styles, frames and event handlers cannot be allowed at all.

use crate::diag::{Text, text};
use std::borrow::Borrow as _;
use std::collections::{BTreeMap, BTreeSet, HashSet};

pub(super) mod place;
mod refuse;
pub(super) mod token;

/// Elements of raw HTML that a site keeps, and the attributes that each may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHtml {
    elements: BTreeMap<Box<str>, BTreeSet<Box<str>>>,
}

/// Elements that run code, load other pages, take input, or change how the rest of the page is read.
const NEVER: &[&str] = &[
    "applet",
    "base",
    "body",
    "button",
    "embed",
    "form",
    "frame",
    "frameset",
    "head",
    "html",
    "iframe",
    "input",
    "link",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "param",
    "plaintext",
    "portal",
    "script",
    "select",
    "slot",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements whose content is not text for readers: it goes with the tag.
const CONTENT_GOES_TOO: &[&str] = &[
    "applet", "embed", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title", "xmp",
];

/// Elements that show something of their own, or whose content is text that goes with the tag.
const SHOW: &[&str] = &[
    "a", "applet", "area", "audio", "button", "canvas", "embed", "iframe", "img", "input", "map", "math", "meter",
    "noscript", "object", "option", "picture", "progress", "select", "source", "svg", "template", "textarea", "title",
    "track", "video", "xmp",
];

/// Elements that HTML knows, or knew, besides those of the other lists.
const OTHERS: &[&str] = &[
    "a",
    "acronym",
    "audio",
    "basefont",
    "big",
    "blink",
    "canvas",
    "center",
    "data",
    "datalist",
    "dialog",
    "dir",
    "figcaption",
    "font",
    "hgroup",
    "label",
    "legend",
    "map",
    "marquee",
    "meter",
    "nobr",
    "optgroup",
    "output",
    "picture",
    "progress",
    "rb",
    "rtc",
    "spacer",
    "strike",
    "tt",
    "video",
];

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that stand between blocks and not in a line of text.
const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// What a site allows if it does not say otherwise.
const DEFAULT: &[(&str, &[&str])] = &[
    ("abbr", &["title"]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &["dir"]),
    ("br", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("del", &[]),
    ("details", &["open"]),
    ("dfn", &["title"]),
    ("div", &["class", "lang"]),
    ("em", &[]),
    ("i", &["lang"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("mark", &[]),
    ("q", &["lang"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("span", &["class", "lang"]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("time", &["datetime"]),
    ("u", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// What cannot be allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// An element.
    Element(String),
    /// An attribute of an element.
    Attribute(String, String),
}

impl Refused {
    /// What is refused, in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Element(name) => text!("`<{name}>` cannot be allowed in a text", name),
            Self::Attribute(element, name) => text!("`{name}` cannot be allowed on `<{element}>`", name, element),
        }
    }
}

impl Default for AllowedHtml {
    fn default() -> Self {
        let entry = |(name, attributes): &(&str, &[&str])| {
            ((*name).into(), attributes.iter().map(|name| (*name).into()).collect())
        };
        Self { elements: DEFAULT.iter().map(entry).collect() }
    }
}

impl AllowedHtml {
    /// These elements with these attributes.
    ///
    /// # Errors
    ///
    /// What could run a script, load another page or restyle the page is refused, and so is a name that is none.
    pub fn new<A: IntoIterator<Item = String>>(
        elements: impl IntoIterator<Item = (String, A)>,
    ) -> Result<Self, Refused> {
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        let mut allowed = BTreeMap::new();
        for (name, attributes) in elements {
            let name = name.to_ascii_lowercase();
            if !is_name(&name) || NEVER.contains(&&*name) {
                return Err(Refused::Element(name));
            }
            let mut names = BTreeSet::new();
            for attribute in attributes {
                let attribute = attribute.to_ascii_lowercase();
                let refused = attribute.starts_with("on") || attribute == "style" || attribute == "srcdoc";
                if refused || !is_name(&attribute) {
                    return Err(Refused::Attribute(name, attribute));
                }
                names.insert(attribute.into());
            }
            allowed.insert(name.into(), names);
        }
        Ok(Self { elements: allowed })
    }

    /// No raw HTML at all.
    pub fn none() -> Self {
        Self { elements: BTreeMap::new() }
    }

    /// The attributes that an element may have; `None` if it is not allowed.
    pub fn attributes(&self, element: &str) -> Option<&BTreeSet<Box<str>>> {
        self.elements.get(element)
    }

    /// The names of all allowed elements.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.elements.keys().map(|name| &**name)
    }
}

/// Whether an element of this name has no content, and so no end.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

pub(super) fn is_block(name: &str) -> bool {
    BLOCK.contains(&name)
}

/// Whether HTML has an element of this name. Names with a hyphen or a colon are those of its extensions.
fn is_known(name: &str) -> bool {
    [NEVER, CONTENT_GOES_TOO, VOID, BLOCK, OTHERS, SHOW].iter().any(|list| list.contains(&name))
        || DEFAULT.iter().any(|(known, _)| *known == name)
        || name.contains(['-', ':'])
}

/// Whether readers miss something if this element is left out.
fn shows_something(name: &str) -> bool {
    SHOW.contains(&name)
}

/// Whether what follows an element up to its end tag is not read as Markdown, or not at all.
fn takes_what_follows(name: &str) -> bool {
    content_goes_too(name) || name == "pre"
}

pub(super) fn content_goes_too(name: &str) -> bool {
    CONTENT_GOES_TOO.contains(&name)
}

/// Rewrites the attributes of tags.
pub(super) struct Cleaner<'a> {
    builder: ammonia::Builder<'a>,
}

impl<'a> Cleaner<'a> {
    #[expect(clippy::disallowed_types, reason = "ammonia takes maps of this kind; it only looks things up")]
    pub(super) fn new(allowed: &'a AllowedHtml) -> Self {
        let mut builder = ammonia::Builder::empty();
        let attributes: std::collections::HashMap<&str, HashSet<&str>> = allowed
            .elements
            .iter()
            .map(|(name, names)| (&**name, names.iter().map(|name| (*name).borrow()).collect()))
            .collect();
        let mut tags: HashSet<&str> = attributes.keys().copied().collect();
        tags.extend(["table", "tbody", "tr"]);
        builder
            .tags(tags)
            .tag_attributes(attributes)
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
            .link_rel(None);
        Self { builder }
    }

    /// The opening tag `tag` of the element `name` with the attributes that it may have; `None` if nothing
    /// remains.
    pub(super) fn tag(&self, name: &str, tag: &str) -> Option<String> {
        // The parser of HTML leaves out parts of a table that stand alone.
        let around = match name {
            "td" | "th" => "<table><tbody><tr>",
            "tr" => "<table><tbody>",
            "thead" | "tbody" | "tfoot" | "caption" | "colgroup" => "<table>",
            "col" => "<table><colgroup>",
            _ => "",
        };
        // No page holds control characters, so that what is left without them is what has to be clean: `java␃script:`.
        let mut clean = self.builder.clean(&without_controls(&format!("{around}{tag}"))).to_string();
        while clean.contains(is_control) {
            clean = self.builder.clean(&without_controls(&clean)).to_string();
        }
        let start = clean.find(&format!("<{name}"))?;
        let (mut end, mut quoted) = (None, false);
        for (at, byte) in clean.bytes().enumerate().skip(start) {
            match byte {
                b'"' => quoted = !quoted,
                b'>' if !quoted => {
                    end = Some(at + 1);
                    break;
                }
                _ => {}
            }
        }
        Some(clean[start..end?].to_owned())
    }
}

fn is_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')
}

fn without_controls(text: &str) -> String {
    text.replace(is_control, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_cannot_be_allowed() {
        for (name, attribute) in [
            ("script", None),
            ("STYLE", None),
            ("iframe", None),
            ("object", None),
            ("embed", None),
            ("div", Some("onclick")),
            ("div", Some("style")),
            ("a b", None),
        ] {
            let entry = (name.to_owned(), attribute.map(str::to_owned));
            assert!(AllowedHtml::new([entry]).is_err(), "{name}");
        }
        assert!(AllowedHtml::new([("a".to_owned(), ["href".to_owned()])]).is_ok());
    }

    #[test]
    fn attributes_are_cleaned() -> Result<(), Refused> {
        let allowed = AllowedHtml::new([
            ("a".to_owned(), vec!["href".to_owned()]),
            ("td".to_owned(), vec!["colspan".to_owned()]),
        ])?;
        let cleaner = Cleaner::new(&allowed);
        let tag = |name, tag| cleaner.tag(name, tag).unwrap_or_default();
        assert_eq!(tag("a", "<a href='x>\"y' onclick=z>"), "<a href=\"x&gt;&quot;y\">");
        assert_eq!(tag("a", "<a href=javascript:alert(1)>"), "<a>");
        assert_eq!(tag("a", "<a href=\"java\u{3}script:alert(1)\">"), "<a>");
        assert_eq!(tag("a", "<a href=\"java&#3;script:alert(1)\">"), "<a>");
        assert_eq!(tag("td", "<td colspan=2 style=x>"), "<td colspan=\"2\">");
        Ok(())
    }
}
