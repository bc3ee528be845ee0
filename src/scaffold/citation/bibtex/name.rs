//! Names of authors as BibTeX and biblatex have them.

use crate::scaffold::citation::{Author, latex};

/// The authors of an `author` field, which stand with `and` between them.
pub(super) fn authors(value: &str) -> Vec<Author> {
    let names = split_names(value);
    names.into_iter().filter(|name| !name.eq_ignore_ascii_case("others")).flat_map(|name| author(&name)).collect()
}

/// Whether one pair of braces holds all of a text.
fn is_braced(name: &str) -> bool {
    let mut depth = 0_i32;
    let closes = name.char_indices().find(|(_, letter)| {
        depth += i32::from(*letter == '{') - i32::from(*letter == '}');
        depth == 0
    });
    name.starts_with('{') && closes.is_some_and(|(at, _)| at + 1 == name.len())
}

/// A name in the parts of biblatex: `family=Example, given=Anna, prefix=van, suffix=Jr`.
fn in_parts(name: &str) -> Option<Author> {
    let mut author = Author { family: String::new(), given: None, suffix: None };
    let mut prefix = None;
    for part in name.split(',') {
        let (key, value) = part.split_once('=')?;
        let value = latex::plain(value.trim().trim_matches('"'));
        match key.trim().to_ascii_lowercase().as_str() {
            "family" => author.family = value,
            "given" => author.given = Some(value),
            "suffix" => author.suffix = Some(value),
            "prefix" => prefix = Some(value),
            _ => {}
        }
    }
    if let Some(prefix) = prefix {
        author.family = format!("{prefix} {}", author.family);
    }
    (!author.family.trim().is_empty()).then_some(author)
}

fn author(name: &str) -> Vec<Author> {
    if let Some(author) = in_parts(name) {
        return vec![author];
    }
    let plain = latex::plain(name);
    // Chinese exports put all names between one pair of braces.
    let several = Author::several(&plain);
    if several.len() > 1 && several.iter().all(Author::is_chinese) {
        return several;
    }
    // A group; `{\\'E}cole` is no braced name, but an accent.
    if is_braced(name) && !name.starts_with("{\\") {
        return Author::whole(&plain).into_iter().collect();
    }
    let author = if plain.contains([',', '，']) { Author::inverted(&plain) } else { Author::direct(&plain) };
    author.into_iter().collect()
}

/// Splits at the word `and` outside braces.
fn split_names(value: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0_i32;
    for word in value.split_whitespace() {
        if depth == 0 && word == "and" {
            names.push(String::new());
            continue;
        }
        depth += word.matches('{').count() as i32 - word.matches('}').count() as i32;
        if let Some(name) = names.last_mut() {
            name.push_str(if name.is_empty() { "" } else { " " });
            name.push_str(word);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}
