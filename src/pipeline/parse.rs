//! Texts -> drafts -> what they stand for, file by file and in parallel.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3Default;

use super::Run;
use super::discover::Discovered;
use super::layout::Role;
use super::memo::{Everyone, Read, Remembered};
use crate::config::Config;
use crate::diag::{At, Checked, Diagnostic, OffsetMap, Said, SourceText, code, text};
use crate::link::Parts;
use crate::model::column::Column;
use crate::model::comment::Comments;
use crate::model::consent::ConsentText;
use crate::model::gathered::Gathered;
use crate::model::issue::Issue;
use crate::model::language::Language;
use crate::model::page::Page;
use crate::model::person::{Person, PersonId};
use crate::model::statistic::Synonyms;
use crate::parse::draft;
use crate::parse::markdown::{self, AllowedHtml, MarkdownOptions};
use crate::validate::{self, Markdown, Setting};

/// What one file came to.
#[derive(Clone)]
pub(super) enum Part {
    /// An issue.
    Issue(Arc<Issue>),
    /// A column's own text.
    Column(Box<Column>),
    /// A page that is no issue.
    Page(Box<Page>),
    /// A text of the consent.
    Consent(Box<ConsentText>),
    /// Nothing that can be shown.
    Nothing,
}

/// Reads every text. Translations of issues come second, since they take from their originals what no language changes.
pub(super) fn parse(run: Run<'_>, discovered: &Discovered, config: &Config, said: &mut Said) -> Parts {
    let Run { world, memory, .. } = run;
    let options = markdown_options(config, said);
    let read = |text: &str, map: &OffsetMap, file: &Arc<SourceText>| markdown::parse(text, map, file, &options);
    let reader = Reader { languages: &config.settings.languages, markdown: &read, synonyms: &config.house.words };
    let desk = Desk {
        reader: &reader,
        around: around(config),
        known: &memory.parts,
        kept: Read::new(|kind| world.cache(kind)),
    };
    let mut parts = Parts::default();
    let mut comments = BTreeMap::new();
    let (mut originals, mut translations, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (role, text) in &discovered.texts {
        match role {
            Role::People => match desk.people(text, &memory.people).into_value(said) {
                Some(people) => parts.people = people,
                None => parts.unreadable.push(text.path.clone()),
            },
            Role::Glossary => parts.glossary = reader.glossary(text, said),
            Role::Comments { folder } => {
                comments.insert(folder.clone(), reader.comments(text, said));
            }
            // They are compared once the site is put together.
            Role::Signatures { .. } | Role::Published { .. } => {}
            Role::Issue { language, .. } if *language != config.settings.language => translations.push((role, text)),
            Role::Issue { .. } => originals.push((role, text)),
            _ => others.push((role, text)),
        }
    }
    let none = BTreeMap::new();
    let mut issues: BTreeMap<String, Arc<Issue>> = BTreeMap::new();
    for ((role, text), checked) in originals.iter().zip(desk.issues("originals", &originals, &none)) {
        match (role, checked.into_value(said)) {
            (Role::Issue { column, folder, .. }, Part::Issue(issue)) => {
                issues.insert(format!("{column}/{folder}"), issue);
            }
            _ => parts.unreadable.push(text.path.clone()),
        }
    }
    let read = desk.issues("translations", &translations, &issues).into_iter().chain(desk.all(&others, &none));
    for ((_, text), checked) in translations.iter().chain(&others).zip(read) {
        match checked.into_value(said) {
            Part::Issue(issue) => parts.issues.push(issue),
            Part::Column(column) => parts.columns.push(*column),
            Part::Page(page) => parts.pages.push(*page),
            Part::Consent(text) => parts.consent.push(*text),
            Part::Nothing => parts.unreadable.push(text.path.clone()),
        }
    }
    parts.issues.extend(issues.into_values());
    for issue in &mut parts.issues {
        if let Some(comments) = comments.get(folder(&issue.source)) {
            Arc::make_mut(issue).comments = comments.clone();
        }
    }
    parts
}

/// A print of what of the site decides how a file is read: all that a [`Reader`] has of it.
fn around(config: &Config) -> u128 {
    let Config { settings, house, allowed_html, .. } = config;
    let allowed = allowed_html.as_ref().map(|all| all.iter().map(|it| (&it.0.value, &it.1)).collect::<Vec<_>>());
    let mut print = Gathered::default();
    (&settings.languages, allowed, &house.words).hash(&mut print);
    print.print()
}

/// The folder of a text, below that of the content.
fn folder(text: &SourceText) -> &str {
    text.path.strip_prefix("content/").and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder)
}

