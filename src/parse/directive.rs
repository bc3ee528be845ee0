//! Directives: `:::name{key="value" .class #id}` and `:::`, the blocks that Markdown has no words for.
//!
//! This module knows the lines, and in [`DIRECTIVES`] what may be written; where in the tree a directive opens
//! and closes is [`super::markdown`]'s business. To add one is an entry of the table, a model struct, and its
//! arm in the writer of each output.

use std::ops::Range;

use crate::diag::{Code, Span, Text, code, nearest, only_nearest, text};
use crate::model::body::{Body, Image, Kind, Target};
use crate::model::figure::{Figure, Note, NoteKind};

mod chart;
mod line;

pub use line::{Line, lines, read};

/// A directive that may be written.
pub struct Directive {
    /// The name after the colons.
    pub name: &'static str,
    /// What may stand in the braces besides classes and an id.
    pub attributes: &'static [Attribute],
    /// Makes its node, once every required attribute is known to be there.
    build: fn(&Given, &mut Body, Span) -> Result<Kind, Fault>,
}

/// An attribute of a directive.
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Whether the directive says nothing without it.
    pub required: bool,
    /// What is written there, for messages and `postil explain`.
    pub meaning: Text,
}

/// Every directive.
pub const DIRECTIVES: &[Directive] = &[
    Directive {
        name: "figure",
        attributes: &[
            Attribute { name: "src", required: true, meaning: text!("the picture's file, beside the issue") },
            Attribute {
                name: "alt",
                required: true,
                meaning: text!("what the picture shows, for those who cannot see it"),
            },
            Attribute { name: "source", required: false, meaning: text!("where the picture comes from") },
        ],
        build: figure,
    },
    Directive {
        name: "note",
        attributes: &[
            Attribute { name: "title", required: false, meaning: text!("its own heading") },
            Attribute { name: "kind", required: false, meaning: text!("`note` or `warning`") },
        ],
        build: note,
    },
    chart::FOREST,
    chart::SURVIVAL,
    chart::FLOW,
    chart::ICON_ARRAY,
];

/// The directive of this name.
fn find(name: &str) -> Option<&'static Directive> {
    DIRECTIVES.iter().find(|known| known.name == name)
}

fn figure(given: &Given, body: &mut Body, span: Span) -> Result<Kind, Fault> {
    body.images.push(Image {
        written: given.text("src").unwrap_or_default(),
        title: None,
        span: given
            .values
            .iter()
            .find(|value| value.name == "src")
            .map_or(span.clone(), |value| span.start + value.range.start..span.start + value.range.end),
        target: Target::Unresolved,
        size: None,
    });
    Ok(Kind::Figure(Box::new(Figure {
        image: body.images.len() as u32 - 1,
        alt: given.text("alt").unwrap_or_default(),
        source: given.text("source"),
        id: given.id(),
        classes: given.classes(),
    })))
}

fn note(given: &Given, _: &mut Body, _: Span) -> Result<Kind, Fault> {
    let written = given.text("kind");
    let kind = match written.as_deref() {
        None => NoteKind::Note,
        Some(name) => {
            let known = NoteKind::ALL.iter().find(|(known, _)| *known == name);
            known.map(|(_, kind)| *kind).ok_or_else(|| {
                let names: Vec<&str> = NoteKind::ALL.iter().map(|(name, _)| *name).collect();
                Fault::new(
                    code::M008,
                    given.range_of("kind"),
                    text!("a note has no kind `{name}`", name),
                    text!("its kinds are `{names}`", names = names.join("`, `")),
                )
            })?
        }
    };
    Ok(Kind::Note(Box::new(Note { kind, title: given.text("title"), id: given.id(), classes: given.classes() })))
}

/// What is wrong with the line of a directive, at a range of the line.
#[derive(Debug)]
pub struct Fault {
    /// The code.
    pub code: Code,
    /// Where in the line.
    pub range: Range<usize>,
    /// What was found.
    pub message: Text,
    /// What to write.
    pub help: Text,
}

impl Fault {
    fn new(code: Code, range: Range<usize>, message: Text, help: Text) -> Self {
        Self { code, range, message, help }
    }
}

/// What stands in the braces of a directive.
#[derive(Debug, Default)]
pub struct Given {
    values: Vec<Value>,
    classes: Vec<String>,
    id: Option<(String, Range<usize>)>,
}

#[derive(Debug)]
struct Value {
    name: String,
    text: String,
    /// The whole of `name="text"` in the line.
    range: Range<usize>,
}

impl Given {
    fn text(&self, name: &str) -> Option<Box<str>> {
        let value = self.values.iter().find(|value| value.name == name)?;
        Some(value.text.as_str().into())
    }

    fn range_of(&self, name: &str) -> Range<usize> {
        let value = self.values.iter().find(|value| value.name == name);
        value.map_or(0..0, |value| value.range.clone())
    }

    fn id(&self) -> Option<Box<str>> {
        self.id.as_ref().map(|(id, _)| id.as_str().into())
    }

    fn classes(&self) -> Box<str> {
        self.classes.join(" ").into()
    }

    /// The id that was given, and where in the line.
    pub fn id_with_range(&self) -> Option<(&str, Range<usize>)> {
        self.id.as_ref().map(|(id, range)| (&**id, range.clone()))
    }
}

