//! The name of an interval, with its level: `95%CI`, `CI 95%`, `90% confidence interval`, `95%可信区间`, `95% CrI`.

use super::at;
use super::lex::{Kind, Line, Sign, is_exactly};
use super::words;
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::IntervalKind;

/// How many pieces may stand between a level and the name of its interval: `95% bias-corrected bootstrap CI`.
const METHODS: usize = 7;
/// How far around the name of an interval it may be said that the model is Bayesian.
const AROUND: usize = 30;

/// What is said of an interval before its bounds.
#[derive(Debug, Clone)]
pub(super) struct Announced {
    pub(super) kind: IntervalKind,
    pub(super) level: Option<At<Printed>>,
}

/// The name of an interval.
pub(super) struct Label {
    pub(super) kind: IntervalKind,
    pub(super) level: Option<At<Printed>>,
    /// The piece after it.
    pub(super) next: usize,
}

/// The name of an interval that begins at a piece.
pub(super) fn label(line: &Line<'_>, from: usize) -> Option<Label> {
    let (level, start, mut next) = match level(line, from) {
        Some((level, first)) => {
            let mut starts = first..after_methods(line, first) + 1;
            let (start, next) = starts.find_map(|start| Some((start, name(line, start, true)?)))?;
            (Some(level), start, next)
        }
        None => (None, from, name(line, from, self::level(line, from + 1).is_some())?),
    };
    let mut label = Label { kind: kind(line, start..next), level, next };
    // `95%置信区间（CI）`, `95% confidence interval (95% CI)`
    if line.is(next, Sign::Open) {
        let repeated = self::level(line, next + 1).map_or(next + 1, |(_, next)| next);
        if let Some(end) = name(line, repeated, true).filter(|end| line.is(*end, Sign::Close)) {
            next = end + 1;
        }
    }
    // `CI 95%`, `CI (95%)`
    if label.level.is_none() {
        let open = usize::from(line.is(next, Sign::Open));
        if let Some((level, end)) = self::level(line, next + open)
            && is_usual(&level)
            && if open > 0 { line.is(end, Sign::Close) } else { !is_range(line, end) }
        {
            label.level = Some(level);
            next = end + open;
        }
    }
    // `CI95`
    if label.level.is_none() && line.is_glued(next) && line.signed(next + 1).is_some() {
        let level = line.number(next).map(|number| at(line, number, next..next + 1)).filter(|it| is_usual(it));
        next += usize::from(level.is_some());
        label.level = level;
    }
    Some(Label { next, ..label })
}

/// A level at a piece, and the piece after it: `95%`, `95 per cent`, `95%-`.
fn level(line: &Line<'_>, from: usize) -> Option<(At<Printed>, usize)> {
    let number = line.number(from)?;
    let next = if line.is(from + 1, Sign::Percent) || line.is_word(from + 1, "percent") {
        from + 2
    } else if line.is_word(from + 1, "per") && line.is_word(from + 2, "cent") {
        from + 3
    } else {
        return None;
    };
    let dash = usize::from(line.is_hyphen(next) && (line.word(next + 1).is_some() || line.han(next + 1).is_some()));
    Some((at(line, number, from..from + 1), next + dash))
}

/// Whether a percentage after the name of an interval is its level rather than a bound.
fn is_usual(level: &Printed) -> bool {
    [80.0, 90.0, 95.0, 97.5, 98.0, 99.0, 99.5, 99.9].iter().any(|usual| (level.value() - usual).abs() < 1e-9)
}

/// Whether what stands at a piece makes a range with the number before it: `47%–58%`, but not `95% −0.03–0.03`.
fn is_range(line: &Line<'_>, at: usize) -> bool {
    let goes_on = |(_, next): (Printed, usize)| {
        words::separator(line, next).is_some() || line.is(next, Sign::Comma) || line.is(next, Sign::Percent)
    };
    words::separator(line, at).is_some() && !line.signed(at).is_some_and(goes_on)
}

/// The piece after what says how an interval was made.
fn after_methods(line: &Line<'_>, from: usize) -> usize {
    let goes_on = |at: usize| {
        let is_method = words::is(line, at, |it| it.methods);
        is_method || line.is_hyphen(at) && at > from && words::is(line, at - 1, |it| it.methods)
    };
    (from..from + METHODS).find(|at| !goes_on(*at)).unwrap_or(from)
}

/// The piece after the name of an interval without its level.
fn name(line: &Line<'_>, from: usize, has_level: bool) -> Option<usize> {
    match line.kind(from)? {
        Kind::Word(word) if words::english(|it| it.intervals).iter().any(|it| is_exactly(word, it)) => Some(from + 1),
        Kind::Word("ci" | "cis" | "IC") if has_level => Some(from + 1),
        // `C.I.`
        Kind::Word("C" | "c") if line.is(from + 1, Sign::Stop) && matches!(line.word(from + 2), Some("I" | "i")) => {
            Some(from + 3 + usize::from(line.is(from + 3, Sign::Stop) && line.is_glued(from + 3)))
        }
        Kind::Word(_) => {
            let head = ["confidence", "credible", "credibility", "uncertainty", "density", "posterior", "probability"];
            let is_headed = head.iter().any(|it| line.is_word(from, it));
            let names = ["interval", "intervals", "limits", "limit", "bounds"];
            let is_named = names.iter().any(|it| line.is_word(from + 1, it));
            let is_sure = has_level || !["probability", "uncertainty"].iter().any(|it| line.is_word(from, it));
            (is_headed && is_named && is_sure).then_some(from + 2)
        }
        Kind::Han(han) => {
            let bare = han.trim_start_matches('的');
            let bare = words::chinese(|it| it.two_sided).iter().find_map(|it| bare.strip_prefix(it)).unwrap_or(bare);
            let rest = words::chinese(|it| it.intervals).iter().find_map(|name| bare.strip_prefix(name))?;
            let is_bound = words::chinese(|it| it.bounds).contains(&rest);
            (rest.is_empty() || words::is_link(rest) || is_bound).then_some(from + 1)
        }
        _ => None,
    }
}

/// What the interval says whose name these pieces are. 可信区间 is what Chinese has long called an interval of confidence:
/// only beside a Bayesian model it is one of credibility.
fn kind(line: &Line<'_>, name: std::ops::Range<usize>) -> IntervalKind {
    let from = name.start.saturating_sub(METHODS);
    let is_method = |at: &usize| words::is(line, *at, |it| it.methods) || line.is_hyphen(*at);
    let methods = (from..name.start).rev().take_while(is_method).count();
    let mut said = name.start - methods..name.end;
    let is_said = said.any(|at| words::begins(line, at, |it| it.credible));
    let may_be = line.han(name.start).is_some_and(|han| han.contains("可信"));
    let around = name.start.saturating_sub(AROUND)..name.end + AROUND;
    if is_said || may_be && around.into_iter().any(|at| words::has(line, at, |it| it.bayesian)) {
        IntervalKind::Credible
    } else {
        IntervalKind::Confidence
    }
}
