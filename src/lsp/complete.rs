//! What can be written at a place: fields and their values, arms, people, tags, headings, files, codes; in the body
//! directives, links and abbreviations.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cursor::{Cursor, Seat, cursor, toml};
use super::fields::{Fields, Step};
use super::names::{self, UNIT, What, folder};
use super::scene::Scene;
use super::written::{body_of, landmarks};
use crate::diag::{Code, Span, text};
use crate::lint::RULES;
use crate::parse::draft::Kind;
use crate::parse::front_matter;
use crate::parse::named::FIELDS as NAMES_PEOPLE;
use crate::pipeline::Loaded;

mod body;

/// Kinds of what can be completed, in the numbers of the protocol.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Text = 1,
    Field = 5,
    Value = 12,
    Directive = 14,
    Snippet = 15,
    File = 17,
    Reference = 18,
    Member = 20,
    Constant = 21,
}

/// Something that can be written.
pub(super) struct Offer {
    label: String,
    /// What is written, if that is not the label.
    text: Option<String>,
    /// Whether `text` has gaps.
    is_snippet: bool,
    detail: String,
    about: String,
    shape: Shape,
}

impl Offer {
    fn new(shape: Shape, label: impl Into<String>) -> Self {
        let (detail, about) = (String::new(), String::new());
        Self { label: label.into(), text: None, is_snippet: false, detail, about, shape }
    }

    fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    fn show(self, scene: &Scene<'_>, span: &Span, order: usize) -> Value {
        let text = self.text.unwrap_or_else(|| self.label.clone());
        let mut item = json!({
            "label": self.label,
            "kind": self.shape as u8,
            "filterText": text,
            "sortText": format!("{order:05}"),
            "textEdit": { "range": scene.places.range(span), "newText": text },
        });
        if self.is_snippet {
            item["filterText"] = json!(self.label);
            item["insertTextFormat"] = json!(2);
        }
        for (name, said) in [("detail", self.detail), ("documentation", self.about)] {
            if !said.is_empty() {
                item[name] = json!(said);
            }
        }
        item
    }
}

/// How many are offered at most: who wants another goes on writing.
const MOST: usize = 500;

/// What can be written at a place.
pub(super) fn list(scene: &Scene<'_>, at: usize) -> Value {
    let text = &scene.text.text;
    let is_markdown = scene.text.path.ends_with(".md");
    let (span, offers) = match scene.kind {
        None => return json!([]),
        Some(kind @ (Kind::Config | Kind::Theme)) => {
            let place = toml::cursor(&text[..at], &text[at..]);
            (at - place.cursor.begun.len()..at, of_table(scene, kind, &place, &text[at..]))
        }
        Some(_) if is_markdown && !is_in_front_matter(text, at) => body::offers(scene, at),
        Some(kind) => {
            let start = if is_markdown { text.find('\n').map_or(0, |at| at + 1) } else { 0 };
            let cursor = cursor(&text[start.min(at)..at], &text[at..]);
            if cursor.seat == Seat::Words {
                body::offers(scene, at)
            } else {
                (at - cursor.begun.len()..at, of_field(scene, kind, &cursor, &text[at..]))
            }
        }
    };
    let is_whole = offers.len() <= MOST;
    let items: Vec<Value> =
        offers.into_iter().take(MOST).enumerate().map(|(order, it)| it.show(scene, &span, order)).collect();
    json!({ "isIncomplete": !is_whole, "items": items })
}

fn is_in_front_matter(text: &str, at: usize) -> bool {
    let start = text.trim_start_matches('\u{feff}');
    // Front matter that is not closed yet is all that there is.
    let body = front_matter::body(text);
    start.starts_with("---") && at >= 3 && (at < body.start || body.start < 4)
}

/// What can be written in TOML: names with their sign, headings of tables.
fn of_table(scene: &Scene<'_>, kind: Kind, place: &toml::Place, after: &str) -> Vec<Offer> {
    let fields = Fields::of(kind, scene.client.locale);
    let toml::Place { cursor, is_heading } = place;
    if cursor.seat == Seat::Value {
        let quoted = |offer: Offer| {
            let is_text = !matches!(offer.label.as_str(), "true" | "false") && !cursor.is_quoted;
            let text = if is_text { format!("\"{}\"", offer.label) } else { offer.label.clone() };
            offer.text(text)
        };
        return values(scene, cursor, &fields.at(&cursor.path)).into_iter().map(quoted).collect();
    }
    // Some fields may be a table or a value.
    let fits = |name: &str| {
        let forms = fields.at(&[cursor.path.clone(), vec![Step::Field(name.to_owned())]].concat());
        let is_table = |it: &&Value| it["properties"].is_object() || it["additionalProperties"].is_object();
        let is_value = |it: &&Value| it["type"].as_str().is_some_and(|kind| kind != "object") || it["enum"].is_array();
        if *is_heading { forms.iter().any(is_table) } else { forms.iter().any(is_value) }
    };
    let sign = if after.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').trim_start().starts_with('=') {
        ""
    } else {
        " = "
    };
    let named = described(scene, &fields, cursor).into_iter().filter(|it| fits(&it.label));
    named
        .map(|it| {
            if *is_heading {
                it
            } else {
                let text = format!("{}{sign}", it.label);
                it.text(text)
            }
        })
        .collect()
}

