//! Asterisks beside names: alleles of genes (`HLA-A*02:01-B*46:01`), stop codons (`p.R213*`), and the stars that send
//! a name to a note (`ALT*和AST*升高`, `张三^1,*^`).

use super::{Run, ends, first_part, last_part, last_word};
use crate::text::script::is_cjk;

/// Words that join two names, so that nothing emphasised begins with them.
const JOINS: [char; 4] = ['和', '与', '及', '或'];

/// Whether a text ends with the name of a gene and perhaps with alleles, of which the next begins: `UGT1A1*6`,
/// `HLA-A*02:01-B*46:01-DRB1`. Names of genes have capital letters (HGNC guidelines, 2020), and units have small ones.
pub(super) fn is_allele(before: &str) -> bool {
    let before = last_part(before);
    let part = |c: char| c.is_ascii_alphanumeric() || "-:*/~".contains(c);
    let word = |text: &str| text.trim_end_matches(part).len();
    let start = word(before);
    let mut name = &before[start..];
    if name.starts_with('*') && before[..start].ends_with(' ') {
        let gene = before[..start].trim_end_matches(' ');
        name = &gene[word(gene)..];
    }
    let gene = name.split('*').next().unwrap_or_default();
    gene.starts_with(|c: char| c.is_ascii_uppercase()) && !gene.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether a text ends with an emphasised name of a gene and a space: `*CYP2C19* `.
pub(super) fn is_italic(before: &str) -> bool {
    let Some(marked) = before.strip_suffix(' ') else { return false };
    let inside = marked.trim_end_matches('*');
    let marks = &marked[inside.len()..];
    let gene = last_word(inside);
    !marks.is_empty()
        && gene.len() > 1
        && gene.starts_with(|c: char| c.is_ascii_uppercase())
        && inside[..inside.len() - gene.len()].ends_with(marks)
}

/// Whether a text ends with the name of a gene, a variant or a value of the laboratory: `T790M`, `p.Gln39`, `ALT`.
fn ends_with_name(text: &str) -> bool {
    let word = &text[text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "-.".contains(c)).len()..];
    let name = word.strip_prefix("p.").or_else(|| word.strip_prefix("c.")).unwrap_or(word);
    let is_sign = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().filter(|c| is_sign(*c)).count() > 1
}

/// Stars in a superscript or a subscript, alone or with the numbers of notes: `12.3<sup>*</sup>`, `张三^1,*^`.
pub(super) fn raised(runs: &mut [Run<'_>]) {
    let is_note = |c: char| c.is_ascii_alphanumeric() || ",，、 *#†‡§¶".contains(c);
    for run in runs.iter_mut() {
        let (all_before, all_after) = (last_part(run.before), first_part(run.after));
        let before = all_before.trim_end_matches(is_note);
        let after = all_after.trim_start_matches(is_note);
        // A digit behind the second `^` is raised by it: `^2、**10^9**`.
        let raises = after.strip_prefix('^').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let is_inside = [("<sup>", "</sup>"), ("<sub>", "</sub>"), ("^", "^")]
            .iter()
            .any(|(open, close)| before.ends_with(open) && after.starts_with(close) && !raises);
        let beside = (&all_before[before.len()..], &all_after[..all_after.len() - after.len()]);
        // With another run in there, letters between them are emphasised, and so is all that stands between them.
        let is_alone = !beside.0.contains('*') && !beside.1.contains('*');
        let has_letter = [beside.0, beside.1].iter().any(|text| text.contains(|c: char| c.is_ascii_alphabetic()));
        let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
        let (first, last) = (beside.0.trim_matches('*'), beside.1.trim_matches('*'));
        let is_wrapped = (beside.0.is_empty() && beside.1.ends_with('*') && is_word(last))
            || (beside.1.is_empty() && beside.0.starts_with('*') && is_word(first));
        run.is_sign |= is_inside && (is_alone || !has_letter && !is_wrapped);
    }
}

/// Stars behind names, where nothing is open that they could close: `p.R213*和p.Q136*为`, `年龄*（岁）和体重*（kg）`.
pub(super) fn behind(runs: &mut [Run<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    let mut has_others = false;
    for at in 0..runs.len() {
        let length = runs[at].range.len();
        if runs[at].is_sign {
            continue;
        }
        if let Some(opened) = open.iter().position(|it| *it == length) {
            open.truncate(opened);
            continue;
        }
        if ends(&runs[at]) {
            has_others |= !runs[at].before.is_empty();
            continue; // it opens nothing
        }
        let like = (at + 1..runs.len()).find(|other| runs[*other].range.len() == length && !runs[*other].is_sign);
        let Some(like) = like else { continue };
        let inside = runs[at].after[..runs[like].range.start - runs[at].range.end].to_owned();
        if are_stars(&runs[at], &inside, &runs[like], has_others) {
            runs[at].is_sign = true;
            runs[like].is_sign = true;
        } else {
            open.push(length);
        }
    }
}

/// Whether a run and the like one after it are stars behind names, and not the two ends of an emphasis.
fn are_stars(run: &Run<'_>, inside: &str, like: &Run<'_>, has_others: bool) -> bool {
    let is_single = run.range.len() == 1;
    let follows = run.before.ends_with(|c: char| c.is_alphanumeric());
    let names = ends_with_name(run.before) && ends_with_name(inside) && inside.contains(is_cjk);
    let joins = inside.starts_with(JOINS) && follows;
    // Brackets that are emphasised end with the emphasis. Behind those of the first name a second one is set beside it.
    let brackets = inside.starts_with('（') && !inside.ends_with('）') && like.after.starts_with('（') && follows;
    let beside = || inside.split_once('）').is_some_and(|(_, rest)| rest.starts_with(JOINS) || rest.starts_with('、'));
    // The other one stands behind a name too, and does not open: `15.8**和**38%**`.
    let is_behind = inside.trim_start_matches(JOINS).ends_with(|c: char| c.is_alphanumeric() || "）)%％".contains(c));
    is_behind
        && (names && (is_single || joins) || joins && (is_single || has_others) || brackets && (is_single || beside()))
}

/// Whether what was emphasised behind a name may be none: it ends with another name, or goes on behind brackets that
/// belong to what stands before the star.
pub(super) fn may_be_stars(before: &str, inside: &str, is_single: bool) -> bool {
    let names = inside.contains(is_cjk) && ends_with_name(before) && ends_with_name(inside);
    let brackets = inside.starts_with('（') && !inside.ends_with('）') && before.ends_with(char::is_alphanumeric);
    names || brackets && is_single
}
