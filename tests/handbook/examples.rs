//! Every example is run as what it is given out for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use postil::diag::{Diagnostic, Locale, Severity};
use postil::parse::draft::{Kind, schema};
use postil::pipeline;
use serde_json::Value;

use super::{Example, Page, pages};
use crate::support::TestSite;

/// Languages of examples that only another program can run, beside which no more is asked than that both handbooks
/// have the same.
const FOREIGN: &[&str] = &["css", "html", "js", "lua", "text"];

/// Warnings of an example that is not the whole of an issue or a site: it asks for people, numbers or lines that stand
/// elsewhere.
const OUT_OF_CONTEXT: &[&str] = &["E401", "E510", "E514", "F037", "F041"];

#[test]
fn every_example_of_the_handbook_runs() {
    let pages = pages();
    let mut run: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_context: BTreeSet<&str> = BTreeSet::new();
    for is_english in [false, true] {
        let pages = pages.iter().filter(|page| page.is_english() == is_english);
        let examples: Vec<Example<'_>> = pages.flat_map(Page::examples).collect();
        examples.iter().for_each(|it| *run.entry(it.language).or_default() += 1);
        of_context.extend(run_all(&examples));
    }
    assert!(run["toml"] > 30 && run["yaml"] > 40 && run["json"] > 10 && run["markdown"] > 10, "{run:?}");
    let unsaid: Vec<_> = OUT_OF_CONTEXT.iter().filter(|code| !of_context.contains(**code)).collect();
    assert!(unsaid.is_empty(), "no example is out of context with {unsaid:?} any more");
}

