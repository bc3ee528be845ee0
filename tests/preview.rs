//! A preview shows what is not published yet, and tells nobody of it.

use crate::support::{TestSite, code, stderr};

/// What only an issue of a later day says.
const SECRET: &str = "zq-embargo";

fn site() -> TestSite {
    let site = TestSite::with_issue();
    site.write(
        "content/demo/002-later/issue.md",
        format!("---\ntitle: {SECRET}-title\nnumber: 2\ndate: 2099-01-01\nsummary: {SECRET}-summary\ntags: [{SECRET}-tag]\naliases: [/{SECRET}-alias/]\n---\n\n{SECRET}-body\n"),
    )
    .write("content/about.md", "---\ntitle: 关于\n---\n\n[订阅](/atom.xml)、[目录](/sitemap.xml)、[本栏](/demo/feed.json)\n");
    site
}

#[test]
fn nothing_of_an_issue_of_a_later_day_is_in_a_build() {
    let site = site();
    site.build();
    for (path, bytes) in site.snapshot() {
        assert!(!path.contains(SECRET) && !path.contains("later"), "{path}");
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{path}");
    }
    let feed = site.published("atom.xml");
    assert!(feed.contains("演示1"), "a published site has its feeds: {feed}");
    assert!(!site.published("index.html").contains("preview-banner"));
    // A preview in the same folder leaves nothing of what it took away, and the next build brings all of it back.
    assert_eq!(code(&site.run(&["build", "--future"])), 0);
    assert!(!site.output().join("atom.xml").exists());
    site.build();
    assert!(site.output().join("atom.xml").exists() && !site.output().join("demo/later").exists());
}

#[test]
fn a_preview_is_passed_over_by_search_engines_and_has_no_feeds() {
    for (arguments, theme) in [(["--future", "--drafts"], "default"), (["--future", "--quiet"], "plain")] {
        let site = site();
        site.write("config.toml", format!("title = \"演示\"\ntheme = \"{theme}\"\n"));
        let run = site.run(&[&["build", "--now", "2026-01-01"][..], &arguments].concat());
        assert_eq!(code(&run), 0, "{}", stderr(&run));
        let mut pages = 0;
        for (path, bytes) in site.snapshot() {
            let name = path.rsplit('/').next().unwrap_or_default();
            assert!(!matches!(name, "atom.xml" | "feed.json" | "sitemap.xml"), "{path}");
            if !path.ends_with(".html") {
                continue;
            }
            let html = String::from_utf8(bytes).expect("UTF-8");
            pages += 1;
            assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
            assert_eq!(html.matches("class=\"preview-banner\"").count(), 1, "{path}");
            assert!(html.contains("请勿转发"), "{path}");
            let links = html.matches("type=\"application/atom+xml\"").count();
            // A page that leads elsewhere says where.
            let is_kept = html.contains("rel=\"canonical\"") && !path.contains("alias");
            assert!(links == 0 && !is_kept, "{path} names a feed or an address to keep");
        }
        assert!(pages > 8, "{pages}");
        assert!(site.published("demo/later/index.html").contains(&format!("{SECRET}-body")));
        assert_eq!(site.published("robots.txt"), "User-agent: *\nDisallow: /\n");
        assert!(site.published("_headers").contains("  X-Robots-Tag: noindex\n"));
    }
}

#[test]
fn files_of_ones_own_do_not_undo_a_preview() {
    let site = site();
    let own = [
        ("robots.txt", "User-agent: *\nAllow: /\n"),
        ("CNAME", "columns.example.org\n"),
        ("_redirects", "/* https://columns.example.org/:splat 301!\n"),
        ("_headers", "/*\n  X-Own: yes"),
        ("files/CNAME", "x"),
        ("verify.txt", "x"),
    ];
    for (name, text) in own {
        site.write(&format!("content/static/{name}"), text);
    }
    assert_eq!(code(&site.run(&["build", "--future"])), 0);
    assert_eq!(site.published("robots.txt"), "User-agent: *\nDisallow: /\n");
    assert!(!site.output().join("CNAME").exists() && !site.output().join("_redirects").exists());
    assert_eq!(site.published("_headers"), "/*\n  X-Own: yes\n\n/*\n  X-Robots-Tag: noindex\n");
    assert_eq!((site.published("files/CNAME"), site.published("verify.txt")), ("x".to_owned(), "x".to_owned()));
    // What is published has all of them as they are.
    site.build();
    for (name, text) in own {
        assert_eq!(site.published(name), text, "{name}");
    }
}

#[test]
fn a_theme_cannot_forget_that_it_is_a_preview() {
    let site = site();
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1\"\nextends = \"default\"\n")
        .write(
            "themes/mine/templates/home.html",
            "<!DOCTYPE html><html lang=\"{{ page.language }}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{{ site.title }}</title></head><body><main><h1>{{ site.title }}</h1></main></body></html>",
        );
    assert_eq!(code(&site.run(&["build", "--future"])), 0);
    let home = site.published("index.html");
    assert!(home.contains("<meta name=\"robots\" content=\"noindex\">") && home.contains("preview-banner"), "{home}");
}
