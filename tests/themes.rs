//! The themes that come with postil: each shows the whole demonstration, and nothing is said of it.

use std::fs;
use std::path::Path;

use crate::support::{TestSite, stderr};

/// The demonstration with a theme, as an editor has it who only changed one line of config.toml.
fn demonstration(theme: &str) -> TestSite {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = TestSite::new();
    site.remove("content");
    for entry in walkdir::WalkDir::new(top.join("content")).into_iter().map(|it| it.expect("an entry")) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(top).expect("below the top").to_str().expect("UTF-8").to_owned();
            site.write(&path, fs::read(entry.path()).expect("a file"));
        }
    }
    let config = fs::read_to_string(top.join("config.toml")).expect("config.toml");
    site.write("config.toml", config.replace("theme = \"default\"", &format!("theme = \"{theme}\"")));
    site
}

#[test]
fn every_theme_that_comes_with_postil_shows_the_demonstration() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    for entry in fs::read_dir(folder).expect("themes") {
        let theme = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        let site = demonstration(&theme);
        let run = site.run(&["check", "--now", "2026-01-01"]);
        assert!(run.status.success(), "{theme}: {}", stderr(&run));
        assert!(!stderr(&run).contains("[T"), "{theme}: {}", stderr(&run));
    }
}

#[test]
fn a_theme_without_scripts_asks_for_none() {
    let site = demonstration("plain");
    site.build();
    let page = site.published("rt-frontier/rtog1112/index.html");
    assert!(page.contains("15.8") && page.contains("终点未达到"), "{page}");
    assert!(!page.contains("reading-"), "a script of another theme");
}
