//! What postil says about a column: diagnostics with a code, a place and a next step.
//!
//! Every stage returns [`Checked`]: its value and all that it has to say. Nothing here prints, and nothing
//! here knows where a file came from; [`crate::cli`] draws diagnostics for people and for machines.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub mod code;
pub mod count;
pub mod fix;
mod kept;
mod said;
mod source;
mod text;
mod written;

pub use code::Code;
pub use kept::Kept;
pub use said::{Acceptance, Level, Said};
pub use source::SourceText;
pub use text::{Catalogue, Locale, Part, Text, catalogue};
pub(crate) use text::{part, text};
pub use written::{OffsetMap, Written};

/// A byte range in a file.
pub type Span = Range<usize>;

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Span,
}

impl<T> At<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// What another usual method may explain: shown to those who ask for it, and never in the way.
    Note,
    /// Worth a look; the site is still published.
    Warning,
    /// Nothing is written until it is repaired.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceText>,
    /// The bytes that are underlined.
    pub span: Span,
    /// What is said under the line; may be empty.
    pub label: Text,
}

/// One thing to say about a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code, the same for ever.
    pub code: Code,
    /// How bad it is here (the site's configuration may have changed the code's own severity).
    pub severity: Severity,
    /// What was found, in one line.
    pub message: Text,
    /// Where; `None` only where no file can be named.
    pub place: Option<Place>,
    /// Other places that belong to it (the first of two that collide …).
    pub related: Vec<Place>,
    /// A path, for faults of a file that is not text or could not be read.
    pub path: Option<String>,
    /// What to do.
    pub help: Option<Text>,
    /// What repairs it in the file of its place, where no person has to decide: all of these together, or none.
    pub fix: Vec<Edit>,
}

/// What is to stand at a place of a file instead of what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Replaces a place with a text.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

impl Diagnostic {
    /// A diagnostic with the severity of its code.
    pub fn new(code: Code, message: Text) -> Self {
        Self {
            severity: code.severity(),
            code,
            message,
            place: None,
            related: Vec::new(),
            path: None,
            help: None,
            fix: Vec::new(),
        }
    }

    /// Says it as a note: something usual may explain it, and the help says what.
    #[must_use]
    pub fn as_note(mut self) -> Self {
        self.severity = Severity::Note;
        self
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceText>, span: Span) -> Self {
        self.place = Some(Place { file: Arc::clone(file), span, label: Text::default() });
        self
    }

    /// Says something under the underline. Without a place it says nothing.
    #[must_use]
    pub fn label(mut self, label: Text) -> Self {
        if let Some(place) = &mut self.place {
            place.label = label;
        }
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, file: &Arc<SourceText>, span: Span, label: Text) -> Self {
        self.related.push(Place { file: Arc::clone(file), span, label });
        self
    }

    /// Names a file that has no text to show.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Says how to repair it, where that is certain. Without edits it says nothing.
    #[must_use]
    pub fn fix(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.fix.extend(edits);
        self
    }

    /// Whether it counts where warnings are denied: what only makes a run slower never keeps a site from being made.
    pub fn is_denied(&self) -> bool {
        self.severity == Severity::Error || self.severity == Severity::Warning && self.code != code::P018
    }

    /// The order in which diagnostics are shown: by file, then place, then code.
    pub fn sort_key(&self) -> (String, usize, Code, String) {
        let path = self.place.as_ref().map(|place| place.file.path.clone());
        (
            path.or_else(|| self.path.clone()).unwrap_or_default(),
            self.place.as_ref().map_or(0, |place| place.span.start),
            self.code,
            self.message.to_string(),
        )
    }
}

/// A value and everything there is to say about it.
///
/// `T` is an [`Option`] where a fault can leave nothing to go on with.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The value, as far as it could be understood.
    pub value: T,
    /// All that was noticed, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing to say about it.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// A value with what was noticed.
    pub fn new(value: T, diagnostics: impl Into<Vec<Diagnostic>>) -> Self {
        Self { value, diagnostics: diagnostics.into() }
    }

    /// Moves the diagnostics to `all` and gives the value.
    pub fn into_value(self, all: &mut Said) -> T {
        all.extend(self.diagnostics);
        self.value
    }

    /// The same diagnostics with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: change(self.value), diagnostics: self.diagnostics }
    }
}

/// The name among `known` that `written` was probably meant to be.
///
/// At most a third of the letters may differ (one for short names), by Damerau–Levenshtein distance.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    let limit = (length / 3).max(1);
    known
        .into_iter()
        // One that is so much longer or shorter cannot be near, and is not worth the reckoning.
        .filter(|name| name.chars().count().abs_diff(length) <= limit)
        .map(|name| (distance(written, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The name among `known` that `written` was meant to be, where no other is as near: certain enough to be written
/// instead of it. Of one or two letters nothing is certain.
pub fn only_nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let found = nearest(written, known.clone())?;
    let least = distance(written, found);
    let is_alone = known.into_iter().all(|name| name == found || distance(written, name) > least);
    (is_alone && written.chars().nth(2).is_some()).then_some(found)
}

/// How many letters are inserted, left out, replaced or swapped with their neighbour, whatever their case.
fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_a_swap_and_refuses_a_stranger() {
        assert_eq!(nearest("tilte", ["title", "date"]), Some("title"));
        assert_eq!(nearest("registration", ["title", "date"]), None);
    }

    #[test]
    fn of_two_that_are_as_near_neither_is_certain() {
        assert_eq!(only_nearest("tilte", ["title", "date"]), Some("title"));
        assert_eq!(only_nearest("p", ["n", "ns"]), None);
        assert_eq!(only_nearest("arm", ["arma", "armb"]), None);
    }
}
