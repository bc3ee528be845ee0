//! Blocks with more to them than their start and end: headings, code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event};

use super::build::{Builder, Events};
use super::prepare::Edit;
use crate::diag::{Span, code, text};
use crate::model::body::Kind;
use crate::model::code_language;
use crate::text::script::is_cjk;

/// Adds a letter after every pair of braces that ends a line and is no heading's attributes.
pub(super) fn brace_edits(text: &str, edits: &mut Vec<(usize, Edit)>) {
    let mut from = 0;
    while let Some(at) = text[from..].find('}').map(|at| from + at) {
        from = at + 1;
        let rest = &text[from..];
        let ends_line = rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || rest.trim().is_empty();
        if !ends_line {
            continue;
        }
        let line = text[..at].rfind(['\n', '\r']).map_or(0, |line| line + 1);
        let braces = text[line..at].rfind('{');
        if braces.is_some_and(|open| !is_attributes(&text[line + open + 1..at])) {
            edits.push((from, Edit::Letter));
        }
    }
}

/// Whether what stands in braces is an id and classes, and nothing else.
fn is_attributes(inside: &str) -> bool {
    !inside.trim().is_empty() && inside.split_whitespace().all(|word| word.len() > 1 && word.starts_with(['#', '.']))
}

/// The braces at the end of a heading that look like attributes and are none.
fn stray_braces(line: &str) -> Option<Range<usize>> {
    let line = line.trim_end();
    let open = line.strip_suffix('}')?.rfind('{')?;
    let escaped = line[..open].ends_with(['\\', '$', '^', '_']);
    (!escaped && !is_attributes(&line[open + 1..line.len() - 1])).then_some(open..line.len())
}

