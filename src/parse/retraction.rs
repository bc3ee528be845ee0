//! A list of retractions, as Retraction Watch publishes it: CSV, a row for each notice.
//!
//! Columns are known by their names, in any order. Text that is not UTF-8 is read as far as it goes, since names of
//! authors in such lists often are not. Only rows of papers that the site speaks of are kept, so that the size of the list
//! costs time but no memory. Reads no file itself.

use std::collections::{BTreeMap, BTreeSet};

use csv_core::{ReadRecordResult, Reader};
use jiff::civil::Date;

use crate::diag::{Checked, Diagnostic, SourceText, Text, code, nearest, text};
use crate::model::retraction::{Nature, Notice, Notices, Papers};

/// The columns that are read, by name.
const COLUMNS: [&str; 6] =
    ["RetractionDate", "RetractionDOI", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason"];
const DATE: usize = 0;
const NOTICE: usize = 1;
const DOI: usize = 2;
const PMID: usize = 3;
const NATURE: usize = 4;
const REASON: usize = 5;

/// Reads a list, for the papers that are asked for.
pub fn read(path: &str, bytes: &[u8], papers: &Papers) -> Checked<Notices> {
    let mut notices = Notices { path: path.to_owned(), ..Notices::default() };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut rows =
        Rows { reader: Reader::new(), rest: bytes, buffer: vec![0; 1 << 14], ends: vec![0; 64], fields: 0, line: 1 };
    if !rows.next() {
        return Checked::new(notices, vec![no_columns(path, "", COLUMNS.to_vec())]);
    }
    let header: Vec<String> =
        (0..rows.fields).map(|at| String::from_utf8_lossy(rows.field(at)).trim().to_owned()).collect();
    let place = |name: &&str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| place(name).is_none()).collect();
    if !missing.is_empty() {
        return Checked::new(notices, vec![no_columns(path, &header.join(","), missing)]);
    }
    let at: Vec<usize> = COLUMNS.iter().filter_map(place).collect();
    while rows.next() {
        let doi = wanted(rows.field(at[DOI]), &papers.dois);
        let pmid = wanted(rows.field(at[PMID]), &papers.pmids);
        if doi.is_none() && pmid.is_none() {
            continue;
        }
        let Some(notice) = notice(&rows, &at) else { continue };
        keep(&mut notices.by_doi, doi, &notice);
        keep(&mut notices.by_pmid, pmid, &notice);
    }
    Checked::clean(notices)
}

fn keep(list: &mut BTreeMap<String, Vec<Notice>>, key: Option<&str>, notice: &Notice) {
    if let Some(key) = key {
        list.entry(key.to_owned()).or_default().push(notice.clone());
    }
}

/// The name of a paper, if it is one that is asked for.
fn wanted<'p>(field: &[u8], among: &'p BTreeSet<String>) -> Option<&'p str> {
    if among.is_empty() || field.len() < 2 {
        return None;
    }
    let written = std::str::from_utf8(field).ok()?.trim().to_ascii_lowercase();
    among.get(bare_doi(&written)).map(String::as_str)
}