/// Runs the examples of one language; the codes of what is said of them since they stand alone.
fn run_all(examples: &[Example<'_>]) -> Vec<&'static str> {
    let issue = schema(Kind::Issue);
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\n");
    let mut of_the_site: BTreeMap<String, String> = BTreeMap::new();
    for (at, example) in examples.iter().enumerate() {
        let column = example.column();
        let folder = format!("content/{column}/{:03}-e{at}", at + 100);
        match example.language {
            "" | "sh" => {}
            "toml" => setting(example),
            "json" => json(example),
            "csv" => table(example),
            "yaml" | "markdown" => {
                if let Some((file, text)) = placed(example, &issue, at + 100) {
                    let path = if file.starts_with("content/") { file } else { format!("{folder}/{file}") };
                    site.write(&path, text);
                    of_the_site.insert(path, example.place());
                    beside(&site, &column, &folder);
                }
            }
            other => assert!(FOREIGN.contains(&other), "{}: who runs `{other}`?", example.place()),
        }
    }
    site.write("content/glossary.yaml", glossary(examples)).write("content/people.yaml", PEOPLE);
    let said = check(&site, true);
    let (context, wrong): (Vec<_>, Vec<_>) = said
        .iter()
        .filter(|it| it.severity > Severity::Note)
        .partition(|it| OUT_OF_CONTEXT.contains(&it.code.name()) && it.severity == Severity::Warning);
    let wrong: Vec<String> = wrong.iter().map(|it| postil::cli::plain(it, Locale::English)).collect();
    assert!(wrong.is_empty(), "{}\n\n{of_the_site:#?}", wrong.join("\n\n"));
    assert!(of_the_site.len() > 20, "{} examples of a site", of_the_site.len());
    context.iter().map(|it| it.code.name()).collect()
}

/// Everything that a check says.
fn check(site: &TestSite, with_drafts: bool) -> Vec<Diagnostic> {
    let request = pipeline::Request {
        root: site.path().to_path_buf(),
        now: Some(jiff::civil::date(2026, 1, 1)),
        drafts: with_drafts,
        ..pipeline::Request::default()
    };
    pipeline::check(&request, &pipeline::Watch::nobody()).diagnostics
}

/// The file that an example in YAML or Markdown is, as a part of a whole one: its path in the issue's folder or in the
/// site, and its text. `None` where another program reads it.
fn placed(example: &Example<'_>, issue: &Value, number: usize) -> Option<(String, String)> {
    let text = &example.text;
    let head = |fields: &str| {
        let rest = [("title", "演示".to_owned()), ("number", number.to_string()), ("date", "2025-06-01".to_owned())];
        let has = |name: &str| fields.starts_with(&format!("{name}:")) || fields.contains(&format!("\n{name}:"));
        let rest: String =
            rest.iter().filter(|(name, _)| !has(name)).map(|(name, value)| format!("{name}: {value}\n")).collect();
        let trial = "trial: {name: DEMO, arms: {sbrt: {label: 甲组, n: 85}, sorafenib: {label: 乙组, n: 92}}}\n";
        let trial = if has("trial") { "" } else { trial };
        format!("---\n{rest}{trial}draft: true\n{fields}---\n\n")
    };
    let body = "## 总生存期\n\n正文，368例，39例（47%（39/83））。\n\n## Overall survival\n\nText.\n";
    if example.language == "markdown" {
        let figure =
            if text.contains("#fig-flow}") { "" } else { "\n:::figure{src=\"flow.svg\" alt=\"图\" #fig-flow}\n:::\n" };
        return Some(("issue.md".to_owned(), format!("{}{text}{figure}", head(""))));
    }
    let first = example.first();
    let is_whole = text.starts_with("---\n");
    let issue_of = |fields: &str| Some(("issue.md".to_owned(), format!("{}{body}", head(fields))));
    match first {
        _ if is_whole && text.contains("\nlead:") => {
            Some((format!("content/{}/column.md", example.column()), text.clone()))
        }
        _ if is_whole && text.contains("\norder:") => Some((format!("content/page-{number}.md"), text.clone())),
        _ if is_whole => issue_of(&text.replace("---\n", "")),
        "choices" => {
            let quiz = format!("quiz:\n  - question: 问\n    answer: 2\n{text}");
            issue_of(&quiz)
        }
        "expert-a" => {
            people(example);
            None
        }
        "count" => Some(("comments.yaml".to_owned(), text.clone())),
        "reader-a" => Some(("signatures.yaml".to_owned(), text.clone())),
        // The site has one glossary, written at the end.
        "PFS" => None,
        name if issue["properties"].get(name).is_some() => issue_of(text),
        "name" | "image" | "repos" | "run" | "" => {
            let read = serde_yaml::from_str::<Value>(text);
            assert!(read.is_ok(), "{}: {read:?}", example.place());
            None
        }
        other => panic!("{}: whose field is `{other}`?", example.place()),
    }
}

/// The people that examples name.
const PEOPLE: &str = "expert-a: {name: 示例专家甲}\nexpert-b: {name: 示例专家乙}\nreader-a: {name: 示例读者甲}\neditor-a: {name: 示例编辑甲}\n";

/// What examples of an issue refer to in its folder and its column.
fn beside(site: &TestSite, column: &str, folder: &str) {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let handbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/handbook");
    for file in ["cover.svg", "flow.svg"] {
        site.write(&format!("{folder}/{file}"), svg);
    }
    for file in ["forest.csv", "forest.en.csv"] {
        site.write(&format!("{folder}/{file}"), fs::read(handbook.join(file)).expect("a table"));
    }
    let missing = |path: String, text: String| {
        if !site.path().join(&path).exists() {
            site.write(&path, text);
        }
    };
    missing(format!("content/{column}/column.md"), "---\ntitle: 演示专栏\n---\n".to_owned());
    missing(format!("content/{column}/column.en.md"), "---\ntitle: Demonstration\n---\n".to_owned());
    missing(format!("{folder}/issue.md"), issue_with(folder.rsplit('/').next().unwrap_or_default(), "正文。\n"));
    for (column, neighbour) in
        [(column, "025-demo-pvtt"), (column, "026-rtog1112"), ("systemic-notes", "001-demo-hcc-io")]
    {
        let folder = format!("content/{column}/{neighbour}");
        missing(format!("{folder}/issue.md"), issue_with(neighbour, "## 总生存期\n\n正文。\n"));
        missing(format!("{folder}/issue.en.md"), issue_with(neighbour, "## Overall survival {#os}\n\nText.\n"));
    }
    missing("content/systemic-notes/column.md".to_owned(), "---\ntitle: 演示专栏二\n---\n".to_owned());
    missing("content/systemic-notes/column.en.md".to_owned(), "---\ntitle: Another\n---\n".to_owned());
}

/// An issue in a folder of that name.
fn issue_with(name: &str, body: &str) -> String {
    let number = name[..3].trim_start_matches('0');
    format!("---\ntitle: 演示{name}\nnumber: {number}\ndate: 2025-06-01\n---\n\n{body}")
}

/// The glossary of the handbook.
fn glossary(examples: &[Example<'_>]) -> String {
    let of = examples.iter().filter(|it| it.language == "yaml" && it.first() == "PFS").flat_map(|it| it.text.lines());
    let terms: BTreeMap<&str, &str> = of.filter_map(|line| line.split_once(": ")).collect();
    assert!(terms.contains_key("PFS") && terms.contains_key("SBRT"), "{terms:?}");
    terms.iter().map(|(term, text)| format!("{term}: {text}\n")).collect()
}

/// A list of people, one for each page.
fn people(example: &Example<'_>) {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\n");
    site.write("content/people.yaml", &example.text);
    let codes: Vec<&str> = check(&site, false).iter().map(|it| it.code.name()).collect();
    // Nobody names them here.
    assert_eq!(codes, ["L017"], "{}", example.place());
}

/// Settings of a site, of a theme, or of another program.
fn setting(example: &Example<'_>) {
    let site = TestSite::new();
    site.write(
        "retractions.csv",
        "RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n",
    );
    if example.first() == "consent" {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        for folder in ["consent", "legal"] {
            for file in fs::read_dir(own.join(folder)).expect("texts").map(|it| it.expect("a text")) {
                let name = file.file_name().to_string_lossy().into_owned();
                if !name.contains(".en.") {
                    site.write(&format!("content/{folder}/{name}"), fs::read(file.path()).expect("a text"));
                }
            }
        }
    }
    let config = schema(Kind::Config);
    let of_theme = example.page.name.starts_with("themes.") && example.first() != "theme";
    let text = &example.text;
    if of_theme {
        let is_words = example.first() == "parts";
        let file = if is_words { "i18n/en.toml" } else { "theme.toml" };
        site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\nlanguages = [\"en\"]\n");
        site.write("themes/mine/theme.toml", "extends = \"default\"\npostil = \">=0.1, <0.2\"\n");
        let before = if text.starts_with("[pictures]") { site.read("themes/mine/theme.toml") } else { String::new() };
        site.write(&format!("themes/mine/{file}"), format!("{before}{text}"));
    } else if config["properties"].get(example.first()).is_some() {
        let title = if text.starts_with("title = ") { "" } else { "title = \"演示\"\n" };
        site.write("config.toml", format!("{title}{text}"));
        site.write("themes/mine/theme.toml", "extends = \"default\"\npostil = \">=0.1, <0.2\"\n");
    } else {
        assert!(["", "language-server"].contains(&example.first()), "{}", example.place());
        let read = toml::from_str::<toml::Table>(text);
        assert!(read.is_ok(), "{}: {read:?}", example.place());
        return;
    }
    let said = check(&site, false);
    let drawn: Vec<String> = said.iter().map(|it| postil::cli::plain(it, Locale::English)).collect();
    assert!(drawn.is_empty(), "{}:\n{}", example.place(), drawn.join("\n\n"));
}

#[test]
fn the_fault_of_a_template_is_said_as_the_handbook_has_it() {
    let site = TestSite::with_issue();
    site.write("config.toml", "title = \"演示\"\ntheme = \"mine\"\n")
        .write("themes/mine/theme.toml", "extends = \"default\"\npostil = \">=0.1, <0.2\"\n");
    for (name, locale) in [("themes.md", Locale::Chinese), ("themes.en.md", Locale::English)] {
        let pages = pages();
        let page = pages.iter().find(|page| page.name == name).expect("the page");
        let examples = page.examples();
        let shown = examples.iter().find(|it| it.text.contains("[T005]: ")).expect("an example");
        let template = shown.text.lines().find_map(|line| line.strip_prefix("2 | ")).expect("a line");
        site.write("themes/mine/templates/issue.html", format!("{{% extends \"base.html\" %}}\n{template}\n"));
        let said: Vec<String> = check(&site, false).iter().map(|it| postil::cli::plain(it, locale)).collect();
        assert!(said.iter().any(|it| it.starts_with(shown.text.trim_end())), "{}\n{said:#?}", shown.place());
    }
}

/// JSON, or a part of an object of it.
fn json(example: &Example<'_>) {
    let text = example.text.replace("{……}", "{}");
    let whole = if text.starts_with('"') { format!("{{{text}}}") } else { text };
    let read = serde_json::from_str::<Value>(&whole);
    assert!(read.is_ok(), "{}: {read:?}", example.place());
}

/// A table that stands beside the page is that file; one inside of a chart is drawn there.
fn table(example: &Example<'_>) {
    if example.text.starts_with("label,group") {
        let file = if example.page.is_english() { "forest.en.csv" } else { "forest.csv" };
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/handbook").join(file);
        assert_eq!(fs::read_to_string(file).expect("a table"), example.text, "{}", example.place());
    }
}
