//! What a cell of a table holds alone, whose column says what it is.

use super::{CountPercent, made, percent, share};
use crate::evidence::lex::{Line, Sign};
use crate::evidence::people::{count, people_word};
use crate::model::printed::Printed;

/// What a cell of a table holds alone: `47%（39）`, `150 (84.7%)`, and all that stands in running text.
pub fn cell(line: &Line<'_>) -> Option<CountPercent> {
    let bare = |at: usize| count(line, at);
    let found = share(line, 0)
        .or_else(|| {
            let (percent, next) = percent(line, 0)?;
            let (count, close) = bare(next + 1).filter(|_| line.is(next, Sign::Open))?;
            line.is(close, Sign::Close).then(|| made(line, 0..close + 1, count, None, percent, 0..next))
        })
        .or_else(|| {
            let (count, open) = bare(0)?;
            let (percent, close) = percent(line, open + 1).filter(|_| line.is(open, Sign::Open))?;
            line.is(close, Sign::Close).then(|| made(line, 0..close + 1, count, None, percent, open + 1..close))
        })?;
    let rest = found.pieces.end;
    (rest >= line.lexemes.len() || people_word(line, rest) && rest + 1 == line.lexemes.len()).then_some(found)
}

/// A whole cell that is a number: of people, if its column says so.
pub fn lone_count(line: &Line<'_>) -> Option<u32> {
    let rest = line.lexemes.len();
    let (count, next) = count(line, 0)?;
    (rest == next || rest == next + 1 && people_word(line, next)).then_some(count)
}

/// A whole cell that is a percentage.
pub fn lone_percent(line: &Line<'_>) -> Option<Printed> {
    percent(line, 0).filter(|(_, next)| *next == line.lexemes.len()).map(|(percent, _)| percent)
}
