//! Emphasis beside Chinese: where a run of `*` or `~~` opens or closes by the CJK-friendly amendments to
//! CommonMark, but not by CommonMark itself.
//!
//! CommonMark decides by the characters on both sides of a run, and counts `：` and `“` as it counts `:` and
//! `"`, although no space goes with them. A letter put between the run and its neighbour makes the parser
//! decide as the amendments do; one on one side is always enough, since the amendments only ever add. Where that
//! neighbour is itself a mark of emphasis, which the letter would mislead, a punctuation mark on the other side does
//! the same. Letters on both sides keep a single `~`, as ranges are written, from striking anything out.
//!
//! Underscores are never touched.

use std::ops::Range;

use super::prepare::Edit;
use crate::text::script::{is_cjk, is_punctuation};

/// Adds the places where something is to be put in. Where nothing is ever struck out, `~` is not looked at; neither are
/// the asterisks that are signs ([`super::star`]).
pub(super) fn edits(text: &str, strikes: bool, signs: &[Range<usize>], edits: &mut Vec<(usize, Edit)>) {
    let bytes = text.as_bytes();
    let mut signs = signs.iter().peekable();
    let mut scan = Scan { text, block: 0..0, block_is_table: false };
    let mut from = 0;
    while let Some(at) = next_run(bytes, from) {
        let byte = bytes[at];
        if byte == b'~' && !strikes {
            from = at + 1;
            continue;
        }
        let backslashes = bytes[..at].iter().rev().take_while(|b| **b == b'\\').count();
        let start = at + backslashes % 2;
        let length = bytes[start..].iter().take_while(|b| **b == byte).count();
        let run = start..start + length;
        from = run.end.max(at + 1);
        while signs.next_if(|sign| sign.start < run.start).is_some() {}
        if signs.peek().is_some_and(|sign| **sign == run) {
            continue;
        }
        match (byte, length) {
            (b'*', 1..) => edits.extend(scan.star(run)),
            (b'~', 2) => edits.extend(scan.strike(run)),
            (b'~', 1) => {
                let (before, after) = scan.tilde(&run);
                edits.extend(before.then_some((run.start, Edit::Letter)));
                edits.extend(after.then_some((run.end, Edit::Letter)));
            }
            _ => {}
        }
    }
}

/// The next `*` or `~`. Whole chunks without any are passed over with vector instructions.
fn next_run(bytes: &[u8], from: usize) -> Option<usize> {
    const CHUNK: usize = 32;
    let wanted = |byte: u8| byte == b'*' || byte == b'~';
    let mut at = from;
    while let Some(chunk) = bytes.get(at..at + CHUNK) {
        if chunk.iter().fold(false, |any, byte| any | wanted(*byte)) {
            break;
        }
        at += CHUNK;
    }
    bytes[at..].iter().position(|byte| wanted(*byte)).map(|found| at + found)
}

/// Whether a character is punctuation that ends words, so that no words begin with it: a run before it opens nothing.
pub(super) fn ends_words(c: char) -> bool {
    "，。、；：！？）】》」』〉”’％／,.;:!?)]}/".contains(c)
}

/// Whether a character may belong to another run.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '~')
}

/// What stands before a run, looking through a variation selector.
struct Before {
    last: char,
    /// Whether CommonMark sees punctuation.
    punctuation: bool,
    /// Whether it is punctuation of no Chinese kind.
    foreign_punctuation: bool,
    cjk: bool,
}

impl Before {
    fn read(text: &str) -> Option<Self> {
        let mut chars = text.chars().rev();
        let last = chars.next()?;
        if last.is_whitespace() {
            return None;
        }
        let (base, wide) = match last {
            '\u{FE00}'..='\u{FE0E}' => {
                let base = chars.next().unwrap_or(last);
                // Quotation marks asked for in their full-width form.
                let quote = matches!(base, '‘' | '’' | '“' | '”') && last == '\u{FE01}';
                (base, quote)
            }
            '\u{E0100}'..='\u{E01EF}' => (last, true),
            _ => (last, false),
        };
        let cjk = wide || is_cjk(base);
        Some(Self { last, punctuation: is_punctuation(last), foreign_punctuation: !cjk && is_punctuation(base), cjk })
    }
}

struct Scan<'a> {
    text: &'a str,
    /// The block of lines that was last asked about, and whether it holds the line under a table's head.
    block: Range<usize>,
    block_is_table: bool,
}

