//! A theme made ready: templates parsed, strings complete, assets named.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3Default;

use super::asset::{self, Asset, Assets};
use super::gate;
use super::outlet;
use super::standpoint::Standpoint;
use super::strings::{StringFiles, Strings};
use super::stylesheet;
use super::template::{self, Mounted, Source, Templates, reached};
use crate::diag::{Checked, Diagnostic, Said, SourceText, Text, code, nearest, text};
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::outlet::{Outlet, Outlets};
use crate::model::picture::Wishes;
use crate::model::site::{Edition, Site};

/// The templates that every theme has.
pub const TEMPLATES: &[&str] = &[
    "404.html",
    "archive.html",
    "column.html",
    "consent.html",
    "gate-panel.html",
    "gate.html",
    "home.html",
    "issue.html",
    "page.html",
    "people.html",
    "person.html",
    "redirect.html",
    "tag.html",
    "tags.html",
];

/// A theme, ready for any thread.
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Its templates.
    pub templates: Templates,
    /// Its assets as they are published.
    pub assets: Assets,
    /// What it wishes of pictures.
    pub wishes: Wishes,
    strings: BTreeMap<Language, Strings>,
    /// The file of each template, by its name.
    homes: BTreeMap<String, String>,
    /// What decides how it makes a page of something.
    print: u128,
}

impl Theme {
    /// A print of everything in it that decides what a page becomes.
    pub fn print(&self) -> u128 {
        let mut print = Xxh3Default::new();
        (self.print, &self.wishes).hash(&mut print);
        self.assets.iter().for_each(|(path, asset)| (path, &asset.address).hash(&mut print));
        self.strings.iter().for_each(|(language, strings)| (language, strings.flat()).hash(&mut print));
        print.digest128()
    }

    /// The same theme with what it wishes of pictures.
    #[must_use]
    pub fn with_wishes(self, wishes: Wishes) -> Self {
        Self { wishes, ..self }
    }

    /// Where the pages of a language are written from; `None` where the theme has no words for it.
    pub fn standpoint<'a>(&'a self, site: &'a Site, edition: &'a Edition) -> Option<Standpoint<'a>> {
        Some(Standpoint { site, edition, strings: self.strings(&edition.language)? })
    }

    /// Where what is made of an issue is written from: the edition of its language.
    pub fn standpoint_of<'a>(&'a self, site: &'a Site, issue: &Issue) -> Option<Standpoint<'a>> {
        self.standpoint(site, site.editions.iter().find(|edition| edition.language == issue.language)?)
    }

    /// The files of it that a site publishes: without a question there is nothing for the gate's scripts to do.
    pub fn published<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a Asset> {
        let consent = site.consent.as_ref();
        self.assets.iter().filter(move |(path, _)| gate::is_needed(path, consent)).map(|(_, asset)| asset)
    }

    /// A style sheet of its own for an outlet, behind that of the outlet itself.
    pub fn own_style(&self, of: Outlet) -> Option<&Asset> {
        self.assets.get(outlet::style(of)?)
    }

    /// The file of a template, in this theme or in one that it is built on: `templates/home.html`.
    pub fn file_of(&self, template: &str) -> Option<&str> {
        self.homes.get(template.strip_prefix("templates/")?).map(String::as_str)
    }

    /// The interface strings of a language of the site.
    pub fn strings(&self, language: &Language) -> Option<&Strings> {
        self.strings.get(language)
    }
}

/// The files of a theme and of what it is built on, the base first. Paths are inside the theme.
pub struct Layer<'a> {
    /// What messages call its folder.
    pub folder: &'a str,
    /// Its files.
    pub files: &'a BTreeMap<String, Vec<u8>>,
}

