//! Faults of whole lines: indentation, names, colons.
//!
//! Never says anything of a line that was put right already.

use super::Repair;
use crate::diag::{Edit, Span};
use crate::parse::fault;
use crate::parse::front_matter::line::{self, Line, Separator};
use crate::parse::front_matter::tree::Stop;

impl Repair<'_> {
    /// Indentation by tabs, in every line that has it.
    pub(super) fn tabs(&mut self) -> bool {
        let mut first = None;
        let mut start = 0;
        let mut tabs = Vec::new();
        for line in self.copy.split_inclusive('\n') {
            let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(at) = line[..blank].find('\t').filter(|_| !line.trim().is_empty()) {
                first.get_or_insert(start + at..start + blank);
                tabs.push(start..start + blank);
            }
            start += line.len();
        }
        let Some(first) = first else { return false };
        self.faults.push(fault::indentation_characters(self.source, self.place(first), tabs.len()));
        for span in tabs {
            self.tabbed.insert(span.start);
            let spaces = " ".repeat(span.len());
            self.replace(span, &spaces);
        }
        true
    }

    /// A line that should be `name: value` and is not.
    pub(super) fn name(&mut self, at: usize) {
        let line = line::at(&self.copy, at);
        if line.content.is_empty() {
            return;
        }
        let name = self.written(&line.name);
        let place = match line.separator {
            Separator::FullWidth | Separator::Touching => line.colon.clone(),
            Separator::Absent | Separator::Sound => line.content.clone(),
        };
        let place = self.place(place);
        match line.separator {
            Separator::FullWidth => {
                self.faults.push(fault::full_width_colon(self.source, place, name));
                self.replace(line.colon, ":  ");
            }
            Separator::Touching => {
                let value = self.written(&line.value);
                self.faults.push(fault::touching_colon(self.source, place, name, value));
                self.remove(&line);
            }
            Separator::Absent | Separator::Sound => {
                self.faults.push(fault::not_a_field(self.source, place));
                self.remove(&line);
            }
        }
    }

    /// A second colon: in a value, or in a line that was taken for the end of the one above.
    pub(super) fn colon(&mut self, stop: &Stop) {
        let here = line::at(&self.copy, stop.at);
        if stop.bracket.is_some_and(|bracket| bracket >= here.span.start) {
            let item = line::flow_item(&self.copy, stop.last.start.max(here.span.start));
            return self.value_with_colon(item);
        }
        if stop.last.start < here.span.start {
            let above = line::at(&self.copy, stop.last.start);
            let starts_line = above.name.start == stop.last.start || above.separator == Separator::Absent;
            if starts_line && above.separator != Separator::Sound {
                return self.name(stop.last.start);
            }
            return self.indentation(stop.at);
        }
        if here.separator == Separator::Sound && here.colon.start < stop.at {
            return self.value_with_colon(here.value);
        }
        self.name(stop.at);
    }

    pub(super) fn value_with_colon(&mut self, value: Span) {
        let written = self.written(&value);
        let found = fault::colon_in_value(self.source, self.place(value.clone()), written);
        self.faults.push(found.fix(self.quoted(&value)));
        self.blank(value);
    }

    /// Quotation marks around a value that is all that its field has, which is certain to be read as it was written.
    pub(super) fn quoted(&self, value: &Span) -> Option<Edit> {
        let line = line::at(&self.copy, value.start);
        let next = line::at(&self.copy, self.line_after(value.start).min(self.copy.len()));
        let depth = |line: &Line| line.content.start - line.span.start;
        let goes_on = next.span.start > value.start && !next.content.is_empty() && depth(&next) > depth(&line);
        let is_whole = *value == line.value && line.separator == Separator::Sound && !goes_on;
        let written = self.written(value);
        let is_open = written.starts_with(['"', '\'', '[', '{', '|', '>', '#']);
        (is_whole && !is_open).then(|| Edit::new(self.place(value.clone()), in_quotes(written)))
    }

    /// Something stands where a field or an item should begin.
    pub(super) fn block(&mut self, stop: &Stop) {
        let line = line::at(&self.copy, stop.at);
        if stop.at <= line.content.start { self.indentation(stop.at) } else { self.special(stop) }
    }

    pub(super) fn indentation(&mut self, at: usize) {
        let line = line::at(&self.copy, at);
        if line.content.is_empty() {
            return;
        }
        if !self.tabbed.contains(&line.span.start) {
            let named = if line.name.is_empty() { line.content.clone() } else { line.name.clone() };
            let columns = line.content.start - line.span.start;
            self.faults.push(fault::indentation(self.source, self.place(named), columns));
        }
        self.remove(&line);
        if line.value.is_empty() {
            self.remove_children(&line);
        }
    }

    /// Takes out the lines below a line that are indented further: they belong to it.
    pub(super) fn remove_children(&mut self, parent: &Line) {
        let depth = parent.content.start - parent.span.start;
        let mut next = self.line_after(parent.content.start);
        while next < self.copy.len() {
            let line = line::at(&self.copy, next);
            let is_blank = line.content.is_empty();
            if !is_blank && line.content.start - line.span.start <= depth {
                break;
            }
            self.remove(&line);
            next = self.line_after(next);
        }
    }

    pub(super) fn line_after(&self, at: usize) -> usize {
        self.copy[at..].find('\n').map_or(self.copy.len(), |end| at + end + 1)
    }
}

/// A text as a quoted value of YAML.
fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}
