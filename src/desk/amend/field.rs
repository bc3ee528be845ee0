//! The pieces of front matter that are replaced, put in and taken out where a field is to say something else.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::{Notation, Shape, plain, said, yaml};
use crate::diag::Span;
use crate::parse::front_matter::{Entry, Node, Value};

/// How a field is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Only what differs in it.
    InPlace,
    /// All that stands behind its name, if nothing else stands there.
    Whole,
}

/// The lines of a field, its name included.
pub(super) fn lines_of(text: &str, root: &Node<'_>, name: &str) -> Option<Span> {
    let entry = root.entries()?.iter().find(|it| it.key == name)?;
    let amend = Amend { text, notation: Notation::Front, end: "\n", edits: Vec::new() };
    Some(entry.key_span.start..amend.line_end(amend.entry_end(entry)))
}

/// The text with another value of a field; `None` where this way does not lead there. Whether the value came out right is
/// for others to see.
pub(super) fn amended(
    text: &str,
    notation: Notation,
    name: &str,
    value: &Json,
    shape: Shape<'_>,
    way: Way,
) -> Option<String> {
    notation.read(text, |root, _| {
        let mut amend = Amend { text, notation, end: super::ends(text), edits: Vec::new() };
        let entries = root.entries().unwrap_or_default();
        let known = entries.iter().find(|it| it.key == name);
        match known {
            Some(entry) if way == Way::Whole && !value.is_null() => {
                amend.whole(Slot::of(&amend, entry), &entry.value, value)?;
            }
            _ if entries.is_empty() && notation == Notation::Bare => amend.append(entries, name, value),
            _ if entries.is_empty() => {
                let at = amend.line_end(root.span.end);
                amend.put(at..at, format!("{}{}", amend.end, yaml::field(name, value, 0, amend.end)));
            }
            _ => {
                let Json::Object(mut new) = said(root) else { return None };
                match value {
                    Json::Null => new.shift_remove(name),
                    value => new.insert(name.to_owned(), value.clone()),
                };
                amend.group(entries, &new, shape)?;
            }
        }
        Some(amend.made())
    })?
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// Behind the colon or the dash; nought in a list or group on one line.
    start: usize,
    /// The column of the name or the dash.
    column: usize,
    is_top: bool,
}

impl Slot {
    fn of(amend: &Amend<'_>, entry: &Entry<'_>) -> Self {
        let colon = amend.text[entry.key_span.end..].find(':').map_or(0, |at| at + 1);
        let column = amend.column(entry.key_span.start);
        Self { start: entry.key_span.end + colon, column, is_top: amend.is_on_lines(entry) }
    }
}

/// A text while it is changed.
pub(super) struct Amend<'t> {
    pub(super) text: &'t str,
    pub(super) notation: Notation,
    /// What its lines end with.
    pub(super) end: &'static str,
    edits: Vec<(Span, String)>,
}

