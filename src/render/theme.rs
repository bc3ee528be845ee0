//! A theme made ready: templates parsed, strings complete, assets named.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::Value;

use super::asset::{self, Assets};
use super::chart;
use super::gate;
use super::stylesheet;
use super::template::{Mounted, Source, Templates};
use crate::config::TableReader;
use crate::diag::{Checked, Diagnostic, SourceText, Text, code, text};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::picture::Wishes;

/// The templates that every theme has.
pub const TEMPLATES: &[&str] = &[
    "404.html",
    "archive.html",
    "column.html",
    "consent.html",
    "gate-panel.html",
    "gate.html",
    "home.html",
    "issue.html",
    "page.html",
    "people.html",
    "person.html",
    "redirect.html",
    "tag.html",
    "tags.html",
];

/// A theme, ready for any thread.
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Its templates.
    pub templates: Templates,
    /// Its assets as they are published.
    pub assets: Assets,
    /// What it wishes of pictures.
    pub wishes: Wishes,
    strings: BTreeMap<Language, Strings>,
}

/// The interface strings of a language.
#[derive(Debug, Clone)]
pub struct Strings {
    /// By dotted name: `parts.quiz`.
    flat: BTreeMap<String, String>,
    /// As templates get them.
    value: Value,
}

impl Strings {
    /// A string by its dotted name; the name itself where there is none, which [`prepare`] has reported.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.flat.get(name).map_or(name, String::as_str)
    }

    /// The title of an issue as readers see it anywhere: that its paper was retracted or is in doubt stands before it.
    pub fn title_of<'a>(&self, issue: &'a Issue) -> Cow<'a, str> {
        match self.title_mark(issue) {
            Some(mark) => Cow::Owned(format!("{mark}{}", issue.title)),
            None => Cow::Borrowed(&issue.title),
        }
    }

    /// What stands before the title of an issue.
    pub fn title_mark(&self, issue: &Issue) -> Option<&str> {
        match (issue.is_retracted(), issue.is_in_doubt()) {
            (true, _) => Some(self.get("issue.retracted_prefix")),
            (_, true) => Some(self.get("issue.concern_prefix")),
            _ => None,
        }
    }

    /// All of them as a value for templates.
    pub fn value(&self) -> Value {
        self.value.clone()
    }
}

impl Theme {
    /// The same theme with what it wishes of pictures.
    #[must_use]
    pub fn with_wishes(self, wishes: Wishes) -> Self {
        Self { wishes, ..self }
    }

    /// The interface strings of a language of the site.
    pub fn strings(&self, language: &Language) -> Option<&Strings> {
        self.strings.get(language)
    }
}

/// Interface strings that postil's own outputs need, whatever the theme.
const OWN_STRINGS: &[&str] = &[
    "archive.title",
    "body.footnote",
    "body.footnote_back",
    "body.footnotes",
    "body.note",
    "body.source",
    "body.table_scroll",
    "body.task_done",
    "body.task_open",
    "body.warning",
    "consent.title",
    "corrections.clarification",
    "corrections.concern",
    "corrections.correction",
    "corrections.retraction",
    "credits.separator",
    "description.archive",
    "description.column",
    "description.consent",
    "description.people",
    "description.person",
    "description.tag",
    "description.tags",
    "finding.colon",
    "gate.description",
    "gate.withheld",
    "issue.concern_prefix",
    "issue.retracted_prefix",
    "not_found.title",
    "people.title",
    "redirect.title",
    "tags.title",
];

/// The files of a theme and of what it is built on, the base first. Paths are inside the theme.
pub struct Layer<'a> {
    /// What messages call its folder.
    pub folder: &'a str,
    /// Its files.
    pub files: &'a BTreeMap<String, Vec<u8>>,
}

/// The file `theme.toml`.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The theme that it is built on: what it lacks is taken from there.
    pub extends: Option<String>,
    /// What it wishes of pictures; otherwise what that theme does.
    pub wishes: Option<Wishes>,
    /// The theme whose words it takes where it has none of its own, and nothing else.
    pub words: Option<String>,
}

/// Reads a theme's `theme.toml`, and whether this postil is one that it was written for.
pub fn manifest(file: &Arc<SourceText>) -> Checked<Manifest> {
    let mut reader = TableReader::parse(file);
    for field in ["name", "description", "license"] {
        let _ = reader.string(field);
    }
    let extends = reader.string("extends").map(|at| at.value);
    let words = reader.string("words").map(|at| at.value);
    match reader.string("postil") {
        None => {
            reader.missing("postil", text!("say which versions the theme is for, such as `postil = \">=0.1, <0.2\"`"))
        }
        Some(range) => match supports(&range.value, env!("CARGO_PKG_VERSION")) {
            Some(true) => {}
            Some(false) => {
                let message = text!(
                    "the theme is for postil {range}, and this is {version}",
                    range = range.value,
                    version = env!("CARGO_PKG_VERSION")
                );
                reader.say(
                    Diagnostic::new(code::T002, message)
                        .help(text!("use a version of the theme for this postil, or a postil that the theme is for")),
                    range.span,
                );
            }
            None => {
                let message = text!("`{range}` is not a range of versions", range = range.value);
                reader.say(
                    Diagnostic::new(code::S004, message)
                        .help(text!("write comparisons with commas between them: `>=0.1, <0.2`")),
                    range.span,
                );
            }
        },
    }
    let wishes = read_wishes(&mut reader);
    Checked::new(Manifest { extends, words, wishes }, reader.finish())
}

