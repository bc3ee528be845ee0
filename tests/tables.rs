//! Rows of tables are judged as sentences are, and what is said of them stands in the cell.

use crate::support::{TestSite, stderr};

/// What is said of an issue with this text, as `code line:column`, and the label.
fn said(text: &str) -> Vec<String> {
    let site = TestSite::new();
    let head = "---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\n---\n\n";
    site.write("content/demo/001-one/issue.md", format!("{head}{text}\n"));
    let said = stderr(&site.run(&["check"]));
    let mut found = Vec::new();
    let mut lines = said.lines();
    while let Some(line) = lines.next() {
        let code =
            ["E101", "E102", "E103", "E104", "E105"].into_iter().find(|code| line.contains(&format!("[{code}]")));
        if let (Some(code), Some(place)) = (code, lines.next()) {
            found.push(format!("{code} {}", place.rsplit("issue.md:").next().unwrap_or_default()));
        }
    }
    found
}

#[test]
fn a_row_is_one_statement_with_its_p_value() {
    // The heading stands in line 7.
    for (table, expected) in [
        ("| 终点 | HR（95%CI） | P值 |\n|---|---|---|\n| OS | 0.72（0.52~0.99） | 0.40 |", vec!["E104 9:26"]),
        ("| 终点 | HR（95%CI） | P值 |\n|---|---|---|\n| OS | 0.72（0.52~0.99） | 0.04 |", vec![]),
        ("| 终点 | OR | 95%CI | *P* |\n|---|---|---|---|\n| ORR | 1.80 | 1.90~2.95 | 0.02 |", vec!["E102 9:9"]),
        (
            "| 终点 | 联合组 | 校正HR [90%CI] | 单侧P值 |\n|---|---|---|---|\n| OS | 15.8 | 0.77 [0.59, 1.01] | 0.06 |",
            vec![],
        ),
        (
            "| 终点 | 均数差（95%CI） | P |\n|---|---|---|\n| 疼痛 | −2.3（−4.1，−0.5） | <0.001 |\n| 体重 | −2.3（−4.1，−0.5） | 0.012 |",
            vec!["E101"],
        ),
        (
            "| | OS | PFS |\n|---|---|---|\n| HR（95%CI） | 0.77（0.59~1.01） | 0.35（0.40~0.75） |\n| P | 0.06 | <0.001 |",
            vec!["E102 9:33"],
        ),
        (
            "| 终点 | Risk difference (95% CI) |\n|---|---|\n| ACR20 | 60% (40 to 80) |\n| ACR50 | 45% (48 to 66) |",
            vec!["E102 10:11"],
        ),
        // What another row or column says belongs to nobody here.
        (
            "| 因素 | n（%） | HR（95%CI） | 交互P |\n|---|---|---|---|\n| 男 | 39（47%） | 0.72（0.52~0.99） | 0.40 |",
            vec![],
        ),
        ("| 因素 | HR（95%CI） | P |\n|---|---|---|\n| 参照 | 1 | – |\n| 年龄 | NR | 0.40 |", vec![]),
        ("| RR间期 | 值 |\n|---|---|\n| 均值 | 0.82（0.90~1.20） |", vec![]),
    ] {
        let found = said(table);
        let is_same =
            found.len() == expected.len() && found.iter().zip(&expected).all(|(it, part)| it.starts_with(part));
        assert!(is_same, "{table}\n{found:?}");
    }
}
