//! `postil render`: Markdown from a file or standard input as HTML, without a site around it.

use std::sync::{Arc, OnceLock};

use crate::diag::{Checked, OffsetMap, SourceText};
use crate::parse::markdown::{self, MarkdownOptions};
use crate::render::highlight::Highlighter;
use crate::render::html::{HtmlOptions, Words, write};

/// Markdown with every extension, as HTML.
pub fn fragment(markdown: &str) -> Checked<String> {
    let options = MarkdownOptions::default();
    let (words, highlighter) = defaults();
    render(markdown, &options, &HtmlOptions::new(words, highlighter))
}

/// Plain CommonMark, as the HTML that its specification shows.
pub fn commonmark(markdown: &str) -> String {
    let (words, highlighter) = defaults();
    let html = HtmlOptions { plain: true, ..HtmlOptions::new(words, highlighter) };
    render(markdown, &MarkdownOptions::commonmark(), &html).value
}

fn defaults() -> (&'static Words, &'static Highlighter) {
    static DEFAULTS: OnceLock<(Words, Highlighter)> = OnceLock::new();
    let (words, highlighter) = DEFAULTS.get_or_init(Default::default);
    (words, highlighter)
}

fn render(text: &str, options: &MarkdownOptions, html: &HtmlOptions<'_>) -> Checked<String> {
    let file: Arc<SourceText> = SourceText::new("-", text);
    let map = OffsetMap::shifted(0);
    markdown::parse(text, &map, &file, options).map(|body| {
        let mut out = String::new();
        write(&body, &mut out, html);
        out
    })
}
