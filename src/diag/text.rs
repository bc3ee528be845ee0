//! Words of postil that can be said in more than one language.
//!
//! A sentence is written in English where it is said, with [`text!`]; the files of `zh/` have its Chinese. Both name what
//! is put into them, so that each language may have its own order of words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, OnceLock};

/// The languages in which postil speaks to editors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// Chinese in simplified characters.
    Chinese,
}

impl Locale {
    /// The one that a locale of POSIX (`zh_CN.UTF-8`) or a language tag (`zh-Hans`) asks for.
    pub fn of(name: &str) -> Self {
        let language = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("zh") { Self::Chinese } else { Self::English }
    }
}

/// The English sentence and its Chinese, one a line, by who says it.
const CHINESE: &[&str] = &[
    include_str!("zh/character.toml"),
    include_str!("zh/chart.toml"),
    include_str!("zh/command.toml"),
    include_str!("zh/content.toml"),
    include_str!("zh/desk.toml"),
    include_str!("zh/elsewhere.toml"),
    include_str!("zh/evidence.toml"),
    include_str!("zh/house.toml"),
    include_str!("zh/lsp.toml"),
    include_str!("zh/manuscript.toml"),
    include_str!("zh/picture.toml"),
    include_str!("zh/publish.toml"),
    include_str!("zh/sheet.toml"),
    include_str!("zh/theme.toml"),
    include_str!("zh/title.toml"),
];

/// English → Chinese.
pub type Catalogue = BTreeMap<Cow<'static, str>, Cow<'static, str>>;

/// Every sentence of the catalogue.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| CHINESE.iter().flat_map(|text| text.lines()).filter_map(twins).collect())
}

/// The sentence of a line and its Chinese. Files of TOML of which each line is one, or empty, or a comment, are read
/// without a reader of TOML, which takes longer than a run that finds nothing changed.
fn twins(line: &'static str) -> Option<(Cow<'static, str>, Cow<'static, str>)> {
    let (english, rest) = quoted(line)?;
    let (chinese, _) = quoted(rest.trim_start().strip_prefix('=')?.trim_start())?;
    Some((english, chinese))
}

/// A text of TOML in quotation marks, and what follows.
fn quoted(line: &'static str) -> Option<(Cow<'static, str>, &'static str)> {
    if let Some(literal) = line.strip_prefix('\'') {
        let (text, rest) = literal.split_once('\'')?;
        return Some((Cow::Borrowed(text), rest));
    }
    let basic = line.strip_prefix('"')?;
    let mut text = Cow::Borrowed("");
    let mut rest = basic;
    loop {
        let at = rest.find(['"', '\\'])?;
        text += &rest[..at];
        let escaped = rest[at..].strip_prefix('\\');
        rest = &rest[at + 1..];
        let Some(escaped) = escaped else { return Some((text, rest)) };
        text += match escaped.as_bytes().first()? {
            b'"' => "\"",
            b'\\' => "\\",
            b'n' => "\n",
            _ => return None,
        };
        rest = &rest[1..];
    }
}

/// Something said: a sentence of the catalogue with what is put into it, or words that are the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// What stands in the editor's files, a number, a path, what another program said.
    Verbatim(String),
    /// An English sentence that the catalogue knows; `{name}` in it stands for the part of that name.
    Sentence(&'static str, Vec<(&'static str, Text)>),
    /// Several things in a row: between each two of them stands a comma of the language.
    List(Vec<Text>),
}

