//! E111: a P value that no test of the two means beside it comes near.
//!
//! How many were measured is often less than an arm has, an analysis of covariance finds smaller P values and a test of
//! ranks others: what they may explain is only noted. So only P values are flagged that lie far from Student's and
//! Welch's, and from what would follow if the numbers after `±` were standard errors.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::lex::{Kind, Line};
use crate::evidence::method::Verdict;
use crate::evidence::normal::reach;
use crate::evidence::people::size;
use crate::evidence::probability;
use crate::evidence::reckoning::shown_p;
use crate::evidence::sentence::sentences;
use crate::evidence::spread::{Mean, means};
use crate::evidence::two_means::{Group, range, range_of_errors};
use crate::evidence::words::{Topic, first_of, speak_of};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::PassageKind;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::lint::reading::reckoned::judged;
use crate::lint::reading::table::{Table, tables};
use crate::model::issue::Issue;
use crate::model::statistic::{PRole, PValue, Sides};

/// How far a P value may lie from the tests, as a z value: this much, and this share of the greater of the two. A
/// covariate that explains a quarter of the variance makes z greater by 15 %, one that explains half by 41 %.
const FAR: (f64, f64) = (1.0, 0.45);
/// What gives another P value than the t tests: the name in English, in the catalogue.
const OTHERS: &str = "an analysis of covariance, a paired test, a test of ranks or a standard error after ±";

/// A P value is that of the means beside it.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_any("Pp") && it.has_digit()) {
        let may = passage.kind != PassageKind::Cell && !passage.kind.is_citation();
        let has_spread = ["±", "SD", "标准差"].iter().any(|it| passage.text.contains(it));
        if !may || !has_spread || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        for sentence in sentences(&line) {
            if OTHER_TESTS.into_iter().any(|topic| speak_of(&line, sentence.clone(), topic)) {
                continue;
            }
            let all = means(&line, sentence.clone());
            let [first, second] = &all[..] else { continue };
            let Some(groups) = sizes(issue, &line, sentence.clone(), first, second) else { continue };
            let p = (second.pieces.end..sentence.end).find_map(|at| probability::read(&line, at));
            let Some((p, _)) = p.filter(|(p, _)| is_near(&line, second, p)) else { continue };
            let is_of_people = says_deviation(line.slice(sentence.clone()));
            if let Some((message, verdict)) = judge(groups, &p, is_of_people) {
                said.push(explained(say(code::E111, passage, p.span, message), verdict));
            }
        }
    }
    if document.passages.iter().any(|it| it.kind == PassageKind::Cell && it.text.contains('±')) {
        tables(document).iter().for_each(|table| read_table(issue, table, said));
    }
}

fn explained(diagnostic: Diagnostic, verdict: Verdict) -> Diagnostic {
    let help = text!(
        "look the means, deviations and P up in the paper; if P is adjusted or of another test, or the numbers after ± are standard errors, say so in the sentence"
    );
    judged(diagnostic, verdict, help, |method| {
        text!("{method} may explain the difference; otherwise a digit is wrong", method)
    })
}

/// What names a test that means and deviations do not decide.
const OTHER_TESTS: [Topic; 2] = [Topic::ModelTests, Topic::OtherPValues];

/// Whether a text names one.
fn names_other_test(text: &str) -> bool {
    OTHER_TESTS.into_iter().any(|topic| first_of(text, topic).is_some())
}

/// Whether nothing stands between the second mean and a P value that it could belong to: no number but that of its people.
fn is_near(line: &Line<'_>, second: &Mean, p: &PValue) -> bool {
    let end = line.lexemes.partition_point(|it| it.span.start < p.span.start);
    let is_other =
        |at: usize| matches!(line.kind(at), Some(Kind::Number(_) | Kind::Digits)) && size(line, at).is_none();
    end - second.pieces.end <= 12 && !(second.pieces.end..end).any(is_other)
}

