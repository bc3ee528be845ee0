//! What an article says of itself: the column as its journal, titles, people, dates, the paper and the trial that it is
//! about, abstracts, keywords.

use super::writer::{Writer, quoted};
use crate::model::author::Author;
use crate::model::consent::Scope;
use crate::model::credit::Role;
use crate::model::issue::{Issue, Part};
use crate::model::person::PersonId;
use crate::model::trial::Publication;

impl<'a> Writer<'a> {
    pub(super) fn front(&mut self) {
        self.raw("<front>\n");
        self.journal();
        self.raw("<article-meta>\n");
        let issue = self.issue;
        self.element("article-id pub-id-type=\"publisher-id\"", issue.address().trim_end_matches('/'));
        self.titles();
        self.people();
        self.author_notes();
        self.raw("\n");
        self.date("pub-date date-type=\"pub\" publication-format=\"electronic\"", issue.date);
        self.element("issue", &issue.number.value.to_string());
        if let Some(date) = issue.updated {
            self.open("history");
            self.date("date date-type=\"updated\"", date);
            self.close("history");
        }
        if issue.scope == Scope::Open {
            self.raw("<permissions><ali:free_to_read/></permissions>");
        }
        let address = self.standpoint.permalink(&self.standpoint.site.issue_address(issue));
        self.raw(&format!("<self-uri xlink:href=\"{}\"/>\n", quoted(&address)));
        self.covered();
        self.abstracts();
        if !issue.tags.is_empty() {
            self.open("kwd-group kwd-group-type=\"author\"");
            issue.tags.iter().for_each(|tag| self.element("kwd", &tag.value));
            self.close("kwd-group");
        }
        if let Some(funding) = &issue.funding {
            self.open("funding-group");
            self.element("funding-statement", funding);
            self.close("funding-group");
        }
        self.raw("\n</article-meta>\n</front>\n");
    }

    fn journal(&mut self) {
        let column = self.metadata().column().to_owned();
        let publisher = self.standpoint.site.settings.title.get(self.standpoint.language());
        self.raw("<journal-meta>\n");
        self.element("journal-id journal-id-type=\"publisher-id\"", &self.issue.column);
        self.open("journal-title-group");
        self.element("journal-title", &column);
        self.close("journal-title-group");
        self.open("publisher");
        self.element("publisher-name", publisher);
        self.close("publisher");
        self.raw("\n</journal-meta>\n");
    }

    fn titles(&mut self) {
        self.raw("\n<title-group>");
        let title = self.standpoint.strings.title_of(self.issue).into_owned();
        self.element("article-title", &title);
        for other in self.others() {
            self.open(&format!("trans-title-group xml:lang=\"{}\"", other.language.tag()));
            self.element("trans-title", &other.title);
            self.close("trans-title-group");
        }
        self.raw("</title-group>\n");
    }

