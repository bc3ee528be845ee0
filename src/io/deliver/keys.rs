//! What a store of objects knows somebody by: from the environment, or from the file that its own tools write. It is in
//! nothing that is said, and in no configuration.

use std::fmt;

use rusty_s3::Credentials;

use crate::diag::{Diagnostic, code, text};

/// What a store knows somebody by.
#[derive(Clone)]
pub struct Keys(pub(super) Credentials);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// These.
    pub fn new(id: &str, secret: &str, token: Option<&str>) -> Self {
        Self(match token {
            Some(token) => Credentials::new_with_token(id, secret, token),
            None => Credentials::new(id, secret),
        })
    }

    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` of the environment; otherwise the profile
    /// that `AWS_PROFILE` names, or `default`, of `~/.aws/credentials`.
    pub fn find() -> Result<Self, Diagnostic> {
        if let Some(own) = Self::of_environment() {
            return Ok(own);
        }
        let profile = set("AWS_PROFILE").unwrap_or_else(|| "default".to_owned());
        let home = set("HOME").or_else(|| set("USERPROFILE"));
        let file = home.map(|home| std::path::Path::new(&home).join(".aws").join("credentials"));
        let text = file.and_then(|file| std::fs::read_to_string(file).ok());
        text.and_then(|text| Self::of_profile(&text, &profile)).ok_or_else(|| {
            let message = text!("nothing says by which key the store knows you");
            Diagnostic::new(code::I022, message).help(text!(
                "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or write them into `~/.aws/credentials`; a profile other than `default` is named by `AWS_PROFILE`; never write them into config.toml"
            ))
        })
    }

    /// Those of the environment alone.
    pub fn of_environment() -> Option<Self> {
        let (id, secret) = (set("AWS_ACCESS_KEY_ID")?, set("AWS_SECRET_ACCESS_KEY")?);
        Some(Self::new(&id, &secret, set("AWS_SESSION_TOKEN").as_deref()))
    }

    /// Those of a profile in the text of such a file.
    fn of_profile(text: &str, profile: &str) -> Option<Self> {
        let (mut is_here, mut found) = (false, [const { None }; 3]);
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                is_here = name.trim() == profile;
            } else if let Some((name, value)) = line.split_once('=').filter(|_| is_here) {
                let names = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
                if let Some(at) = names.iter().position(|it| *it == name.trim()) {
                    found[at] = Some(value.trim());
                }
            }
        }
        let [id, secret, token] = found;
        Some(Self::new(id?, secret?, token))
    }
}

/// What a variable of the environment says.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|it| !it.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_found_and_nothing_of_it_is_shown() {
        let text = "# mine\n[default]\naws_access_key_id = one\naws_secret_access_key=hidden=\n\n[press]\n\
                    aws_access_key_id = two\naws_secret_access_key = buried\naws_session_token = token\n[half]\n\
                    aws_access_key_id = three\n";
        let keys = |profile: &str| Keys::of_profile(text, profile).map(|it| it.0);
        assert_eq!(keys("default"), Some(Credentials::new("one", "hidden=")));
        assert_eq!(keys("press"), Some(Credentials::new_with_token("two", "buried", "token")));
        assert_eq!((keys("half"), keys("none")), (None, None));
        assert_eq!(format!("{:?}", Keys::of_profile(text, "press")), "Some(Keys)");
    }
}
