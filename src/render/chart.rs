//! Evidence graphics as SVG: pure functions from a chart's data to a drawing, its description and its table.
//!
//! One unit of a drawing is one CSS pixel. Each is laid out twice, for a phone and for a column of text, and neither is
//! ever shown smaller than it was laid out: so no letter is too small to be read. Colours are the theme's: everything
//! is drawn in `currentColor`, and a class says what of. Shapes and dashes tell arms apart without any colour.
//!
//! Never a `style`, never a script, never a number that was not given.

use crate::model::chart::{ChartKind, Drawing};

mod flow;
mod forest;
mod icon;
pub(in crate::render) mod letters;
mod mini;
pub mod plate;
pub mod raster;
mod survival;
mod svg;
mod table;
pub(in crate::render) mod tick;
mod words;

pub use mini::mini;
pub use svg::{LETTER, Svg};
pub use table::{Cell, Table};
pub use words::{STRINGS, Words};

/// For which width a drawing is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A phone.
    Narrow,
    /// A column of text on a larger screen, or paper.
    Wide,
}

impl Width {
    /// Units from side to side.
    pub fn units(self) -> f64 {
        match self {
            Self::Narrow => 320.0,
            Self::Wide => 620.0,
        }
    }

    /// Its part of a class name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Narrow => "narrow",
            Self::Wide => "wide",
        }
    }
}

/// Draws a chart.
pub fn draw(drawing: &Drawing, width: Width, words: &Words) -> Svg {
    match drawing {
        Drawing::Forest(forest) => forest::draw(forest, width, words),
        Drawing::Survival(survival) => survival::draw(survival, width, words),
        Drawing::Flow(flow) => flow::draw(flow, width, words),
        Drawing::Icons(icons) => icon::draw(icons, width, words),
    }
}

/// What a chart shows, in words: what its picture is for those who cannot see it.
pub fn describe(drawing: &Drawing, words: &Words) -> String {
    match drawing {
        Drawing::Forest(forest) => forest::describe(forest, words),
        Drawing::Survival(survival) => survival::describe(survival, words),
        Drawing::Flow(flow) => flow::describe(flow, words),
        Drawing::Icons(icons) => icon::describe(icons, words),
    }
}

/// The data of a chart.
pub fn table(drawing: &Drawing, words: &Words) -> Table {
    match drawing {
        Drawing::Forest(forest) => forest::table(forest, words),
        Drawing::Survival(survival) => survival::table(survival, words),
        Drawing::Flow(flow) => flow::table(flow, words),
        Drawing::Icons(icons) => icon::table(icons, words),
    }
}

/// What a chart is called that was given no name.
pub fn name(kind: ChartKind, words: &Words) -> &str {
    words.get(match kind {
        ChartKind::Forest => "chart.forest",
        ChartKind::Survival => "chart.survival",
        ChartKind::Flow => "chart.flow",
        ChartKind::IconArray => "chart.icons",
    })
}
