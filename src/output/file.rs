//! Files that are published as they are: the theme's assets, and what stands beside the Markdown and is in use.

use super::{Artifact, Content, Output, Sink};
use crate::model::site::Site;
use crate::render::gate::{self, Gate};
use crate::render::theme::Theme;

/// Assets and files.
pub(super) struct File;

impl Output for File {
    fn name(&self) -> &'static str {
        "files"
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        use rayon::prelude::*;
        // Without a question there is nothing for the gate's scripts to do.
        let is_asked = site.consent.is_some();
        for asset in theme.assets.iter().filter(|(path, _)| is_asked || !gate::is_script(path)).map(|(_, asset)| asset)
        {
            sink.put(Artifact { address: asset.address.clone(), content: Content::Bytes(asset.bytes.clone()) });
        }
        site.files.par_iter().for_each(|(address, path)| {
            sink.put(Artifact { address: address.clone(), content: Content::Copy(path.clone()) });
        });
        // GitHub Pages would otherwise leave out files whose names begin with an underscore.
        if !site.files.contains_key(".nojekyll") {
            sink.put(Artifact { address: ".nojekyll".to_owned(), content: Content::Bytes(Vec::new()) });
        }
    }
}
