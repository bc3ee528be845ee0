//! Blocks with more to them than their start and end: headings, code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event};

use super::build::{Builder, Events};
use super::language;
use crate::diag::{Span, code};
use crate::model::body::Kind;
use crate::parse::script::is_cjk;

impl Builder<'_> {
    pub(super) fn heading_says(
        &mut self,
        level: u8,
        attributes: &[(impl AsRef<str>, Option<impl AsRef<str>>)],
        range: Range<usize>,
    ) {
        if !self.options.extensions {
            return;
        }
        let line = self.first_line(range);
        if level == 1 {
            self.say(
                code::M014,
                line.clone(),
                "a heading of the first level stands in the text",
                "the title of the page is the first level: write `##`",
            );
        }
        if let Some((name, _)) = attributes.first() {
            let name = name.as_ref();
            self.say(
                code::M013,
                line,
                format!("`{name}` in the braces after a heading is dropped"),
                "only `#id` and `.class` may stand there; write `\\{` if the braces are text",
            );
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

    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>, events: &mut Events<'_>) {
        self.before_block();
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.prepared.restore(info),
            CodeBlockKind::Indented => "".into(),
        };
        let language = info.split_whitespace().next().unwrap_or_default();
        let span = self.span(range.clone());
        let line = self.first_line(range);
        if self.options.extensions && !language.is_empty() && language::find(language).is_none() {
            let at = self.file.text[line.clone()].find(language).map(|at| line.start + at);
            self.say(
                code::M022,
                at.map_or(line.clone(), |at| at..at + language.len()),
                format!("no language `{language}` is known"),
                "the code is shown without colours; `text` says that this is meant",
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
                "four spaces make this paragraph a block of code",
                "take the spaces away: the page indents paragraphs itself; fence real code with ```",
            );
        }
    }
}
