//! Diagnostics as editors show them: of each file, with code, message and help, and the places that belong to them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::client::Client;
use super::position::Places;
use super::scene::Texts;
use crate::diag::{Diagnostic, Place, Severity};

/// Everything that was said, by the path of its file from the site's folder.
pub(super) fn by_path(said: &[Diagnostic]) -> BTreeMap<&str, Vec<&Diagnostic>> {
    let mut all: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in said {
        let place = diagnostic.place.as_ref().map(|place| place.file.path.as_str());
        // What is of no file is of the site.
        let path = place.or(diagnostic.path.as_deref()).unwrap_or("config.toml");
        all.entry(path).or_default().push(diagnostic);
    }
    all
}

/// What was said of one file.
pub(super) fn list(said: &[&Diagnostic], texts: &Texts<'_>, client: &Client) -> Value {
    let file = said.iter().find_map(|it| it.place.as_ref()).map(|place| &place.file);
    let places = Places::of(file.map_or("", |file| file.text.as_str()), client.encoding);
    said.iter().map(|it| one(it, &places, texts, client)).collect()
}

/// A diagnostic; `places` are those of its file.
pub(super) fn one(diagnostic: &Diagnostic, places: &Places<'_>, texts: &Texts<'_>, client: &Client) -> Value {
    let message = client.say(&diagnostic.message);
    let help = diagnostic.help.as_ref().map(|help| client.say(help));
    let span = diagnostic.place.as_ref().map_or(0..0, |place| place.span.clone());
    let label = diagnostic.place.as_ref().filter(|place| !place.label.is_empty());
    let related = label.into_iter().chain(&diagnostic.related);
    json!({
        "range": places.range(&span),
        "severity": match diagnostic.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Note => 4,
        },
        "code": diagnostic.code.name(),
        "source": "postil",
        "message": help.map_or_else(|| message.clone(), |help| format!("{message}\n{help}")),
        "relatedInformation": related.map(|place| elsewhere(place, texts, client)).collect::<Vec<_>>(),
    })
}

fn elsewhere(place: &Place, texts: &Texts<'_>, client: &Client) -> Value {
    let places = Places::of(&place.file.text, client.encoding);
    json!({
        "location": { "uri": texts.address(&place.file.path), "range": places.range(&place.span) },
        "message": client.say(&place.label),
    })
}
