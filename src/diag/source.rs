//! A text file as it was read: what spans point into, and where in it an offset is.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::Xxh3Default;

/// Every how many bytes the characters before are counted once for all.
const STRIDE: usize = 256;

/// A text file as it was read: what spans point into.
#[derive(Default)]
pub struct SourceText {
    /// Path from the site's root, with `/` between its parts on every system.
    pub path: String,
    /// The whole text. Offsets of spans count its bytes.
    pub text: String,
    /// Found when the first place in it is shown.
    lines: OnceLock<Lines>,
    /// The print of both, found when it is first asked for.
    print: OnceLock<u128>,
}

/// Where lines begin, and how many characters stand before each stride of bytes.
#[derive(Debug)]
struct Lines {
    starts: Vec<usize>,
    counts: Vec<usize>,
}

/// Path and text: what was found out of them may have been asked for or not.
impl fmt::Debug for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceText").field("path", &self.path).field("text", &self.text).finish_non_exhaustive()
    }
}

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.text) == (&other.path, &other.text)
    }
}

impl Eq for SourceText {}

impl Hash for SourceText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print().hash(state);
    }
}

impl SourceText {
    /// A file of this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), lines: OnceLock::new(), print: OnceLock::new() })
    }

    /// A print of path and text.
    fn print(&self) -> u128 {
        *self.print.get_or_init(|| {
            let mut print = Xxh3Default::new();
            (&self.path, &self.text).hash(&mut print);
            print.digest128()
        })
    }

    /// Line and column, both from 1, of a byte offset; columns count characters, as editors do. However long a line is,
    /// this takes the same time.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let lines = self.lines();
        let line = lines.starts.partition_point(|start| *start <= offset);
        let start = lines.starts[line - 1];
        let mark = usize::from(self.text[start..offset].starts_with('\u{feff}'));
        (line, self.characters_before(offset) - self.characters_before(start) - mark + 1)
    }

    /// The line that holds a byte offset, without its end.
    pub fn line(&self, offset: usize) -> Range<usize> {
        let starts = &self.lines().starts;
        let line = starts.partition_point(|start| *start <= offset.min(self.text.len()));
        let end = starts.get(line).map_or(self.text.len(), |next| next - 1);
        starts[line - 1]..end
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| {
            let starts = std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            let mut before = 0;
            let strides = self.text.as_bytes().chunks(STRIDE).map(|bytes| {
                before += characters(bytes);
                before
            });
            Lines { starts, counts: std::iter::once(0).chain(strides).collect() }
        })
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = offset / STRIDE;
        self.lines().counts[stride] + characters(&self.text.as_bytes()[stride * STRIDE..offset])
    }
}

/// How many characters begin in some bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceText::new("a.md", "标题\n数字x");
        assert_eq!(file.line_column("标题\n数字".len()), (2, 3));
        assert_eq!((file.line(0), file.line(9), file.line(99)), (0..6, 7..14, 7..14));
    }

    #[test]
    fn every_place_of_a_long_text_is_where_it_is_counted_to_be() {
        let text = format!("\u{feff}{}\n{}\n", "甲a😀".repeat(300), "é".repeat(700));
        let file = SourceText::new("a.md", text.as_str());
        for offset in 0..=text.len() + 1 {
            let before = &text[..text.floor_char_boundary(offset)];
            let line = before.matches('\n').count() + 1;
            let column =
                before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}').chars().count() + 1;
            assert_eq!(file.line_column(offset), (line, column), "{offset}");
        }
    }
}
