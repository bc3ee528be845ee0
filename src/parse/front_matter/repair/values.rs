//! Faults of values: brackets, quotation marks, characters that mean something to YAML.
//!
//! Never guesses what a value was meant to be: a stand-in takes its place.

use serde_yaml::granit_parser::ErrorKind as Kind;

use super::Repair;
use crate::parse::fault;
use crate::parse::front_matter::line;
use crate::parse::front_matter::tree::Stop;
use crate::text::unseen::is_noncharacter;

/// Whether YAML has no such character (YAML 1.2.2, 5.1).
pub(super) fn is_refused(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}') || is_noncharacter(c)
}

impl Repair<'_> {
    /// A bracketed list that does not end, or whose items are not told apart.
    pub(super) fn bracket(&mut self, stop: &Stop) {
        let open = match stop.error.kind() {
            Kind::UnclosedFlowCollection { .. } | Kind::MismatchedFlowCollectionEnd { .. } => stop.at,
            _ => stop.bracket.unwrap_or(stop.at),
        };
        let line = line::at(&self.copy, open);
        let same_line = line.span.contains(&stop.at) && open != stop.at;
        if same_line && self.copy[stop.at..].starts_with(':') {
            let item = line::flow_item(&self.copy, stop.last.start.max(open));
            return self.value_with_colon(item);
        }
        let trouble = match stop.error.kind() {
            Kind::MismatchedFlowCollectionEnd { close, .. } => fault::Bracket::ClosedBy(*close),
            Kind::MisplacedFlowCollectionEnd => fault::Bracket::NotOpened,
            _ if same_line => fault::Bracket::NoComma,
            _ => fault::Bracket::NotClosed,
        };
        if trouble == fault::Bracket::NotOpened {
            let place = self.place(stop.at..stop.at + 1);
            self.faults.push(fault::bracket(self.source, place, trouble));
            return self.replace(stop.at..stop.at + 1, " ");
        }
        let at = if same_line { stop.at } else { open };
        self.faults.push(fault::bracket(self.source, self.place(at..at + self.char_at(at)), trouble));
        // What a list without an end swallowed is read again, each line for itself.
        self.blank(open..line.span.end.max(open));
    }

    pub(super) fn quotation(&mut self, stop: &Stop) {
        let from = stop.after.min(stop.at);
        let start = self.copy[from..].find(['"', '\'']).map_or(stop.at, |at| from + at);
        let line = line::at(&self.copy, start);
        let list = stop.bracket.filter(|open| *open >= line.span.start);
        if let Some(open) = list.filter(|_| self.copy[stop.at..].starts_with(['"', '\''])) {
            let place = self.place(stop.at..stop.at + 1);
            let found = fault::bracket(self.source, place, fault::Bracket::NoComma);
            self.faults.push(found);
            return self.blank(open..line.span.end);
        }
        let value = match list {
            Some(_) if line.span.contains(&stop.at) => start..line::flow_item(&self.copy, stop.at).end,
            _ => start..line.span.end,
        };
        let trouble = match stop.error.kind() {
            Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => fault::Quotation::NotClosed,
            Kind::InvalidTrailingDoubleQuotedScalar | Kind::InvalidTrailingSingleQuotedScalar => {
                if line.span.contains(&stop.at) { fault::Quotation::GoesOn } else { fault::Quotation::NotClosed }
            }
            Kind::InvalidQuotedScalarIndent => fault::Quotation::NotClosed,
            _ => fault::Quotation::Escape,
        };
        let place = self.place(value.clone());
        let found = fault::quotation(self.source, place, trouble, self.written(&value));
        self.faults.push(found);
        self.blank(value);
    }

    /// Characters that no text has, for which the reader stops. They were all named when the file was looked at.
    pub(super) fn refused_characters(&mut self) {
        let all: Vec<(usize, char)> = self.copy.char_indices().filter(|(_, c)| is_refused(*c)).collect();
        all.into_iter().for_each(|(at, c)| self.blank(at..at + c.len_utf8()));
    }

    /// A value that begins with a character which means something to YAML; whatever else, in the reader's words.
    pub(super) fn special(&mut self, stop: &Stop) {
        let line = line::at(&self.copy, stop.at);
        let in_list = stop.bracket.is_some_and(|bracket| bracket >= line.span.start);
        let value = if in_list { line::flow_item(&self.copy, stop.at) } else { line.value.clone() };
        let written = self.written(&value);
        if written.starts_with(fault::SPECIAL) || written.starts_with("- ") || written.starts_with("? ") {
            let found = fault::special_start(self.source, self.place(value.clone()), written);
            self.faults.push(found.fix(self.quoted(&value)));
            return self.blank(value);
        }
        let rest = stop.at.min(line.span.end)..line.span.end;
        let shown = if rest.is_empty() { line.content.clone() } else { rest };
        let place = self.place(shown);
        self.faults.push(fault::not_yaml(self.source, place, &stop.error.kind().to_string()));
        if value.contains(&stop.at) { self.blank(value) } else { self.remove(&line) }
    }
}
