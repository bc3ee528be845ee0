//! Articles as JATS: well-formed, by the structure that readers of JATS expect, with everything that an editor wrote. The
//! grammar of its tag set and another reader judge them in `tests/tools/jats.py`.

use std::collections::BTreeSet;

use xml::reader::{EventReader, XmlEvent};

use crate::support::{TestSite, code, stderr};
use crate::wechat::with_everything;

/// An element: its name, its text, its attributes.
type Element = (String, String, Vec<(String, String)>);

/// The paths of elements, `article/front/article-meta`, each with the words in it and its attributes.
fn elements(xml: &str) -> Vec<Element> {
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for event in EventReader::from_str(xml) {
        match event.expect("well-formed") {
            XmlEvent::StartElement { name, attributes, .. } => {
                let within = open.last().map(|last| format!("{}/", all[*last].0)).unwrap_or_default();
                let attributes = attributes.into_iter().map(|it| (it.name.local_name, it.value)).collect();
                open.push(all.len());
                all.push((format!("{within}{}", name.local_name), String::new(), attributes));
            }
            XmlEvent::EndElement { .. } => drop(open.pop()),
            XmlEvent::Characters(text) | XmlEvent::CData(text) | XmlEvent::Whitespace(text) => {
                open.iter().for_each(|at| all[*at].1.push_str(&text));
            }
            _ => {}
        }
    }
    all
}

fn article() -> String {
    let site = with_everything("jats");
    site.build();
    site.published("demo/one/article.xml")
}

#[test]
fn an_article_says_what_it_is_about() {
    let xml = article();
    let all = elements(&xml);
    let words = |path: &str| -> Vec<&str> {
        all.iter().filter(|(it, ..)| it == path).map(|(_, words, _)| words.as_str()).collect()
    };
    let attribute = |path: &str, name: &str| {
        let (.., attributes) = all.iter().find(|(it, ..)| it == path).unwrap_or_else(|| panic!("no {path}"));
        attributes.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str())
    };
    assert_eq!(attribute("article", "article-type"), "article-commentary");
    assert_eq!(attribute("article", "lang"), "zh-CN");
    let meta = "article/front/article-meta";
    assert_eq!(words("article/front/journal-meta/journal-title-group/journal-title"), ["演示专栏"]);
    assert_eq!(words(&format!("{meta}/title-group/article-title")), ["演示1"]);
    assert_eq!(words(&format!("{meta}/issue")), ["1"]);
    assert_eq!(attribute(&format!("{meta}/pub-date"), "iso-8601-date"), "2025-08-07");
    assert_eq!(words(&format!("{meta}/contrib-group/contrib/string-name")), ["示例专家"]);
    assert_eq!(words(&format!("{meta}/contrib-group/contrib/role")), ["文章解读", "主任医师"]);
    assert_eq!(words(&format!("{meta}/contrib-group/contrib/aff")), ["某医院"]);
    let paper = format!("{meta}/related-article");
    assert_eq!(attribute(&paper, "related-article-type"), "commentary-article");
    assert_eq!((attribute(&paper, "ext-link-type"), attribute(&paper, "href")), ("doi", "10.5555/demo"));
    let trial = format!("{meta}/related-object");
    assert_eq!(attribute(&trial, "document-id"), "NCT01730937");
    assert_eq!(attribute(&trial, "source-id"), "ClinicalTrials.gov");
    assert_eq!(words(&format!("{meta}/abstract/p")), ["精要加粗。"]);
    assert_eq!(words(&format!("{meta}/author-notes/fn/p")), ["无利益冲突"]);
    assert_eq!(words(&format!("{meta}/funding-group/funding-statement")), ["某基金"]);
    assert_eq!(words("article/back/ref-list/ref/mixed-citation"), ["一篇文献 10.5555/reference"]);
    // Whatever is referred to is there.
    let named = |name: &str| -> BTreeSet<&str> {
        let all = all.iter().flat_map(|(.., attributes)| attributes);
        all.filter(|(it, _)| it == name).map(|(_, value)| value.as_str()).collect()
    };
    assert!(named("rid").is_subset(&named("id")) && named("rid").contains("fn-1"), "{:?}", named("rid"));
}

