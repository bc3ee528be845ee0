//! What a question is asked about: a text as it stands in the editor, its site as it was read last, and the other texts
//! of that site.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::client::Client;
use super::position::Places;
use super::{Round, address};
use crate::diag::SourceText;
use crate::io::source;
use crate::parse::draft::Kind;
use crate::parse::front_matter::decode_text;

/// A text that is open in the editor.
pub(super) struct Document {
    /// Its address, as the editor writes it.
    pub(super) address: String,
    /// Its version, as the editor counts.
    pub(super) version: i64,
    /// What stands in it.
    pub(super) text: String,
    /// The folder of its site and its path from there; none outside of a site.
    pub(super) place: Option<(PathBuf, String)>,
}

/// Texts that are open, by their addresses.
pub(super) type Documents = BTreeMap<String, Document>;

/// What a question is asked about.
pub(super) struct Scene<'a> {
    /// The text.
    pub(super) text: &'a Arc<SourceText>,
    /// Its lines.
    pub(super) places: Places<'a>,
    /// What kind of file it is.
    pub(super) kind: Option<Kind>,
    /// The other texts of its site.
    pub(super) files: &'a Texts<'a>,
    /// Its site as it was read last.
    pub(super) round: Option<&'a Round>,
    /// Who asks.
    pub(super) client: &'a Client,
}

/// The texts of a site as they stand in the editor, else on the disk.
pub(super) struct Texts<'a> {
    pub(super) root: &'a Path,
    pub(super) open: &'a Documents,
}

impl Texts<'_> {
    /// The open text at a path from the site's folder.
    pub(super) fn document(&self, path: &str) -> Option<&Document> {
        self.open.values().find(|it| it.place.as_ref().is_some_and(|(root, own)| root == self.root && own == path))
    }

    /// The text at a path from the site's folder.
    pub(super) fn read(&self, path: &str) -> Option<Arc<SourceText>> {
        if let Some(document) = self.document(path) {
            return Some(SourceText::new(path, document.text.as_str()));
        }
        decode_text(path, source::read(&self.root.join(path)).ok()?).value
    }

    /// The address of a path from the site's folder.
    pub(super) fn address(&self, path: &str) -> String {
        self.document(path).map_or_else(|| address::of(&self.root.join(path)), |it| it.address.clone())
    }

    /// Every file of the content, by its path from the site's folder.
    pub(super) fn list(&self) -> Vec<String> {
        source::list(self.root).0.value
    }
}

impl Scene<'_> {
    /// The place of some bytes of a text of the site, as an editor goes to it.
    pub(super) fn location(&self, text: &SourceText, span: &std::ops::Range<usize>) -> Value {
        let places = Places::of(&text.text, self.client.encoding);
        serde_json::json!({ "uri": self.files.address(&text.path), "range": places.range(span) })
    }
}
