//! Ids, addresses and language tags: each is read into its type, or what is wrong with it is said.
//!
//! Never asks whether anything exists at an address.

use std::collections::BTreeMap;

use super::{Validator, fault};
use crate::diag::{self, At, Edit, Span, nearest, text};
use crate::model::address::{ASSETS, FURTHER, PEOPLE, TAGS};
use crate::model::identifier::{Doi, Orcid, Pmid, TrialId};
use crate::model::language::{Language, Localized};
use crate::model::person::PersonId;
use crate::model::uri::WebAddress;
use crate::parse::draft::{LocalizedDraft, Text};

/// Names that the site itself uses beside those of columns and pages.
const RESERVED: [&str; 4] = [TAGS, PEOPLE, ASSETS, FURTHER];

/// Where a name stands in an address, which decides what it may collide with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// First, beside the site's own names and the languages.
    Top,
    /// Below a column, whose further pages are at `page/2/`.
    Issue,
    /// Where the site has nothing of its own.
    Inner,
}

impl Validator<'_> {
    pub(super) fn trial_id(&mut self, written: &Text) -> Option<At<TrialId>> {
        let id = TrialId::parse(written);
        if id.is_none() {
            let meant = trial_id_meant(written);
            let certain = meant.as_deref().filter(|meant| is_spelt(written, meant));
            let found = fault::trial_id(self.source, written.span.clone(), written, meant.as_deref());
            self.say(found.fix(instead(written, certain)));
        }
        id.map(|id| At::new(id, written.span.clone()))
    }

    pub(super) fn doi(&mut self, written: &Text) -> Option<At<Doi>> {
        let doi = Doi::parse(written);
        if doi.is_none() {
            let meant = written
                .find("10.")
                .map(|at| written[at..].trim_end_matches(['.', '。', '，', ',', '/', ' ']))
                .filter(|name| Doi::parse(name).is_some());
            let found = fault::identifier(
                self.source,
                written.span.clone(),
                written,
                text!("a DOI"),
                meant,
                text!("a DOI is the name alone, without `https://doi.org/` or `doi:`: `10.1001/jamaoncol.2024.5403`"),
            );
            let certain = meant.filter(|meant| is_prefixed(written, meant, DOI_PREFIXES));
            self.say(found.fix(instead(written, certain)));
        }
        doi.map(|doi| At::new(doi, written.span.clone()))
    }

    pub(super) fn pmid(&mut self, written: &Text) -> Option<Pmid> {
        let pmid = Pmid::parse(written);
        if pmid.is_none() {
            let digits: String = written.chars().filter(char::is_ascii_digit).collect();
            let meant = Some(digits.trim_start_matches('0'))
                .filter(|digits| Pmid::parse(digits).is_some() && !written.contains("PMC"));
            let found = fault::identifier(
                self.source,
                written.span.clone(),
                written,
                text!("a PubMed id"),
                meant,
                text!("a PubMed id is a number of at most eight digits: `39699905` (a PMC id is another one)"),
            );
            let certain = meant.filter(|meant| is_prefixed(written, meant, PMID_PREFIXES));
            self.say(found.fix(instead(written, certain)));
        }
        pmid
    }

    pub(super) fn orcid(&mut self, written: &Text) -> Option<Orcid> {
        let orcid = Orcid::parse(written);
        if orcid.is_none() {
            let meant = orcid_meant(written);
            let found = fault::identifier(
                self.source,
                written.span.clone(),
                written,
                text!("an ORCID iD"),
                meant.as_deref(),
                text!(
                    "four groups of four digits, `0000-0002-1825-0097`; the last character is made from the others, so a mistyped digit shows"
                ),
            );
            let certain = meant.as_deref().filter(|meant| is_prefixed(written, meant, ORCID_PREFIXES));
            self.say(found.fix(instead(written, certain)));
        }
        orcid
    }

    /// An address that begins with `http://` or `https://`.
    pub(super) fn url(&mut self, written: &Text) -> Option<String> {
        if WebAddress::parse(written).is_some() {
            return Some(written.value.clone());
        }
        let meant = url_meant(written);
        let found = fault::url(self.source, written.span.clone(), written, meant.as_deref());
        let certain = meant.as_deref().filter(|meant| written.starts_with(meant));
        self.say(found.fix(instead(written, certain)));
        None
    }

    pub(super) fn urls(&mut self, written: Option<&Text>) -> Option<String> {
        written.and_then(|written| self.url(written))
    }

    /// A part of an address; `whose` says whose name it is: `the slug`, `the name of its folder`.
    pub(super) fn slug(&mut self, name: &str, place: Span, whose: diag::Text, level: Level) -> Option<String> {
        let is_sound = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let is_reserved = match level {
            Level::Top => {
                RESERVED.iter().any(|folder| folder.trim_end_matches('/') == name)
                    || self.languages.iter().any(|language| language.tag() == name)
            }
            Level::Issue => name == FURTHER.trim_end_matches('/'),
            Level::Inner => false,
        };
        if is_sound && !is_reserved {
            return Some(name.to_owned());
        }
        self.say(fault::slug(self.source, place, name, whose, is_sound));
        None
    }

    /// Old addresses: paths that stay inside the site.
    pub(super) fn aliases(&mut self, written: &[Text]) -> Vec<At<String>> {
        let mut sound: Vec<At<String>> = Vec::with_capacity(written.len());
        for alias in written {
            if let Some(reason) = alias_trouble(alias) {
                self.say(fault::alias(self.source, alias.span.clone(), alias, reason));
            } else if let Some(first) = sound.iter().find(|other| other.value == alias.value) {
                let what = diag::Text::verbatim(format!("`{}`", alias.value));
                self.say(fault::repeated(self.source, alias.span.clone(), what, first.span.clone()));
            } else {
                sound.push(alias.clone());
            }
        }
        sound
    }

    pub(super) fn person_id(&mut self, written: &Text) -> At<PersonId> {
        At::new(PersonId(written.value.as_str().into()), written.span.clone())
    }

    pub(super) fn localized(&mut self, draft: &LocalizedDraft) -> Localized {
        match draft {
            LocalizedDraft::Plain(text) => Localized::Plain(text.value.as_str().into()),
            LocalizedDraft::ByLanguage(texts) => {
                let mut sound = BTreeMap::new();
                for (tag, text) in &texts.0 {
                    if self.is_language(tag) {
                        sound.insert(tag.value.clone(), text.value.as_str().into());
                    }
                }
                Localized::ByLanguage(sound)
            }
        }
    }

    /// Whether a tag is one of the site's languages, or the first part of one.
    fn is_language(&mut self, tag: &Text) -> bool {
        let parsed = Language::parse(tag);
        let known = |language: &Language| {
            self.languages.is_empty() || self.languages.iter().any(|other| other.primary() == language.primary())
        };
        if parsed.as_ref().is_some_and(known) {
            return true;
        }
        let tags: Vec<&str> = self.languages.iter().map(Language::tag).collect();
        let near = nearest(&tag.replace('_', "-"), tags.iter().copied());
        self.say(fault::language(self.source, tag.span.clone(), tag, near, &tags));
        false
    }
}

