//! CSV: tables with the place of every field, so that a fault in one can be shown where it stands.
//!
//! The door of csv-core, whose reader says after each field how far it came; the `csv` crate above it knows the places
//! of records only. Never knows what the columns mean.

use std::sync::Arc;

use csv_core::{ReadFieldResult, ReaderBuilder};

use crate::diag::{At, Checked, Diagnostic, Said, SourceText, Span, code, text};

/// A table: a line of names, and rows with as many cells.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file.
    pub file: Arc<SourceText>,
    /// The names in the first line.
    pub columns: Vec<At<String>>,
    /// The rows below, without those in which nothing stands.
    pub rows: Vec<Row>,
    /// The place of the whole.
    pub span: Span,
    /// Whether `0,77` is a number with decimals in it: in a table without commas between its cells, and without points.
    pub has_decimal_commas: bool,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its cells, without the spaces around them.
    pub cells: Vec<At<String>>,
    /// From the first cell to the last.
    pub span: Span,
}

/// Where the text of a table stands.
#[derive(Debug, Clone)]
pub enum Origin {
    /// From this byte of the file on, letter by letter.
    At(usize),
    /// Somewhere at this place, written with escapes or indented.
    Within(Span),
}

impl Origin {
    fn span(&self, range: Span) -> Span {
        match self {
            Self::At(start) => range.start + start..range.end + start,
            Self::Within(span) => span.clone(),
        }
    }
}

/// More rows than a chart can show, or anybody typed.
pub const MOST_ROWS: usize = 5_000;
/// More bytes than such a table has.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

/// The text of a CSV file. Spreadsheets write a byte order mark, which says nothing; what is not UTF-8 is refused.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Arc<SourceText>, Diagnostic> {
    if bytes.len() > MOST_BYTES {
        return Err(too_long(path, MOST_BYTES / 1024 / 1024));
    }
    String::from_utf8(bytes).map(|text| SourceText::new(path, text)).map_err(|error| {
        let (valid, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let line = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            text!("`{path}` is UTF-16, not UTF-8", path)
        } else {
            text!("`{path}` is not UTF-8 (line {line}); it may be GBK", path, line)
        };
        let help = text!("in Excel, save it as “CSV UTF-8 (comma delimited)”; in another program, choose UTF-8");
        Diagnostic::new(code::D002, message).path(path).help(help)
    })
}

fn too_long(path: &str, size: usize) -> Diagnostic {
    Diagnostic::new(code::D008, text!("`{path}` is larger than {size} MB", path, size)).path(path).help(text!(
        "a chart needs the steps of a curve, not the data of every patient: leave out what it does not show"
    ))
}

/// Every record of a text, with the place of each field in it. Stops when told to.
pub fn records(text: &str, each: impl FnMut(Vec<At<String>>) -> bool) {
    records_between(text, b',', each);
}

/// What stands between the cells of a table: commas; semicolons where commas are decimal, as in half of Europe; tabs.
/// The names of columns tell, since there are no numbers in them.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim_matches(['\u{feff}', ' ', '\t', ',', ';']).is_empty());
    let count = |sign: char| {
        let mut is_quoted = false;
        let outside = |c: &char| {
            is_quoted ^= *c == '"';
            *c == sign && !is_quoted
        };
        first.unwrap_or_default().chars().filter(outside).count()
    };
    [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))]
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or(b',', |(sign, _)| sign)
}

/// What Excel is told in a line of its own, `sep=;`, and where the table begins behind it.
fn told_separator(text: &str) -> Option<(u8, usize)> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']).len();
    let line = text[start..].lines().next()?;
    let sign = line.trim_matches([' ', '"']).strip_prefix("sep=")?;
    let separator = match sign {
        "" | "\t" => b'\t',
        "," => b',',
        ";" => b';',
        _ => return None,
    };
    Some((separator, start + line.len()))
}

/// Whether the numbers of a table have decimal commas: some cell is such a number, and none has a decimal point.
fn has_decimal_commas(rows: &[Row]) -> bool {
    let number = |text: &str, sign: char| {
        let text = text.trim_end_matches(['%', '％']).trim_start_matches(['-', '−', '+', '<', '>']);
        text.split_once(sign).is_some_and(|(whole, part)| {
            !part.is_empty() && whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit())
        })
    };
    let any = |sign| rows.iter().flat_map(|row| &row.cells).any(|cell| number(&cell.value, sign));
    any(',') && !any('.')
}

