//! New issues of files that other programs wrote: a reference manager's becomes the frame of an issue, a manuscript a
//! whole one.

use std::path::Path;

use super::Desk;
use super::said::parameter;
use crate::diag::{Diagnostic, Said, code};
use crate::io;
use crate::manuscript;
use crate::pipeline;
use crate::scaffold::{self, IssueRequest, citation};

/// The endings of what reference managers write.
const REFERENCES: [&str; 4] = ["ris", "nbib", "bib", "json"];

/// What an issue is called of which nothing else is known.
const NEW: &str = "new-issue";

/// Makes an empty issue, called by its title where an address can have that, and as no other is.
fn unnamed(title: &str, issue: impl Fn(&str) -> Result<String, Diagnostic>) -> Result<String, Diagnostic> {
    let of_title = if title.is_ascii() { scaffold::file_name(&title.to_lowercase(), NEW) } else { NEW.to_owned() };
    let mut made = issue(&of_title);
    for count in 2..100 {
        if !made.as_ref().is_err_and(|it| it.code == code::N003) {
            break;
        }
        made = issue(&format!("{of_title}-{count}"));
    }
    made
}

/// Makes an issue of a file; without one, an empty issue. Gives the path of its text.
pub(super) fn bring(query: &str, bytes: &[u8], desk: &Desk) -> Result<String, Said> {
    let one = |diagnostic: Diagnostic| [diagnostic].into_iter().collect::<Said>();
    let given = parameter(query, "name");
    let file = Path::new(given.rsplit(['/', '\\']).next().unwrap_or_default());
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let root = desk.root();
    let settings = pipeline::settings(root).map_err(one)?;
    let named = Some(parameter(query, "column")).filter(|it| !it.is_empty());
    let column = match named {
        Some(column) => column,
        None => scaffold::columns(root).map_err(one)?.into_iter().next().unwrap_or_default(),
    };
    let slug = Some(parameter(query, "slug")).filter(|it| !it.is_empty());
    let today = desk.request.now.unwrap_or_else(|| io::clock::today(&settings.time_zone));
    if bytes.is_empty() || REFERENCES.contains(&ending.as_str()) {
        let mut said = Said::default();
        let citation = match bytes.is_empty() {
            true => None,
            false => Some(citation::read(&given, bytes).into_value(&mut said).ok_or(said)?),
        };
        let title = Some(parameter(query, "title")).filter(|it| !it.is_empty());
        let (title, citation, language) = (title.as_deref(), citation.as_ref(), &settings.language);
        let (column, number, date, doi) = (column.as_str(), None, None, None);
        let issue = |slug: &str| {
            let request = IssueRequest { column, slug, number, title, date, today, doi, citation, language };
            scaffold::issue(root, &request)
        };
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        return match slug {
            Some(slug) => issue(&slug),
            None if bytes.is_empty() => unnamed(title.unwrap_or_default(), issue),
            None => issue(&scaffold::file_name(&stem, NEW)),
        }
        .map_err(one);
    }
    let place = scaffold::place(root, &column, None, slug.as_deref(), file).map_err(one)?;
    let people = io::place::text_if_any(&root.join("content/people.yaml")).map_err(one)?;
    let request = manuscript::Request {
        name: &given,
        bytes,
        beside: &|_| None,
        people: &people,
        number: place.number,
        date: today,
        slug: place.own_slug(),
        language: &settings.language,
    };
    let mut said = Said::default();
    let Some(imported) = manuscript::import(&request).into_value(&mut said) else { return Err(said) };
    let mut files = vec![("issue.md", imported.text.into_bytes())];
    files.extend(imported.pictures.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
    scaffold::settle(root, &place, &files).map_err(one)
}
