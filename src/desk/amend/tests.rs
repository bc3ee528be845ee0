use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::parse::draft::{Kind, schema};

use Notation::{Bare, Front};

fn with(text: &str, name: &str, value: &Json) -> String {
    let schema = schema(Kind::Issue);
    let after =
        Front.set(text, name, value, Shape::of(&schema)).unwrap_or_else(|it| panic!("{it:?}: {name}: {value}\n{text}"));
    let mut wanted = Front.fields(text).expect("fields");
    match plain(value) {
        Json::Null => wanted.shift_remove(name),
        value => wanted.insert(name.to_owned(), value),
    };
    assert_eq!(plain(&Json::Object(Front.fields(&after).expect("fields"))), plain(&Json::Object(wanted)), "{after}");
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
    assert_eq!(Front.set(text, "tags", &json!("x"), Shape::of(&schema)), Err(Refused::Unusual));
    assert_eq!(with(text, "tags", &json!(["a", "c"])), text.replace("- b", "- c"));
    assert_eq!(with(text, "tags", &json!(["b"])), "---\ntitle: 甲\ntags: # 注\n  - b\n---\n");
    assert_eq!(Front.set("---\ntitle: [\n---\n", "title", &json!("x"), Shape::of(&schema)), Err(Refused::Unread));
    assert_eq!(Front.set("没有", "title", &json!("x"), Shape::of(&schema)), Err(Refused::Unread));
    assert_eq!(with("---\n---\n文", "title", &json!("x")), "---\ntitle: x\n---\n文");
    assert_eq!(
        with("---\nsummary: # 注\ntitle: ~\n---\n", "title", &json!("x")),
        "---\nsummary: # 注\ntitle: x\n---\n"
    );
}

#[test]
fn the_lines_of_a_field_are_taken_as_they_are_if_they_are_only_that() {
    assert!(Front.raw(ISSUE).contains(&("tags".to_owned(), "tags: [肝癌, 放疗]")));
    assert_eq!(
        Front.set_raw(ISSUE, "tags", "tags:\n  - 甲").expect("written"),
        ISSUE.replace("tags: [肝癌, 放疗]", "tags:\n  - 甲")
    );
    for bad in ["tags: [", "tags: a\ntitle: b", "---", "tags: a\nx: b", "quiz: a"] {
        let after = Front.set_raw(ISSUE, "tags", bad);
        // A new field beside it is more than the field.
        assert!(after.is_err(), "{bad}: {after:?}");
    }
}

