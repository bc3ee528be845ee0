//! Outlets: where else than on its own page an issue stands, as far as a site switches it on.

use std::collections::BTreeSet;

use super::language::Language;

/// An outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outlet {
    /// The findings as tables for programs: JSON and CSV.
    Data,
    /// Books: EPUB.
    Epub,
    /// The article as archives keep it: JATS, an XML.
    Jats,
    /// A newsletter: HTML mail and plain text.
    Mail,
    /// The article as it stands in WeChat, 公众号.
    Wechat,
    /// The visual abstract: an issue as one picture.
    Abstract,
    /// Slides for a journal club.
    Slides,
    /// The print edition and the poster.
    Print,
}

impl Outlet {
    /// Every outlet with the name that editors write.
    pub const ALL: &[(&str, Self)] = &[
        ("abstract", Self::Abstract),
        ("data", Self::Data),
        ("epub", Self::Epub),
        ("jats", Self::Jats),
        ("mail", Self::Mail),
        ("print", Self::Print),
        ("slides", Self::Slides),
        ("wechat", Self::Wechat),
    ];

    /// The name that editors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, outlet)| *outlet == self).map_or("", |(name, _)| name)
    }

    /// Whether all of it is made of one issue each, and asks nothing of those around it.
    pub fn is_of_one_issue(self) -> bool {
        match self {
            Self::Abstract | Self::Jats | Self::Print | Self::Slides | Self::Wechat => true,
            Self::Data | Self::Epub | Self::Mail => false,
        }
    }

    /// Whether it is made with the site of issues in a language: who reads WeChat reads Chinese.
    pub fn takes(self, language: &Language) -> bool {
        match self {
            Self::Abstract | Self::Data | Self::Epub | Self::Jats | Self::Mail | Self::Print | Self::Slides => true,
            Self::Wechat => language.primary() == "zh",
        }
    }
}

/// Words that no way of showing an issue elsewhere may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Its title.
    Title,
    /// That its paper was retracted or is in doubt.
    Banner,
    /// The value of an arm at a primary endpoint.
    Value,
    /// The effect at a primary endpoint.
    Effect,
    /// Whether a primary endpoint was met.
    Verdict,
    /// What was corrected.
    Correction,
    /// The address behind a link that became a note.
    Link,
}

/// What a site says of its outlets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Outlets {
    /// Those that are made with the site.
    pub on: BTreeSet<Outlet>,
    /// What WeChat takes.
    pub wechat: WechatLimits,
}

/// How much WeChat takes of an article, as the users of its interface report it. It has changed before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WechatLimits {
    /// Characters of the title.
    pub title: usize,
    /// Characters of the digest.
    pub digest: usize,
    /// Han characters of the author's name; two letters are one.
    pub author: usize,
    /// Characters of the article with its markup.
    pub characters: usize,
    /// Bytes of the same.
    pub bytes: usize,
}

impl Default for WechatLimits {
    fn default() -> Self {
        Self { title: 64, digest: 120, author: 8, characters: 20_000, bytes: 1_000_000 }
    }
}

impl Outlets {
    /// Whether an outlet is made with the site.
    pub fn has(&self, outlet: Outlet) -> bool {
        self.on.contains(&outlet)
    }
}
