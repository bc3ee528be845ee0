//! Front matter from outside: what is read, what is said of faults, and properties of any input.
//!
//! What each code looks like stands in `tests/rules`; here are combinations, limits and places.

use std::sync::Arc;
use std::time::{Duration, Instant};

use postil::diag::{Checked, Diagnostic, OffsetMap, Said, SourceText, Span};
use postil::model::body::Body;
use postil::model::issue::Issue;
use postil::model::language::Language;
use postil::model::statistic::Synonyms;
use postil::parse::draft;
use postil::parse::front_matter::{self, decode_text};
use postil::validate::{self, Setting};

pub(crate) mod properties;
mod schema;

const SAMPLE: &str = include_str!("sample.md");

/// Markdown is read elsewhere; here its text becomes one leaf.
fn markdown(text: &str, map: &OffsetMap, _: &Arc<SourceText>) -> Checked<Body> {
    let mut body = Body::new();
    let paragraph = body.open(postil::model::body::Kind::Paragraph, map.span(0..text.len()));
    body.leaf(postil::model::body::Kind::Text, text, map.span(0..text.len()));
    body.close(paragraph);
    Checked::clean(body)
}

/// The issue that a text stands for, if any, and all that is said of it.
fn read(text: &str, original: Option<&Issue>) -> Checked<Option<Issue>> {
    let languages = ["zh-CN", "en"].map(|tag| Language::parse(tag).expect("a tag"));
    let setting = Setting {
        column: "demo".into(),
        name: "007-demo",
        language: languages[usize::from(original.is_some())].clone(),
        languages: &languages,
        markdown: &markdown,
        synonyms: &Synonyms::default(),
    };
    let source = SourceText::new("content/demo/007-demo/issue.md", text);
    let mut said = Said::default();
    let draft = match original {
        Some(_) => draft::translation(&source),
        None => draft::issue(&source),
    };
    let issue =
        draft.into_value(&mut said).map(|draft| validate::issue(draft, &setting, original).into_value(&mut said));
    let mut said = said.into_vec();
    said.sort_by_cached_key(Diagnostic::sort_key);
    Checked::new(issue, said)
}

/// Each diagnostic as its code and the text that it underlines.
fn underlined(said: &[Diagnostic]) -> Vec<(&'static str, String)> {
    said.iter()
        .map(|it| {
            let place = it.place.as_ref().expect("every fault of a text has a place");
            (it.code.name(), place.file.text[place.span.clone()].to_owned())
        })
        .collect()
}

#[track_caller]
fn check(fields: &str, expected: &[(&str, &str)]) {
    let text = format!("---\ntitle: 演示\nnumber: 7\ndate: 2025-08-07\n{fields}---\n\n正文。\n");
    let said = read(&text, None).diagnostics;
    let found = underlined(&said);
    let found: Vec<(&str, &str)> = found.iter().map(|(code, text)| (*code, text.as_str())).collect();
    assert_eq!(found, expected, "{said:#?}");
}

#[test]
fn a_sound_issue_is_read_without_a_word() {
    let read = read(SAMPLE, None);
    assert_eq!(underlined(&read.diagnostics), []);
    let issue = read.value.expect("an issue");
    assert_eq!((issue.slug.as_str(), issue.number.value, issue.tags.len()), ("demo-7", 7, 2));
    let trial = issue.trial.expect("a trial");
    assert_eq!(trial.arms[1].key, "sorafenib");
    let finding = &issue.findings[0];
    assert_eq!(finding.unit.as_deref(), Some("个月"));
    assert_eq!(finding.values[0].value.value, "9.20");
    assert_eq!(issue.findings[1].p.as_ref().map(|p| p.value.as_str()), Some("0.50"));
    assert!(issue.quiz[0].choices[1].right && !issue.quiz[0].choices[0].right);
}

#[test]
fn all_faults_of_a_text_come_in_one_run() {
    check(
        "updated：2025-08-09\nbyline:示例\nsummary: HR: 0.77\nfunding: *P*<0.05\ndisclosures: \"无\nslug: 'it's'\ntags: [肝癌\ntrial:\n  name: DEMO\n   phase: Ⅲ\n  planned: 368例\nquiz：\n",
        &[
            ("F009", "："),
            ("F009", ":"),
            ("F010", "HR: 0.77"),
            ("F011", "*P*<0.05"),
            ("F012", "\"无"),
            ("F012", "'it's'"),
            ("F013", "["),
            ("F014", "phase"),
            ("F024", "368例"),
            ("F009", "："),
        ],
    );
}

