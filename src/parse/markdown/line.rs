//! Signs at the beginning of a line that are no marks of a block, and the note below a table.
//!
//! - `>65岁` is a number with its sign, and no quotation: one is written with a space, or goes on in the next line.
//! - `2025. 年` is a year, and no list that counts from there.
//! - `注：括号内为百分比。` directly below the rows of a table is a paragraph, and no row of it.
//!
//! Each stands beside a digit or Chinese; text without these is read as CommonMark and GFM read it.

use super::prepare::Edit;
use crate::text::script::is_cjk;

/// What a sign of comparison stands before, besides digits.
const LIMITS: &[&str] = &["ULN", "LLN", "正常值", "正常上限", "正常下限", "上限", "下限"];

/// The longest number that a list begins with: years and counts have more digits.
const LONGEST_NUMBER: usize = 3;

/// Adds a letter before each sign, and an empty line before each note.
pub(super) fn edits(text: &str, edits: &mut Vec<(usize, Edit)>) {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'>') && !bytes.contains(&b'|') && !bytes.contains(&b'.') && !bytes.contains(&b')') {
        return;
    }
    let mut table = Table::default();
    let mut quoted = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let prefix = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        if let Some(sign) = sign(line) {
            let next = text[at + line.len()..].lines().next().unwrap_or_default();
            let is_quotation = quoted || (begins_quotation(next) && self::sign(next).is_none());
            if !is_quotation {
                edits.push((at + sign, Edit::Letter));
            }
            quoted = is_quotation;
        } else {
            quoted = begins_quotation(line);
        }
        if let Some(number) = long_number(line) {
            edits.push((at + number, Edit::Letter));
        }
        let has_row_after = || {
            let rest = text[at + line.len()..].lines();
            rest.take_while(|line| !line.trim_matches([' ', '\t', '>']).is_empty()).any(|line| line.contains('|'))
        };
        if table.read(line) && line.contains(is_cjk) && !has_row_after() {
            edits.push((at, Edit::Blank(prefix)));
        }
        at += line.len();
    }
}

/// What stands before the text of a line: indentation, and the marks of quotes and lists with their space.
fn container(line: &str) -> usize {
    let mut rest = line;
    loop {
        let inner = rest.trim_start_matches([' ', '\t']);
        let item = |mark: &str| mark.starts_with([' ', '\t']);
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let marked = if inner.starts_with("> ") {
            Some(&inner[1..])
        } else if digits > 0 && digits <= LONGEST_NUMBER {
            inner[digits..].strip_prefix(['.', ')']).filter(|rest| item(rest))
        } else {
            inner.strip_prefix(['-', '+', '*']).filter(|rest| item(rest))
        };
        let Some(marked) = marked else { return line.len() - inner.len() };
        rest = marked;
    }
}

/// Where a sign of comparison stands that begins a line.
pub(super) fn sign(line: &str) -> Option<usize> {
    let at = container(line);
    let rest = line[at..].strip_prefix('>')?;
    let rest = rest.strip_prefix('>').unwrap_or(rest);
    let compared = rest.strip_prefix(['=', '＝', '-', '−', '+']).unwrap_or(rest);
    let is_number = compared.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'))
        || compared.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || rest.strip_prefix(['=', '＝']).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    (is_number || LIMITS.iter().any(|limit| rest.starts_with(limit))).then_some(at)
}

fn begins_quotation(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with('>')
}

/// Where a number begins that is too long for a list.
fn long_number(line: &str) -> Option<usize> {
    let at = container(line);
    let rest = &line[at..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_item = rest[digits..].strip_prefix(['.', ')']).is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with([' ', '\t']));
    (digits > LONGEST_NUMBER && digits < 10 && is_item).then_some(at)
}

/// Reads the lines of a text and knows which of them are rows.
#[derive(Default)]
struct Table {
    /// How many cells the line before has.
    cells: usize,
    is_open: bool,
}

impl Table {
    /// Whether a table is open and this line, which has no bar, would become a row of it.
    fn read(&mut self, line: &str) -> bool {
        let line = line.trim_matches([' ', '\t', '>', '\r', '\n']);
        if line.is_empty() || line.starts_with("```") {
            *self = Self::default();
            return false;
        }
        let cells = cells(line);
        let below = self.is_open && cells == 0;
        self.is_open = !below && (self.is_open || (is_delimiter(line) && cells.max(1) == self.cells.max(1)));
        self.cells = cells;
        below
    }
}

/// How many cells a row has: 0 where no bar stands in it.
pub(super) fn cells(row: &str) -> usize {
    let row = row.trim();
    let mut escaped = false;
    let mut bars = 0;
    for byte in row.bytes() {
        bars += usize::from(byte == b'|' && !escaped);
        escaped = byte == b'\\' && !escaped;
    }
    if bars == 0 {
        return 0;
    }
    let last = row.len() > 1 && row.ends_with('|') && !row.ends_with("\\|");
    bars + 1 - usize::from(row.starts_with('|')) - usize::from(last)
}

/// Whether a line is the one below the head of a table.
pub(super) fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.contains(['|', ':']) && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}
