//! Lines: where a text may break by the rules of Chinese typesetting, and how large it can be set in its room.
//!
//! A mark that closes never begins a line, one that opens never ends one, a word of Latin letters or a number with
//! its sign and unit is never torn unless it is longer than a line. Knows widths only through a function.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::glyph::{Glyph, is_unseen};
use crate::render::phrase;

/// Never at the beginning of a line.
const CLOSING: &str = "，。、；：？！）》〉」』】〕”’…—·～%‰℃°′″,.;:?!)]}%";
/// Never at the end of one.
const OPENING: &str = "（《〈「『【〔“‘([{";

/// How wide a text is at a size.
pub(in crate::render) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|it| advance(it, size)).sum()
}

/// How far the next letter stands from this one; a frame takes the room of a Han character.
pub(super) fn advance(letter: char, size: f32) -> f32 {
    match Glyph::of(letter) {
        Some(glyph) => glyph.advance(size),
        None if is_unseen(letter) && letter != ' ' && letter != '\u{3000}' => 0.0,
        None if letter == ' ' => size * 0.25,
        None => size,
    }
}

/// How far a line begins before its edge, so that what is seen of it begins there.
pub(super) fn hang(text: &str, size: f32) -> f32 {
    let opens = text.chars().next().filter(|it| OPENING.contains(*it) && advance(*it, size) > size * 0.9);
    if opens.is_some() { size * 0.46 } else { 0.0 }
}

/// A text in its room.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Set {
    /// Pixels of an em.
    pub(in crate::render) size: f32,
    /// The lines.
    pub(in crate::render) lines: Vec<String>,
}

/// Sets a text as large as it can be: `sizes` from the largest, each with how many lines it may have. Where even the
/// smallest is too large, the last line ends with an ellipsis. Lines are made about equally long.
/// No line parts the words of `kept`.
pub(in crate::render) fn fit(text: &str, kept: &[String], room: f32, sizes: &[(f32, usize)]) -> Set {
    if let Some(set) = in_one_line(text, room, sizes) {
        return set;
    }
    let cut = Cut::of(text, kept);
    let largest = |pieces: &[Piece], is_whole: bool| {
        sizes.iter().find_map(|(size, most)| {
            let lines = count(pieces, room, *size);
            let fits = lines <= *most && (!is_whole || pieces.iter().all(|it| it.whole * size <= room));
            fits.then(|| Set { size: *size, lines: balance(pieces, room, *size, lines) })
        })
    };
    if let Some(set) = largest(&cut.pieces, false) {
        if set.lines.len() == 1 {
            return set;
        }
        // A break that falls between clauses tears no word, and is worth letters a little smaller.
        let clauses = largest(&cut.clauses, true).filter(|it| it.size >= set.size * 0.72);
        return clauses.unwrap_or(set);
    }
    let (size, most) = sizes.last().copied().unwrap_or((16.0, 1));
    let mut lines = fill(&cut.pieces, room, size);
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        *last = shortened(last, room, size);
    }
    Set { size, lines }
}

/// A text that has room in one line of the largest size, with more to spare than sums of widths are off: most have, and
/// then it does not matter where its words end.
fn in_one_line(text: &str, room: f32, sizes: &[(f32, usize)]) -> Option<Set> {
    let size = sizes.iter().find(|(_, most)| *most > 0)?.0;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !line.is_empty() && width(&line, 1.0) * size < room * 0.999;
    fits.then(|| Set { size, lines: vec![line] })
}

/// A line with an ellipsis at its end, cut so that it fits.
fn shortened(line: &str, room: f32, size: f32) -> String {
    let mut left = room - advance('…', size);
    let fits = |(_, letter): &(usize, char)| {
        left -= advance(*letter, size);
        left >= 0.0
    };
    let end = line.char_indices().take_while(fits).last().map_or(0, |(at, letter)| at + letter.len_utf8());
    format!("{}…", line[..end].trim_end_matches(|it| it == ' ' || CLOSING.contains(it) || OPENING.contains(it)))
}

/// One line, cut where it is too long.
pub(super) fn one(text: &str, room: f32, size: f32) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&line, size) <= room { line } else { shortened(&line, room, size) }
}

