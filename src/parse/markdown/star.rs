//! Asterisks that are signs and no marks: products (`3.5*2.1*1.8 cm`), alleles (`CYP2C19*2`), and the stars of a
//! significance level, in its legend (`*P<0.05，**P<0.01`) and behind the numbers that it speaks of (`12.3*，15.8*`).
//!
//! CommonMark would pair them, and the page would lose them. What pairs is judged in one stretch of text: a paragraph, an
//! item, a cell. A run that is none of these is left to the rules of emphasis, so `*P*<0.05`, `**38%**` and
//! `**P<0.05**` mean what they always meant. Every sign stands beside a digit, a P value or Chinese; text without
//! these is read as CommonMark reads it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::emphasis::ends_words;
use crate::text::script::is_cjk;

mod name;
pub(super) mod run;

use run::{Run, first_part, last_part, runs, stretches};

/// The runs that are signs, in their order; those of them that multiply go to `products`.
pub(super) fn signs(text: &str, products: &mut Vec<usize>) -> Vec<Range<usize>> {
    let mut signs = Vec::new();
    for stretch in stretches(text) {
        if !text[stretch.clone()].contains('*') {
            continue;
        }
        let mut runs = runs(text, stretch);
        legends(&mut runs);
        multiply(&mut runs, products);
        alleles(&mut runs);
        name::raised(&mut runs);
        formulas(&mut runs);
        name::behind(&mut runs);
        behind_numbers(&mut runs);
        signs.extend(runs.into_iter().filter(|run| run.is_sign).map(|run| run.range));
    }
    products.sort_unstable();
    signs
}

fn digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９' | '²' | '³' | '¹' | '⁰' | '⁴'..='⁹')
}

/// A text without a unit at its end, such as the `cm` of `3.5 cm`.
fn without_unit(text: &str) -> &str {
    let unit = |c: char| c.is_ascii_alphabetic() || matches!(c, 'µ' | 'μ' | '°' | '℃' | '%' | '％' | '²' | '³');
    let number = text.trim_end_matches(unit);
    let number = if text[number.len()..].chars().count() > 4 { text } else { number };
    number.strip_suffix(' ').unwrap_or(number)
}

