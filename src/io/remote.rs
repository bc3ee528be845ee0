//! Pictures that other builders have made, in a store of objects that many share: each under the key of all that it was
//! made from, with a sum behind it.
//!
//! Nothing of it is ever needed. A store that is away, slow, or holds something else than was put there makes a run slower
//! and is said once; no site is kept from being made by it. After a few failures in a row the run goes on without it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::cache::{sealed, unsealed};
use super::deliver::store::Way;
use super::deliver::{Keys, Patience, Place, Store};
use crate::diag::{Diagnostic, Text, code, text};

/// How many failures in a row are enough.
const GIVE_UP: usize = 3;

/// Making a picture takes seconds: nobody waits much longer for one.
const QUICK: Patience =
    Patience { times: 2, first: Duration::from_millis(250), answer: Duration::from_secs(20), bytes: 64 << 20 };

/// What a run may do with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Use {
    /// Nothing.
    #[default]
    Not,
    /// Take what is there: whoever builds what strangers propose puts nothing there.
    Read,
    /// Take what is there, and put there what was made.
    Write,
}

/// By what right a run comes to it.
#[derive(Debug, Clone)]
pub struct Access {
    /// What it may do.
    pub usage: Use,
    /// By what the store knows it; nothing where everybody may read there.
    pub keys: Option<Keys>,
    /// How often something is tried, and how long is waited.
    pub patience: Patience,
}

impl Default for Access {
    fn default() -> Self {
        Self { usage: Use::Not, keys: None, patience: QUICK }
    }
}

impl Access {
    /// What the environment says: `POSTIL_CACHE` is `off`, `read` or `write`. Where it is not set, keys that the
    /// environment holds are there to be used. A configuration alone makes no run ask anybody, for it may be a stranger's.
    pub fn find() -> Self {
        let word = std::env::var("POSTIL_CACHE").unwrap_or_default();
        let own = Keys::of_environment();
        let usage = match word.trim() {
            "off" => Use::Not,
            "write" => Use::Write,
            "" if own.is_some() => Use::Write,
            "" => Use::Not,
            // A slip of the pen gives nobody a right.
            _ => Use::Read,
        };
        let keys = own.or_else(|| Keys::find().ok()).filter(|_| usage != Use::Not);
        Self { usage, keys, ..Self::default() }
    }
}

/// What was wrong with it; each kind is said once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    Away,
    ReadOnly,
    Wrong,
}

/// A place in a store that builders share.
pub struct Remote {
    store: Store,
    /// Whether anything may be put there.
    is_open: AtomicBool,
    /// How many failures there were since anything went well.
    failures: AtomicUsize,
    troubles: Mutex<BTreeMap<Trouble, Diagnostic>>,
}

impl Remote {
    /// One that has not been asked anything yet; `None` where this run may not use it. The error says why it cannot be.
    pub fn open(place: &Place, way: &Way, access: &Access) -> Result<Option<Self>, Diagnostic> {
        if access.usage == Use::Not {
            return Ok(None);
        }
        let store = Store::open(place, way, access.keys.clone(), access.patience).map_err(|it| away(it.message))?;
        Ok(Some(Self {
            store,
            is_open: AtomicBool::new(access.usage == Use::Write),
            failures: AtomicUsize::new(0),
            troubles: Mutex::default(),
        }))
    }

    /// Where it is, so that no other place has the same words.
    pub fn place(&self) -> String {
        self.store.whole()
    }

    /// Whether something may be put there.
    pub fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Relaxed) && !self.is_given_up()
    }

    /// What was put there under a name, if it is as it was then. Any thread may ask.
    pub fn get(&self, path: &str) -> Option<Vec<u8>> {
        if self.is_given_up() {
            return None;
        }
        let found = self.store.get(path).map_err(|fault| self.failed(fault)).ok()?;
        self.failures.store(0, Ordering::Relaxed);
        let content = unsealed(path, found?);
        if content.is_none() {
            let place = format!("{}{path}", self.store.shown());
            let message = text!("`{place}` is not what postil put there", place = &place);
            let help =
                text!("it is made anew and put there again; if this is said often, look at who else writes there");
            self.say(Trouble::Wrong, Diagnostic::new(code::P018, message).help(help));
        }
        content
    }

    /// Puts something there; whether it is there now. Any thread may.
    pub fn put(&self, path: &str, content: &[u8]) -> bool {
        if !self.is_open() {
            return false;
        }
        let fields = [("content-type", "application/octet-stream".to_owned())];
        match self.store.send(path, &fields, &sealed(path, content)) {
            Ok(_) => {
                self.failures.store(0, Ordering::Relaxed);
                true
            }
            Err(fault) if fault.code == code::I022 => {
                self.is_open.store(false, Ordering::Relaxed);
                let message = text!("nothing is put into the remote cache of pictures: {why}", why = fault.message);
                let help = text!(
                    "the site is right all the same; give the key the right to write there (PutObject), or say with `POSTIL_CACHE=read` that this run only reads"
                );
                self.say(Trouble::ReadOnly, Diagnostic::new(code::P018, message).help(help));
                false
            }
            Err(fault) => {
                self.failed(fault);
                false
            }
        }
    }

    /// What there is to say of it.
    pub fn troubles(&self) -> Vec<Diagnostic> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn is_given_up(&self) -> bool {
        self.failures.load(Ordering::Relaxed) >= GIVE_UP
    }

    fn failed(&self, fault: Diagnostic) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        self.say(Trouble::Away, away(fault.message));
    }

    fn say(&self, trouble: Trouble, diagnostic: Diagnostic) {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).entry(trouble).or_insert(diagnostic);
    }
}

fn away(why: Text) -> Diagnostic {
    let message = text!("the remote cache of pictures is not at hand: {why}", why);
    Diagnostic::new(code::P018, message).help(text!(
        "the site is right all the same, and what is there is made here; the key has to list the bucket and read there (ListBucket, GetObject); with `POSTIL_CACHE=off` nobody asks for it"
    ))
}
