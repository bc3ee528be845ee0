//! Abbreviations of the glossary: the first use in an issue gets its full name behind it, later ones explain
//! themselves to those who ask.
//!
//! What an author wrote is never changed, only added to; and nothing is added where the author has explained it in
//! place, inside brackets, beside a number, in a table, a caption, a heading, a link, code or raw HTML. Where nothing
//! is added the first use still waits for its place in running text.
//!
//! Every use is an `<abbr>` that a finger or the mouse can reach; the first of each large section (key findings, a
//! heading of the second level, a commentary) is a stop of the keyboard, so that a page is no sea of stops.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::writer::Writer;
use crate::model::body::{Body, Kind, Node};
use crate::model::language::{Language, Localized};

/// The glossary in one language.
#[derive(Debug, Default)]
pub struct Glossary {
    full: BTreeMap<String, String>,
    /// Brackets around a full name: `（` and `）`, or ` (` and `)`.
    brackets: [&'static str; 2],
}

impl Glossary {
    /// The glossary of a site in a language. A name in another language explains nothing to its readers.
    pub fn new(terms: &BTreeMap<String, Localized>, language: &Language, main: &Language) -> Self {
        let name = |text: &Localized| match text {
            Localized::Plain(name) => (language.primary() == main.primary()).then(|| name.to_string()),
            Localized::ByLanguage(names) => {
                let has = names.keys().any(|tag| tag.split('-').next() == Some(language.primary()));
                has.then(|| text.get(language).to_owned())
            }
        };
        let is_wide = matches!(language.primary(), "zh" | "ja");
        Self {
            full: terms.iter().filter_map(|(term, text)| Some((term.clone(), name(text)?))).collect(),
            brackets: if is_wide { ["（", "）"] } else { [" (", ")"] },
        }
    }
}

/// How far the reading of an issue has come: its bodies are written with the same one, in the order of the page.
#[derive(Debug)]
pub struct Reading<'a> {
    glossary: &'a Glossary,
    /// What readers have been told.
    told: RefCell<BTreeSet<String>>,
    /// What is a stop of the keyboard in this section.
    stops: RefCell<BTreeSet<String>>,
}

impl Glossary {
    /// Whether it explains nothing.
    pub fn is_empty(&self) -> bool {
        self.full.is_empty()
    }
}

impl<'a> Reading<'a> {
    /// Nothing has been read.
    pub fn new(glossary: &'a Glossary) -> Self {
        Self { glossary, told: RefCell::default(), stops: RefCell::default() }
    }

    /// A section begins.
    pub(super) fn begin_section(&self) {
        self.stops.borrow_mut().clear();
    }
}

/// Where a text stands, as far as abbreviations care.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    /// How many nodes and tags are open in which nothing is marked.
    pub(super) quiet: usize,
    /// How many are open in which nothing is added.
    pub(super) narrow: usize,
}

impl Surroundings {
    /// A node begins (`by` 1) or ends (`by` -1).
    pub(super) fn pass(&mut self, kind: &Kind, by: isize) {
        match kind {
            Kind::Heading { .. } | Kind::Link(_) | Kind::Term | Kind::HtmlBlock | Kind::Strikethrough => {
                self.quiet = self.quiet.saturating_add_signed(by);
            }
            Kind::Table { .. } | Kind::Figure(_) => self.narrow = self.narrow.saturating_add_signed(by),
            _ => {}
        }
    }

    /// A tag of raw HTML: what it opens is closed among the same nodes.
    pub(super) fn tag(&mut self, tag: &str) {
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let is_void = matches!(name, "br" | "hr" | "img" | "wbr" | "input") || tag.ends_with("/>") || name.is_empty();
        if !is_void {
            self.quiet = self.quiet.saturating_add_signed(if tag.starts_with("</") { -1 } else { 1 });
        }
    }
}

