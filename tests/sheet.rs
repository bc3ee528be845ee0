//! The sheet of an issue's numbers, and signatures.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{TestSite, code, draws, stderr, stdout};

/// What the sheet of issue 1 says, as JSON.
fn sheet(site: &TestSite) -> Value {
    let output = site.run(&["sheet", "1", "--format", "json", "--now", "2026-01-01"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("JSON")
}

/// The numbers of a list, each with one of its fields: `15.8 median`.
fn drawn(list: &Value, field: &str) -> Vec<String> {
    let draw = |it: &Value| {
        let said = match &it[field] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        format!("{} {said}", it["number"].as_str().expect("a number"))
    };
    list.as_array().expect("a list").iter().map(draw).collect()
}

const WHOLE: &str = r#"---
title: 177例
number: 1
date: 2025-08-07
tags: [PD-1]
summary: 死亡风险降低23%。
trial:
  name: RTOG 1112
  registration: NCT01730937
  enrolled: 177
  arms:
    a: {label: 试验组, n: 85}
    b: {label: 对照组, n: 92}
  publication: {journal: JAMA Oncology, year: 2025, volume: 11(2), pages: 136-144, doi: 10.1001/jamaoncol.2024.5403}
findings:
  - endpoint: 总生存期
    short: OS
    role: primary
    medians: {a: 15.8, b: 12.3, unit: 个月}
    effect: HR=0.77，90%CI 0.59~1.01，单侧P=0.06
  - endpoint: 因不良事件停药
    role: safety
    counts: {a: 23/85, b: 12/92}
references:
  - citation: "示例作者. 示例题名[J]. 示例期刊, 2024, 11(2): 136-144."
key_findings: 中位OS为15.8个月，`x=3`，见https://example.org/7。
---

截至2024年3月，CA19-9升高者23例（27%）。剂量$D=35$，评分7。

| 组 | 停药（%） |
|:---|:---|
| 试验组 | 23（27%） |
"#;

#[test]
fn every_number_is_listed_and_what_is_none_is_set_apart() {
    let site = TestSite::new();
    site.write("content/demo/001-one/issue.md", WHOLE);
    let sheet = sheet(&site);
    let read = drawn(&sheet["numbers"], "reading");
    for expected in [
        "177 people",
        "23% change",
        "85 people",
        "15.8 median",
        "0.77 estimate",
        "90% level",
        "0.59 lower",
        "1.01 upper",
        "0.06 p",
        "23 count",
        "85 count",
        "2024 date",
        "3 date",
        "27% share",
        "35 unread",
        "7 unread",
    ] {
        assert!(read.contains(&expected.to_owned()), "{expected} is not in {read:#?}");
    }
    let apart = drawn(&sheet["apart"], "reading");
    for expected in [
        "1 issue",
        "2025-08-07 issue",
        "PD-1 name",
        "NCT01730937 address",
        "10.1001/jamaoncol.2024.5403 address",
        "136-144 reference",
        "CA19-9 name",
        "3 code",
        "https://example.org/7 address",
    ] {
        assert!(apart.contains(&expected.to_owned()), "{expected} is not in {apart:#?}");
    }
    assert_eq!(sheet["paper"], "10.1001/jamaoncol.2024.5403");
    // Every digit of the file that readers see is in one of the two lists, and in one only.
    let lines: Vec<&str> = WHOLE.lines().collect();
    let mut seen: BTreeMap<(u64, u64), String> = BTreeMap::new();
    for entry in [&sheet["numbers"], &sheet["apart"]].into_iter().flat_map(|it| it.as_array().expect("a list")) {
        let (line, column) = (entry["line"].as_u64().expect("a line"), entry["column"].as_u64().expect("a column"));
        let number = entry["number"].as_str().expect("a number");
        let rest: String = lines[line as usize - 1].chars().skip(column as usize - 1).collect();
        assert!(rest.starts_with(number), "{number} does not stand at {line}:{column}");
        for (at, _) in number.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            let place = (line, column + number[..at].chars().count() as u64);
            assert_eq!(seen.insert(place, number.to_owned()), None, "{number} stands twice at {line}:{column}");
        }
    }
    for (line, text) in lines.iter().enumerate() {
        for (column, c) in text.chars().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
            let place = (line as u64 + 1, column as u64 + 1);
            assert!(seen.contains_key(&place), "{c} of {text} is in no list");
        }
    }
}

