//! From a list of blocks to the parts of an issue. What is not certain stands in the text, and is said.

use super::block::{Account, Block, Heading, Inline, Manuscript, Paragraph, is_blank, is_words, plain, plain_blocks};
use super::heading::{self, Begin, Section};
use super::numbered::{counted, cut};
use super::people::People;
use super::quiz::{self, Question};
use super::reference::{self, Reference};
use crate::diag::{Diagnostic, Text, code, text};
use crate::model::credit::Role;

/// The parts of an issue.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) title: Option<String>,
    pub(super) key_findings: Vec<Block>,
    pub(super) body: Vec<Block>,
    /// What experts say: their ids, and their texts.
    pub(super) commentary: Vec<(String, Vec<Block>)>,
    pub(super) credits: Vec<(Role, String)>,
    pub(super) disclosures: Option<String>,
    pub(super) funding: Option<String>,
    pub(super) quiz: Vec<Question>,
    pub(super) references: Vec<Reference>,
    /// What an editor has to decide.
    pub(super) open: Vec<Text>,
}

/// A part as it stood: how it began, and what is in it.
struct Piece {
    begin: Option<Begin>,
    blocks: Vec<Block>,
}

/// The most blocks before the title.
const BEFORE_TITLE: usize = 6;

/// Takes a manuscript apart.
pub(super) fn parted(name: &str, manuscript: &mut Manuscript, people: &People) -> Parts {
    let blocks = heading::promoted(std::mem::take(&mut manuscript.blocks));
    let mut blocks = counted(blocks, &mut manuscript.account);
    let mut parts = Parts { title: title(manuscript, &mut blocks), ..Parts::default() };
    let mut takes =
        Takes { name, people, account: &mut manuscript.account, said: &mut manuscript.said, parts: &mut parts };
    for piece in pieces(blocks, people) {
        takes.take(piece);
    }
    parts.body = levelled(parts.body, 2);
    parts.key_findings = levelled(parts.key_findings, 3);
    for (_, texts) in &mut parts.commentary {
        *texts = levelled(std::mem::take(texts), 3);
    }
    parts
}

/// The title: what the file says, a title's style, or the first heading.
fn title(manuscript: &mut Manuscript, blocks: &mut Vec<Block>) -> Option<String> {
    if let Some(title) = manuscript.title.clone() {
        return Some(title);
    }
    let is_title = |block: &Block| matches!(block, Block::Heading(heading) if heading.level == 0);
    let early = blocks.iter().take(BEFORE_TITLE);
    let at = early.clone().position(is_title).or_else(|| {
        let first =
            early.clone().position(|block| matches!(block, Block::Heading(_)) || heading::begins(block).is_some())?;
        (heading::begins(&blocks[first]).is_none() && !heading::is_of_text(&blocks[first])).then_some(first)
    })?;
    let Block::Heading(heading) = &blocks[at] else { return None };
    let has_more =
        heading.content.iter().any(|it| matches!(it, Inline::Picture(_) | Inline::Note(_) | Inline::Math(_)));
    if has_more {
        return None;
    }
    let words = plain(&heading.content);
    blocks.remove(at);
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The blocks between headings that begin a part.
fn pieces(blocks: Vec<Block>, people: &People) -> Vec<Piece> {
    let mut pieces = vec![Piece { begin: None, blocks: Vec::new() }];
    for block in blocks {
        let begin = heading::begins(&block);
        let last = pieces.last().and_then(|piece| piece.begin.as_ref());
        if let Some(begin) = begin {
            pieces.push(Piece { begin: Some(begin), blocks: Vec::new() });
            continue;
        }
        // Lines of their own fields belong to no part that they stand in.
        let is_line = || field(&block).is_some() || people.credits(&block).is_some();
        if last.is_some_and(|begin| ends(begin, &block) || is_line()) {
            pieces.push(Piece { begin: None, blocks: Vec::new() });
        }
        if let Some(piece) = pieces.last_mut() {
            piece.blocks.push(block);
        }
    }
    pieces
}

/// Whether a heading that begins no part ends the one that it stands in.
fn ends(begin: &Begin, block: &Block) -> bool {
    let Block::Heading(heading) = block else { return false };
    let is_above = heading.level > 0 && heading.level <= begin.level;
    match begin.section {
        Section::Text | Section::Credits => false,
        Section::KeyFindings => is_above || heading::is_of_text(block),
        // Points of experts and questions have headings of their own, which may be only bold.
        Section::Commentary | Section::Quiz => is_above && heading.level < heading::BOLD,
        _ => true,
    }
}

/// Puts pieces where they belong.
struct Takes<'a> {
    name: &'a str,
    people: &'a People,
    account: &'a mut Account,
    said: &'a mut Vec<Diagnostic>,
    parts: &'a mut Parts,
}

