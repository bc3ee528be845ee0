//! A record that a database or reference manager exported -> [`Citation`]: RIS, PubMed's NBIB, BibTeX, CSL-JSON.
//!
//! What kind of file it is shows in its text; its name is asked only where the text does not tell. Never reads a
//! file, and never asks anyone whether a paper exists.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::{At, Checked, Diagnostic, Said, SourceText, Span, code, text};
use crate::model::foreign::Foreign;
use crate::model::identifier::{Doi, Pmid, TrialId};
use crate::model::language::Language;

mod bibtex;
mod clean;
mod csl;
mod latex;
mod mark;
mod markup;
mod script;
mod tagged;

pub use clean::doi;
use mark::Mark;

pub use crate::model::author::Author;

/// What a record says of a paper. Everything in it has the form that it must have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// The title, on one line and without markup.
    pub title: Option<String>,
    /// The journal's name.
    pub journal: Option<String>,
    /// Who published it, of which an issue says nothing where there is a journal.
    pub publisher: Option<String>,
    /// The year.
    pub year: Option<u16>,
    /// The volume, as written.
    pub volume: Option<String>,
    /// The number of the journal's issue, as written.
    pub issue: Option<String>,
    /// Pages or article number.
    pub pages: Option<String>,
    /// The DOI.
    pub doi: Option<Doi>,
    /// The PubMed id.
    pub pmid: Option<Pmid>,
    /// Registrations of trials that the record names, each once: its own ids first, then those of the abstract.
    pub registrations: Vec<TrialId>,
    /// The authors, in order.
    pub authors: Vec<Author>,
    /// The language of the paper.
    pub language: Option<Language>,
    /// The address of the paper.
    pub url: Option<String>,
}

impl Citation {
    /// Volume and issue as one: `11(2)`.
    pub fn volume_and_issue(&self) -> Option<String> {
        match (&self.volume, &self.issue) {
            (Some(volume), Some(issue)) => Some(format!("{volume}({issue})")),
            (Some(volume), None) => Some(volume.clone()),
            (None, Some(issue)) => Some(format!("({issue})")),
            (None, None) => None,
        }
    }

    /// Whether readers find it in Chinese: the title tells, which is written out, before the language that is named.
    fn is_chinese(&self) -> bool {
        let has_han = |text: &String| text.chars().any(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter));
        match &self.title {
            Some(title) => has_han(title),
            None => self.language.as_ref().is_some_and(|language| language.primary() == "zh"),
        }
    }

    /// The entry of a list of references: authors, title, journal and place in it.
    ///
    /// At most three authors are named. That there are more is said in the language of the record: 等, `et al`.
    pub fn reference(&self) -> Option<String> {
        const NAMED: usize = 3;
        let mut names: Vec<String> = self.authors.iter().take(NAMED).map(Author::short).collect();
        if self.authors.len() > NAMED {
            names.push(if self.is_chinese() { "等" } else { "et al" }.to_owned());
        }
        let year = self.year.map(|year| year.to_string());
        let place = [self.journal.clone(), year, self.volume_and_issue()];
        let mut place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
        if let Some(pages) = &self.pages {
            place.push_str(if place.is_empty() { "" } else { ": " });
            place.push_str(pages);
        }
        let mut line = String::new();
        let parts = [names.join(", "), self.title.clone().unwrap_or_default(), place];
        for part in parts.iter().filter(|part| !part.is_empty()) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
            // A title may end with a mark of its own.
            if !part.ends_with(['.', '?', '!', '。', '？', '！']) {
                line.push('.');
            }
        }
        (!line.is_empty()).then_some(line)
    }
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Ris,
    Nbib,
    BibTex,
    CslJson,
}

