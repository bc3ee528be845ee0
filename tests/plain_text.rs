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
        ("list", told(&site.published("demo/index.html"))),
        ("home", told(&site.published("index.html"))),
        ("feed", site.published("atom.xml")),
        ("RIS", site.published("demo/one/citation.ris")),
        ("page", told(&page)),
    ]
}

/// A page without what keeps its numbers on one line.
fn told(page: &str) -> String {
    let mut parts = page.split("<span class=\"nb\">");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|part| part.replacen("</span>", "", 1)).collect::<String>()
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

#[test]
fn what_is_struck_out_is_nowhere_else() {
    for text in ["中位OS为<s>14</s>15个月。", "中位OS为~~14~~15个月。", "中位OS为<del>14</del><ins>15</ins>个月。"]
    {
        let site = site(&format!("key_findings: |\n  {text}\n"), "正文。");
        for (place, derived) in derived(&site).into_iter().filter(|(place, _)| *place != "page") {
            assert!(!derived.contains("1415"), "{place}: {derived}");
        }
        let page = site.published("demo/one/index.html");
        assert!(page.contains("14</del>") || page.contains("14</s>"), "{page}");
    }
}

#[test]
fn what_stood_around_something_struck_out_is_no_number() {
    for (text, told) in [
        ("共1~~4~~5例", "共1[…]5例"),
        ("共1<s>4</s>5例", "共1[…]5例"),
        ("为15.~~8~~9个月", "为15.[…]9个月"),
        ("为15~~4~~.9个月", "为15[…].9个月"),
        ("non<s>-</s>inferior", "non[…]inferior"),
        ("中位OS~~14~~15个月", "中位OS[…]15个月"),
        ("共1 ~~4~~5例", "共1 5例"),
        ("为~~14~~15个月", "为15个月"),
        ("HR=~~0.5~~0.6", "HR=0.6"),
        ("1~~4~~<sup>5</sup>", "1⁵"),
        ("10<sup>~~9~~8</sup>", "10⁸"),
        ("10<sup>1~~9~~2</sup>/L", "10^(1[…]2)/L"),
    ] {
        let site = site(&format!("key_findings: |\n  {text}。\n"), "正文。");
        for (place, derived) in derived(&site).into_iter().filter(|(place, _)| *place != "page") {
            assert!(derived.contains(told), "{text} in {place}: {derived}");
        }
    }
}

#[test]
fn what_is_struck_out_states_nothing() {
    for (text, says) in [
        ("随访1~~4~~5个月。", None),
        ("随访~~14~~15个月。", None),
        ("随访~~14~~16个月。", Some("`16`")),
        ("随访~~15~~个月。", None),
    ] {
        let site = TestSite::new();
        site.issue(1, "one", &format!("key_findings: {text}\n"), "随访15个月。");
        let said = crate::support::stderr(&site.run(&["check", "--now", "2026-01-01"]));
        assert_eq!(said.contains("E401"), says.is_some(), "{text}: {said}");
        assert!(says.is_none_or(|it| said.contains(it)), "{text}: {said}");
    }
}

#[test]
fn a_choice_is_a_line_of_text() {
    let quiz = "quiz:\n  - question: 几岁？\n    choices: [\"> 65岁\", \"- 5分\", \"+ 阳性\", \"1. 甲\", \"# 乙\", '**丙**']\n    answer: 1\n";
    let site = site(quiz, "正文。");
    let page = told(&site.published("demo/one/index.html"));
    for choice in ["&gt; 65岁", "- 5分", "+ 阳性", "1. 甲", "# 乙", "<strong>丙</strong>"] {
        assert!(page.contains(choice), "{choice}: {page}");
    }
    assert!(!page.contains("<blockquote"), "{page}");
}

#[test]
fn a_value_is_quoted_to_its_end() {
    for (written, quoted) in [
        ("byline: 张三: 甲 # 乙", "byline: \"张三：甲 # 乙\""),
        ("summary: @甲 # 乙15.8", "summary: \"@甲 # 乙15.8\""),
        ("byline: 甲 \"乙\": 丙 # 2. J, 2020.", "byline: '甲 “乙”：丙 # 2. J, 2020.'"),
    ] {
        let site = TestSite::new();
        site.issue(1, "one", &format!("{written}\n"), "正文。");
        site.run(&["fix", "--now", "2026-01-01"]);
        let text = site.read("content/demo/001-one/issue.md");
        assert!(text.contains(quoted), "{text}");
    }
}

#[test]
fn the_rest_of_a_number_is_named() {
    for (value, says) in [
        ("medians: {a: 15,8, b: 2}", "15.8"),
        ("medians: {a: 15，8, b: 2}", "15.8"),
        ("medians: {a: １５.８, b: 2}", "15.8"),
    ] {
        let site = TestSite::new();
        let fields = format!(
            "trial:\n  name: D\n  arms:\n    a: {{label: 甲, n: 9}}\n    b: {{label: 乙, n: 9}}\nfindings:\n  - endpoint: 总生存期\n    role: primary\n    {value}\n"
        );
        site.issue(1, "one", &fields, "正文。");
        let said = crate::support::stderr(&site.run(&["check", "--now", "2026-01-01"]));
        assert!(said.contains("F024") && said.contains(says), "{value}: {said}");
    }
}

#[test]
fn a_power_is_no_part_of_its_number() {
    for (power, says) in [("9", None), ("8", Some("`10⁸`"))] {
        let site = TestSite::new();
        let findings = format!("key_findings: 血小板为50×10<sup>{power}</sup>/L，随访24个月。\n");
        site.issue(1, "one", &findings, "血小板为50×10<sup>9</sup>/L，随访24个月。");
        let said = crate::support::stderr(&site.run(&["check", "--now", "2026-01-01"]));
        assert_eq!(said.contains("E401"), says.is_some(), "{said}");
        assert!(says.is_none_or(|it| said.contains(it)) && !said.contains("`109`"), "{said}");
    }
}
