//! Faults of the text: F001 to F019.
//!
//! Never knows the name of a field.

use std::sync::Arc;

use super::{quoted, shorten};
use crate::diag::{Diagnostic, Edit, SourceText, Span, Text, code, text};
use crate::model::foreign::Foreign;

/// Characters that mean something to YAML at the start of a value.
pub(crate) const SPECIAL: [char; 14] = ['*', '&', '!', '|', '>', '@', '`', '%', '[', ']', '{', '}', ',', '#'];

/// What stands where front matter should open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// `---`, but not in the first line.
    NotFirst,
    /// Dashes of another kind or number.
    Miswritten,
    /// Something else, or nothing.
    Absent,
}

/// F001
pub(crate) fn no_front_matter(source: &Arc<SourceText>, place: Span, opening: Opening) -> Diagnostic {
    let (message, help) = match opening {
        Opening::NotFirst => {
            (text!("the front matter does not begin in the first line"), text!("remove what stands above `---`"))
        }
        Opening::Miswritten => (
            text!("these dashes do not open front matter"),
            text!("write `---`: three hyphens from an English keyboard, nothing else in the line"),
        ),
        Opening::Absent => (
            text!("the file does not begin with front matter"),
            text!("make `---` the first line, then the fields (`title: …`, `date: …`), then `---` again"),
        ),
    };
    Diagnostic::new(code::F001, message).at(source, place).help(help)
}

/// F002
pub(crate) fn not_closed(source: &Arc<SourceText>, place: Span, miswritten: bool) -> Diagnostic {
    let (message, help) = if miswritten {
        (
            text!("these dashes do not close the front matter"),
            text!("write `---`: three hyphens from an English keyboard, nothing else in the line"),
        )
    } else {
        (
            text!("the front matter that opens here is never closed"),
            text!("write `---` in a line of its own between the fields and the text"),
        )
    };
    Diagnostic::new(code::F002, message).at(source, place).help(help)
}

/// What a file that is not UTF-8 may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf16,
    Other,
}

/// F043
pub(crate) fn foreign(path: &str, foreign: Foreign) -> Diagnostic {
    Diagnostic::new(code::F043, text!("`{path}` is {what}, not text", path, what = foreign.about()))
        .path(path)
        .help(foreign.as_text())
}

/// F004
pub(crate) fn not_utf8(shown: &Arc<SourceText>, place: Span, byte: u8, encoding: Encoding) -> Diagnostic {
    let message = match encoding {
        Encoding::Utf16 => text!("the file is saved as UTF-16, not as UTF-8"),
        Encoding::Other => {
            text!(
                "the file is not UTF-8: byte 0x{byte} is not part of any character",
                byte = format_args!("{:02X}", byte)
            )
        }
    };
    Diagnostic::new(code::F004, message)
        .at(shown, place)
        .label(text!("from here on the text cannot be read"))
        .help(text!("save the file with the encoding UTF-8; files from older Windows programs are often GBK (ANSI)"))
}

/// F005
pub(crate) fn byte_order_mark(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F005, text!("the file begins with an invisible byte order mark"))
        .at(source, place)
        .help(text!("save the file as “UTF-8”, not as “UTF-8 with BOM”"))
}

/// F006
pub(crate) fn carriage_return(source: &Arc<SourceText>, place: Span, count: usize) -> Diagnostic {
    let message = if count == 1 {
        text!("a line ends in CR LF, the way of Windows")
    } else {
        text!("{count} lines end in CR LF, the way of Windows", count)
    };
    Diagnostic::new(code::F006, message)
        .at(source, place)
        .label(text!("the first of them"))
        .help(text!("set the line ends of your editor to LF"))
}

/// F007
pub(crate) fn too_large(source: &Arc<SourceText>, place: Span, found: usize, limit: usize) -> Diagnostic {
    let message = text!(
        "{found} KiB of fields are more than the {limit} KiB that are read",
        found = found.div_ceil(1024),
        limit = limit / 1024
    );
    Diagnostic::new(code::F007, message).at(source, place).help(text!(
        "move long text below the closing `---`, and check that the front matter is closed where it should be"
    ))
}

