//! Footnotes: numbered in the order in which readers meet them, and gathered at the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, Span, code, text};
use crate::model::body::{Body, Kind};

/// The footnotes of a text. A label has a provisional number from its first mention.
#[derive(Default)]
pub(super) struct Footnotes {
    numbers: BTreeMap<String, u32>,
    labels: Vec<Label>,
    /// Definitions that came after the first of their label.
    repeated: Vec<usize>,
    /// For each of them its label and place.
    repeats: Vec<(u32, Span)>,
}

#[derive(Default)]
struct Label {
    name: String,
    /// The node and the place of its definition.
    definition: Option<(usize, Span)>,
}

impl Footnotes {
    /// The provisional number of a label. Case does not matter.
    pub(super) fn number_of(&mut self, label: &str) -> u32 {
        let labels = &mut self.labels;
        *self.numbers.entry(label.to_lowercase()).or_insert_with(|| {
            labels.push(Label { name: label.to_owned(), definition: None });
            labels.len() as u32 - 1
        })
    }

    /// Notes that node number `node` is the definition of a label.
    pub(super) fn define(&mut self, label: &str, node: usize, span: Span) {
        let number = self.number_of(label);
        let definition = &mut self.labels[number as usize].definition;
        if definition.is_some() {
            self.repeated.push(node);
            self.repeats.push((number, span));
        } else {
            *definition = Some((node, span));
        }
    }

    fn say(&self, used: &[u32], file: &Arc<SourceText>, diagnostics: &mut Said) {
        for (label, count) in self.labels.iter().zip(used) {
            if let (Some((_, span)), 0) = (&label.definition, count) {
                let message = text!("nothing refers to the footnote `{label}`", label = label.name);
                diagnostics.push(
                    Diagnostic::new(code::M016, message)
                        .at(file, span.clone())
                        .help(text!("write `[^{label}]` where it belongs; it is left out", label = label.name)),
                );
            }
        }
        for (number, span) in &self.repeats {
            let label = &self.labels[*number as usize];
            let first = label.definition.as_ref().map_or(0..0, |(_, span)| span.clone());
            diagnostics.push(
                Diagnostic::new(code::M017, text!("the footnote `{label}` is written twice", label = label.name))
                    .at(file, span.clone())
                    .related(file, first, text!("first here"))
                    .help(text!("give one of them another label, and its reference too")),
            );
        }
    }
}

/// Numbers references and definitions and moves the definitions to the end of the tape.
pub(super) fn settle(body: &mut Body, footnotes: Footnotes, file: &Arc<SourceText>, diagnostics: &mut Said) {
    if footnotes.labels.is_empty() {
        return;
    }
    let references = references_by_place(body, &footnotes);
    let mut order: Vec<usize> = Vec::new();
    let mut number = vec![0_u32; footnotes.labels.len()];
    let mut used = vec![0_u32; footnotes.labels.len()];
    let mut next = 0;
    // First the text, then each footnote that it led to.
    let mut place = 0;
    loop {
        for &node in &references[place] {
            let Kind::FootnoteReference { number: label, .. } = body.nodes()[node].kind else {
                continue;
            };
            let label = label as usize;
            if number[label] == 0 {
                order.push(label);
                number[label] = order.len() as u32;
            }
            used[label] += 1;
            let kind = Kind::FootnoteReference { number: number[label], reference: used[label] };
            body.set_kind(node, kind);
        }
        let Some(&label) = order.get(next) else {
            break;
        };
        place = label + 1;
        next += 1;
    }
    footnotes.say(&used, file, diagnostics);
    let mut moved = Vec::new();
    let mut dropped = footnotes.repeated.clone();
    for (label, definition) in footnotes.labels.iter().enumerate() {
        let Some((node, _)) = definition.definition else {
            continue;
        };
        if number[label] == 0 {
            dropped.push(node);
            continue;
        }
        moved.push((number[label], node));
        let kind = Kind::Footnote { number: number[label], references: used[label] };
        body.set_kind(node, kind);
    }
    moved.sort_unstable();
    let moved: Vec<usize> = moved.into_iter().map(|(_, node)| node).collect();
    body.gather(&moved, &dropped);
}

/// The nodes of references: first those in the text, then for each label those in its definition.
fn references_by_place(body: &Body, footnotes: &Footnotes) -> Vec<Vec<usize>> {
    let mut places = vec![Vec::new(); footnotes.labels.len() + 1];
    let mut place_of = BTreeMap::new();
    for (label, it) in footnotes.labels.iter().enumerate() {
        if let Some((node, _)) = it.definition {
            place_of.insert(node, Some(label + 1));
        }
    }
    for node in &footnotes.repeated {
        place_of.insert(*node, None);
    }
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    for (index, node) in body.nodes().iter().enumerate() {
        while open.last().is_some_and(|(end, _)| *end <= index) {
            open.pop();
        }
        match node.kind {
            Kind::Footnote { .. } => {
                let place = place_of.get(&index).copied().flatten();
                open.push((body.end_of(index), place));
            }
            Kind::FootnoteReference { .. } => {
                if let Some(place) = open.last().map_or(Some(0), |(_, place)| *place) {
                    places[place].push(index);
                }
            }
            _ => {}
        }
    }
    places
}
