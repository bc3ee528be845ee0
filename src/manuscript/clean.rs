//! Characters that a manuscript has and a page should not: soft hyphens, signs that nobody sees, spaces that do not break.
//!
//! No letter and no digit is changed; full-width digits stay, and are named.

use super::block::{Block, Inline, Manuscript};
use crate::diag::{Diagnostic, code, text};

/// Cleans a manuscript that was read from a file of this name.
pub(super) fn clean(name: &str, manuscript: &mut Manuscript) {
    let mut wide = Vec::new();
    blocks(&mut manuscript.blocks, &mut wide);
    for (_, note) in &mut manuscript.notes {
        blocks(note, &mut wide);
    }
    for question in &mut manuscript.questions {
        question.text = cleaned(&question.text);
        question.at = cleaned(&question.at);
        question.by = cleaned(&question.by);
    }
    if let Some(title) = &mut manuscript.title {
        *title = cleaned(title);
    }
    if let Some(first) = wide.first() {
        let (count, first) = (wide.len(), first.clone());
        let message = text!(
            "{count} numbers are written in full-width digits: `{first}`; they stand so in the issue",
            count,
            first
        );
        let help = text!("write them in half width, so that they can be checked and found");
        manuscript.said.push(Diagnostic::new(code::N025, message).path(name).help(help));
    }
}

fn blocks(all: &mut [Block], wide: &mut Vec<String>) {
    for block in all {
        match block {
            Block::Heading(heading) => inlines(&mut heading.content, wide),
            Block::Paragraph(paragraph) => inlines(&mut paragraph.content, wide),
            Block::List(list) => list.items.iter_mut().for_each(|item| blocks(item, wide)),
            Block::Table(table) => table.rows.iter_mut().flatten().for_each(|cell| inlines(cell, wide)),
            Block::Quote(inner) => blocks(inner, wide),
            Block::Code(text, _) => {
                *text = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            }
            Block::Rule | Block::Raw(_) => {}
        }
    }
}

fn inlines(all: &mut [Inline], wide: &mut Vec<String>) {
    for inline in all {
        match inline {
            Inline::Text(text, _) => {
                *text = cleaned(text);
                let is_wide = |c: char| ('０'..='９').contains(&c);
                wide.extend(text.split(|c| !is_wide(c)).filter(|it| !it.is_empty()).map(str::to_owned));
            }
            Inline::Link { content, .. } => inlines(content, wide),
            _ => {}
        }
    }
}

/// A text without what nobody sees.
fn cleaned(text: &str) -> String {
    let seen = text.chars().filter_map(|c| match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => None,
        '\u{a0}' | '\u{202f}' | '\u{2028}' | '\u{2029}' | '\t' | '\n' | '\r' | '\u{85}' => Some(' '),
        c if c.is_control() || crate::text::unseen::is_noncharacter(c) => None,
        c => Some(c),
    });
    seen.collect()
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn what_nobody_sees_is_gone_and_letters_stay() {
        assert_eq!(cleaned("放\u{ad}疗\u{a0}35\u{200b} Gy\u{7}１２"), "放疗 35 Gy１２");
    }
}
