//! Entries of a contents list, however they are written: `一、研究背景`, `（二）安全性`, `• Safety`, `[讨论](#讨论)`, `结论……5`.

use std::ops::Range;

use crate::model::issue::Issue;

/// The most characters of a line that may be an entry.
const LONGEST: usize = 48;

/// An entry.
pub(super) struct Entry {
    /// Its words, without its number and what Markdown takes for marks.
    pub(super) words: String,
    /// Where it stands in the file.
    pub(super) span: Range<usize>,
    /// Whether a number or a bullet stands before it.
    pub(super) is_numbered: bool,
    /// The ids of this text that it is a link to.
    pub(super) leads_to: Vec<String>,
    /// Whether it is a link to another page.
    pub(super) leads_away: bool,
}

/// The lines of a paragraph as they were written, without blanks around them: between Han characters the page joins them.
pub(super) fn lines(issue: &Issue, paragraph: usize) -> Vec<Range<usize>> {
    let span = &issue.body.nodes()[paragraph].span;
    let (start, end) = (span.start as usize, span.end as usize);
    let written = issue.source.text.get(start..end).unwrap_or_default();
    let mut from = start;
    let mut found = Vec::new();
    for line in written.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t', '>', '\u{3000}']);
        let begin = from + line.len() - bare.len();
        found.push(begin..begin + bare.trim_end().trim_end_matches('\\').trim_end().len());
        from += line.len();
    }
    found.retain(|line| !line.is_empty());
    found
}

/// The entry that a line is, if it may be one: short, and no sentence.
pub(super) fn may_be(issue: &Issue, line: &Range<usize>) -> Option<Entry> {
    let entry = of_line(issue, line);
    (!entry.leads_away && !is_sentence(&entry.words) && !key(&entry.words).is_empty()).then_some(entry)
}

/// Whether words are a sentence, or part of one.
pub(super) fn is_sentence(words: &str) -> bool {
    let words = words.trim();
    words.ends_with(['。', '！', '；', '，', ',', ';', '!'])
        || words.contains('。')
        || words.contains("；")
        || words.chars().count() > LONGEST && words.split(' ').count() < 4
        || words.split(' ').count() > 14
}

/// The entry in a line of the file.
pub(super) fn of_line(issue: &Issue, line: &Range<usize>) -> Entry {
    let written = issue.source.text.get(line.clone()).unwrap_or_default();
    let (words, links) = without_links(written);
    let words: String = words.replace("<br>", "").chars().filter(|c| !matches!(c, '*' | '`' | '#')).collect();
    let rest = marked(words.trim());
    Entry {
        is_numbered: rest.is_some(),
        words: rest.unwrap_or(&words).trim().to_owned(),
        span: line.clone(),
        leads_away: links.iter().any(|it| !it.starts_with('#')),
        leads_to: links.iter().filter_map(|it| it.strip_prefix('#')).map(str::to_owned).collect(),
    }
}

/// A text without its links' addresses, and these.
fn without_links(written: &str) -> (String, Vec<String>) {
    let (mut words, mut links) = (String::new(), Vec::new());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((address, next)) = after.split_once(')') else { break };
        words.push_str(before);
        links.push(address.trim().to_owned());
        rest = next;
    }
    words.push_str(rest);
    (words.replace('[', ""), links)
}

/// `**目录**：研究背景｜安全性｜讨论`: the entries of a line, behind its name.
pub(super) fn one_line(issue: &Issue, line: &Range<usize>) -> Option<Vec<Entry>> {
    let written = issue.source.text.get(line.clone())?;
    let colon = colon(written)?;
    let mut from = line.start + colon.0 + colon.1.len_utf8();
    let mut entries = Vec::new();
    for part in written[from - line.start..].split_inclusive(['｜', '|', '/', '、', '；', ';', '·']) {
        let bare = part.trim_end_matches(['｜', '|', '/', '、', '；', ';', '·', '。']);
        let start = from + bare.len() - bare.trim_start().len();
        let entry = may_be(issue, &(start..start + bare.trim().len()));
        entries.extend(entry);
        from += part.len();
    }
    (entries.len() > 1).then_some(entries)
}

/// The name with which such a line begins.
pub(super) fn head<'i>(issue: &'i Issue, line: &Range<usize>) -> Option<&'i str> {
    let written = issue.source.text.get(line.clone())?;
    colon(written).map(|(at, _)| &written[..at])
}

fn colon(line: &str) -> Option<(usize, char)> {
    line.char_indices().take(40).find(|(_, c)| matches!(c, '：' | ':'))
}

/// What follows the number or the bullet with which a text begins: `一、`, `（一）`, `1.`, `①`, `•`, `第一部分`.
fn marked(words: &str) -> Option<&str> {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".contains(c);
    let after_number = |text: &'_ str| -> Option<usize> {
        let end = text.find(|c: char| !is_number(c) && c != '.').unwrap_or(text.len());
        (end > 0).then_some(end)
    };
    if let Some(inside) = words.strip_prefix(['（', '(', '【', '[']) {
        let rest = &inside[after_number(inside)?..];
        return rest.strip_prefix(['）', ')', '】', ']']);
    }
    if let Some(rest) = words.strip_prefix('第') {
        let rest = &rest[after_number(rest)?..];
        let rest = ["部分", "章", "节", "篇"].iter().find_map(|it| rest.strip_prefix(it))?;
        return Some(rest.trim_start_matches(['、', '：', ':', ' ', '\u{3000}']));
    }
    let bullets = |c: char| ('①'..='⑳').contains(&c) || "•·▪■□●○◆◇➢▶►-–—▲★☆✓".contains(c);
    if let Some(rest) = words.strip_prefix(bullets) {
        return Some(rest);
    }
    let end = after_number(words)?;
    let rest = &words[end..];
    let is_point = words[..end].ends_with('.');
    rest.strip_prefix(['、', '．', ')', '）', '，']).or((is_point || rest.starts_with(' ')).then_some(rest))
}

/// Letters alone, without the number of an entry and that of its page.
pub(super) fn key(words: &str) -> String {
    let words = words.trim();
    let words = marked(words).unwrap_or(words);
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let leader = bare.trim_end();
    let has_leader = bare.len() < words.len() && (leader.ends_with("..") || leader.ends_with(['…', '·', '\t']));
    let words = if has_leader { bare } else { words };
    let words = words.trim_start_matches(|c: char| !c.is_alphabetic());
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_what_follows_its_number() {
        for (words, expected) in [
            ("一、研究背景", "研究背景"),
            ("（二）安全性分析", "安全性分析"),
            ("3. 讨论", "讨论"),
            ("2.1 疗效", "疗效"),
            ("④ 结论……12", "结论"),
            ("• Safety ........ 7", "safety"),
            ("第三部分 专家点评", "专家点评"),
            ("三维适形放疗", "三维适形放疗"),
            ("一线治疗", "一线治疗"),
            ("SBRT 5次", "sbrt5次"),
        ] {
            assert_eq!(key(words), expected, "{words}");
        }
    }

    #[test]
    fn links_are_their_words() {
        assert_eq!(
            without_links("1. [研究背景](#研究背景)、[讨论](#讨论)"),
            ("1. 研究背景、讨论".to_owned(), vec!["#研究背景".to_owned(), "#讨论".to_owned()])
        );
    }
}
