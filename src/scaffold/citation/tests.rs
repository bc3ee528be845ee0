//! Every format with the same paper, then what each does with files that are not as they should be.

use proptest::prelude::*;

use super::*;

const RIS: &str = "TY  - JOUR
AU  - Example, Anna Maria
AU  - Example, Bo
T1  - Radiotherapy plus drug vs drug alone: the DEMO trial
JF  - Journal of Examples
PY  - 2025/02/01
VL  - 11
IS  - 2
SP  - 136
EP  - 144
DO  - https://doi.org/10.1000/demo.2025.1
AB  - Background. A long
abstract. Registered as NCT01730937.
UR  - https://pubmed.ncbi.nlm.nih.gov/39699905/
LA  - eng
ER  - 
";

const NBIB: &str = "
PMID- 39699905
OWN - NLM
VI  - 11
IP  - 2
DP  - 2025 Feb 1
TI  - Radiotherapy plus drug vs drug alone:
      the DEMO trial.
PG  - 136-144
LID - 10.1000/demo.2025.1 [doi]
AB  - Background. Registered as NCT01730937.
FAU - Example, Anna Maria
AU  - Example AM
FAU - Example, Bo
AU  - Example B
LA  - eng
SI  - ClinicalTrials.gov/NCT01730937
JT  - Journal of Examples
";

const BIB: &str = r#"
@string{joe = "Journal of Examples"}
@article{example2025,
  author = {Example, Anna Maria and Bo Example},
  title = "{Radiotherapy} plus drug vs drug alone: the {DEMO} trial",
  journal = joe, year = 2025, volume = {11}, number = 2, month = feb,
  pages = {136--144},
  doi = {10.1000/demo.2025.1},
  pmid = {39699905},
  language = {english},
  abstract = {Registered as NCT01730937.}
}
"#;

const CSL: &str = r#"[{
  "id": "example", "type": "article-journal",
  "title": "Radiotherapy plus drug vs drug alone: the <i>DEMO</i> trial",
  "container-title": "Journal of Examples",
  "issued": {"date-parts": [[2025, 2, 1]]},
  "volume": "11", "issue": 2, "page": "136-144",
  "DOI": "10.1000/demo.2025.1", "PMID": "39699905", "language": "en",
  "author": [{"family": "Example", "given": "Anna Maria"}, {"family": "Example", "given": "Bo"}],
  "abstract": "Registered as NCT01730937."
}]"#;

fn expected() -> Citation {
    let author = |given: &str| Author { family: "Example".to_owned(), given: Some(given.to_owned()), suffix: None };
    Citation {
        title: Some("Radiotherapy plus drug vs drug alone: the DEMO trial".to_owned()),
        journal: Some("Journal of Examples".to_owned()),
        publisher: None,
        year: Some(2025),
        volume: Some("11".to_owned()),
        issue: Some("2".to_owned()),
        pages: Some("136-144".to_owned()),
        doi: Doi::parse("10.1000/demo.2025.1"),
        pmid: Pmid::parse("39699905"),
        registrations: TrialId::parse("NCT01730937").into_iter().collect(),
        authors: vec![author("Anna Maria"), author("Bo")],
        language: Language::parse("en"),
        url: None,
    }
}

/// Reads a text that must give a record, with these codes and no others but that of a missing journal.
#[track_caller]
fn check(name: &str, text: &str, codes: &[&str]) -> Citation {
    let read = read(name, text.as_bytes());
    let said: Vec<&str> = read.diagnostics.iter().map(|it| it.code.name()).filter(|it| *it != "N020").collect();
    assert_eq!(said, codes, "{:#?}", read.diagnostics);
    read.value.expect("a record")
}

/// Reads a text that gives no record: the code, and the line and column.
#[track_caller]
fn refused(name: &str, bytes: &[u8]) -> (&'static str, (usize, usize)) {
    let read = read(name, bytes);
    assert!(read.value.is_none());
    assert_eq!(read.diagnostics.len(), 1);
    let diagnostic = &read.diagnostics[0];
    assert!(diagnostic.help.is_some());
    let place = diagnostic.place.as_ref().expect("a place");
    (diagnostic.code.name(), place.file.line_column(place.span.start))
}

#[test]
fn every_format_gives_the_same_paper() {
    let url = Some("https://pubmed.ncbi.nlm.nih.gov/39699905/".to_owned());
    assert_eq!(check("a.ris", RIS, &[]), Citation { url, ..expected() });
    assert_eq!(check("a.nbib", NBIB, &[]), expected());
    assert_eq!(check("a.bib", BIB, &[]), expected());
    assert_eq!(check("a.json", CSL, &[]), expected());
}

#[test]
fn the_text_tells_the_format_better_than_the_name() {
    for text in [RIS, NBIB, BIB, CSL] {
        assert_eq!(check("download.txt", text, &[]).title, expected().title);
        assert_eq!(check("wrong.json", text, &[]).title, expected().title);
    }
}

