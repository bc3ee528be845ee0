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

    /// Whether it is Chinese in traditional characters: `zh-Hant`, `zh-TW`, `zh-HK`, `zh-MO`.
    pub fn is_traditional(&self) -> bool {
        self.primary() == "zh" && self.0.split('-').any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"))
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.primary(), "ar" | "fa" | "he" | "ur" | "ug" | "yi")
    }

    /// Whether it writes a comma before decimals: `84,5 %`. By CLDR, with the regions that differ from their language.
    pub fn has_decimal_comma(&self) -> bool {
        const COMMA: &[&str] = &[
            "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "hy",
            "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl",
            "sq", "sr", "sv", "tr", "uk", "uz", "vi",
        ];
        const POINT: &[&str] = &[
            "de-CH", "de-LI", "es-DO", "es-GT", "es-HN", "es-MX", "es-NI", "es-PA", "es-PE", "es-PR", "es-SV", "es-US",
            "it-CH",
        ];
        COMMA.contains(&self.primary()) && !POINT.contains(&self.tag())
    }

    /// The marks around what is quoted: `„` and `“` in German, `«` and `»` in French.
    pub fn quotation_marks(&self) -> (char, char) {
        match self.primary() {
            "bg" | "bs" | "cs" | "de" | "et" | "is" | "ka" | "lt" | "lv" | "mk" | "sk" | "sl" | "sr" => ('„', '“'),
            "hr" | "hu" | "nl" | "pl" | "ro" => ('„', '”'),
            "fi" | "sv" => ('”', '”'),
            "ar" | "az" | "be" | "ca" | "el" | "es" | "eu" | "fa" | "fr" | "gl" | "hy" | "it" | "kk" | "nb" | "nn"
            | "no" | "pt" | "ru" | "sq" | "uk" => ('«', '»'),
            "ja" => ('「', '」'),
            "zh" if self.is_traditional() => ('「', '」'),
            _ => ('“', '”'),
        }
    }

    /// How far from it the words of another language are that stand in for its own: up to [`Self::OWN`] they are those
    /// of the same language in the same script, beyond it those of Chinese in other characters, or English, which stands
    /// in for every language but Chinese. `None` where they do not.
    pub fn distance(&self, other: &Self) -> Option<u8> {
        let (own, tag) = (self.tag(), other.tag());
        let is_same = self.primary() == other.primary() && self.is_traditional() == other.is_traditional();
        match () {
            () if own == tag => Some(0),
            () if is_same && own.strip_prefix(tag).is_some_and(|rest| rest.starts_with('-')) => Some(1),
            () if is_same => Some(Self::OWN),
            () if self.primary() == other.primary() => Some(Self::OWN + 1),
            () if self.primary() != "zh" && tag == "en" => Some(Self::OWN + 2),
            () => None,
        }
    }

    /// The largest [`distance`](Self::distance) of words of the same language.
    pub const OWN: u8 = 2;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_for_those_of_a_language_that_is_near() {
        let distance = |own: &str, other: &str| {
            let of = |tag| Language::parse(tag).expect("a tag");
            of(own).distance(&of(other))
        };
        let own = [("zh", "zh-CN"), ("zh-SG", "zh-CN"), ("zh-HK", "zh-TW"), ("zh-Hant", "zh-TW"), ("fr-CA", "fr")];
        assert!(own.iter().all(|(own, other)| distance(own, other).is_some_and(|it| it <= Language::OWN)));
        let others = [("zh-TW", "zh-CN"), ("zh-HK", "zh-CN"), ("zh", "zh-TW"), ("ja", "en"), ("pt-BR", "en")];
        assert!(others.iter().all(|(own, other)| distance(own, other).is_some_and(|it| it > Language::OWN)));
        assert!(distance("en-GB", "en") < distance("en-GB", "en-US"));
        assert_eq!((distance("zh-TW", "en"), distance("ja", "zh-CN"), distance("en", "de")), (None, None, None));
    }
}
