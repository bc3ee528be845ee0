//! A column: the series that issues belong to.

use std::sync::Arc;

use super::body::Body;
use super::language::Language;
use super::person::PersonId;
use super::prose::Prose;
use super::specialty::Specialty;
use crate::diag::{At, SourceText};

/// A column in one language.
#[derive(Debug, Clone, Hash)]
pub struct Column {
    /// Its folder's name, and the first part of its address.
    pub slug: Arc<str>,
    /// The language of this text.
    pub language: Language,
    /// The file.
    pub source: Arc<SourceText>,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// Who publishes it together.
    pub partners: Vec<String>,
    /// The branches of medicine that it speaks to.
    pub specialty: Vec<Specialty>,
    /// Its lead experts.
    pub lead: Vec<At<PersonId>>,
    /// Its team.
    pub team: Vec<At<PersonId>>,
    /// The greeting to readers.
    pub greeting: Body,
    /// Its words outside the greeting.
    pub prose: Vec<Prose>,
}
