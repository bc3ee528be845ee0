//! Styles as CSS reads them (CSS Syntax Level 3): escapes, comments, case and strings are the tokenizer's business, and
//! what remains is looked at. The only room that knows `cssparser`.

use cssparser::{Delimiter, ParseError, Parser, ParserInput, Token};

use super::address::{Carried, sound};
use crate::model::picture::Flaw;

/// Something in a style that is not published.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// As it is written.
    pub(super) raw: String,
    /// What is wrong with it.
    pub(super) flaw: Flaw,
}

/// At-rules that ask for nothing by their name alone.
const RULES: &[&str] = &[
    "charset",
    "container",
    "font-face",
    "keyframes",
    "-webkit-keyframes",
    "layer",
    "media",
    "page",
    "property",
    "supports",
];

/// Functions whose strings are no addresses. `url` and `src` are looked at by themselves.
const WORDS: &[&str] = &["attr", "counter", "counters", "format", "lang", "local", "path", "var"];

/// Functions that make a picture, or run something, of what stands in them.
const ACTIVE: &[&str] = &[
    "-moz-element",
    "-moz-image-rect",
    "-webkit-cross-fade",
    "-webkit-image-set",
    "cross-fade",
    "element",
    "expression",
    "image",
    "image-set",
    "paint",
    "src",
];

/// Blocks may stand in each other so deep; no program writes more than a few.
const DEEPEST: usize = 32;

/// The first thing in a style sheet, the value of a `style` or of any other attribute that CSS reads, that would run or
/// load something, or that browsers may read in two ways.
pub(super) fn fault(css: &str) -> Option<Fault> {
    let mut input = ParserInput::new(css);
    let mut parser = Parser::new(&mut input);
    let mut found = None;
    walk(&mut parser, None, 0, &mut found);
    found
}

fn walk(parser: &mut Parser<'_, '_>, within: Option<&str>, depth: usize, found: &mut Option<Fault>) {
    let mut name = String::new();
    while found.is_none() {
        let start = parser.position();
        let Ok(token) = parser.next().cloned() else { return };
        let raw = parser.slice_from(start).trim().to_owned();
        let say = |flaw: fn(String) -> Flaw| Some(Fault { flaw: flaw(raw.clone()), raw: raw.clone() });
        let is_block = matches!(token, Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock);
        match &token {
            Token::UnquotedUrl(address) if sound(address, Carried::PicturesAndFonts).is_none() => {
                *found = say(Flaw::Loads);
            }
            Token::QuotedString(text) => *found = string(text, within).and_then(say),
            Token::BadUrl(_) | Token::BadString(_) => *found = say(Flaw::Style),
            Token::Colon if matches!(name.as_str(), "-moz-binding" | "behavior") => {
                *found = Some(Fault { raw: name.clone(), flaw: Flaw::Script(name.clone()) });
            }
            Token::AtKeyword(rule) if rule.eq_ignore_ascii_case("import") => *found = say(Flaw::Loads),
            Token::AtKeyword(rule) if rule.eq_ignore_ascii_case("namespace") => skip_statement(parser),
            Token::AtKeyword(rule) if !RULES.iter().any(|known| rule.eq_ignore_ascii_case(known)) => {
                *found = say(Flaw::Style);
            }
            Token::Function(function) if ACTIVE.iter().any(|active| function.eq_ignore_ascii_case(active)) => {
                *found = say(if function.eq_ignore_ascii_case("expression") { Flaw::Script } else { Flaw::Loads });
            }
            Token::Function(_) if depth == DEEPEST => *found = say(Flaw::Style),
            Token::Function(function) => enter(parser, Some(&function.to_ascii_lowercase()), depth, found),
            _ if is_block && depth == DEEPEST => *found = say(Flaw::Style),
            Token::ParenthesisBlock => enter(parser, within, depth, found),
            _ if is_block => enter(parser, None, depth, found),
            _ => {}
        }
        name = if let Token::Ident(ident) = &token { ident.to_ascii_lowercase() } else { String::new() };
    }
}

