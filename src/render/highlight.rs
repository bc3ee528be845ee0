//! Colours for code, as a short list of classes: the door of syntect.
//!
//! A site without code pays nothing: grammars are loaded when the first block with a known language is written,
//! and which languages are known is a table. Never writes a colour; the theme gives each class of [`CLASSES`]
//! one.
//!
//! To take a code apart means to compile its grammar, which is most of the work of a small site: what came of it is kept
//! for the next run ([`Shelf`]). Kept are numbers, never HTML.

use std::fmt;
use std::hash::Hash as _;
use std::sync::OnceLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use xxhash_rust::xxh3::Xxh3Default;

use crate::model::code_language;

mod toml;

/// The classes that coloured code uses, each with what it marks.
pub const CLASSES: &[(&str, &str)] = &[
    ("hl-attribute", "names of attributes"),
    ("hl-comment", "comments"),
    ("hl-constant", "true, null, named constants"),
    ("hl-deleted", "lines that a diff takes away"),
    ("hl-escape", "escapes inside strings"),
    ("hl-function", "names of functions"),
    ("hl-heading", "headings in markup, sections of a file"),
    ("hl-inserted", "lines that a diff adds"),
    ("hl-keyword", "words of the language"),
    ("hl-number", "numbers"),
    ("hl-operator", "operators"),
    ("hl-string", "strings"),
    ("hl-tag", "tags, keys of YAML and TOML"),
    ("hl-type", "names of types and modules"),
    ("hl-variable", "parameters, variables of a shell"),
];

/// Scopes and their classes, the more exact before the less; the innermost scope that is listed counts.
const SCOPES: &[(&str, &str)] = &[
    ("comment", "hl-comment"),
    ("constant.character.escape", "hl-escape"),
    ("constant.numeric", "hl-number"),
    ("constant", "hl-constant"),
    ("support.constant", "hl-constant"),
    ("meta.interpolation", ""),
    ("source", ""),
    ("text", ""),
    ("string", "hl-string"),
    ("keyword.operator", "hl-operator"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("entity.name.section", "hl-heading"),
    ("markup.heading", "hl-heading"),
    ("entity.name", "hl-type"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("variable.parameter", "hl-variable"),
    ("variable.language", "hl-variable"),
    ("variable.other.readwrite.shell", "hl-variable"),
    ("markup.raw", "hl-string"),
    ("markup.underline.link", "hl-string"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("meta.diff.header", "hl-comment"),
    ("meta.diff.range", "hl-heading"),
];

/// Languages whose grammar has another name than they have, or is another's.
const GRAMMARS: &[(&str, &str)] = &[
    ("Graphviz", "Graphviz (DOT)"),
    ("INI", TOML),
    ("Shell", "Bourne Again Shell (bash)"),
    ("TypeScript", "JavaScript"),
];

/// Not among syntect's grammars; a few lines of our own.
const TOML: &str = "TOML";

/// Longer lines and blocks are data: their colours help nobody and cost seconds.
const LONGEST_LINE: usize = 4_000;
const LONGEST_BLOCK: usize = 200_000;

/// The grammar for a language's name as an author writes it; empty for text without colours.
fn grammar(name: &str) -> Option<&'static str> {
    let language = code_language::find(name)?;
    let other = GRAMMARS.iter().find(|(known, _)| *known == language);
    Some(other.map_or(language, |(_, grammar)| grammar))
}

/// A code taken apart: of each piece its class, by its place in [`CLASSES`] counted from 1, 0 for none, and its bytes.
pub type Pieces = Vec<(u8, u32)>;

/// Where earlier runs kept how they took codes apart.
pub trait Shelf: Sync {
    /// The pieces of the code with this print, which are made where no earlier run kept them.
    fn pieces(&self, print: u128, make: &dyn Fn() -> Option<Pieces>) -> Option<Pieces>;
}

/// Colours code. One serves a whole site, from any thread.
#[derive(Default)]
pub struct Highlighter<'a> {
    loaded: OnceLock<Loaded>,
    shelf: Option<&'a dyn Shelf>,
}

struct Loaded {
    grammars: SyntaxSet,
    classes: Vec<(Scope, u8)>,
}

impl fmt::Debug for Highlighter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter").field("is_loaded", &self.loaded.get().is_some()).finish()
    }
}

