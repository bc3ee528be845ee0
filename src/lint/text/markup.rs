//! M027: marks that were meant to become something, and are shown as they are.

use std::ops::Range;

use crate::diag::{Edit, Said, Text, code, text};
use crate::lint::reading::passage::{Passage, PassageKind};
use crate::lint::reading::shown::Shown;
use crate::text::script::is_cjk;

/// Elements of HTML that editors write into fields which take no HTML.
const ELEMENTS: &[&str] =
    &["a", "b", "br", "center", "em", "font", "i", "p", "s", "small", "span", "strong", "sub", "sup", "u"];

/// Asterisks of a Chinese keyboard.
const WIDE: &str = "＊＊";

/// Readers see no marks.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    let has_wide = passage.text.contains(WIDE);
    if !has_wide && !passage.has_any("*_~{]#<&") {
        return;
    }
    let mut found = Shown { passage, said, code: code::M027 };
    if has_wide {
        found.wide_asterisks();
    }
    if passage.kind.is_plain() {
        found.pairs("**", "");
        found.single_asterisks();
        found.pairs("~~", "");
        found.elements();
        found.references();
        found.literal("](", || {
            text!("a link can only be made in Markdown: take its marks out, or write it in the body")
        });
    } else {
        found.pairs("__", "**");
        found.spaced_asterisks();
        found.tildes();
        found.unclosed_link();
        found.heading();
    }
    for sign in ["{{", "{%"] {
        found.literal(sign, || text!("write what was to stand there: nothing is filled in by a program"));
    }
}

impl Shown<'_, '_> {
    /// Marks in pairs around some words, which no Markdown reads. What takes their place is certain.
    fn pairs(&mut self, mark: &str, instead: &str) {
        let passage = self.passage;
        let sign = mark.as_bytes()[0];
        let alone = |at: usize| {
            let bytes = passage.text.as_bytes();
            bytes.get(at + mark.len()) != Some(&sign) && at.checked_sub(1).map(|before| bytes[before]) != Some(sign)
        };
        let places: Vec<usize> = passage
            .text
            .match_indices(mark)
            .map(|(at, _)| at)
            .filter(|at| alone(*at) && self.is_bare(*at..*at + mark.len()))
            .filter(|at| sign != b'*' || !self.is_sign(*at..*at + mark.len()))
            .collect();
        for pair in places.chunks_exact(2) {
            let (open, close) = (pair[0], pair[1]);
            let inside = &passage.text[open + mark.len()..close];
            let holds = !inside.is_empty() && inside.trim() == inside;
            // Underscores between Latin letters are part of a name.
            if !holds || (mark == "__" && !inside.contains(is_cjk)) {
                continue;
            }
            let edits = [open, close].map(|at| passage.edit(at..at + mark.len(), instead));
            let help = if instead.is_empty() {
                text!("this field takes no Markdown: take the marks out")
            } else {
                text!("write `{instead}` instead of `{mark}`", instead, mark)
            };
            let edits: Option<Vec<Edit>> = edits.into_iter().collect();
            self.say(open..open + mark.len(), help, edits.filter(|_| mark != "~~"));
        }
    }

    /// `** 甲 **`: with a space on both of their sides asterisks mark nothing.
    fn spaced_asterisks(&mut self) {
        let passage = self.passage;
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let stands_apart = |at: &usize| is_blank(passage.before(*at)) && is_blank(passage.after(*at + 2));
        let places = passage.text.match_indices("**").map(|(at, _)| at).filter(stands_apart);
        let places: Vec<usize> = places.filter(|at| self.is_bare(*at..*at + 2)).collect();
        for pair in places.chunks_exact(2) {
            let (open, close) = (pair[0], pair[1]);
            let inside = &passage.text[open + 2..close];
            // Between numbers they are a power.
            if !inside.contains(is_cjk) || inside.contains('*') {
                continue;
            }
            // A space of Chinese has three bytes.
            let behind = passage.after(open + 2).map_or(0, char::len_utf8);
            let before = passage.before(close).map_or(0, char::len_utf8);
            let edits = [passage.edit(open..open + 2 + behind, "**"), passage.edit(close - before..close + 2, "**")];
            let help = text!("take away the spaces inside the marks");
            self.say(open..open + 2, help, edits.into_iter().collect());
        }
    }

    /// `＊＊甲＊＊`: no Markdown reads them.
    fn wide_asterisks(&mut self) {
        let passage = self.passage;
        let instead = if passage.kind.is_plain() { "" } else { "**" };
        let places: Vec<usize> = passage.text.match_indices(WIDE).map(|(at, _)| at).collect();
        for pair in places.chunks_exact(2) {
            let inside = &passage.text[pair[0] + WIDE.len()..pair[1]];
            if inside.is_empty() || inside.trim() != inside || inside.contains(['*', '＊']) {
                continue;
            }
            let edits = [pair[0], pair[1]].map(|at| passage.edit(at..at + WIDE.len(), instead));
            let help = if instead.is_empty() {
                text!("this field takes no Markdown: take the marks out")
            } else {
                text!("write `{instead}` instead of `{mark}`", instead, mark = WIDE)
            };
            self.say(pair[0]..pair[0] + WIDE.len(), help, edits.into_iter().collect());
        }
    }

