//! Signatures: read beside their issues, compared with the numbers that stand there, counted where the house asks for
//! them, and written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::Loaded;
use super::discover::Discovered;
use super::layout::Role;
use crate::diag::{Diagnostic, Said, SourceText, Span, Text, code, nearest, text};
use crate::io::world::{Disk, World};
use crate::io::{edit, place};
use crate::model::credit::Role as Part;
use crate::model::house::House;
use crate::model::issue::Issue;
use crate::model::person::PersonId;
use crate::model::signature::{Signature, Signatures, SignedRow};
use crate::model::site::Site;
use crate::parse::draft;
use crate::parse::front_matter::decode_text;
use crate::sheet::signed::{self, Change, Row};
use crate::sheet::{self, Entry};
use crate::validate;

/// Reads every file of signatures, by the path of the text that was signed.
pub(super) fn read(discovered: &Discovered, said: &mut Said) -> BTreeMap<String, Signatures> {
    let mut all = BTreeMap::new();
    for (role, source) in &discovered.texts {
        let Role::Signatures { of } = role else { continue };
        let Some(draft) = draft::signatures(source).into_value(said) else { continue };
        let signatures = validate::signatures(source, &draft).into_value(said);
        all.insert(format!("content/{of}"), Signatures { source: Arc::clone(source), all: signatures });
    }
    all
}

/// Every number of an issue, those of its charts' tables among them.
pub(super) fn numbers(world: &dyn World, house: &House, issue: &Issue) -> Vec<Entry> {
    let table = |path: &str| {
        let bytes = path.starts_with("content/").then(|| world.read(path).ok())??;
        decode_text(path, bytes).value
    };
    sheet::numbers(issue, &house.words, &table)
}

/// A signature, and what of it no longer holds.
pub struct Standing<'a> {
    /// The signature.
    pub signature: &'a Signature,
    /// What changed since.
    pub changes: Vec<Change>,
    /// Whether the person wrote what is signed: two other eyes are wanted.
    pub is_own: bool,
}

/// How the signatures of an issue stand.
fn standings<'a>(signatures: &'a Signatures, issue: &Issue, rows: &[Row]) -> Vec<Standing<'a>> {
    let standing = |signature: &'a Signature| Standing {
        changes: signed::changes(&signature.rows, rows),
        is_own: is_writer(issue, &signature.by.value),
        signature,
    };
    signatures.all.iter().map(standing).collect()
}

/// Whether somebody wrote an issue or its translation, by its credits.
fn is_writer(issue: &Issue, person: &PersonId) -> bool {
    let writes = |role| matches!(role, Part::Interpretation | Part::Compilation | Part::Translation);
    issue.credits.iter().any(|credit| credit.person.value == *person && writes(credit.role))
}

/// Says what is wrong with the signatures of a site.
pub(super) fn check(world: &dyn World, site: &Site, house: &House, signatures: &BTreeMap<String, Signatures>) -> Said {
    let mut said = Said::default();
    for issue in &site.issues {
        let found = signatures.get(&issue.source.path);
        let is_due = house.signatures > 0 && !issue.draft && issue.date <= site.today;
        let mut standing = Vec::new();
        if let Some(signatures) = found {
            let entries = numbers(world, house, issue);
            let rows = signed::rows(&entries);
            standing = standings(signatures, issue, &rows);
            unknown(site, signatures, &mut said);
            changed(&wanted(site, issue), &entries, signatures, &standing, &mut said);
        }
        if is_due {
            said.extend(missing(site, house, issue, &standing));
        }
    }
    said
}

/// What names an issue on the command line, and no other.
pub(super) fn wanted(site: &Site, issue: &Issue) -> String {
    let address = issue.address();
    let language = if issue.language == site.settings.language {
        String::new()
    } else {
        format!(" --language {}", issue.language.tag())
    };
    format!("{}{language}", address.trim_end_matches('/'))
}

