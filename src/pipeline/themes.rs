//! Reads a site's theme and those that it is built on, and makes them one.

use std::hash::Hash;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3Default;

use super::Loaded;
use super::memo::Memory;
use crate::diag::{Checked, Diagnostic, Said, Severity, Text, code, text};
use crate::io::theme::ThemeFiles;
use crate::io::world::World;
use crate::link::faults_as_it_is;
use crate::model::picture::{Flaw, HeadFault, Wishes};
use crate::parse::front_matter::decode_text;
use crate::picture::svg;
use crate::render::gate::buttons;
use crate::render::theme::{self, Layer, Theme};

/// Reads the theme of a site and those that it is built on.
pub fn read_theme(world: &dyn World, loaded: &Loaded, said: &mut Said) -> Option<Arc<Theme>> {
    theme(world, loaded, &Memory::default(), said)
}

/// The same, which may be remembered.
pub(super) fn theme(world: &dyn World, loaded: &Loaded, memory: &Memory, said: &mut Said) -> Option<Arc<Theme>> {
    let mut chain = Vec::new();
    let mut wishes = None;
    let mut wanted = Some(loaded.config.theme.clone());
    let mut only_words = false;
    while let Some(name) = wanted.take() {
        let read = match world.theme(&name) {
            Ok(read) => read,
            Err(diagnostic) => {
                said.push(diagnostic);
                return None;
            }
        };
        let is_loop = chain.iter().any(|layer: &ThemeFiles| layer.name == name);
        let Some(mut files) = read.filter(|_| !is_loop) else {
            said.push(no_such_theme(world, loaded, &name, is_loop, chain.last()));
            return None;
        };
        let manifest = files.files.get("theme.toml").cloned().unwrap_or_default();
        let manifest = decode_text(&format!("{}/theme.toml", files.folder), manifest).into_value(said)?;
        let mut manifest = crate::config::theme::manifest(&manifest);
        // `postil fix` repairs what editors write, not themes.
        manifest.diagnostics.iter_mut().for_each(|it| it.fix.clear());
        // What a theme lacks cannot be told where its own file is not what it should be.
        let is_sound = !manifest.diagnostics.iter().any(|it| it.severity == Severity::Error);
        let manifest = manifest.into_value(said);
        if !is_sound {
            return None;
        }
        wishes = wishes.or(manifest.wishes);
        if only_words {
            files.files.retain(|path, _| path.starts_with("i18n/"));
        }
        only_words |= manifest.extends.is_none();
        wanted = manifest.extends.or(manifest.words);
        said.extend(files.files.iter().filter_map(|(path, bytes)| drawing_fault(&files.folder, path, bytes)));
        chain.push(files);
    }
    chain.reverse();
    let print = print(&chain, loaded, &wishes);
    let known = memory.themes.get(print).unwrap_or_else(|| {
        let prepared = Arc::new(prepare(&chain, loaded, wishes).map(|theme| theme.map(Arc::new)));
        memory.themes.add(print, Arc::clone(&prepared));
        prepared
    });
    said.extend(known.diagnostics.iter().cloned());
    let theme = known.value.clone()?;
    said.extend(loaded.site.consent.iter().flat_map(|consent| buttons::alike(consent, &theme)));
    Some(theme)
}

/// A print of all that a theme is made of.
fn print(chain: &[ThemeFiles], loaded: &Loaded, wishes: &Option<Wishes>) -> u128 {
    let mut print = Xxh3Default::new();
    for ThemeFiles { name, folder, files } in chain {
        (name, folder, files).hash(&mut print);
    }
    loaded.site.editions.iter().for_each(|edition| edition.language.hash(&mut print));
    let settings = &loaded.site.settings;
    (settings.base.path(), &settings.outlets, &settings.kept, &loaded.config.theme, format!("{wishes:?}"))
        .hash(&mut print);
    print.digest128()
}

fn prepare(chain: &[ThemeFiles], loaded: &Loaded, wishes: Option<Wishes>) -> Checked<Option<Theme>> {
    let layers: Vec<Layer<'_>> =
        chain.iter().map(|files| Layer { folder: &files.folder, files: &files.files }).collect();
    let languages: Vec<_> = loaded.site.editions.iter().map(|edition| edition.language.clone()).collect();
    theme::prepare(
        &loaded.config.theme,
        &layers,
        &languages,
        &loaded.site.settings.outlets,
        loaded.site.settings.base.path(),
        &loaded.site.settings.kept,
        &crate::render::mount::mount,
    )
    .map(|theme| theme.map(|theme| theme.with_wishes(wishes.unwrap_or_default())))
}

/// What runs or loads something in a drawing of a theme, which is published as it is.
fn drawing_fault(folder: &str, path: &str, bytes: &[u8]) -> Option<Diagnostic> {
    if !(path.starts_with("assets/") && path.to_ascii_lowercase().ends_with(".svg")) {
        return None;
    }
    let path = format!("{folder}/{path}");
    let fault = svg::read(&path, bytes).err()?;
    let runs = matches!(fault.flaw, Flaw::Script(_) | Flaw::Loads(_) | Flaw::Entities | Flaw::Endless);
    runs.then(|| faults_as_it_is(&path, &Err(HeadFault::Drawing(fault)))).flatten()
}

fn no_such_theme(
    world: &dyn World,
    loaded: &Loaded,
    name: &str,
    is_loop: bool,
    from: Option<&ThemeFiles>,
) -> Diagnostic {
    let path = from.map_or("config.toml".to_owned(), |files| format!("{}/theme.toml", files.folder));
    let message = if is_loop {
        text!("the theme `{name}` is built on itself", name)
    } else {
        text!("there is no theme `{name}`", name)
    };
    let names = world.theme_names();
    let help = match crate::diag::nearest(name, names.iter().map(String::as_str)) {
        Some(near) if !is_loop => text!("did you mean `{near}`?", near),
        _ => text!("there are: {names}", names = Text::list(&names)),
    };
    let said = Diagnostic::new(code::T001, message).help(help);
    match &loaded.config.theme_span {
        Some(span) if from.is_none() => said.at(&loaded.config.source, span.clone()),
        _ => said.path(path),
    }
}
