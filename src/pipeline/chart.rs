//! Gives charts their data: reads the CSV files that they name, and finds out what they show.
//!
//! A file is read once, however many charts or translations name it, and its faults are said once. It is not published:
//! it may be data that stands behind the question of consent, and the page has its own table of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, code, text};
use crate::io::world::World;
use crate::link::{Assets, Parts};
use crate::model::body::Body;
use crate::model::chart::Chart;
use crate::model::site::below;
use crate::parse::csv::{self, Origin};
use crate::parse::unseen;
use crate::validate::{self, Data, Surroundings};

/// Reads the tables of every chart of a site.
pub(super) fn draw(parts: &mut Parts, world: &dyn World, assets: &Assets, said: &mut Said) {
    let mut desk = Desk { world, assets, tables: BTreeMap::new(), seen: BTreeSet::new(), said };
    for issue in &mut parts.issues {
        if issue.bodies().all(|body| body.charts.is_empty()) {
            continue;
        }
        let (source, trial, findings) = (Arc::clone(&issue.source), issue.trial.clone(), issue.findings.clone());
        let around = Surroundings { source: &source, trial: trial.as_ref(), findings: &findings };
        Arc::make_mut(issue).bodies_mut().for_each(|body| desk.body(body, around));
    }
    let columns = parts.columns.iter_mut().map(|column| (&column.source, &mut column.greeting));
    let pages = parts.pages.iter_mut().map(|page| (&page.source, &mut page.body));
    let texts = parts.consent.iter_mut().map(|text| (&text.source, &mut text.body));
    for (source, body) in columns.chain(pages).chain(texts) {
        desk.body(body, Surroundings { source, trial: None, findings: &[] });
    }
}

struct Desk<'d> {
    world: &'d dyn World,
    assets: &'d Assets,
    tables: BTreeMap<String, Option<Arc<SourceText>>>,
    /// Faults of files that were said: of two editions that show one table, the first says them.
    seen: BTreeSet<(String, usize, String)>,
    said: &'d mut Said,
}

impl Desk<'_> {
    fn body(&mut self, body: &mut Body, around: Surroundings<'_>) {
        for chart in &mut body.charts {
            let said = self.chart(chart, around);
            for diagnostic in said {
                let place = diagnostic.place.as_ref().filter(|place| place.file.path != around.source.path);
                let key = place.map(|it| (it.file.path.clone(), it.span.start, diagnostic.message.to_string()));
                if key.is_none_or(|key| self.seen.insert(key)) {
                    self.said.push(diagnostic);
                }
            }
        }
    }

    fn chart(&mut self, chart: &mut Chart, around: Surroundings<'_>) -> Said {
        let src = chart.given("src").cloned();
        let inline = chart.data.clone();
        match (src, inline) {
            (None, None) => validate::chart(chart, None, around),
            (None, Some(inline)) => {
                let data = Data { file: around.source, text: &inline.text, origin: origin(around.source, &inline) };
                validate::chart(chart, Some(&data), around)
            }
            (Some(src), None) => {
                if !src.value.to_ascii_lowercase().ends_with(".csv") {
                    let message = text!("`{file}` is not a CSV file", file = &*src.value);
                    let help =
                        text!("save the table as “CSV UTF-8 (comma delimited)” beside the issue, and name that file");
                    return Diagnostic::new(code::D009, message).at(around.source, src.span.clone()).help(help).into();
                }
                // A file that is not there is for the stage that follows links to say.
                let Some(file) = self.file(&around.source.path, &src.value) else { return Said::default() };
                let data = Data { file: &file, text: &file.text, origin: Origin::At(0) };
                validate::chart(chart, Some(&data), around)
            }
            (Some(src), Some(_)) => {
                let message = text!("the chart names a file and has a table inside");
                Diagnostic::new(code::D009, message)
                    .at(around.source, src.span.clone())
                    .help(text!("keep one of them"))
                    .into()
            }
        }
    }

    /// The text of a file named beside a source, read once.
    fn file(&mut self, source: &str, written: &str) -> Option<Arc<SourceText>> {
        let inner = source.strip_prefix("content/").unwrap_or(source);
        let folder = &inner[..inner.rfind('/').map_or(0, |at| at + 1)];
        let path = below(folder, written)?;
        if !self.assets.contains_key(&path) {
            return None;
        }
        if !self.tables.contains_key(&path) {
            let name = format!("content/{path}");
            let table = self
                .world
                .read(&name)
                .and_then(|bytes| csv::decode(&name, bytes))
                .map_err(|it| self.said.push(it))
                .ok();
            table.iter().for_each(|table| unseen::look(table, self.said));
            self.tables.insert(path.clone(), table);
        }
        self.tables.get(&path).cloned().flatten()
    }
}

/// Where the table inside a directive stands: letter by letter, where its text is found in its block.
fn origin(source: &SourceText, inline: &crate::model::chart::Inline) -> Origin {
    let block = source.text.get(inline.span.clone()).unwrap_or_default();
    match block.find(&*inline.text).filter(|_| !inline.text.is_empty()) {
        Some(at) => Origin::At(inline.span.start + at),
        None => Origin::Within(inline.span.clone()),
    }
}