impl Builder<'_> {
    pub(super) fn heading_says(&mut self, level: u8, range: Range<usize>) {
        if !self.options.extensions {
            return;
        }
        self.underline_says(level, range.clone());
        let line = self.first_line(range);
        let written = self.file.text.get(line.clone()).unwrap_or_default();
        if level == 1 && !written.starts_with("<<<<<<<") {
            self.say(
                code::M014,
                line.clone(),
                text!("a heading of the first level stands in the text"),
                text!("the title of the page is the first level: write `##`"),
            );
        }
        if let Some(braces) = stray_braces(written) {
            let at = line.start + braces.start..line.start + braces.end;
            self.say(
                code::M013,
                at,
                text!("`{braces}` is shown as text", braces = &written[braces]),
                text!("only `#id` and `.class` may stand in the braces after a heading; write `\\{` if this is meant"),
            );
        }
    }

    /// A line of hyphens right below a paragraph, which was more often meant as a line across the page.
    fn underline_says(&mut self, level: u8, range: Range<usize>) {
        let range = self.prepared.range(range);
        let written = self.text[range.clone()].trim_end();
        let Some((above, line)) = written.rsplit_once('\n').filter(|_| level == 2 && !written.starts_with('#')) else {
            return;
        };
        let at = range.start + above.len() + 1;
        let line = at + line.len() - line.trim_start().len()..at + line.len();
        self.say(
            code::M034,
            self.span_of(line.clone()),
            text!("this line makes a heading of the text above it"),
            text!("write `## ` before a heading; leave an empty line before a line across the page"),
        );
        let is_sentence = above.trim_end().ends_with(['。', '！', '？', '；', '.', '!', '?', ';']);
        if is_sentence && line.start == at {
            let apart = format!("\n{}", &self.text[line.clone()]);
            self.repair(line, Some(&apart));
        }
    }

    pub(super) fn heading_id(&mut self, id: &str, range: Range<usize>) -> Box<str> {
        let id = self.prepared.restore(id).into_owned();
        let line = self.first_line(range);
        let written = self.file.text.get(line.clone()).and_then(|text| text.rfind(&format!("#{id}")));
        let span = match written {
            Some(at) => line.start + at..line.start + at + id.len() + 1,
            None => line,
        };
        self.keep_id(&id, span)
    }

    pub(super) fn keep_id(&mut self, id: &str, span: Span) -> Box<str> {
        if self.ids.add(id, span, self.file, &mut self.diagnostics) { id.into() } else { Box::default() }
    }

    pub(super) fn heading_classes(&mut self, classes: &[impl AsRef<str>]) -> u32 {
        if classes.is_empty() {
            return 0;
        }
        let names: Vec<&str> = classes.iter().map(AsRef::as_ref).collect();
        let names = self.prepared.restore(&names.join(" ")).into_owned();
        self.body.classes.push(names.into());
        self.body.classes.len() as u32
    }

    /// A fence that no other one closes: what follows it is code, up to the end of the text, the quotation or the item.
    fn fence_says(&mut self, range: Range<usize>) {
        let line = self.first_line(range.clone());
        let written = self.text[self.prepared.range(range)].trim_end();
        let first = written.trim_start_matches([' ', '\t']);
        let Some(mark) = first.chars().next() else { return };
        let length = first.len() - first.trim_start_matches(mark).len();
        let last = written.rsplit_once('\n').map_or("", |(_, last)| last.trim_matches([' ', '\t', '>', '\r']));
        if last.len() < length || !last.trim_start_matches(mark).is_empty() {
            self.say(
                code::M045,
                line,
                text!("this block of code is never closed"),
                text!("write a line `{fence}` after the code", fence = &first[..length]),
            );
        }
    }

    /// Words behind the language of a block of code, which stand nowhere on the page.
    fn words_after_language(&mut self, line: &Range<usize>, rest: &str) {
        let at = self.file.text.get(line.clone()).and_then(|text| text.rfind(rest)).map(|at| line.start + at);
        self.say(
            code::M046,
            at.map_or(line.clone(), |at| at..at + rest.len()),
            text!("`{rest}` stands behind the language of a block of code, and readers do not see it", rest),
            text!("write it on a line of its own: in the block if it is code, above it if it says what the code is"),
        );
    }

    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>, events: &mut Events<'_>) {
        self.before_block();
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.prepared.restore(info),
            CodeBlockKind::Indented => "".into(),
        };
        let language = info.split_whitespace().next().unwrap_or_default();
        if self.options.extensions && matches!(kind, CodeBlockKind::Fenced(_)) {
            self.fence_says(range.clone());
        }
        let span = self.span(range.clone());
        let line = self.first_line(range);
        let rest = info.trim_start()[language.len()..].trim();
        if self.options.extensions && !rest.is_empty() {
            self.words_after_language(&line, rest);
        }
        if self.options.extensions && language.eq_ignore_ascii_case("csv") && self.in_chart() {
            let mut data = String::new();
            while let Some((Event::Text(text), _)) = events.next() {
                data.push_str(&self.prepared.restore(&text));
            }
            return self.chart_data(&data, &span);
        }
        if self.options.extensions && !language.is_empty() && code_language::find(language).is_none() {
            let at = self.file.text.get(line.clone()).and_then(|text| text.find(language)).map(|at| line.start + at);
            self.say(
                code::M022,
                at.map_or(line.clone(), |at| at..at + language.len()),
                text!("no language `{language}` is known", language),
                text!("the code is shown without colours; `text` says that this is meant"),
            );
        }
        let language = language.into();
        self.body.leaf(Kind::CodeBlock { language }, "", span);
        let mut is_chinese = false;
        while let Some((event, _)) = events.next() {
            let Event::Text(text) = event else {
                break;
            };
            let text = self.prepared.restore(&text);
            is_chinese = is_chinese || text.contains(|c: char| is_cjk(c) && c.is_alphabetic());
            self.append(&text);
        }
        if self.options.extensions && is_chinese && matches!(kind, CodeBlockKind::Indented) {
            self.say(
                code::M025,
                line,
                text!("four spaces make this paragraph a block of code"),
                text!("take the spaces away: the page indents paragraphs itself; fence real code with ```"),
            );
        }
    }
}
