//! The desk's pages for who writes: the editor of a file, a new issue, the repairs of the site. Their scripts make most of
//! them; here stands what the scripts begin with.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::overview::{escaped, head};
use super::{Desk, State, said};
use crate::diag::{Locale, Text, text};
use crate::model::uri::{self, Part};
use crate::scaffold;

/// The address of the editor of a file.
pub(super) fn address(path: &str, base: &str) -> String {
    format!("{base}_desk/edit?file={}", uri::encode(path, Part::Path))
}

/// The editor of a file.
pub(super) fn page(path: &str, token: &str, state: &State, desk: &Desk) -> Option<String> {
    desk.text(path, state).ok()?;
    let more = json!({ "file": path, "open": said::opens(path, (1, 1), desk) });
    Some(framed(&text!("edit"), "edit", more, token, state, desk, path))
}

/// A new issue of a file.
pub(super) fn new_issue(token: &str, state: &State, desk: &Desk) -> String {
    let columns = scaffold::columns(desk.root()).unwrap_or_default();
    framed(&text!("New issue"), "new", json!({ "columns": columns }), token, state, desk, "")
}

/// What can be repaired for certain.
pub(super) fn repairs(token: &str, state: &State, desk: &Desk) -> String {
    framed(&text!("Mend what is certain"), "fix", json!({}), token, state, desk, "")
}

/// A page with what its script begins with.
fn framed(title: &Text, what: &str, more: Value, token: &str, state: &State, desk: &Desk, about: &str) -> String {
    let (base, locale) = (&desk.base, desk.locale);
    let name = title.say(locale);
    let mut html = head(&format!("{name} {about}"), base, locale);
    let mut start = json!({ "what": what, "base": base, "token": token, "words": words(locale) });
    if let (Value::Object(start), Value::Object(more)) = (&mut start, more) {
        start.extend(more);
    }
    // Nothing in it may end the element that it stands in.
    let start = start.to_string().replace('<', "\\u003c");
    let _ = write!(
        html,
        "<link rel=\"stylesheet\" href=\"{base}_desk/edit.css\"><header class=\"top\" aria-label=\"{}\"><p><a href=\"{base}_desk/\">{}</a></p>\
         <h1>{}</h1><p id=\"status\" role=\"status\"></p></header><main id=\"editor\" aria-label=\"{}\"></main>\
         <script type=\"application/json\" id=\"start\">{start}</script>\
         <script src=\"{base}_desk/desk.js\" data-base=\"{base}\" data-edition=\"{}\" data-own data-quiet></script>\
         <script src=\"{base}_desk/form.js\"></script><script src=\"{base}_desk/edit.js\"></script></body></html>",
        escaped(&text!("the desk").say(locale)),
        escaped(&text!("the desk").say(locale)),
        escaped(if about.is_empty() { &name } else { about }),
        escaped(&name),
        state.edition,
    );
    html
}

/// The words of the scripts, in the language of messages.
fn words(locale: Locale) -> Value {
    let all = [
        ("saved", text!("saved")),
        ("saving", text!("saving …")),
        ("lost", text!("the desk has stopped; start `postil serve` again")),
        ("save", text!("Save")),
        ("open", text!("open the file")),
        ("colon", text!(": ")),
        ("page", text!("the page")),
        ("text", text!("the writing")),
        ("fields", text!("fields")),
        ("body", text!("Text of the issue, in Markdown")),
        ("more", text!("further fields")),
        ("add", text!("add")),
        ("remove", text!("remove")),
        ("up", text!("move up")),
        ("down", text!("move down")),
        ("name", text!("its name")),
        ("line", text!("line")),
        ("mend", text!("mend")),
        ("mendAll", text!("write these changes")),
        ("nothing", text!("nothing could be repaired for certain")),
        ("written", text!("written")),
        ("figure", text!("put in a figure")),
        ("alt", text!("What does the figure show, in words, for those who cannot see it?")),
        ("caption", text!("The words below it, if there are to be any")),
        ("put", text!("put it in")),
        ("cancel", text!("cancel")),
        ("publish", text!("Publish")),
        ("inTheWay", text!("This stands in its way:")),
        ("ready", text!("It is a draft. Nothing stands in its way.")),
        ("warned", text!("It is a draft. Look at the warnings below first.")),
        ("untick", text!("It is ready: no draft any more")),
        ("published", text!("It is no draft any more; the next build publishes it.")),
        ("proposed", text!("Results that were read in the text")),
        ("confirm", text!("Look at each and fill in what is missing. Nothing is used before you say so.")),
        ("use", text!("right: use these")),
        ("drop", text!("leave these out")),
        ("conflict", text!("Something else has changed this meanwhile. It says now:")),
        ("mine", text!("keep mine")),
        ("theirs", text!("take that")),
        ("file", text!("File of a reference manager (.ris, .nbib, .bib, .json), or a manuscript (.docx, .html, .md)")),
        ("column", text!("column")),
        ("slug", text!("Name in its address (letters, digits, `-`); that of the file unless given")),
        ("title", text!("title")),
        ("make", text!("make the issue")),
        ("readOnly", text!("The fields cannot be read as a form. Mend them here:")),
    ];
    all.into_iter()
        .map(|(name, text)| (name.to_owned(), json!(text.say(locale))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
