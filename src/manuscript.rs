//! Manuscripts of other programs: a Word file, a saved page, Markdown become an issue that an editor goes on with.
//!
//! A reader for each kind makes one list of blocks (`word`, `page`, `markdown`). From there on nothing knows where
//! they came from: characters that nobody sees go (`clean`), headings tell the parts (`part`), and what is written is
//! asked of postil's own reader until it reads back as it was (`write`).
//!
//! Nothing is invented and nothing is lost: what is not understood stands in the text and is said, and every letter and
//! digit that does not stand in the issue stands in the [`Account`] (`count`). The network is never asked.
//!
//! Never touches a disk: what stands beside a manuscript is asked for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use self::block::{Manuscript, Picture, Question, plain_blocks};
use self::people::People;
use self::refusal::Refusal;
use self::write::front::{self, Head, Proposed};
use self::write::{Shown, Writer};
use crate::diag::{Checked, Diagnostic, Locale, Text, code, text};
use crate::model::language::Language;
use crate::model::picture::Format;
use crate::picture::head::{self, Nature};

mod arm;
mod block;
mod clean;
mod count;
mod finding;
mod heading;
mod markdown;
mod numbered;
mod open;
mod page;
mod part;
mod people;
mod quiz;
mod reference;
mod refusal;
mod word;
mod write;

pub use block::{Account, Reason};
pub use count::{Landed, landed, letters, unaccounted};
pub use open::{Open, open};

/// What is known besides the manuscript.
pub struct Request<'a> {
    /// The manuscript's file, as messages call it.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
    /// Looks for a file beside it.
    pub beside: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// The text of `people.yaml`; empty where there is none.
    pub people: &'a str,
    /// The number of the issue.
    pub number: u32,
    /// Its date.
    pub date: Date,
    /// Its slug, where the folder's name does not give it.
    pub slug: Option<&'a str>,
    /// The site's main language.
    pub language: &'a Language,
}

/// An issue that was made of a manuscript.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its `issue.md`.
    pub text: String,
    /// The pictures beside it, by the names of their files.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What does not stand in it as it stood in the manuscript.
    pub account: Account,
    /// The words of the issue as it is read back.
    pub landed: Landed,
}

/// The most bytes of a page or a text.
const LARGEST_TEXT: usize = 48 << 20;

/// The most things of one kind that are said one by one.
const MOST_SAID: usize = 60;

/// Makes an issue of a manuscript. Without a value it is none that can be read, and what to do is said.
pub fn import(request: &Request<'_>) -> Checked<Option<Imported>> {
    let mut manuscript = match read(request) {
        Ok(manuscript) => manuscript,
        Err(refusal) => return Checked::new(None, vec![refusal.of(request.name)]),
    };
    clean::clean(request.name, &mut manuscript);
    let words = words(&manuscript);
    let of_reader = std::mem::take(&mut manuscript.account);
    let locale = Locale::of(request.language.tag());
    let mut open = Vec::new();
    let (shown, pictures) = pictures(request.name, &mut manuscript, &mut open);
    let people = People::read(request.people);
    let parts = part::parted(request.name, &mut manuscript, &people);
    if parts.title.is_none() {
        open.insert(0, text!("the manuscript has no title that was found"));
    }
    open.extend(parts.open.iter().cloned());
    let results = [parts.key_findings.as_slice(), &parts.body].concat();
    let arms = arm::arms(&results);
    let proposed = Proposed { findings: &finding::proposals(&results, &arms), arms: &arms };
    let head = Head { number: request.number, date: request.date, slug: request.slug, locale };
    let mut writer = Writer::new(&shown, &manuscript.notes);
    let text = front::issue(&head, &parts, &manuscript.questions, &open, &proposed, &mut writer);
    let mut account = std::mem::take(&mut manuscript.account);
    settle(&mut account, &manuscript.questions, &open, parts.title.is_none(), locale);
    let landed = landed("issue.md", &text);
    let (lost, invented) = unaccounted(&words, &account, &landed);
    account.join(of_reader);
    let mut said = std::mem::take(&mut manuscript.said);
    said.extend(left_out(request.name, &account));
    if !(lost.is_empty() && invented.is_empty()) {
        let (lost, invented) = (block::excerpt(&lost), block::excerpt(&invented));
        let message = text!(
            "the issue does not have the letters of the manuscript: fewer `{lost}`, more `{invented}`",
            lost,
            invented
        );
        said.push(
            Diagnostic::new(code::N027, message)
                .path(request.name)
                .help(text!("compare both word by word before anything else")),
        );
    }
    Checked::new(Some(Imported { text, pictures, account, landed }), limited(said))
}

