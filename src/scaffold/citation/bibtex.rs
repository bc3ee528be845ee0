//! BibTeX: `@article{key, title = {…}, …}`.
//!
//! Reads what reference managers and journals write. A fault in a later record is none of the first one's. What
//! TeX makes of a value is [`latex`](super::latex)'s to know.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Author, Raw, Records, latex};
use crate::diag::{At, Diagnostic, SourceText, Span, Text, code, text};

/// A record: the name and the value of each field, the value as TeX has it.
#[derive(Default)]
struct Entry {
    fields: Vec<(String, At<String>)>,
    start: Span,
}

struct Reader<'a> {
    file: &'a Arc<SourceText>,
    text: &'a str,
    at: usize,
    /// Abbreviations made with `@string`.
    strings: BTreeMap<String, String>,
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
    let mut reader = Reader { file, text: &file.text, at: 0, strings: BTreeMap::new() };
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
    let text = |names: &[&str]| first(names).map(|at| At::new(latex::plain(&at.value), at.span));
    let verbatim = |names: &[&str]| first(names).map(|at| At::new(latex::verbatim(&at.value), at.span));
    let is_pubmed = first(&["eprinttype", "archiveprefix"]).is_some_and(|at| at.value.eq_ignore_ascii_case("pubmed"));
    let title = text(&["title"]).map(|title| match text(&["subtitle"]) {
        Some(rest) => At::new(format!("{}: {}", title.value, rest.value), title.span),
        None => title,
    });
    Raw {
        title,
        journal: text(&["journaltitle", "journal", "journal-full", "shortjournal"]),
        year: text(&["year", "date"]),
        volume: text(&["volume"]),
        issue: text(&["number", "issue"]),
        pages: text(&["pages", "article-number", "eid"]),
        doi: verbatim(&["doi"]),
        pmid: verbatim(&["pmid"]).or_else(|| verbatim(&["eprint"]).filter(|_| is_pubmed)),
        language: text(&["langid", "language"]),
        url: verbatim(&["url"]),
        authors: first(&["author"]).map(|at| authors(&at.value)).unwrap_or_default(),
        texts: ["note", "annote", "abstract"].into_iter().filter_map(|name| text(&[name])).map(|at| at.value).collect(),
        start: entry.start.clone(),
    }
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
                    return Ok(Some(Entry { fields: self.fields(&span, close)?, start: span }));
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
                Some(it) if it == close => {
                    self.at += 1;
                    return Ok(fields);
                }
                Some(_) => {
                    let name = self.at;
                    let word = self.word().to_ascii_lowercase();
                    self.blank();
                    if word.is_empty() || self.peek() != Some('=') {
                        return Err(self.not_a_field(name));
                    }
                    self.at += 1;
                    fields.push((word, self.value()?));
                }
            }
        }
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

/// The authors of an `author` field, which stand with `and` between them.
fn authors(value: &str) -> Vec<Author> {
    let names = split_names(value);
    names.into_iter().filter(|name| !name.eq_ignore_ascii_case("others")).filter_map(|name| author(&name)).collect()
}

fn author(name: &str) -> Option<Author> {
    let is_group = name.starts_with('{') && name.ends_with('}') && !name[1..name.len() - 1].contains('}');
    let plain = latex::plain(name);
    if is_group {
        return (!plain.is_empty()).then_some(Author { family: plain, given: None });
    }
    if plain.contains(',') {
        return Author::inverted(&plain);
    }
    // `Given von Family`: the family name begins with its particle, or is the last word.
    let words: Vec<&str> = plain.split_whitespace().collect();
    let particle = words.iter().skip(1).position(|word| word.starts_with(char::is_lowercase)).map(|at| at + 1);
    let family = particle.unwrap_or(words.len().saturating_sub(1));
    let given = words[..family].join(" ");
    let family = words[family..].join(" ");
    (!family.is_empty()).then_some(Author { family, given: (!given.is_empty()).then_some(given) })
}

/// Splits at the word `and` outside braces.
fn split_names(value: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0_i32;
    for word in value.split_whitespace() {
        if depth == 0 && word == "and" {
            names.push(String::new());
            continue;
        }
        depth += word.matches('{').count() as i32 - word.matches('}').count() as i32;
        if let Some(name) = names.last_mut() {
            name.push_str(if name.is_empty() { "" } else { " " });
            name.push_str(word);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}
