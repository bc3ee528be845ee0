//! How a house wants its issues: what `[house]` of the configuration says.
//!
//! Never decides whether an issue is so: that is for the rules in [`house`](crate::lint).

use std::collections::BTreeMap;

use super::credit::Role;
use super::language::Language;
use super::statistic::Synonyms;

/// What a house asks for. Where the configuration says nothing, only what is right in every house.
#[derive(Debug, Clone, Default, Hash)]
pub struct House {
    /// What every issue has.
    pub require: Vec<Requirement>,
    /// Roles that every issue names a person for.
    pub roles: Vec<Role>,
    /// How many people sign the numbers of an issue before it is published.
    pub signatures: usize,
    /// Whether abbreviations are explained where they first stand.
    pub abbreviations: bool,
    /// Abbreviations that every reader knows.
    pub known: Vec<String>,
    /// How units are written.
    pub units: Units,
    /// How P values are written, by language.
    pub p_values: BTreeMap<String, PStyle>,
    /// Words that the house does not use.
    pub terms: Vec<Term>,
    /// Journals by the name that the house uses.
    pub journals: Vec<Journal>,
    /// What it calls measures of effect besides their usual names.
    pub words: Synonyms,
    /// How wide a title may be where it is shown, in Han characters: outlet and width.
    pub titles: Vec<(&'static str, u32)>,
}

/// The style of a language: its own, else that of its primary tag.
pub fn style_of<'a, T>(styles: &'a BTreeMap<String, T>, language: &Language) -> Option<&'a T> {
    styles.get(language.tag()).or_else(|| styles.get(language.primary()))
}

/// Something that every issue of a house has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Requirement {
    /// The trial's number in a registry.
    Registration,
    /// The DOI of the covered paper.
    Doi,
    /// Who paid.
    Funding,
    /// Conflicts of interest.
    Disclosures,
    /// A summary written for lists.
    Summary,
    /// 本文精要.
    KeyFindings,
    /// The results as data.
    Findings,
    /// 专家点评.
    Commentary,
    /// 学后练习.
    Quiz,
    /// 参考文献.
    References,
    /// A picture for the head.
    Cover,
    /// Where each figure comes from.
    FigureSource,
}

impl Requirement {
    /// Every requirement with the name that editors write.
    pub const ALL: &[(&str, Self)] = &[
        ("registration", Self::Registration),
        ("doi", Self::Doi),
        ("funding", Self::Funding),
        ("disclosures", Self::Disclosures),
        ("summary", Self::Summary),
        ("key_findings", Self::KeyFindings),
        ("findings", Self::Findings),
        ("commentary", Self::Commentary),
        ("quiz", Self::Quiz),
        ("references", Self::References),
        ("cover", Self::Cover),
        ("figure_source", Self::FigureSource),
    ];

    /// The name that editors write, which is also that of the field.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(name, _)| name)
    }
}

/// How units are written.
#[derive(Debug, Clone, Hash)]
pub struct Units {
    /// Whether a space stands before them: `35 Gy`.
    pub space: bool,
    /// Which they are.
    pub names: Vec<String>,
}

impl Units {
    /// Those that mean nothing else beside a number. `L`, `m` and `U` are not among them: `1L` is a line of therapy.
    pub const NAMES: &[&str] = &[
        "Gy", "cGy", "mGy", "mg", "kg", "μg", "µg", "ng", "pg", "mL", "ml", "dL", "dl", "cm", "mm", "μm", "µm", "mmol",
        "μmol", "µmol", "nmol", "mmHg", "MBq", "GBq", "kV", "MV", "MeV", "IU",
    ];
}

impl Default for Units {
    fn default() -> Self {
        Self { space: true, names: Self::NAMES.iter().map(|name| (*name).to_owned()).collect() }
    }
}

/// How P values are written. What is `None` is left to the author.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PStyle {
    /// `P` or `p`.
    pub letter: Option<char>,
    /// Whether the letter is in italics.
    pub italic: Option<bool>,
    /// Whether a zero stands before the point.
    pub leading_zero: Option<bool>,
    /// Whether spaces stand around the sign.
    pub spaces: Option<bool>,
    /// The most digits behind the point.
    pub decimals: Option<u8>,
}

/// How other numbers are written. What is `None` is left to the author.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct NumberStyle {
    /// Whether a zero stands before the point.
    pub leading_zero: Option<bool>,
    /// Whether commas part the thousands.
    pub thousands: Option<bool>,
    /// The most digits behind the point of a percentage.
    pub percent_decimals: Option<u8>,
}

/// A word that the house does not use.
#[derive(Debug, Clone, Hash)]
pub struct Term {
    /// The spellings that are not used.
    pub avoid: Vec<String>,
    /// What is used instead; nothing where the word is to be left out.
    pub prefer: Option<String>,
    /// Why.
    pub reason: String,
    /// Longer words in which it is right.
    pub except: Vec<String>,
    /// The languages that it is about; all of them where none is named.
    pub languages: Vec<Language>,
    /// Whether it may stand in a quotation.
    pub quote: bool,
    /// Whether `postil fix` may put the preferred word in its place.
    pub fix: bool,
}

/// A journal by the name that the house uses.
#[derive(Debug, Clone, Hash)]
pub struct Journal {
    /// The name that the house uses.
    pub name: String,
    /// Other names, which it does not use.
    pub also: Vec<String>,
}
