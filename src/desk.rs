//! The desk: shows a site in a browser while it is written, with what there is to say of each page and the way to its
//! place in the file.
//!
//! The site is that of a build with drafts and later dates, made in memory by a [`Workshop`]. While it has errors, the
//! last good one goes on being shown, with the errors over it. What the desk adds to a page is added to the answer, and
//! to nothing that is ever published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde_json::json;

use crate::diag::{Checked, Diagnostic, Locale, Severity};
use crate::io::chance;
use crate::io::listen::{Answer, Asked, Brought, Listener, Method};
use crate::io::watch::{Changed, Watcher};
use crate::io::world::{File, Files};
use crate::model::address::file_of;
use crate::model::uri::{self, Part};
use crate::pipeline::{Outline, Request, Round, Workshop};

mod amend;
mod bring;
mod edit;
mod form;
mod frame;
mod naming;
mod overview;
mod page;
mod said;
mod texts;
mod words;
mod write;

/// Where everything of the desk's own stands, from the site's root.
const OWN: &str = "_desk/";

/// Of how many pages a browser is told that they changed; beyond that, all may have.
const MANY: usize = 500;

/// What a round of work came to, for who started the desk.
pub struct Told<'a> {
    /// Everything that was said.
    pub said: &'a [Diagnostic],
    /// What of that the round before did not say.
    pub new: Vec<&'a Diagnostic>,
    /// Whether the site could be made.
    pub is_made: bool,
    /// How many of its files are not as they were.
    pub changed: usize,
    /// Whether it is the first.
    pub is_first: bool,
}

/// A site that is shown while it is written.
pub struct Desk {
    request: Request,
    /// The path of the site, with `/` at both ends.
    base: String,
    locale: Locale,
    /// The word that only its own pages know; where there is none, nothing can be written.
    token: Option<String>,
    /// One writes at a time.
    writing: Mutex<()>,
    state: RwLock<Arc<State>>,
    /// Browsers that want to know what happens.
    browsers: Mutex<Vec<Sender<String>>>,
}

/// What is shown.
#[derive(Default)]
struct State {
    files: Arc<Files>,
    outline: Outline,
    said: Vec<Diagnostic>,
    /// Whether the files are those of the texts as they stand now.
    is_current: bool,
    /// Counts what was shown.
    edition: u64,
}

/// A file of the site with another value of a field, and nothing else in it changed; `None` where it is written in a way
/// that does not allow that.
pub fn amended(path: &str, text: &str, field: &str, value: &serde_json::Value) -> Option<String> {
    let schema = form::schema_of(path, Locale::English);
    amend::Notation::of(path).set(text, field, value, amend::Shape::of(&schema)).ok()
}

impl Desk {
    /// A desk for a site. `request` names the address at which it is shown.
    pub fn new(request: Request, locale: Locale) -> Self {
        let base = request.base_url.as_ref().map_or("/", |base| base.path()).to_owned();
        let (writing, state, browsers) = (Mutex::default(), RwLock::default(), Mutex::default());
        Self { request, base, locale, token: chance::word(), writing, state, browsers }
    }

