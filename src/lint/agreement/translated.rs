//! E801: a translation has other numbers than its original.
//!
//! Compared part by part: title, summary, key findings, findings, text, each commentary, each question. A number is the
//! same if the other side has it, rounds it, says it in words or with 万 and *million*. Small whole numbers and years are
//! passed over, since languages write them in words and dates in their own order; a part that was not translated, too.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, Span, Text, code, text};
use crate::evidence::number::{Number, of_text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::{Document, Source};
use crate::lint::reading::passage::{PassageKind, Section};
use crate::model::issue::Issue;
use crate::model::prose::ProseKind;

/// The most places of the original that one diagnostic shows.
const SHOWN: usize = 4;

/// Parts of an issue that are compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Title,
    Summary,
    Findings,
    Section(Section),
}

/// A number and where it stands.
struct Spot {
    number: Number,
    written: String,
    span: Span,
}

/// The numbers of a part.
#[derive(Default)]
struct Numbers {
    spots: Vec<Spot>,
    in_words: Vec<f64>,
}

/// A translation carries the numbers of its original.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue().filter(|issue| desk.is_translation(issue)) else { return };
    let main = desk.main_language();
    let others = desk.translations(issue);
    let Some(original) = others.into_iter().find(|other| other.language == *main) else { return };
    let theirs = parts(&Document::new(Source::Issue(original), &desk.house.words), original);
    let own = parts(document, issue);
    let everywhere: Vec<&Spot> = theirs.values().flat_map(|numbers| &numbers.spots).collect();
    for (part, own) in &own {
        let Some(theirs) = theirs.get(part) else { continue };
        compare(*part, issue, own, &original.source, theirs, &everywhere, said);
    }
}

fn compare(
    part: Part,
    issue: &Issue,
    own: &Numbers,
    original: &Arc<SourceText>,
    theirs: &Numbers,
    everywhere: &[&Spot],
    said: &mut Said,
) {
    let mut lost: Vec<&Spot> =
        theirs.spots.iter().filter(|spot| spot.number.matters() && !own.has(&spot.number)).collect();
    lost.dedup_by(|a, b| a.written == b.written);
    for spot in own.spots.iter().filter(|spot| spot.number.matters() && !theirs.has(&spot.number)) {
        // A whole number that the original has in another part was moved.
        let is_whole = spot.number.printed.decimals() == 0 && !spot.number.is_percent();
        if is_whole && everywhere.iter().any(|other| other.number.value() == spot.number.value()) {
            continue;
        }
        let message = text!("`{written}` is not in {part} of the original", written = &spot.written, part = name(part));
        let mut found = Diagnostic::new(code::E801, message).at(&issue.source, spot.span.clone()).help(text!(
            "compared with the {count} numbers there, rounding and words included; put right whichever is wrong",
            count = theirs.spots.len()
        ));
        if let Some(at) = meant(&lost, &spot.number) {
            let other = lost.remove(at);
            found = found.related(
                original,
                other.span.clone(),
                text!("the original has `{written}`", written = &other.written),
            );
        }
        said.push(found);
    }
    if lost.is_empty() {
        return;
    }
    let numbers = Text::list(lost.iter().map(|spot| &spot.written));
    let message =
        text!("{part} of the translation lacks numbers of the original: {numbers}", part = name(part), numbers);
    let place = own.spots.first().map_or(issue.title_span.clone(), |spot| spot.span.clone());
    let mut found = Diagnostic::new(code::E801, message)
        .at(&issue.source, if part == Part::Title { issue.title_span.clone() } else { place })
        .label(text!("compared from here on"))
        .help(text!("put them into the translation, or accept this with a reason where it says less on purpose"));
    for spot in lost.into_iter().take(SHOWN) {
        found =
            found.related(original, spot.span.clone(), text!("the original has `{written}`", written = &spot.written));
    }
    said.push(found);
}

impl Numbers {
    fn has(&self, number: &Number) -> bool {
        self.spots.iter().any(|spot| spot.number.says(number) || number.says(&spot.number))
            || self.in_words.iter().any(|value| *value == number.value())
    }
}

/// Which of the lost numbers was most probably meant.
fn meant(lost: &[&Spot], number: &Number) -> Option<usize> {
    let far = |spot: &Spot| (spot.number.value() - number.value()).abs() / number.value().max(1e-9);
    let like = |spot: &Spot| spot.number.is_percent() == number.is_percent();
    let near = lost.iter().enumerate().filter(|(_, spot)| like(spot)).min_by(|a, b| far(a.1).total_cmp(&far(b.1)));
    near.map(|(at, _)| at)
}

fn name(part: Part) -> Text {
    match part {
        Part::Title => text!("the title"),
        Part::Summary => text!("the summary"),
        Part::Findings | Part::Section(Section::Fields) => text!("the front matter"),
        Part::Section(Section::Text) => text!("the body"),
        Part::Section(Section::Commentary(number)) => text!("commentary {number}", number = number + 1),
        Part::Section(Section::Quiz(number)) => text!("question {number}", number = number + 1),
        Part::Section(section) => Text::verbatim(format!("`{}`", section.part().map_or("", |part| part.name()))),
    }
}

/// The numbers of an issue, part by part.
fn parts(document: &Document<'_>, issue: &Issue) -> BTreeMap<Part, Numbers> {
    let mut parts: BTreeMap<Part, Numbers> = BTreeMap::new();
    for passage in &document.passages {
        let part = match passage.kind {
            // Entries of the list of references are the same or inherited.
            PassageKind::Field(ProseKind::Citation | ProseKind::Journal) => continue,
            PassageKind::Field(ProseKind::Summary) => Part::Summary,
            PassageKind::Field(ProseKind::Title)
                if passage.span(0..passage.text.len()).start.abs_diff(issue.title_span.start) <= 1 =>
            {
                Part::Title
            }
            PassageKind::Field(_) => Part::Findings,
            _ => Part::Section(passage.section),
        };
        let numbers = parts.entry(part).or_default();
        numbers.in_words.extend(passage.in_words());
        numbers.spots.extend(passage.numbers().iter().map(|number| Spot {
            written: number.shown(&passage.text).to_owned(),
            span: passage.span(number.range.clone()),
            number: number.clone(),
        }));
    }
    for value in issue.findings.iter().flat_map(|finding| &finding.values) {
        for written in std::iter::once(&value.value).chain(&value.count) {
            let numbers = parts.entry(Part::Findings).or_default();
            numbers.spots.extend(of_text(&written.value).into_iter().map(|number| Spot {
                written: number.shown(&written.value).to_owned(),
                span: written.span.clone(),
                number,
            }));
        }
    }
    // Where nothing of the findings was translated, they are the original's.
    if issue.findings.is_empty() {
        parts.remove(&Part::Findings);
    }
    parts
}