/// The shortest measure that takes no more lines: none is left with a single character.
fn balance(pieces: &[Piece], room: f32, size: f32, lines: usize) -> Vec<String> {
    let longest = pieces.iter().map(|it| it.seen * size).filter(|wide| *wide <= room).fold(room / 2.0, f32::max);
    let (mut low, mut high, mut best) = (longest, room, lines);
    for _ in 0..10 {
        let middle = f32::midpoint(low, high);
        let tried = count(pieces, middle, size);
        if tried <= best {
            (best, high) = (tried, middle);
        } else {
            low = middle;
        }
    }
    fill(pieces, high, size)
}

/// A text in its parts: as long as it is set, it is tried at many sizes.
struct Cut {
    /// The parts that stay together,
    pieces: Vec<Piece>,
    /// and the clauses.
    clauses: Vec<Piece>,
}

/// How many texts a thread keeps in their parts: a picture has some dozens.
const MOST_CUT: usize = 256;

/// Texts that were cut, with what stays whole in each.
type Cuts = BTreeMap<(String, Vec<String>), Rc<Cut>>;

thread_local! {
    /// Texts in their parts, by text and words that no line parts.
    static CUT: RefCell<Cuts> = const { RefCell::new(BTreeMap::new()) };
}

impl Cut {
    fn of(text: &str, kept: &[String]) -> Rc<Self> {
        let key = (text.to_owned(), kept.to_vec());
        if let Some(known) = CUT.with_borrow(|known| known.get(&key).cloned()) {
            return known;
        }
        let cut = Rc::new(Self { pieces: pieces(text, kept), clauses: clauses(text, kept) });
        CUT.with_borrow_mut(|known| {
            if known.len() >= MOST_CUT {
                known.clear();
            }
            known.insert(key, Rc::clone(&cut));
        });
        cut
    }
}

/// A part of a text that stays together, measured once for all sizes.
struct Piece {
    text: String,
    /// How many ems it is wide,
    whole: f32,
    /// and without a space at its end.
    seen: f32,
}

impl Piece {
    fn new(text: String) -> Self {
        let seen = width(text.trim_end(), 1.0);
        let whole = seen + width(&text[text.trim_end().len()..], 1.0);
        Self { text, whole, seen }
    }
}

/// The parts of a text that stay together.
fn pieces(text: &str, kept: &[String]) -> Vec<Piece> {
    let places = phrase::places(text, kept);
    // Beside Han characters a line ends between words; elsewhere as the marks allow.
    cut(text, |at, before, after| {
        before == ' ' || after == ' ' || !(is_han(before) || is_han(after)) || places.binary_search(&at).is_ok()
    })
}

/// The same where a line may end between any two Han characters.
fn pieces_of_letters(text: &str) -> Vec<Piece> {
    cut(text, |_, _, _| true)
}

/// A text cut where the marks allow it and `ends` says so of a place and the letters before and after it.
fn cut(text: &str, ends: impl Fn(usize, char, char) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut letters = text.char_indices().map(|(at, it)| (at, if it.is_whitespace() { ' ' } else { it })).peekable();
    let mut piece = String::new();
    while let Some((_, letter)) = letters.next() {
        if letter == ' ' && piece.ends_with(' ') {
            continue;
        }
        piece.push(letter);
        if letters.peek().is_none_or(|(at, next)| may_break(letter, *next) && ends(*at, letter, *next)) {
            pieces.push(Piece::new(std::mem::take(&mut piece)));
        }
    }
    pieces
}

/// The clauses of a title, with single spaces.
fn clauses(text: &str, kept: &[String]) -> Vec<Piece> {
    let spaced = |clause: &str| {
        clause
            .split_inclusive(char::is_whitespace)
            .map(|word| {
                word.trim_end_matches(char::is_whitespace).to_owned()
                    + if word.ends_with(char::is_whitespace) { " " } else { "" }
            })
            .collect::<String>()
    };
    phrase::clauses(text, kept).into_iter().map(|clause| Piece::new(spaced(clause))).collect()
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || CLOSING.contains(after) || OPENING.contains(before) || is_unseen(after) {
        return false;
    }
    let is_wide_mark = |it: char, among: &str| !it.is_ascii() && among.contains(it);
    before == ' '
        || is_han(before)
        || is_han(after)
        || (matches!(before, '/' | '-' | '–') && after.is_alphabetic())
        || is_wide_mark(before, CLOSING)
        || is_wide_mark(after, OPENING)
}

