//! A person or an arm gets another name, everywhere that it is written.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::names::{self, Name, UNIT, What};
use super::position::Places;
use super::scene::Scene;
use crate::diag::{Text, text};

/// What would be renamed at a place.
pub(super) fn prepare(scene: &Scene<'_>, at: usize) -> Result<Value, Text> {
    let name = find(scene, at)?;
    Ok(json!({ "range": scene.places.range(&name.span), "placeholder": name.name }))
}

/// The changes of all files.
pub(super) fn rename(scene: &Scene<'_>, at: usize, new: &str) -> Result<Value, Text> {
    let name = find(scene, at)?;
    check(scene, &name, new)?;
    let mut edits: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (text, place) in names::everywhere(scene, &name) {
        let places = Places::of(&text.text, scene.client.encoding);
        edits.entry(text.path.clone()).or_default().push(places.edit(&place.span, new));
    }
    Ok(whole_edit(scene, edits.iter().map(|(path, edits)| (path.as_str(), edits.clone()))))
}

fn find(scene: &Scene<'_>, at: usize) -> Result<Name, Text> {
    let name = names::at(scene.text, at);
    let name = name.ok_or_else(|| text!("here is no id of a person and no name of an arm; nothing else is renamed"))?;
    let is_label = name.what == What::Arm && !name.is_given && given(scene, &name).is_none();
    match is_label {
        // Tables may also name an arm by its label, which readers see.
        true => Err(text!("`{name}` is no name that `trial.arms` gives", name = name.name)),
        false => Ok(name),
    }
}

fn given(scene: &Scene<'_>, name: &Name) -> Option<Name> {
    let all = names::everywhere(scene, name);
    all.into_iter().find(|(_, it)| it.is_given).map(|(_, it)| it)
}

/// Whether a name can be given: in its letters, and because nothing else has it.
fn check(scene: &Scene<'_>, name: &Name, new: &str) -> Result<(), Text> {
    let is_sound = !new.is_empty() && new.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !is_sound || new.starts_with('-') {
        return Err(text!("`{new}` is no name: write letters, digits, - and _", new));
    }
    if name.what == What::Arm && new == UNIT {
        return Err(text!("`unit` is the unit of the values, and no arm"));
    }
    // YAML would read these as something else than text.
    if new.parse::<f64>().is_ok() || ["true", "false", "null", "yes", "no"].contains(&new.to_lowercase().as_str()) {
        return Err(text!("`{new}` would be read as a value, not as a name", new));
    }
    let other = Name { name: new.to_owned(), ..name.clone() };
    if new != name.name && given(scene, &other).is_some() {
        return Err(match name.what {
            What::Person => text!("there is a person `{new}` already", new),
            What::Arm => text!("there is an arm `{new}` already", new),
        });
    }
    Ok(())
}

/// Changes of several files, by their paths from the site's folder, in the form that the editor knows.
pub(super) fn whole_edit<'p>(scene: &Scene<'_>, edits: impl IntoIterator<Item = (&'p str, Vec<Value>)>) -> Value {
    let of = |path: &str| scene.files.address(path);
    if !scene.client.versions {
        let changes: serde_json::Map<String, Value> =
            edits.into_iter().map(|(path, edits)| (of(path), Value::Array(edits))).collect();
        return json!({ "changes": changes });
    }
    let change = |(path, edits): (&str, Vec<Value>)| {
        let address = of(path);
        let version = scene.files.open.get(&address).map(|it| it.version);
        json!({ "textDocument": { "uri": address, "version": version }, "edits": edits })
    };
    json!({ "documentChanges": edits.into_iter().map(change).collect::<Vec<_>>() })
}
