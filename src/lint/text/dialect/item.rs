//! Items of a list that run together, since a space or an empty line is missing: `-乙` below `- 甲`, `2.乙` below
//! `1. 甲`, `2、`, `（2）` and `②` each in a line of its own.

use crate::diag::{Edit, Text, text};
use crate::lint::reading::passage::PassageKind;
use crate::lint::reading::shown::Shown;
use crate::text::script::is_cjk;

/// How an item begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `-`, `+`, `*`
    Bullet(char),
    /// `1.`
    Point,
    /// `1、`
    Comma,
    /// `（1）`
    Brackets,
    /// `①`
    Circle,
}

/// A line that begins as an item does.
struct Item {
    /// Where it begins in the text, and how many bytes its mark has.
    at: usize,
    length: usize,
    style: Style,
    /// Its number; 0 for a bullet.
    number: u32,
    /// Where it begins in the file, and what stands before it in its line.
    start: usize,
    indent: String,
    /// Whether the line before it ends with a break, so that it stands apart.
    is_apart: bool,
}

impl Shown<'_, '_> {
    /// Items that readers see as one paragraph.
    pub(super) fn items(&mut self) {
        let passage = self.passage;
        let whole = passage.span(0..passage.text.len());
        let has_lines = passage.file.text.get(whole).is_some_and(|text| text.contains('\n'));
        if passage.kind != PassageKind::Running || !has_lines {
            return;
        }
        let prefix = self.prefix(0);
        let opened = opened(&prefix);
        let items = self.item_lines();
        for (index, item) in items.iter().enumerate() {
            let is_next =
                |before: (Style, u32)| before.0 == item.style && (item.number == 0 || before.1 + 1 == item.number);
            let before = index.checked_sub(1).map(|it| (items[it].style, items[it].number));
            let begins = || {
                items.get(index + 1).is_some_and(|next| {
                    next.style == item.style && (item.number == 0 || next.number == item.number + 1) && !next.is_apart
                })
            };
            let is_listed = opened.is_some_and(|(style, number)| style == item.style && number < item.number.max(1));
            let follows = before.is_some_and(is_next) || index == 0 && opened.is_some_and(is_next);
            let is_spaced = matches!(item.style, Style::Bullet(_) | Style::Point);
            // A first item that begins its paragraph stands where it should, if a space is not what it lacks.
            if !(follows || begins() && (is_spaced || item.at > 0)) || item.is_apart {
                continue;
            }
            let (help, edit) = self.item_fix(item, is_spaced, is_listed || items[0].number < 2, &prefix);
            self.say(item.at..item.at + item.length, help, edit.map(|edit| vec![edit]));
        }
    }

    fn item_fix(&self, item: &Item, is_spaced: bool, counts_on: bool, prefix: &str) -> (Text, Option<Edit>) {
        let passage = self.passage;
        if is_spaced {
            let end = item.at + item.length;
            let outside = prefix.len() - prefix.trim_start_matches([' ', '\t']).len();
            let is_level = item.indent == prefix[..outside];
            let edit = if is_level && counts_on { passage.edit(end..end, " ") } else { None };
            return (text!("write a space after the mark of an item"), edit);
        }
        let is_free = prefix.is_empty() && item.indent.is_empty() && !passage.in_yaml;
        let edit = is_free.then(|| Edit::new(item.start..item.start, "\n"));
        (text!("leave an empty line before it, or write `1. ` for an item of a list"), edit)
    }

    /// What stands in its line before a place of the text.
    fn prefix(&self, at: usize) -> String {
        let start = self.passage.span(at..at).start;
        self.passage.file.text[..start].rsplit('\n').next().unwrap_or_default().to_owned()
    }

    fn item_lines(&self) -> Vec<Item> {
        let passage = self.passage;
        let mut items = Vec::new();
        for (at, c) in passage.text.char_indices() {
            if !(c.is_ascii_digit() || matches!(c, '-' | '+' | '*' | '(' | '（' | '①'..='⑳')) {
                continue;
            }
            let Some((style, number, length)) = mark(&passage.text[at..]) else { continue };
            let start = passage.span(at..at).start;
            let indent = self.prefix(at);
            if !self.is_bare(at..at + length) || !(at == 0 || indent.trim_matches([' ', '\t', '>']).is_empty()) {
                continue;
            }
            let before = passage.file.text[..start - indent.len()].trim_end_matches(['\n', '\r']);
            let is_apart = at > 0 && ["  ", "\\", "<br>", "<br/>", "<br />"].iter().any(|end| before.ends_with(end));
            items.push(Item { at, length, style, number, start, indent, is_apart });
        }
        items
    }
}

/// The item that is open where a text begins: `- ` or `1. ` stands before it in its line.
fn opened(prefix: &str) -> Option<(Style, u32)> {
    let mark = prefix.trim();
    match mark.chars().next_back()? {
        sign @ ('-' | '+' | '*') => Some((Style::Bullet(sign), 0)),
        '.' => mark[..mark.len() - 1].rsplit(' ').next()?.parse().ok().map(|number| (Style::Point, number)),
        _ => None,
    }
}

/// The mark with which an item begins that Markdown does not read: its style, its number and its length.
fn mark(text: &str) -> Option<(Style, u32, usize)> {
    let first = text.chars().next()?;
    let is_word = |rest: &str| rest.starts_with(|c: char| is_cjk(c) && c.is_alphabetic());
    match first {
        '-' | '+' | '*' => is_word(&text[1..]).then_some((Style::Bullet(first), 0, 1)),
        '①'..='⑳' => Some((Style::Circle, u32::from(first) - u32::from('①') + 1, first.len_utf8())),
        '(' | '（' => {
            let (inside, _) = text[first.len_utf8()..].split_once([')', '）'])?;
            let number = inside.parse().ok().filter(|number| (1..100).contains(number));
            let number = number.or_else(|| {
                "一二三四五六七八九十".chars().position(|c| inside.chars().eq([c])).map(|at| at as u32 + 1)
            })?;
            let length = text.find([')', '）'])?;
            Some((Style::Brackets, number, length + text[length..].chars().next()?.len_utf8()))
        }
        _ => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let number = text[..digits].parse().ok().filter(|number| (1..100).contains(number))?;
            let rest = &text[digits..];
            if rest.starts_with('、') {
                return Some((Style::Comma, number, digits + '、'.len_utf8()));
            }
            rest.strip_prefix('.').is_some_and(is_word).then_some((Style::Point, number, digits + 1))
        }
    }
}