impl<'a> Highlighter<'a> {
    /// One that looks first at what was kept.
    pub fn new(shelf: &'a dyn Shelf) -> Self {
        Self { shelf: Some(shelf), ..Self::default() }
    }

    /// Appends code with its colours; false, and nothing appended, if there are none to give.
    pub fn write(&self, language: &str, code: &str, out: &mut String) -> bool {
        let name = match grammar(language) {
            None | Some("") => return false,
            Some(name) => name,
        };
        if code.len() > LONGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE) {
            return false;
        }
        if name == TOML {
            toml::write(code, out);
            return true;
        }
        let make = || {
            let loaded = self.loaded.get_or_init(Loaded::new);
            loaded.take_apart(loaded.grammars.find_syntax_by_name(name)?, code)
        };
        let start = out.len();
        let mut put = |pieces: Option<Pieces>| {
            out.truncate(start);
            pieces.is_some_and(|pieces| write(&pieces, code, out).is_some())
        };
        // What was kept may be anybody's, and not of this code.
        let is_kept = self.shelf.is_some_and(|shelf| put(shelf.pieces(print(name, code), &make)));
        let is_written = is_kept || put(make());
        if !is_written {
            out.truncate(start);
        }
        is_written
    }
}

/// The print of a code in a language.
fn print(grammar: &str, code: &str) -> u128 {
    let mut print = Xxh3Default::new();
    (grammar, code).hash(&mut print);
    print.digest128()
}

/// Appends a code in its pieces; `None` if they are not those of this code.
fn write(pieces: &[(u8, u32)], code: &str, out: &mut String) -> Option<()> {
    let mut spans = Spans::new(out);
    let mut rest = code;
    for (class, length) in pieces {
        let (piece, after) = rest.split_at_checked(*length as usize)?;
        let class = match class.checked_sub(1) {
            Some(place) => CLASSES.get(usize::from(place))?.0,
            None => "",
        };
        spans.add(class, piece);
        rest = after;
    }
    spans.end();
    rest.is_empty().then_some(())
}

impl Loaded {
    fn new() -> Self {
        let number = |class: &str| CLASSES.iter().position(|(name, _)| *name == class).map_or(0, |at| at as u8 + 1);
        let scope = |(name, class): &(&str, &'static str)| Some((Scope::new(name).ok()?, number(class)));
        Self { grammars: SyntaxSet::load_defaults_newlines(), classes: SCOPES.iter().filter_map(scope).collect() }
    }

    /// The class of a scope; `None` if its surroundings decide.
    fn class_of(&self, scope: Scope) -> Option<u8> {
        let known = self.classes.iter().find(|(known, _)| known.is_prefix_of(scope));
        known.map(|(_, class)| *class)
    }

    /// `None` if the grammar fails on this code.
    fn take_apart(&self, grammar: &SyntaxReference, code: &str) -> Option<Pieces> {
        let mut state = ParseState::new(grammar);
        let mut scopes = ScopeStack::new();
        let mut classes: Vec<Option<u8>> = Vec::new();
        let mut pieces = Pieces::new();
        for line in code.split_inclusive('\n') {
            let mut done = 0;
            for (at, op) in state.parse_line(line, &self.grammars).ok()? {
                if at > done {
                    pieces.push((innermost(&classes), line.get(done..at)?.len() as u32));
                    done = at;
                }
                let applied = scopes.apply_with_hook(&op, |change, _| match change {
                    BasicScopeStackOp::Push(scope) => classes.push(self.class_of(scope)),
                    BasicScopeStackOp::Pop => {
                        classes.pop();
                    }
                });
                applied.ok()?;
            }
            pieces.push((innermost(&classes), line[done..].len() as u32));
        }
        Some(pieces)
    }
}

fn innermost(classes: &[Option<u8>]) -> u8 {
    classes.iter().rev().find_map(|class| *class).unwrap_or(0)
}

/// Pieces of code with their classes; neighbours of one class share a span.
struct Spans<'o> {
    out: &'o mut String,
    class: &'static str,
}

impl<'o> Spans<'o> {
    fn new(out: &'o mut String) -> Self {
        Self { out, class: "" }
    }