impl Takes<'_> {
    fn take(&mut self, piece: Piece) {
        let Piece { begin, blocks } = piece;
        let Some(begin) = begin else { return self.text(blocks) };
        let rest = paragraph(&begin.rest);
        let whole = || rest.clone().into_iter().chain(blocks.clone()).collect::<Vec<_>>();
        match begin.section {
            Section::Text | Section::Credits => {
                self.account.became.push(begin.name);
                self.text(whole());
            }
            Section::KeyFindings => {
                self.account.became.push(begin.name);
                self.parts.key_findings.extend(whole());
            }
            Section::Commentary => self.commentary(&begin, rest, blocks),
            Section::Quiz => match quiz::read(&whole(), self.account) {
                Some(quiz) if !quiz.is_empty() => {
                    self.account.became.push(begin.name);
                    self.parts.quiz.extend(quiz);
                }
                _ => self.stays(
                    &begin,
                    whole(),
                    text!("the questions were not understood: each wants its choices and its answer"),
                ),
            },
            Section::References | Section::Original => match reference::read(&whole(), self.account) {
                Some(references) => {
                    self.account.became.push(begin.name);
                    self.parts.references.extend(references);
                }
                None => self.stays(
                    &begin,
                    whole(),
                    text!("the references were not understood: each wants a line of its own"),
                ),
            },
            Section::Disclosures | Section::Funding => self.statement(&begin, whole()),
        }
    }

    /// Text of the issue: lines that name who made it become credits, lines of a field the field.
    fn text(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            if let Some(credits) = self.people.credits(&block) {
                self.account.became.push(plain_blocks(std::slice::from_ref(&block)));
                self.parts.credits.extend(credits);
            } else if let Some((section, label, rest)) = field(&block) {
                self.account.became.push(label);
                self.field(section, rest);
            } else {
                self.parts.body.push(block);
            }
        }
    }

    fn field(&mut self, section: Section, content: Vec<Inline>) {
        let words = plain(&content).trim().to_owned();
        match section {
            Section::Disclosures => self.parts.disclosures = Some(words),
            Section::Funding => self.parts.funding = Some(words),
            _ => {
                let block = Block::Paragraph(Paragraph { content, ..Paragraph::default() });
                if let Some(references) = reference::read(&[block], self.account) {
                    self.parts.references.extend(references);
                }
            }
        }
    }

    fn statement(&mut self, begin: &Begin, blocks: Vec<Block>) {
        let is_free = match begin.section {
            Section::Disclosures => self.parts.disclosures.is_none(),
            _ => self.parts.funding.is_none(),
        };
        match blocks.split_first() {
            Some((Block::Paragraph(first), rest)) if is_free && is_plain(&first.content) => {
                self.account.became.push(begin.name.clone());
                self.field(begin.section, first.content.clone());
                self.text(rest.to_vec());
            }
            _ => self.stays(begin, blocks, text!("it is more than a paragraph of words")),
        }
    }

    /// What was not understood stands in the text under its heading.
    fn stays(&mut self, begin: &Begin, blocks: Vec<Block>, why: Text) {
        let name = begin.name.trim().to_owned();
        let message = text!("“{name}” stands in the text: {why}", name, why);
        let help = text!("move it into its field by hand; `postil explain N025` says more");
        self.parts.open.push(message.clone());
        self.said.push(Diagnostic::new(code::N025, message).path(self.name).help(help));
        let content = vec![Inline::Text(name, Default::default())];
        self.parts.body.push(Block::Heading(Heading { level: begin.level, content }));
        self.parts.body.extend(blocks);
    }

    /// What experts say: one after the other, each with a name of the site's people before it.
    fn commentary(&mut self, begin: &Begin, rest: Option<Block>, blocks: Vec<Block>) {
        let all: Vec<Block> = rest.into_iter().chain(blocks).collect();
        let mut found: Vec<(String, Vec<Block>)> = Vec::new();
        let mut became = Vec::new();
        for block in &all {
            match self.expert(block) {
                Some((id, is_only)) => {
                    let is_same = found.last().is_some_and(|(known, _)| *known == id);
                    if !is_same {
                        found.push((id, Vec::new()));
                    }
                    match (is_only, found.last_mut()) {
                        (false, Some((_, texts))) => texts.push(block.clone()),
                        _ => became.push(plain_blocks(std::slice::from_ref(block))),
                    }
                }
                None => match found.last_mut() {
                    Some((_, texts)) => texts.push(block.clone()),
                    None => found.push((String::new(), vec![block.clone()])),
                },
            }
        }
        // Words before the first name are of the one expert who is named, if it is one.
        if found.len() == 2 && found[0].0.is_empty() {
            let (_, before) = found.remove(0);
            found[0].1.splice(0..0, before);
        }
        let is_whole = !found.is_empty() && found.iter().all(|(id, texts)| !id.is_empty() && !texts.is_empty());
        if is_whole {
            self.account.became.push(begin.name.clone());
            self.account.became.extend(became);
            self.parts.commentary.extend(found);
        } else {
            self.stays(begin, all, text!("it does not name an expert who is in people.yaml"));
        }
    }

    /// The expert whom a line names, and whether it says nothing else.
    fn expert(&self, block: &Block) -> Option<(String, bool)> {
        const LABELS: &[&str] =
            &["点评专家", "点评", "专家", "述评", "述评专家", "教授", "作者", "expert", "by", "commentary"];
        let (content, is_heading) = match block {
            Block::Heading(heading) => (&heading.content, true),
            Block::Paragraph(paragraph) => (&paragraph.content, false),
            _ => return None,
        };
        let words = plain(content);
        let is_short = words.chars().count() <= 60 && !words.trim_end().ends_with('。');
        let id = self.people.only(&words).filter(|_| is_short)?;
        let mut left = words.clone();
        for (_, name) in self.people.named(&words) {
            left = left.replacen(name, "", 1);
        }
        let left: String = left.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let is_only = is_words(content) && (left.is_empty() || LABELS.contains(&left.as_str()));
        let begins_with =
            self.people.named(&words).first().is_some_and(|(_, name)| words.trim_start().starts_with(name));
        let is_label = words.contains(['：', ':']) && !words.contains('，');
        (is_only || is_heading || begins_with && words.chars().count() <= 40 || is_label && is_short)
            .then(|| (id.to_owned(), is_only))
    }
}

