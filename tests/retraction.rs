//! A paper that was retracted: nothing is published of it until its issue says so, and then everything that is published
//! says so.

use crate::support::{TestSite, code, stderr};

const LIST: &str = "RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n8/31/2021 0:00,10.1000/notice.1,10.1000/DEMO.1,0,Retraction,+Unreliable Results;\n";
const TRIAL: &str = "trial: {name: DEMO-1, publication: {journal: 演示期刊, doi: 10.1000/demo.1}}\n";

fn site(corrections: &str) -> TestSite {
    let site = TestSite::new();
    site.write("list.csv", LIST).issue(1, "one", &format!("{TRIAL}{corrections}"), "正文。").issue(
        2,
        "two",
        "",
        "正文。",
    );
    site.write("config.toml", "title = \"演示\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\"]\n")
        .write("content/demo/column.en.md", "---\ntitle: Demonstration\n---\n")
        .write("content/demo/001-one/issue.en.md", "---\ntitle: The first\n---\n\nText.\n");
    site
}

#[test]
fn nothing_is_published_until_the_issue_says_it() {
    let site = site("accept:\n  - {code: E701, reason: 不要紧}\n");
    let output = site.run(&["build", "--retractions", "list.csv"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("E701"), "{}", stderr(&output));
    // It cannot be accepted either.
    assert!(stderr(&output).contains("F040"), "{}", stderr(&output));
    assert!(!site.output().exists());
}

#[test]
fn the_list_of_the_configuration_is_read_and_one_that_is_not_there_is_missed() {
    let site = site("");
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\nretractions = \"list.csv\"\n");
    assert!(stderr(&site.run(&["check"])).contains("E701"));
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\nretractions = \"none.csv\"\n");
    let said = stderr(&site.run(&["check"]));
    assert!(said.contains("I001") && said.contains("config.toml:3:15"), "{said}");
}

#[test]
fn everything_that_is_published_says_it() {
    for (kind, chinese, english) in
        [("retraction", "【已撤稿】", "Retracted: "), ("concern", "【存疑】", "Expression of concern: ")]
    {
        let site =
            site(&format!("corrections:\n  - {{date: 2025-09-01, kind: {kind}, doi: 10.1000/notice.1, note: 缘由}}\n"));
        site.build();
        let page = site.published("demo/one/index.html");
        let marked = format!("{chinese}演示1");
        for wanted in [
            format!("<title>{marked} "),
            format!("<meta property=\"og:title\" content=\"{marked}\">"),
            format!("\"headline\":\"{marked}\""),
            format!("<meta name=\"citation_title\" content=\"{marked}\">"),
            format!("<span class=\"title-mark\">{chinese}</span>"),
            "https://doi.org/10.1000/notice.1".to_owned(),
        ] {
            assert!(page.contains(&wanted), "{wanted} is not in\n{page}");
        }
        let (banner, heading) = (page.find("class=\"banner banner-"), page.find("<h1"));
        assert!(banner.is_some() && banner < heading, "the banner stands above the title");
        for file in ["atom.xml", "feed.json", "demo/atom.xml", "demo/one/citation.ris", "demo/one/citation.bib"] {
            assert!(site.published(file).contains(&marked), "{file}");
        }
        for list in ["index.html", "demo/index.html", "archive/index.html"] {
            assert!(site.published(list).contains(chinese), "{list}");
        }
        assert!(!site.published("demo/two/index.html").contains("banner-"));
        // A translation is about the same paper.
        assert!(site.published("en/demo/one/index.html").contains(&format!("<title>{english}The first")));
        assert!(site.published("en/atom.xml").contains(&format!("{english}The first")));
    }
}

#[test]
fn what_was_said_is_enough_for_the_list() {
    let site = site("corrections:\n  - {date: 2025-09-01, kind: retraction, doi: 10.1000/notice.1}\n");
    let output = site.run(&["check", "--retractions", "list.csv"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}
