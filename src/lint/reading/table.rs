//! The tables of an issue, cell by cell, with the numbers of people that their columns are of.

use std::collections::BTreeMap;

use super::arms::Arms;
use super::document::Document;
use super::passage::{MarkKind, Passage, PassageKind};
use crate::evidence::lex::{Line, Sign};
use crate::evidence::people::{fraction, people, size, whole};
use crate::evidence::probability;
use crate::evidence::share::{CountPercent, cell, lone_count, lone_percent};
use crate::model::body::{Body, Kind};
use crate::model::statistic::PValue;
use crate::text::script::lower;

/// A table.
pub(in crate::lint) struct Table<'d, 'a> {
    /// Its heading.
    pub(in crate::lint) head: Vec<Cell<'d, 'a>>,
    /// Its rows.
    pub(in crate::lint) rows: Vec<Vec<Cell<'d, 'a>>>,
}

/// A cell; empty ones have no passage.
pub(in crate::lint) type Cell<'d, 'a> = Option<&'d Passage<'a>>;

/// The tables of an issue's bodies.
pub(in crate::lint) fn tables<'d, 'a>(document: &'d Document<'a>) -> Vec<Table<'d, 'a>> {
    let Some(issue) = document.as_issue() else { return Vec::new() };
    let cells =
        document.passages.iter().filter(|passage| passage.kind == PassageKind::Cell && !passage.text.is_empty());
    let by_place: BTreeMap<usize, &Passage<'a>> =
        cells.map(|passage| (passage.span(0..passage.text.len()).start, passage)).collect();
    if by_place.is_empty() {
        return Vec::new();
    }
    issue.bodies().flat_map(|body| in_body(body, &by_place)).collect()
}

/// The P values in columns of them that stand without their letter, and belong to no effect of their row.
pub(in crate::lint) fn bare_p_values<'d, 'a>(document: &'d Document<'a>) -> Vec<(PValue, &'d Passage<'a>)> {
    let of_rows = |passage: &Passage<'a>| passage.statements().iter().filter_map(|it| it.p()).count();
    let taken: Vec<usize> = document
        .rows
        .iter()
        .filter(|row| of_rows(row) > 0)
        .flat_map(|row| row.statements().iter().filter_map(|it| it.p()).map(|p| row.span(p.value.span.clone()).start))
        .collect();
    let mut found = Vec::new();
    for table in tables(document) {
        for column in (1..table.head.len()).filter(|it| table.is_of_p(*it)) {
            for cell in table.rows.iter().filter_map(|row| row.get(column).copied().flatten()) {
                let p = probability::whole(&cell.line()).filter(|_| !cell.has_any("Pp"));
                found.extend(p.filter(|p| !taken.contains(&cell.span(p.value.span.clone()).start)).map(|p| (p, cell)));
            }
        }
    }
    found
}

fn in_body<'d, 'a>(body: &Body, cells: &BTreeMap<usize, &'d Passage<'a>>) -> Vec<Table<'d, 'a>> {
    let mut found = Vec::new();
    for (node, it) in body.nodes().iter().enumerate() {
        if !matches!(it.kind, Kind::Table { .. }) {
            continue;
        }
        let row = |node: usize| -> Vec<Cell<'d, 'a>> {
            let place = |cell: usize| {
                let span = &body.nodes()[cell].span;
                cells.range(span.start as usize..span.end as usize).next().map(|(_, passage)| *passage)
            };
            body.children(node).filter(|cell| matches!(body.nodes()[*cell].kind, Kind::TableCell)).map(place).collect()
        };
        let rows = body.nodes()[node..body.end_of(node)].iter().enumerate();
        let rows = rows.filter(|(_, it)| matches!(it.kind, Kind::TableRow | Kind::TableHead));
        let mut rows: Vec<_> = rows.map(|(at, _)| row(node + at)).collect();
        if rows.len() > 1 {
            let head = rows.remove(0);
            found.push(Table { head, rows });
        }
    }
    found
}

impl<'d, 'a> Table<'d, 'a> {
    /// The number of people of a column, as its heading has it: `（n=85）`, `85例`, `(N = 85)`.
    pub(in crate::lint) fn people(&self, column: usize) -> Option<u32> {
        let line = Line::new(&self.head.get(column).copied().flatten()?.text);
        (0..line.lexemes.len()).find_map(|at| size(&line, at).or_else(|| people(&line, at).map(|(size, _)| size)))
    }

    /// The number of people of a cell: what the heading of its column says, or how many the arm has that heading or row is
    /// called after.
    pub(in crate::lint) fn size(&self, row: &[Cell<'d, 'a>], column: usize, arms: &Arms) -> Option<u32> {
        let arm = |cell: Cell<'d, 'a>| arms.called(&cell?.text).and_then(|arm| arms.size(arm)).map(|(n, _)| n);
        let head = || self.head.get(column).copied().flatten();
        self.people(column).or_else(|| arm(head())).or_else(|| arm(row.first().copied().flatten()))
    }

