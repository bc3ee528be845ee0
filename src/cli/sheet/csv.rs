//! The sheet as a table for spreadsheets: RFC 4180, UTF-8 with a mark at its beginning.
//!
//! No cell of it is a formula.

use super::{at, codes, noticed, place_name, result};
use crate::diag::{Locale, text};
use crate::pipeline::Sheet;
use crate::render::escape::cell;
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
