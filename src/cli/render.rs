//! `postil render`: Markdown from a file or standard input as HTML, without a site around it.

use std::sync::{Arc, OnceLock};

use crate::diag::{Checked, OffsetMap, Said, SourceText, Span};
use crate::parse::front_matter;
use crate::parse::markdown::{self, MarkdownOptions};
use crate::parse::unseen;
use crate::render::highlight::Highlighter;
use crate::render::html::{HtmlOptions, Words, write};

/// Markdown with every extension, as HTML.
pub fn fragment(markdown: &str) -> Checked<String> {
    let file = SourceText::new("-", markdown);
    part(&file, 0..file.text.len())
}

/// The same of a file, which may begin with front matter: only the text below it is shown.
pub(super) fn file(file: &Arc<SourceText>) -> Checked<String> {
    part(file, front_matter::body(&file.text))
}

fn part(file: &Arc<SourceText>, body: Span) -> Checked<String> {
    let (words, highlighter) = defaults();
    let mut said = Said::default();
    unseen::look_within(file, body.clone(), &mut said);
    let html = render(file, body, &MarkdownOptions::default(), &HtmlOptions::new(words, highlighter));
    let html = html.into_value(&mut said);
    Checked::new(html, said)
}

/// Plain CommonMark, as the HTML that its specification shows.
pub fn commonmark(markdown: &str) -> String {
    let (words, highlighter) = defaults();
    let html = HtmlOptions { plain: true, ..HtmlOptions::new(words, highlighter) };
    let file = SourceText::new("-", markdown);
    render(&file, 0..markdown.len(), &MarkdownOptions::commonmark(), &html).value
}

fn defaults() -> (&'static Words, &'static Highlighter<'static>) {
    static DEFAULTS: OnceLock<(Words, Highlighter<'static>)> = OnceLock::new();
    let (words, highlighter) = DEFAULTS.get_or_init(Default::default);
    (words, highlighter)
}

fn render(file: &Arc<SourceText>, body: Span, options: &MarkdownOptions, html: &HtmlOptions<'_>) -> Checked<String> {
    let map = OffsetMap::shifted(body.start);
    markdown::parse(&file.text[body], &map, file, options).map(|body| {
        let mut out = String::new();
        write(&body, &mut out, html);
        out
    })
}