    /// `*P*` in a field. Between numbers an asterisk multiplies.
    fn single_asterisks(&mut self) {
        let passage = self.passage;
        let bytes = passage.text.as_bytes();
        let is_single = |at: usize| {
            at.checked_sub(1).is_none_or(|before| bytes[before] != b'*') && bytes.get(at + 1) != Some(&b'*')
        };
        let places: Vec<usize> = passage
            .text
            .match_indices('*')
            .map(|(at, _)| at)
            .filter(|at| is_single(*at) && !self.is_sign(*at..*at + 1))
            .collect();
        for pair in places.chunks_exact(2) {
            let (open, close) = (pair[0], pair[1]);
            let inside = &passage.text[open + 1..close];
            let is_word = inside.starts_with(char::is_alphabetic) && inside.ends_with(char::is_alphabetic);
            let is_bare = self.is_bare(open..open + 1) && self.is_bare(close..close + 1);
            // Nothing emphasised begins with a word that joins: `ALT*和AST*`.
            if is_word && is_bare && !inside.starts_with(['和', '与', '及', '或']) {
                // Between words on all sides they may multiply: `长*宽*高`.
                let is_between = |at: usize| {
                    passage.before(at).is_some_and(char::is_alphanumeric)
                        && passage.after(at + 1).is_some_and(char::is_alphanumeric)
                };
                let is_certain = !(is_between(open) && is_between(close));
                let edits = [open, close].map(|at| passage.edit(at..at + 1, "").filter(|_| is_certain));
                let help = text!("this field takes no Markdown: take the marks out");
                self.say(open..close + 1, help, edits.into_iter().collect());
            }
        }
    }

    /// Whether asterisks stand between two Latin letters or digits, as signs do: `a*b*c`, `10**9`.
    fn is_sign(&self, range: Range<usize>) -> bool {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        is_latin(self.passage.before(range.start)) && is_latin(self.passage.after(range.end))
    }

    /// Two tildes that strike nothing out. Between two numbers one was meant; a third number behind another two tildes
    /// says that the second may have been struck out.
    fn tildes(&mut self) {
        let passage = self.passage;
        let number = |c: char| c.is_ascii_digit() || ".%％‰℃".contains(c);
        let is_range = |at: usize| {
            passage.before(at).is_some_and(number) && passage.after(at + 2).is_some_and(|c| c.is_ascii_digit())
        };
        let places: Vec<usize> = passage.text.match_indices("~~").map(|(at, _)| at).collect();
        let share = |pair: &[usize]| passage.text[pair[0] + 2..pair[1]].chars().all(number);
        let is_certain = places.iter().all(|at| is_range(*at)) && !places.windows(2).any(share);
        for at in places {
            if !self.is_bare(at..at + 2) {
                continue;
            }
            let edit = if is_certain { passage.edit(at..at + 2, "~") } else { None };
            let help = text!("write one tilde for a range, or close what is to be struck out with `~~`");
            self.say(at..at + 2, help, edit.map(|edit| vec![edit]));
        }
    }

    fn literal(&mut self, sign: &str, help: fn() -> Text) {
        for (at, _) in self.passage.text.match_indices(sign) {
            if self.is_bare(at..at + sign.len()) {
                self.say(at..at + sign.len(), help(), None);
            }
        }
    }

    /// `](` without an end; one with an end is reported where Markdown is read.
    fn unclosed_link(&mut self) {
        if !self.passage.text.contains(')') {
            self.literal("](", || text!("write `[words](address)`; for the signs themselves write `\\]`"));
        }
    }

    /// `##标题` without a space is a paragraph.
    fn heading(&mut self) {
        let passage = self.passage;
        let marks = passage.text.bytes().take_while(|byte| *byte == b'#').count();
        let follows = passage.after(marks).is_some_and(|c| !c.is_whitespace());
        if (2..=6).contains(&marks) && follows && passage.kind == PassageKind::Running && self.is_bare(0..marks) {
            // What would go on in the next line is cut off there by a heading.
            let line = passage.file.text[passage.span(0..marks).start..].lines().next().unwrap_or_default();
            let ends_there = !line.contains(['`', '[', '<', '$']);
            let edit = passage.edit(marks..marks, " ").filter(|_| ends_there);
            let help = text!("a heading has a space after its marks");
            self.say(0..marks, help, edit.map(|edit| vec![edit]));
        }
    }

    /// Tags of HTML in a field.
    fn elements(&mut self) {
        for (at, _) in self.passage.text.match_indices('<') {
            let rest = &self.passage.text[at + 1..];
            let name = rest.trim_start_matches('/');
            let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let Some(end) = rest.find('>').filter(|_| ELEMENTS.contains(&name[..length].to_lowercase().as_str()))
            else {
                continue;
            };
            let ends_name = name[length..].starts_with(['>', ' ', '/']);
            if ends_name {
                let help = text!(
                    "this field takes no HTML: write the words alone, with signs such as `₂` or `²` where they are needed"
                );
                self.say(at..at + end + 2, help, None);
            }
        }
    }

    /// `&nbsp;` and the like in a field.
    fn references(&mut self) {
        for (at, _) in self.passage.text.match_indices('&') {
            let rest = &self.passage.text[at + 1..];
            let Some(end) = rest.find(';').filter(|end| (2..=8).contains(end)) else { continue };
            let name = &rest[..end];
            let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase());
            let is_number =
                name.strip_prefix('#').is_some_and(|digits| digits.bytes().all(|it| it.is_ascii_alphanumeric()));
            if is_name || is_number {
                let help = text!("this field takes no HTML: write the character itself");
                self.say(at..at + end + 2, help, None);
            }
        }
    }
}
