//! Diagnostics as they are kept for a later run: with the texts that they point into, each once.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Code, Diagnostic, Edit, Place, Severity, SourceText, Span, Text, catalogue};

/// Diagnostics that can be written down.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Path and text of each file.
    files: Vec<(String, String)>,
    said: Vec<One>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct One {
    code: Code,
    severity: u8,
    message: Words,
    place: Option<Spot>,
    related: Vec<Spot>,
    path: Option<String>,
    help: Option<Words>,
    fix: Vec<(Span, String)>,
}

/// A place, in the file of this number.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Spot {
    file: usize,
    span: Span,
    label: Words,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Words {
    Verbatim(String),
    Sentence(String, Vec<(String, Words)>),
    List(Vec<Words>),
}

/// From the least to the worst: a severity is kept as its number here.
const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

impl Kept {
    /// Writes diagnostics down.
    pub fn of(said: &[Diagnostic]) -> Self {
        let mut files = Files::default();
        let said = said
            .iter()
            .map(|it| One {
                code: it.code,
                severity: SEVERITIES.iter().position(|known| *known == it.severity).unwrap_or_default() as u8,
                message: Words::of(&it.message),
                place: it.place.as_ref().map(|place| files.spot(place)),
                related: it.related.iter().map(|place| files.spot(place)).collect(),
                path: it.path.clone(),
                help: it.help.as_ref().map(Words::of),
                fix: it.fix.iter().map(|edit| (edit.span.clone(), edit.text.clone())).collect(),
            })
            .collect();
        Self { files: files.all, said }
    }

    /// The diagnostics again. `None` where this postil does not know a code or a sentence of them.
    pub fn into_said(self) -> Option<Vec<Diagnostic>> {
        let files: Vec<Arc<SourceText>> =
            self.files.into_iter().map(|(path, text)| SourceText::new(path, text)).collect();
        let spot = |spot: Spot| {
            let file = Arc::clone(files.get(spot.file)?);
            Some(Place { file, span: spot.span, label: spot.label.into_text()? })
        };
        let said = self.said.into_iter().map(|it| {
            Some(Diagnostic {
                code: it.code,
                severity: *SEVERITIES.get(usize::from(it.severity))?,
                message: it.message.into_text()?,
                place: optional(it.place, spot)?,
                related: it.related.into_iter().map(spot).collect::<Option<_>>()?,
                path: it.path,
                help: optional(it.help, Words::into_text)?,
                fix: it.fix.into_iter().map(|(span, text)| Edit { span, text }).collect(),
            })
        });
        said.collect()
    }
}

/// What becomes of something that may not be there: `None` only where it is there and comes to nothing.
fn optional<T, U>(value: Option<T>, change: impl FnOnce(T) -> Option<U>) -> Option<Option<U>> {
    match value {
        Some(value) => change(value).map(Some),
        None => Some(None),
    }
}

/// Files that diagnostics point into.
#[derive(Default)]
struct Files {
    all: Vec<(String, String)>,
    /// Their numbers, by where they stand in memory: each is read once.
    numbers: BTreeMap<*const SourceText, usize>,
}

impl Files {
    fn spot(&mut self, place: &Place) -> Spot {
        let all = &mut self.all;
        let file = *self.numbers.entry(Arc::as_ptr(&place.file)).or_insert_with(|| {
            all.push((place.file.path.clone(), place.file.text.clone()));
            all.len() - 1
        });
        Spot { file, span: place.span.clone(), label: Words::of(&place.label) }
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        Self::find(name).ok_or_else(|| D::Error::unknown_variant(name, &[]))
    }
}

impl Words {
    fn of(text: &Text) -> Self {
        match text {
            Text::Verbatim(words) => Self::Verbatim(words.clone()),
            Text::Sentence(english, parts) => Self::Sentence(
                (*english).to_owned(),
                parts.iter().map(|(name, part)| ((*name).to_owned(), Self::of(part))).collect(),
            ),
            Text::List(items) => Self::List(items.iter().map(Self::of).collect()),
        }
    }

    fn into_text(self) -> Option<Text> {
        Some(match self {
            Self::Verbatim(words) => Text::Verbatim(words),
            Self::Sentence(english, parts) => {
                let (english, _) = catalogue().get_key_value(english.as_str())?;
                let part = |(name, part): (String, Self)| {
                    // The name of a part stands in its sentence.
                    let at = english.find(&format!("{{{name}}}"))? + 1;
                    Some((&english[at..at + name.len()], part.into_text()?))
                };
                Text::Sentence(english, parts.into_iter().map(part).collect::<Option<_>>()?)
            }
            Self::List(items) => Text::List(items.into_iter().map(Self::into_text).collect::<Option<_>>()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{code, text};

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let (one, two) = (SourceText::new("a/issue.md", "47%（39例）"), SourceText::new("b/issue.md", ""));
        let said = vec![
            Diagnostic::new(code::T001, text!("there is no theme `{name}`", name = "x"))
                .at(&one, 0..3)
                .label(text!("there are: {names}", names = Text::list(["a", "b"])))
                .related(&two, 0..0, Text::verbatim("二"))
                .help(text!("did you mean `{near}`?", near = "y"))
                .fix([Edit::new(1..2, "，")]),
            Diagnostic::new(code::E201, Text::default()).path("c").as_note(),
            Diagnostic::new(code::E201, Text::default()).at(&one, 1..2),
        ];
        let kept = Kept::of(&said);
        assert_eq!(kept.files.len(), 2);
        assert_eq!(kept.into_said(), Some(said));
    }

    #[test]
    fn a_sentence_that_nobody_says_any_more_comes_to_nothing() {
        for message in [
            Text::known("no such sentence"),
            Text::Sentence("there is no theme `{name}`", vec![("x", Text::default())]),
        ] {
            assert_eq!(Kept::of(&[Diagnostic::new(code::T001, message)]).into_said(), None);
        }
    }
}
