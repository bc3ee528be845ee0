//! What is settled by the configuration of a site before anything else is read: itself, and where the site goes.

use std::collections::BTreeMap;
use std::path::Path;

use super::Request;
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Said, Severity, code, text};
use crate::io::publish::Output;
use crate::io::world::{Disk, World};
use crate::model::site::Settings;
use crate::parse::front_matter::decode_text;

/// The output folder of a site: the one that is asked for, or the one that its configuration names.
pub(super) fn output(request: &Request, config: &Config) -> Result<Output, Diagnostic> {
    match (&request.output, &config.output) {
        (Some(folder), _) => Output::named(&request.root, folder),
        (None, Some(folder)) => Output::configured(&request.root, folder)
            .map_err(|diagnostic| diagnostic.at(&config.source, folder.span.clone())),
        (None, None) => Output::configured(&request.root, config::OUTPUT),
    }
}

/// The output folder of a site whose configuration may not even be readable.
pub fn output_folder(request: &Request) -> Result<Output, Diagnostic> {
    match read_config(&Disk::new(&request.root, &BTreeMap::new()), &mut Said::default()) {
        Some(config) => output(request, &config),
        None => match &request.output {
            Some(folder) => Output::named(&request.root, folder),
            None => Output::configured(&request.root, config::OUTPUT),
        },
    }
}

/// What a site's configuration says of it, for commands that read nothing else.
pub fn settings(root: &Path) -> Result<Settings, Diagnostic> {
    let mut said = Said::default();
    let config = read_config(&Disk::new(root, &BTreeMap::new()), &mut said);
    match said.into_iter().find(|it| it.severity == Severity::Error) {
        Some(diagnostic) => Err(diagnostic),
        None => config.map(|config| config.settings).ok_or_else(|| {
            Diagnostic::new(code::I006, text!("there is no config.toml")).path(root.display().to_string())
        }),
    }
}

/// The name of the file that makes a folder a site.
const CONFIG: &str = "config.toml";

/// The configuration of a site; `None` where it cannot be read, which is said.
pub fn read_config(world: &dyn World, said: &mut Said) -> Option<Config> {
    let bytes = world.read(CONFIG).map_err(|diagnostic| said.push(diagnostic)).ok()?;
    let file = decode_text(CONFIG, bytes).into_value(said)?;
    config::parse(&file).into_value(said)
}
