//! A number of an issue, and what it was read as.

use std::sync::Arc;

use crate::diag::{SourceText, Span, Text, text};
use crate::model::finding::Measure;
use crate::model::issue::Part;
use crate::model::statistic::EffectMeasure;

/// A number as readers see it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file that it stands in: the issue, or the table of a chart.
    pub file: Arc<SourceText>,
    /// Its bytes there, the sign of per cent included.
    pub span: Span,
    /// The part of the page; none for its head.
    pub part: Option<Part>,
    /// Where in it.
    pub place: Place,
    /// Some words before it.
    pub before: String,
    /// The number as it stands there.
    pub shown: String,
    /// Some words behind it.
    pub after: String,
    /// What two writings of one number have in common: `−2.5`, `<0.001`, `84.7%`; its digits are those that are printed.
    pub token: String,
    /// What it was read as.
    pub reading: Reading,
    /// Where the sentence, the row of a table or the group of fields begins that it belongs to: numbers of one row are
    /// not exchanged.
    pub row: usize,
    /// Whether it is a result, rather than a small count or the number of an item.
    pub matters: bool,
}

impl Entry {
    /// Line and column, both from 1.
    pub fn line_column(&self) -> (usize, usize) {
        self.file.line_column(self.span.start)
    }

    /// What it is apart from the results, if it is.
    pub fn apart(&self) -> Option<Apart> {
        match self.reading {
            Reading::Apart(apart) => Some(apart),
            _ => None,
        }
    }
}

/// A part of an issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A field by its names, with a point between them: `trial.arms.sbrt.n`, `findings.OS.effect`, `commentary.1`.
    Field(String),
    /// The words of the heading in the text.
    Heading(String),
    /// A chart, by its title or its table.
    Chart(String),
}

impl Place {
    /// Its name, the same in every language.
    pub fn name(&self) -> &str {
        match self {
            Self::Field(name) | Self::Heading(name) | Self::Chart(name) => name,
        }
    }
}

/// Where in a statement a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// The estimate.
    Estimate,
    /// The lower bound of its interval.
    Lower,
    /// The upper bound.
    Upper,
    /// The level of the interval.
    Level,
    /// Its P value.
    P,
}

/// What a number was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A part of an effect.
    Effect(EffectMeasure, Seat),
    /// A P value that belongs to no effect.
    P,
    /// The level of an interval.
    Level,
    /// A percentage with its count.
    Share,
    /// The count of a percentage.
    Count,
    /// People among whom some are counted.
    Among,
    /// A number of people.
    People,
    /// The value of an arm: a median, a mean, a rate.
    Value(Measure),
    /// A margin of non-inferiority.
    Margin,
    /// A difference of two values.
    Difference,
    /// How many times one value is another.
    Fold,
    /// By how much a risk changes.
    Change,
    /// A percentage of which no count is said.
    Percent,
    /// A number with a unit.
    Amount,
    /// A year or a part of a date.
    Date,
    /// A value in the table of a chart.
    Chart,
    /// Nothing: no reader knows what it is.
    Unread,
    /// No result.
    Apart(Apart),
}

/// Numbers that are no results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// Days and numbers of the issue itself.
    Own,
    /// Volume, pages, year of a paper.
    Reference,
    /// A DOI, an address, a number in a registry.
    Address,
    /// Digits in a name: `PD-1`.
    Name,
    /// Code.
    Code,
}

impl Apart {
    /// Its name in tables for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "issue",
            Self::Reference => "reference",
            Self::Address => "address",
            Self::Name => "name",
            Self::Code => "code",
        }
    }

    /// What they are called.
    pub fn about(self) -> Text {
        match self {
            Self::Own => text!("dates and number of the issue"),
            Self::Reference => text!("references: years, volumes, pages"),
            Self::Address => text!("addresses, DOIs, registrations"),
            Self::Name => text!("digits in names"),
            Self::Code => text!("code"),
        }
    }
}

impl Reading {
    /// What it is called.
    pub fn about(self) -> Text {
        match self {
            Self::Effect(measure, seat) => {
                let measure = Text::known(measure.name());
                match seat {
                    Seat::Estimate => text!("{measure}: estimate", measure),
                    Seat::Lower => text!("{measure}: lower bound", measure),
                    Seat::Upper => text!("{measure}: upper bound", measure),
                    Seat::Level => text!("{measure}: level of the interval", measure),
                    Seat::P => text!("{measure}: P value", measure),
                }
            }
            Self::P => text!("P value"),
            Self::Level => text!("level of an interval"),
            Self::Share => text!("percentage of a count"),
            Self::Count => text!("count of a percentage"),
            Self::Among => text!("people of whom some are counted"),
            Self::People => text!("people"),
            Self::Value(Measure::Median) => text!("median"),
            Self::Value(Measure::Mean) => text!("mean"),
            Self::Value(Measure::Rate) => text!("rate of an arm"),
            Self::Margin => text!("margin of non-inferiority"),
            Self::Difference => text!("difference of two values"),
            Self::Fold => text!("times as much"),
            Self::Change => text!("change of a risk"),
            Self::Percent => text!("percentage, no count said"),
            Self::Amount => text!("amount with a unit"),
            Self::Date => text!("date"),
            Self::Chart => text!("value of a chart"),
            Self::Unread => text!("not read"),
            Self::Apart(apart) => apart.about(),
        }
    }

    /// Its name in tables for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Effect(_, Seat::Estimate) => "estimate",
            Self::Effect(_, Seat::Lower) => "lower",
            Self::Effect(_, Seat::Upper) => "upper",
            Self::Effect(_, Seat::Level) | Self::Level => "level",
            Self::Effect(_, Seat::P) | Self::P => "p",
            Self::Share => "share",
            Self::Count => "count",
            Self::Among => "among",
            Self::People => "people",
            Self::Value(measure) => measure.name(),
            Self::Margin => "margin",
            Self::Difference => "difference",
            Self::Fold => "fold",
            Self::Change => "change",
            Self::Percent => "percentage",
            Self::Amount => "amount",
            Self::Date => "date",
            Self::Chart => "chart",
            Self::Unread => "unread",
            Self::Apart(apart) => apart.name(),
        }
    }
}
