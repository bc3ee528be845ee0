//! Where a sentence names the journal in which something was published: by form, without a list of journals.

use std::ops::Range;

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

/// Whether a text may name one.
pub(super) fn may_name_one(text: &str) -> bool {
    BEFORE.iter().chain(AFTER).any(|it| text.contains(it)) || text.contains("published") || text.contains("Published")
}

/// The names of journals in a sentence of which it says that something was published there.
pub(super) fn names(words: &str) -> Vec<Range<usize>> {
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
    let start = ["the journal ", "journal ", "the "]
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
