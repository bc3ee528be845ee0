//! Every number of an issue, in the order of its file: fields, texts, tables, captions, formulas, charts.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::chart;
use super::field::{self, Field, Known};
use super::number::{Apart, Entry, Place, Reading};
use super::reading::Readings;
use super::token;
use crate::diag::{SourceText, Span};
use crate::evidence::lex::Line;
use crate::evidence::number::{Number, numbers as read_numbers};
use crate::evidence::sentence::sentences;
use crate::lint::reading::document::{Document, Source};
use crate::lint::reading::passage::{Passage, PassageKind, Section};
use crate::model::body::{Body, Kind};
use crate::model::issue::{Issue, Part};
use crate::model::language::Language;
use crate::model::statistic::Synonyms;

/// How many characters are shown on each side of a number.
const AROUND: usize = 14;

/// Every number of an issue. `tables` reads a table that a chart names, by its path from the site's folder.
pub fn numbers(issue: &Issue, synonyms: &Synonyms, tables: &dyn Fn(&str) -> Option<Arc<SourceText>>) -> Vec<Entry> {
    let document = Document::new(Source::Issue(issue), synonyms);
    let fields = field::fields(&issue.source);
    let mut gather = Gather { file: &issue.source, language: &issue.language, found: Vec::new() };
    let headings = headings(issue);
    let rows = table_rows(issue);
    for passage in document.passages.iter().filter(|passage| !passage.text.is_empty()) {
        gather.passage(passage, &fields, &headings, &rows);
    }
    for field in &fields {
        let is_text = document.passages.iter().any(|it| {
            let start = it.span(0..it.text.len()).start;
            (field.span.start..=field.span.end).contains(&start) && start < field.span.end
        });
        if !is_text {
            gather.field(field);
        }
    }
    for (section, body) in issue.texts() {
        gather.leaves(section, body, &headings);
        chart::numbers(issue, section.part(), body, tables, &mut gather.found);
    }
    let mut found = gather.found;
    found.sort_by_key(|it| (it.file.path != issue.source.path, it.file.path.clone(), it.span.start));
    found
}

/// The headings of the text, by where they begin.
fn headings(issue: &Issue) -> BTreeMap<usize, String> {
    let body = &issue.body;
    let words = |node: usize| body.plain_text(node + 1..body.end_of(node));
    body.headings().map(|it| (body.nodes()[it.node].span.start as usize, words(it.node))).collect()
}

/// The rows of all tables: where each begins and ends.
fn table_rows(issue: &Issue) -> BTreeMap<usize, usize> {
    let nodes = issue.bodies().flat_map(Body::nodes);
    let rows = nodes.filter(|it| matches!(it.kind, Kind::TableRow | Kind::TableHead));
    rows.map(|it| (it.span.start as usize, it.span.end as usize)).collect()
}

/// The part of an issue in which something of a section stands.
fn place(section: Section, at: usize, headings: &BTreeMap<usize, String>) -> Place {
    match section {
        Section::Text => match headings.range(..=at).next_back() {
            Some((_, heading)) => Place::Heading(heading.clone()),
            None => Place::Field("text".to_owned()),
        },
        Section::KeyFindings => Place::Field("key_findings".to_owned()),
        Section::Commentary(number) => Place::Field(format!("commentary.{}", number + 1)),
        Section::Quiz(number) => Place::Field(format!("quiz.{}", number + 1)),
        Section::Fields => Place::Field(String::new()),
    }
}

struct Gather<'a> {
    file: &'a Arc<SourceText>,
    language: &'a Language,
    found: Vec<Entry>,
}

