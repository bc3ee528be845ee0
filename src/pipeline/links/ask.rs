//! How an address is asked, and what its answers mean (RFC 9110): politely, one request to a machine at a time, and never
//! again where a machine wants to be left alone. Nothing here asks anybody by itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::io::clock::Stopwatch;
use crate::io::web::{Answer, Request, Unreached};
use crate::model::uri::{WebAddress, join};

/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// The longest time that a machine may want us to wait; one that wants more is asked nothing more in this run.
const LONGEST: Duration = Duration::from_secs(20);

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is there.
    There,
    /// It is there, and says that it has another address for good.
    Moved(String),
    /// It says that there is nothing, with this status.
    Gone(u16),
    /// It is a DOI that nobody has registered.
    Unregistered,
    /// It says neither: who asks has to log in, is no person, asks too often, or it is broken.
    Unseen(u16),
    /// There is no answer.
    Silent(Unreached),
}

/// Asks once.
type Ask<'a> = &'a (dyn Fn(Request) -> Result<Answer, Unreached> + Sync);

/// How machines are asked.
pub(super) struct Manners<'a> {
    ask: Ask<'a>,
    wait: &'a (dyn Fn(Duration) + Sync),
    pause: Duration,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

/// What is known of a machine.
#[derive(Default)]
struct Host {
    last: Option<Stopwatch>,
    /// Whether it wants to be left alone, with the status that said so.
    closed: Option<u16>,
}

impl<'a> Manners<'a> {
    /// With this pause between two requests to one machine.
    pub(super) fn new(ask: Ask<'a>, wait: &'a (dyn Fn(Duration) + Sync), pause: Duration) -> Self {
        Self { ask, wait, pause, hosts: Mutex::default() }
    }

    /// Looks whether an address is there.
    pub(super) fn visit(&self, address: &str, now: Timestamp) -> Outcome {
        self.follow(address, now).unwrap_or_else(Outcome::Silent)
    }

    fn follow(&self, address: &str, now: Timestamp) -> Result<Outcome, Unreached> {
        if let Some(handle) = handle(address) {
            return Ok(match self.once("GET", &handle, now)?.status {
                200 => Outcome::There,
                404 => Outcome::Unregistered,
                status => Outcome::Unseen(status),
            });
        }
        let mut here = address.to_owned();
        // Where everything up to now has moved to for good.
        let (mut moved, mut is_for_good) = (None, true);
        for _ in 0..=REDIRECTS {
            let answer = self.page(&here, now)?;
            let next = answer.field("location").and_then(|next| join(&here, next));
            match (answer.status, next) {
                (status @ (301 | 302 | 303 | 307 | 308), Some(next)) => {
                    is_for_good &= matches!(status, 301 | 308);
                    if is_for_good {
                        moved = Some(next.clone());
                    }
                    here = next;
                }
                (200..=299, _) => return Ok(moved.filter(|it| it != address).map_or(Outcome::There, Outcome::Moved)),
                (status @ (404 | 410), _) => return Ok(Outcome::Gone(status)),
                (status, _) => return Ok(Outcome::Unseen(status)),
            }
        }
        Err(Unreached::Circle)
    }

    /// What is said of a page without the page; with it, where that is refused, and before anything is said to be gone:
    /// some machines know nothing of the other way to ask.
    fn page(&self, address: &str, now: Timestamp) -> Result<Answer, Unreached> {
        let answer = self.once("HEAD", address, now)?;
        if !matches!(answer.status, 403 | 404 | 405 | 410 | 501) {
            return Ok(answer);
        }
        match self.once("GET", address, now) {
            // It is there, and long.
            Err(Unreached::TooMuch) => Ok(Answer { status: 200, ..answer }),
            other => other,
        }
    }

    /// Asks a machine when it is its turn, and once more where it wants a little time.
    fn once(&self, method: &'static str, address: &str, now: Timestamp) -> Result<Answer, Unreached> {
        let host = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(hosts.entry(host(address)).or_default())
        };
        let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
        let mut may_wait = true;
        loop {
            if let Some(status) = host.closed {
                return Ok(Answer { status, fields: Vec::new(), body: Vec::new(), address: address.to_owned() });
            }
            let since = host.last.map_or(self.pause, Stopwatch::elapsed);
            if since < self.pause {
                (self.wait)(self.pause - since);
            }
            let answer = (self.ask)(Request::new(method, address).with("accept", "*/*"));
            host.last = Some(Stopwatch::start());
            let Ok(answer @ Answer { status: 429 | 503, .. }) = answer else { return answer };
            match answer.field("retry-after").and_then(|it| time(it, now)) {
                Some(time) if time <= LONGEST && may_wait => (self.wait)(time),
                // Who is asked too often is asked nothing more.
                _ if answer.status == 429 => host.closed = Some(answer.status),
                _ => return Ok(answer),
            }
            may_wait = false;
        }
    }
}

/// Scheme, host and port of an address.
pub(super) fn host(address: &str) -> String {
    WebAddress::parse(address).map(|it| it.origin().to_owned()).unwrap_or_default()
}

/// Where the registrar of DOIs says whether there is one (the REST interface of its proxy, doi.org/api/handles).
fn handle(address: &str) -> Option<String> {
    let whole = WebAddress::parse(address)?;
    let doi = crate::model::uri::after_origin(whole.as_str()).strip_prefix('/')?;
    let is_doi = matches!(whole.host(), "doi.org" | "dx.doi.org" | "www.doi.org") && doi.starts_with("10.");
    is_doi.then(|| format!("https://doi.org/api/handles/{}", doi.split(['?', '#']).next().unwrap_or(doi)))
}

/// How long a machine wants us to wait: seconds, or a date (RFC 9110, section 10.2.3).
fn time(written: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = written.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(written.trim()).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}
