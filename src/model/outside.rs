//! What of an issue stands on other pages than its own: in lists, beside its neighbours, where its translations are
//! named. All but the text itself; so an edit of the text changes one page.

use std::hash::{Hash, Hasher};

use super::gathered::Gathered;
use super::issue::Issue;

/// An issue as other pages show it.
pub struct Outside<'a>(pub &'a Issue);

impl Hash for Outside<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [_, outside] = prints(self.0);
        outside.hash(state);
    }
}

/// The prints of all of an issue, and of what stands on other pages. It names every field, so that a new one cannot be
/// forgotten.
pub(super) fn prints(issue: &Issue) -> [u128; 2] {
    let Issue {
        column,
        slug,
        language,
        source,
        title_span,
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
        body,
        commentary,
        credits,
        about_team,
        disclosures,
        funding,
        sponsor,
        quiz,
        corrections,
        references,
        published,
        comments,
        measure,
        accepts,
        todo,
        prose,
        prints,
    } = issue;
    prints.get(|| {
        let mut outside = Gathered::default();
        let state = &mut outside;
        (column, slug, language, title, number, date, updated, byline, original, tags, draft).hash(state);
        (asks, scope, aliases, summary, summary_from, cover, trial, key_findings, findings).hash(state);
        (commentary, credits, about_team, disclosures, funding, sponsor, quiz).hash(state);
        (corrections, references, comments, measure).hash(state);
        let outside = outside.print();
        let mut whole = Gathered::default();
        (outside, source, title_span, body, published, accepts, todo, prose).hash(&mut whole);
        [whole.print(), outside]
    })
}
