//! The numbers in the tables of charts: readers see them drawn, and as a table.

use std::ops::Range;
use std::sync::Arc;

use super::gather::{entry, token_of};
use super::number::{Entry, Place, Reading};
use crate::diag::{SourceText, Span};
use crate::evidence::number::of_text;
use crate::model::body::Body;
use crate::model::chart::Chart;
use crate::model::issue::{Issue, Part};
use crate::model::site::below;

/// Adds the numbers of a body's charts, whose tables stand in it or beside it.
pub(super) fn numbers(
    issue: &Issue,
    part: Option<Part>,
    body: &Body,
    tables: &dyn Fn(&str) -> Option<Arc<SourceText>>,
    found: &mut Vec<Entry>,
) {
    for chart in &body.charts {
        if let Some(data) = &chart.data {
            add(chart, part, &issue.source, data.span.clone(), found);
        }
        let folder = issue.source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = chart.text("src").and_then(|src| below(folder, src));
        if let Some(file) = path.and_then(|path| tables(&path)) {
            add(chart, part, &file, 0..file.text.len(), found);
        }
    }
}

fn add(chart: &Chart, part: Option<Part>, file: &Arc<SourceText>, within: Span, found: &mut Vec<Entry>) {
    // Charts of two languages, or two of one table, show the same numbers.
    if found
        .iter()
        .any(|it| it.file.path == file.path && within.contains(&it.span.start) && it.reading == Reading::Chart)
    {
        return;
    }
    let Some(text) = file.text.get(within.clone()) else { return };
    let place = Place::Chart(chart.text("title").or(chart.text("src")).unwrap_or(chart.kind.name()).to_owned());
    let separator = separator(text.lines().next().unwrap_or_default());
    let mut start = within.start;
    for line in text.split_inclusive('\n') {
        for cell in cells(line, separator) {
            let written = &line[cell.clone()];
            let span = |range: Range<usize>| start + cell.start + range.start..start + cell.start + range.end;
            for number in of_text(written) {
                let whole = number.range.start..number.percent_end.unwrap_or(number.range.end);
                let mut entry = entry(file, (part, &place), written, whole, &span, start);
                let token = token_of(written, &number);
                (entry.token, entry.reading, entry.matters) = (token, Reading::Chart, number.matters());
                found.push(entry);
            }
        }
        start += line.len();
    }
}

/// What stands between the cells of a table, by its first line.
fn separator(head: &str) -> char {
    [',', ';', '\t'].into_iter().max_by_key(|it| head.matches(*it).count()).unwrap_or(',')
}

/// The cells of a line.
fn cells(line: &str, separator: char) -> Vec<Range<usize>> {
    let (mut found, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c == separator && !is_quoted => {
                found.push(start..at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(start..line.len());
    found
}
