//! Web addresses that stand bare in a text: they become links, as readers expect of them.
//!
//! The parser is given angle brackets around them. An address ends where its characters do: white space, Chinese and its
//! punctuation are none, and neither is a mark of punctuation behind which the sentence goes on or ends.

use super::prepare::Edit;

/// Marks that end a sentence, or the emphasis around an address.
const NOT_LAST: &[char] = &['.', ',', ';', ':', '!', '?', '\'', '"', '*', '_', '~'];

/// Adds the brackets.
pub(super) fn edits(text: &str, edits: &mut Vec<(usize, Edit)>) {
    let schemes =
        text.match_indices("://").filter_map(|(colon, _)| Some((scheme(text, colon)?, colon + 4, Edit::Open)));
    let hosts = text.match_indices("www.").map(|(at, _)| (at, at + "www.a.b".len(), Edit::OpenHost));
    add(text, schemes, edits);
    add(text, hosts, edits);
}

/// Adds the brackets of some addresses, which stand one behind the other.
fn add(text: &str, found: impl Iterator<Item = (usize, usize, Edit)>, edits: &mut Vec<(usize, Edit)>) {
    let mut line = Line::default();
    let mut done = 0;
    for (start, least, open) in found {
        // An address inside another belongs to it.
        if start < done && open == Edit::Open {
            continue;
        }
        let end = start + length(&text[start..]);
        line.read(text, start);
        if end >= least && stands_bare(text, &line, start, end) {
            edits.extend([(start, open), (end, Edit::Close)]);
            done = end;
        }
    }
}

/// What stands before a place in its line, or in its cell of a row.
#[derive(Default)]
struct Line {
    start: usize,
    /// Up to where it was read.
    at: usize,
    /// Where the code ends that began last, or the marks that began none.
    code_end: usize,
    /// How many brackets open more than close.
    brackets: isize,
    /// The last `<` that no `>` follows.
    tag: Option<usize>,
    /// Whether no `)` follows the last `](`.
    in_address: bool,
}

impl Line {
    fn read(&mut self, text: &str, to: usize) {
        for (at, byte) in text.bytes().enumerate().take(to).skip(self.at) {
            match byte {
                b'\n' => *self = Self { start: at + 1, code_end: self.code_end, ..Self::default() },
                _ if at < self.code_end => {}
                b'`' if !is_escaped(&text[self.start..at]) => self.code_end = code_end(text, at, self.is_row(text)),
                b'|' if self.is_row(text) && !is_escaped(&text[self.start..at]) => {
                    *self = Self { start: self.start, ..Self::default() };
                }
                b'[' => self.brackets += 1,
                b']' => self.brackets -= 1,
                b'<' => self.tag = Some(at),
                b'>' => self.tag = None,
                b'(' => self.in_address |= text[self.start..at].ends_with(']'),
                b')' => self.in_address = false,
                _ => {}
            }
        }
        self.at = to;
    }

    fn is_row(&self, text: &str) -> bool {
        text[self.start..].trim_start_matches(' ').starts_with('|')
    }
}

/// Where the code ends that marks at a place begin: behind as many marks as it began with, in the same paragraph, and in
/// a row in the same cell. Marks that nothing closes are signs, and end where they do.
fn code_end(text: &str, at: usize, in_row: bool) -> usize {
    let marks = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let count = marks(&text[at..]);
    let begin = at + count;
    let near = &text[begin..text.floor_char_boundary(begin + LONGEST_LINK)];
    let ends = if in_row { near.find(['\n', '|']) } else { near.find("\n\n") };
    let near = &near[..ends.unwrap_or(near.len())];
    let mut from = 0;
    while let Some(found) = near[from..].find('`') {
        let close = marks(&near[from + found..]);
        if close == count {
            return begin + from + found + count;
        }
        from += found + close;
    }
    begin
}

/// Whether a sign behind a text is escaped by it.
fn is_escaped(before: &str) -> bool {
    before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// Where `http` or `https` begins before `://`.
fn scheme(text: &str, colon: usize) -> Option<usize> {
    let before = &text[..colon];
    let is_scheme = |name: &str| {
        let start = before.len().checked_sub(name.len())?;
        before.get(start..).is_some_and(|it| it.eq_ignore_ascii_case(name)).then_some(start)
    };
    let start = is_scheme("https").or_else(|| is_scheme("http"))?;
    (!before[..start].ends_with(|c: char| c.is_ascii_alphanumeric())).then_some(start)
}

/// How many bytes the address has that a text begins with.
fn length(text: &str) -> usize {
    let is_inside = |c: char| {
        c.is_ascii_graphic() && !matches!(c, '<' | '>' | '|' | '`' | '"' | '\\' | '^' | '{' | '}' | '[' | ']')
    };
    let mut address = &text[..text.find(|c| !is_inside(c)).unwrap_or(text.len())];
    loop {
        let unpaired = |close: char, open: char| {
            address.ends_with(close) && address.matches(close).count() > address.matches(open).count()
        };
        let shorter =
            if unpaired(')', '(') { &address[..address.len() - 1] } else { address.trim_end_matches(NOT_LAST) };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

/// Whether an address stands in the text itself: in no link, no tag and no code.
fn stands_bare(text: &str, line: &Line, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    if before.ends_with(['<', '"', '\'', '=', '/', '@', '.', '-', '_', '\\', '{']) || before.ends_with("](") {
        return false;
    }
    if before.ends_with(|c: char| c.is_ascii_alphanumeric()) || start < line.code_end {
        return false;
    }
    let begins_tag = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    let definition = before[line.start..].trim_start_matches([' ', '>']);
    let defines = definition.starts_with('[') && definition.trim_end().ends_with("]:") && !definition.starts_with("[^");
    !line.tag.is_some_and(begins_tag) && !defines && !is_in_link(line, after)
}

/// How far the end of a link is looked for behind an address in it, in bytes.
const LONGEST_LINK: usize = 2_000;

/// Whether brackets around an address are those of a link's words, or those of its address.
fn is_in_link(line: &Line, after: &str) -> bool {
    let opened = line.brackets > 0;
    if !opened && !line.in_address {
        return false;
    }
    let near = &after[..after.floor_char_boundary(LONGEST_LINK)];
    let paragraph = near.split("\n\n").next().unwrap_or(near);
    let mut depth = 0;
    let mut close = None;
    for (at, c) in paragraph.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => {
                close = Some(at + 1);
                break;
            }
            ']' => depth -= 1,
            _ => {}
        }
    }
    let in_words = opened && close.is_some_and(|at| paragraph[at..].starts_with(['(', '[']));
    in_words || line.in_address && paragraph.contains(')')
}
