//! Takes artifacts from the outputs, looks at the first page of each template, and hands them on to be published.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

use self::fault::in_order;
use self::once::Once;
use super::bind::bind;
use super::memo::{Coloured, Heard, Live, Page, Printed};
use super::{Run, Told, Watch, What, Work};
use crate::diag::{Diagnostic, Said};
use crate::inspect;
use crate::inspect::{Frame, Sample};
use crate::io::cache::Cache;
use crate::io::publish::Print;
use crate::io::world::{Destination, World};
use crate::link::Awaited;
use crate::model::address::{Kind, file_of, of_site};
use crate::model::consent::{Consent, Scope};
use crate::model::picture::Format;
use crate::model::site::Site;
use crate::output::{Artifact, Content, Sink};
use crate::picture::head::{self, Nature};
use crate::render::book::{Book, Piece};
use crate::render::card::Card;
use crate::render::chart::plate::Plate;
use crate::render::gate::Gate;
use crate::render::highlight::Pieces;
use crate::render::outlet::Own;
use crate::render::theme::Theme;

mod fault;
mod once;

pub(super) use fault::{at_home, judged};

/// Takes artifacts from the outputs, looks at the first page of each template, and hands them on to be published.
pub(super) struct Press<'a> {
    destination: Option<&'a dyn Destination>,
    world: &'a dyn World,
    site: &'a Site,
    theme: &'a Theme,
    gate: &'a Gate,
    /// Cards that earlier builds drew,
    cache: Cache,
    /// the keys of those that the site has,
    cards: Mutex<BTreeSet<String>>,
    /// and why one could not be kept.
    unkept: Mutex<Option<Diagnostic>>,
    said: Mutex<Said>,
    /// What there is to say of what is there all the same.
    remarks: Mutex<Vec<Diagnostic>>,
    /// Where something is; of two outputs that put something at one address both name it.
    addresses: Mutex<Vec<String>>,
    /// The first page of each template and scope, by address: which one it is must not depend on the order of threads.
    samples: Mutex<BTreeMap<(&'static str, Scope), First>>,
    pages: AtomicUsize,
    printed: Printed<'a>,
    watch: &'a Watch<'a>,
    coloured: Coloured<'a>,
    looks: &'a Live<Vec<u8>>,
}

/// A page's address, and the page.
type First = (String, Made);

/// A page as it was made now, or the print of what the last publication left.
enum Made {
    Now(Vec<u8>),
    Before(Print),
}

impl Made {
    fn print(&self) -> Print {
        match self {
            Self::Now(html) => Print::of(html),
            Self::Before(print) => *print,
        }
    }

    /// The page. What somebody else has written in its place since is none.
    fn read(self, address: &str, destination: Option<&dyn Destination>) -> Option<Vec<u8>> {
        match self {
            Self::Now(html) => Some(html),
            Self::Before(print) => destination?.read(&file_of(address)).filter(|html| Print::of(html) == print),
        }
    }
}

/// A print of all that decides what is said of a page of a template, but for the page. `addresses` are those that are
/// there, if that is known.
fn around(frame: &Frame<'_>, addresses: Option<&[String]>, gate: &Gate, theme: &Theme) -> u128 {
    let Frame { base_path, exists: _, allows: _, steps, find: _ } = frame;
    // Threads name them in any order.
    let sum = |addresses: &[String]| {
        addresses.iter().fold(0_u128, |sum, address| sum.wrapping_add(xxh3_128(address.as_bytes())))
    };
    let mut print = Xxh3Default::new();
    (base_path, addresses.map(sum), gate.script(), steps, theme.print()).hash(&mut print);
    print.digest128()
}

