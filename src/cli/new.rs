//! `postil new`: what was asked for, handed to [`scaffold`].

use std::path::{Path, PathBuf};

use super::arguments::{Common, New};
use super::site::root;
use super::{End, finish, misuse};
use crate::diag::{Diagnostic, Locale, Said, Text, code, text};
use crate::io;
use crate::model::language::Language;
use crate::model::site::Settings;
use crate::pipeline;
use crate::scaffold;
use crate::scaffold::citation;
use crate::scaffold::{Host, IssueRequest, Origin, SiteOptions, Workflow};

/// The language of a new site for which none is named.
const DEFAULT_LANGUAGE: &str = "zh-CN";

/// Makes it, and says which files were made.
pub(super) fn make(common: &Common, new: New) -> End {
    let mut said = Said::default();
    let mut next = Vec::new();
    let made = match new {
        New::Site { folder, language, template, from_repository } => {
            next = after_new_site(common, &folder, language.as_deref());
            match template.map(|host| workflow(&host, from_repository)).transpose() {
                Ok(workflow) => new_site(common, &folder, language.as_deref(), workflow),
                Err(message) => return misuse(common, &message),
            }
        }
        New::Workflow { host, from_repository } => match workflow(&host, from_repository) {
            Ok(workflow) => site_settings(common)
                .and_then(|(root, settings)| scaffold::workflow(&root, &workflow, &settings.language))
                .map(|path| vec![path]),
            Err(message) => return misuse(common, &message),
        },
        New::Column { slug, title } => new_column(common, &slug, title.as_deref()),
        New::Theme { name, from } => {
            let made = new_theme(common, &name, from.as_deref());
            next.push(text!("to use it, write `theme = \"{name}\"` in config.toml", name));
            made
        }
        New::Issue { address, number, title, date, doi, from } => {
            let (column, slug) = match scaffold::split(&address) {
                Ok(parts) => parts,
                Err(diagnostic) => return finish(common, vec![diagnostic]),
            };
            let citation = match from.as_deref().map(|file| cited(file, &mut said)) {
                Some(None) => return finish(common, said),
                found => found.flatten(),
            };
            site_settings(common).and_then(|(root, settings)| {
                let request = IssueRequest {
                    column,
                    slug,
                    number,
                    title: title.as_deref(),
                    date,
                    today: io::clock::today(&settings.time_zone),
                    doi: doi.as_deref(),
                    citation: citation.as_ref(),
                    language: &settings.language,
                };
                scaffold::issue(&root, &request).map(|path| vec![path])
            })
        }
    };
    match made {
        Ok(paths) => {
            if !common.quiet {
                paths.iter().for_each(|path| common.say(&text!("made {path}", path)));
                next.iter().for_each(|words| common.say(words));
            }
        }
        Err(diagnostic) => said.push(diagnostic),
    }
    finish(common, said)
}

/// What to do with a new site, and that it is in another language than the messages where nobody asked for one.
fn after_new_site(common: &Common, folder: &Path, language: Option<&str>) -> Vec<Text> {
    let mut next = Vec::new();
    if language.is_none() && common.locale() != Locale::of(DEFAULT_LANGUAGE) {
        next.push(text!("the site is in Chinese; `postil new site FOLDER --language en` makes one in English"));
    }
    let folder = folder.display().to_string();
    next.push(text!("next: `cd {folder}`, then `postil serve`: the site opens in a browser, and changes with every file that you save", folder));
    next.push(text!(
        "a column and an issue of your own: `postil new column NAME`, then `postil new issue COLUMN/NAME`"
    ));
    next
}

/// What is made for a host, with the repository that postil is taken from there.
fn workflow(host: &str, origin: Option<Origin>) -> Result<Workflow, Text> {
    let origin = origin.or_else(Origin::of_this_program).ok_or_else(|| {
        text!("this postil was not released from anywhere; name the repository whose releases are to be used: `--from-repository https://github.com/OWNER/postil`")
    })?;
    let host = Host::ALL.iter().find(|(name, _)| *name == host).map_or(Host::GitHub, |(_, host)| *host);
    Ok(Workflow { host, origin })
}

fn new_site(
    common: &Common,
    folder: &Path,
    language: Option<&str>,
    workflow: Option<Workflow>,
) -> Result<Vec<String>, Diagnostic> {
    // Who meant the language of the site would get a Chinese one.
    let asked = common.asked_lang().filter(|it| Locale::of(it) != Locale::of(DEFAULT_LANGUAGE));
    if let (None, Some(asked)) = (language, asked) {
        return Err(Diagnostic::new(
            code::S004,
            text!("`--lang` is the language of messages, and `--language` that of the site"),
        )
        .path("--lang")
        .help(text!("write `--language {asked}`, or `--language zh-CN` for a site in Chinese", asked)));
    }
    let tag = language.unwrap_or(DEFAULT_LANGUAGE);
    let language = Language::parse(tag).ok_or_else(|| {
        Diagnostic::new(code::S004, text!("`{tag}` is not a language tag", tag))
            .path("--language")
            .help(text!("a tag is `zh-CN`, `en`, `ja` …: the language in lower case, then the region"))
    })?;
    let options = SiteOptions { language, today: io::clock::today(&jiff::tz::TimeZone::UTC), workflow };
    let made = scaffold::site(folder, &options)?;
    Ok(made.into_iter().map(|path| folder.join(path).display().to_string()).collect())
}

fn new_column(common: &Common, slug: &str, title: Option<&str>) -> Result<Vec<String>, Diagnostic> {
    let (root, settings) = site_settings(common)?;
    scaffold::column(&root, slug, title.unwrap_or(slug), &settings.language).map(|path| vec![path])
}

fn new_theme(common: &Common, name: &str, from: Option<&str>) -> Result<Vec<String>, Diagnostic> {
    let (root, settings) = site_settings(common)?;
    scaffold::theme(&root, name, from, &settings.language)
}

/// Reads the paper out of a reference manager's file; `None` where that failed, and what failed is in `said`.
fn cited(file: &Path, said: &mut Said) -> Option<citation::Citation> {
    match io::source::read(file) {
        Ok(bytes) => citation::read(&file.display().to_string(), &bytes).into_value(said),
        Err(diagnostic) => {
            said.push(diagnostic);
            None
        }
    }
}

/// The site's folder and what its configuration says of it.
fn site_settings(common: &Common) -> Result<(PathBuf, Settings), Diagnostic> {
    let root = root(common)?;
    let settings = pipeline::settings(&root)?;
    Ok((root, settings))
}
