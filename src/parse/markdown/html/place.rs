//! Raw HTML in its place in the tree: what is opened among the children of a node is closed there.

use std::ops::Range;

use pulldown_cmark::Event;

use super::refuse::Fate;
use super::token::{Token, Tokens};
use super::{Cleaner, content_goes_too, is_block, is_known, is_void, takes_what_follows};
use crate::diag::{Span, Text, code, text};
use crate::model::body::Kind;
use crate::parse::markdown::build::{Builder, Events, FrameKind};

/// Elements open at once; a text with more is not text, and every end tag searches them.
const MOST_OPEN: usize = 64;

/// A raw element that waits for its end tag.
pub(in crate::parse::markdown) struct OpenTag {
    name: String,
    /// How many frames were open around it.
    depth: usize,
    span: Span,
}

/// A `<script>` in a line, which takes with it what follows.
pub(in crate::parse::markdown) struct Dropping {
    name: String,
    /// Where its end tag begins in the file, if the paragraph has one.
    until: Option<usize>,
    /// Its place, if it is still to be said that it has no end.
    span: Option<Span>,
    /// How many nodes were passed over that began inside and are still open.
    inside: usize,
    /// How many nodes are open that began behind the end, before those inside have ended: `*<script>*…</script>`.
    behind: Option<usize>,
}

/// Pieces of raw HTML put together, with the way back to the text.
#[derive(Default)]
struct Collected {
    text: String,
    /// Offset in it, offset in the text; rising.
    pieces: Vec<(usize, usize)>,
}

impl Collected {
    fn push(&mut self, text: &str, at: usize) {
        self.pieces.push((self.text.len(), at));
        self.text.push_str(text);
    }

    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let offset = |at: usize| {
            let piece = self.pieces.partition_point(|(start, _)| *start <= at);
            let (start, text) = self.pieces[piece.saturating_sub(1)];
            text + (at - start)
        };
        let start = offset(range.start);
        start..(offset(range.end.max(1) - 1) + 1).max(start)
    }
}