#[test]
fn what_is_called_checked_would_be_noticed() {
    let site = TestSite::new();
    site.write("content/demo/001-one/issue.md", WHOLE);
    let sheet = sheet(&site);
    let (mut kinds, mut checked) = (Vec::new(), 0);
    for entry in sheet["numbers"].as_array().expect("a list") {
        let codes: Vec<&str> =
            entry["codes"].as_array().expect("codes").iter().map(|it| it.as_str().expect("a code")).collect();
        let reading = entry["reading"].as_str().expect("a reading").to_owned();
        assert_eq!(codes.is_empty(), entry["result"] == "unchecked", "{entry}");
        if codes.is_empty() || kinds.contains(&(reading.clone(), codes.join(" "))) {
            continue;
        }
        kinds.push((reading, codes.join(" ")));
        checked += 1;
        // Another program than the one that made the sheet says it: `postil check` of the file with the fault in it.
        let (line, column) = (entry["line"].as_u64().expect("a line"), entry["column"].as_u64().expect("a column"));
        let number = entry["number"].as_str().expect("a number");
        let start: usize = WHOLE.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
        let start = start
            + WHOLE[start..].char_indices().nth(column as usize - 1).map(|(at, _)| at).expect("a place in the line");
        let said = |text: &str| {
            site.write("content/demo/001-one/issue.md", text);
            let output = site.run(&["check", "--format", "json", "--now", "2026-01-01"]);
            let mut all: Vec<String> = stdout(&output).lines().map(str::to_owned).collect();
            all.sort();
            all
        };
        let before = said(WHOLE);
        let is_noticed = number.char_indices().filter(|(_, c)| c.is_ascii_digit()).any(|(at, c)| {
            (1..10).any(|by| {
                let digit = (c.to_digit(10).expect("a digit") + by) % 10;
                let mut text = WHOLE.to_owned();
                text.replace_range(start + at..start + at + 1, &digit.to_string());
                let after = said(&text);
                let new: Vec<&String> = after
                    .iter()
                    .filter(|it| !before.contains(it))
                    .chain(before.iter().filter(|it| !after.contains(it)))
                    .collect();
                new.iter().any(|it| codes.iter().any(|code| it.contains(&format!("\"{code}\""))))
            })
        });
        assert!(is_noticed, "{number} is called checked by {codes:?}, but no fault in it is noticed");
    }
    assert!(checked > 5, "{kinds:?}");
}

#[test]
fn the_page_fetches_nothing_and_runs_nothing() {
    let site = TestSite::new();
    site.write("content/demo/001-one/issue.md", WHOLE.replace("177例\n", "177例 <script>x</script>\n"));
    for lang in ["zh", "en"] {
        let output = site.run(&["sheet", "1", "--lang", lang, "--now", "2026-01-01"]);
        let page = stdout(&output);
        assert!(page.starts_with("<!doctype html>"));
        for forbidden in ["<script", "src=", "url(", "@import", "http-equiv", " on"] {
            let is_word = forbidden == " on" && !page.contains(" onclick") && !page.contains(" onload");
            assert!(is_word || !page.contains(forbidden), "{forbidden}");
        }
        assert_eq!(page.matches("<table").count(), page.matches("</table>").count());
        assert_eq!(page.matches("<tbody").count(), page.matches("</tbody>").count());
        assert_eq!(page.matches("<tr").count(), page.matches("</tr>").count());
        assert!(page.contains("10.1001/jamaoncol.2024.5403"));
    }
}

