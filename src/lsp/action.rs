//! Quick fixes: the repairs that `postil fix` would make, one at a time or all of a file.

use std::ops::Range;

use serde_json::{Value, json};

use super::rename::whole_edit;
use super::said;
use super::scene::Scene;
use crate::diag::{Diagnostic, Edit, fix, text};

/// The kind of action that repairs all of a file.
const ALL: &str = "source.fixAll.postil";

/// What can be done at a place. `context` says what the editor wants to know.
pub(super) fn list(scene: &Scene<'_>, at: &Range<usize>, context: &Value) -> Value {
    let Some(round) = scene.round else { return json!([]) };
    let is_wanted = |kind: &str| {
        let Some(only) = context["only"].as_array() else { return true };
        let is_above =
            |wanted: &str| kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        only.iter().filter_map(Value::as_str).any(is_above)
    };
    let said = said::by_path(&round.said).remove(scene.text.path.as_str()).unwrap_or_default();
    let mut actions = Vec::new();
    if is_wanted("quickfix") {
        actions.extend(said.iter().filter(|it| touches(it, at)).map(|it| one(scene, it)));
    }
    let fixes = fix::by_file(&round.said).remove(scene.text.path.as_str()).unwrap_or_default();
    let (edits, count) = fix::chosen(&scene.text.text, fixes);
    if count > 0 && is_wanted(ALL) {
        let title = match count {
            1 => text!("postil: make the 1 repair that is certain"),
            _ => text!("postil: make the {count} repairs that are certain", count),
        };
        actions
            .push(json!({ "title": scene.client.say(&title), "kind": ALL, "edit": change(scene, edits.into_iter()) }));
    }
    Value::Array(actions)
}

/// Whether a diagnostic can be repaired and stands at a place.
fn touches(diagnostic: &Diagnostic, at: &Range<usize>) -> bool {
    let span = diagnostic.place.as_ref().map(|place| &place.span);
    !diagnostic.fix.is_empty() && span.is_some_and(|span| span.start <= at.end && at.start <= span.end)
}

fn one(scene: &Scene<'_>, diagnostic: &Diagnostic) -> Value {
    let (code, message) = (diagnostic.code, &diagnostic.message);
    let title = match diagnostic.fix.as_slice() {
        [edit] if !edit.text.is_empty() && is_short(&edit.text) => {
            text!("write `{text}` ({code})", text = edit.text.as_str(), code)
        }
        _ => text!("repair {code}: {message}", code, message),
    };
    json!({
        "title": scene.client.say(&title),
        "kind": "quickfix",
        "isPreferred": true,
        "diagnostics": [said::one(diagnostic, &scene.places, scene.files, scene.client)],
        "edit": change(scene, diagnostic.fix.iter()),
    })
}

fn is_short(text: &str) -> bool {
    !text.contains(['\n', '`']) && text.chars().nth(40).is_none()
}

fn change<'e>(scene: &Scene<'_>, edits: impl Iterator<Item = &'e Edit>) -> Value {
    let edits: Vec<Value> = edits.map(|edit| scene.places.edit(&edit.span, &edit.text)).collect();
    whole_edit(scene, [(scene.text.path.as_str(), edits)])
}
