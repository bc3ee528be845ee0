//! postil makes the site of a medical literature column from a folder of Markdown.
//!
//! # The way of the data
//!
//! One type a stage, so that a wrong order cannot compile. [`pipeline`] holds all the stages on one screen.
//!
//! | stage | from | to | room |
//! |---|---|---|---|
//! | discover | a folder | texts and assets | [`io::source`] |
//! | parse | a text | [`parse::draft::Draft`]: what was written, with its place | [`parse`] |
//! | validate | a draft | [`model::issue::Issue`]: what it stands for | [`validate`] |
//! | link | issues, columns, pages, people | [`model::site::Site`], immutable from here on | [`link`] |
//! | lint | the site | diagnostics | [`lint`], [`house`] |
//! | repair | diagnostics | the files as they become | [`fix`], [`pipeline::repair`] |
//! | illustrate | the files of pictures | [`model::picture::Gallery`]: the forms that pages show | [`picture`], [`io::cache`] |
//! | emit | the site and a theme | [`output::Artifact`]s | [`output`] |
//! | polish | the first page of each template | diagnostics | [`polish`] |
//! | publish | artifacts | a folder | [`io::publish`] |
//!
//! # What never happens
//!
//! - [`model`] knows nothing of postil but [`diag`].
//! - [`parse`], [`validate`], [`link`], [`lint`], [`house`], [`render`] and [`output`] never touch disk, clock or
//!   network: only [`io`] does. Only [`cli`] prints.
//! - No output knows of another; no template can ask the disk for anything.
//! - Nothing is written or removed outside of the output folder, or in it that postil did not make: [`io::publish`]
//!   reads what it finds there as anybody's, and follows no link.
//! - A dependency has one door: serde_yaml in [`parse::front_matter`], pulldown-cmark in [`parse::markdown`],
//!   csv-core in [`parse::csv`], tera in [`render::template`] and [`render::view`], syntect in
//!   [`render::highlight`], lol_html in [`polish`], walkdir in [`io`], clap in [`cli`], icu_segmenter in
//!   [`render::phrase`], image and what writes pictures in [`picture`].
//! - The order of a hash map never reaches an output, and the clock is asked once, for the day.
//!
//! `tests/architecture.rs` reads the sources and keeps these. To add an output is one file in `output` and one line
//! in [`output::OUTPUTS`]; to add a rule, see below.
//!
//! # To add a rule
//!
//! A rule of the house or of evidence is a function that reads what readers see and says what is wrong. Take
//! `M029`, an empty link:
//!
//! 1. **The function**, in a file of its own, `src/house/empty_link.rs`. It gets a passage, a document or the site,
//!    and says a [`diag::Diagnostic`] with a place and a help; with a fix only where no person has to decide.
//!
//! ```ignore
//! //! M029: a link that readers cannot see.
//!
//! use super::passage::{MarkKind, Passage};
//! use crate::diag::{Diagnostic, code, text};
//!
//! /// A link has words.
//! pub(super) fn look(passage: &Passage<'_>, said: &mut Vec<Diagnostic>) {
//!     let is_empty = |range: &std::ops::Range<usize>| passage.text[range.clone()].trim().is_empty();
//!     for mark in passage.marks.iter().filter(|mark| mark.kind == MarkKind::Link && is_empty(&mark.range)) {
//!         said.push(
//!             Diagnostic::new(code::M029, text!("the link has no words, and readers do not see it"))
//!                 .at(passage.file, mark.span.clone())
//!                 .help(text!("write between the square brackets what readers are to see")),
//!         );
//!     }
//! }
//! ```
//!
//! 2. **One line in [`house::RULES`]**: `Rule { code: code::M029, look: Look::Passage(empty_link::look) },`, and
//!    `mod empty_link;` above it.
//! 3. **One line in [`diag::code`]**, the code with its severity and its title: `M029 Warning "a link has no words";`.
//!    A code never changes its meaning, and a dropped one is never used again.
//! 4. **`tests/rules/M029.md`**: what is checked, why, and what to write instead, first in English, then below
//!    `## 中文`; then the examples, below `## Flagged` and `## Not flagged`. The examples are its tests, and the
//!    document is what `postil explain M029` prints: `UPDATE=1 cargo test rules` writes what is said into it, for you
//!    to read.
//! 5. **Its sentences in Chinese**, in `src/diag/zh/`: one line each, English = Chinese, the title too.
//!    `cargo test words` names those that are missing.
//!
//! `UPDATE=1 cargo test rules` then writes the rule into the handbook's list, `content/handbook/rules.md`. `[rules]`
//! in config.toml, `accept:`, `postil fix`, every format of `--format` and both languages need nothing more.

pub mod accept;
pub mod cli;
pub mod config;
pub mod diag;
pub mod fix;
pub mod house;
pub mod io;
pub mod link;
pub mod lint;
pub mod model;
pub mod output;
pub mod parse;
pub mod picture;
pub mod pipeline;
pub mod polish;
pub mod render;
pub mod validate;
