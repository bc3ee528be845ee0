//! Numbers of people, and of some among others: `150例`, `23 patients`, `150/177`.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::proportion::Share;
use super::words;

/// A number of people, or of some among others, without a percentage.
#[derive(Debug, Clone, PartialEq)]
pub struct Fraction {
    /// How many they are.
    pub count: u32,
    /// Of how many.
    pub among: u32,
    /// The pieces of the line that it takes.
    pub pieces: Range<usize>,
}

/// A whole number that is no part of a name, of a range, or of something longer.
pub fn whole(line: &Line<'_>, at: usize) -> Option<u32> {
    count(line, at).map(|(count, _)| count)
}

/// A whole number and the piece after it: `150`, and `17 288` with a blank between its thousands.
pub fn count(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let mut count = line.number(at)?.whole().and_then(|it| u32::try_from(it).ok())?;
    if at > 0 && is_group(line, at - 1) {
        return None;
    }
    let mut next = at + 1;
    while is_group(line, next - 1) {
        count = count.checked_mul(1000)?.checked_add(u32::try_from(line.number(next)?.whole()?).ok()?)?;
        next += 1;
    }
    let range = |sign: Option<Sign>| matches!(sign, Some(Sign::Tilde | Sign::Dash | Sign::PlusMinus | Sign::Times));
    let before = at.checked_sub(1).and_then(|before| line.sign(before));
    let is_bound = matches!(before, Some(Sign::Less | Sign::Greater | Sign::AtMost | Sign::AtLeast | Sign::About));
    let is_part = range(before) || range(line.sign(next)) && line.number(next + 1).is_some() || is_bound;
    (!is_part && !line.is_in_name(at)).then_some((count, next))
}

/// Whether a piece is a number whose next three digits follow after one blank: `17` of `17 288`.
fn is_group(line: &Line<'_>, at: usize) -> bool {
    let digits = |at: usize| {
        let text = &line.text[line.lexemes.get(at)?.span.clone()];
        text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)
    };
    let is_blank = |at: usize| &line.text[line.lexemes[at].span.end..line.lexemes[at + 1].span.start] == " ";
    let (Some(first), Some(second)) = (digits(at), digits(at + 1)) else { return false };
    // `000` goes on, and begins nothing.
    let goes_on = || first.len() == 3 && at > 0 && digits(at - 1).is_some() && is_blank(at - 1);
    let is_head = matches!(first.len(), 1..=3) && (!first.starts_with('0') || goes_on());
    is_head && second.len() == 3 && is_blank(at) && !line.is_in_name(at)
}

/// A whole number in figures or in words, and the piece after it: `29`, `Twenty-nine`.
pub fn figure_or_words(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    count(line, at).or_else(|| words::english_number(line, at))
}

/// Whether `n =` before a piece calls it a number of people: `n=40`, `N = 40`.
pub fn is_called_n(line: &Line<'_>, at: usize) -> bool {
    at > 1 && line.is(at - 1, Sign::Equals) && line.is_word(at - 2, "n")
}

/// The number of people at a piece that is called one by `n =` before it.
pub fn size(line: &Line<'_>, at: usize) -> Option<u32> {
    is_called_n(line, at).then(|| whole(line, at)).flatten()
}

/// A number of people that begins at a piece, and the piece after it.
pub fn people(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let (count, next) = figure_or_words(line, at)?;
    people_word(line, next).then_some((count, next + 1))
}

/// Whether a number before a piece measures something, a time or a dose, and counts nothing.
pub fn measures(line: &Line<'_>, at: usize) -> bool {
    match line.kind(at) {
        Some(Kind::Sign(Sign::Percent)) => true,
        Some(Kind::Han(han)) => {
            let is_counter = words::chinese(|it| it.counters).iter().any(|it| han.starts_with(it));
            !is_counter && words::chinese(|it| it.reckoned.measuring).iter().any(|it| han.starts_with(it))
        }
        Some(Kind::Word(_)) => words::is(line, at, |it| it.reckoned.measuring),
        _ => false,
    }
}

/// A number of people in Chinese words with which a piece ends, and the byte at which it begins: `其中二百零九例`.
pub fn people_in_words(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let han = line.han(at)?;
    let bare = words::chinese(|it| it.persons).iter().find_map(|it| han.strip_suffix(it)).unwrap_or(han);
    let bare = words::chinese(|it| it.counters).iter().find_map(|it| bare.strip_suffix(it))?;
    let (count, from) = words::chinese_number(bare)?;
    Some((count, line.span(at..at + 1).start + from))
}

