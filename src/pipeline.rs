//! The stages, from a folder to a published site, on one screen: discover, parse, validate, link, lint, emit,
//! polish, publish. Everything that runs in parallel is started here or in an output's emit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::{self, Config};
use crate::diag::{Checked, Diagnostic, Severity, SourceText, code};
use crate::io::publish::{Publisher, Report};
use crate::io::source::{self, Entry};
use crate::io::{self, clock};
use crate::link::{self, Asset, Assets, Selection};
use crate::lint;
use crate::model::site::{BaseUrl, Settings, Site};
use crate::output::{Artifact, Content, OUTPUTS, Sink};
use crate::parse::front_matter::decode_text;
use crate::parse::layout::{Layout, Role};
use crate::polish;
use crate::render::theme::{self, Layer, Theme};

mod parse;

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
    /// Whether warnings keep a site from being written, as errors do.
    pub deny_warnings: bool,
}

/// A site that has been read and put together.
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// Its configuration.
    pub config: Config,
    /// How many issues are not published yet.
    pub withheld: usize,
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

/// Told of each stage as it begins.
pub type Stage<'a> = &'a dyn Fn(&str);

/// Reads a site and puts it together. There is no site where the configuration cannot be read; where there is one, it
/// may still have errors, and nothing may be written of it then.
pub fn load(request: &Request, stage: Stage<'_>) -> Checked<Option<Loaded>> {
    let mut said = Vec::new();
    let loaded = load_into(request, stage, &mut said);
    Checked::new(loaded, said)
}

fn load_into(request: &Request, stage: Stage<'_>, said: &mut Vec<Diagnostic>) -> Option<Loaded> {
    stage("reading");
    let mut config = read_config(&request.root, said)?;
    if let Some(base) = &request.base_url {
        config.settings.base = base.clone();
    }
    let discovered = discover(&request.root, &config, said);
    stage("parsing");
    let parts = parse::parse(&discovered, &config, said);
    stage("linking");
    let selection = Selection {
        today: request.now.unwrap_or_else(|| clock::today(&config.settings.time_zone)),
        drafts: request.drafts,
        future: request.future,
    };
    let read = parts.issues.len();
    let site = link::link(parts, &discovered.assets, &config.settings, &selection).into_value(said);
    stage("checking");
    // Rules read what is sound: on a site with errors they would repeat them in other words.
    if said.iter().all(|it| it.severity != Severity::Error) {
        said.extend(lint::lint(&site));
    }
    config.judge(said);
    Some(Loaded { withheld: read - site.issues.len(), site, config })
}

/// Reads and checks everything a build would, without writing.
pub fn check(request: &Request, stage: Stage<'_>) -> Checked<Option<Examined>> {
    let mut said = Vec::new();
    let Some(loaded) = load_into(request, stage, &mut said) else { return Checked::new(None, said) };
    stage("theme");
    let theme = read_theme(&request.root, &loaded, &mut said);
    if let Some(theme) = theme.filter(|_| !has_errors(&said)) {
        let press = Press::new(None, &request.root, loaded.site.settings.base.path());
        stage("templates");
        // A template's faults show when pages are made.
        OUTPUTS.iter().for_each(|output| output.emit(&loaded.site, &theme, &press));
        press.finish(&mut said);
    }
    loaded.config.judge(&mut said);
    Checked::new(Some(Examined { issues: loaded.site.issues.len(), withheld: loaded.withheld }), said)
}

/// Builds and publishes a site. Nothing is written where anything is an error.
pub fn build(request: &Request, stage: Stage<'_>) -> Checked<Option<Built>> {
    let mut said = Vec::new();
    let built = build_into(request, stage, &mut said);
    Checked::new(built, said)
}

fn build_into(request: &Request, stage: Stage<'_>, said: &mut Vec<Diagnostic>) -> Option<Built> {
    let loaded = load_into(request, stage, said)?;
    stage("theme");
    let theme = read_theme(&request.root, &loaded, said)?;
    if prevents(request, said) {
        return None;
    }
    let output = match &request.output {
        Some(output) => output.clone(),
        None => request.root.join(&loaded.config.output),
    };
    if let Err(diagnostic) = outside_of_sources(&request.root, &output) {
        said.push(diagnostic);
        return None;
    }
    let publisher = Publisher::open(&output).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let press = Press::new(Some(publisher), &request.root, loaded.site.settings.base.path());
    for output in OUTPUTS {
        stage(output.name());
        output.emit(&loaded.site, &theme, &press);
    }
    stage("publishing");
    let (publisher, pages) = press.finish(said);
    loaded.config.judge(said);
    if prevents(request, said) {
        return None;
    }
    let report = publisher?.commit().map_err(|diagnostic| said.push(diagnostic)).ok()?;
    Some(Built { issues: loaded.site.issues.len(), pages, withheld: loaded.withheld, report, output })
}

