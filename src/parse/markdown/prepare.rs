//! The text as the Markdown parser gets it, and the way back to the text as it was written.
//!
//! The parser knows neither directives nor what emphasis needs in Chinese, so it is given a text with four
//! kinds of change, each of which can be undone exactly:
//!
//! - a character that the text does not use, beside a run of `*` or `~` whose neighbours the parser would misread
//!   ([`super::emphasis`]);
//! - a letter after braces that end a line and hold more than an id and classes, which the parser would take from a
//!   heading and throw away ([`super::block`]);
//! - another punctuation mark, again one that the text does not use, for a `$` that is a price
//!   ([`super::dollar`]);
//! - a processing instruction of the same length for the line of a directive, since that is what interrupts
//!   any block of CommonMark and ends with its line ([`crate::parse::directive`]).
//!
//! A text that needs none of them is handed over as it is. Nothing of a change ever reaches the tree.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::{block, dollar, emphasis};
use crate::parse::directive;

/// How many bytes each character has that is put in.
const ADDED_BYTES: usize = 3;

/// Characters that count as letters: the word joiner, and noncharacters.
const LETTERS: [char; 5] = ['\u{2060}', '\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\u{FDD3}'];

/// Characters that count as punctuation, and that hardly any text has.
const MARKS: [char; 5] = ['\u{2055}', '\u{2E40}', '\u{2E3F}', '\u{205D}', '\u{2E2D}'];

/// What is changed at a place of the original text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    /// The line of a directive up to this offset is covered.
    Cover(usize),
    /// A letter is put in.
    Letter,
    /// A punctuation mark is put in.
    Mark,
    /// A dollar sign is replaced.
    Dollar,
}

/// A text, ready for the parser.
pub(super) struct Prepared<'a> {
    original: &'a str,
    text: Cow<'a, str>,
    /// Where characters were put in, as offsets in `text`.
    added: Vec<usize>,
    /// How many of them stood before the offset that was last asked for.
    before: Cell<usize>,
    /// Which ones, of [`ADDED_BYTES`] each.
    letter: char,
    mark: char,
    dollar: Option<char>,
    /// The lines of directives: offset in `text`, range in `original`.
    directives: Vec<(usize, Range<usize>)>,
}

impl<'a> Prepared<'a> {
    /// The text unchanged.
    pub(super) fn plain(original: &'a str) -> Self {
        Self {
            original,
            text: Cow::Borrowed(original),
            added: Vec::new(),
            before: Cell::new(0),
            letter: '\0',
            mark: '\0',
            dollar: None,
            directives: Vec::new(),
        }
    }

    /// The text with all that the extensions need.
    pub(super) fn extended(original: &'a str) -> Self {
        let mut edits = Vec::new();
        directive::lines(original, |range| edits.push((range.start, Edit::Cover(range.end))));
        block::brace_edits(original, &mut edits);
        emphasis::edits(original, &mut edits);
        let dollar = dollar::edits(original, &mut edits);
        let mut prepared = Self::plain(original);
        if edits.is_empty() {
            return prepared;
        }
        edits.sort_unstable();
        prepared.letter = unused(original, &LETTERS);
        prepared.mark = unused(original, &MARKS);
        prepared.dollar = dollar;
        prepared.apply(&edits);
        prepared
    }

    fn apply(&mut self, edits: &[(usize, Edit)]) {
        let mut text = String::with_capacity(self.original.len() + 3 * edits.len());
        let mut done = 0;
        for &(at, edit) in edits {
            if at < done {
                continue; // inside the line of a directive
            }
            text.push_str(&self.original[done..at]);
            done = at;
            match edit {
                Edit::Letter | Edit::Mark => {
                    self.added.push(text.len());
                    text.push(if edit == Edit::Letter { self.letter } else { self.mark });
                }
                Edit::Dollar => {
                    text.push(self.dollar.unwrap_or('$'));
                    done += 1;
                }
                Edit::Cover(end) => {
                    self.directives.push((text.len(), at..end));
                    cover(&mut text, end - at);
                    done = end;
                }
            }
        }
        text.push_str(&self.original[done..]);
        self.text = Cow::Owned(text);
    }

    /// What the parser gets.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The line of the directive that the parser saw at this offset, as a range in the original.
    pub(super) fn directive(&self, at: usize) -> Option<Range<usize>> {
        let found = self.directives.binary_search_by_key(&at, |(start, _)| *start);
        found.ok().map(|index| self.directives[index].1.clone())
    }

    /// The range in the original of a range in the parser's text.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        if self.added.is_empty() {
            return at;
        }
        // Offsets are asked for in the order of the text, more or less.
        let mut before = self.before.get();
        while self.added.get(before).is_some_and(|added| *added < at) {
            before += 1;
        }
        while before > 0 && self.added[before - 1] >= at {
            before -= 1;
        }
        self.before.set(before);
        at - ADDED_BYTES * before
    }

    /// What was written where the parser says `text`: it gives pieces of its input, and now and then a text of
    /// its own.
    pub(super) fn restore<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        let Cow::Owned(own) = &self.text else {
            return Cow::Borrowed(text);
        };
        let offset = (text.as_ptr() as usize).wrapping_sub(own.as_ptr() as usize);
        if offset <= own.len() && offset + text.len() <= own.len() {
            return Cow::Borrowed(&self.original[self.range(offset..offset + text.len())]);
        }
        let is_added = |c| c == self.letter || c == self.mark;
        if !text.contains(|c| is_added(c) || Some(c) == self.dollar) {
            return Cow::Borrowed(text);
        }
        let written = text.chars().filter(|c| !is_added(*c));
        Cow::Owned(written.map(|c| if Some(c) == self.dollar { '$' } else { c }).collect())
    }
}

/// A processing instruction of `length` bytes, three at least.
fn cover(text: &mut String, length: usize) {
    text.push_str("<?");
    text.extend(std::iter::repeat_n('x', length.saturating_sub(4)));
    text.push_str(if length > 3 { "?>" } else { ">" });
}

/// The first of some characters that the text does not use. A text that uses them all is no text.
fn unused(text: &str, among: &[char]) -> char {
    among.iter().copied().find(|c| !text.contains(*c)).unwrap_or(among[0])
}
