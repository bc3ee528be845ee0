//! What survival curves say, in the words of their page, and their data as a table.

use crate::model::chart::{Rows, Survival};
use crate::model::printed::Printed;
use crate::render::chart::Words;
use crate::render::chart::table::{Cell, Table};

fn shown(survival: &Survival, printed: Printed) -> String {
    let printed = printed.shown();
    if survival.in_percent { format!("{printed}%") } else { printed.to_string() }
}

pub(in crate::render::chart) fn describe(survival: &Survival, words: &Words) -> String {
    let endpoint = survival.endpoint.as_deref().unwrap_or_else(|| words.get("chart.share"));
    let end = words.with_unit(&words.tick(survival.end()), survival.unit.as_deref());
    let says = match survival.rows {
        Rows::Steps => "chart.survival_says",
        Rows::Landmarks => "chart.landmarks_say",
    };
    let mut sentences = vec![words.fill(says, &[("endpoint", endpoint), ("end", &end)])];
    let arms = survival.curves.iter().filter_map(|curve| {
        let last = shown(survival, curve.points.last()?.survival);
        let says = words.fill("chart.survival_row", &[("arm", &curve.label), ("share", &last)]);
        let Some(median) = &curve.median else { return Some(says) };
        let median = words.fill("chart.median", &[("time", &median.text)]);
        Some(format!("{says}{}{median}", words.get("chart.comma")))
    });
    sentences.push(arms.collect::<Vec<_>>().join(words.get("chart.separator")));
    sentences.join(words.get("chart.stop"))
}

pub(in crate::render::chart) fn table(survival: &Survival, words: &Words) -> Table {
    let time = match &survival.unit {
        Some(unit) => words.fill("chart.time_unit", &[("unit", unit)]),
        None => words.get("chart.time").to_owned(),
    };
    let head = vec![
        words.get("chart.arm").to_owned(),
        time,
        survival.endpoint.as_deref().unwrap_or_else(|| words.get("chart.share")).to_owned(),
        words.interval(survival.level.as_deref()),
        words.get("chart.at_risk").to_owned(),
        words.get("chart.censored").to_owned(),
        words.get("chart.events").to_owned(),
    ];
    let count = |count: Option<u32>| Cell::number(count.map(|it| words.thousands().count(it)).unwrap_or_default());
    let rows = survival.curves.iter().flat_map(|curve| {
        curve.points.iter().map(move |point| {
            let range = point.bounds.map(|(lower, upper)| {
                words.fill("chart.range", &[("lower", &shown(survival, lower)), ("upper", &shown(survival, upper))])
            });
            vec![
                Cell::words(&*curve.label),
                Cell::number(point.time.shown().to_string()),
                Cell::number(shown(survival, point.survival)),
                Cell::number(range.unwrap_or_default()),
                count(point.at_risk),
                count(point.censored),
                count(point.events),
            ]
        })
    });
    Table { head, rows: rows.collect() }.without_empty()
}
