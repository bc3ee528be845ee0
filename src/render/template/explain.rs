//! What Tera says of a template, in words of postil's own and at its place in the file.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{Context, ErrorKind, ReportError};

use super::tags::{open_at, tags, uses};
use super::{Source, help_for, too_much, work};
use crate::diag::{Code, Diagnostic, Text, code, nearest, text};

/// Filters, tests and functions that come with Tera; it has no list of them for others.
const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];
const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
const FUNCTIONS: &[&str] = &["range", "super", "throw"];

/// Words that can begin a statement.
const STATEMENTS: &[&str] = &[
    "block",
    "break",
    "component",
    "continue",
    "elif",
    "else",
    "extends",
    "filter",
    "for",
    "if",
    "include",
    "raw",
    "set",
];

/// Something that Tera said.
struct Report<'a> {
    message: &'a str,
    template: &'a str,
    /// The place in the text that is rendered.
    range: Range<usize>,
}

impl<'a> From<&'a ReportError> for Report<'a> {
    fn from(report: &'a ReportError) -> Self {
        Self { message: report.message().trim(), template: report.filename(), range: report.span().range.clone() }
    }
}

/// Explains what Tera says. `context` is what the template got, where it was rendered.
pub(super) struct Explainer<'a> {
    pub(super) sources: &'a BTreeMap<String, Source>,
    /// What postil has registered besides: filters, functions.
    pub(super) own: [&'a [&'a str]; 2],
    pub(super) context: Option<&'a Context>,
}

