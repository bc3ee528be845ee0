//! What usual methods do that are not Wald's, and how far from his numbers they lead.
//!
//! An interval and a P value of Wald follow from each other; those of other methods follow nearly. How nearly is known:
//!
//! - The interval of a profile likelihood has its middle (z²/6)·γ standard errors off the estimate, where γ, the skewness of
//!   the likelihood, is at most the standard error of the logarithm of a ratio (all of the information in one small cell),
//!   and most often far less. Quantiles of a bootstrap of 1000 samples are off by 0.06 at random. See [`of_interval`].
//! - A likelihood ratio test is off by z·γ·z/6, a score test (log-rank, χ²) by the third power of the effect. A test that
//!   is exact or corrected for continuity loses half a person: z is less by half the standard error of a log odds ratio.
//!   A t test is nearer to Wald at the limits of its interval, and farther from it beyond. See [`of_test`].
//!
//! The factors were set by 10,000 simulated analyses of each kind (`tests/rates/method.rs`), so that at most one in a
//! hundred of them is taken for wrong.

use std::ops::Range;

use super::normal::distance;
use super::reckoning::{Range as Numbers, Reckoned};
use crate::model::statistic::{Comparison, EffectMeasure, PValue, Sides};

/// Whether a usual method explains what Wald's does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No usual method does.
    Unexplained,
    /// One may: its name, in English.
    Explained(&'static str),
}

/// What else an interval may be, or a test: the names in English, each in the catalogue.
const OF_RATIO: &str = "a profile likelihood, bootstrap, exact or credible interval";
const OF_DIFFERENCE: &str = "a bootstrap, exact or score interval";
const SURVIVAL: &str = "a log-rank or likelihood ratio test";
const COUNTS: &str = "a χ² or likelihood ratio test";
const EXACT: &str = "Fisher's exact test, or a χ² test with a correction";
const MEANS: &str = "a t test with few degrees of freedom, or a rank or permutation test";
const CREDIBLE: &str = "a credible interval";
/// Why a limit of P values stands where nobody expects it.
pub(super) const UNUSUAL_LIMIT: &str = "the paper's own limit";

/// Methods by the words that name them, in small letters: what they explain, and of what.
const NAMES: &[(&[&str], &str, About)] = &[
    (&["bootstrap", "自助法", "自举"], "the bootstrap that is named", About::Interval),
    (
        &["profile likelihood", "profile-likelihood", "剖面似然", "轮廓似然"],
        "the profile likelihood that is named",
        About::Interval,
    ),
    (&["newcombe", "wilson", "miettinen", "得分法"], "the score interval that is named", About::Interval),
    (&["clopper", "exact confidence", "精确法"], "the exact interval that is named", About::Interval),
    (&["hodges"], "the rank test that is named", About::Interval),
    (
        &[
            "bayes",
            "贝叶斯",
            "posterior median",
            "posterior mean",
            "posterior probability",
            "posterior distribution",
            "后验",
            "credible",
            "cri",
        ],
        CREDIBLE,
        About::Both,
    ),
    (&["可信区间"], CREDIBLE, About::Credible),
    (&["log-rank", "log rank", "logrank", "对数秩", "时序检验"], "the log-rank test that is named", About::Test),
    (&["chi-square", "chi square", "χ2", "χ²", "卡方"], "the χ² test that is named", About::Test),
    (&["mantel", "cmh", "stratified", "分层"], "the stratified test that is named", About::Test),
    (&["fisher", "精确检验", "精确概率"], "Fisher's exact test, which is named", About::Test),
    (&["likelihood ratio", "likelihood-ratio", "似然比"], "the likelihood ratio test that is named", About::Test),
    (&["t test", "t-test", "t检验"], "the t test that is named", About::Test),
    (
        &["noninferior", "non-inferior", "equivalence", "interaction", "非劣", "等效", "交互"],
        "the test of non-inferiority, equivalence or interaction that is named",
        About::OtherTest,
    ),
    (&["permutation", "置换检验"], "the permutation test that is named", About::OtherTest),
    (&["wilcoxon", "mann-whitney", "mann–whitney", "秩和"], "the rank test that is named", About::OtherTest),
];

