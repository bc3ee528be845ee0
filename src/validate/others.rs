//! Columns, pages, people, the glossary and comments.
//!
//! Never asks whether a person who is named exists: that is for `link`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::name::Level;
use super::{Setting, Validator, plain};
use crate::diag::{At, Checked, Diagnostic, Said, SourceText, Span, code, text};
use crate::model::column::Column;
use crate::model::comment::{Comment, Comments};
use crate::model::consent::Scope;
use crate::model::language::Localized;
use crate::model::page::Page;
use crate::model::person::{Person, PersonId, Photo};
use crate::model::signature::{Signature, SignedRow};
use crate::parse::draft::{
    ColumnDraft, CommentsDraft, Decode, Draft, LocalizedDraft, Map, PageDraft, PersonDraft, SignatureDraft,
    SignedRowDraft, Text,
};

/// A column; `setting.column` is its folder.
pub fn column(draft: &Draft<ColumnDraft>, setting: &Setting<'_>) -> Checked<Option<Column>> {
    let mut check = Validator::new(&draft.source, setting);
    let front = &draft.front;
    let place = front.title.0.as_ref().map_or(&draft.fence, |title| &title.span);
    let slug = check.slug(&setting.column, place.clone(), text!("the name of the column's folder"), Level::Top);
    check.chinese_commas(&front.partners, false);
    for ids in [&front.lead, &front.team] {
        check.chinese_commas(ids, true);
    }
    let lead = check.person_ids(&front.lead);
    let team = check.person_ids(&front.team);
    let greeting = check.body_of_file(draft.body.clone());
    let column = front.title.0.as_ref().zip(slug).map(|(title, _)| Column {
        slug: Arc::clone(&setting.column),
        language: setting.language.clone(),
        source: Arc::clone(&draft.source),
        title: title.value.clone(),
        description: plain(front.description.as_ref()),
        partners: front.partners.iter().map(|it| it.value.clone()).collect(),
        specialty: front.specialty.iter().map(|it| it.value).collect(),
        lead,
        team,
        greeting,
        prose: front.prose(),
    });
    Checked::new(column, check.diagnostics)
}

/// A page of the folder `section` (empty at the top); `setting.name` is its file's name without its ending, and
/// `index` is the page that opens its folder.
pub fn page(draft: &Draft<PageDraft>, section: &str, setting: &Setting<'_>) -> Checked<Option<Page>> {
    let mut check = Validator::new(&draft.source, setting);
    let front = &draft.front;
    let place = front.title.0.as_ref().map_or(&draft.fence, |title| &title.span);
    let is_index = setting.name == "index";
    let level = if section.is_empty() { Level::Top } else { Level::Inner };
    let slug = match &front.slug {
        _ if is_index => Some(String::new()),
        Some(slug) => check.slug(slug, slug.span.clone(), text!("the slug"), level),
        None => check.slug(setting.name, place.clone(), text!("the name of its file"), level),
    };
    let aliases = check.aliases(&front.aliases);
    let body = check.body_of_file(draft.body.clone());
    let page = front.title.0.as_ref().zip(slug).map(|(title, slug)| Page {
        address: [section, &slug].iter().filter(|part| !part.is_empty()).map(|part| format!("{part}/")).collect(),
        section: section.to_owned(),
        is_index,
        language: setting.language.clone(),
        source: Arc::clone(&draft.source),
        title: title.value.clone(),
        description: plain(front.description.as_ref()),
        order: front.order.as_ref().map_or(0, |order| order.value),
        aliases,
        asks: front.consent.as_ref().map(|at| At::new(at.value.0, at.span.clone())),
        scope: Scope::default(),
        body,
        prose: front.prose(),
    });
    Checked::new(page, check.diagnostics)
}

/// Everyone in `people.yaml`.
pub fn people(
    source: &Arc<SourceText>,
    draft: &Map<PersonDraft>,
    setting: &Setting<'_>,
) -> Checked<BTreeMap<PersonId, Person>> {
    let mut check = Validator::new(source, setting);
    let people = draft
        .0
        .iter()
        .filter_map(|(id, person)| check.person(id, person))
        .map(|person| (person.id.clone(), person))
        .collect();
    Checked::new(people, check.diagnostics)
}

/// The terms in `glossary.yaml`.
pub fn glossary(
    source: &Arc<SourceText>,
    draft: &Map<LocalizedDraft>,
    setting: &Setting<'_>,
) -> Checked<BTreeMap<String, Localized>> {
    let mut check = Validator::new(source, setting);
    let terms = draft.0.iter().map(|(term, texts)| (term.value.clone(), check.localized(texts))).collect();
    Checked::new(terms, check.diagnostics)
}

