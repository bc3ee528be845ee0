//! M027: marks of other dialects of Markdown, and marks of a Chinese keyboard, that are shown as they are.

use crate::diag::{Said, code, text};
use crate::lint::reading::passage::{OBJECT, Passage};
use crate::lint::reading::shown::Shown;

mod item;

/// What an address begins or ends with, so that it can be nothing else.
const BEGINS: &[&str] = &["http:", "https:", "mailto:", "www.", "./", "../", "/", "#"];
const ENDS: &[&str] = &[".md", ".html", ".htm", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".webp", ".csv"];

/// Readers see no marks that other programs read.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    if passage.kind.is_plain() {
        return;
    }
    let mut found = Shown { passage, said, code: code::M027 };
    found.lines();
    found.items();
    if passage.has_any("[") {
        found.links();
        found.calls();
    }
    if passage.has_any("{") {
        found.attributes();
    }
    if passage.has_any("=") {
        found.highlights();
    }
    if passage.has_any("^~") {
        found.notes();
        found.scripts('^', "<sup>", "</sup>");
        found.scripts('~', "<sub>", "</sub>");
    }
}

impl Shown<'_, '_> {
    /// Where the lines of the text begin that were written as lines.
    fn line_starts(&self) -> Vec<usize> {
        let passage = self.passage;
        let begins = |at: &usize| {
            let start = passage.span(*at..*at).start;
            let before = passage.file.text[..start].trim_end_matches([' ', '\t', '>']);
            before.is_empty() || before.ends_with('\n')
        };
        let places = passage.text.char_indices().filter(|(_, c)| matches!(c, '#' | '＃' | '０'..='９'));
        places.map(|(at, _)| at).filter(begins).collect()
    }

    /// `＃＃ 结果`, `##结果` below a line of text, `１．第一`.
    fn lines(&mut self) {
        let passage = self.passage;
        // `＃` and `０` to `９` in UTF-8.
        let is_wide = |it: &[u8]| matches!(it, [0xEF, 0xBC, 0x83 | 0x90..=0x99]);
        if !passage.has_any("#") && !passage.text.as_bytes().windows(3).any(is_wide) {
            return;
        }
        for at in self.line_starts() {
            let rest = &passage.text[at..];
            let (marks, after) = rest.split_at(rest.len() - rest.trim_start_matches(['#', '＃']).len());
            let count = marks.chars().count();
            if count > 0 {
                let space = after.len() - after.trim_start().len();
                let is_wide = marks.contains('＃') && (count > 1 || space > 0);
                // One that begins a paragraph, with a letter after it, is looked for among the marks of Markdown.
                let is_narrow = !marks.contains('＃') && (space > 0 || (at > 0 && (2..=6).contains(&count)));
                let range = at..at + marks.len() + space;
                if (is_wide || is_narrow) && self.is_bare(at..at + marks.len()) && !after.trim().is_empty() {
                    let edit = passage.edit(range, &format!("{} ", "#".repeat(count))).map(|edit| vec![edit]);
                    self.say(at..at + marks.len(), text!("write `## ` with a space of a Latin keyboard"), edit);
                }
                continue;
            }
            let digits = rest.len() - rest.trim_start_matches(|c: char| matches!(c, '０'..='９')).len();
            if digits > 0
                && let Some(text) = rest[digits..].strip_prefix('．')
                && !text.starts_with(char::is_numeric)
            {
                let narrow: String = rest[..digits].chars().filter_map(narrow_digit).collect();
                let range = at..at + digits + '．'.len_utf8();
                let edit = passage.edit(range.clone(), &format!("{narrow}. ")).map(|edit| vec![edit]);
                self.say(range, text!("write `1. ` for an item of a list"), edit);
            }
        }
    }

