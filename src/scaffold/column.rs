//! What a site has already: its columns, and the numbers and names of a column's issues.
//!
//! Only looks; never writes. Of an `issue.md` it reads two lines, so that a faulty one is no hindrance to a new one.

use std::path::{Path, PathBuf};

use super::{Diagnostic, code};
use crate::diag::{Text, nearest, text};
use crate::io::place::{self, folders, names, text_if_any};

/// An issue that a column has.
pub(super) struct Sibling {
    /// The name of its folder.
    pub(super) folder: String,
    /// The number of its folder, and the one that it says itself.
    numbers: [Option<u32>; 2],
    /// The slug that it says itself.
    slug: Option<String>,
}

impl Sibling {
    /// Whether an issue of this slug would stand at its address, or in its folder on any system.
    pub(super) fn has_slug(&self, slug: &str) -> bool {
        let (_, name) = number_and_name(&self.folder);
        let own = self.slug.as_deref().unwrap_or(name);
        [own, name].iter().any(|taken| taken.to_lowercase() == slug.to_lowercase())
    }
}

/// The folder of a column.
pub(super) fn find(content: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
    let known = columns(content)?;
    if known.iter().any(|column| column == name) {
        return Ok(content.join(name));
    }
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => text!("did you mean `{near}`?", near),
        None if known.is_empty() => {
            text!("there is no column yet; make one with `postil new column {name}`", name)
        }
        None => text!("the columns are {known}; make a new one with `postil new column`", known = Text::list(&known)),
    };
    Err(Diagnostic::new(code::N004, text!("there is no column `{name}`", name))
        .path(format!("content/{name}"))
        .help(help))
}

/// Folders that are columns: those with a `column.md`, and those with issues.
fn columns(content: &Path) -> Result<Vec<String>, Diagnostic> {
    let mut columns = Vec::new();
    for name in folders(content)? {
        let folder = content.join(&name);
        if place::is_file(&folder.join("column.md")) || has_issues(&folder)? {
            columns.push(name);
        }
    }
    Ok(columns)
}

/// The columns, the one with the latest issue first.
pub(super) fn newest_first(content: &Path) -> Result<Vec<String>, Diagnostic> {
    let mut all = Vec::new();
    for name in columns(content)? {
        let folder = content.join(&name);
        let mut latest = String::new();
        for issue in folders(&folder)? {
            let text = text_if_any(&folder.join(issue).join("issue.md"))?;
            // Dates are written so that the order of their letters is theirs.
            latest = latest.max(field(&text, "date").unwrap_or_default().to_owned());
        }
        all.push((latest, name));
    }
    all.sort_by(|(a, _), (b, _)| b.cmp(a));
    Ok(all.into_iter().map(|(_, name)| name).collect())
}

/// Whether a folder holds an issue, and no text of a column.
pub(super) fn has_issues(folder: &Path) -> Result<bool, Diagnostic> {
    Ok(folders(folder)?.iter().any(|name| place::is_file(&folder.join(name).join("issue.md"))))
}

/// The file or folder of `content/` that a new column of this name would meet. Names that differ only in case are
/// one folder on many systems.
pub(super) fn in_the_way(content: &Path, slug: &str) -> Result<Option<String>, Diagnostic> {
    for name in names(content)? {
        let stem = name.split('.').next().unwrap_or(&name);
        let is_page = name.ends_with(".md") && stem.to_lowercase() == slug.to_lowercase();
        let is_same = name.to_lowercase() == slug.to_lowercase();
        // A column that lacks its text is to be completed.
        let is_unfinished = name == slug
            && !place::is_taken(&content.join(&name).join("column.md"))
            && has_issues(&content.join(&name))?;
        if is_page || (is_same && !is_unfinished) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// The issues of a column.
pub(super) fn issues(folder: &Path) -> Result<Vec<Sibling>, Diagnostic> {
    let mut issues = Vec::new();
    for name in folders(folder)? {
        let path = folder.join(&name).join("issue.md");
        let text = text_if_any(&path)?;
        let own = field(&text, "number").and_then(|number| number.parse().ok());
        let slug = field(&text, "slug").map(str::to_owned);
        issues.push(Sibling { numbers: [number_and_name(&name).0, own], slug, folder: name });
    }
    Ok(issues)
}

/// The number of a new issue: the one given, if it is free, else the one after the highest.
pub(super) fn number(issues: &[Sibling], column: &str, given: Option<u32>) -> Result<u32, Diagnostic> {
    let highest = issues.iter().flat_map(|issue| issue.numbers).flatten().max().unwrap_or(0);
    let number = given.unwrap_or(highest.saturating_add(1));
    let free = text!("leave out `--number`, and it gets {next}", next = highest.saturating_add(1));
    if number == 0 {
        return Err(Diagnostic::new(code::N005, text!("issues are numbered from 1"))
            .path(format!("content/{column}"))
            .help(free));
    }
    match issues.iter().find(|issue| issue.numbers.contains(&Some(number))) {
        None => Ok(number),
        Some(issue) => {
            let path = format!("content/{column}/{}", issue.folder);
            Err(Diagnostic::new(code::N005, text!("`{path}` has the number {number} already", path, number))
                .path(path)
                .help(free))
        }
    }
}

/// The number before the name of a folder, and the name without it.
fn number_and_name(folder: &str) -> (Option<u32>, &str) {
    let name = folder.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = &folder[..folder.len() - name.len()];
    if digits.is_empty() || !(name.is_empty() || name.starts_with(['-', '_'])) {
        return (None, folder);
    }
    let name = name.trim_start_matches(['-', '_']);
    (digits.parse().ok(), if name.is_empty() { folder } else { name })
}

/// The value of a field at the margin of the front matter, without quotes and remarks.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let front = text.trim_start_matches('\u{feff}').lines().skip(1).take_while(|line| line.trim_end() != "---");
    let value = front.filter_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':')).next()?;
    let value = value.split(" #").next().unwrap_or(value);
    Some(value.trim().trim_matches(['"', '\'']))
}
