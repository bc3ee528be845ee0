//! Results that the text states with certainty, to be proposed as findings.

use super::arm::{Arm, mentions};
use super::block::{Block, plain};
use crate::evidence;
use crate::evidence::amount::{Unit, amounts};
use crate::evidence::lex::Line;
use crate::text::script::is_cjk;

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposal {
    /// The endpoint, where the sentence names it.
    pub(super) endpoint: Option<String>,
    /// What each arm had.
    pub(super) values: Option<Values>,
    /// The comparison of the arms.
    pub(super) effect: Option<Effect>,
}

/// A statement as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) printed: String,
    pub(super) is_adjusted: bool,
}

/// A value an arm, in the order of the arms, as they are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Values {
    pub(super) printed: Vec<String>,
    pub(super) measure: Measure,
}

/// What values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Medians in a unit of time.
    Median(Time),
    /// Shares of people, in percent.
    Rate,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Years,
    Months,
    Weeks,
    Days,
}

/// Endpoints by the words for them, of which the last is the English name; abbreviations stand between letters that are
/// none.
const ENDPOINTS: &[(&str, &[&str])] = &[
    ("总生存期", &["总生存", "OS", "overall survival"]),
    ("无进展生存期", &["无进展生存", "PFS", "progression-free survival"]),
    ("无病生存期", &["无病生存", "DFS", "disease-free survival"]),
    ("无事件生存期", &["无事件生存", "EFS", "event-free survival"]),
    ("无复发生存期", &["无复发生存", "RFS", "recurrence-free survival"]),
    ("无远处转移生存期", &["无远处转移生存", "DMFS", "distant metastasis-free survival"]),
    ("客观缓解率", &["客观缓解率", "ORR", "objective response rate"]),
    ("疾病控制率", &["疾病控制率", "DCR", "disease control rate"]),
    ("病理完全缓解率", &["病理完全缓解", "pCR", "pathological complete response"]),
    ("局部控制率", &["局部控制率", "local control"]),
    ("≥3级不良事件", &["≥3级不良事件", "3级及以上不良事件", "≥3级AE", "grade 3 or higher adverse events"]),
    ("严重不良事件", &["严重不良事件", "SAE", "serious adverse events"]),
];

/// The results of some blocks, each once. `arms` are those of the trial, as far as the manuscript names them.
pub(super) fn proposals(blocks: &[Block], arms: &[Arm]) -> Vec<Proposal> {
    let mut found = Vec::new();
    read(blocks, arms, &mut found);
    found
}

fn read(blocks: &[Block], arms: &[Arm], found: &mut Vec<Proposal>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => of_text(&plain(&paragraph.content), arms, found),
            Block::List(list) => list.items.iter().for_each(|item| read(item, arms, found)),
            _ => {}
        }
    }
}

const ENDS: [char; 5] = ['。', '；', ';', '！', '？'];

fn of_text(text: &str, arms: &[Arm], found: &mut Vec<Proposal>) {
    for sentence in text.split(ENDS) {
        if let Some((endpoint, values)) = values(sentence, arms) {
            add(Proposal { endpoint: Some(endpoint), values: Some(values), effect: None }, found);
        }
    }
    for statement in evidence::find(text) {
        // An estimate with its interval and its P value is a whole result.
        let whole = statement.effect().filter(|it| it.measure.compares() && it.interval.is_some() && it.p.is_some());
        let Some(effect) = whole else { continue };
        let Some(printed) = text.get(effect.span.clone()) else { continue };
        let is_balanced = printed.matches(['（', '(']).count() == printed.matches(['）', ')']).count();
        if is_balanced {
            let endpoint = endpoint(&text[..effect.span.start]);
            let effect = Effect { printed: printed.trim().to_owned(), is_adjusted: effect.is_adjusted };
            add(Proposal { endpoint, values: None, effect: Some(effect) }, found);
        }
    }
}

