//! The sheet as one JSON object, for programs. Names never change with the language; messages do.

use serde_json::{Value, json};

use super::{Verdict, paper};
use crate::diag::{Code, Locale};
use crate::model::issue::Issue;
use crate::pipeline::{Line, Sheet};
use crate::sheet::Entry;

/// With what every object begins.
pub(super) const SIGN: &str = "{\n  \"postil\": \"sheet\"";

/// The sheet.
pub(super) fn object(issue: &Issue, sheet: &Sheet, locale: Locale) -> String {
    let numbers: Vec<Value> = sheet.lines.iter().map(|line| number(line, locale)).collect();
    let apart: Vec<Value> = sheet.apart.iter().map(entry).collect();
    let object = json!({
        "postil": "sheet",
        "issue": issue.number.value,
        "file": issue.source.path,
        "title": issue.title,
        "language": issue.language.tag(),
        "paper": paper(issue),
        "numbers": numbers,
        "apart": apart,
    });
    format!("{object:#}\n")
}

fn entry(entry: &Entry) -> Value {
    let (line, column) = entry.line_column();
    json!({
        "file": entry.file.path,
        "line": line,
        "column": column,
        "part": entry.place.name(),
        "before": entry.before,
        "number": entry.shown,
        "after": entry.after,
        "value": entry.token,
        "reading": entry.reading.name(),
    })
}

fn number(line: &Line, locale: Locale) -> Value {
    let mut all = entry(&line.entry);
    let remarks: Vec<Value> = line
        .remarks
        .iter()
        .map(|it| {
            json!({
                "code": it.diagnostic.code.name(),
                "severity": it.diagnostic.severity.to_string(),
                "message": it.diagnostic.message.say(locale),
                "accepted": it.is_accepted,
            })
        })
        .collect();
    all["codes"] = json!(line.codes.iter().map(Code::to_string).collect::<Vec<_>>());
    all["tried"] = json!(line.tried);
    all["noticed"] = json!(line.noticed);
    all["result"] = json!(Verdict::of(line).name());
    all["remarks"] = json!(remarks);
    all["elsewhere"] = json!(line.elsewhere);
    all
}
