//! The stages, from a folder to a published site, on one screen: discover, parse, validate, link, lint,
//! illustrate, emit, inspect, publish. Everything that runs in parallel is started here or in an output's emit.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::PoisonError;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Checked, Code, Said, Text, text};
use crate::io::publish::{Look, Publisher, Report};
use crate::io::remote::{Access, Remote};
use crate::io::world::{Destination, Disk, Traced, World};
use crate::link::{self, Awaited, Linked, Selection};
use crate::lint;
use crate::lint::reading::desk::Desk;
use crate::model::elsewhere::{Behind, KeptNumbers};
use crate::model::signature::Signatures;
use crate::model::site::{BaseUrl, Site};
use crate::output;
pub use crate::picture::Effort;
use crate::render::card;
use crate::render::gate::Gate;
use crate::render::theme::Theme;

mod bind;
mod chart;
mod configured;
mod context;
mod deliver;
mod discover;
mod draft;
mod elsewhere;
mod layout;
mod links;
mod memo;
mod outlet;
mod outline;
mod parse;
mod pictures;
mod press;
mod probe;
mod remote;
mod repair;
mod retractions;
mod sheet;
mod signatures;
mod themes;
mod timings;
mod watch;
mod workshop;

use configured::output;
pub use configured::{output_folder, read_config, settings};
pub use context::context;
pub use deliver::{Delivered, Delivery, deliver};
use discover::discover;
pub use draft::{Account, Sent, draft};
pub use elsewhere::{keep_numbers, kept_file_of, notices};
pub use links::{Visited, links};
use memo::{Count, Heard, Known, Memo, Memory};
pub use outlet::{Extract, outlet};
pub use outline::{Entry, Outline};
pub use pictures::Exchanged;
use press::Press;
pub use repair::{Repaired, Repairs, keep, repair};
pub use sheet::{Line, Remark, Sheet, sheet};
pub use signatures::{Standing, file_of, sign, standing, withdraw};
pub use themes::read_theme;
pub use timings::{Span, Stage, Sum, Timings, What};
pub use watch::{Told, Watch, Work};
pub use workshop::{Round, Workshop};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The site's folder, the one with `config.toml`.
    pub root: PathBuf,
    /// The output folder; otherwise the one that the configuration names.
    pub output: Option<PathBuf>,
    /// The address of the site; otherwise the configuration's.
    pub base_url: Option<BaseUrl>,
    /// The day of the build; otherwise today.
    pub now: Option<Date>,
    /// Whether drafts are included.
    pub drafts: bool,
    /// Whether issues of later days are included.
    pub future: bool,
    /// How much trouble is taken with pictures.
    pub effort: Effort,
    /// Whether warnings keep a site from being written, as errors do.
    pub deny_warnings: bool,
    /// The list of retractions; otherwise the configuration's, if there is one.
    pub retractions: Option<PathBuf>,
    /// Texts that are read instead of what their files hold, by path from the site's folder: what is not saved yet.
    pub unsaved: BTreeMap<String, String>,
    /// By what right the remote cache of pictures is used: how long a run takes, and never what it comes to.
    pub remote: Access,
}

/// A site that has been read and put together.
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// Its configuration.
    pub config: Config,
    /// How many issues are not published yet.
    pub withheld: usize,
    /// Links to what only the theme can answer.
    pub awaited: Vec<Awaited>,
    /// Signatures, by the path of the text that was signed.
    pub signatures: BTreeMap<String, Signatures>,
    /// Numbers that were put elsewhere, by the path of their text.
    pub kept: BTreeMap<String, KeptNumbers>,
    /// Places elsewhere that say what their issue no longer says.
    pub behind: Vec<Behind>,
}

/// What a build came to.
#[derive(Debug)]
pub struct Built {
    /// Issues, in all languages.
    pub issues: usize,
    /// Pages made with a template.
    pub pages: usize,
    /// Issues that are not published yet.
    pub withheld: usize,
    /// Forms of pictures that were made now, and not by an earlier build.
    pub encoded: usize,
    /// What was exchanged with other builders.
    pub exchanged: Exchanged,
    /// What was written.
    pub report: Report,
    /// Where.
    pub output: PathBuf,
}

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examined {
    /// Issues, in all languages.
    pub issues: usize,
    /// Issues that are not published yet.
    pub withheld: usize,
}