impl<'a> Press<'a> {
    /// `awaited` are links that have been answered: what they lead to may only be there when everything is made. What a
    /// preview leaves out is no fault of the links that lead to it.
    pub(super) fn new(
        destination: Option<&'a dyn Destination>,
        run: Run<'a>,
        site: &'a Site,
        theme: &'a Theme,
        gate: &'a Gate,
        awaited: &[Awaited],
    ) -> Self {
        let Run { world, memory, watch, .. } = run;
        let made = site.gallery.addresses().chain(awaited.iter().map(|link| link.address.as_str())).map(str::to_owned);
        let left_out = if site.settings.preview { of_site(site) } else { Vec::new() };
        let left_out = left_out.into_iter().filter(|it| it.kind == Kind::Announcement).map(|it| it.address);
        Self {
            destination,
            world,
            site,
            theme,
            gate,
            cache: Cache::none(),
            cards: Mutex::default(),
            unkept: Mutex::default(),
            said: Mutex::default(),
            remarks: Mutex::default(),
            addresses: Mutex::new(made.chain(left_out).collect()),
            samples: Mutex::default(),
            pages: AtomicUsize::new(0),
            printed: Printed::new(&memory.pages, |kind| world.cache(kind)),
            watch,
            coloured: Coloured::new(&memory.code, |kind| world.cache(kind)),
            looks: &memory.looks,
        }
    }

    /// The same with cards that earlier builds kept; those that it draws are kept in turn.
    pub(super) fn with_cards(self, cache: Cache) -> Self {
        Self { cache, ..self }
    }

    /// Puts a file where it goes; whether it could be.
    fn publish(&self, address: &str, bytes: &[u8]) -> bool {
        let put = self.destination.map_or(Ok(()), |destination| destination.put(address, bytes));
        put.map_err(|diagnostic| self.say(diagnostic)).is_ok()
    }

    /// Publishes a card, unless the last build left it.
    fn card(&self, address: &str, card: &Card) {
        if self.destination.is_some() {
            let (is_kept, _) = self.picture(address, card.key(), &|| card.png());
            self.watch.tell(|| Told::Done { work: Work::Cards, trouble: 1, is_kept });
        }
    }

    /// Publishes a drawing as a picture, unless the last build left it.
    fn plate(&self, address: &str, plate: &Plate) -> Option<Page> {
        let key = plate.key();
        let (_, bytes) = self.picture(address, key.clone(), &|| plate.png());
        let bytes = bytes.or_else(|| self.destination?.read(&file_of(address)))?;
        Some(Page::plain(address, &bytes).with_pictures([key]))
    }

    /// Publishes a book, with the pictures as they are published.
    fn book(&self, address: &str, book: &Book) -> Option<Page> {
        let destination = self.destination?;
        let bytes = |piece: &Piece| match piece {
            Piece::Drawn(plate) => {
                let key = plate.key();
                let (png, _) = self.drawn(address, &key, &|| plate.png());
                hold(&self.cards).insert(key);
                Some(png)
            }
            Piece::File(address) => destination.read(&file_of(address)),
            Piece::Text(_) => None,
        };
        let bytes = bind(address, book, &bytes).map_err(|diagnostic| self.say(diagnostic)).ok()?;
        let keys = book.parts.iter().filter_map(|(_, piece)| match piece {
            Piece::Drawn(plate) => Some(plate.key()),
            Piece::File(_) | Piece::Text(_) => None,
        });
        self.publish(address, &bytes).then(|| Page::plain(address, &bytes).with_pictures(keys))
    }

    /// Publishes a picture that is drawn, unless the last build left it; whether it, or its bytes, were there, and these
    /// where they were put.
    fn picture(&self, address: &str, key: String, draw: &dyn Fn() -> Vec<u8>) -> (bool, Option<Vec<u8>>) {
        let Some(destination) = self.destination else { return (true, None) };
        let (mut is_kept, mut put) = (true, None);
        match destination.keep(address) {
            Ok(true) => {}
            Ok(false) => {
                let (png, is_drawn) = self.drawn(address, &key, draw);
                is_kept = !is_drawn;
                put = self.publish(address, &png).then_some(png);
            }
            Err(diagnostic) => self.say(diagnostic),
        }
        hold(&self.cards).insert(key);
        (is_kept, put)
    }

