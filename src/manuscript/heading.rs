//! Lines that are headings, and which part of an issue a heading begins.

use super::block::{Block, Heading, Inline, is_blank, is_words, plain};

/// A part of an issue that headings of manuscripts begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    KeyFindings,
    Text,
    Commentary,
    Quiz,
    References,
    Original,
    Credits,
    Disclosures,
    Funding,
}

/// What the parts are called, without spaces and in small letters.
const NAMES: &[(Section, &[&str])] = &[
    (
        Section::KeyFindings,
        &["本文精要", "精要", "核心要点", "内容精要", "要点", "主要发现", "keyfindings", "keypoints", "highlights"],
    ),
    (
        Section::Text,
        &[
            "研究简介",
            "研究介绍",
            "文献简介",
            "文献介绍",
            "研究概要",
            "研究速览",
            "正文",
            "introduction",
            "thestudy",
            "studysummary",
        ],
    ),
    (
        Section::Commentary,
        &[
            "专家点评",
            "专家述评",
            "专家评述",
            "点评",
            "述评",
            "专家解读",
            "commentary",
            "expertcommentary",
            "expertcomment",
        ],
    ),
    (
        Section::Quiz,
        &[
            "学后练习",
            "课后练习",
            "练习题",
            "自测题",
            "学后自测",
            "思考题",
            "练习",
            "quiz",
            "questions",
            "self-assessment",
        ],
    ),
    (Section::References, &["参考文献", "引用文献", "文献", "references", "bibliography"]),
    (
        Section::Original,
        &["原文链接", "原文", "原文出处", "文献链接", "原文地址", "original", "originalarticle", "link", "source"],
    ),
    (Section::Credits, &["本期制作", "制作团队", "credits"]),
    (
        Section::Disclosures,
        &["利益冲突", "利益冲突声明", "利益声明", "disclosures", "conflictsofinterest", "conflictofinterest"],
    ),
    (Section::Funding, &["资金来源", "资助", "基金资助", "基金项目", "经费来源", "funding"]),
];

/// Headings of papers that begin no part of their own: they stand in the text.
const OF_TEXT: &[&str] = &[
    "背景",
    "研究背景",
    "方法",
    "研究方法",
    "结果",
    "研究结果",
    "结论",
    "研究结论",
    "讨论",
    "研究设计",
    "background",
    "methods",
    "results",
    "conclusion",
    "conclusions",
    "discussion",
];

/// How deep a line is that is only bold: below every heading that says its level.
pub(super) const BOLD: u8 = 10;

/// The most letters of a line that is taken for a heading.
const LONGEST: usize = 40;

/// A heading that begins a part.
pub(super) struct Begin {
    pub(super) section: Section,
    pub(super) level: u8,
    /// The words that named it.
    pub(super) name: String,
    /// What stands behind the name.
    pub(super) rest: String,
}

/// Lines that are bold and alone become headings.
pub(super) fn promoted(blocks: Vec<Block>) -> Vec<Block> {
    let promote = |block| match block {
        Block::Paragraph(paragraph) if is_bold_line(&paragraph.content) => {
            Block::Heading(Heading { level: BOLD, content: unbold(paragraph.content) })
        }
        other => other,
    };
    blocks.into_iter().map(promote).collect()
}

fn is_bold_line(content: &[Inline]) -> bool {
    let words = plain(content);
    let words = words.trim();
    let is_bold = |inline: &Inline| match inline {
        Inline::Text(text, format) => format.bold || text.trim().is_empty(),
        Inline::Break => false,
        _ => false,
    };
    !words.is_empty()
        && words.chars().count() <= LONGEST
        && !words.ends_with(['。', '；', '，', '.', ';', ',', '？', '！'])
        && !is_caption(words)
        && content.iter().all(is_bold)
}

/// The same runs, which are no longer bold by themselves.
pub(super) fn unbold(content: Vec<Inline>) -> Vec<Inline> {
    let plain = |inline| match inline {
        Inline::Text(text, mut format) => {
            format.bold = false;
            Inline::Text(text, format)
        }
        Inline::Link { address, content } => Inline::Link { address, content: unbold(content) },
        other => other,
    };
    content.into_iter().map(plain).collect()
}

/// Whether a line explains a picture or a table: `图1 …`, `Table 2. …`.
pub(super) fn is_caption(words: &str) -> bool {
    let lower = words.trim_start().to_lowercase();
    let rest = ["附图", "附表", "图", "表", "figure", "fig.", "table"].iter().find_map(|name| lower.strip_prefix(name));
    rest.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_numeric()))
}

