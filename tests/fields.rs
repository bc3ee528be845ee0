//! A field is what it says where it is declared: words and Markdown are read by the rules and shown, what is withheld
//! stands behind the question, and the handbook lists it.
//!
//! The issue of these tests is written from the JSON Schema, so that a field which is new tomorrow is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use postil::parse::draft::{KINDS, Kind, schema};
use serde_json::{Map, Value, json};

use crate::leak::outside;
use crate::support::{TestSite, stdout};

/// What the house does not call it, so that every text with it is found by E606 if rules read it.
const WORD: &str = "标记";

/// A text of the sample that readers see.
struct Mark {
    /// The field: `findings.endpoint`.
    path: String,
    /// What stands there, and nowhere else.
    text: String,
    /// The scope that withholds the field of the issue that it is in.
    withheld: Option<String>,
    /// Whether rules read it: the list of references and names of journals have an orthography of their own.
    is_read: bool,
}

/// An issue with something in every field, and the texts in it.
struct Sample {
    root: Value,
    marks: Vec<Mark>,
}

impl Sample {
    fn new() -> (Value, Self) {
        let mut sample = Self { root: schema(Kind::Issue), marks: Vec::new() };
        let root = sample.root.clone();
        (sample.object(&root, "", None), sample)
    }

    fn object(&mut self, schema: &Value, path: &str, withheld: Option<&str>) -> Value {
        let mut made = Map::new();
        for (name, field) in schema["properties"].as_object().expect("fields") {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let withheld = field[KINDS]["withheld"].as_str().or(withheld);
            if let Some(value) = written(&inner) {
                made.extend(value.map(|value| (name.clone(), value)));
                continue;
            }
            let text = field[KINDS]["text"].as_str();
            made.insert(name.clone(), self.value(field, &inner, text, withheld));
        }
        Value::Object(made)
    }

    fn value(&mut self, schema: &Value, path: &str, text: Option<&str>, withheld: Option<&str>) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().expect("a name");
            let target = self.root["$defs"][name].clone();
            return self.object(&target, path, withheld);
        }
        if schema["contentMediaType"] == "text/markdown" {
            return self.mark(path, withheld, true);
        }
        if let Some(text) = text.filter(|text| *text != "verbatim") {
            return self.mark(path, withheld, !matches!(text, "journal" | "citation"));
        }
        if let Some(examples) = schema["examples"].as_array() {
            return examples[0].clone();
        }
        if let Some(any) = schema["anyOf"].as_array() {
            // What says most, and not that there may be nothing.
            let best = any.iter().rfind(|one| one["type"] != "null").expect("a form");
            return self.value(&best.clone(), path, text, withheld);
        }
        if let Some(names) = schema["enum"].as_array() {
            return names[0].clone();
        }
        let kind = schema["type"].to_string();
        if kind.contains("array") {
            let item = schema["items"].clone();
            let many = if path == "quiz.choices" { 2 } else { 1 };
            return (0..many).map(|_| self.value(&item, path, text, withheld)).collect::<Vec<_>>().into();
        }
        panic!("{path} has neither a kind, an example nor a form here: {schema}")
    }

    fn mark(&mut self, path: &str, withheld: Option<&str>, is_read: bool) -> Value {
        let at = u32::try_from(self.marks.len()).expect("a small number");
        let own = char::from_u32('一' as u32 + at).expect("a Han character");
        let text = format!("{WORD}{own}{own}{own}");
        self.marks.push(Mark {
            path: path.to_owned(),
            text: text.clone(),
            withheld: withheld.map(str::to_owned),
            is_read,
        });
        json!(text)
    }
}

/// Fields whose value has to fit another file or field: their value, or that they are left out.
fn written(path: &str) -> Option<Option<Value>> {
    Some(match path {
        "number" => Some(json!(1)),
        "trial.arms" => {
            Some(json!({ "sbrt": { "label": "甲组", "n": 85 }, "sorafenib": { "label": "乙组", "n": 92 } }))
        }
        "commentary.expert" | "credits.person" => Some(json!("expert-a")),
        "references.doi" => Some(json!("10.1001/jamaoncol.2024.5403")),
        "references.url" | "trial.publication.url" => Some(json!("https://example.org/paper")),
        "cover" => Some(json!({ "src": "cover.svg", "alt": "题图" })),
        "quiz.evidence" => Some(json!("#总生存期")),
        "corrections.kind" => Some(json!("correction")),
        // Medians and rates exclude each other; how they are read is tested where they are.
        "findings.means" | "findings.rates" | "findings.counts" | "findings.effect" | "findings.adjusted"
        | "findings.p" => None,
        "consent" | "draft" | "accept" | "todo" | "slug" | "aliases" => None,
        _ => return None,
    })
}

