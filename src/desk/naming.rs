//! Which texts name a person, as they stand on the disk: nobody who is named is taken out of `people.yaml`.

use serde_json::{Value, json};

use super::frame::editor_of;
use super::{Desk, State, said};
use crate::diag::{SourceText, Text, text};
use crate::io::source;
use crate::parse::draft::Kind;
use crate::parse::named;

/// The most bytes of a text that is looked through.
const LARGEST: usize = 8 << 20;

/// How many texts a refusal names.
const MOST: usize = 5;

/// The paths of the texts that name a person.
fn naming(id: &str, desk: &Desk) -> Vec<String> {
    let is_asked = |path: &String| {
        matches!(Kind::of(path), Some(Kind::Issue | Kind::Translation | Kind::Column | Kind::Signatures))
    };
    let names = |path: &String| {
        let Ok(bytes) = source::read_within(&desk.root().join(path), LARGEST) else { return false };
        let text = String::from_utf8_lossy(&bytes);
        text.contains(id) && named::people(&SourceText::new(path.as_str(), text)).iter().any(|it| it.id == id)
    };
    source::list(desk.root()).0.value.into_iter().filter(is_asked).filter(names).collect()
}

/// The texts that name the person asked for with `id=ID`, each with its title and the way to edit it.
pub(super) fn of(query: &str, state: &State, desk: &Desk) -> Value {
    let issues = || state.outline.columns.iter().flat_map(|(_, issues)| issues);
    let title = |path: &str| {
        let issue = issues().find(|it| it.path == path).map(|it| it.title.as_str());
        issue.or_else(|| state.outline.pages.get(path).map(String::as_str))
    };
    let one = |path: String| {
        let edit = path.ends_with(".md").then(|| editor_of(&path, &desk.base));
        json!({ "path": path, "title": title(&path), "edit": edit })
    };
    naming(&said::parameter(query, "id"), desk).into_iter().map(one).collect()
}

/// Why a person cannot be taken out, if they cannot.
pub(super) fn keeps(id: &str, desk: &Desk) -> Option<Text> {
    let all = naming(id, desk);
    let shown = all.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all.len() {
        0 => None,
        1..=MOST => Some(text!(
            "`{person}` stays: named in {places}. Put somebody else there first",
            person = id.to_owned(),
            places = shown
        )),
        many => Some(text!(
            "`{person}` stays: named in {places} and {count} more. Put somebody else there first",
            person = id.to_owned(),
            places = shown,
            count = many - MOST
        )),
    }
}
