//! What stands in a line: text, links, breaks.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::build::{Builder, Events, FrameKind};
use super::prepare::SCHEME;
use super::star;
use crate::diag::{Span, code, text};
use crate::model::body::{Image, Kind, Link, Target};
use crate::parse::unseen;
use crate::text::script::{breaks_without_space, is_cjk};
use crate::text::unseen::cp1252;

/// How far the end of a mark like `[^1]` may be from its beginning, for it to be looked for.
const LONGEST_LABEL: usize = 64;

/// How long an address may be, for its end to be looked for.
const LONGEST_ADDRESS: usize = 256;

fn is_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')
}

impl Builder<'_> {
    /// Adds text to the last leaf.
    pub(super) fn append(&mut self, text: &str) {
        if self.has_controls && text.contains(is_control) {
            self.body.append(&without_controls(text));
        } else {
            self.body.append(text);
        }
    }

    /// Adds a leaf with text that readers see.
    pub(super) fn add(&mut self, kind: Kind, text: &str, range: Range<usize>) {
        let span = self.span(range);
        self.before = text.chars().next_back();
        self.add_at(kind, text, span);
    }

    /// The same, at a place in the file.
    pub(super) fn add_at(&mut self, kind: Kind, text: &str, span: Span) {
        // A character reference can name a control character; it arrives as a text of its own.
        if (self.has_controls || text.len() == 1) && text.contains(is_control) {
            self.body.leaf(kind, &without_controls(text), span);
        } else {
            self.body.leaf(kind, text, span);
        }
    }

    /// Opens the paragraph that a tight item left out, if that is where an inline node comes. A directive in such an
    /// item has paragraphs all the same.
    pub(super) fn before_inline(&mut self, range: &Range<usize>) {
        let kind = match self.frames.last().map(|frame| &frame.kind) {
            Some(FrameKind::Item) => Kind::Plain,
            Some(FrameKind::Directive { .. }) => Kind::Paragraph,
            _ => return,
        };
        let span = self.span(range.clone());
        self.push(kind, span, FrameKind::Plain);
    }

    pub(super) fn start_inline(&mut self, kind: Kind, range: Range<usize>) {
        self.before_inline(&range);
        if matches!(kind, Kind::Emphasis | Kind::Strong) && self.options.extensions {
            self.say_doubtful_stars(self.prepared.range(range.clone()));
        }
        let span = self.span(range);
        self.push(kind, span, FrameKind::Inline);
    }

    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        to: &str,
        title: &str,
        label: Option<String>,
        range: Range<usize>,
    ) {
        let to = self.prepared.restore(to);
        let written = match link_type {
            LinkType::Email => format!("mailto:{to}").into(),
            LinkType::Autolink if to.starts_with("www.") => format!("{SCHEME}{to}").into(),
            _ => to.into(),
        };
        self.used_labels.extend(label);
        let link =
            Link { written, title: self.title(title), span: self.span(range.clone()), target: Target::Unresolved };
        self.body.links.push(link);
        let number = self.body.links.len() as u32 - 1;
        self.start_inline(Kind::Link(number), range);
    }

    pub(super) fn start_image(&mut self, to: &str, title: &str, range: Range<usize>, events: &mut Events<'_>) {
        self.before_inline(&range);
        let span = self.span(range);
        if self.options.extensions && matches!(events.peek(0), Some(Event::End(_))) {
            self.say(
                code::M021,
                span.clone(),
                text!("the picture has no text for those who cannot see it"),
                text!("say in the square brackets what it shows: ![survival curves](…)"),
            );
        }
        let image = Image {
            written: self.prepared.restore(to).into(),
            title: self.title(title),
            span: span.clone(),
            target: Target::Unresolved,
            size: None,
        };
        self.body.images.push(image);
        let number = self.body.images.len() as u32 - 1;
        self.push(Kind::Image(number), span, FrameKind::Image);
    }

    fn title(&self, title: &str) -> Option<Box<str>> {
        (!title.is_empty()).then(|| self.prepared.restore(title).into())
    }

    /// An event that is neither the start nor the end of something.
    pub(super) fn leaf(&mut self, event: Event<'_>, range: Range<usize>, events: &mut Events<'_>) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                self.before_inline(&range);
                let prepared = self.prepared;
                self.add(Kind::Code, &prepared.restore(&text), range);
            }
            Event::InlineMath(text) => self.math(&text, false, range),
            Event::DisplayMath(text) => self.math(&text, true, range),
            Event::InlineHtml(text) | Event::Html(text) => self.inline_html(&text, range),
            Event::FootnoteReference(label) => {
                self.before_inline(&range);
                let label = self.prepared.restore(&label).into_owned();
                let number = self.footnotes.number_of(&label);
                let span = self.span(range);
                let kind = Kind::FootnoteReference { number, reference: 0 };
                self.body.leaf(kind, "", span);
            }
            Event::SoftBreak => self.soft_break(range, events),
            Event::HardBreak => {
                self.before = None;
                let span = self.span(range);
                self.body.leaf(Kind::HardBreak, "", span);
            }
            Event::Rule => {
                self.before = None;
                if self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Plain) {
                    self.pop();
                }
                let span = self.span(range);
                self.body.leaf(Kind::Rule, "", span);
            }
            Event::TaskListMarker(ticked) => self.task(ticked),
            Event::Start(_) | Event::End(_) => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let prepared = self.prepared;
        let text = prepared.restore(text);
        if text.is_empty() {
            return;
        }
        if self.options.extensions && text.len() == 1 {
            match text.as_bytes()[0] {
                b'[' => self.lone_bracket(&range),
                b']' => self.lone_end(&range),
                b'*' => self.lone_asterisk(&range),
                _ => {}
            }
        }
        self.before_inline(&range);
        if !self.options.extensions {
            self.add(Kind::Text, &text, range);
            return;
        }
        self.say_products(&range);
        self.say_open_comment(&range);
        match self.reference(&text, &range) {
            Some(meant) => self.add(Kind::Text, meant.encode_utf8(&mut [0; 4]), range),
            None => self.add(Kind::Text, &text, range),
        }
    }

    /// Says of asterisks that multiply what is written instead.
    fn say_products(&mut self, range: &Range<usize>) {
        let range = self.prepared.range(range.clone());
        let products = &self.prepared.products;
        let from = products.partition_point(|at| *at < range.start);
        for &at in products[from..].iter().take_while(|at| **at < range.end) {
            let span = self.span_of(at..at + 1);
            self.say(
                code::M032,
                span,
                text!("an asterisk stands between two numbers"),
                text!("write `×` for a product; `\\*` says that the asterisk is meant"),
            );
            self.repair(at..at + 1, Some("×"));
        }
    }

    /// Asterisks that were read as marks, and may be signs.
    fn say_doubtful_stars(&mut self, range: Range<usize>) {
        let marked = &self.text[range.clone()];
        let line = star::run::last_part(&self.text[..range.start]).rsplit('\n').next().unwrap_or_default();
        if marked.starts_with('*') && star::may_be_signs(line, marked) {
            self.say(
                code::M044,
                self.span_of(range),
                text!("these asterisks are read as marks, and not shown"),
                text!("write `\\*` for an asterisk that is a sign; begin what is to stand out before its number"),
            );
        }
    }

    /// A `<!--` that no `-->` follows.
    fn say_open_comment(&mut self, range: &Range<usize>) {
        let at = self.prepared.range(range.clone()).start;
        if self.text[at..].starts_with("<!--") && !self.text[..at].ends_with('\\') {
            self.say_unclosed("<!--", "-->", at..at + "<!--".len());
        }
    }

    /// What browsers read (HTML Living Standard, 13.2.5.80) where a character reference, which arrives as a text of its own,
    /// stands for a control code of Windows-1252, such as `&#150;` for a dash. Of others that are not seen it is said.
    fn reference(&mut self, text: &str, range: &Range<usize>) -> Option<char> {
        let mut chars = text.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { return None };
        let is_seen = c.is_ascii() && !c.is_control();
        if is_seen || !self.text[self.prepared.range(range.clone())].starts_with("&#") {
            return None;
        }
        let meant = cp1252(c);
        if let Some((code, message, help)) = unseen::reference(c).filter(|_| meant.is_none()) {
            let span = self.span(range.clone());
            self.say(code, span, message, help);
        }
        meant
    }

    fn math(&mut self, text: &str, display: bool, range: Range<usize>) {
        self.before_inline(&range);
        let prepared = self.prepared;
        self.add(Kind::Math { display }, &prepared.restore(text), range);
        // Whatever its last sign is, beside Chinese it is set off as Latin is.
        self.before = Some('x');
    }

    fn task(&mut self, ticked: bool) {
        let item = self.frames.iter().rev().find(|frame| frame.kind == FrameKind::Item);
        if let Some(node) = item.and_then(|frame| frame.node) {
            let number = match self.body.nodes()[node].kind {
                Kind::Item { number, .. } => number,
                _ => None,
            };
            self.body.set_kind(node, Kind::Item { task: Some(ticked), number });
        }
    }

    fn soft_break(&mut self, range: Range<usize>, events: &mut Events<'_>) {
        self.before_inline(&range);
        let joined = self.options.extensions
            && self.before.is_some_and(|before| {
                first_char_ahead(self.prepared, events).is_some_and(|after| breaks_without_space(before, after))
            });
        if !joined {
            let span = self.span(range);
            self.body.leaf(Kind::SoftBreak, "", span);
        }
    }

    /// A `[` that begins no link: perhaps a footnote that does not exist.
    fn lone_bracket(&mut self, range: &Range<usize>) {
        let at = self.prepared.range(range.clone()).start;
        let rest = &self.text[at..];
        if !rest.starts_with("[^") || self.text[..at].ends_with('\\') {
            return;
        }
        let label = rest.char_indices().take(LONGEST_LABEL);
        let end = label.skip(2).find(|(_, c)| matches!(c, ']' | '[') || c.is_whitespace());
        if let Some((end @ 3.., ']')) = end {
            let label = &rest[2..end];
            let span = self.span_of(at..at + end + 1);
            self.say(
                code::M015,
                span,
                text!("the footnote `{label}` is not written anywhere", label),
                text!("write `[^{label}]: …` in a paragraph of its own, or `\\[` if it is only text", label),
            );
        }
    }

    /// A `](` that belongs to no link: most often there is a space in the address.
    fn lone_end(&mut self, range: &Range<usize>) {
        let at = self.prepared.range(range.clone()).start;
        let rest = &self.text[at..];
        if !rest.starts_with("](") || self.text[..at].ends_with('\\') {
            return;
        }
        let end = rest.char_indices().take(LONGEST_ADDRESS).find(|(_, c)| matches!(c, ')' | '\n'));
        if let Some((end @ 3.., ')')) = end {
            let address = rest[2..end].trim();
            let span = self.span_of(at + 1..at + end + 1);
            self.say(
                code::M026,
                span,
                text!("this is shown as it is: it is neither a link nor a picture"),
                text!("write `(<{address}>)` if there is a space in the address, or `\\]` if it is only text", address),
            );
        }
    }

    /// A `*` that marks nothing; two of them were meant to.
    fn lone_asterisk(&mut self, range: &Range<usize>) {
        let second = self.asterisk == range.start;
        let at = self.prepared.range(range.clone()).start;
        if second {
            let span = self.span_of(at - 1..at + 1);
            self.say(
                code::M024,
                span,
                text!("`**` marks nothing here and is shown as it is"),
                text!("take away the space inside the marks, close what is open, or write `\\*\\*` for asterisks"),
            );
            self.repair_asterisks(at - 1..at + 1);
            self.asterisk = usize::MAX;
        } else if !self.text[..at].ends_with('\\') {
            self.asterisk = range.end;
        }
    }
}

