//! The words of statistical statements, in Chinese and English.

use super::lex::{Kind, Line, Sign, is_exactly};
use crate::model::statistic::{EffectMeasure, Sides};

use EffectMeasure as M;

/// Abbreviations of measures, and whether they say that the effect is adjusted. Their case matters: `or` is a word.
const ABBREVIATIONS: &[(&str, EffectMeasure, bool)] = &[
    ("HR", M::HazardRatio, false),
    ("aHR", M::HazardRatio, true),
    ("AHR", M::HazardRatio, true),
    ("adjHR", M::HazardRatio, true),
    ("csHR", M::HazardRatio, false),
    ("SHR", M::SubdistributionHazardRatio, false),
    ("sHR", M::SubdistributionHazardRatio, false),
    ("sdHR", M::SubdistributionHazardRatio, false),
    ("aSHR", M::SubdistributionHazardRatio, true),
    ("OR", M::OddsRatio, false),
    ("aOR", M::OddsRatio, true),
    ("AOR", M::OddsRatio, true),
    ("adjOR", M::OddsRatio, true),
    ("RR", M::RiskRatio, false),
    ("aRR", M::RiskRatio, true),
    ("IRR", M::RateRatio, false),
    ("aIRR", M::RateRatio, true),
    ("MD", M::MeanDifference, false),
    ("WMD", M::MeanDifference, false),
    ("LSMD", M::MeanDifference, false),
    ("SMD", M::StandardizedMeanDifference, false),
    ("RD", M::RiskDifference, false),
    ("ARD", M::RiskDifference, false),
];

/// Chinese names of measures; where one ends another, the longer stands first.
const CHINESE: &[(&str, EffectMeasure)] = &[
    ("风险比率", M::HazardRatio),
    ("风险比", M::HazardRatio),
    ("危险比", M::HazardRatio),
    ("危害比", M::HazardRatio),
    ("比值比", M::OddsRatio),
    ("优势比", M::OddsRatio),
    ("比数比", M::OddsRatio),
    ("相对危险度", M::RiskRatio),
    ("相对危险", M::RiskRatio),
    ("相对风险度", M::RiskRatio),
    ("相对风险", M::RiskRatio),
    ("发病率比", M::RateRatio),
    ("发生率比", M::RateRatio),
    ("标准化均数差", M::StandardizedMeanDifference),
    ("均数差", M::MeanDifference),
    ("均值差", M::MeanDifference),
    ("平均差", M::MeanDifference),
    ("风险差", M::RiskDifference),
    ("危险差", M::RiskDifference),
    ("率差", M::RiskDifference),
    ("绝对差值", M::Difference),
    ("差值", M::Difference),
];

/// English names of measures, of two words.
const ENGLISH: &[(&str, &str, EffectMeasure)] = &[
    ("hazard", "ratio", M::HazardRatio),
    ("hazards", "ratio", M::HazardRatio),
    ("odds", "ratio", M::OddsRatio),
    ("risk", "ratio", M::RiskRatio),
    ("relative", "risk", M::RiskRatio),
    ("rate", "ratio", M::RateRatio),
    ("mean", "difference", M::MeanDifference),
    ("risk", "difference", M::RiskDifference),
    ("rate", "difference", M::RiskDifference),
    ("absolute", "difference", M::Difference),
];

/// What stands between a name and its number.
const LINKS: &[&str] =
    &["值", "为", "是", "值为", "值是", "约为", "仅为", "则为", "均为", "值约为", "等于", "达", "数值为", "结果为"];

/// Phrases that may stand between the parts of a statement, longer ones first.
const TRANSPARENT: &[&str] = &[
    "差异具有统计学意义",
    "差异有统计学意义",
    "差异无统计学意义",
    "差异没有统计学意义",
    "差异未达到",
    "统计学意义",
    "统计学差异",
    "统计学",
    "显著性",
    "差异",
    "显著",
    "意义",
    "两组间",
    "两组",
    "组间",
    "具有",
    "没有",
    "达到",
    "未达",
    "有",
    "无",
    "未",
    "其",
    "对应",
    "相应",
    "的",
    "单侧",
    "双侧",
    "单尾",
    "双尾",
    "分层",
    "对数秩",
    "检验",
    "名义",
    "校正后",
    "且",
    "及",
    "和",
    "与",
];

