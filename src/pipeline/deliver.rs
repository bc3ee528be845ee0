//! Brings what was built to where its readers get it.
//!
//! At any moment readers see whole pages: what a page shows is there before it, and what old pages show goes when no
//! page is old any more. What is there is asked for again before anything goes, so that a run that was slower, and is told
//! by then that another has begun, leaves nothing behind that the other does not put right.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, UNIX_EPOCH};

use rayon::prelude::*;

use super::configured::{output, read_config};
use super::{Request, Told, Watch, Work};
use crate::config::{Config, PAGE_MINUTES};
use crate::diag::{Checked, Diagnostic, Said, code, text};
use crate::io::deliver::store::Way;
use crate::io::deliver::{
    Head, Host, Item, Keys, Patience, Place, Plan, Record, Rest, Stood, Store, Target, fault, pages_first, waves,
};
use crate::io::publish::{Built, Output, Publisher};
use crate::io::world::Disk;
use crate::io::{chance, clock};
use crate::render::gate;

/// How many requests are on their way at once.
const AT_ONCE: usize = 16;

/// After how many files it is asked whether another run has begun.
const STRIDE: usize = 4 * AT_ONCE;

/// How long what pages asked for stays when the site has it no more.
const RESTING: Duration = Duration::from_secs(24 * 60 * 60);

/// How often what is there is asked for again, and what is not as it should be sent again.
const ROUNDS: usize = 3;

/// What is asked for; what is left out is what the configuration says.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The destination.
    pub to: Option<String>,
    /// The address of a store, its region, and how it names buckets.
    pub way: Way,
    /// Whether nothing is sent, and only said what would be.
    pub dry_run: bool,
    /// Whether a preview is taken, too.
    pub preview: bool,
    /// By what a store knows whoever publishes; otherwise what the environment says.
    pub keys: Option<Keys>,
    /// How often something is tried.
    pub patience: Patience,
    /// How long files with a fingerprint in their name stay at a store or a host when the site has them no more.
    pub resting: Duration,
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            to: None,
            way: Way::default(),
            dry_run: false,
            preview: false,
            keys: None,
            patience: Patience::default(),
            resting: RESTING,
        }
    }
}

/// What a publication came to, or would come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Where it went, as that is written.
    pub to: String,
    /// How many files the site has.
    pub files: usize,
    /// What was sent, by path, with its bytes, in its order.
    pub sent: Vec<(String, u64)>,
    /// What was removed, by path.
    pub removed: Vec<String>,
}

/// Publishes what was built.
pub fn deliver(request: &Request, wanted: &Delivery, watch: &Watch<'_>) -> Checked<Option<Delivered>> {
    let mut said = Said::default();
    let config = read_config(&Disk::new(&request.root, &BTreeMap::new()), &mut said);
    let delivered = config.filter(|_| said.is_sound()).and_then(|config| {
        carry_out(request, wanted, &config, watch, &mut said).map_err(|fault| said.push(fault)).ok()
    });
    Checked::new(delivered, said)
}

fn carry_out(
    request: &Request,
    wanted: &Delivery,
    config: &Config,
    watch: &Watch<'_>,
    said: &mut Said,
) -> Result<Delivered, Diagnostic> {
    let target = target(request, wanted, config)?;
    watch.stage(text!("comparing with what was built"));
    let built = Built::read(&output(request, config)?)?;
    let items = items(&built, wanted, config)?;
    let files = items.len();
    watch.stage(text!("publishing"));
    let now = clock::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let rest = Rest { now, time: wanted.resting };
    let delivered = match target {
        Goal::Store(place) => {
            let keys = wanted.keys.clone().map_or_else(Keys::find, Ok)?;
            let store = Store::open(&place, &way(wanted, config), keys, wanted.patience)?;
            let pool = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build();
            let mut run = Run { store: &store, built: &built, items: &items, rest, watch, sent: BTreeMap::new() };
            match pool {
                Ok(pool) => pool.install(|| run.publish(wanted.dry_run, said)),
                // A machine that has no more threads to give sends one after another.
                Err(_) => run.publish(wanted.dry_run, said),
            }
        }
        Goal::Host(to) => to_host(&Host::open(&to)?, &built, &items, rest, wanted.dry_run),
        Goal::Folder(folder) => to_folder(&folder, &built, wanted.dry_run, watch, said),
    }?;
    Ok(Delivered { files, ..delivered })
}

