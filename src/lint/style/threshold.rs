//! E605: `3级以上`, of which no reader knows whether grade 3 is meant.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::number::Number;
use crate::lint::reading::passage::Passage;

/// What is counted in whole steps, so that the step itself matters.
const STEPS: &[&str] = &["级", "岁", "分"];

/// A threshold says on which side it stands itself.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    if !passage.is_chinese() || passage.kind.is_citation() || !passage.has_digit() {
        return;
    }
    for (word, sides) in [("以上", ["≥", ">"]), ("以下", ["≤", "<"])] {
        for (at, _) in passage.text.match_indices(word) {
            let before = &passage.text[..at];
            let Some(step) = STEPS.iter().find(|step| before.ends_with(**step)) else { continue };
            let counted = before.trim_end_matches(step);
            let numbers = passage.numbers();
            let number = numbers.get(numbers.partition_point(|it| it.range.end < counted.len()));
            let is_step = |it: &&Number| it.range.end == counted.len() && it.printed.decimals() == 0;
            let Some(start) = number.filter(is_step).map(|it| it.range.start) else { continue };
            // `≥3级以上` says it, and `（含）` does.
            let led = counted[..start].trim_end();
            let is_clear = led.ends_with(['≥', '≤', '>', '<', '＞', '＜', '~', '～', '–', '-', '至']);
            let rest = &passage.text[at + word.len()..];
            let is_told = rest.starts_with("（含") || rest.starts_with("（不含");
            if is_clear || is_told || passage.is_quoted(at) {
                continue;
            }
            let value = &before[start..];
            said.push(
                Diagnostic::new(
                    code::E605,
                    text!("`{value}{word}` does not say whether {value} belongs to it", value, word),
                )
                .at(passage.file, passage.span(start..at + word.len()))
                .help(text!(
                    "write `{with}{value}` if it does, `{without}{value}` if it does not, as the paper has it",
                    with = sides[0],
                    without = sides[1],
                    value
                )),
            );
        }
    }
}
