//! What stands before a number of people and says of how many they are.

use crate::evidence::lex::Line;
use crate::evidence::people::{count, figure_or_words, without_counter};

/// The people among whom those at a piece are, right before them: `212例中117例`.
pub(super) fn whole_before(line: &Line<'_>, at: usize) -> Option<u32> {
    let between = without_counter(line.han(at.checked_sub(2)? + 1)?)?;
    let is_among = matches!(between, "中" | "中有" | "患者中" | "患者中有" | "者中" | "者中有");
    (0..at - 1)
        .rev()
        .take(3)
        .find_map(|it| count(line, it).filter(|(_, next)| is_among && *next == at - 1))
        .map(|it| it.0)
}

/// Whether a number of people says in round words how large a part is: `每5名婴儿中就有1名`, `1 in 5 infants`,
/// `Three of every 10 participants`.
pub(super) fn is_in_round_words(line: &Line<'_>, at: usize) -> bool {
    let han = |back: usize| at.checked_sub(back).and_then(|at| line.han(at));
    let is_of_each = at > 1 && line.number(at - 2).is_some() && han(3).is_some_and(|it| it.ends_with('每'));
    let is_one_in = at > 1 && line.is_word(at - 1, "in") && figure_or_words(line, at - 2).is_some();
    let is_of_every = at > 0 && (line.is_word(at - 1, "every") || line.is_word(at - 1, "each"));
    is_of_each || is_one_in || is_of_every
}

/// Whether a number of people is that of all, of whom some were counted before: `A third of 400 patients`.
pub(super) fn is_whole_before(line: &Line<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let of = if line.is_word(before, "the") || line.is_word(before, "all") { before.saturating_sub(1) } else { before };
    let is_total = of > 0 && ["total", "number", "sample"].iter().any(|it| line.is_word(of - 1, it));
    !is_total && (line.is_word(of, "of") || line.is_word(of, "among"))
}
