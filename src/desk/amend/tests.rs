use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::parse::draft::{Kind, schema};

fn with(text: &str, name: &str, value: &Json) -> String {
    let schema = schema(Kind::Issue);
    let after =
        set(text, name, value, Shape::of(&schema)).unwrap_or_else(|it| panic!("{it:?}: {name}: {value}\n{text}"));
    let mut wanted = fields(text).expect("fields");
    match plain(value) {
        Json::Null => wanted.shift_remove(name),
        value => wanted.insert(name.to_owned(), value),
    };
    assert_eq!(plain(&Json::Object(fields(&after).expect("fields"))), plain(&Json::Object(wanted)), "{after}");
    after
}

const ISSUE: &str = "---
# 上面的注
title: 题目 # 旁注
number: 1
date: 2025-08-07
draft: true

trial:
  name: \"A: B\"
  arms:
    sbrt: {label: SBRT, n: 85}   # 放疗
    so: {label: 索拉非尼, n: 92}

key_findings: |
  一段。

  - 甲
  - 乙

findings:
  # 主要终点
  - endpoint: 总生存期
    role: primary
    medians: {sbrt: 15.8, so: 12.3, unit: 月}
  - endpoint: 缓解率
    role: secondary
tags: [肝癌, 放疗]
quiz:
  - question: 问？
    choices: [甲, 乙]
    answer: A
---

## 正文

一段。
";

/// The lines that differ: what went, and what came.
fn change(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let diff = similar::TextDiff::from_lines(before, after);
    let of = |tag| {
        diff.iter_all_changes()
            .filter(|it| it.tag() == tag)
            .map(|it| it.value().trim_end_matches('\n').to_owned())
            .collect()
    };
    (of(similar::ChangeTag::Delete), of(similar::ChangeTag::Insert))
}

#[track_caller]
fn changes(name: &str, value: Json, went: &[&str], came: &[&str]) {
    let after = with(ISSUE, name, &value);
    let (gone, new) = change(ISSUE, &after);
    assert_eq!(
        (gone.iter().map(String::as_str).collect::<Vec<_>>(), new.iter().map(String::as_str).collect::<Vec<_>>()),
        (went.to_vec(), came.to_vec()),
        "{after}"
    );
    // Ends of lines stay, whatever they are.
    let windows = ISSUE.replace('\n', "\r\n");
    assert_eq!(with(&windows, name, &value), after.replace('\n', "\r\n"));
}

#[test]
fn only_the_lines_of_the_field_change() {
    changes("title", json!("新题目"), &["title: 题目 # 旁注"], &["title: 新题目 # 旁注"]);
    changes("title", json!("a: b # c"), &["title: 题目 # 旁注"], &["title: \"a: b # c\" # 旁注"]);
    changes("draft", json!(false), &["draft: true"], &["draft: false"]);
    changes("draft", Json::Null, &["draft: true"], &[]);
    changes("number", json!(12), &["number: 1"], &["number: 12"]);
    changes("byline", json!("编辑部"), &[], &["byline: 编辑部"]);
    changes("slug", json!("a-b"), &[], &["slug: a-b"]);
    changes("tags", json!(["肝癌", "放疗", "新"]), &["tags: [肝癌, 放疗]"], &["tags: [肝癌, 放疗, 新]"]);
    changes("tags", json!(["肝癌", "放, 疗"]), &["tags: [肝癌, 放疗]"], &["tags: [肝癌, \"放, 疗\"]"]);
    changes("todo", json!(["核对图2的来源"]), &[], &["todo: [核对图2的来源]"]);
    changes("key_findings", json!("一段。\n\n- 甲\n- 丙\n"), &["  - 乙"], &["  - 丙"]);
    changes(
        "key_findings",
        json!("一句。"),
        &["key_findings: |", "  一段。", "", "  - 甲", "  - 乙"],
        &["key_findings: 一句。"],
    );
}

