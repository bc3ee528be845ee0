//! Nothing that consent withholds is published outside of what the gate closes.
//!
//! This shares no code with what it tests: every field of an issue that holds words holds a marker of its own, what may
//! be seen before consent is written out by hand below, with the reason, and everything that is published is searched.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::rc::Rc;

use lol_html::{HtmlRewriter, Settings, comments, element, text};
use serde_json::Value;

use crate::support::{TestSite, stdout};

mod theme;

/// An issue with everything but a summary.
const WHOLE: &str = r##"title: 题目zq-title
number: 1
date: 2025-08-07
updated: 2025-08-08
byline: zq-byline
original: true
tags: [zq-tag]
slug: zq-slug
aliases: [/zq-alias/]
cover: {src: zq-cover.svg, alt: zq-cover-alt, source: zq-cover-source}
trial:
  name: zq-trial
  title: zq-trial-title
  phase: Ⅲ
  registration: NCT01730937
  planned: 200
  enrolled: 190
  arms: {a: {label: zq-arm-a, n: 97}, b: {label: zq-arm-b, n: 93}}
  publication: {journal: zq-journal, year: 2025, volume: zq-volume, pages: zq-pages, doi: 10.5555/zq-paper, pmid: 39963782}
key_findings: zq-key。
findings:
  - endpoint: zq-endpoint
    short: zq-short
    role: primary
    population: zq-population
    medians: {a: "15.87", b: "12.34", unit: zq-unit}
    effect: HR=0.6159，95%CI 0.4127~0.9191，P=0.0176
    adjusted: 校正后HR=0.6267，95%CI 0.4218~0.9311，P=0.0207
    met: true
    note: zq-finding-note
  - endpoint: zq-rate
    role: secondary
    rates: {a: "20.6%", b: "10.8%"}
    counts: {a: 20/97, b: 10/93}
    p: "0.0617"
  - endpoint: zq-change
    role: secondary
    means: {a: "-3.19", b: "-1.28", unit: zq-mean-unit}
    margin: "-5.37（zq-margin）"
commentary: [{expert: expert-a, text: zq-commentary。}]
credits: [{role: interpretation, person: expert-b}]
about_team: zq-about-team
disclosures: zq-disclosures
funding: zq-funding
sponsor: zq-sponsor
quiz:
  - question: zq-question
    choices: [{text: zq-choice, feedback: zq-feedback}, zq-other-choice]
    answer: 1
    explanation: zq-explanation
    evidence: "#zq-heading"
corrections:
  - {date: 2025-08-09, kind: correction, was: zq-was, now: zq-now, note: zq-correction-note, doi: 10.5555/zq-notice}
references:
  - {citation: zq-citation-a, doi: 10.5555/zq-reference}
  - {citation: zq-citation-b, pmid: 12345678}
