//! What the editor's page knows of a file: its fields with what the schema says of them, its text, and what there is to
//! say of either.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::amend::Notation;
use super::{Desk, State, amend, said};
use crate::diag::{Diagnostic, Locale, SourceText, Span, Text, text};
use crate::io::edit::inside;
use crate::io::{place, source};
use crate::manuscript;
use crate::model::address::PEOPLE;
use crate::model::uri::{self, Part};
use crate::parse::draft::{Kind, TOLD, schema_in};
use crate::parse::named;

/// The most bytes of a text that is edited here.
const LARGEST: usize = 4 << 20;

/// The files that there is one of in a site, and that come to be when something is written into them.
const OF_SITE: [&str; 2] = ["content/people.yaml", "content/glossary.yaml"];

/// The kind of a file whose fields are shown as a form.
pub(super) fn kind(path: &str) -> Option<Kind> {
    Kind::of(path).filter(|kind| TOLD.contains(kind))
}

/// The schema of a file; that of a page where nothing is known of it.
pub(super) fn schema_of(path: &str, locale: Locale) -> Value {
    schema_in(kind(path).unwrap_or(Kind::Page), locale)
}

/// A print of a text: another text has another.
pub(super) fn print(text: &str) -> String {
    format!("{:032x}", xxh3_128(text.as_bytes()))
}

impl Desk {
    /// The text of a file of the site. Only what the last round has read can be asked for.
    pub(super) fn text(&self, path: &str, state: &State) -> Result<String, Text> {
        let is_read = path.ends_with(".md")
            && (state.outline.sources.values().any(|it| it == path)
                || state.said.iter().any(|it| said::path(it) == Some(path)));
        let is_own = OF_SITE.contains(&path) || is_of_consent(path);
        if !(is_read || is_own) || !source::is_content(path) || !path.starts_with("content/") {
            return Err(text!("there is no such text in this site"));
        }
        if OF_SITE.contains(&path) && !place::is_taken(&self.root().join(path)) {
            return Ok(String::new());
        }
        let place = inside(self.root(), path).map_err(|it| it.message)?;
        let bytes = source::read_within(&place, LARGEST).map_err(|it| it.message)?;
        String::from_utf8(bytes).map_err(|_| text!("the file is not UTF-8; open it in another program first"))
    }
}

/// The title that a file gives itself.
pub(super) fn title(path: &str, state: &State, desk: &Desk) -> Option<String> {
    let fields = Notation::of(path).fields(&desk.text(path, state).ok()?)?;
    Some(fields.get("title")?.as_str()?.to_owned())
}

/// Whether a file is a text of the consent.
pub(super) fn is_of_consent(path: &str) -> bool {
    path.strip_prefix("content/consent/").is_some_and(|name| name.ends_with(".md") && !name.contains('/'))
}

/// What there is of a file.
pub(super) fn of(path: &str, state: &State, desk: &Desk) -> Result<Value, Text> {
    desk.text(path, state).map(|text| made(path, &text, state, desk))
}

/// The same of a file with this text.
pub(super) fn made(path: &str, text: &str, state: &State, desk: &Desk) -> Value {
    let notation = Notation::of(path);
    let body = notation.body(text);
    let fields = notation.fields(text).filter(|_| kind(path).is_some());
    let raw: Map<String, Value> =
        notation.raw(text).into_iter().map(|(name, lines)| (name, json!(one_end(lines)))).collect();
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let places = notation.read(text, |root, _| amend::places(root)).unwrap_or_default();
    let open = (notation == Notation::Front).then(|| manuscript::open(&text[..body.start])).flatten();
    json!({
        "path": path,
        "kind": Kind::ALL.iter().find(|(_, it)| Kind::of(path) == Some(*it)).map(|(name, _)| *name),
        "print": print(text),
        "schema": schema_of(path, desk.locale),
        "fields": fields,
        "raw": raw,
        "front": one_end(&text[..body.start]),
        "body": (notation == Notation::Front).then(|| one_end(&text[body.clone()])),
        "bodyLine": if notation == Notation::Front { line(body.start) } else { usize::MAX >> 12 },
        "proposed": open.map(|it| it.lines),
        "places": places.iter().map(|(way, span)| json!([way, line(span.start)])).collect::<Vec<_>>(),
        "said": said_of(path, state.said.iter(), desk),
        "page": page(path, state).map(|it| format!("{}{}", desk.base, uri::encode(it, Part::Path))),
        "languages": state.outline.languages,
        "people": state.outline.people,
        "namesPeople": named::FIELDS,
        "warning": warning(path, state).map(|it| it.say(desk.locale).into_owned()),
        "edition": state.edition,
    })
}

