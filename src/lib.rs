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
//! | lint | the site | diagnostics | [`lint`], by what [`evidence`] reads |
//! | repair | diagnostics | the files as they become | [`diag::fix`], [`pipeline::repair`] |
//! | illustrate | the files of pictures | [`model::picture::Gallery`]: the forms that pages show | [`picture`], [`io::cache`], [`io::remote`] |
//! | emit | the site and a theme | [`output::Artifact`]s | [`output`] |
//! | inspect | the first page of each template | diagnostics | [`inspect`] |
//! | publish | artifacts | a folder | [`io::publish`] |
//! | deliver | that folder | a store of objects, a host, another folder | [`io::deliver`] |
//!
//! # The rooms
//!
//! What each is, what it never knows, and where to begin reading. The table of `tests/architecture.rs` says which room
//! may know which; everything else is forbidden.
//!
//! | room | is | never knows | begin at |
//! |---|---|---|---|
//! | [`diag`] | what postil says: a code, a place, a next step; in two languages | what an issue is | [`diag::Diagnostic`] |
//! | [`model`] | the words of the field as types | how they were written, where they are shown | [`model::issue`] |
//! | [`text`] | scripts, lengths, beginnings, characters that nobody sees, style sheets in tokens | fields, numbers, pages | [`text::script`] |
//! | [`evidence`] | what a text says in numbers, and what can be reckoned from it | issues, sites, rules; of the model only language and the words of statistics | [`evidence::find`] |
//! | [`config`] | `config.toml` and `theme.toml` | files, content | [`config::parse`] |
//! | [`parse`] | from a file's text to what its author wrote, with the place of everything | whether it makes sense | [`parse::draft`], [`parse::markdown`] |
//! | [`validate`] | what was written becomes what it stands for, one file at a time | other files | [`validate::issue`] |
//! | [`link`] | all files put together: people, links, addresses, languages | pages, themes | [`link::link`] |
//! | [`lint`] | the rules: what can be represented but is wrong | templates, disk; a rule knows no other rule | [`lint::RULES`] |
//! | [`sheet`] | every number of an issue: its place, its reading, the one that was signed | whether it is right | [`sheet::numbers`] |
//! | [`picture`] | reading, checking and writing pictures | sites, disk | [`picture::head`] |
//! | [`render`] | views, templates, HTML, charts, cards, the gate | which outputs there are | [`render::view`] |
//! | [`output`] | what is made of a site: one file an output | each other | [`output::OUTPUTS`] |
//! | [`inspect`] | looks at finished pages as a browser would | where they came from | [`inspect::inspect`] |
//! | [`io`] | disk, clock, environment, network, publishing | what stands in a file | [`io::source`], [`io::publish`] |
//! | [`manuscript`] | Word files, saved pages and foreign Markdown as issues | disk, network, sites | [`manuscript::import`] |
//! | [`scaffold`] | new sites, columns, issues, themes; reading references | sites that are there, but for their names | [`scaffold::issue`] |
//! | [`pipeline`] | all stages on one screen, and what runs side by side | how anything is printed | [`pipeline::build`] |
//! | [`desk`] | a site in a browser while it is written, and written there | how it is made, what the terminal says | [`desk::Desk`] |
//! | [`lsp`] | a site in an editor's program while it is written | how it is made, what the terminal says | [`lsp::serve`] |
//! | [`cli`] | the command line; all that is printed | how anything is done | [`cli::run`] |
//!
//! # Ten types to know
//!
//! - [`diag::Diagnostic`]: one thing to say. Its [`diag::Code`] never changes its meaning; its place is a span in a
//!   [`diag::SourceText`]; its help says what to do; its fix repairs the file where no person has to decide.
//! - [`diag::Said`]: the sink that takes diagnostics. It alone knows the levels of `[rules]` and what editors `accept`;
//!   every stage says what it finds and goes on.
//! - [`diag::Checked`]: a value and all that was said of it. A stage reports everything in one run; writing stops on an
//!   error, reading does not.
//! - [`parse::draft::Draft`]: front matter field by field as it was written, nothing decided, each value with its span
//!   and its letters: `0.40` is not `0.4`.
//! - [`model::body::Body`]: the document tree: nodes on a tape in the order of the text, with spans. HTML, search text
//!   and every export start from it, never from each other.
//! - [`model::issue::Issue`]: a published number of a column: its trial, findings, texts, people, questions, corrections.
//! - [`model::site::Site`]: everything put together, immutable. Rules and outputs read it, nobody changes it.
//! - [`model::public::Public`]: what of an issue is for everyone. Every output asks it, and whatever it does not name
//!   differs between the two guises in which a specimen of the site is made to find leaks.
//! - [`render::view::Builder`]: makes the views that templates get, each thing once, shared by all pages that show it.
//! - [`output::Artifact`]: a file of the finished site on its way to the publisher: an address and what is in it.
//!
//! # What never happens
//!
//! - [`model`] knows nothing of postil but [`diag`].
//! - [`evidence`] knows nothing but text: what is printed, what it states, where it stands. It alone reads numbers in
//!   running text.
//! - Only [`io`] touches disk, clock, network or environment; only [`pipeline`], [`scaffold`], [`desk`], [`lsp`] and [`cli`] call it. Only
//!   [`cli`] prints.
//! - No output knows of another, no rule of another; no template can ask the disk for anything.
//! - Nothing is written or removed outside of the output folder, or in it that postil did not make: [`io::publish`]
//!   reads what it finds there as anybody's, and follows no link.
//! - A dependency has one door: serde_yaml in [`parse::front_matter`], pulldown-cmark in [`parse::markdown`],
//!   csv-core in [`parse::csv`], cssparser in [`text::css`], url in [`model::uri`] and [`io::deliver`], tera in [`render::template`] and
//!   [`render::view`], syntect in [`render::highlight`], lol_html in [`inspect`] and [`render::mount`], walkdir in
//!   [`io`], clap in [`cli`], icu_segmenter in [`render::phrase`], tiny-skia in [`render::chart`], icu_normalizer in
//!   [`model::address`], html5ever in [`inspect`], xml in [`picture::svg`] and [`manuscript`], zip in [`manuscript`] and `pipeline::bind`,
//!   httparse, notify, getrandom, ureq and rusty-s3 in [`io`], image and
//!   what writes pictures in [`picture`], postcard in `pipeline::memo`, aho-corasick in [`evidence::words`], qrcode in [`render::qr`].
//! - What [`model::public`] does not name is never outside of the gate: [`pipeline::check`] and [`pipeline::build`] make
//!   a specimen of the site in two guises that differ in nothing else, and compare all that comes out.
//! - What earlier runs kept changes how long a run takes, never what it comes to: `pipeline::memo` finds it by a print of
//!   all that it was made of. A rule that reads one source asks others only through [`lint::Desk`], and a page shows of
//!   other issues only what [`model::outside`] names.
//! - The order of a hash map never reaches an output, and the clock is asked once, for the day. How long something took
//!   is asked only by [`pipeline::Watch`], which is told and never answers.
//!
//! `tests/architecture.rs` keeps these, read from the sources as the compiler reads them; `.clippy.toml` keeps the doors
//! to the world by type.
//!
//! # To add a rule
//!
//! A rule of the house or of evidence is a function that reads what readers see and says what is wrong. Take
//! `M029`, an empty link:
//!
//! 1. **The function**, in a file of its own, `src/lint/text/empty_link.rs`. It gets a passage, a document or the site,
//!    and says a [`diag::Diagnostic`] with a place and a help; with a fix only where no person has to decide.
//!
//! ```ignore
//! //! M029: a link that readers cannot see.
//!
//! use crate::diag::{Diagnostic, Said, code, text};
//! use crate::lint::reading::passage::{MarkKind, Passage};
//!
//! /// A link has words.
//! pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
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
//! 2. **One line in [`lint::RULES`]**: `rule(code::M029, Group::Text, Look::Passage(text::empty_link::look), Fix::None, "0.1", None),`, and
//!    `mod empty_link;` in its group, `src/lint/text.rs`.
//! 3. **One line in [`diag::code`]**, the code with its severity and its title: `M029 Warning "a link has no words";`.
//!    A code never changes its meaning, and a dropped one is never used again.
//! 4. **`tests/rules/M029.md`**: what is checked, why, and what to write instead, in English, with English examples below
//!    `## Flagged` and `## Not flagged`; then, below `## 中文`, the same in Chinese, with Chinese examples below `## 会提示`
//!    and `## 不会提示`. The examples are its tests, and each part is what `postil explain M029` prints in its language:
//!    `UPDATE=1 cargo test rules` writes what is said into it, for you to read.
//! 5. **Its sentences in Chinese**, in `src/diag/zh/`: one line each, English = Chinese, the title too.
//!    `cargo test words` names those that are missing.
//!
//! `UPDATE=1 cargo test rules` then writes the rule into the handbook's list, `content/handbook/rules.md`. `[rules]`
//! in config.toml, `accept:`, `postil fix`, every format of `--format` and both languages need nothing more.
//!
//! # To add an output
//!
//! Take `robots.txt` and the site map:
//!
//! 1. **The output**, in a file of its own, `src/output/sitemap.rs`: a type that is an [`output::Output`]. It reads the
//!    [`model::site::Site`], asks [`model::public::Public`] what may be shown, and hands whole files to the sink.
//! 2. **One line in [`output::OUTPUTS`]**: `&sitemap::Sitemap,`, and `mod sitemap;` above it.
//! 3. **Its addresses** in [`model::address`], so that links to them hold and nothing else takes their place; a test
//!    compares what is announced with what is written.
//!
//! `tests/leak.rs` then looks for what is withheld in it, `tests/determinism.rs` builds it twice.
//!
//! One that a site switches on in `[outlets]` is an [`output::Outlet`] besides: it has a name in [`model::outlet`] and in
//! [`parse::draft`], and `postil outlet` makes it of one issue. All start from the document tree and the record, none from
//! what another has written. What several of them say alike is in [`render`]: the
//! words of the field in [`render::strings`], credits and corrections in [`render::standpoint`], charts and figures by
//! themselves in [`render::exhibit`], tags of an editor's own HTML in [`render::tag`].
//!
//! # To add a field
//!
//! A field says once what it is; prose, rules, reading time, schema and what is withheld follow. Take the key findings of
//! an issue:
//!
//! 1. **Its declaration**, in [`parse::draft`]: `pub key_findings: Option<Written> where KeyFindings,`. `Written` makes it
//!    Markdown, `where` says with which part of the page it is withheld, a type `Inherited` that a translation takes it
//!    over.
//! 2. **What it stands for**, in [`model::issue`]: `pub key_findings: Option<Body>,`. What has texts is named in
//!    `Issue::texts`, and nothing compiles until it is.
//! 3. **From the one to the other**, in [`validate`]: `let key_findings = key_findings.as_ref().map(|written| check.body(written));`.
//! 4. **What templates get**, in [`render::view`]: `key_findings: Option<Html>,`; and in `themes/*/templates/issue.html`,
//!    with its heading in `themes/*/i18n/`.
//! 5. **The handbook**: `writing.md` for editors, `theme-values.md` for themes, each with its English twin (`.en.md`).
//!
//! `tests/fields.rs` makes an issue of every field from the schema: whatever of this was forgotten does not compile, or
//! fails there.
//!
//! # To add a template to the themes
//!
//! 1. **Its name** in [`render::theme::TEMPLATES`]: every theme has to have it, or gets that of the theme it extends.
//! 2. **The template** in `themes/default/templates/`, and its words in `themes/default/i18n/` in every language.
//! 3. **What it is given**: a view in [`render::view`], made by the [`render::view::Builder`], rendered by the output
//!    that makes the page. That it shows outside of the gate what is withheld, the two guises of a specimen tell.
//! 4. **The handbook's list of values**, `content/handbook/theme-values.md`: a test compares it with the views.

pub mod cli;
pub mod config;
pub mod desk;
pub mod diag;
pub mod evidence;
pub mod inspect;
pub mod io;
pub mod link;
pub mod lint;
pub mod lsp;
pub mod manuscript;
pub mod model;
pub mod output;
pub mod parse;
pub mod picture;
pub mod pipeline;
pub mod render;
pub mod scaffold;
pub mod sheet;
pub mod text;
pub mod validate;
