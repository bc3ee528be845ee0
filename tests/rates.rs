//! How often the checks of numbers are wrong, and how often they see: statements are made by the thousand, some of them
//! are changed by one digit, and postil reads them as it reads an issue.
//!
//! Each study draws from a seed, so every run measures the same. Its table, of 10,000 statements of each kind, stands in
//! the documentation of the code under `## Measured`. A run makes the first 1000 of these, and compares what it finds with
//! the table: where that has none or all, there are none or all, and else as many as chance allows. `POSTIL_DRAWS` says how
//! many are made instead, up to all of them; with all, what is found is the table to the last digit, and `UPDATE=1` writes
//! it anew:
//!
//! ```text
//! POSTIL_DRAWS=10000 cargo test --release --locked --test main rates
//! ```
//!
//! `-- --nocapture` shows the tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use postil::diag::{Code, Severity};
use postil::pipeline::{self, Request};

use crate::support::{TestSite, updates};

mod group;
mod method;
mod printed;
mod rate;
mod ratio;
mod share;
mod statistic;
mod table;
mod word;

/// How many statements of a kind the documented rates are of.
const ALL: usize = 10_000;

/// How many statements of a kind are made.
pub(crate) fn many() -> usize {
    static MADE: LazyLock<usize> = LazyLock::new(|| {
        let Ok(asked) = std::env::var("POSTIL_DRAWS") else { return 1000 };
        let number = asked.parse().ok().filter(|number| (100..=ALL).contains(number));
        number.unwrap_or_else(|| panic!("POSTIL_DRAWS is a number from 100 to {ALL}, and not {asked}"))
    });
    *MADE
}

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
    /// The share that was flagged, and the one that was flagged or noted.
    fn shares(&self) -> [f64; 2] {
        [self.flagged, self.with_notes.unwrap_or(self.flagged)].map(|it| it as f64 / self.statements.max(1) as f64)
    }

    /// Whether at least so great a share was flagged, and so great a one flagged or noted.
    pub(crate) fn sees(&self, flagged: f64, with_notes: f64) -> bool {
        let [share, noted] = self.shares();
        let least = |limit: f64| limit - by_chance(limit, self.statements);
        share >= least(flagged) && noted >= least(with_notes)
    }

    /// Whether at most so great a share was flagged.
    pub(crate) fn spares(&self, flagged: f64) -> bool {
        self.shares()[0] <= flagged + by_chance(flagged, self.statements)
    }
}

/// How far the share of a few of the statements may lie by chance from that of all of them: four standard deviations of
/// the binomial distribution. Of all of them, nothing.
fn by_chance(share: f64, few: usize) -> f64 {
    if many() == ALL { 0.0 } else { 4.0 * (share * (1.0 - share) / few.max(1) as f64).sqrt() }
}

/// Reads statements as an issue with a paragraph for each, and counts those at which one of the codes is said.
///
/// `front` is more front matter (arms, totals …), with a line break at its end.
pub(crate) fn count(kind: &str, front: &str, statements: &[String], codes: &[Code]) -> Row {
    let flagged = found(front, statements).of(codes, false).len();
    Row { kind: kind.to_owned(), statements: statements.len(), flagged, with_notes: None }
}

/// The same, and those at which one is said as a note.
pub(crate) fn count_with_notes(kind: &str, statements: &[String], codes: &[Code]) -> Row {
    let found = found("", statements);
    let [flagged, with_notes] = [false, true].map(|with_notes| found.of(codes, with_notes).len());
    Row { kind: kind.to_owned(), statements: statements.len(), flagged, with_notes: Some(with_notes) }
}

/// What is said of statements, of every code.
pub(crate) fn found(front: &str, statements: &[String]) -> Found {
    let site = TestSite::new();
    site.issue(1, "one", front, &statements.join("\n\n"));
    // The first statement follows the front matter: five lines of its own, an empty one, and what was added.
    let first = 7 + front.lines().count();
    let request =
        Request { root: site.path().to_path_buf(), now: Some(jiff::civil::date(2026, 1, 1)), ..Request::default() };
    let mut found = Found::default();
    for diagnostic in pipeline::load(&request, &pipeline::Watch::nobody()).diagnostics {
        let Some(place) = &diagnostic.place else { continue };
        let line = place.file.line_column(place.span.start).0;
        let Some(number) = line.checked_sub(first).map(|line| line / 2) else { continue };
        assert!(number < statements.len(), "lines were miscounted");
        let places = if diagnostic.severity == Severity::Note { &mut found.noted } else { &mut found.flagged };
        places.entry(diagnostic.code).or_default().insert(number);
    }
    found
}