    /// Such a picture, which is drawn where no earlier build kept it; whether it was.
    fn drawn(&self, address: &str, key: &str, draw: &dyn Fn() -> Vec<u8>) -> (Vec<u8>, bool) {
        // A cache is anybody's who gave the site away: what is no picture is not taken for one.
        let is_png = |bytes: &Vec<u8>| head::nature(bytes) == Nature::Shown(Format::Png);
        if let Some(png) = self.cache.read_sealed(key).filter(is_png) {
            return (png, false);
        }
        self.watch.tell(|| Told::Begun { work: Work::Cards, name: address });
        let png = self.watch.during(What::Card, address, String::new, draw);
        if let Err(diagnostic) = self.cache.write_sealed(key, &png) {
            hold(&self.unkept).get_or_insert(diagnostic);
        }
        (png, true)
    }

    fn sample(&self, kind: (&'static str, Scope), address: &str, html: Made) {
        let mut samples = hold(&self.samples);
        if samples.get(&kind).is_none_or(|(first, _)| address < first.as_str()) {
            samples.insert(kind, (address.to_owned(), html));
        }
    }

    /// What there is to say when everything has been handed over; the number of pages.
    pub(super) fn finish(self, said: &mut Said) -> usize {
        let addresses = self.addresses.into_inner().unwrap_or_else(PoisonError::into_inner);
        let faults = self.said.into_inner().unwrap_or_else(PoisonError::into_inner);
        let cards = self.cards.into_inner().unwrap_or_else(PoisonError::into_inner);
        // A draft has no cards, which says nothing of those that the next build needs.
        if !cards.is_empty() {
            self.cache.prune(&cards);
        }
        let unkept = self.unkept.into_inner().unwrap_or_else(PoisonError::into_inner);
        // It may have been said of the other pictures already.
        if let Some(unkept) = unkept.filter(|it| !said.contains(it)) {
            said.push(unkept);
        }
        // Where a template failed its pages are missing, and links to them are no fault of the pages that are there.
        let is_whole = faults.is_empty();
        said.extend(faults);
        said.extend(in_order(self.remarks.into_inner().unwrap_or_else(PoisonError::into_inner)));
        let steps = self.site.consent.as_ref().map(Consent::step_names);
        let known = OnceCell::new();
        let frame = Frame {
            base_path: self.site.settings.base.path(),
            exists: &|address| {
                let sorted = || addresses.iter().map(String::as_str).collect::<BTreeSet<&str>>();
                !is_whole || known.get_or_init(sorted).contains(address)
            },
            allows: &|text| self.gate.allows(text),
            steps: steps.as_deref(),
            find: &|template, words| self.theme.templates.find(template, words),
        };
        let around = around(&frame, is_whole.then_some(addresses.as_slice()), self.gate, self.theme);
        let heard = Heard::new("looks", self.looks, |kind| self.world.cache(kind));
        let look = |((template, scope), (address, html)): ((&str, Scope), First)| {
            let mut key = Xxh3Default::new();
            (around, template, scope, html.print()).hash(&mut key);
            let key = key.digest128();
            heard.known(key).or_else(|| {
                let html = html.read(&address, self.destination)?;
                Some(heard.learn(key, inspect::inspect(Sample { template, scope, html: &html }, &frame)))
            })
        };
        let samples: Vec<_> =
            self.samples.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().filter_map(look).collect();
        heard.keep();
        let mut found: Vec<Diagnostic> = Vec::new();
        for diagnostic in samples.into_iter().flatten() {
            // What is wrong with the gate, or in what all templates share, is wrong on the pages of every template.
            let is_same = |it: &Diagnostic| {
                it.code == diagnostic.code && it.place == diagnostic.place && it.help == diagnostic.help
            };
            if !found.contains(&diagnostic) && (diagnostic.place.is_none() || !found.iter().any(is_same)) {
                found.push(diagnostic);
            }
        }
        said.extend(found.into_iter().map(|fault| at_home(fault, self.theme)));
        self.printed.keep();
        self.coloured.keep();
        self.pages.into_inner()
    }
}

impl Press<'_> {
    /// Takes an artifact; what is known of it where a later run may take it over with others.
    fn take(&self, artifact: Artifact) -> Option<Page> {
        let Artifact { address, content } = artifact;
        let taken = match content {
            Content::Card(card) => {
                self.card(&address, &card);
                None
            }
            Content::Plate(plate) => self.plate(&address, &plate),
            Content::Book(book) => self.book(&address, &book),
            Content::Bytes(bytes) => self.publish(&address, &bytes).then(|| Page::plain(&address, &bytes)),
            Content::Text { text, key } => {
                if self.publish(&address, text.as_bytes()) {
                    self.printed.add(key, Page::plain(&address, text.as_bytes()));
                }
                None
            }
            Content::Page { template, scope, html, key } => {
                self.pages.fetch_add(1, Ordering::Relaxed);
                let is_put = self.publish(&address, &html);
                if let Some(key) = key.filter(|_| is_put) {
                    self.printed.add(key, Page::new(&address, template, scope, &html));
                }
                self.sample((template, scope), &address, Made::Now(html));
                None
            }
            Content::Copy(path) => {
                self.copy(&address, &path);
                None
            }
            Content::Amended { path, more } => {
                self.read(&path, |bytes| self.publish(&address, &[bytes, more.as_bytes()].concat()));
                None
            }
        };
        hold(&self.addresses).push(address);
        taken
    }

