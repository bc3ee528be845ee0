//! `postil sheet`: every number of an issue, for two people who compare them with the paper.

use std::path::Path;

use super::arguments::{Common, Format, Of};
use super::{End, finish, misuse, print, show};
use crate::diag::{Code, Locale, Text, catalogue, text};
use crate::io::place;
use crate::model::issue::Issue;
use crate::pipeline::{self, Line, Request, Sheet};
use crate::sheet::{Place, Reading};

mod csv;
mod html;
mod json;

/// Prints the sheet of an issue, or writes it to a file that is new or an earlier sheet.
pub(super) fn carry_out(common: &Common, request: &Request, of: &Of, output: Option<&Path>) -> End {
    let checked = pipeline::load(request, &pipeline::Watch::nobody());
    let Some(loaded) = checked.value else { return finish(common, checked.diagnostics) };
    let issue = match show::find_one(&loaded.site, &of.issue, of.language.as_deref()) {
        Ok(issue) => issue,
        Err(message) => return misuse(common, &message),
    };
    let sheet = pipeline::sheet(request, &loaded, &checked.diagnostics, issue);
    let locale = common.locale();
    let text = match form(common.format, output) {
        Format::Csv => csv::table(&sheet, locale),
        Format::Json => json::object(issue, &sheet, locale),
        Format::Human | Format::Html => html::page(issue, &sheet, locale),
        Format::Sarif | Format::Github => {
            return misuse(common, &text!("a sheet is written as `html`, `csv` or `json`"));
        }
    };
    let Some(output) = output else {
        print(&text);
        return End::Done;
    };
    match place::again(output, &text, &[html::SIGN, csv::SIGN, json::SIGN]) {
        Ok(()) => {
            let (numbers, file) = (sheet.lines.len(), output.display().to_string());
            common.say(&text!("{numbers} numbers written to {file}", numbers, file));
            End::Done
        }
        Err(diagnostic) => finish(common, vec![diagnostic]),
    }
}

/// The form of a sheet: the one that is asked for, else that of the file's ending, else a page.
fn form(asked: Format, output: Option<&Path>) -> Format {
    let ending = output.and_then(Path::extension).and_then(|it| it.to_str()).unwrap_or_default();
    match (asked, ending.to_ascii_lowercase().as_str()) {
        (Format::Human, "csv") => Format::Csv,
        (Format::Human, "json") => Format::Json,
        _ => asked,
    }
}

/// What was made of a number by the rules that look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// They have nothing to say.
    Fits,
    /// They say something.
    Said,
    /// They say something that an editor or the site lets stand.
    Accepted,
    /// None looks at it.
    Unchecked,
}

impl Verdict {
    fn of(line: &Line) -> Self {
        if line.remarks.iter().any(|it| !it.is_accepted) {
            Self::Said
        } else if !line.remarks.is_empty() {
            Self::Accepted
        } else if line.codes.is_empty() {
            Self::Unchecked
        } else {
            Self::Fits
        }
    }

    /// Its name in tables for programs.
    fn name(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Said => "said",
            Self::Accepted => "accepted",
            Self::Unchecked => "unchecked",
        }
    }
}

/// The result in words: `fits`, `warning`, `nothing to check against`.
fn result(line: &Line, locale: Locale) -> String {
    let said = match Verdict::of(line) {
        Verdict::Fits => text!("fits"),
        Verdict::Accepted => text!("accepted"),
        Verdict::Unchecked => text!("nothing to check against"),
        Verdict::Said => {
            let open = line.remarks.iter().filter(|it| !it.is_accepted).map(|it| it.diagnostic.severity);
            let word = open.max().map(|it| it.to_string()).unwrap_or_default();
            let chinese = catalogue().get(word.as_str()).filter(|_| locale == Locale::Chinese);
            return chinese.map_or(word, |chinese| chinese.to_string());
        }
    };
    said.say(locale).into_owned()
}

/// The rules that look at a number.
fn codes(line: &Line) -> String {
    line.codes.iter().map(Code::to_string).collect::<Vec<_>>().join(" ")
}

/// How many wrong numbers in its place would have been noticed: `3/4`.
fn noticed(line: &Line) -> String {
    if line.noticed == 0 { String::new() } else { format!("{}/{}", line.noticed, line.tried) }
}

/// The part of an issue, for people.
fn place_name(place: &Place, locale: Locale) -> String {
    let Place::Field(name) = place else { return place.name().to_owned() };
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let part = match first {
        "title" => text!("title"),
        "summary" => text!("summary"),
        "text" => text!("text before the first heading"),
        "key_findings" => text!("key findings"),
        "findings" => text!("findings"),
        "trial" => text!("trial"),
        "commentary" => text!("commentary"),
        "quiz" => text!("questions"),
        "corrections" => text!("corrections"),
        "references" => text!("references"),
        other => Text::verbatim(other),
    };
    let part = part.say(locale).into_owned();
    if rest.is_empty() { part } else { format!("{part} · {}", rest.replace('.', " · ")) }
}

/// The same in two: the part under whose heading a number stands, and what else its field is called. Single fields of a
/// part share its heading; those of one finding, or of the arms, share theirs.
fn heading_and_rest(place: &Place, locale: Locale) -> (String, String) {
    let whole = place_name(place, locale);
    let Place::Field(_) = place else { return (whole, String::new()) };
    let names: Vec<&str> = whole.split(" · ").collect();
    let (heading, rest) = names.split_at(if names.len() > 2 { 2 } else { 1 });
    (heading.join(" · "), rest.join(" · "))
}

/// Line and column: `31:12`; with the file where it is another than the issue's.
fn at(entry: &crate::sheet::Entry, issue_path: &str) -> String {
    let (line, column) = entry.line_column();
    let name = entry.file.path.rsplit('/').next().unwrap_or_default();
    if entry.file.path == issue_path { format!("{line}:{column}") } else { format!("{name} {line}:{column}") }
}

/// How many numbers there are, and what was made of them.
struct Count {
    all: usize,
    fits: usize,
    said: usize,
    unchecked: usize,
    unread: usize,
}

impl Count {
    fn of(sheet: &Sheet) -> Self {
        let of = |verdict| sheet.lines.iter().filter(|line| Verdict::of(line) == verdict).count();
        Self {
            all: sheet.lines.len(),
            fits: of(Verdict::Fits),
            said: of(Verdict::Said) + of(Verdict::Accepted),
            unchecked: of(Verdict::Unchecked),
            unread: sheet.lines.iter().filter(|line| line.entry.reading == Reading::Unread).count(),
        }
    }
}

/// The DOI of the covered paper, or its address.
fn paper(issue: &Issue) -> String {
    let paper = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref());
    let doi = paper.and_then(|it| it.doi.as_ref()).map(|doi| doi.value.to_string());
    doi.or_else(|| paper.and_then(|it| it.address())).unwrap_or_default()
}
