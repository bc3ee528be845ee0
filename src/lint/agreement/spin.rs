//! E403: the primary endpoint was missed, and the title claims benefit.
//!
//! What the findings do not tell of it, the words of the issue may: see [`primary`].

use crate::diag::{Diagnostic, Said, Span, Text, code, text};
use crate::evidence;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::model::finding::{EndpointRole, Finding};
use crate::model::statistic::{Comparison, PValue};

mod primary;

/// Words that claim benefit.
const CLAIMS: &[&str] = &[
    "获益",
    "受益",
    "改善",
    "延长",
    "优于",
    "有效",
    "提高",
    "降低",
    "减少",
    "疗效更",
    "效果更",
    "更好",
    "更佳",
    "可行之选",
    "带来生存",
    "突破",
];
/// The same in English, as whole words.
const ENGLISH_CLAIMS: &[&str] = &[
    "benefit",
    "benefits",
    "improves",
    "improve",
    "improved",
    "improving",
    "prolongs",
    "prolong",
    "prolonged",
    "extends",
    "superior",
    "effective",
    "longer",
    "better",
    "reduces",
    "reduce",
    "lowers",
    "outperforms",
    "efficacious",
];
/// Words in which those claim nothing: what is asked, what is planned, and what is given less of.
const NO_CLAIMS: &[&str] = &[
    "有效性",
    "有效率",
    "提高剂量",
    "提高照射",
    "提高靶区",
    "延长随访",
    "延长疗程",
    "延长治疗",
    "延长用药",
    "延长给药",
    "延长间隔",
    "延长辅助",
    "延长内分泌",
    "延长化疗",
    "延长抗凝",
    "降低剂量",
    "降低照射",
    "降低放疗",
    "降低强度",
    "降低给药",
    "减少剂量",
    "减少照射",
    "减少放疗",
    "减少分割",
    "减少次数",
    "减少疗程",
    "获益人群",
    "longer follow",
    "longer duration",
    "longer course",
    "longer treatment",
    "longer versus",
    "cost effective",
    "cost-effective",
];
/// Words by which a title says that it claims less.
const QUALIFIERS: &[&str] = &[
    "未", "不", "无", "没有", "阴性", "失败", "难以", "争议", "？", "?", "能否", "是否", "吗", "仍需", "非劣", "仅",
    "尚", "谁", "哪些", "何", "怎样", "相当", "相近", "相似", "等效", "但", "却", "有限",
];
/// Words in which those mean nothing of the kind.
const NAMES: &[&str] = &[
    "无病",
    "无进展",
    "无事件",
    "无复发",
    "无转移",
    "无失败",
    "不可切除",
    "不可手术",
    "不能切除",
    "不能手术",
    "不良",
    "不适合",
    "不宜手术",
    "不耐受",
];
const ENGLISH_QUALIFIERS: &[&str] = &[
    "no",
    "not",
    "without",
    "fails",
    "failed",
    "negative",
    "neither",
    "missed",
    "but",
    "despite",
    "noninferior",
    "whether",
    "does",
    "can",
    "only",
    "nor",
    "inferior",
    "inferiority",
    "noninferiority",
    "similar",
    "comparable",
    "limited",
    "modest",
    "equivalent",
    "who",
    "which",
    "how",
    "protocol",
];

/// A title claims what the trial showed.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let Some(claim) = claim(&issue.title) else { return };
    let mut primary = issue.findings.iter().filter(|finding| finding.role == EndpointRole::Primary);
    let missed = match primary.next() {
        // Of two primary endpoints one may have been met.
        Some(first) => (is_missed(first) && primary.all(is_missed)).then(|| of_finding(first)),
        None => primary::missed(document, issue).map(|(passage, place)| {
            let words = passage.text[place.clone()].to_owned();
            (passage.span(place), text!("the primary endpoint: `{words}`", words))
        }),
    };
    let Some((place, why)) = missed else { return };
    said.push(
        Diagnostic::new(code::E403, text!("the title says `{claim}`, and the primary endpoint was not met", claim))
            .at(&issue.source, issue.title_span.clone())
            .related(&issue.source, place, why)
            .help(text!("say in the title what the primary endpoint showed, or of which other endpoint the claim is and that the primary one was missed")),
    );
}

/// The word with which a title claims benefit, and claims no less.
fn claim(title: &str) -> Option<&'static str> {
    let claims = NO_CLAIMS.iter().fold(title.to_lowercase(), |title, words| title.replace(words, ""));
    let of = |title: &str| -> Vec<String> {
        title.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_ascii_lowercase).collect()
    };
    let english =
        |list: &[&'static str], words: &[String]| list.iter().copied().find(|word| words.iter().any(|it| it == word));
    let bare = NAMES.iter().fold(title.to_owned(), |title, name| title.replace(name, ""));
    let is_qualified =
        QUALIFIERS.iter().any(|word| bare.contains(word)) || english(ENGLISH_QUALIFIERS, &of(title)).is_some();
    let claim =
        CLAIMS.iter().copied().find(|word| claims.contains(word)).or_else(|| english(ENGLISH_CLAIMS, &of(&claims)));
    claim.filter(|_| !is_qualified)
}

/// Where a finding stands that was missed, and by what it says so.
fn of_finding(finding: &Finding) -> (Span, Text) {
    let endpoint = finding.short.as_ref().unwrap_or(&finding.endpoint);
    let why = match (finding.met, &finding.effect) {
        (Some(_), _) => text!("`met: false`"),
        (None, Some(effect)) => text!("`{effect}`", effect = &effect.value),
        (None, None) => text!("not significant"),
    };
    (finding.span.clone(), text!("{endpoint}: {why}", endpoint, why))
}

/// Whether the authors say so, or the P value does.
fn is_missed(finding: &Finding) -> bool {
    if let Some(met) = finding.met {
        return !met;
    }
    // What a trial of non-inferiority showed, its margin tells, and no P value of a difference.
    if finding.margin.is_some() {
        return false;
    }
    let of_effect = finding.effect.as_ref().and_then(|effect| evidence::p_value(effect));
    of_effect.iter().chain(&finding.understood.p).any(is_above_limit)
}

/// Whether a P value is above 0.05; one that is only said to be smaller than something is not.
fn is_above_limit(p: &PValue) -> bool {
    let is_below = matches!(p.comparison, Comparison::Less | Comparison::AtMost);
    !is_below && p.value.value.value() * 10_f64.powi(i32::from(p.power)) > 0.05
}
