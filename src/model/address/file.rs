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

/// Why nothing can be published at an address, if it cannot: no disk has such a file, or that of some reader of the
/// repository has not.
pub fn trouble(address: &str) -> Option<Text> {
    let path = file_of(address);
    astray(&path).or_else(|| path.split('/').find_map(not_on_windows))
}

/// Devices of Windows (Naming Files, Paths, and Namespaces): no file has such a name before its first point.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why Windows has no file or folder of a name, if it has none.
pub fn not_on_windows(name: &str) -> Option<Text> {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let is_port = |port: &str| {
        let number = stem.strip_prefix(port).map(|rest| rest.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    };
    if DEVICES.contains(&&*stem) || is_port("com") || is_port("lpt") {
        Some(text!("`{name}` is the name of a device on Windows, and of no file", name))
    } else if let Some(letter) = name.chars().find(|it| "<>:\"|?*".contains(*it)) {
        Some(text!("`{letter}` cannot stand in the name of a file on Windows", letter = letter.to_string()))
    } else if name.ends_with(['.', ' ']) {
        Some(text!("no name of a file ends with a point or a space on Windows"))
    } else {
        None
    }
}

/// Why a path leads to no file below the folder of the site, or to one that is not the site's.
pub fn astray(path: &str) -> Option<Text> {
    // Names are the same in capitals on some systems.
    if path.get(..7).is_some_and(|start| start.eq_ignore_ascii_case(".postil")) {
        return Some(text!("names that begin with `.postil` are postil's own"));
    }
    if path.len() >= PATH_LIMIT {
        return Some(text!("it is longer than any path can be"));
    }
    path.split('/').find_map(|part| {
        if part.is_empty() {
            Some(text!("a part of it is empty"))
        } else if part.eq_ignore_ascii_case(".git") {
            Some(text!("`.git` is the folder of a repository"))
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

/// Whether two texts look the same, and are not: an accent is its letter's own in the one (NFC), and a character of
/// its own in the other (NFD).
pub fn are_twins(one: &str, other: &str) -> bool {
    one != other && composed(one) == composed(other)
}

/// What is to be done about such texts.
pub fn twin_help() -> Text {
    text!(
        "two names here look the same and are encoded differently: in one an accent belongs to its letter (NFC), in the other it is a character of its own (NFD); type both anew with one keyboard, or copy one from the other"
    )
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
        let own = [".postil-manifest", ".POSTIL-staging/x", ".git/x", "a/.GIT/config"];
        let wrong = ["tags//", "/a", "a/../b", "./a", "a\nb/", "a\\b", &long, &deep];
        for wrong in own.into_iter().chain(wrong) {
            assert!(trouble(wrong).is_some() && astray(&file_of(wrong)).is_some(), "{wrong}");
        }
        let longest = format!("tags/{}/", "癌".repeat(85));
        for right in ["", "tags/", ".nojekyll", ".well-known/a", "a b/ü", ".gitignore", "a.git/", &longest] {
            assert_eq!(trouble(right), None, "{right}");
        }
    }

    #[test]
    fn a_site_can_be_checked_out_on_windows() {
        for wrong in [
            "CON",
            "con/",
            "a/aux.txt",
            "tags/prn/",
            "nul.tar.gz",
            "com1.csv",
            "LPT³",
            "COM0",
            "a:b",
            "x?/",
            "a|b",
            "a*",
            "<a>",
            "say \"a\"",
            "a./b",
            "a.",
            "a ",
            "a /b",
            "con .txt",
            "CONIN$",
        ] {
            assert!(trouble(wrong).is_some(), "{wrong}");
            // What was published once can be taken away again.
            assert_eq!(astray(&file_of(wrong)), None, "{wrong}");
        }
        for right in
            ["console/", "con-1/", "a.con", "com10", "com", "lpt/", "aux-1.txt", ".a", " a", "a;b", "a'b", "a&b"]
        {
            assert_eq!(trouble(right), None, "{right}");
        }
    }

    #[test]
    fn case_and_composition_are_folded() {
        assert_eq!(folded("Demo/A.html"), "demo/a.html");
        assert_eq!(folded("E\u{301}tude/"), folded("étude/"));
        assert_ne!(folded("肝"), folded("胆"));
        assert!(are_twins("E\u{301}tude", "Étude") && are_twins("が", "か\u{3099}"));
        assert!(!are_twins("étude", "étude") && !are_twins("etude", "étude") && !are_twins("Étude", "étude"));
    }
}