/// A number of people, whatever is said of them after it: `131例合并癌栓者`.
pub fn crowd(line: &Line<'_>, at: usize) -> Option<u32> {
    let is_other = |rest: &str| words::chinese(|it| it.no_people).iter().any(|it| rest.starts_with(it));
    let (count, next) = count(line, at)?;
    let follows = line.han(next).and_then(without_counter).is_some_and(|rest| !is_other(rest));
    (follows || people_word(line, next)).then_some(count)
}

pub(super) fn people_word(line: &Line<'_>, at: usize) -> bool {
    match line.kind(at) {
        Some(Kind::Han(han)) => {
            let persons = words::chinese(|it| it.persons);
            without_counter(han).is_some_and(|rest| rest.is_empty() || persons.contains(&rest))
                || persons.contains(&han)
        }
        Some(Kind::Word(_)) => words::is(line, at, |it| it.persons),
        _ => false,
    }
}

/// What follows the measure word of people in a row of characters.
pub(super) fn without_counter(han: &str) -> Option<&str> {
    words::chinese(|it| it.counters).iter().find_map(|it| han.strip_prefix(it))
}

/// The count that a whole text is: `39/83`.
pub fn lone_fraction(text: &str) -> Option<Share> {
    let line = Line::new(text);
    let found = fraction(&line, 0).filter(|it| it.pieces.end == line.lexemes.len())?;
    Some(Share { count: found.count, among: found.among })
}

/// `150/177`, `150/177例`, `5例/62例`, `150 of (the) 177 (patients)`, `Twenty-nine out of 177`.
pub fn fraction(line: &Line<'_>, at: usize) -> Option<Fraction> {
    let (count, next) = figure_or_words(line, at)?;
    let slash = next + usize::from(people_word(line, next));
    let mut next = if line.is(slash, Sign::Slash) || line.is_word(slash, "of") {
        slash + 1
    } else if line.is_word(slash, "out") && line.is_word(slash + 1, "of") {
        slash + 2
    } else {
        return None;
    };
    next += usize::from(line.is_word(next, "the"));
    let (among, end) = figure_or_words(line, next)?;
    let before = at.checked_sub(1).and_then(|before| line.sign(before));
    // Dates and rates of rates have more than one stroke.
    if before == Some(Sign::Slash) || line.is(end, Sign::Slash) || line.is(end, Sign::Percent) {
        return None;
    }
    let end = end + usize::from(people_word(line, end));
    Some(Fraction { count, among, pieces: at..end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_in_figures_and_in_words() {
        let of = |text: &str, at: usize| figure_or_words(&Line::new(text), at);
        assert_eq!(of("17 288 visits", 0), Some((17_288, 2)));
        assert_eq!(of("1 234 567 visits", 0), Some((1_234_567, 3)));
        assert_eq!(of("17 288 visits", 1), None);
        assert_eq!(of("12 34 visits", 0), Some((12, 1)));
        assert_eq!(of("0 234", 0), Some((0, 1)));
        assert_eq!(of("Twenty-nine of 400", 0), Some((29, 3)));
        assert_eq!(of("one hundred and twelve patients", 0), Some((112, 4)));
        assert_eq!(of("two hundred patients", 0), Some((200, 2)));
        let of = |text: &str| {
            people_in_words(&Line::new(text), 0)
                .map(|(count, from)| format!("{count} {}", &text[from..]))
                .unwrap_or_default()
        };
        assert_eq!(of("其中二百零九例"), "209 二百零九例");
        assert_eq!(of("共有廿六名患者"), "26 廿六名患者");
        assert_eq!(of("仅两例"), "2 两例");
        assert_eq!(of("第十二例"), "");
        assert_eq!(of("每例"), "");
    }

    #[test]
    fn fractions_are_read_in_figures_and_in_words() {
        let of = |text: &str| fraction(&Line::new(text), 0).map(|it| (it.count, it.among));
        assert_eq!(of("4318 of 17 288 visits"), Some((4318, 17_288)));
        assert_eq!(of("Twenty-nine of 400 patients"), Some((29, 400)));
        assert_eq!(of("150/177例"), Some((150, 177)));
        assert_eq!(of("12/11/2025"), None);
    }
}
