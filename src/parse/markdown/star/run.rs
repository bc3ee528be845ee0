//! Runs of asterisks in the stretches of a text in which they may pair.

use std::ops::Range;

/// A run of asterisks, with what stands beside it in its stretch.
pub(super) struct Run<'t> {
    pub(super) range: Range<usize>,
    pub(super) before: &'t str,
    pub(super) after: &'t str,
    pub(super) is_sign: bool,
}

/// How far a name, a note or a formula reaches that a run stands beside, in bytes. No run looks further.
const FAR: usize = 256;

/// What stands right before a run, of all that does.
pub(in crate::parse::markdown) fn last_part(before: &str) -> &str {
    &before[before.ceil_char_boundary(before.len().saturating_sub(FAR))..]
}

/// What stands right behind a run.
pub(super) fn first_part(after: &str) -> &str {
    &after[..after.floor_char_boundary(FAR)]
}

/// The stretches of a text in which marks may pair: what stands between empty lines, beginnings of blocks and the bars of
/// tables.
pub(super) fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let begins = line.trim_start_matches([' ', '\t', '>']);
        if begins.trim().is_empty() || begins_block(begins) {
            stretches.push(start..at);
            start = at;
        }
        if line.contains('|') {
            for (bar, _) in line.match_indices('|').filter(|(bar, _)| !line[..*bar].ends_with('\\')) {
                stretches.push(start..at + bar);
                start = at + bar + 1;
            }
            stretches.push(start..at + line.len());
            start = at + line.len();
        }
        at += line.len();
    }
    stretches.push(start..at);
    stretches
}

/// Whether a line, without its indentation, begins a block of its own.
fn begins_block(line: &str) -> bool {
    let after_digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = |rest: &str| rest.starts_with([' ', '\t']);
    line.starts_with(['#', '`', ':'])
        || line.strip_prefix(['-', '+', '*']).is_some_and(is_item)
        || (after_digits.len() < line.len() && after_digits.strip_prefix(['.', ')']).is_some_and(is_item))
}

/// The runs of a stretch. What is escaped or stands in code is none.
pub(super) fn runs(text: &str, stretch: Range<usize>) -> Vec<Run<'_>> {
    let (bytes, end) = (text.as_bytes(), stretch.end);
    let mut runs = Vec::new();
    let mut at = stretch.start;
    while at < end {
        let length = bytes[at..end].iter().take_while(|byte| **byte == bytes[at]).count();
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => at = code_end(&bytes[..end], at, length),
            b'*' => {
                let (before, after) = (&text[stretch.start..at], &text[at + length..end]);
                runs.push(Run { range: at..at + length, before, after, is_sign: false });
                at += length;
            }
            _ => at += 1,
        }
    }
    runs
}

/// Where the code that these backticks begin has its end; where they have theirs, if it has none.
fn code_end(bytes: &[u8], at: usize, length: usize) -> usize {
    let mut scan = at + length;
    while scan < bytes.len() {
        let ticks = bytes[scan..].iter().take_while(|byte| **byte == b'`').count();
        if ticks == length {
            return scan + ticks;
        }
        scan += ticks.max(1);
    }
    at + length
}
