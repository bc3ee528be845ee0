//! Values of a record as each should be: DOIs without their address, titles without markup, years out of dates.
//!
//! What cannot be put right is left out and reported; nothing is ever guessed.

use std::sync::Arc;

use super::markup::plain;
use super::{Citation, Raw};
use crate::diag::{At, Diagnostic, Said, SourceText, Text, code, text};
use crate::model::identifier::{Doi, Pmid, TrialId};
use crate::model::language::Language;
use crate::model::uri::WebAddress;

/// Reads a DOI with or without `https://doi.org/` or `doi:` before it.
pub fn doi(text: &str) -> Option<Doi> {
    let text = text.trim().replace("%2F", "/").replace("%2f", "/").replace("%3A", ":").replace("%3a", ":");
    // A library's proxy stands before the address, or in its host.
    let at = ["doi.org/", "doi-org."].iter().filter_map(|host| text.to_ascii_lowercase().rfind(host)).max();
    let mut name = match at {
        Some(at) => text[at..].split_once('/').map_or("", |(_, name)| name),
        None => text.as_str(),
    };
    for prefix in ["https://", "http://", "dx.", "www.", "doi.org/", "doi:", "doi"] {
        if name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            name = name[prefix.len()..].trim_start();
        }
    }
    Doi::parse(name.trim_end_matches(['.', ',', '。', '，']))
}

/// The citation of a record.
pub(super) fn citation(file: &Arc<SourceText>, raw: Raw, said: &mut Said) -> Citation {
    let title = raw.title.as_ref().and_then(|written| title(written));
    if title.is_none() {
        said.push(Diagnostic::new(code::N011, text!("the record has no title")).at(file, raw.start.clone()).help(
            text!("write it into the new issue.md, or export the record again from a place that has the whole of it"),
        ));
    }
    let journal = line(&raw.journal);
    let mut values = Values { file, said };
    let url = values.read(
        &raw.url,
        url,
        text!("a web address"),
        text!("an address begins with `https://` and has no spaces in it"),
    );
    let own_doi = values.read(
        &raw.doi,
        doi,
        text!("a DOI"),
        text!("a DOI is like `10.1001/jamaoncol.2024.5403`; copy it from the page of the paper into issue.md"),
    );
    let is_resolver = |url: &String| url.contains("doi.org") || url.contains("doi-org.");
    let resolved = url.as_ref().filter(|url| is_resolver(url)).and_then(|url| doi(url));
    // An address that only leads to the DOI says nothing more.
    let url = url.filter(|_| resolved.is_none());
    let doi = own_doi.or(resolved);
    let pmid = values.read(
        &raw.pmid,
        |written| Pmid::parse(written.trim()),
        text!("a PubMed id"),
        text!("a PubMed id is a number of at most eight digits"),
    );
    let year = values.read(
        &raw.year,
        year,
        text!("a year"),
        text!("write the year of publication, four digits, into issue.md"),
    );
    let (volume, of_volume) = line(&raw.volume).map(volume).unwrap_or_default();
    let mut texts = raw.texts;
    texts.extend(title.clone());
    Citation {
        journal,
        publisher: line(&raw.publisher),
        year,
        volume,
        issue: line(&raw.issue).or(of_volume),
        pages: line(&raw.pages).map(|pages| pages.replace(['–', '—'], "-").replace("--", "-")),
        doi,
        pmid,
        registrations: registrations(texts.iter().map(String::as_str)),
        authors: raw.authors,
        language: given(&raw.language).and_then(|written| language(written)),
        url,
        title,
    }
}

/// Reads the values of a record of a file.
struct Values<'a> {
    file: &'a Arc<SourceText>,
    said: &'a mut Said,
}

impl Values<'_> {
    /// A value where one is given; one that cannot be read is left out, and it is said what it should be.
    fn read<T>(
        &mut self,
        written: &Option<At<String>>,
        read: impl Fn(&str) -> Option<T>,
        what: Text,
        help: Text,
    ) -> Option<T> {
        let written = given(written)?;
        let value = read(written);
        if value.is_none() {
            let message = text!("`{written}` is not {what}; it was left out", written = shorten(written), what);
            let fault = Diagnostic::new(code::N012, message);
            self.said.push(fault.at(self.file, written.span.clone()).help(help));
        }
        value
    }
}

fn given(written: &Option<At<String>>) -> Option<&At<String>> {
    written.as_ref().filter(|written| !written.value.trim().is_empty())
}

fn line(written: &Option<At<String>>) -> Option<String> {
    given(written).map(|written| plain(written)).filter(|line| !line.is_empty())
}

/// A volume without its word, and the issue that some Chinese databases write behind it: `v.43;No.300`, `第43卷第2期`.
fn volume(written: String) -> (Option<String>, Option<String>) {
    let bare = |part: &str, words: &[&str]| {
        let lower = part.trim().to_lowercase();
        let rest = words.iter().find_map(|word| lower.strip_prefix(word))?.trim_matches([' ', '.', '卷', '期']);
        (!rest.is_empty() && rest.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '–')))
            .then(|| rest.to_owned())
    };
    let behind_volume = written
        .find(['卷', ';', '；', ',', '，'])
        .map(|at| at + written[at..].chars().next().map_or(0, char::len_utf8));
    let (first, second) = written.split_at(behind_volume.unwrap_or(written.len()));
    let first = first.trim_end_matches([';', '；', ',', '，', ' ']);
    let issue = bare(second, &["no.", "no ", "iss.", "issue ", "第"]);
    // What stands behind the volume and is no issue is not taken apart.
    if issue.is_none() && !second.trim().is_empty() {
        return (Some(written), None);
    }
    (bare(first, &["vol.", "vol ", "v.", "第"]).or_else(|| Some(first.to_owned())), issue)
}

