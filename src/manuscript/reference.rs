//! Entries of a list of references, with the DOI or PMID that stands in them.

use super::block::{Account, Block, Inline, plain};
use super::numbered::{cut, lines};
use crate::model::identifier::{Doi, Pmid};

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// As readers see it.
    pub(super) citation: String,
    pub(super) doi: Option<String>,
    pub(super) pmid: Option<String>,
    /// Where there is neither.
    pub(super) url: Option<String>,
}

/// The entries of some blocks, a line each. `None` where something is no line.
pub(super) fn read(blocks: &[Block], account: &mut Account) -> Option<Vec<Reference>> {
    let all = lines(blocks)?;
    if all
        .iter()
        .any(|(_, line)| line.iter().any(|it| matches!(it, Inline::Picture(_) | Inline::Note(_) | Inline::Math(_))))
    {
        return None;
    }
    Some(all.into_iter().map(|(_, line)| entry(line, account)).collect())
}

fn entry(line: Vec<Inline>, account: &mut Account) -> Reference {
    let words = plain(&line);
    let label = label(&words);
    let (before, after) = cut(&line, label);
    let number = plain(&before);
    if number.chars().any(char::is_alphanumeric) {
        account.became.push(number);
    }
    let citation = plain(&after).split_whitespace().collect::<Vec<_>>().join(" ");
    let addresses: Vec<&str> = line
        .iter()
        .filter_map(|it| if let Inline::Link { address, .. } = it { Some(address.as_str()) } else { None })
        .collect();
    let doi = doi(&citation).or_else(|| addresses.iter().find_map(|address| doi(address)));
    let pmid = pmid(&citation);
    let bare = citation.find("http").map(|at| {
        citation[at..].split(|c: char| c.is_whitespace() || crate::text::script::is_cjk(c)).next().unwrap_or_default()
    });
    let url = addresses
        .first()
        .copied()
        .or(bare)
        .map(|url| url.trim_end_matches(['.', ',', ';', ')']))
        .filter(|url| url.starts_with("http"));
    let url = url.filter(|_| doi.is_none() && pmid.is_none()).map(str::to_owned);
    Reference { citation, doi, pmid, url }
}

/// How many letters the number before an entry has: `[1]`, `2.`, `（3）`.
fn label(words: &str) -> usize {
    let start = words.chars().take_while(|c| c.is_whitespace()).count();
    let rest: String = words.chars().skip(start).collect();
    let inner = rest.trim_start_matches(['[', '［', '(', '（', '【']);
    let after = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inner.len() - after.len();
    let end = after.trim_start_matches([']', '］', ')', '）', '】', '.', '．', '、']);
    let is_label = (1..=3).contains(&digits) && end.len() < after.len();
    if !is_label {
        return start;
    }
    let end = end.trim_start();
    start + rest.chars().count() - end.chars().count()
}

/// The DOI in a text.
pub(super) fn doi(text: &str) -> Option<String> {
    for (at, _) in text.match_indices("10.") {
        let is_begin = !text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let end = text[at..]
            .find(|c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"'))
            .map_or(text.len(), |end| at + end);
        let found = text[at..end].trim_end_matches(['.', ',', ';', ')', ']']);
        let digits = found[3..].chars().take_while(char::is_ascii_digit).count();
        let has_name = found[3 + digits..].strip_prefix('/').is_some_and(|name| !name.is_empty());
        if is_begin && (4..=9).contains(&digits) && has_name {
            return Doi::parse(found).map(|doi| doi.as_str().to_owned());
        }
    }
    None
}

fn pmid(text: &str) -> Option<String> {
    let at = text.to_ascii_uppercase().find("PMID")?;
    let rest = text[at + 4..].trim_start_matches([':', '：', ' ']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Pmid::parse(&digits).map(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_where_they_are_certain() {
        assert_eq!(doi("Demo J. doi:10.5555/demo.2025.01.").as_deref(), Some("10.5555/demo.2025.01"));
        assert_eq!(doi("https://doi.org/10.5555/demo，2025").as_deref(), Some("10.5555/demo"));
        assert_eq!(doi("HR 10.5 / 3"), None);
        assert_eq!(pmid("PMID: 12345678.").as_deref(), Some("12345678"));
        for (words, length) in [("[1] 甲", 4), ("12. 甲", 4), ("（3）甲", 3), ("2025年", 0), ("甲", 0)] {
            assert_eq!(label(words), length, "{words}");
        }
    }
}
