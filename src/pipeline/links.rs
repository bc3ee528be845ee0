//! Outside addresses that readers see, asked whether they are still there: only where somebody wants it, for it asks other
//! machines, and what they say may be another thing tomorrow.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::watch::{Told, Work};
use super::{Request, Watch, load};
use crate::diag::{Checked, Code, Diagnostic, Said, code, text};
use crate::io::cache::Cache;
use crate::io::clock;
use crate::io::web::{self, Limits, Unreached, Web};
use crate::model::uri::WebAddress;

mod ask;
mod gather;
#[cfg(test)]
mod tests;

use ask::{Manners, Outcome};
use gather::{Spot, addresses};

/// The codes of what is said of outside addresses: what is accepted of them is not missed where none was asked.
pub(super) const CODES: &[Code] = &[code::L021, code::L022, code::L023];

/// Pages are not taken, only what is said of them; a page that says so may still be long.
const LIMITS: Limits = Limits {
    connecting: Duration::from_secs(10),
    whole: Duration::from_secs(20),
    redirects: 0,
    bytes: 1_000_000,
    is_inside: false,
};

/// How long two requests to one machine are apart.
const PAUSE: Duration = Duration::from_millis(500);

/// How many machines are asked at once.
const AT_ONCE: usize = 8;

/// How many seconds an address that was there is not asked again.
const KEPT: i64 = 7 * 24 * 60 * 60;

/// How many answers are kept.
const MANY: usize = 20_000;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visited {
    /// How many addresses there are.
    pub addresses: usize,
    /// How many of them were asked in this run.
    pub asked: usize,
}

/// An answer as it is kept: when it came, in seconds since 1970, and where the address has moved to.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    at: i64,
    moved: Option<String>,
}

/// Asks every outside address that readers of a site see, each once, and says what is wrong with any where it stands. Those
/// of this network are asked where `is_inside` says so: the texts may be a stranger's.
pub fn links(request: &Request, is_inside: bool, watch: &Watch<'_>) -> Checked<Option<Visited>> {
    let Some(loaded) = load(request, &Watch::nobody()).value else { return Checked::clean(None) };
    let mut said = Said::default();
    said.learn_levels(&loaded.config.rules);
    said.learn_acceptances(loaded.site.issues.iter().flat_map(|issue| issue.accepts.iter().cloned()));
    let all = addresses(&loaded.site);
    watch.stage(text!("outside addresses"));
    let Some(web) = Web::new(Limits { is_inside, ..LIMITS }) else {
        said.push(unasked(Unreached::Untrusted));
        return Checked::new(None, said);
    };
    let cache = Cache::new(&request.root, "links");
    let asked = Visit { web: &web, cache: &cache, watch, heard: AtomicBool::new(false), asked: AtomicUsize::new(0) };
    let outcomes = asked.all(&all);
    let visited = Visited { addresses: all.len(), asked: asked.asked.load(Ordering::Relaxed) };
    cache.keep_newest(MANY);
    // Where nobody at all answers it is this machine that is away: one that answered a few days ago tells it from a run in
    // which only those are asked that are gone.
    let answers = |(address, outcome): (&&str, &Outcome)| {
        let has_answered = matches!(outcome, Outcome::There | Outcome::Moved(_));
        let is_known = *outcome == Outcome::Silent(Unreached::Inside);
        is_known.then_some(true).or_else(|| has_answered.then(|| web.ask(web::Request::new("HEAD", *address)).is_ok()))
    };
    let is_heard = || asked.heard.load(Ordering::Relaxed) || outcomes.iter().find_map(answers).unwrap_or(false);
    if visited.asked > 0 && !is_heard() {
        let why = outcomes.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Silent(why) => Some(*why),
            _ => None,
        });
        said.push(unasked(why.unwrap_or(Unreached::Unknown)));
        return Checked::new(Some(visited), said);
    }
    for (address, outcome) in &outcomes {
        said.extend(all[*address].iter().filter_map(|spot| told(address, outcome, spot)));
    }
    Checked::new(Some(visited), said)
}

/// Nobody was reached.
fn unasked(why: Unreached) -> Diagnostic {
    Diagnostic::new(code::L023, text!("no outside address could be looked at: {why}", why = why.said()))
        .help(why.help())
}

