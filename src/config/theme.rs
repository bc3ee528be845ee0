//! The file `theme.toml` of a theme: what it is built on, which postil it is for, what it wishes of pictures.

use std::sync::Arc;

use super::TableReader;
use crate::diag::{Checked, Diagnostic, SourceText, code, text};
use crate::model::picture::Wishes;

/// The file `theme.toml`.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The theme that it is built on: what it lacks is taken from there.
    pub extends: Option<String>,
    /// What it wishes of pictures; otherwise what that theme does.
    pub wishes: Option<Wishes>,
    /// The theme whose words it takes where it has none of its own, and nothing else.
    pub words: Option<String>,
}

/// Reads a theme's `theme.toml`, and whether this postil is one that it was written for.
pub fn manifest(file: &Arc<SourceText>) -> Checked<Manifest> {
    let mut reader = TableReader::parse(file);
    for field in ["name", "description", "license"] {
        let _ = reader.string(field);
    }
    let extends = reader.string("extends").map(|at| at.value);
    let words = reader.string("words").map(|at| at.value);
    match reader.string("postil") {
        None => {
            reader.missing("postil", text!("say which versions the theme is for, such as `postil = \">=0.1, <0.2\"`"))
        }
        Some(range) => match supports(&range.value, env!("CARGO_PKG_VERSION")) {
            Some(true) => {}
            Some(false) => {
                let message = text!(
                    "the theme is for postil {range}, and this is {version}",
                    range = range.value,
                    version = env!("CARGO_PKG_VERSION")
                );
                reader.say(
                    Diagnostic::new(code::T002, message)
                        .help(text!("use a version of the theme for this postil, or a postil that the theme is for")),
                    range.span,
                );
            }
            None => {
                let message = text!("`{range}` is not a range of versions", range = range.value);
                reader.say(
                    Diagnostic::new(code::S004, message)
                        .help(text!("write comparisons with commas between them: `>=0.1, <0.2`")),
                    range.span,
                );
            }
        },
    }
    let wishes = read_wishes(&mut reader);
    Checked::new(Manifest { extends, words, wishes }, reader.finish())
}

/// `[pictures]`: in which widths the layout shows them.
fn read_wishes(reader: &mut TableReader) -> Option<Wishes> {
    let mut table = reader.table("pictures")?;
    let mut wishes = Wishes::default();
    for (name, widths) in [("widths", &mut wishes.widths), ("portrait_widths", &mut wishes.portrait_widths)] {
        if let Some(mut written) = table.integers(name, 16..=8192) {
            written.sort_unstable();
            written.dedup();
            *widths = written.into_iter().filter_map(|width| u32::try_from(width).ok()).collect();
        }
    }
    if let Some(sizes) = table.string("sizes") {
        wishes.sizes = sizes.value;
    }
    reader.absorb(table);
    Some(wishes)
}

/// Whether a version lies in a range of comparisons, all of which must hold; `None` if the range has another form. What
/// comes before a version, such as `0.2.0-rc.1`, counts as that version.
fn supports(range: &str, version: &str) -> Option<bool> {
    let range = semver::VersionReq::parse(range).ok()?;
    let version = semver::Version { pre: semver::Prerelease::EMPTY, ..semver::Version::parse(version).ok()? };
    Some(range.matches(&version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_versions_is_a_list_of_comparisons() {
        for (range, version, holds) in [
            (">=0.1, <0.2", "0.1.5", Some(true)),
            (">=0.1, <0.2", "0.2.0", Some(false)),
            (">=0.1", "0.2.0-rc.1", Some(true)),
            ("0.1.5", "0.1.5", Some(true)),
            ("0.1", "0.1.5", Some(true)),
            ("=0.1.4", "0.1.5", Some(false)),
            (" >= 0.1 , <=0.1.5", "0.1.5", Some(true)),
            ("latest", "0.1.5", None),
            (">=0.1 <0.2", "0.1.5", None),
            ("", "0.1.5", None),
        ] {
            assert_eq!(supports(range, version), holds, "{range}");
        }
    }
}
