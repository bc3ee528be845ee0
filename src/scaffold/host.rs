//! What a host of repositories needs to check, build and publish a site.
//!
//! The text for GitLab is the one that columns may include; a new site gets it whole, so that it depends on nothing
//! but the release.

use super::text::{Texts, fill};

/// Where repositories are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// GitHub: Actions and Pages.
    GitHub,
    /// GitLab: CI/CD and Pages.
    GitLab,
}

impl Host {
    /// All of them, by the names that editors give.
    pub const ALL: [(&'static str, Self); 2] = [("github", Self::GitHub), ("gitlab", Self::GitLab)];
}

/// The repository that releases postil: `https://github.com/OWNER/NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Reads an address. `None` unless it is `https://HOST/OWNER/NAME`, of letters, digits, `.`, `-` and `_`.
    pub fn parse(address: &str) -> Option<Self> {
        let address = address.trim_end_matches('/').trim_end_matches(".git");
        let parts: Vec<&str> = address.strip_prefix("https://")?.split('/').collect();
        let is_name = |part: &&str| {
            part.starts_with(|first: char| first.is_ascii_alphanumeric())
                && part.chars().all(|it| it.is_ascii_alphanumeric() || "._-".contains(it))
        };
        (parts.len() == 3 && parts.iter().all(is_name)).then(|| Self(address.to_owned()))
    }

    /// The one that Cargo.toml names. `None` as long as that is an address that is nobody's.
    pub fn of_this_program() -> Option<Self> {
        Self::parse(env!("CARGO_PKG_REPOSITORY")).filter(|origin| !origin.host().ends_with(".example"))
    }

    fn host(&self) -> &str {
        self.0.split('/').nth(2).unwrap_or_default()
    }

    /// `OWNER/NAME`.
    fn name(&self) -> String {
        self.0.split('/').skip(3).collect::<Vec<_>>().join("/")
    }

    /// Where the archives of this version lie.
    fn downloads(&self) -> String {
        format!("{}/releases/download/v{VERSION}", self.0)
    }
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How a site is checked and published where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// Where the site is kept.
    pub host: Host,
    /// Whose releases of postil are used there.
    pub origin: Origin,
}

impl Workflow {
    /// Path and text of the file that the host reads.
    pub(super) fn file(&self, texts: &Texts) -> (&'static str, String) {
        match self.host {
            Host::GitHub => {
                // Slots of its own: the host's are written as those of other templates.
                let text = include_str!("github.yml")
                    .replace("REPOSITORY", &self.origin.name())
                    .replace("VERSION", VERSION)
                    .replace("LANGUAGE", texts.messages);
                (".github/workflows/postil.yml", format!("{}{text}", texts.about_workflow))
            }
            Host::GitLab => {
                let included = include_str!("../../.gitlab/postil.yml");
                let (_, jobs) = included.split_once("\n---\n").unwrap_or(("", included));
                let text = jobs
                    .replace("$[[ inputs.version ]]", VERSION)
                    .replace("$[[ inputs.downloads ]]", &self.origin.downloads())
                    .replace("$[[ inputs.language ]]", texts.system_language);
                (".gitlab-ci.yml", format!("{}{text}", texts.about_workflow))
            }
        }
    }

    /// What the repository says of itself to who writes in it.
    pub(super) fn readme(&self, texts: &Texts) -> String {
        let once = match self.host {
            Host::GitHub => texts.on_github,
            Host::GitLab => texts.on_gitlab,
        };
        fill(texts.readme, &[("once", once.trim_end()), ("origin", &self.origin.0), ("version", VERSION)])
    }
}