/// What is said of an address where it stands.
fn told(address: &str, outcome: &Outcome, spot: &Spot) -> Option<Diagnostic> {
    let at = |code, message| Diagnostic::new(code, message).at(&spot.file, spot.span.clone());
    let gone = || {
        text!(
            "write the address that it has now, or that of a kept copy; where it is only away for a while, accept it with a reason"
        )
    };
    let look = || text!("open it in a browser: many publishers let only people in");
    Some(match outcome {
        Outcome::There => return None,
        Outcome::Gone(status) => {
            at(code::L021, text!("`{address}` is gone (status {status})", address, status)).help(gone())
        }
        Outcome::Unregistered => at(code::L021, text!("no DOI is registered as `{address}`", address))
            .help(text!("compare it with the paper, letter by letter")),
        Outcome::Silent(Unreached::Unknown) => {
            at(code::L021, text!("`{address}` is gone: no machine has that name", address)).help(gone())
        }
        Outcome::Silent(why @ Unreached::Inside) => {
            at(code::L023, text!("`{address}` could not be looked at: {why}", address, why = why.said()))
                .help(why.help())
        }
        Outcome::Moved(to) => at(code::L022, text!("`{address}` has moved for good", address))
            .label(text!("write `{to}`", to))
            .help(text!("see that it leads to the same thing, and write the new address"))
            .as_note(),
        Outcome::Silent(why) => {
            at(code::L023, text!("`{address}` could not be looked at: {why}", address, why = why.said()))
                .help(look())
                .as_note()
        }
        Outcome::Unseen(status) => {
            at(code::L023, text!("`{address}` could not be looked at (status {status})", address, status))
                .help(look())
                .as_note()
        }
    })
}

/// A round of all addresses.
struct Visit<'a> {
    web: &'a Web,
    cache: &'a Cache,
    watch: &'a Watch<'a>,
    /// Whether anybody has answered.
    heard: AtomicBool,
    asked: AtomicUsize,
}

impl Visit<'_> {
    /// Asks them all, those of one machine one after the other.
    fn all<'a>(&self, all: &'a BTreeMap<String, Vec<Spot>>) -> BTreeMap<&'a str, Outcome> {
        let (work, count) = (Work::Links, all.len());
        self.watch.tell(|| Told::Expected { work, count, trouble: count as u64 });
        let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for address in all.keys() {
            by_host.entry(ask::host(address)).or_default().push(address);
        }
        let ask = |request| {
            let answer = self.web.ask(request);
            if answer.is_ok() {
                self.heard.store(true, Ordering::Relaxed);
            }
            answer
        };
        let manners = Manners::new(&ask, &clock::wait, PAUSE);
        let hosts: Vec<Vec<&str>> = by_host.into_values().collect();
        let look = || -> Vec<(&str, Outcome)> {
            let each = hosts
                .par_iter()
                .with_max_len(1)
                .flat_map_iter(|addresses| addresses.iter().map(|address| (*address, self.one(address, &manners))));
            each.collect()
        };
        // Whoever waits for others needs no core: there are more of these threads than cores.
        let threads = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build();
        threads.map_or_else(|_| look(), |pool| pool.install(look)).into_iter().collect()
    }

    /// One of them, unless it was there a few days ago.
    fn one(&self, address: &str, manners: &Manners<'_>) -> Outcome {
        let work = Work::Links;
        self.watch.tell(|| Told::Begun { work, name: address });
        let name = format!("{:032x}", xxh3_128(address.as_bytes()));
        let now = Timestamp::try_from(clock::now()).unwrap_or_default();
        let kept = self.cache.read_sealed(&name).and_then(|it| serde_json::from_slice::<Kept>(&it).ok());
        // A cache is anybody's who gave the site away: what is no address is not shown as one.
        let is_sound = |it: &Kept| it.moved.as_ref().is_none_or(|to| WebAddress::parse(to).is_some());
        let kept = kept.filter(|it| (0..KEPT).contains(&(now.as_second() - it.at)) && is_sound(it));
        let is_kept = kept.is_some();
        let outcome = kept.map(|it| it.moved.map_or(Outcome::There, Outcome::Moved)).unwrap_or_else(|| {
            self.asked.fetch_add(1, Ordering::Relaxed);
            manners.visit(address, now)
        });
        let moved = match &outcome {
            Outcome::There => Some(None),
            Outcome::Moved(to) => Some(Some(to.clone())),
            // What is not well is asked again.
            _ => None,
        };
        if let Some(moved) = moved.filter(|_| !is_kept) {
            let kept = serde_json::to_vec(&Kept { at: now.as_second(), moved }).unwrap_or_default();
            // What cannot be kept is asked again.
            let _ = self.cache.write_sealed(&name, &kept);
        }
        self.watch.tell(|| Told::Done { work, trouble: 1, is_kept });
        outcome
    }
}
