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
fn lists_name_a_sponsor() {
    for theme in ["default", "plain", "journal"] {
        let site = TestSite::new();
        site.write("config.toml", format!("title = \"演示\"\ntheme = \"{theme}\"\n"));
        site.issue(1, "one", "sponsor: 示例公司\n", "正文。");
        site.issue(2, "two", "", "正文。");
        site.build();
        for page in ["index.html", "demo/index.html"] {
            let html = site.published(page);
            assert_eq!(html.matches("示例公司").count(), 1, "{theme}, {page}: {html}");
        }
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

/// What is said of a theme in which one template is another.
fn said_of(name: &str, text: &str) -> String {
    stderr(&with_template(name, text).run(&["check", "--now", "2026-01-01", "--lang", "en"]))
}

#[test]
fn a_slip_of_the_pen_in_a_template_is_named_where_it_was_made() {
    let page = |body: &str| {
        format!("{{% extends \"base.html\" %}}\n{{% block main %}}<h1>x</h1>\n{body}\n{{% endblock main %}}\n")
    };
    for (body, place, expected, help) in [
        ("{{ site.title | uper }}", "3:17", "there is no filter `uper`", "did you mean `upper`?"),
        ("{{ site.title | fil(n=1) }}", "3:17", "there is no filter `fil`", "did you mean `fill`?"),
        ("{{ aset(path=\"a\") }}", "3:4", "there is no function `aset`", "did you mean `asset`?"),
        ("{% if site is nune %}{% endif %}", "3:15", "there is no test `nune`", "did you mean `none`?"),
        ("{{ <issue.rwo issue={x}/> }}", "3:4", "there is no component `issue.rwo`", "did you mean `issue.row`?"),
        (
            "{% include \"partials/foter.html\" %}",
            "3:12",
            "there is no template",
            "did you mean `partials/footer.html`?",
        ),
        ("{% fro a in b %}", "3:4", "there is no tag `fro`", "did you mean `for`?"),
        ("{% if people %}", "3:1", "`{% if %}` is never closed", "before `{% endblock main %}`"),
        ("{% endif %}", "3:1", "`{% endif %}` closes nothing", "or write the tag"),
        ("{{ poeple }}", "3:4", "there is no value `poeple` here", "did you mean `people`?"),
        ("{{ site.tilte }}", "3:9", "`site` has no `tilte`", "did you mean `title`?"),
        ("<p style=\"x\">a</p>", "3:4", "have `style=` on `<p>`", "assets/"),
        ("<a href=\"/gone/\">a</a>", "3:10", "lead to `/gone/`", "use the addresses"),
        ("<b class=\"x\">a", "3:1", "never close `<b class=\"x\">`", "write `</b>`"),
    ] {
        let said = said_of("people.html", &page(body));
        let at = format!("themes/mine/templates/people.html:{place}");
        assert!(said.contains(expected) && said.contains(help) && said.contains(&at), "{body}: {said}");
        assert_eq!(said.matches("error[").count(), 1, "{body}: {said}");
    }
    let said = said_of("home.html", &page("{{ newest.cover.url }}"));
    assert!(said.contains("`newest.cover` is none here, and has no `url`"), "{said}");
    let said = said_of("tags.html", "{% extends \"bas.html\" %}\n");
    assert!(said.contains("tags.html:1:13") && said.contains("did you mean `base.html`?"), "{said}");
    let said = said_of("tags.html", "{% extends \"base.html\" %}\n{% block mian %}x{% endblock mian %}\n");
    assert!(said.contains("have no block `mian`") && said.contains("did you mean `main`?"), "{said}");
}

#[test]
fn programs_are_told_the_place_of_a_filter_that_is_not_there() {
    let site =
        with_template("tags.html", "{% extends \"base.html\" %}\n{% block main %}{{ 1 | uper }}{% endblock main %}");
    let run = site.run(&["check", "--now", "2026-01-01", "--format", "json"]);
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(said.contains("\"code\":\"T004\"") && said.contains("themes/mine/templates/tags.html"), "{said}");
}

#[test]
fn what_a_template_gets_is_printed() {
    let site = TestSite::with_issue();
    let values = |of: &str| {
        let run = site.run(&["show", of, "--context", "--now", "2026-01-01"]);
        serde_json::from_slice::<serde_json::Value>(&run.stdout).unwrap_or_else(|_| panic!("{}", stderr(&run)))
    };
    let issue = values("1");
    assert_eq!((&issue["page"]["kind"], &issue["issue"]["number"]), (&"issue".into(), &1.into()));
    assert!(issue["t"]["parts"]["quiz"].is_string() && issue["gate"].is_object());
    assert_eq!(values("people/")["page"]["kind"], "people");
    assert!(!site.run(&["show", "nowhere/", "--context"]).status.success());
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

#[test]
fn a_theme_that_extends_none_is_told_each_string_that_it_lacks() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "name = \"mine\"\npostil = \">=0.1, <0.2\"\n")
        .write("themes/mine/i18n/zh-CN.toml", "x = \"y\"\n");
    let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert!(said.matches("error[T006]: the string `").count() > 50, "{said}");
}
