//! What an issue's page says of itself to machines: tags of the Highwire Press kind for scholarly search, and
//! JSON-LD of schema.org with the page and the article as two nodes. What consent withholds is not in it.
//!
//! The paper that an issue is about has its own record elsewhere. Its DOI identifies what the article is based on,
//! never the article: `citation_doi` stays empty.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::card::Card;
use super::standpoint::Standpoint;
use crate::model::address;
use crate::model::author::Author;
use crate::model::consent::Scope;
use crate::model::credit::Role;
use crate::model::issue::Issue;
use crate::model::person::PersonId;
use crate::model::reference::Reference;
use crate::model::specialty::Specialty;
use crate::model::trial::{Publication, Trial};

mod cite;
mod dataset;

pub use dataset::dataset;

/// An issue and all that its metadata are made of.
pub struct Metadata<'a> {
    standpoint: &'a Standpoint<'a>,
    issue: &'a Issue,
    /// The page's whole address.
    address: String,
    column: &'a str,
    /// The branches of medicine that the column speaks to.
    specialty: &'a [Specialty],
}

impl<'a> Metadata<'a> {
    /// The metadata of an issue.
    pub fn new(standpoint: &'a Standpoint<'a>, issue: &'a Issue) -> Self {
        let site = standpoint.site;
        let column = site.column_of(issue);
        Self {
            standpoint,
            issue,
            address: standpoint.permalink(&site.issue_address(issue)),
            column: site.column_title(issue),
            specialty: column.map_or(&[], |column| column.specialty.as_slice()),
        }
    }

