//! E405: the text says that the trial was published in another journal than `publication` does.
//!
//! A name is one by its form, `发表于《柳叶刀·肿瘤学》`, `published in The Lancet Oncology`; no list of journals is asked, and
//! none is needed. Papers of other trials are named often, so only that is judged which speaks of this one: in the key
//! findings, the summary and the first paragraph, and elsewhere where the year or the DOI of the paper stands beside it.

use std::ops::Range;

use crate::diag::{Said, code, text};
use crate::evidence::counted::is_of_another_study;
use crate::evidence::sentence::sentences;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, PassageKind, Section};
use crate::lint::reading::place::say;
use crate::model::issue::Issue;
use crate::model::prose::ProseKind;
use crate::model::trial::Publication;

mod name;

use name::are_same;

/// How a sentence says that it is about the trial of the issue.
const THIS: &[&str] = &[
    "本研究",
    "该研究",
    "这项研究",
    "此研究",
    "此项研究",
    "该项研究",
    "本项研究",
    "本试验",
    "该试验",
    "这项试验",
    "此试验",
    "研究结果",
    "试验结果",
    "原文",
    "本文",
    "this trial",
    "this study",
    "the trial",
    "the study",
    "our trial",
    "the results",
    "its results",
    "results of",
    "the paper",
];
/// What speaks of another paper than the one that an issue is about.
const OTHERS: &[&str] = &[
    "方案",
    "设计",
    "初步",
    "首次",
    "早期",
    "中期",
    "此前",
    "既往",
    "先前",
    "先后",
    "曾",
    "之前",
    "另一",
    "摘要",
    "大会",
    "年会",
    "会议",
    "预印",
    "二次分析",
    "次要分析",
    "事后",
    "亚组",
    "随访",
    "更新",
    "生活质量",
    "述评",
    "评述",
    "社论",
    "配发",
    "指南",
    "共识",
    "综述",
    "荟萃",
    "引用",
    "转载",
    "译",
    "子刊",
    "旗下",
    "系列",
    "protocol",
    "rationale",
    "previous",
    "earlier",
    "abstract",
    "preliminary",
    "secondary anal",
    "subgroup",
    "post hoc",
    "update",
    "follow-up",
    "quality of life",
    "editorial",
    "commentary",
    "accompan",
    "guideline",
    "review",
    "meta-anal",
    "preprint",
    "presented",
    "initial",
    "interim",
    "companion",
    "first report",
    "cited",
];
/// What stands before the name of a journal in Chinese.
const BEFORE: &[&str] = &["发表于", "发表在", "刊登于", "刊登在", "刊发于", "刊发在", "刊载于", "见刊于"];
/// What stands after it.
const AFTER: &[&str] = &["发表", "刊登", "刊发", "刊载"];
/// Words by which a name in Latin letters is known as one of a journal.
const JOURNALS: &[&str] = &[
    "journal",
    "j",
    "lancet",
    "jama",
    "nejm",
    "jco",
    "annals",
    "ann",
    "bmj",
    "nature",
    "nat",
    "cell",
    "cancer",
    "oncology",
    "oncol",
    "medicine",
    "med",
    "surgery",
    "surg",
    "blood",
    "gut",
    "hepatology",
    "hepatol",
    "circulation",
    "chest",
    "radiotherapy",
    "radiother",
    "radiology",
    "pnas",
    "jnci",
    "jto",
    "ijrobp",
    "jitc",
];
/// Words by which it is known as one of a meeting or a collection.
const NO_JOURNALS: &[&str] = &[
    "asco",
    "esmo",
    "astro",
    "estro",
    "aacr",
    "wclc",
    "sabcs",
    "csco",
    "congress",
    "meeting",
    "annual",
    "conference",
    "symposium",
    "abstracts",
    "proceedings",
    "pubmed",
    "medline",
    "center",
    "centre",
    "institute",
    "university",
    "hospital",
];

/// What follows the name of a journal in English and is no part of it.
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

