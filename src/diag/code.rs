//! The codes of diagnostics. A code never changes its meaning; a dropped one is never used again.
//!
//! F front matter, M Markdown, L links, E evidence, C consent, T templates and themes, O outputs,
//! S the site's configuration, I input and output. Each is documented in `tests/rules/<code>.md`, which
//! `postil explain` prints and the tests run.

use std::fmt;

use super::Severity;

/// The code of a kind of diagnostic, such as `F003`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

struct Entry {
    name: &'static str,
    title: &'static str,
    severity: Severity,
    documentation: &'static str,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $severity:ident $title:literal;)*) => {
        #[allow(clippy::upper_case_acronyms, reason = "a number for each code, named as the code")]
        #[repr(u16)]
        enum Number { $($name),* }

        $(
            #[doc = concat!("`", stringify!($name), "`: ", $title)]
            pub const $name: Code = Code(Number::$name as u16);
        )*

        const ENTRIES: &[Entry] = &[$(Entry {
            name: stringify!($name),
            title: $title,
            severity: Severity::$severity,
            documentation: include_str!(concat!("../../tests/rules/", stringify!($name), ".md")),
        }),*];
    };
}

codes! {
    I001 Error "a file could not be read";
}

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

    /// How bad it is where the site's configuration says nothing.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// Its documentation in Markdown, with what is flagged and what is not.
    pub fn documentation(self) -> &'static str {
        self.entry().documentation
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
