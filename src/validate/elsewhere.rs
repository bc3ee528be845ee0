//! Where else an issue stands, and the numbers that were kept of it.

use std::sync::Arc;

use jiff::civil::Date;

use super::others::rows;
use super::{Validator, fault};
use crate::diag::{At, Checked, Diagnostic, Said, SourceText, code, text};
use crate::model::elsewhere::{Elsewhere, Kept};
use crate::parse::draft::{KeptDraft, Map, PublishedDraft};

impl Validator<'_> {
    /// Whether a day is still to come is for who knows what day it is.
    pub(super) fn published(&mut self, drafts: &[PublishedDraft], issued: Option<&At<Date>>) -> Vec<Elsewhere> {
        let mut all: Vec<Elsewhere> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let url = self.urls(draft.url.as_ref());
            let (Some(place), Some(date)) = (&draft.r#where.0, &draft.date.0) else { continue };
            if let Some(issued) = issued {
                self.not_before(date, issued, text!("the day in this place"));
            }
            if let Some(updated) = draft.updated.as_ref().filter(|it| it.value < date.value) {
                let found = text!("it was put right before it was put there");
                self.say(
                    Diagnostic::new(code::F026, found)
                        .at(self.source, updated.span.clone())
                        .related(self.source, date.span.clone(), text!("put there on this day"))
                        .help(text!("correct the date that is wrong")),
                );
            }
            let place = At::new(place.value.clone(), place.span.clone());
            let entry = Elsewhere { place, url, date: date.clone(), updated: draft.updated.clone() };
            if let Some(first) = all.iter().find(|it| it.key() == entry.key()) {
                let what = text!("`{place}` with the same address", place = &entry.place.value);
                self.say(fault::repeated(self.source, entry.place.span.clone(), what, first.place.span.clone()));
            } else {
                all.push(entry);
            }
        }
        all
    }
}

/// The numbers in `published.yaml`.
pub fn kept(source: &Arc<SourceText>, draft: &Map<KeptDraft>) -> Checked<Vec<Kept>> {
    let mut said = Said::default();
    let mut all = Vec::new();
    for (of, kept) in &draft.0 {
        let Some(date) = &kept.date.0 else { continue };
        let rows = rows(&kept.numbers, |other, span| {
            let found = Diagnostic::new(code::E518, text!("`{other}` is no number that can be compared", other));
            said.push(
                found
                    .at(source, span)
                    .help(text!("this file is written by `postil published`; let it keep the numbers anew")),
            );
        });
        let scope = kept.consent.as_ref().map_or_else(Default::default, |it| it.value);
        all.push(Kept { of: At::new(of.value.clone(), of.span.clone()), date: date.value, scope, rows });
    }
    Checked::new(all, said)
}
