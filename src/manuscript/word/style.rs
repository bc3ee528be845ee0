//! The styles of a Word file, as far as they say what a paragraph is.

use std::collections::BTreeMap;

use super::tree::Element;

/// How many styles one may be based on, each on the next.
const LONGEST_CHAIN: usize = 20;

/// Styles by their ids.
#[derive(Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

#[derive(Default)]
struct Style {
    /// In small letters.
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: Option<String>,
    level: Option<usize>,
    marks: Marks,
}

/// What a style says of its letters, where it says so.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) strike: Option<bool>,
    pub(super) hidden: Option<bool>,
}

impl Marks {
    /// What properties of a run say.
    pub(super) fn of(properties: Element<'_>) -> Self {
        Self {
            bold: properties.is_on("w:b"),
            italic: properties.is_on("w:i"),
            strike: properties.is_on("w:strike").or_else(|| properties.is_on("w:dstrike")),
            hidden: properties.is_on("w:vanish"),
        }
    }

    /// The same, and where they say nothing, what `below` says.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            strike: self.strike.or(below.strike),
            hidden: self.hidden.or(below.hidden),
        }
    }
}

/// What a style makes of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading(u8),
    Caption,
    Quote,
    /// A line of a table of contents.
    Contents,
    Text,
}

impl Styles {
    pub(super) fn read(root: Element<'_>) -> Self {
        let styles = root.children().filter(|it| it.name() == "w:style");
        Self(styles.filter_map(|style| Some((style.get("w:styleId")?.to_owned(), Style::read(style)))).collect())
    }

    /// A style and those that it is based on.
    fn chain(&self, id: &str) -> impl Iterator<Item = &Style> {
        let first = self.0.get(id);
        let next = |style: &&Style| style.based_on.as_ref().and_then(|id| self.0.get(id));
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }

    /// What paragraphs of a style are. A style that the file does not have is known by its id.
    pub(super) fn role(&self, id: &str) -> Role {
        let mut names: Vec<String> = self.chain(id).map(|style| style.name.clone()).collect();
        if names.is_empty() {
            names.push(id.to_lowercase());
        }
        let role = names.iter().find_map(|name| named(name));
        let outline = self.chain(id).find_map(|style| style.outline).filter(|level| *level < 9);
        role.or(outline.map(|level| Role::Heading(level + 1))).unwrap_or(Role::Text)
    }

    /// What letters of a style are.
    pub(super) fn marks(&self, id: &str) -> Marks {
        self.chain(id).fold(Marks::default(), |marks, style| marks.over(style.marks))
    }

    /// The numbering of a style: its id, and the level.
    pub(super) fn numbering(&self, id: &str) -> Option<(String, usize)> {
        let number = self.chain(id).find_map(|style| style.numbering.clone())?;
        Some((number, self.chain(id).find_map(|style| style.level).unwrap_or_default()))
    }
}

impl Style {
    fn read(style: Element<'_>) -> Self {
        let paragraph = style.child("w:pPr");
        let numbering = paragraph.and_then(|it| it.child("w:numPr"));
        Self {
            name: style.value("w:name").unwrap_or_default().to_lowercase(),
            based_on: style.value("w:basedOn").map(str::to_owned),
            outline: paragraph.and_then(|it| it.value("w:outlineLvl")?.parse().ok()),
            numbering: numbering.and_then(|it| it.value("w:numId").map(str::to_owned)),
            level: numbering.and_then(|it| it.value("w:ilvl")?.parse().ok()),
            marks: style.child("w:rPr").map(Marks::of).unwrap_or_default(),
        }
    }
}

/// What a style of this name is, in the names that Word and WPS give in English and in Chinese.
fn named(name: &str) -> Option<Role> {
    let digit = |rest: &str| rest.trim().parse::<u8>().ok().filter(|level| (1..=9).contains(level));
    match name {
        "title" | "标题" => return Some(Role::Title),
        "caption" | "题注" => return Some(Role::Caption),
        "quote" | "intense quote" | "引用" | "明显引用" => return Some(Role::Quote),
        _ => {}
    }
    if let Some(level) = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题")).and_then(digit) {
        return Some(Role::Heading(level));
    }
    let contents = name.strip_prefix("toc").or_else(|| name.strip_prefix("目录"));
    contents.and_then(|rest| digit(rest).or((rest.trim() == "heading").then_some(1))).map(|_| Role::Contents)
}