/// PubMed ends every title with a point; one that is written out for readers has none.
fn title(written: &str) -> Option<String> {
    let title = plain(written);
    let title = match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest,
        _ => &title,
    };
    (!title.is_empty()).then(|| title.to_owned())
}

/// The first four digits that are a year: `2025`, `2025/02/01`, `1 Feb 2025`.
pub(super) fn year(text: &str) -> Option<u16> {
    let numbers = text.split(|it: char| !it.is_ascii_digit());
    numbers
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1500..=2999).contains(year))
}

/// An address; of one that goes through a library's proxy, `…/login?url=https://…`, that behind it.
fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let behind = ["?url=http", "&url=http", "?qurl=http"].iter().find_map(|sign| {
        let at = text.find(sign)?;
        Some(
            text[at + sign.len() - "http".len()..]
                .replace("%3A", ":")
                .replace("%3a", ":")
                .replace("%2F", "/")
                .replace("%2f", "/"),
        )
    });
    let address = behind.unwrap_or_else(|| text.to_owned());
    WebAddress::parse(&address).map(|_| address)
}

/// Databases name languages by word, by three letters, or by tag.
fn language(text: &str) -> Option<Language> {
    let name = text.trim().to_lowercase();
    let tag = match name.as_str() {
        "eng" | "english" | "英文" | "英语" => "en",
        "chi" | "zho" | "chinese" | "中文" | "汉语" | "中文;" => "zh",
        "jpn" | "japanese" => "ja",
        "ger" | "deu" | "german" => "de",
        "fre" | "fra" | "french" => "fr",
        "spa" | "spanish" => "es",
        other => other,
    };
    Language::parse(tag).or_else(|| Language::parse(text.trim()))
}

/// Registrations of trials in texts, each once, in the order in which they stand.
fn registrations<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<TrialId> {
    let mut found: Vec<TrialId> = Vec::new();
    for text in texts {
        let words = text.split(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '/')));
        for word in words.map(|word| word.trim_matches(['-', '/'])).filter(|word| word.len() >= 8) {
            // PubMed writes `ClinicalTrials.gov/NCT01730937`; India's registry has slashes in its own ids.
            let whole = TrialId::parse(word);
            let parts = word.split('/').filter_map(TrialId::parse);
            for id in whole.into_iter().chain(parts) {
                if !found.contains(&id) {
                    found.push(id);
                }
            }
        }
    }
    found
}

/// A text as a message shows it.
fn shorten(text: &str) -> String {
    const SHOWN: usize = 40;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    line.chars().take(SHOWN).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_taken_out_of_its_address() {
        for written in [
            "10.1000/ab.c",
            "https://doi.org/10.1000/ab.c",
            "http://dx.doi.org/10.1000/ab.c",
            "doi: 10.1000/ab.c",
            "DOI 10.1000/ab.c.",
        ] {
            assert_eq!(doi(written).map(|doi| doi.to_string()).as_deref(), Some("10.1000/ab.c"), "{written}");
        }
        assert_eq!(doi("https://example.org/10.1000"), None);
        assert_eq!(doi("多"), None);
        for proxied in [
            "http://proxy.example.edu/login?url=https://doi.org/10.1000/ab.c",
            "https://doi-org.proxy.example.edu/10.1000/ab.c",
            "https://proxy.example.edu/login?url=https%3A%2F%2Fdoi.org%2F10.1000%2Fab.c",
        ] {
            assert_eq!(doi(proxied).map(|doi| doi.to_string()).as_deref(), Some("10.1000/ab.c"), "{proxied}");
        }
        let proxied = "https://proxy.example.edu/login?url=https://www.example.org/paper/1";
        assert_eq!(url(proxied).as_deref(), Some("https://www.example.org/paper/1"));
    }

    #[test]
    fn a_volume_is_told_from_its_issue() {
        for (written, is) in [
            ("v.43;No.300", (Some("43"), Some("300"))),
            ("v.43", (Some("43"), None)),
            ("Vol. 43", (Some("43"), None)),
            ("43", (Some("43"), None)),
            ("第43卷第2期", (Some("43"), Some("2"))),
            ("第43卷", (Some("43"), None)),
            ("43; no. 2", (Some("43"), Some("2"))),
            ("43 Suppl 1", (Some("43 Suppl 1"), None)),
            ("43, Suppl 1", (Some("43, Suppl 1"), None)),
            ("v", (Some("v"), None)),
        ] {
            let (volume, issue) = volume(written.to_owned());
            assert_eq!((volume.as_deref(), issue.as_deref()), is, "{written}");
        }
    }

    #[test]
    fn a_title_has_no_stop_of_its_own() {
        assert_eq!(title("A title.").as_deref(), Some("A title"));
        assert_eq!(title("A title...").as_deref(), Some("A title..."));
    }

    #[test]
    fn registrations_are_found_in_running_text() {
        let ids = |text: &str| registrations([text].into_iter()).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ids("注册号NCT01730937，另见ClinicalTrials.gov/NCT01730937。"), ["NCT01730937"]);
        assert_eq!(
            ids("UMIN-CTR/UMIN000012345; CTRI/2018/01/011234; ChiCTR-TRC-08000123."),
            ["UMIN000012345", "CTRI/2018/01/011234", "ChiCTR-TRC-08000123"]
        );
        assert_eq!(ids("EudraCT 2010-021234-12 (n=177; 2025-02-01)"), ["2010-021234-12"]);
        assert!(ids("NCT0173 and phone 021-12345678").is_empty());
    }

    #[test]
    fn years_are_found_in_dates() {
        assert_eq!(year("2025/02/01"), Some(2025));
        assert_eq!(year("1 Feb 2024"), Some(2024));
        assert_eq!(year("in press"), None);
    }
}