impl Builder<'_> {
    /// A block of raw HTML, up to its end.
    pub(in crate::parse::markdown) fn html_block(&mut self, range: Range<usize>, events: &mut Events<'_>) {
        let mut collected = Collected::default();
        while let Some((event, at)) = events.next() {
            match event {
                Event::Html(text) | Event::Text(text) => {
                    let start = self.prepared.range(at.clone()).start;
                    collected.push(&self.prepared.restore(&text), start);
                }
                _ => break,
            }
        }
        let span = self.span(range);
        self.push(Kind::HtmlBlock, span.clone(), FrameKind::Block);
        if self.options.extensions {
            collected.text.truncate(collected.text.trim_end().len());
            self.html(&collected, true);
        } else {
            self.body.leaf(Kind::Html, &collected.text, span);
        }
        self.pop();
    }

    /// Raw HTML in a line: one tag or comment.
    pub(in crate::parse::markdown) fn inline_html(&mut self, text: &str, range: Range<usize>) {
        self.before_inline(&range);
        let prepared = self.prepared;
        if let Some(line) = prepared.directive(range.start) {
            let span = self.span_of(line.clone());
            self.say(
                code::M010,
                span,
                text!("a directive cannot stand inside a paragraph"),
                text!("put an empty line before it and take away the spaces in front of it"),
            );
            // Up to the end of another directive, where that of three colons has none of its own for the parser.
            let written = &self.text[line.start..prepared.range(range.clone()).end];
            return self.add(Kind::Text, written, range);
        }
        let restored = prepared.restore(text);
        if !self.options.extensions {
            let span = self.span(range);
            return self.body.leaf(Kind::Html, &restored, span);
        }
        if self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Image) {
            return;
        }
        let mut collected = Collected::default();
        collected.push(&restored, prepared.range(range).start);
        self.html(&collected, false);
    }

    fn html(&mut self, collected: &Collected, block: bool) {
        let mut tokens = Tokens::new(&collected.text);
        let mut has_said = !block;
        while let Some(token) = tokens.next() {
            match token {
                Token::Hidden(range) => self.say_joining_comment(self.span_of(collected.range(&range))),
                Token::Declaration(range) => self.say_declaration(self.span_of(collected.range(&range))),
                // The line of a tag that was left out leaves nothing behind.
                Token::Text(range) if self.is_unopened_block() && collected.text[range.clone()].trim().is_empty() => {}
                Token::Text(range) => {
                    let span = self.span_of(collected.range(&range));
                    let text = characters(&collected.text[range.clone()]);
                    if collected.text[range.start..].starts_with("<!--") {
                        self.say_unclosed_at("<!--", "-->", span.start..span.start + 1);
                        has_said = true;
                    }
                    has_said = has_said || self.says_markdown(&text, &span);
                    self.add_at(Kind::Text, &text, span);
                }
                Token::Close { name, range } => {
                    let span = self.span_of(collected.range(&range));
                    self.ends_unkept(&name);
                    if is_known(&name) || self.options.allowed_html.attributes(&name).is_some() {
                        self.close_tag(&name, span, block);
                    } else {
                        self.add_at(Kind::Text, &characters(&collected.text[range]), span);
                    }
                }
                Token::Open { name, attributes, range } => {
                    let span = self.span_of(collected.range(&range));
                    let places: Vec<(String, Span)> = attributes
                        .into_iter()
                        .map(|(name, range)| (name, self.span_of(collected.range(&range))))
                        .collect();
                    let is_lost = takes_what_follows(&name) && !self.is_closed(&name, &tokens, block, span.end);
                    let kept = if is_lost {
                        self.say_unclosed_at(&format!("<{name}>"), &format!("</{name}>"), span.clone());
                        false
                    } else {
                        self.open_tag(&name, &places, &collected.text[range], span.clone(), block)
                    };
                    if kept || !content_goes_too(&name) {
                        continue;
                    }
                    if block {
                        tokens.skip_content(&name);
                    } else {
                        let until = self.end_in_paragraph(&name, span.end);
                        let span = Some(span).filter(|_| !is_lost);
                        self.dropping = Some(Dropping { name, until, span, inside: 0, behind: None });
                    }
                }
            }
        }
    }

    /// Whether the last node is a block of raw HTML with nothing in it yet.
    fn is_unopened_block(&self) -> bool {
        self.body.nodes().last().is_some_and(|node| matches!(node.kind, Kind::HtmlBlock))
    }

    /// Whether an element that takes with it what follows has its end: in the same block, or in the same paragraph.
    fn is_closed(&self, name: &str, tokens: &Tokens<'_>, block: bool, at: usize) -> bool {
        if block || self.options.allowed_html.attributes(name).is_some() {
            return tokens.end_tag(name).is_some() || !block;
        }
        self.end_in_paragraph(name, at).is_some()
    }

    /// Where the end tag of an element begins in the paragraph that goes on at this offset of the file.
    fn end_in_paragraph(&self, name: &str, at: usize) -> Option<usize> {
        let rest = self.file.text.get(at..).unwrap_or_default();
        Tokens::new(rest).end_tag_in_paragraph(name).map(|end| at + end)
    }

    /// Whether the tag was kept.
    fn open_tag(&mut self, name: &str, attributes: &[(String, Span)], tag: &str, span: Span, block: bool) -> bool {
        let options = self.options;
        let Some(allowed) = options.allowed_html.attributes(name) else {
            if self.refuse(name, span.clone()) == Fate::Text {
                self.add_at(Kind::Text, &characters(tag), span);
            }
            return false;
        };
        let is_odd = |(attribute, _): &(String, Span)| !allowed.contains(&**attribute);
        if !attributes.is_empty() && !tag.contains('=') && attributes.iter().all(is_odd) {
            // `a <b and c> d`: words, and no attributes.
            self.say_no_html(span.clone());
            self.add_at(Kind::Text, &characters(tag), span);
            return false;
        }
        if !block && is_block(name) {
            if self.misplaced.len() < MOST_OPEN {
                self.misplaced.push(name.to_owned());
            }
            let help = text!("put it in a line of its own, with an empty line before it");
            let code = if self.joins_words(&span) { code::M040 } else { code::M018 };
            self.say(code, span, text!("`<{name}>` cannot stand inside a paragraph", name), help);
            return false;
        }
        for (attribute, at) in attributes {
            if !allowed.contains(&**attribute) {
                let names: Vec<&str> = allowed.iter().map(|name| &**name).collect();
                let help = if names.is_empty() {
                    text!("it may have no attributes")
                } else {
                    text!("it may have: {names}", names = Text::list(&names))
                };
                let message = text!("`{attribute}` on `<{name}>` is left out", attribute, name);
                self.say(code::M018, at.clone(), message, help);
            }
        }
        let text = if attributes.is_empty() {
            Some(format!("<{name}>"))
        } else {
            let cleaner = self.cleaner.get_or_insert_with(|| Cleaner::new(&options.allowed_html));
            cleaner.tag(name, tag)
        };
        let Some(text) = text else {
            return false;
        };
        if !is_void(name) {
            if self.tags.len() >= MOST_OPEN {
                let help = text!("close the elements around it first");
                self.say(code::M018, span, text!("`<{name}>` is nested too deep", name), help);
                return false;
            }
            // What may hold blocks stays open after its line; what may not ends with it.
            let depth = self.frames.len() - usize::from(block && is_block(name));
            // Nothing outlives the element that it stands in.
            let depth = self.tags.last().map_or(depth, |around| depth.max(around.depth));
            self.tags.push(OpenTag { name: name.to_owned(), depth, span: span.clone() });
        }
        self.add_at(Kind::Html, &text, span);
        true
    }

    fn close_tag(&mut self, name: &str, span: Span, block: bool) {
        if is_void(name) {
            return;
        }
        let lowest = self.frames.len() - usize::from(block);
        let found = self.tags.iter().rposition(|tag| tag.depth >= lowest && tag.name == name);
        let Some(found) = found else {
            if let Some(start) = self.misplaced.iter().rposition(|misplaced| misplaced == name) {
                self.misplaced.remove(start);
            } else if self.options.allowed_html.attributes(name).is_some() {
                let help = match self.tags.iter().rfind(|tag| tag.name == name) {
                    Some(_) => text!("it was opened outside of what is open here: close it there"),
                    None => text!("take it away, or open the element before it"),
                };
                self.say(code::M020, span, text!("`</{name}>` closes nothing", name), help);
            } else {
                self.refuse_end(name, span);
            }
            return;
        };
        while self.tags.len() > found + 1 {
            self.close_last_tag();
        }
        self.tags.truncate(found);
        self.body.leaf(Kind::Html, &format!("</{name}>"), span);
    }

    /// Closes, and reports, the element that was opened last.
    fn close_last_tag(&mut self) {
        let Some(tag) = self.tags.pop() else {
            return;
        };
        let at = self.body.nodes().last().map_or(tag.span.end, |node| node.span.end as usize);
        let end = format!("</{}>", tag.name);
        self.body.leaf(Kind::Html, &end, at..at);
        self.say(
            code::M019,
            tag.span,
            text!("`<{tag}>` is not closed where it was opened", tag = tag.name),
            text!("write `{end}` before what is around it ends", end),
        );
    }

    /// Closes what the innermost frame leaves open.
    pub(in crate::parse::markdown) fn close_tags(&mut self) {
        let depth = self.frames.len();
        while self.tags.last().is_some_and(|tag| tag.depth >= depth) {
            self.close_last_tag();
        }
    }

    /// Passes over what stands between `<script>` and `</script>` in a line, and the ends of what began there; false for
    /// everything else.
    pub(in crate::parse::markdown) fn drop_event(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        let begins = matches!(event, Event::Start(_));
        let span = self.span(range.clone());
        let Some(dropping) = &mut self.dropping else {
            return false;
        };
        // Code that goes on behind the end tag is shown.
        let is_over = dropping.until.is_some_and(|until| if begins { span.start >= until } else { span.end > until });
        if is_over && dropping.behind.is_none() {
            dropping.behind = Some(0);
            let is_end_tag = matches!(event, Event::InlineHtml(_)) && dropping.until == Some(span.start);
            if dropping.inside == 0 {
                self.dropping = None;
            }
            if is_end_tag || self.dropping.is_none() {
                return is_end_tag;
            }
        }
        let Some(dropping) = &mut self.dropping else {
            return false;
        };
        let open = dropping.behind.as_mut().unwrap_or(&mut dropping.inside);
        match event {
            Event::Start(_) => *open += 1,
            Event::End(_) if *open > 0 => *open -= 1,
            Event::End(_) if dropping.behind.is_some() => {
                dropping.inside -= 1;
                if dropping.inside == 0 {
                    self.dropping = None;
                }
                return true;
            }
            Event::End(_) => {
                let (name, span) = (std::mem::take(&mut dropping.name), dropping.span.take());
                self.dropping = None;
                if let Some(span) = span {
                    self.say_unclosed_at(&format!("<{name}>"), &format!("</{name}>"), span);
                }
                return false;
            }
            _ => {}
        }
        self.dropping.as_ref().is_some_and(|it| it.behind.is_none())
    }
}

/// Text of raw HTML with its character references resolved.
pub fn characters(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.bytes().skip(1).take(33);
        let length = name.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let is_reference = rest.as_bytes().get(length + 1) == Some(&b';');
        let end = if is_reference { length + 2 } else { 1 };
        // The parser knows the names; it is asked about one at a time.
        for event in pulldown_cmark::Parser::new(&rest[..end]) {
            if let Event::Text(text) = event {
                decoded.push_str(&text);
            }
        }
        rest = &rest[end..];
    }
    decoded.push_str(rest);
    decoded.into()
}