/// What a named method is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The interval.
    Interval,
    /// A test of the effect that is measured.
    Test,
    /// A test of something else than the effect that is measured, so that anything can come out.
    OtherTest,
    /// Interval and what goes for a P value.
    Both,
    /// An interval that is called by the word for credible ones, which many use for those of confidence.
    Credible,
}

/// The methods that are named around a statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Named {
    interval: Option<&'static str>,
    test: Option<&'static str>,
    is_other_test: bool,
}

/// How many bytes before and after a statement are looked through for the name of its method, within its sentence.
const BESIDE: usize = 160;

impl Named {
    /// The methods in the sentence of a statement that stands at `span`.
    pub fn around(text: &str, span: &Range<usize>) -> Self {
        let from = text.floor_char_boundary(span.start.saturating_sub(BESIDE));
        let to = text.ceil_char_boundary((span.end + BESIDE).min(text.len()));
        let before = &text[from..span.start];
        let start = ["。", ". ", "\n"].iter().filter_map(|end| before.rfind(end).map(|at| at + end.len())).max();
        let after = &text[span.end..to];
        let end = ["。", ". ", "\n"].iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
        Self::of(&text[from + start.unwrap_or_default()..span.end + end])
    }

    fn of(sentence: &str) -> Self {
        let sentence = sentence.to_lowercase();
        let mut named = Self::default();
        for (words, name, about) in NAMES {
            if !words.iter().any(|word| is_in(&sentence, word)) {
                continue;
            }
            if *about != About::Test && *about != About::OtherTest {
                named.interval = named.interval.or(Some(name));
            }
            if !matches!(about, About::Interval | About::Credible) {
                named.test = named.test.or(Some(name));
                named.is_other_test |= *about != About::Test;
            }
        }
        named
    }
}

/// Whether a word stands in a sentence: of letters, where one begins.
fn is_in(sentence: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let begins = |at: usize| !word.starts_with(is_letter) || !sentence[..at].ends_with(is_letter);
    // `cri` is no beginning of `criteria`.
    let ends = |at: usize| word.len() > 3 || !sentence[at + word.len()..].starts_with(is_letter);
    sentence.match_indices(word).any(|(at, _)| begins(at) && ends(at))
}

/// Whether a usual method explains that an estimate is not in the middle of its interval.
///
/// The middle of a profile likelihood interval is off by up to (z²/6)·SE in standard errors, 0.64·SE at 95 %; hardly any
/// of those simulated is beyond 0.4·SE, or beyond 0.3·SE in a Cox model, whose skewness is less. A bootstrap is off by
/// 0.15; hazard and odds ratios are hardly ever bootstrapped without a word, and only by 0.05 for a rounding that nobody
/// sees.
pub fn of_interval(reckoned: &Reckoned<'_>, named: &Named) -> Verdict {
    if let Some(name) = named.interval {
        return Verdict::Explained(name);
    }
    let measure = reckoned.effect.measure;
    let reach = super::normal::reach(reckoned.level().unwrap_or(95.0)) / super::normal::reach(95.0);
    let (skewness, least) = match measure {
        EffectMeasure::HazardRatio | EffectMeasure::SubdistributionHazardRatio => (0.3, 0.05),
        EffectMeasure::OddsRatio => (0.4, 0.05),
        _ if measure.is_ratio() => (0.4, 0.15),
        _ => (0.0, 0.15),
    };
    let skewed = skewness * reckoned.error_as_printed() * reach * reach;
    if reckoned.off_middle().abs() > f64::max(skewed, least) {
        Verdict::Unexplained
    } else {
        Verdict::Explained(if measure.is_ratio() { OF_RATIO } else { OF_DIFFERENCE })
    }
}

