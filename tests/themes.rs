//! The themes that come with postil: each shows the whole demonstration, and nothing is said of it.

use std::fs;
use std::path::Path;

use crate::support::{TestSite, stderr};

/// The demonstration with a theme, as an editor has it who only changed one line of config.toml.
fn demonstration(theme: &str) -> TestSite {
    let site = TestSite::demonstration();
    let config = site.read("config.toml");
    site.write("config.toml", config.replace("theme = \"default\"", &format!("theme = \"{theme}\"")));
    site
}

#[test]
fn every_theme_that_comes_with_postil_shows_the_demonstration() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    for entry in fs::read_dir(folder).expect("themes") {
        let theme = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        let site = demonstration(&theme);
        let run = site.run(&["check", "--now", "2026-01-01"]);
        assert!(run.status.success(), "{theme}: {}", stderr(&run));
        assert!(!stderr(&run).contains("[T"), "{theme}: {}", stderr(&run));
    }
}

#[test]
fn a_theme_without_scripts_asks_for_none() {
    let site = demonstration("plain");
    site.build();
    let page = site.published("rt-frontier/rtog1112/index.html");
    assert!(page.contains("15.8") && page.contains("终点未达到"), "{page}");
    assert!(!page.contains("reading-"), "a script of another theme");
}

#[test]
fn a_file_beside_the_first_issue_may_be_called_what_it_likes() {
    let names = ["附件 1.pdf", "a&b's.txt", "100%.txt", "(x) #2+.txt", "a%20b.txt"];
    let links = "[一](<附件 1.pdf>) [二](a&b's.txt) [三](100%25.txt) [四](<(x) %232+.txt>) [五](a%2520b.txt)";
    for base in ["https://example.org/", "https://例子.中国/栏 目/", "https://例子.中国/栏目/"] {
        let site = TestSite::new();
        for name in names {
            site.write(&format!("content/demo/001-one/{name}"), "x");
        }
        let front = "---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\n---\n\n";
        site.write("content/demo/001-one/issue.md", format!("{front}{links}\n"));
        let run = site.run(&["build", "--now", "2026-01-01", "--base-url", base]);
        if base.contains(' ') {
            assert!(stderr(&run).contains("is not an address that a site can have"), "{}", stderr(&run));
            continue;
        }
        assert!(run.status.success(), "{base}: {}", stderr(&run));
        for name in names {
            site.published(&format!("demo/one/{name}"));
        }
        let feed = site.published("atom.xml");
        let whole = if base.is_ascii() { base } else { "https://xn--fsqu00a.xn--fiqs8s/%E6%A0%8F%E7%9B%AE/" };
        assert!(feed.contains(&format!("href=\"{whole}demo/one/\"")), "{feed}");
    }
}

#[test]
fn of_a_theme_that_cannot_be_read_only_its_own_faults_are_said() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1\"\nextend = \"default\"\n");
    let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert_eq!(said.matches("error[").count(), 1, "{said}");
    assert!(said.contains("themes/mine/theme.toml:3:1") && said.contains("did you mean `extends`?"), "{said}");
}

