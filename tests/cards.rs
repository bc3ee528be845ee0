//! The pictures that stand for pages where they are shared: each page names one that is there, a later build draws
//! only what changed, and nothing that consent withholds is on one.

use std::collections::BTreeMap;
use std::fs;

use postil::io::cache::Cache;
use sha2::{Digest as _, Sha256};

use crate::support::{TestSite, snapshot, stderr};

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
    // One that is shown whole, and a square.
    assert_eq!(all.len(), 2 * 3, "{all:?}");
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
        let named = html.matches("<meta property=\"og:image\" content=\"https://example.org/a/").count();
        assert_eq!((named, html.matches("content=\"630\"").count()), (2, 3), "{page}: a second one, a square");
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
    assert_eq!(after.iter().filter(|it| before.contains(it)).count(), 4, "{before:?} {after:?}");
    assert_eq!(after.len(), 6);
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

/// Something that no card is, and that may be one as far as its beginning tells.
const OTHER: &[u8] = b"\x89PNG\r\n\x1a\nother";

/// What is kept of cards, by name.
fn kept(site: &TestSite) -> BTreeMap<String, Vec<u8>> {
    let all = snapshot(&site.path().join(".postil-cache/cards"));
    all.into_iter().filter(|(name, _)| name != ".looked").collect()
}

#[test]
fn a_site_made_from_the_cache_is_the_same_to_the_byte_and_draws_nothing() {
    let site = site();
    site.issue(2, "two", "", "正文。").build();
    let (first, manifest, cache) = (site.snapshot(), site.read("public/.postil-manifest"), kept(&site));
    assert_eq!(cache.len(), 8);
    site.remove("public").build();
    assert!(site.snapshot() == first, "a kept card is not the one that was drawn");
    assert_eq!(site.read("public/.postil-manifest"), manifest);
    for (address, bytes) in first.iter().filter(|(path, _)| path.contains("card-")) {
        let sum = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
        let line = manifest.lines().find(|line| line.ends_with(&format!(" image/png {address}"))).expect("a line");
        assert!(line.contains(&format!(" {} {sum} ", bytes.len())), "{line}");
    }
    // What is kept is taken for the card, unless it was tampered with: nothing is drawn to compare it.
    for name in cache.keys() {
        Cache::new(site.path(), "cards").write_sealed(name, OTHER).expect("kept");
    }
    site.remove("public").build();
    let cards: Vec<_> = site.snapshot().into_iter().filter(|(path, _)| path.contains("card-")).collect();
    assert_eq!(cards.len(), 8);
    assert!(cards.iter().all(|(_, bytes)| bytes == OTHER));
}

#[test]
fn what_is_kept_of_cards_may_be_anything_and_only_takes_longer() {
    let site = site();
    site.build();
    let (first, sound) = (site.snapshot(), kept(&site));
    let [one, two, ..] = &sound.keys().cloned().collect::<Vec<_>>()[..] else { panic!("{} cards", sound.len()) };
    let half = &sound[one][..sound[one].len() / 2];
    let mut changed = sound[one].clone();
    changed[100] ^= 1;
    for bytes in [&b""[..], b"\x89PNG\r\n\x1a\n", half, &changed, &sound[two]] {
        site.write(&format!(".postil-cache/cards/{one}"), bytes).remove("public").build();
        assert!(site.snapshot() == first, "{} bytes", bytes.len());
        assert!(kept(&site) == sound, "it is put right");
    }
    Cache::new(site.path(), "cards").write_sealed(one, b"<html>").expect("kept");
    site.remove("public").build();
    assert!(site.snapshot() == first, "what is no picture is not published as one");
    // A folder where a card should be is nobody's business.
    site.remove(&format!(".postil-cache/cards/{one}"));
    fs::create_dir(site.path().join(".postil-cache/cards").join(one)).expect("a folder");
    let run = site.remove("public").run(&["build", "--now", "2026-01-01"]);
    assert!(run.status.success() && stderr(&run).contains("P011"), "{}", stderr(&run));
    assert!(site.snapshot() == first);
    site.remove(".postil-cache").remove("public").build();
    assert!(site.snapshot() == first && kept(&site) == sound);
}

#[test]
fn a_changed_title_draws_its_cards_alone() {
    let site = site();
    site.issue(2, "two", "", "正文。").build();
    let before = kept(&site);
    for name in before.keys() {
        Cache::new(site.path(), "cards").write_sealed(name, OTHER).expect("kept");
    }
    let text = site.read("content/demo/002-two/issue.md").replace("演示2", "新题");
    site.write("content/demo/002-two/issue.md", text).remove("public").build();
    let drawn: Vec<_> = site.snapshot().into_iter().filter(|(path, _)| path.contains("card-")).collect();
    let drawn: Vec<_> = drawn.iter().filter(|(_, bytes)| bytes != OTHER).map(|(path, _)| path).collect();
    assert!(drawn.len() == 2 && drawn.iter().all(|it| it.starts_with("demo/two/")), "{drawn:?}");
    assert_eq!(kept(&site).len(), before.len() + 2);
}

#[test]
fn two_builds_at_once_share_a_cache() {
    let site = site();
    for number in 2..8 {
        site.issue(number, &format!("n{number}"), "", "正文。");
    }
    let runs: Vec<_> = ["a", "b", "c"]
        .map(|output| {
            site.command(&["build", "--now", "2026-01-01", "--quiet", "--output", output])
                .spawn()
                .expect("postil starts")
        })
        .into_iter()
        .map(|mut run| run.wait().expect("it ends"))
        .collect();
    assert!(runs.iter().all(std::process::ExitStatus::success), "{runs:?}");
    let [a, b, c] = ["a", "b", "c"].map(|output| snapshot(&site.path().join(output)));
    assert!(a == b && b == c);
    assert_eq!(kept(&site).len(), 18);
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
    assert_eq!(seen[0].len(), 6);
}

#[test]
fn a_draft_has_no_cards_and_names_none() {
    let site = site();
    let run = site.run(&["build", "--fast", "--now", "2026-01-01"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(cards(&site), Vec::<String>::new());
    assert!(!site.published("demo/one/index.html").contains("og:image"));
    site.build();
    assert_eq!(cards(&site).len(), 6);
}
