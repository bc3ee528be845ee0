//! `@import` (CSS Cascade 5): which sheet, in which layer and under which conditions.

use std::ops::Range;

use super::fault::What;
use crate::diag::Span;
use crate::text::css::{Kind, Sheet, Token};

/// An `@import` at the head of a sheet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import<'a> {
    /// What it names.
    pub(super) path: &'a str,
    /// The whole statement with its `;`.
    pub(super) span: Span,
    /// What the sheet stands in instead, from the outside inwards: `@media print`.
    pub(super) wrappers: Vec<String>,
}

/// What a sheet begins with.
#[derive(Debug, Default)]
pub(super) struct Head<'a> {
    pub(super) imports: Vec<Import<'a>>,
    /// Its `@charset`, where that is right.
    pub(super) charset: Option<Span>,
    /// Its first `@namespace`.
    pub(super) namespace: Option<Span>,
}

/// Reads the head of a sheet, and says where a statement stands too late or is not understood.
pub(super) fn head<'a>(text: &str, sheet: &'a Sheet, said: &mut Vec<(What, Span)>) -> Head<'a> {
    let mut head = Head::default();
    let mut is_over = false;
    let mut at = 0;
    while let Some(token) = sheet.tokens.get(at) {
        let (end, next) = end_of_item(&sheet.tokens, at);
        let span = token.span.start..sheet.tokens[..next].last().map_or(token.span.end, |it| it.span.end);
        let last = sheet.tokens[..next].last().map(|it| &it.kind);
        let is_block = last == Some(&Kind::Close('}'));
        match &token.kind {
            Kind::Space | Kind::Comment => {}
            Kind::At(name) if name == "charset" => match charset(text, &span) {
                Ok(()) => head.charset = Some(span),
                Err(what) => said.push((what, span)),
            },
            Kind::At(name) if name == "import" && is_over => said.push((What::LateImport, span)),
            Kind::At(name) if name == "import" => {
                match import(text, &sheet.tokens, at + 1..end).filter(|_| !is_block) {
                    Some((path, wrappers)) => head.imports.push(Import { path, span, wrappers }),
                    None => said.push((What::Import, span)),
                }
            }
            Kind::At(name) if name == "namespace" => {
                is_over = true;
                head.namespace.get_or_insert(span);
            }
            // Names of layers may come first, to say their order.
            Kind::At(name) if name == "layer" && !is_block => {}
            _ => is_over = true,
        }
        at = next;
    }
    head
}

/// Where an item at the top of a sheet ends, without and with its `;` or block.
fn end_of_item(tokens: &[Token], start: usize) -> (usize, usize) {
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::Space | Kind::Comment if at == start => return (at + 1, at + 1),
            Kind::Semicolon => return (at, at + 1),
            Kind::Open('{') => return (at, token.next),
            _ => at = token.next,
        }
    }
    (at, at)
}

/// A `@charset` is the first thing of a sheet, and names what the sheet is read as.
fn charset(text: &str, span: &Span) -> Result<(), What> {
    let written = text[span.clone()].to_ascii_lowercase();
    if span.start > 0 {
        return Err(What::LateCharset);
    }
    if written == "@charset \"utf-8\";" { Ok(()) } else { Err(What::Charset) }
}

