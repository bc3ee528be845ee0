//! The sheet as a table for spreadsheets: RFC 4180, UTF-8 with a mark at its beginning.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, whatever quotes stand around it: such a
//! cell gets an apostrophe, unless it is nothing but a number.

use super::{at, codes, noticed, place_name, result};
use crate::diag::{Locale, text};
use crate::pipeline::Sheet;
use crate::sheet::Entry;

/// With what every table begins.
pub(super) const SIGN: &str = "\u{feff}\"postil\"";

/// The sheet.
pub(super) fn table(sheet: &Sheet, locale: Locale) -> String {
    let head = [
        text!("file"),
        text!("place"),
        text!("part"),
        text!("before"),
        text!("as it stands"),
        text!("after"),
        text!("read as"),
        text!("checked by"),
        text!("wrong digits noticed"),
        text!("result"),
        text!("also at"),
        text!("check 1"),
        text!("check 2"),
    ];
    let mut out = String::from(SIGN);
    for name in head {
        out.push(',');
        out.push_str(&cell(&name.say(locale)));
    }
    out.push_str("\r\n");
    let issue = sheet.lines.first().map_or("", |line| line.entry.file.path.as_str());
    for (number, line) in sheet.lines.iter().enumerate() {
        let also = line.elsewhere.iter().map(|it| (it + 1).to_string()).collect::<Vec<_>>().join(" ");
        let mut said = result(line, locale);
        for remark in &line.remarks {
            said.push_str(&format!("; {}: {}", remark.diagnostic.code, remark.diagnostic.message.say(locale)));
        }
        // A spreadsheet takes 3/4 for a day.
        let tried = noticed(line).replace('/', " / ");
        row(
            &mut out,
            &(number + 1).to_string(),
            of_entry(&line.entry, issue, locale),
            [codes(line), tried, said, also],
        );
    }
    for entry in &sheet.apart {
        let said = text!("no result").say(locale).into_owned();
        row(&mut out, "", of_entry(entry, issue, locale), [String::new(), String::new(), said, String::new()]);
    }
    out
}

/// Where a number stands, its words, and what it was read as.
fn of_entry(entry: &Entry, issue: &str, locale: Locale) -> [String; 7] {
    [
        entry.file.path.clone(),
        at(entry, issue),
        place_name(&entry.place, locale),
        entry.before.clone(),
        entry.shown.clone(),
        entry.after.clone(),
        entry.reading.about().say(locale).into_owned(),
    ]
}

/// A row, with two empty cells to tick.
fn row(out: &mut String, number: &str, entry: [String; 7], checked: [String; 4]) {
    let cells = std::iter::once(number.to_owned()).chain(entry).chain(checked);
    let cells: Vec<String> = cells.map(|it| cell(&it)).collect();
    out.push_str(&cells.join(","));
    out.push_str(",,\r\n");
}

/// A cell that is no formula.
fn cell(text: &str) -> String {
    let is_number = !text.is_empty()
        && text.chars().any(|c| c.is_ascii_digit())
        && text.trim_start_matches(['-', '+']).chars().all(|c| c.is_ascii_digit() || c == '.')
        && text.matches(['-', '+']).count() < 2;
    let starts = |text: &str| text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let is_formula = !is_number && (starts(text) || text.starts_with(['\t', '\r', '\n']));
    let safe = if is_formula { "'" } else { "" };
    let quotes = text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if quotes { format!("\"{safe}{}\"", text.replace('"', "\"\"")) } else { format!("{safe}{text}") }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, written) in [
            ("0.77", "0.77"),
            ("-2.5", "-2.5"),
            ("−2.5", "−2.5"),
            ("=1+1", "'=1+1"),
            ("-2+3", "'-2+3"),
            ("+A1", "'+A1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""),
            (" =1", "\"' =1\""),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("a,b", "\"a,b\""),
            ("说“好”", "说“好”"),
            ("a\"b", "\"a\"\"b\""),
            ("a\r\nb", "\"a\r\nb\""),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
    }
}