/// A destination that may be used.
enum Goal {
    Store(Place),
    Host(String),
    Folder(Output),
}

/// Where it goes. A configuration may come from anybody, so a folder that only it names lies in the site's own.
fn target(request: &Request, wanted: &Delivery, config: &Config) -> Result<Goal, Diagnostic> {
    let (written, at) = match (&wanted.to, &config.publish.to) {
        (Some(written), _) => (written.as_str(), None),
        (None, Some(written)) => (written.value.as_str(), Some(written.span.clone())),
        (None, None) => ("", None),
    };
    let is_configured = at.is_some();
    let own =
        config.publish.to.as_ref().is_some_and(|own| own.value.trim_end_matches('/') == written.trim_end_matches('/'));
    if wanted.preview && own {
        let message = text!("a preview would take the place of the site at `{written}`", written);
        return Err(Diagnostic::new(code::I020, message).help(text!("name another destination behind `publish`")));
    }
    let goal = Target::parse(written).and_then(|target| match target {
        Target::Store(place) => Ok(Goal::Store(place)),
        Target::Host(to) => Ok(Goal::Host(to)),
        Target::Folder(folder) if is_configured => {
            Output::configured(&request.root, &folder.to_string_lossy()).map(Goal::Folder)
        }
        Target::Folder(folder) => Output::named(&request.root, &folder).map(Goal::Folder),
    });
    let goal = goal.map_err(|fault| match at {
        Some(span) => fault.at(&config.source, span),
        None => fault,
    })?;
    if let Goal::Folder(folder) = &goal
        && folder.place() == output(request, config)?.place()
    {
        let place = folder.place().display();
        let message = text!("`{place}` is where the site was built", place);
        return Err(Diagnostic::new(code::I020, message).help(text!("name another folder to publish to")));
    }
    Ok(goal)
}

fn way(wanted: &Delivery, config: &Config) -> Way {
    let publish = &config.publish;
    Way {
        endpoint: wanted.way.endpoint.clone().or_else(|| publish.endpoint.clone()),
        region: wanted.way.region.clone().or_else(|| publish.region.clone()),
        path_style: wanted.way.path_style || publish.path_style,
    }
}

/// What is to stand there. Every file is read once, so that one that was changed since the build is noticed before
/// anything is sent.
fn items(built: &Built, wanted: &Delivery, config: &Config) -> Result<Vec<Item>, Diagnostic> {
    let minutes = config.publish.page_minutes.unwrap_or(PAGE_MINUTES);
    let paths: Vec<&str> = built.paths().collect();
    let item = |path: &&str| {
        let (file, content) = built.file(path)?;
        let page = path.ends_with(".html").then(|| String::from_utf8_lossy(&content));
        if !wanted.preview && page.as_ref().is_some_and(|page| gate::is_of_preview(page)) {
            let place = built.place().join(path).display().to_string();
            let message = text!("what was built is a preview, with what is not to be published yet");
            return Err(Diagnostic::new(code::I024, message).path(place).help(text!(
                "build without `--drafts` and `--future`; if it is the preview that should be seen there, say `--preview`"
            )));
        }
        let leads_to = page.filter(|_| config.publish.redirects).and_then(|page| leads_to(&page));
        let head = Head::of(path, minutes, leads_to);
        Ok(Item { path: file.path, length: file.length, md5: file.md5, head })
    };
    paths.par_iter().map(item).collect()
}

/// Where the page of an old address leads.
fn leads_to(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("http-equiv=\"refresh\"").or_else(|| page.split_once("http-equiv=refresh"))?;
    let (_, rest) = rest.get(..2048).unwrap_or(rest).split_once("url=")?;
    let end = rest.find(['"', '\'', '>'])?;
    let target = rest[..end].trim();
    let is_here = target.starts_with('/') && !target.starts_with("//");
    let is_one = is_here || target.starts_with("https://") || target.starts_with("http://");
    (is_one && target.is_ascii()).then(|| target.replace("&amp;", "&"))
}

