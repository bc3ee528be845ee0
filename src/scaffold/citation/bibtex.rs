//! BibTeX: `@article{key, title = {…}, …}`.
//!
//! Reads what reference managers and journals write. A fault in a later record is none of the first one's. What
//! TeX makes of a value is [`latex`](super::latex)'s to know.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Raw, Records, latex};
use crate::diag::{At, Diagnostic, SourceText, Span, Text, code, text};

mod name;

use name::authors;

/// A record: the name and the value of each field, the value as TeX has it.
#[derive(Default)]
struct Entry {
    fields: Vec<(String, At<String>)>,
    /// The first field with a space in its name.
    odd_field: Option<At<String>>,
    start: Span,
}

struct Reader<'a> {
    file: &'a Arc<SourceText>,
    text: &'a str,
    at: usize,
    /// Abbreviations made with `@string`.
    strings: BTreeMap<String, String>,
    /// The first field of the record with a space in its name.
    odd_field: Option<At<String>>,
}

/// Whether a line begins a record: `@article{`.
pub(super) fn opens_entry(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else {
        return false;
    };
    let rest = rest.trim_start_matches(|it: char| it.is_ascii_alphanumeric());
    rest.trim_start().starts_with(['{', '('])
}

/// Reads the first record and counts the others.
pub(super) fn read(file: &Arc<SourceText>) -> Result<Option<Records>, Diagnostic> {
    let mut reader = Reader { file, text: &file.text, at: 0, strings: BTreeMap::new(), odd_field: None };
    let Some(entry) = reader.entry()? else {
        return Ok(None);
    };
    let (mut second, mut count) = (None, 1);
    while let Ok(Some(other)) = reader.entry() {
        second.get_or_insert(other.start);
        count += 1;
    }
    Ok(Some(Records { first: raw(entry), second, count }))
}

fn raw(entry: Entry) -> Raw {
    let first = |names: &[&str]| {
        let found = names
            .iter()
            .find_map(|wanted| entry.fields.iter().find(|(name, at)| name == wanted && !at.value.trim().is_empty()))?;
        Some(found.1.clone())
    };
    let unknown = RefCell::new(Vec::new());
    let text = |names: &[&str]| {
        let at = first(names)?;
        let mut commands = Vec::new();
        let read = latex::read(&at.value, &mut commands);
        unknown.borrow_mut().extend(commands.into_iter().map(|name| At::new(name, at.span.clone())));
        Some(At::new(read, at.span))
    };
    let notes = ["note", "annote", "annotation", "addendum", "pubstate"].into_iter();
    let notes = notes.filter_map(|name| first(&[name])).map(|at| At::new(latex::plain(&at.value), at.span)).collect();
    let verbatim = |names: &[&str]| first(names).map(|at| At::new(latex::verbatim(&at.value), at.span));
    let is_pubmed = first(&["eprinttype", "archiveprefix"]).is_some_and(|at| at.value.eq_ignore_ascii_case("pubmed"));
    let title = text(&["title"]).map(|title| match text(&["subtitle"]) {
        Some(rest) => At::new(format!("{}: {}", title.value, rest.value), title.span),
        None => title,
    });
    let journal = text(&["journaltitle", "journal", "journal-full", "shortjournal"]);
    Raw {
        title,
        journal,
        publisher: text(&["publisher", "institution", "school"]),
        year: text(&["year", "date"]),
        notes,
        others: others(&entry),
        unknown: unknown.take(),
        odd_field: entry.odd_field.clone(),
        volume: text(&["volume"]),
        issue: text(&["number", "issue"]),
        pages: text(&["pages", "article-number", "eid"]),
        doi: verbatim(&["doi"]),
        pmid: verbatim(&["pmid"]).or_else(|| verbatim(&["eprint"]).filter(|_| is_pubmed)),
        language: text(&["langid", "language"]),
        url: verbatim(&["url"]),
        authors: first(&["author"]).map(|at| authors(&at.value)).unwrap_or_default(),
        texts: ["note", "annote", "abstract"]
            .into_iter()
            .filter_map(|name| first(&[name]))
            .map(|at| latex::plain(&at.value))
            .collect(),
        start: entry.start.clone(),
        ..Raw::default()
    }
}

/// What a record says a second time, otherwise than at first.
fn others(entry: &Entry) -> Vec<At<String>> {
    let mut others = Vec::new();
    for wanted in ["title", "doi", "volume", "number", "pages", "year"] {
        let mut values = entry.fields.iter().filter(|(name, at)| name == wanted && !at.value.trim().is_empty());
        let Some((_, first)) = values.next() else { continue };
        let other = values.find(|(_, at)| at.value.trim() != first.value.trim());
        others.extend(other.map(|(name, at)| At::new(name.clone(), at.span.clone())));
    }
    others
}

impl<'a> Reader<'a> {
    /// The next record of a paper; `@string` is remembered, `@comment` and `@preamble` are passed over.
    fn entry(&mut self) -> Result<Option<Entry>, Diagnostic> {
        while let Some(found) = self.text[self.at..].find('@') {
            let start = self.at + found;
            self.at = start + 1;
            let kind = self.word().to_ascii_lowercase();
            self.blank();
            let close = match self.peek() {
                Some('{') => '}',
                Some('(') => ')',
                // An `@` between records, in an address for instance.
                _ => continue,
            };
            self.at += 1;
            let span = start..self.at;
            match kind.as_str() {
                "comment" | "preamble" => {
                    self.at = span.end - 1;
                    self.skip_group(&span, close)?;
                }
                "string" => {
                    for (name, value) in self.fields(&span, close)? {
                        self.strings.insert(name, value.value);
                    }
                }
                _ => {
                    self.key();
                    self.odd_field = None;
                    let fields = self.fields(&span, close)?;
                    return Ok(Some(Entry { fields, odd_field: self.odd_field.take(), start: span }));
                }
            }
        }
        Ok(None)
    }