/// What an import names, and what its sheet stands in: `@import "a.css" layer(b) supports(c: d) print`.
fn import<'a>(text: &str, tokens: &'a [Token], range: Range<usize>) -> Option<(&'a str, Vec<String>)> {
    let slice = |range: Range<usize>| match &tokens[range] {
        [first, .., last] => text[first.span.start..last.span.end].trim(),
        [only] => text[only.span.clone()].trim(),
        [] => "",
    };
    let solid = |mut at: usize| {
        while at < range.end && matches!(tokens[at].kind, Kind::Space | Kind::Comment) {
            at += 1;
        }
        at
    };
    let mut at = solid(range.start);
    let path = match &tokens[..range.end].get(at)?.kind {
        Kind::Url(path) | Kind::Quoted(path) => path,
        Kind::Function(name) if name == "url" => {
            tokens[at + 1..tokens[at].next].iter().find_map(|it| match &it.kind {
                Kind::Quoted(path) => Some(path),
                _ => None,
            })?
        }
        _ => return None,
    };
    at = solid(tokens[at].next);
    let mut wrappers = Vec::new();
    match tokens[..range.end].get(at).map(|it| &it.kind) {
        Some(Kind::Word(word)) if word.eq_ignore_ascii_case("layer") => {
            wrappers.push("@layer".to_owned());
            at = solid(at + 1);
        }
        Some(Kind::Function(name)) if name == "layer" => {
            wrappers.push(format!("@layer {}", slice(at + 1..tokens[at].next - 1)));
            at = solid(tokens[at].next);
        }
        _ => {}
    }
    if let Some(Kind::Function(name)) = tokens[..range.end].get(at).map(|it| &it.kind)
        && name == "supports"
    {
        // A declaration stands in brackets there, and so may anything else.
        wrappers.push(format!("@supports ({})", slice(at + 1..tokens[at].next - 1)));
        at = solid(tokens[at].next);
    }
    let media = slice(at..range.end);
    // A media query has no functions but in its brackets: this is something newer, or in the wrong order.
    let mut rest = at;
    while rest < range.end {
        if matches!(tokens[rest].kind, Kind::Function(_) | Kind::Quoted(_) | Kind::Url(_)) {
            return None;
        }
        rest = tokens[rest].next;
    }
    if !media.is_empty() {
        wrappers.push(format!("@media {media}"));
    }
    wrappers.reverse();
    Some((path, wrappers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, Vec<String>)>, What> {
        let sheet = Sheet::read(text);
        let mut said = Vec::new();
        let head = head(text, &sheet, &mut said);
        match said.pop() {
            Some((what, _)) => Err(what),
            None => Ok(head.imports.into_iter().map(|it| (it.path.to_owned(), it.wrappers)).collect()),
        }
    }

    #[test]
    fn conditions_become_the_rules_that_say_the_same() {
        for (written, path, wrappers) in [
            ("@import 'a.css';", "a.css", &[] as &[&str]),
            ("@IMPORT/**/u\\72l( a.css )", "a.css", &[]),
            (
                "@import url('a.css') screen and (orientation: landscape), print;",
                "a.css",
                &["@media screen and (orientation: landscape), print"],
            ),
            ("@import 'a.css' layer;", "a.css", &["@layer"]),
            ("@import 'a.css' LAYER(b.c) ;", "a.css", &["@layer b.c"]),
            ("@import 'a.css' supports(display: grid);", "a.css", &["@supports (display: grid)"]),
            (
                "@import 'a.css' layer(b) supports(not (c: d)) print;",
                "a.css",
                &["@media print", "@supports (not (c: d))", "@layer b"],
            ),
        ] {
            let wrappers: Vec<String> = wrappers.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(read(written), Ok(vec![(path.to_owned(), wrappers)]), "{written}");
        }
    }

    #[test]
    fn what_is_not_understood_or_comes_too_late_is_told() {
        for (text, what) in [
            ("@import a.css;", What::Import),
            ("@import;", What::Import),
            ("@import 'a.css' print layer(b);", What::Import),
            ("@import 'a.css' scope((.b));", What::Import),
            ("@import 'a.css' 'b.css';", What::Import),
            ("@import 'a.css' {}", What::Import),
            ("a{} @import 'a.css';", What::LateImport),
            ("@layer a {} @import 'a.css';", What::LateImport),
            (" @charset \"utf-8\";", What::LateCharset),
            ("@charset 'utf-8';", What::Charset),
            ("@charset \"gbk\";", What::Charset),
        ] {
            assert_eq!(read(text), Err(what), "{text}");
        }
        assert_eq!(
            read("@charset \"UTF-8\"; @layer a, b; /* c */ @import 'd.css'; @layer e; @import 'f.css'; g{}")
                .map(|it| it.len()),
            Ok(2)
        );
    }
}
