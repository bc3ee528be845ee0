//! E203: arms that do not add up to the total.

use std::ops::Range;

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::lex::{Kind, Line, Sign};
use crate::evidence::people::{crowd, is_called_n, lone_fraction, people, whole};
use crate::evidence::sentence::sentences;
use crate::evidence::words::{Topic, chinese, speak_of};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::issue::Issue;
use crate::model::trial::Trial;

/// Arms add up to the total.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let Some(trial) = &issue.trial else { return };
    front_matter(issue, trial, said);
    populations(issue, trial, said);
    let arms = trial.arms.len();
    if arms < 2 {
        return;
    }
    for passage in &document.passages {
        let says =
            || passage.text.contains('组') || passage.text.contains("andomi") || passage.text.contains("assigned");
        if !passage.has_digit() || passage.kind.is_citation() || !says() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            let Some((total, at, parts)) = divided(&line, sentence, arms) else { continue };
            let sum: u32 = parts.iter().fold(0, |sum, it| sum.saturating_add(*it));
            if sum != total {
                said.push(say(code::E203, passage, line.span(at..at + 1), sums(&parts, sum, total)).help(help()));
            }
        }
    }
}

fn help() -> Text {
    text!("look the numbers up in the paper; if some belong to no arm, accept E203 with the reason")
}

fn sums(parts: &[u32], sum: u32, total: u32) -> Text {
    let parts: Vec<String> = parts.iter().map(u32::to_string).collect();
    text!("{parts} = {sum}, not {total}", parts = parts.join(" + "), sum, total)
}

fn front_matter(issue: &Issue, trial: &Trial, said: &mut Said) {
    let Some(enrolled) = trial.enrolled else { return };
    let parts: Option<Vec<u32>> = trial.arms.iter().map(|arm| arm.n).collect();
    let Some(parts) = parts.filter(|parts| parts.len() > 1) else { return };
    let sum = parts.iter().fold(0, |sum: u32, it| sum.saturating_add(*it));
    if sum != enrolled {
        let found = Diagnostic::new(code::E203, sums(&parts, sum, enrolled));
        said.push(
            found.at(&issue.source, enrolled_span(issue)).label(text!("`enrolled` counts all of them")).help(help()),
        );
    }
}

/// Where `enrolled:` stands in the front matter; the title where it is hard to find.
fn enrolled_span(issue: &Issue) -> Range<usize> {
    let text = &issue.source.text;
    let front = text.find("\n---").map_or(text.len(), |end| end.max(3));
    let front = text[3.min(text.len())..].find("\n---").map_or(front, |end| end + 3);
    let key = "enrolled:";
    match text[..front].find(key) {
        Some(at) => {
            let rest = &text[at + key.len()..front];
            let start = at + key.len() + (rest.len() - rest.trim_start().len());
            let length = text[start..front].bytes().take_while(u8::is_ascii_digit).count();
            start..start + length
        }
        None => issue.title_span.clone(),
    }
}

/// The people of a finding's counts against the population that is named for it.
fn populations(issue: &Issue, trial: &Trial, said: &mut Said) {
    for finding in &issue.findings {
        let Some(population) = finding.population.as_deref() else { continue };
        let line = Line::new(population);
        let mut named = (0..line.lexemes.len()).filter_map(|at| people(&line, at));
        let (Some((size, _)), None) = (named.next(), named.next()) else { continue };
        if let Some(enrolled) = trial.enrolled.filter(|enrolled| size > *enrolled) {
            let message = text!("a population of {size} is more than the {enrolled} enrolled", size, enrolled);
            said.push(Diagnostic::new(code::E203, message).at(&issue.source, finding.span.clone()).help(help()));
            continue;
        }
        let examined = |count: &str| lone_fraction(count).map(|share| share.among);
        let all = finding.values.iter().map(|value| value.count.as_ref().and_then(|count| examined(count)));
        let Some(parts) = all.collect::<Option<Vec<u32>>>().filter(|it| it.len() == trial.arms.len() && it.len() > 1)
        else {
            continue;
        };
        let sum = parts.iter().fold(0, |sum: u32, it| sum.saturating_add(*it));
        if let Some(count) = finding.values.first().and_then(|it| it.count.as_ref()).filter(|_| sum != size) {
            let found = Diagnostic::new(code::E203, sums(&parts, sum, size)).at(&issue.source, count.span.clone());
            said.push(found.help(help()));
        }
    }
}

/// A total that a sentence divides among as many groups as there are arms: the total, its piece, the groups.
///
/// `共177例，其中索拉非尼组92例，联合组85例`: nothing may follow a number of a group, and what stands between the total and the
/// groups must say that it is divided.
fn divided(line: &Line<'_>, sentence: Range<usize>, arms: usize) -> Option<(u32, usize, Vec<u32>)> {
    let (mut whole, mut parts, mut first) = (None, Vec::new(), None);
    for at in sentence.clone() {
        match group(line, at) {
            Some(size) if whole.is_some() => {
                first.get_or_insert(at);
                parts.push(size);
            }
            _ if people(line, at).is_some() && first.is_some() => return None,
            // Of several numbers before the groups (planned, screened, enrolled), the last is divided.
            _ => whole = crowd(line, at).map(|total| (total, at)).or(whole),
        }
    }
    let ((total, at), first) = (whole?, first?);
    let between = line.slice(at + 1..first);
    let is_short = between.chars().count() <= 48 && !between.contains(['率', '件']);
    let says = |pieces: Range<usize>| speak_of(line, pieces, Topic::Divides);
    let divides = says(at + 1..first)
        || says(sentence.start..at + 1)
        || line.slice(sentence.start..at).ends_with('共')
        || line.sign(at + 2) == Some(Sign::Colon)
        // `177例（单药组92例，联合组85例）`
        || line.is(at + 2, Sign::Open) && !(at + 2..first).any(|it| line.is(it, Sign::Close));
    (parts.len() == arms && divides && is_short && total > 0).then_some((total, at, parts))
}

/// The size of a group: `索拉非尼组92例，`, `组（92例）`, `(n = 92)`.
fn group(line: &Line<'_>, at: usize) -> Option<u32> {
    let size = whole(line, at)?;
    // 入组 is what people do, and 全组 all of them.
    let is_all = |han: &str| chinese(|it| it.no_group).iter().any(|it| han.ends_with(it));
    let is_group = |at: usize| line.han(at).is_some_and(|han| han.ends_with('组') && !is_all(han));
    if is_called_n(line, at) {
        return line.is(at + 1, Sign::Close).then_some(size);
    }
    let before = at.checked_sub(1)?;
    let (_, end) = people(line, at)?;
    let ends = match line.kind(end) {
        None => true,
        Some(Kind::Sign(sign)) => {
            matches!(sign, Sign::Comma | Sign::ListComma | Sign::Stop | Sign::Semicolon | Sign::Close)
        }
        Some(Kind::Han(han)) => matches!(han, "和" | "与" | "或" | "及"),
        _ => false,
    };
    let opened = line.is(before, Sign::Open) && before > 0 && is_group(before - 1) && line.is(end, Sign::Close);
    // `联合组92例（…` counts the group only if the bracket does not count something in it.
    (opened || is_group(before) && ends).then_some(size)
}