#[test]
fn groups_and_lists_change_where_they_differ() {
    let trial = |name: &str, arms: Json| json!({ "name": name, "arms": arms });
    let (sbrt, so) = (json!({ "label": "SBRT", "n": "85" }), json!({ "label": "索拉非尼", "n": "92" }));
    changes("trial", trial("C", json!({ "sbrt": sbrt, "so": so })), &["  name: \"A: B\""], &["  name: \"C\""]);
    changes(
        "trial",
        trial("A: B", json!({ "sbrt": { "label": "SBRT", "n": "86" }, "so": so, "c": { "label": "丙" } })),
        &["    sbrt: {label: SBRT, n: 85}   # 放疗"],
        &["    sbrt: {label: SBRT, n: 86}   # 放疗", "    c: {label: 丙}"],
    );
    changes(
        "trial",
        json!({ "name": "A: B", "phase": "Ⅲ", "arms": { "sbrt": sbrt, "sora": so } }),
        &["    so: {label: 索拉非尼, n: 92}"],
        &["  phase: Ⅲ", "    sora: {label: 索拉非尼, n: 92}"],
    );
    let first =
        json!({ "endpoint": "总生存期", "role": "primary", "medians": { "sbrt": "15.8", "so": "12.3", "unit": "月" } });
    let second = json!({ "endpoint": "缓解率", "role": "secondary" });
    let new = json!({ "endpoint": "无进展生存期", "role": "secondary", "effect": "HR=0.55，95%CI 0.40~0.75" });
    changes(
        "findings",
        json!([first, second, new]),
        &[],
        &["  - endpoint: 无进展生存期", "    role: secondary", "    effect: HR=0.55，95%CI 0.40~0.75"],
    );
    changes("findings", json!([first]), &["  - endpoint: 缓解率", "    role: secondary"], &[]);
    let mut longer = first.clone();
    longer["short"] = json!("OS");
    longer["note"] = json!("一行\n二行");
    changes("findings", json!([longer, second]), &[], &["    short: OS", "    note: |-", "      一行", "      二行"]);
    changes(
        "quiz",
        json!([{ "question": "问？", "choices": ["甲", "乙", "丙"], "answer": "C" }]),
        &["    choices: [甲, 乙]", "    answer: A"],
        &["    choices: [甲, 乙, 丙]", "    answer: C"],
    );
}

#[test]
fn what_has_comments_inside_is_not_written_anew() {
    let schema = schema(Kind::Issue);
    let text = "---\ntitle: 甲\ntags: # 注\n  - a # 旁注\n  - b\n---\n";
    assert_eq!(set(text, "tags", &json!("x"), Shape::of(&schema)), Err(Refused::Unusual));
    assert_eq!(with(text, "tags", &json!(["a", "c"])), text.replace("- b", "- c"));
    assert_eq!(with(text, "tags", &json!(["b"])), "---\ntitle: 甲\ntags: # 注\n  - b\n---\n");
    assert_eq!(set("---\ntitle: [\n---\n", "title", &json!("x"), Shape::of(&schema)), Err(Refused::Unread));
    assert_eq!(set("没有", "title", &json!("x"), Shape::of(&schema)), Err(Refused::Unread));
    assert_eq!(with("---\n---\n文", "title", &json!("x")), "---\ntitle: x\n---\n文");
    assert_eq!(
        with("---\nsummary: # 注\ntitle: ~\n---\n", "title", &json!("x")),
        "---\nsummary: # 注\ntitle: x\n---\n"
    );
}

#[test]
fn the_lines_of_a_field_are_taken_as_they_are_if_they_are_only_that() {
    assert!(raw(ISSUE).contains(&("tags".to_owned(), "tags: [肝癌, 放疗]")));
    assert_eq!(
        set_raw(ISSUE, "tags", "tags:\n  - 甲").expect("written"),
        ISSUE.replace("tags: [肝癌, 放疗]", "tags:\n  - 甲")
    );
    for bad in ["tags: [", "tags: a\ntitle: b", "---", "tags: a\nx: b", "quiz: a"] {
        let after = set_raw(ISSUE, "tags", bad);
        // A new field beside it is more than the field.
        assert!(after.is_err(), "{bad}: {after:?}");
    }
}

