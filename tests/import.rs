//! Manuscripts become issues, and no letter of them is lost.
//!
//! `tests/import/` has Word files of python-docx and LibreOffice, saved pages, articles of WeChat and Markdown, made by
//! `make.py`. What each becomes stands beside it, `NAME.issue.md`; how much of it landed where, and what is said of all of
//! them, in `landed.md`. `UPDATE=1 cargo test import` writes these anew.

mod hostile;
mod property;

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use postil::diag::Checked;
use postil::manuscript::{Imported, Request, import, letters, unaccounted};
use postil::model::language::Language;
use zip::ZipArchive;

use crate::support::{TestSite, code, stderr, stdout, updates};

const PEOPLE: &str = "expert-a: {name: 示例专家甲}\nexpert-b: {name: 示例专家乙}\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The manuscripts, in order.
fn manuscripts() -> Vec<PathBuf> {
    let all = fs::read_dir(folder()).expect("the manuscripts").map(|entry| entry.expect("an entry").path());
    let name = |path: &PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
    let is_made = |name: &str| name.ends_with(".issue.md") || name == "landed.md";
    let is_one = |path: &PathBuf| {
        [".docx", ".html", ".md"].iter().any(|ending| name(path).ends_with(ending)) && !is_made(&name(path))
    };
    let mut found: Vec<PathBuf> = all.filter(is_one).collect();
    found.sort();
    assert!(found.len() >= 19, "{found:?}");
    found
}

fn imported(name: &str, bytes: &[u8]) -> Checked<Option<Imported>> {
    let language = Language::parse("zh-CN").expect("a language");
    let beside = |path: &str| fs::read(folder().join(path)).ok();
    import(&Request {
        name,
        bytes,
        beside: &beside,
        people: PEOPLE,
        number: 1,
        date: Date::constant(2026, 1, 2),
        slug: None,
        language: &language,
    })
}

/// All letters of a Word file: what stands in its elements for text, whatever is around them. Nothing of the reader's own.
fn letters_of_word(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
    let is_text = |name: &str| {
        let name = name.strip_prefix("word/").unwrap_or_default();
        ["document", "footnotes", "endnotes", "comments", "header", "footer"].iter().any(|part| name.starts_with(part))
            && name.ends_with(".xml")
    };
    let mut all = String::new();
    for name in names.iter().filter(|name| is_text(name)) {
        let mut xml = String::new();
        archive.by_name(name).expect("a part").read_to_string(&mut xml).expect("UTF-8");
        // What older programs show instead says the same again.
        while let Some(start) = xml.find("<mc:Fallback") {
            let end = xml[start..].find("</mc:Fallback>").expect("an end") + start;
            xml.replace_range(start..end + "</mc:Fallback>".len(), "");
        }
        for element in ["w:t", "w:delText", "m:t"] {
            for piece in xml.split(&format!("<{element}")).skip(1) {
                let Some((attributes, rest)) = piece.split_once('>') else { continue };
                let is_other = !attributes.is_empty() && !attributes.starts_with([' ', '/']);
                if !is_other && !attributes.ends_with('/') {
                    all.push_str(rest.split("</").next().unwrap_or_default());
                    all.push(' ');
                }
            }
        }
    }
    characters(&all)
}

/// All letters of a page without its tags, scripts and styles.
fn letters_of_page(html: &str) -> String {
    let mut html = html.to_owned();
    for (start, end) in [("<script", "</script>"), ("<style", "</style>")] {
        while let Some(at) = html.find(start) {
            let stop = html[at..].find(end).expect("an end") + at + end.len();
            html.replace_range(at..stop, " ");
        }
    }
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        rest = match after.split_once('>').filter(|_| is_tag) {
            Some((_, after)) => after,
            None => after,
        };
        out.push(' ');
    }
    out.push_str(rest);
    characters(&out)
}

