//! A theme of a site's own: a layer over `default`, or a copy of one that comes with postil.

use std::path::Path;

use super::{Diagnostic, code, name};
use crate::diag::text;
use crate::io::builtin;
use crate::io::place;
use crate::io::theme::stays_inside;
use crate::model::language::Language;

/// Makes `themes/<name>`. Gives the paths of its files, from the site's root.
///
/// Without `from` it is built on `default` and has what most sites want to change, colours and words. Never takes the
/// name of a theme that comes with postil: the site would lose that one without a word.
pub fn theme(root: &Path, theme: &str, from: Option<&str>, language: &Language) -> Result<Vec<String>, Diagnostic> {
    name::check(theme, text!("a theme"))?;
    if builtin::themes().any(|taken| taken == theme) {
        return Err(Diagnostic::new(code::N002, text!("a theme that comes with postil is called `{theme}`", theme))
            .path(theme)
            .help(text!("choose another name: a folder of this name would take its place")));
    }
    let files = match from {
        None => layer(theme, language),
        Some(from) => copy(theme, from)?,
    };
    let folder = format!("themes/{theme}");
    let place = root.join(&folder);
    if place::is_taken(&place) {
        return Err(place::taken(&folder, text!("choose another name for the theme, or go on with this one")));
    }
    let themes = root.join("themes");
    if place::is_taken(&themes) {
        stays_inside(root, &themes, "themes")?;
    }
    let named: Vec<(&str, String)> = files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    place::folder(&place, &named)?;
    Ok(files.into_iter().map(|(path, _)| format!("{folder}/{path}")).collect())
}

/// A theme that is built on `default`.
fn layer(theme: &str, language: &Language) -> Vec<(String, String)> {
    let is_chinese = language.primary() == "zh";
    let (styles, words) = if is_chinese {
        (include_str!("zh/theme.css"), include_str!("zh/theme-words.toml"))
    } else {
        (include_str!("en/theme.css"), include_str!("en/theme-words.toml"))
    };
    vec![
        ("theme.toml".to_owned(), format!("name = \"{theme}\"\nextends = \"default\"\npostil = \"{VERSIONS}\"\n")),
        ("assets/css/own.css".to_owned(), styles.to_owned()),
        (format!("i18n/{language}.toml"), words.to_owned()),
    ]
}

/// Every file of a theme that comes with postil.
fn copy(theme: &str, from: &str) -> Result<Vec<(String, String)>, Diagnostic> {
    let Some(files) = builtin::theme(from) else {
        return Err(Diagnostic::new(code::T001, text!("no theme that comes with postil is called `{from}`", from))
            .path("--from")
            .help(text!("these do: {names}", names = builtin::themes().collect::<Vec<_>>().join(", "))));
    };
    let renamed = |path: &str, text: String| match path {
        "theme.toml" => text.replacen(&format!("name = \"{from}\""), &format!("name = \"{theme}\""), 1),
        _ => text,
    };
    Ok(files
        .into_iter()
        .map(|(path, bytes)| {
            let text = renamed(&path, String::from_utf8_lossy(bytes).into_owned());
            (path, text)
        })
        .collect())
}

/// The versions of postil that a new theme is for: this one and those that change nothing for themes.
const VERSIONS: &str = concat!(">=", env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"), ", <0.2");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_theme_is_for_this_postil() {
        let manifest =
            crate::diag::SourceText::new("theme.toml", &layer("mine", &Language::parse("en").expect("a tag"))[0].1);
        assert!(crate::config::theme::manifest(&manifest).diagnostics.is_empty());
    }

    #[test]
    fn the_themes_that_come_with_postil_are_text() {
        for theme in builtin::themes() {
            for (path, bytes) in builtin::theme(theme).expect("a theme") {
                assert!(std::str::from_utf8(bytes).is_ok(), "themes/{theme}/{path} would not survive being copied");
            }
        }
    }
}
