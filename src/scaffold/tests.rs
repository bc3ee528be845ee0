//! New sites and columns on a real disk, and what is refused.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::yaml::tests::read as yaml;
use super::*;
use crate::diag::{Code, Severity, SourceText};
use crate::pipeline::{self, Request};

mod issue;

fn language(tag: &str) -> Language {
    Language::parse(tag).expect("a tag")
}

fn today() -> Date {
    jiff::civil::date(2025, 8, 7)
}

/// A new site in a folder of its own.
fn new_site(tag: &str) -> (TempDir, std::path::PathBuf) {
    let temporary = tempfile::tempdir().expect("a folder");
    let root = temporary.path().join("columns");
    site(&root, &SiteOptions { language: language(tag), today: today(), workflow: None }).expect("a site");
    (temporary, root)
}

fn request<'a>(slug: &'a str, language: &'a Language) -> IssueRequest<'a> {
    IssueRequest {
        column: "example",
        slug,
        number: None,
        title: None,
        date: None,
        today: today(),
        doi: None,
        citation: None,
        language,
    }
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).expect(path)
}

/// The fields of a Markdown file.
fn front(text: &str) -> Value {
    let (front, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).expect("front matter");
    assert!(body.contains("\n## "), "{body}");
    yaml(front)
}

/// Every file and folder below a folder.
fn listing(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name();
    entries
        .into_iter()
        .map(|it| it.expect("an entry").path().strip_prefix(folder).expect("inside").display().to_string())
        .collect()
}

/// The code of a refusal, which must say what to do and where.
#[track_caller]
fn code_of<T: std::fmt::Debug>(result: Result<T, Diagnostic>) -> Code {
    let diagnostic = result.expect_err("a refusal");
    assert!(diagnostic.help.is_some() && diagnostic.path.is_some(), "{diagnostic:?}");
    diagnostic.code
}

/// Everything that a build says, drafts included.
fn said(root: &Path) -> Vec<Diagnostic> {
    let request = Request { root: root.to_owned(), now: Some(today()), drafts: true, ..Request::default() };
    let built = pipeline::build(&request, &pipeline::Watch::nobody());
    assert_eq!(built.value.is_none(), built.diagnostics.iter().any(|it| it.severity == Severity::Error));
    built.diagnostics
}

#[test]
fn a_new_site_and_what_is_added_to_it_build_without_a_word() {
    for tag in ["zh-CN", "zh", "en", "en-GB", "zh-TW", "ja", "de", "fr", "ar"] {
        let (_temporary, root) = new_site(tag);
        // That some words of the theme are English is said where they are.
        let other = |said: Vec<Diagnostic>| said.into_iter().filter(|it| it.code != code::T027).collect::<Vec<_>>();
        assert_eq!(other(said(&root)), [], "{tag}");
        column(&root, "other", " ", &language(tag)).expect("a column");
        let language = language(tag);
        issue(&root, &IssueRequest { column: "other", ..request("new", &language) }).expect("an issue");
        issue(&root, &IssueRequest { doi: Some("10.1000/x"), ..request("new", &language) }).expect("an issue");
        assert_eq!(other(said(&root)), []);
        assert_eq!(said(&root).len(), usize::from(matches!(tag, "de" | "fr" | "ar")), "{tag}");
    }
}

#[test]
fn the_sample_of_the_consent_is_sound_once_it_is_switched_on() {
    for tag in ["zh-CN", "en"] {
        let (_temporary, root) = new_site(tag);
        let config = read(&root, "config.toml");
        let (before, sample) = config.split_once("# [consent]").expect("a sample");
        let lines =
            sample.lines().map(|line| line.strip_prefix('#').map_or(line, |it| it.strip_prefix(' ').unwrap_or(it)));
        let on = format!("{before}[consent]{}\n", lines.collect::<Vec<_>>().join("\n"));
        std::fs::write(root.join("config.toml"), on).expect("written");
        assert_eq!(said(&root), [], "{tag}");
        let asked = crate::config::parse(&SourceText::new("config.toml", read(&root, "config.toml")));
        assert_eq!(
            asked.value.and_then(|it| it.consent).map(|it| it.steps.len()),
            Some(3),
            "agreement, questions, passed"
        );
    }
}

#[test]
fn a_new_site_is_whole() {
    for tag in ["zh-CN", "en", "ja"] {
        let (temporary, root) = new_site(tag);
        assert_eq!(listing(temporary.path()).iter().filter(|path| !path.starts_with("columns")).count(), 0);
        let config = crate::config::parse(&SourceText::new("config.toml", read(&root, "config.toml")));
        assert!(config.diagnostics.is_empty(), "{:?}", config.diagnostics);
        assert_eq!(config.value.expect("a configuration").settings.language, language(tag));
        let people = yaml(&read(&root, "content/people.yaml"));
        yaml(&read(&root, "content/glossary.yaml"));
        let issue = front(&read(&root, "content/example/001-demo/issue.md"));
        assert_eq!((&issue["date"], &issue["number"]), (&"2025-08-07".into(), &1.into()));
        let people_of = |list: &Value, name: &str| -> Vec<String> {
            list.as_array().into_iter().flatten().map(|it| it[name].as_str().expect("an id").to_owned()).collect()
        };
        for id in people_of(&issue["credits"], "person").into_iter().chain(people_of(&issue["commentary"], "expert")) {
            assert!(people.get(&id).is_some(), "{id}");
        }
    }
}

