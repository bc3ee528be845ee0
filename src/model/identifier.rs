//! Identifiers that registries issue, each known by its form.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident, $check:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(Box<str>);

        impl $name {
            /// Reads one; `None` if the form is wrong.
            pub fn parse(text: &str) -> Option<Self> {
                let check: fn(&str) -> bool = $check;
                check(text).then(|| Self(text.into()))
            }

            /// As it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier! {
    /// A DOI: `10.`, four to nine digits, `/`, then a suffix of printable characters (DOI Handbook 2.2; the
    /// shape that Crossref reports for more than 99 % of its names).
    Doi, |text| {
        let Some((prefix, suffix)) = text.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else { return false };
        let prefix_is_sound = (4..=9).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_digit());
        prefix_is_sound && !suffix.is_empty() && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._;()/:<>[]".contains(&byte))
    }
}

impl Doi {
    /// The address that resolves it.
    pub fn url(&self) -> String {
        format!(
            "https://doi.org/{}",
            self.0.replace('<', "%3C").replace('>', "%3E").replace('[', "%5B").replace(']', "%5D")
        )
    }
}

identifier! {
    /// A PubMed id: one to eight digits, no leading zero (NLM).
    Pmid, |text| (1..=8).contains(&text.len()) && !text.starts_with('0') && digits(text)
}

impl Pmid {
    /// The page of PubMed.
    pub fn url(&self) -> String {
        format!("https://pubmed.ncbi.nlm.nih.gov/{}/", self.0)
    }
}

identifier! {
    /// An ORCID iD: four groups of four with a check character (ISO 7064 MOD 11-2).
    Orcid, |text| {
        let groups: Vec<&str> = text.split('-').collect();
        if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) { return false }
        let figures: Vec<u8> = groups.concat().into_bytes();
        let Some((check, body)) = figures.split_last() else { return false };
        if !body.iter().all(u8::is_ascii_digit) { return false }
        let total = body.iter().fold(0u32, |total, digit| (total + u32::from(digit - b'0')) * 2);
        let expected = (12 - total % 11) % 11;
        *check == if expected == 10 { b'X' } else { b'0' + expected as u8 }
    }
}

identifier! {
    /// The number under which a registry lists a trial.
    TrialId, |text| REGISTRIES.iter().any(|(_, _, form)| form(text))
}

impl TrialId {
    /// The registry that issued it.
    pub fn registry(&self) -> &'static str {
        REGISTRIES.iter().find(|(_, _, form)| form(&self.0)).map_or("", |(name, _, _)| name)
    }

    /// The registry's page of the trial, where its address can be told from the id.
    pub fn url(&self) -> Option<String> {
        let id = self.as_str();
        [
            ("NCT", "https://clinicaltrials.gov/study/"),
            ("ISRCTN", "https://www.isrctn.com/"),
            ("jRCT", "https://jrct.mhlw.go.jp/latest-detail/"),
            ("ACTRN", "https://www.anzctr.org.au/"),
            ("DRKS", "https://drks.de/search/en/trial/"),
        ]
        .into_iter()
        .find_map(|(prefix, page)| id.starts_with(prefix).then(|| format!("{page}{id}")))
    }
}

/// A registry: its name, an example, and the form of its ids.
type Registry = (&'static str, &'static str, fn(&str) -> bool);

/// The registries whose ids are known: WHO's primary registries, the European systems and ClinicalTrials.gov.
const REGISTRIES: &[Registry] = &[
    ("ClinicalTrials.gov", "NCT01730937", |id| after(id, "NCT", |rest| rest.len() == 8 && digits(rest))),
    ("ISRCTN", "ISRCTN12345678", |id| after(id, "ISRCTN", |rest| rest.len() == 8 && digits(rest))),
    ("ChiCTR", "ChiCTR2000012345", |id| {
        after(id, "ChiCTR", |rest| {
            digits(rest)
                || after(rest, "-", |rest| {
                    rest.split_once('-').is_some_and(|(kind, number)| {
                        !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_uppercase()) && digits(number)
                    })
                })
        })
    }),
    ("ITMCTR", "ITMCTR2024000001", |id| after(id, "ITMCTR", digits)),
    ("jRCT", "jRCT1031210123", |id| {
        after(id, "jRCT", |rest| digits(rest.strip_prefix(|first: char| first.is_ascii_alphanumeric()).unwrap_or(rest)))
    }),
    ("UMIN-CTR", "UMIN000012345", |id| after(id, "UMIN", digits)),
    ("ANZCTR", "ACTRN12605000000000", |id| after(id, "ACTRN", digits)),
    ("DRKS", "DRKS00012345", |id| after(id, "DRKS", digits)),
    ("CRIS", "KCT0001234", |id| after(id, "KCT", digits)),
    ("CTRI", "CTRI/2018/01/011234", |id| {
        let parts: Vec<&str> = id.split('/').collect();
        matches!(parts[..], ["CTRI", year, month, number] if year.len() == 4 && digits(year) && (2..=3).contains(&month.len()) && digits(month) && digits(number))
    }),
    ("EU CTIS", "2023-501234-12-00", |id| groups(id, &[4, 6, 2, 2]) && id.as_bytes()[5] == b'5'),
    ("EudraCT", "2010-021234-12", |id| groups(id, &[4, 6, 2])),
];

/// Name and example of every registry whose ids are known.
pub fn registries() -> impl Iterator<Item = (&'static str, &'static str)> {
    REGISTRIES.iter().map(|(name, example, _)| (*name, *example))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn after(text: &str, prefix: &str, rest: impl Fn(&str) -> bool) -> bool {
    text.strip_prefix(prefix).is_some_and(rest)
}

fn groups(text: &str, lengths: &[usize]) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| part.len() == *length && digits(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registry_knows_its_own_example() {
        for (name, example) in registries() {
            assert!(TrialId::parse(example).is_some(), "{name}: {example}");
        }
        for wrong in ["NTC01730937", "NCT1730937", "NCT017309370", "ChiCTR", "jRCT", "2010-021234", ""] {
            assert!(TrialId::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn orcid_checks_its_last_character() {
        assert!(Orcid::parse("0000-0002-1825-0097").is_some());
        assert!(Orcid::parse("0000-0001-5109-3700").is_some());
        assert!(Orcid::parse("0000-0002-1694-233X").is_some());
        assert!(Orcid::parse("0000-0002-1825-0098").is_none());
    }

    #[test]
    fn doi_is_the_name_not_its_address() {
        assert!(Doi::parse("10.1001/jamaoncol.2024.5403").is_some());
        assert!(Doi::parse("https://doi.org/10.1001/jamaoncol.2024.5403").is_none());
        assert!(Doi::parse("10.1001/").is_none());
    }

    #[test]
    fn pmid_has_no_leading_zero() {
        assert!(Pmid::parse("12345678").is_some());
        assert!(Pmid::parse("01234567").is_none());
    }
}