/// Adds what is new. Values and the effect of one endpoint, whichever comes first, are one result; what an endpoint is
/// said to have a second time is the editor's to compare.
fn add(proposal: Proposal, found: &mut Vec<Proposal>) {
    let is_said = |known: &Proposal| {
        proposal
            .effect
            .as_ref()
            .is_some_and(|it| known.effect.as_ref().is_some_and(|other| other.printed == it.printed))
            || proposal.values.is_some() && known.endpoint == proposal.endpoint && known.values == proposal.values
    };
    if found.iter().any(is_said) {
        return;
    }
    let is_half = |known: &&mut Proposal| {
        proposal.endpoint.is_some()
            && known.endpoint == proposal.endpoint
            && (known.effect.is_none() && proposal.values.is_none()
                || known.values.is_none() && proposal.effect.is_none())
    };
    match found.iter_mut().rev().find(is_half) {
        Some(known) if proposal.values.is_some() => known.values = proposal.values,
        Some(known) => known.effect = proposal.effect,
        None => found.push(proposal),
    }
}

/// What a sentence says that each arm had of one endpoint: each arm is named once, with one value behind it, or all with
/// their values in the same order behind 分别.
fn values(sentence: &str, arms: &[Arm]) -> Option<(String, Values)> {
    let named = mentions(sentence, arms);
    let mut order: Vec<usize> = named.iter().map(|(_, arm)| *arm).collect();
    order.sort_unstable();
    if arms.is_empty() || order != (0..arms.len()).collect::<Vec<_>>() {
        return None;
    }
    let line = Line::new(sentence);
    // The comparison of the arms is told behind their values.
    let first_effect = evidence::find(sentence)
        .iter()
        .filter_map(|it| it.effect().filter(|it| it.measure.compares()).map(|it| it.span.start))
        .min();
    let end = first_effect.unwrap_or(sentence.len());
    let all: Vec<_> = amounts(&line, 0..line.lexemes.len())
        .into_iter()
        .map(|amount| (line.lexemes[amount.at].span.clone(), amount))
        .filter(|(span, _)| span.start < end)
        .collect();
    let is_in_order = (0..named.len()).all(|at| {
        let from = named[at].0.end;
        let to = named.get(at + 1).map_or(end, |next| next.0.start);
        all.iter().filter(|(span, _)| (from..to).contains(&span.start)).count() == 1
    });
    let last = named.last()?.0.end;
    let is_respective = ["分别", "respectively"].iter().any(|word| sentence.contains(word))
        && all.iter().all(|(span, _)| span.start > last);
    if all.len() != arms.len() || !(is_in_order || is_respective) {
        return None;
    }
    let unit = all[0].1.unit;
    if all.iter().any(|(_, amount)| amount.unit != unit) {
        return None;
    }
    let is_median = ["中位", "median", "Median"].iter().any(|word| sentence[..all[0].0.start].contains(word));
    let measure = match unit {
        Unit::Percent if !is_median => Measure::Rate,
        Unit::Year if is_median => Measure::Median(Time::Years),
        Unit::Month if is_median => Measure::Median(Time::Months),
        Unit::Week if is_median => Measure::Median(Time::Weeks),
        Unit::Day if is_median => Measure::Median(Time::Days),
        _ => return None,
    };
    // One endpoint, named before its first value: another one named further on has values of its own.
    let endpoint = endpoint(&sentence[..all[0].0.start])?;
    let goes_on = self::endpoint(&sentence[all[0].0.end..all[all.len() - 1].0.start]);
    if goes_on.is_some_and(|other| other != endpoint) {
        return None;
    }
    let mut printed = vec![String::new(); arms.len()];
    for ((_, arm), (span, _)) in named.iter().zip(&all) {
        printed[*arm] = sentence[span.clone()].to_owned();
    }
    Some((endpoint, Values { printed, measure }))
}

