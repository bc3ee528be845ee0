//! Events over the time of persons: `4567人年中发生123例，2.7/100人年`, `123 events in 4,567 person-years, 2.7 per 100`.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::people::count;
use super::words;
use crate::model::printed::Printed;

/// A rate over time with what it is reckoned from.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    /// The events, wherever the sentence names some.
    pub events: Vec<u32>,
    /// The time.
    pub time: Printed,
    /// What the time is multiplied by: 10,000 for 万.
    pub scale: f64,
    /// The rate.
    pub rate: Printed,
    /// For so many of the unit: 100.
    pub base: f64,
    /// The piece of the rate.
    pub at: usize,
}

/// The rates over time in a sentence that name their time and their events.
pub fn incidences(line: &Line<'_>, sentence: Range<usize>) -> Vec<Incidence> {
    let rates: Vec<(Printed, f64, usize, Range<usize>)> = sentence.clone().filter_map(|at| rate(line, at)).collect();
    // More than a few are a list, in which nobody can tell what belongs to what.
    if rates.is_empty() || rates.len() > 6 {
        return Vec::new();
    }
    let in_rate = |at: &usize| rates.iter().any(|it| it.3.contains(at));
    let free = || sentence.clone().filter(|at| !in_rate(at));
    let times: Vec<(Printed, f64, usize)> = free().filter_map(|at| time(line, at)).collect();
    let is_time = |at: usize| times.iter().any(|it| it.2 == at);
    let events: Vec<u32> = free().filter(|at| !is_time(*at)).filter_map(|at| events(line, at)).collect();
    if rates.len() != times.len() || events.is_empty() {
        return Vec::new();
    }
    let of_each = events.len() == rates.len();
    if rates.len() > 1 && !of_each {
        return Vec::new();
    }
    let all = rates.into_iter().zip(times).enumerate();
    all.map(|(number, ((rate, base, at, _), (time, scale, _)))| Incidence {
        events: if of_each { vec![events[number]] } else { events.clone() },
        time,
        scale,
        rate,
        base,
        at,
    })
    .collect()
}

/// The unit of the time of persons at a piece, and the piece after it.
fn unit(line: &Line<'_>, at: usize) -> Option<usize> {
    if let Some(han) = line.han(at) {
        return words::chinese(|it| it.reckoned.person_time).iter().any(|it| han.starts_with(it)).then_some(at + 1);
    }
    let word = line.word(at)?.to_ascii_lowercase();
    let dash = at + 1 + usize::from(line.is(at + 1, Sign::Dash));
    let second = line.word(dash)?.to_ascii_lowercase();
    words::english(|it| it.reckoned.person_time).contains(&format!("{word}-{second}").as_str()).then_some(dash + 1)
}

/// A time of persons at a piece: `4,567 person-years`, `1.2万人年`.
fn time(line: &Line<'_>, at: usize) -> Option<(Printed, f64, usize)> {
    let number = line.number(at)?;
    let is_part = at > 0
        && (line.is_word(at - 1, "per")
            || line.is(at - 1, Sign::About)
            || line.is(at - 1, Sign::Tilde)
            || words::ends(line, at - 1, |it| it.about)
            || line.han(at - 1).is_some_and(|han| han.ends_with('每')));
    if is_part {
        return None;
    }
    if let Some(rest) = line.han(at + 1).and_then(|han| han.strip_prefix('万')) {
        let is_unit = words::chinese(|it| it.reckoned.person_time).iter().any(|it| rest.starts_with(it));
        return is_unit.then_some((number, 1e4, at));
    }
    // Of thousands that a blank parts, all are the number.
    let (number, next) = match count(line, at) {
        Some((whole, next)) => (Printed::new(i64::from(whole), 0), next),
        None if number.decimals() > 0 => (number, at + 1),
        None => return None,
    };
    unit(line, next).map(|_| (number, 1.0, at))
}

