//! The file of an address, and what no file can be called.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::diag::{Text, text};

/// The file of an address that is a folder.
const INDEX: &str = "index.html";
/// The most bytes of a file's or folder's name on every system that is in use.
const NAME_LIMIT: usize = 255;
/// One more than the most bytes of a path.
const PATH_LIMIT: usize = 4096;

/// The file of an address, from the folder of the site as it is published.
pub fn file_of(address: &str) -> String {
    if address.is_empty() || address.ends_with('/') { format!("{address}{INDEX}") } else { address.to_owned() }
}

/// The address of a file.
pub fn of_file(path: &str) -> &str {
    let folder = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
    folder.unwrap_or(path)
}

/// Why nothing can be published at an address, if it cannot.
pub fn trouble(address: &str) -> Option<Text> {
    let path = file_of(address);
    if path.starts_with(".postil") {
        return Some(text!("names that begin with `.postil` are postil's own"));
    }
    if path.len() >= PATH_LIMIT {
        return Some(text!("it is longer than any path can be"));
    }
    path.split('/').find_map(|part| {
        if part.is_empty() {
            Some(text!("a part of it is empty"))
        } else if matches!(part, "." | "..") {
            Some(text!("it does not stay inside the site"))
        } else if part.len() > NAME_LIMIT {
            Some(text!("a part of it has {n} bytes, and the name of a file at most 255", n = part.len()))
        } else if part.chars().any(|it| it.is_control() || it == '\\') {
            Some(text!("it holds a character that a file's name cannot have here"))
        } else {
            None
        }
    })
}

/// A path as systems compare it for which capital and small letters are one, and an accent may be a letter's own or
/// follow it: two files of one such path are one file there.
pub fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { composed(path).to_lowercase() }
}

/// A text in Unicode's normalization form C: accents that are their letter's own wherever there is such a letter.
pub fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_file() {
        for (address, file) in [("", "index.html"), ("a/", "a/index.html"), ("a/b.xml", "a/b.xml")] {
            assert_eq!((file_of(address).as_str(), of_file(file)), (file, address));
        }
        assert_eq!(of_file("a/not-index.html"), "a/not-index.html");
    }

    #[test]
    fn what_no_file_can_be_called_is_refused() {
        let long = format!("tags/{}/", "癌".repeat(86));
        let deep = "a/".repeat(2048);
        for wrong in ["tags//", "/a", "a/../b", "./a", "a\nb/", "a\\b", ".postil-manifest", &long, &deep] {
            assert!(trouble(wrong).is_some(), "{wrong}");
        }
        let longest = format!("tags/{}/", "癌".repeat(85));
        for right in ["", "tags/", ".nojekyll", ".well-known/a", "a b/ü", &longest] {
            assert_eq!(trouble(right), None, "{right}");
        }
    }

    #[test]
    fn case_and_composition_are_folded() {
        assert_eq!(folded("Demo/A.html"), "demo/a.html");
        assert_eq!(folded("E\u{301}tude/"), folded("étude/"));
        assert_ne!(folded("肝"), folded("胆"));
    }
}
