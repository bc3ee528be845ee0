//! Icon arrays: of so many, how many.

use super::sheet::{Column, Sheet};
use super::{Arms, Reader};
use crate::diag::{At, Diagnostic, Text, code, nearest, text};
use crate::model::chart::{IconArm, Icons, MOST_ARMS};
use crate::model::finding::{Finding, Measure};
use crate::model::printed::Printed;
use crate::parse::csv::Table;

const COLUMNS: &[Column] = &[
    Column { names: &["arm", "组别", "分组", "组"], required: true },
    Column { names: &["n", "events", "例数", "事件"], required: true },
    Column { names: &["of", "total", "总数", "总例数"], required: false },
];
const ARM: usize = 0;
const COUNT: usize = 1;
const OF: usize = 2;

/// More icons than this are drawn as so many of a hundred.
const MOST_ICONS: u32 = 100;
/// Of so many, where of a hundred there would be none, or as many in every arm.
const RARE: u32 = 1000;

/// An arm before it is known how many icons it has.
struct Share {
    arm: IconArm,
    /// The share of those with the event, from 0 to 1.
    share: f64,
    /// How many of how many, where that is said.
    exact: Option<(u32, u32)>,
}

impl<'r> Reader<'r> {
    pub(super) fn icon_table(&mut self, table: &Table) -> Option<Icons> {
        let mut arms = Arms::new(self.around.arms());
        let mut sheet = Sheet::new(table, COLUMNS, self.said)?;
        let mut found: Vec<(usize, u32, u32)> = Vec::new();
        // Where one row says of how many, none is taken to be of a hundred.
        let needs_whole = table.rows.iter().any(|row| sheet.value(row, OF).is_some());
        for row in &table.rows {
            let Some(name) = sheet.needed(row, ARM) else { continue };
            let arm = arms.find(&name.value, &name.span, &mut sheet);
            sheet.needed(row, COUNT);
            let (count, of) = (sheet.count(row, COUNT), sheet.count(row, OF));
            let (Some(arm), Some(count)) = (arm, count) else { continue };
            if of.is_none() && needs_whole {
                sheet.needed_value(row, OF);
                continue;
            }
            if let (Some(of), Some(known)) = (&of, arms.known.get(arm)) {
                sheet.check_most(of, known);
            }
            let of = of.map_or(MOST_ICONS, |of| of.value);
            if found.iter().any(|(known, ..)| *known == arm) {
                let message = text!("`{arm}` has two rows", arm = &name.value);
                sheet.say(Diagnostic::new(code::D015, message), &name.span, text!("keep one of them"));
            } else if sheet.check_share(&count, of) {
                found.push((arm, count.value, of));
            }
        }
        found.sort_unstable();
        let arms = found.into_iter().map(|(arm, count, of)| counted(&arms.labels[arm], count, of)).collect::<Vec<_>>();
        self.icons(self.option("event"), arms)
    }

    pub(super) fn icon_findings(&mut self) -> Option<Icons> {
        let finding = self.chosen_finding()?;
        let labels = self.around.arms();
        let mut arms = Vec::with_capacity(finding.values.len());
        for value in finding.values.iter().take(MOST_ARMS) {
            let Some(percent) = share(&value.value) else {
                let message = text!("`{value}` is not a share that can be drawn", value = &value.value.value);
                let help = text!("write the rate in percent: `38%`, or the count: `39/83`");
                self.said.push(
                    Diagnostic::new(code::D020, message).at(self.around.source, value.value.span.clone()).help(help),
                );
                return None;
            };
            let count = value.count.as_ref().filter(|it| it.value != value.value.value);
            arms.push(Share {
                arm: IconArm {
                    label: labels.get(value.arm).map(|arm| arm.label.as_str()).unwrap_or_default().into(),
                    value: value.value.value.as_str().into(),
                    filled: 0,
                    of: MOST_ICONS,
                    is_fewer: false,
                    count: count.map(|it| it.value.as_str().into()),
                },
                share: percent / 100.0,
                exact: None,
            });
        }
        self.icons(self.option("event").or_else(|| Some(finding.endpoint.as_str().into())), arms)
    }

