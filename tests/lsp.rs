//! `postil lsp`: what an editor's program is told while a text is written.

mod client;

use std::cell::RefCell;
use std::fmt::Write;
use std::path::Path;

use postil::diag::{Diagnostic, Locale, Severity};
use postil::pipeline::{self, Request, Watch};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::fix;
use crate::front_matter::properties as front_matter;
use crate::markdown::properties as markdown;
use crate::support::{TestSite, draws, updates};
use client::{Editor, able, position};

const ISSUE: &str = "content/rt/026-a/issue.md";
const ENGLISH: &str = "content/rt/026-a/issue.en.md";
const TABLE: &str = "content/rt/026-a/curve.csv";
const PEOPLE: &str = "content/people.yaml";

/// A site with an issue in two languages, a chart with a table, people and abbreviations.
fn site() -> TestSite {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\nlanguage = \"zh-CN\"\nlanguages = [\"zh-CN\", \"en\"]\n")
        .write("content/rt/column.md", "---\ntitle: 专栏\nlead: [expert-a]\n---\n")
        .write("content/rt/column.en.md", "---\ntitle: Column\n---\n")
        .write(
            "content/people.yaml",
            "expert-a:\n  name: 示例专家甲\n  title: 主任医师\nreader-a: {name: 示例医师甲}\n",
        )
        .write("content/glossary.yaml", "OS: {zh: 总生存期, en: overall survival}\n")
        .write(
            TABLE,
            "arm,time,survival,at_risk\nsbrt,0,1.0,85\nsbrt,12,0.6,50\nsorafenib,0,1.0,92\nsorafenib,12,0.5,40\n",
        )
        .write(ISSUE, include_str!("lsp/issue.md"))
        .write(ENGLISH, include_str!("lsp/issue.en.md"));
    site
}

/// What was said and answered, as people read it.
struct Transcript(String);

impl Transcript {
    fn done(&mut self, what: &str) {
        let _ = writeln!(self.0, "\n→ {what}");
    }

    fn line(&mut self, line: &str) {
        for line in line.lines().filter(|line| !line.is_empty()) {
            let _ = writeln!(self.0, "  {line}");
        }
    }

    fn said(&mut self, list: &Value) {
        let all = list.as_array().expect("diagnostics");
        all.iter().for_each(|it| {
            let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
            let place = format!("{}:{}–{}", start["line"], start["character"], end["character"]);
            let first = it["message"].as_str().unwrap_or_default().lines().next().unwrap_or_default();
            self.line(&format!("{place} {} {first}", it["code"].as_str().unwrap_or_default()));
        });
        if all.is_empty() {
            self.line("nothing to say");
        }
    }

    fn places(&mut self, editor: &Editor, list: &Value) {
        let all = list.as_array().cloned().unwrap_or_else(|| vec![list.clone()]);
        for it in all {
            let start = &it["range"]["start"];
            self.line(&format!("{} {}:{}", editor.path(&it["uri"]), start["line"], start["character"]));
        }
    }

    fn offers(&mut self, list: &Value) {
        for it in list["items"].as_array().expect("offers").iter().take(8) {
            let detail = it["detail"].as_str().unwrap_or_default();
            self.line(&format!(
                "{} ({detail}): {}",
                it["label"].as_str().unwrap_or_default(),
                it["textEdit"]["newText"].as_str().unwrap_or_default()
            ));
        }
    }
}

