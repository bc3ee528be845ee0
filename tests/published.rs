//! Corrections travel: where an issue was put, what that place still says, and what is posted there.

use crate::support::{TestSite, code, stderr, stdout};

const ISSUE: &str = "content/demo/001-one/issue.md";
const KEPT: &str = "content/demo/001-one/published.yaml";
const ADDRESS: &str = "https://mp.weixin.qq.com/s/example";

const TEXT: &str = "---
title: 演示试验
number: 1
date: 2026-01-02
trial:
  name: DEMO-1
  arms:
    a: {label: 试验组, n: 85}
    b: {label: 对照组, n: 92}
findings:
  - endpoint: 总生存期
    short: OS
    role: primary
    medians: {a: 15.8, b: 12.3, unit: 个月}
key_findings: 中位OS为15.8个月对12.3个月。  # 精要
---

## 停药

停药者23例。
";

fn run(site: &TestSite, arguments: &[&str], day: &str) -> String {
    let output = site.run(&[arguments, &["--now", day]].concat());
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    format!("{}{}", stdout(&output), stderr(&output))
}

/// What `postil check` says of places elsewhere: each message with its help.
fn said(site: &TestSite, day: &str) -> Vec<String> {
    let output = site.run(&["check", "--format", "json", "--now", day]);
    let all = stdout(&output);
    let all = all.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a diagnostic"));
    all.filter(|it| ["E515", "E516", "E517", "E518", "F045"].contains(&it["code"].as_str().expect("a code")))
        .map(|it| format!("{} {}\n{}", it["code"], it["message"], it["help"].as_str().unwrap_or_default()))
        .collect()
}

#[test]
fn a_number_is_followed_to_where_the_issue_was_put() {
    let site = TestSite::new();
    site.write(ISSUE, TEXT);
    let put = run(&site, &["published", "1", "wechat", ADDRESS], "2026-01-03");
    assert!(put.contains("`wechat` has the issue of 2026-01-03; its 7 numbers are kept in"), "{put}");
    // The entry stands in the issue, and nothing else in it has changed.
    let entry = format!("published:\n  - where: wechat\n    url: {ADDRESS}\n    date: 2026-01-03\n");
    let written = site.read(ISSUE);
    assert_eq!(written.replace(&entry, ""), TEXT, "{written}");
    assert!(
        site.read(KEPT).contains(&format!("\"{ADDRESS}\":\n  date: 2026-01-03\n  numbers:\n")),
        "{}",
        site.read(KEPT)
    );
    assert_eq!(said(&site, "2026-01-04"), [""; 0]);
    // Twice it is not put there.
    let again = site.run(&["published", "1", "wechat", ADDRESS, "--now", "2026-01-04"]);
    assert!(code(&again) == 2 && stderr(&again).contains("add `--updated`"), "{}", stderr(&again));

    // Words may change; a number is named once, with every place in which it stood.
    site.write(ISSUE, written.replace("15.8", "16.8").replace("停药者23例", "因故停药者23例"));
    let notice = "更正：演示专栏第1期《演示试验》（2026-01-02）
OS、本文精要：“15.8”应为“16.8”。
全文与更正：http://localhost/demo/one/";
    let found = said(&site, "2026-01-05");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("\"E515\" \"`wechat` still has the numbers of 2026-01-03: 15.8 is 16.8 now"),
        "{found:#?}"
    );
    assert!(found[0].ends_with(&format!("run `postil published demo/one wechat --updated`:\n{notice}")), "{found:#?}");
    // A build says it too, and `published` prints the text in full.
    assert!(run(&site, &["build"], "2026-01-05").contains("warning[E515]"));
    assert!(run(&site, &["published", "1"], "2026-01-05").contains(&format!("\n{notice}\n")));
    assert!(run(&site, &["show", "1"], "2026-01-05").contains("it says what is no longer so"));

    // A correction in the editor's own words says it better.
    let corrected = site.read(ISSUE).replace(
        "published:",
        "corrections:\n  - {date: 2026-01-06, kind: correction, was: 15.8个月, now: 16.8个月}\npublished:",
    );
    site.write(ISSUE, &corrected);
    let found = said(&site, "2026-01-06");
    assert!(found.len() == 1 && found[0].starts_with("\"E516\""), "{found:#?}");
    assert!(found[0].contains("\n2026-01-06 原为 15.8个月 现为 16.8个月\n全文"), "{found:#?}");

    // Once it is posted there, nothing is left to say; the numbers are those of today.
    run(&site, &["published", "1", "wechat", "--updated"], "2026-01-06");
    assert!(site.read(ISSUE).contains("date: 2026-01-03\n    updated: 2026-01-06\n"), "{}", site.read(ISSUE));
    assert!(site.read(KEPT).contains("16.8") && !site.read(KEPT).contains("15.8"), "{}", site.read(KEPT));
    assert_eq!(said(&site, "2026-01-07"), [""; 0]);
    assert!(run(&site, &["published", "1"], "2026-01-07").contains("nothing to post there"));
    // Until the next.
    site.write(ISSUE, site.read(ISSUE).replace("12.3", "12.4"));
    assert!(said(&site, "2026-01-07")[0].contains("“12.3”应为“12.4”。"));
}

