//! Places in a text as editors name them: a line and a character in it, which counts units of UTF-16 unless both sides
//! know UTF-8.

use std::ops::Range;

use serde_json::{Value, json};

/// What a character of a position counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16.
    Utf16,
}

impl Encoding {
    /// Its name in the protocol.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    fn units(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
        }
    }
}

/// A text with its lines. A line ends with `\n`, `\r\n` or `\r`.
pub(super) struct Places<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Places<'t> {
    /// The places of a text.
    pub(super) fn of(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || (bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The number of the line that holds a byte, from 0.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset.min(self.text.len())) - 1
    }

    /// The bytes of a line without its end; the end of the text where there is no such line.
    pub(super) fn bytes_of(&self, line: usize) -> Range<usize> {
        let Some(start) = self.starts.get(line).copied() else { return self.text.len()..self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let last = line + 1 == self.starts.len();
        let without = if last { &self.text[start..end] } else { self.text[start..end].trim_end_matches(['\r', '\n']) };
        start..start + without.len()
    }

    /// The position of a byte.
    pub(super) fn position(&self, offset: usize) -> Value {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line(offset);
        let before = &self.text[self.starts[line]..offset];
        let character: usize = before.chars().map(|letter| self.encoding.units(letter)).sum();
        json!({ "line": line, "character": character })
    }

    /// The range of some bytes.
    pub(super) fn range(&self, span: &Range<usize>) -> Value {
        json!({ "start": self.position(span.start), "end": self.position(span.end.max(span.start)) })
    }

    /// The byte of a position. What lies beyond a line is its end, what lies within a character is its beginning.
    pub(super) fn offset(&self, position: &Value) -> usize {
        let number = |name: &str| position[name].as_u64().map_or(0, |it| usize::try_from(it).unwrap_or(usize::MAX));
        let line = self.bytes_of(number("line"));
        let mut left = number("character");
        for (at, letter) in self.text[line.clone()].char_indices() {
            let units = self.encoding.units(letter);
            if left < units {
                return line.start + at;
            }
            left -= units;
        }
        line.end
    }

    /// The bytes of a range; one that is reversed is turned.
    pub(super) fn span(&self, range: &Value) -> Range<usize> {
        let (start, end) = (self.offset(&range["start"]), self.offset(&range["end"]));
        start.min(end)..start.max(end)
    }

    /// A change of a text. Within the two characters that end a line there is no position: both of them are written.
    pub(super) fn edit(&self, span: &Range<usize>, text: &str) -> Value {
        let is_within = |at: usize| at > 0 && self.text.as_bytes().get(at - 1..=at) == Some(b"\r\n");
        let mut text = text.to_owned();
        let mut span = span.clone();
        if is_within(span.end) {
            span.end += 1;
            text.push('\n');
        }
        if is_within(span.start) {
            span.start -= 1;
            text.insert(0, '\r');
        }
        json!({ "range": self.range(&span), "newText": text })
    }
}

/// Changes a text as an editor says: some changes one after the other, of a range or of all of it.
pub(super) fn change(text: &mut String, changes: &Value, encoding: Encoding) {
    for change in changes.as_array().into_iter().flatten() {
        let Some(new) = change["text"].as_str() else { continue };
        if change["range"].is_object() {
            let span = Places::of(text, encoding).span(&change["range"]);
            text.replace_range(span, new);
        } else {
            new.clone_into(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(line: usize, character: usize) -> Value {
        json!({ "line": line, "character": character })
    }

    #[test]
    fn characters_beyond_the_first_plane_take_two_units() {
        let text = "a😀肝\r\nb\rc\n";
        let places = Places::of(text, Encoding::Utf16);
        let at = |words: &str| text.find(words).expect("words");
        assert_eq!(places.position(at("肝")), place(0, 3));
        assert_eq!(places.position(at("c")), place(2, 0));
        assert_eq!(places.position(text.len()), place(3, 0));
        assert_eq!(places.offset(&place(0, 2)), at("😀"), "no place is within a character");
        assert_eq!(places.offset(&place(0, 99)), at("\r\n"));
        assert_eq!(places.offset(&place(99, 0)), text.len());
        assert_eq!(Places::of(text, Encoding::Utf8).position(at("肝")), place(0, 5));
    }

    #[test]
    fn an_edit_within_the_end_of_a_line_writes_both_of_its_characters() {
        let places = Places::of("a\r\nb", Encoding::Utf16);
        let edit = places.edit(&(1..2), "");
        assert_eq!(edit["range"], json!({ "start": place(0, 1), "end": place(1, 0) }));
        assert_eq!(edit["newText"], "\n");
    }

    /// What an editor holds: units of UTF-16 in lines.
    fn changed_by_units(text: &str, start: (usize, usize), end: (usize, usize), new: &str) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut starts = vec![0];
        for at in 0..units.len() {
            let is_cr = units[at] == 13 && units.get(at + 1) != Some(&10);
            if units[at] == 10 || is_cr {
                starts.push(at + 1);
            }
        }
        let at = |(line, character): (usize, usize)| starts[line] + character;
        let whole = [&units[..at(start)], &new.encode_utf16().collect::<Vec<_>>(), &units[at(end)..]].concat();
        String::from_utf16(&whole).expect("sound")
    }

    proptest! {
        #[test]
        fn every_place_is_found_again(text in "[a肝😀é\r\n ]{0,40}", at in 0_usize..200) {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let at = text.floor_char_boundary(at.min(text.len()));
                let is_within = at > 0 && text.as_bytes().get(at - 1..=at) == Some(b"\r\n");
                let places = Places::of(&text, encoding);
                let found = places.offset(&places.position(at));
                prop_assert_eq!(found, if is_within { at - 1 } else { at });
            }
        }

        #[test]
        fn any_change_is_made_as_an_editor_makes_it(
            text in "[a肝😀\r\n]{0,30}", a in 0_usize..120, b in 0_usize..120, new in "[x癌😀\r\n]{0,6}"
        ) {
            // Places that an editor can name: between characters, and not within the end of a line.
            let sound = |at: usize| {
                let at = text.floor_char_boundary(at.min(text.len()));
                if at > 0 && text.as_bytes().get(at - 1..=at) == Some(b"\r\n") { at - 1 } else { at }
            };
            let (start, end) = (sound(a).min(sound(b)), sound(a).max(sound(b)));
            let places = Places::of(&text, Encoding::Utf16);
            let range = places.range(&(start..end));
            let pair = |it: &Value| (it["line"].as_u64().unwrap() as usize, it["character"].as_u64().unwrap() as usize);
            let expected = changed_by_units(&text, pair(&range["start"]), pair(&range["end"]), &new);
            let mut own = text.clone();
            change(&mut own, &json!([{ "range": range, "text": new }]), Encoding::Utf16);
            prop_assert_eq!(own, expected);
        }

        #[test]
        fn no_place_is_too_far(text in "\\PC{0,20}", numbers in any::<[u32; 4]>(), new in "\\PC{0,5}") {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let mut text = text.clone();
                let [a, b, c, d] = numbers.map(|it| it as usize % 50);
                change(&mut text, &json!([{ "range": { "start": place(a, b), "end": place(c, d) }, "text": new }]), encoding);
                prop_assert!(text.ends_with(&new) || text.contains(&new));
            }
        }
    }
}