/// The same in English.
const TRANSPARENT_WORDS: &[&str] = &[
    "with",
    "a",
    "an",
    "and",
    "the",
    "its",
    "one",
    "two",
    "sided",
    "tailed",
    "log",
    "rank",
    "logrank",
    "stratified",
    "unstratified",
    "nominal",
    "by",
    "test",
    "Wald",
    "exact",
];

/// A measure whose name begins in a text.
pub(super) struct Named {
    pub(super) measure: EffectMeasure,
    pub(super) is_adjusted: bool,
    /// The byte at which its name begins.
    pub(super) start: usize,
    /// The piece after it.
    pub(super) next: usize,
}

/// The measure that is named at a piece. A Chinese name may be the end of a row of characters, with what links it to its
/// number.
pub(super) fn measure(line: &Line<'_>, at: usize) -> Option<Named> {
    match line.kind(at)? {
        Kind::Word(word) => abbreviation(line, at, word).or_else(|| english(line, at)),
        Kind::Han(han) => chinese(line, at, han),
        _ => None,
    }
}

fn abbreviation(line: &Line<'_>, at: usize, word: &str) -> Option<Named> {
    if word.len() > 15 {
        return None;
    }
    let (_, measure, is_adjusted) = ABBREVIATIONS.iter().find(|(name, ..)| is_exactly(word, name))?;
    let is_part = line.is_glued(at) && line.is(at - 1, Sign::Dash);
    (!is_part).then(|| Named {
        measure: *measure,
        is_adjusted: *is_adjusted || is_adjusted_before(line, at),
        start: line.lexemes[at].span.start,
        next: at + 1,
    })
}

fn english(line: &Line<'_>, at: usize) -> Option<Named> {
    let (.., measure) =
        ENGLISH.iter().find(|(first, second, _)| line.is_word(at + 1, second) && line.is_word(at, first))?;
    Some(Named {
        measure: *measure,
        is_adjusted: is_adjusted_before(line, at),
        start: line.lexemes[at].span.start,
        next: at + 2,
    })
}

fn chinese(line: &Line<'_>, at: usize, han: &str) -> Option<Named> {
    let bare = LINKS.iter().filter_map(|link| han.strip_suffix(link)).min_by_key(|rest| rest.len()).unwrap_or(han);
    let found = CHINESE.iter().find_map(|(name, measure)| Some((bare.strip_suffix(name)?, *measure)));
    // `值` may be the end of a name, too.
    let (before, measure) =
        found.or_else(|| CHINESE.iter().find_map(|(name, measure)| Some((han.strip_suffix(name)?, *measure))))?;
    Some(Named {
        measure,
        is_adjusted: says_adjusted(before),
        start: line.lexemes[at].span.start + before.len(),
        next: at + 1,
    })
}

/// Whether what stands before a piece says that the effect is adjusted.
fn is_adjusted_before(line: &Line<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    line.is_word(before, "adjusted") || line.han(before).is_some_and(says_adjusted)
}

fn says_adjusted(han: &str) -> bool {
    let han = han.trim_end_matches(['后', '的']);
    ["校正", "调整"].iter().any(|word| han.strip_suffix(word).is_some_and(|before| !before.ends_with('未')))
}

/// Whether a row of characters only links a name to its number.
pub(super) fn is_link(han: &str) -> bool {
    LINKS.contains(&han)
}

/// Whether a piece may stand between the parts of a statement.
pub(super) fn is_transparent(line: &Line<'_>, at: usize) -> bool {
    match line.kind(at) {
        Some(Kind::Word(word)) => TRANSPARENT_WORDS.iter().any(|it| word.eq_ignore_ascii_case(it)),
        Some(Kind::Han(han)) => han.len() <= 60 && strip_transparent(han).is_empty(),
        // `one-sided`, `log-rank`.
        Some(Kind::Sign(Sign::Dash)) => line.word(at + 1).is_some() && at > 0 && is_transparent(line, at - 1),
        Some(Kind::Number(_)) => sides_at(line, at).is_some(),
        _ => false,
    }
}

fn strip_transparent(han: &str) -> &str {
    let mut rest = han;
    while let Some(shorter) = TRANSPARENT.iter().find_map(|phrase| rest.strip_prefix(phrase)) {
        rest = shorter;
    }
    rest
}

