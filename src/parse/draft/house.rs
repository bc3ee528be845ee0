//! The fields of `[house]` in config.toml.
//!
//! Never reads them: see [`field`](super::field).

use super::field::{ByLanguage, Choice, OneOrMany, Required, Text, Whole};
use super::record::record;
use crate::diag::{At, text};
use crate::model::credit::Role;
use crate::model::house::Requirement;

record! {
    /// How a house wants its issues.
    pub struct HouseDraft as text!("the file") {
        /// What every issue has.
        pub require: Vec<At<Requirement>> = "[registration, doi, funding]",
        /// Roles that every issue names a person for.
        pub roles: Vec<At<Role>> = "[interpretation, review]",
        /// How many people sign the numbers of an issue before it is published.
        pub signatures: Option<Whole<0, 9>> = "2",
        /// Whether abbreviations are explained where they first stand.
        pub abbreviations: Option<At<bool>> = "true",
        /// Abbreviations that every reader knows.
        pub known: Vec<Text> as Verbatim = "[SUV]",
        /// How units are written.
        pub unit: Option<UnitsDraft>,
        /// How P values are written, by language.
        pub p_value: Option<ByLanguage<PStyleDraft>>,
        /// How other numbers are written, by language.
        pub number: Option<ByLanguage<NumberStyleDraft>>,
        /// Words that the house does not use.
        pub term: Vec<TermDraft>,
        /// Journals by the name that the house uses.
        pub journal: Vec<JournalDraft>,
        /// What measures of effect are called besides their usual names, so that they are read in texts.
        pub words: Option<WordsDraft>,
        /// How wide a title may be where it is shown, in Han characters; two letters are one. And its words that no line parts.
        pub title: Option<HouseTitleDraft>,
    }
}

impl Choice for Requirement {
    const NAMES: &'static [(&'static str, Self)] = Self::ALL;
}

record! {
    /// How units are written.
    pub struct UnitsDraft as text!("the file") {
        /// Whether a space stands before them: `35 Gy`. It does unless this is `false`.
        pub space: Option<At<bool>> = "true",
        /// Which they are, instead of postil's own list.
        pub names: Option<Vec<Text>> as Verbatim = "[Gy, mg]",
        /// Which they are besides.
        pub also: Vec<Text> as Verbatim = "[fx]",
    }
}

record! {
    /// How P values are written. What is left out is left to the author.
    pub struct PStyleDraft as text!("the file") {
        /// The letter: `P` or `p`.
        pub letter: Option<At<Letter>> = "P",
        /// Whether it is in italics.
        pub italic: Option<At<bool>> = "true",
        /// Whether a zero stands before the point.
        pub leading_zero: Option<At<bool>> = "true",
        /// Whether spaces stand around the sign.
        pub spaces: Option<At<bool>> = "false",
        /// The most digits behind the point.
        pub decimals: Option<Whole<1, 9>> = "3",
    }
}

/// A letter for P values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter(pub char);

impl Choice for Letter {
    const NAMES: &'static [(&'static str, Self)] = &[("P", Self('P')), ("p", Self('p'))];
}

record! {
    /// How other numbers are written. What is left out is left to the author.
    pub struct NumberStyleDraft as text!("the file") {
        /// Whether a zero stands before the point.
        pub leading_zero: Option<At<bool>> = "true",
        /// Whether commas part the thousands.
        pub thousands: Option<At<bool>> = "false",
        /// The most digits behind the point of a percentage.
        pub percent_decimals: Option<Whole<0, 9>> = "1",
    }
}

record! {
    /// A word that the house does not use.
    pub struct TermDraft as text!("the file") {
        /// The word, or a list of its spellings.
        pub avoid: Required<OneOrMany<Text>> as Verbatim = "副作用" => text!(
            "the word that is not used, or a list of its spellings: `avoid = \"death rate\"`"
        ),
        /// What is used instead; nothing where the word is to be left out.
        pub prefer: Option<Text> as Verbatim = "不良反应",
        /// Why, for who reads the warning.
        pub reason: Required<Text> as Verbatim = "与CTCAE的用语相衔接" => TermDraft::REASON,
        /// The language that it is about, or several; all of them unless given.
        pub language: Option<OneOrMany<Text>> as Verbatim = "zh",
        /// Whether it may stand in a quotation.
        pub quote: Option<At<bool>> = "false",
        /// Whether `postil fix` may put the preferred word in its place.
        pub fix: Option<At<bool>> = "false",
        /// Longer words in which it is right.
        pub except: Vec<Text> as Verbatim = "[毒副作用]",
    }
}

impl TermDraft {
    /// What is said where there is no reason.
    pub const REASON: crate::diag::Text = text!("why, for who reads the warning: `reason = \"…\"`");
}

record! {
    /// A journal by the name that the house uses.
    pub struct JournalDraft as text!("the file") {
        /// The name that is used.
        pub name: Required<Text> as Verbatim = "JAMA Oncology"
            => text!("the name that is used: `name = \"JAMA Oncology\"`"),
        /// Another name, or several, that are not used.
        pub also: Option<OneOrMany<Text>> as Verbatim = "JAMA Oncol",
    }
}

record! {
    /// What measures of effect are called besides their usual names.
    pub struct WordsDraft as text!("the file") {
        /// The hazard ratio.
        pub hazard_ratio: Option<OneOrMany<Text>> as Verbatim = "瞬时风险比",
        /// The odds ratio.
        pub odds_ratio: Option<OneOrMany<Text>> as Verbatim = "交叉乘积比",
        /// The risk ratio.
        pub risk_ratio: Option<OneOrMany<Text>> as Verbatim = "危险率比",
        /// The rate ratio.
        pub rate_ratio: Option<OneOrMany<Text>> as Verbatim = "发病密度之比",
        /// The prevalence ratio.
        pub prevalence_ratio: Option<OneOrMany<Text>> as Verbatim = "流行率比",
        /// The mean difference.
        pub mean_difference: Option<OneOrMany<Text>> as Verbatim = "均数之差",
        /// The standardized mean difference.
        pub standardized_mean_difference: Option<OneOrMany<Text>> as Verbatim = "标准化差",
        /// The risk difference.
        pub risk_difference: Option<OneOrMany<Text>> as Verbatim = "危险度差",
        /// A difference of another kind.
        pub difference: Option<OneOrMany<Text>> as Verbatim = "净差",
    }
}

record! {
    /// How wide a title may be, in Han characters, and what of it stays on one line.
    pub struct HouseTitleDraft as text!("the file") {
        /// On the site.
        pub web: Option<Whole<1, 1000>> = "64",
        /// On WeChat.
        pub wechat: Option<Whole<1, 1000>> = "64",
        /// On a card.
        pub card: Option<Whole<1, 1000>> = "40",
        /// In lists of search engines.
        pub search: Option<Whole<1, 1000>> = "30",
        /// Words that no line of a title parts.
        pub whole: Vec<Text> as Verbatim = "[脑转移灶]",
    }
}
