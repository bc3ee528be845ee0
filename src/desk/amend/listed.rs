//! Files of nothing but fields, which list things by their names: people, terms. A thing comes at the end, and goes with
//! all of its lines.

use serde_json::Value as Json;

use super::field::Amend;
use super::{Notation, yaml};
use crate::diag::Span;
use crate::parse::front_matter::{Entry, Value};

impl Amend<'_> {
    /// Whether an entry is one of those that a file of nothing but fields lists.
    pub(super) fn is_list_of_all(&self, entry: &Entry<'_>) -> bool {
        self.notation == Notation::Bare && self.column(entry.key_span.start) == 0
    }

    /// Whether a group that takes the place of its value stands on lines of its own, however short it is.
    pub(super) fn is_on_lines(&self, entry: &Entry<'_>) -> bool {
        let is_short = matches!(entry.value.value, Value::Scalar(_)) || self.is_flow(&entry.value);
        self.column(entry.key_span.start) == 0 && !(self.notation == Notation::Bare && is_short)
    }

    /// Puts an entry at the end of a file of nothing but fields, as far from the last one as they stand from each other.
    pub(super) fn append(&mut self, entries: &[Entry<'_>], name: &str, value: &Json) {
        let is_on_lines = entries.last().is_none_or(|last| self.is_on_lines(last));
        let is_apart = match entries {
            [.., before, last] => {
                let between = &self.text[self.line_end(self.entry_end(before))..last.key_span.start];
                between.replace('\r', "").contains("\n\n")
            }
            _ => is_on_lines && value.is_object(),
        };
        let kept = self.text.trim_end().len();
        let gap = if kept == 0 { "" } else { self.end };
        let blank = if is_apart { gap } else { "" };
        let ends = if self.text[kept..].contains('\n') { "" } else { self.end };
        let written = yaml::listed(name, value, self.end, is_on_lines);
        self.put(kept..kept, format!("{gap}{blank}{written}{ends}"));
    }

    /// The lines of an entry that a file of nothing but fields lists: with the remarks inside of it, and the blank lines
    /// that part it from its neighbour.
    pub(super) fn lines_of_listed(&self, entries: &[Entry<'_>], at: usize) -> Span {
        let start = self.line_start(entries[at].key_span.start);
        let most = entries.get(at + 1).map_or(self.text.len(), |next| self.line_start(next.key_span.start));
        let mut end = self.next_line(self.entry_end(&entries[at]));
        while end < most {
            let line = &self.text[end..self.line_end(end)];
            if !line.trim().is_empty() && !line.starts_with([' ', '\t']) {
                break;
            }
            end = self.next_line(end);
        }
        let kept = self.text[..start].trim_end().len();
        // The last one leaves no blank lines at the end.
        let start = if end == self.text.len() && kept > 0 { self.next_line(kept) } else { start };
        start..end
    }
}