/// Goes into the block that was just begun.
fn enter(parser: &mut Parser<'_, '_>, within: Option<&str>, depth: usize, found: &mut Option<Fault>) {
    let walked: Result<(), ParseError<'_, ()>> = parser.parse_nested_block(|inner| {
        walk(inner, within, depth + 1, found);
        // What is behind a fault is of no interest; to the reader of tokens it is no error.
        while inner.next().is_ok() {}
        Ok(())
    });
    debug_assert!(walked.is_ok(), "a block is read to its end");
}

/// `@namespace` names a namespace, and loads nothing.
fn skip_statement(parser: &mut Parser<'_, '_>) {
    let skipped: Result<(), ParseError<'_, ()>> = parser.parse_until_after(Delimiter::Semicolon, |inner| {
        while inner.next().is_ok() {}
        Ok(())
    });
    debug_assert!(skipped.is_ok(), "a statement is read to its end");
}

/// A string in a function is an address, or may be one, unless the function is known to take words.
fn string(text: &str, within: Option<&str>) -> Option<fn(String) -> Flaw> {
    match within {
        None => None,
        Some("url") => sound(text, Carried::PicturesAndFonts).is_none().then_some(Flaw::Loads as fn(String) -> Flaw),
        Some(function) if WORDS.contains(&function) => None,
        Some(_) => Some(Flaw::Style),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_styles_are_left_alone() {
        for css in [
            ".st0{fill:none;stroke:url(#渐变);font-family:\"宋体\",'SimSun'}",
            "fill:#000000 icc-color(sRGB, 0, 0, 0);filter:url( '#a' ) drop-shadow(0 0 2px rgb(0 0 0 / 50%))",
            "@font-face{font-family:x;src:local(\"x\"),url(data:font/woff2;base64,AA==) format(\"woff2\")}",
            "@namespace svg url(http://www.w3.org/2000/svg); svg|a{fill:red}",
            "@media (prefers-color-scheme:dark){.a:not([data-x=\"y\"]){content:\"@import url(x)\"}}",
            "/* @import url(https://a) */ *{stroke-linejoin: round; stroke-linecap: butt}",
            "translate(10 20) rotate(-45)",
            "clip-path:path(\"M0 0h1v1z\")",
            "",
        ] {
            assert_eq!(fault(css), None, "{css}");
        }
    }

    #[test]
    fn what_loads_is_found_however_it_is_spelt() {
        for css in [
            "fill:u\\72l(https://a/)",
            "fill:URL(https://a/)",
            "fill:url(https://a/#b)",
            "fill:url( \"//a\" )",
            "fill:url(a.svg#b)",
            "fill:url(data:image/svg+xml;base64,AA==)",
            "@import 'a'",
            "@IMPORT url(a)",
            "@im\\70ort 'a'",
            "@\\69mport \"a\"",
            "a{}@import 'a';",
            "background:image-set('a' 1x)",
            "background:-webkit-image-set(url(#a) 1x)",
            "background:im\\61ge('a')",
            "background:cross-fade(url(#a),url(#b))",
            "--x:url(https://a/)",
            "@font-face{src:url(https://a/)}",
            "a{b:var(--x,url(https://a))}",
            "a{b:src(\"https://a\")}",
        ] {
            assert!(matches!(fault(css), Some(Fault { flaw: Flaw::Loads(_), .. })), "{css}: {:?}", fault(css));
        }
        for css in ["width:expression(a())", "-moz-binding:url(#a)", "BEHAVIOR : url(#a)", "beh\\61vior:url(#a)"] {
            assert!(matches!(fault(css), Some(Fault { flaw: Flaw::Script(_), .. })), "{css}");
        }
        let deep = "(".repeat(100_000);
        for css in ["fill:url(a b)", "content:'a\nb'", "@unheard x;", "fill:unheard('https://a')", &deep] {
            assert!(matches!(fault(css), Some(Fault { flaw: Flaw::Style(_), .. })), "{css:.40}");
        }
    }
}
