//! A TOML table that is read field by field, and knows which of its fields nobody asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{At, Diagnostic, Edit, Said, SourceText, Span, Text, code, nearest, only_nearest, text};
use crate::model::language::{Language, Localized};

/// A table on the way to be read.
pub struct TableReader {
    file: Arc<SourceText>,
    /// The table's name for messages, empty at the top.
    name: String,
    fields: Vec<Field>,
    span: Span,
    asked: BTreeSet<String>,
    said: Said,
}

struct Field {
    key: At<String>,
    value: At<Value>,
    taken: bool,
}

impl TableReader {
    /// Reads a TOML file; its syntax errors are among the diagnostics, and what could be read is there.
    pub fn parse(file: &Arc<SourceText>) -> Self {
        let (table, errors) = DeTable::parse_recoverable(&file.text);
        let said = errors
            .into_iter()
            .map(|error| {
                let end = file.text.len();
                let span = error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end));
                let message = Text::verbatim(error.message().lines().next().unwrap_or_default());
                Diagnostic::new(code::S001, message).at(file, span).help(text!(
                    "a line is `name = \"text\"`, `name = 12` or `name = true`; a group of them begins with `[name]`"
                ))
            })
            .collect();
        let span = table.span();
        let Value::Table(fields) = Value::of(Spanned::new(span.clone(), DeValue::Table(table.into_inner()))).value
        else {
            unreachable!("a table was made from a table")
        };
        Self { said, ..Self::of(file, String::new(), fields, span) }
    }

    fn of(file: &Arc<SourceText>, name: String, fields: Vec<(At<String>, At<Value>)>, span: Span) -> Self {
        let fields = fields.into_iter().map(|(key, value)| Field { key, value, taken: false }).collect();
        Self { file: Arc::clone(file), name, fields, span, asked: BTreeSet::new(), said: Said::default() }
    }

    /// Says something at a place of the file.
    pub fn say(&mut self, diagnostic: Diagnostic, span: Span) {
        self.said.push(diagnostic.at(&self.file, span));
    }

    /// The names of fields that nobody asked for yet, in order of their place.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<&Field> = self.fields.iter().filter(|field| !field.taken).collect();
        keys.sort_by_key(|field| field.key.span.start);
        keys.into_iter().map(|field| field.key.value.clone()).collect()
    }

    /// Where a field's name stands.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.fields.iter().find(|field| field.key.value == key).map(|field| field.key.span.clone())
    }

    fn take(&mut self, key: &str) -> Option<At<Value>> {
        self.asked.insert(key.to_owned());
        let field = self.fields.iter_mut().find(|field| field.key.value == key)?;
        field.taken = true;
        Some(field.value.clone())
    }

    fn wrong_type(&mut self, key: &str, value: &At<Value>, wanted: Text) {
        let message = text!(
            "`{key}` is {type_name}, but {wanted} was expected",
            key,
            type_name = value.value.type_name(),
            wanted
        );
        self.say(Diagnostic::new(code::S002, message), value.span.clone());
    }

    /// Says that a field is missing.
    pub fn missing(&mut self, key: &str, wanted: Text) {
        let start = self.span.start.min(self.file.text.len());
        let message = if self.name.is_empty() {
            text!("`{key}` is missing", key)
        } else {
            text!("`{key}` is missing in `[{table}]`", key, table = &self.name)
        };
        self.say(Diagnostic::new(code::S003, message).help(wanted), start..start);
    }

    /// A text.
    pub fn string(&mut self, key: &str) -> Option<At<String>> {
        let value = self.take(key)?;
        if let Value::Text(text) = &value.value {
            return Some(At::new(text.clone(), value.span));
        }
        self.wrong_type(key, &value, text!("a text in quotes"));
        None
    }

    /// A list of texts.
    pub fn strings(&mut self, key: &str) -> Option<Vec<At<String>>> {
        let value = self.take(key)?;
        let Value::List(items) = &value.value else {
            self.wrong_type(key, &value, text!("a list of texts, such as `[\"a\", \"b\"]`,"));
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => texts.push(At::new(text.clone(), item.span.clone())),
                _ => self.wrong_type(key, item, text!("a text in quotes")),
            }
        }
        Some(texts)
    }

    /// A whole number within bounds.
    pub fn integer(&mut self, key: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let value = self.take(key)?;
        match value.value {
            Value::Integer(number) if bounds.contains(&number) => return Some(number),
            Value::Integer(number) => {
                let message = text!(
                    "`{key}` is {number}, but must be from {least} to {most}",
                    key,
                    number,
                    least = *bounds.start(),
                    most = *bounds.end()
                );
                self.say(Diagnostic::new(code::S004, message), value.span);
            }
            _ => self.wrong_type(key, &value, text!("a whole number")),
        }
        None
    }

    /// `true` or `false`.
    pub fn truth(&mut self, key: &str) -> Option<bool> {
        let value = self.take(key)?;
        if let Value::Truth(truth) = value.value {
            return Some(truth);
        }
        self.wrong_type(key, &value, text!("`true` or `false`"));
        None
    }

    /// A text, or a list of texts.
    pub fn one_or_many(&mut self, key: &str) -> Option<Vec<At<String>>> {
        let is_text = self.fields.iter().any(|it| it.key.value == key && matches!(it.value.value, Value::Text(_)));
        if is_text { self.string(key).map(|text| vec![text]) } else { self.strings(key) }
    }

    /// A list of whole numbers within bounds, at least one.
    pub fn integers(&mut self, key: &str, bounds: RangeInclusive<i64>) -> Option<Vec<i64>> {
        let value = self.take(key)?;
        let Value::List(items) = &value.value else {
            self.wrong_type(key, &value, text!("a list of whole numbers, such as `[390, 780]`,"));
            return None;
        };
        let mut numbers = Vec::new();
        for item in items {
            match item.value {
                Value::Integer(number) if bounds.contains(&number) => numbers.push(number),
                Value::Integer(number) => {
                    let message = text!(
                        "{number} in `{key}` must be from {least} to {most}",
                        number,
                        key,
                        least = *bounds.start(),
                        most = *bounds.end()
                    );
                    self.say(Diagnostic::new(code::S004, message), item.span.clone());
                }
                _ => self.wrong_type(key, item, text!("a whole number")),
            }
        }
        if items.is_empty() {
            self.say(Diagnostic::new(code::S004, text!("`{key}` is empty", key)), value.span.clone());
        }
        (!numbers.is_empty()).then_some(numbers)
    }

    /// One of a closed list of names.
    pub fn choice<T: Copy>(&mut self, key: &str, all: &[(&str, T)]) -> Option<T> {
        let written = self.string(key)?;
        self.one_of(key, &written, all)
    }

    /// A text that was read as one of a closed list of names.
    pub fn one_of<T: Copy>(&mut self, key: &str, written: &At<String>, all: &[(&str, T)]) -> Option<T> {
        if let Some((_, choice)) = all.iter().find(|(name, _)| *name == written.value) {
            return Some(*choice);
        }
        let names: Vec<String> = all.iter().map(|(name, _)| format!("`{name}`")).collect();
        let message = text!("`{written}` is not a value of `{key}`", written = written.value, key);
        self.say(
            Diagnostic::new(code::S004, message).help(text!("it can be {names}", names = Text::list(&names))),
            written.span.clone(),
        );
        None
    }

    /// A text, or a table of texts by language.
    pub fn localized(&mut self, key: &str) -> Option<Localized> {
        let value = self.take(key)?;
        let table = match &value.value {
            Value::Text(text) => return Some(Localized::Plain(text.as_str().into())),
            Value::Table(table) => table.clone(),
            _ => {
                self.wrong_type(key, &value, text!("a text, or a table of texts by language,"));
                return None;
            }
        };
        let mut texts = BTreeMap::new();
        for (tag, text) in table {
            if Language::parse(&tag.value).is_none() {
                self.say(
                    Diagnostic::new(code::S004, text!("`{tag}` is not a language tag", tag = tag.value)),
                    tag.span,
                );
            } else if let Value::Text(written) = &text.value {
                texts.insert(tag.value, written.as_str().into());
            } else {
                self.wrong_type(&tag.value, &text, text!("a text in quotes"));
            }
        }
        Some(Localized::ByLanguage(texts))
    }

    /// A table inside this one; to be given back with [`TableReader::absorb`].
    pub fn table(&mut self, key: &str) -> Option<Self> {
        let value = self.take(key)?;
        if let Value::Table(table) = &value.value {
            let name = if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) };
            return Some(Self::of(&self.file, name, table.clone(), value.span));
        }
        self.wrong_type(key, &value, text!("a table"));
        None
    }

    /// The tables of a list (`[[key]]`); each to be given back with [`TableReader::absorb`].
    pub fn tables(&mut self, key: &str) -> Option<Vec<Self>> {
        let value = self.take(key)?;
        let Value::List(items) = &value.value else {
            self.wrong_type(
                key,
                &value,
                text!("a list of tables, each of which begins with `[[{table}.{key}]]`,", table = &self.name, key),
            );
            return None;
        };
        let mut tables = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(table) => {
                    let name = format!("{}.{key}", self.name);
                    tables.push(Self::of(&self.file, name, table.clone(), item.span.clone()));
                }
                _ => self.wrong_type(key, item, text!("a table")),
            }
        }
        Some(tables)
    }

    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Takes over what a table inside this one had to say.
    pub fn absorb(&mut self, table: Self) {
        self.said.extend(table.finish());
    }

    /// Everything that was said, with a fault for each field that nobody asked for.
    pub fn finish(mut self) -> Said {
        let unknown: Vec<At<String>> =
            self.fields.iter().filter(|field| !field.taken).map(|field| field.key.clone()).collect();
        for key in unknown {
            let help = match nearest(&key.value, self.asked.iter().map(String::as_str)) {
                Some(known) => text!("did you mean `{known}`?", known),
                None => text!("known here: {names}", names = Text::list(&self.asked)),
            };
            let message = text!(
                "`{key}` is not a field of {path}",
                key = key.value,
                path = self.file.path.rsplit('/').next().unwrap_or_default()
            );
            let certain = only_nearest(&key.value, self.asked.iter().map(String::as_str));
            let is_free = |name: &&str| !self.fields.iter().any(|field| field.key.value == *name);
            let fix = certain.filter(is_free).map(|name| Edit::new(key.span.clone(), name));
            self.say(Diagnostic::new(code::S007, message).help(help).fix(fix), key.span);
        }
        self.said
    }
}

