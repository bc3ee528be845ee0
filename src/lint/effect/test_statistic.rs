//! E110: a P value that does not follow from its test statistic.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::lex::Line;
use crate::evidence::reckoning::shown_p;
use crate::evidence::sentence::sentences;
use crate::evidence::test_statistic::{Kinds, TestStatistic, test_statistics};
use crate::evidence::words::{Topic, speak_of};
use crate::lint::reading::passage::Passage;
use crate::model::statistic::{PRole, Sides};

/// A P value is that of the test statistic beside it.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    if passage.kind.is_citation() || !passage.has_any("Pp") || !passage.has_any("=") && !passage.text.contains('＝') {
        return;
    }
    let line = passage.line();
    let found = test_statistics(&line);
    for statistic in &found {
        if passage.is_address(statistic.span.start) || is_adjusted(&line, statistic) {
            continue;
        }
        if let Some(diagnostic) = judge(passage, statistic) {
            said.push(diagnostic);
        }
    }
}

/// Whether the sentence says that its P values are adjusted, corrected or exact: then they are greater, or others.
fn is_adjusted(line: &Line<'_>, statistic: &TestStatistic) -> bool {
    let at = line.lexemes.partition_point(|it| it.span.start < statistic.span.start);
    let sentence = sentences(line).find(|it| it.contains(&at));
    sentence.is_some_and(|it| speak_of(line, it, Topic::OtherPValues))
}

fn judge(passage: &Passage<'_>, statistic: &TestStatistic) -> Option<Diagnostic> {
    let p = &statistic.p;
    let (low, high) = statistic.p().filter(|_| p.role == PRole::Effect)?;
    let (least, most) = p.bounds();
    let meets = |low: f64, high: f64| low <= most + 1e-12 && high >= least - 1e-12;
    let has_sides = matches!(statistic.kind, Kinds::T | Kinds::Z | Kinds::R);
    let is_one_sided = p.sides.as_ref().is_some_and(|it| it.value == Sides::One);
    let is_two_sided = p.sides.as_ref().is_some_and(|it| it.value == Sides::Two);
    // A one-sided test may have looked to the other side, and need not say that it is one.
    let fits = !(has_sides && is_one_sided) && meets(low, high)
        || has_sides && !is_two_sided && (meets(low / 2.0, high / 2.0) || meets(1.0 - high / 2.0, 1.0 - low / 2.0));
    if fits {
        return None;
    }
    let name = Text::known(statistic.kind.sign());
    let value = statistic.value.to_string();
    let follows = (if is_one_sided { low / 2.0 } else { low }, if is_one_sided { high / 2.0 } else { high });
    let label = match statistic.freedom {
        None if statistic.kind != Kinds::Z => {
            text!("P is at least {least}, whatever the degrees of freedom", least = shown_p((follows.0, follows.0)))
        }
        None => text!("P = {p} follows", p = shown_p(follows)),
        Some((freedom, None)) => {
            text!(
                "with {freedom} degrees of freedom, P = {p} follows",
                freedom = freedom.to_string(),
                p = shown_p(follows)
            )
        }
        Some((numerator, Some(denominator))) => text!(
            "with {numerator} and {denominator} degrees of freedom, P = {p} follows",
            numerator = numerator.to_string(),
            denominator = denominator.to_string(),
            p = shown_p(follows)
        ),
    };
    let message = text!("P {p} does not follow from {name} = {value}", p = p.printed(), name, value);
    Some(
        Diagnostic::new(code::E110, message)
            .at(passage.file, passage.span(statistic.span.clone()))
            .label(label)
            .help(text!(
                "compare the statistic, its degrees of freedom and P with the paper; where P is corrected for several comparisons or from an exact test, say so in the sentence"
            )),
    )
}