#[test]
fn a_mark_and_windows_line_ends_do_not_matter() {
    for text in [RIS, NBIB, BIB, CSL] {
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(check("a", &windows, &[]), check("a", text, &[]));
    }
}

#[test]
fn of_several_records_the_first_is_taken() {
    let bib = format!("{BIB}\n@article{{b, title = {{Another}}}}\n");
    let csl = format!("{},{}]", &CSL[..CSL.len() - 1], r#"{"id": "b", "title": "Another"}"#);
    for text in
        [format!("{RIS}\nTY  - JOUR\nTI  - Another\nER  - \n"), format!("{NBIB}\nPMID- 1\nTI  - Another\n"), bib, csl]
    {
        assert_eq!(check("a", &text, &["N010"]).title, expected().title);
    }
}

#[test]
fn values_of_the_wrong_form_are_left_out() {
    let text = "TY  - JOUR\nTI  - T\nDO  - unknown\nPY  - in press\nUR  - see the journal\nJF  - J\nER  - \n";
    let said = read("a.ris", text.as_bytes()).diagnostics;
    let places: Vec<_> =
        said.iter().map(|it| it.place.as_ref().map(|place| place.file.line_column(place.span.start))).collect();
    assert_eq!(places, [Some((5, 7)), Some((3, 7)), Some((4, 7))]);
    let citation = check("a.ris", text, &["N012", "N012", "N012"]);
    assert_eq!((citation.doi, citation.year, citation.url), (None, None, None));
    check("a.ris", "TY  - JOUR\nJO  - J\nER  - \n", &["N011"]);
}

#[test]
fn what_cannot_be_read_says_where() {
    assert_eq!(refused("a.ris", b""), ("N009", (1, 1)));
    assert_eq!(refused("a.ris", b"\xef\xbb\xbf \n"), ("N009", (1, 1)));
    assert_eq!(refused("a.json", b"[]"), ("N009", (1, 1)));
    assert_eq!(refused("a.json", b"{\"name\": 1}"), ("N009", (1, 1)));
    assert_eq!(refused("a.bib", b"% nothing"), ("N009", (1, 1)));
    assert_eq!(refused("a.txt", b"\n  some text\n"), ("N008", (2, 3)));
    assert_eq!(refused("a.enw", b"%0 Journal Article"), ("N008", (1, 1)));
    assert_eq!(refused("a.ris", b"TY  - JOUR\nTI  - \xb7\xc5\n"), ("N008", (2, 7)));
    assert_eq!(refused("a.json", b"{\n  \"title\": \"T\",\n  oops\n}"), ("N008", (3, 3)));
    assert_eq!(refused("a.bib", b"@article{k,\n  title = {T\n"), ("N008", (2, 11)));
    assert_eq!(refused("a.bib", b"@article{k,\n  title {T}}\n"), ("N008", (2, 3)));
    assert_eq!(refused("a.bib", b"@article{k,\n  title = ,\n}\n"), ("N008", (2, 11)));
}

#[test]
fn exports_of_the_field_are_read() {
    let cnki = "TY  - JOUR\nAU  - 示例甲;示例乙\nTI  - 示例研究：放疗（Ⅲ期）\nT2  - 示例杂志\nPY  - 2024\nIS  - 03\nVL  - 12\nSP  - 1-9\nLA  - 中文\nER  - \n";
    let citation = check("a.ris", cnki, &[]);
    assert_eq!(
        citation.reference().as_deref(),
        Some("示例甲, 示例乙. 示例研究：放疗（Ⅲ期）. 示例杂志, 2024, 12(03): 1-9.")
    );
    assert_eq!(citation.language, Language::parse("zh"));

    let crossref = r#"{"status": "ok", "message": {"title": ["T?"], "container-title": ["J"], "DOI": "10.1000/x",
        "published": {"date-parts": [[2024]]}, "author": [{"name": "Demo Group"}],
        "clinical-trial-number": [{"clinical-trial-number": "NCT01730937", "registry": "10.18810/x"}]}}"#;
    let citation = check("a.json", crossref, &[]);
    assert_eq!(citation.reference().as_deref(), Some("Demo Group. T? J, 2024."));
    assert_eq!(citation.registrations.len(), 1);

    let bib = "@article{ a,\n author={Example, A and {Demo Group} and Jan van Example and others}, title={X}, doi={10.1000/a\\_b} }";
    let citation = check("a.bib", bib, &[]);
    assert_eq!(citation.reference().as_deref(), Some("Example A, Demo Group, van Example J. X."));
    assert_eq!(citation.doi.map(|doi| doi.to_string()).as_deref(), Some("10.1000/a_b"));
}