impl Gather<'_> {
    fn passage(
        &mut self,
        passage: &Passage<'_>,
        fields: &[Field],
        headings: &BTreeMap<usize, String>,
        rows: &BTreeMap<usize, usize>,
    ) {
        let start = passage.span(0..passage.text.len()).start;
        let field = fields.iter().rev().find(|it| it.span.start <= start && start < it.span.end);
        let known = field.map_or(Known::Text, |it| field::known(&it.path));
        if matches!(known, Known::Hidden) && passage.kind.is_plain() {
            return;
        }
        let own = field.filter(|_| passage.section == Section::Fields);
        let place = own.map_or_else(|| place(passage.section, start, headings), |it| Place::Field(it.name()));
        let part = own.map_or_else(|| passage.section.part(), Field::part);
        let line = passage.line();
        let is_cell = passage.kind == PassageKind::Cell;
        let readings = Readings::of(&line, passage.statements(), is_cell);
        let row = |at: usize| match own {
            Some(field) => field.row,
            None => match rows.range(..=start).next_back().filter(|(_, end)| is_cell && start < **end) {
                Some((row, _)) => *row,
                None => passage.span(sentence(&line, at)).start,
            },
        };
        let is_citation = passage.kind.is_citation();
        for number in passage.numbers() {
            let reading = match known {
                Known::As(reading) => reading,
                _ if is_citation => Reading::Apart(Apart::Reference),
                _ => readings.of_number(&passage.text, number),
            };
            let span = |range: Range<usize>| passage.span(range);
            let whole = number.range.start..number.percent_end.unwrap_or(number.range.end);
            let token = token::of_number(&passage.text, number);
            let mut entry = entry(self.file, (part, &place), &passage.text, whole, &span, row(number.range.start));
            (entry.token, entry.reading, entry.matters) = (token, reading, number.matters());
            self.found.push(entry);
        }
        let taken: Vec<Range<usize>> = passage.numbers().iter().map(|it| it.range.clone()).collect();
        for range in others(&passage.text, &taken) {
            let reading = match &passage.text[range.clone()] {
                _ if passage.is_address(range.start) => Reading::Apart(Apart::Address),
                _ if is_citation => Reading::Apart(Apart::Reference),
                word if is_day(word) => Reading::Date,
                _ => Reading::Apart(Apart::Name),
            };
            let span = |range: Range<usize>| passage.span(range);
            let mut entry = entry(self.file, (part, &place), &passage.text, range.clone(), &span, row(range.start));
            (entry.token, entry.reading) = (entry.shown.clone(), reading);
            self.found.push(entry);
        }
    }

    /// A value that is no words for readers: a number by itself, an id, a day.
    fn field(&mut self, field: &Field) {
        let known = field::known(&field.path);
        let text = &self.file.text[field.span.clone()];
        let is_hidden = matches!(known, Known::Hidden) || !text.contains(|c: char| c.is_ascii_digit());
        if is_hidden {
            return;
        }
        let (place, span) = (Place::Field(field.name()), |range: Range<usize>| {
            field.span.start + range.start..field.span.start + range.end
        });
        if let Known::As(reading @ Reading::Apart(_)) = known {
            let mut entry = entry(self.file, (field.part(), &place), text, 0..text.len(), &span, field.row);
            (entry.token, entry.reading) = (entry.shown.clone(), reading);
            self.found.push(entry);
            return;
        }
        let line = Line::in_language(text, self.language);
        let statements = crate::evidence::statements(&line);
        let readings = Readings::of(&line, &statements, false);
        for number in read_numbers(&line) {
            let reading = match known {
                Known::As(reading) => reading,
                _ => readings.of_number(text, &number),
            };
            let whole = number.range.start..number.percent_end.unwrap_or(number.range.end);
            let mut entry = entry(self.file, (field.part(), &place), text, whole, &span, field.row);
            (entry.token, entry.reading, entry.matters) = (token::of_number(text, &number), reading, number.matters());
            self.found.push(entry);
        }
    }

    /// Numbers in code, in addresses that are their own words, and in formulas, which nobody reads.
    fn leaves(&mut self, section: Section, body: &Body, headings: &BTreeMap<usize, String>) {
        for (at, node) in body.nodes().iter().enumerate() {
            let reading = match node.kind {
                Kind::Code | Kind::CodeBlock { .. } => Reading::Apart(Apart::Code),
                Kind::Math { .. } => Reading::Unread,
                Kind::Link(number) if is_address(body, at, number) => Reading::Apart(Apart::Address),
                _ => continue,
            };
            let within = node.span.start as usize..node.span.end as usize;
            let Some(text) = self.file.text.get(within.clone()) else { continue };
            let place = place(section, within.start, headings);
            let span = |range: Range<usize>| within.start + range.start..within.start + range.end;
            let whole = 0..text.len();
            let is_whole = matches!(node.kind, Kind::Link(_));
            for range in if is_whole { vec![whole] } else { runs(text) } {
                let mut entry = entry(self.file, (section.part(), &place), text, range, &span, within.start);
                let token = entry.shown.split_whitespace().collect();
                (entry.token, entry.reading, entry.matters) = (token, reading, true);
                self.found.push(entry);
            }
        }
    }
}

