//! What is read in a passage: once, when a rule first asks, and kept for all of them.

use std::ops::Range;
use std::sync::OnceLock;

use super::{MarkKind, Passage};
use crate::evidence;
use crate::evidence::counted::counted_of;
use crate::evidence::lex::{Lexeme, Line, Notes, lex_in};
use crate::evidence::number::{Number, in_words, numbers};
use crate::evidence::share::{CountPercent, shares};
use crate::evidence::words::{Topic, first_in, first_of};
use crate::model::statistic::{Effect, Statement};

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Quotation marks, and whether what follows each is quoted.
    quotes: OnceLock<Vec<(usize, bool)>>,
    /// The text without what is struck out.
    unstruck: OnceLock<String>,
    /// What it is cut into.
    lexemes: OnceLock<Vec<Lexeme>>,
    /// Its sentences, and what they speak of.
    notes: Notes,
    /// Numbers of people with their percentages.
    shares: OnceLock<Vec<CountPercent>>,
    /// Those of them that are counted.
    counted: OnceLock<Vec<CountPercent>>,
    /// Numbers in words.
    in_words: OnceLock<Vec<f64>>,
    /// Numbers.
    numbers: OnceLock<Vec<Number>>,
    /// Statistical statements.
    statements: OnceLock<Vec<Statement>>,
}

impl Passage<'_> {
    /// Whether a place stands in quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        let quotes = self.read.quotes.get_or_init(|| quotes(&self.text));
        let before = quotes.partition_point(|(mark, _)| *mark < at);
        before.checked_sub(1).is_some_and(|last| quotes[last].1)
    }

    /// Its text in pieces. What is struck out states nothing, and is no part of it.
    pub fn line(&self) -> Line<'_> {
        let text = self.unstruck();
        Line::of(text, self.read.lexemes.get_or_init(|| lex_in(text, self.language)), &self.read.notes)
            .with(self.synonyms)
    }

    /// Its text with blanks for what is struck out, of the same length; between two digits with something that is part
    /// of no number.
    fn unstruck(&self) -> &str {
        let mut struck = self.marks.iter().filter(|mark| mark.kind == MarkKind::Strike).peekable();
        if struck.peek().is_none() {
            return &self.text;
        }
        self.read.unstruck.get_or_init(|| {
            let mut text = self.text.clone();
            for Range { start, end } in struck.map(|mark| mark.range.clone()).filter(|range| !range.is_empty()) {
                let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_numeric() || matches!(c, '.' | '·' | ','));
                let parts = is_digit(self.before(start)) && is_digit(self.after(end));
                let blank = if parts { "\0" } else { " " };
                text.replace_range(start..end, &blank.repeat(end - start));
            }
            text
        })
    }

    /// Where it has the first word of a topic.
    pub fn first_of(&self, topic: Topic) -> Option<usize> {
        // What is struck out is no part of the line.
        if self.marks.iter().any(|mark| mark.kind == MarkKind::Strike) {
            return first_of(&self.text, topic);
        }
        first_in(&self.line(), 0..self.text.len(), topic)
    }

    /// Its numbers of people with their percentages.
    pub fn shares(&self) -> &[CountPercent] {
        self.read.shares.get_or_init(|| if self.has_any("%") { shares(&self.line()) } else { Vec::new() })
    }

    /// Those of them that are counted, each of which can be judged by itself.
    pub fn counted(&self) -> &[CountPercent] {
        self.read.counted.get_or_init(|| counted_of(&self.line(), self.shares()))
    }

    /// Its numbers that are written in words.
    pub fn in_words(&self) -> &[f64] {
        self.read.in_words.get_or_init(|| in_words(&self.text))
    }

    /// Its numbers, without those in addresses.
    pub fn numbers(&self) -> &[Number] {
        self.read.numbers.get_or_init(|| {
            let mut found = if self.has_digit() { numbers(&self.line()) } else { Vec::new() };
            found.retain(|number| !self.is_address(number.range.start));
            found
        })
    }

    /// Its statistical statements. References and addresses state nothing.
    pub fn statements(&self) -> &[Statement] {
        self.read.statements.get_or_init(|| {
            let may_have_any = || self.synonyms.is_some() || evidence::may_have_any(&self.text);
            let may = !self.kind.is_citation() && self.has_digit() && may_have_any();
            let mut found = if may { evidence::statements(&self.line()) } else { Vec::new() };
            found.retain(|it| !self.is_address(it.span().start));
            found
        })
    }

    /// Its effects.
    pub fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.estimates().filter(|it| it.measure.compares())
    }

    /// Its estimates: effects, and values of one group.
    pub fn estimates(&self) -> impl Iterator<Item = &Effect> {
        self.statements().iter().filter_map(Statement::effect)
    }

    /// Leaves its statements to another passage, which has them with what belongs to them.
    pub(in crate::lint::reading) fn leave_to_row(&self) {
        let _ = self.read.statements.set(Vec::new());
    }
}

/// Where quotation marks stand in a text, and whether what follows each of them is quoted.
fn quotes(text: &str) -> Vec<(usize, bool)> {
    let (mut open, mut straight) = (0_u32, false);
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '“' | '「' | '『' => open += 1,
            '”' | '」' | '』' => open = open.saturating_sub(1),
            '"' => straight = !straight,
            _ => continue,
        }
        found.push((at, open > 0 || straight));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_hold_what_is_between_them() {
        let text = "a“b「c」d”e\"f\"g”h";
        let quoted: String = {
            let found = quotes(text);
            let is_quoted = |at: usize| found.iter().rev().find(|(mark, _)| *mark < at).is_some_and(|it| it.1);
            text.char_indices().filter(|(at, c)| c.is_ascii_alphabetic() && is_quoted(*at)).map(|it| it.1).collect()
        };
        assert_eq!(quoted, "bcdf");
    }
}
