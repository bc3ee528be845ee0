//! Names of columns and issues: what can be one, and what is taken.
//!
//! Never looks at a disk.

use super::{Diagnostic, code};
use crate::diag::{Text, text};
use crate::model::address::{ARCHIVE, ASSETS, CONSENT, FURTHER, PEOPLE, TAGS, not_on_windows};

/// Addresses and folders that every site has.
const RESERVED: [&str; 7] = [TAGS, PEOPLE, ARCHIVE, ASSETS, FURTHER, CONSENT, "static/"];

/// The most bytes of a name. Folders may have 255, of which a number and the name of a hidden folder take some.
const LENGTH_LIMIT: usize = 200;

/// Takes `COLUMN/SLUG` apart, as an editor names a new issue.
pub fn split(target: &str) -> Result<(&str, &str), Diagnostic> {
    let parts = target.trim_start_matches("content/").trim_end_matches('/').split_once('/');
    parts.filter(|(column, slug)| !column.is_empty() && !slug.is_empty()).ok_or_else(|| {
        Diagnostic::new(code::N001, text!("`{target}` does not name a column and an issue", target)).path(target).help(
            text!("write the column's folder, `/`, and a name for the issue: `postil new issue rt-frontier/rtog1112`"),
        )
    })
}

/// Refuses what cannot be part of an address. `whose` says what the name is for.
pub(super) fn check(name: &str, whose: Text) -> Result<(), Diagnostic> {
    if let Some(reason) = not_on_windows(name).filter(|_| is_sound(name)) {
        return Err(Diagnostic::new(
            code::N001,
            text!("`{name}` cannot be the name of {whose}: {reason}", name, whose, reason),
        )
        .path(name)
        .help(text!("choose another name")));
    }
    if !is_sound(name) {
        let help = match mended(name) {
            Some(mended) => {
                text!(
                    "letters and digits of any script, `-` and `_`, beginning with a letter or digit: `{mended}`",
                    mended
                )
            }
            None => text!(
                "letters and digits of any script, `-` and `_`, beginning with a letter or digit, such as `rtog1112`"
            ),
        };
        return Err(Diagnostic::new(code::N001, text!("`{name}` cannot be the name of {whose}", name, whose))
            .path(name)
            .help(help));
    }
    if is_reserved(name) {
        return Err(Diagnostic::new(code::N002, text!("the site itself uses the name `{name}`", name))
            .path(name)
            .help(text!(
                "choose another name; these cannot be used: {names}",
                names = Text::list(RESERVED.map(|folder| folder.trim_end_matches('/')))
            )));
    }
    Ok(())
}

/// Whether a name is made of what can stand in an address.
fn is_sound(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric)
        && name.len() <= LENGTH_LIMIT
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
}

fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|folder| folder.trim_end_matches('/') == name.to_lowercase())
}

/// The name with `-` for all that cannot stand in it.
pub(super) fn mended(name: &str) -> Option<String> {
    let words = name.split(|it: char| !(it.is_alphanumeric() || it == '_')).filter(|word| !word.is_empty());
    let mended = words.collect::<Vec<_>>().join("-");
    (is_sound(&mended) && !is_reserved(&mended)).then_some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parts_of_addresses() {
        for name in ["rtog1112", "肝癌放疗", "a-b_c", "2024", "Étude"] {
            assert!(check(name, text!("an issue")).is_ok(), "{name}");
        }
        let long = "长".repeat(80);
        for name in
            ["", "..", "a/b", "a\\b", ".hidden", "-x", "a b", "a.b", "a:b", "a\n", "“放”", "con", "AUX", "lpt1", &long]
        {
            assert_eq!(check(name, text!("an issue")).map_err(|it| it.code), Err(code::N001), "{name}");
        }
        for name in ["tags", "People", "ARCHIVE", "assets", "page", "consent", "static"] {
            assert_eq!(check(name, text!("an issue")).map_err(|it| it.code), Err(code::N002), "{name}");
        }
        let help = check("NRG/RTOG 1112", text!("an issue")).err().and_then(|it| it.help).unwrap_or_default();
        assert!(help.to_string().ends_with("`NRG-RTOG-1112`"), "{help}");
    }

    #[test]
    fn a_target_has_two_parts() {
        assert_eq!(split("a/b").ok(), Some(("a", "b")));
        assert_eq!(split("content/a/b/").ok(), Some(("a", "b")));
        for wrong in ["a", "a/", "/b", ""] {
            assert_eq!(split(wrong).map_err(|it| it.code), Err(code::N001), "{wrong}");
        }
    }
}
