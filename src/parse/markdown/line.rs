//! Signs at the beginning of a line that are no marks of a block, and the note below a table.
//!
//! - `>65岁` is a number with its sign, and no quotation: one is written with a space, or goes on in the next line.
//! - `2025. 年` is a year, and no list that counts from there.
//! - `注：括号内为百分比。` directly below the rows of a table is a paragraph, and no row of it.
//!
//! Each stands beside a digit or Chinese; text without these is read as CommonMark and GFM read it.

use std::ops::Range;

use super::prepare::Edit;
use crate::diag::{Text, text};
use crate::text::script::is_cjk;

/// What a sign of comparison stands before, besides digits.
const LIMITS: &[&str] = &["ULN", "LLN", "正常值", "正常上限", "正常下限", "上限", "下限"];

/// The longest number that a list begins with: years and counts have more digits.
const LONGEST_NUMBER: usize = 3;

/// A sign at the beginning of a line that is read as a mark, though it may be none; and what to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// A quotation, or a comparison.
    Quotation,
    /// A list, or a sign before a number.
    List,
}

impl Doubt {
    /// What to write.
    pub(super) fn text(self) -> Text {
        match self {
            Self::Quotation => text!("write `\\>` for the sign, or `> ` after an empty line for a quotation"),
            Self::List => text!("write the sign right before its number, or an empty line before a list"),
        }
    }
}

/// How the signs are read that begin the lines of a text.
fn signs(text: &str, mut each: impl FnMut(Range<usize>, Option<Doubt>)) {
    let mut depth = 0;
    let mut in_table = false;
    let (mut at, mut before) = (0, "");
    for line in text.split_inclusive('\n') {
        let start = container(line);
        let written = line[start..].trim();
        in_table = !written.is_empty() && (in_table || written.contains('|') && is_delimiter(written));
        if let Some(sign) = sign_behind(line, start) {
            let next = text[at + line.len()..].lines().next().unwrap_or_default();
            let here = quotes(&line[..sign]);
            let goes_on = quotes(next) > here && self::sign(next).is_none();
            let is_quotation = depth > here || goes_on;
            each(at + sign..at + sign + 1, is_quotation.then_some(Doubt::Quotation));
            depth = here + usize::from(is_quotation);
        } else {
            if let Some(doubt) = doubt(before, line).filter(|_| !in_table || cells(before) < 2 || cells(line) < 2) {
                let mark = line.len() - line.trim_start().len();
                each(at + mark..at + mark + 1, Some(doubt));
            }
            depth = quotes(&line[..start]) + quotes(&line[start..]);
        }
        before = line;
        at += line.len();
    }
}

/// How often the beginning of a line quotes.
fn quotes(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, '>' | ' ' | '\t')).filter(|c| *c == '>').count()
}

/// A mark and a number in the middle of a sentence: `中位随访⏎> 24个月`.
fn doubt(before: &str, line: &str) -> Option<Doubt> {
    let first = line.trim_start_matches([' ', '\t']);
    // Most lines begin with no sign, and nothing more is asked of them.
    if !first.starts_with(['>', '-', '+']) {
        return None;
    }
    let before = before.trim_end();
    let ends = ['。', '！', '？', '；', '：', '.', '!', '?', ';', ':'];
    let goes_on = !before.is_empty() && !before.trim_end_matches(['”', '’', '"', '）', ')']).ends_with(ends);
    let number = |rest: &str| rest.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let begins = before.trim_start();
    let is_item = container(before) > before.len() - begins.len();
    let is_heading = begins.trim_start_matches('#').starts_with(' ') && begins.starts_with('#');
    let is_text = !is_heading
        && !["|", ":::", "```"].iter().any(|mark| begins.starts_with(mark))
        && (!begins.starts_with('>') || sign(before).is_some());
    if !goes_on || !is_text {
        None
    } else if first.strip_prefix('>').is_some_and(number) {
        Some(Doubt::Quotation)
    } else {
        first.strip_prefix(['-', '+']).is_some_and(|rest| !is_item && number(rest)).then_some(Doubt::List)
    }
}

/// Signs that are read as marks, though they may be none.
pub(super) fn doubts(text: &str) -> Vec<(Range<usize>, Doubt)> {
    let mut doubts = Vec::new();
    signs(text, |range, doubt| doubts.extend(doubt.map(|doubt| (range, doubt))));
    doubts
}