fn site(front: &Value, theme: &str, scope: &str) -> TestSite {
    let site = TestSite::new();
    let mut text = String::new();
    for (name, value) in front.as_object().expect("fields") {
        // Over several lines, so that each text has a line of its own.
        let value = format!("{value:#}").replace('\n', "\n  ");
        writeln!(text, "{name}: {value}").expect("written");
    }
    site.write(
        "config.toml",
        format!(
            "title = \"演示\"\ntheme = \"{theme}\"\n[[house.term]]\navoid = \"{WORD}\"\nreason = \"试\"\n[consent]\npolicy_version = \"1\"\nscope = \"{scope}\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n"
        ),
    )
    .write("content/people.yaml", "expert-a: {name: 示例专家}\n")
    .write("content/consent/notice.md", "---\ntitle: 告知\n---\n\n告知。\n")
    .write("content/consent/identity.md", "---\ntitle: 协议\n---\n\n协议。\n")
    .write("content/demo/001-one/cover.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
    .write("content/demo/001-one/issue.md", format!("---\n{text}---\n\n## 总生存期\n\n正文。\n"));
    site
}

#[test]
fn the_rules_read_every_text_that_readers_see() {
    let (front, sample) = Sample::new();
    let site = site(&front, "default", "page");
    let source = site.read("content/demo/001-one/issue.md");
    let lines: Vec<&str> = source.lines().collect();
    let output = site.run(&["check", "--format", "json", "--now", "2026-01-01"]);
    let said: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("a diagnostic")).collect();
    let errors: Vec<&Value> = said.iter().filter(|it| it["severity"] == "error").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let found: BTreeSet<&str> = said
        .iter()
        .filter(|it| it["code"] == "E606")
        .filter_map(|it| lines.get(usize::try_from(it["place"]["line"].as_u64()?).ok()? - 1).copied())
        .collect();
    assert!(sample.marks.len() > 20, "the schema holds fewer texts than an issue has");
    for mark in sample.marks.iter().filter(|mark| mark.is_read) {
        assert!(found.iter().any(|line| line.contains(&mark.text)), "no rule reads `{}`", mark.path);
    }
}

#[test]
fn the_rules_read_what_the_steps_of_the_consent_say() {
    let fields = "title: 标记甲\nagree: 标记乙\ndecline: 标记丙\nquestions:\n  - {id: role, label: 标记丁, hint: 标记戊, kind: single, choices: [{id: a, label: 标记己}, {id: b, label: \"标记庚,辛\"}]}\n";
    let site = site(&json!({ "title": "演示", "number": 1, "date": "2025-08-07" }), "default", "page");
    let config = format!("{}[[consent.step]]\nkind = \"questions\"\ntext = \"questions\"\n", site.read("config.toml"));
    site.write("config.toml", config).write("content/consent/questions.md", format!("---\n{fields}---\n\n请填写。\n"));
    let output = site.run(&["check", "--now", "2026-01-01"]);
    let said = crate::support::stderr(&output);
    assert!(
        said.contains("7  E606  ") && said.contains("the same stands 6 times more, in lines 3, 4, 6 (×4)"),
        "{said}"
    );
    assert!(said.contains("warning[M030]") && said.contains(" --> content/consent/questions.md:2:8"), "{said}");
}

#[test]
fn the_rules_read_what_the_configuration_says_to_readers() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示,站点\"\ndescription = { zh = \"读懂,研究\", en = \"Read, study\" }\n");
    let said = crate::support::stderr(&site.run(&["check", "--now", "2026-01-01"]));
    let first = "warning[M030]: a half-width `,` stands in Chinese text\n --> config.toml:1:12";
    assert!(said.contains(first) && said.contains("the same stands once more, in line 2"), "{said}");
    site.run(&["fix"]);
    assert!(site.read("config.toml").starts_with("title = \"演示，站点\"\ndescription = { zh = \"读懂，研究\""));
}

#[test]
fn every_theme_shows_every_text() {
    let (front, sample) = Sample::new();
    for theme in ["default", "plain", "journal"] {
        let site = site(&front, theme, "body");
        site.build();
        let page = site.published("demo/one/index.html").replace("<wbr>", "");
        for mark in sample.marks.iter().filter(|mark| mark.path != "summary") {
            assert!(page.contains(&mark.text), "the theme `{theme}` does not show `{}`", mark.path);
        }
    }
}

#[test]
fn what_is_withheld_stands_behind_the_question_and_nothing_else() {
    let (front, sample) = Sample::new();
    let withheld = sample.marks.iter().filter(|mark| mark.withheld.is_some()).count();
    assert!(withheld > 8, "hardly anything is withheld: {withheld}");
    for (theme, scope) in [
        ("default", "body"),
        ("default", "page"),
        ("plain", "body"),
        ("plain", "page"),
        ("journal", "body"),
        ("journal", "page"),
    ] {
        let site = site(&front, theme, scope);
        site.build();
        let files: BTreeMap<String, String> = site
            .snapshot()
            .into_iter()
            .map(|(path, bytes)| {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let seen = if path.ends_with(".html") { outside(&text) } else { text };
                (path, seen)
            })
            .collect();
        for mark in &sample.marks {
            let is_withheld = mark.withheld.as_deref().is_some_and(|least| least == scope || scope == "page");
            let leak = files.iter().find(|(_, text)| text.contains(&mark.text)).map(|(path, _)| path);
            assert!(!is_withheld || leak.is_none(), "`{}` with the scope {scope} stands in {leak:?}", mark.path);
        }
        // Of what is public in part, the page has something outside.
        let is_public = |mark: &&Mark| mark.withheld.as_deref() == Some("page");
        let page = &files["demo/one/index.html"];
        let seen = sample.marks.iter().filter(is_public).filter(|mark| page.contains(&mark.text)).count();
        assert_eq!(seen > 0, scope == "body", "scope {scope}");
    }
}

#[test]
fn every_field_of_an_issue_says_where_it_stands_and_is_in_the_handbook() {
    for file in ["writing.md", "writing.en.md"] {
        let handbook = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/handbook").join(file);
        let handbook = std::fs::read_to_string(handbook).expect("the page");
        let table: Vec<&str> = handbook.lines().filter(|line| line.starts_with("| `")).collect();
        for (name, field) in schema(Kind::Issue)["properties"].as_object().expect("fields") {
            assert!(field[KINDS]["part"].is_string(), "say in its draft where `{name}` stands: `where Head` or a part");
            let row = format!("| `{name}` |");
            assert!(table.iter().any(|line| line.starts_with(&row)), "content/handbook/{file} does not list `{name}`");
        }
    }
}
