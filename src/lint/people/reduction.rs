//! E205: a risk that is said to fall by another percentage than the hazard ratio beside it says.

use std::ops::Range;

use crate::diag::{Said, code, text};
use crate::evidence::change::{Reduction, reductions};
use crate::evidence::sentence::sentences;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::Passage;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::printed::Printed;
use crate::model::statistic::{EffectMeasure, Statement};

/// A relative reduction is one less the hazard ratio.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in &document.passages {
        let may = ["险", "risk", "hazard"].iter().any(|it| passage.text.contains(it)) && passage.has_any("%");
        if !may || passage.kind.is_citation() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            let found = reductions(&line, sentence.clone());
            if found.is_empty() {
                continue;
            }
            let ratios = hazard_ratios(passage, line.span(sentence));
            for reduction in found {
                let Some(ratio) = ratios.first().filter(|_| !ratios.iter().any(|it| explains(*it, &reduction))) else {
                    continue;
                };
                let shown = (ratio.value() - 1.0).abs() * 100.0;
                let decimals = usize::from(ratio.decimals().saturating_sub(2));
                let message = text!(
                    "a hazard ratio of {ratio} is a change of {shown}%, printed {printed}%",
                    ratio = ratio.to_string(),
                    shown = format!("{shown:.decimals$}"),
                    printed = reduction.percent.to_string()
                );
                let span = line.span(reduction.at..reduction.at + 2);
                said.push(say(code::E205, passage, span, message).help(
                    text!("1 less the hazard ratio is the reduction of the hazard; a difference of two rates is called an absolute one"),
                ));
            }
        }
    }
}

/// The hazard ratios that a part of a passage states.
fn hazard_ratios(passage: &Passage<'_>, part: Range<usize>) -> Vec<Printed> {
    let all = passage.statements();
    // Statements stand one after the other.
    let here = &all[all.partition_point(|it| it.span().start < part.start)..];
    let here = here.iter().take_while(|it| it.span().start < part.end).filter_map(Statement::effect);
    let ratios = here.filter(|it| it.measure == EffectMeasure::HazardRatio).map(|it| it.estimate.value);
    ratios.filter(|ratio| ratio.units() > 0).collect()
}

/// Whether a ratio, seen from either group, says by how much the risk changes.
fn explains(ratio: Printed, reduction: &Reduction) -> bool {
    let (low, high) = (ratio.low().max(1e-6), ratio.high());
    let (least, greatest) = (reduction.percent.low() - 1e-9, reduction.percent.high() + 1e-9);
    let meets = |a: f64, b: f64| {
        let (from, to) = (a.min(b) * 100.0, a.max(b) * 100.0);
        from <= greatest && least <= to
    };
    // From the other group the ratio is its inverse.
    if reduction.rises {
        meets(low - 1.0, high - 1.0) || meets(1.0 / high - 1.0, 1.0 / low - 1.0)
    } else {
        meets(1.0 - high, 1.0 - low) || meets(1.0 - 1.0 / low, 1.0 - 1.0 / high)
    }
}
