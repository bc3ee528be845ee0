//! What a code means: its title, how bad it is, what may be done about it.

use super::{CONTENT, Code, ENTRIES, Entry, F041};
use crate::diag::{Severity, Text};

impl Code {
    /// Every code, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ENTRIES.len()).map(|index| Self(index as u16))
    }

    /// The code of this name, in either case.
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|code| code.name().eq_ignore_ascii_case(name))
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[usize::from(self.0)]
    }

    /// Its name, such as `F003`.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it is about, in a few words.
    pub fn title(self) -> &'static str {
        self.entry().title
    }

    /// The same, in any language.
    pub fn about(self) -> Text {
        Text::known(self.title())
    }

    /// How bad it is where the site's configuration says nothing.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// Whether an editor may let it stand with a reason: a warning, or an error in what is said rather than in how it
    /// is written, but never that a paper was retracted.
    pub fn can_be_accepted(self) -> bool {
        let is_evidence = self.name().starts_with('E') && !self.name().starts_with("E7");
        (self.severity() == Severity::Warning || is_evidence) && self != F041
    }

    /// Whether readers lose or misread something by it: a number that cannot be right, a mark, a cell or a sentence that
    /// is gone. People are shown these last, where the eye ends.
    pub fn is_about_content(self) -> bool {
        let name = self.name();
        let is_evidence = name.starts_with('E') && !name.starts_with("E5") && !name.starts_with("E6");
        is_evidence || name.starts_with('D') || CONTENT.contains(&self)
    }

    /// Whether it is only noted where another usual method may explain what is found: its documentation shows when.
    pub fn has_notes(self) -> bool {
        self.documentation().contains("\n## Noted\n")
    }

    /// Its documentation in Markdown, with what is flagged and what is not.
    pub fn documentation(self) -> &'static str {
        self.entry().documentation
    }
}
