//! A world that keeps account of what it was asked and what it answered, so that a later run knows whether it would be
//! told the same, and need not ask again.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{Disk, World};
use crate::diag::{Checked, Diagnostic};
use crate::io::cache::Cache;
use crate::io::publish::Print;
use crate::io::source::Seen;
use crate::io::theme::ThemeFiles;
use crate::model::picture::{Head, HeadFault};

/// What a run asks of the world.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Question {
    /// Which files there are below `content/`.
    List,
    /// What stands in a file of the site.
    Read(String),
    /// What stands in a file that is named from outside of it.
    Named(PathBuf),
    /// What a file says of its picture.
    Picture(String),
    /// The files of a theme.
    Theme(String),
    /// The names of themes.
    Themes,
    /// The day in a time zone.
    Today(String),
}

/// What it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// XXH3 of the answer, 128 bits.
    print: u128,
    /// How the file stood before it was read, if that tells whether it has been touched since.
    seen: Option<Seen>,
    /// What it said of its picture.
    head: Option<Head>,
}

/// The print of an answer that is never given again.
const NEVER: u128 = 0;

/// Questions and answers of a run.
pub type Trace = BTreeMap<Question, Answer>;

/// The disk, with an account of what it was asked.
pub struct Traced<'a> {
    disk: &'a Disk<'a>,
    /// That of an earlier run: what a file said that stands as it did need not be asked again.
    before: Trace,
    trace: Mutex<Trace>,
}

impl<'a> Traced<'a> {
    /// Begins an account, with that of an earlier run.
    pub fn after(disk: &'a Disk<'a>, before: Trace) -> Self {
        Self { disk, before, trace: Mutex::default() }
    }

    /// The account.
    pub fn into_trace(self) -> Trace {
        self.trace.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an answer. One that is not the same as before can never be given again: a file was changed while it was
    /// worked on.
    fn note(&self, question: Question, answer: Answer) {
        let mut trace = self.trace.lock().unwrap_or_else(PoisonError::into_inner);
        let same = trace.get(&question).is_none_or(|known| known.print == answer.print);
        trace.insert(question, if same { answer } else { Answer { print: NEVER, seen: None, head: None } });
    }

    /// What a question was answered with before, if its file stands as it did.
    fn known(&self, question: &Question, seen: Option<&Seen>) -> Option<&Answer> {
        self.before
            .get(question)
            .filter(|before| seen.is_some() && before.seen.as_ref() == seen && before.print != NEVER)
    }

    fn notes<T>(&self, question: Question, answer: T, print: impl FnOnce(&T) -> u128) -> T {
        self.note(question, Answer { print: print(&answer), seen: None, head: None });
        answer
    }
}

impl Disk<'_> {
    /// What a question is answered with now, if it is not certain that it is answered as before. `None` where it is.
    pub fn asked_again(&self, question: &Question, before: &Answer) -> Option<Answer> {
        let seen = match question {
            Question::Read(path) | Question::Picture(path) => self.seen(path),
            Question::Named(path) => Seen::of(path),
            Question::List | Question::Theme(_) | Question::Themes | Question::Today(_) => None,
        };
        if seen.is_some() && seen == before.seen {
            return None;
        }
        let mut head = None;
        let print = match question {
            Question::List => of_debug(&self.list()),
            Question::Read(path) => of_bytes(&self.read(path)),
            Question::Named(path) if path.is_file() => of_bytes(&self.read_named(path)),
            Question::Named(_) => NEVER,
            Question::Picture(path) => {
                let found = self.picture_head(path);
                head = found.as_ref().ok().cloned();
                of_debug(&found)
            }
            Question::Theme(name) => of_theme(&self.theme(name)),
            Question::Themes => of_debug(&self.theme_names()),
            Question::Today(zone) => TimeZone::get(zone).map_or(NEVER, |zone| of_debug(&self.today(&zone))),
        };
        Some(Answer { print, seen, head })
    }
}

impl Answer {
    /// Whether it says the same.
    pub fn is_as(&self, other: &Self) -> bool {
        self.print == other.print && self.print != NEVER
    }

    /// Whether it is of a file that need not be read again to know that it is the same.
    pub fn tells_time(&self) -> bool {
        self.seen.is_some()
    }
}

impl World for Traced<'_> {
    fn list(&self) -> Checked<Vec<String>> {
        self.notes(Question::List, self.disk.list(), of_debug)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        let seen = self.disk.seen(path);
        let bytes = self.disk.read(path);
        self.note(Question::Read(path.to_owned()), Answer { print: of_bytes(&bytes), seen, head: None });
        bytes
    }

    fn print(&self, path: &str) -> Option<Print> {
        let (question, seen) = (Question::Read(path.to_owned()), self.disk.seen(path)?);
        let before = self.known(&question, Some(&seen))?;
        self.note(question, before.clone());
        Some(Print::known(before.print, seen.length()))
    }

    fn read_named(&self, path: &Path) -> Result<Vec<u8>, Diagnostic> {
        let seen = Seen::of(path);
        let bytes = self.disk.read_named(path);
        // What comes through a pipe comes once.
        let print = if path.is_file() { of_bytes(&bytes) } else { NEVER };
        self.note(Question::Named(path.to_path_buf()), Answer { print, seen, head: None });
        bytes
    }

    fn picture_head(&self, path: &str) -> Result<Head, HeadFault> {
        let (question, seen) = (Question::Picture(path.to_owned()), self.disk.seen(path));
        let before = self.known(&question, seen.as_ref());
        if let Some((before, head)) = before.and_then(|before| Some((before, before.head.as_ref()?))) {
            self.note(question, before.clone());
            return Ok(head.clone());
        }
        let head = self.disk.picture_head(path);
        self.note(question, Answer { print: of_debug(&head), seen, head: head.as_ref().ok().cloned() });
        head
    }

    fn theme(&self, name: &str) -> Result<Option<ThemeFiles>, Diagnostic> {
        self.notes(Question::Theme(name.to_owned()), self.disk.theme(name), of_theme)
    }

    fn theme_names(&self) -> Vec<String> {
        self.notes(Question::Themes, self.disk.theme_names(), of_debug)
    }

    fn today(&self, zone: &TimeZone) -> Date {
        // A zone without a name is one of no settings.
        let name = zone.iana_name().unwrap_or_default().to_owned();
        self.notes(Question::Today(name), self.disk.today(zone), of_debug)
    }

    /// What is kept there changes how long a run takes, never what it comes to.
    fn cache(&self, kind: &str) -> Cache {
        self.disk.cache(kind)
    }
}

fn of_bytes(answer: &Result<Vec<u8>, Diagnostic>) -> u128 {
    match answer {
        Ok(bytes) => xxh3_128(bytes),
        Err(_) => of_debug(answer),
    }
}

fn of_debug(answer: &impl Debug) -> u128 {
    xxh3_128(format!("{answer:?}").as_bytes())
}

fn of_theme(answer: &Result<Option<ThemeFiles>, Diagnostic>) -> u128 {
    let Ok(Some(theme)) = answer else { return of_debug(answer) };
    let mut hasher = Xxh3::new();
    for part in std::iter::once((&theme.folder, [].as_slice()))
        .chain(theme.files.iter().map(|(path, bytes)| (path, bytes.as_slice())))
    {
        for piece in [part.0.as_bytes(), part.1] {
            hasher.update(&piece.len().to_le_bytes());
            hasher.update(piece);
        }
    }
    hasher.digest128()
}