/// The two groups, where it is known how many they are: `n=40` beside each, or the arms of the trial in the order in which
/// the sentence names them.
fn sizes(
    issue: &Issue,
    line: &Line<'_>,
    sentence: std::ops::Range<usize>,
    first: &Mean,
    second: &Mean,
) -> Option<(Group, Group)> {
    let said: Vec<u32> = sentence.clone().filter_map(|at| size(line, at)).collect();
    if let [one, other] = said[..] {
        return Some((Group::of(first, one), Group::of(second, other)));
    }
    let [one, other] = &issue.trial.as_ref()?.arms[..] else { return None };
    let (n, m) = (one.n?, other.n?);
    let words = line.slice(sentence);
    match (words.find(one.label.as_str()), words.find(other.label.as_str())) {
        (Some(left), Some(right)) if left < right => Some((Group::of(first, n), Group::of(second, m))),
        (Some(_), Some(_)) => Some((Group::of(first, m), Group::of(second, n))),
        // Arms of one size need no name.
        _ if n == m => Some((Group::of(first, n), Group::of(second, m))),
        _ => None,
    }
}

/// Whether a text says that what follows its means are standard deviations, and no standard errors.
fn says_deviation(text: &str) -> bool {
    ["SD", "标准差", "±s", "± s", "standard deviation"].iter().any(|it| text.contains(it))
}

/// What is wrong with a P value of two means, and whether another method may explain it: a standard error only where
/// nobody says that deviations are printed.
fn judge((first, second): (Group, Group), p: &PValue, says_deviation: bool) -> Option<(Text, Verdict)> {
    let follows = range(first, second).filter(|_| p.role == PRole::Effect)?;
    let is_one_sided = p.sides.as_ref().is_some_and(|it| it.value == Sides::One);
    let share = if is_one_sided { 2.0 } else { 1.0 };
    let (least, most) = p.bounds();
    let printed = z((least * share, (most * share).min(1.0)));
    let apart = |(least, most): (f64, f64)| (printed.0 - most).max(least - printed.1);
    if apart(z(follows)) <= 1e-6 {
        return None;
    }
    let is_far = |range: (f64, f64)| {
        let reckoned = z(range);
        apart(reckoned) > FAR.0 + FAR.1 * printed.0.max(reckoned.0)
    };
    let is_unexplained = is_far(follows) && (says_deviation || range_of_errors(first, second).is_some_and(is_far));
    let verdict = if is_unexplained { Verdict::Unexplained } else { Verdict::Explained(OTHERS) };
    let message = text!(
        "{mean}±{deviation} (n = {n}) against {other}±{spread} (n = {m}): a t test gives P = {p}; printed {printed}",
        mean = first.mean.to_string(),
        deviation = first.deviation.to_string(),
        n = first.n,
        other = second.mean.to_string(),
        spread = second.deviation.to_string(),
        m = second.n,
        p = shown_p(follows),
        printed = p.printed().trim_start_matches("= ").replacen(' ', "", 1)
    );
    Some((message, verdict))
}

/// The least and the greatest z value of a range of two-sided P values.
fn z((least, most): (f64, f64)) -> (f64, f64) {
    let of = |p: f64| if p >= 1.0 { 0.0 } else { reach(100.0 * (1.0 - p)) };
    (of(most), if least <= 1e-16 { f64::INFINITY } else { of(least) })
}

/// Rows with two means and a P value: `| 年龄（岁） | 62.1±8.3 | 61.8±8.9 | 0.81 |`.
fn read_table(issue: &Issue, table: &Table<'_, '_>, said: &mut Said) {
    let arms: Vec<Option<u32>> = issue.trial.iter().flat_map(|it| &it.arms).map(|arm| arm.n).collect();
    for row in &table.rows {
        let found: Vec<(usize, Mean)> = row
            .iter()
            .enumerate()
            .filter_map(|(column, cell)| {
                let line = cell.as_ref()?.line();
                let all = means(&line, 0..line.lexemes.len());
                let [mean] = &all[..] else { return None };
                Some((column, mean.clone()))
            })
            .collect();
        let [(left, first), (right, second)] = &found[..] else { continue };
        let sizes = table.people(*left).zip(table.people(*right));
        let of_arms = || match arms[..] {
            [Some(n), Some(m)] if n == m => Some((n, m)),
            _ => None,
        };
        let Some((n, m)) = sizes.or_else(of_arms) else { continue };
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        let Some((p, passage, heading)) = table.p_value(row) else { continue };
        if names_other_test(about) || names_other_test(&heading) {
            continue;
        }
        let says_deviation =
            says_deviation(about) || [*left, *right].iter().any(|it| table.heading(*it).contains("sd"));
        if let Some((message, verdict)) = judge((Group::of(first, n), Group::of(second, m)), &p, says_deviation) {
            said.push(explained(say(code::E111, passage, 0..passage.text.len(), message), verdict));
        }
    }
}
