//! Paths and the addresses by which editors name them: `file:///home/a/b.md`, `file:///c%3A/a/b.md`.

use std::path::{Path, PathBuf};

use crate::model::uri::{self, Part};

/// The path that an address names, if it is that of a file on this machine.
pub(super) fn path(address: &str) -> Option<PathBuf> {
    let rest = address.strip_prefix("file://")?;
    // A host stands before the path; only this machine's files can be read.
    let start = rest.find('/').filter(|at| matches!(&rest[..*at], "" | "localhost"))?;
    let path = uri::decode(&rest[start..]).into_owned();
    let has_drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    Some(PathBuf::from(if has_drive { &path[1..] } else { &path }))
}

/// The address of a path.
pub(super) fn of(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let encoded = uri::encode(&path, Part::Path);
    // As editors write it, who compare letters.
    format!("file://{slash}{}", encoded.replace(':', "%3A"))
}

/// The path of a file from a folder above it, with `/` between its parts.
pub(super) fn below(root: &Path, file: &Path) -> Option<String> {
    let path = file.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_its_path_lead_to_each_other() {
        for (address, expected) in [
            ("file:///a%20b/%E8%82%9D.md", "/a b/肝.md"),
            ("file://localhost/a.md", "/a.md"),
            ("file:///c%3A/a.md", "c:/a.md"),
        ] {
            let path = path(address).expect(address);
            assert_eq!(path, Path::new(expected));
            assert_eq!(of(&path).replace("localhost", ""), address.replace("localhost", ""));
        }
        for none in ["untitled:Untitled-1", "file://server/a", "file:", "file://", "https://a/b"] {
            assert_eq!(path(none), None, "{none}");
        }
    }
}
