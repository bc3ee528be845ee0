//! Statistical statements as they were printed: an effect, its interval, its P value.
//!
//! Never a judgement: whether the numbers can be right is for the rules of evidence.

use serde::{Deserialize, Serialize};

use super::printed::Printed;
use crate::diag::{At, Span};

/// A statement in a text. Its spans are bytes of that text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Statement {
    /// An effect with what belongs to it.
    Effect(Effect),
    /// A P value that belongs to no effect in the text.
    P(PValue),
}

impl Statement {
    /// The effect, if it is one.
    pub fn effect(&self) -> Option<&Effect> {
        match self {
            Self::Effect(effect) => Some(effect),
            Self::P(_) => None,
        }
    }

    /// The P value, of the effect or alone.
    pub fn p(&self) -> Option<&PValue> {
        match self {
            Self::Effect(effect) => effect.p.as_ref(),
            Self::P(p) => Some(p),
        }
    }

    /// All of it.
    pub fn span(&self) -> &Span {
        match self {
            Self::Effect(effect) => &effect.span,
            Self::P(p) => &p.span,
        }
    }
}

/// How much a treatment changes, with its uncertainty: `HR=0.77，90%CI 0.59~1.01，单侧P=0.06`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Effect {
    /// What is measured.
    pub measure: EffectMeasure,
    /// Whether it says that it is adjusted: `aHR`, `校正后HR`.
    pub is_adjusted: bool,
    /// The estimate.
    pub estimate: At<Printed>,
    /// The interval.
    pub interval: Option<Interval>,
    /// An interval instead of which one end is open: nothing is reckoned from it.
    pub half_open: Option<Box<HalfOpen>>,
    /// The P value.
    pub p: Option<PValue>,
    /// All of it, from the name of the measure on.
    pub span: Span,
}

/// An interval of an estimate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// What it says of the estimate.
    pub kind: IntervalKind,
    /// Its level in percent; `None` where it is not said.
    pub level: Option<At<Printed>>,
    /// The lower bound.
    pub lower: At<Printed>,
    /// The upper bound.
    pub upper: At<Printed>,
    /// All of it, from its level or first bound on.
    pub span: Span,
}

/// An interval of which one end was not reached: `0.59 to NE`, `9.8个月~未达到`, `−∞ to 1.23`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HalfOpen {
    /// What it says of the estimate.
    pub kind: IntervalKind,
    /// Its level in percent; `None` where it is not said.
    pub level: Option<At<Printed>>,
    /// The bound that is a number.
    pub bound: At<Printed>,
    /// Whether that is the lower one.
    pub is_lower: bool,
    /// All of it, from its level or first bound on.
    pub span: Span,
}

/// What an interval says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IntervalKind {
    /// Where the value lies, as tests see it: CI, 置信区间. 可信区间 is its older name.
    Confidence,
    /// Where a posterior has most of its weight: CrI, HDI, 可信区间 of a Bayesian model. It need not be symmetric, and no P
    /// value goes with it.
    Credible,
}

/// A P value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PValue {
    /// How it compares with the number.
    pub comparison: Comparison,
    /// The number.
    pub value: At<Printed>,
    /// A power of ten that the number is multiplied by: −5 in `1.2×10⁻⁵`.
    pub power: i8,
    /// Whether it is one- or two-sided, where that is said.
    pub sides: Option<At<Sides>>,
    /// What it tests.
    pub role: PRole,
    /// All of it, from the letter P on; `sides` may stand before it.
    pub span: Span,
}

impl PValue {
    /// Its sign and number, as they are printed: `= 0.06`, `< 0.001`, `= 1.2×10^−5`.
    pub fn printed(&self) -> String {
        let power = if self.power == 0 { String::new() } else { format!("×10^−{}", self.power.unsigned_abs()) };
        format!("{} {}{power}", self.comparison.sign(), self.value)
    }

    /// The least and the greatest probability that is printed like this.
    pub fn bounds(&self) -> (f64, f64) {
        let scale = 10_f64.powi(i32::from(self.power));
        let (low, value, high) =
            (self.value.low() * scale, self.value.value.value() * scale, self.value.high() * scale);
        match self.comparison {
            Comparison::Equal => (low.max(0.0), high.min(1.0)),
            Comparison::Less | Comparison::AtMost => (0.0, value.min(1.0)),
            Comparison::Greater | Comparison::AtLeast => (value.max(0.0), 1.0),
        }
    }
}