/// The text and the fields name one journal.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let Some(publication) = issue.trial.as_ref().and_then(|trial| trial.publication.as_ref()) else { return };
    let first = document.section(Section::Text).find(|it| it.kind == PassageKind::Running);
    let field = document.passages.iter().find(|it| it.is_field(ProseKind::Journal));
    let known = names_in_house(&publication.journal, desk);
    for passage in &document.passages {
        let is_head = passage.section == Section::KeyFindings
            || passage.is_field(ProseKind::Summary)
            || first.is_some_and(|first| std::ptr::eq(first, passage));
        let is_text = passage.section == Section::Text && passage.kind == PassageKind::Running;
        if !(is_head || is_text) || !may_name_one(&passage.text) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line).into_iter().map(|it| line.span(it)) {
            let words = &line.text[sentence.clone()];
            if !is_of_this(issue, publication, words, is_head || names_paper(publication, passage)) {
                continue;
            }
            let names = names(words);
            let is_own = |name: &Range<usize>| {
                let forms = names_in_house(&words[name.clone()], desk);
                let compared = forms.iter().flat_map(|one| known.iter().map(|other| are_same(one, other)));
                compared.flatten().reduce(|one, other| one || other)
            };
            let judged: Vec<Option<bool>> = names.iter().map(is_own).collect();
            if judged.contains(&Some(true)) {
                continue;
            }
            let Some((name, _)) = names.iter().zip(&judged).find(|(_, is_own)| **is_own == Some(false)) else {
                continue;
            };
            let place = sentence.start + name.start..sentence.start + name.end;
            let message = text!(
                "the text has this trial published in `{name}`, and `publication` says `{journal}`",
                name = &words[name.clone()],
                journal = &publication.journal
            );
            let found = say(code::E405, passage, place, message)
                .help(text!("compare both with the paper; if another paper is meant, say which in the sentence"));
            said.push(match field {
                Some(field) => {
                    found.related(field.file, field.span(0..field.text.len()), text!("the journal of `publication`"))
                }
                None => found,
            });
        }
    }
}

fn may_name_one(text: &str) -> bool {
    AFTER.iter().any(|it| text.contains(it)) || text.contains("published") || text.contains("Published")
}

/// A name with the other names that the house knows of its journal.
fn names_in_house(name: &str, desk: &Desk<'_>) -> Vec<String> {
    let bare = |name: &str| name.trim_matches(['《', '》', ' ']).to_lowercase();
    let all = desk.house.journals.iter().map(|it| std::iter::once(&it.name).chain(&it.also).collect::<Vec<_>>());
    let same = all.filter(|names| names.iter().any(|it| bare(it) == bare(name))).flatten();
    std::iter::once(name.trim_matches(['《', '》', ' ']).to_owned()).chain(same.cloned()).collect()
}

/// Whether the DOI of the paper stands in a passage.
fn names_paper(publication: &Publication, passage: &Passage<'_>) -> bool {
    let doi = publication.doi.as_ref().map(|doi| doi.value.to_string().to_lowercase());
    doi.is_some_and(|doi| passage.text.to_lowercase().contains(&doi))
}

/// Whether a sentence speaks of the paper of an issue; beside the year of the paper, unless the place says it.
fn is_of_this(issue: &Issue, publication: &Publication, words: &str, is_sure: bool) -> bool {
    let small = words.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|it| small.contains(it));
    let name = issue.trial.as_ref().map(|trial| trial.name.to_lowercase()).filter(|name| name.chars().count() > 2);
    let is_named = has(THIS) || name.is_some_and(|name| small.contains(&name));
    if !is_named || has(OTHERS) || is_of_another_study(words) {
        return false;
    }
    let years = years(words);
    // A paper is online in one year and in print in the next.
    let is_year = |year: &u16| publication.year.is_some_and(|own| own.abs_diff(*year) <= 1);
    let may_be = publication.year.is_none() || years.iter().all(is_year);
    may_be && (is_sure || years.iter().any(is_year))
}

/// The years in a text.
fn years(words: &str) -> Vec<u16> {
    let numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|it| it.len() == 4);
    numbers.filter_map(|it| it.parse().ok()).filter(|year| (1950..2100).contains(year)).collect()
}

/// The names of journals in a sentence of which it says that something was published there.
fn names(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, verb) in BEFORE.iter().flat_map(|verb| words.match_indices(verb)) {
        let from = at + verb.len();
        found.extend(marked_after(words, from).or_else(|| latin_at(words, from)));
    }
    let marked = words.match_indices('《').filter_map(|(at, _)| marked_at(words, at));
    found.extend(marked.filter(|name| {
        let after = words[name.end + '》'.len_utf8()..].split(['，', '。', ',', '、', '《']).next().unwrap_or_default();
        let near: String = after.chars().take(16).collect();
        // `《柳叶刀》发表的一篇文章` is any paper.
        AFTER.iter().any(|it| near.split_once(it).is_some_and(|(_, rest)| !rest.starts_with('的')))
    }));
    let english = ["published", "Published"].iter().flat_map(|verb| words.match_indices(verb));
    for (at, verb) in english {
        let from = at + verb.len();
        let clause = words[from..].split([';', '。', '(']).next().unwrap_or_default();
        let place = clause.char_indices().take(40).last().map_or(0, |(at, c)| at + c.len_utf8());
        let mut named = clause[..place].match_indices(" in ").map(|(at, it)| from + at + it.len());
        found.extend(named.find_map(|at| latin_at(words, at)));
    }
    // `《柳叶刀》（The Lancet）` has two names.
    let brackets: Vec<Range<usize>> = found.iter().filter_map(|name| in_bracket(words, name.end)).collect();
    found.extend(brackets);
    found.sort_by_key(|name| name.start);
    found.dedup();
    found
}

