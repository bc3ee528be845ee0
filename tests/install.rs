//! Where postil is kept, and its version, are said once, in Cargo.toml; whatever else names them says the same.
//!
//! `UPDATE=1 cargo test install` writes it there.

use std::fs;
use std::path::Path;

use crate::support::updates;

/// Files that name the repository or its releases.
const NAMING: [&str; 6] = [
    ".github/SECURITY.md",
    ".gitlab/postil.yml",
    "README.md",
    "README.zh-CN.md",
    "content/handbook/install.en.md",
    "content/handbook/install.md",
];

const VERSION: &str = env!("CARGO_PKG_VERSION");
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What may stand in an address, a version or a name.
fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "._-/:".contains(letter)
}

/// Puts `value` for what stands between `before` and `after`, wherever these enclose one word; a word also ends where
/// there is no `/`.
fn put(text: &str, before: &str, after: &str, value: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(before).map(|at| at + before.len()) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let word = &tail[..tail.find(|letter| !is_part(letter)).unwrap_or(tail.len())];
        let end = match after {
            "" => Some(word.len()),
            "/" => Some(word.find('/').unwrap_or(word.len())),
            _ => word.find(after),
        };
        if let Some(end) = end {
            out.push_str(value);
            rest = &tail[end..];
        } else {
            rest = tail;
        }
    }
    out + rest
}

/// A text as it should be.
fn held(text: &str) -> String {
    let (host, name) = REPOSITORY
        .strip_prefix("https://")
        .and_then(|address| address.split_once('/'))
        .expect("https://HOST/OWNER/NAME");
    let address = format!("{host}/{name}");
    let lower = name.to_lowercase();
    let mut text = text.to_owned();
    for path in ["/releases/", "/security/"] {
        text = put(&text, "https://", path, &address);
    }
    for before in ["--git https://", "git clone --branch vVERSION https://".replace("VERSION", VERSION).as_str()] {
        text = put(&text, before, "", &address);
    }
    for (before, after, value) in [
        ("/releases/download/v", "/", VERSION),
        ("postil-v", "-x86_64", VERSION),
        ("postil-v", "-aarch64", VERSION),
        ("postil-v", ".cdx.json", VERSION),
        ("git clone --branch v", "", VERSION),
        ("--tag v", "", VERSION),
        ("uses: ", "/.github/actions/", name),
        ("--repo ", "", name),
        ("/.github/actions/postil@v", "", VERSION),
        ("ghcr.io/", ":", &lower),
        ("description: The version of postil\n      default: ", "", VERSION),
    ] {
        text = put(&text, before, after, value);
    }
    text = put(&text, &format!("ghcr.io/{lower}:"), "", VERSION);
    text
}

#[test]
fn whatever_names_the_repository_or_the_version_says_what_cargo_toml_says() {
    for file in NAMING {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = fs::read_to_string(&path).expect(file);
        let held = held(&text);
        if updates() && held != text {
            fs::write(&path, &held).expect("written");
        } else {
            assert!(held == text, "{file} names another version or repository: UPDATE=1 cargo test install\n{held}");
        }
    }
}

#[test]
fn another_address_or_version_is_seen() {
    let other = "x https://old.example/a/b/releases/download/v9.9.9/postil-v9.9.9-x86_64-apple-darwin.tar.gz y\n\
        cargo install --git https://old.example/a/b --tag v9.9.9 postil; uses: a/b/.github/actions/postil@v9.9.9\n\
        docker run ghcr.io/a/b:9.9.9 build https://elsewhere.example/a";
    let held = held(other);
    assert!(!held.contains("old.example") && !held.contains("9.9.9") && !held.contains("a/b"), "{held}");
    assert!(held.ends_with("https://elsewhere.example/a") && held.contains(REPOSITORY), "{held}");
}
