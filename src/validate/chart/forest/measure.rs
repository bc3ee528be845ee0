//! What the estimates of a forest plot are: as the directive says, and as the name of their column does.

use std::sync::Arc;

use super::ESTIMATE;
use crate::diag::{At, Diagnostic, SourceText, code, text};
use crate::validate::chart::sheet::Sheet;

/// The abbreviation of each measure, and what else it is called. 风险比 is the name of two of them, and tells none.
const NAMES: &[(&str, &[&str])] = &[
    ("HR", &["hazard ratio", "危险比", "风险函数比"]),
    ("OR", &["odds ratio", "比值比", "优势比"]),
    ("RR", &["risk ratio", "relative risk", "相对危险度", "相对风险"]),
    ("SMD", &["standardized mean difference", "standardised mean difference", "标准化均数差"]),
    ("MD", &["mean difference", "均数差", "wmd", "lsmd"]),
    ("RD", &["risk difference", "率差", "危险差"]),
];

/// The measure that a text names, if it names one: `aHR` is one of `HR`.
fn measure(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    if let Some((name, _)) = NAMES.iter().find(|(_, names)| names.iter().any(|it| lower.contains(it))) {
        return Some(name);
    }
    let named = |word: &str| {
        let of = |word: &str| NAMES.iter().map(|(name, _)| *name).find(|name| name.eq_ignore_ascii_case(word));
        of(word).or_else(|| ["cs", "a", "s", "c", "u"].iter().find_map(|start| of(word.strip_prefix(start)?)))
    };
    let mut found = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(named);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The measure that the name of the column says.
pub(super) fn named(sheet: &Sheet<'_>) -> Option<Box<str>> {
    let name = sheet.name(ESTIMATE)?;
    NAMES.iter().find(|(measure, _)| measure.eq_ignore_ascii_case(name)).map(|(measure, _)| (*measure).into())
}

/// Says that the column of the estimates has the name of another measure than the directive.
pub(super) fn compare(sheet: &mut Sheet<'_>, source: &Arc<SourceText>, written: Option<&At<Box<str>>>) {
    let (Some(written), Some(column)) = (written, sheet.heading(ESTIMATE).cloned()) else { return };
    let (Some(said), Some(found)) = (measure(&written.value), measure(&column.value)) else { return };
    if said == found {
        return;
    }
    let message = text!("the chart says {said}, and the column of its estimates {found}", said, found);
    let diagnostic = Diagnostic::new(code::D028, message)
        .at(source, written.span.clone())
        .related(&sheet.table.file, column.span, text!("the column of the estimates"))
        .help(text!("see the paper which it is, and write the same in both places"));
    sheet.said.push(diagnostic);
}

#[cfg(test)]
mod tests {
    use super::measure;

    #[test]
    fn a_measure_has_several_names() {
        for (written, wanted) in [
            ("HR", Some("HR")),
            ("aHR（95%CI）", Some("HR")),
            ("adjusted OR", Some("OR")),
            ("比值比", Some("OR")),
            ("SMD", Some("SMD")),
            ("标准化均数差", Some("SMD")),
            ("Mean difference", Some("MD")),
            ("HR or OR", None),
            ("风险比", None),
            ("estimate", None),
        ] {
            assert_eq!(measure(written), wanted, "{written}");
        }
    }
}