/// How a number compares with the one that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `>`
    Greater,
    /// `≥`
    AtLeast,
}

impl Comparison {
    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Greater => ">",
            Self::AtLeast => "≥",
        }
    }
}

/// Whether a test looks to one side or to both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sides {
    /// One-sided, 单侧.
    One,
    /// Two-sided, 双侧.
    Two,
}

/// What a P value tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PRole {
    /// The effect.
    Effect,
    /// Something else: an interaction, a trend, non-inferiority.
    Other,
    /// Nothing: it is the limit that others are compared with.
    Criterion,
}

/// What an estimate is an estimate of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EffectMeasure {
    /// HR, 风险比.
    HazardRatio,
    /// HR of a subdistribution, SHR.
    SubdistributionHazardRatio,
    /// OR, 比值比.
    OddsRatio,
    /// RR, 相对危险度.
    RiskRatio,
    /// IRR, 率比.
    RateRatio,
    /// PR, 患病率比.
    PrevalenceRatio,
    /// SMR and SIR, 标准化死亡比: the observed events by the expected ones.
    StandardizedRatio,
    /// GMR, 几何均值比.
    MeanRatio,
    /// A ratio of another kind: of times, of odds ratios, of likelihoods.
    Ratio,
    /// MD, 均数差.
    MeanDifference,
    /// SMD, 标准化均数差: also Cohen's d and Hedges' g.
    StandardizedMeanDifference,
    /// RD, 率差.
    RiskDifference,
    /// A difference of another kind, 差值.
    Difference,
    /// A coefficient of a regression, β.
    Coefficient,
    /// Nothing that compares: a value of one group, or a comparison whose scale is not known.
    Other(ValueOf),
}

/// What a house calls measures besides their usual names, and which those are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Synonyms(pub Vec<(String, EffectMeasure)>);

/// What an estimate that compares nothing is a value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValueOf {
    /// A rate of response or survival, a sensitivity.
    Proportion,
    /// A median, or a difference of medians.
    Median,
    /// A mean, or a change of one.
    Mean,
    /// It is not said, or nothing that has a class of its own: an area under a curve, a κ.
    Unknown,
}

impl EffectMeasure {
    /// Whether it compares two groups, or two values of one: only then is there a value of no effect, and a P value of it.
    pub fn compares(self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// Whether 1, not 0, means no effect.
    pub fn is_ratio(self) -> bool {
        matches!(
            self,
            Self::HazardRatio
                | Self::SubdistributionHazardRatio
                | Self::OddsRatio
                | Self::RiskRatio
                | Self::RateRatio
                | Self::PrevalenceRatio
                | Self::StandardizedRatio
                | Self::MeanRatio
                | Self::Ratio
        )
    }

    /// The value that means no effect.
    pub fn null(self) -> f64 {
        if self.is_ratio() { 1.0 } else { 0.0 }
    }

    /// Its name in English.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// Its abbreviation.
    pub fn abbreviation(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::HazardRatio => ("hazard ratio", "HR"),
            Self::SubdistributionHazardRatio => ("subdistribution hazard ratio", "SHR"),
            Self::OddsRatio => ("odds ratio", "OR"),
            Self::RiskRatio => ("risk ratio", "RR"),
            Self::RateRatio => ("rate ratio", "IRR"),
            Self::PrevalenceRatio => ("prevalence ratio", "PR"),
            Self::StandardizedRatio => ("standardized ratio", "SMR"),
            Self::MeanRatio => ("ratio of means", "GMR"),
            Self::Ratio => ("ratio", "ratio"),
            Self::MeanDifference => ("mean difference", "MD"),
            Self::StandardizedMeanDifference => ("standardized mean difference", "SMD"),
            Self::RiskDifference => ("risk difference", "RD"),
            Self::Difference => ("difference", "difference"),
            Self::Coefficient => ("coefficient", "β"),
            Self::Other(ValueOf::Proportion) => ("proportion", "proportion"),
            Self::Other(ValueOf::Median) => ("median", "median"),
            Self::Other(ValueOf::Mean) => ("mean", "mean"),
            Self::Other(ValueOf::Unknown) => ("estimate", "estimate"),
        }
    }
}
