//! The article for WeChat: nothing in it that WeChat would take out, everything in it that an editor wrote.
//!
//! What WeChat keeps is written down here once more, by hand: this shares no code with what it tests.

use std::path::Path;

use crate::support::{TestSite, code, stderr, stdout};

/// Elements that stay, each with its attributes besides `style`.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("section", &[]),
    ("p", &[]),
    ("span", &[]),
    ("strong", &[]),
    ("em", &[]),
    ("sup", &[]),
    ("sub", &[]),
    ("ul", &[]),
    ("ol", &[]),
    ("li", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("td", &["colspan", "rowspan"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("img", &["src", "alt"]),
    ("a", &["href"]),
];

/// Properties that stay.
const PROPERTIES: &[&str] = &[
    "background",
    "border",
    "border-collapse",
    "border-left",
    "color",
    "font-family",
    "font-size",
    "line-height",
    "margin",
    "padding",
    "padding-left",
    "text-align",
    "text-decoration",
    "white-space",
    "width",
];

/// The most characters of one style: it stands at every element that has it.
const LONGEST_STYLE: usize = 100;

/// The article of a page.
pub(crate) fn article(page: &str) -> &str {
    let begin = page.split_once("<article id=\"article\">").expect("an article").1;
    begin.split_once("</article>").expect("its end").0
}

/// What WeChat would take out of an article, change, or not take at all.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((tag, after)) = after.split_once('>') else {
            faults.push("a tag without an end".to_owned());
            break;
        };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().map(|(open, _)| open).as_deref() != Some(name) {
                faults.push(format!("</{name}> closes something else"));
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        let Some((_, allowed)) = ELEMENTS.iter().find(|(known, _)| *known == name) else {
            faults.push(format!("<{name}>"));
            continue;
        };
        let mut has_ground = open.last().is_some_and(|(_, has_ground)| *has_ground);
        for (attribute, value) in attributes(&tag[name.len()..]) {
            match (attribute, name) {
                ("style", _) => has_ground |= style(value, has_ground, &mut faults),
                ("href", "a") if !value.starts_with("https://mp.weixin.qq.com/") => {
                    faults.push(format!("a link to {value}"));
                }
                ("src", "img") if ![".png", ".jpg", ".jpeg", ".gif"].iter().any(|end| value.ends_with(end)) => {
                    faults.push(format!("a picture {value}"));
                }
                _ if !allowed.contains(&attribute) => faults.push(format!("{attribute} of <{name}>")),
                _ => {}
            }
        }
        if !matches!(name, "br" | "img") {
            open.push((name.to_owned(), has_ground));
        }
    }
    faults.extend(open.iter().map(|(name, _)| format!("<{name}> has no end")));
    if html.chars().count() >= 20_000 {
        faults.push("20,000 characters".to_owned());
    }
    faults
}

fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (name, after) = rest.trim_start().split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        rest = after;
        Some((name, value))
    })
}

/// Looks at a style; whether it gives a ground.
fn style(style: &str, has_ground: bool, faults: &mut Vec<String>) -> bool {
    if style.len() > LONGEST_STYLE {
        faults.push(format!("a long style: {style}"));
    }
    let declared: Vec<(&str, &str)> = style.split(';').filter_map(|it| it.split_once(':')).collect();
    let mut gives_ground = false;
    for (name, value) in &declared {
        if !PROPERTIES.contains(name) {
            faults.push(format!("the property {name}"));
        }
        if value.contains(['(', '@', '!', '\\', '&']) {
            faults.push(format!("the value {value}"));
        }
        if *name == "background" {
            gives_ground = true;
            let digits = value.trim_start_matches('#');
            let each = if digits.len() == 3 { 1 } else { 2 };
            let is_near_black = digits.as_bytes().chunks(each).take(3).all(|part| part[0] < b'4');
            if !value.starts_with('#') || is_near_black {
                faults.push(format!("the ground {value}"));
            }
        }
    }
    if declared.iter().any(|(name, _)| *name == "color") && !gives_ground && !has_ground {
        faults.push(format!("a colour on no ground: {style}"));
    }
    gives_ground
}