impl Writer<'_, '_> {
    /// Text with its abbreviations marked.
    pub(super) fn reading_text(&mut self, node: usize, text: &str, reading: &Reading<'_>) {
        let (before, after) = around(self.body, node);
        let mut written = 0;
        for range in words(text) {
            let Some((term, full)) = reading.glossary.full.get_key_value(&text[range.clone()]) else { continue };
            // Half of a word stands in another node.
            let is_whole = (range.start > 0 || !before.ends_with(belongs))
                && (range.end < text.len() || !after.starts_with(belongs));
            if !is_whole {
                continue;
            }
            let left = if range.start > 0 { &text[..range.start] } else { before };
            let right = if range.end < text.len() { &text[range.end..] } else { after };
            if means_another(full, right) {
                continue;
            }
            self.piece(node, text, written..range.start);
            self.abbreviation(term, full, left, right, reading);
            written = range.end;
        }
        self.piece(node, text, written..text.len());
    }

    fn abbreviation(&mut self, term: &str, full: &str, left: &str, right: &str, reading: &Reading<'_>) {
        let is_stop = reading.stops.borrow_mut().insert(term.to_owned());
        self.out.push_str("<abbr");
        self.attribute("title", full);
        self.attribute("tabindex", if is_stop { "0" } else { "-1" });
        self.out.push('>');
        self.text(term);
        self.out.push_str("</abbr>");
        if reading.told.borrow().contains(term) {
            return;
        }
        match place(left, right, full) {
            Place::Explained => {
                reading.told.borrow_mut().insert(term.to_owned());
            }
            Place::Open if self.surroundings.narrow == 0 => {
                let [open, close] = reading.glossary.brackets;
                self.out.push_str("<span class=\"abbr-full\">");
                self.text(open);
                self.text(full);
                self.text(close);
                self.out.push_str("</span>");
                reading.told.borrow_mut().insert(term.to_owned());
            }
            Place::Open | Place::Closed => {}
        }
    }
}

/// Whether what follows the abbreviation of a ratio shows that it stands for something else, which is neither positive nor
/// negative and has no beats: `HR+` and `HR−/HER2+` for a receptor, `HR 72次/min` for a heart rate.
fn means_another(full: &str, right: &str) -> bool {
    if !full.ends_with('比') && !full.to_lowercase().ends_with("ratio") {
        return false;
    }
    if let Some(rest) = right.strip_prefix(['+', '-', '−', '＋', '－', '–', '⁺', '⁻']) {
        return !rest.trim_start().starts_with(|it: char| it.is_ascii_digit());
    }
    let rate = right.trim_start_matches([' ', '=', '＝', ':', '：', '为']);
    let unit = rate.trim_start_matches(|it: char| it.is_ascii_digit() || ".~～-–±− ".contains(it));
    unit.len() < rate.len() && ["次/", "次／", "次每", "bpm", "/min", "beats"].iter().any(|it| unit.starts_with(it))
}

/// Whether a full name can stand behind an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It can.
    Open,
    /// It would part what belongs together.
    Closed,
    /// The author has explained it.
    Explained,
}

fn place(left: &str, right: &str, full: &str) -> Place {
    let (before, after) = (left.trim_end(), right.trim_start());
    let opener = before.rfind(['（', '(', '［', '[']).filter(|at| !before[*at..].contains(['）', ')', '］', ']']));
    if let Some(at) = opener {
        let inside = before[at..].trim_start_matches(['（', '(', '［', '[']);
        let explains = inside.is_empty() && after.starts_with(['）', ')', '，', ',', '；', ';', '］', ']'])
            || before.to_lowercase().contains(&full.to_lowercase());
        // What stands before the text of this node is not looked at: it is set off, `**总生存期**（OS）`.
        let has_words = at == 0 || before[..at].trim_end().ends_with(char::is_alphabetic);
        return if explains && has_words { Place::Explained } else { Place::Closed };
    }
    if let Some(inside) = after.strip_prefix(['（', '(']) {
        let inside = inside.split(['）', ')']).next().unwrap_or_default();
        let letters = inside.chars().filter(|it| it.is_alphabetic()).count();
        let explains = letters > 3 && !inside.contains(|it: char| it.is_ascii_digit());
        return if explains { Place::Explained } else { Place::Closed };
    }
    if before.ends_with(full) || after.starts_with(full) || after.starts_with('即') || after.starts_with("是指") {
        return Place::Explained;
    }
    let is_number = |it: char| it.is_numeric() || "=＝<＜>＞≤≥≈±~～%％/".contains(it);
    if after.starts_with(is_number) || before.ends_with(|it: char| it.is_numeric() || "%％/".contains(it)) {
        return Place::Closed;
    }
    Place::Open
}