/// Signatures of people who are not in `people.yaml`.
fn unknown(site: &Site, signatures: &Signatures, said: &mut Said) {
    let strangers = signatures.all.iter().filter(|it| !site.people.contains_key(&it.by.value));
    for signature in strangers.filter(|_| !site.people.is_empty()) {
        let person = signature.by.value.to_string();
        let help = match nearest(&person, site.people.keys().map(|id| &*id.0)) {
            Some(known) => text!("did you mean `{known}`?", known),
            None => text!("add this person to `content/people.yaml`, or take the signature out"),
        };
        let found = Diagnostic::new(code::E511, text!("`{person}`, who signed, is not in people.yaml", person));
        said.push(found.at(&signatures.source, signature.by.span.clone()).help(help));
    }
}

/// A change with those who signed the other number.
struct Told<'a> {
    change: &'a Change,
    /// The row of the first signature, where the number is gone.
    row: Option<&'a SignedRow>,
    who: Vec<&'a Signature>,
}

impl Told<'_> {
    /// Whether another change is this one, of somebody else's signature.
    fn is(&self, other: &Told<'_>) -> bool {
        let place = |told: &Told<'_>| told.row.map(|row| row.place.clone());
        let is_alike = match (self.change, other.change) {
            (Change::Removed { was, .. }, Change::Removed { was: other, .. }) => was == other,
            (one, other) => one == other,
        };
        is_alike && place(self) == place(other) && self.who.iter().all(|it| it.by.value != other.who[0].by.value)
    }
}

/// Numbers that are not those that were signed: one diagnostic each, whoever signed it.
fn changed(issue: &str, entries: &[Entry], signatures: &Signatures, standing: &[Standing<'_>], said: &mut Said) {
    let mut found: Vec<Told<'_>> = Vec::new();
    for (signature, change) in standing.iter().flat_map(|it| it.changes.iter().map(|change| (it.signature, change))) {
        let row = match change {
            Change::Removed { row, .. } => signature.rows.get(*row),
            _ => None,
        };
        let told = Told { change, row, who: vec![signature] };
        match found.iter_mut().find(|it| it.is(&told)) {
            Some(same) => same.who.push(signature),
            None => found.push(told),
        }
    }
    for told in found {
        let (message, file, span) = words(&told, entries, signatures);
        let by = told.who[0].by.value.to_string();
        said.push(Diagnostic::new(code::E510, message).at(file, span).help(text!(
            "compare it with the paper; `postil sign {issue} --by {by}` signs the numbers as they are",
            issue,
            by
        )));
    }
}

/// What is said of a change, and where.
fn words<'a>(told: &Told<'_>, entries: &'a [Entry], signatures: &'a Signatures) -> (Text, &'a Arc<SourceText>, Span) {
    let people = Text::list(told.who.iter().map(|it| format!("{} ({})", it.by.value, it.date)));
    let at = |message: Text, entry: &usize| {
        let entry = &entries[*entry];
        (message, &entry.file, entry.span.clone())
    };
    let token = |entry: &usize| entries[*entry].token.clone();
    match told.change {
        Change::Changed { was, entry } => {
            at(text!("{was} was signed by {people}, and is {now} now", was, people, now = token(entry)), entry)
        }
        Change::Added { entry } => {
            at(text!("{now} was not there when {people} signed", now = token(entry), people), entry)
        }
        Change::Exchanged { was, now, entry } => {
            at(text!("{was} was signed by {people}, and stands as {now} now", was, people, now), entry)
        }
        Change::Removed { was, .. } => {
            let (place, span) = told.row.map_or(("", 0..0), |row| (row.place.as_str(), row.span.clone()));
            (text!("{was} in `{place}`, signed by {people}, is gone", was, place, people), &signatures.source, span)
        }
    }
}