/// A run on its way: what it is made from, what was asked for, what is remembered of earlier ones, who follows it.
#[derive(Clone, Copy)]
struct Run<'a> {
    world: &'a dyn World,
    request: &'a Request,
    memory: &'a Memory,
    watch: &'a Watch<'a>,
}

/// Reads a site and puts it together. There is no site where the configuration cannot be read; where there is one, it
/// may still have errors, and nothing may be written of it then.
pub fn load(request: &Request, watch: &Watch<'_>) -> Checked<Option<Loaded>> {
    let mut said = Said::default();
    let (world, memory) = (Disk::new(&request.root, &request.unsaved), Memory::default());
    let loaded = load_from(Run { world: &world, request, memory: &memory, watch }, &mut said);
    Checked::new(loaded, said)
}

fn load_from(run: Run<'_>, said: &mut Said) -> Option<Loaded> {
    let Run { world, request, memory, watch } = run;
    watch.stage(text!("reading"));
    let mut config = read_config(world, said)?;
    said.learn_levels(&config.rules);
    if let Some(base) = &request.base_url {
        config.settings.base = base.clone();
    }
    // A draft is shared with nobody.
    config.settings.cards &= request.effort == Effort::Full;
    config.settings.preview = request.drafts || request.future;
    said.extend(remote::fault(&config));
    let discovered = discover(world, &config, memory, said);
    watch.stage(text!("parsing"));
    let mut parts = parse::parse(run, &discovered, &config, said);
    let signatures = signatures::read(&discovered, said);
    let kept = elsewhere::read(&discovered, said);
    chart::draw(&mut parts, world, &discovered.assets, said);
    watch.stage(text!("linking"));
    let selection = Selection {
        today: request.now.unwrap_or_else(|| world.today(&config.settings.time_zone)),
        drafts: request.drafts,
        future: request.future,
    };
    let read = parts.issues.len();
    let linked = linked(run, parts, &discovered.assets, &config, &selection);
    let Linked { mut site, awaited } = linked.into_value(said);
    let signers = signatures.values().flat_map(|it| &it.all).map(|it| it.by.value.clone());
    site.withheld_people.extend(signers);
    said.learn_acceptances(site.issues.iter().flat_map(|issue| issue.accepts.iter().cloned()));
    watch.stage(text!("checking"));
    let notices = retractions::read(world, request, &config, &site, said);
    let desk = Desk::new(&site, &config.house, &notices);
    let heard = Heard::new("rules", &memory.rules, |kind| world.cache(kind));
    let hear = |source| heard.of(desk.beside(source), || watch.read(source, &desk));
    let found: Vec<Said> = lint::sources(&site).into_par_iter().map(hear).collect();
    heard.keep();
    said.extend(found.into_iter().flatten());
    said.extend(watch.read_site(|around| lint::read_site(&site, &desk, around)));
    said.extend(signatures::check(world, &site, &config.house, &signatures));
    let behind = elsewhere::find(world, &site, &config.house, &kept, said);
    if said.is_sound() {
        said.extend(watch.read_site(|around| lint::read_sound_site(&site, &desk, around)));
    }
    said.extend(card::faults(&site, &config.source));
    said.name_unused_acceptances_but(&[later(), links::CODES.to_vec()].concat());
    Some(Loaded { withheld: read - site.issues.len(), site, config, awaited, signatures, kept, behind })
}

/// What is said once the theme is there.
fn later() -> Vec<Code> {
    [output::CODES, elsewhere::CODES].concat()
}

/// Puts a site together, as far as it is another than the last one.
fn linked(
    run: Run<'_>,
    parts: link::Parts,
    assets: &link::Assets,
    config: &Config,
    selection: &Selection,
) -> Checked<Linked> {
    let Run { world, memory, .. } = run;
    let known = Known::new(&memory.peace, |kind| world.cache(kind), "peace");
    let peace = known.get(0).copied().flatten();
    let mut before = memory.linked.lock().unwrap_or_else(PoisonError::into_inner);
    before.peace = peace;
    let linked = link::link(parts, assets, &config.settings, config.consent.as_ref(), selection, &mut before);
    if before.peace == peace {
        known.uses(0);
    } else {
        known.add(0, |it| *it = before.peace);
    }
    known.keep();
    linked
}