/// A rate at a piece: `2.7/100人年`, `2.7 per 1,000 person-years`, `每100人年2.7例`; what it is for, its piece, all of its pieces.
fn rate(line: &Line<'_>, at: usize) -> Option<(Printed, f64, usize, Range<usize>)> {
    let base = |at: usize| {
        let number = line.number(at).map(Printed::value).filter(|it| [1.0, 100.0, 1e3, 1e4, 1e5].contains(it));
        let han = |han: &str| {
            let (base, rest) = [("10万", 1e5), ("十万", 1e5), ("万", 1e4), ("千", 1e3), ("百", 100.0)]
                .iter()
                .find_map(|(name, base)| Some((*base, han.strip_prefix(name)?)))?;
            words::chinese(|it| it.reckoned.person_time).iter().any(|it| rest.starts_with(it)).then_some(base)
        };
        match number {
            Some(number) => match line.han(at + 1).and_then(han) {
                Some(more) => Some((number * more, at + 2)),
                None => unit(line, at + 1).map(|next| (number, next)),
            },
            None => line.han(at).map(|it| it.trim_start_matches('每')).and_then(han).map(|base| (base, at + 1)),
        }
    };
    if let Some(number) = line.number(at).filter(|_| !is_in_range(line, at)) {
        let of = at + 1 + usize::from(words::is(line, at + 1, |it| it.reckoned.happenings));
        let is_per = line.is(of, Sign::Slash)
            || line.is_word(of, "per")
            || line.han(of).is_some_and(|han| han == "每" || han == "例每");
        // `2.7 per 100` ends where the time was named with its unit before.
        let base = base(of + 1).or_else(|| {
            let lone = line.number(of + 1).map(Printed::value).filter(|it| [100.0, 1e3, 1e4, 1e5].contains(it));
            lone.filter(|_| line.is_word(of, "per")).map(|base| (base, of + 2))
        });
        let (base, next) = base.filter(|_| is_per)?;
        return Some((number, base, at, at..next));
    }
    let every = line.han(at).filter(|han| han.ends_with('每') || han.contains('每'))?;
    let (base, next) = if every.ends_with('每') { base(at + 1)? } else { base(at)? };
    let number = line.number(next).filter(|_| !is_in_range(line, next))?;
    Some((number, base, next, at..next + 1))
}

/// Whether a number is the bound of a range.
fn is_in_range(line: &Line<'_>, at: usize) -> bool {
    let is_range = |sign: Option<Sign>| matches!(sign, Some(Sign::Tilde | Sign::Dash | Sign::PlusMinus));
    at > 0 && is_range(line.sign(at - 1)) || is_range(line.sign(at + 1)) && line.number(at + 2).is_some()
}

/// A number of events at a piece: `123例`, `123 events`, `123/4567人年`.
fn events(line: &Line<'_>, at: usize) -> Option<u32> {
    let (count, next) = count(line, at)?;
    let is_over_time = line.is(next, Sign::Slash) && time(line, next + 1).is_some();
    let happens = match line.kind(next) {
        Some(Kind::Han(han)) => {
            let is_time = words::chinese(|it| it.reckoned.person_time).iter().any(|it| han.starts_with(it));
            !is_time && words::chinese(|it| it.reckoned.happenings).iter().any(|it| han.starts_with(it))
        }
        Some(Kind::Word(_)) => (next..next + 3).any(|it| words::is(line, it, |it| it.reckoned.happenings)),
        _ => false,
    };
    (happens || is_over_time).then_some(count)
}

impl Incidence {
    /// The least and the greatest rate that some events in the time have.
    pub fn of(&self, events: u32) -> (f64, f64) {
        let rate = |time: f64| f64::from(events) / (time * self.scale).max(1e-9) * self.base;
        (rate(self.time.high()), rate(self.time.low()))
    }

    /// Whether any of the events has the printed rate.
    pub fn fits(&self) -> bool {
        self.events.iter().any(|events| {
            let (low, high) = self.of(*events);
            low <= self.rate.high() + 1e-9 && self.rate.low() - 1e-9 <= high
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        let line = Line::new(text);
        let all = incidences(&line, 0..line.lexemes.len());
        let draw = |it: &Incidence| {
            format!("{:?}/{}×{}={} per {} {}", it.events, it.time, it.scale, it.rate, it.base, it.fits())
        };
        all.iter().map(draw).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_rate_is_read_with_its_events_and_its_time() {
        assert_eq!(drawn("123 events in 4,567 person-years, 2.7 per 100"), "[123]/4567×1=2.7 per 100 true");
        assert_eq!(
            drawn("123 events in 4 567 person-years (2.7 per 100 person-years)"),
            "[123]/4567×1=2.7 per 100 true"
        );
        assert_eq!(drawn("4567人年中发生123例，发生率为2.7/100人年"), "[123]/4567×1=2.7 per 100 true");
        assert_eq!(drawn("随访4567人年，发生123例，每100人年2.7例"), "[123]/4567×1=2.7 per 100 true");
        assert_eq!(drawn("1.2万人年中123例，为10.3/千人年"), "[123]/1.2×10000=10.3 per 1000 true");
        assert_eq!(drawn("123/4567人年（2.7例/100人年）"), "[123]/4567×1=2.7 per 100 true");
        assert_eq!(drawn("123 events in 4,567 person-years, 3.7 per 100"), "[123]/4567×1=3.7 per 100 false");
        assert_eq!(
            drawn("A组4567人年123例（2.7/100人年），B组4000人年80例（2.0/100人年）"),
            "[123]/4567×1=2.7 per 100 true; [80]/4000×1=2.0 per 100 true"
        );
    }

    #[test]
    fn what_names_no_time_or_no_events_is_left_alone() {
        assert_eq!(drawn("发生率为2.7/100人年，95%CI 2.2~3.2"), "");
        assert_eq!(drawn("随访约4567人年，发生123例，2.7/100人年"), "");
        assert_eq!(drawn("2.7 vs 3.1 per 100 person-years"), "");
    }
}
