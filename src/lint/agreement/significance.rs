//! E113: words that say that a result is significant beside numbers that say it is not, or the reverse.
//!
//! The limit of significance may be another than 0.05, so only what lies far from it is flagged: `显著` beside P ≥ 0.10, or
//! beside an interval that reaches well over the value of no effect; `无显著差异` beside P < 0.01.

use std::ops::Range;

use crate::diag::{Said, code, text};
use crate::evidence::lex::{Kind, Line, Sign};
use crate::evidence::sentence::sentences;
use crate::evidence::words::{Topic, chinese, speak_of};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, PassageKind};
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::statistic::{Effect, PRole, PValue, Statement};

/// Words and numbers say the same of significance.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.kind != PassageKind::Cell && !it.kind.is_citation()) {
        let may = !passage.statements().is_empty() && passage.first_of(Topic::Significant).is_some();
        if !may || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            read_sentence(passage, &line, sentence, said);
        }
    }
}

fn read_sentence(passage: &Passage<'_>, line: &Line<'_>, sentence: Range<usize>, said: &mut Said) {
    let span = line.span(sentence.clone());
    if speak_of(line, sentence.clone(), Topic::Doubtful) {
        return;
    }
    let mut from = sentence.start;
    for statement in passage.statements().iter().filter(|it| span.contains(&it.span().start)) {
        let begin = line.lexemes.partition_point(|it| it.span.start < statement.span().start);
        let end = line.lexemes.partition_point(|it| it.span.start < statement.span().end);
        let claim = claim(line, from..begin.max(from));
        from = end;
        let (Some((claim, place)), Some(shows)) = (claim, shows(statement)) else { continue };
        if claim == shows {
            continue;
        }
        let (words, numbers) = (&line.text[place.clone()], numbers(statement, line));
        let message = if claim {
            text!("`{words}` stands beside {numbers}", words, numbers)
        } else {
            text!("`{words}` is denied beside {numbers}", words, numbers)
        };
        said.push(say(code::E113, passage, place, message).help(text!(
            "compare words and numbers with the paper; if it tests at another limit than 0.05, say at which in the sentence"
        )));
    }
}

/// The numbers that decide, as they stand in the text.
fn numbers<'t>(statement: &Statement, line: &Line<'t>) -> &'t str {
    let p = statement.p().filter(|p| p.role == PRole::Effect);
    let interval = statement.effect().and_then(|it| it.interval.as_ref());
    p.map(|p| p.span.clone()).or_else(|| interval.map(|it| it.span.clone())).map_or("", |span| &line.text[span])
}

/// The last claim among the pieces before a statement, and where it stands: whether it says that something is significant.
/// Another number between ends its reach.
fn claim(line: &Line<'_>, pieces: Range<usize>) -> Option<(bool, Range<usize>)> {
    for at in pieces.clone().rev() {
        match line.kind(at)? {
            Kind::Han(han) => {
                let found =
                    chinese(|it| it.significant).iter().filter_map(|word| Some((han.rfind(word)?, *word))).max();
                let Some((place, word)) = found else { continue };
                let start = line.lexemes[at].span.start + place;
                let before = &line.text[line.span(pieces.start..at + 1).start..start];
                let clause = before.rsplit(['，', ',', '、', '（', '(', '。', '；']).next().unwrap_or(before);
                if chinese(|it| it.insignificant).iter().any(|it| clause.ends_with(it)) {
                    return None;
                }
                let denied = chinese(|it| it.denies).iter().any(|it| clause.contains(it));
                return Some((!denied, start..start + word.len()));
            }
            Kind::Word(word)
                if word.eq_ignore_ascii_case("significant") || word.eq_ignore_ascii_case("significantly") =>
            {
                let clause =
                    (pieces.start..at).rev().take_while(|it| !matches!(line.sign(*it), Some(Sign::Comma | Sign::Open)));
                let before: Vec<&str> = clause.take(6).filter_map(|it| line.word(it)).collect();
                let is = |list: &[&str]| before.iter().any(|word| list.iter().any(|it| word.eq_ignore_ascii_case(it)));
                if is(&["clinically", "borderline", "marginally", "nearly"]) {
                    return None;
                }
                let denied =
                    is(&["no", "not", "nor", "neither", "without", "non", "t", "nonsignificant", "cannot", "never"]);
                return Some((!denied, line.span(at..at + 1)));
            }
            Kind::Number(_) | Kind::Digits => return None,
            _ => {}
        }
    }
    None
}

/// What the numbers of a statement say: that it is significant, that it is not, or nothing that is sure.
fn shows(statement: &Statement) -> Option<bool> {
    if let Some(p) = statement.p().filter(|p| p.role == PRole::Effect) {
        return of_p(p);
    }
    if statement.p().is_some() {
        return None;
    }
    statement.effect().and_then(of_interval)
}

fn of_p(p: &PValue) -> Option<bool> {
    let (low, high) = p.bounds();
    if low >= 0.10 {
        return Some(false);
    }
    (high <= 0.01).then_some(true)
}

/// An interval that reaches over no effect by a tenth of its width on either side decides, and one that ends as far from it.
fn of_interval(effect: &Effect) -> Option<bool> {
    let interval = effect.interval.as_ref()?;
    let scaled = |value: f64| if effect.measure.is_ratio() { value.max(1e-9).ln() } else { value };
    let (lower, upper) = (scaled(interval.lower.value.value()), scaled(interval.upper.value.value()));
    let null = scaled(effect.measure.null());
    let margin = (upper - lower) / 10.0;
    if margin <= 0.0 {
        return None;
    }
    if lower + margin < null && null < upper - margin {
        return Some(false);
    }
    (lower - margin > null || upper + margin < null).then_some(true)
}