/// Whether what was said keeps the site from being written.
fn prevents(request: &Request, said: &[Diagnostic]) -> bool {
    has_errors(said) || (request.deny_warnings && !said.is_empty())
}

fn has_errors(said: &[Diagnostic]) -> bool {
    said.iter().any(|it| it.severity == Severity::Error)
}

/// The output folder of a site whose configuration may not even be readable.
pub fn output_folder(root: &Path, output: Option<PathBuf>) -> PathBuf {
    output.unwrap_or_else(|| {
        let named = read_config(root, &mut Vec::new()).map(|config| config.output);
        root.join(named.unwrap_or_else(|| "public".to_owned()))
    })
}

/// A site that is published into its own sources would read itself the next time.
fn outside_of_sources(root: &Path, output: &Path) -> Result<(), Diagnostic> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let output = absolute(output);
    let is_inside = ["content", "themes"].iter().any(|folder| output.starts_with(absolute(&root.join(folder))));
    if is_inside || absolute(root).starts_with(&output) {
        return Err(Diagnostic::new(code::I002, format!("`{}` is part of the site's own sources", output.display()))
            .path(output.display().to_string())
            .help("name another folder with `--output`, such as `public`"));
    }
    Ok(())
}

/// What a site's configuration says of it, for commands that read nothing else.
pub fn settings(root: &Path) -> Result<Settings, Diagnostic> {
    let mut said = Vec::new();
    let config = read_config(root, &mut said);
    match said.into_iter().find(|it| it.severity == Severity::Error) {
        Some(diagnostic) => Err(diagnostic),
        None => config
            .map(|config| config.settings)
            .ok_or_else(|| Diagnostic::new(code::I006, "there is no config.toml").path(root.display().to_string())),
    }
}

fn read_config(root: &Path, said: &mut Vec<Diagnostic>) -> Option<Config> {
    let bytes = match source::read(&root.join("config.toml")) {
        Ok(bytes) => bytes,
        Err(diagnostic) => {
            said.push(diagnostic);
            return None;
        }
    };
    let file = decode_text("config.toml", bytes).into_value(said)?;
    Some(config::parse(&file).into_value(said))
}

/// What was found below `content/`.
struct Discovered {
    /// Text files with what they are.
    texts: Vec<(Role, Arc<SourceText>)>,
    /// Everything else.
    assets: Assets,
}

/// Finds and reads everything below `content/`.
fn discover(root: &Path, config: &Config, said: &mut Vec<Diagnostic>) -> Discovered {
    let entries = source::list(root).into_value(said);
    let inner = |entry: &Entry| entry.path.strip_prefix("content/").unwrap_or(&entry.path).to_owned();
    let paths: Vec<String> = entries.iter().map(inner).collect();
    let layout = Layout::new(paths.iter().map(String::as_str), &config.settings.languages);
    let read: Vec<(Found, Vec<Diagnostic>)> =
        entries.par_iter().zip(&paths).map(|(entry, path)| read_one(entry, path, &layout)).collect();
    let mut discovered = Discovered { texts: Vec::new(), assets: Assets::new() };
    for ((found, faults), path) in read.into_iter().zip(paths) {
        said.extend(faults);
        match found {
            Found::Text(role, text) => discovered.texts.push((role, text)),
            Found::Asset(asset) => {
                discovered.assets.insert(path, asset);
            }
            Found::Nothing => {}
        }
    }
    discovered
}

enum Found {
    Text(Role, Arc<SourceText>),
    Asset(Asset),
    Nothing,
}

fn read_one(entry: &Entry, path: &str, layout: &Layout<'_>) -> (Found, Vec<Diagnostic>) {
    let role = match layout.role(path) {
        Ok(role) => role,
        Err(diagnostic) => return (Found::Nothing, vec![diagnostic]),
    };
    match role {
        Role::Ignored => (Found::Nothing, Vec::new()),
        Role::Static => {
            (Found::Asset(Asset { size: source::picture_size(&entry.location), is_static: true }), Vec::new())
        }
        Role::Asset => {
            (Found::Asset(Asset { size: source::picture_size(&entry.location), is_static: false }), Vec::new())
        }
        role => match source::read(&entry.location) {
            Ok(bytes) => {
                let mut faults = Vec::new();
                let text = decode_text(&entry.path, bytes).into_value(&mut faults);
                (text.map_or(Found::Nothing, |text| Found::Text(role, text)), faults)
            }
            Err(diagnostic) => (Found::Nothing, vec![diagnostic]),
        },
    }
}

