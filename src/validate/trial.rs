//! The trial of an issue: its ids and arms.
//!
//! Never counts: whether the arms add up is for the rules of evidence.

use super::{Validator, fault, plain};
use crate::diag::{At, Span, text};
use crate::model::trial::{Arm, Publication, Trial};
use crate::parse::draft::{ArmDraft, Inherited, PublicationDraft, Text, TrialDraft};

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
        let inherited = inherited.as_ref();
        let publication =
            draft.publication.with(inherited.and_then(|trial| trial.publication.as_ref()), |own, inherited| {
                own.and_then(|own| self.publication(own, inherited)).or_else(|| inherited.cloned())
            });
        let arms = self.arms(&draft.arms.0, inherited);
        let name = plain(draft.name.0.as_ref()).or_else(|| inherited.map(|trial| trial.name.clone()))?;
        Some(Trial {
            name,
            title: plain(draft.title.as_ref()),
            phase: draft.phase.or(inherited.and_then(|trial| trial.phase.clone()), |it| it.value.clone()),
            registration: draft.registration.with(inherited, |own, inherited| {
                own.and_then(|id| self.trial_id(id)).or_else(|| inherited?.registration.clone())
            }),
            planned: draft.planned.or(inherited.and_then(|trial| trial.planned), |it| it.value),
            enrolled: draft.enrolled.or(inherited.and_then(|trial| trial.enrolled), |it| it.value),
            arms,
            publication,
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
                n: draft.n.or(same.and_then(|arm| arm.n), |n| n.value),
            });
        }
        arms
    }

    fn publication(&mut self, draft: &PublicationDraft, inherited: Option<&Publication>) -> Option<Publication> {
        let year = draft.year.with(inherited, |own, inherited| {
            own.inspect(|year| self.year(year));
            own.map(|year| year.value).or_else(|| inherited?.year)
        });
        let text =
            |own: &Inherited<Text>, inherited: Option<&String>| own.or(inherited.cloned(), |it| it.value.clone());
        Some(Publication {
            journal: plain(draft.journal.0.as_ref()).or_else(|| inherited.map(|it| it.journal.clone()))?,
            year,
            volume: text(&draft.volume, inherited.and_then(|it| it.volume.as_ref())),
            pages: text(&draft.pages, inherited.and_then(|it| it.pages.as_ref())),
            doi: draft
                .doi
                .with(inherited, |own, inherited| own.and_then(|doi| self.doi(doi)).or_else(|| inherited?.doi.clone())),
            pmid: draft.pmid.with(inherited, |own, inherited| {
                let own = own.and_then(|written| Some(At::new(self.pmid(written)?, written.span.clone())));
                own.or_else(|| inherited?.pmid.clone())
            }),
            url: draft.url.with(inherited, |own, inherited| self.urls(own).or_else(|| inherited?.url.clone())),
        })
    }

    fn year(&mut self, year: &At<u16>) {
        if !(1800..=2200).contains(&year.value) {
            let help = text!("write the four digits of the year: `2025`");
            let written = year.value.to_string();
            self.say(fault::number(self.source, year.span.clone(), &written, text!("a year"), None, help));
        }
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
