//! `postil import`: manuscripts, handed to [`manuscript`] one after the other, and what became of each.

use std::io::{BufRead, IsTerminal};
use std::path::{Component, Path};

use super::arguments::{Common, Import};
use super::{End, finish, misuse};
use crate::diag::{Diagnostic, Said, Text, text};
use crate::manuscript::{self, Imported, Request};
use crate::model::site::Settings;
use crate::scaffold;
use crate::{io, pipeline};

/// The most bytes of a manuscript.
const LARGEST: usize = 200 << 20;

/// Makes the issues, and says what landed where.
pub(super) fn carry_out(common: &Common, wanted: &Import) -> End {
    if wanted.files.len() > 1 && (wanted.number.is_some() || wanted.slug.is_some()) {
        return misuse(common, &text!("`--number` and `--slug` are for one manuscript; name one file"));
    }
    let mut said = Said::default();
    match site(common, wanted) {
        Ok((root, settings, column)) => {
            for file in &wanted.files {
                match one(&root, &settings, &column, wanted, file, &mut said) {
                    Ok(Some((path, imported))) => tell(common, &path, &imported),
                    Ok(None) => {}
                    Err(diagnostic) => said.push(diagnostic),
                }
            }
        }
        Err(diagnostic) => said.push(diagnostic),
    }
    finish(common, said)
}

/// The site, and the column that the issues go to.
fn site(common: &Common, wanted: &Import) -> Result<(std::path::PathBuf, Settings, String), Diagnostic> {
    let root = super::site::root(common)?;
    let settings = pipeline::settings(&root)?;
    let column = match &wanted.column {
        Some(column) => column.clone(),
        None => asked(common, &scaffold::columns(&root)?),
    };
    Ok((root, settings, column))
}

/// Which column is meant: asked where there are several and somebody can answer, otherwise the one with the latest issue.
fn asked(common: &Common, columns: &[String]) -> String {
    let first = columns.first().cloned().unwrap_or_default();
    if columns.len() < 2 || common.quiet || !std::io::stdin().is_terminal() || io::environment::is_unattended() {
        return first;
    }
    common.say(&text!(
        "Which column? {columns} (Enter: {first})",
        columns = Text::list(columns),
        first = first.as_str()
    ));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    let answer = answer.trim();
    if read.is_err() || answer.is_empty() { first } else { answer.to_owned() }
}

fn one(
    root: &Path,
    settings: &Settings,
    column: &str,
    wanted: &Import,
    file: &Path,
    said: &mut Said,
) -> Result<Option<(String, Imported)>, Diagnostic> {
    let bytes = io::source::read_within(file, LARGEST)?;
    let place = scaffold::place(root, column, wanted.number, wanted.slug.as_deref(), file)?;
    let people = io::place::text_if_any(&root.join("content/people.yaml"))?;
    let beside = |path: &str| beside(file, path);
    let request = Request {
        name: &file.display().to_string(),
        bytes: &bytes,
        beside: &beside,
        people: &people,
        number: place.number,
        date: io::clock::today(&settings.time_zone),
        slug: place.own_slug(),
        language: &settings.language,
    };
    let Some(imported) = manuscript::import(&request).into_value(said) else { return Ok(None) };
    let mut files = vec![("issue.md", imported.text.clone().into_bytes())];
    files.extend(imported.pictures.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
    let path = scaffold::settle(root, &place, &files)?;
    Ok(Some((path, imported)))
}

/// A file beside a manuscript, or below its folder: never above it.
fn beside(file: &Path, path: &str) -> Option<Vec<u8>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let decoded = crate::model::uri::decode(path);
    let inner = Path::new(decoded.as_ref());
    let is_below =
        !decoded.is_empty() && inner.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let whole = file.parent().unwrap_or(Path::new("")).join(inner);
    is_below.then(|| io::source::read_within(&whole, LARGEST).ok()).flatten()
}

/// Where the issue is, and how much of the manuscript landed where.
fn tell(common: &Common, path: &str, imported: &Imported) {
    if common.quiet {
        return;
    }
    let (fields, body) = (manuscript::letters(&imported.landed.fields), manuscript::letters(&imported.landed.body));
    let left_out: usize = imported.account.left_out.iter().map(|(_, words)| manuscript::letters(words)).sum();
    let pictures = imported.pictures.len();
    common.say(&text!("made {path}", path));
    common.say(&text!(
        "letters and digits: {fields} in fields, {body} in the text, {left_out} left out and listed; pictures: {pictures}",
        fields,
        body,
        left_out,
        pictures
    ));
    common.say(&text!("next: `postil check --drafts` says what is open"));
}
