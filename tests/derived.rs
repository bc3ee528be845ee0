//! The law of conservation for what is derived from a text: titles, descriptions, lists, feeds, contents, structured data
//! and citations have its letters, digits and signs, each in the writing of its format, or a diagnostic stands at its place.
//!
//! The same sites are made each time; `POSTIL_DOCUMENTS` says how many others are made instead.

use std::collections::BTreeMap;

use jiff::civil::date;
use postil::io::world::{Memory, Shelf};
use postil::pipeline::{self, Request};
use proptest::prelude::*;

use crate::support::draws;

/// Something written in Markdown, the text that readers see on the page, and that of places without markup.
type Piece = (&'static str, &'static str, &'static str);

/// What is the same everywhere.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "肝细胞癌", "中位随访", "联合组", "SBRT", "sorafenib", "3.5*2.1*1.8 cm", "*P<0.05", "**P<0.01", ">65岁", "≥60×10⁹/L", "70%~90%", "0.52~0.99", "HER2+",
    "HER2-", "PD-L1≥50%", "A&B", "&amp", "1:2", "C#", "#1", "“放”眼", "《指南》", "（单侧）", "12.3%", "−3.1", "-3.1", "+2.4", "±2.1", "10^9", "1.73 m²", "CO₂", "µg",
    "α=0.05", "CYP2C19*2", "x_1", "a/b", "it's", "5\"", "{n}", "TGF-β", "T4N0M0", "Nguyễn", "が", "№3", "¥100", "——", "……", "e.g.", "%", "<5%", "a<b", "=5",
];

/// What is marked in the text: levels keep their meaning, and marks of emphasis go.
const MARKED: &[Piece] = &[
    ("10<sup>9</sup>/L", "109/L", "10⁹/L"),
    ("10<sup>-3</sup>", "10-3", "10⁻³"),
    ("CO<sub>2</sub>", "CO2", "CO₂"),
    ("CD8<sup>+</sup>", "CD8+", "CD8⁺"),
    ("**显著**", "显著", "显著"),
    ("*延长*", "延长", "延长"),
    ("`n=3*`", "n=3*", "n=3*"),
    ("[全文](https://a.example/x)", "全文", "全文"),
    ("&lt;5", "<5", "<5"),
    ("1~~4~~5", "145", "1[…]5"),
    ("~~14~~15个月", "1415个月", "15个月"),
    ("non<s>-</s>inferior", "non-inferior", "non[…]inferior"),
    ("\\*", "*", "*"),
    ("&#150;", "–", "–"),
];

/// What an issue is written with.
#[derive(Debug, Clone)]
struct Issue {
    title: String,
    summary: Vec<Piece>,
    heading: Vec<Piece>,
}

fn piece() -> impl Strategy<Value = Piece> {
    let same = prop::sample::select(WORDS).prop_map(|word| (word, word, word));
    prop_oneof![2 => same, 1 => prop::sample::select(MARKED)]
}

fn issue() -> impl Strategy<Value = Issue> {
    let title =
        prop::collection::vec(prop::sample::select(WORDS), 1..4).prop_map(|words| format!("题{}", words.join("，")));
    let pieces = || prop::collection::vec(piece(), 1..4);
    (title, pieces(), pieces()).prop_map(|(title, summary, heading)| Issue { title, summary, heading })
}

fn written(pieces: &[Piece], which: impl Fn(&Piece) -> &'static str) -> String {
    pieces.iter().map(which).collect::<Vec<_>>().join("，")
}

