//! One result of a trial.

use serde::{Deserialize, Serialize};

use super::printed::Printed;
use super::statistic::{Effect, PValue};
use crate::diag::{At, Span};

/// A result, with every number as it was written: its digits say how it was rounded.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// The endpoint: 总生存期.
    pub endpoint: String,
    /// Its abbreviation: OS.
    pub short: Option<String>,
    /// What the trial wanted of it.
    pub role: EndpointRole,
    /// Whom it was measured in, if not everyone.
    pub population: Option<String>,
    /// A value for each arm, by the number of the arm in [`Trial::arms`](super::trial::Trial::arms).
    pub values: Vec<ArmValue>,
    /// What [`Finding::values`] are.
    pub measure: Option<Measure>,
    /// The unit of medians and means: 月, mm Hg.
    pub unit: Option<String>,
    /// The effect with its interval and P value: `HR=0.77，90%CI 0.59~1.01，单侧P=0.06`.
    pub effect: Option<At<String>>,
    /// The same after adjustment.
    pub adjusted: Option<At<String>>,
    /// A P value that stands alone.
    pub p: Option<At<String>>,
    /// The three of them, as far as they were understood.
    pub understood: Understood,
    /// The margin of non-inferiority, where the trial looked for that and not for superiority: `1.38`, `HR 1.38`, `−5%`.
    pub margin: Option<At<String>>,
    /// Whether the endpoint was met, where the authors say; with a margin, whether it is not inferior.
    pub met: Option<bool>,
    /// A remark.
    pub note: Option<String>,
    /// Where it was written.
    pub span: Span,
}

impl Finding {
    /// The number of the margin: the first that is written, with its sign: `1.38` of `HR 1.38（单侧）`.
    pub fn margin_value(&self) -> Option<Printed> {
        let written = &self.margin.as_ref()?.value;
        let start = written.find(|c: char| c.is_ascii_digit())?;
        let end =
            written[start..].find(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(written.len(), |at| start + at);
        let number = Printed::parse(&written[start..end])?;
        let is_negative = written[..start].ends_with(['-', '−', '–']);
        Some(if is_negative { Printed::new(-number.units(), number.decimals()) } else { number })
    }

    /// The same where it lies on the axis of the effect: a margin in percent of a ratio is one of its shares, and a ratio is
    /// never 0 or below.
    pub fn margin_on_axis(&self) -> Option<Printed> {
        let is_ratio = self.understood.effect.as_ref().is_some_and(|effect| effect.measure.is_ratio());
        let is_share = self.margin.as_ref()?.value.contains(['%', '％']);
        self.margin_value().filter(|margin| !is_ratio || !is_share && margin.value() > 0.0)
    }
}

impl Measure {
    /// Its name in themes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Median => "median",
            Self::Mean => "mean",
            Self::Rate => "rate",
        }
    }
}

/// Statistics of a finding as they were understood. Their spans are bytes of the text that was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Understood {
    /// Of [`Finding::effect`].
    pub effect: Option<Effect>,
    /// Of [`Finding::adjusted`].
    pub adjusted: Option<Effect>,
    /// Of [`Finding::p`].
    pub p: Option<PValue>,
}

/// The value of one arm.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct ArmValue {
    /// Which arm.
    pub arm: usize,
    /// The value as written: `15.8`, `38%`.
    pub value: At<String>,
    /// The number with which the value begins: none in `NR`, `>24`.
    pub number: Option<Printed>,
    /// Events among those examined, as written: `39/83`.
    pub count: Option<At<String>>,
}

/// What the values of arms are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// Median times.
    Median,
    /// Means, or mean changes.
    Mean,
    /// Shares of participants.
    Rate,
}

/// What a trial wanted of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EndpointRole {
    /// The endpoint that the trial was planned on.
    Primary,
    /// A further planned endpoint.
    Secondary,
    /// Looked at without a plan to decide by it.
    Exploratory,
    /// Harm.
    Safety,
}

impl EndpointRole {
    /// Every role with the name that editors write.
    pub const ALL: &[(&str, Self)] = &[
        ("primary", Self::Primary),
        ("secondary", Self::Secondary),
        ("exploratory", Self::Exploratory),
        ("safety", Self::Safety),
    ];

    /// The name that editors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }
}