/// Reads and checks everything a build would, without writing a page.
pub fn check(request: &Request, watch: &Watch<'_>) -> Checked<Option<Examined>> {
    let disk = Disk::new(&request.root, &request.unsaved);
    watch.stage(text!("comparing with the last run"));
    let memo = Memo::of("check", request, &disk);
    if let Some(examined) = memo.examined(request) {
        return examined;
    }
    let mut said = Said::default();
    let world = Traced::after(&disk, memo.before());
    let memory = Memory::default();
    let run = Run { world: &world, request, memory: &memory, watch };
    let Some(loaded) = load_from(run, &mut said) else { return Checked::new(None, said) };
    let examined = Examined { issues: loaded.site.issues.len(), withheld: loaded.withheld };
    let look = output(request, &loaded.config).and_then(|output| Look::at(&output));
    let found = look.map_err(|diagnostic| said.push(diagnostic));
    let is_known = found.is_ok();
    let look = found.ok().flatten();
    examine(run, loaded, look.as_ref(), &mut said);
    let files = look.as_ref().map(Look::files);
    let barred = look.map(Look::finish).and_then(Result::err);
    // What stands in the way may go, and nothing of that is kept.
    if is_known && barred.is_none() && files != Some(None) {
        let count = Count { issues: examined.issues, pages: 0, withheld: examined.withheld };
        memo.learn(world.into_trace(), &said, count, files.flatten());
    }
    said.extend(barred);
    Checked::new(Some(examined), said)
}

/// The same of a site in memory, or wherever else `world` has it. `request` names no files then.
pub fn check_in(world: &dyn World, request: &Request) -> Checked<Option<Examined>> {
    let mut said = Said::default();
    let (memory, watch) = (Memory::default(), Watch::nobody());
    let run = Run { world, request, memory: &memory, watch: &watch };
    let Some(loaded) = load_from(run, &mut said) else { return Checked::new(None, said) };
    let examined = Examined { issues: loaded.site.issues.len(), withheld: loaded.withheld };
    examine(run, loaded, None, &mut said);
    Checked::new(Some(examined), said)
}

/// What is wrong with the theme, with what it makes of a site, and with where that would go.
fn examine(run: Run<'_>, loaded: Loaded, look: Option<&Look>, said: &mut Said) {
    let Run { world, watch, .. } = run;
    watch.stage(text!("theme"));
    let theme = read_theme(world, &loaded, said);
    let Some(theme) = theme.filter(|_| !said.has_errors()) else { return };
    answer_unmade(run, &loaded, &theme, said);
    said.extend(elsewhere::told(&loaded.site, &theme, &loaded.behind));
    let gallery = pictures::as_they_are(&loaded.site, &theme.wishes);
    let site = loaded.site.with_gallery(gallery);
    watch.learn_files(&site);
    let gate = Gate::new(&site, &theme.assets);
    let destination = look.map(|look| -> &dyn Destination { look });
    let press = Press::new(destination, run, &site, &theme, &gate, &loaded.awaited);
    watch.stage(text!("templates"));
    // A template's faults show when pages are made.
    output::of_site(&site).for_each(|output| output.emit(&site, &theme, &gate, &press));
    finish(run, press, &site, &theme, &gate, said);
}

/// Looks at what was made; the number of pages.
fn finish(run: Run<'_>, press: Press<'_>, site: &Site, theme: &Theme, gate: &Gate, said: &mut Said) -> usize {
    let Run { watch, .. } = run;
    watch.stage(text!("looking at the pages"));
    let pages = press.finish(said);
    watch.stage(text!("looking for what is withheld"));
    said.extend(probe::leaks(run, site, theme, gate, said));
    said.name_unused_acceptances_of(&later());
    pages
}

/// Builds and publishes a site. Nothing is written where anything is an error.
pub fn build(request: &Request, watch: &Watch<'_>) -> Checked<Option<Built>> {
    let mut said = Said::default();
    let built = build_into(request, watch, &mut said);
    Checked::new(built, said)
}

fn build_into(request: &Request, watch: &Watch<'_>, said: &mut Said) -> Option<Built> {
    let disk = Disk::new(&request.root, &request.unsaved);
    watch.stage(text!("comparing with the last run"));
    let memo = Memo::of("build", request, &disk);
    if let Some(built) = memo.built(request) {
        return built.into_value(said);
    }
    let world = Traced::after(&disk, memo.before());
    let memory = Memory::default();
    let run = Run { world: &world, request, memory: &memory, watch };
    let loaded = load_from(run, said)?;
    watch.stage(text!("theme"));
    let theme = read_theme(&world, &loaded, said)?;
    if prevents(request, said) {
        return None;
    }
    let output = output(request, &loaded.config).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let publisher = Publisher::open(&output).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let withheld = loaded.withheld;
    let Made { issues, pages, encoded, exchanged } = make(run, loaded, &theme, &publisher, said)?;
    watch.stage(text!("publishing"));
    let of_site = said.to_vec();
    let ready = publisher.prepare().map_err(|diagnostic| said.push(diagnostic)).ok()?;
    said.extend(ready.warnings());
    if prevents(request, said) {
        return None;
    }
    let files = ready.files();
    let report = ready.commit().map_err(|diagnostic| said.push(diagnostic)).ok()?;
    memo.learn(world.into_trace(), &of_site, Count { issues, pages, withheld }, Some(files));
    let output = output.place().to_path_buf();
    Some(Built { issues, pages, encoded, exchanged, withheld, report, output })
}