/// A record as it was written, before anything in it is checked.
#[derive(Debug, Default)]
struct Raw {
    title: Option<At<String>>,
    journal: Option<At<String>>,
    publisher: Option<At<String>>,
    year: Option<At<String>>,
    volume: Option<At<String>>,
    issue: Option<At<String>>,
    pages: Option<At<String>>,
    doi: Option<At<String>>,
    pmid: Option<At<String>>,
    language: Option<At<String>>,
    url: Option<At<String>>,
    authors: Vec<Author>,
    /// Texts that may name a registration, the surest first.
    texts: Vec<String>,
    /// Where it says that the paper was retracted, or is the notice of that.
    retracted: Option<Span>,
    /// Notes, in which it may say so too.
    notes: Vec<At<String>>,
    /// Where it says that the journal has doubts about the paper.
    concern: Option<Span>,
    /// What stands there beside the value that was taken: the name of its field, and where the other value stands.
    others: Vec<At<String>>,
    /// Where it ends without the line that closes it.
    cut: Option<Span>,
    /// Commands of TeX that are not known, where their field stands.
    unknown: Vec<At<String>>,
    /// A field of BibTeX that cannot be one, with a space in its name.
    odd_field: Option<At<String>>,
    /// Where the record begins.
    start: Span,
}

/// What a reader of one format found.
struct Records {
    first: Raw,
    /// Where the second record begins.
    second: Option<Span>,
    /// How many there are.
    count: usize,
}

/// Reads the first record of an exported file. `None` if there is none that can be read.
///
/// `name` is the file's name or path, for messages.
pub fn read(name: &str, bytes: &[u8]) -> Checked<Option<Citation>> {
    if let Some(foreign) = Foreign::of(name, bytes) {
        let message = text!("`{path}` is {what}, not text", path = name, what = foreign.about());
        return Checked::new(
            None,
            vec![Diagnostic::new(code::N008, message).path(name).help(text!(
                "export the paper as RIS (`.ris`), PubMed (`.nbib`), BibTeX (`.bib`) or CSL-JSON (`.json`)"
            ))],
        );
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Checked::new(None, vec![not_utf8(name, bytes, error.valid_up_to())]),
    };
    // Line ends of old systems: one byte becomes another, and every place stays.
    let text = lines(text);
    let text = &*text;
    let file = SourceText::new(name, text);
    let found = match format(name, text) {
        _ if text.trim_start_matches('\u{feff}').trim().is_empty() => Ok(None),
        Some(Format::Ris) => Ok(tagged::ris(text)),
        Some(Format::Nbib) => Ok(tagged::nbib(text)),
        Some(Format::BibTex) => bibtex::read(&file),
        Some(Format::CslJson) => csl::read(&file),
        None => Err(unknown_format(&file)),
    };
    match found {
        Ok(Some(records)) => settle(&file, records),
        Ok(None) => Checked::new(None, vec![no_record(&file)]),
        Err(diagnostic) => Checked::new(None, vec![diagnostic]),
    }
}

/// A text in which every line ends with a line feed.
fn lines(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(if letter == '\r' && letters.peek() != Some(&'\n') { '\n' } else { letter });
    }
    Cow::Owned(out)
}

/// The format that the text shows, else the one that the name tells.
fn format(name: &str, text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) {
        return Some(Format::CslJson);
    }
    let by_text = text.lines().find_map(|line| match tagged::tag(line) {
        Some(("TY", _)) => Some(Format::Ris),
        Some(("PMID", _)) => Some(Format::Nbib),
        _ if bibtex::opens_entry(line) => Some(Format::BibTex),
        _ => None,
    });
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    by_text.or_else(|| match extension?.as_str() {
        "ris" => Some(Format::Ris),
        "nbib" => Some(Format::Nbib),
        "bib" | "bibtex" => Some(Format::BibTex),
        "json" => Some(Format::CslJson),
        _ => None,
    })
}

