//! The text as the Markdown parser gets it, and the way back to the text as it was written.
//!
//! The parser knows neither directives nor what emphasis needs in Chinese, so it is given a text with a few
//! kinds of change, each of which can be undone exactly:
//!
//! - a character that the text does not use, beside a run of `*` or `~` whose neighbours the parser would misread
//!   ([`super::emphasis`]), or on both sides of one that is a sign and no mark ([`super::star`]);
//! - a letter before a sign at the beginning of a line that would make a quotation or a list, and an empty line between a
//!   table and the note below it ([`super::line`]);
//! - angle brackets around an address that stands bare in the text ([`super::address`]);
//! - a letter after braces that end a line and hold more than an id and classes, which the parser would take from a
//!   heading and throw away ([`super::block`]);
//! - a backslash before a `$` that is a price ([`super::dollar`]);
//! - a processing instruction of the same length for the line of a directive, since that is what interrupts
//!   any block of CommonMark and ends with its line ([`crate::parse::directive`]).
//!
//! A text that needs none of them is handed over as it is. Nothing of a change ever reaches the tree.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::signs::Signs;
use super::{address, block, dollar, emphasis, line, star};
use crate::parse::directive;

/// Characters that count as letters: the word joiner, and noncharacters.
const LETTERS: [char; 5] = ['\u{2060}', '\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\u{FDD3}'];

/// Characters that count as punctuation, and that hardly any text has.
const MARKS: [char; 5] = ['\u{2055}', '\u{2E40}', '\u{2E3F}', '\u{205D}', '\u{2E2D}'];

/// Characters that count as white space, and that hardly any text has.
const SPACES: [char; 5] = ['\u{2005}', '\u{2006}', '\u{2008}', '\u{2004}', '\u{2001}'];

/// What is put before an address that names no scheme.
pub(super) const SCHEME: &str = "http://";

/// What is changed at a place of the original text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    /// The line of a directive up to this offset is covered.
    Cover(usize),
    /// An empty line is put in before this one, which begins with so many bytes of quotes and indentation.
    Blank(usize),
    /// An address ends.
    Close,
    /// White space is put in.
    Space,
    /// A letter is put in.
    Letter,
    /// A punctuation mark is put in.
    Mark,
    /// An address begins.
    Open,
    /// An address begins without its scheme.
    OpenHost,
    /// A backslash is put in.
    Escape,
}

/// A text, ready for the parser.
pub(super) struct Prepared<'a> {
    original: &'a str,
    text: Cow<'a, str>,
    /// Where something was put in, as offsets in `text`, and how many bytes had been put in once it was.
    added: Vec<(usize, usize)>,
    /// How many of them stood before the offset that was last asked for.
    before: Cell<usize>,
    /// Which characters, of three bytes each.
    letter: char,
    mark: char,
    space: char,
    /// Asterisks of the original that stand for a multiplication sign, in their order.
    pub(super) products: Vec<usize>,
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
            space: '\0',
            products: Vec::new(),
            directives: Vec::new(),
        }
    }

    /// The text with all that the extensions need.
    pub(super) fn extended(original: &'a str, signs: &Signs<'_>) -> Self {
        let mut edits = Vec::new();
        if signs.has_directives() {
            directive::lines(original, |range| edits.push((range.start, Edit::Cover(range.end))));
        }
        if signs.has("}") {
            block::brace_edits(original, &mut edits);
        }
        let mut prepared = Self::plain(original);
        let mut stars = Vec::new();
        if signs.has("*") {
            stars = star::signs(original, &mut prepared.products);
            edits.extend(stars.iter().flat_map(|run| [(run.start, Edit::Space), (run.end, Edit::Space)]));
        }
        let strikes = signs.has("~~");
        if signs.has("*") || strikes {
            emphasis::edits(original, strikes, &stars, &mut edits);
        }
        line::edits(original, &mut edits);
        if signs.has("://") || signs.has("www.") {
            address::edits(original, &mut edits);
        }
        if signs.has("$") {
            dollar::edits(original, &mut edits);
        }
        if edits.is_empty() {
            return prepared;
        }
        edits.sort_unstable();
        prepared.letter = unused(signs, &LETTERS);
        prepared.mark = unused(signs, &MARKS);
        prepared.space = unused(signs, &SPACES);
        prepared.apply(&edits);
        prepared
    }

    fn apply(&mut self, edits: &[(usize, Edit)]) {
        let mut text = String::with_capacity(self.original.len() + 3 * edits.len());
        let (mut done, mut put_in) = (0, 0);
        for &(at, edit) in edits {
            if at < done {
                continue; // inside the line of a directive
            }
            text.push_str(&self.original[done..at]);
            done = at;
            let start = text.len();
            match edit {
                Edit::Letter => text.push(self.letter),
                Edit::Mark => text.push(self.mark),
                Edit::Space => text.push(self.space),
                Edit::Open => text.push('<'),
                Edit::OpenHost => {
                    text.push('<');
                    text.push_str(SCHEME);
                }
                Edit::Close => text.push('>'),
                Edit::Blank(length) => {
                    text.push_str(&self.original[at..at + length]);
                    text.push('\n');
                }
                Edit::Escape => text.push('\\'),
                Edit::Cover(end) => {
                    self.directives.push((start, at..end));
                    cover(&mut text, end - at);
                    done = end;
                    continue;
                }
            }
            put_in += text.len() - start;
            self.added.push((start, put_in));
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
        while self.added.get(before).is_some_and(|(added, _)| *added < at) {
            before += 1;
        }
        while before > 0 && self.added[before - 1].0 >= at {
            before -= 1;
        }
        self.before.set(before);
        let Some((start, put_in)) = before.checked_sub(1).map(|last| self.added[last]) else {
            return at;
        };
        // An offset inside what was put in is that of its place.
        let earlier = before.checked_sub(2).map_or(0, |last| self.added[last].1);
        (at - put_in.min(at)).max(start - earlier)
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
        let is_added = |c| c == self.letter || c == self.mark || c == self.space;
        if !text.contains(is_added) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.chars().filter(|c| !is_added(*c)).collect())
    }
}

/// A processing instruction of `length` bytes, three at least.
fn cover(text: &mut String, length: usize) {
    text.push_str("<?");
    text.extend(std::iter::repeat_n('x', length.saturating_sub(4)));
    text.push_str(if length > 3 { "?>" } else { ">" });
}

/// The first of some characters that the text does not use. A text that uses them all is no text.
fn unused(signs: &Signs<'_>, among: &[char]) -> char {
    let is_unused = |c: &char| !signs.has(c.encode_utf8(&mut [0; 4]));
    among.iter().copied().find(is_unused).unwrap_or(among[0])
}
