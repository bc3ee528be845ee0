//! The lists of an issue: commentary, credits, corrections, references.
//!
//! Never asks whether a person who is named exists: that is for `link`.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Validator, fault, plain};
use crate::diag::{Acceptance, At, Code, Span, text};
use crate::model::commentary::Commentary;
use crate::model::correction::{Correction, CorrectionKind};
use crate::model::credit::Credit;
use crate::model::issue::Issue;
use crate::model::reference::Reference;
use crate::parse::draft::{AcceptDraft, CommentaryDraft, CorrectionDraft, CreditDraft, ReferenceDraft};

impl Validator<'_> {
    pub(super) fn commentary(
        &mut self,
        drafts: &[CommentaryDraft],
        original: Option<&Issue>,
        place: &Span,
    ) -> Vec<Commentary> {
        let inherited = original.map_or(&[][..], |issue| &issue.commentary);
        let mut all = Vec::with_capacity(drafts.len());
        for (number, draft) in drafts.iter().enumerate() {
            let text = draft.text.0.as_ref().map(|text| self.body(text));
            let expert = match &draft.expert.0 {
                Some(expert) => Some(self.person_id(expert)),
                None => inherited.get(number).map(|it| At::new(it.expert.value.clone(), place.clone())),
            };
            if let (Some(expert), Some(text)) = (expert, text) {
                all.push(Commentary { expert, text });
            }
        }
        all
    }

    pub(super) fn credits(
        &mut self,
        drafts: Option<&Vec<CreditDraft>>,
        original: Option<&Issue>,
        place: &Span,
    ) -> Vec<Credit> {
        let drafts = drafts.map_or(&[][..], Vec::as_slice);
        if let (true, Some(issue)) = (drafts.is_empty(), original) {
            let moved = |credit: &Credit| Credit {
                role: credit.role,
                person: At::new(credit.person.value.clone(), place.clone()),
            };
            return issue.credits.iter().map(moved).collect();
        }
        let mut credits: Vec<Credit> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let (Some(role), Some(person)) = (&draft.role.0, &draft.person.0) else {
                continue;
            };
            let person = self.person_id(person);
            let same = |other: &&Credit| other.role == role.value && other.person.value == person.value;
            if let Some(first) = credits.iter().find(same) {
                let what = text!("`{person}` as {role}", person = person.value.to_string(), role = role.name());
                self.say(fault::repeated(self.source, person.span.clone(), what, first.person.span.clone()));
            } else {
                credits.push(Credit { role: role.value, person });
            }
        }
        credits
    }

    /// A translation says of the covered paper what its original says, whether it names it or not.
    pub(super) fn corrections(
        &mut self,
        drafts: &[CorrectionDraft],
        published: Option<&At<Date>>,
        original: Option<&Issue>,
    ) -> Vec<Correction> {
        let mut above: Option<&At<Date>> = None;
        let mut corrections: Vec<Correction> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let Some(date) = &draft.date.0 else { continue };
            if let Some(published) = published {
                self.not_before(date, published, text!("the day of this correction"));
            }
            if let Some(above) = above.filter(|above| above.value < date.value) {
                self.say(fault::correction_order(self.source, date.span.clone(), above.span.clone()));
            }
            above = Some(date);
            let Some(kind) = &draft.kind.0 else { continue };
            corrections.push(Correction {
                date: date.value,
                kind: kind.value,
                was: plain(draft.was.as_ref()),
                now: plain(draft.now.as_ref()),
                note: plain(draft.note.as_ref()),
                doi: draft.doi.as_ref().and_then(|doi| self.doi(doi)).map(|doi| doi.value),
            });
        }
        let is_of_paper = |it: &&Correction| matches!(it.kind, CorrectionKind::Retraction | CorrectionKind::Concern);
        for inherited in original.iter().flat_map(|issue| &issue.corrections).filter(is_of_paper) {
            if !corrections.iter().any(|own| own.kind == inherited.kind) {
                corrections.push(inherited.clone());
            }
        }
        corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date));
        corrections
    }

    /// Of a code that cannot be accepted nothing is.
    pub(super) fn accepts(&mut self, drafts: &[AcceptDraft]) -> Vec<Acceptance> {
        let mut accepts = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let (Some(name), Some(_)) = (&draft.code.0, &draft.reason.0) else { continue };
            match Code::find(name).filter(|code| code.can_be_accepted()) {
                Some(code) => accepts.push(Acceptance {
                    file: Arc::clone(self.source),
                    span: draft.span.clone(),
                    code,
                    at: draft.at.clone(),
                }),
                None => self.say(fault::cannot_accept(self.source, name.span.clone(), name)),
            }
        }
        accepts
    }

    pub(super) fn references(
        &mut self,
        drafts: Option<&Vec<ReferenceDraft>>,
        original: Option<&Issue>,
        place: &Span,
    ) -> Vec<Reference> {
        let drafts = drafts.map_or(&[][..], Vec::as_slice);
        if let (true, Some(issue)) = (drafts.is_empty(), original) {
            return issue.references.iter().map(|it| Reference { span: place.clone(), ..it.clone() }).collect();
        }
        let mut references = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let doi = draft.doi.as_ref().and_then(|doi| self.doi(doi));
            let pmid = draft.pmid.as_ref().and_then(|pmid| self.pmid(pmid));
            let url = self.urls(draft.url.as_ref());
            if let Some(citation) = plain(draft.citation.0.as_ref()) {
                references.push(Reference {
                    citation,
                    doi: doi.map(|doi| doi.value),
                    pmid,
                    url,
                    span: draft.span.clone(),
                });
            }
        }
        references
    }
}
