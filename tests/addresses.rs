//! Every address is known before anything is made: what is announced is what is written, a link may lead to all of it,
//! and what cannot be published is found by `check`, where it was written.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use postil::diag::{Diagnostic, Said};
use postil::io::world::Disk;
use postil::model::address::{PICTURES, file_of};
use postil::model::site::BaseUrl;
use postil::output::{self, Artifact, Sink};
use postil::pipeline::{self, Loaded, Request};
use postil::render::gate::Gate;
use postil::render::theme::Theme;

use crate::support::{TestSite, snapshot, stderr};

/// At the root of a host, and below a path.
const BASES: [&str; 2] = ["https://example.org/", "https://example.org/a/b/"];
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";

/// A site with what is rare: lists of several pages, a column that is not written in a language, old addresses of every
/// form, files beside an issue, files as they are that take the place of postil's own, signs in tags, a question.
fn rare() -> TestSite {
    let site = TestSite::new();
    let config = "title = \"演示\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\", \"fr\"]\npage_size = 1\n\
                  [outlets]\nabstract = true\ndata = true\nepub = true\njats = true\nmail = true\nprint = true\nslides = true\nwechat = true\n\
                  [consent]\npolicy_version = \"1\"\nscope = \"body\"\nremember_days = 9\n\
                  [[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n";
    site.write("config.toml", config)
        .write("content/people.yaml", "expert-a: {name: 示例专家甲, photo: photo.svg}\nexpert-b: {name: 示例专家乙}\n")
        .write("content/photo.svg", SVG)
        .write("content/about.md", "---\ntitle: 关于\naliases: [/gywm.html]\n---\n\n正文。\n")
        .write("content/指南/index.md", "---\ntitle: 指南\n---\n\n正文。\n")
        .write("content/指南/附件.md", "---\ntitle: 附件\n---\n\n见[表](表.csv)。\n")
        .write("content/指南/表.csv", "a,b\n")
        .write("content/empty/column.md", "---\ntitle: 空专栏\n---\n")
        .write("content/static/robots.txt", "User-agent: *\nDisallow: /\n")
        .write("content/static/_headers", "/*\n  X-A: b\n")
        .write("content/static/CNAME", "example.org\n")
        .write("content/static/下载/表 1.csv", "a,b\n");
    for language in ["", ".en", ".fr"] {
        site.write(&format!("content/consent/notice{language}.md"), "---\ntitle: 告知\n---\n\n告知。\n")
            .write(&format!("content/consent/identity{language}.md"), "---\ntitle: 协议\n---\n\n协议。\n");
    }
    let front = "key_findings: 精要。\naliases: [/p/1, /p/2/, /old/1.html]\ntags: [HER2+, HER2-, 放疗]\n\
                 credits: [{role: review, person: expert-a}]\n";
    site.issue(1, "one", front, "见[附件](附件.pdf)与[图](flow.svg)。\n\n![流程](flow.svg)")
        .issue(2, "two", "key_findings: 精要。\ntags: [放疗]\n", "正文。")
        .issue(3, "later", "draft: true\n", "见[附件](附件.pdf)。")
        .write("content/demo/001-one/附件.pdf", "%PDF-1.7\n")
        .write("content/demo/003-later/附件.pdf", "%PDF-1.7\n")
        .write("content/demo/001-one/flow.svg", SVG)
        .write("content/demo/001-one/issue.en.md", "---\ntitle: One\nkey_findings: Text.\n---\n\nText.\n");
    site
}

fn sites() -> Vec<(&'static str, TestSite)> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    vec![
        ("the demonstration", TestSite::demonstration()),
        ("whole", TestSite::copy_of(&cases.join("whole"))),
        ("charts", TestSite::copy_of(&cases.join("charts"))),
        ("rare", rare()),
    ]
}

fn load(site: &TestSite, base: &str) -> (Loaded, Arc<Theme>) {
    let request = Request {
        root: site.path().to_path_buf(),
        base_url: Some(BaseUrl::parse(base).expect("a sound address")),
        now: Some(jiff::civil::date(2026, 1, 1)),
        ..Request::default()
    };
    let loaded = pipeline::load(&request, &pipeline::Watch::nobody()).value.expect("a site");
    let theme = pipeline::read_theme(&Disk::new(site.path(), &request.unsaved), &loaded, &mut Said::default())
        .expect("a theme");
    (loaded, theme)
}

/// Takes addresses, and nothing twice.
#[derive(Default)]
struct Written(Mutex<BTreeSet<String>>);

impl Sink for Written {
    fn put(&self, artifact: Artifact) {
        let address = artifact.address.clone();
        assert!(self.0.lock().expect("whole").insert(artifact.address), "{address} is written twice");
    }