#[test]
fn a_site_goes_into_an_empty_folder_only() {
    let temporary = tempfile::tempdir().expect("a folder");
    let options = SiteOptions { language: language("zh-CN"), today: today(), workflow: None };
    let empty = temporary.path().join("empty");
    fs::create_dir_all(empty.join(".git")).expect("a folder");
    let files = site(&empty, &options).expect("a site");
    assert!(files.iter().all(|path| empty.join(path).is_file()));
    assert_eq!(code_of(site(&empty, &options)), code::N003);

    let full = temporary.path().join("full");
    fs::create_dir_all(&full).expect("a folder");
    fs::write(full.join("notes.txt"), "x").expect("a file");
    assert_eq!(code_of(site(&full, &options)), code::N003);
    assert_eq!(listing(&full), ["notes.txt"]);
    assert_eq!(code_of(site(&full.join("notes.txt"), &options)), code::N003);
    assert_eq!(code_of(site(&full.join("notes.txt/site"), &options)), code::I002);
    assert_eq!(listing(&full), ["notes.txt"]);
}

#[test]
fn what_a_killed_run_left_is_no_hindrance() {
    let temporary = tempfile::tempdir().expect("a folder");
    let options = SiteOptions { language: language("en"), today: today(), workflow: None };
    for stale in [".a.postil-new/content", "b/.postil-new/content"] {
        fs::create_dir_all(temporary.path().join(stale)).expect("a folder");
    }
    for name in ["a", "b"] {
        site(&temporary.path().join(name), &options).expect("a site");
    }
    assert!(!listing(temporary.path()).iter().any(|path| path.contains("postil-new")));
}

#[test]
fn a_column_is_added() {
    let (_temporary, root) = new_site("zh-CN");
    let chinese = language("zh-CN");
    assert_eq!(column(&root, "放疗前沿", "“放”眼看: 前沿", &chinese).expect("a column"), "content/放疗前沿/column.md");
    assert!(read(&root, "content/放疗前沿/column.md").starts_with("---\ntitle: \"“放”眼看: 前沿\"\n"));
    for taken in ["example", "Example", "about"] {
        assert_eq!(code_of(column(&root, taken, "T", &chinese)), code::N003, "{taken}");
    }
    assert_eq!(code_of(column(&root, "../x", "T", &chinese)), code::N001);
    assert_eq!(code_of(column(&root, "tags", "T", &chinese)), code::N002);

    // A column that lacks its text gets it, and nothing else is touched.
    fs::remove_file(root.join("content/example/column.md")).expect("a file");
    let before = read(&root, "content/example/001-demo/issue.md");
    column(&root, "example", "T", &chinese).expect("a column");
    assert_eq!(read(&root, "content/example/001-demo/issue.md"), before);
    assert_eq!(code_of(column(&root, "example", "T", &chinese)), code::N003);
}

#[test]
fn a_new_site_has_what_its_host_needs() {
    let origin = Origin::parse("https://github.com/someone/postil/").expect("an address");
    for ((_, host), tag, path) in
        [(Host::ALL[0], "zh-CN", ".github/workflows/postil.yml"), (Host::ALL[1], "en", ".gitlab-ci.yml")]
    {
        let temporary = tempfile::tempdir().expect("a folder");
        let root = temporary.path().join("columns");
        let workflow = Workflow { host, origin: origin.clone() };
        let options = SiteOptions { language: language(tag), today: today(), workflow: Some(workflow.clone()) };
        let files = site(&root, &options).expect("a site");
        assert!(files.iter().any(|file| file == path) && files.iter().any(|file| file == "README.md"));
        assert_eq!(said(&root), [], "{tag}");
        let text = read(&root, path);
        for slot in ["REPOSITORY", "VERSION", "LANGUAGE", "$[[", ".example/"] {
            assert!(!text.contains(slot), "{slot}: {text}");
        }
        assert!(text.contains("someone/postil") && text.contains(env!("CARGO_PKG_VERSION")), "{text}");
        assert!(!read(&root, "README.md").contains("{{"));

        // A site that is there gets the same, once.
        fs::remove_dir_all(root.join(".github")).or_else(|_| fs::remove_file(root.join(path))).expect("removed");
        assert_eq!(super::workflow(&root, &workflow, &language(tag)).expect("a workflow"), path);
        assert_eq!(read(&root, path), text);
        assert_eq!(code_of(super::workflow(&root, &workflow, &language(tag))), code::N003);
    }
}

#[test]
fn an_origin_is_the_address_of_a_repository() {
    for wrong in [
        "",
        "someone/postil",
        "http://github.com/a/b",
        "https://github.com/a",
        "https://github.com/a/b/c",
        "https://github.com/a/$(b)",
    ] {
        assert_eq!(Origin::parse(wrong), None, "{wrong}");
    }
    assert_eq!(Origin::parse("https://github.com/a/b.git"), Origin::parse("https://github.com/a/b/"));
    // What Cargo.toml names is an address, and nothing is taken from one that is nobody's.
    let named = Origin::parse(env!("CARGO_PKG_REPOSITORY"));
    assert!(named.is_some());
    assert!(Origin::of_this_program().is_none_or(|origin| Some(origin) == named));
}
