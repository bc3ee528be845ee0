//! What a style sheet is made of: rules, and declarations in them (CSS Syntax Level 3, CSS Nesting).
//!
//! A browser drops what it does not understand and says nothing. Here it is told, with its place. Which values a property
//! takes is not looked at: that grows every month.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::fault::What;
use super::gate::{self, Reach};
use crate::diag::{Span, nearest};
use crate::text::css::{Kind, Sheet, Token};

/// The properties of CSS without those of one browser, one a line: `css/properties.json` of mdn-data 2.37.2 (CC0-1.0).
static PROPERTIES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| include_str!("properties.txt").lines().collect());

/// At-rules whose block holds descriptors of their own, not properties.
const DESCRIPTORS: &[&str] = &[
    "color-profile",
    "counter-style",
    "font-face",
    "font-feature-values",
    "font-palette-values",
    "function",
    "page",
    "property",
    "view-transition",
];

/// At-rules that mean nothing without a block.
const BLOCKS: &[&str] =
    &["container", "counter-style", "font-face", "keyframes", "media", "page", "property", "scope", "supports"];

/// Says what is wrong with the rules and declarations of a sheet.
pub(super) fn check(sheet: &Sheet) -> Vec<(What, Span)> {
    let mut grammar = Grammar { tokens: &sheet.tokens, said: Vec::new(), reach: Reach::default() };
    grammar.items(0..sheet.tokens.len(), Place::Top);
    grammar.said
}

/// Where rules and declarations stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In no block.
    Top,
    /// In a block whose declarations are of properties.
    Properties,
    /// In a block whose declarations are of descriptors.
    Descriptors,
}

/// A rule, a declaration, or a statement such as `@import`.
struct Item {
    /// What stands before its block or its end.
    head: Range<usize>,
    /// What stands in its block.
    block: Option<Range<usize>>,
}

struct Grammar<'a> {
    tokens: &'a [Token],
    said: Vec<(What, Span)>,
    /// That of the rules around what is being read.
    reach: Reach,
}

