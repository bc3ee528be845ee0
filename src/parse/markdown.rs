//! Markdown to a document tree: the one door of pulldown-cmark.
//!
//! With extensions on, which is how everything but `postil render --commonmark` reads, the text is first made
//! ready (`prepare`), then parsed, and the parser's events are built into a [`Body`] in one pass (`build`, `block`,
//! `inline`, `directives`, `html`). What can only be known at the end, ids and the numbers of footnotes, is settled then (`id`,
//! `footnote`).
//!
//! Never reads a file and never writes HTML: raw HTML of an editor stands in the tree tag by tag, reduced to
//! what the site allows. Every span in the tree and in a diagnostic counts bytes of the *file*.

use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

use crate::diag::{Checked, OffsetMap, SourceText};
use crate::model::body::Body;

mod address;
mod block;
mod build;
mod directives;
mod dollar;
mod emphasis;
mod footnote;
mod html;
mod id;
mod inline;
mod line;
mod lost;
mod prepare;
mod signs;
mod star;

pub use html::place::characters;
pub use html::{AllowedHtml, Refused, is_void};
pub use id::{RESERVED_PREFIXES, slug};
use prepare::Prepared;
use signs::Signs;

/// How a text is read.
#[derive(Debug, Clone)]
pub struct MarkdownOptions {
    /// Whether Markdown means more than CommonMark: tables, footnotes, directives, emphasis and line breaks as
    /// Chinese needs them, raw HTML reduced to what is allowed. Off, a text is plain CommonMark and its raw
    /// HTML stays as it is.
    pub extensions: bool,
    /// The raw HTML that is kept.
    pub allowed_html: Arc<AllowedHtml>,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self { extensions: true, allowed_html: Arc::default() }
    }
}

impl MarkdownOptions {
    /// Plain CommonMark.
    pub fn commonmark() -> Self {
        Self { extensions: false, ..Self::default() }
    }
}

/// Reads a text.
///
/// `map` leads from offsets in `text` to offsets in `file`, where every span of the tree points.
pub fn parse(text: &str, map: &OffsetMap, file: &Arc<SourceText>, options: &MarkdownOptions) -> Checked<Body> {
    let signs = Signs::of(text);
    let (prepared, extensions) = if options.extensions {
        (Prepared::extended(text, &signs), signs.extensions())
    } else {
        (Prepared::plain(text), Options::empty())
    };
    let events = Parser::new_ext(prepared.text(), extensions).into_offset_iter();
    let source = build::Source { text, prepared: &prepared, map, file, has_controls: signs.has_controls() };
    build::Builder::new(source, options).build(events)
}
