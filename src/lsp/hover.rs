//! What is known of what stands at a place: how a statement was read and what follows from it, a number, a person, an
//! arm, an abbreviation, a paper, a field.

use std::ops::Range;

use serde_json::{Value, json};

use super::cursor::{Seat, toml};
use super::fields::{Fields, Step};
use super::names::{self, Name, What};
use super::scene::Scene;
use crate::diag::{Code, Span, Text, text};
use crate::evidence::reckoning::Reckoned;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::Passage;
use crate::lint::reading::reckoned::{arithmetic, follows};
use crate::lint::{self, Source};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::person::PersonId;
use crate::model::statistic::Statement;
use crate::parse::draft::Kind;
use crate::parse::front_matter;
use crate::parse::node::{Node, Value as Written};
use crate::pipeline::Loaded;
use crate::sheet::{self, Reading, statistic};

/// Something that is known, and of what.
struct Known {
    lines: Vec<String>,
    span: Span,
}

/// What is known of what stands at a place.
pub(super) fn over(scene: &Scene<'_>, at: usize) -> Value {
    let mut found: Vec<Known> = Vec::new();
    let loaded = scene.round.and_then(|round| round.loaded.as_ref());
    if let Some(name) = names::at(scene.text, at) {
        found.extend(named(scene, loaded, &name));
    }
    if let Some(loaded) = loaded {
        found.extend(paper(scene, loaded, at));
        if found.is_empty() {
            found.extend(numbers(scene, loaded, at));
        }
        found.extend(abbreviation(scene, loaded, at));
    }
    if found.is_empty() {
        found.extend(of_field(scene, at));
    }
    let Some(span) = found.first().map(|it| it.span.clone()) else { return Value::Null };
    let (kind, between) = if scene.client.markdown { ("markdown", "\n\n") } else { ("plaintext", "\n") };
    let words = found.into_iter().flat_map(|it| it.lines).collect::<Vec<_>>().join(between);
    json!({ "contents": { "kind": kind, "value": words }, "range": scene.places.range(&span) })
}

/// Words that stand out, whatever signs are in them.
fn strong(scene: &Scene<'_>, words: &str) -> String {
    if scene.client.markdown { format!("**{}**", plain(scene, words)) } else { words.to_owned() }
}