fn of_field(scene: &Scene<'_>, kind: Kind, cursor: &Cursor, after: &str) -> Vec<Offer> {
    let fields = Fields::of(kind, scene.client.locale);
    let forms = fields.at(&cursor.path);
    let line = after.lines().next().unwrap_or_default();
    if cursor.seat == Seat::Value {
        return values(scene, cursor, &forms);
    }
    let colon =
        if line.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').starts_with(':') { "" } else { ": " };
    let with_colon = |offer: Offer| {
        let group = fields.at(&[cursor.path.clone(), vec![Step::Field(offer.label.clone())]].concat());
        let is_group = group.iter().any(|it| it["properties"].is_object() || it["type"] == "array");
        let text = format!("{}{}", offer.label, if is_group { colon.trim_end() } else { colon });
        offer.text(text)
    };
    let mut offers: Vec<Offer> = described(scene, &fields, cursor).into_iter().map(with_colon).collect();
    offers.extend(names_of_map(scene, kind, cursor, colon));
    offers.retain(|offer| !cursor.beside.contains(&offer.label));
    if cursor.path.last() == Some(&Step::Item) {
        offers.extend(values(scene, cursor, &forms));
    }
    offers
}

/// The fields that may stand at a place and do not yet, those that must be there first.
fn described(scene: &Scene<'_>, fields: &Fields, cursor: &Cursor) -> Vec<Offer> {
    let mut offers = Vec::new();
    for form in fields.at(&cursor.path) {
        let required: Vec<&str> = form["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = form["properties"].as_object().into_iter().flatten();
        for (name, about) in properties.filter(|(name, _)| !cursor.beside.contains(name)) {
            let is_required = required.contains(&name.as_str());
            let detail = if is_required { scene.client.say(&text!("must be there")) } else { String::new() };
            let offer = Offer::new(Shape::Field, name).detail(detail);
            offers.push((!is_required, offer.about(about["description"].as_str().unwrap_or_default())));
        }
    }
    offers.sort_by_key(|(is_optional, _)| *is_optional);
    offers.into_iter().map(|(_, offer)| offer).collect()
}

/// Names that stand in a group that has no fields of its own: arms, people.
fn names_of_map(scene: &Scene<'_>, kind: Kind, cursor: &Cursor, colon: &str) -> Vec<Offer> {
    match (kind, cursor.names().as_slice()) {
        (Kind::Issue | Kind::Translation, ["findings", "medians" | "means" | "rates" | "counts"]) => {
            let has_unit = cursor.names().last().is_some_and(|it| matches!(*it, "medians" | "means"));
            let unit = has_unit.then(|| Offer::new(Shape::Field, UNIT).text(format!("{UNIT}{colon}")));
            arms(scene)
                .into_iter()
                .map(|(name, label)| {
                    Offer::new(Shape::Member, name.as_str()).text(format!("{name}{colon}")).detail(label)
                })
                .chain(unit)
                .collect()
        }
        (Kind::Translation, ["trial", "arms"]) => {
            let offer = |(name, label): (String, String)| {
                Offer::new(Shape::Member, name.as_str()).text(format!("{name}{colon}")).detail(label)
            };
            arms(scene).into_iter().map(offer).collect()
        }
        (Kind::Signatures, []) => people(scene),
        _ => Vec::new(),
    }
}

/// The arms of an issue: as its text gives them, else as its original does.
fn arms(scene: &Scene<'_>) -> Vec<(String, String)> {
    let given = |text: &_| -> Vec<String> {
        let all = names::names(text).into_iter().filter(|it| it.what == What::Arm && it.is_given);
        all.map(|it| it.name).collect()
    };
    let mut found = given(scene.text);
    if found.is_empty() {
        let original = format!("{}issue.md", folder(&scene.text.path));
        found = scene.files.read(&original).map(|text| given(&text)).unwrap_or_default();
    }
    let folder = folder(&scene.text.path);
    let issues = loaded(scene).map(|it| it.site.issues.as_slice()).unwrap_or_default();
    let own = issues.iter().find(|it| it.source.path == scene.text.path);
    let any = issues.iter().find(|it| it.source.path.starts_with(folder));
    let trial = own.or(any).and_then(|issue| issue.trial.as_ref());
    let label = |name: &String| {
        let arm = trial.and_then(|trial| trial.arms.iter().find(|arm| arm.key == *name));
        arm.map(|arm| arm.label.clone()).unwrap_or_default()
    };
    found.into_iter().map(|name| (name.clone(), label(&name))).collect()
}

fn loaded<'s>(scene: &Scene<'s>) -> Option<&'s Loaded> {
    scene.round.and_then(|round| round.loaded.as_ref())
}

