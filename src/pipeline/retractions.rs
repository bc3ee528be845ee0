//! Reads the list of retractions, if there is one: the one that is asked for, else the configuration's.

use super::Request;
use crate::config::Config;
use crate::diag::Said;
use crate::io::world::World;
use crate::lint;
use crate::model::retraction::Notices;
use crate::model::site::Site;
use crate::parse::retraction;

/// What the list says of the papers of a site.
pub(super) fn read(world: &dyn World, request: &Request, config: &Config, site: &Site, said: &mut Said) -> Notices {
    let (read, name) = match (&request.retractions, &config.retractions) {
        (Some(path), _) => (world.read_named(path), path.display().to_string().replace('\\', "/")),
        (None, Some(written)) => (world.read(&written.value), written.value.clone()),
        (None, None) => return Notices::default(),
    };
    match read {
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