#[test]
fn a_retraction_reaches_every_place_that_does_not_know_of_it() {
    let site = TestSite::new();
    let places = "published:\n  - {where: wechat, date: 2026-01-03}\n  - {where: 示例医学报, date: 2026-01-03, updated: 2026-03-01}\n";
    let retraction = "corrections:\n  - {date: 2026-03-01, kind: retraction, doi: 10.1001/jamaoncol.2025.0516}\n";
    site.write(ISSUE, TEXT.replace("\nfindings:", &format!("\n{places}{retraction}findings:")));
    let found = said(&site, "2026-03-02");
    assert!(found.len() == 1 && found[0].starts_with("\"E517\" \"`wechat`"), "{found:#?}");
    let notice = "撤稿：演示专栏第1期《演示试验》（2026-01-02）
本期所解读的论文或本期内容已撤回，文中结果请勿引用，也不要作为临床决策的依据。
2026-03-01 声明原文 https://doi.org/10.1001/jamaoncol.2025.0516
全文与更正：http://localhost/demo/one/";
    assert!(found[0].ends_with(notice), "{found:#?}");
    // An entry written by hand is silenced by hand.
    site.write(ISSUE, site.read(ISSUE).replace("date: 2026-01-03}", "date: 2026-01-03, updated: 2026-03-02}"));
    assert_eq!(said(&site, "2026-03-02"), [""; 0]);
}

#[test]
fn what_is_withheld_is_in_no_text_to_post() {
    let site = TestSite::new();
    let consent = "title = \"演示\"\n[consent]\npolicy_version = \"1\"\nscope = \"page\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n";
    site.write("config.toml", consent)
        .write("content/consent/notice.md", "---\ntitle: 告知\n---\n\n告知。\n")
        .write("content/consent/identity.md", "---\ntitle: 协议\n---\n\n协议。\n")
        .write(ISSUE, TEXT);
    run(&site, &["published", "1", "wechat", ADDRESS], "2026-01-03");
    run(&site, &["published", "1", "示例医学报", "--whole"], "2026-01-03");
    let kept = site.read(KEPT);
    let (public, whole) = kept.split_once("示例医学报").expect("both");
    assert!(!public.contains("15.8") && public.contains("consent: page") && whole.contains("15.8"), "{kept}");
    // Where the text was not put, it is not wrong; where it was, readers are sent to where they are asked.
    let correction =
        "\ncorrections:\n  - {date: 2026-01-05, kind: correction, was: 15.8个月, now: 16.8个月}\nfindings:";
    let changed = site.read(ISSUE).replace("15.8", "16.8").replace("23例", "24例").replace("n: 92", "n: 93");
    site.write(ISSUE, &changed);
    let found = said(&site, "2026-01-04");
    assert_eq!(found.len(), 2, "{found:#?}");
    for (at, others) in [(0, false), (1, true)] {
        let notice = found[at].split_once(":\n").expect("a text").1;
        assert_eq!(notice.contains("另有3处"), others, "{notice}");
        assert!(notice.contains("“92”应为“93”"), "{notice}");
        assert!(!["16.8", "15.8", "23", "24"].iter().any(|number| notice.contains(number)), "{notice}");
    }
    // The words of a correction are withheld as well.
    site.write(ISSUE, changed.replace("\nfindings:", correction));
    for found in said(&site, "2026-01-06") {
        let notice = found.split_once(":\n").expect("a text").1;
        assert!(notice.contains("2026-01-05") && !notice.contains("16.8") && !notice.contains("15.8"), "{notice}");
    }
    // Nothing of all this is published.
    run(&site, &["build"], "2026-01-06");
    let files = site.snapshot();
    let tells = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.contains("mp.weixin.qq.com") || text.contains("示例医学报")
    };
    assert!(files.iter().all(|(path, bytes)| !path.contains("published") && !tells(bytes)));
}

#[test]
fn a_slip_is_told_from_a_name() {
    let site = TestSite::new();
    site.write(ISSUE, TEXT);
    let refused = |arguments: &[&str], words: &str| {
        let output = site.run(&[arguments, &["--now", "2026-01-03"]].concat());
        assert!(code(&output) == 2 && stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
    };
    refused(&["published", "1", "wehcat"], "did you mean `wechat`?");
    refused(&["published", "1", ADDRESS], "before its address");
    refused(&["published", "1", "wechat", "mp.weixin"], "is no web address");
    refused(&["published", "1", "wechat", "--updated"], "`published` does not name `wechat`");
    let early = site.run(&["published", "1", "wechat", "--now", "2026-01-01"]);
    assert!(code(&early) == 2 && stderr(&early).contains("2026-01-02"), "{}", stderr(&early));
    assert_eq!(site.read(ISSUE), TEXT);
    // Bad values are named where they stand.
    let bad = "published:\n  - {where: wechat, url: mp.weixin, date: 2026-01-01}\n  - {were: a, date: 2026-01-03, updated: 2026-01-02}\n  - {where: b, date: 2026-01-03}\n  - {where: b, date: 2026-01-03}\n";
    site.write(ISSUE, TEXT.replace("\nfindings:", &format!("\n{bad}findings:")));
    let all = stderr(&site.run(&["check", "--now", "2026-01-03"]));
    for place in ["[F033]", "[F026]", "[F020]", "[F021]", "[F035]"] {
        assert!(all.contains(place), "{place}: {all}");
    }
}