/// Whether readers see the address of a link, with a digit in it, as its words.
fn is_address(body: &Body, at: usize, number: u32) -> bool {
    let written = body.links.get(number as usize).map_or("", |link| &link.written);
    written.contains(|c: char| c.is_ascii_digit()) && body.letters(at + 1..body.end_of(at)) == written
}

/// An entry with the words around it, not read yet.
pub(super) fn entry(
    file: &Arc<SourceText>,
    (part, place): (Option<Part>, &Place),
    text: &str,
    range: Range<usize>,
    span: &dyn Fn(Range<usize>) -> Span,
    row: usize,
) -> Entry {
    let clean = |text: &str| text.replace(['\n', '\r', '\u{fffc}'], " ");
    let before = &text[..range.start];
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let after = &text[range.end..];
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    Entry {
        file: Arc::clone(file),
        span: span(range.clone()),
        part,
        place: place.clone(),
        before: clean(&before[from..]),
        shown: text[range].to_owned(),
        after: clean(&after[..to]),
        token: String::new(),
        reading: Reading::Unread,
        row,
        matters: false,
    }
}

/// The sentence of a line that holds an offset, in the text.
fn sentence(line: &Line<'_>, at: usize) -> Range<usize> {
    let found = sentences(line).map(|it| line.span(it)).find(|it| it.contains(&at));
    found.unwrap_or(0..line.text.len())
}

/// Words with digits that are no numbers: names, addresses, days.
fn others(text: &str, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_taken = |at: usize| taken.iter().any(|it| it.contains(&at));
    let is_part = |(at, c): (usize, char)| !is_taken(at) && (c.is_ascii_alphanumeric() || "-./:_@%?=&#~+".contains(c));
    let mut found: Vec<Range<usize>> = Vec::new();
    let digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit() || ('０'..='９').contains(c));
    for (at, c) in digits {
        if is_taken(at) || found.last().is_some_and(|it| it.contains(&at)) {
            continue;
        }
        let start = text[..at].char_indices().rev().take_while(|it| is_part(*it)).last().map_or(at, |(at, _)| at);
        let rest = text[at..].char_indices().map(|(from, c)| (at + from, c));
        let end =
            rest.skip(1).take_while(|it| is_part(*it)).last().map_or(at + c.len_utf8(), |(at, c)| at + c.len_utf8());
        let word = text[start..end].trim_end_matches(['.', ':', '-', '?']);
        found.push(start..(start + word.len()).max(at + c.len_utf8()));
    }
    found
}

/// Rows of digits with their points.
pub(super) fn runs(text: &str) -> Vec<Range<usize>> {
    let numbers: Vec<Range<usize>> = crate::evidence::number::of_text(text).into_iter().map(|it| it.range).collect();
    let mut all = others(text, &numbers);
    all.extend(numbers);
    all.sort_by_key(|it| it.start);
    all
}

/// `2025-08-07`, `2025.8`, `2025/08/07`.
fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let is_number = |it: &&str| matches!(it.len(), 1..=4) && it.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.len(), 2 | 3) && parts[0].len() == 4 && parts.iter().all(is_number)
}

/// The numbers of a text, as [`Entry::token`] writes them.
pub fn tokens(text: &str) -> Vec<String> {
    crate::evidence::number::of_text(text).iter().map(|it| token::of_number(text, it)).collect()
}

/// The number of one writing, for tables of charts.
pub(super) fn token_of(text: &str, number: &Number) -> String {
    token::of_number(text, number)
}
