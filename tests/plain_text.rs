//! What stands where no markup is shown says what the page says: descriptions, lists, feeds, citations, contents, ids.

use crate::support::TestSite;

/// A site with an issue of these fields and this body, built.
fn site(extra: &str, body: &str) -> TestSite {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\ncards = false\n");
    site.issue(1, "one", extra, body).build();
    site
}

/// The places of derived text, by what they are called.
fn derived(site: &TestSite) -> Vec<(&'static str, String)> {
    let page = site.published("demo/one/index.html");
    let description = page.split("<meta name=\"description\" content=\"").nth(1).and_then(|it| it.split('"').next());
    vec![
        ("description", description.unwrap_or_default().to_owned()),
        ("list", site.published("demo/index.html")),
        ("home", site.published("index.html")),
        ("feed", site.published("atom.xml")),
        ("RIS", site.published("demo/one/citation.ris")),
        ("page", page),
    ]
}

#[test]
fn levels_are_told_everywhere() {
    let rich = "血小板≥50×10<sup>9</sup>/L，10<sup>-3</sup>，1.73 m<sup>2</sup>，CO<sub>2</sub>。";
    let told = "血小板≥50×10⁹/L，10⁻³，1.73 m²，CO₂。";
    let sites = [site("", &format!("{rich}\n\n## 后文\n")), site(&format!("key_findings: |\n  {rich}\n"), "正文。")];
    for site in sites {
        for (place, text) in derived(&site) {
            assert!(text.contains(told), "{place}: {text}");
        }
    }
}

#[test]
fn headings_are_told_in_contents_and_keep_their_ids() {
    let site = site("", "正文。\n\n## CO<sub>2</sub>与10<sup>9</sup>/L\n\n甲\n\n## か\u{3099}ん\n\n乙\n");
    let page = site.published("demo/one/index.html");
    assert!(page.contains("id=\"co2与109l\"") && page.contains("id=\"がん\""), "{page}");
    assert!(page.contains(">CO₂与10⁹/L</a>"), "{page}");
}

#[test]
fn a_leading_picture_is_no_summary() {
    let site = TestSite::new();
    site.write("content/demo/001-one/f.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    site.issue(1, "one", "", "![生存曲线](f.svg)\n\n第一句。").build();
    assert_eq!(derived(&site)[0].1, "第一句。");
}

#[test]
fn lines_of_yaml_are_joined_as_those_of_the_body() {
    for (title, joined) in [
        ("肝细胞癌\n  患者的放疗", "肝细胞癌患者的放疗"),
        ("'肝细胞癌\n  患者的放疗'", "肝细胞癌患者的放疗"),
        ("\"肝细胞癌\n  患者的放疗\"", "肝细胞癌患者的放疗"),
        (">\n  肝细胞癌\n  患者的放疗", "肝细胞癌患者的放疗"),
        (">-\n  肝细胞癌\n  患者的放疗", "肝细胞癌患者的放疗"),
        ("|\n  肝细胞癌\n  患者的放疗", "肝细胞癌患者的放疗"),
        ("SBRT\n  and sorafenib", "SBRT and sorafenib"),
        ("肝细胞癌\n  SBRT", "肝细胞癌 SBRT"),
        ("肝细胞癌 患者", "肝细胞癌 患者"),
    ] {
        let site = TestSite::new();
        let text = format!("---\ntitle: {title}\nnumber: 1\ndate: 2025-08-07\n---\n\n正文。\n");
        site.write("config.toml", "title = \"演示\"\ncards = false\n");
        site.write("content/demo/001-one/issue.md", text).build();
        let page = site.published("demo/one/index.html");
        assert!(
            page.contains(&format!("<title>{joined} ")) || page.contains(&format!("<title>{joined}<")),
            "{title}: {page}"
        );
    }
}

#[test]
fn items_of_a_folded_block_stay_apart() {
    let findings = "key_findings: >\n  甲组\n  更好。\n\n  - 第一\n  - 第二\n";
    let site = site(findings, "正文。");
    let page = site.published("demo/one/index.html");
    assert!(
        page.contains("<p>甲组更好。</p>") && page.contains("<li>第一</li>") && page.contains("<li>第二</li>"),
        "{page}"
    );
    assert_eq!(derived(&site)[0].1, "甲组更好。第一；第二");
}

#[test]
fn a_place_in_a_folded_value_is_that_in_its_file() {
    let site = TestSite::new();
    site.issue(1, "one", "key_findings: >\n  甲组\n  更好,乙\nsummary: 甲组\n  更好,乙\n", "正文。");
    let said = crate::support::stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert!(said.contains("issue.md:7:5") && said.contains("once more, in line 9"), "{said}");
    site.run(&["fix", "--now", "2026-01-01"]);
    assert_eq!(site.read("content/demo/001-one/issue.md").matches("更好，乙").count(), 2);
}