    /// The title of its column.
    pub fn column(&self) -> &'a str {
        self.column
    }

    /// Who wrote it: who interprets the study, else who gives an opinion on it.
    pub fn authors(&self) -> Vec<&'a PersonId> {
        let interpreters = self.people(Role::Interpretation);
        if interpreters.is_empty() {
            self.issue.commentary.iter().map(|it| &it.expert.value).collect()
        } else {
            interpreters
        }
    }

    fn people(&self, role: Role) -> Vec<&'a PersonId> {
        self.issue.credits.iter().filter(|credit| credit.role == role).map(|credit| &credit.person.value).collect()
    }

    fn name(&self, id: &'a PersonId) -> &'a str {
        self.standpoint.name_of(id)
    }

    /// The title, which says it if the paper was retracted or is in doubt.
    fn title(&self) -> Cow<'a, str> {
        self.standpoint.strings.title_of(self.issue)
    }

    /// Name and content of each `<meta>` that scholarly search engines read (Highwire Press tags, as in the inclusion
    /// guidelines of Google Scholar).
    pub fn tags(&self) -> Vec<(&'static str, String)> {
        let issue = self.issue;
        let mut tags = vec![("citation_title", self.title().into_owned())];
        tags.extend(self.names().into_iter().map(|name| ("citation_author", name)));
        tags.push(("citation_publication_date", issue.date.strftime("%Y/%m/%d").to_string()));
        tags.push(("citation_journal_title", self.column.to_owned()));
        tags.push(("citation_issue", issue.number.value.to_string()));
        tags.push(("citation_publisher", self.site_title().to_owned()));
        tags.extend(issue.public().summary().map(|summary| ("citation_abstract", summary.to_owned())));
        tags.push(("citation_language", issue.language.to_string()));
        tags.push(("citation_public_url", self.address.clone()));
        tags.extend(issue.tags.iter().map(|tag| ("citation_keywords", tag.to_string())));
        tags.extend(issue.references.iter().map(|reference| ("citation_reference", cited(reference))));
        tags
    }

    /// The page and the article, as JSON-LD.
    pub fn json_ld(&self) -> Value {
        let nodes = Value::Array(vec![self.page(), self.article()]);
        Value::Object(Map::from_iter([
            ("@context".to_owned(), json!("https://schema.org")),
            ("@graph".to_owned(), nodes),
        ]))
    }

    fn page(&self) -> Value {
        let issue = self.issue;
        let reviewers = self.people(Role::Review);
        let mut page = node("MedicalWebPage", &self.id("page"));
        page.insert("url".to_owned(), json!(self.address));
        page.insert("name".to_owned(), json!(self.title()));
        page.insert("inLanguage".to_owned(), json!(issue.language.tag()));
        page.insert("lastReviewed".to_owned(), json!(issue.updated.unwrap_or(issue.date).to_string()));
        put(&mut page, "reviewedBy", list(reviewers.into_iter().map(|id| self.person(id))));
        page.insert("medicalAudience".to_owned(), json!({ "@type": "MedicalAudience", "audienceType": "Clinician" }));
        let specialty = self.specialty.iter().map(|it| json!(format!("https://schema.org/{}", it.schema_name())));
        put(&mut page, "specialty", list(specialty));
        put(&mut page, "primaryImageOfPage", self.card().map(|card| json!({ "@type": "ImageObject", "url": card })));
        page.insert("mainEntity".to_owned(), json!({ "@id": self.id("article") }));
        page.insert(
            "isPartOf".to_owned(),
            json!({
                "@type": "WebSite",
                "name": self.site_title(),
                "url": self.standpoint.permalink(&self.standpoint.edition.prefix),
            }),
        );
        self.access(&mut page);
        Value::Object(page)
    }

    fn article(&self) -> Value {
        let issue = self.issue;
        let mut article = node("MedicalScholarlyArticle", &self.id("article"));
        article.insert("mainEntityOfPage".to_owned(), json!({ "@id": self.id("page") }));
        article.insert("headline".to_owned(), json!(self.title()));
        put(&mut article, "creativeWorkStatus", self.status().map(|status| json!(status)));
        put(&mut article, "abstract", issue.public().summary().map(|summary| json!(summary)));
        article.insert("datePublished".to_owned(), json!(issue.date.to_string()));
        put(&mut article, "dateModified", issue.updated.map(|date| json!(date.to_string())));
        article.insert("inLanguage".to_owned(), json!(issue.language.tag()));
        let authors = list(self.authors().into_iter().map(|id| self.person(id)));
        put(&mut article, "author", authors.or_else(|| self.byline()));
        let translators = self.people(Role::Translation);
        put(&mut article, "translator", list(translators.into_iter().map(|id| self.person(id))));
        put(&mut article, "keywords", list(issue.tags.iter().map(|tag| json!(&*tag.value))));
        put(&mut article, "image", self.card().map(|card| json!(card)));
        article.insert("publisher".to_owned(), json!({ "@type": "Organization", "name": self.site_title() }));
        self.languages(&mut article);
        article.insert("isPartOf".to_owned(), self.number());
        if let Some(trial) = &issue.trial {
            article.insert("about".to_owned(), study(trial));
            put(&mut article, "isBasedOn", trial.publication.as_ref().map(|paper| based_on(paper, trial)));
        }
        put(&mut article, "citation", list(issue.references.iter().map(reference)));
        put(&mut article, "correction", list(self.corrections().into_iter()));
        self.access(&mut article);
        Value::Object(article)
    }

    /// Who a byline names: people, or those who go by one name.
    fn byline(&self) -> Option<Value> {
        match Author::names_of_line(self.issue.byline.as_ref()?)[..] {
            [name] => Some(json!({ "@type": "Organization", "name": name })),
            ref names => list(names.iter().map(|name| json!({ "@type": "Person", "name": name }))),
        }
    }

    /// What became of the paper, for machines.
    fn status(&self) -> Option<&'static str> {
        match (self.issue.is_retracted(), self.issue.is_in_doubt()) {
            (true, _) => Some("Retracted"),
            (_, true) => Some("Expression of concern"),
            _ => None,
        }
    }

    /// The names of those who wrote it, without degrees; the byline where nobody is named.
    pub fn names(&self) -> Vec<String> {
        let authors = self.authors();
        if authors.is_empty() {
            let names = self.issue.byline.iter().flat_map(|line| Author::names_of_line(line));
            return names.map(str::to_owned).collect();
        }
        authors.into_iter().map(|id| self.name(id).to_owned()).collect()
    }

    /// The same taken apart, for what sorts by family names.
    fn writers(&self) -> Vec<Author> {
        let authors = self.authors();
        if authors.is_empty() {
            return self.issue.byline.iter().flat_map(|line| Author::of_line(line)).collect();
        }
        let language = self.standpoint.language();
        let author = |id: &PersonId| match self.standpoint.site.people.get(id) {
            Some(person) => person.author(language),
            None => Author::whole(&id.0),
        };
        authors.into_iter().filter_map(author).collect()
    }

    /// The address of the picture that stands for the page.
    fn card(&self) -> Option<String> {
        let card = self.standpoint.site.settings.cards.then(|| Card::of_issue(self.standpoint, self.issue));
        card.filter(Card::is_legible).map(|card| self.standpoint.permalink(&card.address()))
    }

    /// The same issue in other languages: the main language's is what was translated.
    fn languages(&self, article: &mut Map<String, Value>) {
        let site = self.standpoint.site;
        let main = &site.settings.language;
        let node = |other: &Issue| {
            let address = self.standpoint.permalink(&site.issue_address(other));
            json!({ "@type": "MedicalScholarlyArticle", "@id": format!("{address}#article"), "inLanguage": other.language.tag() })
        };
        let others = site.translations(self.issue);
        if self.issue.language == *main {
            put(article, "workTranslation", list(others.into_iter().map(node)));
        } else if let Some(original) = others.into_iter().find(|other| other.language == *main) {
            article.insert("translationOfWork".to_owned(), node(original));
        }
    }

    fn site_title(&self) -> &'a str {
        self.standpoint.site.settings.title.get(self.standpoint.language())
    }

    fn number(&self) -> Value {
        let folder = format!("{}{}/", self.standpoint.edition.prefix, self.issue.column);
        json!({
            "@type": "PublicationIssue",
            "issueNumber": self.issue.number.value.to_string(),
            "datePublished": self.issue.date.to_string(),
            "isPartOf": { "@type": "Periodical", "name": self.column, "url": self.standpoint.permalink(&folder) },
        })
    }

    /// What was put right: the words only where the text is for everyone.
    fn corrections(&self) -> Vec<Value> {
        let of = |(correction, has_words): (&crate::model::correction::Correction, bool)| {
            let mut comment = json!({
                "@type": "CorrectionComment",
                "datePublished": correction.date.to_string(),
                "url": format!("{}#part-corrections", self.address),
            });
            if let Some(doi) = &correction.doi {
                comment["citation"] = json!(doi.url());
            }
            if has_words {
                let said = [&correction.was, &correction.now, &correction.note];
                let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
                if !said.is_empty() {
                    comment["text"] = json!(said.join(" → "));
                }
            }
            comment
        };
        self.issue.public().corrections().map(of).collect()
    }

    fn person(&self, id: &'a PersonId) -> Value {
        let mut person = node("Person", &self.person_address(id));
        person.insert("name".to_owned(), json!(self.name(id)));
        person.insert("url".to_owned(), json!(self.person_address(id)));
        let known = self.standpoint.site.people.get(id);
        let affiliation = known.and_then(|person| person.affiliation.as_ref());
        let affiliation = affiliation.map(|it| it.get(self.standpoint.language()));
        put(&mut person, "affiliation", affiliation.map(|name| json!({ "@type": "Organization", "name": name })));
        let orcid = known.and_then(|person| person.orcid.as_ref());
        put(&mut person, "sameAs", orcid.map(|orcid| json!(format!("https://orcid.org/{orcid}"))));
        Value::Object(person)
    }

    fn person_address(&self, id: &PersonId) -> String {
        self.standpoint.permalink(&format!("{}{}", self.standpoint.edition.prefix, address::person(id)))
    }

    /// What search engines are told of a text that stands behind the question of consent.
    fn access(&self, node: &mut Map<String, Value>) {
        let selector = match self.issue.scope {
            Scope::Open => {
                node.insert("isAccessibleForFree".to_owned(), json!(true));
                return;
            }
            Scope::Body => ".gated",
            Scope::Page => ".gated-page",
        };
        node.insert("isAccessibleForFree".to_owned(), json!(false));
        node.insert(
            "hasPart".to_owned(),
            json!({ "@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": selector }),
        );
    }

    fn id(&self, of: &str) -> String {
        format!("{}#{of}", self.address)
    }
}

