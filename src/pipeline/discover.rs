//! The first stage: finds and reads everything below `content/`, in parallel.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::layout::{Layout, Role};
use crate::config::Config;
use crate::diag::{Diagnostic, Said, SourceText};
use crate::io::source::{self, Entry};
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
pub(super) fn discover(
    root: &Path,
    config: &Config,
    unsaved: &BTreeMap<String, String>,
    said: &mut Said,
) -> Discovered {
    let entries = source::list(root).into_value(said);
    let inner = |entry: &Entry| entry.path.strip_prefix("content/").unwrap_or(&entry.path).to_owned();
    let paths: Vec<String> = entries.iter().map(inner).collect();
    let layout = Layout::new(paths.iter().map(String::as_str), &config.settings.languages);
    let read: Vec<(Found, Said)> =
        entries.par_iter().zip(&paths).map(|(entry, path)| read_one(entry, path, &layout, unsaved)).collect();
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

fn read_one(entry: &Entry, path: &str, layout: &Layout<'_>, unsaved: &BTreeMap<String, String>) -> (Found, Said) {
    let role = match layout.role(path) {
        Ok(role) => role,
        Err(diagnostic) => return (Found::Nothing, diagnostic.into()),
    };
    match role {
        Role::Static | Role::Asset => {
            let head = source::picture_head(entry);
            (Found::Asset(Asset { head, is_static: role == Role::Static }), Said::default())
        }
        role => match read(entry, unsaved) {
            Ok(bytes) => {
                let mut faults = Said::default();
                let text = decode_text(&entry.path, bytes).into_value(&mut faults);
                (text.map_or(Found::Nothing, |text| Found::Text(role, text)), faults)
            }
            Err(diagnostic) => (Found::Nothing, diagnostic.into()),
        },
    }
}

fn read(entry: &Entry, unsaved: &BTreeMap<String, String>) -> Result<Vec<u8>, Diagnostic> {
    match unsaved.get(&entry.path) {
        Some(text) => Ok(text.clone().into_bytes()),
        None => source::read(&entry.location),
    }
}