/// Compares what was measured with the table in the documentation of a code: of all statements to the last digit, of a few
/// as far as chance allows.
#[expect(clippy::print_stdout, reason = "a study shows its table")]
pub(crate) fn hold(code: Code, rows: &[Row]) {
    let has_notes = rows.iter().any(|row| row.with_notes.is_some());
    let mut table = String::from("| statements | made | flagged | share |");
    table += if has_notes { " with notes |\n|---|---:|---:|---:|---:|\n" } else { "\n|---|---:|---:|---:|\n" };
    for row in rows {
        let [share, with_notes] = row.shares().map(|share| share * 100.0);
        let _ = write!(table, "| {} | {} | {} | {share:.1} % |", row.kind, row.statements, row.flagged);
        let _ = row.with_notes.map(|_| write!(table, " {with_notes:.1} % |"));
        table.push('\n');
    }
    println!("{code}\n{table}");
    if many() == ALL {
        return hold_table(code, &table);
    }
    let document = document(code);
    let documented: Vec<Documented<'_>> =
        document[place(code, &document, &table)].lines().skip(2).map(Documented::of).collect();
    assert_eq!(
        rows.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(),
        documented.iter().map(|it| it.kind).collect::<Vec<_>>(),
        "{code}: other statements are documented; `POSTIL_DRAWS={ALL} UPDATE=1 cargo test --release rates` writes these"
    );
    rows.iter().zip(&documented).for_each(|(row, documented)| documented.compare(code, row));
}

/// A row of a documented table: a kind of statement, and the shares that are flagged, and flagged or noted.
struct Documented<'t> {
    kind: &'t str,
    shares: [f64; 2],
}

impl<'t> Documented<'t> {
    fn of(row: &'t str) -> Self {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let number = |cell: &str| cell.trim_end_matches(" %").parse::<f64>().expect("a number in a table");
        let flagged = number(cells[2]) / number(cells[1]).max(1.0);
        Self { kind: cells[0], shares: [flagged, cells.get(4).map_or(flagged, |cell| number(cell) / 100.0)] }
    }

    /// Holds what was found in a few statements to what is documented of all.
    fn compare(&self, code: Code, row: &Row) {
        for ((found, documented), of) in row.shares().into_iter().zip(self.shares).zip(["flagged", "with notes"]) {
            // Of notes only the share is documented, in percent with one decimal.
            let rounded = if of == "with notes" && row.with_notes.is_some() { 0.0005 } else { 0.0 };
            let is_near =
                (found - documented).abs() <= by_chance(documented + rounded, row.statements) + rounded + 1e-9;
            assert!(is_near, "{code}, {}: {found:.4} {of}, and {documented:.4} of all that are documented", row.kind);
        }
    }
}

/// The documentation of a code.
fn document(code: Code) -> String {
    fs::read_to_string(path(code)).expect("the document of a code")
}

fn path(code: Code) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/rules/{code}.md"))
}

/// Where the table stands in the documentation of a code that has the same heading as another.
fn place(code: Code, document: &str, table: &str) -> Range<usize> {
    let head = table.split(" |").next().unwrap_or_default();
    let begin = document.find("\n## Measured\n").unwrap_or_else(|| panic!("{code} has no heading `## Measured`"));
    let start = begin + document[begin..].find(&format!("\n{head}")).map_or(document.len() - begin, |at| at + 1);
    let length = document[start..].find("\n\n").map_or(document.len() - start, |at| at + 1);
    start..start + length
}

/// Compares a table with the one in the documentation of a code that has the same heading.
pub(crate) fn hold_table(code: Code, table: &str) {
    let document = document(code);
    let place = place(code, &document, table);
    if updates() {
        let written = format!("{}{table}{}", &document[..place.start], &document[place.end..]);
        fs::write(path(code), written).expect("the document of a code");
    } else {
        assert_eq!(&document[place], table, "{code}: the documented rates are not the measured ones");
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