impl Text {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Verbatim(text) => text.is_empty(),
            Self::Sentence(text, _) => text.is_empty(),
            Self::List(parts) => parts.is_empty(),
        }
    }

    /// The words in a language.
    pub fn say(&self, locale: Locale) -> Cow<'_, str> {
        match self {
            Self::Verbatim(text) => Cow::Borrowed(text),
            Self::Sentence(english, parts) => {
                let sentence = match locale {
                    Locale::English => english,
                    // A test holds that none is missing.
                    Locale::Chinese => catalogue().get(*english).map_or(*english, |chinese| chinese),
                };
                if parts.is_empty() { Cow::Borrowed(sentence) } else { Cow::Owned(filled(sentence, parts, locale)) }
            }
            Self::List(items) => {
                let comma = if locale == Locale::Chinese { "、" } else { ", " };
                Cow::Owned(items.iter().map(|item| item.say(locale)).collect::<Vec<_>>().join(comma))
            }
        }
    }

    /// What is the same in every language: what another program said, a piece of a file.
    pub fn verbatim(words: impl Into<String>) -> Self {
        Self::Verbatim(words.into())
    }

    /// A sentence that comes from elsewhere than `text!`: a code's title, an output's name. A test holds each of
    /// them to the catalogue.
    pub const fn known(english: &'static str) -> Self {
        Self::Sentence(english, Vec::new())
    }

    /// A list of anything that can be put into a sentence.
    pub fn list<T: Part>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(|item| item.part()).collect())
    }
}

/// A sentence with its parts in their places. Braces that name no part stay: messages speak of templates, too.
fn filled(sentence: &str, parts: &[(&'static str, Text)], locale: Locale) -> String {
    let mut out = String::with_capacity(sentence.len() * 2);
    let mut rest = sentence;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let part = rest
            .find('}')
            .and_then(|end| parts.iter().find(|(name, _)| *name == &rest[1..end]).map(|(_, part)| (end, part)));
        if let Some((end, part)) = part {
            out.push_str(&part.say(locale));
            rest = &rest[end + 1..];
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

impl fmt::Display for Text {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Locale::English))
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Verbatim(String::new())
    }
}

/// What can be put into a sentence.
pub trait Part {
    /// Itself as a text.
    fn part(&self) -> Text;
}

impl Part for Text {
    fn part(&self) -> Text {
        self.clone()
    }
}

impl<T: Part + ?Sized> Part for &T {
    fn part(&self) -> Text {
        (**self).part()
    }
}

macro_rules! verbatim {
    ($($of:ty),*) => {
        $(impl Part for $of {
            fn part(&self) -> Text {
                let mut text = String::new();
                // Writing to a string cannot fail.
                let _ = write!(text, "{self}");
                Text::Verbatim(text)
            }
        })*
    };
}

verbatim!(str, String, Arc<str>, Cow<'_, str>, char, u8, u16, u32, u64, usize, i32, i64, f64);
verbatim!(super::Code, fmt::Arguments<'_>, std::path::Display<'_>);

/// A [`Text`] of an English sentence that the catalogue knows, with its parts by name:
/// `text!("`{name}` is asked for twice", name)`, `text!("{n} lines end in CR LF", n = lines.len())`.
macro_rules! text {
    ($sentence:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::diag::Text::Sentence($sentence, vec![
            $((stringify!($name), $crate::diag::part!($name $(= $value)?))),*
        ])
    };
}

macro_rules! part {
    ($name:ident) => {
        $crate::diag::Part::part(&$name)
    };
    ($name:ident = $value:expr) => {
        $crate::diag::Part::part(&$value)
    };
}

pub(crate) use {part, text};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_where_their_names_are() {
        let name = "a.md";
        let text = text!("{name} has {n} of `{{ gate }}` and {unknown}", name, n = 3_usize);
        assert_eq!(text.to_string(), "a.md has 3 of `{{ gate }}` and {unknown}");
    }

    #[test]
    fn a_part_that_looks_like_a_place_is_left_alone() {
        assert_eq!(text!("{a}{b}", a = "{b}", b = "x").to_string(), "{b}x");
    }

    #[test]
    fn the_catalogue_is_read_as_the_toml_that_it_is() {
        let read = |text: &&str| toml::from_str::<BTreeMap<String, String>>(text).expect("sound TOML");
        let all: BTreeMap<String, String> = CHINESE.iter().flat_map(read).collect();
        let own = catalogue().iter().map(|(english, chinese)| (english.to_string(), chinese.to_string()));
        assert_eq!(own.collect::<BTreeMap<_, _>>(), all);
    }

    #[test]
    fn a_locale_is_read_from_its_first_part() {
        assert_eq!(Locale::of("zh_CN.UTF-8"), Locale::Chinese);
        assert_eq!(Locale::of("zh-Hant"), Locale::Chinese);
        assert_eq!(Locale::of("C.UTF-8"), Locale::English);
    }
}
