//! The findings as a table for spreadsheets: RFC 4180, a row a finding, its arms side by side.
//!
//! A mark stands at its beginning: without it, Excel reads UTF-8 as the code page of its system, and Chinese is lost.
//! Numbers have the digits of the paper and ASCII's signs.

use super::{Table, status};
use crate::model::finding::Finding;
use crate::model::issue::Issue;
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, IntervalKind, PValue, Sides};
use crate::render::escape::cell;

/// U+FEFF.
const MARK: char = '\u{feff}';

/// Columns that stand before those of the arms,
const BEFORE: [&str; 15] = [
    "issue",
    "title",
    "url",
    "date",
    "status",
    "trial",
    "registration",
    "doi",
    "endpoint",
    "short",
    "role",
    "population",
    "measure",
    "unit",
    "met",
];
/// those of each arm, behind `arm_1_`,
const OF_ARM: [&str; 4] = ["label", "n", "value", "count"];
/// those of an effect and of the adjusted one, behind `adjusted_`,
const OF_EFFECT: [&str; 10] =
    ["printed", "measure", "estimate", "interval", "level", "lower", "upper", "p_comparison", "p", "p_sides"];
/// and the rest.
const AFTER: [&str; 6] = ["p_printed", "p_comparison", "p", "p_sides", "margin", "note"];

/// The whole file.
pub(super) fn table(table: &Table<'_>) -> String {
    let rows = table.issues.iter().flat_map(|issue| issue.public().findings().iter().map(move |it| (*issue, it)));
    let rows: Vec<(&Issue, &Finding)> = rows.collect();
    let arms = rows.iter().filter_map(|(issue, _)| Some(issue.trial.as_ref()?.arms.len())).max().unwrap_or(0);
    let mut out = String::from(MARK);
    let mut head: Vec<String> = BEFORE.iter().map(|name| (*name).to_owned()).collect();
    head.extend((1..=arms).flat_map(|arm| OF_ARM.map(|name| format!("arm_{arm}_{name}"))));
    head.extend(["effect", "adjusted"].iter().flat_map(|of| OF_EFFECT.map(|name| format!("{of}_{name}"))));
    head.extend(AFTER.map(|name| if name.starts_with('p') { format!("test_{name}") } else { name.to_owned() }));
    line(&mut out, head);
    for (issue, finding) in rows {
        let mut cells = before(table, issue, finding);
        (0..arms).for_each(|arm| cells.extend(of_arm(issue, finding, arm)));
        let read = &finding.understood;
        cells.extend(of_effect(finding.effect.as_ref().map(|at| &*at.value), read.effect.as_ref()));
        cells.extend(of_effect(finding.adjusted.as_ref().map(|at| &*at.value), read.adjusted.as_ref()));
        cells.push(text(finding.p.as_ref().map(|at| &*at.value)));
        cells.extend(of_test(read.p.as_ref()));
        cells.push(text(finding.margin.as_ref().map(|at| &*at.value)));
        cells.push(text(finding.note.as_deref()));
        line(&mut out, cells);
    }
    out
}

fn line(out: &mut String, cells: Vec<String>) {
    let cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

fn before(table: &Table<'_>, issue: &Issue, finding: &Finding) -> Vec<String> {
    let trial = issue.trial.as_ref();
    let paper = trial.and_then(|trial| trial.publication.as_ref());
    vec![
        issue.number.value.to_string(),
        issue.title.clone(),
        table.url(issue),
        issue.date.to_string(),
        text(status(issue)),
        text(trial.map(|trial| &*trial.name)),
        trial.and_then(|trial| trial.registration.as_ref()).map(ToString::to_string).unwrap_or_default(),
        paper.and_then(|paper| paper.doi.as_ref()).map(ToString::to_string).unwrap_or_default(),
        finding.endpoint.clone(),
        text(finding.short.as_deref()),
        finding.role.name().to_owned(),
        text(finding.population.as_deref()),
        text(finding.measure.map(|measure| measure.name())),
        text(finding.unit.as_deref()),
        finding.met.map(|met| met.to_string()).unwrap_or_default(),
    ]
}

fn of_arm(issue: &Issue, finding: &Finding, number: usize) -> [String; 4] {
    let arm = issue.trial.as_ref().and_then(|trial| trial.arms.get(number));
    let value = finding.values.iter().find(|value| value.arm == number);
    [
        text(arm.map(|arm| &*arm.label)),
        arm.and_then(|arm| arm.n).map(|n| n.to_string()).unwrap_or_default(),
        text(value.map(|it| &*it.value.value)),
        // A spreadsheet takes 3/4 for a day.
        text(value.and_then(|it| it.count.as_ref()).map(|it| &*it.value)).replace('/', " / "),
    ]
}

fn of_effect(printed: Option<&str>, read: Option<&Effect>) -> Vec<String> {
    let interval = read.and_then(|it| it.interval.as_ref());
    let open = read.and_then(|it| it.half_open.as_ref());
    let kind = interval.map(|it| it.kind).or(open.map(|it| it.kind)).map(|kind| match kind {
        IntervalKind::Confidence => "confidence",
        IntervalKind::Credible => "credible",
    });
    let level = interval.map_or_else(|| open.and_then(|it| it.level.as_ref()), |it| it.level.as_ref());
    let bound = |is_lower: bool| open.filter(|it| it.is_lower == is_lower).map(|it| it.bound.value);
    let mut cells = vec![
        text(printed),
        text(read.map(|it| it.measure.abbreviation())),
        number(read.map(|it| it.estimate.value)),
        text(kind),
        number(level.map(|it| it.value)),
        number(interval.map(|it| it.lower.value).or_else(|| bound(true))),
        number(interval.map(|it| it.upper.value).or_else(|| bound(false))),
    ];
    cells.extend(of_test(read.and_then(|it| it.p.as_ref())));
    cells
}

fn of_test(p: Option<&PValue>) -> [String; 3] {
    let power = |p: &PValue| if p.power == 0 { String::new() } else { format!("E{}", p.power) };
    let sides = p.and_then(|it| it.sides.as_ref()).map(|it| match it.value {
        Sides::One => "1",
        Sides::Two => "2",
    });
    // `=` alone would be a formula, and `<` is none: the comparison in letters is the same to every program.
    let comparison = p.map(|it| match it.comparison.sign() {
        "=" => "eq",
        "<" => "lt",
        "≤" => "le",
        ">" => "gt",
        _ => "ge",
    });
    [text(comparison), p.map(|it| number(Some(it.value.value)) + &power(it)).unwrap_or_default(), text(sides)]
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// A number with the digits that it was printed with.
fn number(printed: Option<Printed>) -> String {
    printed.map(|it| it.to_string().replace('−', "-")).unwrap_or_default()
}