#[test]
fn a_field_whose_line_was_at_fault_is_not_called_missing() {
    let said = read("---\ntitle：演示\nnumber:7\ndate: 2025-08-07\n---\n", None);
    assert_eq!(underlined(&said.diagnostics), [("F009", "：".to_owned()), ("F009", ":".to_owned())]);
    let said = read("---\n\ttitle: 演示\n\tnumber: 7\n\tdate: 2025-08-07\n---\n", None);
    assert_eq!(underlined(&said.diagnostics), [("F008", "\t".to_owned())]);
}

#[test]
fn faults_inside_lists_and_groups() {
    check("tags: [肝癌, *P*, c]\n", &[("F011", "*P*")]);
    check("trial: {name: DEMO, phase：Ⅲ}\n", &[("F009", "：")]);
    check("credits:\n  - role：review\n    person: a\n", &[("F009", "：")]);
    check(
        "findings:\n  - endpoint: OS\n    role: primary\n    p: >0.05\n    effect: |HR|\n",
        &[("F011", ">0.05"), ("F011", "|HR|")],
    );
    check("byline: 示例\n  disclosures：无\n", &[("F009", "：")]);
    check("quiz: [{question: 一？, choices: [甲, 乙], answer: 2}]\n", &[]);
    check("corrections:\n- {date: 2025-08-09, kind: correction}\n- date: 2025-08-08\n  kind: correction\n", &[]);
}

#[test]
fn a_list_that_swallowed_lines_gives_them_back() {
    check("tags: [肝癌,\nbyline：示例\nnumbr: 1\n", &[("F013", "["), ("F009", "："), ("F020", "numbr")]);
}

#[test]
fn keys_that_are_not_names() {
    check("? [a]\n: b\n", &[("F015", "[a]")]);
    check("~: x\n", &[("F020", "~")]);
    check("26: x\n", &[("F020", "26")]);
}

#[test]
fn windows_files_are_read_with_exact_places() {
    let text = format!("\u{feff}{}", SAMPLE.replace('\n', "\r\n")).replace("sbrt: 9.20", "sbtr: 9.20");
    let read = read(&text, None);
    let said = underlined(&read.diagnostics);
    let codes: Vec<&str> = said.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["F005", "F006", "F029"]);
    assert_eq!(said[2].1, "sbtr");
    let issue = read.value.expect("an issue");
    let findings = issue.key_findings.expect("key findings");
    assert!(findings.text(&findings.nodes()[1]).starts_with("**主要终点达到。**中位PFS为9.2个月。\n\n- "));
}

#[test]
fn a_translation_leaves_out_what_no_language_changes() {
    let original = read(SAMPLE, None).value.expect("an issue");
    let text = "---\ntitle: A demonstration\nupdatd: x\ntrial:\n  title: A trial\n  arms:\n    sbrt: {label: SBRT}\nfindings:\n  - {endpoint: PFS, role: primary, medians: {sbrt: 9.20}}\nquiz:\n  - question: Which?\n    choices: [OS, PFS]\n---\n\nText.\n";
    let read = read(text, Some(&original));
    assert_eq!(underlined(&read.diagnostics), [("F020", "updatd".to_owned())]);
    let issue = read.value.expect("a translation");
    assert_eq!((issue.number.value, issue.date, issue.slug.as_str()), (7, original.date, "demo-7"));
    let words = |issue: &Issue| issue.tags.iter().map(|tag| tag.value.clone()).collect::<Vec<_>>();
    assert_eq!(words(&issue), words(&original));
    let title = |span: &Span| issue.source.text.get(span.clone()) == Some("A demonstration");
    assert!(issue.tags.iter().all(|tag| title(&tag.span)));
    let trial = issue.trial.expect("a trial");
    assert_eq!((trial.name.as_str(), trial.arms[0].n), ("DEMO-7", Some(85)));
    assert_eq!(trial.registration.map(|id| id.to_string()).as_deref(), Some("NCT01730937"));
    assert!(issue.quiz[0].choices[1].right);
    assert_eq!(issue.credits.len(), 2);
    assert!(issue.credits.iter().all(|credit| title(&credit.person.span)));
    assert!(issue.key_findings.is_none() && issue.commentary.is_empty());
}