fn markdown_options(config: &Config, said: &mut Said) -> MarkdownOptions {
    let Some(allowed) = &config.allowed_html else { return MarkdownOptions::default() };
    let entry = |(element, attributes): &(At<String>, Vec<String>)| (element.value.clone(), attributes.clone());
    // One at a time, so that each that is refused is named at its own place.
    let sound = allowed.iter().filter(|one| match AllowedHtml::new([entry(one)]) {
        Ok(_) => true,
        Err(refused) => {
            said.push(Diagnostic::new(code::S004, refused.text()).at(&config.source, one.0.span.clone()).help(text!(
                "take it out of `[markdown.html]`; scripts, styles and frames are never published from Markdown"
            )));
            false
        }
    });
    let allowed_html = AllowedHtml::new(sound.map(entry)).unwrap_or_else(|_| AllowedHtml::none());
    MarkdownOptions { allowed_html: Arc::new(allowed_html), ..MarkdownOptions::default() }
}

/// Reads the text of one issue, in a language and perhaps with its original, and says nothing of it.
pub(super) type Again<'a> = Box<dyn Fn(&Arc<SourceText>, &Language, Option<&Issue>) -> Option<Issue> + Sync + 'a>;

/// What reads an issue as it might be.
pub(super) fn again(config: &Config) -> Again<'_> {
    let options = markdown_options(config, &mut Said::default());
    Box::new(move |text, language, original| {
        let read = |text: &str, map: &OffsetMap, file: &Arc<SourceText>| markdown::parse(text, map, file, &options);
        let Config { settings, house, .. } = config;
        let reader = Reader { languages: &settings.languages, markdown: &read, synonyms: &house.words };
        let mut names = text.path.strip_prefix("content/")?.split('/');
        reader.issue((names.next()?, names.next()?), language, text, original, &mut Said::default())
    })
}

struct Reader<'a> {
    languages: &'a [Language],
    markdown: &'a Markdown<'a>,
    synonyms: &'a Synonyms,
}

/// Issues in the main language, by column and folder.
type Originals = BTreeMap<String, Arc<Issue>>;

/// Reads files, or remembers what they came to.
struct Desk<'a> {
    reader: &'a Reader<'a>,
    /// A print of what of the site decides how a file is read.
    around: u128,
    known: &'a Remembered<Arc<Checked<Part>>>,
    kept: Read,
}

impl Desk<'_> {
    /// Issues of a kind: what does not stand in memory may be kept on the disk.
    fn issues(&self, kind: &str, texts: &[(&Role, &Arc<SourceText>)], originals: &Originals) -> Vec<Checked<Part>> {
        if self.known.lasts() {
            return self.all(texts, originals);
        }
        let read = |(role, text): &(&Role, &Arc<SourceText>)| self.reader.one(role, text, originals);
        self.kept.all(kind, texts, |(role, text)| (self.print(role, text, originals), *text), read)
    }

    fn all(&self, texts: &[(&Role, &Arc<SourceText>)], originals: &Originals) -> Vec<Checked<Part>> {
        texts.par_iter().map(|(role, text)| self.one(role, text, originals)).collect()
    }

    fn one(&self, role: &Role, text: &Arc<SourceText>, originals: &Originals) -> Checked<Part> {
        if !self.known.lasts() {
            return self.reader.one(role, text, originals);
        }
        let print = self.print(role, text, originals);
        let known = self.known.get(print).unwrap_or_else(|| {
            let read = Arc::new(self.reader.one(role, text, originals));
            self.known.add(print, Arc::clone(&read));
            read
        });
        Checked::new(known.value.clone(), known.diagnostics.clone())
    }

    fn people(
        &self,
        text: &Arc<SourceText>,
        known: &Remembered<Everyone>,
    ) -> Checked<Option<BTreeMap<PersonId, Person>>> {
        let read = || {
            let mut said = Said::default();
            let people = self.reader.people(text, &mut said);
            Checked::new(people, said)
        };
        if !known.lasts() {
            return read();
        }
        let mut print = Xxh3Default::new();
        (self.around, text).hash(&mut print);
        let print = print.digest128();
        let people = known.get(print).unwrap_or_else(|| {
            let read = Arc::new(read());
            known.add(print, Arc::clone(&read));
            read
        });
        Checked::new(people.value.clone(), people.diagnostics.clone())
    }

    /// A print of all that a file is read from.
    fn print(&self, role: &Role, text: &SourceText, originals: &Originals) -> u128 {
        let mut print = Xxh3Default::new();
        (self.around, text).hash(&mut print);
        if let Role::Issue { column, folder, language } = role {
            (column, folder, language).hash(&mut print);
            originals.get(&format!("{column}/{folder}")).map(|it| &it.source).hash(&mut print);
        }
        print.digest128()
    }
}