/// What a row of characters says of sides at its end, with the byte at which that begins.
pub(super) fn chinese_sides(han: &str) -> Option<(Sides, usize, usize)> {
    let mut bare = han;
    while let Some(shorter) = ["检验", "的", "分层", "对数秩", "值"].iter().find_map(|word| bare.strip_suffix(word))
    {
        bare = shorter;
    }
    let of = |words: &[&str]| words.iter().find_map(|word| bare.strip_suffix(word)).map(str::len);
    let one = of(&["单侧", "单尾", "单边"]).map(|start| (Sides::One, start, bare.len()));
    one.or_else(|| of(&["双侧", "双尾", "双边"]).map(|start| (Sides::Two, start, bare.len())))
}

/// What the pieces from `at` on say of sides, and the piece after: `one-sided`, `2-tailed`, `单侧检验`.
pub(super) fn sides_at(line: &Line<'_>, at: usize) -> Option<(Sides, usize)> {
    if let Some(han) = line.han(at) {
        return chinese_sides(han).filter(|(_, start, _)| *start == 0).map(|(sides, ..)| (sides, at + 1));
    }
    let is_one = line.is_word(at, "one") || line.number(at).is_some_and(|it| it.whole() == Some(1));
    let is_two = line.is_word(at, "two") || line.number(at).is_some_and(|it| it.whole() == Some(2));
    let word = if line.is(at + 1, Sign::Dash) { at + 2 } else { at + 1 };
    let is_side = ["sided", "tailed", "side", "tail"].iter().any(|it| line.is_word(word, it));
    let sides = if is_one { Sides::One } else { Sides::Two };
    (is_side && (is_one || is_two)).then_some((sides, word + 1))
}

/// The pieces before `at` that say of sides, if they end there.
pub(super) fn sides_before(line: &Line<'_>, at: usize) -> Option<(Sides, std::ops::Range<usize>)> {
    let last = at.checked_sub(1)?;
    if let Some(han) = line.han(last) {
        let (sides, start, end) = chinese_sides(han)?;
        let from = line.lexemes[last].span.start;
        return Some((sides, from + start..from + end));
    }
    // `one-sided P`, `one-sided log-rank P`.
    for back in 2..=6 {
        let start = at.checked_sub(back)?;
        let Some((sides, next)) = sides_at(line, start) else { continue };
        let is_joined = (next..at).all(|it| is_transparent(line, it));
        return is_joined.then(|| (sides, line.span(start..next)));
    }
    None
}

/// A range separator at a piece, and the piece after. Commas are for the caller.
pub(super) fn separator(line: &Line<'_>, at: usize) -> Option<usize> {
    match line.kind(at)? {
        Kind::Sign(sign @ (Sign::Tilde | Sign::Dash)) => {
            // A dash of two: `——`. But the second of `0.1--0.5` is a minus.
            let is_double = line.is(at + 1, sign) && line.is_glued(at + 1);
            let is_minus = sign == Sign::Dash && line.slice(at + 1..at + 2) != "—";
            Some(if is_double && !is_minus { at + 2 } else { at + 1 })
        }
        Kind::Han("至" | "到") => Some(at + 1),
        Kind::Word(word) if word.eq_ignore_ascii_case("to") => Some(at + 1),
        _ => None,
    }
}

/// Whether a unit of something else than a ratio stands at a piece.
pub(super) fn is_unit(line: &Line<'_>, at: usize) -> bool {
    const UNITS: &[&str] = &[
        "s", "ms", "min", "h", "bpm", "beats", "breaths", "per", "mmHg", "mg", "g", "kg", "cm", "mm", "mL", "ml", "L",
        "Gy", "cGy", "days", "months", "years", "weeks", "patients", "U", "IU",
    ];
    match line.kind(at) {
        Some(Kind::Sign(Sign::Percent | Sign::Slash | Sign::PlusMinus | Sign::Times)) => true,
        Some(Kind::Word(word)) => UNITS.contains(&word),
        Some(Kind::Han(han)) => han.starts_with([
            '次', '例', '个', '岁', '分', '秒', '天', '年', '月', '周', '日', '级', '期', '人', '毫', '小',
        ]),
        _ => false,
    }
}
