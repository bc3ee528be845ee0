//! What a run came to, kept with everything that it asked of the world. A run is a function of these answers: where the
//! world would give the same ones, and what was made is still there, it is not done again.
//!
//! An account of a run is never needed. One that is damaged, of another postil, or that cannot be written makes the next
//! run only slower.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::{Built, Examined, Exchanged, Request, output, prevents, read_config};
use crate::diag::{Checked, Diagnostic, Kept, Said, code};
use crate::io::cache::Cache;
use crate::io::publish::{Look, Output, Print, Publisher};
use crate::io::world::{Answer, Disk, Question, Trace, World as _};

mod coloured;
mod heard;
mod known;
mod printed;
mod read;
mod remembered;

pub(super) use coloured::Coloured;
pub(super) use heard::Heard;
pub(super) use known::{Known, Live};
pub(super) use printed::{Page, Printed};
pub(super) use read::Read;
pub(super) use remembered::{Everyone, Memory, Remembered};

/// The kind of things in the cache.
const KIND: &str = "runs";

/// How many accounts are kept: those of previews, of other addresses and other days stand beside that of the site.
const KEPT: usize = 16;

/// How many files are looked for at once.
const CHUNK: usize = 256;

/// What a run came to.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    /// Questions to the world, with its answers.
    trace: Trace,
    /// What was said before the output folder was looked at.
    said: Kept,
    /// What was counted.
    count: Count,
    /// The files of the site by their paths, if it was known where they go.
    files: Option<Vec<(String, Print)>>,
}

/// What a run counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Count {
    /// Issues, in all languages.
    pub(super) issues: usize,
    /// Pages made with a template.
    pub(super) pages: usize,
    /// Issues that are not published yet.
    pub(super) withheld: usize,
}

/// Where the accounts of a kind of run are kept.
pub(super) struct Memo<'a> {
    disk: &'a Disk<'a>,
    cache: Cache,
    name: String,
    /// The account of the last such run, where the next comes to something else.
    before: Mutex<Trace>,
}

impl<'a> Memo<'a> {
    /// That of a command, as it was asked for. Whatever changes what a run comes to, and is no answer of the world, is
    /// in the name.
    pub(super) fn of(command: &str, request: &Request, disk: &'a Disk<'a>) -> Self {
        let Request {
            root,
            output,
            base_url,
            now,
            drafts,
            future,
            effort,
            deny_warnings,
            retractions,
            unsaved: _,
            remote,
        } = request;
        let mut asked = String::new();
        // Writing to a string cannot fail.
        let _ = write!(
            asked,
            "{command} {root:?} {output:?} {base_url:?} {now:?} {drafts} {future} {effort:?} {deny_warnings} {retractions:?} {:?} {:?}",
            // What one may put there stands there after a run, too.
            remote.usage,
            crate::io::environment::folder(),
        );
        // Of texts that are not saved nobody asks twice.
        let cache = if request.unsaved.is_empty() { disk.cache(KIND) } else { Cache::none() };
        Self { disk, cache, name: name(&asked), before: Mutex::default() }
    }

    /// What a build comes to where its site stands in the output folder as the last one left it.
    pub(super) fn built(&self, request: &Request) -> Option<Checked<Option<Built>>> {
        let (Run { count, files, .. }, of_site) = self.recall()?;
        let output = self.output(request)?;
        let publisher = Publisher::open(&output).ok()?;
        let is_there = files?.par_chunks(CHUNK).all(|files| publisher.keep_as(files));
        let ready = is_there.then(|| publisher.prepare().ok()).flatten()?;
        let mut said = Said::from(of_site);
        said.extend(ready.warnings());
        if prevents(request, &said) {
            return Some(Checked::new(None, said));
        }
        let report = ready.commit().ok()?;
        let Count { issues, pages, withheld } = count;
        let output = output.place().to_path_buf();
        Some(Checked::new(
            Some(Built { issues, pages, withheld, encoded: 0, exchanged: Exchanged::default(), report, output }),
            said,
        ))
    }

    /// What a check comes to where nothing is in the way of what it would put into the output folder.
    pub(super) fn examined(&self, request: &Request) -> Option<Checked<Option<Examined>>> {
        let (Run { count, files, .. }, said) = self.recall()?;
        let look = Look::at(&self.output(request)?).ok()?;
        let is_free = match (&look, &files) {
            (None, _) => true,
            (Some(look), Some(files)) => files.par_iter().all(|(path, print)| look.expects(path, *print)),
            (Some(_), None) => false,
        };
        let is_free = is_free && look.is_none_or(|look| look.finish().is_ok());
        let examined = Examined { issues: count.issues, withheld: count.withheld };
        is_free.then(|| Checked::new(Some(examined), said))
    }

    fn output(&self, request: &Request) -> Option<Output> {
        let config = read_config(self.disk, &mut Said::default())?;
        output(request, &config).ok()
    }

    /// What the last such run came to, if the next would come to the same.
    fn recall(&self) -> Option<(Run, Vec<Diagnostic>)> {
        let mut run: Run = postcard::from_bytes(&self.cache.read_sealed(&self.name)?).ok()?;
        let trace: Vec<(&Question, &Answer)> = run.trace.iter().collect();
        let again: Option<Vec<_>> = trace
            .into_par_iter()
            .filter_map(|(question, before)| {
                let now = self.disk.asked_again(question, before)?;
                Some(now.is_as(before).then(|| (question.clone(), now)))
            })
            .collect();
        let Some(again) = again else {
            *self.before.lock().unwrap_or_else(PoisonError::into_inner) = run.trace;
            return None;
        };
        // Files that have been still for long enough need not be read the next time.
        if again.iter().any(|(_, answer)| answer.tells_time()) {
            run.trace.extend(again);
            self.keep(&run);
        }
        let said = std::mem::take(&mut run.said).into_said()?;
        Some((run, said))
    }

    /// The account of the last such run, where it did not come to the same.
    pub(super) fn before(&self) -> Trace {
        std::mem::take(&mut self.before.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps what a run came to.
    pub(super) fn learn(&self, trace: Trace, said: &[Diagnostic], count: Count, files: Option<Vec<(String, Print)>>) {
        // Why something could not be kept or fetched is no answer of the world's, and may be over.
        if said.iter().all(|it| !matches!(it.code, code::P011 | code::P018)) {
            self.keep(&Run { trace, said: Kept::of(said), count, files });
        }
    }

    fn keep(&self, run: &Run) {
        let Ok(bytes) = postcard::to_allocvec(run) else { return };
        // What cannot be kept is done again; a cache that is not postil's own is said by what else is kept there.
        let _ = self.cache.write_sealed(&self.name, &bytes);
        self.cache.keep_newest(KEPT);
    }
}

/// The name in the cache of what is known by these words, to this postil.
fn name(words: &str) -> String {
    format!("{:032x}", xxh3_128(format!("{} {words}", env!("POSTIL_BUILD")).as_bytes()))
}
