//! How often the checks of numbers are wrong, and how often they see: statements are made by the thousand, some of them
//! are changed by one digit, and postil reads them as it reads an issue.
//!
//! Each study draws from a seed, so every run measures the same. Its table stands in the documentation of the code
//! under `## Measured` and is compared with what was measured; `UPDATE=1` writes it anew. Tables are shown by
//! `cargo test --test main rates -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use postil::diag::{Code, Severity};
use postil::pipeline::{self, Request};

use crate::support::{TestSite, updates};

mod method;
mod printed;
mod rate;
mod ratio;
mod share;

/// How many statements of a kind are made.
pub(crate) const MANY: usize = 10_000;

/// A row of draws that is the same on every run (SplitMix64).
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to 1, without 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from one to another.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    /// A draw from the standard normal distribution (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// One of several.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A number with one digit changed to another; the digits before the point stay if `fraction_only`.
    pub(crate) fn slip(&mut self, number: &str, fraction_only: bool) -> String {
        let from = if fraction_only { number.find('.').map_or(0, |at| at + 1) } else { 0 };
        let digits: Vec<usize> = (from..number.len()).filter(|at| number.as_bytes()[*at].is_ascii_digit()).collect();
        let at = self.pick(&digits);
        let was = number.as_bytes()[at] - b'0';
        let now = (was + 1 + self.below(9) as u8) % 10;
        format!("{}{now}{}", &number[..at], &number[at + 1..])
    }
}

/// One kind of statement, and how many of it were flagged.
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) statements: usize,
    pub(crate) flagged: usize,
    /// How many were flagged or noted, where that is told.
    pub(crate) with_notes: Option<usize>,
}

/// The numbers of the statements at which each code is said.
pub(crate) type Places = BTreeMap<Code, BTreeSet<usize>>;

/// What was said of statements.
#[derive(Default)]
pub(crate) struct Found {
    /// As an error or a warning.
    pub(crate) flagged: Places,
    /// As a note.
    pub(crate) noted: Places,
}

impl Found {
    /// The statements that are flagged by any of some codes; with notes, those that are noted too.
    pub(crate) fn of(&self, codes: &[Code], with_notes: bool) -> BTreeSet<usize> {
        let of = |places: &Places| -> BTreeSet<usize> {
            codes.iter().filter_map(|code| places.get(code)).flatten().copied().collect()
        };
        let mut all = of(&self.flagged);
        all.extend(with_notes.then(|| of(&self.noted)).into_iter().flatten());
        all
    }
}

impl Row {
    /// The share that was flagged.
    pub(crate) fn share(&self) -> f64 {
        self.flagged as f64 / self.statements.max(1) as f64
    }
}

/// Reads statements as an issue with a paragraph for each, and counts those at which one of the codes is said.
///
/// `front` is more front matter (arms, totals …), with a line break at its end.
pub(crate) fn count(kind: &str, front: &str, statements: &[String], codes: &[Code]) -> Row {
    let flagged = found(front, statements).of(codes, false).len();
    Row { kind: kind.to_owned(), statements: statements.len(), flagged, with_notes: None }
}

/// The same for every code.
pub(crate) fn found(front: &str, statements: &[String]) -> Found {
    let site = TestSite::new();
    site.issue(1, "one", front, &statements.join("\n\n"));
    // The first statement follows the front matter: five lines of its own, an empty one, and what was added.
    let first = 7 + front.lines().count();
    let request =
        Request { root: site.path().to_path_buf(), now: Some(jiff::civil::date(2026, 1, 1)), ..Request::default() };
    let mut found = Found::default();
    for diagnostic in pipeline::load(&request, &|_| {}).diagnostics {
        let Some(place) = &diagnostic.place else { continue };
        let line = place.file.line_column(place.span.start).0;
        let Some(number) = line.checked_sub(first).map(|line| line / 2) else { continue };
        assert!(number < statements.len(), "lines were miscounted");
        let places = if diagnostic.severity == Severity::Note { &mut found.noted } else { &mut found.flagged };
        places.entry(diagnostic.code).or_default().insert(number);
    }
    found
}

/// Compares what was measured with the table in the documentation of a code.
#[expect(clippy::print_stdout, reason = "a study shows its table")]
pub(crate) fn hold(code: Code, rows: &[Row]) {
    let has_notes = rows.iter().any(|row| row.with_notes.is_some());
    let mut table = String::from("| statements | made | flagged | share |");
    table += if has_notes { " with notes |\n|---|---:|---:|---:|---:|\n" } else { "\n|---|---:|---:|---:|\n" };
    for row in rows {
        let share = row.share() * 100.0;
        let _ = write!(table, "| {} | {} | {} | {share:.1} % |", row.kind, row.statements, row.flagged);
        let with_notes = row.with_notes.map(|it| 100.0 * it as f64 / row.statements.max(1) as f64);
        let _ = with_notes.map(|share| write!(table, " {share:.1} % |"));
        table.push('\n');
    }
    println!("{code}\n{table}");
    hold_table(code, &table);
}

/// Compares a table with the one in the documentation of a code that has the same heading.
pub(crate) fn hold_table(code: Code, table: &str) {
    let head = table.split(" |").next().unwrap_or_default();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/rules/{code}.md"));
    let document = fs::read_to_string(&path).expect("the document of a code");
    let begin = document.find("\n## Measured\n").expect("a heading `## Measured`");
    let start = begin + document[begin..].find(&format!("\n{head}")).map_or(document.len() - begin, |at| at + 1);
    let length = document[start..].find("\n\n").map_or(document.len() - start, |at| at + 1);
    if updates() {
        let written = format!("{}{table}{}", &document[..start], &document[start + length..]);
        fs::write(&path, written).expect("the document of a code");
    } else {
        assert_eq!(&document[start..start + length], table, "{code}: the documented rates are not the measured ones");
    }
}

#[test]
fn a_slip_changes_one_digit() {
    let mut draws = Draws::seeded(1);
    for _ in 0..1000 {
        let slipped = draws.slip("0.77", true);
        assert!(slipped.starts_with("0.") && slipped.len() == 4 && slipped != "0.77", "{slipped}");
        assert_eq!(slipped.bytes().zip("0.77".bytes()).filter(|(now, was)| now != was).count(), 1);
    }
}

#[test]
fn what_is_said_is_counted_at_its_statement() {
    let statements = ["联合组，获益。", "联合组,获益。", "无。", "不详,待查,再议。"].map(str::to_owned);
    let row = count("a comma", "summary: 演示\n", &statements, &[postil::diag::code::M030]);
    assert_eq!((row.statements, row.flagged), (4, 2));
}
