//! What is made for readers elsewhere: switched on by name, of nothing but what is for everyone, in forms that other
//! programs read.

use std::path::Path;

use serde_json::{Value, json};

use crate::schemas::refused;
use crate::support::{TestSite, code, snapshot, stderr};

/// A site whose issue has findings of every kind.
const ISSUE: &str = r#"trial:
  name: DEMO-1
  registration: NCT01730937
  arms: {a: {label: "=甲组", n: 97}, b: {label: 乙组, n: 93}, c: {label: 丙组}}
  publication: {journal: 演示, year: 2025, doi: 10.5555/demo}
key_findings: 精要。
findings:
  - endpoint: 总生存期
    short: OS
    role: primary
    medians: {a: "15.80", b: "12.3", unit: 个月}
    effect: HR=0.77，90%CI 0.59~1.01，单侧P=0.06
    adjusted: 校正后HR=0.70，95%CI 0.50~0.98
    met: false
    note: "+1, \"引号\""
  - endpoint: 缓解率
    role: secondary
    rates: {a: "20.6%", b: "10.8%"}
    counts: {a: 20/97, b: 10/93}
    p: "<0.001"
  - endpoint: 变化
    role: exploratory
    means: {a: "-3.10", b: "-1.2"}
    effect: MD=-1.90，95%CI -2.50~-1.30
    margin: "-5"
"#;

fn site(outlets: &str) -> TestSite {
    let site = TestSite::new();
    site.write(
        "config.toml",
        format!("title = \"演示\"\nbase_url = \"https://example.org/\"\ncards = false\n{outlets}"),
    );
    site.issue(1, "one", ISSUE, "正文。").issue(2, "two", "", "另一篇。");
    site
}

const DATA: &str = "[outlets]\ndata = true\n";

#[test]
fn what_is_switched_off_leaves_no_trace() {
    let files = |outlets: &str| {
        let site = site(outlets);
        site.build();
        site.snapshot()
    };
    let none = files("");
    assert_eq!(none, files("[outlets]\n"));
    assert_eq!(none, files("[outlets]\ndata = false\n"));
    let with = files(DATA);
    let added: Vec<&str> =
        with.iter().map(|(path, _)| path.as_str()).filter(|path| !none.iter().any(|(it, _)| it == path)).collect();
    let expected = ["demo/findings.csv", "demo/findings.json", "findings.csv", "findings.json", "findings.schema.json"];
    assert_eq!(added, expected);
    let changed: Vec<&str> = none.iter().filter(|file| !with.contains(file)).map(|(path, _)| path.as_str()).collect();
    assert_eq!(changed, ["demo/index.html"], "the page of the column says what there is");
}

#[test]
fn a_page_leads_to_what_readers_take_along() {
    for theme in ["default", "plain", "journal"] {
        let page = |outlets: &str, issue: &str| {
            let site = site(&format!("theme = \"{theme}\"\n[outlets]\n{outlets}"));
            site.build();
            site.published(&format!("demo/{issue}/index.html"))
        };
        let (book, picture) = ("href=\"/demo/one/issue.epub\"", "href=\"/demo/one/abstract/3x4.svg\"");
        let with = page("epub = true\nabstract = true\n", "one");
        assert!(with.contains(book) && with.contains(picture), "{theme}");
        // Where there is none, nothing leads to it.
        let without = page("jats = true\n", "one");
        assert!(!without.contains("epub") && !without.contains("3x4.svg"), "{theme}");
        assert!(!page("abstract = true\n", "two").contains("3x4.svg"), "{theme}: an issue without a trial");
    }
}

#[test]
fn an_unknown_outlet_has_a_neighbour() {
    let site = site("[outlets]\ndate = true\n");
    let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert!(said.contains("config.toml:5:1") && said.contains("`data`"), "{said}");
}