/// Adds a letter before each sign, and an empty line before each note.
pub(super) fn edits(text: &str, edits: &mut Vec<(usize, Edit)>) {
    let bytes = text.as_bytes();
    if !bytes.iter().any(|byte| b">|.):".contains(byte)) {
        return;
    }
    signs(text, |sign, doubt| {
        if doubt.is_none() {
            edits.push((sign.start, Edit::Letter));
        }
    });
    let mut table = Table::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = container(line);
        if let Some(number) = long_number(line, start).or_else(|| colon(line, start)) {
            edits.push((at + number, Edit::Letter));
        }
        // A row that begins with a sign is one: `- | 12 |`, `> 65 | 12 |`.
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if table.is_open
            && table.stands_free
            && start > indent
            && cells(line) > 0
            && sign_behind(line, start) != Some(indent)
        {
            edits.push((at + indent, Edit::Letter));
        }
        let has_row_after = || {
            let rest = text[at + line.len()..].lines();
            rest.take_while(|line| !line.trim_matches([' ', '\t', '>']).is_empty()).any(|line| line.contains('|'))
        };
        if table.read(line, start) && line.contains(is_cjk) && !has_row_after() {
            let prefix = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
            edits.push((at, Edit::Blank(prefix)));
        }
        at += line.len();
    }
}

/// What stands before the text of a line: indentation, and the marks of quotes and lists with their space.
pub(super) fn container(line: &str) -> usize {
    let bytes = line.as_bytes();
    let is_blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t'));
    let mut at = 0;
    loop {
        while is_blank(at) {
            at += 1;
        }
        at = match bytes.get(at) {
            Some(b'>' | b':') if bytes.get(at + 1) == Some(&b' ') => at + 1,
            Some(b'-' | b'+' | b'*') if is_blank(at + 1) => at + 1,
            Some(b'0'..=b'9') => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let end = at + digits;
                let is_mark = matches!(bytes.get(end), Some(b'.' | b')')) && is_blank(end + 1);
                if digits > LONGEST_NUMBER || !is_mark {
                    return at;
                }
                end + 1
            }
            _ => return at,
        };
    }
}

/// Where a sign of comparison stands that begins a line.
fn sign(line: &str) -> Option<usize> {
    sign_behind(line, container(line))
}

/// The same of a line whose container is so long.
fn sign_behind(line: &str, at: usize) -> Option<usize> {
    let rest = line[at..].strip_prefix('>')?;
    let rest = rest.strip_prefix('>').unwrap_or(rest);
    let compared = rest.strip_prefix(['=', '＝', '-', '−', '+']).unwrap_or(rest);
    let is_number = compared.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'))
        || compared.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || rest
            .strip_prefix(['=', '＝'])
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    (is_number || LIMITS.iter().any(|limit| rest.starts_with(limit))).then_some(at)
}

/// Where a number begins that is too long for a list, in a line whose container ends at `at`.
fn long_number(line: &str, at: usize) -> Option<usize> {
    let rest = &line[at..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_item = rest[digits..]
        .strip_prefix(['.', ')'])
        .is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with([' ', '\t']));
    (digits > LONGEST_NUMBER && digits < 10 && is_item).then_some(at)
}

/// Where a colon begins a line that is followed by no space, as that of a definition is, and begins no directive; its
/// container ends at `at`.
fn colon(line: &str, at: usize) -> Option<usize> {
    let rest = line[at..].strip_prefix(':')?;
    (!rest.starts_with([' ', '\t', ':', '\n', '\r']) && !rest.is_empty()).then_some(at)
}

/// Reads the lines of a text and knows which of them are rows.
#[derive(Default)]
struct Table {
    /// How many cells the line before has.
    cells: usize,
    is_open: bool,
    /// Whether it stands in no quotation and no list.
    stands_free: bool,
}

impl Table {
    /// Whether a table is open and this line, which has no bar, would become a row of it; its container ends at `start`.
    fn read(&mut self, line: &str, start: usize) -> bool {
        let is_free = line[..start].trim().is_empty();
        let line = line[start..].trim_matches([' ', '\t', '>', '\r', '\n']);
        if line.is_empty() || line.starts_with("```") {
            *self = Self::default();
            return false;
        }
        let cells = cells(line);
        let below = self.is_open && cells == 0;
        self.stands_free = if self.is_open { self.stands_free } else { is_free };
        self.is_open = !below && (self.is_open || (is_delimiter(line) && cells.max(1) == self.cells.max(1)));
        self.cells = cells;
        below
    }
}

/// How many cells a row has: 0 where no bar stands in it.
pub(super) fn cells(row: &str) -> usize {
    if !row.as_bytes().contains(&b'|') {
        return 0;
    }
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