    /// Passes over the key of a record and the comma behind it.
    fn key(&mut self) {
        let rest = &self.text[self.at..];
        let end = rest.find([',', '}', ')', '=', '\n']).unwrap_or(rest.len());
        // Some exports have no key at all, and begin with a field.
        if rest[end..].starts_with(',') {
            self.at += end + 1;
        } else if !rest[end..].starts_with('=') {
            self.at += end;
        }
    }

    /// Fields up to the end of a record.
    fn fields(&mut self, open: &Span, close: char) -> Result<Vec<(String, At<String>)>, Diagnostic> {
        let mut fields = Vec::new();
        loop {
            self.blank();
            match self.peek() {
                None => return Err(self.unclosed(open)),
                Some(',') => self.at += 1,
                // A remark, up to the end of its line.
                Some('%') => self.at += self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at),
                Some(it) if it == close => {
                    self.at += 1;
                    return Ok(fields);
                }
                Some(_) => {
                    let name = self.at;
                    let mut word = self.word().to_ascii_lowercase();
                    self.blank();
                    if !word.is_empty() && self.peek() != Some('=') {
                        word = self.odd_name(name).unwrap_or(word);
                    }
                    if word.is_empty() || self.peek() != Some('=') {
                        return Err(self.not_a_field(name));
                    }
                    self.at += 1;
                    fields.push((word, self.value()?));
                }
            }
        }
    }

    /// A name of several words, as Scopus writes `funding_text 1={…}`; the reader is at its `=` afterwards.
    fn odd_name(&mut self, start: usize) -> Option<String> {
        let line = self.text[start..].lines().next().unwrap_or_default();
        let (name, _) = line.split_once('=')?;
        let is_name = name.chars().all(|it| it.is_alphanumeric() || matches!(it, ' ' | '_' | '-' | '.' | '/'));
        if !is_name {
            return None;
        }
        self.at = start + name.len();
        let name = name.trim().to_ascii_lowercase();
        self.odd_field.get_or_insert_with(|| At::new(name.clone(), start..start + name.len()));
        Some(name)
    }

    /// A value: pieces in braces, in quotes, or bare, joined by `#`.
    fn value(&mut self) -> Result<At<String>, Diagnostic> {
        self.blank();
        let start = self.at;
        let mut value = String::new();
        loop {
            self.blank();
            match self.peek() {
                Some('{') => {
                    let open = self.at..self.at + 1;
                    let group = self.skip_group(&open, '}')?;
                    value.push_str(&self.text[group]);
                }
                Some('"') => {
                    let group = self.quoted()?;
                    value.push_str(&self.text[group]);
                }
                _ => {
                    let at = self.at;
                    let word = self.word();
                    if word.is_empty() {
                        return Err(self.not_a_value(at));
                    }
                    match self.strings.get(&word.to_ascii_lowercase()) {
                        Some(known) => value.push_str(known),
                        None => value.push_str(word),
                    }
                }
            }
            let end = self.at;
            self.blank();
            if self.peek() != Some('#') {
                return Ok(At::new(value, start..end));
            }
            self.at += 1;
        }
    }

    /// What stands between the brace or bracket at which the reader is and its partner.
    fn skip_group(&mut self, open: &Span, close: char) -> Result<Range<usize>, Diagnostic> {
        let start = self.at + 1;
        let mut depth = 0_usize;
        let mut is_escaped = false;
        for (offset, letter) in self.text[start..].char_indices() {
            match letter {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                it if it == close && depth == 0 => {
                    self.at = start + offset + 1;
                    return Ok(start..start + offset);
                }
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        Err(self.unclosed(open))
    }

    /// What stands between quotes; a quote inside braces does not end it.
    fn quoted(&mut self) -> Result<Range<usize>, Diagnostic> {
        let open = self.at..self.at + 1;
        let start = open.end;
        let mut depth = 0_i32;
        for (offset, letter) in self.text[start..].char_indices() {
            match letter {
                '"' if depth <= 0 => {
                    self.at = start + offset + 1;
                    return Ok(start..start + offset);
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
        }
        Err(self.unclosed(&open))
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn blank(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn word(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find(|it: char| it.is_whitespace() || "{}()\",=#@%".contains(it)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn fault(&self, message: Text, span: Span, label: Text) -> Diagnostic {
        let help =
            text!("export the record again, or put it right in a text editor; a field is `name = {value}` and a comma");
        Diagnostic::new(code::N008, message).at(self.file, span).label(label).help(help)
    }

    fn unclosed(&self, open: &Span) -> Diagnostic {
        self.fault(
            text!("the record was cut short: a bracket or quote is never closed"),
            open.clone(),
            text!("opened here"),
        )
    }

    fn not_a_field(&self, at: usize) -> Diagnostic {
        self.fault(
            text!("this is no field of a BibTeX record"),
            self.line_from(at),
            text!("a name and `=` should stand here"),
        )
    }

    fn not_a_value(&self, at: usize) -> Diagnostic {
        self.fault(
            text!("a field of the BibTeX record has no value"),
            self.line_from(at),
            text!("`{…}` should stand here"),
        )
    }

    fn line_from(&self, at: usize) -> Span {
        let line = self.text[at..].lines().next().unwrap_or("").trim_end();
        at..at + line.len()
    }
}
