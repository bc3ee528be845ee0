//! The command line, as `tests/cli/<case>.md` tells it: `$ postil …` in a fence, then what it prints and how it ends.
//!
//! A document is a session: files given in fences with `path=…`, commands in fences with `console`. In what is printed,
//! `[..]` stands for the rest of a line. `UPDATE=1 cargo test cli` writes what is printed anew.

use std::fs;
use std::path::Path;

use crate::support::{TestSite, code, stderr, stdout, updates};

#[test]
fn every_session_goes_as_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut documents: Vec<_> =
        fs::read_dir(folder).expect("the folder of sessions").map(|it| it.expect("an entry").path()).collect();
    documents.sort();
    let mut faults = Vec::new();
    for document in documents {
        session(&document, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn session(document: &Path, faults: &mut Vec<String>) {
    let text = fs::read_to_string(document).expect("a document");
    let site = TestSite::new();
    let mut rewritten = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        rewritten.push_str(line);
        rewritten.push('\n');
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(path) = info.split_whitespace().find_map(|word| word.strip_prefix("path=")) {
            site.write(path, block.join("\n") + "\n");
            rewritten.push_str(&(block.join("\n") + "\n"));
        } else if info == "console" {
            let command = block.first().and_then(|line| line.strip_prefix("$ postil")).expect("a command").trim();
            let printed = run(&site, command);
            let expected = block[1..].join("\n");
            if !matches(&expected, &printed) {
                faults.push(format!(
                    "{}: $ postil {command}\n--- expected\n{expected}\n--- printed\n{printed}",
                    document.display()
                ));
            }
            rewritten.push_str(&format!("{}\n{printed}{}", block[0], if printed.is_empty() { "" } else { "\n" }));
        } else {
            rewritten.push_str(&(block.join("\n") + "\n"));
        }
        rewritten.push_str("```\n");
    }
    if updates() {
        fs::write(document, rewritten).expect("a document");
        faults.clear();
    }
}

/// What a command prints, standard output first, and its exit code where it is not 0.
fn run(site: &TestSite, command: &str) -> String {
    let (command, input) = command.split_once(" <<< ").unwrap_or((command, ""));
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let mut child = site.command(&arguments);
    child.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = child.spawn().expect("postil starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), input.replace("\\n", "\n").as_bytes())
        .expect("written");
    let output = child.wait_with_output().expect("postil ends");
    let root = fs::canonicalize(site.path()).expect("the site's folder").display().to_string();
    let mut printed = format!("{}{}", stdout(&output), stderr(&output))
        .replace(&root, "[ROOT]")
        .replace(&site.path().display().to_string(), "[ROOT]");
    if code(&output) != 0 {
        printed.push_str(&format!("[exit {}]\n", code(&output)));
    }
    let lines: Vec<String> = printed.trim_end().lines().map(|line| without_time(line.trim_end())).collect();
    lines.join("\n")
}

/// How long a run took and how large its site is differ from run to run and from theme to theme.
fn without_time(line: &str) -> String {
    match line.split_once(" files (") {
        Some((before, rest)) => format!(
            "{before} files ([..]{}",
            rest.rsplit_once("; ").map(|(_, end)| format!("; {end}")).unwrap_or_default()
        ),
        None if line.contains(" read, ") => {
            format!("{} in [..]", line.rsplit_once(" in ").map_or(line, |(before, _)| before))
        }
        None => line.to_owned(),
    }
}

fn matches(expected: &str, printed: &str) -> bool {
    let (expected, printed): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), printed.lines().collect());
    expected.len() == printed.len()
        && expected.iter().zip(&printed).all(|(expected, printed)| match expected.split_once("[..]") {
            Some((start, end)) => *expected == *printed || (printed.starts_with(start) && printed.ends_with(end)),
            None => expected == printed,
        })
}
