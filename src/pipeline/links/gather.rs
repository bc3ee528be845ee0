//! Outside addresses that readers of a site see, and where each is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{SourceText, Span};
use crate::model::body::{Body, Target};
use crate::model::identifier::{Doi, Pmid};
use crate::model::issue::Issue;
use crate::model::site::Site;
use crate::model::uri::WebAddress;

/// A place at which an address is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) file: Arc<SourceText>,
    pub(super) span: Span,
}

/// All of them, without what stands behind `#`.
pub(super) fn addresses(site: &Site) -> BTreeMap<String, Vec<Spot>> {
    let mut found = Found { site, all: BTreeMap::new() };
    for issue in &site.issues {
        found.issue(issue);
    }
    for column in &site.columns {
        found.body(&column.source, &column.greeting);
    }
    for page in &site.pages {
        found.body(&page.source, &page.body);
    }
    for person in site.people.values() {
        for (_, address) in &person.links {
            found.somewhere(&person.source, &person.span, address, address);
        }
        if let Some(orcid) = &person.orcid {
            found.somewhere(&person.source, &person.span, orcid.as_str(), &format!("https://orcid.org/{orcid}"));
        }
    }
    found.all
}

struct Found<'a> {
    site: &'a Site,
    all: BTreeMap<String, Vec<Spot>>,
}

impl Found<'_> {
    fn issue(&mut self, issue: &Issue) {
        let source = &issue.source;
        issue.bodies().for_each(|body| self.body(source, body));
        for reference in &issue.references {
            let all =
                [reference.doi.as_ref().map(Doi::url), reference.pmid.as_ref().map(Pmid::url), reference.url.clone()];
            all.iter().flatten().for_each(|address| self.at(source, &reference.span, address));
        }
        for doi in issue.corrections.iter().filter_map(|it| it.doi.as_ref()) {
            self.somewhere(source, &issue.title_span, doi.as_str(), &doi.url());
        }
        let Some(trial) = &issue.trial else { return };
        if let Some((registration, address)) = trial.registration.as_ref().and_then(|it| Some((it, it.url()?))) {
            self.at(source, &registration.span, &address);
        }
        let Some(paper) = &trial.publication else { return };
        if let Some(doi) = &paper.doi {
            self.at(source, &doi.span, &doi.url());
        }
        if let Some(pmid) = &paper.pmid {
            self.at(source, &pmid.span, &pmid.url());
        }
        if let Some(address) = &paper.url {
            self.somewhere(source, &issue.title_span, address, address);
        }
    }

    fn body(&mut self, source: &Arc<SourceText>, body: &Body) {
        for link in body.links.iter().filter(|link| link.target == Target::Outside) {
            self.at(source, &link.span, &link.written);
        }
    }

    /// One of which only the file is known: it stands there as it is written.
    fn somewhere(&mut self, source: &Arc<SourceText>, instead: &Span, written: &str, address: &str) {
        let found = source.text.find(written).map(|at| at..at + written.len());
        self.at(source, &found.unwrap_or_else(|| instead.clone()), address);
    }

    fn at(&mut self, source: &Arc<SourceText>, span: &Span, address: &str) {
        let Some(whole) = WebAddress::parse(address) else { return };
        // Links within the site are looked at without asking anybody.
        if self.site.settings.base.inner(address).is_some() {
            return;
        }
        let whole = whole.as_str().split('#').next().unwrap_or_default().to_owned();
        let spot = Spot { file: Arc::clone(source), span: span.clone() };
        let spots = self.all.entry(whole).or_default();
        if !spots.contains(&spot) {
            spots.push(spot);
        }
    }
}
