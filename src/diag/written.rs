//! Text as it was written inside another file, with the way back to its place there.

use super::Span;

/// How offsets of a text taken out of a file lead back into the file.
///
/// A Markdown body is one piece, shifted by the front matter above it; a YAML block scalar is a piece a line,
/// since each line lost its indentation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OffsetMap {
    /// `(offset in the text, offset in the file)`, rising; each holds up to the next.
    pieces: Vec<(usize, usize)>,
    /// Where the text ends in the file.
    end: usize,
}

impl OffsetMap {
    /// A text that starts at `start` of its file and runs on unchanged.
    pub fn shifted(start: usize) -> Self {
        Self { pieces: vec![(0, start)], end: usize::MAX }
    }

    /// Pieces `(offset in the text, offset in the file)`, rising in both, and the end in the file.
    pub fn pieces(pieces: Vec<(usize, usize)>, end: usize) -> Self {
        let pieces = if pieces.is_empty() { vec![(0, end)] } else { pieces };
        Self { pieces, end }
    }

    /// The way back once `length` bytes were put into the text at an offset, which no byte of the file stands for.
    pub fn inserted(&self, at: usize, length: usize) -> Self {
        let split = self.pieces.partition_point(|(text, _)| *text < at);
        let mut pieces = self.pieces[..split].to_vec();
        if at > 0 || !pieces.is_empty() {
            pieces.push((at, self.offset(at)));
        }
        pieces.push((at + length, self.offset(at)));
        let later = self.pieces[split..].iter().filter(|(text, _)| *text > at);
        pieces.extend(later.map(|(text, file)| (text + length, *file)));
        if pieces[0].0 > 0 {
            pieces.insert(0, (0, self.offset(at)));
        }
        Self { pieces, end: self.end }
    }

    /// The place in the file of an offset in the text.
    pub fn offset(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|(text, _)| *text <= at).saturating_sub(1);
        let (text, file) = self.pieces[index];
        (file + at.saturating_sub(text)).min(self.end)
    }

    /// The place in the file of a range in the text.
    pub fn span(&self, range: Span) -> Span {
        let start = self.offset(range.start);
        // The end belongs to the piece of the character before it.
        let end = if range.end > range.start { (self.offset(range.end - 1) + 1).min(self.end) } else { start };
        start..end.max(start)
    }
}

/// A text, and where it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Written {
    /// The text itself, without the indentation or quotes of its surroundings.
    pub text: String,
    /// The way back.
    pub map: OffsetMap,
    /// The whole of it in the file, quotes included.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_inserted_moves_nothing_in_the_file() {
        let map = OffsetMap::pieces(vec![(0, 10), (4, 20)], 30);
        for at in [0, 2, 4, 6] {
            let with = map.inserted(at, 1);
            for offset in 0..8 {
                let moved = if offset < at { offset } else { offset + 1 };
                assert_eq!(with.offset(moved), map.offset(offset), "{at} {offset}");
            }
        }
    }
}
