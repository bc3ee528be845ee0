//! What holds for any input.

use std::sync::Arc;

use postil::cli::render;
use postil::diag::{Checked, OffsetMap, SourceText};
use postil::model::body::{Body, Kind, Step};
use postil::parse::markdown::{self, MarkdownOptions};
use postil::render::highlight::Highlighter;
use postil::render::html::{self, HtmlOptions, Words};
use postil::text::{measure, summary};
use proptest::prelude::*;

use crate::support::draws;

/// What a body's text begins after, so that a span in the text is not one in the file.
const HEAD: &str = "---\n标题: 一\n---\n";

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "SBRT", "肝", "结论：", "（", "）", "“", "”", "。", "한", "ア", "😀", "é", "38%", "≥", "\u{FE00}", "\u{E0100}",
    "\u{2060}", "\u{FDD0}", " ", "  ", "\n", "\n\n", "\r\n", "\t", "    ", "\u{3000}", "\0", "\x01",
    "*", "**", "***", "_", "__", "~", "~~", "~~~", "`", "``", "```\n", "\\", "$", "$$", "{", "}", "|", "| a | b |\n|---|--:|\n",
    "[", "]", "(", ")", "](", "![", "[^1]", "[^1]: ", "[^x]", "[a]: b\n", "<", ">", "/", "<b>", "</b>", "<div>\n", "</div>\n",
    "<span class=\"x\" onclick=y>", "</span>", "<script>", "</script>", "<!--", "-->", "<br>", "<details>\n\n", "&amp;", "&#0;",
    "&hellip;", "# ", "## ", "{#id}", "{.c}", "- ", "1. ", "- [ ] ", "> ", ": ", "---\n", "===\n", ":::", "::::", "：：：",
    ":::note\n", ":::note{title=\"一\"}\n", ":::figure{src=\"a.png\" alt=\"图\"}\n", ":::\n", "::::note\n", "::::\n", "{title=“x”}",
    "http://a.b/", "<http://a.b/?x=$1>", "\"", "'", "=", "!",
];

pub(crate) fn markdown_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn read(text: &str, options: &MarkdownOptions) -> (Arc<SourceText>, Checked<Body>) {
    let file = SourceText::new("a.md", format!("{HEAD}{text}"));
    let checked = markdown::parse(text, &OffsetMap::shifted(HEAD.len()), &file, options);
    (file, checked)
}

fn write(body: &Body) -> String {
    let (words, highlighter) = (Words::default(), Highlighter::default());
    let mut out = String::new();
    html::write(body, &mut out, &HtmlOptions::new(&words, &highlighter));
    out
}

fn check_tree(body: &Body, file: &SourceText) {
    let mut open: Vec<usize> = Vec::new();
    for (number, node) in body.nodes().iter().enumerate() {
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        assert!(HEAD.len() <= start && start <= end && end <= file.text.len(), "{node:?}");
        assert!(file.text.is_char_boundary(start) && file.text.is_char_boundary(end), "{node:?}");
        while open.last().is_some_and(|end| *end <= number) {
            open.pop();
        }
        let end = body.end_of(number);
        assert!(number < end && end <= *open.last().unwrap_or(&body.nodes().len()), "{number} {node:?}");
        assert!(end == number + 1 || !node.kind.is_leaf(), "{number} {node:?}");
        assert!(node.kind.is_leaf() || body.text(node).is_empty());
        open.push(end);
    }
    let (mut depth, mut entered) = (0_usize, 0_usize);
    for step in body.walk() {
        match step {
            Step::Enter(_) => (depth, entered) = (depth + 1, entered + 1),
            Step::Leave(_) => depth -= 1,
        }
    }
    assert_eq!((depth, entered), (0, body.nodes().len()));
    for link in &body.links {
        assert!(file.text.get(link.span.clone()).is_some());
    }
    for image in &body.images {
        assert!(file.text.get(image.span.clone()).is_some());
    }
}

/// The tags of the HTML that postil writes nest: attributes hold no `<`, and text holds none at all.
fn check_html(html: &str) {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        assert!(!tag.starts_with("span") || !tag.contains("onclick"), "{html}");
        let name = tag.split(' ').next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{html}"),
            None if matches!(name, "br" | "hr" | "img" | "input" | "wbr") => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} stay open in {html}");
    assert!(!html.contains(|c: char| c.is_ascii_control() && !matches!(c, '\n' | '\t' | '\r')), "{html:?}");
    assert!(!html.contains("<script"), "{html}");
}

