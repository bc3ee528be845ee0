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
mod written;

use name::are_same;
use written::{may_name_one, names};

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
        for sentence in sentences(&line).map(|it| line.span(it)) {
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
