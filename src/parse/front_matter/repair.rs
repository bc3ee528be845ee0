//! Reads a text that YAML refuses: names the fault, puts it right in a copy, and reads again.
//!
//! Every repair keeps the length of the text, so that places in the copy are places in the file. What was put
//! right has no value, so that nothing is said of it twice. The file itself is never changed.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_yaml::granit_parser::ErrorKind as Kind;

use super::line::{self, Line, Separator};
use super::tree::{self, DEPTH_LIMIT, Stop};
use super::{Entry, Node, Scalar, Value};
use crate::diag::{Diagnostic, SourceText, Span};
use crate::parse::fault;

/// How many bytes all readings of one file may have together.
const WORK_LIMIT: usize = 8 * 1024 * 1024;

struct Repair<'s> {
    source: &'s Arc<SourceText>,
    base: usize,
    copy: String,
    /// Bytes of the copy that stand for something else.
    broken: Vec<Span>,
    /// Starts of lines that had tabs, whose depth is not known.
    tabbed: BTreeSet<usize>,
    forgiven: BTreeSet<String>,
    faults: Vec<Diagnostic>,
}

/// Reads on after the first stop. `None` if nothing could be read in the end.
pub(super) fn read(
    source: &Arc<SourceText>,
    yaml: Span,
    first: Stop,
    all: &mut Vec<Diagnostic>,
) -> Option<(Value<'static>, BTreeSet<String>)> {
    let mut repair = Repair {
        source,
        base: yaml.start,
        copy: source.text[yaml].to_owned(),
        broken: Vec::new(),
        tabbed: BTreeSet::new(),
        forgiven: BTreeSet::new(),
        faults: Vec::new(),
    };
    let limit = (WORK_LIMIT / repair.copy.len().max(1)).clamp(4, 100);
    let mut stop = first;
    let mut root = None;
    for _ in 0..limit {
        if !repair.step(&stop) {
            break;
        }
        match tree::build(source, &repair.copy, repair.base) {
            Ok(built) => {
                let sound = |fault: &Diagnostic| {
                    fault
                        .place
                        .as_ref()
                        .is_none_or(|place| !repair.is_broken(&place.span))
                };
                all.extend(built.diagnostics.into_iter().filter(sound));
                repair.forgiven.extend(built.forgiven);
                root = Some(repair.settle(built.root));
                break;
            }
            Err(next) => stop = next,
        }
    }
    all.append(&mut repair.faults);
    root.map(|root| (root, repair.forgiven))
}

