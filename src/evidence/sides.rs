//! How many sides a test has: `one-sided P`, `单侧检验，P=0.06`, `P=0.06（双侧）`.

use std::ops::Range;

use super::lex::{Line, Sign};
use super::words;
use crate::model::statistic::Sides;

/// How many pieces may stand between what is said of sides and the P value after it.
const REACH: usize = 8;

/// What a row of characters says of sides at its end, with the bytes of it.
fn chinese(han: &str) -> Option<(Sides, Range<usize>)> {
    let mut bare = han;
    while let Some(shorter) = words::chinese(|it| it.sided).iter().find_map(|word| bare.strip_suffix(word)) {
        bare = shorter;
    }
    let of = |list: words::List| words::chinese(list).iter().find_map(|word| bare.strip_suffix(word)).map(str::len);
    let one = of(|it| it.one_sided).map(|start| (Sides::One, start..bare.len()));
    one.or_else(|| of(|it| it.two_sided).map(|start| (Sides::Two, start..bare.len())))
}

/// What the pieces from `at` on say of sides, and the piece after: `one-sided`, `2-tailed`, `单侧检验`.
pub(super) fn at(line: &Line<'_>, at: usize) -> Option<(Sides, usize)> {
    if let Some(han) = line.han(at) {
        return chinese(han).filter(|(_, range)| range.start == 0).map(|(sides, _)| (sides, at + 1));
    }
    let says = |list: words::List, size: i64| {
        words::is(line, at, list) || line.number(at).is_some_and(|it| it.whole() == Some(size))
    };
    let sides = match (says(|it| it.one_sided, 1), says(|it| it.two_sided, 2)) {
        (true, _) => Sides::One,
        (_, true) => Sides::Two,
        _ => return None,
    };
    let word = if line.is(at + 1, Sign::Dash) { at + 2 } else { at + 1 };
    let is_side = line.word(word).is_some() && words::is(line, word, |it| it.sided);
    is_side.then_some((sides, word + 1))
}

/// What the pieces before `at` say of sides, with its bytes: nothing but the words of a test stands between.
pub(super) fn before(line: &Line<'_>, at: usize) -> Option<(Sides, Range<usize>)> {
    for here in (at.saturating_sub(REACH)..at).rev() {
        if let Some((sides, range)) = line.han(here).and_then(chinese) {
            let from = line.lexemes[here].span.start;
            return Some((sides, from + range.start..from + range.end));
        }
        if let Some((sides, next)) = self::at(line, here) {
            return Some((sides, line.span(here..next)));
        }
        if !(line.is(here, Sign::Comma) || words::is_transparent(line, here)) {
            return None;
        }
    }
    None
}

/// Whether a text says anywhere that a test has one side.
pub fn is_one_in(line: &Line<'_>) -> bool {
    let list: words::List = |it| it.one_sided;
    (0..line.lexemes.len()).any(|at| match line.han(at) {
        Some(han) => words::chinese(list).iter().any(|it| han.contains(it)),
        None => self::at(line, at).is_some_and(|(sides, _)| sides == Sides::One),
    })
}
