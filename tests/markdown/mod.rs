//! Markdown to HTML: cases in files, the specification's own examples, and properties of any input.
//!
//! A case in `tests/markdown/*.md` is a fence `markdown`, a fence `html`, and a fence `diagnostics` if there is
//! something to say: a line for each diagnostic, its code and the text it points at. A fence `lines` holds a case
//! a line, `input ⇒ output inside <p>`, with `⏎` for a line break. `UPDATE=1` rewrites `html` and `diagnostics`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use postil::cli::render;
use postil::diag::{Checked, Diagnostic};

mod conservation;
pub(crate) mod properties;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let entries = fs::read_dir(folder).expect("the folder of cases is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

/// A fence: its info string, its lines' range.
struct Fence {
    info: String,
    first: usize,
    text: String,
}

fn fences(file: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut open: Option<(String, Fence)> = None;
    for (number, line) in file.lines().enumerate() {
        if let Some((mark, fence)) = &mut open {
            if line == mark.as_str() {
                fences.extend(open.take().map(|(_, fence)| fence));
            } else {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
        } else if line.starts_with("```") {
            let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
            let fence = Fence { info: line[ticks..].to_owned(), first: number + 1, text: String::new() };
            open = Some(("`".repeat(ticks), fence));
        }
    }
    assert!(open.is_none(), "a fence of a case file is never closed");
    fences
}

fn describe(markdown: &str, diagnostics: &[Diagnostic]) -> String {
    let mut diagnostics: Vec<&Diagnostic> = diagnostics.iter().collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.sort_key());
    let mut lines = String::new();
    for diagnostic in diagnostics {
        let place = diagnostic.place.as_ref().expect("a fault of Markdown has a place");
        let (line, column) = place.file.line_column(place.span.start);
        let text = &markdown[place.span.clone()];
        let _ = writeln!(lines, "{} {line}:{column} {:?} {}", diagnostic.code, text, diagnostic.message);
    }
    lines
}

#[test]
fn cases() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut failures = String::new();
    let mut count = 0;
    for path in files() {
        let file = fs::read_to_string(&path).expect("a case file can be read");
        let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
        let fences = fences(&file);
        for (index, fence) in fences.iter().enumerate().rev() {
            if fence.info == "lines" {
                count += check_lines(&path, fence, &mut failures);
            }
            if fence.info != "markdown" {
                continue;
            }
            count += 1;
            let Checked { value, diagnostics } = render::fragment(&fence.text);
            let found = [value, describe(&fence.text, &diagnostics)];
            for (found, wanted) in found.iter().zip(["html", "diagnostics"]).rev() {
                let expected = fences[index + 1..]
                    .iter()
                    .take_while(|fence| fence.info != "markdown")
                    .find(|fence| fence.info == wanted);
                let text = expected.map_or("", |fence| &fence.text);
                if found.trim_end() == text.trim_end() {
                    continue;
                }
                let _ =
                    writeln!(failures, "{}:{}\n--- expected\n{text}--- found\n{found}", path.display(), fence.first);
                if let (true, Some(fence)) = (update, expected) {
                    let range = fence.first..fence.first + fence.text.lines().count();
                    lines.splice(range, found.trim_end().lines().map(str::to_owned));
                }
            }
        }
        if update {
            fs::write(&path, lines.join("\n") + "\n").expect("a case file can be written");
        }
    }
    assert!(update || failures.is_empty(), "{failures}");
    assert!(count > 100, "the cases are gone");
}

fn check_lines(path: &Path, fence: &Fence, failures: &mut String) -> usize {
    for (number, line) in fence.text.lines().enumerate() {
        let (input, output) = line.split_once(" ⇒ ").expect("a line of `lines` has ` ⇒ `");
        let expected = format!("<p>{}</p>\n", output.replace('⏎', "\n"));
        let found = render::fragment(&input.replace('⏎', "\n")).value;
        if found != expected {
            let place = path.display();
            let _ = writeln!(
                failures,
                "{place}:{}\n    wrote {input}\n expected {expected}    found {found}",
                fence.first + number + 1
            );
        }
    }
    fence.text.lines().count()
}

/// The examples of the specification are not ours to keep: `tests/tools/commonmark.mjs` writes them to a file,
/// whose path is given in `COMMONMARK_EXAMPLES`.
#[test]
fn examples_of_the_specification() {
    let Some(path) = std::env::var_os("COMMONMARK_EXAMPLES") else {
        return;
    };
    let text = fs::read_to_string(path).expect("the examples can be read");
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).expect("the examples are JSON");
    let mut failures = String::new();
    let mut failed = 0;
    for example in &examples {
        let field = |name: &str| example[name].as_str().unwrap_or_default();
        let found = render::commonmark(field("markdown"));
        if found != field("html") {
            failed += 1;
            let _ = writeln!(
                failures,
                "example {}\n{}\n--- expected\n{}--- found\n{found}",
                example["number"],
                field("markdown"),
                field("html")
            );
        }
    }
    assert!(failed == 0, "{failed} of {} fail\n{failures}", examples.len());
}
