//! Brings a built site to where its readers get it: a store of objects that speaks S3, or a host by `rsync`. What a
//! folder gets is put there as an output folder is, by [`publish`](super::publish).
//!
//! What is to be done is reckoned in [`plan`] from digests; in which order, too: readers see whole pages at any moment,
//! wherever it is stopped. What was put there is written down at the destination in [`record`].

pub mod fault;
pub mod host;
pub mod keys;
pub mod plan;
pub mod record;
pub mod store;
pub mod target;

pub use host::Host;
pub use keys::Keys;
pub use plan::{Plan, Rest, pages_first, waves};
pub use record::{Record, Stood};
pub use store::{Patience, Store};
pub use target::{Place, Target};

use super::publish::media;
use crate::model::address;

/// What is written down at the destination. No file of a site can have this name.
pub const RECORD: &str = ".postil-published.json";

/// A file of a built site, as it is to stand where readers get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path in the site, with `/` between its parts.
    pub path: String,
    /// Bytes.
    pub length: u64,
    /// MD5 (RFC 1321), 32 hexadecimal digits: what a store calls the ETag of a file that came in one piece.
    pub md5: String,
    /// What is said of it when it is asked for.
    pub head: Head,
}

/// What is said of a file when it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Head {
    /// Its media type.
    pub media: &'static str,
    /// `Cache-Control` (RFC 9111).
    pub cache: String,
    /// Where a page at an old address leads.
    pub leads_to: Option<String>,
}

impl Head {
    /// That of a file by its path. What has a fingerprint in its name never changes; everything else is asked for anew
    /// after `minutes`.
    pub fn of(path: &str, minutes: u32, leads_to: Option<String>) -> Self {
        let cache = if address::is_lasting(path) {
            "public, max-age=31536000, immutable".to_owned()
        } else {
            format!("public, max-age={}", u64::from(minutes) * 60)
        };
        Self { media: media(path), cache, leads_to }
    }

    /// A print of it.
    pub fn print(&self) -> String {
        let text = [self.media, &self.cache, self.leads_to.as_deref().unwrap_or_default()].join("\n");
        format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
    }
}
