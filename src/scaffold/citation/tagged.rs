//! RIS and NBIB: lines of a tag, a dash and a value.
//!
//! Tags that say nothing about the paper itself are passed over, and so is what stands before the first record.

use super::{Author, Raw, Records};
use crate::diag::{At, Span};

/// Fields of one record: tag, value.
#[derive(Default)]
struct Record<'a> {
    fields: Vec<(&'a str, At<String>)>,
    start: Span,
    /// Whether the line stands there that closes it.
    is_closed: bool,
}

/// The tag of a line, and the offset of its value.
pub(super) fn tag(line: &str) -> Option<(&str, usize)> {
    let length = line.bytes().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
    let spaces = line[length..].bytes().take_while(|byte| *byte == b' ').count();
    // Four columns before the dash; some RIS exports have lost one of the spaces.
    let is_placed = length + spaces == 4 || (length == 2 && spaces == 1);
    let rest = line[length + spaces..].strip_prefix('-')?;
    let is_tag = (2..=4).contains(&length) && line.starts_with(|first: char| first.is_ascii_uppercase());
    let is_ended = rest.trim_end().is_empty() || rest.starts_with([' ', '\t']);
    (is_placed && is_tag && is_ended).then(|| (&line[..length], line.len() - rest.trim_start().len()))
}

/// Reads RIS.
pub(super) fn ris(text: &str) -> Option<Records> {
    let mut all = records(text, "TY", Some("ER"));
    let (second, count) = (all.get(1).map(|record| record.start.clone()), all.len());
    let record = std::mem::take(all.first_mut()?);
    let is_pubmed = record.first(&["DB", "DP"]).is_some_and(|name| {
        let name = name.to_lowercase();
        name.contains("pubmed") || name.contains("medline")
    });
    let pages = record.first(&["SP"]).map(|start| {
        // `SP  - 123-` is the first page all the same.
        let first = start.value.trim_end_matches(['-', '–', '—', ' ']);
        match record.first(&["EP"]) {
            Some(end) if !first.contains('-') && end.value != first => {
                At::new(format!("{first}-{}", end.value), start.span)
            }
            _ => At::new(first.to_owned(), start.span),
        }
    });
    let dates = ["PY", "Y1", "DA"];
    let dated = dates.iter().filter_map(|tag| record.first(&[*tag])).find(|at| super::clean::year(at).is_some());
    // Of the names of a journal the longest is the one that is not abbreviated.
    let full = ["JF", "T2", "JO"].iter().filter_map(|tag| record.first(&[*tag]));
    let full =
        full.reduce(|best, next| if next.value.chars().count() > best.value.chars().count() { next } else { best });
    let link = record.first(&["UR", "LK", "L2"]);
    let first = Raw {
        title: record.first(&["TI", "T1", "CT"]),
        journal: full.or_else(|| record.first(&["JA", "J1", "J2"])),
        publisher: record.first(&["PB"]),
        year: dated.or_else(|| record.first(&dates)),
        volume: record.first(&["VL"]),
        issue: record.first(&["IS", "CP"]),
        pages: pages.or_else(|| record.first(&["C7", "AR"])),
        doi: record.first(&["DO", "DI"]),
        pmid: record.first(&["AN"]).filter(|_| is_pubmed).or_else(|| link.as_ref().and_then(of_pubmed)),
        language: record.first(&["LA"]),
        url: link,
        authors: record.all(&["AU", "A1"]).flat_map(|names| Author::several(names)).collect(),
        texts: record.all(&["C1", "C2", "N1", "AB", "N2"]).map(|at| at.value.clone()).collect(),
        notes: record.all(&["N1", "RN", "C1", "C2"]).cloned().collect(),
        others: record.others(&[&["TI", "T1"], &["DO", "DI"], &["VL"], &["IS", "CP"], &["SP"], &["EP"]]),
        cut: (!record.is_closed).then(|| record.start.clone()),
        start: record.start.clone(),
        ..Raw::default()
    };
    Some(Records { first, second, count })
}

/// Reads PubMed's format.
pub(super) fn nbib(text: &str) -> Option<Records> {
    let mut all = records(text, "PMID", None);
    let (second, count) = (all.get(1).map(|record| record.start.clone()), all.len());
    let record = std::mem::take(all.first_mut()?);
    // `10.1000/abc [doi]`, beside `S0000-0000(25)00001-1 [pii]`.
    let doi = record.all(&["LID", "AID"]).find_map(|id| {
        let name = id.value.trim_end().strip_suffix("[doi]")?;
        Some(At::new(name.trim_end().to_owned(), id.span.clone()))
    });
    // The full names are the better ones; groups stand among them in their own tag.
    let full = record.fields.iter().any(|(tag, _)| *tag == "FAU");
    let authors = record.all(if full { &["FAU", "CN"] } else { &["AU", "CN"] });
    let authors = authors.filter_map(|name| if full { Author::inverted(name) } else { initialed(name) }).collect();
    let first = Raw {
        title: record.first(&["TI", "BTI", "TT"]),
        journal: record.first(&["JT", "TA"]),
        publisher: record.first(&["PB"]),
        year: record.first(&["DP", "DEP"]),
        volume: record.first(&["VI"]),
        issue: record.first(&["IP"]),
        pages: record.first(&["PG"]),
        doi,
        pmid: record.first(&["PMID"]),
        language: record.first(&["LA"]),
        url: None,
        authors,
        texts: record.all(&["SI", "AB", "OAB"]).map(|at| at.value.clone()).collect(),
        // `PT  - Retracted Publication`, or where the retraction stands: `RIN - Journal. 2025;1(1):1.`
        retracted: record
            .all(&["PT"])
            .find(|kind| {
                ["Retracted Publication", "Retraction of Publication", "Retraction Notice"].contains(&kind.as_str())
            })
            .or_else(|| record.all(&["RIN"]).next())
            .map(|at| at.span.clone()),
        // `PT  - Expression of Concern` is the notice itself; `ECI -` says where it stands.
        concern: record
            .all(&["PT"])
            .find(|kind| kind.value == "Expression of Concern")
            .or_else(|| record.all(&["ECI"]).next())
            .map(|at| at.span.clone()),
        others: record.others(&[&["TI"], &["VI"], &["IP"], &["PG"]]),
        start: record.start.clone(),
        ..Raw::default()
    };
    Some(Records { first, second, count })
}

