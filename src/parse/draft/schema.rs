//! JSON Schema of what editors write, made from the same definitions as the reader.
//!
//! Never states a rule of its own: what is not in a field's type or documentation is not in the schema.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::field::{self, Decode, Holds, LocalizedDraft, Need, Slot};
use super::{
    ColumnDraft, CommentsDraft, ConfigDraft, ConsentDraft, IssueDraft, KeptDraft, PageDraft, PersonDraft,
    SignatureDraft, ThemeDraft,
};
use crate::model::consent::Scope;
use crate::model::issue::Part;
use crate::parse::node::Format;

/// A kind of file that editors write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `issue.md`
    Issue,
    /// `issue.en.md`
    Translation,
    /// `column.md`
    Column,
    /// A text in `consent/`.
    Consent,
    /// Any other Markdown file.
    Page,
    /// `people.yaml`
    People,
    /// `glossary.yaml`
    Glossary,
    /// `comments.yaml`
    Comments,
    /// `signatures.yaml`
    Signatures,
    /// `published.yaml`
    Published,
    /// `config.toml`
    Config,
    /// `theme.toml`
    Theme,
}

impl Kind {
    /// Every kind with its name.
    pub const ALL: &[(&str, Self)] = &[
        ("issue", Self::Issue),
        ("translation", Self::Translation),
        ("column", Self::Column),
        ("consent", Self::Consent),
        ("page", Self::Page),
        ("people", Self::People),
        ("glossary", Self::Glossary),
        ("comments", Self::Comments),
        ("signatures", Self::Signatures),
        ("published", Self::Published),
        ("config", Self::Config),
        ("theme", Self::Theme),
    ];

    /// The kind of a file by its path from the site's folder; a theme's from its own.
    pub fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_of =
            |stem: &str, of: &str| stem.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let in_markdown = |stem| match stem {
            _ if folder.ends_with("consent") => Self::Consent,
            "issue" => Self::Issue,
            _ if is_of(stem, "issue") => Self::Translation,
            _ if is_of(stem, "column") => Self::Column,
            _ => Self::Page,
        };
        match name {
            "config.toml" if folder.is_empty() => Some(Self::Config),
            "theme.toml" => Some(Self::Theme),
            "people.yaml" => Some(Self::People),
            "glossary.yaml" => Some(Self::Glossary),
            "comments.yaml" => Some(Self::Comments),
            _ => match name.strip_suffix(".yaml") {
                Some(stem) if is_of(stem, "signatures") => Some(Self::Signatures),
                Some(stem) => is_of(stem, "published").then_some(Self::Published),
                None => name.strip_suffix(".md").map(in_markdown),
            },
        }
    }

    /// The notation of such a file.
    pub fn format(self) -> Format {
        match self {
            Self::Config | Self::Theme => Format::Toml,
            _ => Format::Yaml,
        }
    }
}

/// What is said of a field that a translation takes from its original, behind what it is.
pub(super) const INHERITED: &str = "Where it is left out, it is the original's.";

/// The definitions of a schema while it is made.
pub struct Definitions {
    definitions: Map<String, Value>,
    translation: bool,
    pub(super) format: Format,
}

/// What is said of a field besides its type, where it is declared.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) documentation: &'static str,
    pub(super) example: &'static str,
    /// What its text is.
    pub(super) holds: Option<Holds>,
    /// Where on the page of an issue it stands: in its head, or in a part.
    pub(super) part: Option<Option<Part>>,
}

/// The keyword under which a schema says of a field what JSON Schema has no word for: `text` (what its text is to readers),
/// `part` (where on the page of an issue it stands), `withheld` (the least scope that puts it behind the question of
/// consent) and `inherited` (a translation takes it from its original).
pub const KINDS: &str = "x-postil";

impl Field {
    fn kinds(&self, inherited: bool) -> Map<String, Value> {
        let text = self.holds.map(|holds| match holds {
            Holds::Verbatim => "verbatim",
            Holds::Prose(kind) => kind.name(),
        });
        let part = self.part.map(|part| part.map_or("head", Part::name));
        let withheld = self.part.flatten().and_then(Part::withheld_by).map(Scope::name);
        let said = [("text", text), ("part", part), ("withheld", withheld)];
        let said = said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value?))));
        said.chain(inherited.then(|| ("inherited".to_owned(), json!(true)))).collect()
    }
}

/// A group of fields while its schema is made.
pub(super) struct Object<'a> {
    definitions: &'a mut Definitions,
    properties: Map<String, Value>,
    required: Vec<String>,
}