#[test]
fn the_findings_keep_their_schema() {
    let site = site(DATA);
    site.build();
    let read = |path: &str| -> Value { serde_json::from_str(&site.published(path)).expect("JSON") };
    let schema = read("findings.schema.json");
    for path in ["findings.json", "demo/findings.json"] {
        assert_eq!(refused(&schema, &schema, &read(path), ""), None, "{path}");
    }
    let whole = read("findings.json");
    let first = &whole["issues"][1];
    let pointer = |at: &str| first.pointer(at).cloned().unwrap_or_default();
    for (at, value) in [
        ("/number", json!(1)),
        ("/url", json!("https://example.org/demo/one/")),
        ("/trial/registration", json!("NCT01730937")),
        ("/trial/arms/0/n", json!(97)),
        ("/trial/publication/doi", json!("10.5555/demo")),
        ("/findings/0/values/0/printed", json!("15.80")),
        ("/findings/0/effect/printed", json!("HR=0.77，90%CI 0.59~1.01，单侧P=0.06")),
        ("/findings/0/effect/estimate", json!(0.77)),
        ("/findings/0/effect/interval/level", json!(90)),
        ("/findings/0/effect/p/sides", json!(1)),
        ("/findings/0/adjusted/interval/upper", json!(0.98)),
        ("/findings/0/met", json!(false)),
        ("/findings/1/values/1/count", json!("10/93")),
        ("/findings/1/p/comparison", json!("<")),
        ("/findings/2/effect/interval/lower", json!(-2.5)),
    ] {
        assert_eq!(pointer(at), value, "{at}");
    }
    // The judge is not blind.
    let plant = |at: &str, value: Value| {
        let mut planted = whole.clone();
        *planted.pointer_mut(at).expect("a place") = value;
        planted
    };
    for planted in [
        plant("/issues/1/findings/0/effect/estimate", json!("0.77")),
        plant("/issues/1/findings/0/role", json!("main")),
        plant("/issues/1/findings/0/effect/p/sides", json!(3)),
        plant("/issues/1/trial/arms/0", json!({ "label": "甲" })),
        plant("/issues/1/findings/1", json!({ "endpoint": "甲", "role": "primary", "values": [], "text": "乙" })),
        plant("/issues/0", json!({})),
        plant("/issues", json!({})),
    ] {
        assert_ne!(refused(&schema, &schema, &planted, ""), None, "{planted:#}");
    }
}

/// The rows of a table as RFC 4180 has them; whatever is no such table is a fault.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut rest = text;
    let mut is_quoted = false;
    while let Some(c) = rest.chars().next() {
        let row = rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        if is_quoted {
            match rest.strip_prefix("\"\"") {
                Some(after) => {
                    cell.push('"');
                    rest = after;
                    continue;
                }
                None if c == '"' => is_quoted = false,
                None => cell.push(c),
            }
        } else if let Some(after) = rest.strip_prefix("\r\n") {
            rows.push(vec![String::new()]);
            rest = after;
            continue;
        } else {
            match c {
                '"' if cell.is_empty() => is_quoted = true,
                ',' => row.push(String::new()),
                '"' | '\r' | '\n' => panic!("{c:?} stands bare before {rest:?}"),
                c => cell.push(c),
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line ends");
    rows
}

#[test]
fn the_table_is_one_for_every_spreadsheet() {
    let site = site(DATA);
    site.build();
    let text = site.published("demo/findings.csv");
    let rows = rows(text.strip_prefix('\u{feff}').expect("a mark, so that Chinese is read as such"));
    let (head, rows) = rows.split_first().expect("a head");
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.len() == head.len()), "{rows:?}");
    let cell = |row: usize, name: &str| {
        rows[row][head.iter().position(|it| it == name).unwrap_or_else(|| panic!("no {name}"))].as_str()
    };
    for (row, name, value) in [
        (0, "trial", "DEMO-1"),
        (0, "doi", "10.5555/demo"),
        (0, "arm_1_label", "'=甲组"),
        (0, "arm_1_n", "97"),
        (0, "arm_1_value", "15.80"),
        (0, "arm_3_label", "丙组"),
        (0, "arm_3_value", ""),
        (0, "effect_printed", "HR=0.77，90%CI 0.59~1.01，单侧P=0.06"),
        (0, "effect_upper", "1.01"),
        (0, "effect_p_sides", "1"),
        (0, "adjusted_estimate", "0.70"),
        (0, "met", "false"),
        (0, "note", "'+1, \"引号\""),
        (1, "arm_1_count", "20 / 97"),
        (1, "test_p_comparison", "lt"),
        (1, "test_p", "0.001"),
        (2, "arm_1_value", "-3.10"),
        (2, "effect_lower", "-2.50"),
    ] {
        assert_eq!(cell(row, name), value, "{name} of row {row}");
    }
    let is_number = |cell: &str| cell.parse::<f64>().is_ok();
    let is_formula = |cell: &&String| cell.trim_start().starts_with(['=', '+', '-', '@', '\t']) && !is_number(cell);
    assert_eq!(rows.iter().flatten().find(is_formula), None);
}