#[test]
fn a_session_is_as_it_is_recorded() {
    let site = site();
    let mut editor = Editor::of(&site, "zh-CN", able());
    let mut log = Transcript("A session with postil: what an editor does (→), and what it is told.\n".to_owned());
    log.done("opens the issue");
    editor.open(ISSUE, &site.read(ISSUE));
    log.said(&editor.diagnostics(ISSUE));

    log.done("types half a statistic: HR=0.77，90%CI 0.59~1.01，单侧P=0.4");
    let end = editor.text(ISSUE).find("结果如下。").expect("words") + "结果如下。".len();
    for (typed, letter) in "HR=0.77，90%CI 0.59~1.01，单侧P=0.4".char_indices() {
        editor.change(ISSUE, end + typed..end + typed, letter.to_string().as_str());
    }
    log.said(&editor.diagnostics(ISSUE));

    log.done("goes on: 0.06 instead of 0.4");
    let wrong = editor.text(ISSUE).find("P=0.4").expect("words") + 2;
    editor.change(ISSUE, wrong..wrong + 3, "0.06");
    log.said(&editor.diagnostics(ISSUE));

    log.done("begins a group of rates, and asks for arms: rates: {so");
    let at = editor.text(ISSUE).find("    effect:").expect("a field");
    editor.change(ISSUE, at..at, "    rates: {so\n");
    log.offers(&editor.ask("textDocument/completion", editor.at(ISSUE, "rates: {so")).expect("offers"));
    editor.change(ISSUE, at..at + "    rates: {so\n".len(), "");

    log.done("hovers the effect in the text");
    let hover = editor.ask("textDocument/hover", editor.at(ISSUE, "结果如下。HR=0.7")).expect("an answer");
    log.line(hover["contents"]["value"].as_str().expect("words"));

    log.done("hovers the DOI");
    let hover = editor.ask("textDocument/hover", editor.at(ISSUE, "10.1001/jama")).expect("an answer");
    log.line(hover["contents"]["value"].as_str().expect("words"));

    log.done("hovers a person, and goes to where they are given");
    let hover = editor.ask("textDocument/hover", editor.at(ISSUE, "expert: exp")).expect("an answer");
    log.line(hover["contents"]["value"].as_str().expect("words"));
    let found = editor.ask("textDocument/definition", editor.at(ISSUE, "expert: exp")).expect("an answer");
    log.places(&editor, &found);

    log.done("goes to the heading that a question names, to the figure of a link, to an arm");
    for words in ["evidence: \"#结", "见[图](#fi", "medians: {sb"] {
        let found = editor.ask("textDocument/definition", editor.at(ISSUE, words)).expect("an answer");
        log.places(&editor, &found);
    }

    log.done("renames the arm sbrt to radiation");
    let mut asked = editor.at(ISSUE, "medians: {sb");
    asked["newName"] = json!("radiation");
    let edit = editor.ask("textDocument/rename", asked).expect("changes");
    let paths = editor.make(&edit);
    paths.iter().for_each(|path| log.line(path));
    let changed: Vec<Value> = paths.iter().map(|path| json!({ "uri": editor.uri(path), "type": 2 })).collect();
    editor.note("workspace/didChangeWatchedFiles", json!({ "changes": changed }));
    log.said(&editor.diagnostics(ISSUE));
    for path in [ENGLISH, TABLE] {
        assert!(!site.read(path).contains("sbrt") && site.read(path).contains("radiation"), "{path}");
    }

    log.done("writes what can be repaired, and has all of it repaired");
    let at = editor.text(ISSUE).find("结果如下").expect("words");
    editor.change(ISSUE, at..at, "甲,乙;丙。** 丁 **，");
    log.said(&editor.diagnostics(ISSUE));
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
    let asked = json!({
        "textDocument": { "uri": editor.uri(ISSUE) },
        "range": whole,
        "context": { "diagnostics": [], "only": ["source.fixAll"] },
    });
    let actions = editor.ask("textDocument/codeAction", asked).expect("actions");
    log.line(actions[0]["title"].as_str().expect("a title"));
    editor.make(&actions[0]["edit"]);
    let line = editor.text(ISSUE).lines().find(|line| line.contains("结果如下")).expect("a line").to_owned();
    log.line(&line);
    log.said(&editor.diagnostics(ISSUE));

    log.done("asks for the outline");
    let document = json!({ "textDocument": { "uri": editor.uri(ISSUE) } });
    let outline = editor.ask("textDocument/documentSymbol", document).expect("an outline");
    for it in outline.as_array().expect("symbols") {
        let below: Vec<&str> =
            it["children"].as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect();
        log.line(&format!("{} [{}]", it["name"].as_str().unwrap_or_default(), below.join(", ")));
    }
    assert_eq!(editor.end(), Some(0));

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/session.txt");
    if updates() {
        std::fs::write(&path, &log.0).expect("a file");
    }
    assert_eq!(std::fs::read_to_string(&path).expect("the record"), log.0, "UPDATE=1 writes it anew");
}

