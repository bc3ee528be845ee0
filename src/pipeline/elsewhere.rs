//! Where issues stand elsewhere: the numbers that each place was given, read beside the issue and written; what is
//! another since; what is to be posted there.
//!
//! Where the numbers are known that a place was given, they say what it still says; the days of corrections say it of
//! every place. A day in `updated` ends what came before it: numbers that were kept earlier count no longer.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::discover::Discovered;
use super::layout::Role;
use super::signatures::{beside, numbers, wanted};
use super::{Loaded, Request, read_theme};
use crate::diag::{Code, Diagnostic, Said, SourceText, Text, code, nearest, text};
use crate::io::world::{Disk, World};
use crate::io::{edit, place};
use crate::model::consent::Scope;
use crate::model::correction::{Correction, CorrectionKind};
use crate::model::elsewhere::{Behind, Change, Elsewhere, Kept, KeptNumbers};
use crate::model::house::House;
use crate::model::issue::{Issue, Part};
use crate::model::site::Site;
use crate::parse::draft;
use crate::render::notice::notice;
use crate::render::theme::Theme;
use crate::sheet::signed::{self, Row};
use crate::sheet::{self, Entry};
use crate::validate;

/// What is said here, once the words of the theme are known.
pub(super) const CODES: &[Code] = &[code::E515, code::E516, code::E517];

/// Reads every file of numbers that were put elsewhere, by the path of the text that they are of.
pub(super) fn read(discovered: &Discovered, said: &mut Said) -> BTreeMap<String, KeptNumbers> {
    let mut all = BTreeMap::new();
    for (role, source) in &discovered.texts {
        let Role::Published { of } = role else { continue };
        let Some(draft) = draft::kept(source).into_value(said) else { continue };
        let kept = validate::kept(source, &draft).into_value(said);
        all.insert(format!("content/{of}"), KeptNumbers { source: Arc::clone(source), all: kept });
    }
    all
}

/// Finds the places that still say what their issue no longer says, and says what is wrong with what is written of them.
pub(super) fn find(
    world: &dyn World,
    site: &Site,
    house: &House,
    kept: &BTreeMap<String, KeptNumbers>,
    said: &mut Said,
) -> Vec<Behind> {
    let mut found = Vec::new();
    for issue in &site.issues {
        let kept = kept.get(&issue.source.path);
        kept.iter().for_each(|kept| strangers(issue, kept, said));
        if issue.published.is_empty() {
            continue;
        }
        to_come(site, issue, said);
        let entries = kept.map(|_| numbers(world, house, issue)).unwrap_or_default();
        for (at, entry) in issue.published.iter().enumerate() {
            let known = kept.and_then(|kept| given(entry, kept));
            let corrections = later(issue, entry);
            let changes = known.map(|known| changes(issue, (known, &corrections), &entries)).unwrap_or_default();
            if !corrections.is_empty() || !changes.is_empty() {
                found.push(Behind { path: issue.source.path.clone(), entry: at, changes, corrections });
            }
        }
    }
    found
}

/// The numbers that a place was given last, where they are known.
fn given<'k>(entry: &Elsewhere, kept: &'k KeptNumbers) -> Option<&'k Kept> {
    kept.all.iter().find(|it| it.of.value == entry.key() && it.date >= entry.since())
}

/// The corrections that came after a place was given the issue.
fn later(issue: &Issue, entry: &Elsewhere) -> Vec<usize> {
    let all = issue.corrections.iter().enumerate();
    all.filter(|(_, it)| it.date > entry.since()).map(|(at, _)| at).collect()
}

/// The rows of what a place is given where this much stands behind the question of consent. Corrections are told by
/// their days.
fn rows(issue: &Issue, scope: Scope, entries: &[Entry]) -> (Vec<Entry>, Vec<Row>) {
    let is_given = |part: Part| part != Part::Corrections && issue.behind(scope).has(part);
    let given: Vec<Entry> = entries.iter().filter(|it| it.part.is_none_or(is_given)).cloned().collect();
    let rows = signed::rows(&given);
    (given, rows)
}

