//! The *never* rules of `lib.rs`, read from the sources as the compiler reads them.
//!
//! What may know what is one table, [`ARROWS`]; everything that it does not allow is forbidden. What touches the world
//! outside is kept by type in `.clippy.toml`; `tests/tools/world.sh` shows that it catches what it should.

mod circle;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use source::Source;

/// Which rooms a room may know besides itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("model", &["diag"]),
    ("text", &["diag", "model"]),
    ("evidence", &["diag", "model", "text"]),
    ("config", &["diag", "model", "parse"]),
    ("parse", &["diag", "model", "text"]),
    ("validate", &["diag", "evidence", "model", "parse", "text"]),
    ("link", &["diag", "model"]),
    ("lint", &["diag", "evidence", "model", "text"]),
    ("sheet", &["diag", "evidence", "lint", "model", "parse"]),
    ("picture", &["diag", "model", "text"]),
    ("render", &["diag", "evidence", "model", "text"]),
    ("output", &["diag", "model", "render"]),
    ("inspect", &["diag", "model", "parse"]),
    ("io", &["diag", "model", "picture"]),
    ("manuscript", &["diag", "evidence", "inspect", "model", "parse", "picture", "scaffold", "text"]),
    ("scaffold", &["diag", "io", "model"]),
    (
        "pipeline",
        &[
            "config", "diag", "evidence", "inspect", "io", "link", "lint", "model", "output", "parse", "picture",
            "render", "sheet", "text", "validate",
        ],
    ),
    ("desk", &["diag", "io", "manuscript", "model", "parse", "pipeline", "render", "scaffold"]),
    ("lsp", &["diag", "evidence", "io", "lint", "model", "parse", "pipeline", "sheet"]),
    (
        "cli",
        &[
            "config",
            "desk",
            "diag",
            "io",
            "lint",
            "lsp",
            "manuscript",
            "model",
            "parse",
            "pipeline",
            "render",
            "scaffold",
            "sheet",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Rooms of the model that `evidence` may know: the words in which findings are held. Of the rest it knows nothing.
const SEEN_BY_EVIDENCE: &[&str] = &["language", "printed", "statistic"];

/// Dependencies and their doors: the files, by the beginning of their paths, that may name them.
const DOORS: &[(&str, &[&str])] = &[
    ("serde_yaml", &["parse/front_matter"]),
    ("pulldown_cmark", &["parse/markdown"]),
    ("tera", &["render/template", "render/view", "render/strings", "render/gate", "output/"]),
    ("syntect", &["render/highlight"]),
    ("lol_html", &["inspect", "render/mount"]),
    ("html5ever", &["inspect/nest", "inspect/tree"]),
    ("icu_normalizer", &["model/address"]),
    ("icu_segmenter", &["render/phrase"]),
    ("walkdir", &["io/"]),
    ("httparse", &["io/listen"]),
    ("notify", &["io/watch"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("similar", &["cli", "desk/"]),
    ("getrandom", &["io/chance"]),
    ("ureq", &["io/web"]),
    ("rusty_s3", &["io/deliver"]),
    ("rayon", &["pipeline", "output/", "cli"]),
    ("minifier", &["render/asset"]),
    ("sha2", &["render/gate", "io/publish"]),
    ("md5", &["io/publish"]),
    ("data_encoding", &["render/gate", "picture/svg/address", "io/publish", "io/deliver", "manuscript/page"]),
    ("ab_glyph", &["render/card/glyph"]),
    ("png", &["render/card/canvas", "render/chart/raster", "picture/"]),
    ("tiny_skia", &["render/chart/raster"]),
    ("cssparser", &["text/css", "picture/svg/style"]),
    ("xml", &["picture/svg/read", "manuscript/word/tree"]),
    ("zip", &["manuscript/word/package", "pipeline/bind"]),
    ("fdeflate", &["picture/decode"]),
    ("crc32fast", &["picture/whole"]),
    ("url", &["model/uri", "io/deliver/store"]),
    ("percent_encoding", &["model/uri"]),
    ("csv_core", &["parse/csv", "parse/retraction"]),
    ("imagesize", &["io/source"]),
    ("include_dir", &["io/builtin"]),
    ("image", &["picture/"]),
    ("moxcms", &["picture/decode"]),
    ("ravif", &["picture/encode"]),
    ("webp", &["picture/encode"]),
    ("fast_image_resize", &["picture/encode"]),
    ("postcard", &["pipeline/memo"]),
    ("libm", &["evidence/normal", "evidence/distribution"]),
    ("aho_corasick", &["evidence/words/topic"]),
    ("strsim", &["diag"]),
    ("qrcode", &["render/qr"]),
    ("semver", &["config/theme"]),
];

/// How many lines a function has at most, from its `fn` to its closing brace.
const LONGEST_FUNCTION: usize = 60;

/// How many lines a file has at most.
const LONGEST_FILE: usize = 450;

/// What is longer, and why: a file by its path, a function by the path of its file and its name.
const LONGER: &[(&str, &str)] = &[
    (
        "validate/issue.rs: issue",
        "a list of fields: each one of the draft is named, and each one of the issue, so that none can be forgotten",
    ),
    ("config.rs: config", "a list of settings: each one of the draft is named, so that none can be forgotten"),
];

#[test]
fn rooms_know_only_what_the_table_allows() {
    assert_eq!(arrows(Source::all()), [""; 0]);
}

#[test]
fn outputs_and_rules_do_not_know_each_other() {
    assert_eq!(neighbours(Source::all()), [""; 0]);
}

#[test]
fn a_dependency_has_one_door() {
    let all = Source::all();
    assert_eq!(doors(all), [""; 0]);
    for (word, doors) in DOORS {
        let is_used = all
            .iter()
            .filter(|source| doors.iter().any(|door| source.path.starts_with(door)))
            .any(|source| source.names.iter().any(|name| name.path[0] == *word));
        assert!(is_used, "{word} is no longer used: take it out of Cargo.toml");
    }
}

#[test]
fn only_io_names_the_world_and_only_the_command_line_prints() {
    assert_eq!(world(Source::all()), [""; 0]);
}

#[test]
fn files_of_different_rooms_stand_in_no_circle() {
    let all = Source::all();
    for circle in circle::circles(all) {
        let rooms: BTreeSet<&str> = circle.iter().map(|path| path.split('/').next().unwrap_or_default()).collect();
        assert_eq!(rooms.len(), 1, "these files of different rooms know each other in a circle: {circle:?}");
        // The builder of documents is one type whose parts stand in a file each.
        let is_one_type = circle.iter().all(|path| path.starts_with("parse/markdown/"));
        assert!(circle.len() < 4 || is_one_type, "these files know each other in a circle: {circle:?}");
    }
}

#[test]
fn every_module_says_its_role_and_none_is_a_drawer() {
    for source in Source::all() {
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
fn files_and_functions_can_be_held_in_the_head() {
    let longer = too_long(Source::all());
    let is_excepted = |what: &str| LONGER.iter().any(|(excepted, _)| *excepted == what);
    let faults: Vec<&String> = longer.iter().filter(|(what, _)| !is_excepted(what)).map(|(_, fault)| fault).collect();
    assert!(faults.is_empty(), "split by meaning what is longer than one can hold in the head: {faults:#?}");
    for (excepted, _) in LONGER {
        assert!(longer.contains_key(*excepted), "{excepted} is short enough today: take it out of LONGER");
    }
}

#[test]
fn outputs_and_rules_are_tables() {
    let all = Source::all();
    let text = |path: &str| &all.iter().find(|source| source.path == path).expect("the table's file").text;
    for module in text("output/mod.rs").lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')) {
        assert!(
            text("output/mod.rs").contains(&format!("&{module}::")),
            "output/{module}.rs does not stand in OUTPUTS"
        );
    }
    for source in all.iter().filter(|source| is_rule(source)) {
        let [_, group, name] = source.module.as_slice() else { panic!("{}", source.path) };
        assert!(
            text("lint.rs").contains(&format!("({group}::{name}::")),
            "src/{} does not stand in RULES",
            source.path
        );
    }
}

/// The rules above are not blind: each way around them that was ever tried is caught.
#[test]
fn what_would_go_around_the_rules_is_caught() {
    let planted = |path: &str, code: &str| {
        let mut all = Source::all().to_vec();
        all.retain(|source| source.path != path);
        all.push(Source::new(path, format!("//! Planted.\n\n{code}\n")));
        [arrows(&all), neighbours(&all), doors(&all), world(&all)].concat()
    };
    for (path, code) in [
        // In a group, behind a rename, from far below, in a macro, in a function.
        ("render/planted.rs", "use crate::{diag::Code, io, cli};"),
        ("render/planted.rs", "use crate::io as other;"),
        ("render/html/planted.rs", "fn f() { super::super::super::io::clock::today(&zone) }"),
        ("render/planted.rs", "fn f() { vec![crate::io::clock::today(&zone)]; }"),
        ("render/planted.rs", "fn f() { use crate::io::clock; }"),
        // After the tests of a file.
        ("render/planted.rs", "#[cfg(test)]\nmod tests {}\n\nuse crate::io::clock;"),
        // The world by its full name.
        ("render/planted.rs", "fn f() { std::path::absolute(path) }"),
        ("render/planted.rs", "use std::{fs as disk, path::Path};"),
        // A rule that others may call, a rule that knows another, an output that knows another.
        ("lint/people/planted.rs", "pub(crate) fn look() {}"),
        ("lint/people/planted.rs", "use super::percentage::look;"),
        ("lint/people/planted.rs", "use crate::lint::effect::{implied_p as p};"),
        ("output/planted.rs", "use super::feed::Feed;"),
        // The model of something above it, evidence of an issue, a door beside the door.
        ("model/planted.rs", "use crate::link::Selection;"),
        ("evidence/planted.rs", "use crate::model::issue::Issue;"),
        ("parse/planted.rs", "use ::pulldown_cmark::Parser;"),
    ] {
        assert_ne!(planted(path, code), [""; 0], "nobody minds this in src/{path}:\n{code}");
    }
    let long = format!("impl Planted {{\n    /// Says.\n    fn f() {{\n{}    }}\n}}\n", "        g();\n".repeat(59));
    let found = |code: String| too_long(&[Source::new("text/planted.rs", code)]).into_keys().collect::<Vec<_>>();
    assert_eq!(found(long.clone()), ["text/planted.rs: f"]);
    assert_eq!(found(long.replacen("        g();\n", "", 1)), [""; 0]);
    assert_eq!(found("//\n".repeat(451)), ["text/planted.rs"]);
    let harmless = "#[cfg(test)]\nmod tests { use crate::io::clock; }\npub(in crate::lint) fn look() {}";
    assert_eq!(planted("lint/people/harmless.rs", harmless), [""; 0]);
}

fn arrows(all: &[Source]) -> Vec<String> {
    let rooms: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    let mut faults = Vec::new();
    for source in all {
        let Some((room, allowed)) = ARROWS.iter().find(|(room, _)| *room == source.room()) else {
            faults.push(format!("src/{} is a room that the table does not have", source.path));
            continue;
        };
        for name in source.names.iter().filter(|name| name.path[0] == "crate" && name.path.len() > 1) {
            let to = name.path[1].as_str();
            let is_closed = *room == "evidence"
                && to == "model"
                && name.path.get(2).is_some_and(|part| !SEEN_BY_EVIDENCE.contains(&part.as_str()));
            if rooms.contains(to) && to != *room && (!allowed.contains(&to) || is_closed) {
                faults.push(format!("src/{}:{}: {}", source.path, name.line, name.path.join("::")));
            }
        }
    }
    faults
}

/// What is longer than files and functions are, by what [`LONGER`] calls it, each with its place and its length.
fn too_long(all: &[Source]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for source in all {
        let lines = source.text.lines().count();
        if lines > LONGEST_FILE {
            found.insert(source.path.clone(), format!("src/{}: {lines} lines", source.path));
        }
        for function in source.functions.iter().filter(|it| it.lines > LONGEST_FUNCTION) {
            found.insert(
                format!("{}: {}", source.path, function.name),
                format!("src/{}:{}: {} has {} lines", source.path, function.line, function.name, function.lines),
            );
        }
    }
    found
}

/// A file of a rule: two folders down, and not what rules are given to read.
fn is_rule(source: &Source) -> bool {
    matches!(source.module.as_slice(), [lint, group, _] if lint == "lint" && group != "reading")
}

fn neighbours(all: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let rules: Vec<&[String]> = all.iter().filter(|source| is_rule(source)).map(|source| &*source.module).collect();
    let outputs: Vec<&[String]> =
        all.iter().filter(|it| it.room() == "output" && it.module.len() == 2).map(|source| &*source.module).collect();
    for source in all {
        for name in source.names.iter().filter(|name| name.path[0] == "crate") {
            let stands_in = |modules: &[&[String]]| {
                let own = modules.iter().find(|own| source.module.starts_with(own));
                own.is_some_and(|own| modules.iter().any(|it| it != own && name.path[1..].starts_with(it)))
            };
            if stands_in(&rules) || stands_in(&outputs) {
                faults.push(format!("src/{}:{}: {}", source.path, name.line, name.path.join("::")));
            }
        }
        if is_rule(source) && source.path != PAPERS {
            let lines = source.text.lines().enumerate();
            let open = lines.filter(|(_, line)| line.starts_with("pub fn ") || line.starts_with("pub(crate) "));
            faults.extend(open.map(|(at, line)| format!("src/{}:{}: {line}", source.path, at + 1)));
        }
    }
    faults
}

/// Which papers are looked up in a list of retractions is asked before the rules run.
const PAPERS: &str = "lint/retraction/retracted.rs";

fn doors(all: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in all {
        for name in &source.names {
            let Some((_, doors)) = DOORS.iter().find(|(word, _)| name.path[0] == *word) else { continue };
            if !doors.iter().any(|door| source.path.starts_with(door)) {
                faults.push(format!("src/{}:{}: {}", source.path, name.line, name.path.join("::")));
            }
        }
    }
    faults
}

/// What of the standard library is the world outside.
const WORLD: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["std", "thread"],
    &["std", "os"],
    &["std", "path", "absolute"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
];

fn world(all: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in all.iter().filter(|source| !matches!(source.room(), "io" | "cli" | "main")) {
        for name in &source.names {
            if WORLD
                .iter()
                .any(|world| name.path.iter().map(String::as_str).take(world.len()).eq(world.iter().copied()))
            {
                faults.push(format!("src/{}:{}: {}", source.path, name.line, name.path.join("::")));
            }
        }
    }
    faults
}
