//! The desk's pages for who writes: the editor of a file, a new issue, the repairs of the site. Their scripts make most of
//! them; here stands what the scripts begin with.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::frame::{escaped, head};
use super::words::words;
use super::{Desk, State, form, said};
use crate::diag::{Text, text};
use crate::parse::draft::Kind;
use crate::scaffold;

/// The scripts of these pages, in the order in which they are loaded.
const SCRIPTS: [(&str, &str); 7] = [
    ("call.js", include_str!("page/call.js")),
    ("form.js", include_str!("page/form.js")),
    ("listed.js", include_str!("page/listed.js")),
    ("figure.js", include_str!("page/figure.js")),
    ("publish.js", include_str!("page/publish.js")),
    ("edit.js", include_str!("page/edit.js")),
    ("others.js", include_str!("page/others.js")),
];

/// A script of these pages by its name.
pub(super) fn script(name: &str) -> Option<String> {
    SCRIPTS.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
}

/// The editor of a file.
pub(super) fn page(path: &str, token: &str, state: &State, desk: &Desk) -> Option<String> {
    desk.text(path, state).ok()?;
    let more = json!({ "file": path, "open": said::opens(path, (1, 1), desk) });
    Some(framed(&text!("edit"), "edit", more, token, state, desk, path))
}

/// What a file is called: the title of what it holds, or its path.
fn title(path: &str, state: &State, desk: &Desk) -> String {
    let issue = state.outline.columns.iter().flat_map(|(_, issues)| issues).find(|it| it.path == path);
    match (issue, form::kind(path)) {
        (Some(issue), _) => format!("{} · {}", issue.number, issue.title),
        (None, Some(Kind::People)) => text!("People").say(desk.locale).into_owned(),
        (None, Some(Kind::Glossary)) => text!("Glossary").say(desk.locale).into_owned(),
        _ => form::title(path, state, desk).unwrap_or_else(|| path.to_owned()),
    }
}

/// A new issue of a file.
pub(super) fn new_issue(token: &str, state: &State, desk: &Desk) -> String {
    let title = |slug: &String| state.outline.pages.get(&format!("content/{slug}/column.md")).unwrap_or(slug).clone();
    let columns = scaffold::columns(desk.root()).unwrap_or_default();
    let columns: Vec<[String; 2]> = columns.into_iter().map(|slug| [title(&slug), slug]).collect();
    framed(&text!("New issue"), "new", json!({ "columns": columns }), token, state, desk, "")
}

/// What can be repaired for certain.
pub(super) fn repairs(token: &str, state: &State, desk: &Desk) -> String {
    framed(&text!("Mend what is certain"), "fix", json!({}), token, state, desk, "")
}

/// A page with what its script begins with.
fn framed(purpose: &Text, what: &str, more: Value, token: &str, state: &State, desk: &Desk, about: &str) -> String {
    let (base, locale) = (&desk.base, desk.locale);
    let name = purpose.say(locale);
    let called = if about.is_empty() { String::new() } else { title(about, state, desk) };
    let mut html = head(&format!("{name} {called}"), base, locale);
    let mut start = json!({ "what": what, "base": base, "token": token, "words": words(locale) });
    if let (Value::Object(start), Value::Object(more)) = (&mut start, more) {
        start.extend(more);
    }
    // Nothing in it may end the element that it stands in.
    let start = start.to_string().replace('<', "\\u003c");
    let _ = write!(
        html,
        "<link rel=\"stylesheet\" href=\"{base}_desk/edit.css\"><header class=\"top\" aria-label=\"{}\"><p><a href=\"{base}_desk/\">{}</a></p>\
         <h1>{}{}</h1><p id=\"status\" role=\"status\"></p></header><main id=\"editor\" aria-label=\"{}\"></main>\
         <script type=\"application/json\" id=\"start\">{start}</script>\
         <script src=\"{base}_desk/desk.js\" data-base=\"{base}\" data-edition=\"{}\" data-own data-quiet></script>\
         {}</body></html>",
        escaped(&text!("the desk").say(locale)),
        escaped(&text!("the desk").say(locale)),
        escaped(if about.is_empty() { &name } else { &called }),
        if called == about { String::new() } else { format!(" <small>{}</small>", escaped(about)) },
        escaped(&name),
        state.edition,
        SCRIPTS.map(|(name, _)| format!("<script src=\"{base}_desk/{name}\"></script>")).concat(),
    );
    html
}