/// Makes a site wherever `world` has it and puts it at `destination`. `request` names no files then. Whatever was put
/// there counts for nothing where there is no value.
pub fn build_in(world: &dyn World, request: &Request, destination: &dyn Destination) -> Checked<Option<usize>> {
    let mut said = Said::default();
    let (memory, watch) = (Memory::default(), Watch::nobody());
    let run = Run { world, request, memory: &memory, watch: &watch };
    let mut made = || {
        let loaded = load_from(run, &mut said)?;
        let theme = read_theme(world, &loaded, &mut said).filter(|_| !prevents(request, &said))?;
        make(run, loaded, &theme, destination, &mut said).map(|made| made.pages)
    };
    Checked::new(made(), said)
}

/// What was made of a site.
struct Made {
    issues: usize,
    pages: usize,
    encoded: usize,
    exchanged: Exchanged,
}

/// Illustrate, emit, inspect. `None` where what was said keeps the site from being published.
fn make(run: Run<'_>, loaded: Loaded, theme: &Theme, destination: &dyn Destination, said: &mut Said) -> Option<Made> {
    let Run { world, request, watch, .. } = run;
    said.extend(elsewhere::told(&loaded.site, theme, &loaded.behind));
    watch.stage(text!("pictures"));
    let remote = remote::open(request, &loaded.config, &mut |it| said.push(it));
    let pictures::Illustrated { gallery, encoded, exchanged } =
        pictures::illustrate(&loaded.site, &theme.wishes, run, destination, remote.as_ref(), said);
    said.extend(remote.iter().flat_map(Remote::troubles).map(|it| remote::placed(it, &loaded.config)));
    if prevents(request, said) {
        return None;
    }
    let site = loaded.site.with_gallery(gallery);
    // A draft has no cards, and one form of each picture: what it lacks is no fault of the links.
    if request.effort == Effort::Full {
        let is_made = |address: &str| site.gallery.addresses().any(|it| it == address);
        answer(&loaded.awaited, &site, theme, is_made, said);
    }
    watch.learn_files(&site);
    let gate = Gate::new(&site, &theme.assets);
    let press = Press::new(Some(destination), run, &site, theme, &gate, &loaded.awaited);
    let press = press.with_cards(world.cache("cards"));
    for output in output::of_site(&site) {
        watch.stage(Text::known(output.name()));
        output.emit(&site, theme, &gate, &press);
    }
    let pages = finish(run, press, &site, theme, &gate, said);
    (!prevents(request, said)).then_some(Made { issues: site.issues.len(), pages, encoded, exchanged })
}

/// The same of a site of which nothing is made.
fn answer_unmade(run: Run<'_>, loaded: &Loaded, theme: &Theme, said: &mut Said) {
    if loaded.awaited.is_empty() {
        return;
    }
    let stems = pictures::stems(&loaded.site, &theme.wishes, run.world, run.request.effort);
    let is_made = |address: &str| stems.iter().any(|stem| address.starts_with(stem));
    answer(&loaded.awaited, &loaded.site, theme, is_made, said);
}

/// Says which links lead to nothing that the theme has or that is made of a picture.
fn answer(awaited: &[Awaited], site: &Site, theme: &Theme, is_made: impl Fn(&str) -> bool, said: &mut Said) {
    if awaited.is_empty() {
        return;
    }
    let known = output::announced(site, theme);
    let lost = awaited.iter().filter(|link| !known.contains(&link.address) && !is_made(&link.address));
    said.extend(lost.map(|link| link.lost(known.iter().map(String::as_str))));
}

/// Whether what was said keeps the site from being written.
fn prevents(request: &Request, said: &Said) -> bool {
    said.has_errors() || (request.deny_warnings && said.has_warnings())
}
