//! Results that the text states with certainty, to be proposed as findings.

use super::block::{Block, plain};
use crate::evidence;

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposal {
    /// The endpoint, where the sentence names it.
    pub(super) endpoint: Option<String>,
    /// The statement as it is printed.
    pub(super) effect: String,
    pub(super) is_adjusted: bool,
}

/// Endpoints by the words for them; abbreviations stand between letters that are none.
const ENDPOINTS: &[(&str, &[&str])] = &[
    ("总生存期", &["总生存", "OS", "overall survival"]),
    ("无进展生存期", &["无进展生存", "PFS", "progression-free survival"]),
    ("无病生存期", &["无病生存", "DFS", "disease-free survival"]),
    ("无事件生存期", &["无事件生存", "EFS", "event-free survival"]),
    ("无复发生存期", &["无复发生存", "RFS", "recurrence-free survival"]),
    ("无远处转移生存期", &["无远处转移生存", "DMFS", "distant metastasis-free survival"]),
    ("客观缓解率", &["客观缓解率", "ORR", "objective response rate"]),
    ("病理完全缓解率", &["病理完全缓解", "pCR", "pathological complete response"]),
    ("局部控制率", &["局部控制率", "local control"]),
];

/// The results of some blocks, each once.
pub(super) fn proposals(blocks: &[Block]) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => of_text(&plain(&paragraph.content), &mut found),
            Block::List(list) => list.items.iter().flat_map(|item| proposals(item)).for_each(|it| add(it, &mut found)),
            _ => {}
        }
    }
    found
}

fn of_text(text: &str, found: &mut Vec<Proposal>) {
    for statement in evidence::find(text) {
        // An estimate with its interval and its P value is a whole result.
        let whole = statement.effect().filter(|it| it.measure.compares() && it.interval.is_some() && it.p.is_some());
        let Some(effect) = whole else { continue };
        let Some(printed) = text.get(effect.span.clone()) else { continue };
        let is_balanced = printed.matches(['（', '(']).count() == printed.matches(['）', ')']).count();
        if is_balanced {
            let endpoint = endpoint(&text[..effect.span.start]);
            add(Proposal { endpoint, effect: printed.trim().to_owned(), is_adjusted: effect.is_adjusted }, found);
        }
    }
}

fn add(proposal: Proposal, found: &mut Vec<Proposal>) {
    if !found.iter().any(|known| known.effect == proposal.effect) {
        found.push(proposal);
    }
}

/// The endpoint that was named last before a statement, in its sentence.
fn endpoint(before: &str) -> Option<String> {
    let sentence = before.rsplit(['。', '；', ';', '！', '？']).next().unwrap_or(before);
    let places = ENDPOINTS.iter().filter_map(|(name, words)| {
        let last = words.iter().filter_map(|word| last_of(sentence, word)).max()?;
        Some((last, *name))
    });
    places.max().map(|(_, name)| name.to_owned())
}

fn last_of(text: &str, word: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut all = text.match_indices(word);
    let is_word =
        |at: usize| !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + word.len()..].chars().next());
    let is_ascii = word.is_ascii();
    all.by_ref().filter(|(at, _)| !is_ascii || is_word(*at)).last().map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::block::{Inline, Paragraph};

    #[test]
    fn whole_results_are_proposed_with_the_endpoint_of_their_sentence() {
        let text = "总生存期未见差异（HR=0.90，95%CI 0.70~1.16，P=0.42）。PFS延长：HR=0.60，95%CI 0.45~0.80，P<0.001；HR=0.70。";
        let content = vec![Inline::Text(text.to_owned(), Default::default())];
        let found = proposals(&[Block::Paragraph(Paragraph { content, ..Paragraph::default() })]);
        let short: Vec<(&str, &str)> =
            found.iter().map(|it| (it.endpoint.as_deref().unwrap_or(""), it.effect.as_str())).collect();
        assert_eq!(
            short,
            [("总生存期", "HR=0.90，95%CI 0.70~1.16，P=0.42"), ("无进展生存期", "HR=0.60，95%CI 0.45~0.80，P<0.001")]
        );
    }
}
