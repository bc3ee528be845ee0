//! The trial of an issue: its ids and arms.
//!
//! Never counts: whether the arms add up is for the rules of evidence.

use super::{Validator, fault, plain};
use crate::diag::{At, Span, text};
use crate::model::trial::{Arm, Publication, Trial};
use crate::parse::draft::{ArmDraft, PublicationDraft, Text, TrialDraft};

impl Validator<'_> {
    /// The trial. What a translation leaves out comes from the original's, and stands at `place`.
    pub(super) fn trial(
        &mut self,
        draft: Option<&TrialDraft>,
        original: Option<&Trial>,
        place: &Span,
    ) -> Option<Trial> {
        let inherited = original.map(|trial| moved(trial, place));
        let Some(draft) = draft else { return inherited };
        let registration = draft.registration.as_ref().and_then(|id| self.trial_id(id));
        let publication = draft
            .publication
            .as_ref()
            .map(|it| self.publication(it, inherited.as_ref().and_then(|trial| trial.publication.as_ref())));
        let arms = self.arms(&draft.arms.0, inherited.as_ref());
        let name = plain(draft.name.0.as_ref()).or_else(|| inherited.as_ref().map(|trial| trial.name.clone()))?;
        let inherited = inherited.as_ref();
        Some(Trial {
            name,
            title: plain(draft.title.as_ref()),
            phase: plain(draft.phase.as_ref()).or_else(|| inherited?.phase.clone()),
            registration: registration.or_else(|| inherited?.registration.clone()),
            planned: draft.planned.as_ref().map(|it| it.value).or_else(|| inherited?.planned),
            enrolled: draft.enrolled.as_ref().map(|it| it.value).or_else(|| inherited?.enrolled),
            arms,
            publication: publication.flatten().or_else(|| inherited?.publication.clone()),
        })
    }

    fn arms(&mut self, drafts: &[(Text, ArmDraft)], inherited: Option<&Trial>) -> Vec<Arm> {
        let known = inherited.map_or(&[][..], |trial| &trial.arms);
        if drafts.is_empty() {
            return known.to_vec();
        }
        let mut arms = Vec::with_capacity(drafts.len());
        for (key, draft) in drafts {
            if key.value == "unit" {
                self.say(fault::reserved_arm(self.source, key.span.clone()));
            }
            let same = known.iter().find(|arm| arm.key == key.value);
            arms.push(Arm {
                key: key.value.clone(),
                // An arm without a label is still one that findings can refer to.
                label: plain(draft.label.0.as_ref()).unwrap_or_else(|| key.value.clone()),
                n: draft.n.as_ref().map(|n| n.value).or_else(|| same?.n),
            });
        }
        arms
    }

    fn publication(&mut self, draft: &PublicationDraft, inherited: Option<&Publication>) -> Option<Publication> {
        if let Some(year) = draft.year.as_ref().filter(|year| !(1800..=2200).contains(&year.value)) {
            let written = year.value.to_string();
            self.say(fault::number(
                self.source,
                year.span.clone(),
                &written,
                text!("a year"),
                None,
                text!("write the four digits of the year: `2025`"),
            ));
        }
        let doi = draft.doi.as_ref().and_then(|doi| self.doi(doi));
        let pmid = draft.pmid.as_ref().and_then(|written| Some(At::new(self.pmid(written)?, written.span.clone())));
        let url = self.urls(draft.url.as_ref());
        Some(Publication {
            journal: plain(draft.journal.0.as_ref()).or_else(|| inherited.map(|it| it.journal.clone()))?,
            year: draft.year.as_ref().map(|year| year.value).or_else(|| inherited?.year),
            volume: plain(draft.volume.as_ref()).or_else(|| inherited?.volume.clone()),
            pages: plain(draft.pages.as_ref()).or_else(|| inherited?.pages.clone()),
            doi: doi.or_else(|| inherited?.doi.clone()),
            pmid: pmid.or_else(|| inherited?.pmid.clone()),
            url: url.or_else(|| inherited?.url.clone()),
        })
    }
}

/// The same trial, standing in another file.
fn moved(trial: &Trial, place: &Span) -> Trial {
    let mut trial = trial.clone();
    trial.registration = trial.registration.map(|id| At::new(id.value, place.clone()));
    if let Some(publication) = &mut trial.publication {
        publication.doi = publication.doi.take().map(|doi| At::new(doi.value, place.clone()));
        publication.pmid = publication.pmid.take().map(|pmid| At::new(pmid.value, place.clone()));
    }
    trial
}
