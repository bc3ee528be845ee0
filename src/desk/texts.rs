//! The texts of a site that are no issue's, in the overview: people, the glossary, what readers agree to, columns, pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::frame::{badges, editor_of, escaped};
use super::{Desk, State, form};
use crate::diag::{Text, text};
use crate::io::source;

/// The texts, each with the way to edit it.
pub(super) fn section(state: &State, by_file: &BTreeMap<&str, (usize, usize)>, desk: &Desk) -> String {
    let say = |text: Text| text.say(desk.locale).into_owned();
    let of_site = [("content/people.yaml", text!("People")), ("content/glossary.yaml", text!("Glossary"))];
    let of_site = of_site.map(|(path, title)| (path.to_owned(), say(title)));
    let named = |path: String| {
        let title = form::title(&path, state, desk).unwrap_or_else(|| path.clone());
        (path, title)
    };
    let consent: Vec<(String, String)> =
        source::list(desk.root()).0.value.into_iter().filter(|path| form::is_of_consent(path)).map(named).collect();
    let pages: Vec<(String, String)> =
        state.outline.pages.iter().map(|(path, title)| (path.clone(), title.clone())).collect();
    let groups = [
        (text!("People and glossary"), of_site.to_vec()),
        (text!("What readers agree to"), consent),
        (text!("Columns and pages"), pages),
    ];
    let mut html = String::new();
    for (title, texts) in groups.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        let _ = write!(html, "<section><h2>{}</h2><ul class=\"texts\">", escaped(&say(title)));
        for (path, title) in texts {
            let said = by_file.get(path.as_str()).map(|(errors, warnings)| badges(*errors, *warnings, desk.locale));
            let _ = write!(
                html,
                "<li><a href=\"{}\">{}</a> <small>{}</small> {}</li>",
                editor_of(&path, &desk.base),
                escaped(&title),
                escaped(&path),
                said.unwrap_or_default(),
            );
        }
        html.push_str("</ul></section>");
    }
    html
}