/// Makes a theme ready from its layers, the base first: a later file of the same path takes the place of an earlier one.
/// Its words have to do for the languages and the outlets of the site. `kept` are words that no line of a title parts. `mount` puts the gate's mount points into a template;
/// its error says why the HTML of one cannot be read.
pub fn prepare(
    name: &str,
    layers: &[Layer<'_>],
    languages: &[Language],
    outlets: &Outlets,
    base_path: &str,
    kept: &[String],
    mount: &dyn Fn(&str) -> Result<Mounted, String>,
) -> Checked<Option<Theme>> {
    let mut said = Said::default();
    let mut files = Files::default();
    for (name, text) in gate::TEMPLATES {
        files.template(name, SourceText::new(format!("themes/{name}"), *text), mount, &mut said);
    }
    for layer in layers {
        for (path, bytes) in layer.files {
            files.take(layer, path, bytes, mount, &mut said);
        }
    }
    let folder = layers.last().map_or("themes", |layer| layer.folder);
    for template in TEMPLATES.iter().filter(|template| !files.templates.contains_key(**template)) {
        said.push(
            Diagnostic::new(code::T003, text!("the theme has no template `{template}`", template))
                .path(format!("{folder}/templates/{template}"))
                .help(text!("write it, or name a theme that has it with `extends = \"default\"` in theme.toml")),
        );
    }
    files.unused(folder, &mut said);
    let texts: Vec<&str> = files.templates.values().map(|source| &*source.file.text).collect();
    files.strings.strangers(folder, &texts, &mut said);
    let assets = files.assets(folder, &mut said);
    let print = files.print(base_path);
    let strings = files.strings.complete(languages, outlets, folder, &mut said);
    let homes = files.templates.iter().map(|(name, source)| (name.clone(), source.file.path.clone())).collect();
    match Templates::parse(files.templates, &assets, base_path, kept) {
        Ok(templates) => {
            let theme =
                Theme { name: name.to_owned(), templates, assets, wishes: Wishes::default(), strings, homes, print };
            Checked::new(Some(theme), said)
        }
        Err(faults) => {
            said.extend(faults);
            Checked::new(None, said)
        }
    }
}

/// The files of all layers by their kind; a later one takes the place of an earlier one of the same path.
#[derive(Default)]
struct Files<'a> {
    templates: BTreeMap<String, Source>,
    strings: StringFiles,
    assets: BTreeMap<String, Vec<u8>>,
    /// The folder that an asset is from.
    homes: BTreeMap<String, &'a str>,
}

impl<'a> Files<'a> {
    /// A print of all templates, and of the path below which they link.
    fn print(&self, base_path: &str) -> u128 {
        let mut print = Xxh3Default::new();
        base_path.hash(&mut print);
        self.templates.iter().for_each(|(name, source)| (name, &source.mounted.text).hash(&mut print));
        print.digest128()
    }

    /// Takes a file of a layer by its path in it.
    fn take(
        &mut self,
        layer: &Layer<'a>,
        path: &str,
        bytes: &[u8],
        mount: &dyn Fn(&str) -> Result<Mounted, String>,
        said: &mut Said,
    ) {
        if let Some(name) = path.strip_prefix("assets/") {
            self.assets.insert(name.to_owned(), bytes.to_vec());
            self.homes.insert(name.to_owned(), layer.folder);
            return;
        }
        let place = format!("{}/{path}", layer.folder);
        if let Some(home) = home_of(path) {
            said.push(
                Diagnostic::new(code::T023, text!("`{path}` lies where no file of a theme is read", path))
                    .path(place)
                    .help(text!("move it to `{home}`", home)),
            );
            return;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            if path.starts_with("templates/") || path.starts_with("i18n/") {
                said.push(
                    Diagnostic::new(code::T004, text!("the file is not UTF-8"))
                        .path(place)
                        .help(text!("save it as UTF-8")),
                );
            }
            return;
        };
        if let Some(name) = path.strip_prefix("templates/") {
            self.template(name, SourceText::new(place, text), mount, said);
        } else if let Some(tag) = path.strip_prefix("i18n/").and_then(|it| it.strip_suffix(".toml")) {
            self.strings.read(tag, &SourceText::new(place, text), said);
        }
    }