published: [{where: zq-place, url: https://example.com/zq-place-address, date: 2025-08-10, updated: 2025-08-11}]
accept: [{code: M029, reason: zq-reason}]
"##;

/// Its text.
const BODY: &str = "zq-text[^1]。\n\n## zq-heading\n\n| a | b |\n|---|---|\n| zq-cell | 1 |\n\n:::figure{src=\"zq-figure.svg\" alt=\"zq-figure-alt\" source=\"zq-figure-source\"}\nzq-caption\n:::\n\n:::forest{src=\"zq-data.csv\" measure=\"HR\" left=\"zq-left\" right=\"另一侧\" title=\"zq-chart-title\" source=\"zq-chart-source\"}\nzq-chart-caption\n:::\n\n:::note{title=\"zq-note-title\"}\nzq-note\n:::\n\n[zq-link](https://example.com/zq-target \"zq-link-title\")\n\n[^1]: zq-footnote。";

/// What the editor wrote for lists, and the forms of a reference and a paper that the other issue has not.
const SUMMED_UP: &str = "summary: zq-summary\nkey_findings: zq-more-key。\ntags: [zq-tag]\ntrial: {name: 乙, publication: {journal: 丙, url: https://example.com/zq-paper-address}}\nreferences: [{citation: 丁, url: https://example.com/zq-reference-address}]\ncommentary: [{expert: expert-a, text: zq-more-commentary。}]\n";

const COMMENTS: &str = "count: 3\nmore: https://example.com/zq-comments\ncomments: [{author: zq-reader, date: 2025-08-08, text: zq-comment, likes: 731}]\n";

/// What holds no words: numbers that stand nowhere else.
const NUMBERS: &[&str] = &[
    "15.87", "12.34", "0.6159", "0.4127", "0.9191", "0.0176", "0.6267", "0.4218", "0.9311", "0.0207", "20.6%", "10.8%",
    "-3.19", "-1.28", "5.37", "20/97", "10/93", "0.0617",
];

/// Fields that the samples leave out.
const LEFT_OUT: &[(&str, &str)] = &[
    ("consent", "it says what is withheld, and each test of scopes sets it"),
    ("draft", "a draft is published for its editor alone"),
    ("todo", "an issue with open questions is not published"),
    ("accept[]/at", "it names a place, and nothing of it is published"),
];

/// What may be seen before consent, whatever the scope.
const SHOWN: &[(&str, &str)] = &[
    ("zq-title", "it says which issue it is"),
    ("zq-byline", "it says by whom"),
    ("zq-tag", "it leads to the issue"),
    ("zq-slug", "it is the address"),
    ("zq-alias", "it was the address"),
    ("zq-cover-alt", "the cover stands in lists, and who cannot see it reads this"),
    ("zq-cover-source", "whose picture it is has to stand beside it"),
    ("zq-trial", "it says which study the issue is about"),
    ("zq-trial-title", "the same"),
    ("zq-arm-a", "the same"),
    ("zq-arm-b", "the same"),
    ("zq-journal", "it says which paper the issue is about"),
    ("zq-volume", "the same"),
    ("zq-pages", "the same"),
    ("zq-paper", "the same"),
    ("zq-paper-address", "the same"),
    ("zq-citation-a", "an article says what it cites"),
    ("zq-citation-b", "the same"),
    ("zq-reference", "the same"),
    ("zq-reference-address", "the same"),
    ("zq-about-team", "it says by whom"),
    ("zq-disclosures", "an article says who has an interest in it"),
    ("zq-funding", "the same"),
    ("zq-sponsor", "the same"),
    ("zq-notice", "it names a notice that is published elsewhere; that there is one must be known"),
    ("zq-summary", "its editor wrote it for lists"),
];

/// What else may be seen where the text alone is withheld: 本文精要 with its results, and what is made of it.
const SHOWN_OF_KEY_FINDINGS: &[&str] = &[
    "zq-key",
    "zq-more-key",
    "zq-endpoint",
    "zq-short",
    "zq-population",
    "zq-unit",
    "zq-finding-note",
    "zq-rate",
    "zq-change",
    "zq-mean-unit",
    "zq-margin",
];

/// A site whose issues have a marker in every field, in two languages.
fn site(scope: &str, theme: &str) -> TestSite {
    let site = TestSite::new();
    let config = format!(
        "title = \"演示\"\ntheme = \"{theme}\"\nbase_url = \"https://example.org/\"\nlanguages = [\"zh-CN\", \"en\"]\n[outlets]\nabstract = true\ndata = true\nepub = true\njats = true\nmail = true\nprint = true\nslides = true\nwechat = true\n[consent]\npolicy_version = \"1\"\nscope = \"{scope}\"\nremember_days = 9\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n"
    );
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let issue = |fields: &str, body: &str| format!("---\n{fields}---\n\n{body}\n");
    site.write("config.toml", config)
        .write("content/people.yaml", "expert-a: {name: 示例专家}\nexpert-b: {name: 示例作者}\n")
        .write("content/secret.md", "---\ntitle: 一页\nconsent: page\n---\n\nzq-page-text。\n")
        .write("content/demo/001-one/zq-cover.svg", svg)
        .write("content/demo/001-one/zq-figure.svg", svg)
        .write("content/demo/001-one/zq-data.csv", "label,estimate,lower,upper\nzq-row,0.7,0.5,0.9\n")
        .write("content/demo/001-one/comments.yaml", COMMENTS)
        .write("content/demo/001-one/issue.md", issue(WHOLE, BODY))
        .write("content/demo/001-one/issue.en.md", issue(&WHOLE.replace("aliases: [/zq-alias/]\n", ""), BODY))
        .issue(2, "two", SUMMED_UP, "zq-second。")
        // Its summary is made from its text.
        .issue(3, "three", "tags: [zq-tag]\n", "zq-third。");
    for language in ["", ".en"] {
        site.write(&format!("content/consent/notice{language}.md"), "---\ntitle: 告知\n---\n\n告知。\n")
            .write(&format!("content/consent/identity{language}.md"), "---\ntitle: 协议\n---\n\n协议。\n")
            .write(&format!("content/demo/column{language}.md"), "---\ntitle: 演示专栏\n---\n");
    }
    site
}

/// What of a page stands outside of the gated region: text, attributes and comments.
pub(crate) fn outside(html: &str) -> String {
    let depth = Rc::new(RefCell::new(0_u32));
    let out = Rc::new(RefCell::new(String::new()));
    // Where the whole page is withheld its head alone is outside; a page without a gate is all outside.
    let gate = html.find("id=\"gate\"").map_or("", |at| html[at..].split('>').next().unwrap_or_default());
    let gated = match gate {
        "" => "no-such-element",
        _ if gate.contains("data-scope=\"page\"") => "body",
        _ => ".gated",
    };
    let (enter, leave) = (Rc::clone(&depth), Rc::clone(&depth));
    let (attributes, is_out) = (Rc::clone(&out), Rc::clone(&depth));
    let (words, is_out_too) = (Rc::clone(&out), Rc::clone(&depth));
    let remarks = Rc::clone(&out);
    let settings = Settings::new()
        .append_element_content_handler(element!(gated, move |element| {
            *enter.borrow_mut() += 1;
            let leave = Rc::clone(&leave);
            if let Some(handlers) = element.end_tag_handlers() {
                let end: lol_html::EndTagHandler<'static> = Box::new(move |_| {
                    *leave.borrow_mut() -= 1;
                    Ok(())
                });
                handlers.push(end);
            }
            Ok(())
        }))
        .append_element_content_handler(element!("*", move |element| {
            if *is_out.borrow() == 0 {
                for attribute in element.attributes() {
                    attributes.borrow_mut().push_str(&attribute.value());
                    attributes.borrow_mut().push('\n');
                }
            }
            Ok(())
        }))
        .append_element_content_handler(text!("*", move |chunk| {
            if *is_out_too.borrow() == 0 {
                words.borrow_mut().push_str(chunk.as_str());
                if chunk.last_in_text_node() {
                    words.borrow_mut().push('\n');
                }
            }
            Ok(())
        }))
        .append_element_content_handler(comments!("*", move |comment| {
            remarks.borrow_mut().push_str(&comment.text());
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(html.as_bytes()).and_then(|()| rewriter.end()).expect("HTML");
    out.take()
}

/// Every marker in a text.
fn markers(text: &str) -> BTreeSet<String> {
    let word = |start: usize| {
        let rest = &text[start..];
        let end = rest.find(|it: char| !(it.is_ascii_lowercase() || it == '-')).unwrap_or(rest.len());
        rest[..end].trim_end_matches('-').to_owned()
    };
    let words = text.match_indices("zq-").map(|(start, _)| word(start));
    words.chain(NUMBERS.iter().filter(|number| text.contains(**number)).map(|it| (*it).to_owned())).collect()
}

/// A file; of a book, all that is in it: no question is asked there, so that none of it is a page with a gate.
fn opened((path, bytes): (String, Vec<u8>)) -> Vec<(String, Vec<u8>)> {
    if !path.ends_with(".epub") {
        return vec![(path, bytes)];
    }
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let parts = book.len();
    let part = |index| {
        let mut part = book.by_index(index).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its bytes");
        (format!("{path}: {}", part.name().expect("its path")), content)
    };
    (0..parts).map(part).collect()
}

/// Every marker that can be seen before consent and must not, with the file.
fn leaks(site: &TestSite, may_be_seen: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, bytes) in site.snapshot().into_iter().flat_map(opened) {
        // Pictures hold no words but those of cards, which stand beside them in each page too.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let seen = if path.ends_with(".html") { outside(&text) } else { text };
        let all = markers(&seen).into_iter().chain(markers(&path));
        found.extend(all.filter(|marker| !may_be_seen(marker)).map(|marker| format!("{marker} in {path}")));
    }
    found
}

fn is_shown(marker: &str) -> bool {
    SHOWN.iter().any(|(known, _)| *known == marker)
}

fn is_shown_in_part(marker: &str) -> bool {
    is_shown(marker) || SHOWN_OF_KEY_FINDINGS.contains(&marker) || NUMBERS.contains(&marker)
}

#[test]
fn what_is_withheld_stands_nowhere_else() {
    for theme in ["default", "plain", "journal"] {
        for (scope, may_be_seen) in [("page", is_shown as fn(&str) -> bool), ("body", is_shown_in_part)] {
            let site = site(scope, theme);
            site.build();
            assert_eq!(leaks(&site, may_be_seen), [""; 0], "theme {theme}, scope {scope}");
            // A picture that is drawn of results is where they are: the chart of the text never.
            let drawn = |(path, _): &(String, Vec<u8>)| path.contains("/wechat/chart-");
            let expected = usize::from(scope == "body");
            assert_eq!(site.snapshot().iter().filter(|file| drawn(file)).count(), expected, "scope {scope}");
            // What is withheld can be read behind the gate; a marker that is on no page at all is not looked for.
            let pages = site.published("demo/zq-slug/index.html") + &site.published("demo/two/index.html");
            let behind = markers(&pages);
            let files = ["zq-cover", "zq-figure", "zq-data", "zq-reason", "zq-place", "zq-place-address"];
            let lost: Vec<String> = markers(&[WHOLE, BODY, SUMMED_UP, COMMENTS].concat())
                .into_iter()
                .filter(|it| !behind.contains(it) && !is_shown(it) && !files.contains(&&**it))
                .collect();
            assert_eq!(lost, [""; 0], "theme {theme}, scope {scope}");
        }
    }
}

#[test]
fn every_field_holds_a_marker() {
    let mut held: BTreeSet<String> = LEFT_OUT.iter().map(|(field, _)| (*field).to_owned()).collect();
    for (kind, samples) in [("issue", &[WHOLE, SUMMED_UP][..]), ("comments", &[COMMENTS])] {
        for sample in samples {
            fields(&serde_yaml::from_str(sample).expect("a sound sample"), "", &mut held);
        }
        let schema = TestSite::new().run(&["schema", kind]);
        let schema: Value = serde_json::from_str(&stdout(&schema)).expect("a schema");
        let mut wanted = BTreeSet::new();
        schema_fields(&schema, &schema, "", &mut wanted);
        let missing: Vec<&String> = wanted.difference(&held).collect();
        assert!(wanted.len() > 4 && missing.is_empty(), "give each a marker, and say who may see it: {missing:?}");
    }
}

/// The fields of a sample: `quiz[]/choices[]/text`.
fn fields(value: &Value, at: &str, all: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            all.insert(at.to_owned());
            map.iter().for_each(|(name, inner)| fields(inner, format!("{at}/{name}").trim_start_matches('/'), all));
        }
        Value::Array(items) => items.iter().for_each(|inner| fields(inner, &format!("{at}[]"), all)),
        _ => {
            all.insert(at.trim_end_matches("[]").to_owned());
        }
    }
}