fn check_ids(body: &Body) {
    let mut ids: Vec<&str> = body.ids().collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for id in ids {
        assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{id:?}");
        assert!(!markdown::RESERVED_PREFIXES.iter().any(|prefix| id.starts_with(prefix)), "{id}");
    }
}

fn check(text: &str) {
    let (file, Checked { value: body, diagnostics }) = read(text, &MarkdownOptions::default());
    check_tree(&body, &file);
    check_ids(&body);
    for diagnostic in &diagnostics {
        let place = diagnostic.place.as_ref().expect("a fault of Markdown has a place");
        assert!(file.text.get(place.span.clone()).is_some(), "{diagnostic:?}");
        assert!(place.span.start >= HEAD.len(), "{diagnostic:?}");
    }
    check_html(&write(&body));
    for limit in [0, 1, 7, 60] {
        assert!(summary::summary(&body, limit).chars().count() <= limit.max(1) + 1);
    }
    measure::measure([&body]);
    let (file, plain) = read(text, &MarkdownOptions::commonmark());
    check_tree(&plain.value, &file);
    render::commonmark(text);
}

proptest! {
    #![proptest_config(draws(1500, 5))]

    #[test]
    fn anything_can_be_read(text in markdown_text()) {
        check(&text);
    }

    #[test]
    fn any_characters_can_be_read(text in "\\PC{0,60}") {
        check(&text);
    }

    #[test]
    fn without_chinese_emphasis_is_that_of_commonmark(pieces in prop::collection::vec(
        prop::sample::select(&["a", "b", "é", " ", "*", "**", "***", "_", "__", ".", "(", ")", "\"", "€", "\\"][..]), 1..24)) {
        let text = pieces.concat();
        let extended = render::fragment(&text).value;
        let plain = render::commonmark(&text).replace("&quot;", "\"").replace(" />", ">");
        prop_assert_eq!(extended.replace(" tabindex=\"0\"", ""), plain);
    }

    #[test]
    fn text_stands_where_its_span_says(pieces in prop::collection::vec(
        prop::sample::select(&["肝", "结论：", "“", "”", "。", "a", "38%", "*", "**", "~~", "~", "\n", "$", "5"][..]), 1..30)) {
        let text = pieces.concat();
        let (file, checked) = read(&text, &MarkdownOptions::default());
        for node in checked.value.nodes().iter().filter(|node| matches!(node.kind, Kind::Text)) {
            let written = &file.text[node.span.start as usize..node.span.end as usize];
            prop_assert_eq!(written.replace('\n', ""), checked.value.text(node));
        }
    }
}

/// A long text of this shape is read and written to its end: nothing overflows, nothing hangs.
fn check_long(make: impl Fn(usize) -> String) {
    let (_, checked) = read(&make(5_000), &MarkdownOptions::default());
    write(&checked.value);
}

#[test]
fn what_was_once_read_wrongly_is_read() {
    // A block opened inside an unclosed `<span>` outlived it, and the span was closed in a later paragraph.
    check("<div>\n<span class=\"x\" onclick=y><details>\n\na</span>");
}

#[test]
fn nothing_is_too_deep_or_too_often() {
    for piece in [
        ">",
        "> ",
        "[",
        "![",
        "](",
        "*a ",
        "**a",
        "*肝。",
        "a**“",
        "~",
        "~~a",
        "`",
        "$",
        "$$",
        "$a$5",
        "<",
        "<b>",
        "</b>",
        "<b>\n\n",
        "<!--",
        "<!",
        "<a ",
        "<a \"",
        "<div>\n\n",
        "</div>\n\n",
        "<script>",
        "&",
        "&amp;",
        "[^1]",
        "[^a]\n\n[^a]: b\n\n",
        "# 一\n",
        "# 一\n\n# 一-2\n",
        ":::\n",
        ":::note\n",
        ":::note\n:::\n",
        "> :::note\n",
        "- :::note\n",
        "- a\n",
        "| a ",
        "|*肝。",
        "a\n肝\n",
        "\\",
        "\\*",
        "{",
        "}",
        "：：：\n",
        "\0",
        "*肝。*",
        "**“肝”**",
        "**\n",
        "*肝\n",
        "> *肝。*\n",
        "|*肝“*|\n\n",
    ] {
        check_long(|size| piece.repeat(size));
    }
    check_long(|size| format!("{}肝", "> ".repeat(size)));
    check_long(|size| format!("| a | b |\n|---|---|\n{}", "| **肝。**x | 1 |\n".repeat(size / 10)));
    check_long(|size| format!(":::note\n{}", "肝\n\n".repeat(size)));
}