/// Whether a usual test explains that a P value does not follow from its estimate and interval.
///
/// In z: 0.05, and 2.5 % of z for what is estimated otherwise. Of ratios a tenth of │ln ratio│·z for the skewness of the
/// likelihood, and half the standard error less for exact tests; of differences what a t test with ten degrees of
/// freedom is off. Where another test is named, 0.3 more.
pub fn of_test(reckoned: &Reckoned<'_>, p: &PValue, sides: Sides, named: &Named) -> Verdict {
    let Some(gap) = reckoned.gap(p, sides) else { return Verdict::Unexplained };
    if named.is_other_test {
        return Verdict::Explained(named.test.unwrap_or(MEANS));
    }
    let measure = reckoned.effect.measure;
    let (effect, error) = (reckoned.estimate_as_printed().abs(), reckoned.error_as_printed());
    let z = effect / error;
    let named_more = if named.test.is_some() { 0.3 } else { 0.0 };
    let usual = 0.05 + 0.025 * z + named_more;
    let allowed = if measure.is_ratio() {
        usual + 0.1 * effect * z + if gap < 0.0 { 0.5 * error } else { 0.0 }
    } else {
        let off = of_few_degrees(z, 10.0) - z;
        usual + if (off < 0.0) == (gap < 0.0) { off.abs() } else { 0.0 }
    };
    if gap.abs() > allowed {
        return Verdict::Unexplained;
    }
    Verdict::Explained(named.test.unwrap_or(match measure {
        EffectMeasure::HazardRatio | EffectMeasure::SubdistributionHazardRatio => SURVIVAL,
        _ if !measure.is_ratio() => MEANS,
        _ if gap < 0.0 => EXACT,
        _ => COUNTS,
    }))
}

impl Reckoned<'_> {
    /// How many standard errors the estimate lies above the middle of its interval, or below it: as far as rounding does
    /// not explain it (see `beyond_rounding`).
    pub fn off_middle(&self) -> f64 {
        let (lower, upper, estimate) = (&self.interval.lower, &self.interval.upper, &self.effect.estimate);
        let middle = |l: f64, u: f64| f64::midpoint(self.scaled(l), self.scaled(u));
        let printed = self.estimate_as_printed() - f64::midpoint(self.as_printed(lower), self.as_printed(upper));
        let middles = (middle(lower.low(), upper.low()), middle(lower.high(), upper.high()));
        let estimates = (self.scaled(estimate.low()), self.scaled(estimate.high()));
        beyond_rounding(printed, apart(estimates, middles)) / self.error_as_printed()
    }

    /// How much greater the z of a printed P value is than the one that follows, as far as rounding does not explain it:
    /// greater than 0 where P is too small. `None` where the interval has no level.
    pub fn gap(&self, p: &PValue, sides: Sides) -> Option<f64> {
        let follows = self.z()?;
        let as_printed = self.estimate_as_printed().abs() / self.error_as_printed();
        let (least, most) = p.bounds();
        let number = (p.comparison == Comparison::Equal).then(|| p.value.value.value() * 10_f64.powi(p.power.into()));
        let of = |least: f64, most: f64, number: Option<f64>| {
            let said = (distance(most.min(1.0)), distance(least.max(0.0)));
            let strict = apart(said, follows);
            number.map_or(strict, |number| beyond_rounding(distance(number.min(1.0)) - as_printed, strict))
        };
        if sides == Sides::Two {
            return Some(of(least, most, number));
        }
        // A one-sided test may have looked to the other side.
        let here = of(2.0 * least, 2.0 * most, number.map(|it| 2.0 * it));
        let other = of(2.0 * (1.0 - most), 2.0 * (1.0 - least), number.map(|it| 2.0 * (1.0 - it)));
        Some(if here.abs() <= other.abs() { here } else { other })
    }
}

/// How far two ranges of numbers are apart: greater than 0 where the first lies above.
fn apart(first: Numbers, second: Numbers) -> f64 {
    if first.0 > second.1 {
        first.0 - second.1
    } else if first.1 < second.0 {
        first.1 - second.0
    } else {
        0.0
    }
}

