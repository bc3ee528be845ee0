//! Whatever is read, nothing panics and every place is a place in the file.

use std::sync::Arc;

use postil::diag::{Checked, Diagnostic, SourceText, Span};
use postil::parse::draft;
use postil::parse::front_matter::{self, Node, Value, decode_text};
use proptest::prelude::*;

use super::{SAMPLE, read};
use crate::support::draws;

/// Pieces of front matter, sound and not, as editors and programs leave them.
const PIECES: &[&str] = &[
    "title",
    "trial",
    "arms",
    "findings",
    "key_findings",
    "tags",
    ": ",
    ":",
    "：",
    "- ",
    "  ",
    " ",
    "\t",
    "　",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "，",
    "\"",
    "'",
    "''",
    "\\",
    "\\u4e2d",
    "|\n",
    "|2\n",
    ">-\n",
    ">0.05",
    "*P*",
    "*a",
    "&a",
    "!t ",
    "!!str ",
    "<<: ",
    "? ",
    "#",
    " # ",
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "中",
    "研究",
    "𠀀",
    "é",
    "e\u{301}",
    "\u{feff}",
    "\u{0}",
    "\u{7}",
    "\u{85}",
    "\u{2028}",
    "0.40",
    "2025-08-07",
    "26期",
    "NTC01730937",
    "null",
    "~",
    "true",
];

fn in_bounds(source: &SourceText, span: &Span) -> bool {
    span.start <= span.end && source.text.get(span.clone()).is_some()
}

fn check_diagnostics(said: &[Diagnostic]) -> Result<(), TestCaseError> {
    for diagnostic in said {
        for place in diagnostic.place.iter().chain(&diagnostic.related) {
            prop_assert!(in_bounds(&place.file, &place.span), "{diagnostic:?}");
        }
    }
    Ok(())
}

fn check_node(source: &Arc<SourceText>, node: &Node<'_>) -> Result<(), TestCaseError> {
    prop_assert!(in_bounds(source, &node.span));
    if let Some(written) = node.written(source) {
        for (at, c) in written.text.char_indices() {
            let span = written.map.span(at..at + c.len_utf8());
            prop_assert!(in_bounds(source, &span), "{c:?} of {:?} at {span:?}", written.text);
            prop_assert!(span.end <= written.span.end, "{c:?} of {:?} at {span:?} of {:?}", written.text, written.span);
        }
    }
    match &node.value {
        Value::Sequence(items) => items.iter().try_for_each(|item| check_node(source, item)),
        Value::Mapping(entries) => entries.iter().try_for_each(|entry| {
            prop_assert!(in_bounds(source, &entry.key_span));
            check_node(source, &entry.value)
        }),
        _ => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), TestCaseError> {
    let source = SourceText::new("content/demo/007-demo/issue.md", text);
    let Checked { value, diagnostics } = front_matter::read(&source);
    check_diagnostics(&diagnostics)?;
    if let Some(document) = &value {
        check_node(&source, &document.root)?;
        prop_assert!(in_bounds(&source, &document.body));
    }
    prop_assert!(value.is_some() || !diagnostics.is_empty(), "refused without a word");
    let whole = front_matter::read_yaml(&source);
    check_diagnostics(&whole.diagnostics)?;
    if let Some(document) = &whole.value {
        check_node(&source, &document.root)?;
    }
    check_diagnostics(&read(text, None).diagnostics)?;
    check_diagnostics(&draft::people(&source).diagnostics)?;
    check_diagnostics(&draft::comments(&source).diagnostics)
}

/// Front matter of these pieces.
pub(crate) fn written() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(draws(256, 7))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let read = decode_text("a.md", bytes);
        check_diagnostics(&read.diagnostics)?;
        if let Some(source) = read.value {
            check_text(&source.text)?;
        }
    }

    #[test]
    fn any_pieces(pieces in written()) {
        check_text(&format!("---\n{pieces}\n---\n正文"))?;
    }

    #[test]
    fn a_sound_file_with_a_slip(at in 0..SAMPLE.len(), removed in 0usize..3, piece in proptest::sample::select(PIECES)) {
        let mut text = SAMPLE.to_owned();
        let start = text.floor_char_boundary(at);
        let end = text.ceil_char_boundary((start + removed).min(text.len()));
        text.replace_range(start..end, piece);
        check_text(&text)?;
    }
}