    /// The table with its first column as its heading.
    pub(in crate::lint) fn turned(&self) -> Self {
        let all: Vec<&Vec<Cell<'d, 'a>>> = std::iter::once(&self.head).chain(&self.rows).collect();
        let column = |number: usize| all.iter().map(|row| row.get(number).copied().flatten()).collect::<Vec<_>>();
        let width = all.iter().map(|row| row.len()).max().unwrap_or_default();
        Table { head: column(0), rows: (1..width).map(column).collect() }
    }

    /// Whether a column is one of P values: it is called so, and some of its cells may be some. A plain letter may be
    /// phosphorus or placebo, and more of them have to be.
    fn is_of_p(&self, column: usize) -> bool {
        let heading = self.heading(column);
        let is_marked = || {
            let cell = self.head.get(column).copied().flatten();
            cell.is_some_and(|cell| cell.marks.iter().any(|mark| mark.kind == MarkKind::Emphasis))
        };
        let least = match heading.trim() {
            "p值" | "p value" | "p-value" | "p 值" => 2,
            "p" if is_marked() => 2,
            "p" => 3,
            _ => return false,
        };
        let may_be = |cell: &Passage<'_>| {
            let p = probability::whole(&cell.line());
            p.is_some_and(|p| p.value.decimals() > 1 && p.value.high() <= 1.0)
        };
        let cells = self.rows.iter().filter_map(|row| row.get(column).copied().flatten());
        cells.filter(|cell| may_be(cell)).count() >= least
    }

    /// The P value of a row, its cell, and the heading of its column: with its letter, or without it in a column of P
    /// values.
    pub(in crate::lint) fn p_value(&self, row: &[Cell<'d, 'a>]) -> Option<(PValue, &'d Passage<'a>, String)> {
        row.iter().enumerate().skip(1).find_map(|(column, cell)| {
            let (cell, heading) = ((*cell)?, self.heading(column));
            let is_column = matches!(heading.trim(), "p" | "p值" | "p value" | "p-value" | "p 值");
            let may = is_column || cell.text.contains(['P', 'p', 'Ｐ', 'ｐ']);
            probability::whole(&cell.line()).filter(|_| may).map(|p| (p, cell, heading))
        })
    }

    /// The words of a heading in small letters.
    pub(in crate::lint) fn heading(&self, column: usize) -> String {
        self.head.get(column).copied().flatten().map(|cell| lower(&cell.text).into_owned()).unwrap_or_default()
    }

    /// The share in a cell, and the cell that its percentage stands in: in the cell itself, or, of a column of people, in
    /// the next one.
    pub(in crate::lint) fn share(
        &self,
        row: &[Cell<'d, 'a>],
        column: usize,
    ) -> Option<(CountPercent, &'d Passage<'a>)> {
        let passage = row.get(column).copied().flatten()?;
        let line = passage.line();
        let heading = self.heading(column);
        if let Some(share) = cell(&line) {
            return Some((share, passage));
        }
        // `男性，n（%） | 150（84.7）`: the row may say it too.
        let about = row.first().copied().flatten().map_or("", |cell| cell.text.as_str());
        if [heading.as_str(), about].iter().any(|it| it.contains(['%', '％'])) && (column > 0 || heading.contains('%'))
        {
            return bare_percent(&line).map(|share| (share, passage));
        }
        if !counts_people(&heading) {
            return None;
        }
        let next = row.get(column + 1).copied().flatten()?;
        let percent = next.line();
        let share = CountPercent {
            count: lone_count(&line)?,
            among: None,
            percent: lone_percent(&percent)?,
            span: 0..next.text.len(),
            percent_span: 0..next.text.len(),
            pieces: 0..percent.lexemes.len(),
        };
        Some((share, next))
    }

    /// The share of a cell with both of its numbers, from the heading of its column or its arm if it must be.
    pub(in crate::lint) fn whole_share(
        &self,
        row: &[Cell<'d, 'a>],
        column: usize,
        arms: &Arms,
    ) -> Option<crate::evidence::proportion::Share> {
        let of = |count, among| crate::evidence::proportion::Share { count, among };
        if let Some((share, _)) = self.share(row, column) {
            let among = share.among.or_else(|| self.size(row, column, arms))?;
            let found = of(share.count, among);
            return found.is_printed_as(share.percent).then_some(found);
        }
        let passage = row.get(column).copied().flatten()?;
        let line = passage.line();
        let fraction = fraction(&line, 0).filter(|it| it.pieces.end == line.lexemes.len())?;
        Some(of(fraction.count, fraction.among))
    }
}

/// Whether the numbers of a column with this heading are of people.
fn counts_people(heading: &str) -> bool {
    let words = ["例数", "人数", "病例", "患者数", "patients", "participants", "number", "no."];
    words.iter().any(|word| heading.contains(word)) || matches!(heading.trim(), "n" | "例")
}

/// `150（84.7）` under a heading with `%`.
fn bare_percent(line: &Line<'_>) -> Option<CountPercent> {
    let count = whole(line, 0)?;
    let percent = line.number(2).filter(|_| line.is(1, Sign::Open) && line.is(3, Sign::Close))?;
    (line.lexemes.len() == 4).then(|| CountPercent {
        count,
        among: None,
        percent,
        span: 0..line.text.len(),
        percent_span: line.span(2..3),
        pieces: 0..4,
    })
}