fn records_between(text: &str, separator: u8, mut each: impl FnMut(Vec<At<String>>) -> bool) {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let mut rest = text.as_bytes();
    let mut buffer = vec![0; 256];
    let mut fields: Vec<At<String>> = Vec::new();
    let (mut start, mut length) = (0, 0);
    loop {
        let (result, read, written) = reader.read_field(rest, &mut buffer[length..]);
        rest = &rest[read..];
        length += written;
        match result {
            // At the end of the text the reader wants to be told so once more, with nothing.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => buffer.resize(buffer.len() * 2, 0),
            ReadFieldResult::Field { record_end } => {
                let end = text.len() - rest.len();
                fields.push(field(text, start..end, &buffer[..length], char::from(separator)));
                (start, length) = (end, 0);
                if record_end && !each(std::mem::take(&mut fields)) {
                    return;
                }
            }
            ReadFieldResult::End => return,
        }
    }
}

/// A field at what was read of it: its text without the spaces around it, and where that stands.
fn field(text: &str, read: Span, bytes: &[u8], separator: char) -> At<String> {
    let value = String::from_utf8_lossy(bytes).trim_matches([' ', '\t', '\u{3000}', '\u{feff}']).to_owned();
    let written = &text[read.clone()];
    // Before it may stand the line end of the record before, after it the comma or the line end.
    let inner = written.strip_suffix(separator).unwrap_or(written);
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let begin = read.start + inner.len() - inner.trim_start_matches(blank).len();
    let end = begin.max(read.start + inner.trim_end_matches(blank).len());
    At::new(value, begin..end)
}

/// Reads the table in a text of a file. There is none where nothing can be understood of it.
pub fn read(file: &Arc<SourceText>, text: &str, origin: &Origin) -> Checked<Option<Table>> {
    let mut said = Said::default();
    let mut columns: Vec<At<String>> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut is_too_long = None;
    let (separator, from) = told_separator(text).unwrap_or_else(|| (separator(text), 0));
    let is_before = |cells: &[At<String>]| cells.first().is_some_and(|cell| cell.span.start < from);
    records_between(text, separator, |cells| {
        if is_before(&cells) {
            return true;
        }
        let span = cells.first().map_or(0, |it| it.span.start)..cells.last().map_or(0, |it| it.span.end);
        let cells: Vec<At<String>> =
            cells.into_iter().map(|cell| At::new(cell.value, origin.span(cell.span))).collect();
        if cells.iter().all(|cell| cell.value.is_empty()) {
            return true;
        }
        if columns.is_empty() {
            columns = cells;
        } else if rows.len() == MOST_ROWS {
            is_too_long = Some(origin.span(span));
            return false;
        } else {
            rows.push(Row { cells, span: origin.span(span) });
        }
        true
    });
    let whole = origin.span(0..text.len());
    if let Some(span) = is_too_long {
        let message = text!("there are more than {most} rows", most = MOST_ROWS);
        let help =
            text!("a chart needs the steps of a curve, not the data of every patient: leave out what it does not show");
        said.push(Diagnostic::new(code::D008, message).at(file, span).help(help));
        return Checked::new(None, said);
    }
    // A spreadsheet leaves empty cells at the end of its lines.
    while columns.len() > 1 && columns.last().is_some_and(|it| it.value.is_empty()) {
        columns.pop();
    }
    if columns.is_empty() || rows.is_empty() {
        let message = if columns.is_empty() {
            text!("there is no data")
        } else {
            text!("there is no row below the names of the columns")
        };
        let at = if columns.is_empty() { whole.start..whole.start } else { columns[0].span.clone() };
        let help = text!("the first line names the columns, with commas between them; each line below is a row");
        said.push(Diagnostic::new(code::D001, message).at(file, at).help(help));
        return Checked::new(None, said);
    }
    rows.retain_mut(|row| fits(row, columns.len(), file, &mut said));
    let has_decimal_commas = separator != b',' && has_decimal_commas(&rows);
    Checked::new(Some(Table { file: Arc::clone(file), columns, rows, span: whole, has_decimal_commas }), said)
}

