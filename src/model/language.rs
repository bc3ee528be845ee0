//! Languages of a site, and texts that may be given in each.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A language as a BCP 47 tag: `zh-CN`, `en`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Language(Arc<str>);

impl Language {
    /// Reads a tag: a primary subtag of 2–3 letters, then subtags of 2–8 letters or digits (RFC 5646, the part
    /// that site languages need).
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let sound = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase())
            && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        sound.then(|| Self(tag.into()))
    }

    /// The tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `zh` of `zh-CN`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is the same in every language, or is given for some.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Localized {
    /// The same everywhere.
    Plain(Arc<str>),
    /// By language tag; `zh` also serves `zh-CN`.
    ByLanguage(BTreeMap<String, Arc<str>>),
}

impl Localized {
    /// The text for a language: exactly it, else its primary subtag's, else the one that sorts first.
    pub fn get(&self, language: &Language) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::ByLanguage(texts) => texts
                .get(language.tag())
                .or_else(|| texts.get(language.primary()))
                .or_else(|| {
                    texts
                        .iter()
                        .find(|(tag, _)| tag.split('-').next() == Some(language.primary()))
                        .map(|(_, text)| text)
                })
                .or_else(|| texts.values().next())
                .map_or("", |text| text),
        }
    }
}