/// What is said of an issue with fewer signatures than the house asks for.
fn missing(site: &Site, house: &House, issue: &Issue, standing: &[Standing<'_>]) -> Option<Diagnostic> {
    let is_known = |it: &&Standing<'_>| site.people.contains_key(&it.signature.by.value);
    let holds = |it: &&Standing<'_>| it.changes.is_empty() && !it.is_own;
    let there = standing.iter().filter(is_known).filter(holds).count();
    let (asked, lacks) = (house.signatures, house.signatures.saturating_sub(there));
    if lacks == 0 {
        return None;
    }
    let message = text!("signatures that the house asks for: {asked}; signatures that count: {there}", asked, there);
    let mut found = Diagnostic::new(code::E512, message).at(&issue.source, issue.title_span.clone());
    let idle = standing.iter().filter(|it| !holds(it));
    let idle: Vec<Text> = idle
        .map(|it| match (it.signature.by.value.to_string(), it.is_own) {
            (person, true) => text!("{person} wrote it", person),
            (person, false) => text!("{person} signed other numbers", person),
        })
        .collect();
    if !idle.is_empty() {
        found = found.label(Text::List(idle));
    }
    Some(found.help(text!(
        "{lacks} more: compare the numbers of `postil sheet {issue}` with the paper, then `postil sign {issue} --by ID`; or keep the issue a draft",
        lacks,
        issue = wanted(site, issue)
    )))
}

/// How the signatures of an issue stand.
pub fn standing<'a>(root: &Path, loaded: &'a Loaded, issue: &Issue) -> Vec<Standing<'a>> {
    let Some(signatures) = loaded.signatures.get(&issue.source.path) else { return Vec::new() };
    let saved = BTreeMap::new();
    let world = Disk::new(root, &saved);
    standings(signatures, issue, &signed::rows(&numbers(&world, &loaded.config.house, issue)))
}

/// The file of an issue's signatures, from the site's folder.
pub fn file_of(source: &SourceText) -> String {
    beside(source, "signatures")
}

/// The file of such a list of an issue in one language, from the site's folder.
pub(super) fn beside(source: &SourceText, list: &str) -> String {
    let (folder, name) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
    let language = name.strip_prefix("issue").and_then(|it| it.strip_suffix(".md")).unwrap_or_default();
    format!("{folder}/{list}{language}.yaml")
}

/// Signs the numbers of an issue, and tells how many they are. `about` opens a new file.
pub fn sign(
    root: &Path,
    loaded: &Loaded,
    issue: &Issue,
    by: &PersonId,
    date: Date,
    about: &str,
) -> Result<usize, Diagnostic> {
    let saved = BTreeMap::new();
    let world = Disk::new(root, &saved);
    let rows = signed::rows(&numbers(&world, &loaded.config.house, issue));
    let existing = loaded.signatures.get(&issue.source.path);
    let earlier = existing.and_then(|it| it.all.iter().find(|it| it.by.value == *by)).map(|it| &it.by.span);
    let block = signed::block(&by.0, &[("date", date.to_string())], &rows);
    let after = signed::with(existing.map(|it| &*it.source), earlier, &block, about);
    let name = file_of(&issue.source);
    match existing {
        Some(existing) => edit::replace(root, &name, &existing.source.text, &after)?,
        None => place::add(&root.join(&name), &after)?,
    }
    Ok(rows.iter().map(|row| row.numbers.len()).sum())
}

/// Takes a signature back; tells whether there was one.
pub fn withdraw(root: &Path, loaded: &Loaded, issue: &Issue, by: &PersonId) -> Result<bool, Diagnostic> {
    let Some(existing) = loaded.signatures.get(&issue.source.path) else { return Ok(false) };
    let Some(signature) = existing.all.iter().find(|it| it.by.value == *by) else { return Ok(false) };
    let name = file_of(&issue.source);
    match signed::without(existing, signature) {
        Some(after) => edit::replace(root, &name, &existing.source.text, &after)?,
        None => edit::remove(root, &name, &existing.source.text)?,
    }
    Ok(true)
}
