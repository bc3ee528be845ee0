//! The arms of a trial where a manuscript names them with their size: `SBRT+索拉非尼组（n=85）`, `对照组92例`,
//! `the placebo group (n = 92)`, the head of a table.

use std::ops::Range;

use super::block::{Block, plain};

/// An arm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arm {
    /// Its short name in front matter.
    pub(super) key: String,
    /// What it is called, without 组 or `group`.
    pub(super) label: String,
    /// How many people are in it.
    pub(super) n: u32,
}

/// The most arms that a trial is thought to have.
const MOST: usize = 6;

/// Fewer people than this are hardly an arm.
const FEWEST: u32 = 5;

/// The longest name, in characters.
const LONGEST: usize = 30;

/// Words that are no names of an arm: of all arms, or of any.
const NO_NAMES: &[&str] = &[
    "两", "各", "每", "全", "总", "本", "该", "此", "亚", "三", "四", "一", "另一", "合计", "所有", "患", "total",
    "all", "overall",
];

/// Names that have a Latin key of their own.
const KEYS: &[(&str, &str)] =
    &[("对照", "control"), ("安慰剂", "placebo"), ("试验", "treatment"), ("治疗", "treatment")];

/// The arms that some blocks name, in the order of the first place that names two or more; nothing where none does.
pub(super) fn arms(blocks: &[Block]) -> Vec<Arm> {
    let mut of_tables = Vec::new();
    let mut of_texts = Vec::new();
    read(blocks, &mut of_tables, &mut of_texts);
    let found = of_tables.into_iter().chain(of_texts).find(|it| (2..=MOST).contains(&it.len()));
    let mut arms: Vec<Arm> = Vec::new();
    for (at, (label, n)) in found.unwrap_or_default().into_iter().enumerate() {
        let key = key(&label).filter(|key| !arms.iter().any(|arm| arm.key == *key));
        arms.push(Arm { key: key.unwrap_or_else(|| format!("arm{}", at + 1)), label, n });
    }
    arms
}

type Named = Vec<(String, u32)>;

fn read(blocks: &[Block], of_tables: &mut Vec<Named>, of_texts: &mut Vec<Named>) {
    for block in blocks {
        match block {
            Block::Table(table) => {
                let head = table.rows.first().into_iter().flatten();
                of_tables.push(distinct(head.filter_map(|cell| of_cell(&plain(cell)))));
            }
            Block::Paragraph(paragraph) => of_texts.push(of_text(&plain(&paragraph.content))),
            Block::List(list) => list.items.iter().for_each(|item| read(item, of_tables, of_texts)),
            _ => {}
        }
    }
}

/// Each name once. A name with two sizes is no arm's: nothing is taken.
fn distinct(all: impl Iterator<Item = (String, u32)>) -> Named {
    let mut found: Named = Vec::new();
    for (label, n) in all {
        match found.iter().find(|(known, _)| *known == label) {
            Some((_, known)) if *known != n => return Vec::new(),
            Some(_) => {}
            None => found.push((label, n)),
        }
    }
    found
}

/// `SBRT+索拉非尼组（n=85）` as all that a cell says.
fn of_cell(text: &str) -> Option<(String, u32)> {
    let open = text.find(['（', '('])?;
    let (n, _) = size(&text[open..])?;
    named(text[..open].trim()).map(|label| (label, n))
}

fn of_text(text: &str) -> Named {
    let chinese = text.match_indices('组').map(|(at, _)| (at, at + '组'.len_utf8()));
    let english = [" group", " arm"]
        .into_iter()
        .flat_map(|word| text.match_indices(word).map(move |(at, _)| (at, at + word.len())));
    let mut places: Vec<(usize, usize)> = chinese.chain(english).collect();
    places.sort_unstable();
    distinct(places.into_iter().filter_map(|(name_end, end)| {
        let (n, _) = size(&text[end..])?;
        named(&text[name_start(&text[..name_end])..name_end]).map(|label| (label, n))
    }))
}

/// A size right behind a name: `（n=85）`, `(n = 85)`, `（85例）`, `85例`, `共85人`.
fn size(text: &str) -> Option<(u32, usize)> {
    let rest = text.trim_start();
    let in_brackets = rest.strip_prefix(['（', '(']);
    let rest = in_brackets.unwrap_or(rest).trim_start();
    let counted = rest.strip_prefix(['n', 'N', 'ｎ']).and_then(|it| it.trim_start().strip_prefix(['=', '＝']));
    let rest = counted.or_else(|| rest.strip_prefix(['共', '有', '为'])).unwrap_or(rest).trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest[digits..].trim_start();
    let is_people = after.starts_with(['例', '人', '名']) && !after.starts_with("例次") && !after.starts_with("人年");
    let n = rest[..digits].parse().ok().filter(|n| *n >= FEWEST)?;
    let ends = in_brackets.is_none() || after.trim_start_matches(['例', '人', '名']).starts_with(['）', ')']);
    ((counted.is_some() && in_brackets.is_some() || is_people) && ends).then_some((n, text.len() - after.len()))
}