    /// `［^1］`, `[^1 ]`.
    fn notes(&mut self) {
        let passage = self.passage;
        for (mark, _) in passage.text.match_indices('^') {
            let before = &passage.text[..mark];
            let Some(open) = before.chars().next_back().filter(|c| matches!(c, '[' | '［')) else { continue };
            let inside = &passage.text[mark + 1..];
            let Some(close) = inside.find([']', '］', '[', '［', '\n']) else { continue };
            let (label, start) = (&inside[..close], mark - open.len_utf8());
            let is_slip = open == '［' || inside[close..].starts_with('］') || label != label.trim();
            let is_label = !label.trim().is_empty() && !label.trim().contains(char::is_whitespace);
            let ends = inside[close..].chars().next().filter(|c| matches!(c, ']' | '］'));
            if let Some(end) = ends.filter(|_| is_slip && is_label && self.is_bare(start..mark)) {
                let range = start..mark + 1 + close + end.len_utf8();
                let edit = passage.edit(range.clone(), &format!("[^{label}]", label = label.trim()));
                self.say(
                    range,
                    text!("write `[^{label}]`, with brackets of a Latin keyboard", label = label.trim()),
                    edit.map(|it| vec![it]),
                );
            }
        }
    }

    /// `[文字]（url）`, `[文字] (url)`.
    fn links(&mut self) {
        let passage = self.passage;
        let places = passage.text.match_indices(']').map(|(at, _)| at);
        let marks = ["]（", "] (", "] （"];
        for (at, marks) in
            places.filter_map(|at| Some((at, *marks.iter().find(|it| passage.text[at..].starts_with(**it))?)))
        {
            let Some(open) = passage.text[..at].rfind('[') else { continue };
            let Some(end) = passage.text[at..].find(['）', ')']) else { continue };
            let (close, end) = (at + end, passage.text[at + end..].chars().next().map_or(1, char::len_utf8));
            // `[1] (https://…)` is an entry of a list.
            if marks.contains(' ') && !passage.text[open..at].contains(char::is_alphabetic) {
                continue;
            }
            let inside = at + marks.len()..close;
            let address = passage.file.text[passage.span(inside).start..passage.span(close..close).start].trim();
            let is_plain = !marks.contains(' ')
                && address.starts_with(|c: char| c.is_ascii_lowercase())
                && address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:?&%#~".contains(&byte))
                && passage.text[open + 1..at].contains(|c: char| !c.is_ascii());
            let is_address =
                BEGINS.iter().any(|begin| address.starts_with(begin)) || ENDS.iter().any(|end| address.ends_with(end));
            if (is_address || is_plain) && self.is_bare(at..at + 1) {
                let edits = [passage.edit(at + 1..at + marks.len(), "("), passage.edit(close..close + end, ")")];
                let help = text!("write `[words](address)`, with brackets of a Latin keyboard");
                self.say(at..at + marks.len(), help, edits.into_iter().collect());
            }
        }
    }

    /// `![[fig1.png]]`, `[[page]]`, `[TOC]`, `> [!NOTE]`, `^[注]`.
    fn calls(&mut self) {
        let passage = self.passage;
        let whole = passage.text.trim();
        for (at, _) in passage.text.match_indices("[[") {
            let is_picture = passage.text[..at].ends_with('!');
            if passage.text[at..].contains("]]") && self.is_bare(at..at + 2) && !whole.eq_ignore_ascii_case("[[toc]]") {
                let from = at - usize::from(is_picture);
                let help = if is_picture {
                    text!("write `![what it shows](file)`")
                } else {
                    text!("write `[words](address)`; for the signs themselves write `\\[`")
                };
                self.say(from..at + 2, help, None);
            }
        }
        for (at, _) in passage.text.match_indices("^[") {
            if passage.text[at..].contains(']') && self.is_bare(at..at + 2) {
                let help = text!("write `[^1]` here, and `[^1]: …` in a paragraph of its own");
                self.say(at..at + 2, help, None);
            }
        }
        let call = whole.split(']').next().unwrap_or_default();
        let is_contents = ["[toc]", "[[toc]]", "[目录]"].iter().any(|toc| whole.eq_ignore_ascii_case(toc));
        let name = call.strip_prefix("[!").unwrap_or_default();
        let is_remark = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        if (is_contents || is_remark) && passage.text.starts_with('[') && self.is_bare(0..1) {
            let help = if is_contents {
                text!("take it out: the page has its contents by itself")
            } else {
                text!("write `:::note` before the remark, and `:::` after it")
            };
            self.say(0..if is_contents { whole.len() } else { call.len() + 1 }, help, None);
        }
    }