#[test]
fn a_body_keeps_the_ends_of_its_lines() {
    let text = "---\ntitle: a\r\n---\r\n甲\r\n乙\n丙\r\n";
    assert_eq!(set_body(text, "甲\n新\n丙\n"), "---\ntitle: a\r\n---\r\n甲\r\n新\r\n丙\r\n");
    assert_eq!(set_body(text, "甲\n乙\n丙\n"), text);
    assert_eq!(set_front(text, "---\ntitle: b\n---\n"), "---\ntitle: b\r\n---\r\n甲\r\n乙\n丙\r\n");
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-:#\"'\\[\\]{}, 甲乙：\n|>&*!%@`~0-9]{0,24}",
        proptest::sample::select(vec![
            "",
            " ",
            "null",
            "yes",
            "2025-08-07",
            "0.40",
            "a: b",
            "- a",
            "# a",
            "\"",
            "---",
            "...",
            "\n\n",
            "a\n---\nb",
            "a\n  b\n",
            " a\nb",
            "：",
            "a：b"
        ])
        .prop_map(str::to_owned),
    ]
}

fn values() -> impl Strategy<Value = Json> {
    let leaf = texts().prop_map(Json::from);
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Json::Array),
            prop::collection::btree_map("[a-z]{1,6}", inner, 1..4)
                .prop_map(|it| Json::Object(it.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Whatever is written reads back as itself, and every other field and the text below stay.
    #[test]
    fn a_value_reads_back_and_nothing_else_changes(
        value in values(),
        name in proptest::sample::select(vec!["title", "tags", "trial", "findings", "key_findings", "summary", "quiz", "byline"]),
        windows in any::<bool>(),
    ) {
        let text = if windows { ISSUE.replace('\n', "\r\n") } else { ISSUE.to_owned() };
        let schema = schema(Kind::Issue);
        // With a comment inside nothing is written anew, and that is said.
        if let Ok(after) = set(&text, name, &value, Shape::of(&schema)) {
            let mut wanted = fields(&text).expect("fields");
            wanted.insert(name.to_owned(), plain(&value));
            prop_assert_eq!(fields(&after).expect("fields"), wanted);
            let others = |text: &str| {
                let all = raw(text).into_iter().filter(|(it, _)| it != name);
                all.map(|(name, lines)| (name, lines.to_owned())).collect::<Vec<_>>()
            };
            prop_assert_eq!(others(&after), others(&text));
            prop_assert_eq!(&after[body(&after)], &text[body(&text)]);
        } else {
            let is_line = value.as_str().is_some_and(|text| !text.contains('\n'));
            let has_comment = matches!(name, "findings" | "trial") || name == "title" && !is_line;
            prop_assert!(has_comment || fits_nowhere(&value), "{}: {}", name, value);
        }
    }

    #[test]
    fn every_body_is_what_was_written(before in texts(), after in texts()) {
        let text = format!("---\ntitle: a\n---\n{before}");
        let after = after.replace('\r', "\n");
        let made = set_body(&text, &after);
        prop_assert_eq!(made.replace("\r\n", "\n").replace('\r', "\n"), format!("---\ntitle: a\n---\n{after}"));
    }
}

/// Whether something in a value cannot be said in YAML as postil reads it.
fn fits_nowhere(value: &Json) -> bool {
    match value {
        Json::String(text) => text.chars().any(|c| c.is_control() && c != '\n'),
        Json::Array(items) => items.iter().any(fits_nowhere),
        Json::Object(fields) => fields.values().any(fits_nowhere),
        _ => false,
    }
}

#[test]
fn remarks_become_fields_or_go_and_nothing_else_changes() {
    let text = "---\r\ntitle: 一\r\n\r\n## 读出的\r\n# trial:\r\n#   name:\r\n\r\nquiz: []\r\n---\r\n\r\n# 正文\r\n";
    let start = text.find("##").expect("the remarks");
    let span = start..text.find("\r\nquiz").expect("their end");
    let kept = confirm(text, &span, "trial:\n  name: DEMO\n").expect("fields");
    let remarks = &text[span.clone()];
    assert_eq!(kept, text.replace(remarks, "trial:\r\n  name: DEMO\r\n"));
    assert_eq!(confirm(text, &span, " \n").expect("nothing"), text.replace(remarks, ""));
    // A field that is there already, other fields with other words, no YAML, an early end.
    for lines in ["title: 二", "quiz: []", "trial: [", "a: 1\n---\n"] {
        assert_eq!(confirm(text, &span, lines), Err(Refused::NoValue), "{lines}");
    }
}
