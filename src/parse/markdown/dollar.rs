//! Which dollar signs enclose a formula and which are prices.
//!
//! A pair encloses a formula if no space stands inside its ends, no digit follows it, and no Chinese stands
//! between outside of `\text{…}`: `$P<0.05$` is one, `$5和$10` and `$100-$200` are not. A sign that is none is
//! escaped, so that the parser does not pair it with a later one.

use super::prepare::Edit;
use crate::text::script::is_cjk;

/// Adds the dollar signs that are to be escaped.
pub(super) fn edits(text: &str, edits: &mut Vec<(usize, Edit)>) {
    let Some(first) = text.find('$') else { return };
    let paragraph = text[..first].rfind("\n\n").map_or(0, |at| at + 2);
    let mut scan = Scan { text, bytes: text.as_bytes(), open: None, no_end_before: [0; 2], edits };
    scan.run(paragraph);
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// A dollar sign that may begin a formula.
    open: Option<usize>,
    /// Up to where it is known that no `>` and no `)` ends its line, so that no line is searched twice.
    no_end_before: [usize; 2],
    edits: &'a mut Vec<(usize, Edit)>,
}

impl Scan<'_> {
    fn run(&mut self, from: usize) {
        let mut at = from;
        while let Some(&byte) = self.bytes.get(at) {
            at = match byte {
                b'\\' => at + 2,
                b'`' => self.code(at),
                b'<' => self.tag(at).unwrap_or(at + 1),
                b']' if self.bytes.get(at + 1) == Some(&b'(') => self.enclosed(at, b')').unwrap_or(at + 1),
                b'\n' if self.bytes.get(at + 1) == Some(&b'\n') => {
                    self.give_up();
                    at + 1
                }
                b'$' => self.dollar(at),
                _ => at + 1,
            };
        }
        self.give_up();
    }

    /// The sign that was open is no formula's.
    fn give_up(&mut self) {
        if let Some(at) = self.open.take() {
            self.edits.push((at, Edit::Escape));
        }
    }

    fn dollar(&mut self, at: usize) -> usize {
        if self.bytes.get(at + 1) == Some(&b'$') {
            self.give_up();
            let rest = &self.text[at + 2..];
            if let Some(end) = rest.find("$$")
                && !rest[..end].contains("\n\n")
            {
                return at + 2 + end + 2;
            }
            self.edits.push((at, Edit::Escape));
            self.edits.push((at + 1, Edit::Escape));
            return at + 2;
        }
        match self.open {
            Some(open) if self.is_formula(open, at) => self.open = None,
            _ => {
                self.give_up();
                self.open = Some(at);
            }
        }
        at + 1
    }

    fn is_formula(&self, open: usize, close: usize) -> bool {
        let inside = &self.text[open + 1..close];
        let ends = [inside.bytes().next(), inside.bytes().next_back()];
        ends.iter().all(|end| end.is_some_and(|byte| !byte.is_ascii_whitespace()))
            && !self.bytes.get(close + 1).is_some_and(u8::is_ascii_digit)
            && (!inside.contains(is_cjk) || inside.contains("\\text") || inside.contains("\\mbox"))
    }

    /// The offset after a code span that starts here, or after its backticks if it never ends.
    fn code(&self, at: usize) -> usize {
        let ticks = |from: usize| self.bytes[from..].iter().take_while(|byte| **byte == b'`').count();
        let length = ticks(at);
        let mut scan = at + length;
        let start = scan;
        while scan < self.bytes.len() && !self.bytes[scan..].starts_with(b"\n\n") {
            match ticks(scan) {
                0 => scan += 1,
                found if found == length => return scan + found,
                found => scan += found,
            }
        }
        start
    }

    /// The offset after a tag or an address in angle brackets that begins here. `<LLN，$5，$5，x>` is neither: outside of
    /// quotation marks no tag holds a dollar sign, and an address has no white space.
    fn tag(&mut self, at: usize) -> Option<usize> {
        let first = self.bytes.get(at + 1)?;
        if !first.is_ascii_alphabetic() && !b"/!?".contains(first) {
            return None;
        }
        let end = self.enclosed(at, b'>')?;
        let inside = &self.text[at + 1..end - 1];
        let is_address = inside.contains(':') && !inside.contains(|c: char| c.is_whitespace() || is_cjk(c));
        let is_tag = inside.split(['"', '\'']).step_by(2).all(|part| !part.contains('$'));
        (is_address || is_tag || inside.starts_with('!')).then_some(end)
    }

    /// The offset after `end`, if it stands in the same line.
    fn enclosed(&mut self, at: usize, end: u8) -> Option<usize> {
        let known = &mut self.no_end_before[usize::from(end == b')')];
        if at < *known {
            return None;
        }
        let rest = &self.bytes[at..];
        let stop = rest.iter().position(|byte| *byte == end || *byte == b'\n');
        let stop = stop.unwrap_or(rest.len());
        if rest.get(stop) == Some(&end) {
            return Some(at + stop + 1);
        }
        *known = at + stop;
        None
    }
}
