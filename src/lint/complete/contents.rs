//! E507, E509: a contents list in the text promises something that is not there; what is there stands twice, as every
//! page lists its parts and headings itself.
//!
//! A contents list is what follows a heading or a paragraph of one of the names below: a list, or lines, with a number
//! before each or without. An entry is there if a heading of the text, a part of the page or a caption has its words, or
//! it has theirs: numbers, punctuation and spaces do not count. Other lists follow such names too, of what the issue
//! found, of its authors: what has to be a contents list is therefore known by what of it is there.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diag::{Diagnostic, Said, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::model::body::Kind;
use crate::model::issue::{Issue, Part};

mod entry;

use entry::{Entry, head, is_sentence, key, lines, may_be, of_line, one_line};

/// Names of contents lists alone.
const NAMES: &[&str] = &["目录", "本期目录", "contents", "tableofcontents"];
/// Names that lists of other things have too.
const LOOSE: &[&str] = &["本期内容", "内容提要", "本期导览", "导览", "inthisissue"];

/// What the contents list promises is there, and it is the only one.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let Some(contents) = contents(issue) else { return };
    let there = there(issue, &contents.nodes);
    let ids: BTreeSet<&str> = issue.body.ids().chain(Part::ALL.iter().map(|part| part.id())).collect();
    let is_there = |entry: &Entry| {
        let key = key(&entry.words);
        entry.leads_to.iter().any(|id| ids.contains(id.as_str()))
            || there.iter().any(|other| other.contains(&key) || key.contains(other.as_str()))
    };
    let missing: Vec<&Entry> = contents.entries.iter().filter(|entry| !is_there(entry)).collect();
    let found = contents.entries.len() - missing.len();
    if found < contents.form.least(contents.entries.len()) {
        return;
    }
    if found > 0 {
        said.push(
            Diagnostic::new(code::E509, text!("the text has a contents list, and the page makes one of its own"))
                .at(&issue.source, contents.name)
                .help(text!("take it out: the page's own leads to every part and heading that is there")),
        );
    }
    for entry in missing {
        let promised = entry.words.trim();
        said.push(
            Diagnostic::new(
                code::E507,
                text!("the contents list promises `{promised}`, and nothing here is called that", promised),
            )
            .at(&issue.source, entry.span.clone())
            .help(text!("write the part, give its heading these words, or take the entry out")),
        );
    }
}

/// How sure it is that something is a contents list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A list under a name that only these have.
    Sure,
    /// Lines with numbers under such a name.
    Numbered,
    /// Anything else.
    Doubtful,
}

impl Form {
    /// How many of the entries are there at least, if it is one.
    fn least(self, entries: usize) -> usize {
        match self {
            Self::Sure => 0,
            Self::Numbered => 1,
            Self::Doubtful => entries.div_ceil(2).max(2),
        }
    }
}

/// A contents list.
struct Contents {
    entries: Vec<Entry>,
    form: Form,
    /// Where its name stands.
    name: Range<usize>,
    /// Its nodes, with its name.
    nodes: Range<usize>,
}

/// What a heading or a paragraph is the name of: whether of contents lists alone.
fn name(words: &str) -> Option<bool> {
    let is = |name: &&str| words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).eq(name.chars());
    if NAMES.iter().any(&is) { Some(true) } else { LOOSE.iter().any(is).then_some(false) }
}

/// The same of a line. What is left of most lines, without the addresses of their links, ends with other letters than any
/// of the names.
fn name_of(issue: &Issue, line: &Range<usize>) -> Option<bool> {
    let written = issue.source.text.get(line.clone()).unwrap_or_default();
    let may_end_otherwise = written.contains("](") || written.contains("<br>");
    let last = written.chars().rev().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_lowercase).last();
    let is_last = |name: &&str| name.chars().next_back() == last;
    if !may_end_otherwise && !NAMES.iter().chain(LOOSE).any(is_last) {
        return None;
    }
    name(&of_line(issue, line).words)
}

