//! A passage put together of parts of others, each of which keeps its place in the file.

use std::ops::Range;

use super::{Passage, PassageKind, Piece};

/// A part of a passage that is put together.
pub(in crate::lint) enum Part<'p, 'a> {
    /// Some text of another passage.
    Of(&'p Passage<'a>, Range<usize>),
    /// Some text of a heading: it is said of what comes next, and stands there.
    Above(&'p Passage<'a>, Range<usize>),
    /// Something that is written nowhere.
    Glue(&'static str),
}

impl<'p, 'a> Part<'p, 'a> {
    /// All of a passage.
    pub(in crate::lint) fn whole(passage: &'p Passage<'a>) -> Self {
        Self::Of(passage, 0..passage.text.len())
    }
}

impl<'a> Passage<'a> {
    /// Puts parts together; `None` if there is no text among them.
    pub(in crate::lint) fn joined(parts: &[Part<'_, 'a>]) -> Option<Self> {
        let of = |part: &Part<'_, 'a>| match part {
            Part::Of(passage, range) => Some(passage.span(range.clone()).start),
            Part::Above(..) | Part::Glue(_) => None,
        };
        let first = parts.iter().find_map(|part| match part {
            Part::Of(passage, _) => Some(*passage),
            Part::Above(..) | Part::Glue(_) => None,
        })?;
        let mut joined = Self::new(first.file, first.language, PassageKind::Cell, first.section, first.in_yaml);
        joined.synonyms = first.synonyms;
        for (number, part) in parts.iter().enumerate() {
            let text = match part {
                Part::Of(passage, range) => {
                    joined.add_part(passage, range.clone());
                    continue;
                }
                Part::Above(passage, range) => &passage.text[range.clone()],
                Part::Glue(glue) => glue,
            };
            let file = parts[number..].iter().find_map(of).unwrap_or_default();
            joined.pieces.push(Piece { text: joined.text.len(), file, instead: Some(0) });
            joined.text.push_str(text);
        }
        joined.finish()
    }

    fn add_part(&mut self, other: &Passage<'a>, range: Range<usize>) {
        let at = self.text.len();
        let ends = other.pieces.iter().skip(1).map(|piece| piece.text).chain([other.text.len()]);
        for (piece, end) in other.pieces.iter().zip(ends) {
            let (start, end) = (piece.text.max(range.start), end.min(range.end));
            if start < end {
                let within = if piece.instead.is_some() { 0 } else { start - piece.text };
                self.pieces.push(Piece {
                    text: at + start - range.start,
                    file: piece.file + within,
                    instead: piece.instead,
                });
            }
        }
        self.text.push_str(&other.text[range]);
    }
}