/// What is made of some issues, by path, and the files in which something was said.
fn make(issues: &[Issue]) -> (BTreeMap<String, String>, Vec<String>) {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::from([
        (
            "config.toml".to_owned(),
            "title = \"演示\"\nbase_url = \"https://example.org/\"\ncards = false\n[outlets]\nepub = true\njats = true\nmail = true\nwechat = true\n".into(),
        ),
        ("content/demo/column.md".to_owned(), "---\ntitle: 演示专栏\n---\n".into()),
    ]);
    for (index, issue) in issues.iter().enumerate() {
        let title = serde_json::Value::from(issue.title.clone());
        let summary = written(&issue.summary, |it| it.0);
        let heading = written(&issue.heading, |it| it.0);
        let number = index + 1;
        let text = format!(
            "---\ntitle: {title}\nnumber: {number}\ndate: 2025-08-07\nkey_findings: |\n  结果：{summary}。\n---\n\n## 节{heading}\n\n文。\n"
        );
        files.insert(format!("content/demo/{number:03}-i{number}/issue.md"), text.into());
    }
    let today = date(2026, 1, 1);
    let shelf = Shelf::default();
    let made =
        pipeline::build_in(&Memory { files, today }, &Request { now: Some(today), ..Request::default() }, &shelf);
    let said = made.diagnostics.iter().filter_map(|it| it.place.as_ref()).map(|it| it.file.path.clone()).collect();
    let is_text = |path: &str| !path.ends_with(".png");
    let texts = shelf.into_files().into_iter().filter(|(path, _)| is_text(path));
    (texts.map(|(path, file)| (path, String::from_utf8_lossy(&file.bytes).into_owned())).collect(), said)
}

/// A text as HTML and XML write it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Without tags, breaks that may be, and white space.
fn bare(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if !is_tag && !c.is_whitespace() && c != '\u{200b}' => text.push(c),
            _ => {}
        }
    }
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The content of the first element that begins so.
fn element<'h>(html: &'h str, begin: &str, end: &str) -> &'h str {
    html.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(text, _)| text)
}