impl Explainer<'_> {
    /// All that an error says.
    pub(super) fn explain(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) => vec![self.say(&Report::from(&**report), code::T004)],
            ErrorKind::RenderingError(report) => vec![self.say(&Report::from(&**report), code::T005)],
            ErrorKind::MissingParent { current, parent } => {
                let message = text!("there is no template `{name}`", name = parent);
                vec![self.at_name(current, parent, Diagnostic::new(code::T004, message).help(self.no_template(parent)))]
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                let message = text!("the template `{name}` is made of itself", name = tpl);
                let help = text!("take out one of the `extends` or `include` that lead back to it");
                vec![self.at_name(tpl, tpl, Diagnostic::new(code::T004, message).help(help))]
            }
            other => {
                let said = other.to_string();
                let reports: Vec<Report<'_>> = self.reports(&said);
                if reports.is_empty() { vec![self.unplaced(&said)] } else { self.say_all(&reports) }
            }
        }
    }

    fn say_all(&self, reports: &[Report<'_>]) -> Vec<Diagnostic> {
        reports.iter().map(|report| self.say(report, code::T004)).collect()
    }

    /// What is said of several places comes as one text, each with its place in it.
    fn reports<'t>(&self, said: &'t str) -> Vec<Report<'t>> {
        let lines: Vec<&str> = said.lines().collect();
        let report = |pair: &[&'t str]| {
            let message = pair[0].strip_prefix("error: ")?;
            let mut place = pair[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
            let (column, line) = (place.next()?.parse::<usize>().ok()?, place.next()?.parse::<usize>().ok()?);
            let template = place.next()?;
            let text = &self.sources.get(template)?.mounted.text;
            let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let start = start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>();
            Some(Report { message, template, range: start..start + name_in(message).map_or(0, str::len) })
        };
        lines.windows(2).filter_map(report).collect()
    }

    fn unplaced(&self, said: &str) -> Diagnostic {
        let named = self.sources.iter().find(|(name, _)| said.contains(&format!("'{name}'")));
        let diagnostic = Diagnostic::new(code::T004, Text::verbatim(said)).help(help_for(said));
        match named {
            Some((_, source)) => diagnostic.at(&source.file, 0..0),
            None => diagnostic,
        }
    }

    /// Says something at the place where a template names another.
    fn at_name(&self, template: &str, name: &str, diagnostic: Diagnostic) -> Diagnostic {
        let Some(source) = self.sources.get(template) else { return diagnostic };
        let text = &source.file.text;
        let names = tags(text).into_iter().filter(|tag| matches!(tag.word(), "extends" | "include"));
        let place = names.map(|tag| tag.span).find_map(|span| {
            let at = span.start + text[span.clone()].find(name)?;
            Some(at..at + name.len())
        });
        diagnostic.at(&source.file, place.unwrap_or(0..0))
    }

    fn say(&self, report: &Report<'_>, fallback: Code) -> Diagnostic {
        let Some(source) = self.sources.get(report.template) else {
            return Diagnostic::new(fallback, Text::verbatim(report.message))
                .help(help_for(report.message))
                .path(report.template.to_owned());
        };
        let file = &source.file;
        let written = |at: usize| source.mounted.written(at).min(file.text.len());
        let mut place = written(report.range.start)..written(report.range.end);
        if report.message.contains(work::TOO_MUCH) {
            let message = text!("the loops of a page go round more than {n} times", n = work::ROUNDS);
            // What counts stands behind the tag of its loop.
            let tag = file.text[..place.start].rfind("{%");
            let place = tag.map_or(place.clone(), |tag| tag..place.start);
            return Diagnostic::new(code::T020, message).help(too_much()).at(file, place);
        }
        if let Some(diagnostic) = unbalanced(report.message, source, &place) {
            return diagnostic;
        }
        let (message, help) = self
            .of_name(report, &file.text)
            .or_else(|| self.of_value(report.message, &file.text, &place))
            .unwrap_or_else(|| (Text::verbatim(report.message), help_for(report.message)));
        if let Some(name) = name_in(report.message).filter(|_| place.len() > 1) {
            // Of a call only its name is underlined.
            let found = file.text[place.clone()].find(name);
            place = found.map_or(place.clone(), |at| place.start + at..place.start + at + name.len());
        }
        Diagnostic::new(fallback, message).help(help).at(file, place)
    }

    /// A filter, test, function, component, template or block that is not there.
    fn of_name(&self, report: &Report<'_>, written: &str) -> Option<(Text, Text)> {
        let name = name_in(report.message)?;
        let is = |what: &str| report.message.starts_with(what);
        let all = |own: usize, more: &[&'static str]| {
            let mut all: Vec<&str> = self.own[own].iter().copied().chain(more.iter().copied()).collect();
            all.sort_unstable();
            all
        };
        let (message, known) = if is("Unknown filter") {
            (text!("there is no filter `{name}`", name), all(0, FILTERS))
        } else if is("Unknown function") {
            (text!("there is no function `{name}`", name), all(1, FUNCTIONS))
        } else if is("Unknown test") {
            (text!("there is no test `{name}`", name), TESTS.to_vec())
        } else if is("Unknown component") {
            let texts = self.sources.values().map(|source| &*source.file.text);
            (text!("there is no component `{name}`", name), texts.flat_map(|text| uses(text).defines).collect())
        } else if is("Unknown template") {
            return Some((text!("there is no template `{name}`", name), self.no_template(name)));
        } else if is("Block") && report.message.contains("parent") {
            let message = text!("the templates that this one is built on have no block `{name}`", name);
            (message, self.blocks(written))
        } else {
            return None;
        };
        Some((message, meant(name, &known)))
    }

    fn no_template(&self, name: &str) -> Text {
        let known: Vec<&str> = self.sources.keys().map(String::as_str).collect();
        meant(name, &known)
    }

    /// The blocks of all templates that one is built on.
    fn blocks(&self, written: &str) -> Vec<&str> {
        let parent = |text: &str| {
            let tag = tags(text).into_iter().find(|tag| tag.word() == "extends")?;
            self.sources.get(tag.inner.split(['"', '\'', '`']).nth(1)?)
        };
        let mut found = Vec::new();
        let mut next = parent(written);
        // Nothing is built on itself: that has been said.
        while let Some(source) = next.take().filter(|_| found.len() < self.sources.len() * 100) {
            let blocks = tags(&source.file.text).into_iter().filter(|tag| tag.word() == "block");
            found.extend(blocks.filter_map(|tag| tag.inner.split_whitespace().nth(1)));
            next = parent(&source.file.text);
        }
        found
    }

    /// A value that is not there, by the path that leads to its place in the text.
    fn of_value(&self, message: &str, written: &str, place: &Range<usize>) -> Option<(Text, Text)> {
        let (first, names): (&str, Vec<&str>) = match message.split_once(" Available ") {
            Some((first, names)) => (first, names.split_once(": ")?.1.split(", ").collect()),
            None => (message, Vec::new()),
        };
        if !first.trim_end_matches('.').ends_with(" is not defined") {
            return None;
        }
        let name = name_in(first)?;
        if first.starts_with("Variable") {
            return Some((text!("there is no value `{name}` here", name), meant(name, &names)));
        }
        let path = path_before(&written[..place.start]);
        // Without its full stop it is said of a field of what is not there itself: the place is that of the latter.
        if path.is_empty() || !first.ends_with('.') {
            return None;
        }
        if !names.is_empty() {
            return Some((text!("`{path}` has no `{name}`", path, name), meant(name, &names)));
        }
        let condition = format!("{{% if {path} %}}");
        let help = text!("a value that may be absent is `none`: ask for it first, with `{condition}`", condition);
        let is_none = self.context.is_some_and(|context| leads_to_none(context, path));
        Some(match is_none {
            true => (text!("`{path}` is none here, and has no `{name}`", path, name), help),
            false => (text!("`{path}` is none here, or a single value: it has no `{name}`", path, name), help),
        })
    }
}