/// The Latin letters, digits and hyphens that a text ends with.
fn last_word(text: &str) -> &str {
    &text[text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-').len()..]
}

/// Whether a text ends with a number, and not with a name that has one, such as `PD-L1`.
fn ends_with_number(text: &str) -> bool {
    let number = text.trim_end_matches(['%', '％', '‰']);
    number.ends_with(digit) && !last_word(number).starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether a text ends with a number that stands by itself: behind a blank or behind Chinese.
fn ends_with_value(text: &str) -> bool {
    let before = text.trim_end_matches(['%', '％', '‰']).trim_end_matches(|c: char| digit(c) || ".·".contains(c));
    ends_with_number(text) && before.ends_with(|c: char| c.is_whitespace() || is_cjk(c))
}

/// Whether asterisks that were read as marks may be signs: they open right behind a number, or before a P value that does
/// not end with them.
pub(super) fn may_be_signs(before: &str, marked: &str) -> bool {
    let inside = marked.trim_matches('*');
    let is_single = marked.len() - marked.trim_start_matches('*').len() == 1;
    let clause = inside.split(['，', '。', '\n']).next().unwrap_or(inside);
    // What goes on in the next line says more than one level.
    let is_whole = ends_with_level(inside) && !inside.contains('\n');
    let is_p = is_single && inside.starts_with(['P', 'p', 'Ｐ']) && says_p(clause) && !is_whole;
    is_p || ends_with_number(before.trim_end_matches('*')) || name::may_be_stars(before, inside, is_single)
}

/// The number that a text begins with, and what comes after it.
fn number_first(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(|c: char| digit(c) || matches!(c, '.' | ':'));
    text.starts_with(|c: char| c.is_ascii_digit()).then(|| text.split_at(text.len() - rest.len()))
}

/// `3.5*2.1`, `3.5cm*2.1cm`, `3.5 * 2.1`, `10**9`.
fn multiply(runs: &mut [Run<'_>], products: &mut Vec<usize>) {
    let is_product = |run: &Run<'_>| {
        let before = run.before.strip_suffix(' ');
        let after = if before.is_some() { run.after.strip_prefix(' ').unwrap_or_default() } else { run.after };
        let number = without_unit(before.unwrap_or(run.before));
        after.starts_with(|c: char| digit(c)) && number.ends_with(|c: char| digit(c))
    };
    // What is left over pairs.
    let powers = runs.iter().filter(|run| run.range.len() == 2 && !run.is_sign && !is_product(run)).count() % 2 == 0;
    for run in runs.iter_mut().filter(|run| is_product(run)) {
        let length = run.range.len();
        // Letters that come first make a name: `CYP2C19*2`.
        let is_name = name::is_allele(run.before)
            || last_word(without_unit(run.before.trim_end_matches(' '))).starts_with(|c: char| c.is_ascii_alphabetic());
        let is_first = run.before.trim_start_matches([' ', '\t', '>']).is_empty();
        run.is_sign = length == 1 && !is_first || length == 2 && powers;
        if run.is_sign && length == 1 && !is_name {
            products.push(run.range.start);
        }
    }
}

/// `HLA-B*57:01`, `CYP2C19 *1/*2`, `*2和*3`.
fn alleles(runs: &mut [Run<'_>]) {
    let has_number = |run: &Run<'_>| run.range.len() == 1 && number_first(run.after).is_some();
    let is_allele = |run: &Run<'_>| has_number(run) && run.before.ends_with(|c: char| c.is_ascii_alphabetic());
    for at in 0..runs.len() {
        let (here, next) = (&runs[at], runs.get(at + 1));
        let name = last_word(here.before);
        let is_gene = name.starts_with("HLA") || name.contains(|c: char| c.is_ascii_digit() || c == '-');
        let alone = next.is_none_or(is_allele);
        let begins = is_allele(here) && (is_gene || alone);
        let between = |next: &Run<'_>| {
            let (_, rest) = number_first(here.after)?;
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            let length = rest.len() - next.after.len() - 1;
            Some(rest.get(..length)?.trim_matches(['/', '、', '，', ',', '和', '与', '及', '或', ' ']).is_empty())
        };
        // Nothing emphasised ends with a comma that a digit follows.
        let goes_on = has_number(here)
            && next
                .is_some_and(|next| has_number(next) && between(next) == Some(true) && !next.before.ends_with(digit));
        runs[at].is_sign |= begins || goes_on || has_number(here) && name::is_italic(here.before);
        if goes_on {
            runs[at + 1].is_sign = true;
        }
    }
}

/// Whether what follows a run says a P value: `P<0.05`, `与对照组相比，P<0.01`.
pub(super) fn says_p(after: &str) -> bool {
    after.char_indices().any(|(at, c)| {
        let rest = after[at + c.len_utf8()..].trim_start_matches(['值', ' ']);
        matches!(c, 'P' | 'p' | 'Ｐ')
            && !after[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
            && rest.starts_with(['<', '>', '=', '≤', '≥', '＜', '＞', '＝'])
    })
}

/// Whether a P value is all that is said: nothing but numbers and a unit follows its level.
fn ends_with_level(text: &str) -> bool {
    let (said, level) = text
        .rfind(['<', '>', '=', '≤', '≥', '＜', '＞', '＝'])
        .map_or(("", text), |at| text.split_at(at + text[at..].chars().next().map_or(0, char::len_utf8)));
    // A level stands behind a sign, not behind a tag.
    let in_tag = said
        .strip_suffix('>')
        .and_then(|said| said.rsplit_once('<'))
        .is_some_and(|(_, tag)| tag.starts_with('/') || tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    if in_tag && !level.trim().is_empty() {
        return false;
    }
    without_unit(level.trim()).chars().all(|c| digit(c) || ".,:：%％±~～–−-".contains(c))
}

/// What parts one P value from what else is said.
const PARTS: [char; 5] = ['，', '；', '、', ';', '。'];

/// `*P<0.05，**P<0.01，***P<0.001`: one star more each time, and a P value after each.
fn legends(runs: &mut [Run<'_>]) {
    let mut from = 0;
    let mut line = 0..0;
    // The lengths of runs of this line that are no signs.
    let mut open: BTreeSet<usize> = BTreeSet::new();
    while from < runs.len() {
        let mut to = from;
        while let Some(run) = runs.get(to) {
            let next = runs.get(to + 1);
            let inside = &run.after[..next.map_or(run.after.len(), |next| next.range.start - run.range.end)];
            let clause = inside.split(['。', '\n']).next().unwrap_or(inside);
            let grows = to == from || run.range.len() == runs[to - 1].range.len() + 1;
            let parted =
                to == from || run.before.trim_end().ends_with(|c: char| ends_words(c) || c == '(' || c == '（');
            // Two stars around one statement are a mark, whatever its last word is, unless that is a number with stars.
            let is_whole = |next: &Run<'_>| run.range.len() > 1 && ends(next) && !ends_with_value(next.before);
            let is_closed = next
                .is_some_and(|next| next.range.len() == run.range.len() && (ends_with_level(inside) || is_whole(next)))
                && !inside.contains(PARTS);
            if !(says_p(clause)
                && !(is_closed && to > from)
                && grows
                && parted
                && !run.before.ends_with(|c: char| c.is_ascii_alphanumeric()))
            {
                break;
            }
            to += 1;
        }
        // A single one is a sign if nothing could close it.
        let first = &runs[from];
        if !line.contains(&first.range.start) {
            line = first.range.start - first.before.rsplit('\n').next().map_or(0, str::len)
                ..first.range.end + first.after.split('\n').next().map_or(0, str::len);
            open.clear();
        }
        // Where more follows its P value, a single star was hardly meant to close.
        let goes_on = |other: &Run<'_>| {
            let inside = &first.after[..other.range.start - first.range.end];
            // Another one behind a mark, with a P value of its own, closes nothing: `**P<0.01，**P<0.01`.
            inside.ends_with(PARTS) && other.after.starts_with(['P', 'p', 'Ｐ'])
                || first.range.len() == 1 && (inside.contains(PARTS) || inside.contains(','))
        };
        let is_like = |other: &&Run<'_>| other.range.len() == first.range.len();
        let in_line = |other: &&Run<'_>| line.contains(&other.range.start);
        // Where something parts the first one from it, something parts all.
        let is_closed = || runs[to..].iter().take_while(in_line).find(is_like).is_some_and(|other| !goes_on(other));
        let multiplies = |other: &Run<'_>| other.before.ends_with(digit) && other.after.starts_with(digit);
        let is_alone = to == from + 1 && !is_closed() && !open.contains(&first.range.len());
        let is_item = runs[from].after.starts_with(' ') && !runs[from].after.trim_start().starts_with(['P', 'p', 'Ｐ']);
        if (to > from + 1 || is_alone) && !is_item {
            runs[from..to].iter_mut().for_each(|run| run.is_sign = true);
        }
        let next = to.max(from + 1);
        let is_open = |run: &&Run<'_>| !run.is_sign && !multiplies(run) && line.contains(&run.range.start);
        open.extend(runs[from..next].iter().filter(is_open).map(|run| run.range.len()));
        from = next;
    }
}

/// `体积=长*宽*高`, `长*宽*高`: what both neighbours of every star can be multiplied.
fn formulas(runs: &mut [Run<'_>]) {
    let operand = |c: char| c.is_alphanumeric() || matches!(c, '(' | ')' | '（' | '）' | '²' | '³');
    let size = |c: char| matches!(c, '长' | '宽' | '高' | '厚' | '径' | '深' | '短' | '横' | '纵');
    let is_between = |run: &Run<'_>| run.before.ends_with(operand) && run.after.starts_with(operand);
    let is_size = |run: &Run<'_>| run.before.ends_with(size) && run.after.starts_with(size);
    let has_equals = |run: &Run<'_>| {
        let clause = last_part(run.before).rsplit(['，', '。', '；', ',', ';', '\n', '：']).next().unwrap_or_default();
        let names = |rest: &str| rest.chars().all(|c| operand(c) || "*/+-×÷.πΠ ".contains(c));
        clause.rsplit_once(['=', '＝']).is_some_and(|(_, rest)| names(rest))
    };
    let all = runs.iter().filter(|run| run.range.len() == 1).all(is_between);
    // What stands before the runs of a stretch begins at one place.
    let chinese = runs.last().and_then(|last| last.before.find(is_cjk)).unwrap_or(usize::MAX);
    for run in runs.iter_mut().filter(|run| run.range.len() == 1) {
        run.is_sign |= is_size(run) || all && chinese < run.before.len() && has_equals(run);
    }
}

/// `12.3*，15.8*`, `12.3**`, `2.1*和3.2*`: behind a number, where nothing is open that the run could close.
fn behind_numbers(runs: &mut [Run<'_>]) {
    let is_behind =
        |run: &Run<'_>| (ends_with_number(run.before) || ends_with_range(run)) && !run.after.starts_with(digit);
    let mut open: Vec<usize> = Vec::new();
    for at in 0..runs.len() {
        let run = &runs[at];
        let length = run.range.len();
        if run.is_sign {
            continue;
        }
        let closes = !run.before.ends_with(char::is_whitespace) && !run.before.is_empty();
        let sum: usize = open.iter().rev().take(2).sum();
        if closes && (open.contains(&length) || length == 3 && sum == 3 || open.contains(&3)) {
            open.retain(|it| *it != length && length != 3 && *it != 3);
            continue;
        }
        let next = run.after.chars().next();
        let opens = next.is_some_and(|c| !c.is_whitespace() && !ends_words(c));
        let another = runs[at + 1..].iter().find(|other| other.range.len() == length && !other.is_sign);
        let joins = run.after.starts_with(['和', '与', '及', '或']) && length == 1;
        if (is_behind(run) && (!opens || another.is_none_or(is_behind))) || (joins && another.is_some_and(ends)) {
            // What goes on in Chinese after a lone pair of stars is a mark that was not closed.
            runs[at].is_sign = !opens || length != 2 || runs.len() > 1;
            continue;
        }
        if opens {
            open.push(length);
        }
    }
}

/// Whether a run stands where words end, behind brackets that hold nothing but numbers: `230（150，400）**`.
fn ends_with_range(run: &Run<'_>) -> bool {
    let inside = last_part(run.before).strip_suffix(['）', ')']).and_then(|text| text.rsplit_once(['（', '(']));
    let is_number = |c: char| digit(c) || ".,，、~～-–—±% 至".contains(c);
    ends(run) && inside.is_some_and(|(before, range)| ends_with_number(before) && range.chars().all(is_number))
}

/// Whether a run stands where words end.
fn ends(run: &Run<'_>) -> bool {
    run.after.chars().next().is_none_or(|c| c.is_whitespace() || ends_words(c))
}

#[cfg(test)]
mod tests {
    use super::signs;

    /// A text with its signs in brackets.
    fn marked(text: &str) -> String {
        let mut marked = text.to_owned();
        for sign in signs(text, &mut Vec::new()).into_iter().rev() {
            marked.insert(sign.end, ']');
            marked.insert(sign.start, '[');
        }
        marked
    }

    #[test]
    fn stars_beside_numbers_are_signs() {
        for text in [
            "肿块大小3.5[*]2.1[*]1.8 cm",
            "3.5cm[*]2.1cm[*]1.8cm",
            "3.5 cm [*] 2.1 cm",
            "2.5[*]109…5[*]1012",
            "10[**]9/L，100[*]10[**]9/L",
            "注：[*]P<0.05，[**]P<0.01，[***]P<0.001。",
            "[*]与对照组相比，P<0.05；[**]与对照组相比，P<0.01",
            "[*]P < 0.05, [**]P < 0.01",
            "[*] P<0.05",
            "[*]P<0.05，B组12.3[*]",
            "10[**]9，其中**38%**",
            "0.03[***]和甲，10[**]9\n[*]P<0.05，[**]P<0.01，[***]P<0.001",
            "[*]P<0.05，**P=0.04（甲）**",
            "[*]P<0.05，[**]P<0.01，[***]P<0.001 0.03[***]",
            "12.3[*]，15.8[*]",
            "12.3[*]和15.8[**]",
            "12.3[*]个月，15.8[*]个月",
            "12.3[*] 15.8[*]",
            "0.03[*]",
            "CYP2C19[*]2和[*]3等位基因",
            "HLA-B[*]57:01与HLA-A[*]31:01",
            "[*]1/[*]2、[*]2/[*]3",
            "体积=长[*]宽[*]高[*]0.5",
            "长[*]宽[*]高",
            "组A[*]和组B[*]",
            "HLA-A[*]02:01-B[*]46:01-DRB1[*]09:01单倍型",
            "CYP2C9[*]2[*]3，SLCO1B1[*]1b[*]15",
            "*CYP2C19* [*]2等位基因与*CYP2C19* [*]3等位基因",
            "p.R213[*]和p.Q136[*]为截短变异",
            "HLA-B[*]与HLA-C[*]位点",
            "R1306*、Q1406[*]及W93[*]均",
            "年龄*、性别[*]及分期[*]为",
            "年龄[*]（岁）和体重[*]（kg）",
            "ALT[*]和AST[*]升高",
            "张三^1,[*]^，李四^2,[*]^",
            "12.3<sup>[*]</sup>，13.1<sup>1,[**]</sup>",
            "9.8±3.3^[**]^",
            "230（150，400）[**]",
        ] {
            assert_eq!(marked(&text.replace(['[', ']'], "")), text);
        }
    }

    #[test]
    fn marks_are_left_to_emphasis() {
        for text in [
            "*P*<0.05，*P*=0.03",
            "**P<0.05**，有意义",
            "**38%**对9%",
            "中位OS**15.8**个月对**12.3**个月",
            "延长**3.5个月（HR=0.77）**有",
            "15.8**个月**",
            "*重点*，**P=0.03**",
            "甲*乙*丙",
            "***结论12***，**甲12**",
            "HR*0.77*有意义",
            "n=*12*例",
            "* 一\n* 二",
            "a*b*c",
            "共12**例患者",
            "*ALT*和*AST*升高",
            "疗效**和安全性**均佳",
            "有效率**（38%）**较高",
            "PD-L1*阳性*与CD8*阴性*",
            "EGFR**突变的NSCLC**患者",
            "x<sup>*a*</sup>",
            "10<sup>**9**</sup>",
        ] {
            assert_eq!(marked(text), text);
        }
    }
}
