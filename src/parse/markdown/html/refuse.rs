//! What is said of raw HTML that is left out: by what a reader would miss.
//!
//! A tag that only changes the look of words is a warning, since its words stay. A picture, a link, a table or a list is
//! an error: it shows something that would be gone. All that stands in a table or a list has one word for it.

use std::ops::Range;

use super::{content_goes_too, is_block, is_known, shows_something};
use crate::diag::{Span, Text, code, text};
use crate::parse::markdown::build::Builder;
use crate::text::script::is_cjk;

/// Parts of a table.
const TABLE: &[&str] = &["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"];

/// Lists.
const LISTS: &[&str] = &["ul", "ol", "dl", "li", "dt", "dd"];

/// Elements by which letters mean something else than without them.
const MEAN: &[&str] = &["strike", "s", "del", "sup", "sub", "rt", "rp"];

/// Marks of Markdown that stand in text as nothing else, most of them in pairs.
const MARKS: &[&str] = &["**", "![", "](", "~~", "[^", "`", "](<", "__"];

/// What an element that is not allowed does to the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Its tag goes.
    Out,
    /// It is no HTML, and stays as text.
    Text,
}

/// How many tags in a row are looked behind.
const MOST_BESIDE: usize = 16;

/// Whether an element parts what stands before it from what follows.
fn is_parting(name: &str) -> bool {
    is_block(name) || name == "br"
}

