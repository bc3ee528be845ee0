//! A specimen of a site: a few issues that between them have, and lack, everything that its issues have or lack, and
//! every kind of page around them. What is looked for on a whole site is found on it at a cost that does not grow.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edition;
use crate::diag::Said;
use crate::model::body::{Body, Target};
use crate::model::consent::Scope;
use crate::model::issue::{Issue, Part, SummarySource};
use crate::model::page::Page;
use crate::model::picture::{Gallery, Role};
use crate::model::public::guise::Guise;
use crate::model::site::{Edition, Site};

/// The specimen of a site, with the fullest issue first and with the emptiest, each in both guises: two sites that are
/// alike in all that is for everyone, and in nothing else. There is none where nothing is withheld.
pub fn guises(site: &Site) -> Vec<[Site; 2]> {
    let is_open = |scope| scope == Scope::Open;
    if site.issues.iter().all(|it| is_open(it.scope)) && site.pages.iter().all(|it| is_open(it.scope)) {
        return Vec::new();
    }
    let issues = site.issues.iter().map(|issue| (&**issue, (&issue.language, issue.scope), traits(site, issue)));
    let mut issues = various(issues);
    let pages = various(site.pages.iter().map(|page| (page, (&page.language, page.scope), page_traits(page))));
    let how_full = |issue: &&Issue| traits(site, issue).into_iter().filter(|has| *has).count();
    issues.sort_by_key(|issue| Reverse(how_full(issue)));
    let fullest_first = [Guise::One, Guise::Other].map(|guise| specimen(site, &issues, &pages, guise));
    // What is the newest of all stands alone on a page.
    issues.reverse();
    let emptiest_first = [Guise::One, Guise::Other].map(|guise| specimen(site, &issues, &pages, guise));
    vec![fullest_first, emptiest_first]
}

fn specimen(site: &Site, issues: &[&Issue], pages: &[&Page], guise: Guise) -> Site {
    let column = issues.first().map(|issue| &issue.column);
    let columns: Vec<_> = site.columns.iter().filter(|it| Some(&it.slug) == column).cloned().collect();
    let pages: Vec<Page> = pages.iter().map(|page| page.in_guise(guise)).collect();
    let issues = neighbours(issues, guise);
    // What there is to say of a site was said of the whole.
    let mut editions = edition::editions(&issues, &columns, &pages, &site.settings, &mut Said::default());
    editions.iter_mut().for_each(few_people);
    Site {
        settings: site.settings.clone(),
        today: site.today,
        people: site.people.clone(),
        glossary: site.glossary.clone(),
        translations: edition::translations(&issues),
        withheld_people: site.withheld_people.clone(),
        files: BTreeMap::new(),
        pictures: BTreeMap::new(),
        gallery: outside_of_texts(site, &issues),
        consent: site.consent.clone(),
        issues,
        columns,
        pages,
        editions,
    }
}

/// The issues side by side in one column and, as far as they have tags, under one tag: each is the neighbour of another
/// and related to others.
fn neighbours(issues: &[&Issue], guise: Guise) -> Vec<Arc<Issue>> {
    let column = issues.first().map(|issue| Arc::clone(&issue.column));
    let tag = issues.iter().find_map(|issue| issue.tags.first()).cloned();
    let side_by_side = |issue: &&Issue| {
        let disguised = issue.public().in_guise(guise);
        Arc::new(Issue {
            // No two issues of two columns may come to stand at one address.
            slug: format!("{}-{}", issue.column, issue.slug),
            column: column.clone().unwrap_or(disguised.column),
            tags: disguised.tags.first().and(tag.clone()).into_iter().collect(),
            ..disguised
        })
    };
    issues.iter().map(side_by_side).collect()
}

/// Leaves those people of an edition that between them did everything that people do.
fn few_people(edition: &mut Edition) {
    let did = edition.people.iter().map(|(id, all)| {
        let traits = vec![all.is_staff, all.commentaries.is_empty(), all.credits.is_empty()];
        (id.clone(), (), traits)
    });
    let few: BTreeSet<_> = various(did).into_iter().collect();
    edition.people.retain(|id, _| few.contains(id));
}

/// The pictures that stand outside of texts: covers and portraits.
fn outside_of_texts(site: &Site, issues: &[Arc<Issue>]) -> Gallery {
    let covers: BTreeSet<&str> = issues
        .iter()
        .filter_map(|issue| match &issue.cover.as_ref()?.image.target {
            Target::Inside { address, .. } => Some(&**address),
            _ => None,
        })
        .collect();
    let pictures = site.gallery.pictures.iter();
    let shown = pictures.filter(|((address, role), _)| *role == Role::Portrait || covers.contains(address.as_str()));
    Gallery {
        pictures: shown.map(|(place, picture)| (place.clone(), picture.clone())).collect(),
        sizes: site.gallery.sizes.clone(),
    }
}

/// Those that have or lack something that none before them in their group has or lacks.
fn various<T, G: Ord + Copy>(all: impl Iterator<Item = (T, G, Vec<bool>)>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let is_new = |group: G, traits: Vec<bool>, seen: &mut BTreeSet<(G, usize, bool)>| {
        // All of them are noted, whether or not the first is new.
        traits.into_iter().enumerate().filter(|(number, has)| seen.insert((group, *number, *has))).count() > 0
    };
    all.filter_map(|(it, group, traits)| is_new(group, traits, &mut seen).then_some(it)).collect()
}

/// What a theme can ask of an issue before it shows something of it.
fn traits(site: &Site, issue: &Issue) -> Vec<bool> {
    let all = issue.behind(Scope::Open);
    let parts = Part::of(issue);
    let mut traits: Vec<bool> = Part::ALL.iter().map(|part| parts.contains(part)).collect();
    traits.extend([
        issue.summary_from == SummarySource::Written,
        issue.summary_from == SummarySource::KeyFindings,
        issue.key_findings.is_some(),
        !issue.findings.is_empty(),
        all.headline().is_some(),
        all.forest().is_some(),
        issue.bodies().any(Body::has_figures),
        issue.body.headings().next().is_some(),
        issue.cover.is_some(),
        issue.trial.is_some(),
        issue.trial.as_ref().is_some_and(|trial| trial.publication.is_some()),
        issue.byline.is_some(),
        issue.updated.is_some(),
        issue.original,
        issue.draft,
        issue.is_retracted(),
        issue.is_in_doubt(),
        !issue.tags.is_empty(),
        issue.about_team.is_some(),
        issue.disclosures.is_some(),
        issue.funding.is_some(),
        issue.sponsor.is_some(),
        !site.translations(issue).is_empty(),
    ]);
    traits
}

/// What a theme can ask of a page before it shows something of it.
fn page_traits(page: &Page) -> Vec<bool> {
    vec![
        page.description.is_some(),
        page.section.is_empty(),
        page.is_index,
        page.body.has_figures(),
        page.body.headings().count() > 2,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_that_is_chosen_has_or_lacks_something_new() {
        let all = [(1, 'a', vec![true, false]), (2, 'a', vec![true, false]), (3, 'a', vec![true, true])];
        assert_eq!(various(all.into_iter()), [1, 3]);
        let groups = [(1, 'a', vec![true]), (2, 'b', vec![true]), (3, 'b', vec![false]), (4, 'b', vec![true])];
        assert_eq!(various(groups.into_iter()), [1, 2, 3]);
    }
}