/// The first contents list of a text.
fn contents(issue: &Issue) -> Option<Contents> {
    let body = &issue.body;
    (0..body.nodes().len()).find_map(|at| match body.nodes()[at].kind {
        Kind::Heading { .. } => {
            let is_sure = name(&body.plain_text(at..body.end_of(at)))?;
            after(issue, at, Vec::new(), is_sure)
        }
        Kind::Paragraph => {
            let lines = lines(issue, at);
            let (first, rest) = lines.split_first()?;
            if rest.is_empty()
                && head(issue, first).is_some_and(|head| name(head).is_some())
                && let Some(entries) = one_line(issue, first)
            {
                let name = first.clone();
                return Some(Contents { entries, form: Form::Doubtful, name, nodes: at..body.end_of(at) });
            }
            let is_sure = name_of(issue, first)?;
            // Entries in one line, below another name.
            if rest.is_empty() && one_line(issue, first).is_some() {
                return None;
            }
            let entries: Option<Vec<Entry>> = rest.iter().map(|line| may_be(issue, line)).collect();
            after(issue, at, entries?, is_sure)
        }
        _ => None,
    })
}

/// The contents list with this name: lines that stand with it, or what follows it.
fn after(issue: &Issue, named: usize, mut entries: Vec<Entry>, is_sure: bool) -> Option<Contents> {
    let body = &issue.body;
    let name = lines(issue, named).into_iter().next()?;
    let mut next = body.end_of(named);
    if let Some(Kind::List { .. }) = body.nodes().get(next).map(|node| &node.kind).filter(|_| entries.is_empty()) {
        let entries = body.children(next).filter_map(|item| of_item(issue, item)).collect::<Vec<_>>();
        let form = if is_sure { Form::Sure } else { Form::Doubtful };
        let nodes = named..body.end_of(next);
        return (!entries.is_empty()).then_some(Contents { entries, form, name, nodes });
    }
    // A paragraph of lines, or paragraphs of one line each.
    let mut goes_on = entries.is_empty();
    while goes_on && body.nodes().get(next).is_some_and(|node| matches!(node.kind, Kind::Paragraph)) {
        let lines = lines(issue, next);
        let Some(more) = lines.iter().map(|line| may_be(issue, line)).collect::<Option<Vec<Entry>>>() else { break };
        if entries.first().is_some_and(|entry| entry.is_numbered) && !more.iter().all(|entry| entry.is_numbered) {
            break;
        }
        goes_on = lines.len() == 1;
        entries.extend(more);
        next = body.end_of(next);
    }
    let is_numbered = is_sure && entries.iter().all(|entry| entry.is_numbered);
    let form = if is_numbered { Form::Numbered } else { Form::Doubtful };
    (entries.len() > 1).then_some(Contents { entries, form, name, nodes: named..next })
}

/// An item of a list: only its own words, for a list in a list has entries of its own. A sentence is no entry.
fn of_item(issue: &Issue, item: usize) -> Option<Entry> {
    let body = &issue.body;
    let own = body.children(item).find(|child| matches!(body.nodes()[*child].kind, Kind::Plain | Kind::Paragraph))?;
    let span = &body.nodes()[own].span;
    let entry = of_line(issue, &(span.start as usize..span.end as usize));
    let words = body.plain_text(own..body.end_of(own));
    let is_entry = !entry.leads_away && !is_sentence(&words) && !key(&words).is_empty();
    is_entry.then_some(Entry { words, ..entry })
}

/// What can be promised, as keys.
fn there(issue: &Issue, contents: &Range<usize>) -> Vec<String> {
    let body = &issue.body;
    let words = |at: usize| key(&body.plain_text(at..body.end_of(at)));
    let mut all = vec![key(&issue.title)];
    for (at, node) in body.nodes().iter().enumerate().filter(|(at, _)| !contents.contains(at)) {
        match &node.kind {
            Kind::Heading { .. } | Kind::Figure(_) | Kind::Term => all.push(words(at)),
            // `**安全性：**……` is a heading to its readers.
            Kind::Paragraph => {
                let lead = body.children(at).next();
                all.extend(lead.filter(|lead| matches!(body.nodes()[*lead].kind, Kind::Strong)).map(words));
            }
            Kind::Note(note) => all.extend(note.title.as_deref().map(key)),
            Kind::Chart(number) => {
                all.extend(body.charts.get(*number as usize).and_then(|chart| chart.text("title")).map(key));
            }
            _ => {}
        }
    }
    for part in Part::of(issue) {
        all.extend(part.names().iter().map(|name| key(name)));
    }
    all.retain(|words| !words.is_empty() && name(words).is_none());
    all
}
