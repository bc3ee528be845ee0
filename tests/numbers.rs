//! Numbers as digests and abstracts print them: nothing is said of those that agree, and each slip is found.
//!
//! `tests/numbers/sound.txt` has a statement a line, written as editors write them, of invented numbers;
//! `tests/numbers/slips.txt` has statements with one slip each, after the code that finds it. Each stands in an issue of
//! its own, so that no number of another explains it; those after `试验|` in one of a trial with two arms of 85 and 92.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use postil::diag::{Code, code};
use postil::pipeline::{self, Request};

use crate::support::TestSite;

const TRIAL: &str = "trial:\n  name: DEMO\n  planned: 368\n  enrolled: 177\n  arms:\n    a: {label: 联合组, n: 85}\n    b: {label: 单药组, n: 92}\n";

/// The codes of counts and of what is reckoned from them.
const CODES: &[Code] = &[
    code::E201,
    code::E202,
    code::E203,
    code::E204,
    code::E205,
    code::E206,
    code::E207,
    code::E208,
    code::E209,
    code::E210,
    code::E211,
    code::E212,
    code::E301,
];

fn written(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/numbers/{name}.txt"));
    let text = fs::read_to_string(path).expect("the statements");
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// What is said of each statement, in words, with its code.
fn said(statements: &[&str]) -> Vec<Vec<(Code, String)>> {
    let site = TestSite::new();
    for (number, statement) in (1..).zip(statements) {
        let (front, body) = statement.strip_prefix("试验|").map_or(("", *statement), |body| (TRIAL, body));
        site.issue(number, &format!("s{number}"), front, body);
    }
    let now = Some(jiff::civil::date(2026, 1, 1));
    let request = Request { root: site.path().to_path_buf(), now, ..Request::default() };
    let mut found: BTreeMap<usize, Vec<(Code, String)>> = BTreeMap::new();
    for diagnostic in pipeline::load(&request, &pipeline::Watch::nobody()).diagnostics {
        let Some(place) = diagnostic.place.as_ref().filter(|_| CODES.contains(&diagnostic.code)) else { continue };
        let path = &place.file.path;
        let number =
            path.split("-s").nth(1).and_then(|it| it.split('/').next()?.parse::<usize>().ok()).expect("an issue");
        let words = postil::cli::plain(&diagnostic, postil::diag::Locale::English);
        found.entry(number).or_default().push((diagnostic.code, words));
    }
    (1..=statements.len()).map(|number| found.remove(&number).unwrap_or_default()).collect()
}

#[test]
fn nothing_is_said_of_numbers_that_agree() {
    let sound = written("sound");
    assert!(sound.len() >= 120, "only {} sound statements", sound.len());
    let statements: Vec<&str> = sound.iter().map(String::as_str).collect();
    let faults: Vec<String> = said(&statements).into_iter().flatten().map(|(_, words)| words).collect();
    assert!(faults.is_empty(), "{} of {}\n{}", faults.len(), sound.len(), faults.join("\n\n"));
}

#[test]
fn every_slip_is_found() {
    let slips = written("slips");
    assert!(slips.len() >= 80, "only {} slips", slips.len());
    let pairs: Vec<(&str, &str)> = slips.iter().map(|line| line.split_once('\t').expect("a code")).collect();
    let statements: Vec<&str> = pairs.iter().map(|(_, statement)| *statement).collect();
    let mut faults = Vec::new();
    for ((code, statement), said) in pairs.iter().zip(said(&statements)) {
        if !said.iter().any(|(it, _)| it.name() == *code) {
            let other: Vec<String> = said.into_iter().map(|(_, words)| words).collect();
            faults.push(format!("{code}: {statement}\n{}", other.join("\n")));
        }
    }
    assert!(faults.is_empty(), "{} of {}\n{}", faults.len(), slips.len(), faults.join("\n"));
}
