//! Diagnostics drawn: for people here, for machines in `line` (JSON lines, annotations of GitHub Actions) and `sarif`.

use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::arguments::Format;
use super::{count, print, say};
use crate::diag::{Code, Diagnostic, Edit, Locale, Place, Severity, text};

mod line;
mod sarif;

pub(super) use line::schema;

/// Draws them in the order given. With `quiet`, people see errors only. Machines that look from another folder than the
/// site's are told of `folder` before each path.
pub(super) fn report(said: &[Diagnostic], format: Format, locale: Locale, quiet: bool, folder: &str) {
    match format {
        Format::Human => {
            let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
            let shown: Vec<&Diagnostic> = said.iter().filter(|it| !quiet || it.severity == Severity::Error).collect();
            for diagnostic in &shown {
                let _ = writeln!(anstream::stderr().lock(), "{}\n", draw(diagnostic, &renderer, locale));
            }
            let errors: Vec<Code> =
                shown.iter().filter(|it| it.severity == Severity::Error).map(|it| it.code).collect();
            if let Some(code) = errors.first() {
                let (errors, code) = (count::errors(errors.len()), *code);
                say(&text!("{errors} found; `postil explain {code}` says more.", errors, code).say(locale));
            }
        }
        Format::Json => said.iter().for_each(|it| print(&format!("{}\n", line::json(it, locale)))),
        Format::Sarif => print(&format!("{:#}\n", sarif::log(said, locale, folder))),
        Format::Github => said.iter().for_each(|it| print(&format!("{}\n", line::github(it, locale, folder)))),
    }
}

/// A diagnostic without colours, as the tests and the handbook have it.
pub fn plain(diagnostic: &Diagnostic, locale: Locale) -> String {
    draw(diagnostic, &Renderer::plain().decor_style(DecorStyle::Ascii), locale)
}

fn draw(diagnostic: &Diagnostic, renderer: &Renderer, locale: Locale) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(text!("error").say(locale).into_owned()),
        Severity::Warning => Level::WARNING.with_name(text!("warning").say(locale).into_owned()),
    };
    let title = level.primary_title(diagnostic.message.say(locale)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(place) = &diagnostic.place {
        group = snippet(group, place, AnnotationKind::Primary, locale);
    } else if let Some(path) = &diagnostic.path {
        group = group.element(Element::from(Origin::path(path.as_str())));
    }
    for place in &diagnostic.related {
        group = if place.file.text.is_empty() {
            group.element(Element::from(Origin::path(place.file.path.as_str())))
        } else {
            snippet(group, place, AnnotationKind::Context, locale)
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name(text!("help").say(locale).into_owned()).message(help.say(locale)));
    }
    if !diagnostic.fix.is_empty() {
        let name = text!("note").say(locale).into_owned();
        group = group
            .element(Level::NOTE.with_name(name).message(text!("`postil fix` repairs this").say(locale).into_owned()));
    }
    renderer.render(&[group])
}

/// How many bytes of a line are shown at most on either side of a place. No terminal shows as many, and a line of a
/// megabyte is not drawn again for each diagnostic.
const ASIDE: usize = 6000;

/// The lines of a place, and only those: a long file is not searched for its lines again for each diagnostic.
fn snippet<'d>(group: Group<'d>, place: &'d Place, kind: AnnotationKind, locale: Locale) -> Group<'d> {
    let text = &place.file.text;
    let (start, end) = bounds(place);
    let (left, right) = (text.floor_char_boundary(start.saturating_sub(ASIDE)), text.ceil_char_boundary(end + ASIDE));
    let (begins, ends) = (text[left..start].rfind('\n').map(|at| left + at + 1), text[end..right].find('\n'));
    let (first, last) = (begins.unwrap_or(left), ends.map_or(right, |at| end + at));
    let (line, column) = place.file.line_column(start);
    let (first_line, _) = place.file.line_column(first);
    let label = (!place.label.is_empty()).then(|| place.label.say(locale));
    let snippet = Snippet::source(&text[first..last])
        .line_start(first_line)
        .annotation(kind.span(start - first..end - first).label(label));
    let path = place.file.path.as_str();
    if begins.is_some() || first == 0 {
        return group.element(snippet.path(path));
    }
    // The column counts from the beginning of the line, which is not shown.
    group.element(Origin::path(path).line(line).char_column(column)).element(snippet)
}

/// The span on character boundaries of its text, and not beyond four lines: more would bury the message.
fn bounds(place: &Place) -> (usize, usize) {
    let text = &place.file.text;
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, mut end) = (floor(place.span.start), floor(place.span.end));
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
