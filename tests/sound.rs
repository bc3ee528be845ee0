//! Sound text: nothing is said of its marks and its signs.
//!
//! `tests/sound/*.txt` has a paragraph a line, written as editors write them, of invented numbers; the fields of a sentence
//! are combined to as many again. All of it stands in one issue for each language, in paragraphs, items and cells.

use std::fs;
use std::path::Path;

use postil::pipeline::{self, Request};

use crate::support::TestSite;

fn written(language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/sound/{language}.txt"));
    let text = fs::read_to_string(path).expect("the sound text");
    text.lines().map(str::to_owned).collect()
}

/// Sentences made of an arm, a measure, two values and a comparison.
fn combined() -> Vec<String> {
    let arms = ["联合组", "SBRT组", "**试验组**", "A组"];
    let measures = ["中位OS", "*P*值校正后的中位PFS", "缓解率", "（双侧）估计值", "10<sup>9</sup>/L计的血小板"];
    let values = ["15.2个月", "38%", ">24个月", "≥60×10⁹/L", "−3.1 mm", "12.3~18.9", "**7.8 cm**", "未达到"];
    let ends = ["，差异有统计学意义（*P*=0.03）。", "[1]。", "；对照组较低。", "（HR=0.78）。"];
    let mut sentences = Vec::new();
    for (at, value) in values.iter().enumerate() {
        for (other, measure) in measures.iter().enumerate() {
            for end in ends {
                let arm = arms[(at + other) % arms.len()];
                sentences.push(format!("{arm}的{measure}为{value}{end}"));
            }
        }
    }
    sentences
}

/// What is said of marks in an issue with this text.
fn said(text: &str) -> Vec<String> {
    let site = TestSite::new();
    let head = "---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\n---\n\n";
    site.write("content/demo/001-one/issue.md", format!("{head}{text}\n").as_bytes());
    let now = Some(jiff::civil::date(2026, 1, 1));
    let request = Request { root: site.path().to_path_buf(), now, ..Request::default() };
    let said = pipeline::check(&request, &pipeline::Watch::nobody()).diagnostics;
    let marks = said.iter().filter(|it| it.code.name().starts_with('M'));
    marks.map(|it| postil::cli::plain(it, postil::diag::Locale::English)).collect()
}

#[test]
fn nothing_is_said_of_sound_text() {
    let (mut paragraphs, english) = (written("chinese"), written("english"));
    paragraphs.extend(combined());
    assert!(paragraphs.len() + english.len() >= 300, "the sound text is gone");
    assert!(paragraphs.len() - combined().len() + english.len() >= 150, "the sound text is gone");
    paragraphs.extend(english);
    let items: Vec<String> = paragraphs.iter().map(|it| format!("- {it}")).collect();
    let rows: Vec<String> = paragraphs.iter().map(|it| format!("| {it} | 12 |")).collect();
    let quotes: Vec<String> = paragraphs.iter().map(|it| format!("> {it}")).collect();
    for text in [
        paragraphs.join("\n\n"),
        paragraphs.join("\n"),
        items.join("\n"),
        quotes.join("\n\n"),
        format!("| 内容 | 例数 |\n|---|---|\n{}\n注：*P<0.05，**P<0.01；数据为虚构。", rows.join("\n")),
    ] {
        let said = said(&text);
        assert!(said.is_empty(), "{}", said.join("\n\n"));
    }
}