    /// Shows the site, and makes it again whenever something of it changes, until the process ends. `tell` hears what
    /// each round came to.
    pub fn open(&self, listener: &Listener, watcher: &mut Watcher, tell: &(dyn Fn(&Told<'_>) + Sync)) {
        let mut workshop = Workshop::default();
        self.round(&mut workshop, &Changed::Anything, tell);
        listener.beside(&|asked, brought| self.answer(asked, brought), || {
            loop {
                let changed = watcher.wait();
                self.round(&mut workshop, &changed, tell);
            }
        });
    }

    /// Makes the site as it stands now, and tells everyone.
    fn round(&self, workshop: &mut Workshop, after: &Changed, tell: &(dyn Fn(&Told<'_>) + Sync)) {
        let Checked { value: Round { files, outline }, mut diagnostics } = workshop.make_after(&self.request, after);
        diagnostics.sort_by_cached_key(Diagnostic::sort_key);
        diagnostics.dedup();
        let before = self.state();
        let is_made = files.is_some();
        let files = files.unwrap_or_else(|| Arc::clone(&before.files));
        let changed = changed(&before.files, &files);
        let (is_first, edition) = (before.edition == 0, before.edition + 1);
        if !is_first && changed.is_empty() && diagnostics == before.said && is_made == before.is_current {
            return;
        }
        let outline = outline.unwrap_or_else(|| before.outline.clone());
        let state = Arc::new(State { files, outline, said: diagnostics, is_current: is_made, edition });
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&state);
        let addresses = if changed.len() > MANY { json!("*") } else { json!(changed) };
        let event = json!({ "edition": edition, "changed": addresses }).to_string();
        let mut browsers = self.browsers.lock().unwrap_or_else(PoisonError::into_inner);
        browsers.retain(|browser| browser.send(event.clone()).is_ok());
        drop(browsers);
        let new = new(&before.said, &state.said);
        tell(&Told { said: &state.said, new, is_made, changed: changed.len(), is_first });
    }

    fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What a browser is told.
    fn answer(&self, asked: &Asked, brought: &mut Brought<'_>) -> Answer {
        if !asked.is_meant {
            return plain(421, "This is the desk of somebody else's site.");
        }
        let whole = format!("/{}", asked.path);
        let inner = whole.strip_prefix(&self.base);
        let own = inner.and_then(|inner| inner.strip_prefix(OWN));
        let state = self.state();
        match (asked.method, own, inner) {
            (Method::Post, Some(own), _) => self.write(own, asked, brought, &state),
            (Method::Post | Method::Other, ..) => plain(405, "Nothing is written here."),
            (Method::Read, Some(own), _) => self.own(own, asked, &state),
            (Method::Read, None, Some(inner)) => self.file(inner, &state),
            (Method::Read, None, None) => Answer::Elsewhere(self.base.clone()),
        }
    }

    /// Something of the desk's own.
    fn own(&self, own: &str, asked: &Asked, state: &State) -> Answer {
        let made = |kind, text: String| Answer::Made { status: 200, kind, bytes: text.into_bytes() };
        // Who looks from another machine reads, and no more.
        let token = self.token.as_deref().filter(|_| asked.is_near);
        match own {
            "" => made(HTML, overview::page(state, token.is_some(), self)),
            "desk.js" => made(SCRIPT, include_str!("desk/page/desk.js").to_owned()),
            "desk.css" => made(STYLE, include_str!("desk/page/desk.css").to_owned()),
            "said" => made(JSON, said::of(&asked.query, asked.is_near, state, self).to_string()),
            "events" => {
                let (sender, events) = channel();
                let mut browsers = self.browsers.lock().unwrap_or_else(PoisonError::into_inner);
                // It compares the edition that it has. A round shows its own before it comes to tell of it here: this
                // one is told of either way.
                let _ = sender.send(json!({ "edition": self.state().edition, "changed": [] }).to_string());
                browsers.push(sender);
                Answer::Events(events)
            }
            _ => token
                .and_then(|token| self.editor(own, asked, token, state))
                .unwrap_or_else(|| plain(404, "There is no such page of the desk.")),
        }
    }

    /// What is there for who writes.
    fn editor(&self, own: &str, asked: &Asked, token: &str, state: &State) -> Option<Answer> {
        let file = || said::parameter(&asked.query, "file");
        let made = |kind, text: String| Some(Answer::Made { status: 200, kind, bytes: text.into_bytes() });
        let page = |html| Some(Answer::Own { html });
        match own {
            "edit" => page(edit::page(&file(), token, state, self)?),
            "new" => page(edit::new_issue(token, state, self)),
            "fix" => page(edit::repairs(token, state, self)),
            "form" => made(JSON, form::of(&file(), state, self).ok()?.to_string()),
            "lines" => made(JSON, said::lines(&asked.query, state, self)?.to_string()),
            "named" => made(JSON, naming::of(&asked.query, state, self).to_string()),
            "edit.css" => made(STYLE, include_str!("desk/page/edit.css").to_owned()),
            _ => made(SCRIPT, edit::script(own)?),
        }
    }

    /// A file of the site, as a host would give it out.
    fn file(&self, path: &str, state: &State) -> Answer {
        if let Some(file) = state.files.get(&file_of(path)) {
            return self.give(200, &file_of(path), file, state);
        }
        if !path.is_empty() && state.files.contains_key(&file_of(&format!("{path}/"))) {
            return Answer::Elsewhere(format!("{}{}/", self.base, uri::encode(path, Part::Path)));
        }
        if state.files.is_empty() {
            let html = overview::nothing_yet(state, &self.base, self.locale);
            return Answer::Made { status: 503, kind: HTML, bytes: html.into_bytes() };
        }
        match state.files.get("404.html") {
            Some(file) => self.give(404, "404.html", file, state),
            None => plain(404, "There is no such page."),
        }
    }

    fn give(&self, status: u16, path: &str, file: &Arc<File>, state: &State) -> Answer {
        let kind = crate::io::publish::media(path);
        if kind == HTML {
            return Answer::Made { status, kind, bytes: page::with_desk(&file.bytes, &self.base, state.edition) };
        }
        Answer::File { status, kind, file: Arc::clone(file) }
    }

    /// The folder of the site on this machine.
    fn root(&self) -> &Path {
        &self.request.root
    }
}

const HTML: &str = "text/html;charset=utf-8";
const JSON: &str = "application/json";
const SCRIPT: &str = "text/javascript;charset=utf-8";
const STYLE: &str = "text/css;charset=utf-8";

fn plain(status: u16, text: &str) -> Answer {
    Answer::Made { status, kind: "text/plain;charset=utf-8", bytes: text.as_bytes().to_vec() }
}

/// What was not said before: in these words, wherever in its file it stands now.
fn new<'a>(before: &[Diagnostic], now: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let words = |it: &Diagnostic| {
        let (path, _, code, message) = it.sort_key();
        (path, code, message)
    };
    let before: BTreeSet<_> = before.iter().map(words).collect();
    now.iter().filter(|it| !before.contains(&words(it))).collect()
}

/// The paths of files that are not as they were, came or went.
fn changed(before: &Files, now: &Files) -> Vec<String> {
    let is_as_before = |(path, file): &(&String, &Arc<File>)| {
        before.get(*path).is_some_and(|it| Arc::ptr_eq(it, file) || it.bytes == file.bytes)
    };
    let new = now.iter().filter(|it| !is_as_before(it)).map(|(path, _)| path.clone());
    let gone = before.keys().filter(|path| !now.contains_key(*path)).cloned();
    new.chain(gone).collect()
}

impl State {
    fn count(&self, severity: Severity, of: impl Fn(&Diagnostic) -> bool) -> usize {
        self.said.iter().filter(|it| it.severity == severity && of(it)).count()
    }

    /// Errors and warnings of each file, by its path.
    fn by_file(&self) -> BTreeMap<&str, (usize, usize)> {
        let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for diagnostic in &self.said {
            let Some(path) = said::path(diagnostic) else { continue };
            let (errors, warnings) = all.entry(path).or_default();
            match diagnostic.severity {
                Severity::Error => *errors += 1,
                Severity::Warning => *warnings += 1,
                Severity::Note => {}
            }
        }
        all
    }
}