proptest! {
    #[test]
    fn no_text_makes_it_stop(text in "\\PC*", name in prop::sample::select(vec!["a.ris", "a.nbib", "a.bib", "a.json", "a"])) {
        read(name, text.as_bytes());
    }

    #[test]
    fn no_broken_file_makes_it_stop(cut in 0_usize..600, noise in "[{}@\",=#\\\\\n\u{feff}放]{0,6}") {
        for text in [RIS, NBIB, BIB, CSL] {
            let at = cut.min(text.len());
            let broken = format!("{}{noise}{}", &text[..at], &text[at..]);
            for diagnostic in read("a", broken.as_bytes()).diagnostics {
                let place = diagnostic.place.expect("a place");
                prop_assert!(place.file.text.get(place.span).is_some());
            }
            read("a", &text.as_bytes()[..at]);
        }
    }
}

#[test]
fn what_reference_managers_write_is_read() {
    let bib = "% exported\n@article{k,\n  title = {Bevacizumab 5 {\\textmu}g/kg in {$\\geqslant$}65-year-olds: CD8$^+$ \\foomu},\n  % a remark\n  author = {The {NRG} Oncology Group and Nguy{\\~{\\^e}}n, An and {The {NRG} Oncology Group}},\n  funding_text 1 = {x},\n  funding_text 2 = {y},\n  year = {2025}\n}\n";
    let citation = check("a.bib", bib, &["N013", "N014"]);
    assert_eq!(citation.title.as_deref(), Some("Bevacizumab 5 µg/kg in ≥65-year-olds: CD8⁺ \\foomu"));
    let names: Vec<String> = citation.authors.iter().map(Author::short).collect();
    assert_eq!(names[1..], ["Nguyễn A", "The NRG Oncology Group"]);

    let bib = "@article{k, title={题目}, author={{张三, 李四, 王五}}}";
    assert_eq!(check("a.bib", bib, &[]).authors.len(), 3);
    let bib = "@article{k, title={题目}, author={李 小红 and 王五}}";
    let names: Vec<String> = check("a.bib", bib, &[]).authors.iter().map(Author::short).collect();
    assert_eq!(names, ["李小红", "王五"]);

    let nbib = "PMID- 1\nTI  - 10<sup>9</sup>/L and TGF-&beta;.\nFAU - Roe, Ann 3rd\nFAU - Doe, John W Jr\nFAU - Poe, B\nFAU - Moe, C\n";
    let citation = check("a.nbib", nbib, &[]);
    assert_eq!(citation.reference().as_deref(), Some("Roe A 3rd, Doe JW Jr, Poe B, et al. 10⁹/L and TGF-β."));

    let ris = "TY  - JOUR\rTI  - 题目\rA1  - 张三,李四,王五,赵六\rUR  - http://proxy.example.edu/login?url=https://doi.org/10.1000/x\rER  - \r";
    let citation = check("a.ris", ris, &[]);
    assert_eq!(citation.reference().as_deref(), Some("张三, 李四, 王五, 等. 题目."));
    assert_eq!((citation.doi.map(|doi| doi.to_string()).as_deref(), citation.url), (Some("10.1000/x"), None));
}

#[test]
fn a_retracted_paper_is_refused() {
    for (text, line) in [
        ("PMID- 1\nTI  - T.\nPT  - Journal Article\nPT  - Retracted Publication\n", 4),
        ("PMID- 1\nTI  - T.\nRIN - J. 2025;1(1):1. PMID: 2\n", 3),
        ("PMID- 1\nTI  - RETRACTED: T.\n", 2),
        ("TY  - JOUR\nTI  - [Retracted] T\nER  - \n", 2),
        ("{\"title\": \"T\", \"updated-by\": [{\"type\": \"retraction\", \"DOI\": \"10.1000/r\"}]}", 1),
    ] {
        assert_eq!((refused("a", text.as_bytes()).0, refused("a", text.as_bytes()).1.0), ("N015", line), "{text}");
    }
}

#[test]
fn marks_of_retraction_and_doubt_are_known_in_every_format() {
    for text in [
        "TY  - JOUR\nTI  - 【已撤稿】题目\nER  - \n",
        "TY  - JOUR\nTI  - 题目\nN1  - 已撤稿\nER  - \n",
        "TY  - JOUR\nTI  - T\nN1  - Retracted publication\nER  - \n",
        "@article{k, title={题目}, note={已撤稿}}",
        "@article{k, title={T}, note = {Retracted}}",
        "@article{k, title={[{RETRACTED}] T}}",
        "{\"title\": \"T\", \"status\": \"retracted\"}",
        "{\"title\": \"T\", \"note\": \"Retracted.\"}",
    ] {
        assert_eq!(refused("a", text.as_bytes()).0, "N015", "{text}");
    }
    for text in [
        "PMID- 1\nTI  - T.\nPT  - Expression of Concern\n",
        "PMID- 1\nTI  - T.\nECI - J. 2025;1(1):1. PMID: 2\n",
        "TY  - JOUR\nTI  - Expression of Concern: T\nER  - \n",
        "TY  - JOUR\nTI  - 【存疑】题目\nER  - \n",
        "{\"title\": \"T\", \"updated-by\": [{\"type\": \"expression_of_concern\", \"DOI\": \"10.1000/r\"}]}",
    ] {
        check("a", text, &["N017"]);
    }
    check("a", "TY  - JOUR\nTI  - 已撤稿论文的引用分析\nN1  - Retracted eardrums\nER  - \n", &[]);
}

