//! Evidence graphics: what a chart shows, as data that any output can draw or set as a table.
//!
//! Numbers keep the digits they were printed with. Nothing here knows a colour or a coordinate.

use serde::{Deserialize, Serialize};

use super::printed::Printed;
use crate::diag::{At, Span};

mod flow;
mod forest;
mod icon;
mod survival;

pub use flow::{Entry, Flow, FlowArm, Reason, Stage};
pub use forest::{Estimate, Forest, Row, Scale, Side};
pub use icon::{IconArm, Icons};
pub use survival::{Curve, Median, Point, Rows, Survival};

/// A chart of a body: `:::forest`, `:::survival`, `:::flow`, `:::icon-array`.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Chart {
    /// Which of them.
    pub kind: ChartKind,
    /// What was given in the braces, by name.
    pub given: Vec<(Box<str>, At<Box<str>>)>,
    /// The table that was written inside it.
    pub data: Option<Inline>,
    /// The id that links lead to.
    pub id: Option<Box<str>>,
    /// Classes for the theme, with a space between them; may be empty.
    pub classes: Box<str>,
    /// Its opening line.
    pub span: Span,
    /// What is drawn; known once the data has been looked at, and kept by no run.
    #[serde(skip)]
    pub drawing: Option<Drawing>,
}

impl Chart {
    /// What was given under a name.
    pub fn given(&self, name: &str) -> Option<&At<Box<str>>> {
        self.given.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }

    /// Whether it has no table of its own, and shows the findings of its issue.
    pub fn shows_findings(&self) -> bool {
        self.data.is_none() && self.given("src").is_none()
    }

    /// The same as text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.given(name).map(|value| &*value.value).filter(|text| !text.trim().is_empty())
    }
}

/// A table written inside a chart's directive.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Inline {
    /// Its text.
    pub text: Box<str>,
    /// The block that it stands in.
    pub span: Span,
}

/// Kinds of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChartKind {
    /// Estimates with their intervals, one below the other.
    Forest,
    /// The share without an event over time.
    Survival,
    /// Participants from enrolment to analysis.
    Flow,
    /// Of a hundred people, how many.
    IconArray,
}

impl ChartKind {
    /// Every kind with the name of its directive.
    pub const ALL: &[(&str, Self)] = &[
        ("forest", Self::Forest),
        ("survival", Self::Survival),
        ("flow", Self::Flow),
        ("icon-array", Self::IconArray),
    ];

    /// The name of its directive.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Drawing {
    /// A forest plot.
    Forest(Forest),
    /// Survival curves.
    Survival(Survival),
    /// A flow diagram.
    Flow(Flow),
    /// Icon arrays.
    Icons(Icons),
}

/// How many groups a chart can keep apart by colour and shape.
pub const MOST_ARMS: usize = 4;

/// An estimate and the interval around it.
#[derive(Debug, Clone, Copy, PartialEq, Hash)]
pub struct Interval {
    /// The estimate.
    pub point: Printed,
    /// The lower bound.
    pub lower: Printed,
    /// The upper bound.
    pub upper: Printed,
}
