//! A passage put together of parts of others, each of which keeps its place in the file.

use std::ops::Range;

use super::{Passage, PassageKind, Piece};

/// A part of a passage that is put together.
pub(in crate::lint) enum Part<'p, 'a> {
    /// Some text of another passage.
    Of(&'p Passage<'a>, Range<usize>),
    /// Something that stands nowhere.
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
        let first = parts.iter().find_map(|part| match part {
            Part::Of(passage, _) => Some(*passage),
            Part::Glue(_) => None,
        })?;
        let mut joined = Self::new(first.file, first.language, PassageKind::Cell, first.section, first.in_yaml);
        joined.synonyms = first.synonyms;
        for part in parts {
            match part {
                Part::Of(passage, range) => joined.add_part(passage, range.clone()),
                Part::Glue(glue) => {
                    let at = joined.text.len();
                    let file = at.checked_sub(1).map_or(0, |_| joined.span(0..at).end);
                    joined.pieces.push(Piece { text: at, file, instead: Some(0) });
                    joined.text.push_str(glue);
                }
            }
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
