//! Files that are published as they are: the theme's assets, and what stands beside the Markdown and is in use.

use super::{Artifact, Content, Output, Sink};
use crate::model::address::{HEADERS, NO_JEKYLL, is_own};
use crate::model::site::Site;
use crate::render::gate::Gate;
use crate::render::theme::Theme;

/// Assets and files.
pub(super) struct File;

impl Output for File {
    fn name(&self) -> &'static str {
        "files"
    }

    fn emit(&self, site: &Site, theme: &Theme, _gate: &Gate, sink: &dyn Sink) {
        use rayon::prelude::*;
        for asset in theme.published(site) {
            sink.put(Artifact { address: asset.address.clone(), content: Content::Bytes(asset.bytes.clone()) });
        }
        // Headers of the site's own get those of a preview.
        let is_amended = |address: &str| site.settings.preview && address == HEADERS;
        site.files.par_iter().filter(|(address, _)| !is_amended(address)).for_each(|(address, path)| {
            sink.put(Artifact { address: address.clone(), content: Content::Copy(path.clone()) });
        });
        if is_own(site, NO_JEKYLL) {
            sink.put(Artifact { address: NO_JEKYLL.to_owned(), content: Content::Bytes(Vec::new()) });
        }
    }
}