/// `[pictures]`: in which widths the layout shows them.
fn read_wishes(reader: &mut TableReader) -> Option<Wishes> {
    let mut table = reader.table("pictures")?;
    let mut wishes = Wishes::default();
    for (name, widths) in [("widths", &mut wishes.widths), ("portrait_widths", &mut wishes.portrait_widths)] {
        if let Some(mut written) = table.integers(name, 16..=8192) {
            written.sort_unstable();
            written.dedup();
            *widths = written.into_iter().filter_map(|width| u32::try_from(width).ok()).collect();
        }
    }
    if let Some(sizes) = table.string("sizes") {
        wishes.sizes = sizes.value;
    }
    reader.absorb(table);
    Some(wishes)
}

/// Whether a version lies in a range of comparisons, all of which must hold; `None` if the range has another form. What
/// comes before a version, such as `0.2.0-rc.1`, counts as that version.
fn supports(range: &str, version: &str) -> Option<bool> {
    let range = semver::VersionReq::parse(range).ok()?;
    let version = semver::Version { pre: semver::Prerelease::EMPTY, ..semver::Version::parse(version).ok()? };
    Some(range.matches(&version))
}

/// Makes a theme ready from its layers, the base first: a later file of the same path takes the place of an earlier one.
/// `mount` puts the gate's mount points into a template; its error says why the HTML of one cannot be read.
pub fn prepare(
    name: &str,
    layers: &[Layer<'_>],
    languages: &[Language],
    base_path: &str,
    mount: &dyn Fn(&str) -> Result<Mounted, String>,
) -> Checked<Option<Theme>> {
    let mut said = Vec::new();
    let mut templates = BTreeMap::new();
    let mut assets = BTreeMap::new();
    let mut homes = BTreeMap::new();
    let mut strings = StringFiles::default();
    for layer in layers {
        for (path, bytes) in layer.files {
            if let Some(name) = path.strip_prefix("assets/") {
                assets.insert(name.to_owned(), bytes.clone());
                homes.insert(name.to_owned(), layer.folder);
                continue;
            }
            let is_text = path.starts_with("templates/") || path.starts_with("i18n/");
            let Ok(text) = std::str::from_utf8(bytes) else {
                if is_text {
                    said.push(
                        Diagnostic::new(code::T004, text!("the file is not UTF-8"))
                            .path(format!("{}/{path}", layer.folder))
                            .help(text!("save it as UTF-8")),
                    );
                }
                continue;
            };
            let source = || SourceText::new(format!("{}/{path}", layer.folder), text);
            if let Some(name) = path.strip_prefix("templates/") {
                let mounted = mount(text).unwrap_or_else(|message| {
                    said.push(
                        Diagnostic::new(
                            code::T004,
                            text!("the HTML of the template cannot be read: {message}", message),
                        )
                        .path(format!("{}/{path}", layer.folder))
                        .help(text!("mend the HTML of the template")),
                    );
                    Mounted { text: text.to_owned(), inserted: Vec::new() }
                });
                templates.insert(name.to_owned(), Source { file: source(), mounted });
            } else if let Some(tag) = path.strip_prefix("i18n/").and_then(|it| it.strip_suffix(".toml")) {
                strings.read(tag, &source(), &mut said);
            }
        }
    }
    let folder = layers.last().map_or("themes", |layer| layer.folder);
    for template in TEMPLATES.iter().filter(|template| !templates.contains_key(**template)) {
        said.push(
            Diagnostic::new(code::T003, text!("the theme has no template `{template}`", template))
                .path(format!("{folder}/templates/{template}"))
                .help(text!("write it, or name a theme that has it with `extends = \"default\"` in theme.toml")),
        );
    }
    let files = assets;
    let (mut assets, faults) = asset::prepare(&files);
    said.extend(faults.iter().map(|it| {
        let home = homes.get(&it.sheet).copied().unwrap_or(folder);
        let text = files.get(&it.sheet).map(|bytes| stylesheet::text_of(bytes)).unwrap_or_default();
        it.diagnostic(&SourceText::new(format!("{home}/assets/{}", it.sheet), text))
    }));
    for (path, script) in gate::SCRIPTS {
        assets.insert((*path).to_owned(), asset::fingerprinted(path, script.as_bytes().to_vec()));
    }
    let strings = strings.complete(languages, folder, &mut said);
    match Templates::parse(templates, &assets, base_path) {
        Ok(templates) => {
            let theme = Theme { name: name.to_owned(), templates, assets, wishes: Wishes::default(), strings };
            Checked::new(Some(theme), said)
        }
        Err(faults) => {
            said.extend(faults);
            Checked::new(None, said)
        }
    }
}

/// Interface strings as they are gathered: language tag -> dotted name -> string, and where a language was read last.
#[derive(Default)]
struct StringFiles {
    texts: BTreeMap<String, BTreeMap<String, toml::Value>>,
    files: BTreeMap<String, Arc<SourceText>>,
}

impl StringFiles {
    fn read(&mut self, tag: &str, source: &Arc<SourceText>, said: &mut Vec<Diagnostic>) {
        let table: toml::Table = match toml::from_str(&source.text) {
            Ok(table) => table,
            Err(error) => {
                let end = source.text.len();
                let span = error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end));
                said.push(
                    Diagnostic::new(code::S001, Text::verbatim(error.message()))
                        .at(source, span)
                        .help(text!("a line is `name = \"text\"`; a group begins with `[name]`")),
                );
                return;
            }
        };
        flatten("", &table, self.texts.entry(tag.to_owned()).or_default());
        self.files.insert(tag.to_owned(), Arc::clone(source));
    }

    /// The strings of each language of the site; whatever another language of the theme has and it lacks is reported.
    fn complete(self, languages: &[Language], folder: &str, said: &mut Vec<Diagnostic>) -> BTreeMap<Language, Strings> {
        let charts = chart::STRINGS.iter().map(|(name, _)| *name);
        let own = OWN_STRINGS.iter().copied().chain(charts).map(str::to_owned);
        let wanted: BTreeSet<String> = self.texts.values().flat_map(|texts| texts.keys().cloned()).chain(own).collect();
        let mut all = BTreeMap::new();
        for language in languages {
            let tag = [language.tag(), language.primary()].into_iter().find(|tag| self.texts.contains_key(*tag));
            let Some(tag) = tag else {
                said.push(
                    Diagnostic::new(code::T006, text!("the theme has no strings for the language `{language}`", language = language.tag()))
                        .path(format!("{folder}/i18n/{language}.toml"))
                        .help(text!("make a theme of your own with `extends = \"default\"` and put its words into `i18n/{language}.toml`, or take the language out of `languages` in config.toml", language = language.tag())),
                );
                continue;
            };
            let texts = &self.texts[tag];
            let file = &self.files[tag];
            for name in wanted.iter().filter(|name| !texts.contains_key(*name)) {
                let end = file.text.len();
                said.push(
                    Diagnostic::new(code::T006, text!("the string `{name}` is missing", name))
                        .at(file, end..end)
                        .help(text!("add `{line}` with its text in this language", line = name.replace('.', "` → `"))),
                );
            }
            let flat =
                texts.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
            all.insert(language.clone(), Strings { flat, value: nest(texts) });
        }
        all
    }
}

