//! What the words of an issue say of its primary endpoint: a sentence that names it and gives its result.
//!
//! Only that very sentence is read, in the key findings, the text and the summary: what it says after the name, up to a
//! secondary endpoint, a subgroup or an adjusted analysis. What tells of another trial, of a plan or of a question is
//! left alone, and so is every text that speaks of non-inferiority: there a difference that is not significant is no
//! failure.

use std::ops::Range;

use crate::evidence::counted::is_of_another_study;
use crate::evidence::lex::Line;
use crate::evidence::sentence::sentences;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, PassageKind, Section};
use crate::model::issue::Issue;
use crate::model::prose::ProseKind;
use crate::model::statistic::{Effect, PRole, PValue, Statement};

mod words;

use words::*;

/// Where an issue says that its primary endpoint was missed, if nothing in it says otherwise.
pub(super) fn missed<'d, 'a>(document: &'d Document<'a>, issue: &Issue) -> Option<(&'d Passage<'a>, Range<usize>)> {
    let is_told = |passage: &Passage<'_>| {
        passage.is_field(ProseKind::Summary)
            || matches!(passage.section, Section::KeyFindings | Section::Text) && passage.kind == PassageKind::Running
    };
    let all: Vec<(&Passage<'a>, String)> =
        document.passages.iter().map(|it| (it, it.text.to_lowercase().replace("iii", "3"))).collect();
    let has = |list: &[&str]| all.iter().any(|(_, words)| has_any(words, list));
    if !has(NAMES) || has(ALIKE) {
        return None;
    }
    let reader = Reader { issue, has_several: has(SEVERAL), limit: if has(LIMITS) { 0.20 } else { 0.05 } };
    let mut found = None;
    for (passage, _) in all.iter().filter(|(passage, words)| is_told(passage) && has_any(words, NAMES)) {
        let line = passage.line();
        let all: Vec<Range<usize>> = sentences(&line).map(|it| line.span(it)).collect();
        let states = |range: &Range<usize>| passage.statements().iter().any(|it| range.contains(&it.span().start));
        for (number, sentence) in all.iter().enumerate() {
            // `主要终点OS：15.8个月对12.3个月；HR=0.77，……`: a statement by itself is of what stands before it.
            let begins = |next: &Range<usize>| {
                let start = trimmed(&line, next.clone()).start;
                passage.effects().any(|it| it.span.start == start)
            };
            let next = all.get(number + 1).filter(|next| !states(sentence) && begins(next));
            let end = next.map_or(sentence.end, |next| next.end);
            match reader.read(passage, &line, sentence.start..end) {
                Some((true, _)) => return None,
                Some((false, place)) => found = found.or(Some((*passage, place))),
                None => {}
            }
        }
    }
    found
}

fn has_any(words: &str, list: &[&str]) -> bool {
    list.iter().any(|it| words.contains(it))
}

fn first_of(words: &str, list: &[&str]) -> Option<usize> {
    list.iter().filter_map(|it| words.find(it)).min()
}

struct Reader<'i> {
    issue: &'i Issue,
    /// Whether the issue speaks of more than one primary endpoint.
    has_several: bool,
    /// The P value above which a result is not significant, whatever the trial took for its limit.
    limit: f64,
}

