//! The whole pipeline without a disk: what is made of a site in memory is what is made of it on disk.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::date;
use postil::io::world::{Memory, Shelf};
use postil::pipeline::{self, Request};

use crate::support::snapshot;

/// The files of a folder, by their paths from `top`.
fn files(top: &Path, folders: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for folder in folders {
        let found = snapshot(&top.join(folder));
        all.extend(found.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }
    all.insert("config.toml".to_owned(), std::fs::read(top.join("config.toml")).expect("the configuration"));
    all
}

#[test]
fn a_site_in_memory_is_made_as_on_disk() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/whole");
    let today = date(2026, 1, 1);
    let world = Memory { files: files(&top, &["content", "themes"]), today };
    let shelf = Shelf::default();
    let request = Request { now: Some(today), ..Request::default() };
    let made = pipeline::build_in(&world, &request, &shelf);
    assert!(made.value.is_some_and(|pages| pages > 5), "{:?}", made.diagnostics);

    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("public");
    let request = Request { root: top, output: Some(output.clone()), now: Some(today), ..Request::default() };
    let built = pipeline::build(&request, &pipeline::Watch::nobody());
    assert!(built.value.is_some(), "{:?}", built.diagnostics);
    let on_disk: BTreeMap<String, Vec<u8>> = snapshot(&output).into_iter().collect();
    let in_memory: BTreeMap<String, Vec<u8>> =
        shelf.into_files().into_iter().map(|(path, file)| (path, file.bytes.clone())).collect();
    assert_eq!(in_memory.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>());
    assert!(in_memory == on_disk, "a file differs");
}

#[test]
fn what_is_wrong_in_memory_is_said_at_its_place() {
    let text = "---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\n---\n\n见[别处](nowhere.md)。\n";
    let files = BTreeMap::from([
        ("config.toml".to_owned(), "title = \"演示\"\n".into()),
        ("content/demo/column.md".to_owned(), "---\ntitle: 演示专栏\n---\n".into()),
        ("content/demo/001-one/issue.md".to_owned(), text.into()),
        // Neither a backup nor a hidden file is part of a site.
        ("content/demo/001-one/issue.md~".to_owned(), "x".into()),
        ("content/.old/issue.md".to_owned(), "x".into()),
    ]);
    let world = Memory { files, today: date(2026, 1, 1) };
    let said = pipeline::check_in(&world, &Request::default()).diagnostics;
    let found: Vec<(&str, usize)> = said
        .iter()
        .map(|it| {
            let place = it.place.as_ref().expect("a place");
            (it.code.name(), place.file.line_column(place.span.start).0)
        })
        .collect();
    assert_eq!(found, [("L001", 7)]);
    assert!(pipeline::check_in(&Memory { files: BTreeMap::new(), ..world }, &Request::default()).value.is_none());
}
