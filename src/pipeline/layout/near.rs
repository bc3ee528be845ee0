//! F042: names that are nearly those of files that are read: `issue.md.txt`, `people.yml`.
//!
//! Such a file would be passed over, and an issue with it.

use crate::diag::{Diagnostic, code, nearest, text};

/// The files of lists, and how many folders down they stand.
const LISTS: &[(&str, usize)] =
    &[("people.yaml", 0), ("glossary.yaml", 0), ("comments.yaml", 2), ("signatures.yaml", 2), ("published.yaml", 2)];

/// Texts with a name of their own, and how many folders down they stand.
const TEXTS: &[(&str, usize)] = &[("column", 1), ("issue", 2)];

/// How other programs end the names of Markdown files, in lower case.
const MARKDOWN: &[&str] = &["md", "markdown", "mdown", "mkdn", "mkd", "mdx", "mdwn"];

/// The name that a file was meant to have; `None` where its name is one, or means nothing.
pub(super) fn meant(folder: &str, name: &str) -> Option<String> {
    let depth = if folder.is_empty() { 0 } else { folder.split('/').count() };
    // Windows hides an ending that it knows, and an editor adds another.
    let lower = name.to_lowercase();
    let lower = lower.trim();
    let shown = lower.strip_suffix(".txt").unwrap_or(lower);
    let (stem, ending) = shown.rsplit_once('.').unwrap_or((shown, ""));
    if matches!(ending, "yaml" | "yml") {
        let list = format!("{}.yaml", stem.trim());
        let names = LISTS.iter().filter(|(_, down)| *down == depth).map(|(name, _)| *name);
        let meant = names.clone().find(|known| *known == list).or_else(|| nearest(&list, names))?;
        return (meant != name).then(|| meant.to_owned());
    }
    // `issue.md.md`, `issue.md.markdown`.
    let stem = stem.strip_suffix(".md").unwrap_or(stem).trim();
    let (known, language) = stem.split_once('.').map_or((stem, ""), |(known, language)| (known, language));
    let is_known = TEXTS.iter().any(|(text, down)| *text == known && *down == depth);
    // `issue.txt` is one; any other text without the ending of Markdown is a file like others.
    if !(MARKDOWN.contains(&ending) || is_known && ending.is_empty() && lower != shown) {
        return None;
    }
    // The language keeps its capitals: `issue.zh-CN.MD`.
    let language = name.get(known.len() + 1..known.len() + 1 + language.len()).filter(|_| !language.is_empty());
    let dot = if language.is_some() { "." } else { "" };
    let as_written = name.get(..stem.len()).unwrap_or(stem);
    let meant =
        if is_known { format!("{known}{dot}{}.md", language.unwrap_or_default()) } else { format!("{as_written}.md") };
    // Any other text may be called what it likes, but for its ending.
    (meant != name && (is_known || !name.ends_with(".md"))).then_some(meant)
}

/// Says it.
pub(super) fn diagnostic(path: &str, meant: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    Diagnostic::new(code::F042, text!("`{name}` is not read: did you mean `{meant}`?", name, meant))
        .path(format!("content/{path}"))
        .help(text!("rename it to `{meant}`; in Windows, let the Explorer show the endings of names first", meant))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_name_that_nearly_is_says_which_it_is() {
        for (folder, name, wanted) in [
            ("rt/001-x", "issue.md.txt", Some("issue.md")),
            ("rt/001-x", "issue.MD", Some("issue.md")),
            ("rt/001-x", "Issue.md", Some("issue.md")),
            ("rt/001-x", "issue.markdown", Some("issue.md")),
            ("rt/001-x", "issue.txt", Some("issue.md")),
            ("rt/001-x", "issue.md.md", Some("issue.md")),
            ("rt/001-x", "issue.en.md.txt", Some("issue.en.md")),
            ("rt/001-x", "issue.zh-CN.MD", Some("issue.zh-CN.md")),
            ("rt/001-x", "Comments.yml", Some("comments.yaml")),
            ("rt", "COLUMN.MD", Some("column.md")),
            ("", "people.yml", Some("people.yaml")),
            ("", "People.yaml", Some("people.yaml")),
            ("", "people.yaml.txt", Some("people.yaml")),
            ("", "poeple.yaml", Some("people.yaml")),
            ("", "glossary.yml", Some("glossary.yaml")),
            ("", "About.markdown", Some("About.md")),
            ("handbook", "start.MD", Some("start.md")),
            ("rt/001-x", "issue.md", None),
            ("rt/001-x", "issue.en.md", None),
            ("rt/001-x", "notes.txt", None),
            ("rt/001-x", "data.yaml", None),
            ("rt/001-x", "图 1.PNG", None),
            ("rt/001-x", "issue", None),
            ("", "Issue.md", None),
            ("", "About.md", None),
            ("", "people.yaml", None),
            ("handbook", "people.yml", None),
        ] {
            assert_eq!(meant(folder, name).as_deref(), wanted, "{folder}/{name}");
        }
    }
}