#[test]
fn search_engines_of_data_find_both_forms() {
    let site = site(DATA);
    site.build();
    let page = site.published("demo/index.html");
    let data = page.split_once("<script type=\"application/ld+json\">").expect("metadata").1;
    let data: Value = serde_json::from_str(data.split_once("</script>").expect("its end").0).expect("JSON");
    assert_eq!(data["@type"], "Dataset");
    assert!(data["description"].as_str().expect("words").chars().count() >= 50, "{data:#}");
    for file in data["distribution"].as_array().expect("files") {
        let address = file["contentUrl"].as_str().and_then(|it| it.strip_prefix("https://example.org/")).expect("here");
        assert!(site.output().join(address).is_file(), "{address}");
    }
}

#[test]
fn what_is_withheld_is_left_out_unless_its_editor_takes_it() {
    let config = "[consent]\npolicy_version = \"1\"\n[[consent.step]]\nkind = \"agreement\"\ntext = \"identity\"\n";
    let site = site(&format!("{DATA}{config}"));
    site.write("content/consent/notice.md", "---\ntitle: 告知\n---\n\n告知。\n")
        .write("content/consent/identity.md", "---\ntitle: 协议\n---\n\n协议。\n");
    site.build();
    assert!(!site.published("findings.json").contains("0.77") && !site.published("findings.csv").contains("0.77"));
    assert!(site.published("findings.json").contains("\"withheld\": true"));
    let outlet = |more: &[&str]| {
        let run = site.run(&[&["outlet", "data", "one", "--now", "2026-01-01", "--output", "made"], more].concat());
        assert_eq!(code(&run), 0, "{}", stderr(&run));
        site.read("made/findings.json")
    };
    assert!(!outlet(&[]).contains("0.77"));
    assert!(outlet(&["--whole"]).contains("0.77"));
}

#[test]
fn one_outlet_of_one_issue_is_asked_for_by_name() {
    let site = site("");
    site.write("content/other/column.md", "---\ntitle: 另一专栏\n---\n")
        .write("content/other/001-one/issue.md", "---\ntitle: 甲\nnumber: 1\ndate: 2025-08-07\n---\n\n正文。\n")
        .issue(3, "three", "draft: true\n", "草稿。");
    let run = |arguments: &[&str]| site.run(&[&["outlet"], arguments, &["--now", "2026-01-01"]].concat());
    for (arguments, said) in [
        (&["dat", "two"][..], "'data'"),
        (&["data", "tow"], "did you mean `two`"),
        (&["data", "one"], "demo/one/"),
        (&["data", "three"], "--drafts"),
    ] {
        let run = run(arguments);
        assert_eq!(code(&run), 2, "{arguments:?}");
        assert!(stderr(&run).contains(said), "{arguments:?}: {}", stderr(&run));
    }
    let made = run(&["data", "three", "--drafts"]);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let files: Vec<String> = snapshot(&site.path().join("data-three")).into_iter().map(|(path, _)| path).collect();
    assert_eq!(files, ["findings.csv", "findings.json", "findings.schema.json"]);
    // What somebody else has put there stays.
    site.write("theirs/findings.csv", "1,2\n");
    let run = run(&["data", "two", "--output", "theirs"]);
    assert_ne!(code(&run), 0);
    assert_eq!(site.read("theirs/findings.csv"), "1,2\n");
    assert!(!Path::new(&site.path().join("theirs/findings.json")).exists());
}
