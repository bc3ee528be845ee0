//! E209: a rate over the time of persons that is not that of its events.

use crate::diag::{Said, code, text};
use crate::evidence::person_time::incidences;
use crate::evidence::sentence::sentences;
use crate::evidence::words::{Topic, speak_of};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::place::{in_wrong_answer, say};

/// A rate is its events over their time.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in &document.passages {
        let says = || {
            ["人年", "人月", "患者年", "患者月", "erson-", "atient-", "erson ", "atient "]
                .iter()
                .any(|it| passage.text.contains(it))
        };
        if !passage.has_digit() || passage.kind.is_citation() || !says() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            if speak_of(&line, sentence.clone(), Topic::Modelled) {
                continue;
            }
            for found in incidences(&line, sentence).into_iter().filter(|it| !it.fits()) {
                let events = found.events[0];
                let (low, high) = found.of(events);
                let decimals = usize::from(found.rate.decimals());
                let time = found.time.value() * found.scale;
                let message = text!(
                    "{events}/{time} = {shown} per {base}, printed {printed}",
                    events,
                    time = time.round() as u64,
                    shown = format!("{:.decimals$}", f64::midpoint(low, high)),
                    base = found.base as u64,
                    printed = found.rate.to_string()
                );
                let help = text!("look the events, the time and the rate up in the paper");
                said.push(say(code::E209, passage, line.span(found.at..found.at + 1), message).help(help));
            }
        }
    }
}
