//! M023, M050 and M051: characters that readers do not see as they were meant, wherever they stand in a file.
//!
//! All words about them are here; what they are is told by [`crate::text::unseen`].

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Edit, Said, SourceText, Span, Text, code, text};
use crate::text::unseen::{Kind, named, unseen};

/// Says everything of that kind in a file.
pub fn look(source: &Arc<SourceText>, said: &mut Said) {
    look_within(source, 0..source.text.len(), said);
}

/// The same of a value in double quotation marks, whose `text` is what its escapes stand for: `\u200b`. `places` leads
/// from there to the file, where the value ends at `end`. What stands in the file itself was said already.
pub(super) fn look_behind_escapes(
    source: &Arc<SourceText>,
    text: &str,
    places: impl Fn(usize) -> usize,
    end: usize,
    said: &mut Said,
) {
    for it in unseen(text) {
        let start = places(it.range.start);
        let after = if it.range.end < text.len() { places(it.range.end) } else { end };
        let written = source.text.get(start..after).unwrap_or_default();
        if written.starts_with('\\') {
            tell(source, start..start + written.trim_end().len(), it.kind, it.instead, said);
        }
    }
}

/// The same of a part of a file.
pub fn look_within(source: &Arc<SourceText>, part: Span, said: &mut Said) {
    for it in unseen(source.text.get(part.clone()).unwrap_or_default()) {
        let span = it.range.start + part.start..it.range.end + part.start;
        tell(source, span, it.kind, it.instead, said);
    }
}

fn tell(source: &Arc<SourceText>, span: Span, kind: Kind, instead: Option<String>, said: &mut Said) {
    let (message, help) = words(&kind, instead.as_deref());
    let edits = instead.map(|instead| Edit::new(span.clone(), instead));
    said.push(Diagnostic::new(code_of(&kind), message).at(source, span).help(help).fix(edits));
}

/// What is said of a reference such as `&#8203;`, which stands for such a character.
pub(super) fn reference(c: char) -> Option<(Code, Text, Text)> {
    let kind = named(c)?;
    let (message, help) = words(&kind, None);
    Some((code_of(&kind), message, help))
}

fn code_of(kind: &Kind) -> Code {
    match kind {
        it if it.is_control() => code::M023,
        it if it.loses_content() => code::M050,
        _ => code::M051,
    }
}

/// What was found, and what to do. Of what repairs itself the help says what will stand there.
fn words(kind: &Kind, instead: Option<&str>) -> (Text, Text) {
    let number = |c: &char| Text::verbatim(format!("U+{:04X}", u32::from(*c)));
    let anew = || text!("look up in the manuscript what stands here, and type it anew");
    let write = |sign: &char| match instead {
        Some(_) => text!("write `{sign}`", sign),
        None => text!("look up in the manuscript whether `{sign}` stands here, and type it", sign),
    };
    match kind {
        Kind::Control(c, Some(sign)) => {
            (text!("{code} is not shown: it was probably `{sign}`", code = number(c), sign), write(sign))
        }
        Kind::Control(c, None) => (text!("{code} is not shown", code = number(c)), anew()),
        Kind::Layout(c) => (
            text!("{code} is not shown: Word breaks a line, ends a cell or marks a field with it", code = number(c)),
            text!("delete it, and write a new line where one is meant"),
        ),
        Kind::Replacement => (text!("`�` (U+FFFD) stands where something could not be read"), anew()),
        Kind::Object => (
            text!("U+FFFC is the place of a picture or a formula that was not copied"),
            text!("put the picture or the formula here, and delete the character"),
        ),
        Kind::Symbol(c, sign) => (
            text!("{code} is shown only by the font Symbol: it was probably `{sign}`", code = number(c), sign),
            write(sign),
        ),
        Kind::Bullet(c) => (
            text!(
                "{code} is shown only by the fonts Symbol and Wingdings: it was probably the mark of a list",
                code = number(c)
            ),
            text!("write `- ` at the beginning of the line for an item of a list; otherwise the sign that is meant"),
        ),
        Kind::Private(c) => {
            (text!("{code} is shown only by the font that it was typed with", code = number(c)), anew())
        }
        Kind::Garbled(sign) => {
            (text!("this is `{sign}`, read as Windows-1252 instead of UTF-8", sign), text!("write `{sign}`", sign))
        }
        Kind::SoftHyphen => (
            text!("U+00AD between two digits is not shown, and they read as one number"),
            text!("write what is meant: `–` between the ends of a range, `-` or `−`"),
        ),
        Kind::Invisible(c) => (
            text!("{code}, {name}, cannot be seen", code = number(c), name = name(*c)),
            match instead {
                Some(_) => text!("delete it"),
                None => text!("delete it, and see whether something else was meant to stand here"),
            },
        ),
        Kind::Separator(c) => (
            text!("{code}, {name}, is shown as no new line", code = number(c), name = name(*c)),
            text!("write a new line instead, or an empty line between two paragraphs"),
        ),
        Kind::Reversing(c) => (
            text!("{code} turns round the order of what follows it", code = number(c)),
            text!("delete it, and see whether each number reads as it should"),
        ),
        Kind::Hidden(words) => (text!("characters that cannot be seen spell `{words}`", words), text!("delete them")),
    }
}

/// What a character is called.
fn name(c: char) -> Text {
    match c as u32 {
        0xAD => text!("a soft hyphen"),
        0x200B => text!("a space of no width"),
        0x200C | 0x200D => text!("a joiner of letters"),
        0x2028 => text!("a line separator"),
        0x2029 => text!("a paragraph separator"),
        0x2060 => text!("a word joiner"),
        0x2061..=0x2064 => text!("an unwritten operator of a formula"),
        0xFEFF => text!("a byte order mark"),
        0x61C | 0x200E..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => text!("a mark of the direction of writing"),
        0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x180B..=0x180F => text!("a selector of a form"),
        _ => text!("a character without a glyph"),
    }
}