/// `Example AM`, `Example AM 3rd`: initials follow the family name.
fn initialed(name: &str) -> Option<Author> {
    let name = name.trim();
    let is_initials = |text: &str| text.chars().all(|it| it.is_ascii_uppercase()) && text.len() <= 4;
    let words: Vec<&str> = name.rsplitn(3, ' ').collect();
    let named = |family: &str, initials: &str, suffix: Option<&str>| Author {
        family: family.to_owned(),
        given: Some(initials.to_owned()),
        suffix: suffix.map(str::to_owned),
    };
    match words[..] {
        [suffix @ ("Jr" | "Sr" | "2nd" | "3rd" | "4th"), initials, family] if is_initials(initials) => {
            Some(named(family, initials, Some(suffix)))
        }
        [initials, second, first] if is_initials(initials) => Some(named(&format!("{first} {second}"), initials, None)),
        [initials, family] if is_initials(initials) => Some(named(family, initials, None)),
        _ => Author::inverted(name),
    }
}

/// The PubMed id in the address of a page there.
fn of_pubmed(url: &At<String>) -> Option<At<String>> {
    let (_, rest) = url
        .value
        .split_once("pubmed.ncbi.nlm.nih.gov/")
        .or_else(|| url.value.split_once("ncbi.nlm.nih.gov/pubmed/"))?;
    let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!id.is_empty()).then(|| At::new(id, url.span.clone()))
}

impl Record<'_> {
    /// The first value of the first of these tags that has one.
    fn first(&self, tags: &[&str]) -> Option<At<String>> {
        tags.iter()
            .find_map(|wanted| self.fields.iter().find(|(tag, at)| tag == wanted && !at.value.is_empty()))
            .map(|(_, at)| at.clone())
    }

    /// What these groups of tags say twice, each time otherwise than at first: where, by the name of the tag.
    fn others(&self, groups: &[&[&str]]) -> Vec<At<String>> {
        let bare = |text: &str| {
            text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
        };
        let mut others = Vec::new();
        for tags in groups {
            let Some(first) = self.first(tags) else { continue };
            // An address and its DOI say the same, and so do a title and its beginning.
            let known = bare(&first.value);
            let holds = |whole: &str, part: &str| part.chars().count() >= 8 && whole.contains(part);
            let is_same =
                |other: &str| other.is_empty() || known == other || holds(&known, other) || holds(other, &known);
            let of_tags = self.fields.iter().filter(|(tag, _)| tags.contains(tag));
            let other = of_tags.clone().find(|(_, at)| !is_same(&bare(&at.value)));
            others.extend(other.map(|(tag, at)| At::new((*tag).to_owned(), at.span.clone())));
        }
        others
    }

    /// Every value of these tags, in the order of the record where one tag is asked, else tag by tag.
    fn all<'a>(&'a self, tags: &'a [&'a str]) -> impl Iterator<Item = &'a At<String>> {
        tags.iter().flat_map(|wanted| self.fields.iter().filter(move |(tag, _)| tag == wanted).map(|(_, at)| at))
    }
}

/// The records of a text: each begins with the tag `opens`.
fn records<'a>(text: &'a str, opens: &str, closes: Option<&str>) -> Vec<Record<'a>> {
    let mut all: Vec<Record<'a>> = Vec::new();
    let mut is_open = false;
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    for whole in text[start..].split_inclusive('\n') {
        let line = whole.trim_end();
        match tag(line) {
            Some((tag, value)) => {
                if tag == opens {
                    all.push(Record { start: start..start + line.len(), ..Record::default() });
                    is_open = true;
                } else if Some(tag) == closes {
                    if let Some(record) = all.last_mut().filter(|_| is_open) {
                        record.is_closed = true;
                    }
                    is_open = false;
                }
                if let Some(record) = all.last_mut().filter(|_| is_open) {
                    let value = value.min(line.len());
                    record.fields.push((tag, At::new(line[value..].to_owned(), start + value..start + line.len())));
                }
            }
            // A long value goes on in the next lines.
            None => {
                let field = all.last_mut().filter(|_| is_open).and_then(|record| record.fields.last_mut());
                if let Some((_, at)) = field.filter(|_| !line.trim().is_empty()) {
                    at.value.push(' ');
                    at.value.push_str(line.trim_start());
                    at.span.end = start + line.len();
                }
            }
        }
        start += whole.len();
    }
    all
}
