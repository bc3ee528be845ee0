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
//! - A dependency has one door: serde_yaml in [`parse::front_matter`], pulldown-cmark in [`parse::markdown`],
//!   csv-core in [`parse::csv`], tera in [`render::template`] and [`render::view`], syntect in
//!   [`render::highlight`], lol_html in [`polish`], walkdir in [`io`], clap in [`cli`], icu_segmenter in
//!   [`render::phrase`], image and what writes pictures in [`picture`].
//! - The order of a hash map never reaches an output, and the clock is asked once, for the day.
//!
//! `tests/architecture.rs` reads the sources and keeps these. To add an output is one file in `output` and one line
//! in [`output::OUTPUTS`]; to add a rule, one file in `lint` and one line in [`lint::RULES`].

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
