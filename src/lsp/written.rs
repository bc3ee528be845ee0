//! A text by itself, as far as it can be read without its site: its body, and the places in it that links lead to.

use std::sync::Arc;

use crate::diag::{OffsetMap, SourceText, Span};
use crate::model::body::{Body, Kind};
use crate::parse::front_matter;
use crate::parse::markdown::{self, MarkdownOptions};

/// The body of a Markdown file.
pub(super) fn body_of(text: &Arc<SourceText>) -> Body {
    let span = front_matter::body(&text.text);
    let map = OffsetMap::shifted(span.start);
    markdown::parse(&text.text[span], &map, text, &MarkdownOptions::default()).value
}

/// Something in a body that an outline has: a heading, a figure, a chart, a note.
pub(super) struct Landmark {
    /// The level of a heading; none for what is no heading.
    pub(super) level: Option<u8>,
    /// Its words.
    pub(super) words: String,
    /// What links call it.
    pub(super) id: Option<String>,
    /// All of it; of a heading its line.
    pub(super) span: Span,
}

/// Everything in a body that an outline has, in its order.
pub(super) fn landmarks(body: &Body) -> Vec<Landmark> {
    let words = |node: usize| body.plain_text(node + 1..body.end_of(node));
    let mut all = Vec::new();
    for (number, node) in body.nodes().iter().enumerate() {
        let span = node.span.start as usize..node.span.end as usize;
        let (level, words, id) = match &node.kind {
            Kind::Heading { level, id, .. } => (Some(*level), words(number), Some(id.to_string())),
            Kind::Figure(figure) => {
                let caption = words(number);
                let caption = if caption.trim().is_empty() { figure.alt.to_string() } else { caption };
                (None, caption, figure.id.as_deref().map(str::to_owned))
            }
            Kind::Chart(chart) => {
                let Some(chart) = body.charts.get(*chart as usize) else { continue };
                let caption = Some(words(number)).filter(|it| !it.trim().is_empty());
                let title = chart.text("title").map(str::to_owned).or(caption);
                (None, title.unwrap_or_else(|| chart.kind.name().to_owned()), chart.id.as_deref().map(str::to_owned))
            }
            Kind::Note(note) => {
                let title = note.title.as_deref().unwrap_or(note.kind.name());
                (None, title.to_owned(), note.id.as_deref().map(str::to_owned))
            }
            _ => continue,
        };
        all.push(Landmark { level, words, id, span });
    }
    all
}
