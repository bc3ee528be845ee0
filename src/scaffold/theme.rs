//! A theme of a site's own: a layer over `default`, or a copy of one that comes with postil.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use super::{Diagnostic, code, name};
use crate::diag::{Text, text};
use crate::io::builtin;
use crate::io::place;
use crate::io::theme::{names, read, stays_inside};
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
        Some(from) => copy(root, theme, from)?,
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
    let named: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    place::folder(&place, &named)?;
    Ok(files.into_iter().map(|(path, _)| format!("{folder}/{path}")).collect())
}

/// A theme that is built on `default`.
fn layer(theme: &str, language: &Language) -> Vec<(String, Vec<u8>)> {
    let is_chinese = language.primary() == "zh";
    let (styles, words) = if is_chinese {
        (include_str!("zh/theme.css"), include_str!("zh/theme-words.toml"))
    } else {
        (include_str!("en/theme.css"), include_str!("en/theme-words.toml"))
    };
    let manifest = format!("name = \"{theme}\"\nextends = \"default\"\npostil = \"{VERSIONS}\"\n");
    vec![
        ("theme.toml".to_owned(), manifest.into_bytes()),
        ("assets/css/own.css".to_owned(), styles.into()),
        (
            format!("i18n/{language}.toml"),
            to_translate(language).map_or_else(|| words.to_owned(), |list| format!("{words}{list}")).into_bytes(),
        ),
    ]
}

/// The words that the theme `default` has not in a language, as comments to be translated: those that stand in for
/// them. `None` where it has all.
fn to_translate(language: &Language) -> Option<String> {
    let files = builtin::theme("default")?;
    let mut near: Vec<(u8, &str)> = files
        .iter()
        .filter_map(|(path, bytes)| {
            let tag = path.strip_prefix("i18n/")?.strip_suffix(".toml")?;
            Some((language.distance(&Language::parse(tag)?)?, std::str::from_utf8(bytes).ok()?))
        })
        .collect();
    near.sort_unstable();
    let has: BTreeSet<(&str, &str)> = near
        .iter()
        .filter(|(distance, _)| *distance <= Language::OWN)
        .flat_map(|(_, text)| named(text))
        .map(|(group, name, _)| (group, name))
        .collect();
    let (_, other) = near.iter().find(|(distance, _)| *distance > Language::OWN)?;
    let mut list = String::new();
    let mut within = "";
    for (group, _, line) in named(other).filter(|(group, name, _)| !has.contains(&(group, name))) {
        if group != within {
            let _ = write!(list, "\n[{group}]\n");
            within = group;
        }
        let _ = writeln!(list, "# {line}");
    }
    (!list.is_empty()).then_some(list)
}

/// Each line of a theme's words that has one: its group, its name and all of it.
fn named(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut group = "";
    text.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[') {
            group = name.trim_end_matches(']');
        }
        let (name, _) = line.split_once(" = ").filter(|_| !line.starts_with('#'))?;
        Some((group, name, line))
    })
}

/// Every file of a theme: one of the site's own, or one that comes with postil.
fn copy(root: &Path, theme: &str, from: &str) -> Result<Vec<(String, Vec<u8>)>, Diagnostic> {
    let Some(read) = read(root, from)? else {
        return Err(Diagnostic::new(code::T001, text!("there is no theme `{name}`", name = from))
            .path("--from")
            .help(text!("there are: {names}", names = Text::list(names(root)))));
    };
    let named = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => renamed(&text, theme).into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let files = read.files.into_iter();
    Ok(files.map(|(path, bytes)| if path == "theme.toml" { (path, named(bytes)) } else { (path, bytes) }).collect())
}

/// A theme.toml with another name in it.
fn renamed(manifest: &str, theme: &str) -> String {
    let line = |line: &str| match line.split_once('=') {
        Some((name, _)) if name.trim() == "name" => format!("name = \"{theme}\"\n"),
        _ => line.to_owned(),
    };
    manifest.split_inclusive('\n').map(line).collect()
}

/// The versions of postil that a new theme is for: this one and those that change nothing for themes.
const VERSIONS: &str = concat!(">=", env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"), ", <0.2");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_theme_is_for_this_postil() {
        let (_, manifest) = layer("mine", &Language::parse("en").expect("a tag")).remove(0);
        let manifest = crate::diag::SourceText::new("theme.toml", String::from_utf8(manifest).expect("text"));
        assert!(crate::config::theme::manifest(&manifest).diagnostics.is_empty());
    }

    #[test]
    fn a_copy_has_its_own_name() {
        assert_eq!(renamed("name = \"a\"\nextends = \"name\"\n", "b"), "name = \"b\"\nextends = \"name\"\n");
    }

    #[test]
    fn a_new_theme_lists_what_is_to_be_translated() {
        let words = |tag: &str| {
            let files = layer("mine", &Language::parse(tag).expect("a tag"));
            String::from_utf8(files[2].1.clone()).expect("UTF-8")
        };
        let korean = words("ko");
        assert!(korean.contains("[gate]\n# agree = \"I agree\"\n"), "{korean}");
        for tag in ["ko", "zh-TW", "de", "en"] {
            let words = words(tag);
            assert!(toml::from_str::<toml::Table>(&words).is_ok(), "{tag}");
            assert_eq!(named(&words).count(), 0, "{tag}: nothing counts until its # is taken away");
        }
        assert!(!words("ja").contains("agree = ") && !words("en-GB").contains("agree = "));
    }
}
