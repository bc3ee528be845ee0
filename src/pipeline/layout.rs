//! What a file of the content folder is, told by its path.
//!
//! A folder with a `column.md` is a column; a folder in it with an `issue.md` is an issue; every other folder holds
//! pages. What is not Markdown or one of the few YAML files is an asset, published where something leads to it.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Text, code, text};
use crate::model::language::Language;

mod near;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// `people.yaml`.
    People,
    /// `glossary.yaml`.
    Glossary,
    /// `<column>/column.md`.
    Column {
        /// The column's folder.
        slug: String,
        /// Its language.
        language: Language,
    },
    /// `<column>/<issue>/issue.md`.
    Issue {
        /// The column's folder.
        column: String,
        /// The issue's folder.
        folder: String,
        /// Its language.
        language: Language,
    },
    /// `<column>/<issue>/comments.yaml`.
    Comments {
        /// The folder, `<column>/<issue>`.
        folder: String,
    },
    /// `<column>/<issue>/signatures.yaml`, of a translation `signatures.<language>.yaml`.
    Signatures {
        /// The text that was signed, `<column>/<issue>/issue.md`.
        of: String,
    },
    /// `<column>/<issue>/published.yaml`, of a translation `published.<language>.yaml`.
    Published {
        /// The text whose numbers were put elsewhere, `<column>/<issue>/issue.md`.
        of: String,
    },
    /// `consent/<name>.md`
    Consent {
        /// Its file's name without language and ending.
        name: String,
        /// Its language.
        language: Language,
    },
    /// Any other Markdown.
    Page {
        /// Its folder, empty at the top.
        section: String,
        /// Its file's name without its ending: `index` opens the folder.
        name: String,
        /// Its language.
        language: Language,
    },
    /// A file below `static/`, published as it is.
    Static,
    /// Anything else, published where something leads to it.
    Asset,
}

/// What files are, by their paths below `content/`. `languages` has the main one first.
pub(super) struct Layout<'a> {
    languages: &'a [Language],
    columns: BTreeSet<&'a str>,
    issues: BTreeSet<&'a str>,
}

impl<'a> Layout<'a> {
    /// Learns from all paths which folders are columns and which are issues.
    pub(super) fn new(paths: impl Iterator<Item = &'a str>, languages: &'a [Language]) -> Self {
        let mut layout = Self { languages, columns: BTreeSet::new(), issues: BTreeSet::new() };
        for path in paths {
            let Some((folder, name)) = path.rsplit_once('/') else { continue };
            let parts = folder.split('/').count();
            if parts == 1 && is_stem(name, "column") {
                layout.columns.insert(folder);
            }
            if parts == 2 && is_stem(name, "issue") {
                layout.issues.insert(folder);
                // A column that lost its `column.md` is still one, so that what is missing can be named.
                layout.columns.insert(folder.split('/').next().unwrap_or(folder));
            }
        }
        layout
    }