/// Where the name begins that a text ends with: behind the last sign or the last word that leads to a name.
fn name_start(text: &str) -> usize {
    let sign = text.rfind(|c: char| "，。；、：:;,（）()“”《》！？!?\n\t　".contains(c));
    let after_sign = sign.map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let leads = [
        "分为",
        "分入",
        "分配至",
        "分配到",
        "接受",
        "其中",
        "和",
        "与",
        "及",
        "至",
        "为",
        "在",
        "入",
        "到",
        " the ",
        " and ",
        " to ",
    ];
    let word =
        leads.iter().filter_map(|lead| text[after_sign..].rfind(lead).map(|at| after_sign + at + lead.len())).max();
    let start = word.unwrap_or(after_sign);
    start + text[start..].len() - text[start..].trim_start_matches("the ").len()
}

/// A name as it is written, if it can be one.
fn named(name: &str) -> Option<String> {
    let name = name.trim().trim_end_matches('组').trim_end_matches(" group").trim_end_matches(" arm").trim();
    let is_name = name.chars().any(char::is_alphabetic)
        && name.chars().count() <= LONGEST
        && !NO_NAMES.contains(&name.to_lowercase().as_str());
    is_name.then(|| name.to_owned())
}

/// A key of Latin letters that a name suggests.
fn key(label: &str) -> Option<String> {
    let known = KEYS.iter().find(|(name, _)| label == *name).map(|(_, key)| (*key).to_owned());
    known.or_else(|| {
        let words = label.split(|c: char| !c.is_ascii_alphanumeric());
        let word = words.into_iter().find(|it| it.len() >= 2 && it.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        Some(word.to_ascii_lowercase())
    })
}

/// Where a text names arms, in order: the place and which.
pub(super) fn mentions(text: &str, arms: &[Arm]) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (arm, Arm { label, .. }) in arms.iter().enumerate() {
        for (at, _) in text.match_indices(label.as_str()) {
            let end = at + label.len();
            let cut = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '+');
            let is_whole = !cut(text[..at].chars().next_back()) && ends_arm(&text[end..]);
            if is_whole {
                found.push((at..end, arm));
            }
        }
    }
    // A longer name that holds a shorter one is meant.
    let is_inside = |it: &Range<usize>| {
        found.iter().any(|(other, _)| other.len() > it.len() && other.start <= it.start && it.end <= other.end)
    };
    let mut kept: Vec<_> = found.iter().filter(|(range, _)| !is_inside(range)).cloned().collect();
    kept.sort_unstable_by_key(|(range, _)| range.start);
    kept
}

/// Whether a name is an arm's by what follows it.
fn ends_arm(after: &str) -> bool {
    after.starts_with('组') || after.starts_with(" group") || after.starts_with(" arm")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::block::{Inline, Paragraph, Table};

    fn drawn(text: &str) -> String {
        let content = vec![Inline::Text(text.to_owned(), Default::default())];
        let arms = arms(&[Block::Paragraph(Paragraph { content, ..Paragraph::default() })]);
        arms.iter().map(|it| format!("{}|{}|{}", it.key, it.label, it.n)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn arms_are_read_with_their_size() {
        for (text, arms) in [
            ("患者随机分为SBRT+索拉非尼组（n=85）和索拉非尼组（n = 92）。", "sbrt|SBRT+索拉非尼|85 arm2|索拉非尼|92"),
            ("随机分组，试验组206例，对照组208例。", "treatment|试验|206 control|对照|208"),
            ("试验组（206例）与安慰剂组（共208例）。", "treatment|试验|206 placebo|安慰剂|208"),
            (
                "assigned to the radiotherapy group (n = 206) or the control arm (n = 208).",
                "radiotherapy|radiotherapy|206 control|control|208",
            ),
            ("两组各100例，每组100例。", ""),
            ("试验组30例缓解，对照组20例缓解；试验组206例。", ""),
            ("试验组206例次。对照组208例次。", ""),
            ("联合组15.8个月，单药组12.3个月。", ""),
        ] {
            assert_eq!(drawn(text), arms, "{text}");
        }
    }

    #[test]
    fn the_head_of_a_table_names_arms() {
        let cell = |text: &str| vec![Inline::Text(text.to_owned(), Default::default())];
        let rows = vec![vec![cell("项目"), cell("甲药 (n=30)"), cell("乙药组（n=31）"), cell("P")]];
        let found = arms(&[Block::Table(Table { rows, is_merged: false })]);
        let short: Vec<_> = found.iter().map(|it| (it.key.as_str(), it.label.as_str(), it.n)).collect();
        assert_eq!(short, [("arm1", "甲药", 30), ("arm2", "乙药", 31)]);
    }

    #[test]
    fn a_longer_name_is_no_shorter_one() {
        let arms = [("a", "SBRT+索拉非尼", 85), ("b", "索拉非尼", 92)].map(|(key, label, n)| Arm {
            key: key.into(),
            label: label.into(),
            n,
        });
        let text = "SBRT+索拉非尼组为9.2个月，索拉非尼组为5.5个月，索拉非尼的剂量";
        let found: Vec<usize> = mentions(text, &arms).into_iter().map(|(_, arm)| arm).collect();
        assert_eq!(found, [0, 1]);
    }
}