#[test]
fn nothing_of_a_record_is_dropped_without_a_word() {
    let ris = |fields: &str| format!("TY  - JOUR\nTI  - T\n{fields}ER  - \n");
    for twice in
        ["DO  - 10.1000/a\nDO  - 10.1000/b\n", "VL  - 1\nVL  - 11\n", "T1  - Another title\n", "IS  - 2\nCP  - 3\n"]
    {
        check("a.ris", &ris(twice), &["N018"]);
    }
    check("a.bib", "@article{k, title={T}, doi={10.1000/a}, doi={10.1000/b}}", &["N018"]);
    for once in ["DO  - 10.1000/abc\nDO  - https://doi.org/10.1000/ABC\n", "T1  - T\n", "VL  - 1\nVL  - 1\n"] {
        check("a.ris", &ris(once), &[]);
    }
    let pages = |fields: &str| check("a.ris", &ris(fields), &[]).pages;
    assert_eq!(pages("SP  - 123-\nEP  - 130\n").as_deref(), Some("123-130"));
    assert_eq!(pages("SP  - 123-130\nEP  - 130\n").as_deref(), Some("123-130"));
    assert_eq!(pages("SP  - 123-\n").as_deref(), Some("123"));
    let journal = |fields: &str| check("a.ris", &ris(fields), &[]).journal;
    assert_eq!(journal("JF  - J Ex\nT2  - Journal of Examples\n").as_deref(), Some("Journal of Examples"));
    assert_eq!(journal("T2  - J Ex\nJF  - Journal of Examples\n").as_deref(), Some("Journal of Examples"));
    assert_eq!(check("a.ris", &ris("PY  - 0\nY1  - 2021///\n"), &[]).year, Some(2021));
    let cut = "TY  - JOUR\nTI  - T\nAU  - Example, An";
    assert_eq!(check("a.ris", cut, &["N019"]).authors.len(), 1);
    let bib =
        "@article{k, title={T}, author={family=Li, given=X and family=Example, given=Anna, prefix=van, suffix=Jr}}";
    let names: Vec<String> = check("a.bib", bib, &[]).authors.iter().map(Author::short).collect();
    assert_eq!(names, ["Li X", "van Example A Jr"]);
    let items =
        |open: &str, close: &str| format!("{open}\"items\": [{{\"title\": \"T\"}}, {{\"title\": \"U\"}}]{close}");
    for text in [items("{", "}"), items("{\"message\": {", "}}")] {
        assert_eq!(check("a.json", &text, &["N010"]).title.as_deref(), Some("T"));
    }
}

#[test]
fn a_volume_with_its_issue_is_taken_apart() {
    let read = |fields: &str| {
        let record = format!("TY  - JOUR\nTI  - T\nJF  - J\n{fields}ER  - \n");
        read("a.ris", record.as_bytes()).value.expect("a record").volume_and_issue()
    };
    assert_eq!(read("VL  - v.43;No.300\n").as_deref(), Some("43(300)"));
    // The issue of the volume wins over that counted from the first.
    assert_eq!(read("VL  - v.43;No.300\nIS  - 02\n").as_deref(), Some("43(02)"));
    assert_eq!(read("VL  - 43\nIS  - 2\n").as_deref(), Some("43(2)"));
}

#[test]
fn italics_of_a_title_are_no_letters_of_it() {
    for (name, record) in [
        ("a.ris", "TY  - JOUR\nTI  - <i>EGFR</i> in H<sub>2</sub>O\nJF  - J\nER  - \n"),
        ("a.nbib", "PMID- 1\nTI  - <i>EGFR</i> in H<sub>2</sub>O.\nJT  - J\n"),
        ("a.bib", "@article{a, title = {\\textit{EGFR} in H\\textsubscript{2}O}, journal = {J}}"),
        (
            "a.json",
            "[{\"type\": \"article\", \"title\": \"<i>EGFR</i> in H<sub>2</sub>O\", \"container-title\": \"J\"}]",
        ),
    ] {
        let read = read(name, record.as_bytes());
        assert_eq!(read.value.and_then(|it| it.title).as_deref(), Some("EGFR in H₂O"), "{name}");
    }
}
