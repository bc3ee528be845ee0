//! New issues: their numbers, what is refused, and what a citation puts into them.

use std::fs;

use proptest::prelude::*;

use super::*;
use crate::model::identifier::TrialId;
use crate::scaffold::citation;

#[test]
fn an_issue_gets_the_next_number() {
    let (_temporary, root) = new_site("zh-CN");
    let chinese = language("zh-CN");
    assert_eq!(issue(&root, &request("rtog", &chinese)).expect("an issue"), "content/example/002-rtog/issue.md");
    let text = read(&root, "content/example/002-rtog/issue.md");
    let fields = front(&text);
    assert_eq!((&fields["title"], &fields["number"], &fields["draft"]), (&"示例标题".into(), &2.into(), &true.into()));
    // A number that only the file tells counts too.
    fs::rename(root.join("content/example/002-rtog"), root.join("content/example/rtog")).expect("renamed");
    fs::write(root.join("content/example/rtog/issue.md"), text.replace("number: 2", "number: 41  # 期号"))
        .expect("written");
    assert_eq!(
        issue(&root, &request("2025-asco", &chinese)).expect("an issue"),
        "content/example/042-2025-asco/issue.md"
    );
    assert_eq!(front(&read(&root, "content/example/042-2025-asco/issue.md"))["slug"], "2025-asco");
    let given =
        IssueRequest { number: Some(7), date: Some(jiff::civil::date(2026, 1, 2)), ..request("given", &chinese) };
    assert_eq!(issue(&root, &given).expect("an issue"), "content/example/007-given/issue.md");
    assert_eq!(front(&read(&root, "content/example/007-given/issue.md"))["date"], "2026-01-02");
}

#[test]
fn an_issue_that_would_collide_is_refused() {
    let (_temporary, root) = new_site("zh-CN");
    let chinese = language("zh-CN");
    let before = listing(&root);
    let to = |column, slug| IssueRequest { column, ..request(slug, &chinese) };
    assert_eq!(code_of(issue(&root, &to("example", "demo"))), code::N003);
    assert_eq!(code_of(issue(&root, &to("example", "Demo"))), code::N003);
    assert_eq!(code_of(issue(&root, &to("example", "a/b"))), code::N001);
    assert_eq!(code_of(issue(&root, &to("example", "page"))), code::N002);
    for unknown in ["nothing", "..", "", "example/../example"] {
        assert_eq!(code_of(issue(&root, &to(unknown, "new"))), code::N004, "{unknown}");
    }
    let help = issue(&root, &to("exmaple", "new")).expect_err("a refusal").help;
    assert_eq!(help.map(|help| help.to_string()).as_deref(), Some("did you mean `example`?"));
    for number in [0, 1] {
        assert_eq!(
            code_of(issue(&root, &IssueRequest { number: Some(number), ..request("new", &chinese) })),
            code::N005
        );
    }
    assert_eq!(code_of(issue(&root, &IssueRequest { doi: Some("10.1"), ..request("new", &chinese) })), code::N006);
    let citation = Citation { doi: citation::doi("10.1000/a"), ..Citation::default() };
    let other = IssueRequest { doi: Some("10.1000/b"), citation: Some(&citation), ..request("new", &chinese) };
    assert_eq!(code_of(issue(&root, &other)), code::N007);
    assert_eq!(listing(&root), before);
}

#[test]
fn a_citation_fills_its_fields() {
    let (_temporary, root) = new_site("en");
    let english = language("en");
    let text = "TY  - JOUR\nAU  - Example, Anna\nTI  - A trial: results\nJF  - Journal of Examples\nPY  - 2025\nVL  - 11\nIS  - 2\nSP  - 9\nDO  - 10.1000/A\nAB  - NCT01730937, ISRCTN12345678\nUR  - https://pubmed.ncbi.nlm.nih.gov/123/\nER  - \n";
    let citation = citation::read("a.ris", text.as_bytes()).value.expect("a record");
    let path = issue(
        &root,
        &IssueRequest { citation: Some(&citation), doi: Some("https://doi.org/10.1000/a"), ..request("new", &english) },
    );
    let text = read(&root, &path.expect("an issue"));
    let fields = front(&text);
    assert_eq!(fields["title"], "A trial: results");
    assert_eq!(fields["trial"]["registration"], "NCT01730937");
    assert!(text.contains("## Registrations that the record names too: ISRCTN12345678\n"));
    let publication = serde_json::json!({"journal": "Journal of Examples", "year": 2025, "volume": "11(2)", "pages": "9", "doi": "10.1000/a", "pmid": "123"});
    assert_eq!(fields["trial"]["publication"], publication);
    let reference = serde_json::json!([{"citation": "Example A. A trial: results. Journal of Examples, 2025, 11(2): 9.", "doi": "10.1000/a", "pmid": "123"}]);
    assert_eq!(fields["references"], reference);
}