#[test]
fn results_stand_in_a_table_and_charts_as_their_data() {
    let xml = article();
    for part in [
        "<th>甲组（97例）</th><th>乙组（93例）</th>",
        "<bold>总生存期（OS）</bold><break/>主要终点 · 终点达到<break/>说明",
        "<td>中位15.8个月</td><td>中位12.3个月</td><td>HR=0.77，95%CI 0.59~0.98</td>",
        "<td>20.6%（20/97）</td>",
        "<caption><title>生存曲线</title></caption>",
        "<attrib>图源：来源三</attrib>",
    ] {
        assert!(xml.contains(part), "{part} is not in\n{xml}");
    }
    let chart =
        xml.split_once("content-type=\"chart\"").expect("a chart").1.split_once("</table-wrap>").expect("its end");
    assert!(chart.0.contains("<td>0.80</td>") || chart.0.contains("<td>80"), "{}", chart.0);
}

#[test]
fn an_article_has_all_that_a_text_says() {
    let xml = article();
    for part in [
        "一段<italic>斜</italic>，<bold>粗</bold>，<strike>删</strike>，<monospace>码</monospace>",
        "10<sup>9</sup>与CO<sub>2</sub>，<inline-formula><tex-math>x^2</tex-math></inline-formula>",
        "xlink:href=\"https://example.com/a?b=1&amp;c=2\">外</ext-link>",
        "xlink:href=\"https://example.org/demo/two/\">另一期</ext-link>",
        "注<xref ref-type=\"fn\" rid=\"fn-1\"><sup>1</sup></xref>",
        "<fn id=\"fn-1\"><label>1</label><p>脚注的话。</p>",
        "<sec><title>小节</title>",
        "<list list-type=\"order\">",
        "<p>乙的第二段</p>",
        "<label>3.</label><p>从三起</p>",
        "<p>☑ 完成</p>",
        "<disp-quote><p>引文</p>",
        "<th align=\"left\">左</th>",
        "<td align=\"right\">三&lt;四</td>",
        "<code xml:space=\"preserve\">let a = 1;</code>",
        "<def-item><term>术语</term><def>",
        "<bold>块</bold>",
        "<caption><p>图说</p>",
        "<alt-text>图一</alt-text><graphic xlink:href=\"https://example.org/assets/pictures/",
        "<attrib>图源：来源一</attrib>",
        "<boxed-text content-type=\"warning\"><caption><title>提示</title></caption>",
        "<sec sec-type=\"opinion\"><title>示例专家</title>",
        "<label>A</label><p>选项甲</p>",
        "<p>答案：B</p>",
        "<p>甲的反馈</p>",
        "<p>解析的话。</p>",
        "<p>更正：2025-08-09 原为 原话 现为 新话</p>",
    ] {
        assert!(xml.contains(part), "{part} is not in\n{xml}");
    }
}

#[test]
fn what_is_refused_by_xml_is_not_in_it() {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\nbase_url = \"https://example.org/\"\ncards = false\n[outlets]\njats = true\n")
        .issue(1, "one", "", "A <b>x <i>y</b> z</i> & a\n\n<div>b<br>c\n\n| only |\n|---|\n\n- \n- [ ]\n\n第一行\\\n**第\\\n二**行\n\n# 一\n\n### 三\n\n## 二\n\n> - a\n>\n>   ## 内\n");
    site.build();
    let xml = site.published("demo/one/article.xml");
    assert!(elements(&xml).len() > 20);
    assert!(xml.contains("第一行</p>\n<p><bold>第</bold></p>\n<p><bold>二</bold>行"), "{xml}");
}

#[test]
fn one_article_comes_with_its_pictures() {
    let site = with_everything("jats");
    let run = site.run(&["outlet", "jats", "one", "--now", "2026-01-01", "--output", "made"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let xml = site.read("made/article.xml");
    let sources: Vec<&str> = xml.split("graphic xlink:href=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert!(sources.len() >= 3, "{sources:?}");
    for source in sources {
        assert!(site.path().join("made").join(source).is_file(), "{source}");
    }
}
