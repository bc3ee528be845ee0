//! People of a site.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::author::Author;
use super::identifier::Orcid;
use super::language::{Language, Localized};
use super::prose::Prose;
use crate::diag::{SourceText, Span};

/// The id of a person: the key in `people.yaml`, and the last part of the address of their page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonId(pub Arc<str>);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person.
#[derive(Debug, Clone, Hash)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The file.
    pub source: Arc<SourceText>,
    /// Where the id stands in it.
    pub span: Span,
    /// Their name.
    pub name: Localized,
    /// Their family name, where an editor says which part of the name it is.
    pub family: Option<Localized>,
    /// Their given names, likewise.
    pub given: Option<Localized>,
    /// 主任医师, 教授 …
    pub title: Option<Localized>,
    /// Where they work.
    pub affiliation: Option<Localized>,
    /// Who they are, in a paragraph of plain text.
    pub bio: Option<Localized>,
    /// Their picture.
    pub photo: Option<Photo>,
    /// Their ORCID iD.
    pub orcid: Option<Orcid>,
    /// Pages of theirs elsewhere: label, address.
    pub links: Vec<(Localized, String)>,
    /// Words about them, in whatever language.
    pub prose: Vec<Prose>,
}

impl Person {
    /// The name as a citation takes it apart: by what its editor says of it in this language, else by its own form.
    pub fn author(&self, language: &Language) -> Option<Author> {
        let own = |part: &Option<Localized>| {
            part.as_ref().map(|it| it.get(language).trim().to_owned()).filter(|it| !it.is_empty())
        };
        let name = self.name.get(language);
        // A part that is not in the name is another language's.
        let is_of_it = |part: &String| name.contains(part.as_str());
        match own(&self.family).filter(is_of_it) {
            Some(family) => Some(Author { family, given: own(&self.given).filter(is_of_it), suffix: None }),
            None => Author::direct(name),
        }
    }
}

/// A portrait.
#[derive(Debug, Clone, Hash)]
pub struct Photo {
    /// Its file, from the content folder.
    pub address: String,
    /// Where it was written.
    pub span: Span,
    /// Width and height in pixels, once the file has been looked at.
    pub size: Option<(u32, u32)>,
}
