//! What of an issue stands on other pages than its own: in lists, beside its neighbours, where its translations are
//! named. All but the text itself; so an edit of the text changes one page.

use std::hash::{Hash, Hasher};

use super::issue::Issue;

/// An issue as other pages show it. It names every field, so that a new one cannot be forgotten.
pub struct Outside<'a>(pub &'a Issue);

impl Hash for Outside<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Issue {
            column,
            slug,
            language,
            source: _,
            title_span: _,
            title,
            number,
            date,
            updated,
            byline,
            original,
            tags,
            draft,
            asks,
            scope,
            aliases,
            summary,
            summary_from,
            cover,
            trial,
            key_findings,
            findings,
            body: _,
            commentary,
            credits,
            disclosures,
            funding,
            sponsor,
            quiz,
            corrections,
            references,
            comments,
            measure,
            accepts: _,
            todo: _,
            prose: _,
        } = self.0;
        (column, slug, language, title, number, date, updated, byline, original, tags, draft).hash(state);
        (asks, scope, aliases, summary, summary_from, cover, trial, key_findings, findings).hash(state);
        (commentary, credits, disclosures, funding, sponsor, quiz).hash(state);
        (corrections, references, comments, measure).hash(state);
    }
}
