//! E201: a count and its percentage that do not agree.
//!
//! Where the text says of how many, these are taken; where it does not, everything that the issue names is tried: arms,
//! totals, populations, every other number of people. Only what none of them explains is flagged. Rates of survival are
//! estimated, not counted, and another study's people are not known here: neither is looked at.

use std::cell::OnceCell;

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::lex::{Line, Sign};
use crate::evidence::people::whole;
use crate::evidence::proportion::{Share, denominators};
use crate::evidence::sentence::{first_of, sentences};
use crate::evidence::share::{CountPercent, percent, shares};
use crate::lint::reading::crowd::{Crowds, Misfit};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, PassageKind};
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::table::{Table, tables};
use crate::model::finding::Measure;
use crate::model::issue::Issue;

/// Words of a sentence after which a percentage may be an estimate over time.
const ESTIMATED: &[&str] = &[
    "生存率",
    "存活率",
    "os率",
    "pfs率",
    "dfs率",
    "efs率",
    "rfs率",
    "累积",
    "累计发生",
    "kaplan",
    "精算",
    "竞争风险",
    "加权",
    "估计",
    "标化",
    "插补",
    "信息分数",
    "survival",
    "cumulative",
    "actuarial",
    "weighted",
    "estimated",
    "imputed",
    "-year",
    "-month",
];

/// Words of a sentence after which people may be those of another study.
const ELSEWHERE: &[&str] = &[
    "另一项",
    "其他研究",
    "其它研究",
    "前期研究",
    "荟萃",
    "meta",
    "文献",
    "历史",
    "真实世界",
    "another",
    "historical",
    "literature",
];

/// Words that speak of another study only if one is named right after them: `既往研究`, not `既往手术`.
const EARLIER: &[&str] = &["既往", "此前", "以往", "先前", "previous", "prior", "earlier"];

/// What earlier studies are called.
const STUDIES: &[&str] = &[
    "研究",
    "试验",
    "报道",
    "报告",
    "数据",
    "队列",
    "经验",
    "结果",
    "分析",
    "stud",
    "trial",
    "report",
    "data",
    "cohort",
    "series",
    "experience",
    "result",
    "analys",
];

/// Where a text begins to speak of another study.
fn elsewhere(words: &str) -> Option<usize> {
    let lower = words.to_ascii_lowercase();
    let earlier = EARLIER.iter().flat_map(|word| lower.match_indices(word)).map(|(at, word)| (at, at + word.len()));
    let is_study = |end: usize| {
        let near: String = lower[end..].chars().take(12).collect();
        STUDIES.iter().any(|study| near.contains(study))
    };
    let earlier = earlier.filter(|(_, end)| is_study(*end)).map(|(at, _)| at).min();
    first_of(words, ELSEWHERE).into_iter().chain(earlier).min()
}

/// A count and its percentage agree.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let crowds = OnceCell::new();
    let known = || crowds.get_or_init(|| Crowds::in_document(document));
    for passage in document.passages.iter().filter(|it| has_percent(it) && !it.kind.is_citation()) {
        if passage.kind == PassageKind::Cell || in_wrong_answer(issue, passage) {
            continue;
        }
        for share in counted(&Line::new(&passage.text)) {
            let misfit = misfit(&share, &[], &known);
            said.extend(misfit.map(|it| flag(passage, share.span, &it)));
        }
    }
    if document.passages.iter().any(|it| it.kind == PassageKind::Cell && has_percent(it)) {
        tables(document).iter().for_each(|table| read_table(table, &known, said));
    }
    findings(issue, said);
}

/// The shares of a text that are counted, each of which can be judged by itself.
pub(in crate::lint) fn counted(line: &Line<'_>) -> Vec<CountPercent> {
    let mut all = shares(line);
    if all.is_empty() {
        return all;
    }
    let mut kept = Vec::with_capacity(all.len());
    for sentence in sentences(line) {
        let span = line.span(sentence.clone());
        let words = &line.text[span.clone()];
        let estimated = first_of(words, ESTIMATED).or_else(|| rate_over_time(words));
        let elsewhere = elsewhere(words);
        let end = all.partition_point(|share| share.pieces.start < sentence.end);
        for share in all.drain(..end) {
            let follows = |at: Option<usize>| at.is_some_and(|at| span.start + at < share.span.start);
            if !(follows(estimated) || follows(elsewhere) && share.among.is_none()) {
                kept.push(share);
            }
        }
    }
    kept
}

