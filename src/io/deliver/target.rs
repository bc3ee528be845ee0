//! Where a site is to go, as it is written.

use std::path::PathBuf;

use crate::diag::{Diagnostic, Text, code, text};

/// Where a site is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A store of objects.
    Store(Place),
    /// A folder, or a disk that is mounted as one.
    Folder(PathBuf),
    /// A host, as `rsync` names it.
    Host(String),
}

/// A place in a store of objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bucket.
    pub bucket: String,
    /// What the names of all objects begin with: empty, or with a `/` at its end.
    pub prefix: String,
}

impl Target {
    /// Reads one: `s3://BUCKET/FOLDER`, `user@host:folder`, `rsync://host/module`, `file:FOLDER` or a folder.
    pub fn parse(written: &str) -> Result<Self, Diagnostic> {
        let no = |message: Text, help: Text| Err(Diagnostic::new(code::I020, message).help(help));
        if written.trim().is_empty() || written.chars().any(char::is_control) {
            return no(text!("no destination is named"), forms());
        }
        if let Some(rest) = written.strip_prefix("s3://") {
            return match Place::parse(rest) {
                Some(place) => Ok(Self::Store(place)),
                None => no(text!("`{written}` names no place in a store of objects", written), forms()),
            };
        }
        if let Some(path) = written.strip_prefix("file:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(Self::Folder(PathBuf::from(path)));
        }
        let host = written.strip_prefix("rsync://").or_else(|| remote(written));
        match (host, written.split_once("://")) {
            (Some(host), _) => {
                // What begins with a dash would be an option of ssh.
                let is_option = |part: &str| part.is_empty() || part.starts_with('-');
                let host = host.split([':', '/']).next().unwrap_or_default();
                if host.split('@').any(is_option) || host.contains(char::is_whitespace) {
                    return no(text!("`{written}` names no host", written), forms());
                }
                Ok(Self::Host(written.to_owned()))
            }
            (None, Some((scheme, _))) => {
                let message = text!("postil cannot publish by `{scheme}`", scheme);
                no(
                    message,
                    text!(
                        "most stores of objects speak S3: write `s3://BUCKET/FOLDER` and name the store's address with `--endpoint`"
                    ),
                )
            }
            (None, None) => Ok(Self::Folder(PathBuf::from(written))),
        }
    }
}

/// `user@host:folder`; on Windows `C:\folder` is none.
fn remote(written: &str) -> Option<&str> {
    let (host, _) = written.split_once(':')?;
    (host.len() > 1 && !host.contains(['/', '\\']) && !written.contains("://")).then_some(written)
}

fn forms() -> Text {
    text!(
        "write `s3://BUCKET/FOLDER`, a folder, or `user@host:folder`, behind `publish` or as `to` below `[publish]` in config.toml"
    )
}

impl Place {
    fn parse(rest: &str) -> Option<Self> {
        let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let folder = folder.trim_end_matches('/');
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let is_bucket = bucket.starts_with(|c: char| c.is_ascii_alphanumeric()) && bucket.chars().all(is_name);
        let is_folder = folder.is_empty() || folder.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        (is_bucket && is_folder).then(|| Self { bucket: bucket.to_owned(), prefix })
    }

    /// As it is written.
    pub fn shown(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart() {
        let store = |bucket: &str, prefix: &str| Target::Store(Place { bucket: bucket.into(), prefix: prefix.into() });
        for (written, target) in [
            ("s3://press", store("press", "")),
            ("s3://press/a/b/", store("press", "a/b/")),
            ("file:/srv/www", Target::Folder("/srv/www".into())),
            ("file:///srv/www", Target::Folder("/srv/www".into())),
            ("../www", Target::Folder("../www".into())),
            ("C:\\www", Target::Folder("C:\\www".into())),
            ("a/b:c", Target::Folder("a/b:c".into())),
            ("rsync://host/module", Target::Host("rsync://host/module".into())),
            ("me@host:/srv/www", Target::Host("me@host:/srv/www".into())),
        ] {
            assert_eq!(Target::parse(written).ok(), Some(target), "{written}");
        }
        for none in [
            "",
            " ",
            "s3://",
            "s3:///a",
            "s3://a/../b",
            "s3://a//b",
            "oss://a",
            "ftp://a/b",
            "me@-oProxyCommand=x:a",
            "-e:x",
            "rsync://-x/a",
            "@host:a",
            "a b:c",
        ] {
            assert_eq!(Target::parse(none).map_err(|it| it.code), Err(code::I020), "{none}");
        }
    }
}