#[test]
fn a_name_is_refused_where_it_cannot_be_given() {
    let site = site();
    let mut editor = Editor::of(&site, "en", able());
    editor.open(ISSUE, &site.read(ISSUE));
    let refusal = |editor: &mut Editor, words: &str, new: &str| {
        let mut asked = editor.at(ISSUE, words);
        asked["newName"] = json!(new);
        let error = editor.ask("textDocument/rename", asked).expect_err("a refusal");
        assert_eq!(error["code"], -32803);
        error["message"].as_str().expect("why").to_owned()
    };
    for (words, new, why) in [
        ("medians: {sb", "", "is no name"),
        ("medians: {sb", "a b", "is no name"),
        ("medians: {sb", "unit", "is the unit"),
        ("medians: {sb", "15", "would be read as a value"),
        ("medians: {sb", "sorafenib", "there is an arm"),
        ("expert: exp", "reader-a", "there is a person"),
        ("endpoint: 总", "x", "nothing else is renamed"),
    ] {
        let said = refusal(&mut editor, words, new);
        assert!(said.contains(why), "{words} {new}: {said}");
    }
    assert!(editor.ask("textDocument/prepareRename", editor.at(ISSUE, "endpoint: 总")).is_err());
    let mut asked = editor.at(ISSUE, "expert: exp");
    asked["newName"] = json!("expert-z");
    let edit = editor.ask("textDocument/rename", asked).expect("changes");
    let mut paths = editor.make(&edit);
    paths.sort();
    assert_eq!(paths, [PEOPLE, ENGLISH, ISSUE, "content/rt/column.md"]);
    assert!(site.read(PEOPLE).starts_with("expert-z:"));
    assert_eq!(editor.diagnostics(ISSUE), json!([]));
}

#[test]
fn what_can_be_written_is_offered() {
    let site = site();
    let mut editor = Editor::of(&site, "en", able());
    editor.open(ISSUE, &site.read(ISSUE));
    editor.diagnostics(ISSUE);
    let before = editor.text(ISSUE).to_owned();
    for (old, new, typed, offered) in [
        ("title: 演示", "tit", "---\ntit", &["title"][..]),
        ("role: primary", "role: s", "role: s", &["primary", "secondary", "exploratory", "safety"]),
        ("expert: expert-a", "expert: ", "expert: ", &["expert-a", "reader-a"]),
        ("evidence: \"#结果\"", "evidence: ", "evidence: ", &["#方法", "#结果", "#fig-a"]),
        ("tags: [肝癌]", "tags: [", "tags: [", &[]),
        ("结果如下。", "O", "\nO", &["OS"]),
        ("结果如下。", ":::f", "\n:::f", &["figure", "note", "forest", "survival", "flow", "icon-array"]),
        ("结果如下。", ":::survival{src=\"", "survival{src=\"", &["curve.csv"]),
        ("结果如下。", ":::survival{finding=\"", "survival{finding=\"", &["OS"]),
        ("结果如下。", ":::note{kind=\"", "note{kind=\"", &["note", "warning"]),
        ("结果如下。", "[x](", "[x](", &["#方法", "#结果", "#fig-a", "curve.csv"]),
    ] {
        let at = editor.text(ISSUE).find(old).unwrap_or_else(|| panic!("{old}"));
        editor.change(ISSUE, at..at + old.len(), new);
        let answer = editor.ask("textDocument/completion", editor.at(ISSUE, typed)).expect("an answer");
        let labels: Vec<&str> =
            answer["items"].as_array().into_iter().flatten().filter_map(|it| it["label"].as_str()).collect();
        assert!(labels.iter().take(offered.len()).eq(offered.iter()), "{typed}: {labels:?}");
        assert!(!offered.is_empty() || labels.is_empty(), "{typed}: {labels:?}");
        let whole = 0..editor.text(ISSUE).len();
        editor.change(ISSUE, whole, &before);
    }
    // Fields that are there already are not offered.
    let at = editor.text(ISSUE).find("    effect:").expect("a field");
    editor.change(ISSUE, at..at, "    \n");
    let place = position(editor.text(ISSUE), at + 4);
    let asked = json!({ "textDocument": { "uri": editor.uri(ISSUE) }, "position": place });
    let answer = editor.ask("textDocument/completion", asked).expect("an answer");
    let labels: Vec<&str> =
        answer["items"].as_array().into_iter().flatten().filter_map(|it| it["label"].as_str()).collect();
    assert!(labels.contains(&"rates") && !labels.contains(&"effect") && !labels.contains(&"endpoint"), "{labels:?}");
}

