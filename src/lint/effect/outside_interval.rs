//! E102: an estimate outside its own interval, or an interval that ends before it begins.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::reckoning::Reckoned;
use crate::lint::reading::passage::Passage;

/// An estimate lies between its bounds.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for effect in passage.estimates() {
        let Some(reckoned) = Reckoned::of(effect).filter(Reckoned::is_outside) else { continue };
        let interval = reckoned.interval;
        let (lower, upper) = (interval.lower.to_string(), interval.upper.to_string());
        let diagnostic = if reckoned.is_in_order_of_size() {
            let span = interval.lower.span.start..interval.upper.span.end;
            let message = text!("an interval is written in order of size, {lower} to {upper}", lower, upper);
            said.push(
                Diagnostic::new(code::E102, message)
                    .at(passage.file, passage.span(span))
                    .help(text!(
                        "the estimate lies between them; readers expect the lower bound first: {lower} to {upper}",
                        lower = interval.upper.to_string(),
                        upper = interval.lower.to_string()
                    ))
                    .as_note(),
            );
            continue;
        } else if reckoned.is_reversed() {
            let span = interval.lower.span.start..interval.upper.span.end;
            Diagnostic::new(code::E102, text!("an interval ends at {upper} before it begins at {lower}", upper, lower))
                .at(passage.file, passage.span(span))
                .label(text!(
                    "{lower} > {upper}",
                    lower = interval.lower.to_string(),
                    upper = interval.upper.to_string()
                ))
        } else {
            let estimate = effect.estimate.to_string();
            let is_below = effect.estimate.high() < interval.lower.low();
            let label = if is_below {
                text!("{estimate} < {lower}", estimate = &estimate, lower = &lower)
            } else {
                text!("{estimate} > {upper}", estimate = &estimate, upper = &upper)
            };
            let message = text!(
                "an estimate of {estimate} lies outside its interval, {lower} to {upper}",
                estimate,
                lower,
                upper
            );
            Diagnostic::new(code::E102, message)
                .at(passage.file, passage.span(effect.estimate.span.clone()))
                .related(passage.file, passage.span(interval.span.clone()), text!("its interval"))
                .label(label)
        };
        said.push(diagnostic.help(text!("no analysis gives this: compare all three numbers with the paper")));
    }
}
