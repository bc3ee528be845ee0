//! Values of a record as each should be: DOIs without their address, titles without markup, years out of dates.
//!
//! What cannot be put right is left out and reported; nothing is ever guessed.

use std::sync::Arc;

use super::script::Script;
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
    let mut texts = raw.texts;
    texts.extend(title.clone());
    Citation {
        journal: line(&raw.journal),
        year,
        volume: line(&raw.volume),
        issue: line(&raw.issue),
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

/// PubMed ends every title with a point; one that is written out for readers has none.
fn title(written: &str) -> Option<String> {
    let title = plain(written);
    let title = match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest,
        _ => &title,
    };
    (!title.is_empty()).then(|| title.to_owned())
}

/// One line without markup: some databases put HTML into titles. What stands above or below the line stays there.
pub(super) fn plain(text: &str) -> String {
    let visible: String = entities(&elements(text, 0))
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .filter(|it| *it != '\u{feff}')
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of the element that a tag opens, without the prefix of its namespace.
fn element(tag: &str) -> String {
    let name: String =
        tag.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == ':').collect::<String>().to_ascii_lowercase();
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

/// A text without its elements.
fn elements(text: &str, depth: usize) -> String {
    const ELEMENTS: &[&str] = &[
        "i", "b", "em", "strong", "sub", "sup", "span", "scp", "sc", "u", "p", "br", "inf", "italic", "bold", "title",
        "math", "mrow", "mi", "mo", "mn", "msup", "msub", "mtext", "mspace", "mstyle", "tt", "small", "sec",
    ];
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let name = element(tag.trim_start_matches('/'));
        let Some(end) = tag.find('>').filter(|_| ELEMENTS.contains(&name.as_str())) else {
            kept.push('<');
            rest = tag;
            continue;
        };
        rest = &tag[end + 1..];
        let script = match name.as_str() {
            "sup" => Script::Raised,
            "sub" | "inf" => Script::Lowered,
            _ => continue,
        };
        // Up to the tag that closes it.
        let close = rest.match_indices("</").find(|(at, _)| element(&rest[at + 2..]) == name).map(|(at, _)| at);
        if let Some(close) = close.filter(|_| depth < 8 && !tag.starts_with('/')) {
            kept.push_str(&script.write(&entities(&elements(&rest[..close], depth + 1))));
            rest = rest[close..].find('>').map_or("", |end| &rest[close + end + 1..]);
        }
    }
    kept.push_str(rest);
    kept
}

/// The entities of HTML that stand in titles and names.
const NAMED: &[(&str, &str)] = &[
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("amp", "&"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("Delta", "Δ"),
    ("epsilon", "ε"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Omega", "Ω"),
    ("micro", "µ"),
    ("plusmn", "±"),
    ("times", "×"),
    ("divide", "÷"),
    ("minus", "−"),
    ("middot", "·"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("asymp", "≈"),
    ("deg", "°"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("reg", "®"),
    ("trade", "™"),
    ("copy", "©"),
    ("sup1", "¹"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("thinsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("eacute", "é"),
    ("egrave", "è"),
    ("aacute", "á"),
    ("agrave", "à"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("iacute", "í"),
    ("ntilde", "ñ"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("ccedil", "ç"),
    ("oslash", "ø"),
    ("aring", "å"),
    ("rarr", "→"),
    ("infin", "∞"),
    ("prime", "′"),
    ("permil", "‰"),
];

/// A text with the letters that its entities stand for; what is no entity stays.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 1..];
        let name = inner.find(';').filter(|end| *end <= 10).map(|end| &inner[..end]);
        let number = |digits: &str| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
            None => digits.parse().ok().and_then(char::from_u32),
        };
        let letters = name.and_then(|name| match name.strip_prefix('#') {
            Some(digits) => number(digits).map(String::from),
            None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, letters)| (*letters).to_owned()),
        });
        rest = match (letters, name) {
            (Some(letters), Some(name)) => {
                out.push_str(&letters);
                &inner[name.len() + 1..]
            }
            _ => {
                out.push('&');
                inner
            }
        };
    }
    out.push_str(rest);
    out
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
    fn titles_lose_markup_and_keep_signs() {
        assert_eq!(plain("Effect of <i>X</i> &amp; Y\n on <jats:sup>2</jats:sup>"), "Effect of X & Y on ²");
        assert_eq!(plain("10<sup>9</sup>/L and TGF-&beta; H<sub>2</sub>O"), "10⁹/L and TGF-β H₂O");
        assert_eq!(plain("A &#8805; 5 &#x2264; B &unknown; R&D &"), "A ≥ 5 ≤ B &unknown; R&D &");
        assert_eq!(plain("a <sup>b and c"), "a b and c");
        assert_eq!(plain("P<0.001 and a > b"), "P<0.001 and a > b");
        assert_eq!(plain("a <"), "a <");
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
