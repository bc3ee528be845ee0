//! Characters that readers do not see: found in every file that editors write, all of them, and never repaired into
//! another number.

use crate::support::{TestSite, code, stderr, stdout};

/// Code, file and place of everything of that kind that is said.
fn said(site: &TestSite) -> Vec<String> {
    let output = site.run(&["check", "--now", "2026-01-01", "--format", "json"]);
    let lines = stdout(&output);
    let all = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    all.filter(|it| matches!(it["code"].as_str(), Some("M023" | "M050" | "M051")))
        .map(|it| {
            let place = &it["place"];
            format!(
                "{} {}:{}:{}",
                it["code"].as_str().expect("a code"),
                place["file"].as_str().expect("a file"),
                place["line"],
                place["column"]
            )
        })
        .collect()
}

#[test]
fn they_are_found_in_every_file_that_editors_write() {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\u{f0b3}\"\n[[consent.steps]]\nkind = \"notice\"\ntext = \"terms\"\n");
    site.write("content/consent/terms.md", "---\ntitle: 须知\ncontinue: 继续\n---\n\n年龄\u{f0b3}18岁。\n");
    site.write("content/demo/column.md", "---\ntitle: 演示\u{fffd}\nlead: [expert-a]\n---\n");
    site.write("content/people.yaml", "expert-a:\n  name: 示例专家\u{96}甲\n");
    site.write("content/glossary.yaml", "OS: 总\u{200b}生存期\n");
    site.write("content/about.md", "---\ntitle: 关于\u{fffc}\n---\n\n正文\u{85}后\n");
    site.issue(
        1,
        "one",
        "summary: 0.52\u{96}0.99\nkey_findings: |\n  甲\u{7}乙\u{f0b1}\n",
        "3.1\u{f0b1}0.2\n\n:::survival{src=t.csv}\n:::\n",
    );
    site.write(
        "content/demo/001-one/comments.yaml",
        "comments:\n  - name: 示例\u{e123}读者\n    date: 2025-08-08\n    text: 好\n",
    );
    site.write("content/demo/001-one/t.csv", "arm,time,survival\n甲\u{f0b4},0,1\n甲\u{f0b4},1,0.5\n");
    let said = said(&site);
    for wanted in [
        "M050 config.toml:1:12",
        "M050 content/consent/terms.md:6:3",
        "M050 content/demo/column.md:2:10",
        "M023 content/people.yaml:2:13",
        "M051 content/glossary.yaml:1:6",
        "M050 content/about.md:2:10",
        "M023 content/about.md:5:3",
        "M023 content/demo/001-one/issue.md:5:14",
        "M023 content/demo/001-one/issue.md:7:4",
        "M050 content/demo/001-one/issue.md:7:6",
        "M050 content/demo/001-one/issue.md:10:4",
        "M050 content/demo/001-one/comments.yaml:2:13",
        "M050 content/demo/001-one/t.csv:2:2",
        "M050 content/demo/001-one/t.csv:3:2",
    ] {
        assert!(said.contains(&wanted.to_owned()), "{wanted} is not among {said:#?}");
    }
    assert_eq!(said.len(), 14, "{said:#?}");
}

#[test]
fn a_thousand_of_them_are_a_thousand_places_in_fields_and_in_the_body() {
    let site = TestSite::new();
    site.issue(1, "one", &format!("summary: a{}\n", "\u{96}甲".repeat(500)), &"乙\u{fffd}".repeat(500));
    assert_eq!(said(&site).len(), 1000);
}

#[test]
fn what_is_certain_is_put_back_and_what_is_doubtful_stays() {
    let site = TestSite::new();
    let body = "0.52\u{96}0.99，≥65，\u{f0b3}65岁，甲\u{f0b3}乙，1\u{ad}2，1\u{200b}2，1\u{fffd}2，HR \u{f0a3}0.8，肝\u{200b}癌，3â‰¥2";
    site.issue(1, "one", "", body);
    assert_eq!(code(&site.run(&["fix", "--now", "2026-01-01"])), 1);
    let text = site.read("content/demo/001-one/issue.md");
    assert!(
        text.contains("0.52–0.99，≥65，≥65岁，甲\u{f0b3}乙，1\u{ad}2，1\u{200b}2，1\u{fffd}2，HR ≤0.8，肝癌，3≥2"),
        "{text}"
    );
}

#[test]
fn what_is_lost_is_not_published() {
    for lost in ["\u{96}", "\u{fffd}", "\u{f0b3}", "\u{fffc}", "\u{e000}", "\u{b}", "&#xf0b3;"] {
        let site = TestSite::new();
        site.issue(1, "one", "", &format!("甲{lost}乙"));
        let output = site.run(&["build", "--now", "2026-01-01"]);
        assert_eq!(code(&output), 1, "{lost:?}: {}", stderr(&output));
    }
}

#[test]
fn what_an_escape_of_yaml_or_toml_stands_for_is_found_at_its_place() {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\\u200b站\"\ndescription = '\\u200b'\n");
    site.write("content/demo/column.md", "---\ntitle: \"演示\\x96栏\"\nlead: [\"expert\\u2010a\"]\n---\n");
    site.write("content/people.yaml", "expert-a:\n  name: 示例专家甲\n");
    let fields = "summary: \"甲\\u0096乙\\a丙\\u200b丁，0.52\\u00960.99，1\\u200b2，甲\\u2265乙\\n\\\"丙\\L丁\"\nkey_findings: '甲\\u0096乙'\n";
    site.issue(1, "one", fields, "甲\\u0096乙");
    let said = said(&site);
    assert_eq!(
        said,
        [
            "M051 config.toml:1:12",
            "M023 content/demo/001-one/issue.md:5:12",
            "M023 content/demo/001-one/issue.md:5:19",
            "M051 content/demo/001-one/issue.md:5:22",
            "M023 content/demo/001-one/issue.md:5:34",
            "M051 content/demo/001-one/issue.md:5:46",
            "M051 content/demo/001-one/issue.md:5:67",
            "M023 content/demo/column.md:2:11",
        ]
    );
    site.run(&["fix", "--now", "2026-01-01"]);
    let text = site.read("content/demo/001-one/issue.md");
    assert!(text.contains("summary: \"甲–乙\\a丙丁，0.52–0.99，1\\u200b2，甲\\u2265乙\\n\\\"丙\\L丁\""), "{text}");
}
