//! What there is to say of a page, for the desk's script: the diagnostics of its text, each with its place, the words
//! that stand there and a link that opens the file at it.

use serde_json::{Value, json};

use super::frame::editor_of;
use super::{Desk, State};
use crate::diag::{Diagnostic, Locale, Place, Severity, Text, count, text};
use crate::io::environment;
use crate::model::uri::{self, Part};

/// Words that are longer are not looked for on a page.
const LONGEST: usize = 200;

/// How many are shown of one page: of more nobody reads the rest.
const MOST: usize = 300;

/// What opens a file where the surroundings name nothing else.
const EDITOR: &str = "vscode://file/{path}:{line}:{column}";

/// The file of a diagnostic, from the site's folder.
pub(super) fn path(diagnostic: &Diagnostic) -> Option<&str> {
    diagnostic.place.as_ref().map(|place| place.file.path.as_str()).or(diagnostic.path.as_deref())
}

/// What there is to say of the page that is asked for with `of=ADDRESS`.
pub(super) fn of(query: &str, is_near: bool, state: &State, desk: &Desk) -> Value {
    let address = parameter(query, "of");
    let inner = address.strip_prefix(desk.base.as_str()).unwrap_or(&address);
    let source = state.outline.sources.get(inner);
    let folder = source.and_then(|path| path.rsplit_once('/')).map(|(folder, _)| format!("{folder}/"));
    // Beside an issue lie its tables and comments.
    let is_here = |it: &Diagnostic| {
        let path = path(it);
        source.is_some_and(|source| path == Some(source))
            || folder.as_ref().zip(path).is_some_and(|(folder, path)| {
                path.strip_prefix(folder.as_str()).is_some_and(|name| !name.contains('/') && !name.ends_with(".md"))
            })
    };
    // While the site cannot be made, what keeps it from that is said everywhere.
    let is_shown = |it: &&Diagnostic| is_here(it) || (!state.is_current && it.severity == Severity::Error);
    let shown: Vec<&Diagnostic> = state.said.iter().filter(is_shown).collect();
    let sum = |of: &dyn Fn(&Diagnostic) -> bool| {
        let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| state.count(severity, of));
        sum(errors, warnings).map(|text| text.say(desk.locale).into_owned())
    };
    json!({
        "edition": state.edition,
        "current": state.is_current,
        "source": source.map(|path| json!({ "path": path, "open": opens(path, (1, 1), desk) })),
        "edit": source.filter(|_| is_near && desk.token.is_some()).map(|path| editor_of(path, &desk.base)),
        "said": shown.iter().take(MOST).map(|it| one(it, is_here(it), desk)).collect::<Vec<_>>(),
        "sum": sum(&|it| is_shown(&it)),
        "elsewhere": sum(&|it| !is_shown(&it)),
        "words": words(desk.locale),
    })
}

/// How many errors and warnings there are; nothing where there is none.
pub(super) fn sum(errors: usize, warnings: usize) -> Option<Text> {
    match (errors, warnings) {
        (0, 0) => None,
        (errors, 0) => Some(count::errors(errors)),
        (0, warnings) => Some(count::warnings(warnings)),
        (errors, warnings) => {
            let (errors, warnings) = (count::errors(errors), count::warnings(warnings));
            Some(text!("{errors} · {warnings}", errors, warnings))
        }
    }
}

fn one(diagnostic: &Diagnostic, is_here: bool, desk: &Desk) -> Value {
    let say = |text: &Text| text.say(desk.locale).into_owned();
    let (line, column) = diagnostic.place.as_ref().map_or((1, 1), |it| it.file.line_column(it.span.start));
    json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.to_string(),
        "message": say(&diagnostic.message),
        "help": diagnostic.help.as_ref().map(say),
        "path": path(diagnostic),
        "line": diagnostic.place.as_ref().map(|_| line),
        "column": diagnostic.place.as_ref().map(|_| column),
        "here": is_here,
        "words": diagnostic.place.as_ref().filter(|_| is_here).and_then(words_at),
        "open": path(diagnostic).map(|path| opens(path, (line, column), desk)),
    })
}

/// What stands at a place, if it may be found on a page.
fn words_at(place: &Place) -> Option<&str> {
    let words = place.file.text.get(place.span.clone())?.trim();
    (!words.is_empty() && words.len() <= LONGEST && !words.contains('\n')).then_some(words)
}

/// The link that opens a file of the site in the editor's program.
pub(super) fn opens(path: &str, (line, column): (usize, usize), desk: &Desk) -> String {
    opens_at(path, desk).replace("{line}", &line.to_string()).replace("{column}", &column.to_string())
}

/// The same for every line and column: they stand in it as `{line}` and `{column}`.
fn opens_at(path: &str, desk: &Desk) -> String {
    let whole = desk.root().join(path);
    let whole = whole.to_string_lossy().replace('\\', "/");
    let template = environment::editor().unwrap_or_else(|| EDITOR.to_owned());
    template.replace("{path}", &uri::encode(whole.trim_start_matches('/'), Part::Path))
}

/// The lines of the text of a page that is asked for with `of=ADDRESS`, for the script to find a paragraph among them.
pub(super) fn lines(query: &str, state: &State, desk: &Desk) -> Option<Value> {
    let address = parameter(query, "of");
    let path = state.outline.sources.get(address.strip_prefix(desk.base.as_str()).unwrap_or(&address))?;
    let text = desk.text(path, state).ok()?;
    Some(json!({ "path": path, "lines": text.lines().collect::<Vec<_>>(), "open": opens_at(path, desk) }))
}

/// What a query says under a name.
pub(super) fn parameter(query: &str, name: &str) -> String {
    let found = query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    uri::decode(found.unwrap_or_default()).into_owned()
}

/// The words of the desk's script, in the language of messages.
fn words(locale: Locale) -> Value {
    let say = |text: Text| text.say(locale).into_owned();
    json!({
        "clean": say(text!("nothing to say of this page")),
        "elsewhere": say(text!("elsewhere in the site")),
        "stale": say(text!("this page is as it was before the errors")),
        "lost": say(text!("the desk has stopped; start `postil serve` again")),
        "desk": say(text!("the desk")),
        "open": say(text!("open the file")),
        "colon": say(text!(": ")),
        "title": say(text!("what postil says of this page")),
        "edit": say(text!("edit in the browser")),
        "pick": say(text!("point at a paragraph")),
        "picked": say(text!("edit this place in the browser")),
    })
}