    fn add(&mut self, class: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        // White space has no colour, so it never ends a span.
        if class != self.class && !text.trim().is_empty() {
            self.end();
            if !class.is_empty() {
                self.out.push_str("<span class=\"");
                self.out.push_str(class);
                self.out.push_str("\">");
            }
            self.class = class;
        }
        super::escape::text(self.out, text);
    }

    fn end(&mut self) {
        if !self.class.is_empty() {
            self.out.push_str("</span>");
        }
        self.class = "";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(language: &str, code: &str) -> String {
        let mut out = String::new();
        assert!(Highlighter::default().write(language, code, &mut out), "{language}");
        out
    }

    #[test]
    fn every_language_has_its_grammar() {
        let loaded = Loaded::new();
        for (name, _) in code_language::LANGUAGES {
            let grammar = grammar(name).unwrap_or("none");
            let found = loaded.grammars.find_syntax_by_name(grammar).is_some();
            assert!(found || grammar.is_empty() || grammar == TOML, "{name}: {grammar}");
        }
        assert_eq!(loaded.classes.len(), SCOPES.len());
    }

    #[test]
    fn every_class_is_listed() {
        for (scope, class) in SCOPES {
            let listed = CLASSES.iter().any(|(name, _)| name == class);
            assert!(listed || class.is_empty(), "{scope}: {class}");
        }
    }

    #[test]
    fn colours_are_few_and_text_is_escaped() {
        assert_eq!(
            html("python", "x = f(\"a<b\\n\")  # 中位\n"),
            "x <span class=\"hl-operator\">= </span><span class=\"hl-function\">f</span>(<span \
             class=\"hl-string\">\"a&lt;b</span><span class=\"hl-escape\">\\n</span><span \
             class=\"hl-string\">\"</span>)  <span class=\"hl-comment\"># 中位\n</span>"
        );
        for (language, code) in [
            ("r", "fit <- survfit(Surv(t, s) ~ arm, data = d)\n"),
            ("sh", "echo \"$HOME\" | grep -c x\n"),
            ("yaml", "a: 1\nb: [x, 'y']\n"),
            ("json", "{\"a\": [1, true]}\n"),
            ("markdown", "# 标题\n\n**重点**\n"),
            ("toml", "[a]\nb = 1\n"),
        ] {
            assert!(html(language, code).contains("class=\"hl-"), "{language}");
        }
    }

    /// Gives whatever it has, and counts how often it was asked for what it had not.
    struct Given(Option<Pieces>, std::sync::atomic::AtomicUsize);

    impl Shelf for Given {
        fn pieces(&self, _: u128, make: &dyn Fn() -> Option<Pieces>) -> Option<Pieces> {
            self.0.clone().or_else(|| {
                self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                make()
            })
        }
    }

    #[test]
    fn what_was_kept_is_taken_if_it_is_of_this_code() {
        let code = "x = 1  # 中位\n";
        let written = |kept: Option<Pieces>| {
            let shelf = Given(kept, Default::default());
            let highlighter = Highlighter::new(&shelf);
            let mut out = "<".to_owned();
            assert!(highlighter.write("python", code, &mut out));
            (out, shelf.1.load(std::sync::atomic::Ordering::Relaxed), highlighter.loaded.get().is_some())
        };
        let fresh = format!("<{}", html("python", code));
        assert_eq!(written(None), (fresh.clone(), 1, true));
        let comment = CLASSES.iter().position(|(name, _)| *name == "hl-comment").expect("a class") as u8 + 1;
        let own = written(Some(vec![(0, 7), (comment, code.len() as u32 - 7)]));
        assert_eq!(own, ("<x = 1  <span class=\"hl-comment\"># 中位\n</span>".to_owned(), 0, false));
        // Another's: too short, too long, through a character, of a class that is none.
        for pieces in [vec![(0, 7)], vec![(0, 99)], vec![(0, 10), (0, 6)], vec![(99, code.len() as u32)]] {
            assert_eq!(written(Some(pieces)), (fresh.clone(), 0, true));
        }
        assert_ne!(print("Python", "a"), print("R", "a"));
    }

    #[test]
    fn what_is_not_known_is_left_to_the_caller() {
        let mut out = String::new();
        let highlighter = Highlighter::default();
        for language in ["", "text", "brainfuck"] {
            assert!(!highlighter.write(language, "+", &mut out));
        }
        assert!(out.is_empty() && highlighter.loaded.get().is_none());
    }
}
