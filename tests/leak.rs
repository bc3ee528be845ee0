//! Nothing that consent withholds stands outside of what the gate closes: feeds, metadata, sitemap, names of files,
//! comments, and on pages that are public in part the rest of the page.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::{HtmlRewriter, Settings, comments, element, text};

use crate::support::TestSite;

/// The parts of an issue, each with a sentence that stands nowhere else.
const PARTS: &[&str] = &[
    "标记正文",
    "标记小标题",
    "标记表格",
    "标记图注",
    "标记替代文",
    "标记图题",
    "标记图源",
    "标记图说",
    "标记行名",
    "标记左侧",
    "标记脚注",
    "标记点评",
    "标记问题",
    "标记选项",
    "标记解释",
    "标记改前",
    "标记改后",
    "标记缘由",
    "标记留言",
    "标记精要",
    "标记终点",
];
/// Those of them that everyone may read where the text alone is withheld.
const PUBLIC_IN_PART: &[&str] = &["标记精要", "标记终点"];

const FRONT: &str = "key_findings: 标记精要。
findings:
  - {endpoint: 标记终点, role: primary, effect: \"HR=0.5，95%CI 0.4~0.6\"}
commentary:
  - {expert: expert-a, text: 标记点评。}
quiz:
  - {question: 标记问题, choices: [标记选项, 其他], answer: 1, explanation: 标记解释}
corrections:
  - {date: 2025-08-09, kind: correction, was: 标记改前, now: 标记改后, note: 标记缘由}
";
const BODY: &str = "标记正文[^1]。\n\n## 标记小标题\n\n| a | b |\n|---|---|\n| 标记表格 | 1 |\n\n:::figure {src=\"a.svg\" alt=\"标记替代文\"}\n标记图注\n:::\n\n:::forest{src=\"f.csv\" measure=\"HR\" left=\"标记左侧\" right=\"另一侧\" title=\"标记图题\" source=\"标记图源\"}\n标记图说\n:::\n\n[^1]: 标记脚注。";

fn site(scope: &str) -> TestSite {
    let site = TestSite::new();
    site.write(
        "config.toml",
        format!(
            "title = \"演示\"\nbase_url = \"https://example.org/\"\n[consent]\npolicy_version = \"1\"\nscope = \"{scope}\"\nremember_days = 9\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n"
        ),
    )
    .write("content/people.yaml", "expert-a: {name: 示例专家}\n")
    .write("content/consent/notice.md", "---\ntitle: 告知\n---\n\n告知。\n")
    .write("content/consent/identity.md", "---\ntitle: 协议\n---\n\n协议。\n")
    .write("content/demo/001-one/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
    .write("content/demo/001-one/f.csv", "label,estimate,lower,upper\n标记行名,0.7,0.5,0.9\n")
    .write("content/demo/001-one/comments.yaml", "comments: [{author: 甲, text: 标记留言}]\n")
    .issue(1, "one", FRONT, BODY)
    // Its summary is made from its text.
    .issue(2, "two", "", "标记正文，没有精要。");
    site
}

/// What of a page stands outside of the gated region: text, attributes and comments.
fn outside(html: &str, scope: &str) -> String {
    let depth = Rc::new(RefCell::new(0_u32));
    let out = Rc::new(RefCell::new(String::new()));
    // With the scope `page` everything after the gate stands behind it: only the head is outside.
    let gated = if scope == "page" { "body" } else { ".gated" };
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

/// Every marker that stands outside, with the file.
fn leaks(site: &TestSite, scope: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (path, bytes) in site.snapshot() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // Lists are open where the text alone is withheld; with `page` they stand behind the gate as issues do.
        let seen = if path.ends_with(".html") { outside(&text, scope) } else { text };
        for part in PARTS.iter().filter(|part| scope == "page" || !PUBLIC_IN_PART.contains(part)) {
            if seen.contains(part) || path.contains(part) {
                found.push(format!("{part} in {path}"));
            }
        }
    }
    found
}

#[test]
fn what_is_withheld_stands_nowhere_else() {
    for scope in ["page", "body"] {
        let site = site(scope);
        site.build();
        assert_eq!(leaks(&site, scope), [""; 0], "scope {scope}");
        let page = site.published("demo/one/index.html");
        for part in PARTS {
            assert!(page.contains(part), "{part} is not on the page at all: the test looks for nothing");
        }
    }
}

#[test]
fn what_is_public_in_part_can_be_found() {
    let site = site("body");
    site.build();
    let feed = site.published("atom.xml");
    assert!(feed.contains("标记精要"), "{feed}");
    assert!(site.published("index.html").contains("标记终点"));
}

#[test]
fn an_issue_may_withhold_more_or_less_than_the_site() {
    let site = site("body");
    site.issue(1, "one", &format!("consent: page\n{FRONT}"), BODY).issue(
        2,
        "two",
        "consent: false\n",
        "标记正文，没有精要。",
    );
    site.build();
    for file in ["index.html", "archive/index.html", "atom.xml", "feed.json"] {
        let text = site.published(file);
        assert!(!text.contains("标记精要") && !text.contains("标记终点"), "{file}");
        assert!(text.contains("标记正文，没有精要"), "{file}");
    }
    assert!(!outside(&site.published("demo/one/index.html"), "page").contains("标记"));
    assert!(!site.published("demo/two/index.html").contains("id=\"gate\""));
}

#[test]
fn a_summary_that_the_editor_wrote_is_for_everyone() {
    let site = site("page");
    site.issue(1, "one", &format!("summary: 写给列表的话。\n{FRONT}"), BODY);
    site.build();
    assert!(site.published("atom.xml").contains("写给列表的话"));
    assert!(outside(&site.published("demo/one/index.html"), "page").contains("写给列表的话"));
}

#[test]
fn a_planted_leak_is_found() {
    let site = site("page");
    site.write("themes/leaky/theme.toml", "name = \"leaky\"\npostil = \">=0.1\"\nextends = \"default\"\n").write(
        "themes/leaky/templates/issue.html",
        "{% extends \"base.html\" %}{% block head %}<meta name=\"x\" content=\"{% for it in issue.quiz %}{{ it.question }}{% endfor %}\">{% endblock head %}{% block main %}<h1>x</h1>{{ issue.body }}{% endblock main %}",
    );
    let config = std::fs::read_to_string(site.path().join("config.toml")).expect("a configuration");
    site.write("config.toml", format!("theme = \"leaky\"\n{config}"));
    let output = site.run(&["build", "--now", "2026-01-01"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("error[T012]") && said.contains("`<meta content>`"), "{said}");
}