impl Amend<'_> {
    pub(super) fn put(&mut self, span: Span, text: String) {
        self.edits.push((span, text));
    }

    /// The text with all edits.
    fn made(mut self) -> String {
        self.edits.sort_by_key(|(span, _)| span.start);
        let mut out = String::with_capacity(self.text.len() + 256);
        let mut done = 0;
        for (span, text) in self.edits {
            out.push_str(self.text.get(done..span.start).unwrap_or_default());
            out.push_str(&text);
            done = span.end.max(done);
        }
        out.push_str(&self.text[done..]);
        out
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// The end of the line that holds `at`, before what ends it.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let line = rest.split('\n').next().unwrap_or(rest);
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    pub(super) fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    pub(super) fn is_flow(&self, node: &Node<'_>) -> bool {
        matches!(node.value, Value::Sequence(_) | Value::Mapping(_))
            && self.text[node.span.start..].starts_with(['[', '{'])
    }

    pub(super) fn entry_end(&self, entry: &Entry<'_>) -> usize {
        entry.key_span.end.max(self.node_end(&entry.value))
    }

    fn node_end(&self, node: &Node<'_>) -> usize {
        match &node.value {
            _ if self.is_flow(node) => node.span.end,
            Value::Sequence(items) => items.last().map_or(node.span.end, |it| self.node_end(it)),
            Value::Mapping(entries) => entries.last().map_or(node.span.end, |it| self.entry_end(it)),
            _ => node.span.end,
        }
    }

    /// Makes a value say something else.
    fn value(&mut self, slot: Slot, node: &Node<'_>, new: &Json, shape: Shape<'_>) -> Option<()> {
        if plain(&said(node)) == *new {
            return Some(());
        }
        let is_flow = self.is_flow(node);
        match (&node.value, new) {
            (Value::Scalar(scalar), Json::String(text)) => {
                let is_line = !self.text[node.span.clone()].contains('\n') && self.is_beside(slot, node);
                if is_line && !text.contains('\n') {
                    self.put(node.span.clone(), yaml::like(text, scalar.style, slot.start == 0));
                    return Some(());
                }
                self.whole(slot, node, new)
            }
            (Value::Mapping(entries), Json::Object(fields)) if !fields.is_empty() => match is_flow {
                true => self.flow(node, new, |amend| {
                    let same = entries.len() == fields.len() && entries.iter().all(|it| fields.contains_key(&*it.key));
                    let inner = |amend: &mut Self, it: &Entry<'_>| {
                        amend.value(Slot { start: 0, column: 0, is_top: false }, &it.value, &fields[&*it.key], shape)
                    };
                    same.then(|| entries.iter().try_for_each(|it| inner(amend, it))).flatten()
                }),
                false => self.group(entries, fields, shape),
            },
            (Value::Sequence(items), Json::Array(values)) if !values.is_empty() => match is_flow {
                true => self.flow(node, new, |amend| {
                    let inner = |amend: &mut Self, (it, value): (&Node<'_>, &Json)| {
                        amend.value(Slot { start: 0, column: 0, is_top: false }, it, value, shape.item())
                    };
                    let same = items.len() == values.len();
                    same.then(|| items.iter().zip(values).try_for_each(|pair| inner(amend, pair))).flatten()
                }),
                false => self.list(items, values, shape),
            },
            _ if slot.start == 0 => None,
            _ => self.whole(slot, node, new),
        }
    }

    /// Whether a scalar stands on the line of its name or dash, as itself: no block.
    fn is_beside(&self, slot: Slot, node: &Node<'_>) -> bool {
        slot.start == 0
            || self.text.get(slot.start..node.span.start).is_some_and(|it| it.trim_matches([' ', '\t']).is_empty())
    }

    /// A list or group on one line: its values where they stand, or all of it anew.
    fn flow(&mut self, node: &Node<'_>, new: &Json, inner: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        let before = self.edits.len();
        if inner(self).is_some() {
            return Some(());
        }
        self.edits.truncate(before);
        if self.text[node.span.clone()].contains('#') {
            return None;
        }
        self.put(node.span.clone(), yaml::flow(new)?);
        Some(())
    }

    /// All that stands behind a name or a dash, if no comment is in it.
    fn whole(&mut self, slot: Slot, node: &Node<'_>, new: &Json) -> Option<()> {
        let span = slot.start..self.node_end(node).max(slot.start);
        let header = self.text[span.clone()].lines().next().unwrap_or_default();
        let is_comment = |line: &str| line.trim_start().starts_with('#') || line.contains(" #");
        let is_lost = match node.value {
            Value::Null => false,
            Value::Scalar(_) => is_comment(header) && !self.is_beside(slot, node),
            _ => self.text[span.clone()].lines().any(is_comment),
        };
        if is_lost {
            return None;
        }
        let span = if matches!(node.value, Value::Null) { self.nothing(slot, node)? } else { span };
        self.put(span, yaml::behind(new, slot.column, self.end, slot.is_top));
        Some(())
    }

    /// Where a value goes that is not there: `~` goes with it, a comment stays.
    fn nothing(&self, slot: Slot, node: &Node<'_>) -> Option<Span> {
        let line = &self.text[slot.start..self.line_end(slot.start)];
        let rest = line.trim_start();
        if rest.is_empty() {
            return Some(slot.start..slot.start + line.len());
        }
        if rest.starts_with('#') {
            return Some(slot.start..slot.start);
        }
        Some(slot.start..node.span.end).filter(|it| it.start <= it.end && node.span.start >= slot.start)
    }

    /// A group of fields, one a line.
    fn group(&mut self, entries: &[Entry<'_>], new: &Map<String, Json>, shape: Shape<'_>) -> Option<()> {
        let renamed = renamed(entries, new);
        let mut kept: Vec<&Entry<'_>> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let name = renamed.as_ref().filter(|(entry, _)| *entry == at).map(|(_, name)| name.as_str());
            if let Some(name) = name {
                self.put(
                    entry.key_span.clone(),
                    yaml::field(name, &Json::Null, 0, "").trim_end_matches(':').to_owned(),
                );
            }
            let value = new.get(name.unwrap_or(&entry.key)).filter(|value| !value.is_null());
            match value {
                Some(value) => self.value(Slot::of(self, entry), &entry.value, value, shape.field(&entry.key))?,
                None if matches!(entry.value.value, Value::Null) => {}
                None => {
                    self.take_out(entries, at)?;
                    continue;
                }
            }
            kept.push(entry);
        }
        let first = entries.first()?;
        let is_known = |name: &str| {
            entries.iter().any(|it| it.key == name) || renamed.as_ref().is_some_and(|(_, other)| other == name)
        };
        let added = new.iter().filter(|(name, value)| !value.is_null() && !is_known(name));
        let mut added: Vec<(&String, &Json)> = added.collect();
        added.sort_by_key(|(name, _)| shape.rank(name));
        let column = self.column(first.key_span.start);
        if self.is_list_of_all(first) {
            added.into_iter().for_each(|(name, value)| self.append(entries, name, value));
            return Some(());
        }
        for (name, value) in added {
            let rank = shape.rank(name);
            let field = yaml::field(name, value, column, self.end);
            match kept.iter().rfind(|it| shape.rank(&it.key) <= rank) {
                Some(before) => {
                    let at = self.line_end(self.entry_end(before));
                    self.put(at..at, format!("{}{}{field}", self.end, yaml::spaces(column)));
                }
                None => {
                    let at = kept.first().filter(|it| it.key == first.key)?.key_span.start;
                    self.put(at..at, format!("{field}{}{}", self.end, yaml::spaces(column)));
                }
            }
        }
        Some(())
    }

    /// Takes a field out of a group, with its lines.
    fn take_out(&mut self, entries: &[Entry<'_>], at: usize) -> Option<()> {
        let entry = &entries[at];
        if self.is_list_of_all(entry) {
            self.put(self.lines_of_listed(entries, at), String::new());
            return Some(());
        }
        let start = self.line_start(entry.key_span.start);
        if self.text[start..entry.key_span.start].trim().is_empty() {
            self.put(start..self.next_line(self.entry_end(entry)), String::new());
            return Some(());
        }
        // The first of an item stands behind its dash: what follows takes its place.
        let next = entries.get(at + 1)?.key_span.start;
        let between = self.line_end(self.entry_end(entry))..next;
        let is_bare = self.text[between].trim().is_empty();
        is_bare.then(|| self.put(entry.key_span.start..next, String::new()))
    }

    /// A list, one item a line or more.
    fn list(&mut self, items: &[Node<'_>], new: &[Json], shape: Shape<'_>) -> Option<()> {
        let old: Vec<Json> = items.iter().map(|it| plain(&said(it))).collect();
        let most = old.len().min(new.len());
        let ahead = (0..most).take_while(|at| old[*at] == new[*at]).count();
        let behind = (1..=most - ahead).take_while(|at| old[old.len() - at] == new[new.len() - at]).count();
        let (old_end, new_end) = (old.len() - behind, new.len() - behind);
        let both = (old_end - ahead).min(new_end - ahead);
        for at in ahead..ahead + both {
            let dash = self.dash(&items[at])?;
            let slot = Slot { start: dash + 1, column: self.column(dash), is_top: false };
            self.value(slot, &items[at], &new[at], shape.item())?;
        }
        for item in &items[ahead + both..old_end] {
            let start = self.line_start(self.dash(item)?);
            self.put(start..self.next_line(self.node_end(item)), String::new());
        }
        let first = self.dash(items.first()?)?;
        let column = self.column(first);
        for value in &new[ahead + both..new_end] {
            let item = yaml::item(value, column, self.end);
            match (ahead + both).checked_sub(1) {
                Some(before) => {
                    let at = self.line_end(self.node_end(&items[before]));
                    self.put(at..at, format!("{}{}{item}", self.end, yaml::spaces(column)));
                }
                None => self.put(first..first, format!("{item}{}{}", self.end, yaml::spaces(column))),
            }
        }
        Some(())
    }

    /// The dash of an item that stands on the dash's line, and alone there.
    fn dash(&self, item: &Node<'_>) -> Option<usize> {
        let start = self.line_start(item.span.start);
        let line = &self.text[start..];
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_it = line[indent..].starts_with("- ") || line[indent..].starts_with("-\t");
        let between = self.text.get(start + indent + 1..item.span.start)?;
        // A block begins below its dash.
        if is_it && between.trim().is_empty() && !matches!(item.value, Value::Null) {
            return Some(start + indent);
        }
        let above = self.text[..start].trim_end_matches(['\n', '\r']);
        let at = self.line_start(above.len());
        let indent = self.text[at..].len() - self.text[at..].trim_start_matches(' ').len();
        let header = above[at + indent..].strip_prefix("- ")?;
        header.starts_with(['|', '>']).then_some(at + indent)
    }
}

/// The one field that has another name now, by its place, where all others are as they were and in their order.
fn renamed(entries: &[Entry<'_>], new: &Map<String, Json>) -> Option<(usize, String)> {
    let old: BTreeSet<&str> = entries.iter().map(|it| &*it.key).collect();
    let mut gone = entries.iter().enumerate().filter(|(_, it)| !new.contains_key(&*it.key));
    let mut come = new.keys().filter(|it| !old.contains(it.as_str()));
    let (at, entry) = gone.next()?;
    let name = come.next()?;
    let is_same = said(&entry.value) == new[name] && gone.next().is_none() && come.next().is_none();
    is_same.then(|| (at, name.clone()))
}

/// Where each value of front matter begins: the way to it, and its place. The outermost come first.
pub(in crate::desk) fn places(root: &Node<'_>) -> Vec<(Vec<String>, Span)> {
    fn gather(node: &Node<'_>, way: &[String], all: &mut Vec<(Vec<String>, Span)>) {
        let further = |part: String| way.iter().cloned().chain([part]).collect::<Vec<_>>();
        match &node.value {
            Value::Mapping(entries) => {
                for entry in entries {
                    let way = further(entry.key.to_string());
                    all.push((way.clone(), entry.key_span.start..entry.value.span.end.max(entry.key_span.end)));
                    gather(&entry.value, &way, all);
                }
            }
            Value::Sequence(items) => {
                for (at, item) in items.iter().enumerate() {
                    let way = further(at.to_string());
                    all.push((way.clone(), item.span.clone()));
                    gather(item, &way, all);
                }
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    gather(root, &[], &mut all);
    all
}