/// Reads the theme and those that it is built on.
fn read_theme(root: &Path, loaded: &Loaded, said: &mut Vec<Diagnostic>) -> Option<Theme> {
    let mut chain = Vec::new();
    let mut wanted = Some(loaded.config.theme.clone());
    while let Some(name) = wanted.take() {
        let read = match io::theme::read(root, &name) {
            Ok(read) => read,
            Err(diagnostic) => {
                said.push(diagnostic);
                return None;
            }
        };
        let is_loop = chain.iter().any(|layer: &io::theme::ThemeFiles| layer.name == name);
        let Some(files) = read.filter(|_| !is_loop) else {
            said.push(no_such_theme(root, &name, is_loop, chain.last()));
            return None;
        };
        let manifest = files.files.get("theme.toml").cloned().unwrap_or_default();
        let manifest = decode_text(&format!("{}/theme.toml", files.folder), manifest).into_value(said)?;
        wanted = theme::manifest(&manifest).into_value(said).extends;
        chain.push(files);
    }
    chain.reverse();
    let layers: Vec<Layer<'_>> =
        chain.iter().map(|files| Layer { folder: &files.folder, files: &files.files }).collect();
    let languages: Vec<_> = loaded.site.editions.iter().map(|edition| edition.language.clone()).collect();
    theme::prepare(&loaded.config.theme, &layers, &languages, loaded.site.settings.base.path()).into_value(said)
}

fn no_such_theme(root: &Path, name: &str, is_loop: bool, from: Option<&io::theme::ThemeFiles>) -> Diagnostic {
    let path = from.map_or("config.toml".to_owned(), |files| format!("{}/theme.toml", files.folder));
    let message =
        if is_loop { format!("the theme `{name}` is built on itself") } else { format!("there is no theme `{name}`") };
    let names = io::theme::names(root);
    let help = match crate::diag::nearest(name, names.iter().map(String::as_str)) {
        Some(near) if !is_loop => format!("did you mean `{near}`?"),
        _ => format!("there are: {}", names.join(", ")),
    };
    Diagnostic::new(code::T001, message).path(path).help(help)
}

/// Takes artifacts from the outputs, looks at the first page of each template, and hands them on to be published.
struct Press<'a> {
    publisher: Option<Publisher>,
    root: &'a Path,
    base_path: &'a str,
    said: Mutex<Vec<Diagnostic>>,
    addresses: Mutex<BTreeSet<String>>,
    /// The first page of each template, by address: which one it is must not depend on the order of threads.
    samples: Mutex<BTreeMap<&'static str, (String, Vec<u8>)>>,
    pages: std::sync::atomic::AtomicUsize,
}

impl<'a> Press<'a> {
    fn new(publisher: Option<Publisher>, root: &'a Path, base_path: &'a str) -> Self {
        Self {
            publisher,
            root,
            base_path,
            said: Mutex::default(),
            addresses: Mutex::default(),
            samples: Mutex::default(),
            pages: std::sync::atomic::AtomicUsize::new(0),
        }
    }

    fn publish(&self, address: &str, bytes: &[u8]) {
        if let Some(publisher) = &self.publisher
            && let Err(diagnostic) = publisher.put(address, bytes)
        {
            self.say(diagnostic);
        }
    }

    fn sample(&self, template: &'static str, address: &str, html: Vec<u8>) {
        let mut samples = hold(&self.samples);
        if samples.get(template).is_none_or(|(first, _)| address < first.as_str()) {
            samples.insert(template, (address.to_owned(), html));
        }
    }

    /// What there is to say when everything has been handed over; the publisher and the number of pages.
    fn finish(self, said: &mut Vec<Diagnostic>) -> (Option<Publisher>, usize) {
        let addresses = self.addresses.into_inner().unwrap_or_else(PoisonError::into_inner);
        let faults = self.said.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Where a template failed its pages are missing, and links to them are no fault of the pages that are there.
        let is_whole = faults.is_empty();
        said.extend(faults);
        for (template, (_, html)) in self.samples.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let exists = |address: &str| !is_whole || addresses.contains(address);
            said.extend(polish::inspect(template, &html, self.base_path, &exists));
        }
        (self.publisher, self.pages.into_inner())
    }
}

impl Sink for Press<'_> {
    fn put(&self, artifact: Artifact) {
        match artifact.content {
            Content::Bytes(bytes) => self.publish(&artifact.address, &bytes),
            Content::Page { template, html } => {
                self.pages.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                self.publish(&artifact.address, &html);
                self.sample(template, &artifact.address, html);
            }
            Content::Copy(path) if self.publisher.is_some() => {
                let path = self.root.join(path);
                match source::read(&path) {
                    Ok(bytes) => self.publish(&artifact.address, &bytes),
                    Err(diagnostic) => self.say(diagnostic),
                }
            }
            Content::Copy(_) => {}
        }
        hold(&self.addresses).insert(artifact.address);
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