/// Words in which no sign means anything.
fn plain(scene: &Scene<'_>, words: &str) -> String {
    if !scene.client.markdown {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn named(scene: &Scene<'_>, loaded: Option<&Loaded>, name: &Name) -> Option<Known> {
    let lines = match name.what {
        What::Person => {
            let site = &loaded?.site;
            let person = site.people.get(&PersonId(name.name.as_str().into()))?;
            let language = language(scene, loaded?);
            let more = [&person.title, &person.affiliation, &person.bio];
            let more = more.into_iter().flatten().map(|it| plain(scene, it.get(language).trim()));
            std::iter::once(strong(scene, person.name.get(language))).chain(more).collect()
        }
        What::Arm => {
            let issue = loaded?.site.issues.iter().find(|it| it.source.path == scene.text.path)?;
            let arm = issue.trial.as_ref()?.arms.iter().find(|arm| arm.key == name.name)?;
            let n = arm.n.map(|n| format!("n = {n}"));
            std::iter::once(strong(scene, &arm.label)).chain(n).collect()
        }
    };
    Some(Known { lines, span: name.span.clone() })
}

/// The language in which a text is written, else that of its site.
fn language<'l>(scene: &Scene<'_>, loaded: &'l Loaded) -> &'l Language {
    let path = &scene.text.path;
    let site = &loaded.site;
    let issue = site.issues.iter().find(|it| it.source.path == *path).map(|it| &it.language);
    let page = site.pages.iter().find(|it| it.source.path == *path).map(|it| &it.language);
    issue.or(page).unwrap_or(&site.settings.language)
}

/// A paper by its DOI, and the issues that are about it.
fn paper(scene: &Scene<'_>, loaded: &Loaded, at: usize) -> Option<Known> {
    let is_part = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '{' | '}' | ',' | '`');
    let span = word(&scene.text.text, at, is_part)?;
    let written = &scene.text.text[span.clone()];
    let from = written.find("10.")?;
    let doi = written[from..].trim_end_matches(['.', ')', ']', ';']);
    let is_about = |issue: &&Issue| {
        let paper = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
        paper.and_then(|it| it.doi.as_ref()).is_some_and(|it| it.value.to_string().eq_ignore_ascii_case(doi))
    };
    let language = language(scene, loaded);
    let mut issues: Vec<&Issue> = loaded.site.issues.iter().map(AsRef::as_ref).filter(is_about).collect();
    // Those in the language of the text come first.
    issues.sort_by_key(|issue| issue.language != *language);
    let mut lines = Vec::new();
    if let Some(trial) = issues.first().and_then(|issue| issue.trial.as_ref()) {
        lines.push(strong(scene, trial.title.as_ref().unwrap_or(&trial.name)));
        let paper = trial.publication.as_ref().map(|it| {
            let year = it.year.map(|it| format!(" {it}")).unwrap_or_default();
            format!("{}{year}", it.journal)
        });
        lines.extend(paper.map(|it| plain(scene, &it)));
    }
    for issue in issues {
        let (title, path) = (plain(scene, &issue.title), issue.source.path.as_str());
        lines.push(scene.client.say(&text!("covered by “{title}” ({path})", title, path)));
    }
    let begin = span.start + from;
    (!lines.is_empty()).then_some(Known { lines, span: begin..begin + doi.len() })
}

/// How the numbers at a place were read, and what follows from them.
fn numbers(scene: &Scene<'_>, loaded: &Loaded, at: usize) -> Option<Known> {
    let path = scene.text.path.as_str();
    let synonyms = &loaded.config.house.words;
    for source in lint::sources(&loaded.site).into_iter().filter(|source| source.path() == path) {
        let document = Document::new(source, synonyms);
        let found = document
            .passages
            .iter()
            .find_map(|passage| statement(scene, passage, at).or_else(|| share(scene, passage, at)));
        if found.is_some() {
            return found;
        }
        let Source::Issue(issue) = source else { continue };
        let entries = sheet::numbers(issue, synonyms, &|_| None);
        let entry = entries.into_iter().find(|it| it.file.path == path && it.span.start <= at && at <= it.span.end);
        if let Some(entry) = entry.filter(|it| it.apart().is_none() && it.reading != Reading::Unread) {
            let words = format!("{}: {}", entry.shown, scene.client.say(&entry.reading.about()));
            return Some(Known { lines: vec![plain(scene, &words)], span: entry.span });
        }
    }
    None
}

fn statement(scene: &Scene<'_>, passage: &Passage<'_>, at: usize) -> Option<Known> {
    let place = |range: &Range<usize>| passage.span(range.clone());
    let holds = |it: &&Statement| {
        let span = place(it.span());
        span.start <= at && at <= span.end
    };
    let statement = passage.statements().iter().find(holds)?;
    let read = match statement {
        Statement::Effect(effect) => statistic::effect(effect),
        Statement::P(p) => statistic::p_value(p),
    };
    let mut lines = vec![strong(scene, &scene.client.say(&read))];
    if let Some(reckoned) = statement.effect().filter(|it| it.measure.compares()).and_then(Reckoned::of) {
        let said = [follows(&reckoned).unwrap_or_default(), arithmetic(&reckoned)];
        lines.extend(said.iter().filter(|it| !it.is_empty()).map(|it| plain(scene, &scene.client.say(it))));
    }
    Some(Known { lines, span: place(statement.span()) })
}

/// A number of people with its percentage.
fn share(scene: &Scene<'_>, passage: &Passage<'_>, at: usize) -> Option<Known> {
    let place = |range: &Range<usize>| passage.span(range.clone());
    let share = passage.shares().iter().find(|it| {
        let span = place(&it.span);
        span.start <= at && at <= span.end
    })?;
    let (count, percent) = (share.count, share.percent.to_string());
    let said: Text = match share.among.filter(|among| *among > 0) {
        Some(among) => {
            let exact = format!("{:.2}", f64::from(count) / f64::from(among) * 100.0);
            text!(
                "{count} of {among} people, printed as {percent}%: {count}/{among} = {exact}%",
                count,
                among,
                percent,
                exact
            )
        }
        None => text!("{count} people, printed as {percent}%; of how many is not said here", count, percent),
    };
    Some(Known { lines: vec![plain(scene, &scene.client.say(&said))], span: place(&share.span) })
}

fn abbreviation(scene: &Scene<'_>, loaded: &Loaded, at: usize) -> Option<Known> {
    let span = word(&scene.text.text, at, |c| c.is_ascii_alphanumeric() || c == '-')?;
    let written = &scene.text.text[span.clone()];
    let meaning = loaded.site.glossary.get(written)?;
    let words = format!("{}: {}", strong(scene, written), plain(scene, meaning.get(language(scene, loaded))));
    Some(Known { lines: vec![words], span })
}

/// What a field is for, or a code that is accepted.
fn of_field(scene: &Scene<'_>, at: usize) -> Option<Known> {
    let kind = scene.kind?;
    if scene.text.path.ends_with(".toml") {
        return of_table(scene, kind, at);
    }
    let document = if scene.text.path.ends_with(".md") {
        front_matter::read(scene.text).value?
    } else if scene.text.path.ends_with(".yaml") {
        front_matter::read_yaml(scene.text).value?
    } else {
        return None;
    };
    let mut path = Vec::new();
    match descend(&document.root, at, &mut path)? {
        Found::Name(span) => {
            let about = Fields::of(kind, scene.client.locale).about(&path)?["description"].as_str()?.to_owned();
            Some(Known { lines: vec![about], span })
        }
        Found::Value(written, span) if path.last() == Some(&Step::Field("code".to_owned())) => {
            let code = Code::find(&written)?;
            Some(Known { lines: vec![plain(scene, &scene.client.say(&code.about()))], span })
        }
        Found::Value(..) => None,
    }
}

/// What a name in TOML is for.
fn of_table(scene: &Scene<'_>, kind: Kind, at: usize) -> Option<Known> {
    let text = &scene.text.text;
    let span = word(text, at, |c| c.is_ascii_alphanumeric() || c == '_')?;
    let cursor = toml::cursor(&text[..span.end], "").cursor;
    let name = Step::Field(text[span.clone()].to_owned());
    let path = [cursor.path, vec![name]].concat();
    let about =
        Fields::of(kind, scene.client.locale).about(&path).filter(|_| cursor.seat == Seat::Name)?["description"]
            .as_str()?
            .to_owned();
    Some(Known { lines: vec![about], span })
}

/// What of a field stands at a place.
enum Found {
    Name(Span),
    Value(String, Span),
}

fn descend(node: &Node<'_>, at: usize, path: &mut Vec<Step>) -> Option<Found> {
    match &node.value {
        Written::Mapping(entries) => entries.iter().find_map(|entry| {
            path.push(Step::Field(entry.key.to_string()));
            if (entry.key_span.start..=entry.key_span.end).contains(&at) {
                return Some(Found::Name(entry.key_span.clone()));
            }
            let found = descend(&entry.value, at, path);
            if found.is_none() {
                path.pop();
            }
            found
        }),
        Written::Sequence(items) => {
            path.push(Step::Item);
            let found = items.iter().find_map(|item| descend(item, at, path));
            if found.is_none() {
                path.pop();
            }
            found
        }
        Written::Scalar(scalar) if (node.span.start..=node.span.end).contains(&at) => {
            Some(Found::Value(scalar.text.to_string(), node.span.clone()))
        }
        _ => None,
    }
}

/// The word around a place.
fn word(text: &str, at: usize, is_part: impl Fn(char) -> bool) -> Option<Span> {
    let start = text[..at].char_indices().rev().take_while(|(_, c)| is_part(*c)).last().map_or(at, |(at, _)| at);
    let length: usize = text[at..].chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    (start < at + length).then_some(start..at + length)
}