impl Reader<'_> {
    /// Whether a sentence says that the primary endpoint was met or missed, and where the words stand that say it.
    fn read(&self, passage: &Passage<'_>, line: &Line<'_>, sentence: Range<usize>) -> Option<(bool, Range<usize>)> {
        let words = line.text[sentence.clone()].to_lowercase();
        // Small letters may be longer than capitals; then places would not be those of the text.
        if words.len() != sentence.len() || has_any(&words, UNDECIDED) || is_of_another_study(&words) {
            return None;
        }
        let name =
            NAMES.iter().filter_map(|it| words.find(it).map(|at| at..at + it.len())).min_by_key(|it| it.start)?;
        let (before, after) = (&words[..name.start], &words[name.end..]);
        if has_any(before, TURNS) || !self.is_of_this_trial(before) {
            return None;
        }
        let end = first_of(after, TURNS).map_or(sentence.end, |at| sentence.start + name.end + at);
        let after = &after[..end - sentence.start - name.end];
        let reach = sentence.start + name.start..end;
        let by_words = of_words(before, after);
        if self.has_several && by_words != Some(true) && !has_any(&words, ALL) {
            return None;
        }
        // An endpoint of several is not told by the first number.
        let is_list = by_words.is_none() && is_list(after);
        let statements = passage.statements().iter().filter(|it| reach.contains(&it.span().start));
        let numbers: Vec<(bool, Range<usize>)> =
            statements.filter_map(|it| Some((self.shows(it)?, it.span().clone()))).collect();
        match (by_words, numbers.iter().any(|(is_met, _)| *is_met)) {
            (Some(true), _) | (None, true) => Some((true, reach)),
            (Some(false), true) => None,
            (Some(false), false) => Some((false, trimmed(line, sentence))),
            (None, false) => numbers.into_iter().next().filter(|_| !is_list),
        }
    }

    /// Whether what stands before the name speaks of the trial that the issue is about: of none by name, of this one, or
    /// of the one whose name the issue has.
    fn is_of_this_trial(&self, before: &str) -> bool {
        let studies = ["研究", "试验", "trial", "study", "studies"];
        let Some((at, _)) = studies.iter().filter_map(|it| before.rfind(it).map(|at| (at, it))).max() else {
            return true;
        };
        let subject = before[..at].rsplit(['，', ',', '。', '：', ':']).next().unwrap_or_default().trim();
        let is_this = subject.is_empty()
            || ["本", "该", "此"].iter().any(|it| subject.ends_with(it) || subject.starts_with(it))
            || ["这项", "本项", "此项", "该项", "这一"].iter().any(|it| subject.contains(it));
        if is_this {
            return true;
        }
        let name = self.issue.trial.iter().map(|trial| trial.name.to_lowercase());
        let own = name.chain([self.issue.title.to_lowercase()]).collect::<Vec<_>>().join(" ");
        let latin =
            || subject.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|word| !word.is_empty());
        let is_plain = |word: &str| word.len() < 3 || ARTICLES.contains(&word) || PLAIN.contains(&word);
        let is_known = latin().any(|word| ARTICLES.contains(&word) || !is_plain(word));
        is_known && latin().all(|word| is_plain(word) || own.contains(word))
    }

    /// Whether a statement is significant; `None` for one that decides nothing.
    fn shows(&self, statement: &Statement) -> Option<bool> {
        match (statement.p(), statement.effect()) {
            (Some(p), _) => self.of_p(p),
            (None, Some(effect)) => of_interval(effect),
            (None, None) => None,
        }
    }

    fn of_p(&self, p: &PValue) -> Option<bool> {
        let (low, high) = p.bounds();
        if p.role != PRole::Effect {
            return None;
        }
        if high <= 0.05 { Some(true) } else { (low > self.limit).then_some(false) }
    }
}

/// Whether what follows the name says of which endpoints it is one: `为PFS和OS`.
fn is_list(after: &str) -> bool {
    let said = after.split(|c: char| c.is_ascii_digit() || "，,。（(".contains(c)).next().unwrap_or_default();
    let is_joined = has_any(said, &["和", "与", "及", "、"]) && !has_any(said, &["组", "复合"]);
    is_joined && after.starts_with(['为', '是', '：', ':'])
}

/// A sentence without the blanks around it.
fn trimmed(line: &Line<'_>, sentence: Range<usize>) -> Range<usize> {
    let words = &line.text[sentence.clone()];
    let start = sentence.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// What the words around the name of the endpoint say by themselves.
fn of_words(before: &str, after: &str) -> Option<bool> {
    let before = before.trim_end();
    let bare = ["its", "the", "their", "两个", "任一", "其", "预设的", "预设", "预定的", "该", "规定的"]
        .iter()
        .fold(before, |rest, word| rest.strip_suffix(word).unwrap_or(rest).trim_end());
    let is_missed_before = MISSED_BEFORE.iter().any(|it| bare.ends_with(it));
    let rest = without_brackets(after).trim_start();
    let rest = ["均", "都", "也", "并", "最终", "仍", "的"]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let is_missed_after = ["未达到", "未能达到", "没有达到", "未达成", "未满足", "未实现", "未达，", "未达。"]
        .iter()
        .any(|it| rest.strip_prefix(it).is_some_and(|rest| !rest.starts_with("中位")))
        || rest == "未达";
    // `Neither primary endpoint was met`.
    let is_neither =
        ["neither", "none of the"].iter().any(|it| before.contains(it)) && has_any(after, &["met", "reached"]);
    if is_missed_before || is_missed_after || is_neither {
        return Some(false);
    }
    let negative = first_of(after, NEGATIVE);
    let bare_after = NEGATIVE
        .iter()
        .chain(&["未达到", "未能达到", "没有达到"])
        .fold(after.to_owned(), |rest, it| rest.replace(it, ""));
    let is_positive = has_any(&bare_after, POSITIVE)
        || ["达到", "达到了", "满足", "met", "achieved", "reached"].iter().any(|it| bare.ends_with(it));
    match (is_positive, negative) {
        (true, None) => Some(true),
        (false, Some(_)) => Some(false),
        _ => None,
    }
}

/// What follows the brackets with which a text begins: `（OS）未达到`.
fn without_brackets(text: &str) -> &str {
    let inside = text.strip_prefix(['（', '(']);
    inside.and_then(|rest| Some(rest.split_once(['）', ')'])?.1)).unwrap_or(text)
}

/// An interval of 95 % decides by whether it reaches over no effect.
fn of_interval(effect: &Effect) -> Option<bool> {
    let interval = effect.interval.as_ref().filter(|_| effect.measure.compares())?;
    if interval.level.as_ref().is_some_and(|level| (level.value.value() - 95.0).abs() > 0.5) {
        return None;
    }
    let (lower, upper, null) = (interval.lower.value.value(), interval.upper.value.value(), effect.measure.null());
    let is_met = null < lower || upper < null;
    (is_met || lower < null && null < upper).then_some(is_met)
}