#[test]
fn words_of_a_theme_that_are_no_toml_are_named_in_the_language_of_the_run() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1\"\nextends = \"default\"\n");
    for (words, chinese) in [
        ("[site]\npreview = 预览\n", "这里没有引号"),
        ("[site]\npreview = \"预览\n", "没有结束"),
        ("[site]\npreview = \"甲\"\npreview = \"乙\"\n", "两次"),
        ("[site\n", "不是 TOML"),
    ] {
        site.write("themes/mine/i18n/zh-CN.toml", words);
        let said = stderr(&site.run(&["check", "--now", "2026-01-01", "--lang", "zh"]));
        assert!(said.contains("[S001]") && said.contains("themes/mine/i18n/zh-CN.toml:"), "{words}: {said}");
        assert!(said.contains(chinese), "{words}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_theme_never_lies_outside_of_the_site() {
    let site = TestSite::with_issue();
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(elsewhere.path().join("assets")).expect("a folder");
    std::fs::write(elsewhere.path().join("theme.toml"), "name = \"x\"\npostil = \">=0.1\"\nextends = \"default\"\n")
        .expect("a file");
    std::fs::write(elsewhere.path().join("assets/secret.txt"), "precious").expect("a file");
    let path = elsewhere.path().display().to_string();
    for name in [path.as_str(), "../content", "..", ""] {
        site.write("config.toml", format!("title = \"演示\"\ntheme = \"{name}\"\n"));
        let said = stderr(&site.run(&["build", "--now", "2026-01-01"]));
        assert!(said.contains("error[T001]") && !site.output().exists(), "{name}: {said}");
    }
    std::fs::create_dir_all(site.path().join("themes")).expect("a folder");
    std::os::unix::fs::symlink(elsewhere.path(), site.path().join("themes/mine")).expect("a link");
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n");
    let said = stderr(&site.run(&["build", "--now", "2026-01-01"]));
    assert!(said.contains("error[I005]") && !site.output().exists(), "{said}");
}

/// A theme of the site's own in which one template is another.
fn with_template(name: &str, text: &str) -> TestSite {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1\"\nextends = \"default\"\n")
        .write(&format!("themes/mine/templates/{name}"), text);
    site
}

#[test]
fn loops_without_end_and_pages_without_end_are_refused_at_their_place() {
    let page = |body: &str| {
        format!("{{% extends \"base.html\" %}}\n{{% block main %}}<h1>x</h1>\n{body}{{% endblock main %}}")
    };
    let nested = "{% for a in range(end=100000) %}\n {% for b in range(end=100000) -%}\n {% endfor %}{% endfor %}";
    let site = with_template("people.html", &page(nested));
    let said = stderr(&site.run(&["check", "--now", "2026-01-01", "--lang", "en"]));
    assert!(said.contains("error[T020]: the loops of a page go round more than 1000000 times"), "{said}");
    assert!(said.contains("themes/mine/templates/people.html:4:2"), "{said}");
    // Few rounds can write much, too.
    let long = "{% set text = \"x\" * 1 %}".replace("\"x\" * 1", &format!("\"{}\"", "x".repeat(1000)));
    let long = long + "{% for a in range(end=70000) %}{{ text }}{% endfor %}";
    let said =
        stderr(&with_template("people.html", &page(&long)).run(&["check", "--now", "2026-01-01", "--lang", "en"]));
    assert!(said.contains("error[T020]: a page of `people.html` is longer than 64 MB"), "{said}");
    // What counts is nowhere on a page, whatever blanks the tags take away.
    let text = "[{% for a in range(end=3) -%}\n  a\n  {%- endfor %}] [{% for a in range(end=2) %} b{% endfor %}]";
    let site = with_template("people.html", &page(text));
    site.build();
    assert!(site.published("people/index.html").contains("[aaa] [ b b]"), "{}", site.published("people/index.html"));
}

#[test]
fn a_theme_that_is_not_there_is_named_where_it_is_asked_for() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\ntheme = \"defualt\"\n");
    let said = stderr(&site.run(&["check", "--lang", "en"]));
    assert!(said.contains("error[T001]: there is no theme `defualt`") && said.contains("config.toml:2:9"), "{said}");
    // What `postil fix` does not touch it does not promise to repair.
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1\"\nextend = \"default\"\n");
    let said = stderr(&site.run(&["check", "--lang", "en"]));
    assert!(said.contains("error[S007]") && !said.contains("postil fix"), "{said}");
}

#[cfg(unix)]
#[test]
fn no_theme_is_made_outside_of_the_site() {
    let site = TestSite::with_issue();
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(elsewhere.path(), site.path().join("themes")).expect("a link");
    let said = stderr(&site.run(&["new", "theme", "mine", "--lang", "en"]));
    assert!(
        said.contains("error[I005]") && fs::read_dir(elsewhere.path()).expect("a folder").next().is_none(),
        "{said}"
    );
}
