//! Who follows a run: told of its stages and of long work while it goes on, and, where somebody measures, of what took
//! how long.
//!
//! Where nobody listens and nobody measures, whatever is told here costs a look at two empty places.

use std::time::Duration;

use super::timings::{Book, Laps, Timings, What};
use crate::diag::{Said, Text};
use crate::lint::{self, Desk, Source};
use crate::model::site::Site;

/// What a run tells while it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told<'a> {
    /// A stage begins.
    Stage(Text),
    /// So many things are to be made, and so much trouble are they together, in a unit of that work.
    Expected {
        /// What they are.
        work: Work,
        /// How many.
        count: usize,
        /// Their trouble: of pictures, the pixels to write in each form; of uploads, their
        /// bytes; of cards and links, their number.
        trouble: u64,
    },
    /// One of them is begun.
    Begun {
        /// What it is.
        work: Work,
        /// Its file or its address.
        name: &'a str,
    },
    /// A part of one of them is there.
    Further {
        /// What it is a part of.
        work: Work,
        /// Its trouble.
        trouble: u64,
    },
    /// One of them is there.
    Done {
        /// What it is.
        work: Work,
        /// Its trouble, without that of parts that were told of.
        trouble: u64,
        /// Whether an earlier run had made it.
        is_kept: bool,
    },
}

/// Work that may take long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Pictures in their forms and widths.
    Pictures,
    /// Cards.
    Cards,
    /// Files on their way to where readers get them; their trouble is their bytes.
    Files,
    /// Pictures on their way to another machine.
    Uploads,
    /// Outside addresses.
    Links,
}

/// A listener. Any thread may tell it something.
type Listener<'a> = &'a (dyn Fn(Told<'_>) + Sync);

/// Follows a run.
#[derive(Default)]
pub struct Watch<'a> {
    listener: Option<Listener<'a>>,
    book: Option<Book>,
}

impl<'a> Watch<'a> {
    /// Nobody follows.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// `listener` is told what goes on.
    pub fn listening(listener: &'a (dyn Fn(Told<'_>) + Sync)) -> Self {
        Self { listener: Some(listener), book: None }
    }

    /// The same, and what takes how long is written down from now on.
    pub fn measuring(self) -> Self {
        Self { book: Some(Book::new()), ..self }
    }

    /// What was measured from then until now, if anything was.
    pub fn timings(self) -> Option<Timings> {
        self.book.map(Book::close)
    }

    /// A stage begins, and the one before it has ended.
    pub(super) fn stage(&self, name: Text) {
        if let Some(book) = &self.book {
            book.stage(name.clone());
        }
        self.tell(|| Told::Stage(name));
    }

    /// Tells the listener, if there is one.
    pub(super) fn tell<'t>(&self, told: impl FnOnce() -> Told<'t>) {
        if let Some(listener) = self.listener {
            listener(told());
        }
    }

    /// How long the run has been going on, where somebody measures.
    pub(super) fn moment(&self) -> Option<Duration> {
        self.book.as_ref().map(Book::now)
    }

    /// Writes down what has taken from one moment until now, where somebody measures.
    pub(super) fn took(&self, what: What, name: &str, since: Duration) {
        if let Some(book) = &self.book {
            book.span(what, name, String::new(), since);
        }
    }

    /// Does some work of something, and measures it where somebody does. `part` names the work where that is not all.
    pub(super) fn during<T>(
        &self,
        what: What,
        name: &str,
        part: impl FnOnce() -> String,
        work: impl FnOnce() -> T,
    ) -> T {
        let since = self.moment();
        // In one place, whether somebody measures or not: it may be compiled into this one.
        let value = work();
        if let Some((book, since)) = self.book.as_ref().zip(since) {
            book.span(what, name, part(), since);
        }
        value
    }

    /// Reads a source by every rule that looks at one.
    pub(super) fn read(&self, source: Source<'_>, desk: &Desk<'_>) -> Said {
        let Some(book) = &self.book else { return lint::read(source, desk, &mut ()) };
        let mut laps = Laps::new(book, source.path());
        let since = book.now();
        let said = lint::read(source, desk, &mut laps);
        book.span(What::Source, source.path(), String::new(), since);
        said
    }

    /// Reads what stands in several files, by rules of one kind.
    pub(super) fn read_site(&self, read: impl FnOnce(&mut dyn lint::Around) -> Said) -> Said {
        match &self.book {
            Some(book) => read(&mut Laps::new(book, "")),
            None => read(&mut ()),
        }
    }

    /// Learns which page is made of which file, where somebody measures.
    pub(super) fn learn_files(&self, site: &Site) {
        let Some(book) = &self.book else { return };
        let issues = site.issues.iter().map(|issue| (site.issue_address(issue), &issue.source));
        let pages = site.pages.iter().map(|page| (site.prefix(&page.language) + &page.address, &page.source));
        book.learn_files(issues.chain(pages).map(|(address, source)| (address, source.path.clone())));
    }
}