/// The JSON Schema (2020-12) of a kind of file.
pub fn schema(kind: Kind) -> Value {
    let mut definitions =
        Definitions { definitions: Map::new(), translation: kind == Kind::Translation, format: kind.format() };
    let (title, root) = match kind {
        Kind::Issue => ("Issue", IssueDraft::schema(&mut definitions)),
        Kind::Translation => ("Translation of an issue", IssueDraft::schema(&mut definitions)),
        Kind::Column => ("Column", ColumnDraft::schema(&mut definitions)),
        Kind::Consent => ("Text of the consent", ConsentDraft::schema(&mut definitions)),
        Kind::Page => ("Page", PageDraft::schema(&mut definitions)),
        Kind::People => ("People", <field::Map<PersonDraft> as Decode>::schema(&mut definitions)),
        Kind::Glossary => ("Glossary", <field::Map<LocalizedDraft> as Decode>::schema(&mut definitions)),
        Kind::Comments => ("Comments", CommentsDraft::schema(&mut definitions)),
        Kind::Signatures => ("Signatures", <field::Map<SignatureDraft> as Decode>::schema(&mut definitions)),
        Kind::Published => ("Numbers put elsewhere", <field::Map<KeptDraft> as Decode>::schema(&mut definitions)),
        Kind::Config => ("Site", ConfigDraft::schema(&mut definitions)),
        Kind::Theme => ("Theme", ThemeDraft::schema(&mut definitions)),
    };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(title));
    // The root is written out rather than referred to, which more editors understand.
    let inline = root["$ref"].as_str().and_then(|path| definitions.definitions.shift_remove(path.rsplit('/').next()?));
    if let Value::Object(root) = inline.unwrap_or(root) {
        schema.extend(root);
    }
    if !definitions.definitions.is_empty() {
        schema.insert("$defs".to_owned(), Value::Object(definitions.definitions));
    }
    Value::Object(schema)
}

/// The part of an issue's page in which a field of its front matter stands, as it is declared; none for its head.
pub fn part_of(field: &str) -> Option<Part> {
    static PARTS: OnceLock<BTreeMap<String, Part>> = OnceLock::new();
    let parts = PARTS.get_or_init(|| {
        let schema = schema(Kind::Issue);
        let part = |field: &Value| {
            let name = field[KINDS]["part"].as_str()?;
            Part::ALL.iter().find(|part| part.name() == name).copied()
        };
        let fields = schema["properties"].as_object().into_iter().flatten();
        fields.filter_map(|(name, field)| Some((name.clone(), part(field)?))).collect()
    });
    parts.get(field).copied()
}

impl Definitions {
    /// Defines a group of fields once, and refers to it.
    pub(super) fn define(&mut self, record: &str, about: &str, fields: impl FnOnce(&mut Object<'_>)) -> Value {
        let name = record.trim_end_matches("Draft").to_lowercase();
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        if self.definitions.contains_key(&name) {
            return reference;
        }
        self.definitions.insert(name.clone(), Value::Null);
        let mut object = Object { definitions: self, properties: Map::new(), required: Vec::new() };
        fields(&mut object);
        let Object { properties, required, .. } = object;
        let mut schema = Map::new();
        schema.insert("description".to_owned(), json!(about.trim()));
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("additionalProperties".to_owned(), json!(false));
        self.definitions.insert(name, Value::Object(schema));
        reference
    }
}

impl Object<'_> {
    /// Adds a field.
    pub(super) fn field<T: Slot>(&mut self, field: Field) {
        let mut schema = Map::new();
        let own = field.documentation.trim();
        let description = match T::INHERITED && self.definitions.translation {
            true => format!("{own} {INHERITED}"),
            false => own.to_owned(),
        };
        schema.insert("description".to_owned(), json!(description));
        let mut value = T::schema(self.definitions);
        if T::NEED == Need::Optional && self.definitions.format == Format::Yaml {
            value = or_nothing(value);
        }
        if let Value::Object(value) = value {
            schema.extend(value);
        }
        if let Some(example) = example(field.example) {
            schema.insert("examples".to_owned(), json!([example]));
        }
        let kinds = field.kinds(T::INHERITED);
        if !kinds.is_empty() {
            schema.insert(KINDS.to_owned(), Value::Object(kinds));
        }
        let name = field.name;
        self.properties.insert(name.to_owned(), Value::Object(schema));
        if T::NEED == Need::Always || T::NEED == Need::Original && !self.definitions.translation {
            self.required.push(name.to_owned());
        }
    }
}

/// An optional field may be written without a value.
fn or_nothing(schema: Value) -> Value {
    match schema.get("type") {
        Some(Value::String(single)) => {
            let both = json!([single, "null"]);
            with_type(schema, both)
        }
        Some(Value::Array(several)) => {
            let all = several.iter().cloned().chain([json!("null")]).collect();
            with_type(schema, Value::Array(all))
        }
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

fn with_type(mut schema: Value, kind: Value) -> Value {
    schema["type"] = kind;
    schema
}

/// The value that an example of a definition stands for: a number, a truth, a list, a group, or text.
fn example(written: &str) -> Option<Value> {
    let inner = |open, close| written.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    if written.is_empty() {
        return None;
    }
    if let Some(list) = inner('[', ']') {
        return list.split(", ").map(example).collect::<Option<Vec<_>>>().map(Value::Array);
    }
    if let Some(group) = inner('{', '}') {
        let pairs = group.split(", ").filter_map(|pair| pair.split_once(": "));
        return pairs
            .map(|(name, value)| Some((name.to_owned(), example(value)?)))
            .collect::<Option<Map<_, _>>>()
            .map(Value::Object);
    }
    match written.parse::<i64>() {
        Ok(number) if number.to_string() == written => Some(json!(number)),
        _ => Some(match written {
            "true" => json!(true),
            "false" => json!(false),
            text => json!(text),
        }),
    }
}
