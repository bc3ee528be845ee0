//! What is said of a style sheet.

use std::sync::Arc;

use crate::diag::{Diagnostic, SourceText, Span, Text, code, text};
use crate::text::css;

/// Something wrong with a style sheet, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path of the sheet.
    pub sheet: String,
    /// The place in it.
    pub span: Span,
    /// What it is.
    pub what: What,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The file is not UTF-8.
    NotUtf8,
    /// It cannot be read.
    Unread(css::Fault),
    /// `@charset` is not the first thing.
    LateCharset,
    /// `@charset` has another form, or names another encoding than UTF-8.
    Charset,
    /// `@import` comes after a rule.
    LateImport,
    /// `@import` has a form that is not understood.
    Import,
    /// More imports than these would stand in one sheet.
    TooMany(usize),
    /// `@namespace` in a sheet of several files.
    Namespace,
    /// A rule has no block.
    NoBlock,
    /// A block has no selector.
    NoSelector,
    /// What stands before a block is no selector.
    NotSelector,
    /// A statement stands outside of any rule.
    OutsideRule,
    /// What stands in a block is neither a declaration nor a rule.
    NoColon,
    /// A declaration has no value.
    NoValue,
    /// A declaration has no end.
    NoEnd,
    /// A property that CSS does not have, and the one that was meant.
    Unknown(String, &'static str),
    /// A declaration could outweigh the gate.
    Outweighs,
    /// Something on another host is named.
    Foreign {
        /// What is named.
        wanted: String,
        /// Whether it is imported.
        is_import: bool,
    },
    /// A sheet is imported that the theme does not have.
    NoSheet {
        /// What is named.
        wanted: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// A file is named that the theme does not have.
    NoFile {
        /// What is named.
        wanted: String,
        /// What was probably meant.
        meant: Option<String>,
    },
}

impl Fault {
    /// Says it of the sheet's file.
    pub fn diagnostic(&self, source: &Arc<SourceText>) -> Diagnostic {
        let written = source.text.get(self.span.clone()).unwrap_or_default();
        let said = match &self.what {
            What::Foreign { wanted, is_import } => foreign(wanted, *is_import),
            What::NoSheet { wanted, meant } => {
                Diagnostic::new(code::T016, text!("the style sheet imports `{it}`, which the theme does not have", it = wanted))
                    .help(did_you_mean(meant.as_deref(), || text!("write the path from the folder of this style sheet, such as `@import \"colours.css\"`, or take the line out")))
            }
            What::NoFile { wanted, meant } => {
                Diagnostic::new(code::T018, text!("the style sheet names `{it}`, which the theme does not have", it = wanted))
                    .help(did_you_mean(meant.as_deref(), || text!("put the file below `assets/` and write its path from the folder of this style sheet, such as `url(\"../fonts/heading.woff2\")`")))
            }
            What::Unknown(name, meant) => Diagnostic::new(code::T019, text!("CSS has no property `{name}`", name)).help(
                text!("did you mean `{name}`? Browsers pass over what they do not know", name = *meant),
            ),
            What::Outweighs => Diagnostic::new(
                code::T021,
                text!("`{written}` could outweigh the gate that closes pages", written),
            )
            .help(text!("write it without `!important`, or of something that is neither the gate nor what it closes, with fewer than three ids in the selector")),
            What::Unread(fault) => unread(*fault, written),
            other => unsound(other, written),
        };
        said.at(source, self.span.clone())
    }
}

fn did_you_mean(meant: Option<&str>, otherwise: impl FnOnce() -> Text) -> Text {
    meant.map_or_else(otherwise, |meant| text!("did you mean `{name}`?", name = meant))
}

fn foreign(wanted: &str, is_import: bool) -> Diagnostic {
    let (message, help) = if is_import {
        (
            text!("the style sheet imports `{it}` from another host", it = wanted),
            text!("put the file below `assets/` and import it by its path, such as `@import \"colours.css\"`"),
        )
    } else {
        (
            text!("the style sheet fetches `{it}` from another host", it = wanted),
            text!(
                "put the file below `assets/` and write its path from the folder of this style sheet, such as `url(\"../fonts/heading.woff2\")`"
            ),
        )
    };
    Diagnostic::new(code::T009, message).help(help)
}

/// What the tokens are not made of.
fn unread(fault: css::Fault, written: &str) -> Diagnostic {
    let (message, help) = match fault {
        css::Fault::Unclosed(open) => {
            let close = match open {
                '(' => ')',
                '[' => ']',
                _ => '}',
            };
            (
                text!("this `{open}` is never closed", open = open.to_string()),
                text!("write the `{close}` where it is missing", close = close.to_string()),
            )
        }
        css::Fault::Stray(close) => (
            text!("this `{close}` closes nothing", close = close.to_string()),
            text!("take it out, or write the bracket that it was to close"),
        ),
        css::Fault::Quoted => (
            text!("the quotation mark is not closed on its line"),
            text!("close it; a line break in a string is written `\\A`"),
        ),
        css::Fault::Url => (
            text!("`{written}` is no address", written),
            text!("put the address between quotation marks: `url(\"…\")`"),
        ),
        css::Fault::Comment => (text!("the comment is never closed"), text!("close it with `*/`")),
        css::Fault::Backslash => {
            (text!("the `\\` escapes nothing"), text!("take it out, or write the character that it was to escape"))
        }
        css::Fault::Deep => (
            text!("brackets stand more deeply in one another than in any style sheet"),
            text!("close those that should be closed"),
        ),
    };
    Diagnostic::new(code::T017, message).help(help)
}

/// What the rules are not made of.
fn unsound(what: &What, written: &str) -> Diagnostic {
    let (message, help) = match what {
        What::NotUtf8 => (text!("the file is not UTF-8"), text!("save it as UTF-8")),
        What::LateCharset => (
            text!("`@charset` is not the first thing in the file"),
            text!("take it out: style sheets are published as UTF-8"),
        ),
        What::Charset => (
            text!("`{written}` is not what the file is written in", written),
            text!("save it as UTF-8, and take the line out or write `@charset \"utf-8\";`"),
        ),
        What::LateImport => (
            text!("`@import` comes after other rules, and browsers pass over it"),
            text!("put it at the head of the file, after `@charset` and names of layers"),
        ),
        What::Import => (
            text!("`{written}` is not understood", written),
            text!(
                "write the path between quotation marks, then `layer(…)`, then `supports(…)`, then the media, as far as they are needed"
            ),
        ),
        What::TooMany(most) => (
            text!("more than {most} imports would stand in one style sheet", most = *most),
            text!("import each style sheet once, at one place"),
        ),
        What::Namespace => (
            text!("`@namespace` holds for a whole file, and this one becomes part of another"),
            text!("put what needs it into a style sheet of its own, which imports nothing and is not imported"),
        ),
        What::NoSelector => (text!("a block stands here without a selector"), text!("write before it what it is for")),
        What::NotSelector => (
            text!("`{written}` cannot begin a rule", written),
            text!(
                "close the declaration or the block before it with `;` or `}`; in a selector, a name follows `:` at once"
            ),
        ),
        What::OutsideRule => (
            text!("`{written}` stands in no rule, and browsers drop the next rule with it", written),
            text!("put it into the rule that it belongs to, or take it out"),
        ),
        What::NoColon => (
            text!("`{written}` is neither a declaration nor a rule", written),
            text!("a declaration is `name: value;`, a rule `selector { … }`"),
        ),
        What::NoValue => (text!("`{written}` has no value", written), text!("write one, or take the property out")),
        What::NoEnd => (text!("a `;` is missing between two declarations"), text!("write it after the first one")),
        _ => (text!("`{written}` has no block", written), text!("write what it is to do between `{` and `}`")),
    };
    Diagnostic::new(code::T017, message).help(help)
}
