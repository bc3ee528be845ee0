//! The newsletter: nothing in it that mail programs do not have in common, and nothing that tells who reads it.
//!
//! What they have in common is written down here by hand, as the tables of caniemail.com have it: this shares no code with
//! what it tests.

use crate::support::{TestSite, code, stderr};
use crate::wechat::with_everything;

/// Elements that every mail program shows, each with its attributes besides `style`.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("html", &["lang", "dir"]),
    ("head", &[]),
    ("meta", &["charset", "name", "content"]),
    ("title", &[]),
    ("body", &[]),
    ("table", &["role"]),
    ("tbody", &[]),
    ("tr", &[]),
    ("td", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("p", &[]),
    ("strong", &[]),
    ("br", &[]),
    ("a", &["href"]),
];

/// Properties that every mail program keeps, or that do no harm where one does not: a letter without `max-width` is wide.
const PROPERTIES: &[&str] = &[
    "background-color",
    "border-bottom",
    "border-collapse",
    "color",
    "font-family",
    "font-size",
    "font-weight",
    "line-height",
    "margin",
    "max-width",
    "padding",
    "text-align",
    "width",
];

/// The most bytes: Gmail cuts off what is longer than 102 kB.
const MOST: usize = 100_000;

/// What of a mail some program would not show, or would tell somebody.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>\n").unwrap_or(html);
    if html.len() > MOST {
        faults.push(format!("{} bytes", html.len()));
    }
    while let Some((_, after)) = rest.split_once('<') {
        let Some((tag, after)) = after.split_once('>') else {
            faults.push("a tag without an end".to_owned());
            break;
        };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                faults.push(format!("</{name}> closes something else"));
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        let Some((_, allowed)) = ELEMENTS.iter().find(|(known, _)| *known == name) else {
            faults.push(format!("<{name}>"));
            continue;
        };
        let mut attributes = &tag[name.len()..];
        while let Some((attribute, after)) = attributes.trim_start().split_once("=\"") {
            let Some((value, after)) = after.split_once('"') else { break };
            attributes = after;
            match attribute {
                "style" => style(value, &mut faults),
                "href" if !value.starts_with("https://") => faults.push(format!("a link to {value}")),
                "href" if value.contains(['?', '@']) => {
                    faults.push(format!("a link that may tell who follows it: {value}"))
                }
                _ if !allowed.contains(&attribute) => faults.push(format!("{attribute} of <{name}>")),
                _ => {}
            }
        }
        if !matches!(name, "br" | "meta") {
            open.push(name);
        }
    }
    faults.extend(open.iter().map(|name| format!("<{name}> has no end")));
    faults
}

fn style(style: &str, faults: &mut Vec<String>) {
    let declared: Vec<(&str, &str)> = style.split(';').filter_map(|it| it.split_once(':')).collect();
    for (name, value) in &declared {
        if !PROPERTIES.contains(name) {
            faults.push(format!("the property {name}"));
        }
        if value.contains(['(', '@', '!', '\\', '&']) || value.contains("rem") || value.starts_with('-') {
            faults.push(format!("the value {value}"));
        }
    }
}

#[test]
fn the_judge_is_not_blind() {
    assert_eq!(faults("<p style=\"margin:0\">a<br><a href=\"https://example.org/\">b</a></p>"), [""; 0]);
    let long = format!("<p>{}</p>", "a".repeat(MOST));
    for (planted, named) in [
        ("<img src=\"https://example.org/pixel.gif\">", "<img>"),
        ("<div>a</div>", "<div>"),
        ("<style>p { color: red }</style>", "<style>"),
        ("<script>a</script>", "<script>"),
        ("<p class=\"a\">a</p>", "class of <p>"),
        ("<td onclick=\"a\">a</td>", "onclick of <td>"),
        ("<p style=\"display:flex\">a</p>", "the property display"),
        ("<p style=\"position:fixed\">a</p>", "the property position"),
        ("<p style=\"background-color:url(a)\">a</p>", "the value url(a)"),
        ("<p style=\"color:var(--a)\">a</p>", "the value var(--a)"),
        ("<p style=\"margin:-1px\">a</p>", "the value -1px"),
        ("<p style=\"font-size:1rem\">a</p>", "the value 1rem"),
        ("<a href=\"/demo/\">a</a>", "a link to /demo/"),
        ("<a href=\"https://example.org/?id=5\">a</a>", "may tell who follows it"),
        ("<p>a", "<p> has no end"),
        ("<p>a</td>", "</td> closes something else"),
        (&long, "bytes"),
    ] {
        let found = faults(planted);
        assert!(found.iter().any(|fault| fault.contains(named)), "{planted:.60}: {found:?}");
    }
}

#[test]
fn a_letter_says_what_is_new_twice() {
    let site = with_everything("mail");
    site.build();
    for folder in ["", "demo/"] {
        let (html, plain) =
            (site.published(&format!("{folder}mail.html")), site.published(&format!("{folder}mail.txt")));
        assert_eq!(faults(&html), [""; 0], "{html}");
        for part in [
            "演示1",
            "演示2",
            "第1期 · 2025-08-07 · DEMO-1",
            "一句摘要。",
            "主要终点：总生存期",
            "甲组：中位15.8个月",
            "HR=0.77，95%CI 0.59~0.98",
            "终点达到",
            "https://example.org/demo/one/",
            "仅供医疗卫生专业人士学习参考",
        ] {
            assert!(html.contains(part), "{part} is not in\n{html}");
            assert!(plain.contains(part), "{part} is not in\n{plain}");
        }
        assert!(!plain.contains('<') && !plain.contains("&amp;"), "{plain}");
    }
    let run = site.run(&["outlet", "mail", "one", "--now", "2026-01-01", "--output", "made"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let html = site.read("made/mail.html");
    assert!(html.contains("演示1") && !html.contains("演示2"));
}

#[test]
fn the_letters_of_the_demonstration_are_for_every_program() {
    let site = TestSite::demonstration();
    for language in ["zh-CN", "en"] {
        let arguments =
            ["outlet", "mail", "26", "--whole", "--language", language, "--now", "2026-01-01", "--output", "made"];
        let run = site.run(&arguments);
        assert_eq!(code(&run), 0, "{}", stderr(&run));
        assert_eq!(faults(&site.read("made/mail.html")), [""; 0]);
        assert!(site.read("made/mail.txt").contains(if language == "en" {
            "Sorafenib: median 12.3 months"
        } else {
            "12.3"
        }));
    }
}