    /// Takes a template of a name.
    fn template(
        &mut self,
        name: &str,
        file: Arc<SourceText>,
        mount: &dyn Fn(&str) -> Result<Mounted, String>,
        said: &mut Said,
    ) {
        if name.starts_with(outlet::FOLDER) {
            // What others show has no gate: what stands behind it is not given to it.
            let mounted = Mounted::with(&file.text, template::loops(&file.text));
            self.templates.insert(name.to_owned(), Source { file, mounted });
            return;
        }
        let mounted = mount(&file.text).unwrap_or_else(|message| {
            let message = text!("the HTML of the template cannot be read: {message}", message);
            let fault = Diagnostic::new(code::T004, message).path(file.path.clone());
            said.push(fault.help(text!("mend the HTML of the template")));
            Mounted { text: file.text.clone(), inserted: Vec::new() }
        });
        self.templates.insert(name.to_owned(), Source { file, mounted });
    }

    /// Templates of the theme itself that no page is made with, and that none takes from. `folder` is that of the theme.
    fn unused(&self, folder: &str, said: &mut Said) {
        let outlets = self.templates.keys().map(String::as_str).filter(|name| name.starts_with(outlet::FOLDER));
        let used = reached(&self.templates, TEMPLATES.iter().copied().chain(outlets));
        let own = self.templates.iter().filter(|(_, it)| below(folder, &it.file.path));
        for (name, source) in own.filter(|(name, _)| !used.contains(&name.as_str())) {
            let others = used
                .iter()
                .copied()
                .filter(|it| self.templates.get(*it).is_none_or(|it| !below(folder, &it.file.path)));
            let help = match nearest(name, others) {
                Some(near) => text!("did you mean `{near}`?", near),
                None => text!(
                    "include it where it is to stand, or take it out; pages are made with {names}",
                    names = Text::list(TEMPLATES.iter().copied())
                ),
            };
            said.push(
                Diagnostic::new(code::T023, text!("nothing uses the template `{name}`", name))
                    .at(&source.file, 0..0)
                    .help(help),
            );
        }
    }

    /// The assets as they are published, and the gate's files. `folder` is that of the theme itself.
    fn assets(&self, folder: &str, said: &mut Said) -> Assets {
        let (mut assets, faults) = asset::prepare(&self.assets);
        said.extend(faults.iter().map(|it| {
            let home = self.homes.get(&it.sheet).copied().unwrap_or(folder);
            let text = self.assets.get(&it.sheet).map(|bytes| stylesheet::text_of(bytes)).unwrap_or_default();
            it.diagnostic(&SourceText::new(format!("{home}/assets/{}", it.sheet), text))
        }));
        for (path, text) in gate::files() {
            assets.insert(path.to_owned(), asset::fingerprinted(path, text.into_bytes()));
        }
        assets
    }
}

/// Whether a file lies in a folder.
pub(super) fn below(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Where a file of a theme belongs that lies in none of its folders; none where it may lie there.
fn home_of(path: &str) -> Option<String> {
    let is_placed = ["assets/", "templates/", "i18n/"].iter().any(|folder| path.starts_with(folder));
    if is_placed || path == "theme.toml" {
        return None;
    }
    let (name, end) = path.rsplit('/').next().and_then(|name| Some((name, name.rsplit_once('.')?.1)))?;
    let folder = match end {
        "html" => "templates",
        "toml" => "i18n",
        "css" | "js" | "woff" | "woff2" => "assets",
        _ => return None,
    };
    // Below a folder of nearly the right name it keeps its place: `template/partials/footer.html`.
    let inner = path.split_once('/').filter(|(first, _)| nearest(first, [folder]).is_some()).map_or(name, |it| it.1);
    Some(format!("{folder}/{inner}"))
}