/// What is another than a place was given, and no later correction tells. What only came since it does not say, and is not
/// wrong in.
fn changes(issue: &Issue, (kept, later): (&Kept, &[usize]), entries: &[Entry]) -> Vec<Change> {
    let (given, rows) = rows(issue, kept.scope, entries);
    let is_public = |part: Option<Part>| part.is_none_or(|part| issue.public().has(part));
    let at = |entry: usize, was: String, now: String| {
        let entry = &given[entry];
        let of = of(&entry.place).to_owned();
        Change { was, now: Some(now), part: entry.part, of, is_public: is_public(entry.part) }
    };
    let change = |it| match it {
        signed::Change::Changed { was, entry } => Some(at(entry, was, given[entry].token.clone())),
        signed::Change::Exchanged { was, now, entry } => Some(at(entry, was, now)),
        // Where it stood is gone too: whether everyone may read it is known only of what everyone was given.
        signed::Change::Removed { was, .. } => {
            let is_public = kept.scope >= issue.scope;
            Some(Change { was, now: None, part: None, of: String::new(), is_public })
        }
        signed::Change::Added { .. } => None,
    };
    let told = |it: &Change| later.iter().any(|at| tells(&issue.corrections[*at], it));
    signed::changes(&kept.rows, &rows).into_iter().filter_map(change).filter(|it| !told(it)).collect()
}

/// Whether a correction tells of a change in its own words.
fn tells(correction: &Correction, change: &Change) -> bool {
    let has = |text: &Option<String>, number: &str| {
        let all = text.as_deref().map(sheet::tokens).unwrap_or_default();
        number.split(' ').all(|it| all.iter().any(|other| other == it))
    };
    has(&correction.was, &change.was) && change.now.as_ref().is_none_or(|now| has(&correction.now, now))
}

/// The heading, the endpoint or the chart of a place.
fn of(place: &sheet::Place) -> &str {
    match place {
        sheet::Place::Heading(name) | sheet::Place::Chart(name) => name,
        sheet::Place::Field(name) => {
            let mut names = name.split('.');
            if names.next() == Some("findings") { names.next().unwrap_or_default() } else { "" }
        }
    }
}

/// Numbers that were kept of a place that the issue does not name.
fn strangers(issue: &Issue, kept: &KeptNumbers, said: &mut Said) {
    let keys = || issue.published.iter().map(Elsewhere::key);
    for stranger in kept.all.iter().filter(|it| keys().all(|key| key != it.of.value)) {
        let of = &stranger.of.value;
        let help = match nearest(of, keys()) {
            Some(known) => text!("did you mean `{known}`?", known),
            None => text!("take them out, or name the place below `published:` in the issue"),
        };
        let found =
            Diagnostic::new(code::E518, text!("numbers are kept of `{of}`, and the issue was not put there", of));
        said.push(found.at(&kept.source, stranger.of.span.clone()).help(help));
    }
}

/// Days that are still to come.
fn to_come(site: &Site, issue: &Issue, said: &mut Said) {
    let days = issue.published.iter().flat_map(|it| std::iter::once(&it.date).chain(&it.updated));
    for day in days.filter(|it| it.value > site.today) {
        let (date, today) = (day.value.to_string(), site.today.to_string());
        let found = Diagnostic::new(code::F045, text!("{date} is still to come: today is {today}", date, today));
        said.push(
            found
                .at(&issue.source, day.span.clone())
                .help(text!("write the day on which it was put there, once it is")),
        );
    }
}

/// Says which places are behind, and what is to be posted there.
pub(super) fn told(site: &Site, theme: &Theme, behind: &[Behind]) -> Said {
    let mut said = Said::default();
    for (issue, entry, behind) in behind.iter().filter_map(|it| named(site, it)) {
        let Some(standpoint) = theme.standpoint_of(site, issue) else { continue };
        let (code, message) = words(issue, entry, behind);
        let label = if code == code::E515 { Text::default() } else { all(&behind.changes) };
        let command = format!("postil published {} {} --updated", wanted(site, issue), argument(issue, entry));
        let help = text!(
            "post this there, then run `{command}`:\n{notice}",
            command,
            notice = notice(&standpoint, issue, behind)
        );
        said.push(Diagnostic::new(code, message).at(&issue.source, entry.place.span.clone()).label(label).help(help));
    }
    said
}

/// The issue and the place that are meant.
fn named<'a>(site: &'a Site, behind: &'a Behind) -> Option<(&'a Issue, &'a Elsewhere, &'a Behind)> {
    let issue = site.issues.iter().find(|it| it.source.path == behind.path)?;
    Some((issue, issue.published.get(behind.entry)?, behind))
}