/// The same of a JSON Schema.
fn schema_fields(whole: &Value, part: &Value, at: &str, all: &mut BTreeSet<String>) {
    if let Some(name) = part["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return schema_fields(whole, &whole["$defs"][name], at, all);
    }
    let branches: Vec<&Value> = ["anyOf", "oneOf"].iter().filter_map(|it| part[*it].as_array()).flatten().collect();
    branches.iter().for_each(|branch| schema_fields(whole, branch, at, all));
    if let Some(fields) = part["properties"].as_object() {
        fields.iter().for_each(|(name, inner)| {
            schema_fields(whole, inner, format!("{at}/{name}").trim_start_matches('/'), all);
        });
    } else if part["items"].is_object() {
        schema_fields(whole, &part["items"], &format!("{at}[]"), all);
    } else if branches.is_empty() && part["type"] != "null" {
        all.insert(at.trim_end_matches("[]").to_owned());
    }
}

#[test]
fn what_is_public_in_part_can_be_found() {
    let site = site("body", "default");
    site.build();
    assert!(markers(&site.published("atom.xml")).contains("zq-key"));
    let home = markers(&outside(&site.published("index.html")));
    assert!(home.contains("zq-short") && home.contains("zq-summary"), "{home:?}");
    let page = markers(&outside(&site.published("demo/zq-slug/index.html")));
    assert!(page.contains("zq-key") && page.contains("zq-notice") && !page.contains("zq-was"), "{page:?}");
}

#[test]
fn an_issue_may_withhold_more_or_less_than_the_site() {
    let site = site("body", "default");
    site.write("content/demo/001-one/issue.md", format!("---\nconsent: page\n{WHOLE}---\n\n{BODY}\n")).issue(
        3,
        "three",
        "consent: false\n",
        "zq-third。",
    );
    site.build();
    for file in ["index.html", "archive/index.html", "atom.xml", "feed.json"] {
        let seen = markers(&site.published(file));
        assert!(!seen.contains("zq-key") && !seen.contains("zq-endpoint"), "{file}: {seen:?}");
        assert!(seen.contains("zq-third"), "{file}: {seen:?}");
    }
    let page = markers(&outside(&site.published("demo/zq-slug/index.html")));
    assert!(page.iter().all(|marker| is_shown(marker)), "{page:?}");
    assert!(!site.published("demo/three/index.html").contains("id=\"gate\""));
}
