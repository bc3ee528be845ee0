//! The same newsletter as plain text.

use super::Letter;

pub(super) fn write(letter: &Letter<'_>) -> String {
    let mut out = format!("{}\n{}\n", letter.title, letter.page);
    for entry in letter.entries() {
        out.push_str(&format!("\n----\n\n{}\n{}\n", entry.title, entry.about));
        let told = entry.banner.iter().chain(&entry.summary);
        told.for_each(|text| out.push_str(&format!("\n{text}\n")));
        for result in &entry.results {
            out.push_str(&format!("\n{}\n", result.name));
            result.said.iter().chain(&result.verdict).for_each(|text| out.push_str(&format!("- {text}\n")));
        }
        out.push_str(&format!("\n{}\n", entry.address));
    }
    out.push_str(&format!("\n----\n\n{}\n", letter.word("site.notice")));
    out
}
