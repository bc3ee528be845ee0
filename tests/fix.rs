//! Repairs, whatever is written: they end, they do not undo each other, and what was sound stays sound.

use postil::diag::fix::apply;
use postil::diag::{Edit, Severity};
use postil::pipeline::{self, Repairs, Request};
use proptest::prelude::*;

use crate::support::{TestSite, draws};

const PATH: &str = "content/demo/001-one/issue.md";

#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "title: 演示\n", "tilte: 演示\n", "number: 1\n", "number: 第１期\n", "number：2\n", "date: 2025-08-07\n", "date: 2025/8/7\n", "date:2025-08-07\n",
    "summary: 剂量,分5次\n", "summary: \"**甲**,乙\"\n", "summary: '单侧*P*=0.06(甲)'\n", "summary: |\n  甲,乙\n  丙(丁)\n", "summary: HR: 0.77\n",
    "summary: *P*=0.06\n", "tags: [肝癌，放疗]\n", "tags: [肝癌、放疗, SBRT]\n", "original: 是\n", "draft: no\n", "# 注：甲,乙\n", "byline: 甲 # 乙,丙\n",
    "trial:\n  name: D\n  registration: nct 01730937\n", "trial:\n  name: D\n  publication: {journal: J, doi: https://doi.org/10.1000/x}\n",
    "credits:\n  - {role: reviw, person: a}\n", "key_findings: |\n  甲,乙\n\n  - **丙 **丁\n", "key_findings: \"甲,乙\\n**丙**(丁)\"\n",
    "references:\n  - {citation: 甲, doi: 'doi:10.1000/y'}\n", "funding: >\n  甲,\n  乙\n", "byline: 35Gy，副作用 # 35Gy\n", "summary: 'P=.04，40mg/m2'\n", "\n", "\r\n", "  ", "：", ": ",
];

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "肝癌", "HR=0.77", "35Gy", "38%", " ", "\n", "\n\n", "\r\n", ",", "，", ";", ":", "?", "!", ".", "...", "(", ")", "（", "）", "\"", "“", "”",
    "*", "**", "~~", "~", "__", "_", "\\", "`", "$", "##", "## ", "- ", "1. ", "> ", "| 甲 | 乙 |\n|---|---|\n| ", " |", "[", "]", "](", "](a b.svg)",
    "[甲](a.svg)", "[](https://a.example)", "https://a.example/x,y", "{{", "}}", "<b>", "</b>", "&lt;", "[^1]", "[^1]: ", ":::note\n", ":::\n",
    "：：：note\n", ":::nte\n", ":::note{title=“一,二”}\n", "```\n", "甲,乙", "70%~~90%，5~~15", "P<0.01**", "😀", "\u{2060}", "\u{0}",
    "\u{96}", "\u{f0b3}", "\u{200b}", "â‰¥", "\u{2028}", "35Gy", "2.5 cm3", "40mg/m2", "60×10^9/L", "副作用", "JAMA Oncol", "P=.04", "*p* = .03", "**P=0.04**", "1024例", "HR=.77", "** 甲 **", "＊＊乙＊＊",
];

/// A house with a rule for everything that can be repaired.
const HOUSE: &str = r#"title = "演示"
[house.p_value.zh]
letter = "P"
italic = true
leading_zero = true
spaces = false
[house.number.zh]
leading_zero = true
thousands = true
[[house.term]]
avoid = "副作用"
prefer = "不良反应"
reason = "用语统一"
fix = true
[[house.journal]]
name = "JAMA Oncology"
also = "JAMA Oncol"
"#;

fn pieces(from: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(from), 0..most).prop_map(|pieces| pieces.concat())
}

/// An issue, sound as far as its pieces are.
pub(crate) fn issue() -> impl Strategy<Value = String> {
    let sound = "title: 演示\nnumber: 1\ndate: 2025-08-07\n".to_owned();
    let fields = prop_oneof![2 => Just(sound), 3 => pieces(FIELDS, 8)];
    let mark = prop::sample::select(&["", "", "", "\u{feff}"][..]);
    (mark, fields, pieces(PIECES, 30)).prop_map(|(mark, fields, body)| format!("{mark}---\n{fields}---\n\n{body}\n"))
}

fn request(site: &TestSite, text: &str) -> Request {
    Request {
        root: site.path().to_path_buf(),
        now: Some(jiff::civil::date(2026, 1, 1)),
        unsaved: [(PATH.to_owned(), text.to_owned())].into(),
        ..Request::default()
    }
}

fn repaired(site: &TestSite, text: &str) -> Repairs {
    pipeline::repair(&request(site, text), &pipeline::Watch::nobody())
}