/// What is said of a name that is none of those that are known.
fn meant(name: &str, known: &[&str]) -> Text {
    match nearest(name, known.iter().copied()) {
        Some(near) => text!("did you mean `{near}`?", near),
        None => text!("there are: {names}", names = Text::list(known.iter().copied())),
    }
}

/// The name that a message has between backticks.
fn name_in(message: &str) -> Option<&str> {
    message.split('`').nth(1).filter(|name| !name.is_empty())
}

/// The path that ends before the dot of a field: `newest.cover`.
fn path_before(before: &str) -> &str {
    let Some(before) = before.strip_suffix('.') else { return "" };
    let before = before.strip_suffix('?').unwrap_or(before);
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "_.[]?".contains(c);
    let start = before.rfind(|c: char| !is_of_path(c)).map_or(0, |at| at + 1);
    before.get(start..).unwrap_or_default()
}

/// Whether what a template got has none at a path.
fn leads_to_none(context: &Context, path: &str) -> bool {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(value) = context.get(root) else { return false };
    if rest.is_empty() { value.is_none() } else { value.get_from_path(rest).is_some_and(tera::Value::is_none) }
}

/// A statement that is never closed, or that closes nothing.
fn unbalanced(message: &str, source: &Source, place: &Range<usize>) -> Option<Diagnostic> {
    let (file, text) = (&source.file, &*source.file.text);
    if message == "Unexpected end of input" {
        return open_at(text, text.len()).pop().map(|(span, name)| unclosed(&name, None).at(file, span));
    }
    if message != "Unknown tag" {
        return None;
    }
    let tag = tags(text).into_iter().find(|tag| tag.span.contains(&place.start))?;
    let word = tag.word();
    let closed = match word {
        "else" | "elif" => vec!["if".to_owned(), "for".to_owned()],
        _ => tag.closed().into_iter().collect(),
    };
    let closes = !closed.is_empty();
    let written = || text[tag.span.clone()].to_owned();
    let mut open = open_at(text, tag.span.start);
    let is_open = open.iter().any(|(_, name)| closed.contains(name));
    Some(match open.pop().filter(|_| is_open) {
        Some((span, name)) => {
            unclosed(&name, Some(written())).at(file, span).related(file, tag.span.clone(), Text::default())
        }
        _ if closes => Diagnostic::new(code::T004, text!("`{tag}` closes nothing", tag = written()))
            .help(text!("take it out, or write the tag that it was to close"))
            .at(file, tag.span.clone()),
        _ => Diagnostic::new(code::T004, text!("there is no tag `{word}`", word))
            .help(meant(word, STATEMENTS))
            .at(file, place.clone()),
    })
}

fn unclosed(name: &str, before: Option<String>) -> Diagnostic {
    let (open, close) = match name.strip_prefix('<') {
        Some(component) => (format!("{{% {name} %}}"), format!("{{% </{component} %}}")),
        None => (format!("{{% {name} %}}"), format!("{{% end{name} %}}")),
    };
    let help = match before {
        Some(before) => text!("write `{close}` before `{before}`", close, before),
        None => text!("write `{close}` where it is to end", close),
    };
    Diagnostic::new(code::T004, text!("`{open}` is never closed", open)).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_tera_is_there() {
        let mut tera = tera::Tera::new();
        let filters = FILTERS.iter().map(|name| format!("{{{{ a | {name} }}}}"));
        let tests = TESTS.iter().map(|name| format!("{{% if a is {name} %}}{{% endif %}}"));
        let functions = FUNCTIONS.iter().filter(|it| **it != "super").map(|name| format!("{{{{ {name}() }}}}"));
        for template in filters.chain(tests).chain(functions) {
            assert!(tera.add_raw_template("x", &template).is_ok(), "{template}");
        }
    }

    #[test]
    fn the_path_to_a_value_is_what_stands_before_its_field() {
        for (before, path) in
            [("{{ newest.cover.", "newest.cover"), ("{% if not a.b[0]?.", "a.b[0]"), ("{{ (a | b).", ""), ("{{ a", "")]
        {
            assert_eq!(path_before(before), path, "{before}");
        }
    }
}
