//! What postil has put at a destination, as it is written down there, read as something that anybody may have written.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Item;
use crate::model::address::astray;

/// The number of the format.
const FORMAT: u32 = 1;

/// What postil has put at a destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The number of the format.
    postil: u32,
    /// The word of a run that is on its way, or was stopped; none once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What that run was to send: some of it may be there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub pending: BTreeSet<String>,
    /// What is there, by path.
    #[serde(default)]
    pub files: BTreeMap<String, Stood>,
}

/// A file as it was put there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// Its MD5.
    pub md5: String,
    /// The ETag, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    /// A print of what is said of it when it is asked for.
    pub head: String,
    /// Since when no page of the site asks for it, in seconds since 1970; it goes when nobody keeps such a page any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u64>,
}

impl Stood {
    /// An item that got this ETag.
    pub fn new(item: &Item, tag: String) -> Self {
        Self { md5: item.md5.clone(), tag: (tag != item.md5).then_some(tag), head: item.head.print(), left: None }
    }

    /// The same, left by all pages at this time.
    pub fn leaving(&self, left: u64) -> Self {
        Self { left: Some(left), ..self.clone() }
    }

    /// Its ETag.
    pub fn tag(&self) -> &str {
        self.tag.as_deref().unwrap_or(&self.md5)
    }
}

impl Default for Record {
    fn default() -> Self {
        Self { postil: FORMAT, by: None, pending: BTreeSet::new(), files: BTreeMap::new() }
    }
}

impl Record {
    /// Reads one. Nothing is known where it is none, or one of another format. Paths that no site has are passed over:
    /// what they name is never touched.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut record: Self = serde_json::from_slice(bytes).unwrap_or_default();
        if record.postil != FORMAT {
            return Self::default();
        }
        record.files.retain(|path, _| astray(path).is_none());
        record.pending.retain(|path| astray(path).is_none());
        record
    }

    /// That of a run that has ended, and left these.
    pub fn ended(files: BTreeMap<String, Stood>) -> Self {
        Self { files, ..Self::default() }
    }

    /// Its text.
    pub fn bytes(&self) -> Vec<u8> {
        // Maps of texts can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Whether it is that of a run which ended, and left so many files that pages ask for.
    pub fn is_settled(&self, count: usize) -> bool {
        self.by.is_none() && self.files.values().filter(|it| it.left.is_none()).count() == count
    }

    /// Everything that postil put there, or may have.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let all: BTreeSet<&str> = self.files.keys().chain(&self.pending).map(String::as_str).collect();
        all.into_iter()
    }

    /// The same while a run is on its way that sends these.
    pub fn begun<'a>(&self, word: &str, put: impl Iterator<Item = &'a Item>) -> Self {
        let mut next = self.clone();
        next.by = Some(word.to_owned());
        next.pending.extend(put.map(|item| item.path.clone()));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anybody_wrote_names_no_other_place() {
        let text = br#"{"postil":1,"pending":["../x","a//b","",".postil-x"],"files":{"/etc":{"md5":"1","head":"2"},"a":{"md5":"1","head":"2"}}}"#;
        assert_eq!(Record::parse(text).paths().collect::<Vec<_>>(), ["a"]);
        for other in [&b"no JSON"[..], br#"{"postil":2,"files":{"a":{"md5":"1","head":"2"}}}"#, b"[]"] {
            assert_eq!(Record::parse(other), Record::default());
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let item = Item { path: "a".into(), length: 1, md5: "1".into(), head: super::super::Head::of("a", 5, None) };
        let mut record = Record::default().begun("word", [item.clone()].iter());
        record.files.insert("a".into(), Stood::new(&item, "tag".into()));
        assert_eq!(Record::parse(&record.bytes()), record);
        assert_eq!(record.files["a"].tag(), "tag");
    }
}
