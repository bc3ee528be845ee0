//! Where sentences begin and end: a statement does not reach beyond its own.

use std::ops::Range;

use super::lex::{Line, Sign};
use super::words;

/// The sentences of a line, as rows of its pieces. A semicolon ends one, the point of `vs.` does not.
pub fn sentences<'l>(line: &'l Line<'_>) -> impl ExactSizeIterator<Item = Range<usize>> + Clone + 'l {
    line.notes.sentences.get_or_init(|| cut(line)).iter().cloned()
}

fn cut(line: &Line<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..line.lexemes.len() {
        let ends = match line.sign(at) {
            Some(Sign::Semicolon) => true,
            Some(Sign::Stop) => !(at > 0 && line.is_glued(at) && words::is(line, at - 1, |it| it.points)),
            _ => false,
        };
        if ends {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..line.lexemes.len());
    found.retain(|sentence| !sentence.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_should() {
        let text = "中位OS为15.8个月；PFS 9.2 vs. 5.5 months. 无差异。";
        let line = Line::new(text);
        let found: Vec<&str> = sentences(&line).map(|it| line.slice(it)).collect();
        assert_eq!(found, ["中位OS为15.8个月", "PFS 9.2 vs. 5.5 months", "无差异"]);
    }
}
