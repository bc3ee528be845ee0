//! The files of a new site.
//!
//! No theme is among them: the default one comes with postil.

use super::SiteOptions;
use super::text::{Texts, fill};

/// Path and text of every file. `config.toml` is the last, for it is what makes a folder a site.
pub(super) fn files(options: &SiteOptions) -> Vec<(&'static str, String)> {
    let texts = Texts::of(&options.language);
    let (date, year) = (options.today.to_string(), options.today.year().to_string());
    let issue = fill(texts.first_issue, &[("date", &date), ("year", &year)]);
    let config = fill(texts.config, &[("language", options.language.tag())]);
    let mut files = Vec::new();
    if let Some(workflow) = &options.workflow {
        files.push(workflow.file(texts));
        files.push(("README.md", workflow.readme(texts)));
    }
    files.extend([
        (".gitignore", include_str!("gitignore").to_owned()),
        ("content/people.yaml", texts.people.to_owned()),
        ("content/glossary.yaml", texts.glossary.to_owned()),
        ("content/about.md", texts.about.to_owned()),
        ("content/consent/notice.md", texts.consent_notice.to_owned()),
        ("content/consent/identity.md", texts.consent_identity.to_owned()),
        ("content/consent/questions.md", texts.consent_questions.to_owned()),
        ("content/example/column.md", texts.first_column.to_owned()),
        ("content/example/001-demo/issue.md", issue),
        ("config.toml", config),
    ]);
    files
}