impl Grammar<'_> {
    fn items(&mut self, range: Range<usize>, place: Place) {
        let mut at = range.start;
        while at < range.end {
            let is_between = match self.tokens[at].kind {
                Kind::Space | Kind::Comment => true,
                Kind::Semicolon => place != Place::Top,
                _ => false,
            };
            if is_between {
                at += 1;
                continue;
            }
            let (item, next) = self.item(at, range.end, place);
            match (&self.tokens[at].kind, item.block.clone()) {
                (Kind::At(name), block) => self.at_rule(name, &item.head, block, place),
                (_, Some(block)) => {
                    self.selector(&item.head, block.start);
                    let around = self.reach;
                    self.reach = around.within(self.tokens, item.head);
                    // The blocks of a descriptor's at-rule hold descriptors too: `@styleset { … }`.
                    self.items(block, if place == Place::Top { Place::Properties } else { place });
                    self.reach = around;
                }
                (_, None) => self.declaration(&item.head, place),
            }
            at = next;
        }
    }

    /// The item that begins at a token, and the token after it.
    fn item(&self, start: usize, end: usize, place: Place) -> (Item, usize) {
        let is_rule = matches!(self.tokens[start].kind, Kind::At(_));
        let is_custom = place != Place::Top && self.is_custom(start, end);
        let mut at = start;
        while at < end {
            match self.tokens[at].kind {
                Kind::Semicolon if is_rule || place != Place::Top => {
                    return (Item { head: start..at, block: None }, at + 1);
                }
                Kind::Open('{') if !is_custom => {
                    let next = self.tokens[at].next;
                    return (Item { head: start..at, block: Some(at + 1..next - 1) }, next);
                }
                _ => at = self.tokens[at].next,
            }
        }
        (Item { head: start..end, block: None }, end)
    }

    /// Whether a declaration of a custom property begins here: its value may be anything.
    fn is_custom(&self, start: usize, end: usize) -> bool {
        matches!(&self.tokens[start].kind, Kind::Word(name) if name.starts_with("--"))
            && self.solid(start + 1..end).next().is_some_and(|it| self.tokens[it].kind == Kind::Colon)
    }

    /// The tokens of a range that are neither white space nor comment, brackets with what is in them as one.
    fn solid(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let mut at = range.start;
        std::iter::from_fn(move || {
            while at < range.end {
                let found = at;
                at = self.tokens[at].next;
                if !matches!(self.tokens[found].kind, Kind::Space | Kind::Comment) {
                    return Some(found);
                }
            }
            None
        })
    }

    fn at_rule(&mut self, name: &str, head: &Range<usize>, block: Option<Range<usize>>, place: Place) {
        let Some(block) = block else {
            if BLOCKS.contains(&name) {
                self.say(What::NoBlock, head.clone());
            } else if name == "import" && place != Place::Top {
                self.say(What::LateImport, head.clone());
            }
            return;
        };
        let inner = match place {
            _ if DESCRIPTORS.contains(&name) => Place::Descriptors,
            Place::Descriptors => Place::Descriptors,
            _ => Place::Properties,
        };
        self.items(block, inner);
    }

    /// What stands before a block can be a selector: a `:` in one has a name after it.
    fn selector(&mut self, head: &Range<usize>, block: usize) {
        if head.is_empty() {
            return self.say(What::NoSelector, block - 1..block);
        }
        let parts: Vec<usize> = self.solid(head.clone()).collect();
        if let Some(end) = parts.iter().find(|at| self.tokens[**at].kind == Kind::Semicolon) {
            return self.say(What::OutsideRule, head.start..end + 1);
        }
        let is_named = |at: usize| {
            let after = self.tokens[..head.end].get(at + 1).map(|it| &it.kind);
            matches!(after, Some(Kind::Word(_) | Kind::Function(_) | Kind::Colon))
        };
        if let Some(colon) = parts.iter().find(|at| self.tokens[**at].kind == Kind::Colon && !is_named(**at)) {
            self.say(What::NotSelector, head.start..colon + 1);
        }
    }

    /// A property, a colon and a value.
    fn declaration(&mut self, head: &Range<usize>, place: Place) {
        if place == Place::Top {
            return self.say(What::NoBlock, head.clone());
        }
        let parts: Vec<usize> = self.solid(head.clone()).collect();
        let is_colon = |at: &usize| self.tokens[*at].kind == Kind::Colon;
        let (Some(Kind::Word(name)), true) =
            (parts.first().map(|at| &self.tokens[*at].kind), parts.get(1).is_some_and(is_colon))
        else {
            return self.say(What::NoColon, head.clone());
        };
        if name.starts_with("--") {
            return;
        }
        // No value has a colon outside of brackets: two declarations ran into one.
        if let Some(colon) = (2..parts.len()).find(|part| is_colon(&parts[*part])) {
            return self.say(What::NoEnd, parts[colon - 1]..parts[colon] + 1);
        }
        if parts.len() == 2 {
            return self.say(What::NoValue, head.clone());
        }
        let name = name.to_ascii_lowercase();
        if self.reach.outweighs_gate() && gate::DECIDES.contains(&&*name) && gate::is_important(self.tokens, &parts) {
            self.say(What::Outweighs, head.clone());
        }
        // To one or two letters many names are near.
        let is_known = name.len() < 3 || name.starts_with('-') || PROPERTIES.contains(&*name);
        if place == Place::Properties
            && !is_known
            && let Some(meant) = nearest(&name, PROPERTIES.iter().copied())
        {
            self.say(What::Unknown(name, meant), head.start..head.start + 1);
        }
    }

    /// Says something of these tokens, without the white space around them.
    fn say(&mut self, what: What, range: Range<usize>) {
        let is_solid = |token: &&Token| !matches!(token.kind, Kind::Space | Kind::Comment);
        let tokens = &self.tokens[range];
        let start = tokens.iter().find(is_solid).map_or(0, |it| it.span.start);
        let end = tokens.iter().rev().find(is_solid).map_or(start, |it| it.span.end);
        self.said.push((what, start..end));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// What is said of a style sheet that could be cut into tokens.
    pub(in super::super) fn said(text: &str) -> Vec<(What, &str)> {
        let sheet = Sheet::read(text);
        assert_eq!(sheet.faults, []);
        check(&sheet).into_iter().map(|(what, span)| (what, &text[span])).collect()
    }

    #[test]
    fn what_a_browser_drops_is_told() {
        let unknown = |name: &str, meant| What::Unknown(name.to_owned(), meant);
        for (text, what, place) in [
            (":root { --accent #fff; b: c }", What::NoColon, "--accent #fff"),
            ("a { color: red; .y }", What::NoColon, ".y"),
            ("a { *zoom: 1 }", What::NoColon, "*zoom: 1"),
            ("a { color: ; margin: 0 }", What::NoValue, "color:"),
            ("a { color: red\n margin: 0; }", What::NoEnd, "margin:"),
            ("a { color: red\n .y { margin: 0 } }", What::NotSelector, "color:"),
            ("a : hover { color: red }", What::NotSelector, "a :"),
            ("color: red; a { margin: 0 }", What::OutsideRule, "color: red;"),
            ("a { margin: 0 }; b { margin: 0 }", What::OutsideRule, ";"),
            ("a b; c { margin: 0 }", What::OutsideRule, "a b;"),
            ("a { margin: 0 } b", What::NoBlock, "b"),
            ("@media print; a { margin: 0 }", What::NoBlock, "@media print"),
            ("@media print { @import 'a.css' }", What::LateImport, "@import 'a.css'"),
            ("{ margin: 0 }", What::NoSelector, "{"),
            ("a { colr: red }", unknown("colr", "color"), "colr"),
            ("@media print { a { b { COLR: red } } }", unknown("colr", "color"), "COLR"),
        ] {
            assert_eq!(said(text).first().map(|(what, place)| (what, *place)), Some((&what, place)), "{text}");
        }
    }

    #[test]
    fn css_of_today_is_understood() {
        for text in [
            "@layer a, b; @layer c { d { margin: 0 } }",
            "a:hover, a::before, :is(a:hover) > b:nth-child(2n + 1 of c) { color: red !important; ; }",
            "a { &:hover { color: red } > b { margin: 0 } .c & { margin: 0 } :hover { margin: 0 } margin: 0 }",
            "a { @media (min-width: 40em) { color: red } @container x (width > 1px) { b { margin: 0 } } }",
            ":root { --a:; --b: ; --c: { d: e; f }; --g: h: i; --j: [;] }",
            "@property --a { syntax: '<color>'; inherits: false; initial-value: red }",
            "@font-face { font-family: a; src: url(b) format('woff2'); unicode-range: U+26, U+0-7F }",
            "@font-feature-values a { @styleset { nice: 12; } }",
            "@keyframes a { from { margin: 0 } 50.5%, to { margin: 0 } }",
            "@page :first { margin: 1cm; size: A4; @top-left { content: counter(page) } }",
            "@scope (.a) to (.b) { img { margin: 0 } } @starting-style { a { opacity: 0 } }",
            "@supports not (display: grid) { a { float: left } } @container (style(--a: b)) { c { margin: 0 } }",
            "@view-transition { navigation: auto } @counter-style a { system: cyclic; symbols: '*' }",
            "a { -webkit-line-clamp: 2; something-quite-new: 1; background: url(data:image/png;base64,AA==) }",
            "svg|a { margin: 0 } a[b='c;d{'] { margin: 0 } .a\\:b { margin: 0 } <!-- a { margin: 0 }",
            "a { width: calc(1px + 2px); grid-template: 'a b' 1fr / auto; filter: none }",
        ] {
            let sheet = Sheet::read(text);
            assert_eq!(check(&sheet), [], "{text}");
        }
    }
}
