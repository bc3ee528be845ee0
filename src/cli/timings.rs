//! What took how long: a table for people, and a trace for viewers.

use std::path::Path;
use std::time::Duration;

use super::arguments::{Common, Measured};
use super::progress::Progress;
use super::{End, finish, say};
use crate::diag::{Locale, Text, text};
use crate::io::place;
use crate::pipeline::{Sum, Timings, Told, Watch, What};

mod trace;

/// How many of a kind are named.
const NAMED: usize = 10;

/// Does some work that shows how far it is, and measures it where that is asked for.
pub(super) fn follow<T>(
    common: &Common,
    measured: &Measured,
    work: impl FnOnce(&Watch<'_>) -> T,
) -> (T, Option<Timings>) {
    let progress = Progress::new(common);
    let listener = |told: Told<'_>| progress.hear(&told);
    let mut watch = Watch::listening(&listener);
    if measured.timings.is_some() {
        watch = watch.measuring();
    }
    let value = work(&watch);
    progress.finish();
    (value, watch.timings())
}

/// Tells what was measured, and how the run ends that would otherwise end with `end`.
pub(super) fn tell(common: &Common, measured: &Measured, timings: Option<&Timings>, end: End) -> End {
    let (Some(timings), Some(file)) = (timings, &measured.timings) else { return end };
    table(timings, common.locale()).iter().for_each(|line| say(line));
    match file.as_deref().map_or(Ok(()), |file| write(common, timings, file)) {
        Err(other) if end == End::Done => other,
        _ => end,
    }
}

/// Writes the trace to a file that is new or an earlier trace.
fn write(common: &Common, timings: &Timings, file: &Path) -> Result<(), End> {
    let text = trace::of(timings, common.locale());
    place::again(file, &text, &[trace::SIGN]).map_err(|diagnostic| finish(common, vec![diagnostic]))?;
    if common.quiet {
        return Ok(());
    }
    common.say(&text!("the trace is in {file}; chrome://tracing and ui.perfetto.dev show it", file = file.display()));
    Ok(())
}

/// The table, line by line. Numbers stand first, so that names of any width are in line.
fn table(timings: &Timings, locale: Locale) -> Vec<String> {
    let own = |name: &str| name.to_owned();
    let named = |what| timings.slowest(what).into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect::<Vec<_>>();
    let rules = timings.slowest_rules().into_iter();
    let rules = rules.map(|(code, sum)| (format!("{code} {}", code.about().say(locale)), sum)).collect();
    let page = |address: &str| match (address, timings.files.get(address)) {
        ("", _) => "/".to_owned(),
        (_, Some(file)) => format!("{address} ({file})"),
        (_, None) => address.to_owned(),
    };
    let parts = [
        part(rules, "n", |count| text!("rule: the slowest of {count}, each at n texts", count), own, locale),
        part(
            named(What::Template),
            "n",
            |count| text!("template: the slowest of {count}, each for n pages", count),
            own,
            locale,
        ),
        part(named(What::Page), "", |count| text!("page: the slowest of {count}", count), page, locale),
        part(
            named(What::Picture),
            "n",
            |count| text!("picture: the slowest of {count}, each in n pieces", count),
            own,
            locale,
        ),
    ];
    let mut lines = stages(timings, locale);
    let parts = parts.concat();
    if !parts.is_empty() {
        lines.extend(parts);
        lines.extend([
            String::new(),
            text!("below the stages, the time of all threads is added up").say(locale).into_owned(),
        ]);
    }
    lines
}

fn stages(timings: &Timings, locale: Locale) -> Vec<String> {
    let row = |length: Duration, name: &Text| {
        let percent = 100.0 * length.as_secs_f64() / timings.whole.as_secs_f64().max(f64::MIN_POSITIVE);
        line(&milliseconds(length), &format!("{percent:.1}"), &name.say(locale))
    };
    let mut lines = vec![line("ms", "%", &text!("stage").say(locale))];
    lines.extend(timings.stages.iter().map(|stage| row(stage.length, &stage.name)));
    lines.push(row(timings.whole, &text!("the whole run")));
    lines
}

/// The slowest of a kind, below a line that says how many there were; nothing where there were none.
fn part(
    all: Vec<(String, Sum)>,
    unit: &str,
    heading: impl FnOnce(usize) -> Text,
    name: impl Fn(&str) -> String,
    locale: Locale,
) -> Vec<String> {
    if all.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), line("ms", unit, &heading(all.len()).say(locale))];
    lines.extend(all.iter().take(NAMED).map(|(own, sum)| {
        let count = if unit.is_empty() { String::new() } else { sum.count.to_string() };
        line(&milliseconds(sum.time), &count, &name(own))
    }));
    lines
}

fn line(time: &str, number: &str, name: &str) -> String {
    format!("{time:>10} {number:>7}  {name}")
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}