    /// Publishes a file of the site's folder, unless the last build left it as it is.
    fn copy(&self, address: &str, path: &str) {
        let Some(destination) = self.destination else { return };
        let print = self.world.print(path);
        if !print.is_some_and(|print| destination.keep_as(&[(file_of(address), print)])) {
            self.read(path, |bytes| self.publish(address, bytes));
        }
    }

    /// Reads such a file, where anything is published.
    fn read(&self, path: &str, publish: impl FnOnce(&[u8]) -> bool) {
        match self.destination.map(|_| self.world.read(path)) {
            Some(Ok(bytes)) => _ = publish(&bytes),
            Some(Err(diagnostic)) => self.say(diagnostic),
            None => {}
        }
    }
}

impl Sink for Press<'_> {
    fn put(&self, artifact: Artifact) {
        self.take(artifact);
    }

    fn once(&self, print: u128, make: &dyn Fn(&dyn Sink)) {
        if !self.keeps(print) {
            let once = Once::new(self);
            make(&once);
            once.learn(print);
        }
    }

    fn remark(&self, diagnostic: Diagnostic) {
        hold(&self.remarks).push(diagnostic);
    }

    fn judge(&self, own: &Own) {
        judged(own, self.theme).into_iter().for_each(|fault| self.say(fault));
    }

    fn keeps(&self, key: u128) -> bool {
        let Some((destination, pages)) = self.destination.zip(self.printed.of(key)) else { return false };
        let files: Vec<_> = pages.iter().map(|page| (file_of(&page.address), page.print)).collect();
        if !destination.keep_as(&files) {
            return false;
        }
        self.printed.uses(key);
        for page in pages {
            if let Some(kind) = page.kind() {
                self.pages.fetch_add(1, Ordering::Relaxed);
                self.sample(kind, &page.address, Made::Before(page.print));
            }
            hold(&self.addresses).push(page.address.clone());
            hold(&self.cards).extend(page.pictures());
        }
        true
    }

    fn expects(&self, cards: usize) {
        if self.destination.is_some() {
            self.watch.tell(|| Told::Expected { work: Work::Cards, count: cards, trouble: cards as u64 });
        }
    }

    fn moment(&self) -> Option<Duration> {
        self.watch.moment()
    }

    fn took(&self, address: &str, template: &'static str, [view, rendering]: [Duration; 2]) {
        self.watch.took(What::Template, template, rendering);
        self.watch.took(What::Page, address, view);
    }

    fn pieces(&self, print: u128, make: &dyn Fn() -> Option<Pieces>) -> Option<Pieces> {
        self.coloured.of(print, make)
    }

    fn say(&self, diagnostic: Diagnostic) {
        let mut said = hold(&self.said);
        // A template that fails on one page fails on thousands, in the same place and words.
        if !said.contains(&diagnostic) {
            said.push(diagnostic);
        }
    }
}

fn hold<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
