//! Charts on their way from a file to a page, beyond what the documents of the codes can show.

use crate::support::{TestSite, code, stderr};

mod truth;

const CURVE: &str = "arm,time,survival,at_risk\n甲组,0,1,85\n甲组,6,0.8,60\n";

fn with_chart(directive: &str) -> TestSite {
    let site = TestSite::new();
    site.issue(1, "one", "", directive);
    site
}

#[test]
fn a_table_in_another_encoding_is_refused_with_a_next_step() {
    let site = with_chart(":::survival{src=\"os.csv\"}\n:::");
    // 组别, as a Chinese Windows writes it.
    let gbk = [b"arm,time,survival\n", &[0xd7, 0xe9, 0xb1, 0xf0][..], b",0,1\n"].concat();
    site.write("content/demo/001-one/os.csv", gbk);
    let run = site.run(&["check"]);
    let said = stderr(&run);
    assert_eq!(code(&run), 1, "{said}");
    assert!(said.contains("error[D002]") && said.contains("line 2") && said.contains("CSV UTF-8"), "{said}");
}

#[test]
fn a_byte_order_mark_is_what_excel_writes() {
    let site = with_chart(":::survival{src=\"os.csv\"}\n:::");
    site.write("content/demo/001-one/os.csv", format!("\u{feff}{}", CURVE.replace('\n', "\r\n")));
    let said = stderr(&site.run(&["check"]));
    assert!(!said.contains("[D") && !said.contains("[F"), "{said}");
}

#[test]
fn a_table_without_end_is_refused() {
    let site = with_chart(":::survival{src=\"os.csv\"}\n:::");
    site.write("content/demo/001-one/os.csv", vec![b'a'; 3 * 1024 * 1024]);
    assert!(stderr(&site.run(&["check"])).contains("error[D008]"));
}

#[test]
fn a_table_is_drawn_and_not_published() {
    let site =
        with_chart(":::survival{src=\"os.csv\" title=\"甲<乙\" #fig-os}\n**图1** 曲线\n:::\n\n见[图1](#fig-os)。");
    site.write("content/demo/001-one/os.csv", CURVE).build();
    let page = site.published("demo/one/index.html");
    assert!(page.contains("<figure class=\"chart chart-survival\" id=\"fig-os\">"), "{page}");
    assert!(page.contains("甲&lt;乙") && page.contains("<figcaption><strong>图1</strong> 曲线</figcaption>"));
    assert_eq!(page.matches("role=\"img\"").count(), 2, "one drawing for a phone, one for a column");
    assert!(site.snapshot().iter().all(|(path, _)| !path.ends_with(".csv")));
    let first = site.snapshot();
    site.build();
    assert_eq!(first, site.snapshot());
    // Another number is another page.
    site.write("content/demo/001-one/os.csv", CURVE.replace("0.8", "0.7")).build();
    assert!(site.published("demo/one/index.html") != page);
}

#[test]
fn a_table_inside_has_its_own_lines() {
    let site =
        with_chart("> - :::survival\n>   ```csv\n>   arm,time,survival\n>   甲组,0,1\n>   甲组,6,六\n>   ```\n>   :::");
    let said = stderr(&site.run(&["check"]));
    assert!(said.contains("error[D007]"), "{said}");
    let site = with_chart(":::survival\n```csv\narm,time,survival\n甲组,0,1\n甲组,6,六\n```\n:::");
    let said = stderr(&site.run(&["check"]));
    assert!(said.contains("issue.md:11:6"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_named_with_the_one_that_is() {
    let site = with_chart(":::survival{src=\"so.csv\"}\n:::");
    site.write("content/demo/001-one/os.csv", CURVE);
    let said = stderr(&site.run(&["check"]));
    assert!(said.contains("error[L001]") && said.contains("did you mean `os.csv`?"), "{said}");
}

#[test]
fn two_languages_share_a_table_and_its_faults_are_said_once() {
    let site = TestSite::new();
    site.write("config.toml", "title = \"演示\"\nlanguages = [\"en\"]\n");
    site.write("content/demo/column.en.md", "---\ntitle: Demonstration\n---\n");
    site.issue(1, "one", "", ":::survival{src=\"os.csv\"}\n:::");
    let text = "---\ntitle: One\nnumber: 1\ndate: 2025-08-07\n---\n\n:::survival{src=\"os.csv\"}\n:::\n";
    site.write("content/demo/001-one/issue.en.md", text);
    site.write("content/demo/001-one/os.csv", CURVE.replace("0.8", "1.8"));
    assert_eq!(stderr(&site.run(&["check"])).matches("error[D011]").count(), 1);
}

#[test]
fn counts_that_are_printed_so_can_be_accepted_from_the_issue() {
    let site = TestSite::new();
    let accept = "accept: [{code: D016, at: \"177\", reason: 原文如此}]\n";
    let table = "stage,arm,n,reason\nassessed,,250,\nexcluded,,70,\nrandomised,,177,\n";
    site.issue(1, "one", accept, ":::flow{src=\"flow.csv\"}\n:::");
    site.write("content/demo/001-one/flow.csv", table);
    let said = stderr(&site.run(&["check"]));
    assert!(!said.contains("D016") && !said.contains("F041"), "{said}");
    site.issue(1, "one", "", ":::flow{src=\"flow.csv\"}\n:::");
    assert!(stderr(&site.run(&["check"])).contains("250 assessed − 70 excluded = 180, and not 177"));
}

#[test]
fn anything_in_a_table_ends_without_a_panic() {
    let pieces = [
        "",
        "0",
        "1",
        "-1",
        "9999999999999999",
        "1e9",
        "甲",
        "\"",
        "\"\"",
        ",",
        "%",
        "0/0",
        "1/0",
        "summary",
        "\u{0}",
        "NaN",
    ];
    let heads = [
        "arm,time,survival,lower,upper,at_risk",
        "label,estimate,lower,upper,weight,kind",
        "stage,arm,n,reason",
        "arm,n,of",
    ];
    let kinds = ["survival", "forest", "flow", "icon-array"];
    for (kind, head) in kinds.iter().zip(heads) {
        let columns = head.split(',').count();
        let rows: Vec<String> = (0..pieces.len() * 2)
            .map(|row| {
                (0..columns)
                    .map(|column| pieces[(row * 7 + column * 5 + row / 3) % pieces.len()])
                    .collect::<Vec<_>>()
                    .join(",")
            })
            .collect();
        let site = with_chart(&format!(":::{kind}{{src=\"t.csv\"}}\n:::"));
        site.write("content/demo/001-one/t.csv", format!("{head}\n{}\n", rows.join("\n")));
        let run = site.run(&["check"]);
        assert!(matches!(code(&run), 0 | 1), "{kind}: {}", stderr(&run));
        assert!(!stderr(&run).contains("panicked"), "{kind}: {}", stderr(&run));
    }
}