/// The name between `《` at a byte and `》`.
fn marked_at(words: &str, at: usize) -> Option<Range<usize>> {
    let start = at + '《'.len_utf8();
    let end = start + words.get(start..)?.find('》')?;
    (start < end).then_some(start..end)
}

/// The name in Latin letters in the bracket behind a name.
fn in_bracket(words: &str, end: usize) -> Option<Range<usize>> {
    let rest = words[end..].trim_start_matches('》');
    let inside = rest.strip_prefix(['（', '('])?;
    latin_at(words, words.len() - inside.len())
}

/// The name in `《》` that follows a byte with no more than a few characters between: `国际期刊《柳叶刀》`.
fn marked_after(words: &str, from: usize) -> Option<Range<usize>> {
    let open = words[from..].find('《')?;
    let between = &words[from..from + open];
    let is_near = between.chars().count() <= 14 && !between.contains(['，', '。', ',', '；']);
    is_near.then(|| marked_at(words, from + open)).flatten()
}

/// The name in Latin letters at a byte, if it is one of a journal.
fn latin_at(words: &str, from: usize) -> Option<Range<usize>> {
    let rest = &words[from..];
    let start = from + rest.len() - rest.trim_start().len();
    let start = ["the journal ", "journal "]
        .iter()
        .find(|it| words[start..].starts_with(**it))
        .map_or(start, |it| start + it.len());
    let small = ["of", "and", "the", "in", "for"];
    let mut end = start;
    let mut at = start;
    for word in words[start..].split_inclusive(' ') {
        let bare = word.trim_end();
        let is_part = |c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '&' | '*' | '-' | '\'');
        let letters = bare.find(|c: char| !is_part(c)).unwrap_or(bare.len());
        let part = &bare[..letters];
        let is_capital = part.starts_with(|c: char| c.is_ascii_uppercase() || c == '&');
        if part.is_empty() || MONTHS.contains(&part) || !(is_capital || small.contains(&part)) {
            break;
        }
        if is_capital {
            end = at + letters;
        }
        at += word.len();
        // Something else than a letter ends the name.
        if letters < bare.len() {
            break;
        }
    }
    let name = words[start..end].trim_end_matches(['.', '\'', '-']);
    let has = |list: &[&str]| {
        name.split(|c: char| !c.is_ascii_alphabetic()).any(|word| list.contains(&word.to_ascii_lowercase().as_str()))
    };
    (has(JOURNALS) && !has(NO_JOURNALS) && name.len() > 2).then(|| start..start + name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_by_its_form() {
        for (words, expected) in [
            ("本研究发表于《柳叶刀·肿瘤学》", "柳叶刀·肿瘤学"),
            ("该研究2025年发表在国际期刊《JAMA Oncology》上", "JAMA Oncology"),
            ("该研究发表于 Lancet Oncol 杂志", "Lancet Oncol"),
            ("《新英格兰医学杂志》2025年8月在线发表了该研究", "新英格兰医学杂志"),
            ("This trial was published in The Lancet Oncology in 2025", "The Lancet Oncology"),
            ("The trial, published online on August 7, 2025, in the journal JAMA Oncology, shows", "JAMA Oncology"),
            (
                "The trial was published in the New England Journal of Medicine last year",
                "New England Journal of Medicine",
            ),
            ("该研究发表于ASCO年会", ""),
            ("This trial was published in English", ""),
            ("《柳叶刀》认为该研究", ""),
            ("《柳叶刀》发表的一篇文章认为该研究", ""),
            ("This trial was published online in NEJM on August 7", "NEJM"),
            ("This trial was published in JAMA Oncology in February", "JAMA Oncology"),
            ("该研究发表于《柳叶刀》（The Lancet）", "柳叶刀|The Lancet"),
        ] {
            let found: Vec<&str> = names(words).into_iter().map(|name| &words[name]).collect();
            assert_eq!(found.join("|"), expected, "{words}");
        }
    }
}
