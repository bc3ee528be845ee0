//! Runs cut into lines, and lines that were counted by hand.

use super::block::{Account, Block, Heading, Inline, List, Paragraph, is_blank, plain};

/// Paragraphs that were counted by hand, `1.` and on, become a list: at least two that follow each other.
pub(super) fn counted(blocks: Vec<Block>, account: &mut Account) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut run: Vec<Paragraph> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if number(&paragraph) == Some(run.len() as u64 + 1) => run.push(paragraph),
            other => {
                end_run(&mut run, account, &mut out);
                match other {
                    Block::Paragraph(paragraph) if number(&paragraph) == Some(1) => run.push(paragraph),
                    other => out.push(other),
                }
            }
        }
    }
    end_run(&mut run, account, &mut out);
    out
}

fn end_run(run: &mut Vec<Paragraph>, account: &mut Account, out: &mut Vec<Block>) {
    let paragraphs = std::mem::take(run);
    if paragraphs.len() < 2 {
        out.extend(paragraphs.into_iter().map(Block::Paragraph));
        return;
    }
    let items = paragraphs.into_iter().map(|paragraph| {
        let (before, content) =
            cut(&paragraph.content, label(&plain(&paragraph.content)).map_or(0, |(_, letters)| letters));
        account.became.push(plain(&before));
        vec![Block::Paragraph(Paragraph { content, ..paragraph })]
    });
    out.push(Block::List(List { start: Some(1), items: items.collect() }));
}

fn number(paragraph: &Paragraph) -> Option<u64> {
    label(&plain(&paragraph.content)).map(|(number, _)| number)
}

/// The number before a line and how many letters it takes: `3. `, and not `3.5`.
fn label(words: &str) -> Option<(u64, usize)> {
    let line = words.trim_start();
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = line[..line.len() - after.len()].parse().ok().filter(|number| *number < 1000)?;
    let rest = after.strip_prefix(['.', '．'])?;
    let is_decimal = rest.starts_with(|c: char| c.is_ascii_digit());
    let content = rest.trim_start();
    (!is_decimal && !content.is_empty()).then(|| (number, words.chars().count() - content.chars().count()))
}

/// Runs before and after so many letters. A link that the place is in goes whole to what is after.
pub(super) fn cut(content: &[Inline], length: usize) -> (Vec<Inline>, Vec<Inline>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut left = length;
    for inline in content {
        let own = plain(std::slice::from_ref(inline)).chars().count();
        if !after.is_empty() || left == 0 {
            after.push(inline.clone());
        } else if own <= left {
            left -= own;
            before.push(inline.clone());
        } else if let Inline::Text(text, format) = inline {
            let at = text.char_indices().nth(left).map_or(text.len(), |(at, _)| at);
            before.push(Inline::Text(text[..at].to_owned(), *format));
            after.push(Inline::Text(text[at..].to_owned(), *format));
            left = 0;
        } else {
            after.push(inline.clone());
            left = 0;
        }
    }
    (before, after)
}

/// Lines of some blocks with the numbers that lists give them. `None` where something is no line.
pub(super) fn lines(blocks: &[Block]) -> Option<Vec<(Option<u64>, Vec<Inline>)>> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(Paragraph { content, .. }) | Block::Heading(Heading { content, .. }) => {
                split(None, content, &mut all)
            }
            Block::List(List { start, items }) => {
                for (at, item) in items.iter().enumerate() {
                    let number = start.map(|start| start.saturating_add(at as u64));
                    let mut inner = lines(item)?;
                    if let Some(first) = inner.first_mut() {
                        first.0 = number.or(Some(0));
                    }
                    all.extend(inner);
                }
            }
            Block::Quote(inner) => all.extend(lines(inner)?),
            _ => return None,
        }
    }
    Some(all)
}

fn split(number: Option<u64>, content: &[Inline], all: &mut Vec<(Option<u64>, Vec<Inline>)>) {
    for line in content.split(|inline| matches!(inline, Inline::Break)).filter(|line| !is_blank(line)) {
        all.push((number, line.to_vec()));
    }
}
