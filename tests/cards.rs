//! The pictures that stand for pages where they are shared: each page names one that is there, a later build draws
//! only what changed, and nothing that consent withholds is on one.

use std::fs;

use crate::support::{TestSite, stderr};

/// The addresses of all cards.
fn cards(site: &TestSite) -> Vec<String> {
    site.snapshot().into_iter().map(|(path, _)| path).filter(|path| path.contains("card-")).collect()
}

fn site() -> TestSite {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\nbase_url = \"https://example.org/a/\"\n");
    site
}

#[test]
fn every_page_that_can_be_shared_names_a_card_that_is_there() {
    let site = site();
    site.build();
    let all = cards(&site);
    assert_eq!(all.len(), 3, "{all:?}");
    for (page, folder) in [
        ("index.html", ""),
        ("archive/index.html", ""),
        ("demo/index.html", "demo/"),
        ("demo/one/index.html", "demo/one/"),
    ] {
        let html = site.published(page);
        let (_, rest) = html.split_once("<meta property=\"og:image\" content=\"https://example.org/a/").expect(page);
        let address = &rest[..rest.find('"').expect("an end")];
        assert!(
            address.starts_with(&format!("{folder}card-")) && all.iter().any(|it| it == address),
            "{page}: {address}"
        );
        for tag in ["og:image:width\" content=\"1200\"", "og:image:height\" content=\"630\"", "summary_large_image"] {
            assert!(html.contains(tag), "{page}: {tag}");
        }
    }
    assert!(site.published("demo/one/index.html").contains("og:image:alt\" content=\"演示专栏 · 第1期 · 演示1\""));
    assert!(!site.published("404.html").contains("og:image"));
}

#[test]
fn a_card_is_drawn_again_only_where_its_words_change() {
    let site = site();
    site.build();
    let before = cards(&site);
    // What stands at an address is what its name says: it is not even looked at.
    let output = site.issue(1, "one", "", "另一段正文。").run(&["build", "--now", "2026-01-01"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(cards(&site), before);
    site.write("content/demo/001-one/issue.md", "---\ntitle: 新题\nnumber: 1\ndate: 2025-08-07\n---\n\n正文。\n")
        .build();
    let after = cards(&site);
    assert_eq!(after.iter().filter(|it| before.contains(it)).count(), 2, "{before:?} {after:?}");
    assert_eq!(after.len(), 3);
}

#[test]
fn a_card_that_somebody_changed_is_put_right() {
    let site = site();
    site.build();
    let first = site.snapshot();
    let card = site.output().join(&cards(&site)[0]);
    fs::write(&card, b"not a picture").expect("a file");
    site.build();
    assert!(site.snapshot() == first, "the card was not drawn again");
}

#[test]
fn a_site_may_do_without_cards() {
    let site = site();
    site.write("config.toml", "title = \"演示😀\"\ncards = false\n");
    let output = site.run(&["build", "--now", "2026-01-01"]);
    assert!(output.status.success() && !stderr(&output).contains("O002"), "{}", stderr(&output));
    assert_eq!(cards(&site), [""; 0]);
    assert!(!site.published("demo/one/index.html").contains("og:image"));
}

#[test]
fn what_is_withheld_changes_no_card() {
    let site = site();
    let config = "title = \"演示\"\n[consent]\npolicy_version = \"1\"\nscope = \"page\"\nremember_days = 9\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n";
    site.write("config.toml", config)
        .write("content/consent/notice.md", "---\ntitle: 告知\n---\n\n告知。\n")
        .write("content/consent/identity.md", "---\ntitle: 协议\n---\n\n协议。\n");
    let mut seen = Vec::new();
    for word in ["甲", "乙"] {
        let front = format!(
            "key_findings: {word}。\nfindings:\n  - {{endpoint: {word}, role: primary, effect: \"HR=0.5，95%CI 0.4~0.6\"}}\n"
        );
        site.issue(1, "one", &front, word).build();
        seen.push(cards(&site));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].len(), 3);
}

#[test]
fn a_draft_has_no_cards_and_names_none() {
    let site = site();
    let run = site.run(&["build", "--fast", "--now", "2026-01-01"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(cards(&site), Vec::<String>::new());
    assert!(!site.published("demo/one/index.html").contains("og:image"));
    site.build();
    assert_eq!(cards(&site).len(), 3);
}