impl Repair<'_> {
    /// Names the fault and puts it right. `false` if that is impossible.
    fn step(&mut self, stop: &Stop) -> bool {
        let before = self.copy.clone();
        match stop.error.kind() {
            Kind::RecursionLimitExceeded => {
                let place = self.place(stop.at..stop.at + self.char_at(stop.at));
                self.faults
                    .push(fault::too_deep(self.source, place, DEPTH_LIMIT));
                return false;
            }
            Kind::TabNotAllowed
            | Kind::TabInBlockIndentation
            | Kind::TabInIndentation
            | Kind::TabInPlainScalar
            | Kind::TabAtBlockScalarStart
            | Kind::ExpectedDocumentStart
                if self.tabs() => {}
            Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => self.name(stop.at),
            Kind::MappingValueNotAllowed => self.colon(stop),
            Kind::ExpectedBlockMappingKey
            | Kind::ExpectedBlockSequenceEntry
            | Kind::ExpectedDocumentStart => self.block(stop),
            Kind::InvalidBlockScalarIndent | Kind::InvalidIndentation => self.indentation(stop.at),
            Kind::ExpectedFlowMappingSeparator
            | Kind::ExpectedFlowSequenceSeparator
            | Kind::InvalidColonPlacement
            | Kind::UnclosedFlowCollection { .. }
            | Kind::MismatchedFlowCollectionEnd { .. }
            | Kind::MisplacedFlowCollectionEnd
            | Kind::UnexpectedEofFlowMapping
            | Kind::UnexpectedEofFlowSequence
            | Kind::UnexpectedEofImplicitFlowMapping => self.bracket(stop),
            Kind::UnclosedQuotedScalar
            | Kind::InvalidTrailingDoubleQuotedScalar
            | Kind::InvalidTrailingSingleQuotedScalar
            | Kind::DocumentIndicatorInQuotedScalar
            | Kind::InvalidQuotedScalarIndent
            | Kind::UnknownQuotedScalarEscape
            | Kind::InvalidQuotedScalarHexEscape
            | Kind::InvalidUnicodeEscape
            | Kind::InvalidLowSurrogate
            | Kind::InvalidLowSurrogateHexEscape
            | Kind::MissingLowSurrogate
            | Kind::UnpairedLowSurrogate => self.quotation(stop),
            Kind::UnexpectedCharacter { character } if character.is_control() => {
                self.control_character(stop.at)
            }
            _ => self.special(stop),
        }
        self.copy != before
    }

    fn char_at(&self, at: usize) -> usize {
        self.copy[at..].chars().next().map_or(0, char::len_utf8)
    }

    fn place(&self, span: Span) -> Span {
        span.start + self.base..span.end + self.base
    }

    fn is_broken(&self, place: &Span) -> bool {
        self.broken.iter().any(|broken| {
            broken.start + self.base < place.end && place.start < broken.end + self.base
        })
    }

    /// Puts a stand-in for a value.
    fn blank(&mut self, span: Span) {
        self.copy
            .replace_range(span.clone(), &"x".repeat(span.len()));
        self.broken.push(span);
    }

    /// Takes a line out, and remembers the name that stood in it.
    fn remove(&mut self, line: &Line) {
        self.forgiven
            .insert(self.copy[line.name.clone()].to_owned());
        self.copy
            .replace_range(line.content.clone(), &"#".repeat(line.content.len()));
    }

    /// Indentation by tabs, in every line that has it.
    fn tabs(&mut self) -> bool {
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
        self.faults.push(fault::indentation_characters(
            self.source,
            self.place(first),
            tabs.len(),
        ));
        for span in tabs {
            self.tabbed.insert(span.start);
            let spaces = " ".repeat(span.len());
            self.copy.replace_range(span, &spaces);
        }
        true
    }

    /// A line that should be `name: value` and is not.
    fn name(&mut self, at: usize) {
        let line = line::at(&self.copy, at);
        if line.content.is_empty() {
            return;
        }
        let name = self.copy[line.name.clone()].to_owned();
        let place = match line.separator {
            Separator::FullWidth | Separator::Touching => line.colon.clone(),
            Separator::Absent | Separator::Sound => line.content.clone(),
        };
        let place = self.place(place);
        match line.separator {
            Separator::FullWidth => {
                self.faults
                    .push(fault::full_width_colon(self.source, place, &name));
                self.copy.replace_range(line.colon, ":  ");
            }
            Separator::Touching => {
                let value = self.copy[line.value.clone()].to_owned();
                self.faults
                    .push(fault::touching_colon(self.source, place, &name, &value));
                self.remove(&line);
            }
            Separator::Absent | Separator::Sound => {
                self.faults.push(fault::not_a_field(self.source, place));
                self.remove(&line);
            }
        }
    }

    /// A second colon: in a value, or in a line that was taken for the end of the one above.
    fn colon(&mut self, stop: &Stop) {
        let here = line::at(&self.copy, stop.at);
        if stop
            .bracket
            .is_some_and(|bracket| bracket >= here.span.start)
        {
            let item = line::flow_item(&self.copy, stop.last.start.max(here.span.start));
            return self.value_with_colon(item);
        }
        if stop.last.start < here.span.start {
            let above = line::at(&self.copy, stop.last.start);
            let starts_line =
                above.name.start == stop.last.start || above.separator == Separator::Absent;
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

    fn value_with_colon(&mut self, value: Span) {
        let written = self.copy[value.clone()].to_owned();
        self.faults.push(fault::colon_in_value(
            self.source,
            self.place(value.clone()),
            &written,
        ));
        self.blank(value);
    }

    /// Something stands where a field or an item should begin.
    fn block(&mut self, stop: &Stop) {
        let line = line::at(&self.copy, stop.at);
        if stop.at <= line.content.start {
            self.indentation(stop.at)
        } else {
            self.special(stop)
        }
    }

    fn indentation(&mut self, at: usize) {
        let line = line::at(&self.copy, at);
        if line.content.is_empty() {
            return;
        }
        if !self.tabbed.contains(&line.span.start) {
            let named = if line.name.is_empty() {
                line.content.clone()
            } else {
                line.name.clone()
            };
            let columns = line.content.start - line.span.start;
            self.faults
                .push(fault::indentation(self.source, self.place(named), columns));
        }
        self.remove(&line);
    }

    /// A bracketed list that does not end, or whose items are not told apart.
    fn bracket(&mut self, stop: &Stop) {
        let open = match stop.error.kind() {
            Kind::UnclosedFlowCollection { .. } | Kind::MismatchedFlowCollectionEnd { .. } => {
                stop.at
            }
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
        let at = if same_line { stop.at } else { open };
        self.faults.push(fault::bracket(
            self.source,
            self.place(at..at + self.char_at(at)),
            trouble,
        ));
        // What a list without an end swallowed is read again, each line for itself.
        self.blank(open..line.span.end.max(open));
    }

    fn quotation(&mut self, stop: &Stop) {
        let from = stop.after.min(stop.at);
        let start = self.copy[from..]
            .find(['"', '\''])
            .map_or(stop.at, |at| from + at);
        let line = line::at(&self.copy, start);
        let place = self.place(start..line.span.end);
        let written = self.copy[start..line.span.end].to_owned();
        let trouble = match stop.error.kind() {
            Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => {
                fault::Quotation::NotClosed
            }
            Kind::InvalidTrailingDoubleQuotedScalar | Kind::InvalidTrailingSingleQuotedScalar => {
                if line.span.contains(&stop.at) {
                    fault::Quotation::GoesOn
                } else {
                    fault::Quotation::NotClosed
                }
            }
            Kind::InvalidQuotedScalarIndent => fault::Quotation::NotClosed,
            _ => fault::Quotation::Escape,
        };
        self.faults
            .push(fault::quotation(self.source, place, trouble, &written));
        self.blank(start..line.span.end);
    }

    fn control_character(&mut self, at: usize) {
        let width = self.char_at(at);
        let place = self.place(at..at + width);
        self.faults.push(fault::control_character(
            self.source,
            place,
            self.copy[at..].chars().next().unwrap_or(' '),
        ));
        self.copy.replace_range(at..at + width, &"_".repeat(width));
    }

    /// A value that begins with a character which means something to YAML; whatever else, in the reader's words.
    fn special(&mut self, stop: &Stop) {
        let line = line::at(&self.copy, stop.at);
        let in_list = stop
            .bracket
            .is_some_and(|bracket| bracket >= line.span.start);
        let value = if in_list {
            line::flow_item(&self.copy, stop.at)
        } else {
            line.value.clone()
        };
        let written = self.copy[value.clone()].to_owned();
        if written.starts_with(fault::SPECIAL)
            || written.starts_with("- ")
            || written.starts_with("? ")
        {
            self.faults.push(fault::special_start(
                self.source,
                self.place(value.clone()),
                &written,
            ));
            return self.blank(value);
        }
        let rest = stop.at.min(line.span.end)..line.span.end;
        let shown = if rest.is_empty() {
            line.content.clone()
        } else {
            rest
        };
        let place = self.place(shown);
        self.faults.push(fault::not_yaml(
            self.source,
            place,
            &stop.error.kind().to_string(),
        ));
        if value.contains(&stop.at) {
            self.blank(value)
        } else {
            self.remove(&line)
        }
    }

    /// The tree without what was put right, and without ties to the copy.
    fn settle(&self, value: Value<'_>) -> Value<'static> {
        match value {
            Value::Null => Value::Null,
            Value::Broken => Value::Broken,
            Value::Scalar(scalar) => Value::Scalar(Scalar {
                text: Cow::Owned(scalar.text.into_owned()),
                style: scalar.style,
                indent: scalar.indent,
            }),
            Value::Sequence(items) => Value::Sequence(
                items
                    .into_iter()
                    .map(|node| self.settle_node(node))
                    .collect(),
            ),
            Value::Mapping(entries) => Value::Mapping(
                entries
                    .into_iter()
                    .map(|entry| Entry {
                        key: Cow::Owned(entry.key.into_owned()),
                        key_span: entry.key_span,
                        value: self.settle_node(entry.value),
                    })
                    .collect(),
            ),
        }
    }

    fn settle_node(&self, node: Node<'_>) -> Node<'static> {
        let value = match node.value {
            Value::Scalar(_) if self.is_broken(&node.span) => Value::Broken,
            value => self.settle(value),
        };
        Node {
            value,
            span: node.span,
        }
    }
}