/// A paragraph of some words; nothing where there are none.
fn paragraph(words: &str) -> Option<Block> {
    let content = vec![Inline::Text(words.to_owned(), Default::default())];
    (!words.trim().is_empty()).then(|| Block::Paragraph(Paragraph { content, ..Paragraph::default() }))
}

fn is_plain(content: &[Inline]) -> bool {
    content.iter().all(|inline| matches!(inline, Inline::Text(..)))
}

/// A line that is a field and its value: `利益冲突：无`, `原文链接：https://…`.
fn field(block: &Block) -> Option<(Section, String, Vec<Inline>)> {
    let Block::Paragraph(paragraph) = block else { return None };
    let words = plain(&paragraph.content);
    let (label, _) = words.split_once(['：', ':'])?;
    let section = heading::section(heading::without_ordinal(label.trim_matches(['【', '】', '*', ' '])))?;
    let is_field = matches!(section, Section::Disclosures | Section::Funding | Section::Original);
    let is_words = paragraph.content.iter().all(|it| matches!(it, Inline::Text(..) | Inline::Link { .. }));
    if !is_field || !is_words || label.chars().count() > 16 {
        return None;
    }
    let length = label.chars().count() + 1;
    let (before, after) = cut(&paragraph.content, length);
    (!is_blank(&after)).then(|| (section, plain(&before), after))
}

/// The headings of a text, the highest of which is of this level.
fn levelled(blocks: Vec<Block>, first: usize) -> Vec<Block> {
    let level = |block: &Block| match block {
        Block::Heading(heading) => Some(heading.level),
        _ => None,
    };
    let mut levels: Vec<u8> = blocks.iter().filter_map(level).collect();
    levels.sort_unstable();
    levels.dedup();
    let new = |old: u8| levels.iter().position(|it| *it == old).map_or(first, |at| at + first).min(6) as u8;
    let change = |block| match block {
        Block::Heading(heading) => Block::Heading(Heading { level: new(heading.level), content: heading.content }),
        other => other,
    };
    blocks.into_iter().map(change).collect()
}