#[test]
fn a_body_keeps_the_ends_of_its_lines() {
    let text = "---\ntitle: a\r\n---\r\n甲\r\n乙\n丙\r\n";
    assert_eq!(Front.set_body(text, "甲\n新\n丙\n"), "---\ntitle: a\r\n---\r\n甲\r\n新\r\n丙\r\n");
    assert_eq!(Front.set_body(text, "甲\n乙\n丙\n"), text);
    assert_eq!(Front.set_front(text, "---\ntitle: b\n---\n"), "---\ntitle: b\r\n---\r\n甲\r\n乙\n丙\r\n");
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
        if let Ok(after) = Front.set(&text, name, &value, Shape::of(&schema)) {
            let mut wanted = Front.fields(&text).expect("fields");
            wanted.insert(name.to_owned(), plain(&value));
            prop_assert_eq!(Front.fields(&after).expect("fields"), wanted);
            let others = |text: &str| {
                let all = Front.raw(text).into_iter().filter(|(it, _)| it != name);
                all.map(|(name, lines)| (name, lines.to_owned())).collect::<Vec<_>>()
            };
            prop_assert_eq!(others(&after), others(&text));
            prop_assert_eq!(&after[Front.body(&after)], &text[Front.body(&text)]);
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
        let made = Front.set_body(&text, &after);
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
    let kept = Front.confirm(text, &span, "trial:\n  name: DEMO\n").expect("fields");
    let remarks = &text[span.clone()];
    assert_eq!(kept, text.replace(remarks, "trial:\r\n  name: DEMO\r\n"));
    assert_eq!(Front.confirm(text, &span, " \n").expect("nothing"), text.replace(remarks, ""));
    // A field that is there already, other fields with other words, no YAML, an early end.
    for lines in ["title: 二", "quiz: []", "trial: [", "a: 1\n---\n"] {
        assert_eq!(Front.confirm(text, &span, lines), Err(Refused::NoValue), "{lines}");
    }
}

const PEOPLE: &str = "# 人物

zhang:
  name: {zh-CN: 张三, en: San Zhang} # 中英
  title: 主任医师
  bio:
    zh-CN: |
      一段。

  # photo: people/zhang.jpg

li:
  name: 李四
  links:
    - {label: 主页, url: \"https://example.org/\"}
# 末尾的注
";

/// A file of nothing but fields after a change, which reads back as what was wanted.
fn listed(text: &str, kind: Kind, name: &str, value: &Json) -> String {
    let schema = schema(kind);
    let after = Bare.set(text, name, value, Shape::of(&schema)).unwrap_or_else(|it| panic!("{it:?}: {name}: {value}"));
    let said = Bare.fields(&after).expect("fields");
    assert_eq!(said.get(name).map_or(Json::Null, plain), plain(value), "{after}");
    after
}

#[test]
fn people_come_at_the_end_and_go_with_all_their_lines() {
    let people = |name: &str, value: Json| listed(PEOPLE, Kind::People, name, &value);
    let wang = json!({ "name": "王五", "affiliation": "a: b" });
    let written = "wang:\n  name: 王五\n  affiliation: \"a: b\"\n";
    assert_eq!(people("wang", wang.clone()), format!("{PEOPLE}\n{written}"));
    assert_eq!(people("zhang", Json::Null), format!("# 人物\n\n{}", &PEOPLE[PEOPLE.find("li:").expect("li")..]));
    assert_eq!(people("li", Json::Null), format!("{}# 末尾的注\n", &PEOPLE[..PEOPLE.find("li:").expect("li")]));
    let mut zhang =
        json!({ "name": { "zh-CN": "张三", "en": "Zhang San" }, "title": "主任医师", "bio": { "zh-CN": "一段。\n" } });
    assert_eq!(people("zhang", zhang.clone()), PEOPLE.replace("San Zhang", "Zhang San"));
    zhang["name"]["en"] = json!("San Zhang");
    zhang["orcid"] = json!("0000-0002-1825-0097");
    assert_eq!(people("zhang", zhang), PEOPLE.replace("一段。\n", "一段。\n  orcid: 0000-0002-1825-0097\n"));
    // Ends of lines stay; a file may have been empty, or end without an end.
    let windows = PEOPLE.replace('\n', "\r\n");
    let after = listed(&windows, Kind::People, "wang", &wang);
    assert_eq!(after, format!("{PEOPLE}\n{written}").replace('\n', "\r\n"));
    assert_eq!(listed("", Kind::People, "wang", &wang), written);
    assert_eq!(listed("# 注", Kind::People, "wang", &wang), format!("# 注\n\n{written}"));
    assert_eq!(
        listed("a: {name: b}", Kind::People, "wang", &wang),
        "a: {name: b}\nwang: {name: 王五, affiliation: \"a: b\"}\n"
    );
    assert_eq!(listed(written, Kind::People, "wang", &Json::Null), "");
    assert_eq!(Bare.set("a: [", "b", &wang, Shape::of(&schema(Kind::People))), Err(Refused::Unread));
    assert_eq!((Bare.body(PEOPLE), Bare.set_body(PEOPLE, "x").as_str()), (PEOPLE.len()..PEOPLE.len(), PEOPLE));
}

#[test]
fn terms_stand_as_their_neighbours_do() {
    let terms = "# 词表\nOS: 总生存期\nPFS: {zh: 无进展生存期, en: progression-free survival} # 注\n";
    let glossary = |name: &str, value: Json| listed(terms, Kind::Glossary, name, &value);
    assert_eq!(glossary("HR", json!("风险比")), format!("{terms}HR: 风险比\n"));
    assert_eq!(
        glossary("HR", json!({ "zh": "风险比", "en": "hazard ratio" })),
        format!("{terms}HR: {{zh: 风险比, en: hazard ratio}}\n")
    );
    assert_eq!(
        glossary("OS", json!({ "zh": "总生存期", "en": "overall survival" })),
        terms.replace("OS: 总生存期", "OS: {zh: 总生存期, en: overall survival}")
    );
    assert_eq!(glossary("OS", Json::Null), terms.replace("OS: 总生存期\n", ""));
}