/// The endpoint that was named last before a statement, in its sentence: by its name in the language of that.
fn endpoint(before: &str) -> Option<String> {
    let sentence = before.rsplit(ENDS).next().unwrap_or(before);
    let places = ENDPOINTS.iter().filter_map(|(name, words)| {
        let last = words.iter().filter_map(|word| last_of(sentence, word)).max()?;
        Some((last, *name, *words.last()?))
    });
    let (_, chinese, english) = places.max()?;
    if before.contains(is_cjk) {
        return Some(chinese.to_owned());
    }
    let mut letters = english.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect())
}

fn last_of(text: &str, word: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut all = text.match_indices(word);
    let is_word =
        |at: usize| !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + word.len()..].chars().next());
    let is_ascii = word.is_ascii();
    all.by_ref().filter(|(at, _)| !is_ascii || is_word(*at)).last().map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::block::{Inline, Paragraph};

    fn drawn(text: &str) -> Vec<String> {
        let content = vec![Inline::Text(text.to_owned(), Default::default())];
        let arms = [("a", "甲+乙", 85), ("b", "乙", 92)].map(|(key, label, n)| Arm {
            key: key.into(),
            label: label.into(),
            n,
        });
        let found = proposals(&[Block::Paragraph(Paragraph { content, ..Paragraph::default() })], &arms);
        let short = found.iter().map(|it| {
            let values =
                it.values.as_ref().map_or(String::new(), |it| format!("{} {:?}", it.printed.join(" "), it.measure));
            let effect = it.effect.as_ref().map_or("", |it| it.printed.as_str());
            format!("{}|{values}|{effect}", it.endpoint.as_deref().unwrap_or(""))
        });
        short.collect()
    }

    #[test]
    fn whole_results_are_proposed_with_the_endpoint_of_their_sentence() {
        let text = "总生存期未见差异（HR=0.90，95%CI 0.70~1.16，P=0.42）。PFS延长：HR=0.60，95%CI 0.45~0.80，P<0.001；HR=0.70。";
        let wanted = ["总生存期||HR=0.90，95%CI 0.70~1.16，P=0.42", "无进展生存期||HR=0.60，95%CI 0.45~0.80，P<0.001"];
        assert_eq!(drawn(text), wanted);
        let text = "Median PFS was longer (HR 0.61, 95% CI 0.46–0.81, P<0.001).";
        assert_eq!(drawn(text), ["Progression-free survival||HR 0.61, 95% CI 0.46–0.81, P<0.001"]);
    }

    #[test]
    fn values_of_arms_are_proposed_where_each_has_one() {
        for (text, wanted) in [
            (
                "甲+乙组中位OS为15.8个月，乙组为12.3个月（HR=0.77，95%CI 0.59~1.01，P=0.06）。",
                "总生存期|15.8 12.3 Median(Months)|HR=0.77，95%CI 0.59~1.01，P=0.06",
            ),
            ("乙组ORR为9%，甲+乙组为38%。", "客观缓解率|38 9 Rate|"),
            ("甲+乙组与乙组的客观缓解率分别为38.5%和9.0%。", "客观缓解率|38.5 9.0 Rate|"),
            ("中位PFS：甲+乙组9.2个月（95%CI 7.0~11.1），乙组5.5个月。", "无进展生存期|9.2 5.5 Median(Months)|"),
        ] {
            assert_eq!(drawn(text), [wanted], "{text}");
        }
        for text in [
            "甲+乙组中位OS为15.8个月、中位PFS为9.2个月，乙组为12.3个月和5.5个月。",
            "中位OS为15.8个月对12.3个月。",
            "甲+乙组男性占60%，乙组占58%。",
            "甲+乙组中位OS为15.8个月，乙组的ORR为9%。",
            "甲+乙组中位OS为15.8个月。",
        ] {
            assert!(drawn(text).is_empty(), "{text} {:?}", drawn(text));
        }
    }
}
