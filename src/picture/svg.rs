//! Looks into an SVG for what a picture must not do: run a script, or load something.
//!
//! On a page, browsers run nothing of an SVG. Opened by itself, as the link of a figure does without a script, it is a
//! document of the site's own host, and could do whatever a page of the site can.

use crate::model::picture::Activity;

/// Elements that run something, or hold what could.
const ACTIVE: &[&str] = &["script", "foreignobject", "iframe", "object", "embed", "handler", "listener"];

/// The first thing in an SVG that it does instead of only showing it.
pub fn activity(text: &str) -> Option<Activity> {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if let Some(after) = rest.strip_prefix("<![CDATA[") {
            let (data, after) = after.split_once("]]>").unwrap_or((after, ""));
            if let Some(found) = style(data) {
                return Some(found);
            }
            rest = after;
            continue;
        }
        if starts_with(rest, "<!entity") || starts_with(rest, "<?xml-stylesheet") {
            let end = rest.find('>').unwrap_or(rest.len());
            return Some(Activity::Loads(shortened(&rest[..end])));
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            // A document type may hold entities between brackets.
            rest = &rest[2..];
            continue;
        }
        let end = end_of_tag(rest);
        if let Some(found) = tag(&rest[1..end]) {
            return Some(found);
        }
        rest = rest.get(end + 1..).unwrap_or_default();
        // The text after a tag matters only where it is a style sheet.
        let text = &rest[..rest.find('<').unwrap_or(rest.len())];
        if let Some(found) = style(text) {
            return Some(found);
        }
    }
    None
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start))
}

/// Where a tag ends: at the first `>` outside of quotation marks.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None if letter == '>' => return at,
            None => {}
        }
    }
    text.len()
}

fn tag(inner: &str) -> Option<Activity> {
    let name_end = inner.find(|it: char| it.is_whitespace() || it == '/').unwrap_or(inner.len());
    let (name, mut rest) = inner.split_at(name_end);
    let name = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
    if ACTIVE.contains(&name.as_str()) {
        return Some(Activity::Script(format!("<{name}>")));
    }
    while let Some(at) = rest.find('=') {
        let attribute = rest[..at].trim_matches(|it: char| it.is_whitespace() || it == '/');
        let attribute = attribute.rsplit(|it: char| it.is_whitespace() || it == ':').next().unwrap_or(attribute);
        let after = rest[at + 1..].trim_start();
        let (value, after) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if let Some(found) = attribute_fault(&name, &attribute.to_ascii_lowercase(), value) {
            return Some(found);
        }
        rest = after;
    }
    None
}

fn attribute_fault(element: &str, attribute: &str, value: &str) -> Option<Activity> {
    if attribute.len() > 2 && attribute.starts_with("on") {
        return Some(Activity::Script(format!("{attribute}=")));
    }
    // An animation could set what would be refused in its place.
    let sets = matches!(element, "set" | "animate") && attribute == "attributename";
    if sets && (value.trim().to_ascii_lowercase().ends_with("href") || starts_with(value.trim(), "on")) {
        return Some(Activity::Script(format!("<{element} {attribute}=\"{}\">", shortened(value))));
    }
    if matches!(attribute, "href" | "src") {
        let value = value.trim();
        let is_link = element == "a" && ["https://", "http://", "mailto:"].iter().any(|it| starts_with(value, it));
        let is_own = value.is_empty()
            || value.starts_with('#')
            || ["png", "jpeg", "jpg", "gif", "webp"].iter().any(|it| starts_with(value, &format!("data:image/{it}")));
        return (!is_own && !is_link).then(|| {
            if starts_with(value, "javascript:") || element == "a" {
                Activity::Script(shortened(value))
            } else {
                Activity::Loads(shortened(value))
            }
        });
    }
    // `fill="url(#a)"`, `style="…"`, `xmlns="…"`: only the first two can load anything.
    style(value)
}

/// What a style sheet or a style loads.
fn style(text: &str) -> Option<Activity> {
    if text.contains("@import") {
        return Some(Activity::Loads("@import".to_owned()));
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("url(") {
        let value = after.split(')').next().unwrap_or(after);
        let inner = value.trim().trim_start_matches(['"', '\'']).replace("&quot;", "");
        if !(inner.starts_with('#') || starts_with(&inner, "data:")) {
            return Some(Activity::Loads(shortened(value)));
        }
        rest = after;
    }
    None
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_shows_is_left_alone() {
        for quiet in [
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><use xlink:href='#a'/></svg>",
            "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'><svg><style>.a{fill:url(#b)}</style></svg>",
            "<svg><!-- <script> --><image href='data:image/png;base64,AA=='/><a href='https://example.org'><text>one = two, onset=3</text></a></svg>",
            "<svg><text title='a > b'>只显示</text></svg>",
        ] {
            assert_eq!(activity(quiet), None, "{quiet}");
        }
    }

    #[test]
    fn scripts_are_found() {
        for active in [
            "<svg><script>x()</script></svg>",
            "<svg><svg:SCRIPT/></svg>",
            "<svg onload=\"x()\"/>",
            "<svg><rect width='1'\nonclick = 'x()'/></svg>",
            "<svg><a xlink:href='javascript:x()'/></svg>",
            "<svg><a href='&#106;avascript:x()'/></svg>",
            "<svg><foreignObject/></svg>",
            "<svg><set attributeName='xlink:href' to='x'/></svg>",
            "<svg><text title='>'/><script/></svg>",
        ] {
            assert!(matches!(activity(active), Some(Activity::Script(_))), "{active}");
        }
    }

    #[test]
    fn what_loads_is_found() {
        for loads in [
            "<svg><image href='https://example.org/a.png'/></svg>",
            "<svg><image href='a.png'/></svg>",
            "<svg><use href='//example.org/a.svg#b'/></svg>",
            "<svg><style>@import 'a.css';</style></svg>",
            "<svg><style><![CDATA[@font-face{src:url(https://example.org/a)}]]></style></svg>",
            "<svg><rect style=\"fill:url('https://example.org/#a')\"/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>&a;</svg>",
            "<?xml-stylesheet href='a.css'?><svg/>",
            "<svg><image href='data:image/svg+xml,x'/></svg>",
        ] {
            assert!(matches!(activity(loads), Some(Activity::Loads(_))), "{loads}");
        }
    }
}