/// Makes the node of a directive whose opening line named it and gave this; `at` is the line in the file.
///
/// Faults are added to `faults`. Without a node the directive's content stands as if it were not there.
pub fn build(
    name: &str,
    name_range: Range<usize>,
    given: &Given,
    body: &mut Body,
    at: Span,
    faults: &mut Vec<Fault>,
) -> Option<Kind> {
    let Some(directive) = find(name) else {
        faults.push(unknown_name(name, name_range));
        return None;
    };
    for (index, value) in given.values.iter().enumerate() {
        if !directive.attributes.iter().any(|known| known.name == value.name) {
            faults.push(unknown_attribute(directive, value));
        } else if given.values[..index].iter().any(|earlier| earlier.name == value.name) {
            faults.push(Fault::new(
                code::M006,
                value.range.clone(),
                text!("`{value}` is given twice", value = value.name),
                text!("keep one of them"),
            ));
        }
    }
    let before = faults.len();
    for attribute in directive.attributes.iter().filter(|attribute| attribute.required) {
        let value = given.values.iter().find(|value| value.name == attribute.name);
        if value.is_none_or(|value| value.text.trim().is_empty()) {
            faults.push(Fault::new(
                code::M007,
                value.map_or(name_range.clone(), |value| value.range.clone()),
                text!("`:::{name}` has no `{attribute}`", name, attribute = attribute.name),
                text!("add {attribute}=\"…\": {meaning}", attribute = attribute.name, meaning = &attribute.meaning),
            ));
        }
    }
    if faults.len() > before {
        return None;
    }
    (directive.build)(given, body, at).map_err(|fault| faults.push(fault)).ok()
}

fn unknown_name(name: &str, range: Range<usize>) -> Fault {
    let names: Vec<&str> = DIRECTIVES.iter().map(|known| known.name).collect();
    let short: String = name.chars().take(32).collect();
    let help = match nearest(&short, names.iter().copied()) {
        Some(near) => text!("did you mean `:::{near}`?", near),
        None => text!("there are `:::{names}`", names = names.join("`, `:::")),
    };
    Fault::new(code::M001, range, text!("there is no directive `{name}`", name), help)
}

/// The name of the directive that an unknown one was certainly meant to be.
pub fn known_name(written: &str) -> Option<&'static str> {
    only_nearest(written, DIRECTIVES.iter().map(|known| known.name))
}

/// The signs of a directive with the characters of a Latin keyboard; `None` where that could end a text too early.
pub fn narrow(written: &str) -> Option<String> {
    let inside = written.trim_matches(|c: char| !c.is_ascii() && "“”‘’＂".contains(c));
    if inside.len() < written.len() {
        return (!inside.contains(['"', '\\'])).then(|| format!("\"{inside}\""));
    }
    let narrow = |c| match c {
        '：' => Some(':'),
        '｛' => Some('{'),
        '＝' => Some('='),
        ':' => Some(':'),
        _ => None,
    };
    written.chars().map(narrow).collect()
}

fn unknown_attribute(directive: &Directive, value: &Value) -> Fault {
    let known = || directive.attributes.iter().map(|attribute| attribute.name);
    let short: String = value.name.chars().take(32).collect();
    let help = match (&*value.name, nearest(&short, known())) {
        ("id", _) => text!("an id is written `#name`"),
        ("class", _) => text!("a class is written `.name`"),
        (_, Some(near)) => text!("did you mean `{near}`?", near),
        _ => text!("it has `{names}`", names = known().collect::<Vec<_>>().join("`, `")),
    };
    Fault::new(
        code::M005,
        value.range.clone(),
        text!("`:::{directive}` has no attribute `{value}`", directive = directive.name, value = value.name),
        help,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> (Option<Kind>, Vec<String>) {
        let mut faults = Vec::new();
        let kind = match read(text, &mut faults) {
            Line::Open { name, given, .. } => {
                let mut body = Body::new();
                build(&text[name.clone()], name, &given, &mut body, 0..text.len(), &mut faults)
            }
            Line::Close { .. } => None,
        };
        let codes = faults.iter().map(|fault| format!("{} {}", fault.code, &text[fault.range.clone()])).collect();
        (kind, codes)
    }

    #[test]
    fn reads_what_is_right() {
        for text in [
            r#":::figure{src="a.png" alt="生存曲线"}"#,
            r#"::::  figure { src='a.png' alt="说 \"是\"" source="JAMA" .wide #fig-1 }"#,
            ":::note",
            r#":::note{title="注意" kind="warning"}"#,
        ] {
            let (kind, faults) = check(text);
            assert!(kind.is_some() && faults.is_empty(), "{text}: {faults:?}");
        }
    }

    #[test]
    fn every_fault_has_its_place() {
        for (text, expected) in [
            (":::fgure{}", "M001 fgure"),
            (":::figure{src=\"a\"}", "M007 figure"),
            (":::figure{src=\"a\" alt=\"\"}", "M007 alt=\"\""),
            (":::note{titel=\"a\"}", "M005 titel=\"a\""),
            (":::note{title=\"a\" title=\"b\"}", "M006 title=\"b\""),
            (":::note{title=“a”}", "M009 “a”"),
            ("：：：note", "M009 ：：："),
            (":::note｛title=\"a\"｝", "M009 ｛"),
            (":::note{title=\"a}", "M004 \"a}"),
            (":::note{title=\"a\"", "M004 {title=\"a\""),
            (":::note{title=a}", "M004 a"),
            (":::note{title}", "M004 title"),
            (":::note 注意", "M004 注意"),
            (":::{title=\"a\"}", "M004 :::"),
            (":::note{kind=\"danger\"}", "M008 kind=\"danger\""),
        ] {
            let (_, faults) = check(text);
            assert_eq!(faults.first().map(String::as_str), Some(expected), "{text}: {faults:?}");
        }
    }
}