    fn once(&self, _: u128, make: &dyn Fn(&dyn Sink)) {
        make(self);
    }

    fn say(&self, diagnostic: Diagnostic) {
        panic!("{diagnostic:?}");
    }
}

#[test]
fn what_is_announced_is_what_is_written() {
    for (name, site) in sites() {
        let (loaded, theme) = load(&site, BASES[0]);
        let written = Written::default();
        let gate = Gate::new(&loaded.site, &theme.assets);
        output::of_site(&loaded.site).for_each(|output| output.emit(&loaded.site, &theme, &gate, &written));
        let written = written.0.into_inner().expect("whole");
        let announced = output::announced(&loaded.site, &theme);
        let missing: Vec<&String> = announced.difference(&written).collect();
        let unknown: Vec<&String> = written.difference(&announced).collect();
        assert!(missing.is_empty(), "{name}: announced and not written: {missing:?}");
        assert!(unknown.is_empty(), "{name}: written and not announced: {unknown:?}");
        assert!(written.len() > 20, "{name}: {} addresses", written.len());
    }
}

#[test]
fn a_link_may_lead_to_every_file_that_is_published() {
    for (name, site) in sites() {
        let page = |links: &str| site.write("content/links.md", format!("---\ntitle: 链接\n---\n\n正文。\n\n{links}"));
        page("");
        for base in BASES {
            page("");
            let output = tempfile::tempdir().expect("a temporary folder");
            let target = output.path().join("site");
            let arguments = ["--now", "2026-01-01", "--base-url", base];
            let run =
                site.command(&["build", "--output"]).arg(&target).args(arguments).output().expect("postil starts");
            assert!(run.status.success(), "{name}: {}", stderr(&run));
            let files: Vec<String> = snapshot(&target).into_iter().map(|(path, _)| path).collect();

            let (loaded, theme) = load(&site, base);
            let made: BTreeSet<&str> =
                files.iter().map(String::as_str).filter(|path| !path.starts_with(PICTURES)).collect();
            let announced = output::announced(&loaded.site, &theme);
            let expected: BTreeSet<String> = announced.iter().map(|address| file_of(address)).collect();
            let unknown: Vec<&&str> = made.iter().filter(|path| !expected.contains(**path)).collect();
            assert!(unknown.is_empty(), "{name}: nobody announced {unknown:?}");
            assert_eq!(made.len(), expected.len(), "{name}: not everything that was announced is there");

            let links: Vec<String> = files.iter().map(|path| format!("- [甲](</{}>)\n", encoded(path))).collect();
            page(&links.concat());
            let check = site.command(&["check"]).args(arguments).output().expect("postil starts");
            assert!(check.status.success(), "{name}, {base}: {}", stderr(&check));
            page(
                "- [甲](/assets/css/x-0123456789.css)\n- [甲](/card-0123456789abcdef.png)\n- [甲](/assets/pictures/0123456789abcdef-9.png)\n",
            );
            let check = site.command(&["check"]).args(arguments).output().expect("postil starts");
            assert_eq!(stderr(&check).matches("error[L001]").count(), 3, "{name}, {base}: {}", stderr(&check));
        }
    }
}

