//! E105: a P value that does not say whether it is one- or two-sided where that matters.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::reckoning::{Fault, Reckoned, shown_p};
use crate::evidence::words::Topic;
use crate::lint::reading::passage::Passage;
use crate::lint::reading::reckoned::named;
use crate::model::statistic::Sides;

/// Where it matters, a P value says whether it is one- or two-sided.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    if passage.effects().next().is_none() {
        return;
    }
    // Said once, it holds for all that follows.
    let of_all = passage.first_of(Topic::SidedTests).unwrap_or(usize::MAX);
    for effect in passage.effects().take_while(|it| it.span.start <= of_all) {
        let Some(reckoned) = Reckoned::of(effect) else { continue };
        let Some((Fault::Sides, _)) = reckoned.fault(|| named(passage, effect)) else { continue };
        let (Some(p), Some(one), Some(two)) = (&effect.p, reckoned.p(Sides::One), reckoned.p(Sides::Two)) else {
            continue;
        };
        let label = if reckoned.fits(p, Sides::Two) {
            text!("one-sided it is not significant at this level, two-sided it may be")
        } else {
            text!("{one} follows if it is one-sided, {two} if it is two-sided", one = shown_p(one), two = shown_p(two))
        };
        let help = if passage.is_chinese() {
            text!("write `单侧P` or `双侧P`, as the paper has it")
        } else {
            text!("write `one-sided P` or `two-sided P`, as the paper has it")
        };
        let message = text!("P {p} does not say whether it is one- or two-sided", p = p.printed());
        said.push(
            Diagnostic::new(code::E105, message).at(passage.file, passage.span(p.span.clone())).label(label).help(help),
        );
    }
}