/// A publication to a store that is on its way.
struct Run<'a> {
    store: &'a Store,
    built: &'a Built,
    items: &'a [Item],
    rest: Rest,
    watch: &'a Watch<'a>,
    /// ETags of what was sent, by path.
    sent: BTreeMap<String, String>,
}

impl Run<'_> {
    fn publish(&mut self, dry_run: bool, said: &mut Said) -> Result<Delivered, Diagnostic> {
        let known = self.store.record()?;
        let there = self.store.list()?;
        let (items, rest) = (self.items, self.rest);
        let plan = Plan::new(items, &there, &known, rest);
        said.extend(plan.left.iter().map(|path| self.stays(path)));
        let mut delivered = self.of(&plan);
        if dry_run || (plan.is_empty() && known.is_settled(items.len())) {
            return Ok(delivered);
        }
        let word = chance::word().unwrap_or_else(|| "?".to_owned());
        self.store.write_record(&known.begun(&word, plan.put()))?;
        self.send(&plan, &word)?;
        let mut there = self.store.list()?;
        for _ in 1..ROUNDS {
            let known = self.known(&known);
            let again = Plan::new(items, &there, &known, rest);
            if again.put().next().is_none() {
                break;
            }
            self.send(&again, &word)?;
            there = self.store.list()?;
        }
        self.is_own(&word)?;
        let known = self.known(&known);
        let last = Plan::new(items, &there, &known, rest);
        if last.put().next().is_some() {
            return Err(fault::overtaken(self.store.shown()));
        }
        for wave in pages_first(&last.remove) {
            wave.par_iter().try_for_each(|path| self.store.remove(path))?;
        }
        delivered.removed = last.remove;
        self.is_own(&word)?;
        self.store.write_record(&self.ended(&there, last.rest))?;
        Ok(delivered)
    }

    fn of(&self, plan: &Plan<'_>) -> Delivered {
        Delivered {
            to: self.store.shown().to_owned(),
            files: 0,
            sent: plan.put().map(|item| (item.path.clone(), item.length)).collect(),
            removed: plan.remove.clone(),
        }
    }

    /// Sends what is to be sent, a wave after the other.
    fn send(&mut self, plan: &Plan<'_>, word: &str) -> Result<(), Diagnostic> {
        let (work, watch) = (Work::Files, self.watch);
        watch.tell(|| Told::Expected { work, count: plan.put().count(), trouble: plan.bytes() });
        for stride in plan.waves.iter().flat_map(|wave| wave.chunks(STRIDE)) {
            let put = |item: &&Item| {
                watch.tell(|| Told::Begun { work, name: &item.path });
                let (_, content) = self.built.file(&item.path)?;
                let tag = self.store.put(item, &content)?;
                watch.tell(|| Told::Done { work, trouble: item.length, is_kept: false });
                Ok::<_, Diagnostic>((item.path.clone(), tag))
            };
            let sent: Vec<_> = stride.par_iter().map(put).collect::<Result<_, Diagnostic>>()?;
            self.sent.extend(sent);
            self.is_own(word)?;
        }
        Ok(())
    }

    /// Makes sure that no other run has begun since.
    fn is_own(&self, word: &str) -> Result<(), Diagnostic> {
        let is_own = self.store.record()?.by.as_deref() == Some(word);
        if is_own { Ok(()) } else { Err(fault::overtaken(self.store.shown())) }
    }

    /// What was known, and what was sent.
    fn known(&self, before: &Record) -> Record {
        let mut known = before.clone();
        let sent = self.items.iter().filter_map(|item| Some((item, self.sent.get(&item.path)?)));
        known.files.extend(sent.map(|(item, tag)| (item.path.clone(), Stood::new(item, tag.clone()))));
        known
    }

    /// What is written down at the end.
    fn ended(&self, there: &BTreeMap<String, String>, rest: BTreeMap<String, Stood>) -> Record {
        let stood = self.items.iter().map(|item| {
            let tag = there.get(&item.path).unwrap_or(&item.md5);
            (item.path.clone(), Stood::new(item, tag.clone()))
        });
        Record::ended(stood.chain(rest).collect())
    }

    /// Something that postil once put there, and somebody changed.
    fn stays(&self, path: &str) -> Diagnostic {
        let place = format!("{}{path}", self.store.shown());
        Diagnostic::new(code::I011, text!("`{place}` was changed after postil had made it, and stays", place = &place))
            .path(place)
            .help(text!(
                "the site no longer has this file: remove it by hand, or keep what is yours in `content/static/`"
            ))
    }
}