    /// `{width=50%}`, `{.wide}`.
    fn attributes(&mut self) {
        let passage = self.passage;
        for (at, _) in passage.text.match_indices('{') {
            let Some(end) = passage.text[at..].find('}').map(|end| at + end) else { continue };
            let inside = passage.text[at + 1..end].trim_start_matches(':').trim();
            let name = inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-').len();
            let is_class =
                inside.strip_prefix(['.', '#']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
            let follows = passage.before(at).is_none_or(|c| matches!(c, OBJECT | ' ' | ')' | ']'));
            if ((name > 1 && inside[name..].starts_with('=')) || is_class && follows) && self.is_bare(at..at + 1) {
                let help =
                    text!("take the braces out: sizes belong to the theme; a figure is `:::figure{src=… alt=…}`");
                self.say(at..end + 1, help, None);
            }
        }
    }

    /// `==重点==`.
    fn highlights(&mut self) {
        let passage = self.passage;
        let alone = |at: &usize| {
            let around = (passage.before(*at), passage.after(*at + 2));
            around.0 != Some('=') && around.1 != Some('=')
        };
        let places: Vec<usize> = passage.text.match_indices("==").map(|(at, _)| at).filter(alone).collect();
        for pair in places.chunks_exact(2) {
            let (open, close) = (pair[0], pair[1]);
            let inside = &passage.text[open + 2..close];
            if !inside.is_empty() && inside.trim() == inside && self.is_bare(open..open + 2) {
                let edits = [(open, "<mark>"), (close, "</mark>")].map(|(at, tag)| passage.edit(at..at + 2, tag));
                let help = text!("write `**` for bold, or `<mark>…</mark>` for a marker");
                self.say(open..open + 2, help, edits.into_iter().collect());
            }
        }
    }

    /// `10^9^/L`, `H~2~O`, `^99m^Tc`, `T~max~`.
    fn scripts(&mut self, mark: char, open_tag: &'static str, close_tag: &'static str) {
        let passage = self.passage;
        let mut places = passage.text.match_indices(mark).map(|(at, _)| at).peekable();
        while let Some(open) = places.next() {
            let Some(&close) = places.peek() else { return };
            let inside = &passage.text[open + 1..close];
            let is_number = inside.bytes().all(|byte| byte.is_ascii_digit() || b"+-n".contains(&byte));
            let letters = inside.bytes().filter(u8::is_ascii_lowercase).count();
            // One letter between tildes may be the middle of a range.
            let is_word = inside.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                && (mark == '^' || letters > 1);
            let is_short = (1..=if is_number { 4 } else { 6 }).contains(&inside.len()) && (is_number || is_word);
            let before = passage.before(open);
            let is_isotope = || {
                inside.starts_with(|c: char| c.is_ascii_digit())
                    && passage.after(close + 1).is_some_and(|c| c.is_ascii_uppercase())
            };
            let follows = if mark == '^' {
                before.is_some_and(|c| c.is_alphanumeric() || c == ')') || is_isotope()
            } else {
                before.is_some_and(|c| c.is_ascii_alphabetic())
            };
            // Of a power of ten it is said that units are not written so.
            let is_power = mark == '^'
                && passage.text[..open]
                    .strip_suffix("10")
                    .is_some_and(|text| !text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.'))
                && inside.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
            if is_power {
                places.next();
            } else if is_short && follows && self.is_bare(open..open + 1) {
                places.next();
                let edits = [(open, open_tag), (close, close_tag)].map(|(at, tag)| passage.edit(at..at + 1, tag));
                let help = text!("write `{open_tag}{inside}{close_tag}`", open_tag, inside, close_tag);
                self.say(open..close + 1, help, edits.into_iter().collect());
            }
        }
    }
}

/// The digit of a Latin keyboard.
fn narrow_digit(c: char) -> Option<char> {
    char::from_digit(u32::from(c).checked_sub('０' as u32)?, 10)
}
