//! M031: quotation marks that do not pair, or of a kind that Chinese text does not use.

use std::ops::Range;

use crate::diag::{Diagnostic, Edit, Said, Text, code, text};
use crate::lint::reading::passage::Passage;
use crate::text::script::is_cjk;

/// Quotation marks come in pairs of one kind.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    if passage.kind.is_citation() {
        return;
    }
    // All of them in UTF-8: most texts have none.
    let is_any = |it: &[u8]| {
        matches!(it, [0xE2, 0x80, 0x98 | 0x99 | 0x9C..=0x9E] | [0xE3, 0x80, 0x8A..=0x8F] | [0xC2, 0xAB | 0xBB, _])
    };
    if !passage.has_any("\"") && !passage.text.as_bytes().windows(3).any(is_any) {
        return;
    }
    let (open, close) = passage.language.quotation_marks();
    let marks =
        |c: char| matches!(c, '„' | '«' | '»' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》');
    let marks: Vec<(usize, char)> = passage.text.char_indices().filter(|(_, c)| marks(*c)).collect();
    let curly: Vec<(usize, char)> = marks.iter().copied().filter(|(_, c)| matches!(c, '“' | '”')).collect();
    let mixed = mixed(passage, &curly);
    if passage.has_any("\"") {
        straight(passage, &curly, mixed.as_ref(), said);
    }
    // `“` closes in German, and `”` is both in Swedish.
    let is_own = matches!((open, close), ('“', '”') | ('«', '»') | ('「', '」'));
    if !curly.is_empty() && mixed.is_none() && is_own {
        unpaired(passage, &curly, said);
    }
    if open != close && (open, close) != ('“', '”') && !passage.is_chinese() {
        alone(passage, &marks, open, close, said);
    }
    if marks.len() > curly.len() && passage.is_chinese() {
        OTHERS.iter().for_each(|(open, close)| alone(passage, &marks, *open, *close, said));
    }
}

/// Other marks of Chinese that come in pairs.
const OTHERS: &[(char, char)] = &[('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》')];

/// One of a pair without the other.
fn alone(passage: &Passage<'_>, marks: &[(usize, char)], open: char, close: char, said: &mut Said) {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    // An apostrophe: `Child’s`, `’90`.
    let is_apostrophe = |at: usize| close == '’' && (is_latin(passage.before(at)) || is_latin(passage.after(at + 3)));
    let mut opened: Vec<usize> = Vec::new();
    let mut wrong = None;
    for (at, mark) in marks {
        if *mark == open {
            opened.push(*at);
        } else if *mark == close && opened.pop().is_none() && !is_apostrophe(*at) {
            wrong = wrong.or(Some(*at));
        }
    }
    // A quotation of several paragraphs opens each of them, and closes the last.
    let Some(at) = wrong.or_else(|| opened.into_iter().find(|at| *at > 0)) else { return };
    let message = text!("a quotation mark has no partner");
    let help = text!("write the other one too: `{open}` and `{close}` stand in pairs", open, close);
    say(passage, at..at + open.len_utf8(), message, help, Vec::new(), said);
}

/// One pair of which one mark is straight: where that one stands, and what belongs there.
fn mixed(passage: &Passage<'_>, curly: &[(usize, char)]) -> Option<(usize, &'static str)> {
    let mut straight = passage.text.match_indices('"').map(|(at, _)| at);
    let (Some(at), None, true) = (straight.next(), straight.next(), passage.is_chinese()) else { return None };
    match curly {
        [(close, '”')] if at < *close => Some((at, "“")),
        [(open, '“')] if at > *open => Some((at, "”")),
        _ => None,
    }
}

/// `"` around Chinese; in other languages, beside marks of the other kind.
fn straight(passage: &Passage<'_>, curly: &[(usize, char)], mixed: Option<&(usize, &'static str)>, said: &mut Said) {
    let quotes: Vec<usize> = passage.text.match_indices('"').map(|(at, _)| at).collect();
    if !passage.is_chinese() {
        if !curly.is_empty() {
            let help = text!("use one kind of quotation marks: “ and ”");
            say(
                passage,
                quotes[0]..quotes[0] + 1,
                text!("two kinds of quotation marks stand in one text"),
                help,
                Vec::new(),
                said,
            );
        }
        return;
    }
    let beside = |at: &usize| passage.before(*at).is_some_and(is_cjk) || passage.after(*at + 1).is_some_and(is_cjk);
    // `12"` is a length in inches, and then nothing says which marks pair.
    let is_inch = |at: &usize| {
        let word = &passage.text[..*at];
        let word = &word[word.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || ".-'’".contains(c)).len()..];
        word.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit())
    };
    let has_inches = quotes.iter().any(is_inch);
    let is_even = quotes.len().is_multiple_of(2) && curly.is_empty();
    for (index, at) in quotes.iter().enumerate().filter(|(_, at)| beside(at) && !(curly.is_empty() && is_inch(at))) {
        // Each pair is put right by the first of its marks that is beside Chinese.
        let pair = index / 2 * 2;
        let is_second = index == pair + 1;
        if is_even && is_second && beside(&quotes[pair]) {
            continue;
        }
        let fix = match mixed {
            _ if has_inches => None,
            Some((at, mark)) => passage.edit(*at..*at + 1, mark).map(|edit| vec![edit]),
            None if is_even => curved(passage, quotes[pair], quotes[pair + 1]),
            None => None,
        };
        let message = text!("a straight quotation mark stands in Chinese text");
        let help = text!("write “ before the words and ” after them");
        say(passage, *at..*at + 1, message, help, fix.unwrap_or_default(), said);
    }
}

fn curved(passage: &Passage<'_>, open: usize, close: usize) -> Option<Vec<Edit>> {
    [(open, "“"), (close, "”")].into_iter().map(|(at, mark)| passage.edit(at..at + 1, mark)).collect()
}

/// `“` without `”`, or the other way round.
fn unpaired(passage: &Passage<'_>, curly: &[(usize, char)], said: &mut Said) {
    let mut open: Option<usize> = None;
    let mut wrong: Vec<usize> = Vec::new();
    for (at, mark) in curly {
        match (mark, open) {
            ('“', None) => open = Some(*at),
            ('”', Some(_)) => open = None,
            _ => wrong.push(*at),
        }
    }
    // A quotation of several paragraphs opens each of them, and closes the last.
    wrong.extend(open.filter(|at| *at > 0 && wrong.is_empty()));
    let range = |at: usize| at..at + '“'.len_utf8();
    let Some(first) = wrong.first().copied() else { return };
    let turned = match curly {
        [(_, '“'), (second, '“')] => passage.edit(range(*second), "”"),
        [(first, '”'), (_, '”')] => passage.edit(range(*first), "“"),
        _ => None,
    };
    let help = text!("every “ needs a ” after it; a quotation inside another has ‘ and ’");
    let message = text!("a quotation mark has no partner");
    say(passage, range(first), message, help, turned.into_iter().collect(), said);
}

fn say(passage: &Passage<'_>, range: Range<usize>, message: Text, help: Text, fix: Vec<Edit>, said: &mut Said) {
    said.push(Diagnostic::new(code::M031, message).at(passage.file, passage.span(range)).help(help).fix(fix));
}