#[test]
fn bytes_that_are_not_text_are_refused_where_they_begin() {
    let gbk = [b"---\ntitle: ".as_slice(), &[0xd1, 0xdd, 0xca, 0xbe], b"\n---\n"].concat();
    let read = decode_text("content/issue.md", gbk);
    assert!(read.value.is_none());
    let place = read.diagnostics[0].place.clone().expect("a place");
    assert_eq!(place.file.line_column(place.span.start), (2, 8));
    let utf16 = decode_text("content/issue.md", vec![0xff, 0xfe, b'-', 0]);
    assert!(utf16.diagnostics[0].message.to_string().contains("UTF-16"));
    assert!(decode_text("a.md", b"---\n".to_vec()).value.is_some());
}

/// How long a text takes to be refused or read, and the codes of what is said.
fn timed(text: &str) -> (Duration, Vec<&'static str>) {
    let source = SourceText::new("content/demo/007-demo/issue.md", text);
    let start = Instant::now();
    let read = front_matter::read(&source);
    let codes = read.diagnostics.iter().map(|it| it.code.name()).collect();
    (start.elapsed(), codes)
}

#[test]
fn bombs_and_labyrinths_are_refused_at_once() {
    let quick = Duration::from_secs(2);
    let brackets = "[".repeat(50_000) + &"]".repeat(50_000);
    let (time, codes) = timed(&format!("---\ntitle: {brackets}\n---\n"));
    assert!(time < quick && codes == ["F007"], "{time:?} {codes:?}");
    for open in ["[", "{a: ", "[{", "- ", "? "] {
        let many = open.repeat(60_000 / open.len());
        let (time, codes) = timed(&format!("---\ntitle:\n  {many}\n---\n"));
        assert!(time < quick && !codes.is_empty(), "{open:?} {time:?} {codes:?}");
    }
    let mut bomb = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    let (time, codes) = timed(&(bomb + "---\n"));
    assert!(time < quick && codes.iter().all(|code| *code == "F019"), "{time:?} {codes:?}");
    let faults = "title：x\nbyline:x\nsummary: a: b\n\"x: 'y\n- [\n".repeat(1_500);
    let (time, codes) = timed(&format!("---\n{faults}---\n"));
    assert!(time < quick && !codes.is_empty(), "{time:?} {}", codes.len());
}

#[test]
fn a_whole_yaml_file_may_be_larger() {
    let people: String =
        (0..2_000).map(|id| format!("person-{id}:\n  name: 示例专家{id}\n  affiliation: 示例医院放疗科\n")).collect();
    let source = SourceText::new("content/people.yaml", people);
    let read = draft::people(&source);
    assert!(read.diagnostics.is_empty());
    assert_eq!(read.value.map(|people| people.0.len()), Some(2_000));
}

#[test]
fn every_place_of_a_block_leads_to_its_own_character() {
    for (fields, expected) in [
        ("key_findings: |\n\n\n  甲\n    乙\n\n  丙\n\nbyline: x\n", "\n\n甲\n  乙\n\n丙\n"),
        ("key_findings: |-\n      甲\n      乙\n", "甲\n乙"),
        ("key_findings: |+\n  甲\n\n\n", "甲\n\n\n"),
        ("key_findings: |2\n    甲\n   乙\n", "  甲\n 乙\n"),
        ("key_findings: >\n\n  甲\n    乙\r\n\n  丙\n", "\n甲\n  乙\n\n丙\n"),
        ("key_findings: >-\n  - 甲\n  - b\n", "- 甲\n- b"),
        ("key_findings: 甲\n  乙\n  b\n", "甲乙 b"),
        ("key_findings: \"甲\n  \\u4e59 d\"\n", "甲乙 d"),
        ("key_findings: \"甲\\u4e59\n  丙\"\n", "甲乙丙"),
        ("key_findings: '甲''乙'\n", "甲'乙"),
        ("key_findings: \"甲\\n\\u4e59\\\"丙\"\n", "甲\n乙\"丙"),
        ("key_findings: 甲 乙\n", "甲 乙"),
    ] {
        let text = format!("---\n{fields}---\n");
        let source = SourceText::new("a.md", text.as_str());
        let document = front_matter::read(&source).value.expect("front matter");
        let entries = document.root.entries().expect("fields");
        let written = entries[0].value.written(&source).expect("text");
        assert_eq!(written.text, expected, "{fields:?}");
        for (at, c) in written.text.char_indices() {
            let span: Span = written.map.span(at..at + c.len_utf8());
            let found = &source.text[span.clone()];
            let leads = found.starts_with(c) || c.is_whitespace() || found.starts_with('\\');
            assert!(leads, "{fields:?}: {c:?} leads to {found:?}");
            assert!(
                written.span.start <= span.start && span.end <= written.span.end,
                "{fields:?}: {c:?} at {span:?} outside {:?}",
                written.span
            );
        }
    }
}