/// What is said of a place: the gravest of what it does not know.
fn words(issue: &Issue, entry: &Elsewhere, behind: &Behind) -> (Code, Text) {
    let (place, since) = (&entry.place.value, entry.since().to_string());
    let corrections = || behind.corrections.iter().filter_map(|it| issue.corrections.get(*it));
    let of_kind = |kind| corrections().find(|it| it.kind == kind).map(|it| it.date.to_string());
    if let Some(date) = of_kind(CorrectionKind::Retraction) {
        return (code::E517, text!("`{place}` does not say what was retracted on {date}", place, date));
    }
    if let Some(date) = of_kind(CorrectionKind::Concern) {
        return (code::E517, text!("`{place}` does not say that the paper is in doubt since {date}", place, date));
    }
    if behind.corrections.is_empty() {
        let changes = all(&behind.changes);
        return (code::E515, text!("`{place}` still has the numbers of {since}: {changes}", place, since, changes));
    }
    let dates = Text::list(corrections().map(|it| it.date.to_string()));
    (code::E516, text!("`{place}` has the issue of {since}, before what was put right on {dates}", place, since, dates))
}

/// Changes, each once: a number stands in several places.
fn all(changes: &[Change]) -> Text {
    let mut all: Vec<Text> = Vec::new();
    for change in changes.iter().map(change) {
        if !all.contains(&change) {
            all.push(change);
        }
    }
    Text::List(all)
}

fn change(it: &Change) -> Text {
    let was = &it.was;
    match &it.now {
        Some(now) => text!("{was} is {now} now", was, now),
        None => text!("{was} is gone", was),
    }
}

/// What names a place on the command line, and no other of the issue.
fn argument(issue: &Issue, entry: &Elsewhere) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
    let quoted = |text: &str| match text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    };
    let is_alone = issue.published.iter().filter(|it| it.place.value == entry.place.value).count() == 1;
    let url = entry.url.as_ref().filter(|_| !is_alone).map(|url| format!(" {}", quoted(url)));
    format!("{}{}", quoted(&entry.place.value), url.unwrap_or_default())
}

/// What is to be posted for an issue, by the number of its place in [`Issue::published`].
pub fn notices(request: &Request, loaded: &Loaded, issue: &Issue, said: &mut Said) -> Option<BTreeMap<usize, String>> {
    let disk = Disk::new(&request.root, &request.unsaved);
    let theme = read_theme(&disk, loaded, said)?;
    let standpoint = theme.standpoint_of(&loaded.site, issue)?;
    let own = loaded.behind.iter().filter(|it| it.path == issue.source.path);
    Some(own.map(|it| (it.entry, notice(&standpoint, issue, it))).collect())
}

/// The file of the numbers of an issue that were put elsewhere, from the site's folder.
pub fn kept_file_of(source: &SourceText) -> String {
    beside(source, "published")
}

/// Writes an issue that names a place, as `after`, and keeps the numbers that the place has now; tells how many they
/// are. `scope` is what it was not given; `about` opens a new file.
pub fn keep_numbers(
    root: &Path,
    loaded: &Loaded,
    issue: &Issue,
    (key, date, scope): (&str, Date, Scope),
    after: &str,
    about: &str,
) -> Result<usize, Diagnostic> {
    let saved = BTreeMap::new();
    let world = Disk::new(root, &saved);
    let (_, rows) = rows(issue, scope, &numbers(&world, &loaded.config.house, issue));
    let existing = loaded.kept.get(&issue.source.path);
    let earlier = existing.and_then(|it| it.all.iter().find(|it| it.of.value == key)).map(|it| &it.of.span);
    let mut head = vec![("date", date.to_string())];
    head.extend((scope != Scope::Open).then(|| ("consent", scope.name().to_owned())));
    let block = signed::block(&signed::quoted(key), &head, &rows);
    let kept = signed::with(existing.map(|it| &*it.source), earlier, &block, about);
    edit::replace(root, &issue.source.path, &issue.source.text, after)?;
    let name = kept_file_of(&issue.source);
    match existing {
        Some(existing) => edit::replace(root, &name, &existing.source.text, &kept)?,
        None => place::add(&root.join(&name), &kept)?,
    }
    Ok(rows.iter().map(|row| row.numbers.len()).sum())
}
