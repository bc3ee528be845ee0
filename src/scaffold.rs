//! Makes new sites, columns and issues that an editor fills in.
//!
//! What is made is whole or not there at all: files are written to a hidden folder, then moved into place in one
//! step. Never overwrites anything, and never changes a file that somebody else wrote.

use std::path::Path;

use jiff::civil::Date;

use self::citation::Citation;
use crate::diag::{Diagnostic, code, text};
use crate::io::place;
use crate::model::language::Language;

pub mod citation;
mod column;
mod draft;
mod host;
mod name;
mod site;
mod text;
mod theme;
mod yaml;

pub use host::{Host, Origin, Workflow};
pub use name::split;
pub use theme::theme;
pub(crate) use yaml::{quoted, scalar};

/// What a new site is made with.
#[derive(Debug, Clone)]
pub struct SiteOptions {
    /// Its language. Texts are Chinese for Chinese, and English for every other.
    pub language: Language,
    /// The date of its first issue.
    pub today: Date,
    /// Where it will be kept, if it is to have what that place needs.
    pub workflow: Option<Workflow>,
}

/// What a new issue is made with.
#[derive(Debug, Clone)]
pub struct IssueRequest<'a> {
    /// The column's folder.
    pub column: &'a str,
    /// The name of the issue in addresses, without its number.
    pub slug: &'a str,
    /// Its number; the one after the highest unless given.
    pub number: Option<u32>,
    /// Its title; the paper's unless given.
    pub title: Option<&'a str>,
    /// Its date; today unless given.
    pub date: Option<Date>,
    /// Today.
    pub today: Date,
    /// The DOI of the paper, with or without `https://doi.org/`.
    pub doi: Option<&'a str>,
    /// The paper.
    pub citation: Option<&'a Citation>,
    /// The site's main language.
    pub language: &'a Language,
}

/// Makes a new site in a folder that does not exist or is empty. Gives the paths of its files, from the site's root.
///
/// A `.git` folder may be there, since many begin with an empty repository.
pub fn site(folder: &Path, options: &SiteOptions) -> Result<Vec<String>, Diagnostic> {
    let files = site::files(options);
    place::fill(folder, &files)?;
    Ok(files.into_iter().map(|(path, _)| path.to_owned()).collect())
}

/// Adds to a site what the place where it is kept needs to check and publish it. Gives the path, from the site's root.
pub fn workflow(root: &Path, workflow: &Workflow, language: &Language) -> Result<String, Diagnostic> {
    let (path, text) = workflow.file(text::Texts::of(language));
    place::add_below(root, path, text)?;
    Ok(path.to_owned())
}

/// Makes a new column. Gives the path of its `column.md`, from the site's root.
///
/// A folder that has issues but no `column.md` gets one; every other folder that exists is refused.
pub fn column(root: &Path, slug: &str, title: &str, language: &Language) -> Result<String, Diagnostic> {
    name::check(slug, text!("a column"))?;
    let content = root.join("content");
    let folder = content.join(slug);
    let path = format!("content/{slug}/column.md");
    let text = text::Texts::of(language).new_column(title);
    if let Some(taken) = column::in_the_way(&content, slug)? {
        return Err(place::taken(&format!("content/{taken}"), text!("choose another name for the column")));
    }
    if column::has_issues(&folder)? {
        place::add(&folder.join("column.md"), &text)?;
    } else {
        place::folder(&folder, &[("column.md", text)])?;
    }
    Ok(path)
}

/// Makes a new issue, a draft that passes every check. Gives the path of its `issue.md`, from the site's root.
pub fn issue(root: &Path, request: &IssueRequest<'_>) -> Result<String, Diagnostic> {
    let content = root.join("content");
    let folder = column::find(&content, request.column)?;
    name::check(request.slug, text!("an issue"))?;
    let doi = draft::doi(request.doi, request.citation)?;
    let siblings = column::issues(&folder)?;
    let number = column::number(&siblings, request.column, request.number)?;
    if let Some(sibling) = siblings.iter().find(|sibling| sibling.has_slug(request.slug)) {
        let path = format!("content/{}/{}", request.column, sibling.folder);
        return Err(place::taken(&path, text!("choose another name for the issue, or go on writing this one")));
    }
    let text = draft::text(request, number, doi.as_ref());
    let name = format!("{number:03}-{}", request.slug);
    place::folder(&folder.join(&name), &[("issue.md", text)])?;
    Ok(format!("content/{}/{name}/issue.md", request.column))
}

/// Where a manuscript is to go.
#[derive(Debug, Clone)]
pub struct Place {
    /// The column's folder.
    pub column: String,
    /// The name of the issue in addresses.
    pub slug: String,
    /// Its number.
    pub number: u32,
}

impl Place {
    /// The slug, where the folder's name does not give it: a name that begins with a digit could be taken for a part of the
    /// folder's number.
    pub fn own_slug(&self) -> Option<&str> {
        Some(self.slug.as_str()).filter(|slug| slug.starts_with(|first: char| first.is_ascii_digit()))
    }
}

/// The columns of a site, the one with the latest issue first.
pub fn columns(root: &Path) -> Result<Vec<String>, Diagnostic> {
    column::newest_first(&root.join("content"))
}

/// Finds the place of an issue that is to be made of a manuscript: nothing is there yet. Without a slug it is called as the
/// file.
pub fn place(
    root: &Path,
    column: &str,
    number: Option<u32>,
    slug: Option<&str>,
    file: &Path,
) -> Result<Place, Diagnostic> {
    let folder = column::find(&root.join("content"), column)?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let slug = slug.map_or_else(|| name::mended(&stem).unwrap_or_else(|| "manuscript".to_owned()), str::to_owned);
    name::check(&slug, text!("an issue"))?;
    let siblings = column::issues(&folder)?;
    let number = column::number(&siblings, column, number)?;
    if let Some(sibling) = siblings.iter().find(|sibling| sibling.has_slug(&slug)) {
        let path = format!("content/{column}/{}", sibling.folder);
        return Err(place::taken(&path, text!("choose another name for the issue, or go on writing this one")));
    }
    Ok(Place { column: column.to_owned(), slug, number })
}

/// A name for a file of an issue, made of one that somebody gave it: letters and digits that addresses can have.
pub fn file_name(given: &str, otherwise: &str) -> String {
    let name = name::mended(given).filter(|name| name::check(name, text!("an issue")).is_ok());
    name.unwrap_or_else(|| otherwise.to_owned())
}

/// Puts the files of an issue into its place. Gives the path of its `issue.md`, from the site's root.
pub fn settle(root: &Path, place: &Place, files: &[(&str, Vec<u8>)]) -> Result<String, Diagnostic> {
    let name = format!("content/{}/{:03}-{}", place.column, place.number, place.slug);
    place::folder(&root.join(&name), files)?;
    Ok(format!("{name}/issue.md"))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests make the folders that are looked at")]
mod tests;