/// The address of the page that shows a file.
fn page<'s>(path: &str, state: &'s State) -> Option<&'s str> {
    let outline = &state.outline;
    if kind(path) == Some(Kind::People) {
        return state.files.contains_key(&format!("{PEOPLE}index.html")).then_some(PEOPLE);
    }
    if is_of_consent(path) {
        let tag = path.trim_end_matches(".md").rsplit_once('.').map(|(_, tag)| tag);
        let own = tag.filter(|tag| outline.languages.iter().any(|it| it == tag));
        let of = |tag: &str| outline.gated.get(tag).map(String::as_str);
        return own.or(outline.languages.first().map(String::as_str)).and_then(of);
    }
    outline.sources.iter().find(|(_, it)| *it == path).map(|(address, _)| address.as_str())
}

/// What has to be known before a file is changed.
pub(super) fn warning(path: &str, state: &State) -> Option<Text> {
    state.outline.agreed.contains(path).then(|| {
        text!(
            "Readers agree to this text, to the letter. Once a change of it is published, every reader is asked again. Keep the former version: it shows what was agreed to."
        )
    })
}

/// A text as a browser holds it: lines end in one way.
fn one_end(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A file as it was when something was said of it.
struct Read {
    file: Arc<SourceText>,
    /// Where its values stand, the outermost first.
    places: Vec<(Vec<String>, Span)>,
    /// Where its text begins.
    body: usize,
}

impl Read {
    fn of(file: &Arc<SourceText>) -> Self {
        let notation = Notation::of(&file.path);
        let places = notation.read(&file.text, |root, _| amend::places(root)).unwrap_or_default();
        Self { file: Arc::clone(file), places, body: notation.body(&file.text).start }
    }

    /// The way to the innermost value that holds a place.
    fn way(&self, at: usize) -> Option<&[String]> {
        let holds = |(_, span): &&(Vec<String>, Span)| at < self.body && span.start <= at && at <= span.end;
        self.places.iter().filter(holds).max_by_key(|(way, _)| way.len()).map(|(way, _)| way.as_slice())
    }
}

/// What is said of a file, each with the way to its field or its line.
pub(super) fn said_of<'d>(path: &str, said: impl Iterator<Item = &'d Diagnostic>, desk: &Desk) -> Vec<Value> {
    let say = |text: &Text| text.say(desk.locale).into_owned();
    let mut read: Option<Read> = None;
    let mut all = Vec::new();
    for diagnostic in said.filter(|it| said::path(it) == Some(path)) {
        if let Some(place) = &diagnostic.place
            && read.as_ref().is_none_or(|read| !Arc::ptr_eq(&read.file, &place.file))
        {
            read = Some(Read::of(&place.file));
        }
        let place = diagnostic.place.as_ref();
        all.push(json!({
            "id": id(diagnostic),
            "code": diagnostic.code.name(),
            "severity": diagnostic.severity.to_string(),
            "message": say(&diagnostic.message),
            "help": diagnostic.help.as_ref().map(say),
            "way": place.zip(read.as_ref()).and_then(|(place, read)| read.way(place.span.start)),
            "line": place.map(|place| place.file.line_column(place.span.start).0),
            "fix": !diagnostic.fix.is_empty(),
        }));
    }
    all
}

/// What tells a diagnostic from every other of its file.
pub(super) fn id(diagnostic: &Diagnostic) -> String {
    let span = diagnostic.place.as_ref().map(|it| it.span.clone()).unwrap_or_default();
    format!("{}@{}-{}", diagnostic.code.name(), span.start, span.end)
}
