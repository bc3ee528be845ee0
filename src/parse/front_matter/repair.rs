//! Reads a text that YAML refuses: names the fault, puts it right in a copy, and reads again.
//!
//! Every repair keeps the length of the text, so that places in the copy are places in the file. What was put
//! right has no value, so that nothing is said of it twice. The file itself is never changed.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_yaml::granit_parser::ErrorKind as Kind;

use super::line::Line;
use super::tree::{self, DEPTH_LIMIT, Stop};
use super::{Entry, Node, Scalar, Value, whole_characters};
use crate::diag::{Diagnostic, Said, SourceText, Span};
use crate::parse::fault;

/// How many bytes all readings of one file may have together.
const WORK_LIMIT: usize = 8 * 1024 * 1024;

mod lines;
mod values;

use values::is_refused;

struct Repair<'s> {
    source: &'s Arc<SourceText>,
    base: usize,
    copy: String,
    /// Bytes of the copy that are not those of the file.
    broken: Vec<Span>,
    /// Starts of lines that had tabs, whose depth is not known.
    tabbed: BTreeSet<usize>,
    forgiven: BTreeSet<String>,
    faults: Said,
}

/// Reads on after the first stop. `None` if nothing could be read in the end.
pub(super) fn read(
    source: &Arc<SourceText>,
    yaml: Span,
    first: Box<Stop>,
    all: &mut Said,
) -> Option<(Value<'static>, BTreeSet<String>)> {
    let mut repair = Repair {
        source,
        base: yaml.start,
        copy: source.text[yaml].to_owned(),
        broken: Vec::new(),
        tabbed: BTreeSet::new(),
        forgiven: BTreeSet::new(),
        faults: Said::default(),
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
                let sound =
                    |fault: &Diagnostic| fault.place.as_ref().is_none_or(|place| !repair.is_broken(&place.span));
                all.extend(built.diagnostics.into_iter().filter(sound));
                repair.forgiven.extend(built.forgiven);
                root = Some(repair.settle(built.root));
                break;
            }
            Err(next) => stop = next,
        }
    }
    if root.is_none() && repair.faults.is_empty() {
        // No repair was found, and so no words for it either.
        let place = repair.place(stop.at..stop.at + 1);
        repair.faults.push(fault::not_yaml(source, place, &stop.error.kind().to_string()));
    }
    all.extend(repair.faults);
    root.map(|root| (root, repair.forgiven))
}

impl<'s> Repair<'s> {
    /// Names the fault and puts it right. `false` if that is impossible.
    fn step(&mut self, stop: &Stop) -> bool {
        let before = self.copy.clone();
        match stop.error.kind() {
            Kind::RecursionLimitExceeded => {
                let place = self.place(stop.at..stop.at + self.char_at(stop.at));
                self.faults.push(fault::too_deep(self.source, place, DEPTH_LIMIT));
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
            Kind::ExpectedBlockMappingKey | Kind::ExpectedBlockSequenceEntry | Kind::ExpectedDocumentStart => {
                self.block(stop)
            }
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
            Kind::UnexpectedCharacter { character } if is_refused(*character) => self.refused_characters(),
            _ => self.special(stop),
        }
        self.copy != before
    }

    fn char_at(&self, at: usize) -> usize {
        self.copy[at..].chars().next().map_or(0, char::len_utf8)
    }

    fn place(&self, span: Span) -> Span {
        whole_characters(&self.source.text, span.start + self.base..span.end + self.base)
    }

    /// What stands there in the file, whatever stands there in the copy.
    fn written(&self, span: &Span) -> &'s str {
        &self.source.text[self.place(span.clone())]
    }

    fn is_broken(&self, place: &Span) -> bool {
        self.broken.iter().any(|broken| broken.start + self.base < place.end && place.start < broken.end + self.base)
    }

    /// Writes something as long into the copy. A value that it is part of is not what the file says.
    fn replace(&mut self, span: Span, with: &str) {
        debug_assert_eq!(span.len(), with.len(), "places in the copy would no longer be places in the file");
        self.copy.replace_range(span.clone(), with);
        self.broken.push(span);
    }

    /// Puts a stand-in for a value.
    fn blank(&mut self, span: Span) {
        let stand_in = "x".repeat(span.len());
        self.replace(span, &stand_in);
    }

    /// Takes a line out, and remembers the name that stood in it.
    fn remove(&mut self, line: &Line) {
        self.forgiven.insert(self.copy[line.name.clone()].to_owned());
        self.replace(line.content.clone(), &"#".repeat(line.content.len()));
    }

    /// The tree without what was put right, and without ties to the copy.
    fn settle(&self, value: Value<'_>) -> Value<'static> {
        match value {
            Value::Null => Value::Null,
            Value::Broken => Value::Broken,
            Value::Integer(number) => Value::Integer(number),
            Value::Truth(truth) => Value::Truth(truth),
            Value::Other(what) => Value::Other(what),
            Value::Scalar(scalar) => Value::Scalar(Scalar {
                text: Cow::Owned(scalar.text.into_owned()),
                style: scalar.style,
                indent: scalar.indent,
            }),
            Value::Sequence(items) => Value::Sequence(items.into_iter().map(|node| self.settle_node(node)).collect()),
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
        Node { value, span: node.span }
    }
}