    /// The same issue in other languages.
    fn others(&self) -> Vec<&'a Issue> {
        self.standpoint.site.translations(self.issue)
    }

    /// Who wrote it, then everyone else, each with what they did.
    fn people(&mut self) {
        let issue = self.issue;
        let credit = |id: &PersonId| issue.credits.iter().find(|it| it.person.value == *id).map(|it| it.role);
        let mut authors: Vec<(&PersonId, Option<Role>)> = Vec::new();
        let experts = issue.commentary.iter().map(|it| &it.expert.value);
        let readers = issue.credits.iter().filter(|it| it.role == Role::Interpretation).map(|it| &it.person.value);
        for id in readers.chain(experts) {
            if authors.iter().all(|(known, _)| *known != id) {
                authors.push((id, credit(id)));
            }
        }
        if !authors.is_empty() {
            self.open("contrib-group content-type=\"authors\"");
            authors.iter().for_each(|(id, role)| self.contributor("author", id, *role));
            self.close("contrib-group");
        } else if let Some(byline) = &issue.byline {
            self.open("contrib-group content-type=\"authors\"");
            let names = Author::names_of_line(byline);
            // One name alone may be that of a team.
            let element = if names.len() > 1 { "string-name" } else { "collab" };
            for name in names {
                self.open("contrib contrib-type=\"author\"");
                self.element(element, name);
                self.close("contrib");
            }
            self.close("contrib-group");
        }
        let is_author = |id: &PersonId| authors.iter().any(|(known, _)| *known == id);
        let others: Vec<_> = issue.credits.iter().filter(|it| !is_author(&it.person.value)).collect();
        if !others.is_empty() {
            self.open("contrib-group content-type=\"others\"");
            for credit in others {
                let kind = match credit.role {
                    Role::Interpretation => "author",
                    Role::Review => "reviewer",
                    Role::Translation => "translator",
                    Role::Editing => "editor",
                    Role::Correspondent | Role::Compilation => "contributor",
                };
                self.contributor(kind, &credit.person.value, Some(credit.role));
            }
            self.close("contrib-group");
        }
    }

    /// Somebody. Who gives an opinion, and is credited with nothing else, has the part of opinions as a role.
    fn contributor(&mut self, kind: &str, id: &'a PersonId, role: Option<Role>) {
        let language = self.standpoint.language();
        let person = self.person(id);
        let author = person.map_or_else(|| Author::whole(&id.0), |person| person.author(language));
        self.raw("\n");
        self.open(&format!("contrib contrib-type=\"{kind}\""));
        if let Some(orcid) = person.and_then(|it| it.orcid.as_ref()) {
            self.element("contrib-id contrib-id-type=\"orcid\"", &format!("https://orcid.org/{orcid}"));
        }
        match author {
            Some(Author { family, given: Some(given), suffix }) => {
                let style = if language.primary() == "zh" { "eastern" } else { "western" };
                self.open(&format!("name name-style=\"{style}\""));
                self.element("surname", &family);
                self.element("given-names", &given);
                self.maybe("suffix", suffix.as_deref());
                self.close("name");
            }
            _ => {
                let name = self.standpoint.name_of(id);
                self.element("string-name", name);
            }
        }
        let strings = self.standpoint.strings;
        let role = role.map_or_else(|| strings.part(Part::Commentary), |role| strings.role(role));
        self.element("role", role);
        self.maybe("role", person.and_then(|it| it.title.as_ref()).map(|it| it.get(language)));
        self.maybe("aff", person.and_then(|it| it.affiliation.as_ref()).map(|it| it.get(language)));
        self.close("contrib");
    }

    fn author_notes(&mut self) {
        let issue = self.issue;
        let sponsor = issue.sponsor.as_ref().map(|name| self.word("issue.sponsor").replace("{name}", name));
        let notes = [("coi-statement", issue.disclosures.clone()), ("supported-by", sponsor)];
        let notes: Vec<(&str, String)> = notes.into_iter().filter_map(|(kind, text)| Some((kind, text?))).collect();
        if notes.is_empty() {
            return;
        }
        self.raw("\n<author-notes>");
        for (kind, text) in notes {
            self.open(&format!("fn fn-type=\"{kind}\""));
            self.element("p", &text);
            self.close("fn");
        }
        self.raw("</author-notes>");
    }

    fn date(&mut self, tag: &str, date: jiff::civil::Date) {
        self.open(&format!("{tag} iso-8601-date=\"{date}\""));
        self.element("day", &format!("{:02}", date.day()));
        self.element("month", &format!("{:02}", date.month()));
        self.element("year", &date.year().to_string());
        self.close(tag.split(' ').next().unwrap_or(tag));
        self.raw("\n");
    }

    /// The paper and the trial that the article is about.
    fn covered(&mut self) {
        let Some(trial) = &self.issue.trial else { return };
        if let Some(paper) = &trial.publication {
            self.paper(paper, trial.title.as_deref());
        }
        let registration = trial.registration.as_ref().map(|at| &at.value);
        let link = registration.and_then(|id| id.url()).map(|url| format!(" xlink:href=\"{}\"", quoted(&url)));
        let number = registration.map(|id| {
            let registry = format!("source-id=\"{}\" source-id-type=\"registry-name\"", quoted(id.registry()));
            let id = quoted(id.as_str());
            format!(" source-type=\"clinical-trials-registry\" {registry} document-id=\"{id}\" document-id-type=\"clinical-trial-number\"")
        });
        self.open(&format!(
            "related-object content-type=\"clinical-trial\"{}{}",
            number.unwrap_or_default(),
            link.unwrap_or_default()
        ));
        self.text(&trial.name);
        self.close("related-object");
        self.raw("\n");
    }

    fn paper(&mut self, paper: &Publication, title: Option<&str>) {
        let link = match (&paper.doi, paper.address()) {
            (Some(doi), _) => format!(" ext-link-type=\"doi\" xlink:href=\"{}\"", quoted(doi.value.as_str())),
            (None, Some(address)) => format!(" ext-link-type=\"uri\" xlink:href=\"{}\"", quoted(&address)),
            (None, None) => String::new(),
        };
        self.open(&format!("related-article related-article-type=\"commentary-article\" id=\"paper\"{link}"));
        self.maybe("article-title", title);
        self.element("source", &paper.journal);
        self.maybe("year", paper.year.map(|year| year.to_string()).as_deref());
        self.maybe("volume", paper.volume.as_deref());
        self.maybe("page-range", paper.pages.as_deref());
        self.maybe("pub-id pub-id-type=\"pmid\"", paper.pmid.as_ref().map(|pmid| pmid.value.as_str()));
        self.close("related-article");
        self.raw("\n");
    }

    /// 本文精要, else what its editor wrote for lists; what was written for those in other languages.
    fn abstracts(&mut self) {
        let public = self.issue.public();
        if let Some(body) = public.key_findings() {
            self.open("abstract abstract-type=\"key-points\"");
            let title = self.standpoint.strings.part(Part::KeyFindings);
            self.element("title", title);
            self.tree(body);
            self.raw("</abstract>\n");
        } else if let Some(summary) = public.summary() {
            self.open("abstract");
            self.element("p", summary);
            self.raw("</abstract>\n");
        }
        for other in self.others() {
            if let Some(summary) = other.public().summary() {
                self.open(&format!("trans-abstract xml:lang=\"{}\"", other.language.tag()));
                self.element("p", summary);
                self.raw("</trans-abstract>\n");
            }
        }
    }
}
