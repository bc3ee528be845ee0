//! The colleague who reads it once more: an issue in which nothing is wrong, thirty slips of one night, and what is said.
//!
//! `tests/colleague/` is the site, `faults.toml` the slips; `transcript.en.txt` and `transcript.zh.txt` are what an editor
//! reads of all of them at once. `UPDATE=1 cargo test colleague` writes the transcripts anew.

use std::fs;
use std::path::{Path, PathBuf};

use postil::diag::{Diagnostic, SourceText};
use postil::pipeline::{self, Request};
use serde::Deserialize;

use crate::support::{TestSite, code, snapshot, stderr, stdout, updates};

const ISSUE: &str = "content/demo/001-demo/issue.md";

/// One slip.
#[derive(Deserialize)]
struct Fault {
    /// The code that speaks of it.
    code: String,
    /// What stands once in the sound text.
    find: String,
    /// What stands there instead.
    put: String,
    /// Where it is flagged: a text that stands once; `put` where it is not given.
    at: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/colleague")
}

fn faults() -> Vec<Fault> {
    #[derive(Deserialize)]
    struct List {
        fault: Vec<Fault>,
    }
    let text = fs::read_to_string(folder().join("faults.toml")).expect("the slips");
    toml::from_str::<List>(&text).expect("a list of slips").fault
}

fn sound() -> String {
    fs::read_to_string(folder().join(ISSUE)).expect("the sound issue")
}

/// The sound text with some of the slips in it.
fn with<'a>(slips: impl IntoIterator<Item = &'a Fault>) -> String {
    slips.into_iter().fold(sound(), |text, slip| {
        assert_eq!(text.matches(&slip.find).count(), 1, "{}: `{}` does not stand once", slip.code, slip.find);
        text.replacen(&slip.find, &slip.put, 1)
    })
}

/// The site with an issue of this text.
fn site(issue: &str) -> TestSite {
    let site = TestSite::new();
    for (path, bytes) in snapshot(&folder()).into_iter().filter(|(path, _)| path != ISSUE) {
        site.write(&path, bytes);
    }
    site.write(ISSUE, issue);
    site
}

/// What is said of an issue of this text: each code with its line and column.
fn said(issue: &str) -> Vec<(String, usize, usize)> {
    let site = site(issue);
    let request =
        Request { root: site.path().to_path_buf(), now: Some(jiff::civil::date(2026, 1, 1)), ..Request::default() };
    let place = |it: &Diagnostic| {
        let place = it.place.as_ref().expect("a place");
        assert_eq!(place.file.path, ISSUE, "{}", it.code);
        place.file.line_column(place.span.start)
    };
    let found = pipeline::check(&request, &pipeline::Watch::nobody()).diagnostics;
    let mut found: Vec<(String, usize, usize)> = found
        .iter()
        .map(|it| {
            let (line, column) = place(it);
            (it.code.name().to_owned(), line, column)
        })
        .collect();
    found.sort();
    found
}

/// Where a slip is to be flagged in a text.
fn expected(slip: &Fault, issue: &str) -> (String, usize, usize) {
    let at = slip.at.as_ref().unwrap_or(&slip.put);
    assert_eq!(issue.matches(at.as_str()).count(), 1, "{}: `{at}` does not stand once", slip.code);
    let text = SourceText::new(ISSUE, issue);
    let (line, column) = text.line_column(issue.find(at.as_str()).expect("it stands there"));
    (slip.code.clone(), line, column)
}

#[test]
fn nothing_is_said_of_the_sound_issue() {
    assert_eq!(said(&sound()), []);
}

#[test]
fn nothing_is_said_of_the_demonstration_column() {
    let request = Request {
        root: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
        now: Some(jiff::civil::date(2026, 1, 1)),
        drafts: true,
        future: true,
        ..Request::default()
    };
    let said = pipeline::check(&request, &pipeline::Watch::nobody()).diagnostics;
    let drawn: Vec<String> = said.iter().map(|it| postil::cli::plain(it, postil::diag::Locale::English)).collect();
    assert!(drawn.is_empty(), "{}", drawn.join("\n\n"));
}

#[test]
fn each_slip_is_found_by_itself() {
    let wrong = faults().into_iter().filter_map(|slip| {
        let issue = with([&slip]);
        let (found, wanted) = (said(&issue), [expected(&slip, &issue)]);
        (found != wanted).then(|| format!("{} → {}: {found:?}, not {wanted:?}", slip.find, slip.put))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn thirty_slips_of_thirty_kinds_are_found_at_once_and_nothing_else() {
    let slips = faults();
    let codes: std::collections::BTreeSet<&str> = slips.iter().map(|slip| slip.code.as_str()).collect();
    assert_eq!((slips.len(), codes.len()), (30, 30));
    let issue = with(&slips);
    let all: Vec<(String, usize, usize)> = slips.iter().map(|slip| expected(slip, &issue)).collect();
    let found = said(&issue);
    let more: Vec<_> = found.iter().filter(|it| !all.contains(it)).collect();
    let missed: Vec<_> = all.iter().filter(|it| !found.contains(it)).collect();
    assert!(more.is_empty() && missed.is_empty() && found.len() == 30, "more: {more:?}\nmissed: {missed:?}");
}

#[test]
fn an_editor_reads_it_like_this() {
    let site = site(&with(&faults()));
    for locale in ["en", "zh"] {
        let run = site.run(&["--lang", locale, "check", "--now", "2026-01-01"]);
        assert_eq!(code(&run), 1);
        let printed = format!("{}{}", stdout(&run), stderr(&run));
        // How long it took differs from run to run.
        let lines: Vec<&str> = printed
            .lines()
            .map(|line| match locale {
                "en" if line.contains(" issue read, ") => line.rsplit_once(" in ").map_or(line, |(kept, _)| kept),
                "zh" if line.starts_with("已检查") => line.rsplit_once('，').map_or(line, |(kept, _)| kept),
                _ => line,
            })
            .collect();
        let printed = lines.join("\n") + "\n";
        let path = folder().join(format!("transcript.{locale}.txt"));
        if updates() {
            fs::write(&path, &printed).expect("a transcript");
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), printed, "UPDATE=1 cargo test colleague");
    }
}
