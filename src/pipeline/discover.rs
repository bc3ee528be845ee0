//! The first stage: finds and reads everything below `content/`, in parallel.

use std::sync::Arc;

use rayon::prelude::*;

use super::layout::{Layout, Role};
use super::memo::Memory;
use crate::config::Config;
use crate::diag::{Checked, Diagnostic, Said, SourceText};
use crate::io::world::World;
use crate::link::{Asset, Assets};
use crate::parse::front_matter::decode_text;

/// What was found below `content/`.
pub(super) struct Discovered {
    /// Text files with what they are.
    pub(super) texts: Vec<(Role, Arc<SourceText>)>,
    /// Everything else.
    pub(super) assets: Assets,
}

/// Finds and reads everything below `content/`.
pub(super) fn discover(world: &dyn World, config: &Config, memory: &Memory, said: &mut Said) -> Discovered {
    let entries = world.list().into_value(said);
    let paths: Vec<String> =
        entries.iter().map(|entry| entry.strip_prefix("content/").unwrap_or(entry).to_owned()).collect();
    let layout = Layout::new(paths.iter().map(String::as_str), &config.settings.languages);
    let read_one = |(entry, path): (&String, &String)| read_one(world, entry, path, &layout, memory);
    let read: Vec<(Found, Said)> = entries.par_iter().zip(&paths).map(read_one).collect();
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

/// Reads a file: `entry` is its path from the site's folder, `path` the one below `content/`.
fn read_one(world: &dyn World, entry: &str, path: &str, layout: &Layout<'_>, memory: &Memory) -> (Found, Said) {
    let role = match layout.role(path) {
        Ok(role) => role,
        Err(diagnostic) => return (Found::Nothing, diagnostic.into()),
    };
    match role {
        Role::Static | Role::Asset => {
            let head = world.picture_head(entry);
            (Found::Asset(Asset { head, is_static: role == Role::Static }), Said::default())
        }
        role => match text(world, entry, memory) {
            Ok(read) => {
                let text = read.value.clone();
                let faults = read.diagnostics.iter().cloned().collect();
                (text.map_or(Found::Nothing, |text| Found::Text(role, text)), faults)
            }
            Err(diagnostic) => (Found::Nothing, diagnostic.into()),
        },
    }
}

/// The text of a file, and what is wrong with it.
fn text(world: &dyn World, entry: &str, memory: &Memory) -> Result<Arc<Checked<Option<Arc<SourceText>>>>, Diagnostic> {
    let edition = if memory.texts.lasts() { world.edition(entry).map(u128::from) } else { None };
    if let Some(known) = edition.and_then(|edition| memory.texts.get(edition)) {
        return Ok(known);
    }
    let read = Arc::new(decode_text(entry, world.read(entry)?));
    edition.into_iter().for_each(|edition| memory.texts.add(edition, Arc::clone(&read)));
    Ok(read)
}
