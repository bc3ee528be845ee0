//! The document tree as HTML.
//!
//! One walk over the tape appends to a buffer that the caller may use again. Words that readers see or hear come
//! from the caller ([`Words`]); this module knows no language. It never writes a `style` or an event handler, so
//! a strict content security policy holds, and never anything that the HTML standard does not allow.

use std::borrow::Cow;

use crate::model::body::Body;
use crate::model::figure::NoteKind;
use crate::model::house::NumberStyle;
use crate::model::picture::Gallery;
use crate::render::highlight::Highlighter;
use crate::render::strings::Strings;

mod abbreviation;
mod block;
mod chart;
mod inline;
mod picture;
mod table;
mod unparted;
mod writer;

pub use abbreviation::{Glossary, Reading};
pub use chart::chart;
pub use picture::srcset;
pub(super) use unparted::UNPARTED;

/// How a body is written.
#[derive(Debug, Clone, Copy)]
pub struct HtmlOptions<'a> {
    /// How many levels deeper headings are written than they were given; never deeper than `h6`.
    pub heading_shift: u8,
    /// What addresses inside the site begin with: `/`, `/a/b/`.
    pub base_path: &'a str,
    /// What every id begins with, for bodies that share a page.
    pub id_prefix: &'a str,
    /// Pictures as they are published; without it their files stand where they are.
    pub gallery: Option<&'a Gallery>,
    /// The words of the reader's language.
    pub words: &'a Words,
    /// What colours code.
    pub highlighter: &'a Highlighter<'a>,
    /// Whether numbers are set: each on one line with its sign, name and unit, a `<span class="nb">` around them, and the
    /// letter of a P value in italics.
    pub keeps_numbers: bool,
    /// What marks abbreviations, if anything does.
    pub abbreviations: Option<&'a Reading<'a>>,
    /// Whether the HTML is the one that the CommonMark specification shows: no ids, classes or wrappers.
    pub plain: bool,
}

impl<'a> HtmlOptions<'a> {
    /// Headings as given, addresses from `/`, ids as they are.
    pub fn new(words: &'a Words, highlighter: &'a Highlighter<'a>) -> Self {
        Self {
            heading_shift: 0,
            base_path: "/",
            id_prefix: "",
            gallery: None,
            words,
            highlighter,
            keeps_numbers: false,
            abbreviations: None,
            plain: false,
        }
    }
}

/// Words of a page that do not come from its text, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Names the list of footnotes.
    pub footnotes: Cow<'static, str>,
    /// Names a reference to a footnote; its number follows.
    pub footnote: Cow<'static, str>,
    /// Names the way back from a footnote; its number follows.
    pub footnote_back: Cow<'static, str>,
    /// Comes before the source of a figure: `来源：`.
    pub source: Cow<'static, str>,
    /// Heads a remark that has no title of its own.
    pub note: Cow<'static, str>,
    /// Heads a warning that has no title of its own.
    pub warning: Cow<'static, str>,
    /// Names the box of a task that is done.
    pub task_done: Cow<'static, str>,
    /// Names the box of a task that is not.
    pub task_open: Cow<'static, str>,
    /// Names a table that can be moved sideways; its number follows.
    pub table: Cow<'static, str>,
    /// What is said in charts.
    pub chart: crate::render::chart::Words,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            footnotes: "Footnotes".into(),
            footnote: "Footnote".into(),
            footnote_back: "Back to footnote reference".into(),
            source: "Source: ".into(),
            note: "Note".into(),
            warning: "Warning".into(),
            task_done: "Done".into(),
            task_open: "To do".into(),
            table: "Table".into(),
            chart: crate::render::chart::Words::default(),
        }
    }
}

impl Words {
    /// Those of a theme, and how the house writes numbers.
    pub fn of(strings: &Strings, numbers: Option<&NumberStyle>) -> Self {
        let get = |name: &str| strings.get(name).to_owned().into();
        Self {
            footnotes: get("body.footnotes"),
            footnote: get("body.footnote"),
            footnote_back: get("body.footnote_back"),
            source: get("body.source"),
            note: get("body.note"),
            warning: get("body.warning"),
            task_done: get("body.task_done"),
            task_open: get("body.task_open"),
            table: get("body.table_scroll"),
            chart: super::chart::Words::new(|name, _| strings.get(name).to_owned()).of_house(numbers),
        }
    }

    /// The heading of a remark of this kind.
    pub fn note_kind(&self, kind: NoteKind) -> &str {
        match kind {
            NoteKind::Note => &self.note,
            NoteKind::Warning => &self.warning,
        }
    }
}

/// Appends a body as HTML.
pub fn write(body: &Body, out: &mut String, options: &HtmlOptions<'_>) {
    out.reserve(body.text_len() + body.nodes().len() * 12);
    writer::Writer::new(body, out, options).run();
}
