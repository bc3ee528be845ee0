//! Diagnostics drawn: for people here and in `group`, for machines in `line` (JSON lines, annotations of GitHub Actions)
//! and `sarif`, where each stands by itself.

use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::arguments::Format;
use super::{print, say};
use crate::diag::{Code, Diagnostic, Edit, Locale, Place, Severity, Span, count, text};

mod group;
mod line;
mod sarif;

use group::Group;
pub(super) use line::schema;

/// Draws them in the order given; for people, what is the same once, and what readers lose last. With `quiet`, people
/// see errors only. Machines that look from another folder than the site's are told of `folder` before each path.
pub(super) fn report(said: &[Diagnostic], format: Format, locale: Locale, quiet: bool, folder: &str) {
    match format {
        Format::Human | Format::Html | Format::Csv => people(said, locale, quiet),
        Format::Json => said.iter().for_each(|it| print(&format!("{}\n", line::json(it, locale)))),
        Format::Sarif => print(&format!("{:#}\n", sarif::log(said, locale, folder))),
        Format::Github => said.iter().for_each(|it| print(&format!("{}\n", line::github(it, locale, folder)))),
    }
}

fn people(said: &[Diagnostic], locale: Locale, quiet: bool) {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let groups = group::groups(said.iter().filter(|it| !quiet || it.severity == Severity::Error));
    for group in &groups {
        let _ = writeln!(anstream::stderr().lock(), "{}\n", draw(group, &renderer, locale));
    }
    group::counts(&groups, locale).iter().for_each(|line| say(line));
    let errors = groups.iter().filter(|group| group.first.severity == Severity::Error);
    let (codes, counts): (Vec<Code>, Vec<usize>) = errors.map(|group| (group.first.code, group.count())).unzip();
    if let Some(code) = codes.last() {
        let errors = count::errors(counts.iter().sum());
        say(&text!("{errors} found; `postil explain {code}` says more.", errors, code).say(locale));
    }
}

/// A diagnostic without colours, as the tests and the handbook have it.
pub fn plain(diagnostic: &Diagnostic, locale: Locale) -> String {
    draw(&Group::of(diagnostic), &Renderer::plain().decor_style(DecorStyle::Ascii), locale)
}

fn draw(group: &Group<'_>, renderer: &Renderer, locale: Locale) -> String {
    let diagnostic = group.first;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(text!("error").say(locale).into_owned()),
        Severity::Note => Level::NOTE.with_name(text!("note").say(locale).into_owned()),
        Severity::Warning => Level::WARNING.with_name(text!("warning").say(locale).into_owned()),
    };
    let title = level.primary_title(diagnostic.message.say(locale)).id(diagnostic.code.name());
    let mut drawn = annotate_snippets::Group::with_title(title);
    if let Some(place) = &diagnostic.place {
        drawn = snippet(drawn, place, AnnotationKind::Primary, locale);
    } else if let Some(path) = &diagnostic.path {
        drawn = drawn.element(Element::from(Origin::path(path.as_str())));
    }
    for place in &diagnostic.related {
        drawn = if place.file.text.is_empty() {
            drawn.element(Element::from(Origin::path(place.file.path.as_str())))
        } else {
            snippet(drawn, place, AnnotationKind::Context, locale)
        };
    }
    if let Some(help) = &diagnostic.help {
        drawn = drawn.element(Level::HELP.with_name(text!("help").say(locale).into_owned()).message(help.say(locale)));
    }
    let note = || Level::NOTE.with_name(text!("note").say(locale).into_owned());
    if !diagnostic.fix.is_empty() {
        drawn = drawn.element(note().message(text!("`postil fix` repairs this").say(locale).into_owned()));
    }
    if let Some(others) = group.others() {
        drawn = drawn.element(note().message(others.say(locale).into_owned()));
    }
    renderer.render(&[drawn])
}

/// A longer line, in bytes, is shown in part: no terminal shows more, and each diagnostic in it would draw all of it.
const LONGEST_LINE: usize = 2_000;
/// How many bytes of such a line are shown on each side of a place.
const BESIDE: usize = 400;

/// Adds the lines of a place, and only those: a long file is not searched for its lines again for each diagnostic.
fn snippet<'a>(
    group: annotate_snippets::Group<'a>,
    place: &'a Place,
    kind: AnnotationKind,
    locale: Locale,
) -> annotate_snippets::Group<'a> {
    let (start, end) = bounds(place);
    let shown = shown(place);
    let (line, column) = place.file.line_column(start);
    let (first_line, _) = place.file.line_column(shown.start);
    let label = (!place.label.is_empty()).then(|| place.label.say(locale));
    let annotation = kind.span(start - shown.start..end.min(shown.end) - shown.start).label(label);
    let snippet = Snippet::source(&place.file.text[shown.clone()]).line_start(first_line).annotation(annotation);
    let path = place.file.path.as_str();
    if shown.start == place.file.line(start).start {
        return group.element(snippet.path(path));
    }
    // The column counts from the beginning of the line, which is not shown.
    group.element(Origin::path(path).line(line).char_column(column)).element(snippet)
}

/// What is shown around a place: its lines, or a part of a long one.
fn shown(place: &Place) -> Span {
    let text = &place.file.text;
    let (start, end) = bounds(place);
    let lines = place.file.line(start).start..place.file.line(end).end;
    if lines.len() <= LONGEST_LINE {
        return lines;
    }
    let end = end.min(start + BESIDE);
    let first = text.floor_char_boundary(start.saturating_sub(BESIDE));
    lines.start.max(first)..lines.end.min(text.ceil_char_boundary(end + BESIDE))
}

/// The span on character boundaries of its text, and not beyond four lines, long ones at that: more would bury the
/// message.
fn bounds(place: &Place) -> (usize, usize) {
    let text = &place.file.text;
    let start = text.floor_char_boundary(place.span.start);
    let mut end = text.floor_char_boundary(place.span.end.min(start + 4 * LONGEST_LINE));
    if let Some((at, _)) = text[start..end.max(start)].match_indices('\n').nth(3) {
        end = start + at;
    }
    (start, end.max(start))
}

/// Line and column of start and end, from 1, columns in characters.
fn region(place: &Place) -> ((usize, usize), (usize, usize)) {
    let (start, end) = bounds(place);
    (place.file.line_column(start), place.file.line_column(end))
}

/// The same of an edit in the file of a place; nothing of it is cut off.
fn edit_region(place: &Place, edit: &Edit) -> ((usize, usize), (usize, usize)) {
    (place.file.line_column(edit.span.start), place.file.line_column(edit.span.end))
}