impl Reader<'_> {
    fn setting<'s>(&'s self, column: &str, name: &'s str, language: &Language) -> Setting<'s> {
        Setting {
            column: column.into(),
            name,
            language: language.clone(),
            languages: self.languages,
            markdown: self.markdown,
            synonyms: self.synonyms,
        }
    }

    fn main_setting(&self) -> Setting<'_> {
        self.setting("", "", &self.languages[0])
    }

    fn one(&self, role: &Role, text: &Arc<SourceText>, originals: &Originals) -> Checked<Part> {
        let mut said = Said::default();
        let part = match role {
            Role::Issue { column, folder, language } => {
                let original = originals.get(&format!("{column}/{folder}")).map(|it| &**it);
                self.issue((column, folder), language, text, original, &mut said).map(|it| Part::Issue(Arc::new(it)))
            }
            Role::Column { slug, language } => {
                let setting = self.setting(slug, slug, language);
                let draft = draft::column(text).into_value(&mut said);
                draft
                    .and_then(|draft| validate::column(&draft, &setting).into_value(&mut said))
                    .map(|it| Part::Column(Box::new(it)))
            }
            Role::Page { section, name, language } => {
                let setting = self.setting("", name, language);
                let draft = draft::page(text).into_value(&mut said);
                draft
                    .and_then(|draft| validate::page(&draft, section, &setting).into_value(&mut said))
                    .map(|it| Part::Page(Box::new(it)))
            }
            Role::Consent { name, language } => {
                let setting = self.setting("", name, language);
                let draft = draft::consent(text).into_value(&mut said);
                draft
                    .and_then(|draft| validate::consent(&draft, &setting).into_value(&mut said))
                    .map(|it| Part::Consent(Box::new(it)))
            }
            _ => None,
        };
        Checked::new(part.unwrap_or(Part::Nothing), said)
    }

    fn issue(
        &self,
        (column, folder): (&str, &str),
        language: &Language,
        text: &Arc<SourceText>,
        original: Option<&Issue>,
        said: &mut Said,
    ) -> Option<Issue> {
        let setting = self.setting(column, folder, language);
        let draft = if original.is_some() { draft::translation(text) } else { draft::issue(text) };
        let draft = draft.into_value(said)?;
        Some(validate::issue(draft, &setting, original).into_value(said))
    }

    fn people(&self, text: &Arc<SourceText>, said: &mut Said) -> Option<BTreeMap<PersonId, Person>> {
        let draft = draft::people(text).into_value(said);
        draft.map(|draft| validate::people(text, &draft, &self.main_setting()).into_value(said))
    }

    fn glossary(&self, text: &Arc<SourceText>, said: &mut Said) -> BTreeMap<String, crate::model::language::Localized> {
        let draft = draft::glossary(text).into_value(said);
        draft.map(|draft| validate::glossary(text, &draft, &self.main_setting()).into_value(said)).unwrap_or_default()
    }

    fn comments(&self, text: &Arc<SourceText>, said: &mut Said) -> Comments {
        let draft = draft::comments(text).into_value(said);
        draft.map(|draft| validate::comments(text, &draft, &self.main_setting()).into_value(said)).unwrap_or_default()
    }
}