/// F008
pub(crate) fn indentation_characters(source: &Arc<SourceText>, place: Span, lines: usize) -> Diagnostic {
    let kind = match source.text[place.clone()].chars().find(|c| *c != ' ') {
        Some('\t') => text!("a tab"),
        Some('\u{3000}') => text!("a full-width space"),
        _ => text!("a no-break space"),
    };
    let more = match lines.saturating_sub(1) {
        0 => Text::default(),
        1 => text!(", and so is another"),
        others => text!(", and so are {others} others", others),
    };
    Diagnostic::new(code::F008, text!("this line is indented with {kind}{more}", kind, more))
        .at(source, place)
        .help(text!("indent with ordinary spaces, two for each level"))
}

/// Whether a word has the form of a field's name, so that a colon after it was meant to be one.
fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// F009
pub(crate) fn full_width_colon(source: &Arc<SourceText>, place: Span, name: &str) -> Diagnostic {
    let is_set_off = source.text[place.end..].chars().next().is_none_or(char::is_whitespace);
    let colon = if is_set_off { ":" } else { ": " };
    let fix = is_field_name(name).then(|| Edit::new(place.clone(), colon));
    Diagnostic::new(code::F009, text!("a full-width colon follows `{name}`", name))
        .at(source, place)
        .label(text!("write `:` and a space"))
        .help(text!("write `{name}: …` with the colon of an English keyboard and a space after it", name))
        .fix(fix)
}

/// F009
pub(crate) fn touching_colon(source: &Arc<SourceText>, place: Span, name: &str, value: &str) -> Diagnostic {
    let is_certain = is_field_name(name) && !value.starts_with("//");
    let fix = is_certain.then(|| Edit::new(place.end..place.end, " "));
    Diagnostic::new(code::F009, text!("there is no space after the colon of `{name}`", name))
        .at(source, place)
        .help(text!("write `{name}: {value}`", name, value = shorten(value)))
        .fix(fix)
}

/// F009
pub(crate) fn not_a_field(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F009, text!("this line is neither `name: value` nor part of the field above"))
        .at(source, place)
        .help(text!("give it a name and a colon; indent it by two spaces if it continues the line above; or close the front matter above it"))
}

/// F010
pub(crate) fn colon_in_value(source: &Arc<SourceText>, place: Span, value: &str) -> Diagnostic {
    Diagnostic::new(code::F010, text!("this value holds a colon and a space, which YAML reads as another field"))
        .at(source, place)
        .label(text!("put it in quotation marks"))
        .help(text!("write {value}", value = quoted(value)))
}

/// F011
pub(crate) fn special_start(source: &Arc<SourceText>, place: Span, value: &str) -> Diagnostic {
    let first = value.chars().next().unwrap_or(' ');
    Diagnostic::new(code::F011, text!("a value that begins with `{first}` means something else to YAML", first))
        .at(source, place)
        .label(text!("put it in quotation marks"))
        .help(text!("write {value}", value = quoted(value)))
}

/// What is wrong with a quoted value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotation {
    NotClosed,
    GoesOn,
    Escape,
}

/// F012
pub(crate) fn quotation(source: &Arc<SourceText>, place: Span, trouble: Quotation, value: &str) -> Diagnostic {
    let mark = value.chars().next().unwrap_or('"');
    let (message, help) = match trouble {
        Quotation::NotClosed => (
            text!("the quotation mark {mark} that opens here is not closed in this line", mark),
            text!("end the value with {mark}, or write it without quotation marks", mark),
        ),
        Quotation::GoesOn => (
            text!("the value goes on after the quotation mark {mark} that closes it", mark),
            text!("put all of it in quotation marks: {value}", value = quoted(value)),
        ),
        Quotation::Escape => (
            text!("a backslash between double quotation marks begins a code that does not exist"),
            text!("use single quotation marks '…', in which a backslash is only a backslash"),
        ),
    };
    Diagnostic::new(code::F012, message).at(source, place).help(help)
}

/// What is wrong with a list in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bracket {
    NotClosed,
    NotOpened,
    NoComma,
    ClosedBy(char),
}