fn has_errors(site: &TestSite, text: &str) -> bool {
    pipeline::load(&request(site, text), &pipeline::Watch::nobody())
        .diagnostics
        .iter()
        .any(|it| it.severity == Severity::Error)
}

#[test]
fn spaces_of_any_width_inside_of_asterisks_are_taken_away() {
    let site = TestSite::new();
    site.issue(1, "one", "", "见** 甲\u{3000}**\u{3000}乙\n\n,** 丙 **\u{2028}，** 丁 **\n");
    site.run(&["fix", "--now", "2026-01-01"]);
    assert!(site.read(PATH).contains("丙"), "{}", site.read(PATH));
}

proptest! {
    #![proptest_config(draws(192, 3))]

    #[test]
    fn repairs_end_and_what_was_sound_stays_sound(text in issue()) {
        let site = TestSite::with_issue();
        site.write("config.toml", HOUSE);
        let repairs = repaired(&site, &text);
        for file in &repairs.files {
            prop_assert_eq!(&file.before, &text);
            prop_assert_ne!(&file.before, &file.after);
            let again = repaired(&site, &file.after);
            prop_assert!(again.files.is_empty(), "{:?}\n{}", again, file.after);
            prop_assert!(has_errors(&site, &text) || !has_errors(&site, &file.after), "{}", file.after);
        }
    }

    #[test]
    fn nothing_but_the_places_of_edits_changes(
        text in "[甲a,\r\n ]{0,40}",
        fixes in prop::collection::vec(prop::collection::vec((0..60_usize, 0..6_usize), 0..4), 0..8),
    ) {
        // Each edit leaves a mark by which its place is known afterwards.
        let mut old = Vec::new();
        let fixes: Vec<Vec<Edit>> = fixes
            .iter()
            .map(|fix| {
                fix.iter()
                    .map(|(start, length)| {
                        let span = *start..start + length;
                        old.push(text.get(span.clone()).unwrap_or_default().to_owned());
                        Edit::new(span, format!("⟦{}⟧", old.len() - 1))
                    })
                    .collect()
            })
            .collect();
        let (mut after, count) = apply(&text, fixes.iter().map(Vec::as_slice));
        prop_assert!(count <= fixes.len());
        for (number, old) in old.iter().enumerate() {
            after = after.replace(&format!("⟦{number}⟧"), old);
        }
        prop_assert_eq!(after, text);
    }
}

#[test]
fn everything_else_stays_to_the_byte() {
    let site = TestSite::new();
    let before = "---\n# 注释 , 不动\ntitle:   演示  # 甲,乙\nnumber: 1\ndate: 2025-08-07\ntags:\n  - 肝癌\n\nsummary: '单侧, 甲''乙'\n---\n\n表,列。\\,  \n\n```\n甲,乙\n```\n";
    let after = before.replace("表,列", "表，列").replace("单侧, 甲", "单侧，甲");
    site.write(PATH, before);
    let repairs =
        pipeline::repair(&Request { unsaved: Default::default(), ..request(&site, "") }, &pipeline::Watch::nobody());
    assert_eq!(repairs.files[0].after, after);
    assert!(pipeline::keep(site.path(), &repairs).is_empty());
    assert_eq!(std::fs::read_to_string(site.path().join(PATH)).expect("written"), after);
}

#[test]
fn the_house_is_put_in_its_order_and_nothing_else_is_touched() {
    let site = TestSite::new();
    site.write("config.toml", HOUSE);
    let before = "---\ntitle:  '中位35Gy'   # 35Gy, 副作用\nnumber: 1\ndate: 2025-08-07\ntrial: { name: DEMO-1,  publication: {journal: JAMA Oncol} } # JAMA Oncol\nkey_findings: |\n  副作用轻，P=.04。\n---\n\n40mg/m2，n=1024例，HR=.77；“副作用”。\n\n```\n35Gy 副作用\n```\n\n`35Gy` [35Gy](https://example.org/35Gy)\n";
    let after = before
        .replace("'中位35Gy'", "'中位35 Gy'")
        .replace("journal: JAMA Oncol}", "journal: JAMA Oncology}")
        .replace("  副作用轻，P=.04", "  不良反应轻，*P*=0.04")
        .replace("40mg/m2，n=1024例，HR=.77；“副作用”", "40 mg/m²，n=1,024例，HR=0.77；“不良反应”")
        .replace("[35Gy]", "[35 Gy]");
    site.write(PATH, before);
    let request = Request { unsaved: Default::default(), ..request(&site, "") };
    let repairs = pipeline::repair(&request, &pipeline::Watch::nobody());
    assert_eq!(repairs.files[0].after, after);
    assert!(pipeline::keep(site.path(), &repairs).is_empty());
    assert!(pipeline::repair(&request, &pipeline::Watch::nobody()).files.is_empty());
}
