//! E211: a mean of whole numbers that no sum of them gives (GRIM).

use crate::diag::{Said, code, text};
use crate::evidence::lex::{Kind, Line, Sign};
use crate::evidence::people::{count, crowd, is_called_n};
use crate::evidence::sentence::sentences;
use crate::evidence::words::{Topic, chinese, is, speak_of};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::printed::Printed;

/// A mean of whole numbers is a whole number over that of the people.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_digit()) {
        if passage.kind.is_citation() || in_wrong_answer(issue, passage) || passage.first_of(Topic::Averages).is_none()
        {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            let says = |topic: Topic| speak_of(&line, sentence.clone(), topic);
            let of_others = [Topic::Modelled, Topic::Planned, Topic::Middle].into_iter().any(says);
            if of_others || !says(Topic::Averages) {
                continue;
            }
            let sizes: Vec<u32> = sentence.clone().filter_map(|at| size(&line, at)).collect();
            let of_items = says(Topic::Items);
            let means: Vec<(Printed, usize)> = sentence.clone().filter_map(|at| mean(&line, at, of_items)).collect();
            let ([n], [(mean, at)]) = (&sizes[..], &means[..]) else { continue };
            let Some((below, above)) = nearest(*mean, *n) else { continue };
            let message = text!(
                "{n} whole numbers have a mean of {below} or {above}, not {printed}",
                n = *n,
                below,
                above,
                printed = mean.to_string()
            );
            let help = text!(
                "look the mean and the number of people up in the paper; if the mean is of others, say of how many"
            );
            said.push(say(code::E211, passage, line.span(*at..*at + 1), message).help(help));
        }
    }
}

/// The number of people that a mean may be of: `n=25`, `25例患者`.
fn size(line: &Line<'_>, at: usize) -> Option<u32> {
    if is_called_n(line, at) { count(line, at).map(|it| it.0) } else { crowd(line, at) }.filter(|n| *n > 1)
}

/// A mean of what is counted one by one.
fn mean(line: &Line<'_>, at: usize, of_items: bool) -> Option<(Printed, usize)> {
    let number = line.number(at).filter(|it| it.decimals() > 0 && !line.is_in_name(at))?;
    let is_part = |sign: Option<Sign>| {
        matches!(sign, Some(Sign::Tilde | Sign::Dash | Sign::PlusMinus | Sign::Slash | Sign::About))
    };
    let is_about = |before: usize| line.han(before).is_some_and(|han| han.ends_with('约'));
    if at.checked_sub(1).is_some_and(|before| is_part(line.sign(before)) || is_about(before)) {
        return None;
    }
    // `3.40±1.20`
    let next = if line.is(at + 1, Sign::PlusMinus) { at + 3 } else { at + 1 };
    let is_whole = match line.kind(next) {
        Some(Kind::Han(han)) => {
            let is_item = of_items && han.starts_with('分');
            is_item || chinese(|it| it.reckoned.whole_units).iter().any(|it| han.starts_with(it))
        }
        Some(Kind::Word(_)) => (next..next + 2).any(|it| is(line, it, |it| it.reckoned.whole_units)),
        _ => false,
    };
    // `72.5次/分` is a rate.
    let is_rate = line.is(next + 1, Sign::Slash) || line.is_word(next + 1, "per");
    (is_whole && !is_rate).then_some((number, at))
}

/// The possible means around one that is none; `None` if it is one.
fn nearest(mean: Printed, n: u32) -> Option<(String, String)> {
    let n = f64::from(n);
    let (least, most) = ((mean.low() * n - 1e-9).ceil(), (mean.high() * n + 1e-9).floor());
    let decimals = usize::from(mean.decimals());
    let of = |sum: f64| format!("{:.decimals$}", sum / n);
    (least > most).then(|| (of(most), of(least)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_of_whole_numbers_is_a_fraction_of_their_number() {
        let of = |mean: &str, n| nearest(Printed::parse(mean).expect("a number"), n);
        assert_eq!(of("3.48", 25), None);
        assert_eq!(of("3.47", 25), Some(("3.44".to_owned(), "3.48".to_owned())));
        assert_eq!(of("3.47", 400), None);
        assert_eq!(of("3.5", 25), None);
    }
}
