//! Sites that are open: when they are read, and what is shown of that.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::json;
use xxhash_rust::xxh3::xxh3_128;

use super::{Session, Waiting};
use crate::lsp::scene::Texts;
use crate::lsp::{Job, Round, said};

/// A site that is open.
#[derive(Default)]
pub(super) struct Site {
    /// The last round that was asked for.
    pub(super) asked: u64,
    /// Whether its texts changed since,
    pub(super) has_changed: bool,
    /// and nothing else did, as far as the editor tells.
    pub(super) is_typed: bool,
    /// What the last round that is done came to.
    pub(super) round: Option<Round>,
    /// A print of what is shown of each file, by its address.
    shown: BTreeMap<String, u128>,
}

impl Site {
    /// Whether its texts were read as they stand now.
    pub(super) fn is_current(&self) -> bool {
        !self.has_changed && self.round.as_ref().is_some_and(|round| round.edition == self.asked)
    }
}

impl Session<'_> {
    /// Asks for a round of each site whose texts changed.
    pub(in crate::lsp) fn ask(&mut self) {
        for (root, site) in self.sites.iter_mut().filter(|(_, site)| site.has_changed) {
            site.has_changed = false;
            site.asked += 1;
            let own =
                || self.documents.values().filter_map(|it| Some((it, it.place.as_ref().filter(|(of, _)| of == root)?)));
            let unsaved = own().map(|(document, (_, path))| (path.clone(), document.text.clone())).collect();
            let versions = own().map(|(document, (_, path))| (path.clone(), document.version)).collect();
            // Who works ends with the talk.
            let _ = self.jobs.send(Job {
                root: root.clone(),
                edition: site.asked,
                unsaved,
                versions,
                is_typed: site.is_typed,
            });
        }
    }

    /// Learns what a round came to: shows it, and answers what waited for it.
    pub(in crate::lsp) fn learn(&mut self, mut round: Round) {
        let root = round.root.clone();
        if round.failed {
            self.fail("check", None);
        } else if catch_unwind(AssertUnwindSafe(|| self.show(&root, &round))).is_err() {
            self.fail("textDocument/publishDiagnostics", None);
        }
        let Some(site) = self.sites.get_mut(&root) else { return };
        // Names and words of a site that cannot be put together are those that it had.
        let before = site.round.take().and_then(|before| before.loaded);
        round.loaded = round.loaded.or(before);
        site.round = Some(round);
        let waiting = std::mem::take(&mut self.waiting);
        for Waiting { id, method, parameters } in waiting {
            let done = catch_unwind(AssertUnwindSafe(|| self.request(&id, &method, &parameters)));
            if done.is_err() {
                self.fail(&method, Some(&id));
            }
        }
    }

    /// Shows what was said, where that is not what is shown already.
    fn show(&mut self, root: &Path, round: &Round) {
        let files = Texts { root, open: &self.documents };
        let said = said::by_path(&round.said);
        let mut messages = Vec::new();
        let mut shown = self.sites.get_mut(root).map(|site| std::mem::take(&mut site.shown)).unwrap_or_default();
        let open = self.documents.values().filter(|it| it.place.as_ref().is_some_and(|(of, _)| of == root));
        let gone = shown.keys().chain(open.map(|it| &it.address)).map(|address| (address.clone(), None));
        let told = said.iter().map(|(path, said)| (files.address(path), Some((*path, said))));
        let all: BTreeMap<_, _> = gone.chain(told).collect();
        for (address, told) in all {
            let document = self.documents.get(&address);
            let path = document.and_then(|it| it.place.as_ref()).map(|(_, path)| path.as_str());
            // A text that has changed since has a round to come.
            if document.is_some_and(|it| path.and_then(|path| round.versions.get(path)) != Some(&it.version)) {
                continue;
            }
            let list = told.map_or_else(|| json!([]), |(_, said)| said::list(said, &files, &self.client));
            let mut message = json!({ "uri": address, "diagnostics": list });
            if let Some(document) = document {
                message["version"] = json!(document.version);
            }
            let print = xxh3_128(message.to_string().as_bytes());
            if shown.get(&address) != Some(&print) {
                messages.push(message);
            }
            if told.is_some() || document.is_some() {
                shown.insert(address, print);
            } else {
                shown.remove(&address);
            }
        }
        if let Some(site) = self.sites.get_mut(root) {
            site.shown = shown;
        }
        messages.into_iter().for_each(|message| self.notify("textDocument/publishDiagnostics", message));
    }
}
