//! The *never* rules of `lib.rs`, read from the sources.

use std::fs;
use std::path::{Path, PathBuf};

struct Source {
    /// Path below `src`, such as `model/issue.rs`.
    path: String,
    text: String,
}

impl Source {
    /// The top module that it belongs to: `model`.
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Lines of code: no comments, and nothing after the tests begin.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all: Vec<Source> = walkdir::WalkDir::new(&root)
        .into_iter()
        .map(|entry| entry.expect("a readable folder").into_path())
        .filter(|path| path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs"))
        .map(|path: PathBuf| Source {
            text: fs::read_to_string(&path).expect("a source"),
            path: path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/"),
        })
        .collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(all.len() > 40, "the sources were not found");
    all
}

/// Every line of code of `among` that names one of `words`.
fn uses<'a>(among: impl Iterator<Item = &'a Source>, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in among {
        for (line, code) in source.code() {
            if words.iter().any(|word| code.contains(word)) {
                found.push(format!("src/{}:{line}: {}", source.path, code.trim()));
            }
        }
    }
    found
}

#[test]
fn the_model_knows_only_diagnostics() {
    let sources = sources();
    let model = || sources.iter().filter(|source| source.room() == "model");
    for source in model() {
        for (line, code) in source.code().filter(|(_, code)| code.contains("crate::")) {
            let allowed = code.matches("crate::").count()
                == code.matches("crate::diag").count()
                    + code.matches("crate::model").count()
                    + code.matches("(crate::link)").count();
            assert!(allowed, "src/{}:{line}: {}", source.path, code.trim());
        }
    }
}

#[test]
fn only_io_touches_the_world_and_only_the_command_line_prints() {
    let sources = sources();
    let inner = || sources.iter().filter(|source| !matches!(source.room(), "io" | "cli" | "main"));
    let world = [
        "std::fs",
        "fs::",
        "std::net",
        "std::process",
        "std::env",
        "env::var",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "File::",
    ];
    assert_eq!(uses(inner(), &world), [""; 0]);
    let pure = || inner().filter(|source| source.room() != "pipeline");
    assert_eq!(uses(pure(), &["crate::io", "crate::cli", "crate::pipeline"]), [""; 0]);
    assert_eq!(uses(inner(), &["println!", "print!(", "stdout()", "stderr()", "process::exit"]), [""; 0]);
}

#[test]
fn stages_do_not_look_back() {
    let sources = sources();
    let of = |rooms: &'static [&'static str]| sources.iter().filter(move |source| rooms.contains(&source.room()));
    assert_eq!(
        uses(of(&["diag"]), &["crate::model", "crate::parse", "crate::link", "crate::render", "crate::config"]),
        [""; 0]
    );
    assert_eq!(
        uses(of(&["parse"]), &["crate::validate", "crate::link", "crate::lint", "crate::output", "crate::render"]),
        [""; 0]
    );
    assert_eq!(uses(of(&["validate"]), &["crate::link", "crate::lint", "crate::output", "crate::render"]), [""; 0]);
    assert_eq!(
        uses(of(&["link", "lint"]), &["crate::output", "crate::render", "crate::parse", "crate::validate"]),
        [""; 0]
    );
    assert_eq!(uses(of(&["fix"]), &["crate::model", "crate::parse", "crate::io", "crate::house"]), [""; 0]);
    assert_eq!(
        uses(of(&["house"]), &["crate::output", "crate::render", "crate::validate", "crate::link", "crate::lint"]),
        [""; 0]
    );
    assert_eq!(uses(of(&["render"]), &["crate::output", "crate::link", "crate::lint"]), [""; 0]);
}

#[test]
fn no_output_knows_of_another() {
    let sources = sources();
    let outputs: Vec<&Source> =
        sources.iter().filter(|source| source.room() == "output" && source.path != "output/mod.rs").collect();
    let names: Vec<&str> = outputs
        .iter()
        .map(|source| source.path["output/".len()..].split(['/', '.']).next().unwrap_or_default())
        .collect();
    for source in &outputs {
        let own = source.path["output/".len()..].split(['/', '.']).next().unwrap_or_default();
        for other in names.iter().filter(|name| **name != own) {
            let words = [format!("output::{other}"), format!("super::{other}::")];
            assert_eq!(uses(std::iter::once(*source), &[&words[0], &words[1]]), [""; 0]);
        }
    }
}

#[test]
fn a_dependency_has_one_door() {
    let sources = sources();
    for (word, doors) in [
        ("serde_yaml::", &["parse/front_matter"] as &[&str]),
        ("pulldown_cmark", &["parse/markdown"]),
        ("tera::", &["render/template", "render/view", "render/theme", "render/gate", "output/"]),
        ("syntect::", &["render/highlight"]),
        ("lol_html::", &["polish"]),
        ("icu_segmenter", &["render/phrase"]),
        ("walkdir::", &["io/"]),
        ("clap::", &["cli"]),
        ("annotate_snippets", &["cli"]),
        ("similar::", &["cli"]),
        ("rayon::", &["pipeline", "output/", "cli"]),
        ("minifier::", &["render/asset"]),
        ("sha2::", &["render/gate"]),
        ("data_encoding::", &["render/gate"]),
        ("ab_glyph::", &["render/card/glyph"]),
        ("png::", &["render/card/canvas", "picture/"]),
        ("csv_core", &["parse/csv", "parse/retraction"]),
        ("use xml::", &["picture/svg/read"]),
        ("cssparser", &["picture/svg/style"]),
        ("fdeflate::", &["picture/decode"]),
        ("imagesize::", &["io/source"]),
        ("include_dir", &["io/builtin"]),
        ("image::", &["picture/"]),
        ("moxcms::", &["picture/decode"]),
        ("ravif::", &["picture/encode"]),
        ("webp::Encoder", &["picture/encode"]),
        ("fast_image_resize", &["picture/encode"]),
        ("libm::", &["house/normal"]),
    ] {
        let outside = sources.iter().filter(|source| !doors.iter().any(|door| source.path.starts_with(door)));
        assert_eq!(uses(outside, &[word]), [""; 0], "{word} has its door in {doors:?}");
        let inside = sources.iter().filter(|source| doors.iter().any(|door| source.path.starts_with(door)));
        assert!(!uses(inside, &[word]).is_empty(), "{word} is no longer used: take it out of Cargo.toml");
    }
}

#[test]
fn every_module_says_its_role_and_none_is_a_drawer() {
    for source in sources() {
        assert!(source.text.starts_with("//!"), "src/{} does not say what it is for", source.path);
        let name = source.path.rsplit('/').next().unwrap_or_default();
        assert!(
            !matches!(name, "utils.rs" | "util.rs" | "common.rs" | "helpers.rs" | "misc.rs"),
            "src/{}",
            source.path
        );
    }
}

#[test]
fn outputs_and_rules_are_tables() {
    let sources = sources();
    for (room, table) in [("output", "OUTPUTS"), ("lint", "RULES")] {
        let index = sources.iter().find(|source| source.path == format!("{room}/mod.rs")).expect("the room's table");
        for line in index.text.lines().filter_map(|line| line.strip_prefix("mod ")) {
            let module = line.trim_end_matches(';');
            assert!(index.text.contains(&format!("&{module}::")), "{room}/{module}.rs does not stand in {table}");
        }
    }
    let house = sources.iter().find(|source| source.path == "house.rs").expect("the house's rules");
    for line in house.text.lines().filter_map(|line| line.strip_prefix("mod ")) {
        let module = line.trim_end_matches(';');
        assert!(house.text.contains(&format!("({module}::look)")), "house/{module}.rs does not stand in RULES");
    }
}
