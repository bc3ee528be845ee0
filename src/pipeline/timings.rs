//! What a run took: its stages, and within them the pages, pictures, cards, texts, templates and rules.
//!
//! Rules are many and quick: all of their time is in sums, and only what is long enough to be seen stands by itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::diag::{Code, Text};
use crate::io::clock::Stopwatch;
use crate::lint::Around;

/// The shortest time of a rule in one text that stands by itself.
const SEEN: Duration = Duration::from_micros(100);

/// What a run took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timings {
    /// The whole run.
    pub whole: Duration,
    /// Its stages, in their order: each ends where the next begins, and the last with the run.
    pub stages: Vec<Stage>,
    /// What was done in them, in the order in which it ended. What one thread did stands apart or one in another.
    pub spans: Vec<Span>,
    /// The rules that looked at anything, over all texts and threads.
    pub rules: BTreeMap<Code, Sum>,
    /// The files of which pages are made, by the address of the page.
    pub files: BTreeMap<String, String>,
}

/// A stage of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: Text,
    /// When it began, from the beginning of the run.
    pub start: Duration,
    /// How long it took.
    pub length: Duration,
}

/// Something that was done without a break by one thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it was.
    pub what: What,
    /// Its name: an address, a path, the name of a template, a code.
    pub name: String,
    /// What of it, where that was not all: `avif 1200`; else empty.
    pub part: String,
    /// When it began, from the beginning of the run.
    pub start: Duration,
    /// How long it took.
    pub length: Duration,
    /// Which thread did it: 0 is the one that the run began in, the others are its helpers.
    pub thread: usize,
}

/// Kinds of things that are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A text that the rules read; its name is its path.
    Source,
    /// A rule that was long at one text; its name is its code, and the text its part.
    Rule,
    /// A page, from its first view to the end of its template; its name is its address.
    Page,
    /// The template of a page.
    Template,
    /// A piece of the work at a picture; its name is its path.
    Picture,
    /// A card that was drawn; its name is its address.
    Card,
}

/// The time of several things of one name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// All of them together.
    pub time: Duration,
    /// How many they were.
    pub count: usize,
}

impl Sum {
    fn add(&mut self, time: Duration, count: usize) {
        self.time += time;
        self.count += count;
    }
}

impl Timings {
    /// Things of a kind by name, the slowest first.
    pub fn slowest(&self, what: What) -> Vec<(&str, Sum)> {
        let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
        for span in self.spans.iter().filter(|span| span.what == what) {
            sums.entry(&span.name).or_default().add(span.length, 1);
        }
        let mut all: Vec<(&str, Sum)> = sums.into_iter().collect();
        all.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.time));
        all
    }

    /// The rules, the slowest first.
    pub fn slowest_rules(&self) -> Vec<(Code, Sum)> {
        let mut all: Vec<(Code, Sum)> = self.rules.iter().map(|(code, sum)| (*code, *sum)).collect();
        all.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.time));
        all
    }
}

/// Where it is written down while the run goes on.
pub(super) struct Book {
    clock: Stopwatch,
    written: Mutex<Timings>,
}

impl Book {
    pub(super) fn new() -> Self {
        Self { clock: Stopwatch::start(), written: Mutex::default() }
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.elapsed()
    }

    pub(super) fn stage(&self, name: Text) {
        let start = self.now();
        self.write().stages.push(Stage { name, start, length: Duration::ZERO });
    }

    /// Something has taken from `start` until now.
    pub(super) fn span(&self, what: What, name: &str, part: String, start: Duration) {
        let length = self.now().saturating_sub(start);
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        self.write().spans.push(Span { what, name: name.to_owned(), part, start, length, thread });
    }

    pub(super) fn learn_files(&self, files: impl Iterator<Item = (String, String)>) {
        self.write().files.extend(files);
    }

    /// The run has ended.
    pub(super) fn close(self) -> Timings {
        let whole = self.now();
        let mut timings = self.written.into_inner().unwrap_or_else(PoisonError::into_inner);
        timings.whole = whole;
        let mut end = whole;
        for stage in timings.stages.iter_mut().rev() {
            stage.length = end.saturating_sub(stage.start);
            end = stage.start;
        }
        timings
    }

    fn write(&self) -> MutexGuard<'_, Timings> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Measures the rules at one text, and hands all of it over at its end.
pub(super) struct Laps<'b> {
    book: &'b Book,
    text: &'b str,
    rules: BTreeMap<Code, Sum>,
}

impl<'b> Laps<'b> {
    /// At the text with a path, or at the whole site where that is empty.
    pub(super) fn new(book: &'b Book, text: &'b str) -> Self {
        Self { book, text, rules: BTreeMap::new() }
    }
}

impl Around for Laps<'_> {
    fn rule(&mut self, code: Code, look: &mut dyn FnMut()) {
        let start = self.book.now();
        look();
        let length = self.book.now().saturating_sub(start);
        // A code whose rules are several looks at a text once.
        let sum = self.rules.entry(code).or_insert(Sum { count: 1, ..Sum::default() });
        sum.add(length, 0);
        if length >= SEEN {
            self.book.span(What::Rule, code.name(), self.text.to_owned(), start);
        }
    }
}

impl Drop for Laps<'_> {
    fn drop(&mut self) {
        let mut written = self.book.write();
        for (code, sum) in &self.rules {
            written.rules.entry(*code).or_default().add(sum.time, sum.count);
        }
    }
}