#[test]
fn a_doi_alone_is_kept() {
    let (_temporary, root) = new_site("zh-CN");
    let chinese = language("zh-CN");
    let path =
        issue(&root, &IssueRequest { doi: Some("doi:10.1000/x"), ..request("new", &chinese) }).expect("an issue");
    let fields = front(&read(&root, &path));
    assert_eq!(fields["trial"]["publication"], serde_json::json!({"journal": "示例期刊", "doi": "10.1000/x"}));
    assert_eq!(fields["references"][0]["doi"], "10.1000/x");
}

#[test]
fn a_record_without_a_journal_leaves_it_empty() {
    let (_temporary, root) = new_site("zh-CN");
    let chinese = language("zh-CN");
    let ris = b"TY  - RPRT\nTI  - T\nPY  - 2025\nPB  - Example Press\nER  - \n";
    let read_in = citation::read("r.ris", ris);
    assert_eq!(read_in.diagnostics.iter().map(|it| it.code).collect::<Vec<_>>(), [code::N020]);
    let citation = read_in.value.expect("a record");
    let path = issue(&root, &IssueRequest { citation: Some(&citation), ..request("new", &chinese) }).expect("an issue");
    let text = read(&root, &path);
    assert!(text.contains("\n    journal: # 记录里没有刊名，请补上；出版者：Example Press\n"), "{text}");
    assert_eq!(front(&text)["trial"]["publication"], serde_json::json!({"journal": null, "year": 2025}));
    assert!(said(&root).iter().any(|it| it.severity == Severity::Error), "an empty journal is not published");
}

/// A text with every line put to use that an editor can put to use by taking a hash away.
fn enabled(text: &str) -> String {
    let line = |line: &str| {
        let inner = line.trim_start();
        let indent = &line[..line.len() - inner.len()];
        inner.strip_prefix("# ").map_or_else(|| line.to_owned(), |field| format!("{indent}{field}"))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The paths of all fields.
fn paths(value: &Value, path: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                all.push(format!("{path}.{name}"));
                paths(value, &format!("{path}.{name}"), all);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(item, &format!("{path}[]"), all)),
        _ => {}
    }
}

#[test]
fn remarks_become_fields_in_every_language() {
    let fields = ["zh-CN", "en"].map(|tag| {
        let (_temporary, root) = new_site(tag);
        let language = language(tag);
        let path = issue(&root, &request("new", &language)).expect("an issue");
        let issue = front(&enabled(&read(&root, &path)));
        for part in ["key_findings", "findings", "commentary", "credits", "quiz", "references", "tags"] {
            assert!(issue.get(part).is_some(), "{tag}: {part}");
        }
        assert!(issue["trial"]["publication"]["doi"].is_string());
        let mut all = Vec::new();
        paths(&issue, "", &mut all);
        paths(&front(&read(&root, "content/example/001-demo/issue.md")), "demo", &mut all);
        fs::write(root.join(&path), enabled(&read(&root, &path))).expect("written");
        assert!(said(&root).iter().all(|it| it.severity < Severity::Error), "{:?}", said(&root));
        column(&root, "other", "T", &language).expect("a column");
        let other = enabled(&read(&root, "content/other/column.md"));
        paths(&yaml(other.split("\n---\n").next().expect("fields")), "column", &mut all);
        // The English demonstration has one abbreviation less.
        all.retain(|path| path != "demo.findings[].short");
        all
    });
    assert_eq!(fields[0], fields[1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_a_record_holds_reads_back(
        title in "[^\\p{White_Space}][-:#*@%&!|>'\"?{}\\[\\],`~\\\\ \n\t\u{85}\u{2028}a-z0-9放眼：，。]{0,30}|[*@%&-] ?[a-z]{3}|\\PC{1,40}",
        journal in "[-:#*@%&!|>'\"?{}\\[\\],`~\\\\ a-z放眼]{1,20}",
        suffix in "[-._;()/:<>\\[\\]a-z0-9A-Z]{1,20}",
        tag in prop::sample::select(vec!["zh-CN", "en"]),
    ) {
        prop_assume!(!title.trim().is_empty());
        let language = language(tag);
        let doi = crate::model::identifier::Doi::parse(&format!("10.1000/{suffix}"));
        let registrations = TrialId::parse("CTRI/2018/01/011234").into_iter().collect();
        let citation = Citation { journal: Some(journal.clone()), doi: doi.clone(), registrations, title: Some(title.clone()), ..Citation::default() };
        let request = IssueRequest { citation: Some(&citation), ..request("new", &language) };
        let fields = front(&draft::text(&request, 7, doi.as_ref()));
        prop_assert_eq!(&fields["title"], &Value::from(title));
        prop_assert_eq!(&fields["trial"]["publication"]["journal"], &Value::from(journal));
        prop_assert_eq!(&fields["trial"]["publication"]["doi"], &Value::from(doi.map(|doi| doi.to_string())));
        prop_assert_eq!(&fields["trial"]["registration"], "CTRI/2018/01/011234");
        let whole = fields["references"][0]["citation"].as_str().is_some();
        prop_assert!(whole);
    }
}