fn flatten(prefix: &str, table: &toml::Table, texts: &mut BTreeMap<String, toml::Value>) {
    for (name, value) in table {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, texts),
            other => {
                texts.insert(name, other.clone());
            }
        }
    }
}

/// Dotted names as nested maps again, after the layers were put together.
fn nest(texts: &BTreeMap<String, toml::Value>) -> Value {
    let mut root = toml::Table::new();
    for (name, value) in texts {
        let mut parts: Vec<&str> = name.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let mut table = &mut root;
        for part in parts {
            let entry = table.entry(part).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if !entry.is_table() {
                *entry = toml::Value::Table(toml::Table::new());
            }
            let toml::Value::Table(inner) = entry else { unreachable!("it was made a table just now") };
            table = inner;
        }
        table.insert(last.to_owned(), value.clone());
    }
    Value::from_serializable(&root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_versions_is_a_list_of_comparisons() {
        for (range, version, holds) in [
            (">=0.1, <0.2", "0.1.5", Some(true)),
            (">=0.1, <0.2", "0.2.0", Some(false)),
            (">=0.1", "0.2.0-rc.1", Some(true)),
            ("0.1.5", "0.1.5", Some(true)),
            ("0.1", "0.1.5", Some(true)),
            ("=0.1.4", "0.1.5", Some(false)),
            (" >= 0.1 , <=0.1.5", "0.1.5", Some(true)),
            ("latest", "0.1.5", None),
            (">=0.1 <0.2", "0.1.5", None),
            ("", "0.1.5", None),
        ] {
            assert_eq!(supports(range, version), holds, "{range}");
        }
    }
}