#[test]
fn nothing_but_an_earlier_sheet_is_written_over() {
    let site = TestSite::with_issue();
    let source = site.read("content/demo/001-one/issue.md");
    let output = site.run(&["sheet", "1", "--output", "content/demo/001-one/issue.md"]);
    assert_eq!((code(&output), site.read("content/demo/001-one/issue.md")), (2, source), "{}", stderr(&output));
    for format in ["html", "csv", "json", "html"] {
        let output = site.run(&["sheet", "1", "--format", format, "--output", "sheet.out"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    assert!(site.read("sheet.out").starts_with("<!doctype html>"));
}

#[test]
fn signatures_are_never_published() {
    let site = TestSite::with_issue();
    site.write("content/people.yaml", "reader-a: {name: 示例专家}\n");
    site.issue(1, "one", "", "[签名](signatures.yaml)，5例。");
    assert_eq!(code(&site.run(&["sign", "1", "--by", "reader-a", "--now", "2026-01-01"])), 1, "the link is broken");
    site.issue(1, "one", "", "5例。");
    assert_eq!(code(&site.run(&["sign", "1", "--by", "reader-a", "--now", "2026-01-01"])), 0);
    site.build();
    let is_about = |(path, bytes): &(String, Vec<u8>)| {
        path.contains("signatures") || String::from_utf8_lossy(bytes).contains("reader-a:")
    };
    assert!(!site.snapshot().iter().any(is_about));
}

#[test]
fn a_signature_changes_nothing_else_in_the_file() {
    let site = TestSite::with_issue();
    site.write("content/people.yaml", "reader-a: {name: 示例专家甲}\nreader-b: {name: 示例专家乙}\n");
    site.issue(1, "one", "", "5例。");
    let file = "content/demo/001-one/signatures.yaml";
    let written = "# 我们的话\nreader-b:\n  date: 2025-08-06  # 周三\n  numbers:\n    - {at: \"x\", are: \"5\"}\n";
    site.write(file, written);
    let sign = |arguments: &[&str]| {
        let output = site.run(&[&["sign", "1", "--now", "2026-01-01", "--by"][..], arguments].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    };
    sign(&["reader-a"]);
    let both = site.read(file);
    assert!(both.starts_with(written) && both.contains("reader-a:\n  date: 2026-01-01\n"), "{both}");
    sign(&["reader-a"]);
    assert_eq!(site.read(file), both);
    sign(&["reader-a", "--withdraw"]);
    assert_eq!(site.read(file), written);
    sign(&["reader-b", "--withdraw"]);
    assert!(!site.path().join(file).exists());
}

/// A text of sentences with numbers, each a word and its numbers.
fn text(sentences: &[(usize, Vec<u32>)]) -> String {
    const WORDS: &[&str] = &["中位生存期", "缓解率", "控制率", "停药者", "剂量"];
    let sentence = |(word, numbers): &(usize, Vec<u32>)| {
        let numbers: Vec<String> = numbers.iter().map(|it| format!("{}.{}", it / 10, it % 10)).collect();
        format!("{}为{}。", WORDS[word % WORDS.len()], numbers.join("对"))
    };
    sentences.iter().map(sentence).collect::<Vec<_>>().join("\n\n")
}

fn counts(sentences: &[(usize, Vec<u32>)]) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    let all = sentences.iter().flat_map(|(_, numbers)| numbers);
    all.for_each(|it| *counts.entry(format!("{}.{}", it / 10, it % 10)).or_default() += 1);
    counts
}

proptest! {
    #![proptest_config(draws(12, 9))]

    #[test]
    fn a_signature_tells_exactly_what_changed(
        before in prop::collection::vec((0_usize..5, prop::collection::vec(100_u32..999, 1..4)), 1..5),
        edits in prop::collection::vec((0_usize..5, 0_usize..4, 0_usize..9, 100_u32..999), 0..4),
    ) {
        let mut after = before.clone();
        for (kind, row, place, number) in edits {
            if after.is_empty() {
                break;
            }
            let row = row % after.len();
            let place = place % after[row].1.len().max(1);
            match kind {
                0 if !after[row].1.is_empty() => after[row].1[place] = number,
                1 => after[row].1.push(number),
                2 if after[row].1.len() > 1 => {
                    after[row].1.remove(place);
                }
                // Words, and where it stands.
                3 => after[row].0 += 1,
                _ => {
                    let moved = after.remove(row);
                    after.push(moved);
                }
            }
        }
        let site = TestSite::new();
        site.write("content/people.yaml", "reader-a: {name: 示例专家}\n").issue(7, "one", "", &text(&before));
        prop_assert_eq!(code(&site.run(&["sign", "7", "--by", "reader-a", "--now", "2026-01-01"])), 0);
        site.issue(7, "one", "", &text(&after));
        let said = stdout(&site.run(&["check", "--format", "json", "--now", "2026-01-01"]));
        let mut told: BTreeMap<String, i64> = BTreeMap::new();
        for line in said.lines().filter(|it| it.contains("\"E510\"")) {
            let object: Value = serde_json::from_str(line).expect("JSON");
            let message = object["message"].as_str().expect("a message").to_owned();
            let first = message.split(' ').next().expect("a number").to_owned();
            if let Some((_, now)) = message.split_once("and is ") {
                *told.entry(first).or_default() -= 1;
                *told.entry(now.trim_end_matches(" now").to_owned()).or_default() += 1;
            } else if message.contains("was not there") {
                *told.entry(first).or_default() += 1;
            } else if message.ends_with("is gone") {
                *told.entry(first).or_default() -= 1;
            }
        }
        let mut difference = counts(&after);
        counts(&before).into_iter().for_each(|(it, count)| *difference.entry(it).or_default() -= count);
        told.retain(|_, count| *count != 0);
        difference.retain(|_, count| *count != 0);
        prop_assert_eq!(told, difference);
    }
}

#[test]
fn a_translation_is_signed_by_itself() {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\n\n[house]\nsignatures = 1\n")
        .write("content/demo/column.en.md", "---\ntitle: Demo\n---\n")
        .write("content/people.yaml", "reader-a: {name: 示例专家}\n");
    let english = |number: &str| {
        site.write(
            "content/demo/001-one/issue.en.md",
            format!("---\ntitle: Demo\n---\n\nA median of {number} months.\n"),
        );
    };
    site.issue(1, "one", "", "中位15.8个月。");
    english("15.8");
    let sign = |arguments: &[&str]| {
        let output =
            site.run(&[&["sign", "demo/one", "--by", "reader-a", "--now", "2026-01-01"][..], arguments].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    };
    let check = || stderr(&site.run(&["check", "--now", "2026-01-01"]));
    sign(&[]);
    let said = check();
    assert!(said.contains("error[E512]") && said.contains("issue.en.md:2:8"), "{said}");
    assert!(said.contains("postil sign demo/one --language en --by ID") && !said.contains("issue.md:2:8"), "{said}");
    sign(&["--language", "en"]);
    assert!(!check().contains("E51"), "{}", check());
    english("16.8");
    let said = check();
    assert!(said.contains("15.8 was signed by reader-a (2026-01-01), and is 16.8 now"), "{said}");
    assert!(said.contains("issue.en.md:5:13") && said.contains("--language en --by reader-a"), "{said}");
}