fn values(scene: &Scene<'_>, cursor: &Cursor, forms: &[&Value]) -> Vec<Offer> {
    let own: Vec<Offer> = match cursor.names().as_slice() {
        [.., last] if NAMES_PEOPLE.contains(last) => people(scene),
        ["tags"] => tags(scene),
        [.., "evidence"] => places(scene, cursor),
        ["cover", "src"] | [.., "photo"] => files(scene, &["png", "jpg", "jpeg", "webp", "gif", "svg", "avif"]),
        ["accept", "code"] => codes(scene),
        _ => Vec::new(),
    };
    if !own.is_empty() {
        return own;
    }
    let mut offers: Vec<Offer> = Vec::new();
    for form in forms {
        let choices = form["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        offers.extend(choices.map(|name| Offer::new(Shape::Member, name)));
        if form["type"] == "boolean" || form["type"].as_array().is_some_and(|all| all.iter().any(|it| it == "boolean"))
        {
            offers.extend(["true", "false"].map(|name| Offer::new(Shape::Value, name)));
        }
    }
    offers
}

fn people(scene: &Scene<'_>) -> Vec<Offer> {
    let Some(loaded) = loaded(scene) else { return Vec::new() };
    let language = &loaded.site.settings.language;
    let offer = |person: &crate::model::person::Person| {
        let about = [&person.title, &person.affiliation].into_iter().flatten().map(|it| it.get(language));
        let about = about.collect::<Vec<_>>().join("\n");
        Offer::new(Shape::Reference, person.id.to_string()).detail(person.name.get(language)).about(about)
    };
    loaded.site.people.values().map(offer).collect()
}

/// Tags of other issues in the same language, the most used first.
fn tags(scene: &Scene<'_>) -> Vec<Offer> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let issues = loaded(scene).map(|it| it.site.issues.as_slice()).unwrap_or_default();
    let own = issues.iter().find(|it| it.source.path == scene.text.path).map(|it| &it.language);
    let others = issues.iter().filter(|it| it.source.path != scene.text.path);
    for issue in others.filter(|it| own.is_none_or(|own| it.language == *own)) {
        issue.tags.iter().for_each(|tag| *counts.entry(&tag.value).or_default() += 1);
    }
    let mut all: Vec<(&str, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all.into_iter().map(|(tag, count)| Offer::new(Shape::Constant, tag).detail(format!("{count}"))).collect()
}

/// Headings and figures of the text, as questions name them.
fn places(scene: &Scene<'_>, cursor: &Cursor) -> Vec<Offer> {
    let place = |it: super::written::Landmark| {
        let id = it.id?;
        let text = if cursor.is_quoted { format!("#{id}") } else { format!("\"#{id}\"") };
        Some(Offer::new(Shape::Reference, format!("#{id}")).text(text).detail(it.words))
    };
    landmarks(&body_of(scene.text)).into_iter().filter_map(place).collect()
}

/// Files beside the text with one of these endings.
fn files(scene: &Scene<'_>, endings: &[&str]) -> Vec<Offer> {
    let folder = folder(&scene.text.path);
    let is_one =
        |path: &&str| path.rsplit_once('.').is_some_and(|(_, end)| endings.contains(&end.to_lowercase().as_str()));
    let all = scene.files.list();
    let beside = all.iter().filter_map(|path| path.strip_prefix(folder)).filter(is_one);
    beside.map(|path| Offer::new(Shape::File, path)).collect()
}

/// Codes that can be accepted.
fn codes(scene: &Scene<'_>) -> Vec<Offer> {
    let mut codes: Vec<Code> = RULES.iter().map(|rule| rule.code).filter(|code| code.can_be_accepted()).collect();
    codes.sort();
    codes.dedup();
    let said = scene.round.map(|round| round.said.as_slice()).unwrap_or_default();
    let is_here = |code: &Code| {
        said.iter().any(|it| it.code == *code && it.place.as_ref().is_some_and(|at| at.file.path == scene.text.path))
    };
    // What is said of this text is what one wants to accept.
    codes.sort_by_key(|code| !is_here(code));
    codes
        .into_iter()
        .map(|code| Offer::new(Shape::Constant, code.name()).detail(scene.client.say(&code.about())))
        .collect()
}