const DOI_PREFIXES: &[&str] = &["https://doi.org/", "https://dx.doi.org/", "doi.org/", "doi:", "doi：", "doi"];
const PMID_PREFIXES: &[&str] = &["https://pubmed.ncbi.nlm.nih.gov/", "pmid:", "pmid：", "pmid"];
const ORCID_PREFIXES: &[&str] = &["https://orcid.org/", "orcid.org/", "orcid:", "orcid"];

/// Puts an id in the place of what was written, in quotation marks or not.
fn instead(written: &Text, id: Option<&str>) -> Option<Edit> {
    // Brackets would close a list of YAML.
    id.filter(|id| !id.contains(['[', ']', '{', '}', ','])).map(|id| Edit::new(written.span.clone(), id))
}

/// Whether a text is an id with one of these before it and at most punctuation after it.
fn is_prefixed(written: &str, id: &str, prefixes: &[&str]) -> bool {
    let lower = written.to_lowercase().replacen("http://", "https://", 1);
    let Some(at) = lower.find(&id.to_lowercase()) else { return false };
    let rest = &lower[at + id.len()..];
    prefixes.contains(&lower[..at].trim_end()) && rest.chars().all(|c| matches!(c, '/' | '.' | '。' | ' '))
}

/// Whether a text is an id but for case, spaces and colons.
fn is_spelt(written: &str, id: &str) -> bool {
    let kept =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    kept(written) == kept(id)
}

/// The address without the punctuation after it, or with the `https://` before it.
fn url_meant(written: &str) -> Option<String> {
    let bare = written.trim_end_matches(['。', '，', '；', '、', '）']).trim_start_matches("//");
    let meant = if WebAddress::parse(bare).is_some() { bare.to_owned() } else { format!("https://{bare}") };
    WebAddress::parse(&meant).is_some_and(|it| it.host().contains('.')).then_some(meant)
}

/// The id that was probably meant: spaces and case put right, then the letters in front.
fn trial_id_meant(written: &str) -> Option<String> {
    const PREFIXES: &[&str] = &["NCT", "ISRCTN", "ChiCTR", "ITMCTR", "jRCT", "UMIN", "ACTRN", "DRKS", "KCT", "CTRI"];
    let compact: String = written.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：')).collect();
    let letters = compact.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(compact.len());
    let (prefix, rest) = compact.split_at(letters);
    let known = nearest(prefix, PREFIXES.iter().copied())?;
    [rest, rest.trim_start_matches(['-', '_'])]
        .into_iter()
        .map(|rest| format!("{known}{rest}"))
        .find(|id| TrialId::parse(id).is_some())
}

fn orcid_meant(written: &str) -> Option<String> {
    let digits: String =
        written.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).collect::<String>().to_uppercase();
    let groups: Vec<&str> = (0..4).filter_map(|group| digits.get(group * 4..group * 4 + 4)).collect();
    let id = groups.join("-");
    (digits.len() == 16 && Orcid::parse(&id).is_some()).then_some(id)
}

fn alias_trouble(written: &str) -> Option<diag::Text> {
    if written.contains("://") {
        Some(text!("it names a site"))
    } else if !written.starts_with('/') {
        Some(text!("it does not begin with `/`"))
    } else if written.contains("//") || written.split('/').any(|part| part == ".." || part == ".") {
        Some(text!("it does not stay inside the site"))
    } else if written.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\\' | '?' | '#' | '%' | '<' | '>' | '"')
    }) {
        Some(text!("it holds a character that a file's name cannot have here"))
    } else if written == "/" {
        Some(text!("it is the home page"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trial_ids_are_put_right() {
        assert_eq!(trial_id_meant("NTC01730937").as_deref(), Some("NCT01730937"));
        assert_eq!(trial_id_meant("nct 01730937").as_deref(), Some("NCT01730937"));
        assert_eq!(trial_id_meant("CHICTR2000012345").as_deref(), Some("ChiCTR2000012345"));
        assert_eq!(trial_id_meant("NCT1730937"), None);
    }

    #[test]
    fn aliases_stay_inside() {
        assert_eq!(alias_trouble("/old/026.html"), None);
        for wrong in ["old", "//x", "/a/../b", "https://a.example/", "/a b", "/a?b", "/"] {
            assert!(alias_trouble(wrong).is_some(), "{wrong}");
        }
    }
}
