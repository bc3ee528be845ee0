//! 795 ratios as they are printed in papers, most of them right: what the rules say of the world.
//!
//! Each is read as front matter, as English and as Chinese. Nearly every note is a test or an interval that is not
//! Wald's; of the warnings each was looked at, and no usual method gives it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use postil::diag::{Code, Diagnostic, Severity, code};
use postil::pipeline::{self, Request};

use super::hold_table;
use crate::support::TestSite;

const PAPERS: &str = include_str!("../reading/printed.csv");

const CODES: [Code; 7] = [code::E101, code::E102, code::E103, code::E104, code::E105, code::E108, code::E109];

/// A statement in the words of a language: measure, estimate, interval with its level, P value.
struct Statement<'t> {
    measure: &'t str,
    numbers: [&'t str; 3],
    level: &'t str,
    is_credible: bool,
    p: Option<(&'t str, &'t str)>,
}

fn papers() -> Vec<Statement<'static>> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [measure, estimate, lower, upper, level, kind, sign, p] = cells[..] else { panic!("{line}") };
        let is_credible = kind == "credible";
        Statement {
            measure,
            numbers: [estimate, lower, upper],
            level,
            is_credible,
            p: (!p.is_empty()).then_some((sign, p)),
        }
    };
    PAPERS.lines().skip(1).map(row).collect()
}

impl Statement<'_> {
    fn in_english(&self) -> String {
        let Self { measure, numbers: [estimate, lower, upper], .. } = self;
        let level = if self.level.is_empty() { String::new() } else { format!("{}% ", self.level) };
        let interval = if self.is_credible { "CrI" } else { "CI" };
        let p = self.p.map(|(sign, p)| format!("; P {sign} {p}")).unwrap_or_default();
        format!("{measure} {estimate} ({level}{interval}, {lower}–{upper}{p}).")
    }

    fn in_chinese(&self) -> String {
        let Self { measure, numbers: [estimate, lower, upper], .. } = self;
        let level = if self.level.is_empty() { String::new() } else { format!("{}%", self.level) };
        let interval = if self.is_credible { "可信区间" } else { "CI" };
        let p = self.p.map(|(sign, p)| format!("，P{sign}{p}")).unwrap_or_default();
        format!("{measure}={estimate}，{level}{interval} {lower}~{upper}{p}。")
    }
}

fn said(site: &TestSite) -> Vec<Diagnostic> {
    let request =
        Request { root: site.path().to_path_buf(), now: Some(jiff::civil::date(2026, 1, 1)), ..Request::default() };
    pipeline::load(&request, &pipeline::Watch::nobody()).diagnostics
}

/// How often each code is said as a warning or error, and how often with notes.
#[expect(clippy::print_stdout, reason = "a study shows what remains")]
fn counts(name: &str, said: &[Diagnostic]) -> BTreeMap<Code, (usize, usize)> {
    let mut counts: BTreeMap<Code, (usize, usize)> = BTreeMap::new();
    for diagnostic in said.iter().filter(|it| CODES.contains(&it.code)) {
        let count = counts.entry(diagnostic.code).or_default();
        count.1 += 1;
        if diagnostic.severity > Severity::Note {
            count.0 += 1;
            let line = diagnostic.place.as_ref().map(|it| it.file.line(it.span.start)).unwrap_or_default();
            let text = diagnostic.place.as_ref().map_or("", |it| &it.file.text[line]);
            println!("{name} {} {text}\n    {}", diagnostic.code, diagnostic.message);
        }
    }
    counts
}

#[test]
fn papers_are_noted_more_often_than_flagged() {
    let papers = papers();
    assert_eq!(papers.len(), 795);
    let fields = TestSite::new();
    for (number, some) in (1..).zip(papers.chunks(200)) {
        let mut front = String::from("findings:\n");
        for statement in some {
            let written = statement.in_english();
            let _ = writeln!(
                front,
                "  - endpoint: 终点\n    role: secondary\n    effect: \"{}\"",
                written.trim_end_matches('.')
            );
        }
        fields.issue(number, &format!("n{number}"), &front, "正文。");
    }
    let prose = |of: fn(&Statement<'static>) -> String| {
        let site = TestSite::new();
        site.issue(1, "one", "", &papers.iter().map(of).collect::<Vec<_>>().join("\n\n"));
        said(&site)
    };
    let all = [
        counts("front matter", &said(&fields)),
        counts("English", &prose(|it| it.in_english())),
        counts("Chinese", &prose(|it| it.in_chinese())),
    ];
    let mut table = String::from(
        "| 795 in papers | front matter | with notes | English | with notes | Chinese | with notes |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for code in CODES {
        let _ = write!(table, "| {code} |");
        for counts in &all {
            let (flagged, with_notes) = counts.get(&code).copied().unwrap_or_default();
            let _ = write!(table, " {flagged} | {with_notes} |");
        }
        table.push('\n');
    }
    hold_table(code::E101, &table);
    assert_eq!(all[0], all[1], "front matter is read as English is");
    assert_eq!(all[1], all[2], "English is read as Chinese is");
}