    /// What the file at a path is. `Err` says why it is nothing.
    pub(super) fn role(&self, path: &str) -> Result<Role, Diagnostic> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let top = path.split('/').next().unwrap_or(path);
        match (folder, name) {
            ("", "people.yaml") => return Ok(Role::People),
            ("", "glossary.yaml") => return Ok(Role::Glossary),
            _ if top == "static" && !folder.is_empty() => return Ok(Role::Static),
            (_, "comments.yaml") if self.issues.contains(folder) => {
                return Ok(Role::Comments { folder: folder.to_owned() });
            }
            _ if self.issues.contains(folder) => {
                let of = |list| Some(format!("{folder}/{}", self.beside(name, list)?));
                if let Some(of) = of("signatures") {
                    return Ok(Role::Signatures { of });
                }
                if let Some(of) = of("published") {
                    return Ok(Role::Published { of });
                }
            }
            _ => {}
        }
        if let Some(meant) = near::meant(folder, name) {
            return Err(near::diagnostic(path, &meant));
        }
        let Some(stem) = name.strip_suffix(".md") else {
            return Ok(Role::Asset);
        };
        let (stem, language) = self.language(path, stem)?;
        if folder == "consent" {
            return Ok(Role::Consent { name: stem.to_owned(), language });
        }
        if self.columns.contains(folder) && stem == "column" {
            return Ok(Role::Column { slug: folder.to_owned(), language });
        }
        if self.issues.contains(folder) && stem == "issue" {
            let (column, issue) = folder.split_once('/').unwrap_or((folder, ""));
            return Ok(Role::Issue { column: column.to_owned(), folder: issue.to_owned(), language });
        }
        if self.columns.contains(top) && !folder.is_empty() {
            return Err(stray(
                path,
                text!(
                    "it stands in a column, where only `column.md` and the `issue.md` of each issue's own folder are read"
                ),
            ));
        }
        Ok(Role::Page { section: folder.to_owned(), name: stem.to_owned(), language })
    }

    /// The text of which a file of this name holds such a list.
    fn beside(&self, name: &str, list: &str) -> Option<String> {
        let language = name.strip_prefix(list)?.strip_suffix(".yaml")?;
        let tag = language.strip_prefix('.').unwrap_or(language);
        let is_known = language.is_empty() || self.languages.iter().any(|it| it.tag() == tag);
        is_known.then(|| format!("issue{language}.md"))
    }

    /// Splits the language off a name such as `issue.en`.
    fn language<'n>(&self, path: &str, stem: &'n str) -> Result<(&'n str, Language), Diagnostic> {
        let main = || self.languages[0].clone();
        let Some((name, tag)) = stem.rsplit_once('.') else { return Ok((stem, main())) };
        let Some(language) = Language::parse(tag) else { return Ok((stem, main())) };
        if self.languages.contains(&language) {
            return Ok((name, language));
        }
        Err(stray(path, text!("the site has no language `{tag}`: add it to `languages` in config.toml", tag)))
    }
}

fn is_stem(name: &str, stem: &str) -> bool {
    name.strip_suffix(".md")
        .is_some_and(|it| it == stem || it.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.')))
}

fn stray(path: &str, why: Text) -> Diagnostic {
    Diagnostic::new(code::I007, text!("`{path}` is not published: {why}", path, why))
        .path(format!("content/{path}"))
        .help(text!("rename it, move it, or take it out of the content folder"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_a_file_is() {
        let languages = [Language::parse("zh-CN").expect("sound"), Language::parse("en").expect("sound")];
        let paths = [
            "people.yaml",
            "about.en.md",
            "rt/column.md",
            "rt/026-x/issue.md",
            "rt/026-x/issue.en.md",
            "rt/026-x/comments.yaml",
            "rt/026-x/signatures.yaml",
            "rt/026-x/signatures.en.yaml",
            "rt/026-x/published.en.yaml",
            "rt/026-x/flow.png",
            "rt/026-x/notes.md",
            "handbook/index.md",
            "handbook/a/b.md",
            "static/CNAME",
            "consent/identity.en.md",
            "rt/026-x/issue.fr.md",
        ];
        let layout = Layout::new(paths.iter().copied(), &languages);
        let zh = || languages[0].clone();
        let issue = |language| Role::Issue { column: "rt".into(), folder: "026-x".into(), language };
        let page =
            |section: &str, name: &str, language| Role::Page { section: section.into(), name: name.into(), language };
        let roles: Vec<Option<Role>> = paths.iter().map(|path| layout.role(path).ok()).collect();
        assert_eq!(
            roles,
            [
                Some(Role::People),
                Some(page("", "about", languages[1].clone())),
                Some(Role::Column { slug: "rt".into(), language: zh() }),
                Some(issue(zh())),
                Some(issue(languages[1].clone())),
                Some(Role::Comments { folder: "rt/026-x".into() }),
                Some(Role::Signatures { of: "rt/026-x/issue.md".into() }),
                Some(Role::Signatures { of: "rt/026-x/issue.en.md".into() }),
                Some(Role::Published { of: "rt/026-x/issue.en.md".into() }),
                Some(Role::Asset),
                None,
                Some(page("handbook", "index", zh())),
                Some(page("handbook/a", "b", zh())),
                Some(Role::Static),
                Some(Role::Consent { name: "identity".into(), language: languages[1].clone() }),
                None,
            ]
        );
    }
}
