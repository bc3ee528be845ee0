//! The same sources make the same bytes: on any number of threads, cold or warm, whatever was there before.

use std::path::Path;

use tempfile::tempdir;

use crate::support::{TestSite, code, snapshot, stderr};

/// The demonstration column, built with some number of threads.
fn demonstration(jobs: &str) -> Vec<(String, Vec<u8>)> {
    let output = tempdir().expect("a temporary folder");
    let target = output.path().join("site");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_postil"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args(["build", "--now", "2026-01-01", "--jobs", jobs, "--output"])
        .arg(&target)
        .output()
        .expect("postil starts");
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    snapshot(&target)
}

#[test]
fn any_number_of_threads_makes_the_same_bytes() {
    let one = demonstration("1");
    assert!(one.len() > 50);
    assert_eq!(one, demonstration("4"));
    assert_eq!(one, demonstration("4"));
}

/// What the output is when made from nothing.
fn cold(site: &TestSite) -> Vec<(String, Vec<u8>)> {
    let output = tempdir().expect("a temporary folder");
    let target = output.path().join("site");
    let run = site.command(&["build", "--now", "2026-01-01", "--output"]).arg(&target).output().expect("postil starts");
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    snapshot(&target)
}

#[test]
fn a_warm_build_equals_a_cold_one_whatever_happened_in_between() {
    let site = TestSite::new();
    for number in 1..=25 {
        site.issue(number, &format!("issue-{number}"), "tags: [放疗, 肝癌]\n", "## 结果\n\n正文。\n\n![图](a.svg)");
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"></svg>";
        site.write(&format!("content/demo/{number:03}-issue-{number}/a.svg"), svg);
    }
    site.build();
    let changes: [&dyn Fn(); 8] = [
        &|| {},
        &|| {
            site.issue(3, "issue-3", "tags: [放疗]\n", "改过的正文。");
        },
        &|| {
            site.remove("content/demo/007-issue-7");
        },
        &|| {
            std::fs::rename(site.path().join("content/demo/008-issue-8"), site.path().join("content/demo/008-renamed"))
                .expect("a renamed folder")
        },
        &|| {
            site.write("config.toml", "title = \"另一个名字\"\npage_size = 3\n");
        },
        &|| {
            site.issue(26, "issue-26", "aliases: [/p/1]\n", "新的一期。");
        },
        // A file becomes a folder: `/p/1` was a page, now something stands below it.
        &|| {
            site.issue(26, "issue-26", "aliases: [/p/1/2]\n", "新的一期。");
        },
        &|| {
            site.write("content/demo/column.md", "---\ntitle: 改名\n---\n\n寄语。\n");
        },
    ];
    for (step, change) in changes.iter().enumerate() {
        change();
        site.build();
        assert!(site.snapshot() == cold(&site), "after change {step} the output differs from a fresh build");
    }
}

#[test]
fn an_unchanged_file_is_not_written_again() {
    let site = TestSite::with_issue();
    site.issue(2, "two", "", "正文。");
    site.build();
    let time = |path: &str| std::fs::metadata(site.output().join(path)).and_then(|it| it.modified()).expect("a time");
    let before = (time("404.html"), time("demo/two/index.html"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    site.issue(2, "two", "", "改过的正文。");
    site.build();
    assert_eq!(before.0, time("404.html"));
    assert_ne!(before.1, time("demo/two/index.html"));
    let again = site.run(&["build", "--now", "2026-01-01"]);
    assert!(stderr(&again).contains("nothing had changed"), "{}", stderr(&again));
}