    fn icons(&self, event: Option<Box<str>>, shares: Vec<Share>) -> Option<Icons> {
        let exact: Vec<u32> = shares.iter().filter_map(|it| it.exact).map(|(_, of)| of).collect();
        // Arms are compared by eye: all have as many icons, or each its own people if those are as many.
        let own = exact.first().copied().filter(|of| {
            exact.len() == shares.len() && (1..=MOST_ICONS).contains(of) && exact.iter().all(|it| it == of)
        });
        let in_hundred = |share: f64| share * f64::from(MOST_ICONS);
        let is_rare = shares.iter().any(|it| it.share > 0.0 && in_hundred(it.share) < 1.0);
        let of = own.unwrap_or(if is_rare { RARE } else { MOST_ICONS });
        let arms = shares.into_iter().map(|it| {
            let filled = match it.exact {
                Some((count, all)) if all == of => count,
                // All of them are filled only where everyone had the event.
                _ if it.share < 1.0 => ((it.share * f64::from(of)).round() as u32).min(of - 1),
                _ => of,
            };
            IconArm { filled, of, is_fewer: filled == 0 && it.share > 0.0, ..it.arm }
        });
        let arms: Vec<IconArm> = arms.collect();
        (!arms.is_empty()).then_some(Icons { event, arms })
    }

    /// The finding that the directive names, or the only one with rates.
    fn chosen_finding(&mut self) -> Option<&'r Finding> {
        let findings = self.around.findings;
        let mut with_rates = findings.iter().filter(|finding| finding.measure == Some(Measure::Rate));
        let Some(given) = self.chart.given("finding") else {
            let only = with_rates.next();
            if only.is_some() && with_rates.next().is_none() {
                return only;
            }
            let message = text!("`:::icon-array` does not say what it shows");
            let help = text!("name a finding with rates: finding=\"…\", or a CSV file: src=\"….csv\"");
            self.say(Diagnostic::new(code::D009, message), help);
            return None;
        };
        let wanted = given.value.trim();
        let found = findings.iter().find(|it| it.endpoint == wanted || it.short.as_deref() == Some(wanted));
        if found.is_some_and(|finding| finding.measure == Some(Measure::Rate)) {
            return found;
        }
        let names: Vec<&str> = with_rates.map(|finding| finding.endpoint.as_str()).collect();
        let help = match nearest(wanted, names.iter().copied()) {
            Some(near) => text!("did you mean `{near}`?", near),
            None if names.is_empty() => text!("no finding of the issue has `rates:` or `counts:`"),
            None => {
                text!("findings with rates: {names}", names = Text::list(names.iter().map(|name| format!("`{name}`"))))
            }
        };
        let message = match found {
            Some(_) => text!("the finding `{wanted}` has no rates to draw", wanted),
            None => text!("there is no finding `{wanted}`", wanted),
        };
        self.said.push(Diagnostic::new(code::D020, message).at(self.around.source, given.span.clone()).help(help));
        None
    }
}

fn counted(label: &str, count: u32, of: u32) -> Share {
    Share {
        arm: IconArm {
            label: label.into(),
            value: format!("{count}/{of}").into(),
            filled: 0,
            of: MOST_ICONS,
            is_fewer: false,
            count: None,
        },
        share: f64::from(count) / f64::from(of.max(1)),
        exact: Some((count, of)),
    }
}

/// The share in percent that a value says: `38%`, `39/83`.
fn share(value: &At<String>) -> Option<f64> {
    let written = value.value.trim();
    if let Some((count, of)) = written.split_once(['/', '／']) {
        let (count, of) = (Printed::parse(count.trim())?.value(), Printed::parse(of.trim())?.value());
        return (of > 0.0 && (0.0..=of).contains(&count)).then(|| count / of * 100.0);
    }
    let percent = Printed::parse(written.trim_end_matches(['%', '％']).trim_end())?.value();
    (0.0..=100.0).contains(&percent).then_some(percent)
}
