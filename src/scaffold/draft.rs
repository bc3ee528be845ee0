//! The text of a new issue, with what is known of the paper already in its place.
//!
//! What is not known stands as a remark that an editor turns into a field; nothing is ever invented.

use super::citation;
use super::text::{Texts, fill};
use super::{Citation, Diagnostic, IssueRequest, code, yaml};
use crate::diag::text;
use crate::model::identifier::Doi;

/// The DOI of the paper: the one given, which must be the citation's if that has one too.
pub(super) fn doi(given: Option<&str>, citation: Option<&Citation>) -> Result<Option<Doi>, Diagnostic> {
    let recorded = citation.and_then(|citation| citation.doi.clone());
    let Some(given) = given else {
        return Ok(recorded);
    };
    let Some(doi) = citation::doi(given) else {
        return Err(Diagnostic::new(code::N006, text!("`{given}` is not a DOI", given))
            .path(given)
            .help(text!("copy it from the page of the paper: `10.1001/jamaoncol.2024.5403`, or that address after `https://doi.org/`")));
    };
    // DOIs are the same in upper and lower case.
    match recorded {
        Some(recorded) if !recorded.as_str().eq_ignore_ascii_case(doi.as_str()) => Err(Diagnostic::new(
            code::N007,
            text!(
                "`--doi` is `{doi}`, but the paper in the file has `{recorded}`",
                doi = doi.to_string(),
                recorded = recorded.to_string()
            ),
        )
        .path(doi.as_str())
        .help(text!("leave out `--doi`, or export the record of the right paper"))),
        _ => Ok(Some(doi)),
    }
}

/// The whole `issue.md`.
pub(super) fn text(request: &IssueRequest<'_>, number: u32, doi: Option<&Doi>) -> String {
    let texts = Texts::of(request.language);
    let title = request.title.filter(|title| !title.trim().is_empty());
    let title = title.or_else(|| request.citation?.title.as_deref()).unwrap_or(texts.title);
    // A name that begins with a digit could be taken for a part of the folder's number.
    let slug = match request.slug.starts_with(|first: char| first.is_ascii_digit()) {
        true => format!("slug: \"{}\"\n", request.slug),
        false => String::new(),
    };
    fill(
        texts.issue,
        &[
            ("title", &yaml::scalar(title)),
            ("number", &number.to_string()),
            ("date", &request.date.unwrap_or(request.today).to_string()),
            ("slug", &slug),
            ("registration", &registration(request.citation, texts)),
            ("publication", &publication(request.citation, doi, texts)),
            ("references", &references(request.citation, doi, texts)),
        ],
    )
}

fn registration(citation: Option<&Citation>, texts: &Texts) -> String {
    let ids: Vec<&str> = citation.map_or(&[][..], |it| &it.registrations).iter().map(|id| id.as_str()).collect();
    match ids.split_first() {
        None => String::new(),
        Some((first, [])) => field("  ", "registration", first),
        Some((first, others)) => {
            format!("{}  ## {}{}\n", field("  ", "registration", first), texts.also, others.join(", "))
        }
    }
}

fn publication(citation: Option<&Citation>, doi: Option<&Doi>, texts: &Texts) -> String {
    if citation.is_none() && doi.is_none() {
        return fill(texts.unpublished, &[]);
    }
    let known = citation.cloned().unwrap_or_default();
    let mut lines = "  publication:\n".to_owned();
    match (&known.journal, citation) {
        (Some(journal), _) => lines.push_str(&field("    ", "journal", journal)),
        (None, None) => lines.push_str(&field("    ", "journal", texts.journal)),
        // An example would be taken for what the record says.
        (None, Some(_)) => {
            let publisher =
                known.publisher.as_ref().map(|name| format!("{}{name}", texts.publisher)).unwrap_or_default();
            lines.push_str(&format!("    journal: # {}{publisher}\n", texts.journal_missing));
        }
    }
    if let Some(year) = known.year {
        lines.push_str(&format!("    year: {year}\n"));
    }
    let others = [
        ("volume", known.volume_and_issue()),
        ("pages", known.pages),
        ("doi", doi.map(ToString::to_string)),
        // Retractions are looked up by it too.
        ("pmid", known.pmid.as_ref().map(ToString::to_string)),
        // Only for papers without a DOI.
        ("url", known.url.filter(|_| doi.is_none())),
    ];
    for (name, value) in others {
        lines.extend(value.map(|value| field("    ", name, &value)));
    }
    lines
}

fn references(citation: Option<&Citation>, doi: Option<&Doi>, texts: &Texts) -> String {
    if citation.is_none() && doi.is_none() {
        return fill(texts.unreferenced, &[]);
    }
    let entry = citation.and_then(Citation::reference);
    let mut lines = "references:\n".to_owned();
    lines.push_str(&field("  - ", "citation", entry.as_deref().unwrap_or(texts.paper)));
    lines.extend(doi.map(|doi| field("    ", "doi", doi.as_str())));
    if let Some(citation) = citation {
        lines.extend(citation.pmid.as_ref().map(|pmid| field("    ", "pmid", pmid.as_str())));
        let is_only = doi.is_none() && citation.pmid.is_none();
        lines.extend(citation.url.as_ref().filter(|_| is_only).map(|url| field("    ", "url", url)));
    }
    lines
}

fn field(indent: &str, name: &str, value: &str) -> String {
    format!("{indent}{name}: {}\n", yaml::scalar(value))
}