fn read(request: &Request<'_>) -> Result<Manuscript, Refusal> {
    if let Some(refusal) = refusal::of(request.name, request.bytes) {
        return Err(refusal);
    }
    let lower = request.name.to_lowercase();
    if lower.ends_with(".docx") {
        return word::read(request.name, request.bytes);
    }
    if request.bytes.len() > LARGEST_TEXT {
        return Err(Refusal::TooLarge);
    }
    let text = std::str::from_utf8(request.bytes).map_err(|_| Refusal::Encoding)?;
    let is_page = [".html", ".htm", ".xhtml"].iter().any(|ending| lower.ends_with(ending));
    Ok(if is_page {
        page::read(request.name, text, request.beside)
    } else {
        markdown::read(request.name, text, request.beside)
    })
}

/// All words of a manuscript that was read, as they were cleaned.
fn words(manuscript: &Manuscript) -> String {
    let notes = manuscript.notes.iter().map(|(_, blocks)| plain_blocks(blocks));
    let questions = manuscript.questions.iter().map(|question| question.text.clone());
    let mut all: Vec<String> = vec![plain_blocks(&manuscript.blocks)];
    all.extend(notes.chain(questions).chain(manuscript.title.clone()));
    all.join("\n")
}

/// Gives pictures the names of their files. What is not there, or not shown by browsers, is named.
fn pictures(name: &str, manuscript: &mut Manuscript, open: &mut Vec<Text>) -> (Vec<Shown>, Vec<(String, Vec<u8>)>) {
    let mut shown = Vec::new();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut known: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    for Picture { bytes, address, alt } in std::mem::take(&mut manuscript.pictures) {
        let form = bytes.as_deref().map(|bytes| form(bytes, &address));
        let file = match (bytes, form) {
            (Some(bytes), Some(Ok(format))) => known
                .entry(bytes)
                .or_insert_with_key(|bytes| {
                    let file = format!("picture-{}.{}", files.len() + 1, format.extension());
                    files.push((file.clone(), bytes.clone()));
                    file
                })
                .clone(),
            (_, form) => {
                let message = match form {
                    Some(Err(kind)) => text!(
                        "the picture `{address}` is {kind}, which browsers do not show",
                        address = block::excerpt(&address),
                        kind
                    ),
                    _ => text!("the picture `{address}` is not beside the manuscript", address = address.as_str()),
                };
                let help = text!(
                    "save it as PNG or JPEG beside the issue, and show it where it stood; nothing is fetched from the network"
                );
                manuscript.said.push(Diagnostic::new(code::N026, message.clone()).path(name).help(help));
                open.push(message);
                String::new()
            }
        };
        if !file.is_empty() && alt.is_empty() {
            open.push(text!(
                "what does the picture `{file}` show? Write it between the square brackets",
                file = file.as_str()
            ));
        }
        shown.push(Shown { file, alt });
    }
    (shown, files)
}

/// What a picture is written in; the name of what browsers do not show.
fn form(bytes: &[u8], address: &str) -> Result<Format, &'static str> {
    match head::nature(bytes) {
        Nature::Shown(format) => Ok(format),
        Nature::Unread(kind) => Err(kind),
        Nature::Other if address.to_lowercase().ends_with(".svg") => Ok(Format::Svg),
        Nature::Other => Err("?"),
    }
}

/// What the issue has that no manuscript had: who asks and where, and what postil asks itself.
fn settle(account: &mut Account, questions: &[Question], open: &[Text], is_untitled: bool, locale: Locale) {
    for question in questions {
        account.turned(question.text.clone(), front::asked(question, locale));
    }
    account.added.extend(open.iter().map(|text| text.say(locale).into_owned()));
    if is_untitled {
        account.added.push(crate::model::placeholder::TITLES[usize::from(locale == Locale::English)].to_owned());
    }
}

/// Says what is not in the issue.
fn left_out(name: &str, account: &Account) -> Vec<Diagnostic> {
    let is_said = |(reason, _): &&(Reason, String)| *reason != Reason::Deleted;
    let say = |(reason, words): &(Reason, String)| {
        let (reason, count, words) = (reason.about(), letters(words), block::excerpt(words));
        let message = text!("`{words}` is left out ({count} letters): {reason}", words, count, reason);
        Diagnostic::new(code::N023, message)
            .path(name)
            .help(text!("copy it from the manuscript if it belongs into the issue"))
    };
    account.left_out.iter().filter(is_said).filter(|(_, words)| letters(words) > 0).map(say).collect()
}

/// Of very many of one kind only the first are said, and how many there are.
fn limited(said: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<crate::diag::Code, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    let mut last: BTreeMap<crate::diag::Code, Diagnostic> = BTreeMap::new();
    for diagnostic in said {
        let count = counts.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= MOST_SAID { kept.push(diagnostic) } else { drop(last.insert(diagnostic.code, diagnostic)) }
    }
    for (code, diagnostic) in last {
        let more = counts.get(&code).copied().unwrap_or_default().saturating_sub(MOST_SAID);
        let message = text!("{more} more of the same kind", more);
        let path = diagnostic.path.unwrap_or_default();
        kept.push(Diagnostic::new(code, message).path(path).help(text!("compare the issue with the manuscript")));
    }
    kept
}