/// Where a sentence speaks of a rate after some years: `5年局部控制率`. What happens *within* them is counted.
fn rate_over_time(words: &str) -> Option<usize> {
    let rate = words.find('率')?;
    ["年", "个月"].iter().find_map(|unit| {
        words[..rate].match_indices(unit).map(|(at, _)| at).find(|at| {
            let digits = words[..*at].len() - words[..*at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
            matches!(digits, 1..=2) && !words[at + unit.len()..].starts_with('内')
        })
    })
}

fn has_percent(passage: &Passage<'_>) -> bool {
    passage.has_any("%") || passage.text.contains(['％', '﹪'])
}

/// What is wrong with a share. More than everybody is for E202 to say.
fn misfit<'c>(share: &CountPercent, but: &[u32], known: &dyn Fn() -> &'c Crowds) -> Option<Misfit> {
    let (count, percent) = (share.count, share.percent);
    if percent.low() > 100.0 {
        return None;
    }
    match share.among {
        Some(among) if among < count || among == 0 => None,
        Some(among) => (!Share { count, among }.is_printed_as(percent)).then(|| Misfit {
            count,
            percent,
            fitting: denominators(count, percent),
            nearest: Some((among, String::new())),
        }),
        None => known().judge(count, percent, but),
    }
}

fn read_table<'c>(table: &Table<'_, '_>, known: &dyn Fn() -> &'c Crowds, said: &mut Said) {
    for row in &table.rows {
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        if first_of(about, ESTIMATED).or_else(|| elsewhere(about)).is_some() || rate_over_time(about).is_some() {
            continue;
        }
        for column in 0..row.len() {
            let Some((share, passage)) = table.share(row, column) else { continue };
            let own = table.people(column);
            let fits = |among: u32| Share { count: share.count, among }.is_printed_as(share.percent);
            if share.among.is_none() && own.is_some_and(fits) {
                continue;
            }
            // The people of another column are not those of this one.
            let others: Vec<u32> = match own {
                Some(own) => (0..row.len()).filter_map(|it| table.people(it)).filter(|it| *it != own).collect(),
                None => Vec::new(),
            };
            let mut found = misfit(&share, &others, known);
            if let (Some(found), Some(own), None) = (&mut found, own, share.among)
                && own >= share.count
            {
                found.nearest = Some((own, String::new()));
            }
            said.extend(found.map(|it| flag(passage, share.span, &it)));
        }
    }
}

/// Rates of findings with their counts.
fn findings(issue: &Issue, said: &mut Said) {
    for finding in issue.findings.iter().filter(|it| it.measure == Some(Measure::Rate)) {
        for value in &finding.values {
            let Some(count) = &value.count else { continue };
            let (rate, fraction) = (Line::new(&value.value), Line::new(count));
            let parsed =
                percent(&rate, 0).map(|(it, _)| it).or_else(|| rate.number(0).filter(|_| rate.lexemes.len() == 1));
            let numbers = whole(&fraction, 0).zip(whole(&fraction, 2).filter(|_| fraction.is(1, Sign::Slash)));
            let (Some(percent), Some((count, among))) = (parsed, numbers) else { continue };
            let share = Share { count, among };
            if count > among || among == 0 || percent.low() > 100.0 || share.is_printed_as(percent) {
                continue;
            }
            let misfit =
                Misfit { count, percent, fitting: denominators(count, percent), nearest: Some((among, String::new())) };
            let found = Diagnostic::new(code::E201, misfit.arithmetic()).at(&issue.source, value.value.span.clone());
            said.push(found.label(misfit.would_fit()).help(help()));
        }
    }
}

fn flag(passage: &Passage<'_>, range: std::ops::Range<usize>, misfit: &Misfit) -> Diagnostic {
    say(code::E201, passage, range, misfit.arithmetic()).label(misfit.would_fit()).help(help())
}

fn help() -> crate::diag::Text {
    text!(
        "look both numbers up in the paper; if the percentage is of other people, say of how many, or accept E201 with the reason"
    )
}
