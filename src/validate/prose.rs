//! Which fields hold words for readers, and where they stand.
//!
//! What is quoted (`was:` of a correction) is left out: it stood like that.

use crate::diag::Span;
use crate::model::language::Language;
use crate::model::prose::{Prose, ProseKind};
use crate::parse::draft::{ColumnDraft, FindingDraft, IssueDraft, LocalizedDraft, PageDraft, PersonDraft, Text};

pub(super) fn of_issue(front: &IssueDraft) -> Vec<Prose> {
    let mut all = Gathered::default();
    all.title(front.title.0.as_ref());
    all.add(ProseKind::Summary, front.summary.as_ref());
    all.words([&front.byline, &front.disclosures, &front.funding, &front.sponsor]);
    if let Some(cover) = &front.cover {
        all.words([&cover.alt.0, &cover.source]);
    }
    if let Some(trial) = &front.trial {
        all.title(trial.title.as_ref());
        let publication = trial.publication.as_ref();
        all.add(ProseKind::Journal, publication.and_then(|it| it.journal.0.as_ref()));
        all.words(trial.arms.0.iter().map(|(_, arm)| &arm.label.0));
    }
    for finding in &front.findings {
        all.finding(finding);
    }
    for correction in &front.corrections {
        all.words([&correction.now, &correction.note]);
    }
    for reference in &front.references {
        all.add(ProseKind::Citation, reference.citation.0.as_ref());
    }
    all.0
}

pub(super) fn of_column(front: &ColumnDraft) -> Vec<Prose> {
    let mut all = Gathered::default();
    all.title(front.title.0.as_ref());
    all.words([&front.description]);
    front.partners.iter().for_each(|partner| all.add(ProseKind::Words, Some(partner)));
    all.0
}

pub(super) fn of_page(front: &PageDraft) -> Vec<Prose> {
    let mut all = Gathered::default();
    all.title(front.title.0.as_ref());
    all.words([&front.description]);
    all.0
}

pub(super) fn of_person(front: &PersonDraft) -> Vec<Prose> {
    let mut all = Gathered::default();
    for field in [front.title.as_ref(), front.affiliation.as_ref(), front.bio.as_ref()].into_iter().flatten() {
        match field {
            LocalizedDraft::Plain(text) => all.add(ProseKind::Words, Some(text)),
            LocalizedDraft::ByLanguage(texts) => {
                for (tag, text) in &texts.0 {
                    all.put(ProseKind::Words, &text.span, Language::parse(tag));
                }
            }
        }
    }
    all.0
}

#[derive(Default)]
struct Gathered(Vec<Prose>);

impl Gathered {
    fn title(&mut self, text: Option<&Text>) {
        self.add(ProseKind::Title, text);
    }

    fn words<'t>(&mut self, texts: impl IntoIterator<Item = &'t Option<Text>>) {
        texts.into_iter().for_each(|text| self.add(ProseKind::Words, text.as_ref()));
    }

    fn finding(&mut self, finding: &FindingDraft) {
        self.words([&finding.endpoint.0, &finding.population, &finding.effect, &finding.adjusted, &finding.p]);
        self.words([&finding.note]);
    }

    fn add(&mut self, kind: ProseKind, text: Option<&Text>) {
        if let Some(text) = text {
            self.put(kind, &text.span, None);
        }
    }

    fn put(&mut self, kind: ProseKind, span: &Span, language: Option<Language>) {
        self.0.push(Prose { kind, span: span.clone(), language });
    }
}