/// Checks the first record.
fn settle(file: &Arc<SourceText>, records: Records) -> Checked<Option<Citation>> {
    let mut said = Said::default();
    if let Some(second) = records.second {
        let message = text!("the file has {count} records; the first was taken", count = records.count);
        said.push(
            Diagnostic::new(code::N010, message)
                .at(file, second)
                .label(text!("left out from here on"))
                .help(text!("if another paper was meant, export that one alone")),
        );
    }
    let (mut retracted, mut concern) = (records.first.retracted.clone(), records.first.concern.clone());
    let title = records.first.title.as_ref().map(|title| title.span.clone());
    for note in &records.first.notes {
        match mark::of_note(&note.value) {
            Some(Mark::Retracted) => retracted = retracted.or_else(|| Some(note.span.clone())),
            Some(Mark::Concern) => concern = concern.or_else(|| Some(note.span.clone())),
            None => {}
        }
    }
    say_odd(file, &records.first, &mut said);
    let start = records.first.start.clone();
    let citation = clean::citation(file, records.first, &mut said);
    match citation.title.as_deref().and_then(mark::of_title) {
        Some(Mark::Retracted) => retracted = retracted.or(title),
        Some(Mark::Concern) => concern = concern.or(title),
        None => {}
    }
    if let Some(span) = retracted {
        let help = text!("do not report it as a result; an issue about the retraction itself is made without `--from`");
        let message = text!("the record says that this paper was retracted");
        said.push(Diagnostic::new(code::N015, message).at(file, span).help(help));
        return Checked::new(None, said);
    }
    if let Some(span) = concern {
        let message = text!("the record says that the journal has doubts about this paper");
        let help = text!("read its expression of concern first, and say so in `corrections:` of the new issue.md");
        said.push(Diagnostic::new(code::N017, message).at(file, span).help(help));
    }
    if citation.journal.is_none() {
        let message = text!("the record has no journal");
        let help = text!("write it into `journal:` of the new issue.md, which is empty");
        said.push(Diagnostic::new(code::N020, message).at(file, start).help(help));
    }
    Checked::new(Some(citation), said)
}

/// Says what was kept as it is written, or passed over.
fn say_odd(file: &Arc<SourceText>, raw: &Raw, said: &mut Said) {
    let mut named: Vec<&str> = Vec::new();
    for command in &raw.unknown {
        if named.contains(&command.value.as_str()) {
            continue;
        }
        named.push(&command.value);
        let message =
            text!("the command `\\{name}` is not known, and stands in the text as it is", name = &command.value);
        let help = text!("write what the paper prints there in its place, in the new issue.md");
        said.push(Diagnostic::new(code::N013, message).at(file, command.span.clone()).help(help));
    }
    for other in &raw.others {
        let message = text!("the record has a second value of `{name}`, which is left out", name = &other.value);
        let help = text!("see the paper which is right, and write it into the new issue.md");
        said.push(Diagnostic::new(code::N018, message).at(file, other.span.clone()).help(help));
    }
    if let Some(span) = &raw.cut {
        let message = text!("the record has no end: the line `ER  - ` is missing");
        let help = text!("look whether anything is missing in the new issue.md, and export the record again if so");
        said.push(Diagnostic::new(code::N019, message).at(file, span.clone()).help(help));
    }
    if let Some(field) = &raw.odd_field {
        let message = text!("`{name}` is no name of a field, and is passed over", name = &field.value);
        let help = text!("nothing has to be done, unless something of it is missing in the new issue.md");
        said.push(Diagnostic::new(code::N014, message).at(file, field.span.clone()).help(help));
    }
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Diagnostic {
    let shown = SourceText::new(name, String::from_utf8_lossy(bytes));
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            text!("it is UTF-16: open it in a text editor and save it with the encoding UTF-8")
        }
        _ => text!("Chinese databases may export GBK: open it in a text editor and save it with the encoding UTF-8"),
    };
    Diagnostic::new(code::N008, text!("the file is not UTF-8 text"))
        .at(&shown, at..at + '\u{fffd}'.len_utf8())
        .label(text!("this cannot be read"))
        .help(help)
}

fn unknown_format(file: &Arc<SourceText>) -> Diagnostic {
    let start = file.text.len() - file.text.trim_start_matches('\u{feff}').trim_start().len();
    let line = file.text[start..].lines().next().unwrap_or("").trim_end();
    let help = if line.starts_with("%0") {
        text!("this is EndNote's own format: export it as RIS, BibTeX or CSL-JSON instead")
    } else {
        text!("export the paper as RIS (`.ris`), PubMed (`.nbib`), BibTeX (`.bib`) or CSL-JSON (`.json`)")
    };
    Diagnostic::new(code::N008, text!("the file is none that citations are exported as"))
        .at(file, start..start + line.len())
        .help(help)
}

fn no_record(file: &Arc<SourceText>) -> Diagnostic {
    Diagnostic::new(code::N009, text!("there is no paper in the file"))
        .at(file, 0..0)
        .help(text!("look whether it is empty or was cut short, and export the record again"))
}

#[cfg(test)]
mod tests;
