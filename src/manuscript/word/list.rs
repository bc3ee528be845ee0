//! Paragraphs that Word counts, put together to lists.

use crate::manuscript::block::{Block, Inline, List, Paragraph};

/// A block, or an item of a list that is not put together yet.
pub(super) enum Piece {
    Block(Block),
    Item(Item),
}

/// An item of a list.
pub(super) struct Item {
    /// From 0.
    pub(super) level: usize,
    /// Its number, if it has one.
    pub(super) number: Option<u64>,
    pub(super) content: Vec<Inline>,
}

/// Blocks with the lists put together.
pub(super) fn assembled(pieces: Vec<Piece>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut run: Vec<Item> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Item(item) => run.push(item),
            Piece::Block(block) => {
                blocks.extend(lists(std::mem::take(&mut run)));
                blocks.push(block);
            }
        }
    }
    blocks.extend(lists(run));
    blocks
}

/// The lists of items that follow each other.
fn lists(items: Vec<Item>) -> Vec<Block> {
    let Some(top) = items.iter().map(|item| item.level).min() else { return Vec::new() };
    let mut lists: Vec<List> = Vec::new();
    let mut below: Vec<Item> = Vec::new();
    for item in items {
        if item.level > top {
            below.push(item);
            continue;
        }
        nest(&mut lists, std::mem::take(&mut below));
        let goes_on = lists.last().is_some_and(|list| match (list.start, item.number) {
            (Some(start), Some(number)) => start.saturating_add(list.items.len() as u64) == number,
            (None, None) => true,
            _ => false,
        });
        if !goes_on {
            lists.push(List { start: item.number, items: Vec::new() });
        }
        let paragraph = Block::Paragraph(Paragraph { content: item.content, ..Paragraph::default() });
        if let Some(list) = lists.last_mut() {
            list.items.push(vec![paragraph]);
        }
    }
    nest(&mut lists, below);
    lists.into_iter().map(Block::List).collect()
}

/// Puts items below the last item; those before any item stand in one of their own.
fn nest(lists: &mut Vec<List>, below: Vec<Item>) {
    if below.is_empty() {
        return;
    }
    let inner = self::lists(below);
    match lists.last_mut().and_then(|list| list.items.last_mut()) {
        Some(item) => item.extend(inner),
        None => lists.extend(inner.into_iter().filter_map(|block| match block {
            Block::List(list) => Some(list),
            _ => None,
        })),
    }
}
