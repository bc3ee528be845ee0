//! M030: a mark of a Latin keyboard beside Chinese characters.
//!
//! In Chinese text a comma, semicolon, colon, question or exclamation mark beside a Han character is the full-width one
//! (GB/T 15834-2011), and so are brackets that follow a Han character or hold one. Between Latin letters or digits
//! nothing is said. Entries of the list of references have a punctuation of their own (GB/T 7714-2015).

use std::ops::Range;

use crate::diag::{Diagnostic, Edit, Said, Text, code, text};
use crate::lint::reading::passage::Passage;
use crate::text::script::is_counted_singly;

/// Each mark with the full-width one.
const MARKS: &[(char, char)] = &[(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！')];

/// Chinese text has full-width marks.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    let is_read = passage.is_chinese() && !passage.kind.is_citation() && !is_reference(&passage.text);
    if !is_read || !passage.has_any(",;:?!.()") {
        return;
    }
    let chars = passage.chars();
    for (index, (at, c)) in chars.iter().enumerate() {
        if let Some((_, wide)) = MARKS.iter().find(|(mark, _)| mark == c) {
            mark(passage, &chars, index, *at, *wide, said);
        }
    }
    if passage.has_any(".") {
        stops(passage, said);
    }
    if passage.has_any("()") {
        brackets(passage, &chars, said);
    }
}

/// Whether a text is an entry of the list of references: it names the kind of the source (GB/T 7714-2015, table B.1).
fn is_reference(text: &str) -> bool {
    const KINDS: &[&str] = &["J", "M", "C", "D", "N", "R", "S", "P", "G", "Z", "A", "DB", "CP", "EB"];
    const CARRIERS: &[&str] = &["", "/OL", "/CD", "/DK", "/MT"];
    text.split('[').skip(1).filter_map(|rest| rest.split_once(']')).any(|(mark, _)| {
        let (kind, carrier) = mark.split_at(mark.find('/').unwrap_or(mark.len()));
        KINDS.contains(&kind) && CARRIERS.contains(&carrier)
    })
}

/// Whether a text ends with what has a factorial: a number, or a single letter.
fn ends_with_operand(text: &str) -> bool {
    let word = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    text.ends_with(|c: char| c.is_ascii_digit()) || text.len() == word + 1
}

fn mark(passage: &Passage<'_>, chars: &[(usize, char)], index: usize, at: usize, wide: char, said: &mut Said) {
    let before = index.checked_sub(1).map(|it| chars[it].1);
    let mut next = index + 1;
    let mut end = at + 1;
    if chars.get(next).is_some_and(|(_, c)| *c == ' ') {
        next += 1;
        end += 1;
    }
    let after = chars.get(next).map(|(_, c)| *c);
    let beside = before.is_some_and(ends_chinese) || after.is_some_and(begins_chinese);
    let is_factorial = wide == '！' && ends_with_operand(&passage.text[..at]);
    if !beside || is_factorial || passage.is_address(at) {
        return;
    }
    // The full-width mark brings its own space.
    let spaced = if after.is_some() { passage.edit(at..end, &wide.to_string()) } else { None };
    let edit = spaced.or_else(|| passage.edit(at..at + 1, &wide.to_string()));
    // Without its `!`, a bracket may begin a link or a footnote.
    let edit = edit.filter(|_| !(wide == '！' && passage.after(at + 1) == Some('[')));
    say(passage, at..at + 1, text!("write `{wide}`", wide), edit.into_iter().collect(), said);
}

/// Full stops, and rows of them.
fn stops(passage: &Passage<'_>, said: &mut Said) {
    let mut from = 0;
    while let Some(at) = passage.text[from..].find('.').map(|at| from + at) {
        let length = passage.text[at..].bytes().take_while(|byte| *byte == b'.').count();
        let end = at + length;
        from = end;
        if !passage.before(at).is_some_and(is_counted_singly)
            || passage.is_address(at)
            || is_number(&passage.text[..at])
        {
            continue;
        }
        let after = passage.after(end);
        let instead = match (length, after) {
            (3.., _) => "……",
            (1, after) if after.is_none_or(|c| c.is_whitespace() || is_counted_singly(c)) => "。",
            _ => continue,
        };
        // In the middle of a text a point may be a dot of another kind.
        let is_certain = length >= 3 || after.is_none();
        let edit = is_certain.then(|| passage.edit(at..end, instead)).flatten();
        say(passage, at..end, text!("write `{wide}`", wide = instead), edit.into_iter().collect(), said);
    }
}

/// Whether a text is a number of a list: `一`, `第二`.
fn is_number(text: &str) -> bool {
    text.trim_start().chars().count() <= 3
}

/// Pairs of brackets, of either kind.
fn brackets(passage: &Passage<'_>, chars: &[(usize, char)], said: &mut Said) {
    let mut open: Vec<usize> = Vec::new();
    for (index, (_, c)) in chars.iter().enumerate() {
        match c {
            '(' | '（' => open.push(index),
            ')' | '）' => {
                if let Some(start) = open.pop() {
                    pair(passage, chars, start, index, said);
                }
            }
            _ => {}
        }
    }
}

fn pair(passage: &Passage<'_>, chars: &[(usize, char)], open: usize, close: usize, said: &mut Said) {
    let (left, right) = (chars[open], chars[close]);
    let is_narrow = |c: char| matches!(c, '(' | ')');
    let follows = open.checked_sub(1).is_some_and(|it| is_counted_singly(chars[it].1));
    let holds = chars[open + 1..close].iter().any(|(_, c)| is_counted_singly(*c));
    let is_mixed = is_narrow(left.1) != is_narrow(right.1);
    let narrow = is_narrow(left.1) && is_narrow(right.1);
    if !(is_mixed || (narrow && (follows || holds))) || passage.is_address(left.0) {
        return;
    }
    let edits = [(left, "（"), (right, "）")].into_iter().filter(|((_, c), _)| is_narrow(*c));
    let edits: Option<Vec<Edit>> = edits.map(|((at, _), wide)| passage.edit(at..at + 1, wide)).collect();
    let shown = if is_narrow(left.1) { left.0 } else { right.0 };
    say(passage, shown..shown + 1, text!("write `（` and `）`"), edits.unwrap_or_default(), said);
}

fn say(passage: &Passage<'_>, range: Range<usize>, label: Text, fix: Vec<Edit>, said: &mut Said) {
    let message = text!("a half-width `{mark}` stands in Chinese text", mark = &passage.text[range.clone()]);
    said.push(
        Diagnostic::new(code::M030, message)
            .at(passage.file, passage.span(range))
            .label(label)
            .help(text!("punctuation beside Chinese characters is full-width"))
            .fix(fix),
    );
}

fn ends_chinese(c: char) -> bool {
    is_counted_singly(c) || matches!(c, '）' | '》' | '」' | '』' | '】')
}

fn begins_chinese(c: char) -> bool {
    is_counted_singly(c) || matches!(c, '（' | '《' | '「' | '『' | '【')
}
