//! E301: folds that are not those of the values beside them.
//!
//! In Chinese 提高4倍 is five times as much, 提高到4倍 four times. English writes either for `4-fold` and `4 times higher`.

use std::ops::Range;

use crate::diag::{Said, Text, code, text};
use crate::evidence::amount::{Amount, Unit, amounts};
use crate::evidence::change::{Fold, Way, folds};
use crate::evidence::lex::{Line, Sign};
use crate::evidence::rate::{is_change, is_compared, names_groups};
use crate::evidence::sentence::sentences;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::printed::Printed;

/// Folds are those of the values.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in &document.passages {
        let says = || ["倍", "fold", "times"].iter().any(|it| passage.text.contains(it));
        if !passage.has_digit() || passage.kind.is_citation() || !says() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            let found = folds(&line, sentence.clone());
            let [fold] = found[..] else { continue };
            let Some((first, second)) = values(&line, &sentence, &fold).filter(|it| !fits(it.0, it.1, &fold)) else {
                continue;
            };
            let span = line.span(fold.pieces.0..fold.pieces.1);
            let (message, help) = words(first, second, &fold, passage.text.contains('倍'));
            said.push(say(code::E301, passage, span, message).help(help));
        }
    }
}

/// The two values that folds are of: in the bracket right after them, or the only two of the sentence. Years are dates or
/// times of follow-up, and no values.
fn values(line: &Line<'_>, sentence: &Range<usize>, fold: &Fold) -> Option<(Printed, Printed)> {
    let of_groups = names_groups(line, sentence.clone());
    let pair = |within: Range<usize>| {
        let all: Vec<Amount<'_>> = amounts(line, within).into_iter().filter(|it| it.unit != Unit::Year).collect();
        let [first, second] = all[..] else { return None };
        let (from, to) = (first.at..first.at + 1, second.at..second.end);
        // `由9%升至38%，较对照组提高2倍`: what it is compared with is not what it was.
        let is_own = !line.han(fold.pieces.0).is_some_and(|han| han.contains(['较', '比']));
        let belongs = if is_change(line, &from, &to) { is_own } else { is_compared(line, of_groups, &from, &to) };
        (first.unit == second.unit && belongs).then_some((first.number, second.number))
    };
    let open = fold.pieces.1;
    let bracketed = line.is(open, Sign::Open).then(|| {
        let close = (open + 1..sentence.end).find(|at| line.is(*at, Sign::Close)).unwrap_or(sentence.end);
        pair(open + 1..close)
    });
    bracketed.flatten().or_else(|| pair(sentence.clone()))
}

/// The least and the greatest that the greater value can be of the smaller one.
fn ratio(first: Printed, second: Printed) -> (f64, f64) {
    let (small, great) = if first.value() < second.value() { (first, second) } else { (second, first) };
    let greatest = if small.low() > 0.0 { great.high() / small.low() } else { f64::INFINITY };
    (great.low() / small.high(), greatest)
}

fn fits(first: Printed, second: Printed, fold: &Fold) -> bool {
    let (low, high) = ratio(first, second);
    let meets = |less: f64| low - less <= fold.number.high() + 1e-9 && fold.number.low() - 1e-9 <= high - less;
    match fold.way {
        // Where only the extremes of what is printed make it what was added, and the values themselves what it became, it
        // is the usual error.
        Way::By => meets(1.0) && !is_what_it_became(first, second, fold.number),
        Way::To => meets(0.0),
        Way::Either => meets(0.0) || meets(1.0),
    }
}

/// Whether one value is so many times the other as they are printed, well within the rounding of the folds.
fn is_what_it_became(first: Printed, second: Printed, folds: Printed) -> bool {
    let (small, great) = if first.value() < second.value() { (first, second) } else { (second, first) };
    let times = great.value() / small.value();
    (times - folds.value()).abs() <= 0.6 * folds.half() && (times - 1.0 - folds.value()).abs() > folds.half()
}

fn words(first: Printed, second: Printed, fold: &Fold, is_chinese: bool) -> (Text, Text) {
    let (small, great) = if first.value() < second.value() { (first, second) } else { (second, first) };
    let decimals = usize::from(fold.number.decimals().max(1));
    let times = great.value() / small.value();
    let (to, by) = (format!("{times:.decimals$}"), format!("{:.decimals$}", times - 1.0));
    let (large, little, printed) = (great.to_string(), small.to_string(), fold.number.to_string());
    let message = match fold.way {
        Way::By => text!("{large}/{little} − 1 = {by}, printed {printed}", large, little, by = by.clone(), printed),
        _ => text!("{large}/{little} = {to}, printed {printed}", large, little, to = to.clone(), printed),
    };
    let help = match fold.way {
        // Only Chinese has words of its own for what was added.
        way if way == Way::Either || !is_chinese => text!("the greater value is {to} times the smaller one", to),
        _ => text!("提高X倍 counts what was added, 提高到X倍 what it became: write 提高{by}倍 or 提高到{to}倍", by, to),
    };
    (message, help)
}