#[test]
fn settings_are_completed_and_explained() {
    let site = site();
    let mut editor = Editor::of(&site, "en", able());
    let mut text = site.read("config.toml");
    text.push_str("[house]\nsig\n[rules]\nE101 = \n[hou");
    editor.open("config.toml", &text);
    for (typed, offered) in [("\nsig", "signatures"), ("E101 = ", "allow"), ("\n[hou", "house")] {
        let answer = editor.ask("textDocument/completion", editor.at("config.toml", typed)).expect("an answer");
        let labels: Vec<&str> =
            answer["items"].as_array().into_iter().flatten().filter_map(|it| it["label"].as_str()).collect();
        assert!(labels.contains(&offered) && !labels.contains(&"page_size"), "{typed}: {labels:?}");
    }
    let hover = editor.ask("textDocument/hover", editor.at("config.toml", "langu")).expect("an answer");
    assert!(hover["contents"]["value"].as_str().expect("words").contains("language"), "{hover}");
    assert_ne!(editor.diagnostics("config.toml"), json!([]));
}

#[test]
fn only_the_newest_text_counts_and_the_disk_after_it() {
    let site = site();
    let mut editor = Editor::of(&site, "en", able());
    editor.open(ISSUE, &site.read(ISSUE));
    editor.diagnostics(ISSUE);
    let at = editor.text(ISSUE).find("title: 演示").expect("a field");
    editor.change(ISSUE, at..at + "title: ".len(), "titel: ");
    let said = editor.diagnostics(ISSUE);
    assert!(said.as_array().expect("diagnostics").iter().any(|it| it["code"] == "F020"), "{said}");
    // What is closed is as it is on the disk.
    editor.close(ISSUE);
    while editor.shown[ISSUE].1 != json!([]) {
        editor.next();
    }
    // What another program writes is read when the editor tells of it.
    site.write(ISSUE, site.read(ISSUE).replace("title: 演示", "titel: 演示"));
    let changes = json!({ "changes": [{ "uri": editor.uri(ISSUE), "type": 2 }] });
    editor.note("workspace/didChangeWatchedFiles", changes);
    while editor.shown[ISSUE].1 == json!([]) {
        editor.next();
    }
    assert_eq!(editor.shown[ISSUE].0, None);
    assert!(editor.heard.iter().any(|it| it["method"] == "client/registerCapability"));
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn what_is_no_site_and_what_is_no_message_is_borne() {
    let site = TestSite::new();
    site.remove("config.toml").write("notes.md", "# 一\n\n** 甲 **\n");
    let mut editor = Editor::unknown(&site);
    let early = editor.ask("textDocument/hover", json!({})).expect_err("a refusal");
    assert_eq!(early["code"], -32002);
    editor.write(b"Content-Length: 3\r\n\r\n{x}");
    assert_eq!(editor.next()["error"]["code"], -32700);
    editor.send(json!({ "id": 7 }));
    assert_eq!(editor.next()["error"]["code"], -32600);
    // An editor that says nothing of itself.
    let answer = editor.ask("initialize", json!({ "capabilities": {} })).expect("an answer");
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    editor.open("notes.md", &site.read("notes.md"));
    for method in ["hover", "completion", "definition", "documentSymbol", "foldingRange", "codeAction"] {
        let answer = editor.ask(&format!("textDocument/{method}"), editor.at("notes.md", "甲"));
        assert!(answer.is_ok(), "{method}: {answer:?}");
    }
    let unknown = editor.ask("textDocument/moniker", editor.at("notes.md", "甲")).expect_err("a refusal");
    assert_eq!(unknown["code"], -32601);
    assert!(editor.heard.is_empty() && editor.shown.is_empty(), "{:?}", editor.heard);
    assert_eq!(editor.vanish(), Some(3), "it was not told that this is the end");
}

/// What a check says of a text, as an editor shows it.
fn checked(site: &TestSite, path: &str, text: &str) -> Vec<(String, Value, String)> {
    let request = Request {
        root: site.path().to_path_buf(),
        now: Some(jiff::civil::date(2026, 1, 1)),
        drafts: true,
        future: true,
        unsaved: [(path.to_owned(), text.to_owned())].into(),
        ..Request::default()
    };
    let mut said = pipeline::check(&request, &Watch::nobody()).diagnostics;
    said.sort_by_cached_key(Diagnostic::sort_key);
    said.dedup();
    let say = |it: &Diagnostic| {
        let help = it.help.as_ref().map(|help| format!("\n{}", help.say(Locale::English)));
        format!("{}{}", it.message.say(Locale::English), help.unwrap_or_default())
    };
    let own = said.iter().filter(|it| it.severity > Severity::Note).filter_map(|it| {
        let place = it.place.as_ref().filter(|place| place.file.path == path)?;
        let span = &place.span;
        let at = |at: usize| position(text, text.floor_char_boundary(at));
        Some((it.code.name().to_owned(), json!({ "start": at(span.start), "end": at(span.end) }), say(it)))
    });
    own.collect()
}

/// Whatever is written, changed and asked: what is said is what a check says of the same text, and postil does not fail.
#[test]
fn any_text_in_any_change_is_as_a_check_reads_it() {
    const PATH: &str = "content/demo/001-one/issue.md";
    let site = TestSite::with_issue();
    let editor = RefCell::new(Editor::of(&site, "en", able()));
    let text = prop_oneof![
        fix::issue(),
        front_matter::written().prop_map(|text| format!("---\n{text}\n---\n\n正文。\n")),
        markdown::markdown_text()
            .prop_map(|text| format!("---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\n---\n\n{text}")),
    ];
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[a肝😀\r\n:{\\[# -]{0,5}");
    let all = (text, prop::collection::vec(change, 0..5), any::<prop::sample::Index>());
    let mut runner = TestRunner::new(draws(48, 11));
    let outcome = runner.run(&all, |(text, changes, place)| {
        let mut editor = editor.borrow_mut();
        editor.open(PATH, &text);
        let sound = |text: &str, at: &prop::sample::Index| {
            let at = text.floor_char_boundary(at.index(text.len() + 1));
            // Within the end of a line there is no place.
            if at > 0 && text.as_bytes().get(at - 1..=at) == Some(b"\r\n") { at - 1 } else { at }
        };
        for (a, b, new) in &changes {
            let (a, b) = (sound(editor.text(PATH), a), sound(editor.text(PATH), b));
            editor.change(PATH, a.min(b)..a.max(b), new);
        }
        let text = editor.text(PATH).to_owned();
        let at = position(&text, sound(&text, &place));
        let document = json!({ "uri": editor.uri(PATH) });
        let asked = json!({
            "textDocument": document,
            "position": at,
            "range": { "start": at, "end": at },
            "context": { "diagnostics": [] },
            "newName": "z",
        });
        for method in [
            "completion",
            "hover",
            "definition",
            "references",
            "prepareRename",
            "rename",
            "codeAction",
            "documentSymbol",
            "foldingRange",
        ] {
            let answer = editor.ask(&format!("textDocument/{method}"), asked.clone());
            let failed = answer.err().is_some_and(|error| error["code"] != -32803);
            prop_assert!(!failed, "{method}\n{text}");
        }
        let shown = editor.diagnostics(PATH);
        let shown: Vec<(String, Value, String)> = shown
            .as_array()
            .expect("diagnostics")
            .iter()
            .map(|it| {
                let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
                (text("code"), it["range"].clone(), text("message"))
            })
            .collect();
        // An end within the end of a line is shown behind it.
        let found: Vec<_> = shown.iter().map(|(code, range, said)| (code, &range["start"], said)).collect();
        let expected = checked(&site, PATH, &text);
        let expected: Vec<_> = expected.iter().map(|(code, range, said)| (code, &range["start"], said)).collect();
        prop_assert_eq!(found, expected, "{}", text);
        prop_assert!(editor.heard.iter().all(|it| it["method"] != "window/logMessage"), "{:?}", editor.heard);
        editor.close(PATH);
        editor.shown.clear();
        Ok(())
    });
    if let Err(fault) = outcome {
        panic!("{fault}");
    }
}
