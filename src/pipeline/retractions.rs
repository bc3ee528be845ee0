//! Reads the list of retractions, if there is one: the one that is asked for, else the configuration's.

use std::path::{Path, PathBuf};

use super::Request;
use crate::config::Config;
use crate::diag::Said;
use crate::io::source;
use crate::lint;
use crate::model::retraction::Notices;
use crate::model::site::Site;
use crate::parse::retraction;

/// What the list says of the papers of a site.
pub(super) fn read(request: &Request, config: &Config, site: &Site, said: &mut Said) -> Notices {
    let Some((path, name)) = wanted(request, config) else { return Notices::default() };
    match source::read(&path) {
        Ok(bytes) => retraction::read(&name, &bytes, &lint::papers(site)).into_value(said),
        Err(diagnostic) => {
            said.push(match &config.retractions {
                Some(written) if request.retractions.is_none() => diagnostic.at(&config.source, written.span.clone()),
                _ => diagnostic,
            });
            Notices::default()
        }
    }
}

/// Where it is, and what messages call it.
fn wanted(request: &Request, config: &Config) -> Option<(PathBuf, String)> {
    let name = |path: &Path| path.display().to_string().replace('\\', "/");
    if let Some(path) = &request.retractions {
        return Some((path.clone(), name(path)));
    }
    let written = config.retractions.as_ref()?;
    Some((request.root.join(&written.value), written.value.clone()))
}