/// How much of a distance rounding leaves, given the distance of the printed numbers and the least that they can have.
/// Roundings of several numbers seldom all go one way as far as they can: seven tenths of that are taken off. What may be
/// nothing is nothing.
fn beyond_rounding(printed: f64, least: f64) -> f64 {
    const SHARE: f64 = 0.7;
    if least == 0.0 { 0.0 } else { printed - SHARE * (printed - least) }
}

/// The z of a t test's P value, where Wald's from the interval of the t distribution would be `z` (Wallace's approximation
/// to the t distribution, Ann Math Stat 1959;30:1121).
fn of_few_degrees(z: f64, degrees: f64) -> f64 {
    let scale = (8.0 * degrees + 3.0) / (8.0 * degrees + 1.0);
    let limit = super::normal::reach(95.0);
    // t² = ν·(exp((z·scale)²/ν) − 1), and back.
    let square = degrees * (((limit * scale).powi(2) / degrees).exp() - 1.0);
    (degrees * (1.0 + (z / limit).powi(2) * square / degrees).ln()).sqrt() / scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence;

    /// Whether the middle and the P value of an effect, where Wald does not explain them, are explained.
    fn explained(text: &str) -> (bool, Option<bool>) {
        let effect = evidence::effect(text).expect(text);
        let reckoned = Reckoned::of(&effect).expect(text);
        let named = Named::around(text, &effect.span);
        let is = |verdict: Verdict| verdict != Verdict::Unexplained;
        (is(of_interval(&reckoned, &named)), reckoned.fault(|| named).map(|(_, verdict)| is(verdict)))
    }

    #[test]
    fn what_other_tests_give_is_explained() {
        for text in [
            "RR 1.10, 95% CI 0.93–1.30; P = .31",
            "RR 1.50, 95% CI 0.93–2.43; P = 0.13, chi-square test",
            "RD 7.9%，95%CI 2.8%~12.8%，P=0.003",
            "HR 0.34; 95% CI 0.19–0.61; P = .0001",
            "hazard ratio 7.3, 95% CI 1.3–42, log-rank p = 0.01",
            "HR=0.77，95%CI 0.59~1.01，P=0.04",
        ] {
            assert_eq!(explained(text).1, Some(true), "{text}");
        }
        for text in [
            "HR=0.55，95%CI 0.40~0.75，双侧P=0.03",
            "HR=0.72，95%CI 0.52~0.99，双侧P=0.40",
            "MD=−2.5，95%CI −4.1~−0.9，P=0.02",
            "HR=0.55，95%CI 0.40~0.75，对数秩检验P=0.03",
        ] {
            assert_eq!(explained(text).1, Some(false), "{text}");
        }
        // Named, a test may be off by more.
        assert_eq!(explained("HR=0.77，95%CI 0.59~1.01，双侧P=0.03").1, Some(false));
        assert_eq!(explained("HR=0.77，95%CI 0.59~1.01，双侧P=0.03（分层对数秩检验）").1, Some(true));
    }

    #[test]
    fn what_other_intervals_are_is_explained() {
        for text in [
            "OR 2.67, 95% CI 1.91–3.78",
            "OR 3.83, 95% CI 2.06–7.17",
            "OR 3.80, 95% CrI 1.67–10.78",
            "OR 3.80（95%可信区间1.67~10.78，贝叶斯模型）",
            "RR 0.80 (95% CI 0.50–1.60, bootstrap)",
        ] {
            assert!(explained(text).0, "{text}");
        }
        for text in
            ["HR=0.77，90%CI 0.59~1.10", "RD 3.5%，95%CI −1.2%~9.2%", "HR 0.80 (95% CI 0.50–1.60), all criteria"]
        {
            assert!(!explained(text).0, "{text}");
        }
    }

    #[test]
    fn few_degrees_of_freedom_are_those_of_the_tables() {
        // t = 2.306 is the limit of 95 % with 8 degrees; t = 3.355 has P = 0.01, z = 2.5758.
        assert!((of_few_degrees(1.959_964, 8.0) - 1.959_964).abs() < 1e-6);
        assert!((of_few_degrees(3.355_39 / 2.306_004 * 1.959_964, 8.0) - 2.575_83).abs() < 0.005);
    }
}
