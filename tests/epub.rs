//! Books: archives that readers' devices open, with everything that an editor wrote, the same each time. EPUBCheck judges
//! them in `tests/tools/books.py`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use xml::reader::EventReader;

use crate::support::{TestSite, code, stderr};
use crate::wechat::with_everything;

/// The parts of a book by their paths; texts as they are, pictures by their length.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its bytes");
        let length = content.len().to_string();
        let path = file.name().expect("its path").into_owned();
        parts.insert(path, String::from_utf8(content).unwrap_or(length));
    }
    parts
}

fn book(site: &TestSite, path: &str) -> Vec<u8> {
    std::fs::read(site.output().join(path)).expect("a book")
}

#[test]
fn a_book_is_an_archive_that_devices_know() {
    let site = with_everything("epub");
    site.build();
    let bytes = book(&site, "demo/one/issue.epub");
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "its kind can be read in the first bytes");
    let parts = parts(&bytes);
    let package = &parts["book/package.opf"];
    for path in parts.keys().filter(|path| path.starts_with("book/") && !path.ends_with(".opf")) {
        let named = format!("href=\"{}\"", path.strip_prefix("book/").expect("inside"));
        assert!(package.contains(&named), "{path} is not in the package");
    }
    for named in package.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(parts.contains_key(&format!("book/{named}")), "{named} is not there");
    }
    for part in [
        "<dc:identifier id=\"id\">https://example.org/demo/one/</dc:identifier>",
        "<dc:title>演示1</dc:title>",
        "<dc:language>zh-CN</dc:language>",
        "<dc:creator>示例专家</dc:creator>",
        "<dc:source>https://doi.org/10.5555/demo</dc:source>",
        "<dc:description>一句摘要。</dc:description>",
        "<meta property=\"dcterms:modified\">2025-08-07T00:00:00Z</meta>",
        "<meta property=\"schema:accessibilityFeature\">alternativeText</meta>",
        "<meta refines=\"#column\" property=\"group-position\">1</meta>",
    ] {
        assert!(package.contains(part), "{part} is not in\n{package}");
    }
    for (path, text) in parts.iter().filter(|(path, _)| path.ends_with("xhtml") || path.ends_with("opf")) {
        EventReader::from_str(text)
            .into_iter()
            .for_each(|event| drop(event.unwrap_or_else(|it| panic!("{path}: {it}"))));
        assert!(!text.contains("<script") && !text.contains(" src=\"http"), "{path}");
    }
    assert!(parts["book/nav.xhtml"].contains("<a href=\"issue-1-one.xhtml#part-quiz\">学后练习</a>"));
}

#[test]
fn a_chapter_has_all_that_an_editor_wrote() {
    let site = with_everything("epub");
    site.build();
    let parts = parts(&book(&site, "demo/one/issue.epub"));
    let text = &parts["book/issue-1-one.xhtml"];
    for part in [
        "一段<em>斜</em>，<strong>粗</strong>，<del>删</del>，<code>码</code>，10<sup>9</sup>与CO<sub>2</sub>，x²",
        "<a href=\"https://example.com/a?b=1&amp;c=2\">外</a>",
        "<a href=\"https://example.org/demo/two/\">另一期</a>",
        "<a epub:type=\"noteref\" role=\"doc-noteref\" id=\"ref-1-1\" href=\"#note-1\">1</a>",
        "<aside epub:type=\"footnote\" role=\"doc-footnote\" class=\"notes\" id=\"note-1\">",
        "脚注的话。",
        "小节</h3>",
        "乙的第二段",
        "<ol start=\"3\">",
        "☑ 完成",
        "☐ 未完成",
        "<blockquote>",
        "<td class=\"right\">三&lt;四</td>",
        "<pre><code>let a = 1;</code></pre>",
        "<dt>术语</dt>",
        "<strong>块</strong>",
        "alt=\"图一\"",
        "图说",
        "图源：来源一",
        "<summary>以表格查看数据</summary>",
        "<p class=\"note-title\">提示</p>",
        "<h3>总生存期（OS）</h3>",
        "<td>中位15.8个月</td>",
        "HR=0.77，95%CI 0.59~0.98",
        "主要终点 · 终点达到",
        "<td>20.6%（20/97）</td>",
        "<h3>示例专家</h3>",
        "主任医师 某医院",
        "<dt>A</dt>",
        "答案：B",
        "甲的反馈",
        "解析的话。",
        "一篇文献 <a href=\"https://doi.org/10.5555/reference\">",
        "无利益冲突",
        "某基金",
        "原为 原话 现为 新话",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(text.find("选项乙") < text.find("答案：B"), "answers stand behind all questions");
    for source in text.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(parts.contains_key(&format!("book/{source}")), "{source}");
    }
}

#[test]
fn a_column_is_a_book_and_each_of_its_years() {
    let site = with_everything("epub");
    site.write("content/demo/003-three/issue.md", "---\ntitle: 演示3\nnumber: 3\ndate: 2024-01-02\n---\n\n正文。\n");
    site.build();
    let whole = book(&site, "demo/column.epub");
    let chapters = |bytes: &[u8]| parts(bytes).into_keys().filter(|path| path.contains("/issue-")).count();
    assert_eq!(chapters(&whole), 3);
    assert_eq!((chapters(&book(&site, "demo/2024.epub")), chapters(&book(&site, "demo/2025.epub"))), (1, 2));
    let nav = &parts(&whole)["book/nav.xhtml"];
    assert!(nav.find("演示3") < nav.find("演示1") && nav.find("演示1") < nav.find("演示2"), "the oldest first");
    // What nothing has changed of is not bound again, and would be the same.
    let again = site.run(&["build", "--now", "2026-01-01"]);
    assert!(stderr(&again).contains("nothing had changed"), "{}", stderr(&again));
    site.remove("public").build();
    assert!(book(&site, "demo/column.epub") == whole);
}

#[test]
fn one_book_carries_its_pictures() {
    let site = with_everything("epub");
    let run = site.run(&["outlet", "epub", "one", "--now", "2026-01-01", "--output", "made"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let parts = parts(&std::fs::read(site.path().join("made/issue.epub")).expect("a book"));
    assert!(parts.keys().filter(|path| path.starts_with("book/pictures/")).count() >= 3, "{:?}", parts.keys());
}
