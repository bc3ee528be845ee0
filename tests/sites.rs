//! Whole sites as files: `tests/sites/<case>/` holds a site, `expected/` the files that must come of it, to the byte,
//! and `diagnostics.txt` what is said, `diagnostics.zh.txt` in Chinese.
//!
//! `UPDATE=1 cargo test sites` writes them anew. An expected file that nothing made is a failure. What is expected is
//! what a case is about; files that no case names are not compared.

use std::fs;
use std::path::Path;

use crate::support::{code, snapshot, stderr, updates};

#[test]
fn every_site_comes_out_as_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut names: Vec<_> =
        fs::read_dir(&cases).expect("the folder of sites").map(|it| it.expect("an entry").path()).collect();
    names.sort();
    assert!(!names.is_empty());
    let mut faults = Vec::new();
    for case in names {
        check(&case, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn check(case: &Path, faults: &mut Vec<String>) {
    let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let output = tempfile::tempdir().expect("a temporary folder");
    let target = output.path().join("site");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_postil"));
    command
        .current_dir(case)
        .args(["build", "--now", "2026-01-01", "--root", "."])
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8")
        .arg("--output")
        .arg(&target);
    let run = command.output().expect("postil starts");
    let said = lasting(&stderr(&run));
    let expects_success = case.join("expected").is_dir();
    if expects_success != (code(&run) == 0) && !updates() {
        faults.push(format!("{name}: ended with {}\n{}", code(&run), stderr(&run)));
    }
    compare(&format!("{name}/diagnostics.txt"), &case.join("diagnostics.txt"), said.as_bytes(), faults);
    let chinese = case.join("diagnostics.zh.txt");
    if chinese.exists() {
        let said = command.args(["--lang", "zh"]).output().expect("postil starts");
        compare(&format!("{name}/diagnostics.zh.txt"), &chinese, lasting(&stderr(&said)).as_bytes(), faults);
    }
    if !expects_success {
        assert!(!target.exists(), "{name}: something was written");
        return;
    }
    let made = snapshot(&target);
    for (path, _) in snapshot(&case.join("expected")) {
        match made.iter().find(|(other, _)| *other == path) {
            Some((_, bytes)) => {
                compare(&format!("{name}/expected/{path}"), &case.join("expected").join(&path), bytes, faults)
            }
            None => faults.push(format!("{name}: nothing made {path}")),
        }
    }
}

/// What is said, without what differs from run to run.
fn lasting(said: &str) -> String {
    let differs = |line: &&str| line.contains(" files (") || line.starts_with("the site is in");
    said.lines().filter(|line| !differs(line)).map(|line| format!("{line}\n")).collect()
}

fn compare(name: &str, path: &Path, bytes: &[u8], faults: &mut Vec<String>) {
    if updates() {
        fs::write(path, bytes).expect("an expectation");
        return;
    }
    let expected = fs::read(path).unwrap_or_default();
    if expected != bytes {
        faults.push(format!(
            "{name} differs:\n--- expected\n{}\n--- made\n{}",
            String::from_utf8_lossy(&expected),
            String::from_utf8_lossy(bytes)
        ));
    }
}
