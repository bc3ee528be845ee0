//! The desk's own pages: the column at a glance, and what stands in the way of the first page.

use std::fmt::Write as _;

use super::frame::{badges, editor_of, escaped, foot, head};
use super::said::path;
use super::{Desk, State, texts};
use crate::diag::{Diagnostic, Locale, Severity, Text, text};
use crate::model::uri::{self, Part};
use crate::pipeline::Entry;

/// The column at a glance.
pub(super) fn page(state: &State, is_editor: bool, desk: &Desk) -> String {
    let (base, locale) = (desk.base.as_str(), desk.locale);
    let say = |text: Text| text.say(locale).into_owned();
    let by_file = state.by_file();
    let mut html = head(&say(text!("the desk")), base, locale);
    let (errors, warnings) = (state.count(Severity::Error, |_| true), state.count(Severity::Warning, |_| true));
    let _ = write!(html, "<header><h1>{}</h1><p class=\"sum\">", escaped(&say(text!("the desk"))));
    html.push_str(&badges(errors, warnings, locale));
    let _ = write!(html, " <a href=\"{base}\">{}</a></p>", escaped(&say(text!("the site's first page"))));
    if !state.is_current {
        let _ = write!(
            html,
            "<p class=\"stale\" role=\"status\">{}</p>",
            escaped(&say(text!("the site is shown as it was before the errors")))
        );
    }
    let find = escaped(&say(text!("Find an issue: number, title, file")));
    if is_editor {
        html.push_str(&deeds(base, locale));
    }
    let _ = write!(
        html,
        "<p><input type=\"search\" id=\"find\" aria-label=\"{find}\" placeholder=\"{find}\"></p></header><main>"
    );
    for (title, issues) in &state.outline.columns {
        let _ = write!(html, "<section><h2>{}</h2><table><thead><tr>", escaped(title));
        let heads = [text!("number"), text!("title"), text!("date"), text!("state"), text!("what postil says")];
        for head in heads {
            let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(&say(head)));
        }
        html.push_str("</tr></thead><tbody>");
        for issue in issues {
            let (errors, warnings) = by_file.get(issue.path.as_str()).copied().unwrap_or_default();
            html.push_str(&row(issue, badges(errors, warnings, locale), base, locale, is_editor));
        }
        html.push_str("</tbody></table></section>");
    }
    if is_editor {
        html.push_str(&texts::section(state, &by_file, desk));
    }
    html.push_str(&others(state, locale));
    html.push_str("</main>");
    foot(html, base, state)
}

/// What can be done for the whole site.
fn deeds(base: &str, locale: Locale) -> String {
    let link = |page: &str, words: Text| {
        format!("<a class=\"button\" href=\"{base}_desk/{page}\">{}</a>", escaped(&words.say(locale)))
    };
    let (new, fix) = (link("new", text!("New issue")), link("fix", text!("Mend what is certain")));
    format!("<p class=\"deeds\">{new} {fix}</p>")
}

fn row(issue: &Entry, badges: String, base: &str, locale: Locale, is_editor: bool) -> String {
    let edit = |words: Text, further: &str| {
        let (to, words) = (editor_of(&issue.path, base), escaped(&words.say(locale)));
        format!("<a href=\"{to}{further}\" aria-label=\"{words} {}\">{words}</a>", escaped(&issue.title))
    };
    let edits = match (is_editor, issue.draft) {
        (false, _) => String::new(),
        (true, false) => format!("<br>{}", edit(text!("edit"), "")),
        (true, true) => format!("<br>{} · {}", edit(text!("edit"), ""), edit(text!("publish"), "#publish")),
    };
    let states = [
        (issue.draft, text!("a draft")),
        (issue.is_later, text!("for a later day")),
        (!issue.draft && !issue.is_later, text!("published")),
        (issue.signatures > 0, text!("{count} signed", count = issue.signatures)),
    ];
    let states: Vec<String> =
        states.into_iter().filter(|(is, _)| *is).map(|(_, text)| escaped(&text.say(locale))).collect();
    let address = uri::encode(&issue.address, Part::Path);
    format!(
        "<tr><td>{}</td><td><a href=\"{base}{address}\" lang=\"{}\">{}</a><br><small>{}</small></td><td>{}</td><td>{}</td><td>{badges}{edits}</td></tr>",
        issue.number,
        escaped(&issue.language),
        escaped(&issue.title),
        escaped(&issue.path),
        issue.date,
        states.join(" · "),
    )
}

/// What is said of files that are no issue's.
fn others(state: &State, locale: Locale) -> String {
    let of_issues: Vec<&str> =
        state.outline.columns.iter().flat_map(|(_, issues)| issues).map(|it| it.path.as_str()).collect();
    let is_other =
        |it: &&Diagnostic| it.severity > Severity::Note && path(it).is_none_or(|path| !of_issues.contains(&path));
    let rest: Vec<String> = state.said.iter().filter(is_other).take(100).map(|it| item(it, locale)).collect();
    if rest.is_empty() {
        return String::new();
    }
    let title = escaped(&text!("Said of other files").say(locale));
    format!("<section><h2>{title}</h2><ul class=\"said\">{}</ul></section>", rest.concat())
}

fn item(diagnostic: &Diagnostic, locale: Locale) -> String {
    let place = match (&diagnostic.place, path(diagnostic)) {
        (Some(place), _) => {
            let (line, column) = place.file.line_column(place.span.start);
            format!("{}:{line}:{column}", place.file.path)
        }
        (None, Some(path)) => path.to_owned(),
        (None, None) => String::new(),
    };
    let help = diagnostic.help.as_ref().map(|help| format!("<br>{}", escaped(&help.say(locale)))).unwrap_or_default();
    format!(
        "<li class=\"{}\"><b>{}</b> {}{help}<br><small>{}</small></li>",
        diagnostic.severity,
        diagnostic.code.name(),
        escaped(&diagnostic.message.say(locale)),
        escaped(&place),
    )
}

/// What keeps the first page from being made.
pub(super) fn nothing_yet(state: &State, base: &str, locale: Locale) -> String {
    let title = text!("the site cannot be made yet");
    let mut html = head(&title.say(locale), base, locale);
    let _ = write!(html, "<header><h1>{}</h1></header><main><ul class=\"said\">", escaped(&title.say(locale)));
    let errors = state.said.iter().filter(|it| it.severity == Severity::Error);
    errors.take(100).for_each(|it| html.push_str(&item(it, locale)));
    html.push_str("</ul></main>");
    foot(html, base, state)
}