/// Which part a block begins, if any. A heading may have words behind the name; a plain line has the name alone, or in
/// brackets.
pub(super) fn begins(block: &Block) -> Option<Begin> {
    let (content, level, is_heading) = match block {
        Block::Heading(heading) if heading.level > 0 => (&heading.content, heading.level, true),
        Block::Paragraph(paragraph) => (&paragraph.content, BOLD, false),
        _ => return None,
    };
    let words = plain(content);
    if words.chars().count() > LONGEST || is_blank(content) || !is_words(content) {
        return None;
    }
    let is_bracketed = words.trim_start().starts_with(['【', '[', '〔', '「', '『', '〖']);
    let (name, rest) = parted(&words);
    let section = section(&name)?;
    let is_alone = rest.trim().is_empty();
    // A short name is a word like any other unless the line is a heading.
    let is_short = name.chars().filter(|c| !c.is_whitespace()).count() < 4;
    let is_line = is_alone && (!is_short || is_bracketed);
    (is_heading || is_line).then(|| Begin {
        section,
        level,
        name: words[..words.len() - rest.len()].to_owned(),
        rest: rest.to_owned(),
    })
}

/// Whether a heading is one of those that papers have.
pub(super) fn is_of_text(block: &Block) -> bool {
    let Block::Heading(heading) = block else { return false };
    OF_TEXT.contains(&key(&parted(&plain(&heading.content)).0).as_str())
}

/// The part of a name.
pub(super) fn section(name: &str) -> Option<Section> {
    let key = key(name);
    NAMES.iter().find(|(_, names)| names.contains(&key.as_str())).map(|(section, _)| *section)
}

fn key(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// The name in a heading without what counts and adorns it, and what stands behind the name.
fn parted(words: &str) -> (String, &str) {
    let start = words.len() - without_ordinal(words).len();
    let body = &words[start..];
    let is_mark = |c: char| {
        matches!(
            c,
            '【' | '】'
                | '['
                | ']'
                | '〔'
                | '〕'
                | '「'
                | '」'
                | '『'
                | '』'
                | '〖'
                | '〗'
                | '：'
                | ':'
                | '|'
                | '｜'
                | '—'
                | '*'
                | '●'
                | '■'
                | '◆'
                | '▎'
                | '▌'
                | '►'
                | '▶'
                | '☆'
                | '★'
                | '#'
        )
    };
    let trimmed = body.trim_start_matches(|c: char| is_mark(c) || c.is_whitespace());
    let offset = start + (body.len() - trimmed.len());
    let end = trimmed.find(is_mark).unwrap_or(trimmed.len());
    let name = trimmed[..end].trim().to_owned();
    let rest = words[offset + end..].trim_start_matches(|c: char| is_mark(c) || c.is_whitespace());
    (name, rest)
}

/// A line without what counts it: `一、`, `（二）`, `3.`, `第四部分`.
pub(super) fn without_ordinal(words: &str) -> &str {
    let line = words.trim_start();
    let inner = line.trim_start_matches(['（', '(', '第', '[', '【']);
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十０１２３４５６７８９ⅠⅡⅢⅣⅤⅥⅦ".contains(c);
    let rest = inner.trim_start_matches(is_number);
    if rest.len() == inner.len() {
        return line;
    }
    let after = rest.trim_start_matches([
        '、', '.', '．', ')', '）', ']', '】', ' ', '　', '部', '分', '章', '节', '题', '：', ':',
    ]);
    // A number that nothing follows belongs to the words: `3年生存率`.
    if after.len() == rest.len() { line } else { after }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::block::{Format, Paragraph};

    fn line(words: &str, bold: bool) -> Block {
        let text = Inline::Text(words.to_owned(), Format { bold, ..Format::default() });
        promoted(vec![Block::Paragraph(Paragraph { content: vec![text], ..Paragraph::default() })]).remove(0)
    }

    #[test]
    fn parts_are_known_by_their_names_however_they_are_counted() {
        for (words, bold, section, rest) in [
            ("本文精要", false, Section::KeyFindings, ""),
            ("一、研究简介", true, Section::Text, ""),
            ("【专家点评】", false, Section::Commentary, ""),
            ("3. 专家点评：示例专家甲", true, Section::Commentary, "示例专家甲"),
            ("（四）学 后 练 习", true, Section::Quiz, ""),
            ("References", true, Section::References, ""),
            ("▎参考文献：", true, Section::References, ""),
        ] {
            let begin = begins(&line(words, bold)).unwrap_or_else(|| panic!("{words}"));
            assert_eq!((begin.section, begin.rest.as_str()), (section, rest), "{words}");
        }
        for (words, bold) in
            [("文献", false), ("专家点评的意义在于提出问题", true), ("图1 研究流程", true), ("结果", true)]
        {
            assert!(begins(&line(words, bold)).is_none(), "{words}");
        }
        assert!(is_of_text(&line("2. 研究方法", true)));
        assert_eq!(without_ordinal("3年生存率"), "3年生存率");
    }
}
