//! What a theme's style sheet may not say of the gate, and of what it closes.
//!
//! The gate's own sheet stands in the first layer of a page, and of what is important that outweighs everything. Browsers
//! that know no layers (before 2022) weigh selectors: there the gate has three ids, and a theme has to have fewer.

use std::ops::Range;

use crate::text::css::{Kind, Token};

/// The properties that decide whether something is shown.
pub(super) const DECIDES: &[&str] = &["all", "content-visibility", "display", "visibility"];

/// The ids in the selectors with which the gate closes a page.
const IDS: usize = 3;

/// What the gate and what it closes are named by: ids, classes and attributes.
const PARTS: &[&str] =
    &["data-gate", "data-gated", "gate", "gate-box", "gate-lost", "gate-shut", "gate-tick", "gated", "gated-page"];

/// How far the selectors of a rule reach, and of the rules around it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reach {
    /// Ids in them, in brackets or not: no selector weighs more than all that stand in it.
    ids: usize,
    /// Whether they name a part of the gate or of what it closes.
    names_gate: bool,
}

impl Reach {
    /// That of a rule with these selectors inside of what has this one.
    pub(super) fn within(mut self, tokens: &[Token], selectors: Range<usize>) -> Self {
        let is_part = |name: &str| PARTS.contains(&name);
        for token in &tokens[selectors] {
            match &token.kind {
                Kind::Hash(name) => {
                    self.ids += 1;
                    self.names_gate |= is_part(name);
                }
                Kind::Word(name) | Kind::Quoted(name) => self.names_gate |= is_part(name),
                _ => {}
            }
        }
        self
    }

    /// Whether what is important here could decide about the gate.
    pub(super) fn outweighs_gate(self) -> bool {
        self.names_gate || self.ids >= IDS
    }
}

/// Whether a declaration of these tokens ends with `!important`, in any spelling: a mark, and the word after it.
pub(super) fn is_important(tokens: &[Token], parts: &[usize]) -> bool {
    let [.., mark, word] = parts else { return false };
    tokens[*mark].kind == Kind::Other
        && matches!(&tokens[*word].kind, Kind::Word(it) if it.eq_ignore_ascii_case("important"))
}

#[cfg(test)]
mod tests {
    use super::super::fault::What;
    use super::super::grammar::tests::said;

    #[test]
    fn what_could_outweigh_the_gate_is_told() {
        for (text, place) in [
            (".gated { display: block !important }", "display: block !important"),
            ("p.gated, q { visibility: visible!important; color: red }", "visibility: visible!important"),
            ("@layer a { #gate { DISPLAY: none ! IMPORTANT; } }", "DISPLAY: none ! IMPORTANT"),
            ("main { .gated & { all: unset !important } }", "all: unset !important"),
            (".gated { & > p { @media print { display: block /**/ !important } } }", "display: block /**/ !important"),
            (".g\\61ted { display: block !\\69mportant }", "display: block !\\69mportant"),
            ("[data-gated] { display: block !important }", "display: block !important"),
            ("[class~='gated'] { display: block !important }", "display: block !important"),
            ("html:not(#a):not(#b):not(#c) main { display: block !important }", "display: block !important"),
            ("#a { #b { #c { content-visibility: visible !important } } }", "content-visibility: visible !important"),
        ] {
            assert_eq!(said(text), [(What::Outweighs, place)], "{text}");
        }
    }

    #[test]
    fn how_the_gate_looks_is_the_theme_s() {
        for text in [
            ".gated { display: grid; color: red !important }",
            ".gate-act { display: flex !important }",
            "main, #text #part { display: block !important }",
            "#a, b { color: #a1b2c3 } #c { display: none !important } #d e { display: none !important }",
            ".gated { --display: none !important } .x { content: 'gated' }",
            "#gate { background: red !important; display: block }",
            "@media print { .gate-sheet, .top { display: none !important } }",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
    }
}