/// F013
pub(crate) fn bracket(source: &Arc<SourceText>, place: Span, trouble: Bracket) -> Diagnostic {
    let mark = &source.text[place.clone()];
    let partner = match mark {
        "[" => "]",
        "{" => "}",
        "]" => "[",
        _ => "{",
    };
    let (message, help) = match trouble {
        Bracket::NotClosed => (
            text!("the `{mark}` that opens here is not closed", mark),
            text!("write `{partner}` where the list ends, or quotation marks around the value if it is text", partner),
        ),
        Bracket::NotOpened => (
            text!("this `{mark}` closes nothing", mark),
            text!("remove it, or write `{partner}` where the list begins", partner),
        ),
        Bracket::NoComma => (
            text!("a comma is missing before this"),
            text!(
                "separate items with `,` and a space (not with `，` or `、`), and put text with quotation marks or brackets in it between quotation marks"
            ),
        ),
        Bracket::ClosedBy(close) => (
            text!("the `{mark}` that opens here is closed by `{close}`", mark, close),
            text!("close it with `{partner}`", partner),
        ),
    };
    Diagnostic::new(code::F013, message).at(source, place).help(help)
}

/// F014
pub(crate) fn indentation(source: &Arc<SourceText>, place: Span, columns: usize) -> Diagnostic {
    let spaces = if columns == 1 { text!("1 space") } else { text!("{columns} spaces", columns) };
    Diagnostic::new(code::F014, text!("this line is indented by {spaces}, which fits no line above it", spaces))
        .at(source, place)
        .help(text!("indent it as far as its neighbours: two spaces for each level, items of a list under one another"))
}

/// F015
pub(crate) fn not_yaml(source: &Arc<SourceText>, place: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(code::F015, text!("this cannot be read: {reason}", reason))
        .at(source, place)
        .help(text!("if it is text, put it in quotation marks; long text goes below `name: |`, indented by two spaces"))
}

/// F015
pub(crate) fn second_document(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F015, text!("`---` begins a second document, and what follows it is not read"))
        .at(source, place)
        .help(text!("remove the line"))
}

/// F015
pub(crate) fn not_a_name(source: &Arc<SourceText>, place: Span) -> Diagnostic {
    Diagnostic::new(code::F015, text!("what stands before this colon is not a name"))
        .at(source, place)
        .help(text!("write a field as `name: value`"))
}

/// F016
pub(crate) fn lost_text(source: &Arc<SourceText>, place: Span, all: bool) -> Diagnostic {
    let text = source.text[place.clone()].to_owned();
    let help = if all {
        text!("write {text}", text = quoted(&text))
    } else {
        text!("put the whole value in quotation marks if this belongs to it; write a comment in a line of its own")
    };
    Diagnostic::new(code::F016, text!("everything after ` #` is a comment to YAML and is left out"))
        .at(source, place)
        .help(help)
}

/// F017
pub(crate) fn duplicate_field(source: &Arc<SourceText>, name: &str, place: Span, first: Span) -> Diagnostic {
    Diagnostic::new(code::F017, text!("`{name}` is given twice", name))
        .at(source, place)
        .related(source, first, text!("it already stands here"))
        .help(text!("keep one of them"))
}

/// F018
pub(crate) fn too_deep(source: &Arc<SourceText>, place: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(code::F018, text!("more than {limit} lists and groups stand inside one another", limit))
        .at(source, place)
        .help(text!("put text with brackets in quotation marks; no field needs more than five levels"))
}

/// Something by which YAML refers to something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference {
    Anchor,
    Alias,
    Merge,
    Tag,
}

/// F019; for text that only looks like an alias, F011
pub(crate) fn reference(source: &Arc<SourceText>, place: Span, kind: Reference) -> Diagnostic {
    let written = &source.text[place.clone()];
    let is_name = written[1..].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if kind == Reference::Alias && !is_name {
        return special_start(source, place.clone(), written);
    }
    let (what, help) = match kind {
        Reference::Anchor => (text!("an anchor"), text!("put the value in quotation marks if it begins with `&`")),
        Reference::Alias => (
            text!("an alias"),
            text!("write the value out where it is needed, or put it in quotation marks if it begins with `*`"),
        ),
        Reference::Merge => (text!("a merge key"), text!("write the fields out")),
        Reference::Tag => {
            (text!("a tag"), text!("remove it, or put the value in quotation marks if it begins with `!`"))
        }
    };
    Diagnostic::new(code::F019, text!("`{written}` is {what} of YAML, which is not read here", written, what))
        .at(source, place)
        .help(help)
}