/// A TOML value, as far as anything here asks for one.
#[derive(Clone)]
enum Value {
    Text(String),
    Integer(i64),
    List(Vec<At<Value>>),
    Table(Vec<(At<String>, At<Value>)>),
    Truth(bool),
    /// A number with a point, or a date.
    Other(Text),
}

impl Value {
    fn of(value: Spanned<DeValue<'_>>) -> At<Self> {
        let span = value.span();
        let value = match value.into_inner() {
            DeValue::String(text) => Self::Text(text.into_owned()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Self::Other(text!("a number that is too large")), Self::Integer),
            DeValue::Boolean(truth) => Self::Truth(truth),
            DeValue::Float(_) => Self::Other(text!("a number with a point")),
            DeValue::Datetime(_) => Self::Other(text!("a date")),
            DeValue::Array(items) => Self::List(items.into_iter().map(Self::of).collect()),
            DeValue::Table(table) => Self::Table(
                table
                    .into_iter()
                    .map(|(key, value)| (At::new(key.get_ref().to_string(), key.span()), Self::of(value)))
                    .collect(),
            ),
        };
        At::new(value, span)
    }

    fn type_name(&self) -> Text {
        match self {
            Self::Text(_) => text!("a text"),
            Self::Integer(_) => text!("a whole number"),
            Self::Truth(_) => text!("`true` or `false`"),
            Self::List(_) => text!("a list"),
            Self::Table(_) => text!("a table"),
            Self::Other(name) => name.clone(),
        }
    }
}
