//! The language server: what editors' programs are told of a site while it is written (LSP 3.17).
//!
//! It never knows how anything is done. A [`Workshop`] reads and checks the site with the texts as
//! they stand in the editor, beside the talk, and only the newest of them; what was said of them is what is shown. What
//! is asked about places of a text waits until that text has been read. Nothing is ever written to a file: the editor
//! is told what to change.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::Value;

use crate::diag::{Checked, Diagnostic, Locale, Severity};
use crate::io::stdio::{Event, converse};
use crate::io::watch::{Changed, Watcher};
use crate::pipeline::{Loaded, Request, Workshop};

mod action;
mod address;
mod client;
mod complete;
mod cursor;
mod define;
mod fields;
mod fold;
mod hover;
mod names;
mod position;
mod rename;
mod said;
mod scene;
mod session;
mod symbol;
mod written;

use session::Session;

/// What the server is told when it starts.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The language of messages, whatever the editor's is.
    pub locale: Option<Locale>,
    /// The language where the editor names none.
    pub otherwise: Locale,
    /// The day to take for today.
    pub now: Option<Date>,
}

/// Talks with an editor until it says that it is done, or goes away. Whether it said so as the protocol wants it.
pub fn serve(input: impl BufRead + Send, output: &mut dyn Write, setting: Setting) -> bool {
    let mut bench = Bench { shops: BTreeMap::new(), now: setting.now };
    let mut ended_well = false;
    let is_last = |message: &[u8]| serde_json::from_slice::<Value>(message).is_ok_and(|it| it["method"] == "exit");
    converse(
        input,
        is_last,
        |jobs| bench.work(jobs),
        |events, jobs| {
            let mut session = Session::new(output, jobs, setting);
            while let Ok(first) = events.recv() {
                // What has come in meanwhile comes first: of several changes only the last is worth a round.
                for event in std::iter::once(first).chain(events.try_iter()) {
                    match event {
                        Event::Message(message) => session.hear(&message),
                        Event::Done(round) => session.learn(round),
                        Event::End => session.end(),
                    }
                    if session.is_over() {
                        break;
                    }
                }
                session.ask();
                if session.is_over() {
                    break;
                }
            }
            ended_well = session.ended_well();
        },
    );
    ended_well
}

/// A site that is to be read with some texts.
struct Job {
    root: PathBuf,
    /// Which of the rounds of this site it is, from 1.
    edition: u64,
    /// Texts as they stand in the editor, by path from the site's folder.
    unsaved: BTreeMap<String, String>,
    /// The versions of these texts, as the editor counts.
    versions: BTreeMap<String, i64>,
    /// Whether only these were written in since the round before, as far as the editor tells.
    is_typed: bool,
}

/// What a site came to.
struct Round {
    root: PathBuf,
    edition: u64,
    versions: BTreeMap<String, i64>,
    /// The site; none where it cannot be put together.
    loaded: Option<Loaded>,
    /// All that there is to say of it, in the order of its places, without notes.
    said: Vec<Diagnostic>,
    /// Whether postil failed at it, which is a fault of its own.
    failed: bool,
}

/// The workshops of all sites that are open.
struct Bench {
    shops: BTreeMap<PathBuf, (Workshop, Watcher)>,
    now: Option<Date>,
}

impl Bench {
    /// Reads each site as it was asked for last.
    fn work(&mut self, jobs: Vec<Job>) -> Vec<Round> {
        let mut newest: BTreeMap<PathBuf, Job> = BTreeMap::new();
        for mut job in jobs {
            job.is_typed &= newest.get(&job.root).is_none_or(|before| before.is_typed);
            newest.insert(job.root.clone(), job);
        }
        newest.into_values().map(|job| self.one(job)).collect()
    }

    fn one(&mut self, job: Job) -> Round {
        let Job { root, edition, unsaved, versions, is_typed } = job;
        let request =
            Request { root: root.clone(), now: self.now, drafts: true, future: true, unsaved, ..Request::default() };
        let (shop, watcher) =
            self.shops.entry(root.clone()).or_insert_with(|| (Workshop::default(), Watcher::of(&root)));
        // Where the editor tells of anything but keys, all files are looked at.
        let changed = Some(watcher.told()).filter(|_| is_typed).unwrap_or(Changed::Anything);
        let Ok(checked) = catch_unwind(AssertUnwindSafe(|| shop.check_after(&request, &changed))) else {
            // What it remembers may be half of something.
            self.shops.remove(&root);
            return Round { root, edition, versions, loaded: None, said: Vec::new(), failed: true };
        };
        let Checked { value: loaded, diagnostics: mut said } = checked;
        said.retain(|it| it.severity > Severity::Note);
        said.sort_by_cached_key(Diagnostic::sort_key);
        said.dedup();
        Round { root, edition, versions, loaded, said, failed: false }
    }
}
