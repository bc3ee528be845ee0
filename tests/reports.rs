//! What machines are told: places and repairs mean the same in every format, and the same as `postil fix`.
//!
//! That logs keep the schemas is judged by `tests/tools/reports.mjs`, with other people's validators.

use serde_json::Value;

use crate::support::{TestSite, code, stdout};

/// A site with repairs of several kinds in one file, among Chinese, with a byte order mark and Windows' line ends.
fn site() -> TestSite {
    let site = TestSite::new();
    let text = "---\ntilte: 演示\nnumber: 第1期\ndate: 2025/8/7\ntags: [肝癌，放疗]\n---\n\n\
                有效(HR=0.77),见𝒙与\"分母\"。分5~~15天，有效率70%~~90%。\n";
    site.write("content/demo/001-one/issue.md", text);
    site
}

fn said(site: &TestSite, format: &str) -> String {
    let output = site.run(&["check", "--now", "2026-01-01", "--format", format]);
    assert_eq!(code(&output), 1);
    stdout(&output)
}

/// Line and column, from 1 and in characters, as a byte offset.
fn offset(text: &str, line: &Value, column: &Value) -> usize {
    let (line, column) = (line.as_u64().expect("a line") as usize, column.as_u64().expect("a column") as usize);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
}

fn apply(text: &str, mut edits: Vec<(usize, usize, String)>) -> String {
    edits.sort();
    edits.dedup();
    let mut text = text.to_owned();
    for (start, end, words) in edits.into_iter().rev() {
        text.replace_range(start..end, &words);
    }
    text
}