/// Letters of Markdown: as postil reads it, and the front matter as it stands.
fn letters_of_markdown(text: &str) -> String {
    let (front, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", text));
    let whole = format!("---\ntitle: x\nnumber: 1\ndate: 2026-01-02\n---\n\n{body}");
    format!("{front}\n{}", postil::manuscript::landed("a.md", &whole).body)
}

/// References of XML and HTML as the characters that they are.
fn characters(text: &str) -> String {
    let known = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&#8203;", ""),
        ("&amp;", "&"),
    ];
    known.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

fn letters_before(path: &Path, bytes: &[u8]) -> String {
    match path.extension().and_then(|it| it.to_str()) {
        Some("docx") => letters_of_word(bytes),
        Some("html") => letters_of_page(std::str::from_utf8(bytes).expect("UTF-8")),
        _ => letters_of_markdown(std::str::from_utf8(bytes).expect("UTF-8")),
    }
}

#[test]
fn no_letter_of_a_manuscript_is_lost_and_none_invented() {
    for path in manuscripts() {
        let bytes = fs::read(&path).expect("a manuscript");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let checked = imported(&name, &bytes);
        let imported = checked.value.unwrap_or_else(|| panic!("{name}: {:?}", checked.diagnostics));
        let (lost, invented) = unaccounted(&letters_before(&path, &bytes), &imported.account, &imported.landed);
        assert_eq!((lost.as_str(), invented.as_str()), ("", ""), "{name}\n{}", imported.text);
        assert!(checked.diagnostics.iter().all(|it| it.code != postil::diag::code::N027), "{name}");
    }
}

/// A letter that is lost would be seen: the count is not blind.
#[test]
fn the_count_sees_a_letter_that_is_lost() {
    let bytes = fs::read(folder().join("headings.docx")).expect("a manuscript");
    let imported = imported("headings.docx", &bytes).value.expect("an issue");
    let mut less = imported.landed.clone();
    let at = less.body.find('疗').expect("a letter");
    less.body.remove(at);
    let before = letters_of_word(&bytes);
    assert_eq!(unaccounted(&before, &imported.account, &less), ("疗".to_owned(), String::new()));
    assert_eq!(
        unaccounted(&format!("{before}8"), &imported.account, &imported.landed),
        ("8".to_owned(), String::new())
    );
}

/// A note is not lost where its place becomes a field that can hold none.
#[test]
fn notes_of_names_of_parts_and_of_questions_stay() {
    let note = |number: usize| format!("<w:r><w:footnoteReference w:id=\"{number}\"/></w:r>");
    let line = |words: &str, more: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r>{more}</w:p>");
    let body = [
        line("题目", ""),
        line("专家点评", &note(1)),
        line("示例专家甲", &note(2)),
        line("点评的话。", ""),
        line("学后练习", ""),
        line("1. 问题？", &note(3)),
        line("A. 一", ""),
        line("B. 二", ""),
        line("答案：A", ""),
    ];
    let notes: String = (1..=3)
        .map(|number| {
            format!("<w:footnote w:id=\"{number}\"><w:p><w:r><w:t>注文{number}。</w:t></w:r></w:p></w:footnote>")
        })
        .collect();
    let notes = format!(
        "<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{notes}</w:footnotes>"
    );
    let relationships = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"x/footnotes\" Target=\"footnotes.xml\"/></Relationships>";
    let file = hostile::word(&[
        ("word/document.xml", &hostile::document(&body.concat())),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/_rels/document.xml.rels", relationships.as_bytes()),
    ]);
    let imported = imported("a.docx", &file).value.expect("an issue");
    let (lost, invented) = unaccounted(&letters_of_word(&file), &imported.account, &imported.landed);
    assert_eq!((lost.as_str(), invented.as_str()), ("", ""), "{}", imported.text);
    assert!((1..=3).all(|number| imported.text.contains(&format!("注文{number}。"))), "{}", imported.text);
}

/// All manuscripts in one site: a draft of each, and what is said of them.
#[test]
fn drafts_pass_but_for_named_questions() {
    let site = TestSite::new();
    site.write("content/people.yaml", PEOPLE);
    let mut table = String::from(
        "# What became of the manuscripts\n\nLetters and digits that landed in fields, in the text, and that are listed as left out; what `postil import` says, and what `postil check --drafts` says, by code.\n\n| manuscript | letters | in fields | in the text | left out | became marks | import says | check says |\n|:---|---:|---:|---:|---:|---:|:---|:---|\n",
    );
    let mut faults = Vec::new();
    for path in manuscripts() {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("a manuscript");
        let output = site.run(&["import", path.to_str().expect("UTF-8"), "--format", "json"]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        let made =
            stderr(&output).lines().find_map(|line| line.strip_prefix("made ").map(str::to_owned)).expect("a path");
        let checked = imported(&name, &bytes);
        let imported = checked.value.expect("an issue");
        let said = site.run(&["check", "--drafts", "--now", "2026-12-31", "--format", "json"]);
        let of_issue = |line: &&str| line.contains(&made);
        let codes = codes(stdout(&said).lines().filter(of_issue));
        assert!(!stdout(&said).contains("\"severity\":\"error\""), "{name}: {}", stdout(&said));
        let left_out: usize = imported.account.left_out.iter().map(|(_, words)| letters(words)).sum();
        let became: usize = imported.account.became.iter().map(|words| letters(words)).sum();
        let own: Vec<&str> = checked.diagnostics.iter().map(|it| it.code.name()).collect();
        let _ = writeln!(
            table,
            "| {name} | {} | {} | {} | {left_out} | {became} | {} | {codes} |",
            letters(&letters_before(&path, &bytes)),
            letters(&imported.landed.fields),
            letters(&imported.landed.body),
            counted(own.iter().copied()),
        );
        compare(&folder().join(format!("{name}.issue.md")), &imported.text, &mut faults);
        site.remove(made.trim_end_matches("/issue.md"));
    }
    compare(&folder().join("landed.md"), &table, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn compare(path: &Path, text: &str, faults: &mut Vec<String>) {
    if updates() {
        fs::write(path, text).expect("an expectation");
    }
    if fs::read_to_string(path).unwrap_or_default() != text {
        faults.push(format!("{} is another now:\n{text}", path.display()));
    }
}

/// The codes of diagnostics in JSON, each with how often it stands there.
fn codes<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let all: Vec<String> =
        lines.filter_map(|line| Some(line.split("\"code\":\"").nth(1)?.get(..4)?.to_owned())).collect();
    counted(all.iter().map(String::as_str))
}

fn counted<'c>(codes: impl Iterator<Item = &'c str>) -> String {
    let mut counts = std::collections::BTreeMap::new();
    codes.for_each(|code| *counts.entry(code).or_insert(0) += 1);
    let said: Vec<String> = counts
        .iter()
        .map(|(code, count)| if *count == 1 { (*code).to_owned() } else { format!("{code}×{count}") })
        .collect();
    said.join(", ")
}

#[test]
fn an_issue_goes_to_the_newest_column_and_overwrites_nothing() {
    let site = TestSite::new();
    site.write("content/old/column.md", "---\ntitle: 旧专栏\n---\n")
        .write("content/old/009-x/issue.md", "---\ntitle: 甲\nnumber: 9\ndate: 2020-01-01\n---\n\n文。\n")
        .write("content/demo/003-y/issue.md", "---\ntitle: 乙\nnumber: 3\ndate: 2025-08-07\n---\n\n文。\n")
        .write("稿件 1.md", "# 题目\n\n正文。\n");
    let output = site.run(&["import", "稿件 1.md"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("made content/demo/004-稿件-1/issue.md"), "{}", stderr(&output));
    let before = site.read("content/demo/004-稿件-1/issue.md");
    let again = site.run(&["import", "稿件 1.md"]);
    assert_eq!((code(&again), stderr(&again).contains("N003")), (2, true), "{}", stderr(&again));
    assert_eq!(site.read("content/demo/004-稿件-1/issue.md"), before);
    let other = site.run(&["import", "稿件 1.md", "--column", "old", "--number", "12", "--slug", "2026a"]);
    assert_eq!(code(&other), 0, "{}", stderr(&other));
    assert!(site.read("content/old/012-2026a/issue.md").contains("slug: \"2026a\""));
    let taken = site.run(&["import", "稿件 1.md", "--column", "old", "--number", "9", "--slug", "z"]);
    assert!(stderr(&taken).contains("N005"), "{}", stderr(&taken));
}

/// What is proposed in remarks is right once somebody has looked at it: the role and what has no name are for them to say.
#[test]
fn what_is_proposed_is_what_front_matter_takes() {
    let mut proposed = 0;
    for path in manuscripts() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = imported(&name, &std::fs::read(&path).unwrap()).value.expect("an issue").text;
        let confirmed: String = text
            .lines()
            .map(|line| match line.strip_prefix("# ").filter(|it| !it.starts_with('#')) {
                Some("    role:") => "    role: secondary\n".to_owned(),
                Some("  name:") => "  name: DEMO\n".to_owned(),
                Some("  - endpoint:") => "  - endpoint: 终点\n".to_owned(),
                Some(line) => format!("{line}\n"),
                None => format!("{line}\n"),
            })
            .collect();
        proposed += usize::from(confirmed.contains("\nfindings:\n"));
        let site = TestSite::new();
        site.write("content/people.yaml", PEOPLE).write("content/demo/001-a/issue.md", &confirmed);
        let output = site.run(&["check", "--drafts", "--format", "json"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let of_fields: Vec<&str> = said.lines().filter(|line| line.contains("\"code\":\"F")).collect();
        assert!(of_fields.is_empty(), "{name}\n{confirmed}\n{}", of_fields.join("\n"));
    }
    assert!(proposed >= 2, "{proposed} manuscripts with results");
}

/// At a terminal the column is asked for; an empty answer is the newest one.
#[cfg(target_os = "linux")]
#[test]
fn somebody_at_a_terminal_is_asked_for_the_column() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    for (answer, place) in [("old\n", "content/old/010-a/issue.md"), ("\n", "content/demo/004-a/issue.md")] {
        let site = TestSite::new();
        site.write("content/old/column.md", "---\ntitle: 旧专栏\n---\n")
            .write("content/old/009-x/issue.md", "---\ntitle: 甲\nnumber: 9\ndate: 2020-01-01\n---\n\n文。\n")
            .write("content/demo/003-y/issue.md", "---\ntitle: 乙\nnumber: 3\ndate: 2025-08-07\n---\n\n文。\n")
            .write("a.md", "# 题目\n\n正文。\n");
        let import =
            format!("'{}' --root '{}' --lang en import a.md", env!("CARGO_BIN_EXE_postil"), site.path().display());
        let mut terminal = Command::new("script")
            .args(["--quiet", "--return", "--command", &import, "/dev/null"])
            .current_dir(site.path())
            .env_remove("CI")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a terminal");
        terminal.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        let output = terminal.wait_with_output().unwrap();
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && shown.contains("Which column?"), "{shown}");
        assert!(site.path().join(place).exists(), "{shown}");
    }
}
