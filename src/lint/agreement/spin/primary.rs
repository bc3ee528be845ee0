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

/// What a primary endpoint is called, in small letters.
const NAMES: &[&str] = &[
    "主要终点",
    "主要研究终点",
    "主要疗效终点",
    "主要复合终点",
    "主要观察终点",
    "主要结局",
    "首要终点",
    "primary endpoint",
    "primary end point",
    "primary end-point",
    "primary efficacy endpoint",
    "primary efficacy end point",
    "primary composite outcome",
    "primary composite endpoint",
    "primary outcome",
];
/// What says that there are several of them.
const SEVERAL: &[&str] = &[
    "共同主要",
    "双主要",
    "双重主要",
    "两个主要",
    "两项主要",
    "三个主要",
    "多个主要",
    "主要终点之一",
    "主要终点包括",
    "主要终点均",
    "另一主要",
    "另一个主要",
    "coprimary",
    "co-primary",
    "dual primary",
    "two primary",
    "both primary",
    "other primary",
    "primary endpoints",
    "primary end points",
    "primary outcomes",
];
/// What says it of all of them.
const ALL: &[&str] = &["均未", "都未", "均没有", "neither", "none of"];
/// Trials in which no difference is what was hoped for.
const ALIKE: &[&str] = &["非劣", "等效", "noninferior", "non-inferior", "equivalence"];
/// What names a limit of significance that may be another than 0.05, or a trial that often has another.
const LIMITS: &[&str] = &[
    "α",
    "alpha",
    "检验水准",
    "显著性水平",
    "significance level",
    "level of significance",
    "phase 2",
    "phase ii",
    "ⅱ期",
    "ii期",
    "2期",
];
/// What a sentence says that gives no result of the trial as a whole, or none yet.
const UNDECIDED: &[&str] = &[
    "是否",
    "能否",
    "如果",
    "若",
    "假设",
    "假定",
    "假如",
    "？",
    "?",
    "预计",
    "样本量",
    "把握度",
    "检验效能",
    "尚未",
    "期中",
    "未成熟",
    "亚组",
    "患者中",
    "者中",
    "in patients with",
    "among ",
    "敏感性分析",
    "事后",
    "探索性",
    "不良",
    "毒性",
    "安全性",
    "whether",
    " if ",
    "assum",
    "power",
    "hypothes",
    "interim",
    "immature",
    "not yet",
    "subgroup",
    "sensitivity analys",
    "post hoc",
    "post-hoc",
    "adverse",
    "toxic",
    "safety",
];
/// Where the sentence turns to something else than the primary endpoint.
const TURNS: &[&str] = &["次要", "其他终点", "校正", "调整", "secondary", "adjusted", "adjusting"];
/// What says that a result was not significant, or that it was.
const NEGATIVE: &[&str] = &[
    "未达统计学",
    "未达到统计学",
    "未达预设",
    "未达到预设",
    "未达预定",
    "未达到预定",
    "未达显著",
    "未达到显著",
    "无统计学意义",
    "无统计学差异",
    "无显著差异",
    "无显著性差异",
    "无明显差异",
    "差异不显著",
    "没有显著",
    "没有统计学",
    "未见显著",
    "未见统计学",
    "未显示显著",
    "不具有统计学意义",
    "不具统计学意义",
    "未显著",
    "未优于",
    "结果为阴性",
    "was not met",
    "were not met",
    "not been met",
    "was not reached",
    "was not achieved",
    "was missed",
    "did not differ",
    "not significantly",
    "did not significantly",
    "no significant difference",
    "no statistically significant difference",
    "not statistically significant",
];
const POSITIVE: &[&str] = &[
    "达到",
    "优于",
    "显著延长",
    "显著改善",
    "显著降低",
    "显著提高",
    "差异有统计学意义",
    "was met",
    "were met",
    "met its primary",
    "met the primary",
    "met their primary",
    "achieved its primary",
    "achieved the primary",
    "significantly longer",
    "significantly improved",
    "significantly higher",
    "significantly lower",
    "significantly reduced",
];
/// What stands right before the name of an endpoint that was not met.
const MISSED_BEFORE: &[&str] = &[
    "未达到",
    "未能达到",
    "没有达到",
    "未达",
    "未满足",
    "未能满足",
    "未实现",
    "not meet",
    "not reach",
    "not achieve",
    "not met",
    "failed to meet",
    "fails to meet",
    "failed to reach",
    "failed to achieve",
    "missed",
    "no significant difference in",
    "no difference in",
    "no significant differences in",
    "not significantly improve",
    "not improve",
    "not reduce",
];

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
        for sentence in sentences(&line) {
            match reader.read(passage, &line, line.span(sentence)) {
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

/// What stands before a trial that was spoken of.
const ARTICLES: &[&str] = &["the", "this", "our"];
/// What stands before any trial.
const PLAIN: &[&str] = &[
    "phase",
    "randomized",
    "randomised",
    "controlled",
    "clinical",
    "present",
    "current",
    "multicenter",
    "multicentre",
    "double-blind",
    "open-label",
    "overall",
];

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
        // An endpoint of several, `主要终点为PFS和OS`, is not told by the first number.
        let is_list =
            after.starts_with(['为', '是', '：', ':']) && has_any(after, &["和", "与", "及"]) && by_words.is_none();
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