#[test]
fn the_judge_is_not_blind() {
    assert_eq!(faults("<p style=\"margin:1em 0\">a<br><strong>b</strong> &lt;c&gt;</p>"), [""; 0]);
    let long = format!("<p style=\"{}\">a</p>", "margin:1em 0;".repeat(9));
    let many = format!("<p>{}</p>", "字".repeat(20_000));
    for (planted, named) in [
        ("<div>a</div>", "<div>"),
        ("<script>a</script>", "<script>"),
        ("<p class=\"a\">a</p>", "class of <p>"),
        ("<p id=\"a\">a</p>", "id of <p>"),
        ("<td onclick=\"a\">a</td>", "onclick of <td>"),
        ("<p style=\"position:fixed\">a</p>", "the property position"),
        ("<p style=\"background:url(a)\">a</p>", "the value url(a)"),
        ("<p style=\"color:#333\">a</p>", "a colour on no ground"),
        ("<p style=\"background:#111;color:#fff\">a</p>", "the ground #111"),
        ("<p style=\"background:#1b2321;color:#fff\">a</p>", "the ground #1b2321"),
        ("<p style=\"background:black\">a</p>", "the ground black"),
        ("<a href=\"https://example.org/\">a</a>", "a link to https://example.org/"),
        ("<img src=\"a.svg\">", "a picture a.svg"),
        ("<img src=\"a.png\" srcset=\"b\">", "srcset of <img>"),
        ("<p>a", "<p> has no end"),
        ("<p>a</section>", "</section> closes something else"),
        (&long, "a long style"),
        (&many, "20,000 characters"),
    ] {
        let found = faults(planted);
        assert!(found.iter().any(|fault| fault.contains(named)), "{planted:.60}: {found:?}");
    }
    let inherited = "<section style=\"background:#eee;color:#222\"><p style=\"color:#333\">a</p></section>";
    assert_eq!(faults(inherited), [""; 0]);
}

/// Everything that Markdown can say.
const BODY: &str = r##"一段*斜*，**粗**，~~删~~，`码`，10<sup>9</sup>与CO<sub>2</sub>，$x^2$，[外](https://example.com/a?b=1&c=2)，[又](https://example.com/a?b=1&c=2)，[微信](https://mp.weixin.qq.com/s/abc)，[另一期](../002-two/issue.md)，注[^1]。

- 列表里的![小图](a.png)

## 小节

1. 甲
2. 乙

   乙的第二段

3) 从三起

- [x] 完成
- [ ] 未完成

> 引文

| 左 | 中 | 右 |
|:--|:-:|--:|
| 一 | 二 | 三&lt;四 |

    let a = 1;

---

术语
: 释义

<div class="x" onclick="y"><b>块</b></div>

:::figure{src="a.png" alt="图一" source="来源一"}
图说
:::

:::figure{src="b.svg" alt="图二" source="来源二"}
:::

:::note{title="提示" kind="warning"}
提示的话
:::

:::survival{endpoint="总生存期" unit="个月" title="生存曲线" source="来源三"}
```csv
arm,time,survival,at_risk
甲组,0,1.00,97
甲组,6,0.80,70
甲组,12,0.60,50
乙组,0,1.00,93
乙组,6,0.60,50
乙组,12,0.50,40
```
:::

[^1]: 脚注的话。
"##;

const FIELDS: &str = r#"byline: 编辑部
summary: 一句摘要。
trial: {name: DEMO-1, title: 一项试验, registration: NCT01730937, arms: {a: {label: 甲组, n: 97}, b: {label: 乙组, n: 93}}, publication: {journal: 期刊, year: 2025, doi: 10.5555/demo}}
key_findings: 精要**加粗**。
findings:
  - {endpoint: 总生存期, short: OS, role: primary, medians: {a: "15.8", b: "12.3", unit: 个月}, effect: "HR=0.77，95%CI 0.59~0.98", met: true, note: 说明}
  - {endpoint: 缓解率, role: secondary, rates: {a: "20.6%", b: "10.8%"}, counts: {a: 20/97, b: 10/93}}
commentary: [{expert: expert-a, text: 点评的话。}]
credits: [{role: interpretation, person: expert-a}]
disclosures: 无利益冲突
funding: 某基金
quiz:
  - question: 问题
    choices: [{text: 选项甲, feedback: 甲的反馈}, 选项乙]
    answer: 2
    explanation: 解析的话。
references: [{citation: 一篇文献, doi: 10.5555/reference}]
corrections: [{date: 2025-08-09, kind: correction, was: 原话, now: 新话}]
"#;

/// A grey picture.
fn png() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wechat/grey.png");
    std::fs::read(path).expect("a picture")
}

fn site() -> TestSite {
    with_everything("wechat")
}

/// A site whose first issue has everything that an issue can have, with an outlet.
pub(crate) fn with_everything(outlet: &str) -> TestSite {
    let site = TestSite::new();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>";
    site.write(
        "config.toml",
        format!("title = \"演示\"\nbase_url = \"https://example.org/\"\ncards = false\n[outlets]\n{outlet} = true\n"),
    )
    .write("content/people.yaml", "expert-a: {name: 示例专家, title: 主任医师, affiliation: 某医院}\n")
    .write("content/demo/001-one/a.png", png())
    .write("content/demo/001-one/b.svg", svg)
    .issue(1, "one", FIELDS, BODY)
    .issue(2, "two", "", "另一篇。");
    site
}