/// A DOI without what some write before it.
fn bare_doi(written: &str) -> &str {
    ["https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|prefix| written.strip_prefix(prefix))
        .unwrap_or(written)
        .trim()
}

fn notice(rows: &Rows<'_>, at: &[usize]) -> Option<Notice> {
    let field = |column: usize| String::from_utf8_lossy(rows.field(at[column])).trim().to_owned();
    let nature = field(NATURE).to_ascii_lowercase();
    let nature = if nature.contains("reinstate") {
        Nature::Reinstatement
    } else if nature.contains("concern") {
        Nature::Concern
    } else if nature.contains("retract") || nature.contains("withdraw") {
        Nature::Retraction
    } else if nature.contains("correct") || nature.contains("erratum") {
        Nature::Correction
    } else {
        return None;
    };
    let doi = bare_doi(&field(NOTICE).to_ascii_lowercase()).to_owned();
    let reason: Vec<String> = field(REASON)
        .split([';', '+'])
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect();
    Some(Notice {
        nature,
        date: date(&field(DATE)),
        doi: doi.starts_with("10.").then_some(doi),
        reason: reason.join("; "),
        line: rows.line,
    })
}

/// `8/31/2021`, perhaps with an hour after it; `2021-08-31` too.
fn date(written: &str) -> Option<Date> {
    let day = written.split([' ', 'T']).next()?;
    if let Ok(date) = day.parse() {
        return Some(date);
    }
    let mut parts = day.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Row after row of a CSV file.
struct Rows<'b> {
    reader: Reader,
    rest: &'b [u8],
    /// The fields of the row, one after the other.
    buffer: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
    fields: usize,
    /// Where the row begins.
    line: u64,
}

impl Rows<'_> {
    /// Reads a row; whether there was one.
    fn next(&mut self) -> bool {
        self.line = self.reader.line();
        let (mut written, mut fields) = (0, 0);
        loop {
            let (result, read, wrote, ended) =
                self.reader.read_record(self.rest, &mut self.buffer[written..], &mut self.ends[fields..]);
            self.rest = &self.rest[read..];
            written += wrote;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    self.fields = fields;
                    return true;
                }
                ReadRecordResult::End => return false,
            }
        }
    }

    /// A field of the row; empty where the row is too short.
    fn field(&self, at: usize) -> &[u8] {
        if at >= self.fields {
            return &[];
        }
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.buffer[start..self.ends[at]]
    }
}

fn no_columns(path: &str, header: &str, missing: Vec<&str>) -> Diagnostic {
    let file = SourceText::new(path, header);
    let columns: Vec<&str> = header.split(',').collect();
    let near = missing.iter().find_map(|name| nearest(name, columns.iter().copied()));
    let span = near.and_then(|name| header.find(name).map(|at| at..at + name.len())).unwrap_or(0..header.len());
    Diagnostic::new(code::E706, text!("the list of retractions lacks {columns}", columns = Text::list(missing)))
        .at(&file, span)
        .help(text!("give the CSV of Retraction Watch as it is published; its columns may stand in any order, but have their names in the first line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn papers() -> Papers {
        Papers { dois: ["10.1000/demo.1".to_owned()].into(), pmids: ["123".to_owned()].into() }
    }

    #[test]
    fn rows_are_found_whatever_stands_in_them() {
        let mut list = b"\xEF\xBB\xBFReason,Title,originalpaperdoi,RetractionDOI,RetractionDate,OriginalPaperPubMedID,RetractionNature\r\n".to_vec();
        list.extend(b"\"+Concerns;+Data\n  lost;\",\"A \"\"study\"\"\nin two lines \xFF\",10.1000/DEMO.1 ,10.1000/r.1,8/31/2021 0:00,0,Retraction\r\n");
        list.extend(b",x,10.1000/other,unavailable,,0,Retraction\n");
        list.extend(b"x,x,unavailable,unavailable,2/30/2021,123,Expression of concern\n,short\n");
        let read = read("r.csv", &list, &papers());
        assert!(read.diagnostics.is_empty());
        let first = &read.value.by_doi["10.1000/demo.1"][0];
        assert_eq!(
            (first.nature, first.date, first.doi.as_deref()),
            (Nature::Retraction, Date::new(2021, 8, 31).ok(), Some("10.1000/r.1"))
        );
        assert_eq!(first.reason, "Concerns; Data lost");
        let second = &read.value.by_pmid["123"][0];
        assert_eq!((second.nature, second.date, second.doi.as_deref()), (Nature::Concern, None, None));
        assert_eq!((read.value.by_doi.len(), read.value.by_pmid.len()), (1, 1));
    }

    #[test]
    fn what_is_no_list_is_said_to_be_none() {
        for wrong in ["", "<html>", "RetractionDate,OriginalPaperDoi2\n", "\"unclosed"] {
            let read = read("r.csv", wrong.as_bytes(), &papers());
            assert_eq!(read.diagnostics.len(), 1, "{wrong}");
        }
    }

    #[test]
    fn any_bytes_are_read_to_their_end() {
        let header = COLUMNS.join(",");
        for tail in ["\n\"", "\n\"\"\"", "\n,,,,,,,,,,,\n\r\r", "\n\0\0", "\r\n\u{2028}"] {
            let _ = read("r.csv", format!("{header}{tail}").as_bytes(), &papers());
        }
    }
}
