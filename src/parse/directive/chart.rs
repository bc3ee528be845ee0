//! The directives that are charts: what may be given to them. What it comes to is known only with their data.

use super::{Attribute, Directive, Fault, Given};
use crate::diag::{At, Span, Text, text};
use crate::model::body::{Body, Kind};
use crate::model::chart::{Chart, ChartKind};

const SRC: Attribute =
    Attribute { name: "src", required: false, meaning: text!("the data: a CSV file beside the issue") };
const TITLE: Attribute = Attribute { name: "title", required: false, meaning: text!("its own heading") };
const SOURCE: Attribute = Attribute { name: "source", required: false, meaning: text!("where the data comes from") };
const ARMS: Attribute =
    Attribute { name: "arms", required: false, meaning: text!("the names of the arms, with `|` between them") };

const fn optional(name: &'static str, meaning: Text) -> Attribute {
    Attribute { name, required: false, meaning }
}

pub(super) const FOREST: Directive = Directive {
    name: "forest",
    attributes: &[
        SRC,
        TITLE,
        SOURCE,
        ARMS,
        optional("measure", text!("what the estimates are: `HR`, `OR`, `RR`; `MD` or another difference")),
        optional("level", text!("the level of the intervals: `95`")),
        optional("left", text!("what lies below 1, such as `favours the experimental arm`")),
        optional("right", text!("what lies above 1")),
        optional("margin", text!("the margin of non-inferiority: `1.38`")),
        optional("heterogeneity", text!("how much studies differ: `I²=42%，P=0.12`")),
    ],
    build: |given, body, span| build(ChartKind::Forest, given, body, span),
};

pub(super) const SURVIVAL: Directive = Directive {
    name: "survival",
    attributes: &[
        SRC,
        TITLE,
        SOURCE,
        optional("endpoint", text!("what the curves show: `overall survival`")),
        optional("unit", text!("the unit of time: `months`")),
        optional("level", text!("the level of the intervals: `95`")),
        optional("median", text!("`yes` draws the lines of the medians")),
        optional("finding", text!("the endpoint or abbreviation of the finding that the curves belong to")),
        optional("rows", text!("`steps` or `landmarks`: whether the rows are all steps, or the shares at some times")),
    ],
    build: |given, body, span| build(ChartKind::Survival, given, body, span),
};

pub(super) const FLOW: Directive = Directive {
    name: "flow",
    attributes: &[SRC, TITLE, SOURCE],
    build: |given, body, span| build(ChartKind::Flow, given, body, span),
};

pub(super) const ICON_ARRAY: Directive = Directive {
    name: "icon-array",
    attributes: &[
        SRC,
        TITLE,
        SOURCE,
        optional("finding", text!("the endpoint or abbreviation of the finding whose rates are drawn")),
        optional("event", text!("what happened to those who are drawn filled")),
    ],
    build: |given, body, span| build(ChartKind::IconArray, given, body, span),
};

fn build(kind: ChartKind, given: &Given, body: &mut Body, span: Span) -> Result<Kind, Fault> {
    let known = super::find(kind.name()).map_or(&[][..], |directive| directive.attributes);
    let values = known.iter().filter_map(|attribute| {
        let text = given.text(attribute.name)?;
        let at = given.range_of(attribute.name);
        Some((attribute.name.into(), At::new(text, span.start + at.start..span.start + at.end)))
    });
    body.charts.push(Chart {
        kind,
        given: values.collect(),
        data: None,
        id: given.id(),
        classes: given.classes(),
        span,
        drawing: None,
    });
    Ok(Kind::Chart(body.charts.len() as u32 - 1))
}