/// A path as an address has it.
fn encoded(path: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(byte);
    path.bytes().map(|byte| if plain(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Checks a site of which something cannot be published: once, as `code`, and at each of `places`.
fn refused(what: &str, site: &TestSite, code: &str, places: &[&str]) {
    let check = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert_eq!(check.matches("error[").count(), 1, "{what}: {check}");
    assert!(check.contains(&format!("error[{code}]")), "{what}: {check}");
    for place in places {
        assert!(check.contains(place), "{what}: not at {place}: {check}");
    }
    let build = site.run(&["build", "--now", "2026-01-01"]);
    assert!(!build.status.success() && !site.output().exists(), "{what}: {}", stderr(&build));
    assert_eq!(stderr(&build).matches("error[").count(), 1, "{what}: {}", stderr(&build));
}

#[test]
fn two_things_in_each_others_way_are_found_at_both_places() {
    let two = |first: &str, second: &str| {
        let site = TestSite::new();
        site.issue(1, "one", first, "正文。").issue(2, "two", second, "正文。");
        site
    };
    let (one, other) = ("content/demo/001-one/issue.md:5", "content/demo/002-two/issue.md:5");
    for (what, first, second) in [
        ("one alias twice", "aliases: [/p]\n", "aliases: [/p/]\n"),
        ("a file and a folder", "aliases: [/2019/post.html]\n", "aliases: [/2019/post.html/amp/]\n"),
        ("small and capital letters", "aliases: [/Old.html]\n", "aliases: [/old.html]\n"),
        ("folders of small and capital letters", "aliases: [/Old/1.html]\n", "aliases: [/old/2.html]\n"),
        ("composed and not", "aliases: [/caf\u{e9}.html]\n", "aliases: [/cafe\u{301}.html]\n"),
    ] {
        refused(what, &two(first, second), "L008", &[one, other]);
    }
    let with = |files: &[(&str, &str)], body: &str| {
        let site = TestSite::new();
        site.issue(1, "one", "", body);
        files.iter().for_each(|(path, text)| {
            site.write(path, text);
        });
        site
    };
    let issue = "content/demo/001-one/issue.md";
    for (what, files, body, places) in [
        (
            "an attachment instead of the page",
            &[("content/demo/001-one/index.html", "<p>")] as &[(&str, &str)],
            "见[附件](index.html)。",
            &["issue.md:7:2", "issue.md:2:8"] as &[&str],
        ),
        (
            "an attachment instead of a citation",
            &[("content/demo/001-one/citation.bib", "@x")],
            "见[附件](citation.bib)。",
            &["issue.md:7:2", "issue.md:2:8"],
        ),
        (
            "two attachments",
            &[("content/demo/001-one/a.csv", "1"), ("content/demo/one/a.csv", "2")],
            "见[甲](a.csv)与[乙](../one/a.csv)。",
            &["issue.md:7:2", "issue.md:7:13"],
        ),
        (
            "attachments whose names differ in case",
            &[("content/demo/001-one/a.csv", "1"), ("content/demo/001-one/A.csv", "2")],
            "见[甲](a.csv)与[乙](A.csv)。",
            &["issue.md:7:2", "issue.md:7:13"],
        ),
        ("a file instead of a folder", &[("content/static/demo", "x")], "正文。", &["static/demo", "column.md:1:1"]),
        ("a file instead of a list", &[("content/static/tags", "x")], "正文。", &["static/tags"]),
        ("a file instead of the theme's", &[("content/static/assets", "x")], "正文。", &["static/assets"]),
        ("a file instead of a feed", &[("content/static/demo/atom.xml", "x")], "正文。", &["static/demo/atom.xml"]),
        (
            "files whose names differ in case",
            &[("content/static/A.txt", "1"), ("content/static/a.txt", "2")],
            "正文。",
            &["static/A.txt", "static/a.txt"],
        ),
        (
            "an alias and a file",
            &[
                ("content/static/CNAME", "x"),
                ("content/about.md", "---\ntitle: 关于\naliases: [/CNAME/]\n---\n\n正文。\n"),
            ],
            "正文。",
            &["static/CNAME", "about.md:3:11"],
        ),
        (
            "a page instead of a language",
            &[("content/Archive.md", "---\ntitle: 关于\n---\n\n正文。\n")],
            "正文。",
            &["Archive.md:1:1"],
        ),
    ] {
        refused(what, &with(files, body), "L008", places);
    }
    refused(
        "folders",
        TestSite::new().issue(1, "a", "", "正文。").issue(2, "A", "", "正文。"),
        "L008",
        &["001-a/issue.md:2:8", "002-A/issue.md:2:8"],
    );
    assert!(with(&[], "正文。").run(&["check"]).status.success(), "{issue} alone is sound");
}

#[test]
fn what_no_file_can_be_called_is_found_where_it_is_written() {
    let long = "癌".repeat(102);
    for (what, front, place) in [
        ("a tag without a letter", "tags: [放疗, \"🙂\"]\n".to_owned(), "issue.md:5:12"),
        ("a long tag", format!("tags: [{long}]\n"), "issue.md:5:8"),
        ("a long slug", format!("slug: {long}\n"), "issue.md:2:8"),
        ("a long alias", format!("aliases: [/{long}/a.html]\n"), "issue.md:5:11"),
        ("postil's own file", "aliases: [/.postil-manifest]\n".to_owned(), "issue.md:5:11"),
    ] {
        let site = TestSite::new();
        site.issue(1, "one", &front, "正文。");
        refused(what, &site, "L018", &[place]);
    }
    let site = TestSite::new();
    site.issue(1, "one", &format!("credits: [{{role: review, person: {long}}}]\n"), "正文。")
        .write("content/people.yaml", format!("{long}: {{name: 示例专家}}\n"));
    refused("a long id", &site, "L018", &["people.yaml:1:1"]);
}

#[test]
fn what_windows_cannot_have_is_found_where_it_is_written() {
    for (alias, is_sound) in [
        ("/CON", false),
        ("/old/aux.html", false),
        ("/a:b", false),
        ("/a./", false),
        ("/a|b.html", false),
        ("/.git/x", false),
        ("/a/.Git/x", false),
        ("/assets/x", false),
        ("/Assets/x.html", false),
        ("/console", true),
        ("/a.b/", true),
        ("/.github/x", true),
        ("/old/assets/x", true),
    ] {
        let site = TestSite::new();
        site.issue(1, "one", &format!("aliases: [\"{alias}\"]\n"), "正文。");
        match is_sound {
            true => assert!(site.run(&["check"]).status.success(), "{alias}"),
            false => refused(alias, &site, "L018", &["issue.md:5:11"]),
        }
    }
    let site = TestSite::new();
    refused("a folder", site.issue(1, "CON", "", "正文。"), "L018", &["001-CON/issue.md:2:8"]);
    for (tag, is_sound) in [("PRN", false), ("com1", false), ("PRN给药", true), ("COM", true)] {
        let site = TestSite::new();
        site.issue(1, "one", &format!("tags: [{tag}]\n"), "正文。");
        match is_sound {
            true => assert!(site.run(&["check"]).status.success(), "{tag}"),
            false => refused(tag, &site, "L018", &["issue.md:5:8"]),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_windows_cannot_have_is_not_published() {
    for name in ["aux.txt", "a:b", "a.", "x?", "x ", "nul"] {
        let site = TestSite::with_issue();
        site.write(&format!("content/static/files/{name}"), "x");
        refused(name, &site, "L018", &[&format!("content/static/files/{name}")]);
        let site = TestSite::new();
        let link = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
        site.issue(1, "one", "", &format!("见[附件]({link})。")).write(&format!("content/demo/001-one/{name}"), "x");
        refused(name, &site, "L018", &["001-one/issue.md:7:2"]);
    }
}

#[cfg(unix)]
#[test]
fn names_that_look_the_same_say_how_they_differ() {
    const HELP: &str = "two names here look the same and are encoded differently";
    let said = |site: &TestSite| stderr(&site.run(&["check", "--now", "2026-01-01", "--lang", "en"]));
    let (composed, apart) = ("caf\u{e9}", "cafe\u{301}");
    let with = |front: &str, body: &str| {
        let site = TestSite::new();
        site.issue(1, "one", front, body);
        site
    };
    for (code, site) in [
        ("L008", with(&format!("aliases: [/{composed}.html, /{apart}.html]\n"), "正文。")),
        ("L001", {
            let site = with("", &format!("![图]({composed}.png)"));
            site.write(&format!("content/demo/001-one/{apart}.png"), "x");
            site
        }),
        ("L001", {
            let site = with("", &format!("[另页](../../{composed}.md)"));
            site.write(&format!("content/{apart}.md"), "---\ntitle: 另页\nslug: cafe\n---\n\n正文。\n");
            site
        }),
        ("L001", with(&format!("aliases: [/{apart}.html]\n"), &format!("[旧页](/{composed}.html)"))),
        ("L002", with("", &format!("## A {{#{composed}}}\n\n[本页](#{apart})"))),
        ("L007", {
            let site = with(&format!("credits: [{{role: review, person: {apart}}}]\n"), "正文。");
            site.write("content/people.yaml", format!("{composed}: {{name: 示例专家}}\n"));
            site
        }),
        ("L012", with(&format!("tags: [{composed}, {apart}]\n"), "正文。")),
    ] {
        let printed = said(&site);
        assert!(printed.contains(&format!("[{code}]")), "{code}: {printed}");
        assert!(printed.replace("\n          ", " ").contains(HELP), "{code}: {printed}");
    }
    // What differs otherwise says what it said.
    let printed = said(&with("aliases: [/cafe.html]\n", "[旧页](/cafes.html)"));
    assert!(printed.contains("did you mean `/cafe.html`?") && !printed.contains(HELP), "{printed}");
    // A folder whose name has accents of their own.
    let site = TestSite::new();
    let printed = said(site.issue(1, apart, "", "正文。"));
    assert!(printed.contains("error[F031]") && printed.contains("(NFD)"), "{printed}");
    let printed = said(TestSite::new().issue(1, "a.b", "", "正文。"));
    assert!(printed.contains("error[F031]") && !printed.contains("NFD"), "{printed}");
    assert!(TestSite::new().issue(1, composed, "", "正文。").run(&["check"]).status.success());
}

#[test]
fn tags_with_another_meaning_have_another_page() {
    let site = TestSite::new();
    site.issue(1, "one", "tags: [HER2+, PD-L1≥50%]\n", "正文。")
        .issue(2, "two", "tags: [HER2-, PD-L1<50%]\n", "正文。")
        .build();
    for (slug, tag) in [
        ("her2-plus", "HER2+"),
        ("her2-minus", "HER2-"),
        ("pd-l1-at-least-50", "PD-L1≥50%"),
        ("pd-l1-under-50", "PD-L1&lt;50%"),
    ] {
        assert!(site.published(&format!("tags/{slug}/index.html")).contains(tag), "{tag}");
    }
}