impl Scan<'_> {
    /// What is needed beside a run of asterisks.
    fn star(&mut self, run: Range<usize>) -> Option<(usize, Edit)> {
        if self.is_before_end(&run) {
            // It opens nothing, and may close.
            return Some((run.end, Edit::Space));
        }
        let (before, next) = self.neighbours(&run)?;
        let next_is_punctuation = is_punctuation(next);
        if next_is_punctuation && !before.punctuation && (is_cjk(next) || before.cjk) {
            // It opens, though what follows is punctuation.
            let edit = if is_mark(next) { (run.start, Edit::Mark) } else { (run.end, Edit::Letter) };
            return (!self.at_edge_of_cell(&run)).then_some(edit);
        }
        self.closing(&before, next, run)
    }

    /// Whether punctuation that ends words follows a run, and one of its neighbours is no ASCII. Punctuation alone between
    /// two runs is marked.
    fn is_before_end(&self, run: &Range<usize>) -> bool {
        let mut after = self.text[run.end..].chars();
        let Some(next) = after.next().filter(|next| ends_words(*next)) else { return false };
        let before = self.text[..run.start].chars().next_back();
        (!next.is_ascii() || before.is_some_and(is_cjk)) && !after.as_str().starts_with('*')
    }

    /// What is needed beside `~~`, which opens before anything.
    fn strike(&mut self, run: Range<usize>) -> Option<(usize, Edit)> {
        if self.ends_struck_number(&run) {
            return Some((run.start, Edit::Letter));
        }
        let (before, next) = self.neighbours(&run)?;
        self.closing(&before, next, run)
    }

    /// Whether a run is the second of two in its line, between a sign such as `%` and a number: `由~~52.7%~~51.6%更正`. Behind
    /// a number the first would be that of a range, `70%~~90%`.
    fn ends_struck_number(&self, run: &Range<usize>) -> bool {
        let (before, after) = (&self.text[..run.start], &self.text[run.end..]);
        let sign = before.chars().next_back();
        if !sign.is_some_and(is_punctuation) || !after.starts_with(|c: char| c.is_alphanumeric()) {
            return false;
        }
        let line = before.rsplit(['\n', '|']).next().unwrap_or_default();
        let Some((outside, inside)) = line.rsplit_once("~~").filter(|_| line.matches("~~").count() % 2 == 1) else {
            return false;
        };
        !outside.ends_with(|c: char| c.is_numeric() || "%％‰℃".contains(c))
            && inside.starts_with(|c: char| c.is_alphanumeric())
    }

    /// The run closes, though what stands before it is punctuation: that is Chinese, or what follows is.
    fn closing(&mut self, before: &Before, next: char, run: Range<usize>) -> Option<(usize, Edit)> {
        let closes = before.punctuation && !is_punctuation(next) && (!before.foreign_punctuation || is_cjk(next));
        let edit = if is_mark(before.last) { (run.end, Edit::Mark) } else { (run.start, Edit::Letter) };
        (closes && !self.after_container(run.start) && !self.at_edge_of_cell(&run)).then_some(edit)
    }

    /// The characters around a run; `None` where one is white space, or neither can be Chinese.
    fn neighbours(&self, run: &Range<usize>) -> Option<(Before, char)> {
        let bytes = self.text.as_bytes();
        let ascii = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii);
        if ascii(run.start.checked_sub(1).and_then(|at| bytes.get(at))) && ascii(bytes.get(run.end)) {
            return None;
        }
        let next = self.text[run.end..].chars().next()?;
        if next.is_whitespace() {
            return None;
        }
        Before::read(&self.text[..run.start]).map(|before| (before, next))
    }

    /// Whether the parser would take a single `~` for an opening or closing mark.
    fn tilde(&self, run: &Range<usize>) -> (bool, bool) {
        let before = self.text[..run.start].chars().next_back().unwrap_or('\n');
        let after = self.text[run.end..].chars().next().unwrap_or('\n');
        let edge = |c: char| c.is_whitespace() || is_punctuation(c);
        (edge(before) && !after.is_whitespace(), edge(after) && !before.is_whitespace())
    }

    /// Whether nothing but marks of containers (`>`) stands before it in its line.
    fn after_container(&self, at: usize) -> bool {
        let before = &self.text.as_bytes()[..at];
        before.last() == Some(&b'>')
            && before.iter().rev().take_while(|byte| **byte != b'\n').all(|byte| b"> \t-+*.)0123456789".contains(byte))
    }

    /// Whether a `|` beside the run is the edge of a table's cell.
    fn at_edge_of_cell(&mut self, run: &Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        let pipe_before = run.start > 0 && bytes[run.start - 1] == b'|';
        (pipe_before || bytes.get(run.end) == Some(&b'|')) && self.is_in_table(run.start)
    }

    /// Whether the lines around hold one of hyphens and pipes.
    fn is_in_table(&mut self, at: usize) -> bool {
        if !self.block.contains(&at) {
            let start = self.text[..at].rfind("\n\n").map_or(0, |found| found + 2);
            let end = self.text[at..].find("\n\n").map_or(self.text.len(), |found| at + found + 1);
            self.block = start..end;
            self.block_is_table = self.text[start..end]
                .lines()
                .any(|line| line.contains('-') && line.bytes().all(|byte| b"|-: \t>".contains(&byte)));
        }
        self.block_is_table
    }
}

#[cfg(test)]
mod tests {
    use crate::text::script::is_punctuation;

    /// What the parser takes for punctuation shows in what it does not open before.
    fn parser_says(c: char) -> bool {
        let text = format!("a*{c}x*");
        let mut events = pulldown_cmark::Parser::new(&text);
        !events.any(|event| matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Emphasis)))
    }

    #[test]
    fn punctuation_is_what_the_parser_takes_for_it() {
        // Blocks without gaps: the two may hold different versions of Unicode.
        let blocks = [0xA1..=0x24F, 0x300..=0x36F, 0x2010..=0x2027, 0x2030..=0x205E, 0x20A0..=0x20BF, 0x2100..=0x218B]
            .into_iter()
            .chain([
                0x2190..=0x2426,
                0x2440..=0x244A,
                0x2460..=0x2B73,
                0x3001..=0x303F,
                0x3041..=0x3096,
                0x3099..=0x30FF,
            ])
            .chain([
                0x3220..=0x33FF,
                0x4E00..=0x4E80,
                0xAC00..=0xAC20,
                0xFE00..=0xFE19,
                0xFE30..=0xFE52,
                0xFF01..=0xFFBE,
            ])
            .chain([0xFFE0..=0xFFE6, 0x1F130..=0x1F189, 0x1F300..=0x1F6D7]);
        let wrong: Vec<String> = blocks
            .flatten()
            .filter_map(char::from_u32)
            .filter(|c| !c.is_whitespace() && is_punctuation(*c) != parser_says(*c))
            .map(|c| format!("{c} U+{:04X}", c as u32))
            .collect();
        assert!(wrong.is_empty(), "{} {wrong:?}", wrong.len());
    }
}
