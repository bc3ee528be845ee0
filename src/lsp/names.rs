//! Names that editors give, and everywhere that they write them: people by their ids, arms of a trial by theirs.

use std::ops::Range;
use std::sync::Arc;

use super::scene::Scene;
use super::written::body_of;
use crate::diag::{SourceText, Span};
use crate::parse::csv::{self, Origin};
use crate::parse::draft::Kind;
use crate::parse::front_matter;
use crate::parse::named;
use crate::parse::node::{Node, Value};

/// What a name is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A person, everywhere in the site.
    Person,
    /// An arm, in the texts of one issue.
    Arm,
}

/// A name where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) what: What,
    pub(super) name: String,
    /// Without quotation marks.
    pub(super) span: Span,
    /// Whether it is given here, rather than used.
    pub(super) is_given: bool,
}

/// Fields of a finding that have a value for each arm.
const BY_ARM: [&str; 4] = ["medians", "means", "rates", "counts"];

/// What stands among the arms and is none.
pub(super) const UNIT: &str = "unit";

/// How the column of arms is called in tables.
const COLUMNS: [&str; 9] = ["arm", "组别", "分组", "组", "strata", "stratum", "group", "treatment", "trt"];

/// The names of people and arms in a text.
pub(super) fn names(text: &Arc<SourceText>) -> Vec<Name> {
    let mut gather = Gather { text, found: Vec::new() };
    named::people(text).iter().for_each(|it| gather.add(What::Person, &it.id, &it.span, it.is_given));
    match Kind::of(&text.path) {
        Some(Kind::Issue | Kind::Translation) => {
            if let Some(document) = front_matter::read(text).value {
                gather.arms(&document.root);
            }
            gather.charts();
        }
        None if text.path.to_ascii_lowercase().ends_with(".csv") => gather.table(&text.text, &Origin::At(0)),
        _ => {}
    }
    gather.found
}

/// The name at a place.
pub(super) fn at(text: &Arc<SourceText>, offset: usize) -> Option<Name> {
    names(text).into_iter().find(|it| it.span.start <= offset && offset <= it.span.end)
}

/// Everywhere that a name is written, as the texts stand in the editor.
pub(super) fn everywhere(scene: &Scene<'_>, name: &Name) -> Vec<(Arc<SourceText>, Name)> {
    let folder = folder(&scene.text.path);
    let is_asked = |path: &String| match name.what {
        What::Person => Kind::of(path).is_some(),
        What::Arm => path.strip_prefix(folder).is_some_and(|rest| !rest.contains('/')),
    };
    let mut found = Vec::new();
    for path in scene.files.list().into_iter().filter(is_asked) {
        let Some(text) = scene.files.read(&path).filter(|text| text.text.contains(&name.name)) else { continue };
        let same = names(&text).into_iter().filter(|it| (it.what, &it.name) == (name.what, &name.name));
        found.extend(same.map(|it| (Arc::clone(&text), it)));
    }
    found
}

/// The folder of a path, with `/` at its end.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// The findings of an issue as its text has them: what each is called in charts, and its endpoint.
pub(super) fn findings(text: &Arc<SourceText>) -> Vec<(String, String)> {
    let Some(document) = front_matter::read(text).value else { return Vec::new() };
    let written = |node: &Node<'_>, name: &str| match &node.field(name)?.value {
        Value::Scalar(scalar) => Some(scalar.text.to_string()),
        _ => None,
    };
    let one = |node| written(node, "endpoint").map(|it| (written(node, "short").unwrap_or_else(|| it.clone()), it));
    document.root.field("findings").map(Node::items).unwrap_or_default().iter().filter_map(one).collect()
}

/// What stands between quotation marks, where there are some.
pub(super) fn inner(text: &str, span: &Range<usize>) -> Span {
    let written = text.get(span.clone()).unwrap_or_default();
    let is_quoted =
        written.len() > 1 && ['"', '\''].iter().any(|mark| written.starts_with(*mark) && written.ends_with(*mark));
    if is_quoted { span.start + 1..span.end - 1 } else { span.clone() }
}

struct Gather<'t> {
    text: &'t Arc<SourceText>,
    found: Vec<Name>,
}

impl Gather<'_> {
    fn add(&mut self, what: What, name: &str, span: &Span, is_given: bool) {
        let span = inner(&self.text.text, span);
        if !name.is_empty() && self.text.text.get(span.clone()).is_some() {
            self.found.push(Name { what, name: name.to_owned(), span, is_given });
        }
    }

    fn keys(&mut self, node: &Node<'_>, is_given: bool) {
        for entry in node.entries().into_iter().flatten().filter(|entry| entry.key != UNIT) {
            self.add(What::Arm, &entry.key, &entry.key_span, is_given);
        }
    }

    fn arms(&mut self, root: &Node<'_>) {
        if let Some(arms) = root.field("trial").and_then(|trial| trial.field("arms")) {
            self.keys(arms, true);
        }
        for finding in root.field("findings").map(Node::items).unwrap_or_default() {
            BY_ARM.iter().filter_map(|name| finding.field(name)).for_each(|it| self.keys(it, false));
        }
    }

    /// The tables that are written inside of charts.
    fn charts(&mut self) {
        let body = body_of(self.text);
        for inline in body.charts.iter().filter_map(|chart| chart.data.as_ref()) {
            let written = self.text.text.get(inline.span.clone()).unwrap_or_default();
            if let Some(at) = written.find(&*inline.text) {
                self.table(&inline.text, &Origin::At(inline.span.start + at));
            }
        }
    }

    fn table(&mut self, text: &str, origin: &Origin) {
        let Some(table) = csv::read(self.text, text, origin).value else { return };
        let is_arm = |name: &str| COLUMNS.iter().any(|known| known.eq_ignore_ascii_case(name));
        for (column, _) in table.columns.iter().enumerate().filter(|(_, name)| is_arm(&name.value)) {
            for cell in table.rows.iter().filter_map(|row| row.cells.get(column)) {
                // R writes a stratum as `arm=SBRT`.
                let name = cell.value.rsplit('=').next().unwrap_or_default();
                let written = self.text.text.get(cell.span.clone()).unwrap_or_default();
                if let Some(at) = written.rfind(name).map(|at| cell.span.start + at) {
                    self.add(What::Arm, name, &(at..at + name.len()), false);
                }
            }
        }
    }
}