#[test]
fn repairs_are_the_same_in_every_format() {
    let site = site();
    let path = "content/demo/001-one/issue.md";
    let text = site.read(path);
    let lines: Vec<Value> = said(&site, "json").lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    let edits = lines.iter().flat_map(|it| it["fix"].as_array().expect("a list"));
    let (mut by_byte, mut by_column) = (Vec::new(), Vec::new());
    for edit in edits {
        let words = edit["text"].as_str().expect("a text").to_owned();
        let at = |name: &str| edit[name].as_u64().expect("an offset") as usize;
        by_byte.push((at("offset"), at("end_offset"), words.clone()));
        by_column.push((
            offset(&text, &edit["line"], &edit["column"]),
            offset(&text, &edit["end_line"], &edit["end_column"]),
            words,
        ));
    }
    let log: Value = serde_json::from_str(&said(&site, "sarif")).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let mut by_region = Vec::new();
    for replacement in results.iter().flat_map(|it| it["fixes"].as_array().expect("a list")).flat_map(|fix| {
        let change = &fix["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], path);
        change["replacements"].as_array().expect("a list")
    }) {
        let region = &replacement["deletedRegion"];
        by_region.push((
            offset(&text, &region["startLine"], &region["startColumn"]),
            offset(&text, &region["endLine"], &region["endColumn"]),
            replacement["insertedContent"]["text"].as_str().expect("a text").to_owned(),
        ));
    }
    assert!(by_byte.len() > 6, "{by_byte:?}");
    let wanted = apply(&text, by_byte);
    assert_eq!(apply(&text, by_column), wanted);
    assert_eq!(apply(&text, by_region), wanted);
    site.run(&["fix", "--now", "2026-01-01"]);
    // `fix` goes on until nothing more can be repaired; what one round does is all in it.
    let repaired = site.read(path);
    for line in ["title: 演示", "number: 1", "date: 2025-08-07", "tags: [肝癌, 放疗]"] {
        assert!(wanted.contains(line) && repaired.contains(line), "{line}\n{wanted}\n{repaired}");
    }
}

#[test]
fn a_log_says_its_language_and_explains_its_rules() {
    let site = site();
    let output = site.run(&["check", "--now", "2026-01-01", "--format", "sarif", "--lang", "zh"]);
    let log: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let run = &log["runs"][0];
    assert_eq!(run["language"], "zh-CN");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    for rule in run["tool"]["driver"]["rules"].as_array().expect("rules") {
        let title = rule["shortDescription"]["text"].as_str().expect("a title");
        assert!(title.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{title}");
        assert!(rule["help"]["markdown"].as_str().is_some_and(|help| help.contains(title)), "{rule}");
    }
    for result in run["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
}

#[test]
fn paths_are_those_of_the_folder_in_which_postil_was_started() {
    let site = TestSite::new();
    site.write("docs/config.toml", "title = \"演示\"\n");
    site.write("docs/content/a, b/001-x%/issue.md", "---\ntitle: 演示\nnumber: 1\ndate: 昨天\n---\n\n正文。\n");
    let run = |format| stdout(&site.run(&["check", "--root", "./docs", "--format", format]));
    let github = run("github");
    assert!(github.contains("::error file=docs/content/a%2C b/001-x%25/issue.md,line=4,endLine=4,col=7,"), "{github}");
    assert!(run("sarif").contains("\"uri\": \"docs/content/a,%20b/001-x%25/issue.md\""), "{}", run("sarif"));
    assert!(run("json").contains("\"file\":\"content/a, b/001-x%/issue.md\""));
}

#[test]
fn a_message_of_several_lines_is_one_annotation() {
    let site = site();
    let github = said(&site, "github");
    assert!(github.lines().count() > 6);
    for line in github.lines() {
        let (properties, message) = line.strip_prefix("::").and_then(|it| it.split_once("::")).expect("an annotation");
        assert!(properties.starts_with("error file=") || properties.starts_with("warning file="), "{line}");
        assert!(!message.replace("%0A", "").replace("%25", "").contains('%'), "{line}");
    }
    // A help stands in a second line.
    assert!(github.contains("%0A"), "{github}");
}

#[test]
fn notes_are_counted_and_told_to_those_who_ask() {
    let site = TestSite::new();
    site.issue(1, "one", "", "HR=0.77，95%CI 0.59~1.01，P=0.04；OR 2.67, 95% CI 1.91–3.78。\n");
    let run = |arguments: &[&str]| {
        let output = site.run(&[arguments, &["--now", "2026-01-01"]].concat());
        assert_eq!(code(&output), 0, "{arguments:?}");
        (stdout(&output), crate::support::stderr(&output))
    };
    for command in [["check", "--deny", "warnings"], ["build", "--deny", "warnings"]] {
        let said = run(&command).1;
        assert!(said.contains("2 notes; `postil check --notes` shows them"), "{said}");
        assert!(!said.contains("note["), "{said}");
    }
    let said = run(&["check", "--notes", "--deny", "warnings"]).1;
    assert!(said.contains("note[E104]") && said.contains("note[E103]"), "{said}");
    assert!(said.contains("a log-rank or likelihood ratio test") && said.contains("2 notes: "), "{said}");
    assert!(run(&["show", "one"]).1.contains("note[E104]"));
    for (format, count) in [("json", 2), ("github", 2)] {
        assert_eq!(run(&["check", "--format", format]).0, "");
        let lines = run(&["check", "--notes", "--format", format]).0;
        assert_eq!(lines.lines().count(), count, "{lines}");
        assert!(lines.lines().all(|it| it.contains("\"severity\":\"note\"") || it.starts_with("::notice ")), "{lines}");
    }
    let levels = |arguments: &[&str]| -> Vec<String> {
        let log: Value = serde_json::from_str(&run(arguments).0).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        results.iter().map(|it| it["level"].as_str().expect("a level").to_owned()).collect()
    };
    assert_eq!(levels(&["check", "--notes", "--format", "sarif"]), ["note", "note"]);
    assert!(levels(&["check", "--format", "sarif"]).is_empty());
    let schema: Value = serde_json::from_str(&stdout(&site.run(&["schema", "diagnostic"]))).expect("JSON");
    assert!(schema["properties"]["severity"]["enum"].as_array().is_some_and(|it| it.contains(&"note".into())));
}

#[test]
fn notes_can_be_accepted_raised_and_switched_off() {
    let site = TestSite::new();
    let accept = "accept:\n  - {code: E104, at: \"0.77\", reason: log-rank检验}\n";
    site.issue(1, "one", accept, "HR=0.77，95%CI 0.59~1.01，P=0.04；OR 2.67, 95% CI 1.91–3.78。\n");
    let said = |config: &str| {
        site.write("config.toml", format!("title = \"演示\"\n{config}"));
        crate::support::stderr(&site.run(&["check", "--notes", "--now", "2026-01-01"]))
    };
    let plain = said("");
    assert!(plain.contains("note[E103]") && !plain.contains("E104") && !plain.contains("F041"), "{plain}");
    assert!(said("[rules]\nE103 = \"warn\"\n").contains("warning[E103]"));
    assert!(said("[rules]\nE103 = \"deny\"\n").contains("note[E103]"));
    assert!(!said("[rules]\nE103 = \"allow\"\n").contains("E103"));
}

/// A site with one issue of this body, and what people are told of it.
fn told(body: &str) -> String {
    let site = TestSite::new();
    site.issue(1, "one", "", body);
    crate::support::stderr(&site.run(&["check", "--now", "2026-01-01"]))
}

#[test]
fn the_same_is_shown_once_and_counted_and_machines_get_each() {
    let body = "甲,乙\n丙\n甲,乙，甲,乙\n\n甲(乙)\n\n1\u{fffd}2\n\n[d](nope.md)\n\n47%（39/85例）\n";
    let said = told(body);
    assert_eq!(said.matches("[M030]").count(), 2, "{said}");
    assert!(said.contains("the same stands 2 times more, in lines 9 (×2)"), "{said}");
    assert!(said.contains("\n4  M030  a half-width mark stands in Chinese text\n"), "{said}");
    let order: Vec<usize> =
        ["[M030]", "[E201]", "[M050]", "[L001]"].iter().filter_map(|code| said.find(code)).collect();
    assert!(order.len() == 4 && order.is_sorted(), "{said}");
    let site = TestSite::new();
    site.issue(1, "one", "", body);
    for format in ["json", "github"] {
        let output = site.run(&["check", "--now", "2026-01-01", "--format", format]);
        assert_eq!(stdout(&output).lines().count(), 7, "{format}: {}", stdout(&output));
    }
    let log: Value =
        serde_json::from_str(&stdout(&site.run(&["check", "--now", "2026-01-01", "--format", "sarif"]))).expect("JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(7));
}

#[test]
fn what_is_the_same_in_other_files_is_named_by_file_and_line() {
    let site = TestSite::new();
    (1..=20).for_each(|number| {
        site.issue(number, &format!("n{number}"), "", "甲,乙");
    });
    let said = crate::support::stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert_eq!(said.matches("[M030]").count(), 1, "{said}");
    assert!(said.contains("19 times more, in lines content/demo/002-n2/issue.md:7, "), "{said}");
    assert!(said.contains("and 7 others"), "{said}");
}

#[test]
fn a_place_in_a_long_line_is_counted_in_the_whole_of_it() {
    let said = told(&format!("{}甲,乙{}", "甲乙，".repeat(3000), "丙丁。".repeat(3000)));
    assert!(said.contains("issue.md:7:9002\n") && said.contains("甲,乙"), "{said}");
    assert!(said.len() < 4000, "{} bytes", said.len());
}

/// Each of these says something else, so that each is drawn. Whatever is looked for anew in the whole line for each of
/// them makes this test take minutes.
#[test]
fn twenty_thousand_diagnostics_in_one_line_are_all_drawn() {
    let body: String = (0..20_000).map(|number| format!("[甲](n{number}.md)")).collect();
    let site = TestSite::new();
    site.issue(1, "one", "", &body);
    for (format, start) in
        [("human", "error[L001]"), ("json", "{\"version\":1,\"code\":\"L001\""), ("github", "::error ")]
    {
        let output = site.run(&["check", "--now", "2026-01-01", "--format", format]);
        assert_eq!(code(&output), 1);
        let said = stdout(&output) + &crate::support::stderr(&output);
        assert_eq!(said.lines().filter(|line| line.starts_with(start)).count(), 20_000, "{format}");
    }
}
