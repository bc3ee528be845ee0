//! The file `theme.toml` of a theme: what it is built on, which postil it is for, what it wishes of pictures.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Check;
use crate::diag::{At, Checked, Diagnostic, Said, SourceText, code, text};
use crate::model::picture::Wishes;
use crate::parse::draft::{self, ThemeDraft, Wholes, WishesDraft};

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
    let mut said = Said::default();
    let draft = draft::theme(file).into_value(&mut said);
    let manifest = draft.map(|draft| made(&mut Check { file, said: &mut said }, draft)).unwrap_or_default();
    Checked::new(manifest, said)
}

fn made(check: &mut Check<'_>, draft: ThemeDraft) -> Manifest {
    // For its readers alone: `name`, `description`, `license`.
    let ThemeDraft { name: _, description: _, license: _, postil, extends, words, pictures, span: _ } = draft;
    if let Some(range) = postil.0 {
        check.versions(range);
    }
    let text = |written: Option<At<String>>| written.map(|at| at.value);
    Manifest { extends: text(extends), words: text(words), wishes: pictures.map(wishes) }
}

impl Check<'_> {
    /// The theme is for this postil.
    fn versions(&mut self, range: At<String>) {
        let version = env!("CARGO_PKG_VERSION");
        let found = match supports(&range.value, version) {
            Some(true) => return,
            Some(false) => {
                let message =
                    text!("the theme is for postil {range}, and this is {version}", range = range.value, version);
                Diagnostic::new(code::T002, message)
                    .help(text!("use a version of the theme for this postil, or a postil that the theme is for"))
            }
            None => Diagnostic::new(code::S004, text!("`{range}` is not a range of versions", range = range.value))
                .help(text!("write comparisons with commas between them: `>=0.1, <0.2`")),
        };
        self.say(found, range.span);
    }
}

/// `[pictures]`: in which widths the layout shows them.
fn wishes(draft: WishesDraft) -> Wishes {
    let rising = |widths: Wholes<16, 8192>| widths.0.into_iter().collect::<BTreeSet<u32>>().into_iter().collect();
    let own = Wishes::default();
    Wishes {
        widths: draft.widths.map_or(own.widths, rising),
        portrait_widths: draft.portrait_widths.map_or(own.portrait_widths, rising),
        sizes: draft.sizes.map_or(own.sizes, |at| at.value),
    }
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
