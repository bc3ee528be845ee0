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
    let mut done = 0;
    for (start, least, open) in schemes.chain(hosts) {
        // An address inside another belongs to it.
        if start < done && open == Edit::Open {
            continue;
        }
        let end = start + length(&text[start..]);
        if end >= least && stands_bare(text, start, end) {
            edits.extend([(start, open), (end, Edit::Close)]);
            done = end;
        }
    }
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
fn stands_bare(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    if before.ends_with(['<', '"', '\'', '=', '/', '@', '.', '-', '_', '\\', '{']) || before.ends_with("](") {
        return false;
    }
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    if before.ends_with(|c: char| c.is_ascii_alphanumeric()) || line.matches('`').count() % 2 == 1 {
        return false;
    }
    let in_tag = line.rfind('<').is_some_and(|at| {
        !line[at..].contains('>')
            && line[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
    });
    let definition = line.trim_start_matches([' ', '>']);
    let defines = definition.starts_with('[') && definition.trim_end().ends_with("]:") && !definition.starts_with("[^");
    !in_tag && !defines && !is_in_link(line, after)
}

/// Whether brackets around an address are those of a link's words, or those of its address.
fn is_in_link(line: &str, after: &str) -> bool {
    let paragraph = after.split("\n\n").next().unwrap_or(after);
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
    let opened = line.matches('[').count() > line.matches(']').count();
    let in_words = opened && close.is_some_and(|at| paragraph[at..].starts_with(['(', '[']));
    let in_address = line.rfind("](").is_some_and(|at| !line[at..].contains(')')) && paragraph.contains(')');
    in_words || in_address
}