/// The texts before and after a node in the same line. Every block begins with a node of its own, so that the text of
/// another block is never next to this one.
fn around(body: &Body, node: usize) -> (&str, &str) {
    let is_mark = |it: &&Node| matches!(it.kind, Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_));
    let nodes = body.nodes();
    let before = nodes[..node].iter().rev().find(|it| !is_mark(it));
    let after = nodes[node + 1..].iter().find(|it| !is_mark(it));
    let is_text = |it: &&Node| matches!(it.kind, Kind::Text | Kind::Code);
    (before.filter(is_text).map_or("", |it| body.text(it)), after.filter(is_text).map_or("", |it| body.text(it)))
}

/// What makes a longer word of the letters beside it.
fn belongs(letter: char) -> bool {
    let is_han = matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    !is_han && (letter.is_alphanumeric() || letter == '_')
}

/// Joins two parts of a word: `PD-L1`, `NRG/RTOG`, `v1.1`.
fn joins(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '/' | '.' | '+' | '\'' | '’')
}

/// The words of a text that are not Han.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(belongs)?;
        let mut end = start;
        let mut rest = text[start..].char_indices().peekable();
        while let Some((offset, letter)) = rest.next() {
            let goes_on = belongs(letter) || joins(letter) && rest.peek().is_some_and(|(_, next)| belongs(*next));
            if !goes_on {
                break;
            }
            end = start + offset + letter.len_utf8();
        }
        at = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{OffsetMap, SourceText};
    use crate::parse::markdown::{self, MarkdownOptions};
    use crate::render::highlight::Highlighter;
    use crate::render::html::{HtmlOptions, Words, write};

    fn glossary(language: &str) -> Glossary {
        let term = |zh: &str, en: &str| {
            Localized::ByLanguage([("zh".into(), zh.into()), ("en".into(), en.into())].into_iter().collect())
        };
        let terms = [
            ("OS".to_owned(), term("总生存期", "overall survival")),
            ("SBRT".to_owned(), term("体部立体定向放疗", "stereotactic body radiotherapy")),
            ("PD-L1".to_owned(), term("程序性死亡配体1", "programmed death ligand 1")),
            ("HR".to_owned(), term("风险比", "hazard ratio")),
            ("X".to_owned(), Localized::Plain("只有中文".into())),
        ];
        let tag = |tag: &str| Language::parse(tag).expect("a tag");
        Glossary::new(&terms.into_iter().collect(), &tag(language), &tag("zh-CN"))
    }

    /// The body as HTML, with `<abbr>` written as `[…]`, a stop of the keyboard as `[!…]`, and the full name in `{…}`.
    fn marked_in(language: &str, texts: &[&str]) -> String {
        let glossary = glossary(language);
        let reading = Reading::new(&glossary);
        let (words, highlighter) = (Words::default(), Highlighter::default());
        let mut out = String::new();
        for text in texts {
            let file = SourceText::new("-", *text);
            let body = markdown::parse(text, &OffsetMap::shifted(0), &file, &MarkdownOptions::default()).value;
            let options = HtmlOptions { abbreviations: Some(&reading), ..HtmlOptions::new(&words, &highlighter) };
            write(&body, &mut out, &options);
        }
        let mut short = String::new();
        let mut rest = out.as_str();
        while let Some((before, after)) = rest.split_once("<abbr title=\"") {
            short.push_str(before);
            let (_, after) = after.split_once("tabindex=\"").expect("a stop or none");
            short.push_str(if after.starts_with('0') { "[!" } else { "[" });
            let (_, after) = after.split_once('>').expect("an end");
            let (term, after) = after.split_once("</abbr>").expect("an end");
            short.push_str(term);
            short.push(']');
            rest = after;
        }
        short.push_str(rest);
        short.replace("<span class=\"abbr-full\">", "{").replace("</span>", "}").replace(['\n'], "")
    }

    fn marked(text: &str) -> String {
        marked_in("zh-CN", &[text])
    }

    #[test]
    fn the_first_use_is_expanded_and_later_ones_explain_themselves() {
        assert_eq!(marked("中位OS为3个月，OS延长。"), "<p>中位[!OS]{（总生存期）}为3个月，[OS]延长。</p>");
        assert_eq!(marked_in("en", &["Median OS was longer."]), "<p>Median [!OS]{ (overall survival)} was longer.</p>");
        // Across the parts of an issue.
        assert_eq!(marked_in("zh-CN", &["OS延长。", "OS延长。"]), "<p>[!OS]{（总生存期）}延长。</p><p>[!OS]延长。</p>");
    }

    #[test]
    fn each_section_has_one_stop_of_the_keyboard() {
        assert_eq!(
            marked("OS、OS\n\n## 甲\n\nOS\n\n### 乙\n\nOS"),
            "<p>[!OS]{（总生存期）}、[OS]</p><h2 id=\"甲\">甲</h2><p>[!OS]</p><h3 id=\"乙\">乙</h3><p>[OS]</p>"
        );
    }

    #[test]
    fn what_the_author_explains_is_not_explained_again() {
        for text in ["总生存期（OS）长", "OS（总生存期）长", "体部立体定向放疗（SBRT）好", "OS即总生存期"]
        {
            assert!(!marked(text).contains('{'), "{}", marked(text));
        }
        assert_eq!(marked("总生存期（OS）长。OS短"), "<p>总生存期（[!OS]）长。[OS]短</p>");
        assert_eq!(marked("**总生存期**（OS）长，OS短"), "<p><strong>总生存期</strong>（[!OS]）长，[OS]短</p>");
    }

    #[test]
    fn numbers_brackets_and_tables_stay_as_they_are_and_the_next_place_explains() {
        assert_eq!(marked("OS=3，OS延长"), "<p>[!OS]=3，[OS]{（总生存期）}延长</p>");
        assert_eq!(marked("（中位OS为3）OS延长"), "<p>（中位[!OS]为3）[OS]{（总生存期）}延长</p>");
        let table = marked("| OS | b |\n|---|---|\n| OS | 1 |\n\nOS延长");
        assert_eq!(table.matches('{').count(), 1, "{table}");
        assert!(table.ends_with("<p>[OS]{（总生存期）}延长</p>"), "{table}");
    }

    #[test]
    fn never_inside_a_longer_word_a_code_a_link_a_heading_or_raw_html() {
        for text in [
            "SBRTs",
            "iSBRT",
            "SBRT-2",
            "NRG/OS",
            "OS₁",
            "`OS`",
            "[OS](https://example.org/)",
            "## OS",
            "PD-OS",
            "OS_2",
            "i**SBRT**",
            "**SBRT**s",
            "<kbd>OS</kbd>",
            "~~OS延长~~",
            "![OS](a.png)",
        ] {
            assert!(!marked(text).contains("OS]") && !marked(text).contains("SBRT]"), "{}", marked(text));
        }
        assert_eq!(marked("PD-L1阳性"), "<p>[!PD-L1]{（程序性死亡配体1）}阳性</p>");
        assert_eq!(
            marked("SBRT+药，**OS**长"),
            "<p>[!SBRT]{（体部立体定向放疗）}+药，<strong>[!OS]{（总生存期）}</strong>长</p>"
        );
    }

    #[test]
    fn a_receptor_and_a_rate_of_the_heart_are_no_ratio() {
        for text in
            ["HR+/HER2−乳腺癌", "HR−/HER2+", "HR-/HER2+", "HR+乳腺癌", "HR 72次/min", "HR为60~100次/分", "HR 72 bpm"]
        {
            assert!(!marked(text).contains("HR]"), "{}", marked(text));
        }
        for text in ["HR=0.77", "HR 0.77", "HR−0.2", "HR，OS"] {
            assert!(marked(text).contains("HR]"), "{}", marked(text));
        }
    }

    #[test]
    fn a_name_in_another_language_explains_nothing() {
        assert_eq!(marked_in("en", &["X here"]), "<p>X here</p>");
        assert_eq!(marked("X线"), "<p>[!X]{（只有中文）}线</p>");
    }
}