impl Builder<'_> {
    /// Says what becomes of an element that is not allowed.
    pub(super) fn refuse(&mut self, name: &str, span: Span) -> Fate {
        let is_table = TABLE.contains(&name);
        let is_list = LISTS.contains(&name);
        // Text that goes with its tag is said also there, and what is no HTML is text.
        let loses_text = !is_known(name) || content_goes_too(name) && shows_something(name);
        if !self.unkept.is_empty() && !loses_text {
            if is_table || is_list {
                self.unkept.push(name.to_owned());
            }
            return Fate::Out;
        }
        if is_table {
            self.say(
                code::M039,
                span,
                text!("this table is written in HTML, and its cells would run together"),
                text!("write a row `| … | … |` for each, and a line `|---|---|` below the first"),
            );
            self.unkept.push(name.to_owned());
        } else if is_list || shows_something(name) {
            let help = match name {
                "img" | "picture" => text!("write `![what it shows](file)`"),
                "a" => text!("write `[words](address)`"),
                _ if is_list => text!("write each item in a line of its own, after `- ` or `1. `"),
                _ => text!("write in Markdown what readers are to see, or take it out"),
            };
            let message = text!("`<{name}>` is left out, and what it shows with it", name);
            self.say(code::M040, span, message, help);
            if is_list {
                self.unkept.push(name.to_owned());
            }
        } else if MEAN.contains(&name) || is_parting(name) && self.joins_words(&span) {
            self.say_change(name, span);
        } else if is_known(name) {
            let names: Vec<&str> = self.options.allowed_html.names().collect();
            let help = if names.is_empty() {
                text!("this site allows no HTML in its text")
            } else {
                text!("allowed are: {names}", names = Text::list(&names))
            };
            self.say(code::M018, span, text!("`<{name}>` is left out", name), help);
        } else {
            self.say_no_html(span);
            return Fate::Text;
        }
        Fate::Out
    }

    /// An element whose text would say something else without it.
    fn say_change(&mut self, name: &str, span: Span) {
        let (message, help) = if MEAN.contains(&name) {
            let help = match name {
                "strike" => text!("write `~~…~~` for what was struck out, or take it out"),
                _ => text!("write with other characters what readers are to see, or let `config.toml` allow it"),
            };
            (text!("`<{name}>` is left out, and its text would mean something else", name), help)
        } else {
            let help = text!("put what follows in a line of its own, with an empty line before it");
            (text!("`<{name}>` is left out, and the texts before and after it would run together", name), help)
        };
        self.say(code::M040, span, message, help);
    }

    /// The end tag of an element that was left out.
    pub(super) fn refuse_end(&mut self, name: &str, span: Span) {
        // Of a tag that follows, its own beginning is said.
        let is_last = !self.file.text.get(span.end..).unwrap_or_default().starts_with('<');
        if is_last && self.unkept.is_empty() && is_parting(name) && self.joins_words(&span) {
            self.say_change(name, span);
        }
    }

    /// Whether words, or numbers, stand on both sides of a tag and of those beside it, in the same line.
    pub(super) fn joins_words(&self, span: &Span) -> bool {
        let (before, after) = self.beside(span);
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    }

    /// The characters before and after a tag and those beside it.
    fn beside(&self, span: &Span) -> (Option<char>, Option<char>) {
        let mut before = self.file.text.get(..span.start).unwrap_or_default();
        let mut after = self.file.text.get(span.end..).unwrap_or_default();
        for _ in 0..MOST_BESIDE {
            if let Some(at) = before.strip_suffix('>').and_then(|rest| rest.rfind('<')) {
                before = &before[..at];
            }
            if let Some((_, rest)) = after.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                after = rest;
            }
        }
        (before.chars().next_back(), after.chars().next())
    }

    /// A comment inside of what is then one number or word.
    pub(super) fn say_joining_comment(&mut self, span: Span) {
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
        let (before, after) = self.beside(&span);
        if is_part(before) && is_part(after) {
            self.say(
                code::M060,
                span,
                text!("what stands before and after this comment is shown as one"),
                text!("put the comment where a space may stand, or take it out"),
            );
        }
    }

    /// Angle brackets that hold no HTML: they are text.
    pub(super) fn say_no_html(&mut self, span: Span) {
        self.say(
            code::M043,
            span,
            text!("this is no HTML, and is shown as text"),
            text!("write `\\<` for a sign; take it out if it was a tag"),
        );
    }

    /// A declaration or an instruction, which is left out.
    pub(super) fn say_declaration(&mut self, span: Span) {
        self.say(
            code::M040,
            span,
            text!("this is an instruction to programs, and is not shown"),
            text!("write in Markdown what readers are to see, or take it out"),
        );
    }

    /// An end tag of what was left out with one word.
    pub(super) fn ends_unkept(&mut self, name: &str) {
        if let Some(at) = self.unkept.iter().rposition(|open| open == name) {
            self.unkept.truncate(at);
        }
    }

    /// Something that is never closed, at a range of the text.
    pub(in crate::parse::markdown) fn say_unclosed(&mut self, open: &str, end: &str, range: Range<usize>) {
        let span = self.span_of(range);
        self.say_unclosed_at(open, end, span);
    }

    /// The same, at a place in the file.
    pub(super) fn say_unclosed_at(&mut self, open: &str, end: &str, span: Span) {
        let message = text!("`{open}` is never closed, and takes with it what follows", open);
        self.say(code::M041, span, message, text!("write `{end}` where it ends", end));
    }

    /// Text of a block of HTML, in which Markdown means nothing.
    pub(super) fn says_markdown(&mut self, text: &str, span: &Span) -> bool {
        let in_pairs = |mark: &str| text.matches(mark).count() > usize::from(matches!(mark, "`" | "**" | "~~" | "__"));
        let mark = MARKS.iter().filter(|mark| in_pairs(mark)).filter_map(|mark| Some((text.find(mark)?, *mark))).min();
        let line = text.lines().find(|line| {
            let line = line.trim_start();
            line.starts_with("## ") || line.starts_with("- ") || line.starts_with("| ") || line.starts_with("1. ")
        });
        let found = mark
            .into_iter()
            .chain(emphasis(text))
            .min()
            .or_else(|| line.and_then(|line| Some((text.find(line)?, line))));
        let Some((_, mark)) = found.filter(|_| self.unkept.is_empty()) else { return false };
        // Where references were resolved, the way back is only near.
        let written = self.file.text.get(span.clone()).and_then(|written| written.find(mark));
        let at = written.map_or(span.clone(), |at| span.start + at..span.start + at + mark.len());
        self.say(
            code::M042,
            at,
            text!("Markdown is not read inside HTML, and its marks are shown"),
            text!("leave an empty line after the tag before it"),
        );
        true
    }
}

/// Where a word stands between two asterisks: `*P*=0.03`, and no product, `3*2*1`.
fn emphasis(text: &str) -> Option<(usize, &str)> {
    let places: Vec<usize> = text.match_indices('*').map(|(at, _)| at).collect();
    let is_pair = |pair: &&[usize]| {
        let inside = &text[pair[0] + 1..pair[1]];
        let is_beside = text[..pair[0]].ends_with(|c: char| c.is_ascii_alphanumeric());
        !is_beside && inside.starts_with(char::is_alphabetic) && inside.trim() == inside && !inside.contains('\n')
    };
    places.windows(2).find(is_pair).map(|pair| (pair[0], &text[pair[0]..=pair[1]]))
}