/// Whether all that is derived from an issue has what was written. Where something is said of the issue (`is_said`), stars
/// may have been read as marks that were signs.
fn conserves(number: usize, issue: &Issue, made: &BTreeMap<String, String>, is_said: bool) -> Result<(), String> {
    let page = made.get(&format!("demo/i{number}/index.html")).ok_or("no page")?;
    let (title, summary) = (&issue.title, format!("结果：{}。", written(&issue.summary, |it| it.2)));
    let has = |place: &str, found: String, wanted: &str| {
        let (found, wanted) = (squeezed(&found), squeezed(wanted));
        let bare = |text: &str| text.replace('*', "");
        if found == wanted || is_said && bare(&found) == bare(&wanted) {
            Ok(())
        } else {
            Err(format!("{place}: {found}, not {wanted}"))
        }
    };
    let meta = |name: &str| bare(element(page, &format!("{name}\" content=\""), "\">"));
    has("h1", bare(element(page, "<h1 class=", "</h1>").split_once('>').map_or("", |it| it.1)), title)?;
    has("og:title", meta("og:title"), title)?;
    has("citation_title", meta("citation_title"), title)?;
    has("description", meta("name=\"description"), &summary)?;
    let heading = format!("节{}", written(&issue.heading, |it| it.1));
    has("h3", bare(element(page, "<h3 id=", "</h3>").split_once('>').unwrap_or_default().1), &heading)?;
    let plain = format!("节{}", written(&issue.heading, |it| it.2));
    let entry = element(page, "<ol class=\"contents-list\">", "</nav>");
    let entry = entry.rsplit_once("<a href=").and_then(|(_, rest)| rest.split_once("</a>")).unwrap_or_default().0;
    has("contents", bare(entry.split_once('>').unwrap_or_default().1), &plain)?;

    let data: serde_json::Value =
        serde_json::from_str(element(page, "<script type=\"application/ld+json\">", "</script>"))
            .map_err(|error| error.to_string())?;
    let article = data["@graph"].as_array().and_then(|it| it.iter().find(|it| it["headline"].is_string())).cloned();
    let article = article.unwrap_or_default();
    has("headline", article["headline"].as_str().unwrap_or_default().to_owned(), title)?;
    has("abstract", article["abstract"].as_str().unwrap_or_default().to_owned(), &summary)?;

    let atom = made.get("demo/atom.xml").ok_or("no feed")?;
    let link = format!("href=\"https://example.org/demo/i{number}/\"");
    let entry = atom.split("<entry>").find(|entry| entry.contains(&link)).unwrap_or_default();
    has("feed", bare(element(entry, "<title>", "</title>")), title)?;
    has("feed's summary", bare(element(entry, "<summary>", "</summary>")), &summary)?;
    let feed: serde_json::Value = serde_json::from_str(&made["demo/feed.json"]).map_err(|error| error.to_string())?;
    let url = format!("https://example.org/demo/i{number}/");
    let entry = feed["items"]
        .as_array()
        .and_then(|it| it.iter().find(|it| it["url"] == url.as_str()))
        .cloned()
        .unwrap_or_default();
    has("JSON feed", entry["title"].as_str().unwrap_or_default().to_owned(), title)?;
    has("JSON feed's summary", entry["content_text"].as_str().unwrap_or_default().to_owned(), &summary)?;

    let ris = made.get(&format!("demo/i{number}/citation.ris")).ok_or("no citation")?;
    let field = |tag: &str| ris.lines().find_map(|line| line.strip_prefix(tag)).unwrap_or_default().to_owned();
    has("TI", field("TI  - "), title)?;
    has("AB", field("AB  - "), &summary)?;

    let wechat = made.get(&format!("demo/i{number}/wechat/index.html")).ok_or("no article")?;
    let field = |name: &str| {
        let rest = wechat.split_once(&format!("<th scope=\"row\">{name}</th>")).unwrap_or_default().1;
        bare(element(rest, "<td>", "</td>"))
    };
    has("the article's title", field("标题"), title)?;
    has("the article's digest", field("摘要"), &summary)?;
    let article = element(wechat, "<article id=\"article\">", "</article>");
    let without_notes = |text: &str| {
        let mut parts = text.split('〔');
        let first = parts.next().unwrap_or_default().to_owned();
        first + &parts.map(|part| part.split_once('〕').unwrap_or_default().1).collect::<String>()
    };
    let findings = article.split_once("本文精要").unwrap_or_default().1;
    let shown = without_notes(&bare(element(findings, "<p style=\"margin:1em 0\">", "</p>")));
    has("the article's findings", shown, &format!("结果：{}。", written(&issue.summary, |it| it.1)))?;
    let shown = without_notes(&bare(element(article, "font-size:17px\"><strong>", "</strong></p>")));
    has("the article's heading", shown, &heading)?;

    for path in ["mail.txt", "demo/mail.txt"] {
        let letter = squeezed(made.get(path).ok_or("no letter")?);
        // It has the newest ones only; what it has, it has whole.
        if letter.contains(&format!("demo/i{number}/"))
            && !(letter.contains(&squeezed(title)) && letter.contains(&squeezed(&summary)))
            && !is_said
        {
            return Err(format!("{path} lacks {title} or {summary}"));
        }
    }
    let jats = made.get(&format!("demo/i{number}/article.xml")).ok_or("no JATS")?;
    has("JATS's title", bare(element(jats, "<article-title>", "</article-title>")), title)?;
    let findings = element(jats, "<abstract", "</abstract>");
    let shown = |text: &str, begin: &str, end: &str| bare(element(text, begin, end));
    has("JATS's abstract", shown(findings, "<p>", "</p>"), &format!("结果：{}。", written(&issue.summary, |it| it.1)))?;
    let text = element(jats, "<sec sec-type=\"text\">", "</body>");
    has("JATS's heading", shown(text, "<sec><title>", "</title>"), &heading)?;
    let list: String = ["demo/index.html", "archive/index.html"]
        .iter()
        .filter_map(|path| made.get(*path))
        .map(|it| bare(it))
        .collect();
    let shown = squeezed(title);
    if !list.contains(&shown) {
        return Err(format!("lists do not have {shown}"));
    }
    if page.contains(&escaped("\u{fffd}")) {
        return Err("a sign that cannot be read".to_owned());
    }
    Ok(())
}

proptest! {
    #![proptest_config(draws(24, 11))]

    #[test]
    fn what_is_derived_has_what_an_editor_wrote(issues in prop::collection::vec(issue(), 1..9)) {
        let (made, said) = make(&issues);
        for (index, issue) in issues.iter().enumerate() {
            let number = index + 1;
            let is_said = said.contains(&format!("content/demo/{number:03}-i{number}/issue.md"));
            if is_said && made.is_empty() {
                continue;
            }
            prop_assert_eq!(conserves(number, issue, &made, is_said).map_err(|it| format!("{it}\n{said:?}")), Ok(()));
        }
    }
}