pub(super) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{2fff}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// How many lines [`fill`] fills.
fn count(pieces: &[Piece], room: f32, size: f32) -> usize {
    if pieces.iter().any(|piece| piece.seen * size > room) {
        return fill(pieces, room, size).len();
    }
    let (mut lines, mut used, mut is_empty, mut is_seen) = (0, 0.0, true, false);
    for piece in pieces {
        if !is_empty && used + piece.seen * size > room {
            (lines, used, is_seen) = (lines + 1, 0.0, false);
        }
        (used, is_empty) = (used + piece.whole * size, false);
        is_seen |= !piece.text.trim().is_empty();
    }
    lines + usize::from(is_seen)
}

/// Fills lines of a measure from the first piece to the last.
fn fill(pieces: &[Piece], room: f32, size: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    for piece in pieces {
        let wide = piece.seen * size;
        if !line.is_empty() && used + wide > room {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        if wide <= room {
            used += piece.whole * size;
            line.push_str(&piece.text);
            continue;
        }
        // Longer than a line: torn where the marks allow.
        if pieces_of_letters(&piece.text).len() > 1 {
            let mut torn = fill(&pieces_of_letters(&piece.text), room, size);
            line = torn.pop().unwrap_or_default();
            used = width(&line, size);
            lines.append(&mut torn);
            continue;
        }
        for letter in piece.text.chars() {
            let step = advance(letter, size);
            if used + step > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(letter);
            used += step;
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: &[(f32, usize)] = &[(60.0, 2), (40.0, 3)];

    #[test]
    fn a_closing_mark_begins_no_line_and_an_opening_one_ends_none() {
        let text = "甲乙丙丁，戊己（庚辛）壬癸：子丑“寅卯”。辰巳午未申酉戌亥";
        for room in 130..700 {
            for line in fill(&pieces(text, &[]), room as f32, 30.0).iter() {
                let (first, last) = (line.chars().next().unwrap_or(' '), line.chars().last().unwrap_or(' '));
                assert!(!CLOSING.contains(first), "{room}: {line}");
                assert!(!OPENING.contains(last), "{room}: {line}");
            }
        }
    }

    #[test]
    fn lines_are_counted_as_they_are_filled() {
        for text in
            ["甲乙丙丁，戊己（庚辛）壬癸：子丑“寅卯”。辰巳午未申酉戌亥", "SBRT plus sorafenib  HR=0.77", "   ", ""]
        {
            let pieces = pieces(text, &[]);
            for room in 20..700 {
                let room = room as f32;
                assert_eq!(count(&pieces, room, 30.0), fill(&pieces, room, 30.0).len(), "{text} in {room}");
            }
        }
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        let lines = fill(&pieces("SBRT联合PD-1抑制剂HR=0.77，95%CI 0.59~1.01", &[]), 260.0, 40.0).join("|");
        for whole in ["SBRT", "HR=0.77，", "95%CI", "0.59~1.01"] {
            assert!(lines.contains(whole), "{whole} in {lines}");
        }
    }

    #[test]
    fn a_long_title_is_set_smaller_and_then_cut() {
        assert_eq!(fit("短题", &[], 600.0, SIZES), Set { size: 60.0, lines: vec!["短题".into()] });
        assert_eq!(fit(&"字".repeat(25), &[], 600.0, SIZES).size, 40.0);
        let cut = fit(&"字".repeat(90), &[], 600.0, SIZES);
        assert_eq!(cut.lines.len(), 3);
        assert!(cut.lines[2].ends_with('…') && width(&cut.lines[2], cut.size) <= 600.0);
    }

    #[test]
    fn lines_break_between_clauses_where_that_costs_little() {
        let sizes = &[(76.0, 3), (62.0, 3)];
        let set = fit("局部晚期肝癌：SBRT联合索拉非尼延长PFS，OS未达差异", &[], 1048.0, sizes);
        assert!(set.lines.iter().rev().skip(1).all(|line| line.ends_with(['：', '，'])), "{set:?}");
    }

    #[test]
    fn lines_are_about_equally_long() {
        let set = fit(&"字".repeat(11), &[], 600.0, SIZES);
        assert_eq!(set.lines, ["字".repeat(6), "字".repeat(5)]);
    }
}