#[test]
fn an_article_has_all_words_and_nothing_that_is_taken_out() {
    let site = site();
    site.build();
    let page = site.published("demo/one/wechat/index.html");
    let article = article(&page);
    assert_eq!(faults(article), [""; 0], "{article}");
    for part in [
        "一段<em>斜</em>，<strong>粗</strong>，<span style=\"text-decoration:line-through\">删</span>",
        "10<sup>9</sup>与CO<sub>2</sub>，x²",
        "外<sup>〔1〕</sup>，又<sup>〔1〕</sup>，<a href=\"https://mp.weixin.qq.com/s/abc\">微信</a>，另一期<sup>〔2〕</sup>",
        "注<sup>※1</sup>",
        "<strong>小节</strong>",
        "<ol><li>",
        "乙的第二段",
        "<ul><li>3. 从三起",
        "☑ 完成",
        "☐ 未完成",
        "三&lt;四",
        "let\u{a0}a\u{a0}=\u{a0}1;",
        "* * *",
        "<strong>术语</strong>",
        "<strong>块</strong>",
        "图说",
        "图源：来源一",
        "［图二］",
        "<strong>提示</strong>",
        "alt=\"生存曲线\"",
        "※1 脚注的话。",
        "<strong>15.8</strong>个月",
        "HR=0.77，95%CI 0.59~0.98",
        "终点达到",
        "（20/97）",
        "<strong>示例专家</strong> 主任医师 某医院",
        "A. 选项甲",
        "答案：B",
        "甲的反馈",
        "解析的话。",
        "[1] 一篇文献 https://doi.org/10.5555/reference",
        "https://doi.org/10.5555/demo",
        "无利益冲突",
        "某基金",
        "原话",
        "新话",
        "〔1〕https://example.com/a?b=1&amp;c=2",
        "〔2〕https://example.org/demo/two/",
    ] {
        assert!(article.contains(part), "{part} is not in\n{article}");
    }
    // Answers stand behind all questions.
    assert!(article.find("选项乙") < article.find("答案：B"));
    assert!(!article.contains("onclick") && !article.contains("class="));
}

#[test]
fn the_page_is_for_its_editor_alone() {
    let site = site();
    site.build();
    let page = site.published("demo/one/wechat/index.html");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">") && page.contains("复制到公众号"));
    for (path, bytes) in site.snapshot() {
        if !path.contains("wechat/")
            && let Ok(text) = String::from_utf8(bytes)
        {
            assert!(!text.contains("/wechat/"), "{path} names it");
        }
    }
    let pictures: Vec<String> = site.snapshot().into_iter().map(|(path, _)| path).collect();
    for source in article(&page).split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let file = source.strip_prefix('/').map_or_else(|| format!("demo/one/wechat/{source}"), str::to_owned);
        assert!(pictures.contains(&file), "{file}");
    }
}

#[test]
fn a_folder_of_its_own_has_all_that_it_shows() {
    let site = site();
    let run = site.run(&["outlet", "wechat", "one", "--now", "2026-01-01", "--output", "made"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let page = site.read("made/index.html");
    assert_eq!(faults(article(&page)), [""; 0]);
    // The cover is square, and no part of the article.
    let cover = page.split("href=\"").filter_map(|rest| rest.split_once("\" download>")).map(|(name, _)| name);
    let cover: Vec<&str> = cover.filter(|name| !name.contains(['<', '"'])).collect();
    assert!(cover.len() == 1 && !article(&page).contains(cover[0]), "{cover:?}");
    let png = std::fs::read(site.path().join("made").join(cover[0])).expect("a cover");
    assert_eq!([&png[16..20], &png[20..24]], [1080_u32.to_be_bytes(); 2].each_ref());
    let mut shown = 0;
    for source in page.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(site.path().join("made").join(source).is_file(), "{source}");
        shown += 1;
    }
    assert!(shown >= 3, "a script, a picture and a chart");
}

#[test]
fn the_longest_issue_of_the_demonstration_fits() {
    let site = TestSite::demonstration();
    let run = site.run(&["outlet", "wechat", "26", "--whole", "--now", "2026-01-01", "--output", "made"]);
    assert_eq!(code(&run), 0, "{}{}", stderr(&run), stdout(&run));
    let page = site.read("made/index.html");
    assert_eq!(faults(article(&page)), [""; 0]);
    for entry in std::fs::read_dir(site.path().join("made")).expect("a folder") {
        let entry = entry.expect("an entry");
        assert!(entry.metadata().expect("a file").len() < 1_000_000, "{:?}", entry.path());
    }
}
