//! A list of words, found in a text in one pass.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::script::is_counted_singly;

/// Words, each with what it stands for.
#[derive(Debug)]
pub(in crate::lint) struct Words<T> {
    /// By first character; of one character the longest first.
    by_first: BTreeMap<char, Vec<(String, T)>>,
    /// One bit for each sixty-fourth of the first characters: most characters of a text begin no word.
    sieve: u64,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { by_first: BTreeMap::new(), sieve: 0 }
    }
}

impl<T: Copy> Words<T> {
    /// A list of these words. One in small letters alone is found in capitals too.
    pub(in crate::lint) fn new<'w>(words: impl IntoIterator<Item = (&'w str, T)>) -> Self {
        let mut list = Self::default();
        for (word, meaning) in words {
            let Some(first) = word.chars().next() else { continue };
            for first in [first, first.to_ascii_uppercase()] {
                list.sieve |= bit(first);
                let group = list.by_first.entry(first).or_default();
                if !group.iter().any(|(other, _)| other == word) {
                    group.push((word.to_owned(), meaning));
                }
            }
        }
        list.by_first.values_mut().for_each(|group| group.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
        list
    }

    pub(in crate::lint) fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// Every word in a text that is not part of a longer Latin word.
    pub(in crate::lint) fn find(&self, text: &str) -> Vec<(Range<usize>, T)> {
        let mut found = Vec::new();
        let mut past = 0;
        for (at, c) in text.char_indices() {
            if at < past || self.sieve & bit(c) == 0 {
                continue;
            }
            if let Some((range, meaning)) = self.at(text, at, c) {
                past = range.end;
                found.push((range, meaning));
            }
        }
        found
    }

    /// The word with which a text begins.
    pub(in crate::lint) fn first(&self, text: &str) -> Option<(Range<usize>, T)> {
        self.at(text, 0, text.chars().next()?)
    }

    /// The word at a place of a text, where this character stands.
    fn at(&self, text: &str, at: usize, c: char) -> Option<(Range<usize>, T)> {
        let group = self.by_first.get(&c)?;
        let here = |(word, _): &&(String, T)| begins(&text[at..], word) && stands_alone(text, at..at + word.len());
        group.iter().find(here).map(|(word, meaning)| (at..at + word.len(), *meaning))
    }
}

fn bit(c: char) -> u64 {
    1 << (c as u32 % 64)
}

fn begins(text: &str, word: &str) -> bool {
    let Some(head) = text.as_bytes().get(..word.len()) else { return false };
    let is_small = !word.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_small { head.eq_ignore_ascii_case(word.as_bytes()) } else { head == word.as_bytes() }
}

/// Whether no Latin letter or digit goes on where a Latin word ends.
pub(in crate::lint) fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let is_latin = |c: char| c.is_alphanumeric() && !is_counted_singly(c);
    let joins = |c: char| is_latin(c) || c == '_';
    let (first, last) = (text[range.clone()].chars().next(), text[range.clone()].chars().next_back());
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let goes_on = |edge: Option<char>, beyond: Option<char>| edge.is_some_and(joins) && beyond.is_some_and(joins);
    !goes_on(first, before) && !goes_on(last, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_not_parts_of_words() {
        let words = Words::new([("副作用", 1), ("毒副作用", 2), ("side effect", 3), ("OS", 4)]);
        let found = |text: &str| words.find(text).into_iter().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(found("副作用与毒副作用"), [1, 2]);
        assert_eq!(found("Side effects, a side effect; SIDE EFFECT。OS长于PFOS，中位OS为"), [3, 3, 4, 4]);
        assert_eq!(found("OS1 xOS"), Vec::<i32>::new());
    }
}
