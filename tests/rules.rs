//! `tests/rules/<code>.md`: what each code flags and what it does not. The same files are what `postil explain` prints.
//!
//! `UPDATE=1 cargo test rules` writes the diagnostics anew.

use std::fs;
use std::path::{Path, PathBuf};

use postil::diag::Code;
use postil::pipeline::{self, Request};

use crate::support::{TestSite, updates};

/// Files of a site, and what is said of it.
struct Case {
    line: usize,
    files: Vec<(String, Vec<u8>)>,
    /// Where the expectation stands in the document; `None` if nothing is to be said.
    expected: Option<(std::ops::Range<usize>, String)>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

#[test]
fn every_code_is_documented_under_its_title() {
    for code in Code::all() {
        let first = code.documentation().lines().next().unwrap_or_default();
        assert_eq!(first, format!("# {code}: {}", code.title()));
        assert!(code.documentation().lines().count() > 2, "{code} says nothing but its title");
    }
    for entry in fs::read_dir(folder()).expect("the folder of rules") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        assert!(Code::find(name.trim_end_matches(".md")).is_some(), "tests/rules/{name} belongs to no code");
    }
}

#[test]
fn every_example_is_flagged_as_documented() {
    let mut faults = Vec::new();
    for code in Code::all() {
        let path = folder().join(format!("{code}.md"));
        let mut text = fs::read_to_string(&path).expect("the document of a code");
        let cases = cases(&text);
        // From the last to the first, so that a rewritten expectation does not move the ones before it.
        for case in cases.iter().rev() {
            let said = run(case);
            match &case.expected {
                Some((_, expected)) if said.trim_end() == expected.trim_end() => {
                    assert!(
                        said.contains(&format!("[{code}]")),
                        "tests/rules/{code}.md:{}: flagged, but not as {code}",
                        case.line
                    );
                }
                Some((range, _)) if updates() => text.replace_range(range.clone(), &format!("{}\n", said.trim_end())),
                Some((_, expected)) => faults
                    .push(format!("tests/rules/{code}.md:{}\n--- expected\n{expected}\n--- said\n{said}", case.line)),
                None if said.is_empty() => {}
                None => {
                    faults.push(format!("tests/rules/{code}.md:{}: nothing should be said, but\n{said}", case.line))
                }
            }
        }
        if updates() {
            fs::write(&path, text).expect("the document of a code");
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Reads the fences of a document: `path=…` is a file, `diagnostics` ends a case.
fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut files = Vec::new();
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').scan(0, |offset, line| {
        let at = *offset;
        *offset += line.len();
        Some((at, line))
    });
    let mut number = 0;
    while let Some((_, line)) = lines.next() {
        number += 1;
        let mark: String = line.chars().take_while(|it| matches!(it, '`' | '~')).collect();
        if mark.len() < 3 {
            // Prose between fences ends a case without an expectation.
            if !line.trim().is_empty() && !files.is_empty() {
                cases.push(Case { line: start, files: std::mem::take(&mut files), expected: None });
            }
            continue;
        }
        let info = line[mark.len()..].trim();
        let opened = number;
        let mut content = String::new();
        let (mut from, mut to) = (None, 0);
        for (at, inner) in lines.by_ref() {
            number += 1;
            from = from.or(Some(at));
            to = at;
            if inner.trim_end() == mark {
                break;
            }
            content.push_str(inner);
        }
        if let Some(path) = info.split_whitespace().find_map(|word| word.strip_prefix("path=")) {
            if files.is_empty() {
                start = opened;
            }
            let is_hex = info.split_whitespace().any(|word| word == "hex");
            files.push((path.to_owned(), if is_hex { from_hex(&content) } else { unescape(&content) }));
        } else if info == "diagnostics" {
            cases.push(Case {
                line: start,
                files: std::mem::take(&mut files),
                expected: Some((from.unwrap_or(to)..to, content)),
            });
        }
    }
    if !files.is_empty() {
        cases.push(Case { line: start, files, expected: None });
    }
    cases
}

/// Everything that is said of a case's site, drawn without colours.
fn run(case: &Case) -> String {
    let site = TestSite::new();
    for (path, bytes) in &case.files {
        site.write(path, bytes);
    }
    let request =
        Request { root: site.path().to_path_buf(), now: Some(jiff::civil::date(2026, 1, 1)), ..Request::default() };
    let mut said = pipeline::check(&request, &|_| {}).diagnostics;
    said.sort_by_cached_key(postil::diag::Diagnostic::sort_key);
    let root = site.path().display().to_string();
    let drawn: Vec<String> =
        said.iter().map(|it| postil::cli::plain(it, postil::diag::Locale::English).replace(&root, "…")).collect();
    drawn.join("\n\n")
}

/// The bytes of a file that is no text: two digits each, as a hex dump shows them.
fn from_hex(text: &str) -> Vec<u8> {
    let digit = |it: char| it.to_digit(16).map(|it| it as u8);
    let digits: Vec<u8> = text.chars().filter_map(digit).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// `␉`, `␍`, `␀` and `␛BOM` stand for what an editor cannot see in a document.
fn unescape(text: &str) -> Vec<u8> {
    text.replace('␉', "\t").replace("␍", "\r").replace('␀', "\0").replace("␛BOM", "\u{feff}").into_bytes()
}
