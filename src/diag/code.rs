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
    M001 Error "no directive has this name";
    M002 Error "a directive is never closed";
    M003 Error "a line of colons closes nothing";
    M004 Error "the attributes of a directive cannot be read";
    M005 Error "a directive does not have this attribute";
    M006 Error "an attribute is given twice";
    M007 Error "a directive lacks an attribute";
    M008 Error "an attribute has a value that it cannot have";
    M009 Error "a directive is written with full-width characters";
    M010 Error "a directive cannot stand here";
    M011 Error "an id is given twice";
    M012 Error "an id cannot be used";
    M013 Warning "the braces after a heading hold more than an id and classes";
    M014 Warning "a heading of the first level stands in the text";
    M015 Error "a footnote is referred to but not written";
    M016 Warning "a footnote is never referred to";
    M017 Error "a footnote is written twice";
    M018 Warning "HTML that is not allowed was left out";
    M019 Warning "an HTML element is not closed where it was opened";
    M020 Warning "an HTML end tag closes nothing";
    M021 Warning "a picture has no text for those who cannot see it";
    M022 Warning "a code block names a language that is not known";
    M023 Warning "a control character stands in the text";
    M024 Warning "asterisks mark nothing";
    M025 Warning "an indented paragraph is shown as code";
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