/// Whether a row has a cell for each column. Empty ones too many are taken away.
fn fits(row: &mut Row, wanted: usize, file: &Arc<SourceText>, said: &mut Said) -> bool {
    while row.cells.len() > wanted && row.cells.last().is_some_and(|cell| cell.value.is_empty()) {
        row.cells.pop();
    }
    let found = row.cells.len();
    if found == wanted {
        return true;
    }
    let message = text!("this row has {found} cells, and there are {wanted} columns", found, wanted);
    let help = if found > wanted {
        text!("a cell with a comma in it stands in quotation marks: `\"lost, moved away\"`")
    } else {
        text!("write the commas of empty cells too: `a,,3`")
    };
    said.push(Diagnostic::new(code::D006, message).at(file, row.span.clone()).help(help));
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> (Option<Table>, Vec<String>) {
        let file = SourceText::new("a.csv", text);
        let checked = read(&file, text, &Origin::At(0));
        let said = checked.diagnostics.iter().map(|it| {
            let place = it.place.as_ref().expect("a place");
            let (line, column) = file.line_column(place.span.start);
            format!("{} {line}:{column}", it.code)
        });
        (checked.value, said.collect())
    }

    #[test]
    fn every_field_knows_its_place() {
        let text = "\u{feff}arm, time ,n\r\nSBRT,0, 85\r\n\"a \"\"b\"\", c\",1.5,\r\n\r\n,,\r\n甲,乙,丙";
        let (table, said) = check(text);
        let table = table.expect("a table");
        assert_eq!(said, [""; 0]);
        assert_eq!(table.columns.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(), ["arm", "time", "n"]);
        let cells: Vec<(&str, &str)> = table
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| (cell.value.as_str(), &text[cell.span.clone()]))
            .collect();
        assert_eq!(
            cells,
            [
                ("SBRT", "SBRT"),
                ("0", "0"),
                ("85", "85"),
                ("a \"b\", c", "\"a \"\"b\"\", c\""),
                ("1.5", "1.5"),
                ("", ""),
                ("甲", "甲"),
                ("乙", "乙"),
                ("丙", "丙")
            ]
        );
    }

    #[test]
    fn semicolons_and_tabs_part_cells_too() {
        for (text, decimal) in
            [("arm;time\r\na;0,5\r\nb;1,25", true), ("arm;time\na;0.5\nb;1,250", false), ("arm\ttime\na\t0,5", true)]
        {
            let (table, said) = check(text);
            let table = table.expect("a table");
            assert_eq!(said, [""; 0]);
            assert_eq!((table.columns.len(), table.has_decimal_commas), (2, decimal), "{text}");
            assert_eq!(&text[table.rows[0].cells[1].span.clone()], table.rows[0].cells[1].value);
        }
        assert_eq!(check("a,\"b;c;d\"\n1,2").0.expect("a table").columns.len(), 2);
    }

    #[test]
    fn what_is_no_table_is_said() {
        assert_eq!(check("").1, ["D001 1:1"]);
        assert_eq!(check("a,b\n").1, ["D001 1:1"]);
        assert_eq!(check("a,b\n1,2\n1\n1,2,3\n1,2,\n").1, ["D006 3:1", "D006 4:1"]);
        let long: String = std::iter::once("a\n").chain(std::iter::repeat_n("1\n", MOST_ROWS + 1)).collect();
        assert_eq!(check(&long).1, ["D008 5002:1"]);
        let field = "x".repeat(5000);
        assert_eq!(check(&format!("a\n{field}\n")).0.expect("a table").rows[0].cells[0].value, field);
    }

    #[test]
    fn other_encodings_are_refused_with_a_guess() {
        let gbk = decode("a.csv", vec![b'a', b'\n', 0xd7, 0xe9]).expect_err("not UTF-8");
        assert!(gbk.code == code::D002 && gbk.message.to_string().contains("line 2"));
        assert!(
            decode("a.csv", vec![0xff, 0xfe, b'a', 0]).expect_err("not UTF-8").message.to_string().contains("UTF-16")
        );
        let large = decode("a.csv", vec![0; MOST_BYTES + 1]).expect_err("too large");
        assert_eq!((large.code, large.message.to_string().as_str()), (code::D008, "`a.csv` is larger than 2 MB"));
    }
}