fn node(kind: &str, id: &str) -> Map<String, Value> {
    Map::from_iter([("@type".to_owned(), json!(kind)), ("@id".to_owned(), json!(id))])
}

fn put(node: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        node.insert(name.to_owned(), value);
    }
}

fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    let items: Vec<Value> = items.collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

/// The study that the article is about.
fn study(trial: &Trial) -> Value {
    let mut study =
        Map::from_iter([("@type".to_owned(), json!("MedicalTrial")), ("name".to_owned(), json!(trial.name))]);
    put(&mut study, "alternateName", trial.title.as_ref().map(|title| json!(title)));
    if let Some(id) = &trial.registration {
        study.insert("identifier".to_owned(), json!(id.to_string()));
        put(&mut study, "url", id.url().map(|url| json!(url)));
    }
    Value::Object(study)
}

/// The paper that the article is based on.
fn based_on(paper: &Publication, trial: &Trial) -> Value {
    let mut article = Map::from_iter([
        ("@type".to_owned(), json!("ScholarlyArticle")),
        ("name".to_owned(), json!(trial.title.as_ref().unwrap_or(&trial.name))),
        ("isPartOf".to_owned(), json!({ "@type": "Periodical", "name": paper.journal })),
    ]);
    put(&mut article, "datePublished", paper.year.map(|year| json!(year.to_string())));
    put(&mut article, "pagination", paper.pages.as_ref().map(|pages| json!(pages)));
    if let Some(doi) = &paper.doi {
        article.insert("@id".to_owned(), json!(doi.url()));
        article.insert(
            "identifier".to_owned(),
            json!({ "@type": "PropertyValue", "propertyID": "DOI", "value": doi.to_string() }),
        );
    }
    put(&mut article, "url", paper.address().map(|url| json!(url)));
    Value::Object(article)
}

fn reference(reference: &Reference) -> Value {
    let mut work =
        Map::from_iter([("@type".to_owned(), json!("CreativeWork")), ("name".to_owned(), json!(reference.citation))]);
    put(&mut work, "url", reference.address().map(|url| json!(url)));
    Value::Object(work)
}

/// A reference as scholarly search engines read it: the citation, and the DOI where there is one.
fn cited(reference: &Reference) -> String {
    match &reference.doi {
        Some(doi) => format!("{}; doi:{doi}", reference.citation),
        None => reference.citation.clone(),
    }
}
