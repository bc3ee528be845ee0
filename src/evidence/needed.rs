//! The number needed to treat: `NNT=9`, `需治疗人数为9`, `number needed to treat, 9`.

use std::ops::Range;

use super::lex::{Line, Sign};
use super::words::{self, Topic};
use crate::model::printed::Printed;

/// A number needed to treat, or to harm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Needed {
    /// The number.
    pub number: Printed,
    /// Its piece.
    pub at: usize,
}

/// The numbers needed to treat in a sentence.
pub fn needed(line: &Line<'_>, sentence: Range<usize>) -> Vec<Needed> {
    let mut found: Vec<Needed> = sentence.clone().filter_map(|at| after_name(line, at, sentence.end)).collect();
    // Its name and its abbreviation lead to the same number.
    found.dedup_by_key(|it| it.at);
    found
}

fn after_name(line: &Line<'_>, at: usize, end: usize) -> Option<Needed> {
    let first = name(line, at)?;
    for next in first..first + 6 {
        if let Some(number) = line.number(next).filter(|_| next < end) {
            let is_measured =
                line.is(next + 1, Sign::Percent) || line.is(next + 1, Sign::Dash) || line.is(next + 1, Sign::Tilde);
            return (!is_measured && !line.is_in_name(next)).then_some(Needed { number, at: next });
        }
        let is_link =
            matches!(line.sign(next), Some(Sign::Equals | Sign::Colon | Sign::Comma | Sign::Open | Sign::Close))
                || line.han(next).is_some_and(|han| words::is_link(han) || han == "仅为")
                || words::is(line, next, |it| it.links)
                || name(line, next).is_some();
        if !is_link {
            return None;
        }
    }
    None
}

/// The piece after the name, if one ends or stands at a piece.
fn name(line: &Line<'_>, at: usize) -> Option<usize> {
    if let Some(han) = line.han(at) {
        words::first_in(line, line.span(at..at + 1), Topic::Needed)?;
        let names = |bare: &str| words::chinese(|it| it.reckoned.needed).iter().any(|it| bare.ends_with(it));
        return words::without_link(han).chain([han]).any(names).then_some(at + 1);
    }
    let word = line.word(at)?;
    if words::english(|it| it.reckoned.needed).iter().any(|it| word.eq_ignore_ascii_case(it)) {
        return Some(at + 1);
    }
    let is_words = line.is_word(at, "needed")
        && line.is_word(at + 1, "to")
        && (line.is_word(at + 2, "treat") || line.is_word(at + 2, "harm"));
    is_words.then_some(at + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_follows_its_name() {
        let of = |text: &str| {
            let line = Line::new(text);
            needed(&line, 0..line.lexemes.len()).iter().map(|it| it.number.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of("NNT=9；需治疗人数（NNT）为9.1；需治疗人数为12"), "9 9.1 12");
        assert_eq!(of("number needed to treat, 9; the number needed to treat (NNT) was 25"), "9 25");
        assert_eq!(of("NNT 8~30，NNT未报告，NNT很大，为5年"), "");
    }
}