/// To a host. What differs there is found out by rsync, and for what is to go it is asked what was written down.
fn to_host(host: &Host, built: &Built, items: &[Item], rest: Rest, dry_run: bool) -> Result<Delivered, Diagnostic> {
    let known = host.record()?;
    let all: Vec<&str> = items.iter().map(|item| item.path.as_str()).collect();
    let differs = host.send(built.place(), &all, true)?;
    let own: BTreeSet<&str> = all.iter().copied().collect();
    let (mut removed, mut resting) = (Vec::new(), BTreeMap::new());
    for path in known.paths().filter(|path| !own.contains(path)) {
        match known.files.get(path).and_then(|stood| rest.of(path, stood)) {
            Some(stood) => drop(resting.insert(path.to_owned(), stood)),
            None => removed.push(path.to_owned()),
        }
    }
    let is_settled = known.is_settled(items.len());
    let delivered = Delivered { to: host.shown().to_owned(), files: 0, sent: differs, removed };
    if dry_run || (is_settled && delivered.sent.is_empty() && delivered.removed.is_empty()) {
        return Ok(delivered);
    }
    let sent: BTreeSet<&str> = delivered.sent.iter().map(|(path, _)| path.as_str()).collect();
    let put: Vec<&Item> = items.iter().filter(|item| sent.contains(item.path.as_str())).collect();
    let word = chance::word().unwrap_or_else(|| "?".to_owned());
    let is_own = || match host.record()?.by.as_deref() == Some(word.as_str()) {
        true => Ok(()),
        false => Err(fault::overtaken(host.shown())),
    };
    host.write_record(&known.begun(&word, put.iter().copied()))?;
    for wave in waves(put.into_iter()) {
        let paths: Vec<&str> = wave.iter().map(|item| item.path.as_str()).collect();
        host.send(built.place(), &paths, false)?;
    }
    is_own()?;
    for wave in pages_first(&delivered.removed).into_iter().filter(|wave| !wave.is_empty()) {
        host.remove(built.place(), &wave)?;
        is_own()?;
    }
    let files = items.iter().map(|item| (item.path.clone(), Stood::new(item, item.md5.clone())));
    host.write_record(&Record::ended(files.chain(resting).collect()))?;
    Ok(delivered)
}

/// To a folder: put there as an output folder is, with its manifest and its journal.
fn to_folder(
    folder: &Output,
    built: &Built,
    dry_run: bool,
    watch: &Watch<'_>,
    said: &mut Said,
) -> Result<Delivered, Diagnostic> {
    let to = folder.place().display().to_string();
    let difference = built.against(folder)?;
    if !dry_run {
        let work = Work::Files;
        let publisher = Publisher::open(folder)?;
        let paths: Vec<&str> = built.paths().collect();
        watch.tell(|| Told::Expected { work, count: paths.len(), trouble: paths.len() as u64 });
        paths.par_iter().try_for_each(|path| {
            publisher.put(path, &built.file(path)?.1)?;
            watch.tell(|| Told::Done { work, trouble: 1, is_kept: false });
            Ok::<_, Diagnostic>(())
        })?;
        let ready = publisher.prepare()?;
        said.extend(ready.warnings());
        ready.commit()?;
    }
    Ok(Delivered { to, files: 0, sent: difference.put, removed: difference.remove })
}

#[cfg(test)]
mod tests {
    use super::leads_to;

    #[test]
    fn a_page_at_an_old_address_says_where_it_leads() {
        let page = |target: &str| format!("<meta http-equiv=\"refresh\" content=\"0; url={target}\"><a href=\"/x/\">");
        assert_eq!(leads_to(&page("/a/b/?x&amp;y")).as_deref(), Some("/a/b/?x&y"));
        for other in ["javascript:x", "//elsewhere", "中文"] {
            assert_eq!(leads_to(&page(other)), None, "{other}");
        }
        assert_eq!(leads_to("<p>http-equiv=\"x\" url=/a/"), None);
    }
}