/// The comments in `comments.yaml`.
pub fn comments(source: &Arc<SourceText>, draft: &CommentsDraft, setting: &Setting<'_>) -> Checked<Comments> {
    let mut check = Validator::new(source, setting);
    let shown: Vec<Comment> = draft
        .comments
        .iter()
        .filter_map(|comment| {
            Some(Comment {
                author: plain(comment.author.0.as_ref())?,
                date: comment.date.as_ref().map(|date| date.value),
                text: plain(comment.text.0.as_ref())?,
                likes: comment.likes.as_ref().map(|likes| likes.value),
            })
        })
        .collect();
    let at_least = u32::try_from(shown.len()).unwrap_or(u32::MAX);
    let comments = Comments {
        count: draft.count.as_ref().map_or(at_least, |count| count.value.max(at_least)),
        more: check.urls(draft.more.as_ref()),
        shown,
    };
    Checked::new(comments, check.diagnostics)
}

/// The signatures in `signatures.yaml`. What holds no number is no row.
pub fn signatures(source: &Arc<SourceText>, draft: &Map<SignatureDraft>) -> Checked<Vec<Signature>> {
    let mut said = Said::default();
    let mut all = Vec::new();
    for (id, signature) in &draft.0 {
        let Some(date) = &signature.date.0 else { continue };
        let rows = rows(&signature.numbers, |other, span| {
            let found = Diagnostic::new(code::E513, text!("`{other}` is no number that can be signed", other));
            said.push(
                found
                    .at(source, span)
                    .help(text!("this file is written by `postil sign`; take the signature out and sign again")),
            );
        });
        let by = At::new(PersonId(id.value.as_str().into()), id.span.clone());
        all.push(Signature { by, date: date.value, rows });
    }
    Checked::new(all, said)
}

/// The rows of numbers in a file; `fault` hears of the first thing in each that is none.
pub(super) fn rows(drafts: &[SignedRowDraft], mut fault: impl FnMut(&str, Span)) -> Vec<SignedRow> {
    let mut rows = Vec::with_capacity(drafts.len());
    for row in drafts {
        let (Some(place), Some(are)) = (&row.at.0, &row.are.0) else { continue };
        let is_number = |it: &&str| it.contains(|c: char| c.is_ascii_digit());
        if let Some(other) = are.split_whitespace().find(|it| !is_number(it)) {
            fault(other, are.span.clone());
        }
        let numbers = are.split_whitespace().filter(is_number).map(str::to_owned).collect();
        rows.push(SignedRow { place: place.value.clone(), numbers, span: row.span.clone() });
    }
    rows
}

impl Validator<'_> {
    fn person_ids(&mut self, written: &[Text]) -> Vec<At<PersonId>> {
        let mut ids: Vec<At<PersonId>> = Vec::with_capacity(written.len());
        for text in written {
            let id = self.person_id(text);
            if let Some(first) = ids.iter().find(|other| other.value == id.value) {
                let what = crate::diag::Text::verbatim(format!("`{}`", id.value));
                self.say(super::fault::repeated(self.source, id.span.clone(), what, first.span.clone()));
            } else {
                ids.push(id);
            }
        }
        ids
    }

    fn person(&mut self, id: &Text, draft: &PersonDraft) -> Option<Person> {
        let slug = self.slug(id, id.span.clone(), text!("the id of a person"), Level::Inner);
        let name = draft.name.0.as_ref().map(|name| self.localized(name));
        let family = draft.family.as_ref().map(|it| self.localized(it));
        let given = draft.given.as_ref().map(|it| self.localized(it));
        let title = draft.title.as_ref().map(|it| self.localized(it));
        let affiliation = draft.affiliation.as_ref().map(|it| self.localized(it));
        let bio = draft.bio.as_ref().map(|it| self.localized(it));
        let orcid = draft.orcid.as_ref().and_then(|it| self.orcid(it));
        let photo =
            draft.photo.as_ref().map(|it| Photo { address: it.value.clone(), span: it.span.clone(), size: None });
        let mut links = Vec::with_capacity(draft.links.len());
        for link in &draft.links {
            let label = link.label.0.as_ref().map(|label| self.localized(label));
            let url = self.urls(link.url.0.as_ref());
            links.extend(label.zip(url));
        }
        Some(Person {
            id: PersonId(slug?.into()),
            source: Arc::clone(self.source),
            span: id.span.clone(),
            // A person without a name is an error; with the id known, those who name them are not blamed for it.
            name: name.unwrap_or_else(|| Localized::Plain("".into())),
            family,
            given,
            title,
            affiliation,
            bio,
            photo,
            orcid,
            links,
            prose: draft.prose(),
        })
    }
}