impl Builder<'_> {
    /// Two asterisks were said to mark nothing. If they and the two before them would, were it not for a space inside,
    /// the space is moved outside or taken away.
    fn repair_asterisks(&mut self, run: Range<usize>) {
        let before = self.asterisks.replace(run.clone());
        let Some(open) = before.filter(|open| open.end < run.start) else { return };
        let inside = &self.text[open.end..run.start];
        if inside.trim().is_empty() || inside.contains(['*', '\n']) {
            return;
        }
        let (blank_first, blank_last) =
            (inside.len() - inside.trim_start().len(), inside.len() - inside.trim_end().len());
        let outer = |c: Option<char>| c.filter(|c| !c.is_whitespace());
        let (range, instead) = match (blank_first, blank_last) {
            (0, 1..) => {
                let Some(after) = outer(self.text[run.end..].chars().next()) else { return };
                let space = if is_cjk(after) || is_cjk(last_char(inside.trim_end())) { "" } else { " " };
                (run.start - blank_last..run.end, format!("**{space}"))
            }
            (1.., 0) => {
                let Some(before) = outer(self.text[..open.start].chars().next_back()) else { return };
                let space = if is_cjk(before) || inside.trim_start().starts_with(is_cjk) { "" } else { " " };
                (open.start..open.end + blank_first, format!("{space}**"))
            }
            _ => return,
        };
        self.repair(range, Some(&instead));
        self.asterisks = None;
    }
}

fn last_char(text: &str) -> char {
    text.chars().next_back().unwrap_or(' ')
}

/// The character that comes next in the line, through marks and tags.
fn first_char_ahead(prepared: &super::Prepared<'_>, events: &mut Events<'_>) -> Option<char> {
    use pulldown_cmark::{Tag, TagEnd};
    let mut count = 0;
    loop {
        match events.peek(count)? {
            Event::Text(text) | Event::Code(text) => {
                if let Some(c) = prepared.restore(text).chars().next() {
                    return Some(c);
                }
            }
            Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => return None,
        }
        count += 1;
    }
}

/// NUL becomes the replacement character, as CommonMark has it; other controls vanish.
fn without_controls(text: &str) -> String {
    let kept = text.chars().filter(|c| *c == '\0' || !is_control(*c));
    kept.map(|c| if c == '\0' { '\u{FFFD}' } else { c }).collect()
}
